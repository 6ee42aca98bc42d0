"""x86-64: instructions that are not made of stencils: moves, jumps, calls, frames (native subset).

A register has its number in the encoding; registers of floats and vectors have FLOAT added.
"""

from wasihost.abi import VMContext
from wasihost.baseline.shapes import F32, F64, I32, I64
from wasihost.baseline.state import State, here
from wasihost.codegen.stencils.x86_64 import BANKS
from wasihost.native import Global, native, popcnt, ptr, u8, u32, u64

FLOAT = 16
RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15 = range(16)
XMM0, XMM8 = FLOAT, FLOAT + 8
NOWHERE = 0xFF  # in place of a register: in memory
FRAME, VM, MEMORY = RBP, R13, R12  # what the registers hold in all code
STACK_POINTER = RSP
TEMPORARY = RAX  # no operand is ever in these
OTHER_TEMPORARY = R11
TEMPORARY_FLOAT = XMM0
FREE_FLOAT = XMM8  # and those after it
CALLEE = R10  # the function that is called through a reference
FREE = Global(u8, data=bytes((RAX, RCX, RDX, R10)))  # where operands wait: no operand is ever there
INTEGERS = bytes(BANKS["integer"].stack)
FLOATS = bytes(FLOAT + register for register in BANKS["float"].stack)
STACK = Global(u8, data=INTEGERS + FLOATS)
# For a stack of 2, 3 or 4 registers of a bank: that of each operand.
PERIOD = 256


def _in_turn(registers: bytes) -> bytes:
    return b"".join((registers[:count] * PERIOD)[:PERIOD] for count in (2, 3, 4))


INTEGER_STACKS, FLOAT_STACKS = Global(u8, data=_in_turn(INTEGERS)), Global(u8, data=_in_turn(FLOATS))
# Registers for locals; of integers, in functions that call something, then in others.  First are those that cost least.
ASIDE = OTHER_TEMPORARY - INTEGERS[3]  # from those two of the stack to registers that pass nothing
_SAVED = [*BANKS["integer"].pinned]
PINNED_INTEGERS = Global(u8, data=bytes([*_SAVED, INTEGERS[3], INTEGERS[2], INTEGERS[3], *_SAVED, INTEGERS[2]]))
PINNED_FLOATS = Global(
    u8, data=bytes([*(FLOAT + register for register in BANKS["float"].pinned), FLOATS[3], FLOATS[2]])
)
# System V.
ARGUMENTS = Global(u8, data=bytes([RDI, RSI, RDX, RCX, R8, R9]))
RESULTS = Global(u8, data=bytes([RAX, RDX, RCX]))
# The registers that calls preserve, in the order in which frames save them, and their bits in UnwindFunction.saved.
SAVED_BITS = tuple((register, 1 << bit) for bit, register in reversed(list(enumerate((RBX, R12, R13, R14, R15)))))
RETURN_SIZE = 16  # bytes between the frame pointer and arguments on the stack

# Opcodes: bits 0 to 7; TWO: after 0F; WIDE: with REX.W; the prefix in bits 24 to 31.
TWO, WIDE = 0x0F00, 0x10000
LOAD, STORE = 0x8B, 0x89
LOADS = Global(
    u32, data=b"".join(u32.encode(x) for x in (LOAD, LOAD | WIDE, 0xF3000010 | TWO, 0xF2000010 | TWO, 0x10 | TWO))
)
STORES = Global(
    u32, data=b"".join(u32.encode(x) for x in (STORE, STORE | WIDE, 0xF3000011 | TWO, 0xF2000011 | TWO, 0x11 | TWO))
)
MOVES = Global(u32, data=b"".join(u32.encode(x) for x in (LOAD, LOAD | WIDE, 0x28 | TWO, 0x28 | TWO, 0x28 | TWO)))
MOVD = 0x6600006E | TWO
MOVQ = MOVD | WIDE
COMPARE, TEST, LEA, ADD, SUBTRACT = 0x3B, 0x85, 0x8D, 0x03, 0x2B
ABOVE_OR_EQUAL, BELOW, EQUAL, NOT_EQUAL = 3, 2, 4, 5
JUMP = 0xE9  # followed by a distance of 4 bytes
NOP, NOP_SIZE = 0x00441F0F, 5  # nop [rax + rax]; the last byte is 0
TRAP = 0x40B90F67  # ud1 CODE(%eax), %eax: see runtime.machine


@native(inline=True)
def put(s: State, byte: u32):
    u8[s.out] = u8(byte)
    s.out += 1


