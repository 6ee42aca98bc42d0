"""Constants of wasm as LLVM writes them."""

from __future__ import annotations

import struct


def integer(type_: str, value: int) -> str:
    """An i32 or i64, signed."""
    bits = int(type_[1:])
    value &= (1 << bits) - 1
    return f"{type_} {value - (1 << bits) if value >> bits - 1 else value}"


def floating(type_: str, bits: int) -> str:
    """A float or double, from its bits."""
    return f"{type_} 0x{_widen(bits) if type_ == 'float' else bits:016X}"


def vector(bits: int) -> str:
    low, high = bits & (1 << 64) - 1, bits >> 64
    return f"%v128 <i64 {low}, i64 {high}>"


def _widen(bits: int) -> int:
    """The bits of the f64 that LLVM writes an f32 as: the same number, or a NaN with the same payload at the top."""
    sign, fraction = bits >> 31, bits & 0x7FFFFF
    if bits >> 23 & 0xFF == 0xFF:
        return sign << 63 | 0x7FF << 52 | fraction << 29
    (number,) = struct.unpack("<f", bits.to_bytes(4, "little"))
    return int.from_bytes(struct.pack("<d", number), "little")
