"""Accesses to memories, and memory.size."""

from __future__ import annotations

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower
from wasihost.ops import Op
from wasihost.ops.atomic import PREFIX as ATOMIC_PREFIX


def access(m: InstrMaker, row: Op, memidx: int, static_offset: int, lane: int = 0) -> Instr:
    """Loads, stores and atomics: the address leaves the stack first, to become `%p`."""
    arguments, result = m.shape(row, ((memidx, static_offset),))
    del arguments["a"]
    ir = _meaning(m, row, memidx).replace("$1", str(lane))
    template = m.template(ir, arguments | {"p": ""}, result)
    guarded = m.context.is_guarded(memidx)
    instr = m.make(kinds.ACTION, "access" if guarded else "access_checked", params=tuple(arguments.values()))
    instr.memory, instr.static_offset, instr.width = memidx, static_offset, 1 << (row.access_width or 0)
    # What other threads may change is no plain load or store (`loop_plan`).
    plain = row.prefix != ATOMIC_PREFIX and not m.module.memories[memidx].shared
    if guarded and plain and len(arguments) == int(not result):
        instr.kind = kinds.LOAD if result else kinds.STORE
    return instr.adopt(template)


def _meaning(m: InstrMaker, row: Op, memidx: int) -> str:
    return (row.shared if m.module.memories[memidx].shared else "") or row.ir


def _memory_size(m: InstrMaker, row: Op, memidx: int) -> Instr:
    _, result = m.shape(row, (memidx,))
    ir = _meaning(m, row, memidx).replace("$shift", str(m.module.memories[memidx].page_shift))
    return m.make(kinds.ACTION, "memory_size", index=memidx).adopt(m.template(ir, {"p": ""}, result))


LOWER: dict[str, Lower] = {"memory.size": _memory_size}
