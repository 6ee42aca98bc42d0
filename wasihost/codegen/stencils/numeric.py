"""Stencils of rows whose operands are values: one for each place where the operands and the result may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import product

from wasihost.codegen.stencils.operands import Form, K, Numbers, R, Text, Variant, bank, variant
from wasihost.codegen.stencils.x86_64 import THREE_OPERANDS
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.ops import Op
from wasihost.ops.row import OPERANDS, RESULTS

UNARY = (Form("R", "a"), Form("R", "r"), Form("L", "r"))
BINARY = (
    *(Form("RR", "a"), Form("RR", "r"), Form("RR", "b"), Form("RR", "all")),
    *(Form("RL", "a"), Form("RL", "r"), Form("LR", "b"), Form("LR", "r"), Form("LL", "r")),
)
WITH_CONSTANT = (Form("RK", "a"), Form("RK", "r"), Form("LK", "r"))
# What operates on vectors takes more code and is rarer; its result is in a register of the stack.
BINARY_VECTOR = (Form("RR", "a"), Form("RR", "r"), Form("RL", "a"), Form("LR", "r"))
CANONICAL = (Form("RR", "a"), Form("RR", "r"))
TERNARY = (Form("RRR", "a"),)


def forms(row: Op) -> tuple[Form, ...]:
    """The places of a row's operands and its result."""
    params, results = row.params or ("externref",), row.results or ("i32",)
    if len(results) == 2:
        return (Form(R * len(params), "ab"),)
    if len(params) == 3:
        return TERNARY
    same = bank(params[0]) == bank(results[0])
    if len(params) == 1 and row.immediates:  # in the frame, a lane's place would count as an offset
        return UNARY[:2] if same else UNARY[1:2]
    if len(params) == 1:
        return UNARY if same else tuple(form for form in UNARY if form.result == "r")
    if "v128" in params:
        return BINARY_VECTOR
    if not same:
        return tuple(form for form in BINARY if form.result == "r")
    return BINARY + (WITH_CONSTANT if bank(params[1]) == "integer" else ())


def canonical_forms(row: Op) -> tuple[Form, ...]:
    """Those of a row whose NaNs are made canonical."""
    params = row.params or ()
    return {1: UNARY[:2], 2: CANONICAL, 3: TERNARY}[len(params)]


def branch_forms(row: Op) -> tuple[Form, ...]:
    """Those of a comparison that a branch uses."""
    params = row.params or ("externref",)
    if len(params) == 1:
        return (Form("R"), Form("L"))
    kinds = ["RR", "RL", "LR", "LL"] + ["RK", "LK"] * (bank(params[1]) == "integer")
    return tuple(map(Form, kinds))


def ranges(form: Form, valtypes: tuple[str, ...], row: Op) -> Iterator[Numbers]:
    """The numbers of a form: near ones first, then any.  Slots of the frame are all near, or any."""
    slots = ["slot", "far slot"] if form.slots and "v128" not in valtypes else ["far slot"]
    constants = [""]
    if K in form.kinds:
        constants = ["near", "far"]
        if _shifts(row):
            constants = [f"count{valtypes[1][1:]}"]
    for constant, slot in product(constants, slots if form.slots else [""]):
        yield tuple((name, slot) for name in form.slots) + ((("k", constant),) if constant else ())


def variants(
    form: Form, valtypes: tuple[str, ...], result: str, row: Op, hides: bool, write: Callable[[Text], str]
) -> Iterator[Variant]:
    """All of one form, each for a range of numbers."""
    types = dict(zip(OPERANDS, valtypes, strict=False)) | {"r": result}
    for numbers in ranges(form, valtypes, row):
        yield variant(form, types, numbers, write, hides=hides)


def _shifts(row: Op) -> bool:
    """Whether the second operand is a number of bits, of which the processor takes the lowest ones."""
    return row.settle == "modulo" or "@llvm.fsh" in row.ir


def _checks(ir: str) -> bool:
    """Whether LLVM would drop checks that a constant passes which it has seen."""
    return "trap" in ir or "select" in ir


def _replaces_second(ir: str, features: frozenset[str]) -> bool:
    """Whether LLVM computes what commutes in the register of the second operand."""
    of_floats = "" if THREE_OPERANDS in features else "|fadd float|fmul float|fadd double|fmul double"
    return bool(re.fullmatch(rf"%r = ((mul|and|or|xor) i\d+{of_floats}) %a, %b", ir))


def _opposite(ir: str) -> str | None:
    """The comparison that holds where this one does not, if LLVM makes a branch of this one with another constant.

    It counts the constant up or down, which is wrong for the last one.
    """
    before, predicate, after = re.split(r"\b([su][gl][et])\b", ir) if re.search(r"icmp [su][gl][et]", ir) else ("",) * 3
    other = {"sge": "slt", "sle": "sgt", "uge": "ult", "ule": "ugt"}.get(predicate)
    return f"{before}{other}{after}" if other else None


def values(
    row: Op, form: Form, features: frozenset[str], *, immediate: int = 0, canonical: bool = False
) -> Iterator[Variant]:
    """The stencils of one form that compute a value."""
    params, results = row.params or ("externref",), row.results or ("i32",)
    ir = row.meaning(features).replace("$0", str(immediate))

    def write(text: Text) -> str:
        meaning = row.known if row.known and K in form.kinds else ir
        operands = [text.operand(name, valtype) for name, valtype in zip(OPERANDS, params, strict=False)]
        if K in form.kinds and _shifts(row) and not text.hides:
            operands[1] = f"{params[1]} {text.sample['k']}"  # LLVM folds only a literal constant
        if form == Form("RR", "a") and _replaces_second(ir, features):
            operands.reverse()
        arguments = dict(zip(OPERANDS, (LLVM_TYPES[valtype] for valtype in params), strict=False))
        if row.is_comparison:
            truth = text.meaning(meaning, arguments, operands, "i1")
            text.result("i32", f"i32 {text.new(f'zext {truth} to i32')}")
        else:
            arithmetic = row.arithmetic if canonical else ""
            types = " ".join(LLVM_TYPES[result] for result in results)
            found = text.meanings(meaning, arguments, operands, types, arithmetic)
            for name, result, value in zip(RESULTS, results, found, strict=False):
                text.result(result, value, name)
        return text.body()

    return variants(form, params, results[0], row, _checks(ir), write)


def branches(row: Op, form: Form, features: frozenset[str], *, wanted: bool) -> Iterator[Variant]:
    """The stencils of one form that branch."""
    params, ir = row.params or ("externref",), row.meaning(features)
    opposite = _opposite(ir) if K in form.kinds else None
    if opposite:
        ir, wanted = opposite, not wanted

    def write(text: Text) -> str:
        operands = [text.operand(name, valtype) for name, valtype in zip(OPERANDS, params, strict=False)]
        arguments = dict(zip(OPERANDS, (LLVM_TYPES[valtype] for valtype in params), strict=False))
        return text.branch(text.meaning(ir, arguments, operands, "i1"), wanted=wanted)

    return variants(form, params, "", row, _checks(ir), write)
