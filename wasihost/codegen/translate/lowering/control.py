"""Blocks and branches.  Their actions have the names of the rows."""

from __future__ import annotations

from typing import Any

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower
from wasihost.ops import Op

_BLOCKS = {"block": kinds.BLOCK, "loop": kinds.LOOP, "if": kinds.IF}
_BRANCHES = {"br": kinds.BR, "br_if": kinds.BR_IF, "br_on_null": kinds.BR_IF, "br_on_non_null": kinds.BR_IF}
_OTHERS = {"else": kinds.ELSE, "end": kinds.END, "return": kinds.STOP, "unreachable": kinds.STOP}


def _block(m: InstrMaker, row: Op, block_type: Any) -> Instr:
    params, results = m.context.block_types(block_type)
    return m.make(_BLOCKS[row.name], row.name, params=params, results=results)


def _branch(m: InstrMaker, row: Op, labelidx: int) -> Instr:
    return m.make(_BRANCHES[row.name], row.name, index=labelidx)


def _br_table(m: InstrMaker, row: Op, labels: tuple[int, ...]) -> Instr:
    return m.make(kinds.BR_TABLE, row.name, labels=labels)


def _other(m: InstrMaker, row: Op) -> Instr:
    return m.make(_OTHERS[row.name], row.name)


def _nop(m: InstrMaker, row: Op) -> Instr:
    return m.make(kinds.ACTION, row.name, pure=(0, 0))


LOWER: dict[str, Lower] = {
    **dict.fromkeys(_BLOCKS, _block),
    **dict.fromkeys(_BRANCHES, _branch),
    "br_table": _br_table,
    **dict.fromkeys(_OTHERS, _other),
    "nop": _nop,
}
