"""Copy stencils and fill their holes (native subset; format: codegen.stencils.layout)."""

from wasihost.baseline.layout import Expanded, Task
from wasihost.baseline.state import State, here, offset_of
from wasihost.baseline.stencils import FAMILIES, NO_FORM, OPERATIONS
from wasihost.baseline.x86_64 import jump_if
from wasihost.codegen.stencils.layout import ABSENT, FIXED, WIDTHS, Field, Header, Reference, Row, Template
from wasihost.native import Global, bool_, memset, native, ptr, u8, u16, u32, u64, u128

BLOCK = 16
REGISTERS = 16
# Stub.kind.  ENTRY: make the entry of a table (see calls); JUMPS: a table of jumps.
TRAP, CONSTANT, ENTRY, LANES, JUMPS = range(5)
NEGATED = 2  # in Template.flags: of hole 1, the only one of constants
WIDTH_BITS = Global(u64, data=b"".join(u64.encode((1 << 8 * width) - 1) for width in WIDTHS))
HIGH = 8  # the bit of a register's number for which its instructions need a prefix


# ------------------------------------------------------------------------------------------------------- preparation
@native
def expand_library(task: Task):
    """Fill `stencils` and `masks`."""
    header = Header(task.library)
    for number in range(header.templates.count):
        expand(task, header, Template(task.library + header.templates.offset)[number], task.stencils[number])
    for number in range(header.fields.count):
        expand_field(task, header, Field(task.library + header.fields.offset)[number], number)


@native
def expand(task: Task, header: Header, template: Template, e: Expanded):
    code = task.library + header.code.offset + template.code
    e.low, e.high = u64[code], u64[code + 8]
    e.code, e.references, e.size = template.code, template.references, template.size
    e.reference_count, e.flags, e.window = template.reference_count, template.flags, template.window
    u16[e.further] = template.further
    e.target = template.holes[2]
    for hole in range(3):
        width = template.widths >> 2 * u8(hole) & 3
        e.widths[hole] = 0
        e.places[hole] = 0
        if template.holes[hole] < template.size:
            e.widths[hole] = WIDTH_BITS[width]
            e.places[hole] = template.holes[hole]
        e.fields[hole] = u32(template.fields[hole]) * (REGISTERS * BLOCK)
    if e.size < BLOCK:  # nothing of the next template
        if e.size <= 8:
            e.high = 0
            e.low &= (u64(1) << 8 * u64(e.size)) - 1 if e.size < 8 else ~u64(0)
        else:
            e.high &= (u64(1) << 8 * u64(e.size - 8)) - 1


@native
def expand_field(task: Task, header: Header, field: Field, number: u64):
    masks = task.masks + number * (REGISTERS * BLOCK)
    bits = task.library + header.bits.offset + 2 * u64(field.first)
    memset(masks, 0, REGISTERS * BLOCK)
    for register in range(u64(REGISTERS)):
        bytes_ = masks + BLOCK * register
        for i in range(field.count):
            bit = u64(u16[bits, i])
            if register >> (bit >> 7) & 1:
                at = (bit & 127) >> 3
                u8[bytes_, at] = u8[bytes_, at] ^ (u8(1) << u8(bit & 7))


# ---------------------------------------------------------------------------------------------------------- selection
@native(inline=True)
def find(s: State, operation: u32, choice: u32, registers: u32) -> u32:
    """The row of a form, or ABSENT.  `registers`: all that it uses, or-ed."""
    o = OPERATIONS[operation]
    variant = u32(u8[FAMILIES, 256 * u64(o.family) + choice])
    row = u32(o.first) + 2 * variant + u32(registers & HIGH == 0)
    if variant == NO_FORM or Row(s.rows)[row].template == ABSENT:
        return ABSENT
    return row


@native(inline=True)
def first_row(operation: u32, registers: u32) -> u32:
    """The row of the first form of an operation, which always exists."""
    return u32(OPERATIONS[operation].first) + u32(registers & HIGH == 0)


@native(inline=True)
def is_fixed(s: State, row: u32) -> bool_:
    return bool_(s.stencils[Row(s.rows)[row].template].flags & FIXED)


