"""Expressions compute what Python's would, on integers that wrap and floats that round."""

import ctypes
import operator
import struct

import pytest

from tests.native.library import Library, define, functions
from wasihost import layout
from wasihost.native import (
    Array,
    Fn,
    Global,
    Ptr,
    Struct,
    addr,
    bool_,
    f32,
    f64,
    i8,
    i16,
    i32,
    i64,
    native,
    new,
    ptr,
    sizeof,
    u8,
    u16,
    u32,
    u64,
    u128,
)

INTEGERS = ("u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64")
OPERATORS = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "//": operator.floordiv, "%": operator.mod,
    "&": operator.and_, "|": operator.or_, "^": operator.xor, "<<": operator.lshift, ">>": operator.rshift,
    "==": operator.eq, "!=": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}  # fmt: skip
DEFINED = [(type_, op) for type_ in INTEGERS for op in OPERATORS if type_[0] == "u" or op not in ("//", "%")]
COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def samples(type_):
    """The values at the edges of an integer type, and a few between."""
    lowest, highest = type_.limits[0], type_.limits[-1]
    return sorted({lowest, lowest + 1, 0, 1, 2, 3, 7, highest // 3, highest - 1, highest})


# ---- every operator on every integer type


@pytest.fixture(scope="module")
def operators(tmp_path_factory):
    """A function per type and operator, by (type, operator)."""
    source = ""
    for type_, op in DEFINED:
        result = "bool_" if op in COMPARISONS else type_
        name = f"{type_}_{list(OPERATORS).index(op)}"
        source += f"@native(export=True)\ndef {name}(a: {type_}, b: {type_}) -> {result}: return a {op} b\n"
    for type_ in INTEGERS:
        for name, expression in (("neg", "-a"), ("inv", "~a"), ("pos", "+a")):
            source += f"@native(export=True)\ndef {type_}_{name}(a: {type_}) -> {type_}: return {expression}\n"
    defined = define(source)
    library = Library(tmp_path_factory.mktemp("operators"), *functions(defined))
    return lambda name, *args: library(defined[name], *args)


@pytest.mark.parametrize("type_, op", DEFINED)
def test_binary_operators_wrap(operators, type_, op):
    scalar, name = getattr(layout, type_), f"{type_}_{list(OPERATORS).index(op)}"
    for a in samples(scalar):
        for b in samples(scalar):
            if op in ("//", "%") and b == 0:
                continue
            right = b % (8 * scalar.size) if op in ("<<", ">>") else b
            exact = OPERATORS[op](a, right)
            expected = exact if op in COMPARISONS else scalar(exact)

            assert expected == operators(name, a, b), (a, b)


@pytest.mark.parametrize("type_", INTEGERS)
def test_unary_operators_wrap(operators, type_):
    scalar = getattr(layout, type_)
    for a in samples(scalar):
        assert scalar(-a) == operators(f"{type_}_neg", a)
        assert scalar(~a) == operators(f"{type_}_inv", a)
        assert a == operators(f"{type_}_pos", a)


# ---- floats


@native(export=True)
def float_arithmetic(a: f64, b: f64) -> f64:
    return (a + b) * (a - b) / -b


@native(export=True)
def single_arithmetic(a: f32) -> f32:
    return a * 3 + 0.1


@native(export=True)
def single_widens(a: f32, b: f64) -> f64:
    return a + b


@native(export=True)
def float_order(a: f64, b: f64) -> u32:
    return u32(a < b) | u32(a == b) << 1 | u32(a > b) << 2 | u32(a != b) << 3 | u32(a <= b) << 4 | u32(a >= b) << 5


@native(export=True)
def float_to_int(a: f64) -> i32:
    return i32(a)


@native(export=True)
def int_to_float(a: i64, b: u64) -> f64:
    return f64(a) + f64(b)


def test_float_arithmetic_is_exact(call):
    assert (1.5 + 0.25) * (1.5 - 0.25) / -0.25 == call(float_arithmetic, 1.5, 0.25)
    tenth = struct.unpack("f", struct.pack("f", 0.1))[0]
    assert struct.unpack("f", struct.pack("f", 6.0 + tenth))[0] == call(single_arithmetic, 2.0)
    assert 1.5 + 1e300 == call(single_widens, 1.5, 1e300)
    assert -3.0 + 2.0**63 == call(int_to_float, -3, 1 << 63)


@pytest.mark.parametrize(
    "a, b, bits", [(1, 2, 0b011001), (2, 2, 0b110010), (3, 2, 0b101100), (float("nan"), 2, 0b001000)]
)
def test_float_comparisons_handle_nans(call, a, b, bits):
    assert bits == call(float_order, a, b)


@pytest.mark.parametrize("value, expected", [(-1.9, -1), (1e300, 2**31 - 1), (-1e300, -(2**31)), (float("nan"), 0)])
def test_float_to_int_saturates(call, value, expected):
    assert expected == call(float_to_int, value)


# ---- conversions


@native(export=True)
def widen(a: u8, b: u32, c: i16, d: bool_) -> i64:
    return c + i64(a) + b + d_as_number(d)


@native
def d_as_number(d: bool_) -> u8:
    return d


@native(export=True)
def narrow(a: u64) -> i8:
    return i8(a)


@native(export=True)
def sign_extends(a: i8) -> u64:
    return u64(a)


@native(export=True)
def to_bool(a: u32, p: ptr) -> u32:
    return u32(bool_(a)) + u32(bool_(p)) * 2


@native(export=True)
def pointers(p: ptr) -> u64:
    q = ptr(u64(p) + 8)
    return u64(q - p) + u64(ptr(4096) - ptr(0)) + u64(q > p) + u64(q is not None) + u64(p + 8 == q)


@native(export=True)
def wide(a: u64, b: u64) -> u64:
    product = u128(a) * b
    return u64(product >> 64) ^ u64(product)


@native(export=True)
def constants_of_casts() -> u64:
    return u64(i8(0xFF)) ^ u64(u8(-1)) ^ u64(i32(3.9)) ^ u64(u16(True))


def test_conversions_widen_wrap_and_saturate(call):
    assert 200 + 70_000 - 5 + 1 == call(widen, 200, 70_000, -5, True)
    assert -1 == call(narrow, 0x1FF)
    assert 2**64 - 2 == call(sign_extends, -2)
    assert [0, 1, 2, 3] == [call(to_bool, a, p) for p in (0, 9) for a in (0, 7)]
    assert 8 + 4096 + 3 == call(pointers, 1000)
    product = (2**64 - 3) * (2**63 + 9)
    assert product >> 64 ^ product & 2**64 - 1 == call(wide, 2**64 - 3, 2**63 + 9)
    assert (2**64 - 1) ^ 0xFF ^ 3 ^ 1 == call(constants_of_casts)


@native(export=True)
def mask(a: u32) -> u32:
    return a & ~15


@native(export=True)
def shifts(a: u32, n: u64) -> u32:
    return a << n | a >> 32 - n | u32(a << 3 >> 3)


def test_constant_masks_and_mixed_shifts(call):
    assert 0xFFFFFFF0 == call(mask, 0xFFFFFFFF)
    assert 0x80000001 << 4 & 0xFFFFFFFF | 0x80000001 >> 28 | 1 == call(shifts, 0x80000001, 4)


# ---- memory


class Inner(Struct):
    tag: u8
    value: u64


class Outer(Struct):
    small: u16
    inner: Inner
    flag: bool_
    list: Array(u32, 4)
    inners: Array(Inner, 3)
    next: Ptr(Inner)


@native(export=True)
def unaligned(p: ptr) -> u64:
    u32[p + 1] = 0x11223344
    u16[p, 3] = 0x5566
    return u64[p]


def test_unaligned_accesses_work(call):
    memory = ctypes.create_string_buffer(16)

    assert 0x5566_0011_2233_4400 == call(unaligned, memory)


@native(export=True)
def fields(p: Outer, i: u32) -> u64:
    p.small = 7
    p.inner.value = 100
    p.flag = p.small == 7
    p.list[i] = 5
    p.list[3] += p.list[i] * 2
    p.inners[i].tag = 9
    p.next = p.inners[1]
    p.next.value = 50
    q = p.inners
    return q[1].value + p.inner.value + sizeof(Outer)


def test_struct_fields_have_the_layout_of_c(call):
    memory = ctypes.create_string_buffer(Outer.size)

    assert 150 + Outer.size == call(fields, memory, 2)

    made = Outer.unpack(memory.raw)
    assert (7, True, [0, 0, 5, 10]) == (made.small, made.flag, made.list)
    assert (100, 9, 50) == (made.inner.value, made.inners[2].tag, made.inners[1].value)
    assert ctypes.addressof(memory) + Outer.offset("inners") + Inner.size == made.next


@native(export=True)
def arrays_of_structs(p: ptr) -> u64:
    Inner[p, 1].value = 11
    last = Inner(p)[2]
    last.value = 22
    Inner[p].value = 33
    return u64(addr(last.value)) - u64(p) + u64(addr(Inner[p, 1])) - u64(p)


def test_structs_can_be_indexed(call):
    memory = ctypes.create_string_buffer(3 * Inner.size)

    assert 2 * Inner.size + Inner.offset("value") + Inner.size == call(arrays_of_structs, memory)
    assert [33, 11, 22] == [Inner.unpack(memory.raw, i * Inner.size).value for i in range(3)]


@native(export=True)
def locals_have_addresses(a: u32) -> u32:
    double_it(addr(a))
    return a


@native
def double_it(p: Ptr(u32)):
    p[0] *= 2


@native(export=True)
def negative_index(p: ptr, i: i8) -> u8:
    return u8[p, i] + u8[p + 2 - 1]


@native(export=True)
def text() -> u64:
    word = b'na\xefve\0"'
    return u64(word[2]) << 16 | u64(word[6]) << 8 | u64(word[7])


def test_addresses_and_text(call):
    assert 42 == call(locals_have_addresses, 21)
    buffer = ctypes.create_string_buffer(b"\x05\x06\x07")
    assert 5 + 7 == call(negative_index, ctypes.addressof(buffer) + 1, -1)
    assert 0xEF2200 == call(text)


@native(export=True)
def booleans_in_memory(p: ptr) -> u32:
    bool_[p, 1] = not bool_[p]
    flags = new(bool_, 2)
    flags[0], flags[1] = bool_[p, 1], True
    return u32(flags[0]) | u32(flags[1]) << 1


@pytest.mark.parametrize("byte, bits", [(0, 3), (1, 2), (0x80, 2)])
def test_any_byte_but_zero_is_true(call, byte, bits):
    memory = ctypes.create_string_buffer(bytes([byte, 0xFF]))

    assert bits == call(booleans_in_memory, memory)
    assert (byte == 0) == memory.raw[1]


# ---- conditions: what does not decide is not evaluated


@native
def count(p: Ptr(u32), result: bool_) -> bool_:
    p[0] += 1
    return result


@native(export=True)
def evaluated(a: bool_, b: bool_, which: u32) -> u32:
    n = new(u32)
    n[0] = 0
    value = False
    match which:
        case 0:
            value = count(n, a) and count(n, b)
        case 1:
            value = count(n, a) or count(n, b)
        case 2:
            value = not (count(n, a) and not count(n, b))
        case 3:
            value = count(n, False) if a else (count(n, True) and count(n, b))
        case 4:
            if count(n, a) or (count(n, b) and count(n, True)):
                value = True
    return n[0] * 2 + u32(value)


@pytest.mark.parametrize("a", [False, True])
@pytest.mark.parametrize("b", [False, True])
@pytest.mark.parametrize("which", range(5))
def test_boolean_operators_short_circuit(call, a, b, which):
    seen = []

    def note(value):
        seen.append(value)
        return value

    value = [
        lambda: note(a) and note(b),
        lambda: note(a) or note(b),
        lambda: not (note(a) and not note(b)),
        lambda: note(False) if a else (note(True) and note(b)),
        lambda: note(a) or (note(b) and note(True)),
    ][which]()

    assert len(seen) * 2 + value == call(evaluated, a, b, which)


@native(export=True)
def guarded(p: ptr, divisor: u32) -> u32:
    loaded = u32[p] if p else 99
    return loaded // divisor if divisor else loaded


def test_an_arm_not_taken_does_not_fault(call):
    memory = ctypes.create_string_buffer(b"\x0a\0\0\0")

    assert [99, 33, 10, 5] == [call(guarded, *args) for args in ((None, 0), (None, 3), (memory, 0), (memory, 2))]


@native(export=True)
def chained(a: i32, b: i32, c: i32) -> u32:
    calls = new(u32)
    calls[0] = 0
    inside = a <= tick(calls, b) < c
    return calls[0] << 1 | u32(inside)


@native
def tick(p: Ptr(u32), value: i32) -> i32:
    p[0] += 1
    return value


@pytest.mark.parametrize("a, b, c", [(1, 2, 3), (1, 3, 3), (2, 1, 3), (-1, -1, 0)])
def test_chained_comparison_evaluates_the_middle_once(call, a, b, c):
    assert (1 << 1 | (a <= b < c)) == call(chained, a, b, c)


@native(export=True)
def nested_choice(a: u8) -> u64:
    chosen = new(u16, 2)
    chosen[1] = 300 if a < 10 else 400
    chosen[0], chosen[1] = (5 if a < 10 else 6), chosen[1] - 300
    if chosen[0] != 5 and chosen[1] != 100:
        return 0
    return 1 if a < 10 else (u64(2) if a < 20 else (a if a < 30 else 4))


NO_NUMBERS = ()


@native(export=True)
def membership(a: i32) -> u32:
    return u32(a in (1, 5, -7)) | u32(a not in range(3)) << 1 | u32(a in NO_NUMBERS) << 2


def test_choices_and_membership(call):
    assert [1, 2, 25, 4] == [call(nested_choice, a) for a in (9, 19, 25, 200)]
    assert [(a in (1, 5, -7)) | (a not in range(3)) << 1 for a in (1, 5, -7, 2, 9)] == [
        call(membership, a) for a in (1, 5, -7, 2, 9)
    ]


# ---- calls and globals

State = Global(Outer)
Numbers = Global(u32, 5)
Squares = Global(u16, data=b"".join(u16.encode(i * i) for i in range(10)))
Binary = Fn(u64, u64, u64)


@native
def added(a: u64, b: u64) -> u64:
    return a + b


@native
def multiplied(a: u64, b: u64) -> u64:
    return a * b


Table = Global(table=[added, multiplied, None, Numbers])


@native(export=True)
def indirect(which: u32, a: u64, b: u64) -> u64:
    code = Table[which]
    return Binary(code)(a, b) if code else 0


@native(export=True)
def factorial(n: u64) -> u64:
    return n * factorial(n - 1) if n > 1 else 1


@native(export=True)
def stateful(n: u32) -> u32:
    State.small += 1
    Numbers[4] += n
    return Numbers[4] + State.small * 1000 + Squares[n] + u32(Table[3] == ptr(Numbers)) * 100_000


def test_indirect_and_recursive_calls_work(call):
    assert [7, 12, 0] == [call(indirect, i, 3, 4) for i in range(3)]
    assert 3628800 == call(factorial, 10)


def test_globals_keep_their_values(call):
    assert [101_000 + 3 + 9, 102_000 + 6 + 9] == [call(stateful, 3), call(stateful, 3)]


@native(export=True)
def small_results(a: u8, b: i8, c: bool_) -> i8:
    return small_added(a, b, c)


@native(inline=False)
def small_added(a: u8, b: i8, c: bool_) -> i8:
    return i8(a) + b + i8(c)


def test_small_integers_are_extended_as_c_expects(call):
    assert -3 == call(small_results, 255, -3, True)
