"""Values of test scripts: their JSON in, raw bits out, and whether raw bits are what a script expects."""

from __future__ import annotations

from typing import Any

HOST_REFERENCE = 0x10000  # externref 0 of a script is this address: never null, never a real object

# type → bits, the NaN's exponent and quiet bit, and the sign
FLOATS = {"f32": (0xFFFFFFFF, 0x7FC00000, 1 << 31), "f64": ((1 << 64) - 1, 0x7FF8 << 48, 1 << 63)}
INTEGERS = {f"i{bits}": (1 << bits) - 1 for bits in (8, 16, 32, 64)}  # those below 32 are lanes


def raw(value: dict[str, Any]) -> int:
    """Bits of an argument.  ValueError: a type that is not supported."""
    kind, text = value["type"], value.get("value", "null")
    if kind == "v128":
        return sum(raw(lane) << width * number for number, (width, lane) in enumerate(_lanes(value)))
    if kind in INTEGERS:
        return int(text) & INTEGERS[kind]
    if kind in FLOATS:
        return int(text)
    if text == "null":
        return 0
    if kind == "externref":
        return HOST_REFERENCE + int(text)
    raise ValueError(f"no argument of type {kind}")


def matches(expected: dict[str, Any], actual: int) -> bool:
    """Whether the bits are the value, one of its NaNs, or a reference of its kind; of a vector, in each lane."""
    kind, text = expected["type"], expected.get("value")
    if kind == "either":
        return any(matches(choice, actual) for choice in expected["values"])
    if kind == "v128":
        lanes = enumerate(_lanes(expected))
        return all(matches(lane, actual >> width * number & (1 << width) - 1) for number, (width, lane) in lanes)
    if kind in FLOATS:
        mask, quiet, sign = FLOATS[kind]
        if text == "nan:canonical":
            return actual & ~sign == quiet
        if text == "nan:arithmetic":
            return actual & quiet == quiet
        return int(str(text)) & mask == actual
    if kind in INTEGERS:
        return raw(expected) == actual
    if kind == "refnull" or kind.startswith("null"):
        return actual == 0
    if text is None:
        return actual != 0
    return raw(expected) == actual


def _lanes(vector: dict[str, Any]) -> list[tuple[int, dict[str, Any]]]:
    """The lanes of a vector, lowest first: bits of each, and its value."""
    kind = vector["lane_type"]
    return [(int(kind[1:]), {"type": kind, "value": text}) for text in vector["value"]]
