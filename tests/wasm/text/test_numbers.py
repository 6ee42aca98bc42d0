"""Literals: every form of the grammar, correct rounding, ranges; and bits that come back from text as they were."""

import struct
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wasihost.wasm.text.numbers import float_bytes, float_text, integer, natural
from wasihost.wasm.text.tokens import Fault

INTEGERS = [
    # literal, bits, value
    ("0", 32, 0),
    ("-0", 32, 0),
    ("+1_000", 32, 1000),
    ("0x7f_FF", 32, 0x7FFF),
    ("-0x8000_0000", 32, -(1 << 31)),
    ("4294967295", 32, (1 << 32) - 1),
    ("0" * 5000 + "7", 32, 7),
    ("18446744073709551615", 64, (1 << 64) - 1),
    ("-9223372036854775808", 64, -(1 << 63)),
]


@pytest.mark.parametrize("literal, bits, value", INTEGERS, ids=[row[0][:20] for row in INTEGERS])
def test_integer_literals_are_read(literal, bits, value):
    assert value == integer(literal, bits)


OUT_OF_RANGE = [
    ("4294967296", 32),
    ("-2147483649", 32),
    ("0x1_0000_0000_0000_0000", 64),
    ("9" * 100_000, 64),
    ("256", 8),
]


@pytest.mark.parametrize("literal, bits", OUT_OF_RANGE, ids=[row[0][:20] for row in OUT_OF_RANGE])
def test_an_integer_out_of_range(literal, bits):
    with pytest.raises(Fault, match=f"i{bits} constant out of range"):
        integer(literal, bits)


NO_INTEGERS = ["", "x", "0x", "1_", "_1", "1__0", "0x_1", "00x1", "0b1", "0o7", "+-1", "1.", "٣", "²", "-", "0xg"]


@pytest.mark.parametrize("literal", NO_INTEGERS)
def test_invalid_integers_are_rejected(literal):
    with pytest.raises(Fault):
        integer(literal, 32)
    with pytest.raises(Fault):
        natural("-" + literal, 32)


FLOATS = [
    # literal, bits of the f32, bits of the f64
    ("0", 0x00000000, 0x0000000000000000),
    ("-0.0", 0x80000000, 0x8000000000000000),
    ("1", 0x3F800000, 0x3FF0000000000000),
    ("1.", 0x3F800000, 0x3FF0000000000000),
    ("1_0.2_5e-1_0", 0x308CDFFB, 0x3E119BFF678E358C),
    ("+1E2", 0x42C80000, 0x4059000000000000),
    ("0x1p-149", 0x00000001, 0x36A0000000000000),
    ("0x1.8p1", 0x40400000, 0x4008000000000000),
    ("0xA.bP+0_4", 0x432B0000, 0x4065600000000000),
    ("0x1.", 0x3F800000, 0x3FF0000000000000),
    ("0x0.8", 0x3F000000, 0x3FE0000000000000),
    ("0x1p-99999999999999999999", 0, 0),
    ("-0x0p999999999999999", 0x80000000, 0x8000000000000000),
    ("0x" + "0" * 10000 + "1", 0x3F800000, 0x3FF0000000000000),
    ("inf", 0x7F800000, 0x7FF0000000000000),
    ("-inf", 0xFF800000, 0xFFF0000000000000),
    ("nan", 0x7FC00000, 0x7FF8000000000000),
    ("-nan", 0xFFC00000, 0xFFF8000000000000),
    ("nan:0x1", 0x7F800001, 0x7FF0000000000001),
    ("-nan:0x7f_ffff", 0xFFFFFFFF, 0xFFF00000007FFFFF),
    ("1e-400", 0, 0),
    # Halfway between two f32, and beside: to even, up, down.  An f64 cannot tell the last two from the first.
    ("16777217", 0x4B800000, 0x4170000010000000),
    ("16777217.0000000001", 0x4B800001, 0x4170000010000000),
    ("16777216.9999999999", 0x4B800000, 0x4170000010000000),
    ("16777219", 0x4B800002, 0x4170000030000000),
    ("16777218.9999999999", 0x4B800001, 0x4170000030000000),
    ("0x1.000001p0", 0x3F800000, 0x3FF0000010000000),
    ("0x1.00000100000000000000000001p0", 0x3F800001, 0x3FF0000010000000),
    ("0x1.00000000000008p0", 0x3F800000, 0x3FF0000000000000),
    ("0x1.000000000000080000000000001p0", 0x3F800000, 0x3FF0000000000001),
    ("0x1p-150", 0, 0x3690000000000000),
    ("0x1.0000000000000000001p-150", 1, 0x3690000000000000),
    ("0x1.fffffefffffffffffffp127", 0x7F7FFFFF, 0x47EFFFFFF0000000),
    ("340282356779733661637539395458142568447.9", 0x7F7FFFFF, 0x47EFFFFFF0000000),
]


