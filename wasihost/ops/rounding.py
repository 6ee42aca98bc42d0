"""Floats rounded to whole numbers, alone or as lanes: ceil, floor, trunc, nearest (specification section 4.3.3).

An x86 without SSE4.1 has no instruction for it, and no library is there to call.  A float below 2**52 (f32: 2**23)
loses its fraction, rounded to even, when that number is added; what is larger has none, and a NaN becomes quiet.
"""

from typing import NamedTuple


class _Type(NamedTuple):
    suffix: str  # in names of intrinsics
    truth: str  # of comparisons
    scale: str  # 2**23 or 2**52
    one: str
    zero: str


_TYPES = {
    "float": _Type("f32", "i1", "8388608.0", "1.0", "0.0"),
    "double": _Type("f64", "i1", "4503599627370496.0", "1.0", "0.0"),
    "<4 x float>": _Type("v4f32", "<4 x i1>", "splat (float 8388608.0)", "splat (float 1.0)", "zeroinitializer"),
    "<2 x double>": _Type(
        "v2f64", "<2 x i1>", "splat (double 4503599627370496.0)", "splat (double 1.0)", "zeroinitializer"
    ),
}
# How what was rounded to even went too far, if it did, and what takes it back.  trunc: of the number without its sign.
_CORRECTIONS = {"ceil": ("%even", "olt", "%a", "fadd"), "floor": ("%even", "ogt", "%a", "fsub")}
_CORRECTIONS |= {"trunc": ("%even_size", "ogt", "%size", "fsub")}


def rounding(name: str, type_: str) -> tuple[str, dict[str, str]]:
    """The meaning of a row, %a to %r, and its better versions."""
    t = _TYPES[type_]
    even = f"""
        %size = call {type_} @llvm.fabs.{t.suffix}({type_} %a)
        %has_fraction = fcmp olt {type_} %size, {t.scale}
        %most = select {t.truth} %has_fraction, {type_} {t.scale}, {type_} {t.zero}
        %away = call {type_} @llvm.copysign.{t.suffix}({type_} %most, {type_} %a)
        %there = fadd {type_} %a, %away
        %even = fsub {type_} %there, %away
        %even_size = call {type_} @llvm.fabs.{t.suffix}({type_} %even)
    """
    corrected, result = "", "%even"
    if name in _CORRECTIONS:
        value, predicate, limit, back = _CORRECTIONS[name]
        corrected, result = (
            f"""
            %too_far = fcmp {predicate} {type_} {value}, {limit}
            %step = select {t.truth} %too_far, {type_} {t.one}, {type_} {t.zero}
            %corrected = {back} {type_} {value}, %step
        """,
            "%corrected",
        )
    signed = f"%r = call {type_} @llvm.copysign.{t.suffix}({type_} {result}, {type_} %a)"  # of zeros, too
    intrinsic = "roundeven" if name == "nearest" else name
    instruction = f"%r = call {type_} @llvm.{intrinsic}.{t.suffix}({type_} %a)"
    return f"{even}{corrected}{signed}", {"sse4.1": instruction, "aarch64": instruction}
