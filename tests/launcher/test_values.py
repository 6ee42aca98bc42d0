"""The launcher reads values as Python does; what it does not read, Python does."""

import ctypes
import random

import pytest

from tests.native.library import Library
from wasihost.abi import ClockOption
from wasihost.errors import UsageError
from wasihost.launcher import values
from wasihost.native import Ptr, bool_, native, ptr, u64
from wasihost.options.encoded import CLOCKS
from wasihost.options.table import BY_NAME
from wasihost.options.values import READERS

UNREAD = None


LEVELS = BY_NAME["--level"].metavar.encode()


@native(export=True)
def truth(text: ptr, to: Ptr(u64)) -> bool_:
    return values.read_truth(text, to)


@native(export=True)
def choice(text: ptr, to: Ptr(u64)) -> bool_:
    return values.read_choice(text, LEVELS, to)


@native(export=True)
def count(text: ptr, to: Ptr(u64)) -> bool_:
    return values.read_count(text, to)


@native(export=True)
def number(text: ptr, to: Ptr(u64)) -> bool_:
    return values.read_number(text, to)


@native(export=True)
def size(text: ptr, to: Ptr(u64)) -> bool_:
    return values.read_size(text, to)


@native(export=True)
def duration(text: ptr, to: Ptr(u64)) -> bool_:
    return values.read_duration(text, to)


@native(export=True)
def clock(text: ptr, to: ClockOption) -> bool_:
    return values.read_clock(text, to)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("values"), truth, choice, count, number, size, duration, clock).loaded


# Kind → an option of it, and its value in Python as the launcher holds it.
KINDS = {
    "truth": ("--quiet", lambda value: (int(value), 0)),
    "choice": ("--level", lambda value: (BY_NAME["--level"].choices.index(value) + 1, 0)),
    "count": ("--fuel", lambda value: (value, 0)),
    "number": ("--seed", lambda value: (value, 0)),
    "size": ("--max-memory", lambda value: (value, 0)),
    "duration": ("--timeout", lambda value: (int(value * 1e9), 0)),
    "clock": ("--clock", lambda value: (CLOCKS[value[0]], value[1])),
}


def by_python(kind, text):
    option, held = BY_NAME[KINDS[kind][0]], KINDS[kind][1]
    try:
        return held(READERS[option.kind](option, text, option.name))
    except UsageError:
        return UNREAD


def by_launcher(library, kind, text):
    place, read = (ctypes.c_uint64 * 2)(), getattr(library, kind)
    read.restype = ctypes.c_bool
    return tuple(place) if read(text.encode(), place) else UNREAD


NOT_NUMBERS = ["", "-1", "+1", " 1", "1 ", "x", "0x10", "1_0", "٣", "1e3", "nan", "inf", "1,5", "--1"]
READ = {
    # kind → values that the launcher has to read itself
    "truth": ["yes", "no", "true", "false", "1", "0"],
    "choice": ["interpret", "baseline", "fast", "balanced", "max"],
    "count": ["1", "007", "1000000", "9" * 15],
    "number": ["0", "1", "00", "9" * 15],
    "size": [
        "1", "4096", "1K", "1k", "512M", "1.5G", "1.5GiB", "64KB", "3b", "0.001M", ".5K", "2.M", "1T", "1048575T",
        "0.1G", "0.7M", "33.3333333K", "1kIb",
    ],
    "duration": ["2", "1.5s", "200ms", "2m", ".5h", "0.001", "1ms", "1000000000", "0.2", "3.", "1.1", "86399.999999s"],
    "clock": [
        "virtual", "fixed:0", "virtual:0", "fixed:1700000000", "virtual:9999999999", "fixed:2026-01-31",
        "fixed:2024-02-29T23:59:59Z", "virtual:2000-02-29T12:00", "fixed:1970-01-01", "fixed:2100-03-01T00:00:00",
    ],
}  # fmt: skip
REFUSED = {
    "truth": ["", "Yes", "on", "2", "yes "],
    "choice": ["", "fas", "fast|balanced", "maxi", "|", "Max"],
    "count": [*NOT_NUMBERS, "0", "1.5", "9" * 40, "18446744073709551615"],
    "number": [*NOT_NUMBERS, "1.5", "9" * 40, "18446744073709551616"],
    "size": [*NOT_NUMBERS, "0", "0.0001", ".", "1..5", "1X", "K", "1KK", "1KI", "1KX", "1M2", "1 M", "1048576T"],
    "duration": [*NOT_NUMBERS, "0", ".", "1..5", "0.0009", "1d", "s", "1 s", "1S", "1e9s", "1000000001", "1sm"],
    "clock": [
        "", "real", "fixed", "fixed:", "virtual:", "virtual:noon", "fixed:10000000000", "virtuals", "fixed:-1",
        "fixed:2025-02-29", "fixed:2026-13-01", "fixed:2026-00-10", "fixed:2026-04-31", "fixed:1969-12-31",
        "fixed:2026-01-31T25:00", "fixed:2026-01-31T12:60", "fixed:2100-02-29", "fixed:2026-01-31Z",
        "fixed:2026-01-31T12:00:00ZZ", "fixed:2026/01/31", "fixed:2026-01-3x", "fixed:9999-01-01", "fixed:2026-01-00",
    ],
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_usual_values_are_read_as_by_python(library, kind):
    expected = [(text, by_python(kind, text)) for text in READ[kind]]

    assert expected == [(text, by_launcher(library, kind, text)) for text in READ[kind]]
    assert UNREAD not in [value for _, value in expected]


@pytest.mark.parametrize("kind", KINDS)
def test_invalid_and_unusual_values_are_handed_to_python(library, kind):
    """Some of it is right, but unusual."""
    assert [] == [text for text in REFUSED[kind] if by_launcher(library, kind, text) is not UNREAD]


@pytest.mark.parametrize("kind", KINDS)
def test_of_random_texts_none_is_read_in_another_way(library, kind):
    rng, read = random.Random(kind), 0
    alphabet = "".join(READ[kind]) + "0123456789." * 3
    for _ in range(20_000):
        if rng.random() < 0.5:
            text = "".join(rng.choices(alphabet, k=rng.randrange(1, 8)))
        else:
            text = rng.choice(READ[kind])
            at = rng.randrange(len(text))
            text = text[:at] + rng.choice(alphabet) + text[at + rng.randrange(2) :]
        found = by_launcher(library, kind, text)
        read += found is not UNREAD
        assert found in (UNREAD, by_python(kind, text)), text
    assert read > 20
