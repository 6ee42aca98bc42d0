"""Every instruction of the text format: the rows of `ops`, and the encodings of those that it does not have yet.

A row that arrives in `ops` wins, and its entry here can go.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wasihost.ops import ROWS


class Instruction(NamedTuple):
    """One encoding.  A name with a space is a variant that the operand chooses: `select t`, `ref.test null`."""

    name: str
    prefix: int  # 0 when the opcode stands alone
    opcode: int
    immediates: tuple[str, ...]
    width: int  # log2 of the bytes that it accesses


# Prefix, first opcode, immediates, names in the order of opcodes (appendix, index of instructions).
_LATER = (
    (0, 0xD3, "", "ref.eq"),
    (0xFB, 0, "typeidx", "struct.new struct.new_default"),
    (0xFB, 2, "typeidx fieldidx", "struct.get struct.get_s struct.get_u struct.set"),
    (0xFB, 6, "typeidx", "array.new array.new_default"),
    (0xFB, 8, "typeidx u32", "array.new_fixed"),
    (0xFB, 9, "typeidx dataidx", "array.new_data"),
    (0xFB, 10, "typeidx elemidx", "array.new_elem"),
    (0xFB, 11, "typeidx", "array.get array.get_s array.get_u array.set"),
    (0xFB, 15, "", "array.len"),
    (0xFB, 16, "typeidx", "array.fill"),
    (0xFB, 17, "typeidx typeidx", "array.copy"),
    (0xFB, 18, "typeidx dataidx", "array.init_data"),
    (0xFB, 19, "typeidx elemidx", "array.init_elem"),
    (0xFB, 24, "labelidx reftype reftype", "br_on_cast br_on_cast_fail"),
    (0xFB, 26, "", "any.convert_extern extern.convert_any ref.i31 i31.get_s i31.get_u"),
    (0xFD, 12, "v128", "v128.const"),
    (0xFD, 13, "lanes", "i8x16.shuffle"),
    (0xFD, 14, "", "i8x16.swizzle i8x16.splat i16x8.splat i32x4.splat i64x2.splat f32x4.splat f64x2.splat"),
    (0xFD, 21, "lane", "i8x16.extract_lane_s i8x16.extract_lane_u i8x16.replace_lane"),
    (0xFD, 24, "lane", "i16x8.extract_lane_s i16x8.extract_lane_u i16x8.replace_lane"),
    (0xFD, 27, "lane", "i32x4.extract_lane i32x4.replace_lane i64x2.extract_lane i64x2.replace_lane"),
    (0xFD, 31, "lane", "f32x4.extract_lane f32x4.replace_lane f64x2.extract_lane f64x2.replace_lane"),
    (0xFD, 77, "", "v128.not v128.and v128.andnot v128.or v128.xor v128.bitselect v128.any_true"),
    (0xFD, 94, "", "f32x4.demote_f64x2_zero f64x2.promote_low_f32x4"),
    (0xFD, 103, "", "f32x4.ceil f32x4.floor f32x4.trunc f32x4.nearest"),
    (0xFD, 116, "", "f64x2.ceil f64x2.floor"),
    (0xFD, 122, "", "f64x2.trunc"),
    (0xFD, 124, "", "i16x8.extadd_pairwise_i8x16_s i16x8.extadd_pairwise_i8x16_u"),
    (0xFD, 126, "", "i32x4.extadd_pairwise_i16x8_s i32x4.extadd_pairwise_i16x8_u"),
    (0xFD, 148, "", "f64x2.nearest"),
    (0xFD, 248, "", "i32x4.trunc_sat_f32x4_s i32x4.trunc_sat_f32x4_u f32x4.convert_i32x4_s f32x4.convert_i32x4_u"),
    (0xFD, 252, "", "i32x4.trunc_sat_f64x2_s_zero i32x4.trunc_sat_f64x2_u_zero"),
    (0xFD, 254, "", "f64x2.convert_low_i32x4_s f64x2.convert_low_i32x4_u"),
    (0xFD, 256, "", "i8x16.relaxed_swizzle i32x4.relaxed_trunc_f32x4_s i32x4.relaxed_trunc_f32x4_u"),
    (0xFD, 259, "", "i32x4.relaxed_trunc_f64x2_s_zero i32x4.relaxed_trunc_f64x2_u_zero"),
    (0xFD, 261, "", "f32x4.relaxed_madd f32x4.relaxed_nmadd f64x2.relaxed_madd f64x2.relaxed_nmadd"),
    (0xFD, 265, "", "i8x16.relaxed_laneselect i16x8.relaxed_laneselect"),
    (0xFD, 267, "", "i32x4.relaxed_laneselect i64x2.relaxed_laneselect"),
    (0xFD, 269, "", "f32x4.relaxed_min f32x4.relaxed_max f64x2.relaxed_min f64x2.relaxed_max"),
    (0xFD, 273, "", "i16x8.relaxed_q15mulr_s i16x8.relaxed_dot_i8x16_i7x16_s i32x4.relaxed_dot_i8x16_i7x16_add_s"),
)
# Shape, first opcode, operators in the order of opcodes; `-`: no instruction.
_VECTORS = (
    ("i8x16", 35, "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"),
    ("i16x8", 45, "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"),
    ("i32x4", 55, "eq ne lt_s lt_u gt_s gt_u le_s le_u ge_s ge_u"),
    ("f32x4", 65, "eq ne lt gt le ge"),
    ("f64x2", 71, "eq ne lt gt le ge"),
    ("i8x16", 96, "abs neg popcnt all_true bitmask narrow_i16x8_s narrow_i16x8_u"),
    ("i8x16", 107, "shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u"),
    ("i8x16", 118, "min_s min_u max_s max_u - avgr_u"),
    ("i16x8", 128, "abs neg q15mulr_sat_s all_true bitmask narrow_i32x4_s narrow_i32x4_u"),
    ("i16x8", 135, "extend_low_i8x16_s extend_high_i8x16_s extend_low_i8x16_u extend_high_i8x16_u"),
    ("i16x8", 139, "shl shr_s shr_u add add_sat_s add_sat_u sub sub_sat_s sub_sat_u - mul"),
    ("i16x8", 150, "min_s min_u max_s max_u - avgr_u"),
    ("i16x8", 156, "extmul_low_i8x16_s extmul_high_i8x16_s extmul_low_i8x16_u extmul_high_i8x16_u"),
    ("i32x4", 160, "abs neg - all_true bitmask"),
    ("i32x4", 167, "extend_low_i16x8_s extend_high_i16x8_s extend_low_i16x8_u extend_high_i16x8_u"),
    ("i32x4", 171, "shl shr_s shr_u add - - sub - - - mul min_s min_u max_s max_u dot_i16x8_s"),
    ("i32x4", 188, "extmul_low_i16x8_s extmul_high_i16x8_s extmul_low_i16x8_u extmul_high_i16x8_u"),
    ("i64x2", 192, "abs neg - all_true bitmask"),
    ("i64x2", 199, "extend_low_i32x4_s extend_high_i32x4_s extend_low_i32x4_u extend_high_i32x4_u"),
    ("i64x2", 203, "shl shr_s shr_u add - - sub - - - mul eq ne lt_s gt_s le_s ge_s"),
    ("i64x2", 220, "extmul_low_i32x4_s extmul_high_i32x4_s extmul_low_i32x4_u extmul_high_i32x4_u"),
    ("f32x4", 224, "abs neg - sqrt add sub mul div min max pmin pmax"),
    ("f64x2", 236, "abs neg - sqrt add sub mul div min max pmin pmax"),
)
# Opcode, width and name of the vector instructions that access memory.
_VECTOR_ACCESSES = (
    (0, 4, "load"), (1, 3, "load8x8_s"), (2, 3, "load8x8_u"), (3, 3, "load16x4_s"), (4, 3, "load16x4_u"),
    (5, 3, "load32x2_s"), (6, 3, "load32x2_u"), (7, 0, "load8_splat"), (8, 1, "load16_splat"), (9, 2, "load32_splat"),
    (10, 3, "load64_splat"), (11, 4, "store"), (92, 2, "load32_zero"), (93, 3, "load64_zero"),
)  # fmt: skip
# References that the operand's type tells apart: `ref.test (ref null $t)` has an opcode of its own.
_CASTS = ((20, "ref.test"), (21, "ref.test null"), (22, "ref.cast"), (23, "ref.cast null"))


def _later() -> Iterator[Instruction]:
    for prefix, first, immediates, names in _LATER:
        for opcode, name in enumerate(names.split(), first):
            yield Instruction(name, prefix, opcode, tuple(immediates.split()), 0)
    for shape, first, operators in _VECTORS:
        for opcode, operator in enumerate(operators.split(), first):
            if operator != "-":
                yield Instruction(f"{shape}.{operator}", 0xFD, opcode, (), 0)
    for opcode, width, name in _VECTOR_ACCESSES:
        yield Instruction(f"v128.{name}", 0xFD, opcode, ("memarg",), width)
    for width in range(4):
        for opcode, name in ((84, "load"), (88, "store")):
            yield Instruction(f"v128.{name}{8 << width}_lane", 0xFD, opcode + width, ("memarg", "lane"), width)
    for opcode, name in _CASTS:
        yield Instruction(name, 0xFB, opcode, ("heaptype",), 0)


BY_NAME: dict[str, Instruction] = {row.name: row for row in _later()}
BY_NAME |= {
    row.name: Instruction(row.name, row.prefix, row.opcode, row.immediates, row.access_width or 0) for row in ROWS
}
BY_CODE: dict[tuple[int, int], Instruction] = {(row.prefix, row.opcode): row for row in BY_NAME.values()}
