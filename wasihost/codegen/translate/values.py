"""Values of LLVM IR as text with their type: "i32 %7", "i32 5", "ptr null"."""

from __future__ import annotations


def type_of(value: str) -> str:
    return value[: value.index(" ")]


def operand(value: str) -> str:
    """The value without its type, as instructions write all operands but the first."""
    return value[value.index(" ") + 1 :]


def is_constant(value: str) -> bool:
    """Whether an integer is a number, and not the result of an instruction."""
    return "%" not in value
