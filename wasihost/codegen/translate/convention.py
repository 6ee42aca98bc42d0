"""How functions pass values: types → what is passed in registers and what is not; and the heads of definitions.

Functions that take part in tail calls have a convention of their own.  A tail call leaves no frame of its caller, which
C's convention permits between functions of one type.  So all of these functions have one type for LLVM: it names all
registers, and a call leaves open those that it does not use.  Nothing is passed on the stack: what does not fit into
registers goes through `Store.spilled`, written right before the call and read right after it.  Baseline code passes
values in the same way.

All other functions, and all calls by reference, use C's convention.  A function that has the other one and may be
called by reference has a second entry point in C's convention (abi.FunctionRecord).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from wasihost.abi import SLOT, Store, VMContext
from wasihost.codegen.translate.template import struct_type

ENTRY_SYMBOL = "entry{}"  # the name of a function's entry point in C's convention
SPILLED = Store.offset("spilled")
# Every machine has these, besides the one of the instance: for integers and pointers, for floats and vectors.
_ARGUMENT_REGISTERS = (5, 8)
_RESULT_REGISTERS = (2, 2)
_BANKS = ("i64", "%v128")  # what a register of each bank holds
_ARGUMENTS = tuple(bank for bank, count in zip(_BANKS, _ARGUMENT_REGISTERS, strict=True) for _ in range(count))
OWN_RESULT = "{ i64, i64, %v128, %v128 }"  # what every function with the convention returns


class Passed(NamedTuple):
    """Values by their number: those in registers, and those in Store.spilled with their offsets there."""

    in_registers: tuple[int, ...]
    spilled: tuple[tuple[int, int], ...]


def pass_arguments(types: tuple[str, ...]) -> Passed:
    """LLVM types of the parameters → where the own convention passes them."""
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


def fits_registers(params: tuple[str, ...], results: tuple[str, ...]) -> bool:
    """Whether the own convention passes everything in registers, in those of C's convention."""
    return not pass_arguments(params).spilled and not pass_results(results).spilled


def _bank(type_: str) -> int:
    return 0 if type_ in ("i32", "i64", "ptr") else 1


def function_head(
    name: str, params: tuple[str, ...], results: tuple[str, ...], *, has_own_convention: bool = False
) -> tuple[str, list[str], list[str]]:
    """The beginning of a definition, the values of its parameters, and the lines that make those."""
    if not has_own_convention:
        values = [f"{type_} %{index}" for index, type_ in enumerate(params)]
        arguments = "".join(f", {value}" for value in values)
        return f"define hidden {struct_type(results)} @{name}(ptr %vm{arguments})", values, []
    passed, lines = pass_arguments(params), list[str]()
    if passed.spilled:
        lines += [f"%store.at = getelementptr i8, ptr %vm, i64 {VMContext.offset('store')}"]
        lines += ["%store = load ptr, ptr %store.at, align 8"]
    values = [f"{type_} %parameter{number}" for number, type_ in enumerate(params)]
    for number, offset in passed.spilled:
        lines += [f"%parameter{number}.at = getelementptr i8, ptr %store, i64 {offset}"]
        lines += [f"%parameter{number} = load {params[number]}, ptr %parameter{number}.at, align 8"]
    for number, register in zip(passed.in_registers, _registers(params, passed.in_registers), strict=True):
        lines += from_register(params[number], f"%in{register}", f"%parameter{number}")
    places = "".join(f", {type_} %in{register}" for register, type_ in enumerate(_ARGUMENTS))
    return f"define hidden {OWN_RESULT} @{name}(ptr %vm{places})", values, lines


def own_arguments(values: Iterable[str]) -> list[str]:
    """All arguments of a call, given those in registers as they are there."""
    left = {bank: iter([value for value in values if value.startswith(bank)]) for bank in _BANKS}
    return [next(left[bank], f"{bank} poison") for bank in _ARGUMENTS]


def result_registers(types: tuple[str, ...]) -> list[int]:
    """The number of each result in OWN_RESULT; all are in registers."""
    counts = [0, _RESULT_REGISTERS[0]]
    numbers = []
    for type_ in types:
        numbers.append(counts[_bank(type_)])
        counts[_bank(type_)] += 1
    return numbers


def _registers(types: tuple[str, ...], numbers: tuple[int, ...]) -> list[int]:
    """The register of each of these parameters, as `_ARGUMENTS` counts them."""
    counts = [0, _ARGUMENT_REGISTERS[0]]
    found = []
    for number in numbers:
        found.append(counts[_bank(types[number])])
        counts[_bank(types[number])] += 1
    return found


_TO_REGISTER = {"i32": "zext i32 {} to i64", "ptr": "ptrtoint ptr {} to i64"}
_FROM_REGISTER = {"i32": "trunc i64 {} to i32", "ptr": "inttoptr i64 {} to ptr"}
_LANES = {"float": "<4 x float>", "double": "<2 x double>"}


def to_register(value: str, name: str) -> tuple[list[str], str]:
    """The lines that make of a value what a register holds, and that; `name` is free."""
    type_, operand = value.split(" ", 1)
    if type_ in _TO_REGISTER:
        return [f"{name} = {_TO_REGISTER[type_].format(operand)}"], f"i64 {name}"
    if type_ in _LANES:
        lanes = _LANES[type_]
        return [
            f"{name}.lane = insertelement {lanes} poison, {value}, i64 0",
            f"{name} = bitcast {lanes} {name}.lane to %v128",
        ], f"%v128 {name}"
    return [], value


def from_register(type_: str, register: str, name: str) -> list[str]:
    """The lines that define a value by what a register holds."""
    if type_ in _FROM_REGISTER:
        return [f"{name} = {_FROM_REGISTER[type_].format(register)}"]
    if type_ in _LANES:
        lanes = _LANES[type_]
        return [
            f"{name}.lanes = bitcast %v128 {register} to {lanes}",
            f"{name} = extractelement {lanes} {name}.lanes, i64 0",
        ]
    return [f"{name} = bitcast {type_} {register} to {type_}"]
