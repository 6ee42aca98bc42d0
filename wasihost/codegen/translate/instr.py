"""An instruction ready to be written: what all equal instructions of a module share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wasihost.codegen.translate.template import Template
from wasihost.wasm.bodies import Clause

# Called with the writer, the instruction and its offset in the module.
Action = Callable[..., None]

_SLOTS = """
    action algebra arithmetic bit catches floats fuel fused handler hidden index inverse is_not kind known labels last
    memory open params predicate pure result results settle spilled static_offset table target text throws traps
    has_own_convention width
"""


class Instr:
    """One instruction.  A field that its kind does not use is absent or empty."""

    __slots__ = tuple(_SLOTS.split())

    kind: int  # one of `kinds`
    action: str  # names what writes the instruction, where its kind alone does not say
    handler: Action  # the tier's function of that name
    params: tuple[str, ...]  # LLVM types of the operands, or of a block's parameters
    results: tuple[str, ...]  # LLVM types of the results
    fuel: str  # the column of `ops`

    # The text of the row's meaning, see Template.
    text: Callable[..., str]
    result: str  # what precedes the number of the result; CONST: the constant itself
    last: int
    traps: tuple[Any, ...]
    open: Callable[[int], str] | None
    floats: str  # with canonical NaNs: Op.takes_any_nan
    arithmetic: str  # with canonical NaNs: Op.arithmetic

    # Immediates.
    index: int  # of what the instruction names: a local, label, global, table, function, type or tag
    bit: int  # local.*: 1 << index
    labels: tuple[int, ...]  # br_table: label indices, the default last
    catches: tuple[Clause, ...]  # try_table
    table: int  # call_indirect: index of the table
    memory: int  # index of the memory that is accessed
    static_offset: int  # the memarg's
    width: int  # bytes accessed

    # Other forms of the same instruction.
    fused: Instr | None  # comparison: one whose result is an i1, for the branch or select that takes it
    inverse: Instr | None  # comparison: one whose result is an i1 with the opposite truth
    is_not: bool  # i32.eqz, which inverts a comparison
    hidden: Instr  # one that hides its result from LLVM, for a float made from a constant
    spilled: Instr  # local.*: one for functions whose locals live in memory
    known: Callable[..., str]  # KNOWN: text for an operand b that is a settled constant
    settle: Callable[[str], str | None]  # KNOWN: constant → the one to write, or None where only `text` serves

    # What `loop_plan` reads.
    pure: tuple[int, int] | None  # numbers of operands and results, where it neither traps nor has another effect
    algebra: str  # add, sub, mul or shl of i32
    predicate: str  # of a fused comparison of i32: LLVM's name

    # Calls.
    target: str  # the callee as text
    has_own_convention: bool  # the callee passes values as `convention` says
    throws: bool  # it may end in an exception

    def __init__(self, kind: int, **fields: Any) -> None:
        self.kind = kind
        self.fused = self.inverse = None
        self.is_not = self.throws = False
        self.action = self.result = self.algebra = self.predicate = self.fuel = ""
        self.pure = None
        self.params = self.results = ()
        for name, value in fields.items():
            setattr(self, name, value)

    def adopt(self, template: Template) -> Instr:
        self.text = template.text
        self.result = template.result
        self.last = template.last
        self.traps = template.traps
        self.open = template.open
        return self
