"""An instruction made ready for the walker: what all equal instructions of a module share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wasihost.codegen.translate.template import Template
from wasihost.wasm.bodies import Clause

# Kinds.  Up to CALL an instruction is straight-line code; the walker's loop has the first ones written out.
LOCAL_GET, LOCAL_SET, LOCAL_TEE, CONST, LOAD, BINARY, STORE, UNARY, KNOWN, ACT, SELECT, CALL = range(12)
BLOCK, LOOP, IF, TRY, ELSE, END, BR, BR_IF, BR_TABLE, STOP, THROW = range(12, 23)

_SLOTS = """
    act algebra arithmetic bit catches floats fused hidden index inverse is_not is_tail kind known labels last memory
    offset open
    params predicate pure result results settle spilled table target text throws traps width
"""


class Step:
    """One instruction.  A field that its kind has no use for is not there, or empty."""

    __slots__ = tuple(_SLOTS.split())

    kind: int
    act: Callable[..., None]  # method of the walker: act(walker, step, offset in the module, or the Label of a block)
    params: tuple[str, ...]  # LLVM types of the operands, or of a block's parameters
    results: tuple[str, ...]  # LLVM types of the results

    # Prepared text, see Template.
    text: Callable[..., str]
    result: str  # what to write before the number of the result; CONST: the constant itself
    last: int
    traps: tuple[Any, ...]
    open: Callable[[int], str] | None
    floats: str  # with canonical NaNs: Op.takes_any_nan
    arithmetic: str  # likewise: Op.arithmetic

    # Immediates.
    index: int  # of what the instruction names: a local, label, global, table, function, type, tag
    bit: int  # local.*: 1 << index
    labels: tuple[int, ...]  # br_table: label indices, the default last
    catches: tuple[Clause, ...]  # try_table
    table: int  # call_indirect: index of the table
    memory: int  # index of the memory that is accessed
    offset: int  # memarg's offset
    width: int  # bytes accessed

    # Other forms of the same instruction.
    fused: Step | None  # comparison: one that leaves its i1 as it is, for a branch or select
    inverse: Step | None  # comparison: likewise, with the opposite truth
    is_not: bool  # i32.eqz, which inverts a comparison
    hidden: Step  # one that hides its result from LLVM: for a float made from a constant
    spilled: Step  # local.*: one for functions whose locals live in memory
    known: Callable[..., str]  # KNOWN: text for an operand b that is a settled constant
    settle: Callable[[str], str | None]  # KNOWN: constant → the one to write, or None where only `text` will do

    # What loops are analysed by (translate.loop_plan).
    pure: tuple[int, int] | None  # operands and results of what neither traps nor touches anything else
    algebra: str  # add, sub, mul or shl of i32
    predicate: str  # of a fused comparison of i32: LLVM's word

    # Calls.
    target: str  # the callee as text
    is_tail: bool  # it takes part in tail calls (translate.convention)
    throws: bool  # it may end in an exception

    def __init__(self, kind: int, act: Callable[..., None] | None = None, **fields: Any) -> None:
        self.kind = kind
        if act:
            self.act = act
        self.fused = self.inverse = None
        self.is_not = self.throws = False
        self.result = self.algebra = self.predicate = ""
        self.pure = None
        self.params = self.results = ()
        for name, value in fields.items():
            setattr(self, name, value)

    def adopt(self, template: Template) -> Step:
        self.text = template.text
        self.result = template.result
        self.last = template.last
        self.traps = template.traps
        self.open = template.open
        return self
