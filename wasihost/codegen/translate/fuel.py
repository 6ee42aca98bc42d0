"""Fuel: where a body pays, and how much (`--fuel`).  The column `fuel` of `ops` has what each instruction costs.

A sequence of instructions that nothing can enter or leave is paid for before its first one.  So the guest ends at the
same place at every level and on every machine, and never gets more than it was given.
"""

from __future__ import annotations

from collections.abc import Sequence

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker

_SHIFTS = {"bytes": 6, "entries": 0}  # so many bits off a length: each 64 bytes cost 1; an entry may have to be made


def add_payments(maker: InstrMaker, instrs: Sequence[Instr], offsets: Sequence[int]) -> tuple[list[Instr], list[int]]:
    """The instructions of a body with payments between them, and the offsets of all."""
    metered: list[Instr] = []
    metered_offsets: list[int] = []

    def add(instr: Instr, offset: int) -> Instr:
        metered.append(instr)
        metered_offsets.append(offset)
        return instr

    begin, cost, payment = 0, 0, Instr(kinds.ACTION)
    for instr, offset in zip(instrs, offsets, strict=True):
        if begin == len(metered):
            payment = add(maker.make(kinds.ACTION, "charge_fuel"), offset)
            cost = 0
        if instr.fuel in _SHIFTS:
            add(maker.make(kinds.ACTION, "charge_fuel_by_size", index=_SHIFTS[instr.fuel]), offset)
        add(instr, offset)
        cost += instr.fuel != "none"
        if instr.kind >= kinds.CALL and instr.kind not in (kinds.BLOCK, kinds.TRY):
            payment.result = str(cost)
            if not cost:
                del metered[begin], metered_offsets[begin]
            begin = len(metered)
    return metered, metered_offsets
