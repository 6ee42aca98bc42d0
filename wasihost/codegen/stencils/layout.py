"""The packed library, which a stitcher reads.  Little-endian, each part at the offset that the header says.

A row is found by the name and the form of its stencil and the ranges of its numbers (`library.index`), and has the same
number in all sets of one machine.  It is two: for any registers, and for low ones, which take less code.  To begin
with, 16 bytes are copied:

    code[template] ^ changes[row.change] ^ fields[f0](register 0) ^ fields[f1](register 1) ^ fields[f2](register 2)

where a field is the XOR of the masks of the bits that are set in a register's number.  Longer code continues with
further blocks, which have fields of their own; the change is then for the 16 bytes from `window` on.  Next, each hole's
number is written over zeros; a negated hole takes the negated number.  A hole that a template lacks has a place after
its code, or where a reference is filled in later.  Last are the distances of references, and that of the target.

What a stencil does
    It executes from its first byte to the next stencil, or jumps to its target, or to a trap, which is code elsewhere.
    It reads and writes registers as its form says.  It changes nothing else but the registers that `x86_64` leaves to
    LLVM, flags, and memory below the stack pointer; the frame, the instance and memory 0 stay in their registers.
    Operands, and a result of its own, are in different registers of `x86_64.BANKS`.
    An i32 in a register is zero-extended: accesses take the whole register as an address.  A slot of the frame is 8
    bytes wide, of which those of the type count; that of a v128 is 16 bytes wide, and aligned.  A float is in the
    lowest lane of its register; the other lanes are ignored, and undefined in a result.

Numbers
    slots        -2**31 to 2**31 - 128; near ones, -128 to 127
    constants    -2**31 + 1 to 2**31 - 1; near ones, -127 to 127: a negated hole takes the opposite.  Those of shifts
                 are modulo the width; divisors are not 0 or -1
    accesses     offset and reach, which is offset + width, from 0 to 2**31 - 1

What has no stencil
    Moves, constants, prologue and epilogue, calls and returns, jumps without a condition, br_table, landing pads and
    traps; and what calls the runtime: bulk operations, growing, table.get of functions, exceptions.  For wait and
    notify there are stencils that check the access, and whose result is its address in the host.
"""

from wasihost.layout import Array, Struct, u8, u16, u32, u64

MAGIC = int.from_bytes(b"stencils", "little")
# Registers by the parameters of stencils, and holes by theirs (see operands).
REGISTER_OF = {"a": 0, "b": 1, "c": 2, "r": 2}
HOLE_OF = {"la": 0, "slot": 0, "lb": 1, "k": 1, "wide": 1, "reach": 1, "lc": 2, "offset": 2, "target": 2, "constant": 2}
ABSENT = 0xFFFF  # Row.template where LLVM's code for registers cannot be shared; the first form of a name always exists
FIXED = 8  # in Template.flags: only for the first registers of the stack (a, b, c, and a result of its own)
WIDTHS = (4, 1, 2, 8)  # bytes of a hole, by two bits of Template.widths for each


class Part(Struct):
    offset: u32
    count: u32


class Header(Struct):
    magic: u64
    rows: Part
    templates: Part
    changes: Part  # 16 bytes each; the first is zero
    fields: Part
    bits: Part  # u16
    further: Part
    references: Part
    pool: Part  # constants of 16 bytes
    code: Part  # bytes, followed by 16 unused ones


class Row(Struct):
    template: u16
    change: u16


class Template(Struct):
    code: u32
    references: u16
    size: u16
    reference_count: u8
    window: u8  # where the 16 bytes begin that the change is for; 0 if there are no more
    widths: u8
    holes: Array(u8, 3)  # places; the last one may be that of a distance to a label or a constant
    flags: u8  # bit n: hole n is negated; FIXED
    fields: Array(u16, 3)  # of the first 16 bytes
    further: u16  # the first triple of fields; each block after the first has one


class Field(Struct):
    """The bits of a 16-byte block that follow a register's number, as a range of `bits`.  The first field is empty."""

    first: u16
    count: u16  # each is 128 * bit of the number + bit of the block


class Triple(Struct):
    fields: Array(u16, 3)


class Reference(Struct):
    """Four bytes that take the distance to a trap or a pool constant, counted from `past` bytes after their place."""

    place: u16
    pool: u16
    past: u8
    trap: u8  # abi.Trap, or 0
