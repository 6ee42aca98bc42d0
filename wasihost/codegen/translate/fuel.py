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
from wasihost.codegen.translate.tokens import read

NOP, PREFIX = 0x01, 0xFC
FREE = (kinds.BLOCK, kinds.LOOP, kinds.TRY, kinds.ELSE, kinds.END)
BYTES = 6  # bits: each 64 bytes cost 1
ENTRIES = 0  # each entry of a table does: it may have to be looked for
# Of the instructions behind the prefix, by their opcode; the length is the topmost operand.
LONG = {8: BYTES, 10: BYTES, 11: BYTES, 12: ENTRIES, 14: ENTRIES, 15: ENTRIES, 17: ENTRIES}


def meter(tokens: Sequence[bytes], steps: Sequence[Step], ats: Sequence[int]) -> tuple[list[Step], list[int]]:
    """The steps of a body with payments between them, and the offsets of all."""
    metered: list[Step] = []
    offsets: list[int] = []
    begin, cost, payment = 0, 0, Step(kinds.ACT)
    for token, step, at in zip(tokens, steps, ats, strict=True):
        if begin == len(metered):
            payment = Step(kinds.ACT, Calls.pay)
            metered.append(payment)
            offsets.append(at)
            cost = 0
        if token[0] == PREFIX and (row := read(token)[0]).opcode in LONG:
            metered.append(Step(kinds.ACT, Calls.pay_by_count, index=LONG[row.opcode]))
            offsets.append(at)
        metered.append(step)
        offsets.append(at)
        cost += step.kind not in FREE and token[0] != NOP
        if step.kind >= kinds.CALL and step.kind not in (kinds.BLOCK, kinds.TRY):
            payment.result = str(cost)
            if not cost:
                del metered[begin], offsets[begin]
            begin = len(metered)
    return metered, offsets
