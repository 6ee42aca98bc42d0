"""Floating-point instructions (specification section 4.3.3): each row's meaning as LLVM IR.

`fadd` and the like are exact as long as LLVM sees no constant 0, 1, infinity or NaN: it would fold `x * 1.0` to `x`
and leave a signalling NaN unquieted.  So every row that makes a constant makes it opaque, whatever its value: rounding
0.5 up also gives a one.
"""

from wasihost.ops.rounding import rounding
from wasihost.ops.row import Op, op


def choose(type_: str, bits: str, predicate: str, merge: str, truth: str = "i1") -> str:
    """min and max.  llvm.minimum may return a signalling NaN unchanged, so the choice is written out.

    Two selects differ only for NaNs (replaced by the sum, which is quiet) and for zeros of both signs, where merging
    the bits yields -0 for min (`or`) and +0 for max (`and`).
    """
    return f"""
        %a_wins = fcmp {predicate} {type_} %a, %b
        %one = select {truth} %a_wins, {type_} %a, {type_} %b
        %b_wins = fcmp {predicate} {type_} %b, %a
        %other = select {truth} %b_wins, {type_} %b, {type_} %a
        %one_bits = bitcast {type_} %one to {bits}
        %other_bits = bitcast {type_} %other to {bits}
        %merged = {merge} {bits} %one_bits, %other_bits
        %number = bitcast {bits} %merged to {type_}
        %is_nan = fcmp uno {type_} %a, %b
        %nan = fadd {type_} %a, %b
        %r = select {truth} %is_nan, {type_} %nan, {type_} %number
    """


def _rounding(name: str, opcode: int, valtype: str, type_: str) -> Op:
    ir, on = rounding(name, type_)
    return op(f"{valtype}.{name}", opcode, f"{valtype} -> {valtype}", ir, arithmetic=type_, on=on)


ROWS = (
    op("f32.const", 0x43, "-> f32", imm="f32"),
    op("f64.const", 0x44, "-> f64", imm="f64"),
    op("f32.eq", 0x5B, "f32 f32 -> i32", "%r = fcmp oeq float %a, %b"),
    op("f32.ne", 0x5C, "f32 f32 -> i32", "%r = fcmp une float %a, %b"),
    op("f32.lt", 0x5D, "f32 f32 -> i32", "%r = fcmp olt float %a, %b"),
    op("f32.gt", 0x5E, "f32 f32 -> i32", "%r = fcmp ogt float %a, %b"),
    op("f32.le", 0x5F, "f32 f32 -> i32", "%r = fcmp ole float %a, %b"),
    op("f32.ge", 0x60, "f32 f32 -> i32", "%r = fcmp oge float %a, %b"),
    op("f64.eq", 0x61, "f64 f64 -> i32", "%r = fcmp oeq double %a, %b"),
    op("f64.ne", 0x62, "f64 f64 -> i32", "%r = fcmp une double %a, %b"),
    op("f64.lt", 0x63, "f64 f64 -> i32", "%r = fcmp olt double %a, %b"),
    op("f64.gt", 0x64, "f64 f64 -> i32", "%r = fcmp ogt double %a, %b"),
    op("f64.le", 0x65, "f64 f64 -> i32", "%r = fcmp ole double %a, %b"),
    op("f64.ge", 0x66, "f64 f64 -> i32", "%r = fcmp oge double %a, %b"),
    op("f32.abs", 0x8B, "f32 -> f32", "%r = call float @llvm.fabs.f32(float %a)"),
    op("f32.neg", 0x8C, "f32 -> f32", "%r = fneg float %a"),
    _rounding("ceil", 0x8D, "f32", "float"),
    _rounding("floor", 0x8E, "f32", "float"),
    _rounding("trunc", 0x8F, "f32", "float"),
    _rounding("nearest", 0x90, "f32", "float"),
    op("f32.sqrt", 0x91, "f32 -> f32", "%r = call float @llvm.sqrt.f32(float %a)", arithmetic="float"),
    op("f32.add", 0x92, "f32 f32 -> f32", "%r = fadd float %a, %b", arithmetic="float"),
    op("f32.sub", 0x93, "f32 f32 -> f32", "%r = fsub float %a, %b", arithmetic="float"),
    op("f32.mul", 0x94, "f32 f32 -> f32", "%r = fmul float %a, %b", arithmetic="float"),
    op("f32.div", 0x95, "f32 f32 -> f32", "%r = fdiv float %a, %b", arithmetic="float"),
    op("f32.min", 0x96, "f32 f32 -> f32", choose("float", "i32", "olt", "or"), arithmetic="float"),
    op("f32.max", 0x97, "f32 f32 -> f32", choose("float", "i32", "ogt", "and"), arithmetic="float"),
    op("f32.copysign", 0x98, "f32 f32 -> f32", "%r = call float @llvm.copysign.f32(float %a, float %b)"),
    op("f64.abs", 0x99, "f64 -> f64", "%r = call double @llvm.fabs.f64(double %a)"),
    op("f64.neg", 0x9A, "f64 -> f64", "%r = fneg double %a"),
    _rounding("ceil", 0x9B, "f64", "double"),
    _rounding("floor", 0x9C, "f64", "double"),
    _rounding("trunc", 0x9D, "f64", "double"),
    _rounding("nearest", 0x9E, "f64", "double"),
    op("f64.sqrt", 0x9F, "f64 -> f64", "%r = call double @llvm.sqrt.f64(double %a)", arithmetic="double"),
    op("f64.add", 0xA0, "f64 f64 -> f64", "%r = fadd double %a, %b", arithmetic="double"),
    op("f64.sub", 0xA1, "f64 f64 -> f64", "%r = fsub double %a, %b", arithmetic="double"),
    op("f64.mul", 0xA2, "f64 f64 -> f64", "%r = fmul double %a, %b", arithmetic="double"),
    op("f64.div", 0xA3, "f64 f64 -> f64", "%r = fdiv double %a, %b", arithmetic="double"),
    op("f64.min", 0xA4, "f64 f64 -> f64", choose("double", "i64", "olt", "or"), arithmetic="double"),
    op("f64.max", 0xA5, "f64 f64 -> f64", choose("double", "i64", "ogt", "and"), arithmetic="double"),
    op("f64.copysign", 0xA6, "f64 f64 -> f64", "%r = call double @llvm.copysign.f64(double %a, double %b)"),
)