@pytest.mark.parametrize("literal, single, double", FLOATS, ids=[row[0][:40] for row in FLOATS])
def test_float_literals_are_rounded_to_nearest(literal, single, double):
    assert f"{single:08x}" == float_bytes(literal, 32)[::-1].hex()
    assert f"{double:016x}" == float_bytes(literal, 64)[::-1].hex()


FAULTY_FLOATS = [
    # literal, bits, message
    ("1e39", 32, "f32 constant out of range"),
    ("0x1p128", 32, "f32 constant out of range"),
    ("0x1.ffffffp127", 32, "f32 constant out of range"),
    ("340282356779733661637539395458142568448", 32, "f32 constant out of range"),
    ("1e309", 64, "f64 constant out of range"),
    ("-0x1p1024", 64, "f64 constant out of range"),
    ("0x1p99999999999999999999", 64, "f64 constant out of range"),
    ("nan:0x0", 32, "f32 constant out of range"),
    ("nan:0x80_0000", 32, "f32 constant out of range"),
    ("nan:0x10_0000_0000_0000", 64, "f64 constant out of range"),
    ("nan:1", 32, "unknown operator"),
    ("inf:0x1", 32, "unknown operator"),
    ("NaN", 32, "unknown operator"),
    (".5", 64, "unknown operator"),
    ("1e", 64, "unknown operator"),
    ("0x1p", 64, "unknown operator"),
    ("0x1pA", 64, "unknown operator"),
    ("1_.0", 64, "unknown operator"),
    ("1._0", 64, "unknown operator"),
    ("infinity", 64, "unknown operator"),
]


@pytest.mark.parametrize("literal, bits, message", FAULTY_FLOATS, ids=[row[0] for row in FAULTY_FLOATS])
def test_invalid_floats_are_rejected(literal, bits, message):
    with pytest.raises(Fault, match=message):
        float_bytes(literal, bits)


def nearest(value: Fraction, bits: int) -> bytes:
    """The nearest float by trying both neighbours with exact arithmetic."""
    form, unsigned = {32: ("<f", "<I"), 64: ("<d", "<Q")}[bits]

    def exact(pattern: int) -> Fraction:
        return Fraction(struct.unpack(form, struct.pack(unsigned, pattern))[0])

    low, high = 0, {32: 0x7F7FFFFF, 64: 0x7FEFFFFFFFFFFFFF}[bits]
    while low < high:  # the greatest pattern that is not above
        middle = (low + high + 1) // 2
        low, high = (middle, high) if exact(middle) <= value else (low, middle - 1)
    below, above = value - exact(low), exact(low + 1) - value if exact(low) != value else Fraction(1)
    pattern = low + (above < below or (above == below and low & 1))
    return struct.pack(unsigned, pattern)


@given(st.integers(0, (1 << 70) - 1), st.integers(-170, 50), st.sampled_from([32, 64]))
def test_hexadecimal_floats_are_rounded_to_the_nearest(significand, exponent, bits):
    assert nearest(Fraction(significand) * Fraction(2) ** exponent, bits) == float_bytes(
        f"{significand:#x}p{exponent}", bits
    )


@given(st.integers(0, (1 << 24) - 2), st.integers(-160, 60), st.integers(-1, 1), st.integers(15, 40))
def test_decimal_floats_beside_the_middle_of_two_f32(significand, exponent, side, place):
    middle = Fraction(2 * significand + 1) * Fraction(2) ** exponent
    value = middle + side * Fraction(1, 10**place) * middle
    digits = 200
    literal = f"{value.numerator * 10**digits // value.denominator}e-{digits}"

    written = Fraction(value.numerator * 10**digits // value.denominator, 10**digits)
    assert nearest(written, 32) == float_bytes(literal, 32)


@given(st.binary(min_size=4, max_size=4) | st.binary(min_size=8, max_size=8))
def test_float_bits_round_trip_through_literals(encoded):
    assert encoded == float_bytes(float_text(encoded), 8 * len(encoded))


@pytest.mark.parametrize(
    "literal, bits",
    [("0.1", 32), ("-1e+10", 32), ("0.1", 64), ("1e+100", 64), ("nan", 32), ("-nan:0x1", 64), ("-inf", 64)],
)
def test_literals_are_as_short_as_they_can_be(literal, bits):
    assert literal == float_text(float_bytes(literal, bits))
