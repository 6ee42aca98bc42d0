"""Lowering: a row of `ops` and its immediates → an Instr, once for each distinct instruction of a module.

The module decides what a row leaves open: types, the callee's convention, whether a memory is guarded.  An Instr names
its action; the tier, which is the code generator that writes the instructions, has the functions of these names.
"""

from __future__ import annotations

from typing import Any

from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering import call, constant, control, exception, memory, numeric, reference, variable
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower, Tier
from wasihost.ops import Op
from wasihost.wasm.bodies import Body, BodyReader

_FAMILIES = (control, exception, call, variable, constant, numeric, memory, reference)
_LOWER: dict[str, Lower] = {name: lower for family in _FAMILIES for name, lower in family.LOWER.items()}


class InstrCache:
    """The Instrs of one module for one tier: one per distinct instruction that has been read, by its number."""

    def __init__(self, context: Context, tier: Tier) -> None:
        self.context = context
        self.maker = InstrMaker(context, tier)
        self.reader = BodyReader(context.bodies)
        self._instrs: list[Instr] = []

    def of(self, body: Body) -> list[Instr]:
        """The Instrs of a body that has been read."""
        for row, immediates in self.reader.instructions[len(self._instrs) :]:
            instr = _lower(self.maker, row, immediates)
            instr.fuel = row.fuel
            self._instrs.append(instr)
        return list(map(self._instrs.__getitem__, body.numbers))


def _lower(m: InstrMaker, row: Op, immediates: tuple[Any, ...]) -> Instr:
    lower = _LOWER.get(row.name)
    if lower is not None:
        return lower(m, row, *immediates)
    if row.access_width is not None:
        return memory.access(m, row, *immediates[0], *immediates[1:])
    if row.is_comparison:
        return numeric.comparison(m, row)
    return numeric.numeric(m, row, immediates)
