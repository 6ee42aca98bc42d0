"""The packed library, which a stitcher reads.  Little-endian, each part at the offset that the header says.

A stitcher knows the row of a stencil from its name, its form and its numbers (`library.Index`), for all sets of one
machine alike.  A row is two: for any registers, and for low ones, which take less code.  It copies 16 bytes:

    code[template] ^ changes[row.change] ^ fields[f0](register 0) ^ fields[f1](register 1) ^ fields[f2](register 2)

where a field is the XOR of the masks of the bits that are set in a register's number.  Then it writes each hole's
number over zeros.  A negated hole takes the negated number, which then decides whether the near variant fits.  A hole
that a template lacks has a place after its code.  Constants of 64 bits are written in 32; -2**31 is not allowed,
because a negated hole could not hold 2**31.
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
    references: u32
    size: u16
    reference_count: u8
    widths: u8
    holes: Array(u8, 3)  # places; the last one may be that of a distance to a label or a constant
    flags: u8  # bit n: hole n is negated; FIXED
    fields: Array(u16, 3)  # in the first 16 bytes
    further: u16  # the first triple of fields; each block after the first has one


class Field(Struct):
    """The bits of a 16-byte block that follow a register's number, as a range of `bits`.  The first field is empty."""

    first: u16
    count: u16  # each is 128 * bit of the number + bit of the block


class Triple(Struct):
    fields: Array(u16, 3)


class Reference(Struct):
    """Four bytes that take the distance to a trap or a pool constant, counted from `past` bytes after their place."""

    place: u8
    past: u8
    trap: u8  # abi.Trap, or 0
    pad: u8
    pool: u32
