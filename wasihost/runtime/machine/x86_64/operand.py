"""Compute the address that an x86-64 instruction accesses, from its bytes and the registers.

A fault reports only the first inaccessible byte, which is after the start of the access if the start was accessible.
Only traps use this code.  If anything about the instruction is not certain, there is no address.
"""

from wasihost.layout import Array
from wasihost.native import Ptr, Struct, bool_, i8, i32, memcpy, memset, native, new, ptr, u8, u32, u64

# Register number → its index in the kernel's order (r8 … r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp).
ORDER = bytes((13, 14, 12, 11, 15, 10, 9, 8, 0, 1, 2, 3, 4, 5, 6, 7))
PREFIXES = b"\x66\xf2\xf3\xf0\x2e\x3e"  # without effect on the address
VEX_2, VEX_3 = 0xC5, 0xC4
# One-byte opcodes with a ModRM byte, except those below 0x40.
WITH_MODRM = bytes.fromhex("63 69 6b 8081828384858687 88898a8b8c8d8e8f c0c1c6c7 d0d1d2d3 f6f7feff")
NO_INDEX, NO_BASE, RELATIVE, SIB = 4, 5, 5, 4
MAX_INSTRUCTION_BYTES = 15


class Instruction(Struct):
    """The bytes of an instruction: prefixes, ModRM, SIB, displacement.

    They are followed by zeros, so that reading needs no checks.
    """

    bytes: Array(u8, 32)
    size: u32  # number of bytes that are known
    at: u32
    extension: u32  # bits 0 and 1: high bits of base and index


@native
def accessed(code: ptr, size: u64, registers: Ptr(u64), address: Ptr(u64)) -> bool_:
    """Find the address.  `code` begins with the instruction; `registers` are in the kernel's order.  False: unknown."""
    instruction = new(Instruction)
    memset(instruction, 0, 32)
    instruction.size = u32(min(size, u64(MAX_INSTRUCTION_BYTES)))
    memcpy(instruction.bytes, code, instruction.size)
    return read_opcode(instruction) and read_operand(instruction, registers, address)


@native
def read_opcode(instruction: Instruction) -> bool_:
    """Advance to the ModRM byte.  False: there is none."""
    at, code = u32(0), instruction.bytes
    while code[at] in PREFIXES:
        at += 1
    instruction.extension = 0
    if code[at] & 0xF0 == 0x40:
        instruction.extension = u32(code[at] & 3)
        at += 1
    opcode = code[at]
    if opcode == VEX_2:
        at += 3
    elif opcode == VEX_3:
        instruction.extension = u32(~code[at + 1]) >> 5 & 3
        at += 4
    elif opcode == 0x0F:
        at += 3 if code[at + 1] in (0x38, 0x3A) else 2
    elif opcode in WITH_MODRM or (opcode < 0x40 and opcode & 7 < 4):
        at += 1
    else:
        return False
    instruction.at = at
    return at < instruction.size


@native
def read_operand(instruction: Instruction, registers: Ptr(u64), result: Ptr(u64)) -> bool_:
    """Compute the memory operand of a ModRM byte."""
    code, at, extension = instruction.bytes, instruction.at, instruction.extension
    mode, base = u32(code[at] >> 6), u32(code[at] & 7)
    at += 1
    if mode == 3 or (mode == 0 and base == RELATIVE):
        return False
    address: u64 = 0
    size = u32(4) if mode == 2 else mode
    has_base: bool_ = True
    if base == SIB:
        scale, base = u32(code[at] >> 6), u32(code[at] & 7)
        index = u32(code[at] >> 3 & 7) | (extension & 2) << 2
        at += 1
        if mode == 0 and base == NO_BASE:
            has_base, size = False, 4
        if index != NO_INDEX:
            address = registers[ORDER[index]] << scale
    if has_base:
        address += registers[ORDER[base | (extension & 1) << 3]]
    if at + size > instruction.size:
        return False
    if size == 1:
        address += u64(i8[ptr(code) + at])
    elif size == 4:
        address += u64(i32[ptr(code) + at])
    result[0] = address
    return True
