"""How functions that take part in tail calls pass values: types in, what goes through registers and what does not out.

A tail call leaves no frame of its caller behind, so caller and callee must agree on more than C's convention fixes.
LLVM's `tailcc` does that, but where a callee has more arguments on the stack than its caller, frames move, and whoever
walks them by their frame pointers is lost.  So nothing is passed on the stack: what does not fit into registers goes
through `Store.spilled`, written right before the call and read right behind it.

Only these functions pay for it.  All others, and everything that is called by a reference, keep C's convention: a
function that is both has an entry point in C's convention, too (abi.FunctionRecord).
"""

from __future__ import annotations

from typing import NamedTuple

from wasihost.abi import SLOT, Store
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.module import Module

TAIL_CC = "tailcc "
ENTRY_SYMBOL = "entry{}"  # what a function is called where C's convention is wanted
SPILLED = Store.offset("spilled")
# As many as every machine has registers for, next to the instance: integers and pointers, then floats and vectors.
_ARGUMENT_REGISTERS = (5, 8)
_RESULT_REGISTERS = (2, 2)


class Passed(NamedTuple):
    """Values by their number: those in registers, and those in Store.spilled with their offsets there."""

    in_registers: tuple[int, ...]
    spilled: tuple[tuple[int, int], ...]


def pass_arguments(types: tuple[str, ...]) -> Passed:
    """LLVM types of the parameters → where they are."""
    left = list(_ARGUMENT_REGISTERS)
    registers, spilled = [], []
    for number, type_ in enumerate(types):
        kind = _kind(type_)
        if left[kind]:
            left[kind] -= 1
            registers.append(number)
        else:
            spilled.append((number, SPILLED + SLOT * number))
    return Passed(tuple(registers), tuple(spilled))


def pass_results(types: tuple[str, ...]) -> Passed:
    """As `pass_arguments`; results are in registers all together or not at all."""
    kinds = [_kind(type_) for type_ in types]
    if kinds.count(0) <= _RESULT_REGISTERS[0] and kinds.count(1) <= _RESULT_REGISTERS[1]:
        return Passed(tuple(range(len(types))), ())
    return Passed((), tuple((number, SPILLED + SLOT * number) for number in range(len(types))))


def _kind(type_: str) -> int:
    return 0 if type_ in ("i32", "i64", "ptr") else 1


def in_tail_calls(module: Module, bodies: BodyValidator) -> bytes | None:
    """A flag per function that makes a tail call or may be called by one, or None where there are no tail calls."""
    flags = bytearray(bodies.tails)
    if flags.pop():  # one goes through a reference, which may be to any function that has escaped
        for funcidx in module.escaped_functions:
            flags[funcidx] = 1
    return bytes(flags) if any(flags) else None
