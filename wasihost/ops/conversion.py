"""Conversions (specification section 4.3.4): each row's meaning as LLVM IR.

Float results are opaque where LLVM could compute them from constants, or see a widened f32 and narrow it again without
quieting its NaN.
"""

from wasihost.ops.row import op

# Floats whose truncation fits: the comparison with the lower bound, the lower bound, and the upper bound (exclusive).
# Where there is no float between the minimum - 1 and the minimum, the minimum is the lower bound.
_BOUNDS = {
    ("float", "i32", "s"): ("oge", "0xC1E0000000000000", "0x41E0000000000000"),  # -2**31, 2**31
    ("float", "i32", "u"): ("ogt", "0xBFF0000000000000", "0x41F0000000000000"),  # -1, 2**32
    ("double", "i32", "s"): ("ogt", "0xC1E0000000200000", "0x41E0000000000000"),  # -2**31 - 1, 2**31
    ("double", "i32", "u"): ("ogt", "0xBFF0000000000000", "0x41F0000000000000"),
    ("float", "i64", "s"): ("oge", "0xC3E0000000000000", "0x43E0000000000000"),  # -2**63, 2**63
    ("float", "i64", "u"): ("ogt", "0xBFF0000000000000", "0x43F0000000000000"),  # -1, 2**64
    ("double", "i64", "s"): ("oge", "0xC3E0000000000000", "0x43E0000000000000"),
    ("double", "i64", "u"): ("ogt", "0xBFF0000000000000", "0x43F0000000000000"),
}


def _trunc(source: str, target: str, sign: str) -> str:
    predicate, lower, upper = _BOUNDS[source, target, sign]
    return f"""
        %is_nan = fcmp uno {source} %a, %a
        trap %is_nan, INVALID_CONVERSION
        %above = fcmp {predicate} {source} %a, {lower}
        %below = fcmp olt {source} %a, {upper}
        %fits = and i1 %above, %below
        %overflows = xor i1 %fits, true
        trap %overflows, INTEGER_OVERFLOW
        %r = fpto{sign}i {source} %a to {target}
    """


ROWS = (
    op("i32.wrap_i64", 0xA7, "i64 -> i32", "%r = trunc i64 %a to i32"),
    op("i32.trunc_f32_s", 0xA8, "f32 -> i32", _trunc("float", "i32", "s")),
    op("i32.trunc_f32_u", 0xA9, "f32 -> i32", _trunc("float", "i32", "u")),
    op("i32.trunc_f64_s", 0xAA, "f64 -> i32", _trunc("double", "i32", "s")),
    op("i32.trunc_f64_u", 0xAB, "f64 -> i32", _trunc("double", "i32", "u")),
    op("i64.extend_i32_s", 0xAC, "i32 -> i64", "%r = sext i32 %a to i64"),
    op("i64.extend_i32_u", 0xAD, "i32 -> i64", "%r = zext i32 %a to i64"),
    op("i64.trunc_f32_s", 0xAE, "f32 -> i64", _trunc("float", "i64", "s")),
    op("i64.trunc_f32_u", 0xAF, "f32 -> i64", _trunc("float", "i64", "u")),
    op("i64.trunc_f64_s", 0xB0, "f64 -> i64", _trunc("double", "i64", "s")),
    op("i64.trunc_f64_u", 0xB1, "f64 -> i64", _trunc("double", "i64", "u")),
    op("f32.convert_i32_s", 0xB2, "i32 -> f32", "%x = sitofp i32 %a to float\n%r = opaque float %x"),
    op("f32.convert_i32_u", 0xB3, "i32 -> f32", "%x = uitofp i32 %a to float\n%r = opaque float %x"),
    op("f32.convert_i64_s", 0xB4, "i64 -> f32", "%x = sitofp i64 %a to float\n%r = opaque float %x"),
    op("f32.convert_i64_u", 0xB5, "i64 -> f32", "%x = uitofp i64 %a to float\n%r = opaque float %x"),
    op("f32.demote_f64", 0xB6, "f64 -> f32", "%r = fptrunc double %a to float", arithmetic="float"),
    op("f64.convert_i32_s", 0xB7, "i32 -> f64", "%x = sitofp i32 %a to double\n%r = opaque double %x"),
    op("f64.convert_i32_u", 0xB8, "i32 -> f64", "%x = uitofp i32 %a to double\n%r = opaque double %x"),
    op("f64.convert_i64_s", 0xB9, "i64 -> f64", "%x = sitofp i64 %a to double\n%r = opaque double %x"),
    op("f64.convert_i64_u", 0xBA, "i64 -> f64", "%x = uitofp i64 %a to double\n%r = opaque double %x"),
    op(
        "f64.promote_f32",
        0xBB,
        "f32 -> f64",
        "%x = fpext float %a to double\n%r = opaque double %x",
        arithmetic="double",
    ),
    op("i32.reinterpret_f32", 0xBC, "f32 -> i32", "%r = bitcast float %a to i32"),
    op("i64.reinterpret_f64", 0xBD, "f64 -> i64", "%r = bitcast double %a to i64"),
    op("f32.reinterpret_i32", 0xBE, "i32 -> f32", "%x = bitcast i32 %a to float\n%r = opaque float %x"),
    op("f64.reinterpret_i64", 0xBF, "i64 -> f64", "%x = bitcast i64 %a to double\n%r = opaque double %x"),
    op("i32.extend8_s", 0xC0, "i32 -> i32", "%low = trunc i32 %a to i8\n%r = sext i8 %low to i32"),
    op("i32.extend16_s", 0xC1, "i32 -> i32", "%low = trunc i32 %a to i16\n%r = sext i16 %low to i32"),
    op("i64.extend8_s", 0xC2, "i64 -> i64", "%low = trunc i64 %a to i8\n%r = sext i8 %low to i64"),
    op("i64.extend16_s", 0xC3, "i64 -> i64", "%low = trunc i64 %a to i16\n%r = sext i16 %low to i64"),
    op("i64.extend32_s", 0xC4, "i64 -> i64", "%low = trunc i64 %a to i32\n%r = sext i32 %low to i64"),
    op("i32.trunc_sat_f32_s", (0xFC, 0), "f32 -> i32", "%r = call i32 @llvm.fptosi.sat.i32.f32(float %a)"),
    op("i32.trunc_sat_f32_u", (0xFC, 1), "f32 -> i32", "%r = call i32 @llvm.fptoui.sat.i32.f32(float %a)"),
    op("i32.trunc_sat_f64_s", (0xFC, 2), "f64 -> i32", "%r = call i32 @llvm.fptosi.sat.i32.f64(double %a)"),
    op("i32.trunc_sat_f64_u", (0xFC, 3), "f64 -> i32", "%r = call i32 @llvm.fptoui.sat.i32.f64(double %a)"),
    op("i64.trunc_sat_f32_s", (0xFC, 4), "f32 -> i64", "%r = call i64 @llvm.fptosi.sat.i64.f32(float %a)"),
    op("i64.trunc_sat_f32_u", (0xFC, 5), "f32 -> i64", "%r = call i64 @llvm.fptoui.sat.i64.f32(float %a)"),
    op("i64.trunc_sat_f64_s", (0xFC, 6), "f64 -> i64", "%r = call i64 @llvm.fptosi.sat.i64.f64(double %a)"),
    op("i64.trunc_sat_f64_u", (0xFC, 7), "f64 -> i64", "%r = call i64 @llvm.fptoui.sat.i64.f64(double %a)"),
)