@native(inline=True)
def put_word(s: State, word: u32):
    u32[s.out] = word
    s.out += 4


@native(inline=True)
def after_opcode(out: ptr, opcode: u32, register: u32, base: u32) -> ptr:
    """Write an opcode.  Bytes that it lacks are overwritten: that is faster than to ask, since no guess is wrong."""
    u8[out] = u8(opcode >> 24)
    out += u64(opcode >> 24 != 0)
    rex = 0x40 | (opcode >> 16 & 1) << 3 | (register >> 3 & 1) << 2 | (base >> 3 & 1)
    u8[out] = u8(rex)
    out += u64(rex != 0x40)
    u8[out] = 0x0F
    out += u64(opcode & TWO == TWO)
    u8[out] = u8(opcode & 0xFF)
    return out + 1


@native
def put_opcode(s: State, opcode: u32, register: u32, base: u32):
    s.out = after_opcode(s.out, opcode, register, base)


@native(inline=False)
def in_memory(s: State, opcode: u32, register: u32, base: u32, offset: u32):
    """An instruction on a register and memory at an offset from another one."""
    out = after_opcode(s.out, opcode, register, base)
    near = offset + 128 < 256
    u8[out] = u8((u32(0x40) if near else u32(0x80)) | (register & 7) << 3 | base & 7)
    u8[out, 1] = 0x24
    out += u64(1) + u64(base & 7 == RSP)
    u32[out] = offset
    s.out = out + (u64(1) if near else u64(4))


@native
def in_registers(s: State, opcode: u32, register: u32, other: u32):
    out = after_opcode(s.out, opcode, register, other)
    u8[out] = u8(0xC0 | (register & 7) << 3 | other & 7)
    s.out = out + 1


# --------------------------------------------------------------------------------------------------------------- moves
@native(inline=True)
def load(s: State, type_: u32, register: u32, base: u32, offset: u32):
    in_memory(s, LOADS[type_], register, base, offset)


@native(inline=True)
def store(s: State, type_: u32, register: u32, base: u32, offset: u32):
    in_memory(s, STORES[type_], register, base, offset)


@native
def move(s: State, type_: u32, to: u32, register: u32):
    """An i32 is extended with zeros."""
    if to != register:
        in_registers(s, MOVES[type_], to, register)


@native
def extend(s: State, register: u32):
    """Clear the upper half of a register."""
    in_registers(s, LOAD, register, register)


@native(inline=False)
def load_constant(s: State, type_: u32, register: u32, value: u64):
    if type_ == I32:
        value = u64(u32(value))
    if register >= FLOAT:
        if value == 0:
            in_registers(s, 0x57 | TWO, register, register)  # xorps
        else:
            load_constant(s, I32 if type_ == F32 else I64, TEMPORARY, value)
            in_registers(s, u32(MOVQ) if type_ == F64 else u32(MOVD), register, TEMPORARY)
    elif value == 0:
        in_registers(s, 0x33, register, register)
    elif value < 1 << 32:
        put_opcode(s, 0xB8 + (register & 7), 0, register)
        put_word(s, u32(value))
    elif value + (1 << 31) < 1 << 32:
        in_registers(s, 0xC7 | WIDE, 0, register)
        put_word(s, u32(value))
    else:
        put_opcode(s, (0xB8 + (register & 7)) | WIDE, 0, register)
        u64[s.out] = value
        s.out += 8


@native
def store_constant(s: State, type_: u32, value: u32, base: u32, offset: u32):
    """Store a constant of 32 bits, with its sign if the type is i64."""
    in_memory(s, u32(0xC7 | WIDE) if type_ in (I64, F64) else u32(0xC7), 0, base, offset)
    put_word(s, value)


@native
def load_indexed(s: State, register: u32, base: u32, index: u32):
    """Load 8 bytes at base + 8 * index; the base is no frame pointer."""
    put(s, 0x48 | (register >> 3 & 1) << 2 | (index >> 3 & 1) << 1 | base >> 3 & 1)
    put(s, LOAD)
    put(s, 0x04 | (register & 7) << 3)
    put(s, 0xC0 | (index & 7) << 3 | base & 7)


@native
def load_field(s: State, register: u32, offset: u32):
    """A pointer in the instance."""
    load(s, I64, register, VM, offset)


@native
def load_store(s: State, register: u32):
    """The address of the Store."""
    load_store_of(s, register, VM)


