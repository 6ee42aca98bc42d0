"""The parts that are specific to x86-64: registers, prefixes, jumps, and the two sets of stencils.

GHC's calling convention passes these registers and saves none, so a stencil changes only the register of its result.
LLVM may use rax, rcx, rdx, r10, r11, xmm0, xmm7 to xmm15, and memory below the stack pointer, a multiple of 8.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Bank(NamedTuple):
    """Registers of one kind, by their numbers in the encoding."""

    letter: str  # of their names in a stencil's text
    type: str
    stack: tuple[int, ...]  # entry n of the operand stack is in stack[n % 4]
    pinned: tuple[int, ...]  # hold the locals that are used most
    # Pairs whose numbers differ in most bits: each in the highest one and two others, the first ones also pairwise.
    contrasts: tuple[tuple[int, int], ...]

    @property
    def all(self) -> tuple[int, ...]:
        return self.stack + self.pinned


BANKS = {
    # rsi rdi r8 r9, rbx r14 r15
    "integer": Bank("g", "i64", (6, 7, 8, 9), pinned=(3, 14, 15), contrasts=((6, 9), (7, 8), (3, 14))),
    "float": Bank("x", "<2 x i64>", (1, 2, 3, 4), pinned=(5, 6), contrasts=((1, 6), (2, 5), (3, 4))),
}
# Names and types in the order of the convention: r13, rbp, r12, rbx, r14, rsi, rdi, r8, r9, r15, xmm1 to xmm6.
PARAMETERS = (
    *(("vm", "ptr"), ("fp", "ptr"), ("mem", "ptr")),
    *((f"g{number}", "i64") for number in (3, 14, 6, 7, 8, 9, 15)),
    *((f"x{number}", "<2 x i64>") for number in range(1, 7)),
)

# An instruction needs this prefix to name a register number 8 or above; others may have it.
OPTIONAL_PREFIX = 0x40
FIRST_PREFIXED = 8

# In the byte that says how an operand in memory is addressed: the bits that make a distance of 4 bytes one of 1 byte.
NEAR_DISTANCE = 0xC0

PC32, PLT32 = 2, 4  # relocations: a symbol's distance from the place, 4 bytes
JUMP = 0xE9  # followed by a distance of 4 bytes
JUMP_TO = b"\xff\x25"  # a jump to the address that is at a distance of 4 bytes
CONDITIONAL = 0x0F  # followed by 0x80 to 0x8F, where flipping bit 0 inverts the condition, and a distance of 4 bytes


def distance_mode(code: bytes | bytearray, place: int) -> int | None:
    """The place of that byte, if there is a distance of 4 bytes at `place` from rbp, or from r12 and an index."""
    if code[place - 1] & 0xC7 == 0x85:
        return place - 1
    if code[place - 2] & 0xC7 == 0x84 and code[place - 1] & 0xC7 == 0x04:
        return place - 2
    return None


THREE_OPERANDS = "avx"  # the feature with which operations on floats need not replace an operand

# A move of rbp, r12 or r13 to the stack.  They must stay where they are: a signal may come at any time.
SAVED = re.compile(rb"[\x48\x4c]\x89[\x64\x6c\xa4\xac]\x24", re.DOTALL)


class Set(NamedTuple):
    """Stencils for machines that have some features."""

    cpu: str
    features: str


_V3 = "sse3 ssse3 sse4.1 sse4.2 popcnt cx16 avx avx2 bmi bmi2 f16c fma lzcnt movbe"
SETS = {"x86-64": Set("x86-64", ""), "x86-64-v3": Set("x86-64-v3", ",".join(f"+{name}" for name in _V3.split()))}
