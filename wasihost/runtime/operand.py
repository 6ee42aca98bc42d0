"""The address that an x86-64 instruction reads or writes: its bytes and the registers in, an address out.

A fault only tells the first byte that could not be touched, which lies behind the access's start where that still was
in the memory.  Only traps come here; whatever is not known for sure gives None.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# Where the kernel's order (r8 … r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp) has the registers 0, 1, 2 …
ORDER = (13, 14, 12, 11, 15, 10, 9, 8, 0, 1, 2, 3, 4, 5, 6, 7)
PREFIXES = b"\x66\xf2\xf3\xf0\x2e\x3e"  # without any meaning for the address
VEX_2, VEX_3 = 0xC5, 0xC4
# Opcodes of one byte that a ModRM byte follows, but for those below 0x40.
WITH_MODRM = bytes.fromhex("63 69 6b 8081828384858687 88898a8b8c8d8e8f c0c1c6c7 d0d1d2d3 f6f7feff")
NO_INDEX, NO_BASE, RELATIVE = 4, 5, 5
MASK = (1 << 64) - 1


def accessed(code: bytes, registers: Sequence[int]) -> int | None:
    """`code` begins with the instruction, `registers` are the kernel's."""
    try:
        return _accessed(code, registers)
    except IndexError:
        return None


def _accessed(code: bytes, registers: Sequence[int]) -> int | None:
    at, extension = 0, 0  # bits 0 and 1 of the extension: of base and index
    while code[at] in PREFIXES:
        at += 1
    if code[at] & 0xF0 == 0x40:
        extension = code[at] & 3
        at += 1
    if code[at] == VEX_2:
        at += 3
    elif code[at] == VEX_3:
        extension = ~code[at + 1] >> 5 & 3
        at += 4
    elif code[at] == 0x0F:
        at += 3 if code[at + 1] in (0x38, 0x3A) else 2
    else:
        opcode = code[at]
        if not (opcode in WITH_MODRM or (opcode < 0x40 and opcode & 7 < 4)):
            return None
        at += 1
    return _operand(code, at, extension, registers)


def _operand(code: bytes, at: int, extension: int, registers: Sequence[int]) -> int | None:
    """The memory operand of a ModRM byte."""
    mode, base = code[at] >> 6, code[at] & 7
    at += 1
    if mode == 3 or (mode == 0 and base == RELATIVE):
        return None
    address, has_base = 0, True
    if base == 4:  # a SIB byte follows
        scale, index, base = code[at] >> 6, code[at] >> 3 & 7 | (extension & 2) << 2, code[at] & 7
        at += 1
        has_base = not (mode == 0 and base == NO_BASE)
        if index != NO_INDEX:
            address = registers[ORDER[index]] << scale
    if has_base:
        address += registers[ORDER[base | (extension & 1) << 3]]
    size = {0: 0 if has_base else 4, 1: 1, 2: 4}[mode]
    if at + size > len(code):
        return None
    return (address + int.from_bytes(code[at : at + size], "little", signed=True)) & MASK
