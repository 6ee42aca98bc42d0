"""Statements run in Python's order, and loops leave their variables as Python does."""

import ctypes
import enum

import pytest

from wasihost.native import (
    Global,
    Ptr,
    Struct,
    addr,
    bool_,
    i8,
    i64,
    native,
    new,
    noreturn,
    ptr,
    syscall,
    u8,
    u16,
    u32,
    u64,
    unreachable,
)
from wasihost.native.platform import SYS

# ---- assignment


@native(export=True)
def swapped(a: u32, b: u32) -> u64:
    a, b = b, a
    c = d = a + 1
    return u64(a) << 32 | b + (c - d)


class Pair(Struct):
    a: u32
    b: u32


@native
def next_place(p: Ptr(Pair), calls: Ptr(u32)) -> Pair:
    calls[0] += 1
    return p[calls[0]]


@native(export=True)
def places_once(p: ptr) -> u32:
    calls = new(u32)
    calls[0] = 0
    next_place(p, calls).a += 10
    next_place(p, calls).b = 20
    return calls[0]


@native(export=True)
def declared_first(n: u32) -> u32:
    result: u32
    if n > 10:
        result = 1
    elif n > 5:
        result = 2
    else:
        return 3
    return result


@native(export=True)
def all_augmented(a: u64, b: u32) -> u64:
    a += b
    a -= 3
    a *= 5
    a //= 2
    a %= 1_000_003
    a <<= 7
    a >>= 2
    a |= 0x100
    a &= 0xFFFF
    a ^= 0x55
    return a


