"""args_* and environ_*."""

import pytest

from tests.wasi.guest import OK, OUT, PAGE
from wasihost.wasi.types import Errno

FAMILIES = ["args", "environ"]


def configured(make, family, *items):
    return make(**{"args" if family == "args" else "env": items})


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "items",
    [(), (b"",), (b"a", b"bc"), (b"", b"", b"x"), (b"\xff\xfe=\x80",), (b"x" * 5000, b"y")],
    ids=["none", "empty", "two", "empties", "not utf-8", "long"],
)
def test_texts_arrive_as_they_were_given(make, family, items):
    guest = configured(make, family, *items)

    assert guest.call(f"{family}_sizes_get", OUT, OUT + 4) == OK
    count, size = guest.u32(), guest.u32(OUT + 4)
    pointers, buffer = guest.room(4 * count), guest.room(size)
    assert guest.call(f"{family}_get", pointers, buffer) == OK

    assert (len(items), sum(len(item) + 1 for item in items)) == (count, size)
    addresses = [guest.u32(pointers + 4 * i) for i in range(count)]
    assert list(items) == [guest.get(a, guest.memory.find(b"\0", a) - a) for a in addresses]


def test_args_get_writes_pointers_and_strings(make):
    guest = make(args=(b"a", b"bc"))

    assert guest.args_get(8, 1) == OK

    assert guest.get(0, 17) == b"?a\0bc\0??\x01\0\0\0\x03\0\0\0?"


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    "pointers, buffer", [(PAGE - 7, 0), (0, PAGE - 4), (PAGE, 0), (0xFFFFFFFC, 0), (0, 0xFFFFFFFF)]
)
def test_get_outside_of_memory_writes_nothing(make, family, pointers, buffer):
    guest = configured(make, family, b"a", b"bc")

    assert guest.call(f"{family}_get", pointers, buffer) == Errno.FAULT

    assert guest.get(0, PAGE) == b"?" * PAGE


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("a, b", [(PAGE - 3, 0), (0, PAGE - 3), (0xFFFFFFFC, 0)])
def test_sizes_outside_of_memory(make, family, a, b):
    assert configured(make, family, b"a").call(f"{family}_sizes_get", a, b) == Errno.FAULT


def test_up_to_the_end_of_memory(make):
    guest = make(args=(b"a", b"bc"))

    assert guest.args_get(PAGE - 8, PAGE - 13) == OK

    assert guest.get(PAGE - 14, 6) == b"?a\0bc\0"
