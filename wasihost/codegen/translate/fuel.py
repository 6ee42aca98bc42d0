"""Fuel: what instructions cost, and where a body pays (`--fuel`).

Every instruction costs 1, but for those that do nothing themselves: block, loop, try_table, else, end, nop.  What works
on a range costs more by its length.  A run of instructions that nothing can enter or leave is paid for before its
first one, so the guest ends at the same place at every level and on every machine, and has never had more than it was
given.
"""

from __future__ import annotations

from collections.abc import Sequence

from wasihost.codegen.translate import step as kinds
from wasihost.codegen.translate.calls import Calls
from wasihost.codegen.translate.step import Step
from wasihost.ops import Op

FREE = (kinds.BLOCK, kinds.LOOP, kinds.TRY, kinds.ELSE, kinds.END)
BYTES = 6  # bits: each 64 bytes cost 1
ENTRIES = 0  # each entry of a table does: it may have to be looked for
# Instructions whose cost depends on a length, which is the topmost operand.
LONG = {
    **dict.fromkeys(("memory.init", "memory.copy", "memory.fill"), BYTES),
    **dict.fromkeys(("table.init", "table.copy", "table.grow", "table.fill"), ENTRIES),
}


def meter(rows: Sequence[Op], steps: Sequence[Step], ats: Sequence[int]) -> tuple[list[Step], list[int]]:
    """The steps of a body with payments between them, and the offsets of all."""
    metered: list[Step] = []
    offsets: list[int] = []
    begin, cost, payment = 0, 0, Step(kinds.ACT)
    for row, step, at in zip(rows, steps, ats, strict=True):
        if begin == len(metered):
            payment = Step(kinds.ACT, Calls.pay)
            metered.append(payment)
            offsets.append(at)
            cost = 0
        if row.name in LONG:
            metered.append(Step(kinds.ACT, Calls.pay_by_count, index=LONG[row.name]))
            offsets.append(at)
        metered.append(step)
        offsets.append(at)
        cost += step.kind not in FREE and row.name != "nop"
        if step.kind >= kinds.CALL and step.kind not in (kinds.BLOCK, kinds.TRY):
            payment.result = str(cost)
            if not cost:
                del metered[begin], offsets[begin]
            begin = len(metered)
    return metered, offsets
