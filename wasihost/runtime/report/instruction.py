"""The details of a trap: the instruction, from the module's bytes, and its access.

out of bounds memory access: i32.load of 4 bytes at 0x10000 of a memory of 0x10000 bytes (1 page)
"""

from collections.abc import Callable

from wasihost.abi import (
    NONE,
    PAGE_SHIFT,
    ArtifactHeader,
    ExternKind,
    Frame,
    Frames,
    ImportRecord,
    Section,
    TableRecord,
    Text,
    ThreadRecord,
    Trap,
    TypeRecord,
)
from wasihost.layout import Array
from wasihost.levels import INTERPRET
from wasihost.native import Global, Ptr, Struct, bool_, native, new, ptr, sizeof, u8, u32, u64
from wasihost.ops import ROWS
from wasihost.ops.row import Op
from wasihost.runtime.handlers import span
from wasihost.runtime.image import Image, image_of, section
from wasihost.runtime.machine import accessed, fault_pc
from wasihost.runtime.report.leb128 import Bytes, unsigned
from wasihost.runtime.report.text import put, put_byte, put_counted, put_decimal, put_hex, put_text

WIDEST_ACCESS = 16
PREFIXES = tuple(sorted({row.prefix for row in ROWS} - {0}))
INDIRECT = ("call_indirect", "return_call_indirect")


def _accesses(touched: str) -> Callable[[Op], bool]:
    return lambda row: row.touches == touched and row.name not in INDIRECT


def _named(*parts: str) -> Callable[[Op], bool]:
    return lambda row: any(part in row.name for part in parts)


# Trap → whether an instruction can cause it: optimized code may be attributed to a neighbour.
CAUSES: dict[int, Callable[[Op], bool]] = {
    Trap.MEMORY_OUT_OF_BOUNDS: _accesses("memory"),
    Trap.TABLE_OUT_OF_BOUNDS: _accesses("table"),
    Trap.UNDEFINED_ELEMENT: _named(*INDIRECT),
    Trap.UNINITIALIZED_ELEMENT: _named(*INDIRECT),
    Trap.INDIRECT_CALL_TYPE_MISMATCH: _named(*INDIRECT),
    Trap.INTEGER_DIVIDE_BY_ZERO: _named(".div_", ".rem_"),
    Trap.INTEGER_OVERFLOW: _named(".div_", ".trunc_"),
    Trap.INVALID_CONVERSION: _named(".trunc_"),
    Trap.UNALIGNED_ATOMIC: _named(".atomic."),
}


class Row(Struct):
    """An instruction that can trap."""

    prefix: u32
    opcode: u32
    width: u32  # number of bytes that it accesses, or 0
    indirect: u32  # 1: it calls through a table
    traps: u64  # bit n: Trap n
    name: Array(u8, 40)  # ends with a NUL


def _row(op: Op) -> bytes:
    return Row.pack(
        prefix=op.prefix,
        opcode=op.opcode,
        width=0 if op.access_width is None else 1 << op.access_width,
        indirect=op.name in INDIRECT,
        traps=sum(1 << trap for trap, can in CAUSES.items() if can(op)),
        name=op.name.encode() + b"\0",
    )


_TRAPPING = [op for op in ROWS if any(can(op) for can in CAUSES.values())]
TABLE = Global(Row, data=b"".join(map(_row, _TRAPPING)))
COUNT = len(_TRAPPING)
KNOWN = sum(1 << trap for trap in CAUSES)


@native
def put_detail(text: Text, thread: ThreadRecord, frames: Frames, trap: u32):
    """Append `: ` and the known facts about the instruction to the message of a trap."""
    if not u64(KNOWN) >> trap & 1:
        return
    read = new(Bytes)
    row, at = Row(ptr(0)), text.size
    put_text(text, b": ")
    start = text.size
    if frames.count:
        row = read_instruction(read, frames.rows[0])
    if row and not row.traps >> trap & 1:
        row = Row(ptr(0))
    if row:
        put_text(text, row.name)
        if row.indirect:
            put_call(text, frames.rows[0], read)
    put_access(text, thread, row, text.size > start)
    if text.size == start:
        text.size = at


