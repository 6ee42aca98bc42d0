"""Round floats to whole numbers, as scalars or lanes: ceil, floor, trunc, nearest (specification section 4.3.3).

An x86 without SSE4.1 has no instruction for this, and there is no library to call.  Adding 2**52 (f32: 2**23) to a
smaller float rounds its fraction to even; a larger float has no fraction, and a NaN becomes quiet.
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
# When rounding to even went too far, and how to correct it.  trunc: for the number without its sign.
_CORRECTIONS = {"ceil": ("%even", "olt", "%a", "fadd"), "floor": ("%even", "ogt", "%a", "fsub")}
_CORRECTIONS |= {"trunc": ("%even_size", "ogt", "%size", "fsub")}


def rounding(name: str, type_: str) -> tuple[str, dict[str, str]]:
    """The meaning of a row, from %a to %r, and its versions for better machines."""
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
