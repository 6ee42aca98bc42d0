"""Which instruction of the module a piece of code belongs to: a line program, as of DWARF (native subset).

The reader is runtime.report.lines.  A "line" is an offset in the module; 0: no instruction.
"""

from wasihost.baseline.state import State, here
from wasihost.layout import u8, u16, u32, u64
from wasihost.native import Global, memcpy, native
from wasihost.runtime.report.lines import END_SEQUENCE, Opcode

OPERAND_COUNTS = bytes((0, 1, 1, 1, 1, 0, 0, 0, 1))  # of the opcodes below the first special one
FIRST_SPECIAL = 1 + len(OPERAND_COUNTS)
LINES = 256 - FIRST_SPECIAL  # what a special opcode can advance by: less than that, and no address
ADDRESSES = 128  # what one byte can advance by
UNIT = 64 << 10  # bytes of code that share a line program: a backtrace reads a whole one
_FIELDS = bytes((1, 1, 1, 0, LINES, FIRST_SPECIAL)) + OPERAND_COUNTS
HEADER = bytes(4) + u16.encode(4) + u32.encode(len(_FIELDS)) + _FIELDS
HEADER_BYTES = Global(data=HEADER)
LONGEST = 16  # bytes of one row


@native
def begin_unit(s: State):
    unit = s.task.line_units[s.task.line_unit_count]
    unit.start, unit.first = here(s), u32(u64(s.line_end) - u64(s.task.lines))
    memcpy(s.line_end, HEADER_BYTES, len(HEADER))
    s.line_end += len(HEADER)
    s.line_address, s.line = here(s), 1


@native
def end_unit(s: State):
    task = s.task
    unit = task.line_units[task.line_unit_count]
    note(s, here(s), 0)
    put(s, Opcode.EXTENDED)
    put(s, 1)
    put(s, END_SEQUENCE)
    task.line_size = u32(u64(s.line_end) - u64(task.lines))
    unit.end, unit.count = here(s), task.line_size - unit.first
    u32[task.lines + unit.first] = unit.count - 4
    task.line_unit_count += 1


@native
def begin_function(s: State):
    """What begins a function belongs to no instruction."""
    if here(s) - s.task.line_units[s.task.line_unit_count].start >= UNIT:
        end_unit(s)
        begin_unit(s)
    note(s, here(s), 0)


@native(inline=True)
def note_line(s: State, offset: u32):
    """The code that follows belongs to the instruction at an offset in the module."""
    address = here(s)
    addresses, lines = address - s.line_address, offset - s.line
    if addresses < ADDRESSES and lines < LINES:
        u32[s.line_end] = Opcode.ADVANCE_PC | addresses << 8 | (FIRST_SPECIAL + lines) << 16
        s.line_end += 3
        s.line_address, s.line = address, offset
    else:
        note(s, address, offset)


@native(inline=False)
def note(s: State, address: u32, line: u32):
    put(s, Opcode.ADVANCE_LINE)
    put_signed(s, line - s.line)
    put(s, Opcode.ADVANCE_PC)
    put_unsigned(s, address - s.line_address)
    put(s, Opcode.COPY)
    s.line_address, s.line = address, line


@native(inline=True)
def put(s: State, byte: u32):
    u8[s.line_end] = u8(byte)
    s.line_end += 1


@native
def put_unsigned(s: State, value: u32):
    while value >= 128:
        put(s, value & 127 | 128)
        value >>= 7
    put(s, value)


@native
def put_signed(s: State, value: u32):
    while value + 64 >= 128:
        put(s, value & 127 | 128)
        value = value >> 7 | (u32(0) - (value >> 31)) << 25
    put(s, value & 127)