# --------------------------------------------------------------------------------------------------------------- code
@native(inline=True)
def emit(s: State, row: u32, a: u32, b: u32, c: u32, first: u64, second: u64, third: u64):
    """Copy a stencil, with the registers and the numbers of its three holes."""
    r = Row(s.rows)[row]
    e = s.stencils[r.template]
    code = u128[ptr(e)]
    code ^= u128[mask(s, e.fields[0], a)] ^ u128[mask(s, e.fields[1], b)] ^ u128[mask(s, e.fields[2], c)]
    if e.flags & NEGATED:
        second = 0 - second
    start = s.out
    if e.size <= BLOCK:
        code ^= u128[s.changes, r.change]
        code |= u128(first & e.widths[0]) << 8 * u128(e.places[0])
        code |= u128(second & e.widths[1]) << 8 * u128(e.places[1])
        code |= u128(third & e.widths[2]) << 8 * u128(e.places[2])
        u128[s.out] = code
    else:
        u128[s.out] = code
        emit_rest(s, e, a, b, c)
        u128[s.out + e.window] = u128[s.out + e.window] ^ u128[s.changes, r.change]
        fill(s.out, e, 0, first)
        fill(s.out, e, 1, second)
        fill(s.out, e, 2, third)
    s.out += u64(e.size)
    if e.reference_count:
        refer(s, e, start)


@native(inline=True)
def mask(s: State, field: u32, register: u32) -> ptr:
    return s.masks + field + BLOCK * u64(register & 15)


@native(inline=True)
def fill(out: ptr, e: Expanded, hole: u64, value: u64):
    place = out + e.places[hole]
    u64[place] = u64[place] | (value & e.widths[hole])


@native(inline=False)
def emit_rest(s: State, e: Expanded, a: u32, b: u32, c: u32):
    """The blocks after the first."""
    header = Header(s.library)
    code = s.library + header.code.offset + e.code
    further = s.library + header.further.offset + 6 * u64(u16[e.further])
    at = u64(BLOCK)
    while at < e.size:
        bits = u128[code + at]
        bits ^= u128[mask(s, field_at(further, 0), a)] ^ u128[mask(s, field_at(further, 1), b)]
        u128[s.out + at] = bits ^ u128[mask(s, field_at(further, 2), c)]
        further += 6
        at += BLOCK
    u64[s.out + e.size] = 0


@native(inline=True)
def field_at(triple: ptr, number: u64) -> u32:
    return u32(u16[triple, number]) * (REGISTERS * BLOCK)


@native(inline=False)
def refer(s: State, e: Expanded, start: ptr):
    """Let a stencil's jumps to traps and its constants lead to stubs."""
    base = u32(u64(start) - u64(s.code))
    header = Header(s.library)
    for i in range(e.reference_count):
        reference = Reference(s.library + header.references.offset)[e.references + i]
        place = base + reference.place
        if reference.trap:
            note_stub(s, TRAP, place, u64(reference.trap), 0)
        else:
            # The copy of the constants begins the code; the distance counts from the end of the instruction.
            u32[s.code + place] = 16 * reference.pool - place - reference.past


@native
def emit_branch(s: State, row: u32, a: u32, b: u32, first: u64, second: u64) -> u32:
    """Copy a stencil that branches.  Returns the place of the distance."""
    place = here(s) + s.stencils[Row(s.rows)[row].template].target
    emit(s, row, a, b, 0, first, second, 0)
    return place


# -------------------------------------------------------------------------------------------------------------- stubs
@native
def note_stub(s: State, kind: u32, place: u32, number: u64, other: u64):
    """Code behind the body that a distance leads to."""
    stub = s.task.stubs[s.stub_count]
    stub.kind, stub.place, stub.offset, stub.back = kind, place, offset_of(s), here(s)
    stub.number, stub.other = number, other
    s.stub_count += 1


@native
def trap_if(s: State, condition: u32, code: u32):
    """`condition` is one of x86_64."""
    note_stub(s, TRAP, jump_if(s, condition), code, 0)
