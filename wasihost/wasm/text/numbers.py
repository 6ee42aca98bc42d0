"""Number literals → integers and bit patterns of floats (specification sections 6.3.1 and 6.3.2)."""

from __future__ import annotations

import math
import re
import struct
from decimal import Decimal

from wasihost.wasm.text.tokens import Fault

_INTEGER = re.compile(r"([+-]?)(?:0x([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)|([0-9]+(?:_[0-9]+)*))")
_DECIMAL = re.compile(r"[+-]?[0-9]+(?:_[0-9]+)*(?:\.(?:[0-9]+(?:_[0-9]+)*)?)?(?:[eE][+-]?[0-9]+(?:_[0-9]+)*)?")
_HEXADECIMAL = re.compile(
    r"([+-]?)0x([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)(?:\.([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*)?)?(?:[pP]([+-]?[0-9]+(?:_[0-9]+)*))?"
)
_SPECIAL = re.compile(r"([+-]?)(inf|nan)(?::0x([0-9a-fA-F]+(?:_[0-9a-fA-F]+)*))?")
_MOST_DIGITS = 20  # of a 64-bit integer
FARTHEST = 1 << 40  # larger exponents are clamped to this one, which has the same effect and saves arithmetic

# width → `struct` format, bits of the significand including the hidden bit, exponent of the smallest positive number
FLOATS = {32: ("<f", 24, -149), 64: ("<d", 53, -1074)}


def natural(token: str, bits: int) -> int:
    """An unsigned integer of `bits` bits."""
    if token[:1] in ("+", "-"):
        raise Fault("unexpected token: expected a natural number")
    return _integer(token, 0, (1 << bits) - 1, "i32" if bits == 32 else f"u{bits}")


def integer(token: str, bits: int) -> int:
    """An integer, with or without a sign, within the signed or the unsigned range (section 6.3.1)."""
    return _integer(token, -1 << (bits - 1), (1 << bits) - 1, f"i{bits}")


def _integer(token: str, lowest: int, highest: int, what: str) -> int:
    match = _INTEGER.fullmatch(token)
    if match is None:
        raise Fault("unknown operator: expected a number" if token not in ("(", ")", "") else "unexpected token")
    sign, hexadecimal, decimal = match.groups()
    digits = (hexadecimal or decimal).replace("_", "").lstrip("0") or "0"
    if len(digits) > _MOST_DIGITS:  # before Python converts a long literal
        raise Fault(f"{what} constant out of range")
    value = int(digits, 16 if hexadecimal else 10)
    value = -value if sign == "-" else value
    if not lowest <= value <= highest:
        raise Fault(f"{what} constant out of range")
    return value


def float_bytes(token: str, bits: int) -> bytes:
    """The nearest float, ties to even; little-endian, as in the binary format."""
    try:
        if match := _SPECIAL.fullmatch(token):
            return _special(bits, *match.groups()).to_bytes(bits // 8, "little")
        if match := _HEXADECIMAL.fullmatch(token):
            value = _hexadecimal(bits, *match.groups())
        elif _DECIMAL.fullmatch(token):
            value = _decimal(token.replace("_", ""), bits)
        else:
            raise Fault("unknown operator: expected a number" if token not in ("(", ")", "") else "unexpected token")
        return struct.pack(FLOATS[bits][0], value)
    except OverflowError:
        raise Fault(f"f{bits} constant out of range") from None


def _special(bits: int, sign: str, name: str, payload: str | None) -> int:
    """The bits of an infinity or a NaN."""
    _, precision, _ = FLOATS[bits]
    fraction = 0
    if name == "nan":
        digits = "" if payload is None else payload.replace("_", "").lstrip("0")
        fraction = 1 << (precision - 2)
        if payload is not None:
            fraction = int(digits or "0", 16) if len(digits) <= _MOST_DIGITS else 1 << precision
            if not 0 < fraction < 1 << (precision - 1):
                raise Fault(f"f{bits} constant out of range: the payload must not be 0 or exceed {precision - 1} bits")
    elif payload is not None:
        raise Fault("unknown operator")
    infinity = ((1 << (bits - precision)) - 1) << (precision - 1)
    return (1 << (bits - 1) if sign == "-" else 0) | infinity | fraction


def _hexadecimal(bits: int, sign: str, whole: str, fraction: str | None, exponent: str | None) -> float:
    """The value of a hexadecimal literal.

    The calculation is exact: the significand is an integer, and the bits that do not fit are rounded.
    """
    _, precision, lowest = FLOATS[bits]
    fraction = (fraction or "").replace("_", "")
    significand = int(whole.replace("_", "") + fraction, 16)
    scale = _exponent(exponent or "0") - 4 * len(fraction)
    length = significand.bit_length()
    surplus = max(length - precision, lowest - scale)
    if surplus > length + 1:  # less than half of the smallest number
        significand, scale = 0, 0
    elif surplus > 0:
        rest = significand & ((1 << surplus) - 1)
        significand >>= surplus
        scale += surplus
        half = 1 << (surplus - 1)
        significand += rest > half or (rest == half and significand & 1)
    value = math.ldexp(significand, scale)
    return -value if sign == "-" else value


def _exponent(text: str) -> int:
    digits = text.replace("_", "")
    sign = -1 if digits[0] == "-" else 1
    digits = digits.lstrip("+-").lstrip("0") or "0"
    return sign * (int(digits) if len(digits) <= 12 else FARTHEST)


def _decimal(text: str, bits: int) -> float:
    value = float(text)
    if math.isinf(value):
        raise OverflowError
    if bits == 32 and value and value != (exact := Decimal(text)) and not _is_odd(value):
        # Rounding twice, to f64 and then to f32, could move a number close to the midpoint of two f32 onto it.
        # Setting the last bit of every inexact f64 prevents this (round to odd).
        value = math.nextafter(value, math.inf if exact > value else -math.inf)
    return value


def _is_odd(value: float) -> bool:
    return bool(struct.pack("<d", value)[0] & 1)


# ----------------------------------------------------------------------------------------------------- bits → literals
def float_text(encoded: bytes) -> str:
    """The shortest literal that is read as the same bits."""
    bits = 8 * len(encoded)
    form, precision, _ = FLOATS[bits]
    value = struct.unpack(form, encoded)[0]
    if math.isnan(value):
        pattern = int.from_bytes(encoded, "little")
        payload = pattern & ((1 << (precision - 1)) - 1)
        sign = "-" if pattern >> (bits - 1) else ""
        return f"{sign}nan" if payload == 1 << (precision - 2) else f"{sign}nan:{payload:#x}"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    if bits == 64:
        return repr(value).removesuffix(".0")
    texts = (f"{value:.{digits}g}" for digits in range(6, 10))
    return next(text for text in texts if float_bytes(text, 32) == encoded)
