"""The shape of a row of the instruction tables, and the language of meanings (specification section 4).

    op(name, code, signature, meaning, known=…, imm=…, touches=…, width=…, shared=…, arithmetic=…, on=…)

name       as in the text format
code       the opcode byte, or (prefix byte, opcode)
signature  "i32 i32 -> i32"; None where the types depend on an immediate or on the context; at most four operands and
           two results.
           addr is the address type, i32 or i64, of the memory or table that the instruction names (the first of two),
           addr2 that of the second; count is i64 if both are
meaning    LLVM IR over values, or "" where the code depends on context (control, calls, locals): see translate.actions
known      a shorter meaning for a constant `%b` that needs no check: see `settle`
settle     how a constant `%b` becomes one for `known`: "modulo" the width, or "divisor" (neither 0 nor -1)
imm        kinds of immediates in the order of the binary format
touches    "memory", "table" or "global" if the instruction reads or writes one
width      log2 of the bytes that a load or store accesses: its natural alignment
shared     the meaning for a shared memory, where it differs
arithmetic LLVM type of the result, a float or lanes, where the instruction may make a NaN
fuel       what the instruction costs: 1 (""), nothing ("none"), or more for a length, its topmost operand: "bytes" or
           "entries"
on         features of a machine (its architecture, or LLVM's names) → a better meaning there; "passes" means
           that LLVM optimises before it selects instructions

A meaning is straight-line IR, one instruction a line.

    %a %b %c %d the operands, deepest first                        %r   the result, assigned last; before %r2,
                                                                        the second one
    %vm         the instance                                       %p   pointer to what the immediates (and %a) name
    %table      the table's first entry                            %length   its number of entries, an address
    $0 $1       immediates as numbers (lanes: a mask)              $t   LLVM type of an operand that may be of any type
    $shift      log2 of the bytes of the memory's pages            %v128    the type of vectors: see ops/lanes.py
    %other      a value local to the meaning
    @name       a runtime function, one of abi.BUILTINS            addr      LLVM type of an address

Where the signature says i32 and `%r` is an i1, the instruction is a comparison: a branch can use it as it is.
Four forms of lines are not LLVM's:

    trap %condition, NAME     end the guest with abi.Trap.NAME if the i1 is true
    %r = opaque TYPE %x       %x, but LLVM must not see how %x was made
    %y = address %x           the operand %x, an address or a count, as an i64
    %r = from_address %x      the i64 %x as an address
"""

from __future__ import annotations

import re
from typing import NamedTuple

OPERANDS = "abcd"
RESULTS = ("r", "r2")


class Op(NamedTuple):
    """One instruction."""

    name: str
    prefix: int  # 0 when the opcode stands alone
    opcode: int
    immediates: tuple[str, ...]
    params: tuple[str, ...] | None
    results: tuple[str, ...] | None
    ir: str
    known: str
    settle: str
    touches: str
    access_width: int | None
    shared: str
    arithmetic: str
    fuel: str
    versions: tuple[tuple[frozenset[str], str], ...]  # (features, meaning)

    @property
    def is_comparison(self) -> bool:
        return "%r = icmp" in self.ir or "%r = fcmp" in self.ir

    @property
    def takes_any_nan(self) -> str:
        """LLVM type of the operands, floats or lanes, if the result is the same for any NaN; else empty."""
        if self.arithmetic or "%r = fcmp" in self.ir or "%truth = fcmp" in self.ir or "fpto" in self.ir:
            seen = re.match(r"%x = bitcast %v128 %a to (<.+>)", self.ir)
            return seen[1] if seen else {"f32": "float", "f64": "double"}[(self.params or ())[0]]
        return ""

    @property
    def lanes(self) -> int:
        """Number of lanes that the immediate `lane` selects from."""
        if self.access_width is not None:
            return 16 >> self.access_width
        return int(self.name.partition(".")[0].rpartition("x")[2])

    def meaning(self, features: frozenset[str]) -> str:
        """The IR for a machine with these features."""
        return next((ir for needed, ir in self.versions if needed <= features), self.ir)


def op(
    name: str,
    code: int | tuple[int, int],
    signature: str | None,
    ir: str = "",
    *,
    known: str = "",
    settle: str = "",
    imm: str = "",
    touches: str = "",
    width: int | None = None,
    shared: str = "",
    arithmetic: str = "",
    fuel: str = "",
    on: dict[str, str] | None = None,
) -> Op:
    prefix, opcode = code if isinstance(code, tuple) else (0, code)
    params = results = None
    if signature is not None:
        left, right = signature.split("->")
        params, results = tuple(left.split()), tuple(right.split())
    versions = tuple((frozenset(needed.split()), _stripped(version)) for needed, version in (on or {}).items())
    immediates = tuple(imm.split())
    texts = _stripped(ir), known, settle
    return Op(
        name,
        prefix,
        opcode,
        immediates,
        params,
        results,
        *texts,
        touches,
        width,
        _stripped(shared),
        arithmetic,
        fuel,
        versions,
    )


def _stripped(ir: str) -> str:
    return "\n".join(line.strip() for line in ir.splitlines() if line.strip())
