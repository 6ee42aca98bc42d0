"""Fold constant expressions, as far as their values are known before a module is instantiated."""

from __future__ import annotations

import operator
from collections.abc import Callable

from wasihost.wasm.module import ConstExpr, ConstInstr
from wasihost.wasm.types import BITS

OPERATIONS: dict[str, Callable[[int, int], int]] = {"add": operator.add, "sub": operator.sub, "mul": operator.mul}


def fold(expression: ConstExpr) -> ConstExpr:
    """An expression with the same value and no operation on two constants; integers become unsigned.

    In postfix order, two constants before an operation are its operands, so one pass is enough.
    """
    folded: list[ConstInstr] = []
    for instruction in expression:
        type_, _, operation = instruction.name.partition(".")
        if operation in OPERATIONS and _is_constant(folded[-1]) and _is_constant(folded[-2]):
            right, left = folded.pop(), folded.pop()
            assert left.value is not None and right.value is not None
            value = OPERATIONS[operation](left.value, right.value) % (1 << BITS[type_])
            instruction = left._replace(value=value)
        elif operation == "const" and type_ in BITS:
            assert instruction.value is not None
            instruction = instruction._replace(value=instruction.value % (1 << BITS[type_]))
        folded.append(instruction)
    return tuple(folded)


def constant_value(expression: ConstExpr) -> int | None:
    """The bits of a folded expression, if its value is known."""
    if len(expression) == 1 and _is_constant(expression[0]):
        return expression[0].value
    return None


def depth(expression: ConstExpr) -> int:
    """The largest number of values that evaluation has on its stack."""
    height = deepest = 0
    for instruction in expression:
        height += -1 if instruction.name.partition(".")[2] in OPERATIONS else 1
        deepest = max(deepest, height)
    return deepest


def _is_constant(instruction: ConstInstr) -> bool:
    return instruction.name.endswith(".const")