@native
def load_store_of(s: State, register: u32, instance: u32):
    load(s, I64, register, instance, VMContext.offset("store"))


@native
def address_of(s: State, register: u32, base: u32, offset: u32):
    in_memory(s, LEA | WIDE, register, base, offset)


@native
def shift_right(s: State, register: u32, count: u32):
    in_registers(s, 0xC1 | WIDE, 5, register)
    put(s, count)


@native
def add_constant(s: State, register: u32, value: u32):
    in_registers(s, 0x81 | WIDE, 0, register)
    put_word(s, value)


@native
def compare_constant(s: State, register: u32, value: u32):
    in_registers(s, 0x81 | WIDE, 7, register)
    put_word(s, value)


# --------------------------------------------------------------------------------------------------------------- jumps
@native
def jump_if(s: State, condition: u32) -> u32:
    """Returns the place of the distance."""
    put(s, 0x0F)
    put(s, 0x80 + condition)
    put_word(s, 0)
    return here(s) - 4


@native
def jump(s: State) -> u32:
    put(s, JUMP)
    put_word(s, 0)
    return here(s) - 4


@native(inline=True)
def bind(s: State, place: u32, target: u32):
    """Let the distance at a place lead to a target."""
    u32[s.code + place] = target - place - 4


@native
def bind_chain(s: State, chain: u32, target: u32):
    """Likewise for all distances of a chain."""
    while chain:
        before = u32[s.code + chain]
        bind(s, chain, target)
        chain = before


@native
def link(s: State, place: u32, chain: u32) -> u32:
    """Add a place to a chain, and return the chain."""
    u32[s.code + place] = chain
    return place


@native
def jump_to_register(s: State, register: u32):
    in_registers(s, 0xFF, 4, register)


@native
def call_register(s: State, register: u32):
    in_registers(s, 0xFF, 2, register)


@native
def call_memory(s: State, base: u32, offset: u32):
    in_memory(s, 0xFF, 2, base, offset)


@native
def jump_memory(s: State, base: u32, offset: u32):
    in_memory(s, 0xFF, 4, base, offset)


@native
def call(s: State) -> u32:
    """Returns the place of the distance."""
    put(s, 0xE8)
    put_word(s, 0)
    return here(s) - 4


@native
def jump_by_table(s: State, count: u32) -> ptr:
    """Jump to an entry of a table that follows, whose last entry is for all indices from `count` on.

    The index is in TEMPORARY.  Entries are distances from the table.
    """
    load_constant(s, I32, RCX, u64(count))
    in_registers(s, COMPARE, RAX, RCX)
    in_registers(s, 0x43 | TWO, RAX, RCX)  # cmovae eax, ecx
    put(s, 0x48)  # lea rcx, [rip + …]
    put(s, 0x8D)
    put(s, 0x0D)
    put_word(s, 9)
    put(s, 0x48)  # movslq rax, [rcx + 4 * rax]
    put(s, 0x63)
    put(s, 0x04)
    put(s, 0x81)
    put(s, 0x48)  # add rax, rcx
    put(s, 0x01)
    put(s, 0xC8)
    put(s, 0xFF)  # jmp rax
    put(s, 0xE0)
    table = s.out
    s.out += 4 * (u64(count) + 1)
    return table


@native
def thread_table(s: State, end: u32, count: u32):
    """Let the entries of a table, which ends at a place, lead to where the jumps lead that they lead to."""
    start = end - 4 * count
    entries = s.code + start
    for i in range(count):
        to = s.code + (start + u32[entries, i])
        if u8[to] == JUMP:
            u32[entries, i] = u32[entries, i] + 5 + u32[to + 1]


# -------------------------------------------------------------------------------------------------------------- frames
@native
def saves(register: u32) -> u32:
    """The bit of a register in UnwindFunction.saved; 0: calls do not preserve it."""
    for number, bit in SAVED_BITS:
        if register == number:
            return bit
    return 0


@native
def begin_code(s: State):
    """Begin a function with an instruction that does nothing, in whose place a jump to better code fits."""
    s.start = here(s)
    put_word(s, NOP)
    put(s, 0)


@native
def begin_without_frame(s: State):
    """Begin it right before `s.entry` instead."""
    s.start = s.entry - NOP_SIZE
    u32[s.code + s.start], u8[s.code + s.start + 4] = NOP, 0


