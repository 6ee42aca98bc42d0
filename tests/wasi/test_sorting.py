"""The kernel's records of a directory, of any size, as a file system may make them."""

import ctypes

import pytest

from tests.native.library import Library
from wasihost.native import bool_, native, ptr, u32, u64
from wasihost.native.platform import Dirent64
from wasihost.wasi.fs.sorting import are_whole, comes_first

NAME = Dirent64.offset("name")


@native(export=True)
def check(records: ptr, size: u64) -> bool_:
    return are_whole(records, size)


@native(export=True)
def in_order(records: ptr, a: u64, b: u64) -> bool_:
    return comes_first(records, a, b)


@native(export="hidden")
def time_is_over() -> u32:
    return 0


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("sorting"), check, in_order, time_is_over)


def record(name: bytes, size: int | None = None) -> bytes:
    """One record; `size` is what it says of itself, and else what it needs."""
    needed = (NAME + len(name) + 1 + 7) // 8 * 8
    head = (1).to_bytes(8, "little") + bytes(8) + (needed if size is None else size).to_bytes(2, "little") + b"\x08"
    return (head + name).ljust(needed, b"\0")


LARGEST = record(b"n" * 65_500)
WHOLE = [b"", record(b"a"), record(b"a") + record(b"b" * 255), record(b"x" * 1024) + record(b"y" * 4095), LARGEST * 3]
BROKEN = [
    record(b"a", 0),
    record(b"a", NAME),
    record(b"a", 32),  # leads out of what was read
    record(b"a") + record(b"b", 0xFFFF),
    record(b"a" * 300, NAME + 300),  # no NUL in the record
    record(b"a")[: NAME + 1],
    record(b"a")[:-1],
    record(b"a") + b"\0",
    record(b"a") + bytes(NAME),
    LARGEST[:-8],
]


@pytest.mark.parametrize("records, whole", [(r, True) for r in WHOLE] + [(r, False) for r in BROKEN])
def test_records_are_whole_or_none_is_read(library, records, whole):
    # What lies behind them would make a name end, and a record follow.
    buffer = ctypes.create_string_buffer(records + record(b"behind"))

    assert whole == library(check, buffer, len(records))


def test_names_longer_than_linux_own_ones_are_compared_whole(library):
    long = record(b"n" * 1000 + b"a")
    buffer = ctypes.create_string_buffer(long + record(b"n" * 1000 + b"b"))

    assert library(in_order, buffer, 0, len(long))
    assert not library(in_order, buffer, len(long), 0)
