"""Find the line of an address: `.debug_line` → line (DWARF 4 and 5, section 6.2).

A "line" of compiled wasm is the byte offset of the instruction in the module.  This runs once per frame of a trap, so
it interprets the line programs rather than building a table.
"""

from enum import IntEnum

from wasihost.native import Struct, bool_, i8, i64, native, new, ptr, u8, u16, u32, u64
from wasihost.runtime.report.leb128 import Bytes, signed, unsigned

END_SEQUENCE, SET_ADDRESS = 1, 2  # DW_LNE_…


class Opcode(IntEnum):
    """DW_LNS_…"""

    EXTENDED = 0
    COPY = 1
    ADVANCE_PC = 2
    ADVANCE_LINE = 3
    CONST_ADD_PC = 8
    FIXED_ADVANCE_PC = 9


class Rows(Struct):
    """The state of a line program, and the previous row."""

    code: Bytes
    address: u64
    line: u64
    wanted: u64
    previous_address: u64
    previous_line: u64
    has_previous: u32
    found: u32


class Program(Struct):
    """A line program and the facts in its header."""

    start: ptr
    end: ptr
    unit: u64  # unit by which addresses advance
    line_base: i64
    line_range: u64
    opcode_base: u64
    operand_counts: ptr


@native
def find_line(data: ptr, size: u64, address: u64) -> u64:
    """The line whose code contains `address`; 0: there is none, or the code belongs to no line."""
    rows, program = new(Rows), new(Program)
    rows.wanted, rows.has_previous, rows.found, rows.previous_line = address, 0, 0, 0
    at, end = data, data + size
    while at < end and not rows.found:
        at = read_program(program, at)
        run(rows, program)
    return rows.previous_line if rows.found else u64(0)


@native
def read_program(program: Program, at: ptr) -> ptr:
    """Read a header.  Returns the address after the program."""
    end = at + 4 + u32[at]
    # Version 5 has the sizes of an address and of a segment selector before the length of the header.
    header = at + (u64(8) if u16[at + 4] >= 5 else u64(6))
    fields = header + 4
    program.start, program.end = fields + u32[header], end
    # Skip the sizes of instructions and of VLIW bundles, and whether rows begin statements.
    program.unit, program.line_base = u64(u8[fields]), i64(i8[fields + 3])
    program.line_range, program.opcode_base = u64(u8[fields + 4]), u64(u8[fields + 5])
    program.operand_counts = fields + 6
    return end


@native
def run(rows: Rows, program: Program):
    """Interpret a line program until the line is found."""
    rows.code.at, rows.code.end, rows.address, rows.line = program.start, program.end, 0, 1
    while rows.code.at < rows.code.end and not rows.found:
        opcode = u64(u8[rows.code.at])
        rows.code.at = rows.code.at + 1
        if opcode >= program.opcode_base:  # a special opcode advances address and line, and adds a row
            advance = opcode - program.opcode_base
            rows.address += advance // program.line_range * program.unit
            rows.line += u64(program.line_base) + advance % program.line_range
            end_row(rows, False)
        else:
            step(rows, program, opcode)


@native
def step(rows: Rows, program: Program, opcode: u64):
    match opcode:
        case Opcode.EXTENDED:
            size = unsigned(rows.code)
            operation = u8[rows.code.at]
            if operation == END_SEQUENCE:
                end_row(rows, True)
                rows.address, rows.line = 0, 1
            elif operation == SET_ADDRESS:
                rows.address = u64[rows.code.at + 1]
            rows.code.at = rows.code.at + size
        case Opcode.COPY:
            end_row(rows, False)
        case Opcode.ADVANCE_PC:
            rows.address += unsigned(rows.code) * program.unit
        case Opcode.ADVANCE_LINE:
            rows.line += signed(rows.code)
        case Opcode.CONST_ADD_PC:
            rows.address += (255 - program.opcode_base) // program.line_range * program.unit
        case Opcode.FIXED_ADVANCE_PC:
            rows.address += u16[rows.code.at]
            rows.code.at = rows.code.at + 2
        case _:  # columns and flags
            for _ in range(u8[program.operand_counts, opcode - 1]):
                unsigned(rows.code)


@native(inline=False)
def end_row(rows: Rows, ends_sequence: bool_):
    """Compare the address with the previous row, which the new one ends."""
    if rows.has_previous and rows.previous_address <= rows.wanted < rows.address:
        rows.found = 1
        return
    rows.has_previous = 0 if ends_sequence else 1
    rows.previous_address, rows.previous_line = rows.address, rows.line