@native
def enter(s: State, size: u32):
    """Save registers (`s.saved`), and make room for `size` bytes, touching every page."""
    put(s, 0x55)  # push rbp
    in_registers(s, LOAD | WIDE, RBP, RSP)
    for number, bit in SAVED_BITS:
        if s.saved & bit:
            put_opcode(s, 0x50 + (number & 7), 0, number)
    if size >= 4096:
        address_of(s, R11, RSP, u32(0) - (size & ~u32(4095)))
        start = here(s)
        in_registers(s, 0x81 | WIDE, 5, RSP)  # sub rsp, 4096
        put_word(s, 4096)
        in_memory(s, 0x83 | WIDE, 1, RSP, 0)  # or [rsp], 0
        put(s, 0)
        in_registers(s, COMPARE | WIDE, RSP, R11)
        bind(s, jump_if(s, NOT_EQUAL), start)
        size &= 4095
    if size < 128:
        in_registers(s, 0x83 | WIDE, 5, RSP)
        put(s, size)
    else:
        in_registers(s, 0x81 | WIDE, 5, RSP)
        put_word(s, size)


@native
def leave(s: State):
    """Restore what `enter` saved."""
    address_of(s, RSP, RBP, u32(0) - 8 * popcnt(s.saved))
    for number, bit in SAVED_BITS[::-1]:
        if s.saved & bit:
            put_opcode(s, 0x58 + (number & 7), 0, number)
    put(s, 0x5D)


@native
def enter_adapter(s: State, size: u32):
    """A frame that saves rbx and r12, with so many bytes, a multiple of 16."""
    put(s, 0x55)
    in_registers(s, LOAD | WIDE, RBP, RSP)
    put(s, 0x41)
    put(s, 0x54)
    put(s, 0x53)
    in_registers(s, 0x81 | WIDE, 5, RSP)
    put_word(s, size)


@native
def leave_adapter(s: State):
    address_of(s, RSP, RBP, u32(0) - 16)
    put(s, 0x5B)
    put(s, 0x41)
    put(s, 0x5C)
    put(s, 0x5D)
    ret(s)


@native
def ret(s: State):
    put(s, 0xC3)


@native
def trap(s: State, code: u32):
    s.homes = 1  # whoever looks for the place of the trap needs the frame
    put_word(s, TRAP)
    put(s, code)


@native
def clear(s: State, offset: u32, words: u32):
    """Zero words of 8 bytes from an offset of the frame on, upwards.  Keeps no register of System V's arguments."""
    address_of(s, RDI, FRAME, offset)
    load_constant(s, I32, RCX, u64(words))
    in_registers(s, 0x33, RAX, RAX)
    put(s, 0xF3)  # rep stosq
    put(s, 0x48)
    put(s, 0xAB)


@native
def copy_loop(
    s: State, count: u32, size: u32, base: u32, offset: u32, step: u32, to: u32, to_offset: u32, to_step: u32
):
    """Copy values of 4, 8 or 16 bytes that are at constant distances.  Changes rax, rcx, rdx and xmm0."""
    opcode = u32(2) + u32(size > 4) + u32(size > 8)  # f32, f64, v128
    address_of(s, RCX, base, offset)
    address_of(s, RDX, to, to_offset)
    load_constant(s, I32, RAX, u64(count))
    start = here(s)
    load(s, opcode, XMM0, RCX, 0)
    store(s, opcode, XMM0, RDX, 0)
    add_constant(s, RCX, step)
    add_constant(s, RDX, to_step)
    in_registers(s, 0xFF, 1, RAX)  # dec eax
    bind(s, jump_if(s, NOT_EQUAL), start)


@native
def load_vector(s: State, register: u32) -> u32:
    """Load 16 bytes of constants.  Returns the place of their distance."""
    put_opcode(s, 0x10 | TWO, register, 0)
    put(s, 0x05 | (register & 7) << 3)
    put_word(s, 0)
    return here(s) - 4


@native
def move_instead(s: State, to: u32, register: u32):
    """Replace the conditional jump that ends the code by a move on the same condition."""
    condition = u32(u8[s.out - 5]) & 15
    s.out -= 6
    in_registers(s, 0x40 | condition | TWO | WIDE, to, register)


@native
def count_from_code(s: State, place: u32):
    """Make the distance from the frame pointer, 4 bytes at a place, one from the instruction's end, which follows."""
    mode = s.code + (place - 1)
    u8[mode] = u8[mode] ^ 0x80


@native
def align(s: State, size: u64):
    """Instructions that trap, up to a multiple of `size`."""
    while (u64(s.out) - u64(s.code)) & (size - 1):
        put(s, 0xCC)
