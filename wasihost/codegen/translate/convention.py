"""How functions pass values: types → what is passed in registers and what is not; and the heads of definitions.

Functions that take part in tail calls use LLVM's `tailcc`: a tail call leaves no frame of its caller behind, so caller
and callee must agree on more than C's convention fixes.  Where a callee has more arguments on the stack than its
caller, `tailcc` moves frames, and nothing can walk them by their frame pointers.  So nothing is passed on the stack:
what does not fit into registers goes through `Store.spilled`, written right before the call and read right after it.

All other functions, and all calls by reference, use C's convention.  A function that uses `tailcc` and may be called by
reference has a second entry point in C's convention (abi.FunctionRecord).
"""

from __future__ import annotations

from typing import NamedTuple

from wasihost.abi import SLOT, Store, VMContext
from wasihost.codegen.translate.template import struct_type

TAIL_CC = "tailcc "
ENTRY_SYMBOL = "entry{}"  # the name of a function's entry point in C's convention
SPILLED = Store.offset("spilled")
# Every machine has these, besides the one of the instance: for integers and pointers, for floats and vectors.
_ARGUMENT_REGISTERS = (5, 8)
_RESULT_REGISTERS = (2, 2)


class Passed(NamedTuple):
    """Values by their number: those in registers, and those in Store.spilled with their offsets there."""

    in_registers: tuple[int, ...]
    spilled: tuple[tuple[int, int], ...]


def pass_arguments(types: tuple[str, ...]) -> Passed:
    """LLVM types of the parameters → where `tailcc` passes them."""
    left = list(_ARGUMENT_REGISTERS)
    registers, spilled = [], []
    for number, type_ in enumerate(types):
        bank = _bank(type_)
        if left[bank]:
            left[bank] -= 1
            registers.append(number)
        else:
            spilled.append((number, SPILLED + SLOT * number))
    return Passed(tuple(registers), tuple(spilled))


def pass_results(types: tuple[str, ...]) -> Passed:
    """Likewise for results, which are all in registers or none."""
    banks = [_bank(type_) for type_ in types]
    if banks.count(0) <= _RESULT_REGISTERS[0] and banks.count(1) <= _RESULT_REGISTERS[1]:
        return Passed(tuple(range(len(types))), ())
    return Passed((), tuple((number, SPILLED + SLOT * number) for number in range(len(types))))


def _bank(type_: str) -> int:
    return 0 if type_ in ("i32", "i64", "ptr") else 1


def function_head(
    name: str, params: tuple[str, ...], results: tuple[str, ...], *, uses_tailcc: bool = False
) -> tuple[str, list[str], list[str]]:
    """The beginning of a definition, the values of its parameters, and the lines that make those."""
    names = [f"%{index}" for index in range(len(params))]
    passed, returned, lines = tuple(range(len(params))), struct_type(results), list[str]()
    if uses_tailcc:
        names = [f"%parameter{index}" for index in range(len(params))]
        passed, spilled = pass_arguments(params)
        returned = struct_type(tuple(results[number] for number in pass_results(results).in_registers))
        if spilled:
            lines += [f"%store.at = getelementptr i8, ptr %vm, i64 {VMContext.offset('store')}"]
            lines += ["%store = load ptr, ptr %store.at, align 8"]
        for number, offset in spilled:
            lines += [f"{names[number]}.at = getelementptr i8, ptr %store, i64 {offset}"]
            lines += [f"{names[number]} = load {params[number]}, ptr {names[number]}.at, align 8"]
    arguments = "".join(f", {params[number]} {names[number]}" for number in passed)
    head = f"define hidden {TAIL_CC if uses_tailcc else ''}{returned} @{name}(ptr %vm{arguments})"
    return head, [f"{type_} {name}" for type_, name in zip(params, names, strict=True)], lines
