"""Constants, as LLVM writes them."""

from __future__ import annotations

import struct

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.ops import Op


def constant(m: InstrMaker, valtype: str, value: int) -> Instr:
    if valtype in ("i32", "i64"):
        return Instr(kinds.CONST, result=_integer(valtype, value))
    if valtype == "v128":
        return Instr(kinds.CONST, result=_vector(value))
    type_ = LLVM_TYPES[valtype]  # hidden from LLVM: see ops/float_.py
    text = _float(type_, value)
    return m.make(kinds.ACTION, "opaque_constant", result=text, params=(type_,), pure=(0, 1))


def _const(m: InstrMaker, row: Op, value: int) -> Instr:
    return constant(m, row.name.partition(".")[0], value)


def _ref_null(m: InstrMaker, row: Op, type_: str) -> Instr:
    return Instr(kinds.CONST, result="ptr null")


def _integer(type_: str, value: int) -> str:
    """An i32 or i64, signed."""
    bits = int(type_[1:])
    value &= (1 << bits) - 1
    return f"{type_} {value - (1 << bits) if value >> bits - 1 else value}"


def _float(type_: str, bits: int) -> str:
    """A float or double, from its bits."""
    return f"{type_} 0x{_widen(bits) if type_ == 'float' else bits:016X}"


def _vector(bits: int) -> str:
    low, high = bits & (1 << 64) - 1, bits >> 64
    return f"%v128 <i64 {low}, i64 {high}>"


def _widen(bits: int) -> int:
    """The bits of the f64 that LLVM writes an f32 as: the same number, or a NaN with the same payload at the top."""
    sign, fraction = bits >> 31, bits & 0x7FFFFF
    if bits >> 23 & 0xFF == 0xFF:
        return sign << 63 | 0x7FF << 52 | fraction << 29
    (number,) = struct.unpack("<f", bits.to_bytes(4, "little"))
    return int.from_bytes(struct.pack("<d", number), "little")


LOWER: dict[str, Lower] = {
    **dict.fromkeys(("i32.const", "i64.const", "f32.const", "f64.const", "v128.const"), _const),
    "ref.null": _ref_null,
}
