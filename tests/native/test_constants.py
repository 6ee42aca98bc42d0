"""What does not depend on locals is Python's to compute, at compile time."""

import enum
import errno
import os

import pytest

from tests.native.library import Library
from wasihost.native import Array, Module, Ptr, Struct, native, new, ptr, sizeof, u8, u16, u32, u64


class Color(enum.Enum):
    RED = 7


class Level(enum.IntEnum):
    HIGH = 3


class Bits(enum.IntFlag):
    A = 1
    B = 4


class Entry(Struct):
    kind: u16
    name: Array(u8, 6)
    size: u64


TABLE = {"a": (1, [10, 20]), "b": (2, [30])}
NAMES = ("zero", "one")
FEATURE = True
NOTHING = None


def hash_of(text, seed=5):
    for char in text:
        seed = seed * 31 + ord(char) & 0xFFFF
    return seed


@native(export=True)
def computed() -> u64:
    total: u64 = Color.RED
    total += Level.HIGH + errno.ENOENT
    total += TABLE["a"][1][-1] + len(NAMES) + len(NAMES[1][1:])
    total += Entry.offset("size") + sizeof(Entry) + Entry.size
    total += hash_of("text") + max(3, NAMES_LENGTHS[0])
    total += os.O_RDWR | Bits.A | Bits.B
    total += ~0 & 0xFF if FEATURE else undefined  # noqa: F821
    total += 1 if NOTHING is None and "a" in TABLE and 0 < Level.HIGH <= 3 else 0
    total += (FEATURE and 5) + (NOTHING or 6) + (not FEATURE)
    total += int(2**10 / 4) + round(2.6) + ord("x") - -3
    return total


NAMES_LENGTHS = (4, 3)


def test_constants_of_every_kind(call):
    expected = 7 + 3 + errno.ENOENT + 20 + 2 + 2 + 8 + 16 + 16 + hash_of("text") + 4 + (os.O_RDWR | 5)

    assert expected + 255 + 1 + 5 + 6 + 256 + 3 + ord("x") + 3 == call(computed)


@native(export=True)
def typed_constants(n: u8) -> u32:
    limit = u32(Level.HIGH)
    start: u32 = Color.RED
    if n == Color.RED or n in (Level.HIGH, Bits.B):
        return limit + start
    return n * Level.HIGH


def test_enum_members_adapt_to_their_operand(call):
    assert [10, 10, 10, 6] == [call(typed_constants, n) for n in (7, 3, 4, 2)]


def make_loader(type_, bias):
    @native(export=True, name=f"load_{type_}")
    def load(p: ptr) -> u64:
        return u64(type_[p]) + bias

    return load


def test_functions_made_by_functions_close_over_constants(tmp_path):
    loaders = [make_loader(type_, bias) for type_, bias in ((u8, 1), (u16, 2), (u32, 3))]
    library = Library(tmp_path, *loaders)

    assert [0x04 + 1, 0x0304 + 2, 0x01020304 + 3] == [library(load, b"\x04\x03\x02\x01") for load in loaders]


@native(export=True)
def of_computed_type(p: ptr) -> u64:
    many = new(TYPES["wide"], len(TYPES))
    many[1] = TYPES["narrow"][p]
    q = Ptr(TYPES["narrow"])(p)
    return many[1] + q[1]


TYPES = {"wide": u64, "narrow": u16}


def test_types_are_constants_too(call):
    assert 0x0201 + 0x0403 == call(of_computed_type, b"\1\2\3\4")


@pytest.mark.parametrize("flag", [True, False])
def test_a_constant_condition_leaves_no_branch(flag):
    @native
    def f(a: u32) -> u32:
        if (flag and a > 3) or not flag:
            return a
        return 2 if flag else 3

    ir = Module(debug=False, memory_functions=False).add(f).ir()

    assert flag == ("icmp" in ir)


def test_equal_bytes_are_stored_once():
    @native
    def f(p: Ptr(ptr)):
        p[0] = b"same text"
        p[1] = b"same text"

    assert 1 == Module().add(f).ir().count('c"same text\\00"')
