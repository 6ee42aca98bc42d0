"""Relaxed vector instructions (specification section 4.3.2, release 3.0): each row's meaning as LLVM IR.

The specification permits several results.  These are the ones chosen, at every level and on every machine:

swizzle          indices of 128 and above give zero, others are taken modulo 16
trunc            signed: -2**31 for what does not fit and for a NaN; unsigned: like trunc_sat
madd, nmadd      two operations, each rounded
laneselect       bit by bit, like bitselect
min, max         the first operand if it is less (greater), else the second, even for NaNs and zeros of both signs
q15mulr_s        -2**15 for -2**15 times -2**15
dot              the second operand's bytes are unsigned; the sum of two products saturates

These need the shortest code on x86 without fused operations, which not all of its processors have.
"""

from collections.abc import Iterable

from wasihost.ops.lanes import F32, F64, I8, I16, I32, I64, INTEGERS, Shape, indices, part, splat, vector, x86
from wasihost.ops.row import Op
from wasihost.ops.vector import BITSELECT, PRODUCT, PRODUCT_ON, pairwise, permuted
from wasihost.ops.vector_float import TRUNCATED_ON, truncated

_SWIZZLE = f"""
    %low = and <16 x i8> %y, {splat(I8, 15)}
    {permuted("%low")}
    %gone = icmp slt <16 x i8> %y, zeroinitializer
    %z = select <16 x i1> %gone, <16 x i8> zeroinitializer, <16 x i8> %moved
"""
_SWIZZLE_SSSE3 = "%z = call <16 x i8> @llvm.x86.ssse3.pshuf.b.128(<16 x i8> %x, <16 x i8> %y)"
_SWIZZLE_AARCH64 = f"""
    %index = and <16 x i8> %y, {splat(I8, 0x8F - 0x100)}
    %z = call <16 x i8> @llvm.aarch64.neon.tbl1.v16i8(<16 x i8> %x, <16 x i8> %index)
"""


def _truncations() -> Iterable[Op]:
    for opcode, source, name in ((0x101, F32, "f32x4_s"), (0x103, F64, "f64x2_s_zero")):
        conversion = {F32: "cvttps2dq", F64: "cvttpd2dq"}[source]
        version = f"%z = call <4 x i32> @llvm.x86.sse2.{conversion}({source.vector} %x)"
        to = f"<{source.lanes} x i32>"
        ir = f"""
            %below = fcmp olt {source.vector} %x, {splat(source, "0x41E0000000000000")}
            %short = call {to} @llvm.fptosi.sat.v{source.lanes}i32.{source.suffix}({source.vector} %x)
            %fitting = select {source.truth} %below, {to} %short, {to} {splat(I32, -(1 << 31))}
            %z = shufflevector {to} %fitting, {to} zeroinitializer, {indices(range(4))}
        """
        yield vector(f"i32x4.relaxed_trunc_{name}", opcode, [source], ir, I32, on={"x86_64": version})
    for opcode, source, name in ((0x102, F32, "f32x4_u"), (0x104, F64, "f64x2_u_zero")):
        ir, on = truncated(False, source), TRUNCATED_ON[False, source]
        yield vector(f"i32x4.relaxed_trunc_{name}", opcode, [source], ir, I32, on=on)


def _multiply_add(shape: Shape, combine: str) -> str:
    """The third operand plus or minus the product of the others."""
    vec = shape.vector
    return f"""
        %p = opaque {vec} %x
        %q = opaque {vec} %y
        %s = opaque {vec} %w
        %product = fmul {vec} %p, %q
        %z = {combine} {vec} %s, %product
    """


def _floats() -> Iterable[Op]:
    for shape, first in ((F32, 0x105), (F64, 0x107)):
        for opcode, (name, combine) in enumerate((("madd", "fadd"), ("nmadd", "fsub")), first):
            ir = _multiply_add(shape, combine)
            yield vector(f"{shape.name}.relaxed_{name}", opcode, [shape] * 3, ir, shape, arithmetic=True)
    for shape, first in ((F32, 0x10D), (F64, 0x10F)):
        vec = shape.vector
        for opcode, (name, predicate) in enumerate((("min", "olt"), ("max", "ogt")), first):
            ir = f"%wins = fcmp {predicate} {vec} %x, %y\n%z = select {shape.truth} %wins, {vec} %x, {vec} %y"
            yield vector(f"{shape.name}.relaxed_{name}", opcode, [shape] * 2, ir, shape, arithmetic=True)


def _dots() -> Iterable[Op]:
    evens, odds = range(0, 16, 2), range(1, 16, 2)
    ir = f"""
        %x_even = {part(I8, "%x", evens)}
        %y_even = {part(I8, "%y", evens)}
        %x_odd = {part(I8, "%x", odds)}
        %y_odd = {part(I8, "%y", odds)}
        %x_even_wide = sext <8 x i8> %x_even to <8 x i16>
        %y_even_wide = zext <8 x i8> %y_even to <8 x i16>
        %x_odd_wide = sext <8 x i8> %x_odd to <8 x i16>
        %y_odd_wide = zext <8 x i8> %y_odd to <8 x i16>
        %first = mul <8 x i16> %x_even_wide, %y_even_wide
        %second = mul <8 x i16> %x_odd_wide, %y_odd_wide
        %dot = call <8 x i16> @llvm.sadd.sat.v8i16(<8 x i16> %first, <8 x i16> %second)
    """
    short = x86("ssse3.pmadd.ub.sw.128", I16, I8, "%y", "%x", made="%dot")
    name, on = "i16x8.relaxed_dot_i8x16_i7x16_s", {"ssse3": short.replace("%dot", "%z")}
    yield vector(name, 0x112, [I8, I8], ir.replace("%dot", "%z"), I16, on=on)
    add = "%z = add <4 x i32> %sum, %w"
    on = {"ssse3": short + x86("sse2.pmadd.wd", I32, I16, "%dot", splat(I16, 1), made="%sum") + add}
    ir += pairwise(I32, I16, "%dot", "s", "%sum") + add
    yield vector("i32x4.relaxed_dot_i8x16_i7x16_add_s", 0x113, [I8, I8, I32], ir, I32, on=on)


ROWS = (
    vector(
        "i8x16.relaxed_swizzle",
        0x100,
        [I8, I8],
        _SWIZZLE,
        I8,
        on={"ssse3": _SWIZZLE_SSSE3, "aarch64": _SWIZZLE_AARCH64},
    ),
    *_truncations(),
    *_floats(),
    *(
        vector(f"{shape.name}.relaxed_laneselect", opcode, [I64] * 3, BITSELECT, I64)
        for opcode, shape in enumerate(INTEGERS, 0x109)
    ),
    vector(
        "i16x8.relaxed_q15mulr_s",
        0x111,
        [I16, I16],
        PRODUCT.replace("%product", "%z"),
        I16,
        on={feature: ir.replace("%product", "%z") for feature, ir in PRODUCT_ON.items()},
    ),
    *_dots(),
)
