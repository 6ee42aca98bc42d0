"""try_table, throw and throw_ref."""

from __future__ import annotations

from typing import Any

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower
from wasihost.ops import Op
from wasihost.wasm.bodies import Clause


def _try_table(m: InstrMaker, row: Op, block_type: Any, catches: tuple[Clause, ...]) -> Instr:
    """Without the clauses that are never reached: an earlier one has their tag, or catches all."""
    reached: dict[int | None, Clause] = {}
    for clause in catches:
        reached.setdefault(clause[0], clause)
        if clause[0] is None:
            break
    params, results = m.context.block_types(block_type)
    return m.make(kinds.TRY, row.name, params=params, results=results, catches=tuple(reached.values()))


def _throw(m: InstrMaker, row: Op, tagidx: int) -> Instr:
    return m.make(kinds.THROW, row.name, index=tagidx, params=m.context.tag_types(tagidx))


def _throw_ref(m: InstrMaker, row: Op) -> Instr:
    return m.make(kinds.THROW, row.name)


LOWER: dict[str, Lower] = {"try_table": _try_table, "throw": _throw, "throw_ref": _throw_ref}
