"""Values of scripts: an argument → its bits; whether bits match what a script expects."""

from __future__ import annotations

from wasihost.wasm.text.immediates import SHAPES
from wasihost.wasm.text.script import Either, Value
from wasihost.wasm.types import BITS

HOST_REFERENCE = 0x10000  # `ref.extern 0` is this address: never null, never a real object

# By width of the float: the bits of the exponent, and the quiet bit of a NaN.
QUIET = {32: 0x7FC00000, 64: 0x7FF8 << 48}
NUMBERS = (*BITS, "v128")


def raw(value: Value) -> int:
    """The bits of an argument.  ValueError: a script cannot create such a value."""
    if value.type in BITS:
        return _bits(value.lanes[0])
    if value.type in SHAPES:
        width = SHAPES[value.type][0]
        return sum(_bits(lane) << width * number for number, lane in enumerate(value.lanes))
    if value.type == "ref.null":
        return 0
    if value.type in ("ref.extern", "ref.host") and value.lanes:
        return HOST_REFERENCE + _bits(value.lanes[0])
    raise ValueError(f"no argument can be `{value.type}`")


def fits(value: Value, valtype: str) -> bool:
    """Whether a value has the type of a parameter.  The bits alone would not show a mismatch."""
    if value.type == "ref.null":
        return valtype not in NUMBERS and (valtype.startswith("(ref null ") or not valtype.startswith("(ref "))
    if value.type in ("ref.extern", "ref.host"):
        return valtype in ("externref", "(ref extern)")
    return ("v128" if value.type in SHAPES else value.type) == valtype


def matches(expected: Value | Either, actual: int, valtype: str) -> bool:
    """Whether a result of this type equals the value, or is one of the NaNs or references that the value stands for."""
    if isinstance(expected, Either):
        return any(matches(choice, actual, valtype) for choice in expected.values)
    kind, lanes = expected
    if kind == "float" and valtype in ("f32", "f64"):  # an old assertion, whose pattern applies to either type
        kind = valtype
    if kind in SHAPES and valtype == "v128":
        width = SHAPES[kind][0]
        return all(
            _lane_matches(lane, actual >> width * number & (1 << width) - 1, width) for number, lane in enumerate(lanes)
        )
    if kind in BITS:
        return kind == valtype and _lane_matches(lanes[0], actual, BITS[kind])
    if valtype in NUMBERS or not kind.startswith("ref."):
        return False
    if kind == "ref.null":
        return actual == 0
    return actual != 0 if not lanes else raw(expected) == actual


def _bits(lane: int | str) -> int:
    if isinstance(lane, str):
        raise ValueError(f"no argument can be `{lane}`")
    return lane


def _lane_matches(expected: int | str, actual: int, width: int) -> bool:
    if expected == "nan:canonical":
        return actual & ~(1 << width - 1) == QUIET[width]
    if expected == "nan:arithmetic":
        return actual & QUIET[width] == QUIET[width]
    return expected == actual


def text(value: Value | Either) -> str:
    """The value as a script would write it, with integers in hexadecimal, because the bits matter in a failure."""
    if isinstance(value, Either):
        return f"either {' '.join(f'({text(choice)})' for choice in value.values)}"
    keyword = f"{value.type}.const" if value.type in BITS else value.type
    return " ".join([keyword, *(lane if isinstance(lane, str) else hex(lane) for lane in value.lanes)])