@native
def read_instruction(read: Bytes, frame: Frame) -> Ptr(Row):
    """The row of the instruction in a frame; null: it cannot trap, or is unknown."""
    none = Row(ptr(0))
    header = Image(frame.image).header
    at = u64(frame.offset) - header.bodies_at
    size = header.sections[Section.BODIES].size
    if frame.offset == NONE or frame.offset < header.bodies_at or at >= size:
        return none
    read.at = section(header, Section.BODIES) + at
    read.end = section(header, Section.BODIES) + size
    prefix, opcode = u32(0), u32(u8[read.at])
    if opcode in PREFIXES:
        prefix = opcode
        read.at = read.at + 1
        opcode = u32(unsigned(read))
    else:
        read.at = read.at + 1
    for i in range(COUNT):
        if TABLE[i].prefix == prefix and TABLE[i].opcode == opcode:
            return TABLE[i]
    return none


@native
def put_call(text: Text, frame: Frame, read: Bytes):
    """Append the type that a call through a table expects, and the size of the table, if it is fixed."""
    header = Image(frame.image).header
    typeidx, tableidx = u32(unsigned(read)), u32(unsigned(read))
    if typeidx >= header.vm.type_count or tableidx >= header.vm.table_count:
        return
    type = TypeRecord(section(header, Section.TYPES))[typeidx]
    put_text(text, b" of a function ")
    put(text, section(header, Section.STRINGS) + type.text.offset, u64(type.text.size))
    count = fixed_size(header, tableidx)
    if count != NOT_FIXED:
        put_text(text, b" through a table of ")
        put_decimal(text, count)
        put_text(text, b" entry" if count == 1 else b" entries")


NOT_FIXED = (1 << 64) - 1


@native
def fixed_size(header: ArtifactHeader, tableidx: u32) -> u64:
    """The number of entries of a table that cannot grow, or NOT_FIXED."""
    minimum, maximum = u64(0), u64(NOT_FIXED)
    if tableidx >= header.vm.table_imports:
        table = TableRecord(section(header, Section.TABLES))[tableidx - header.vm.table_imports]
        minimum, maximum = table.minimum, table.maximum
    else:
        imports, left = ImportRecord(section(header, Section.IMPORTS)), tableidx
        for i in range(header.sections[Section.IMPORTS].size // sizeof(ImportRecord)):
            if imports[i].kind == ExternKind.TABLE:
                if not left:
                    minimum, maximum = imports[i].minimum, imports[i].maximum
                    break
                left -= 1
    return minimum if minimum == maximum else u64(NOT_FIXED)


@native
def put_access(text: Text, thread: ThreadRecord, row: Ptr(Row), follows: bool_):
    """Append `of 4 bytes at 0x10000 of a memory of 0x10000 bytes (1 page)`."""
    width = row.width if row else u32(0)
    if width:
        put_text(text, b" of ")
        put_counted(text, u64(width), b" byte")
    if not thread.memory_base:
        return
    address = new(u64)
    is_start = find_address(thread, address)
    if width or follows:
        put_byte(text, ord(" "))
    put_text(text, b"at " if is_start or width == 1 else b"that reaches ")
    put_hex(text, address[0])
    put_text(text, b" of a memory of " if is_start or width == 1 else b", in a memory of ")
    put_hex(text, thread.memory_length)
    put_text(text, b" bytes (")
    put_counted(text, thread.memory_length >> PAGE_SHIFT, b" page")
    put_byte(text, ord(")"))


@native(export=True)
def find_address(thread: ThreadRecord, address: Ptr(u64)) -> bool_:
    """The offset in the memory where the access of a trap began.

    False: the machine instruction does not show it; then it is the first inaccessible byte.
    """
    image, stopped = image_of(thread.pc), thread.fault_address
    pc, end = thread.pc, image.code.high if image else u64(0)
    if image and image.header.level == INTERPRET.number:
        pc, end = fault_pc(thread), span.high
    if image and accessed(ptr(pc), end - pc, thread.registers, address):
        start = address[0]
        if start <= stopped < start + WIDEST_ACCESS:
            address[0] = start - thread.memory_base
            return True
    address[0] = stopped - thread.memory_base
    return stopped > thread.memory_base + thread.memory_length
