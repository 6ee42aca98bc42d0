"""Random command lines and environments: whatever the launcher reads without Python, Python reads in the same way."""

import ctypes
import random
from struct import pack

import pytest

from tests.native.library import Library
from wasihost.abi import TRAP_UNKNOWN, ClockOption, GuestOptions, NumberOption
from wasihost.errors import UsageError
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, process_read
from wasihost.launcher.sources import read_all
from wasihost.native import bool_, memset, native, ptr
from wasihost.native.platform import AT_NULL
from wasihost.options.command_line import parse
from wasihost.options.encoded import encoded
from wasihost.options.table import DEFAULTS, OPTIONS, SHORT
from wasihost.options.values import READERS

DOUBTS = ("misspelt", "unknown_variable")
VALUES = {
    "flag": ["yes", "no", "1", "false", "maybe", ""],
    "optional": ["yes", "no", "f", "-", ""],
    "text": ["t", "a b", ""],
    "name": ["f", "a b", ""],
    "count": ["1", "20", "0", "x"],
    "number": ["0", "7", "-1"],
    "size": ["1", "64M", "1.5K", "0", "M"],
    "duration": ["1", "200ms", ".5m", "0", "1d"],
    "clock": ["virtual", "fixed:5", "virtual:2026-01-31", "fixed"],
    "grant": [".", "/a::/b", "/a b::c::ro"],
    "variable": ["A", "A=1", "B=", "C=x=y", "=x", "*", "D*", "D*=x"],
    "address": ["127.0.0.1:0"],
}


@native(export=True)
def read(options: Options, process: Process, stack: ptr) -> bool_:
    memset(options, 0, Options.size)
    process_read(process, stack)
    return read_all(options, process)


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    library = Library(tmp_path_factory.mktemp("readers"), read).loaded
    library.read.restype = ctypes.c_bool
    return library


def process_of(argv, environ):
    """An initial stack, room for a Process, and what must live as long."""

    def text(value):
        return value if isinstance(value, bytes) else value.encode()

    texts = [ctypes.create_string_buffer(text(word)) for word in ("wasihost", *argv)]
    variables = [ctypes.create_string_buffer(text(name) + b"=" + text(value)) for name, value in environ.items()]
    words = [len(texts), *map(ctypes.addressof, texts), 0, *map(ctypes.addressof, variables), 0, AT_NULL, 0]
    stack = ctypes.create_string_buffer(pack(f"<{len(words)}Q", *words))
    return stack, ctypes.create_string_buffer(Process.size), (texts, variables)


def by_launcher(library, argv, environ):
    """What it has read, by attribute; None: it hands over."""
    stack, process, keep = process_of(argv, environ)
    out = ctypes.create_string_buffer(Options.size)
    if not library.read(out, process, stack):
        return None
    options = Options.unpack(out.raw)
    try:
        found = {option.attribute: held(option, options) for option in OPTIONS if option.attribute in Options.fields}
    except UsageError:  # a grant that cannot be opened either, and is Python's then
        return None
    found |= {
        "guest": guest(options.guest),
        "module": text_at(options.module),
        "arguments": argv[options.arguments - 1 :],
    }
    found |= {name: bool(getattr(options, name)) for name in DOUBTS}
    del keep
    return found


def guest(options):
    """What reaches it; a choice that is the default is as good as none."""
    return {**vars(options), "unknown_imports": options.unknown_imports == TRAP_UNKNOWN}


def text_at(address):
    return ctypes.string_at(address).decode() if address else None


def held(option, options):
    value = getattr(options, option.attribute)
    if option.repeatable:
        count = options.grant_count if option.kind == "grant" else options.variable_count
        return [READERS[option.kind](option, text_at(address), "") for address in value[:count]]
    match option.kind:
        case "flag":
            return bool(value)
        case "text" | "optional":
            return text_at(value)
        case "choice":
            return option.choices[value - 1] if value else DEFAULTS.get(option.attribute)
        case "duration":
            return value / 1e9 if value else None
    return value or None


def by_python(argv, environ):
    parsed = parse(argv[argv[0] == "run" :], environ)
    options = {**vars(parsed), "guest": guest(GuestOptions.unpack(GuestOptions.pack(**encoded(parsed))))}
    known = {option.attribute for option in OPTIONS if option.attribute in Options.fields}
    others = {option.attribute for option in OPTIONS} - known | {"short_help"}
    # What it does not know it hands over.
    assert not any(options[name] for name in others - {*GuestOptions.fields})
    found = {name: value for name, value in options.items() if name not in others}
    return found | {name: found[name] is not None for name in DOUBTS}


def random_line(rng):
    words = []
    for _ in range(rng.randrange(5)):
        option = rng.choice(OPTIONS)
        values = [*option.choices, "x"] if option.kind == "choice" else VALUES[option.kind]
        name, value = (
            rng.choice([option.name] * 9 + [s for s, n in SHORT.items() if n == option.name]),
            rng.choice(values),
        )
        alone = option.kind in ("flag", "optional")
        words += rng.choice([[f"{name}={value}"], [name] if alone else [name, value]])
    for _ in range(rng.randrange(2)):
        words.insert(rng.randrange(len(words) + 1), rng.choice(["--", "-", "--unknown", "word", "run", ""]))
    return words


def random_environment(rng):
    chosen = rng.sample(OPTIONS, rng.choice([0, 0, 1, 3]))
    environ = {"OTHER": "1", "WASIHOST_CACHE_SIZE": "1G"}
    environ |= rng.choice([{}, {"WASIHOST_UNKNOWN": "1"}, {"WASIHOST_quiet": "1"}, {"WASIHOST_CWD": "/"}])
    for option in chosen:
        values = option.choices if option.kind == "choice" else VALUES[option.kind]
        text = "\n".join(rng.choices(values, k=rng.randrange(3))) if option.repeatable else rng.choice(values)
        environ[f"WASIHOST_{option.attribute.upper()}"] = text
    return environ


def test_both_read_the_same(library):
    rng, read = random.Random(8), 0
    for _ in range(3_000):
        argv = [*random_line(rng), "m.wasm", *random_line(rng)]
        environ = random_environment(rng)
        found = by_launcher(library, argv, environ)
        if found is not None:
            read += 1
            assert found == by_python(argv, environ), (argv, environ)
    assert read > 500


def test_structs_have_the_places_that_the_table_names():
    assert (NumberOption.offset("given"), ClockOption.offset("kind")) == (0, 0)
    names = {option.attribute for option in OPTIONS}
    known = {*Options.fields, *GuestOptions.fields}
    assert {"help", "version", "invoke", "tcp_listen"} == names - known  # these are Python's
    assert names >= {*GuestOptions.fields}