def test_assignments_evaluate_the_target_once(call):
    assert 7 << 32 | 5 == call(swapped, 5, 7)
    memory = ctypes.create_string_buffer(3 * Pair.size)
    assert 2 == call(places_once, memory)
    assert [(0, 0), (10, 0), (0, 20)] == [(r.a, r.b) for r in (Pair.unpack(memory.raw, i * 8) for i in range(3))]
    assert [1, 2, 3] == [call(declared_first, n) for n in (11, 6, 5)]
    assert (((123456 + 99 - 3) * 5 // 2 % 1_000_003 << 7 >> 2 | 0x100) & 0xFFFF) ^ 0x55 == call(
        all_augmented, 123456, 99
    )


# ---- loops


@native(export=True)
def collatz(n: u64) -> u64:
    steps: u64 = 0
    while n != 1:
        steps += 1
        if n % 2 == 0:
            n //= 2
            continue
        n = 3 * n + 1
    return steps


@native(export=True)
def forever(limit: u32) -> u32:
    n: u32 = 0
    while True:
        n += 3
        if n > limit:
            break
        if n == 9:
            return 1000
    return n


@native(export=True)
def first_found(p: ptr, n: u32, wanted: u8) -> u32:
    for i in range(n):
        if u8[p, i] == wanted:
            break
    else_ = n
    for i in range(n):
        if u8[p, i] != wanted:
            continue
        else_ = i
        break
    return else_


def test_while_loops_break_and_continue(call):
    assert 111 == call(collatz, 27)
    assert [6, 1000] == [call(forever, n) for n in (5, 50)]
    assert [2, 4] == [call(first_found, b"abcd", 4, byte) for byte in (ord("c"), ord("x"))]


RANGES = [
    (0, 5, 1),
    (3, 3, 1),
    (5, 0, 1),
    (250, 255, 2),
    (0, 255, 100),
    (255, 0, -1),
    (10, 0, -3),
    (1, 0, -200),
    (0, 9, 3),
]


@native(export=True)
def counted(which: u32, first: u8, last: u8, seen: Ptr(u8)) -> u32:
    n: u32 = 0
    match which:
        case 0:
            for i in range(first, last):
                seen[n] = i
                n += 1
                i = 0
        case 1:
            for i in range(first, last, 2):
                seen[n] = i
                n += 1
        case 2:
            for i in range(first, last, 100):
                seen[n] = i
                n += 1
        case 3:
            for i in range(first, last, -1):
                seen[n] = i
                n += 1
        case 4:
            for i in range(first, last, -3):
                seen[n] = i
                n += 1
        case 5:
            for i in range(first, last, -200):
                seen[n] = i
                n += 1
        case 6:
            for i in range(first, last, 3):
                seen[n] = i
                n += 1
    return n


@pytest.mark.parametrize("first, last, step", RANGES)
def test_range_counts_as_pythons_and_ends_at_the_type(call, first, last, step):
    seen = ctypes.create_string_buffer(256)

    count = call(counted, [1, 2, 100, -1, -3, -200, 3].index(step), first, last, seen)

    assert list(range(first, last, step)) == list(seen.raw[:count])


@native(export=True)
def signed_range(first: i8, last: i8) -> i64:
    total: i64 = 0
    for i in range(first, last, 50):
        total += i
    for j in range(-3, last):
        total += j
    return total


@native(export=True)
def bounds_once(p: ptr) -> u32:
    n: u32 = 0
    for _ in range(u32[p]):
        u32[p] += 1
        n += 1
    return n


@native(export=True)
def variable_afterwards(n: u32) -> u32:
    i: u32 = 77
    for i in range(n):
        if i == 5:
            break
    return i


def test_ranges_have_steps_and_evaluate_bounds_once(call):
    assert sum(range(-100, 100, 50)) + sum(range(-3, 100)) == call(signed_range, -100, 100)
    assert 4 == call(bounds_once, ctypes.create_string_buffer(b"\x04\0\0\0"))
    assert [77, 0, 3, 5] == [call(variable_afterwards, n) for n in (0, 1, 4, 9)]


TABLE = {"first": (1, 10), "second": (2, 20), "third": (3, 30)}


@native(export=True)
def unrolled(n: u32) -> u32:
    for _name, (key, value) in TABLE.items():
        if n == key:
            return value
        if n == 100:
            break
        if n == 200 + key:
            continue
        n += len(_name) - len(_name)
    return n


@native(export=True)
def unrolled_with_locals(p: ptr) -> u64:
    total: u64 = 0
    for size, type_ in ((1, u8), (2, u16), (4, u32)):
        for shift in (0, 4):
            part = u64(type_[p]) << shift
            total += part * size
    return total


def test_loops_over_constants_are_unrolled(call):
    assert [10, 20, 30, 4, 100, 202] == [call(unrolled, n) for n in (1, 2, 3, 4, 100, 202)]
    data = bytes([1, 2, 3, 4])
    parts = [int.from_bytes(data[:n], "little") * n * 17 for n in (1, 2, 4)]
    assert sum(parts) == call(unrolled_with_locals, data)


# ---- match


class Kind(enum.Enum):
    SMALL = 1
    LARGE = 1000


class Number(enum.IntEnum):
    ODD = 3


@native(export=True)
def matched(n: u32) -> u32:
    match n:
        case 0 | 2 | 4:
            result: u32 = 1
        case Kind.SMALL | Number.ODD:
            result = 2
        case Kind.LARGE:
            return 9
        case _:
            result = 3
    return result


@native(export=True)
def matched_signed(n: i8) -> u32:
    match n:
        case -1:
            return 1
        case 5:
            pass
        case _:
            return 3
    return 2


@native(export=True)
def matched_at_compile_time() -> u32:
    match Kind.LARGE:
        case Kind.SMALL:
            return undefined_name  # noqa: F821 - not compiled
        case Kind.LARGE:
            return 5


@native(export=True)
def exhaustive(n: u32) -> u32:
    match n & 1:
        case 0:
            return 10
        case 1:
            return 11
        case _:
            unreachable()


def test_match_selects_the_case(call):
    assert [1, 2, 1, 2, 1, 3, 9] == [call(matched, n) for n in (0, 1, 2, 3, 4, 5, 1000)]
    assert [1, 2, 3] == [call(matched_signed, n) for n in (-1, 5, 0)]
    assert 5 == call(matched_at_compile_time)
    assert [10, 11] == [call(exhaustive, n) for n in (6, 7)]


# ---- what cannot be reached is not compiled; what does not return needs no return

DEBUG = False


@native
def stop(code: u32) -> noreturn:
    syscall(SYS.exit_group, code)
    unreachable()


@native(export=True)
def folded(n: u32) -> u32:
    if DEBUG:
        return undefined_name  # noqa: F821
    elif not DEBUG and n == 3:
        return 30
    while DEBUG:
        undefined_name()  # noqa: F821
    if n == 4:
        stop(1)
    if n == 5:
        return 50
    else:
        return 60
    return undefined_name  # noqa: F821


Calls = Global(u32)


@native(export=True)
def nothing() -> None:
    """A docstring is no statement."""
    Calls[0] += 1
    if Calls[0] > 1:
        return
    Calls[0] += 10


@native(export=True)
def calls_made() -> u32:
    return Calls[0]


def test_constant_conditions_drop_the_other_arm(call):
    assert [30, 50, 60] == [call(folded, n) for n in (3, 5, 6)]


def test_functions_without_result(call):
    assert call(nothing) is None
    assert 11 == call(calls_made)
    call(nothing)
    assert 12 == call(calls_made)


@native(export=True)
def is_even(n: u32) -> bool_:
    return True if n == 0 else is_odd(n - 1)


@native
def is_odd(n: u32) -> bool_:
    return False if n == 0 else is_even(n - 1)


@native(export=True)
def address_of_parameter(a: u64, b: u8) -> u64:
    p, q = addr(a), addr(b)
    p[0] += q[0]
    return a


def test_recursion_and_parameters(call):
    assert [True, False] == [call(is_even, n) for n in (10, 7)]
    assert 1003 == call(address_of_parameter, 1000, 3)
