"""The shape of a row of the instruction tables, and the words that rows are written in (specification section 5.4).

    op(name, code, signature, meaning, imm=…, touches=…, width=…)

name       as in the text format
code       the opcode byte, or (prefix byte, opcode)
signature  "i32 i32 -> i32"; None where the operands depend on an immediate or on the context
meaning    LLVM IR over plain values, or "" where it is an action of the code generator (control, calls, locals)
imm        kinds of immediates in the order of the binary format
touches    "memory", "table" or "global", when the instruction reads or writes one
width      log2 of the bytes that a load or store accesses: its natural alignment

A meaning is straight-line IR.  `%a`, `%b`, `%c` are the operands, `%r` is the result, every other name is local to the
row.  One line form is ours: `trap %condition, NAME` raises abi.Trap.NAME when the i1 `%condition` holds; nothing after
it happens then.  What else a meaning may name is listed at the top of its table.
"""

from __future__ import annotations

from typing import NamedTuple


class Op(NamedTuple):
    """One instruction."""

    name: str
    prefix: int  # 0 when the opcode stands alone
    opcode: int
    immediates: tuple[str, ...]
    params: tuple[str, ...] | None
    results: tuple[str, ...] | None
    ir: str
    touches: str
    access_width: int | None


def op(
    name: str,
    code: int | tuple[int, int],
    signature: str | None,
    ir: str = "",
    *,
    imm: str = "",
    touches: str = "",
    width: int | None = None,
) -> Op:
    prefix, opcode = code if isinstance(code, tuple) else (0, code)
    params = results = None
    if signature is not None:
        left, right = signature.split("->")
        params, results = tuple(left.split()), tuple(right.split())
    return Op(name, prefix, opcode, tuple(imm.split()), params, results, ir, touches, width)
