"""An instruction made ready for the walker: what every occurrence of the same bytes in a module shares."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wasihost.codegen.template import Template

# Kinds.  Up to CALL an instruction is straight-line code; the walker's loop has the first ones written out.
LOCAL_GET, LOCAL_SET, LOCAL_TEE, CONST, LOAD, BINARY, STORE, UNARY, KNOWN, ACT, SELECT, CALL = range(12)
BLOCK, LOOP, IF, TRY, ELSE, END, BR, BR_IF, BR_TABLE, STOP, THROW = range(12, 23)


class Step:
    """One instruction.  Fields that its kind does not need keep their defaults."""

    __slots__ = (
        "act",  # method of the walker: act(walker, step, offset of the instruction in the module, or its Label)
        "bit",  # local.*: 1 << index
        "catches",  # try_table: its clauses as tokens.read gives them
        "hidden",  # the Step to use where a float is made from a constant: LLVM must not see the result
        "fused",  # comparison: the Step that leaves its i1 as it is, for a branch or select
        "index",  # of what the instruction names: a local, label, global, table, function, type, tag
        "inverse",  # comparison: likewise, with the opposite truth
        "is_not",  # i32.eqz, which inverts a comparison
        "kind",
        "known",  # KNOWN: text for an operand b that is a settled constant
        "labels",  # br_table: label indices, the default last
        "last",  # the result is value number n + last
        "memory",  # index of the memory that is accessed
        "offset",  # memarg's offset
        "params",  # LLVM types of the operands, or of a block's parameters
        "result",  # what to write before the number of the result; CONST: the constant itself
        "results",  # LLVM types of the results
        "settle",  # KNOWN: constant → the constant to write, or None where only the full meaning will do
        "spilled",  # local.*: the Step for functions whose locals live in memory
        "table",  # call_indirect: index of the table
        "target",  # call: the callee as text
        "text",  # of Template
        "throws",  # CALL: it may end in an exception
        "traps",  # of Template
        "width",  # bytes accessed
    )

    def __init__(self, kind: int, act: Callable[..., None] | None = None, **fields: Any) -> None:
        self.kind = kind
        self.act = act
        self.fused: Step | None = None
        self.inverse: Step | None = None
        self.is_not = False
        self.throws = False
        self.result = ""
        self.results: tuple[str, ...] = ()
        self.params: tuple[str, ...] = ()
        for name, value in fields.items():
            setattr(self, name, value)

    def adopt(self, template: Template) -> Step:
        self.text = template.text
        self.result = template.result
        self.last = template.last
        self.traps = template.traps
        return self
