"""Read immediates: the integers, indices and types after an opcode (specification section 5.2; native subset).

No other code in wasihost reads the bytes of a body.  The functions return what they read, or, where their docstrings
say so, record it as an immediate of the instruction.
"""

from wasihost.abi import NULLABLE_REFERENCE, REFERENCE, VALTYPES
from wasihost.native import native, new, ptr, u8, u32, u64
from wasihost.wasm.sections.integers import Integer, read_integer
from wasihost.wasm.sections.layout import ABSTRACT
from wasihost.wasm.types import HEAP_TYPES, LATER_TYPES
from wasihost.wasm.validator.layout import ValidationFault
from wasihost.wasm.validator.state import BOTTOM, FUNCREF, State, code_of, fail, note_immediate

SUPPORTED_TYPES = tuple(code for code in VALTYPES if code not in LATER_TYPES)
HEAP_CODES = tuple(HEAP_TYPES)
UNSUPPORTED_TYPES = tuple(LATER_TYPES)


@native(inline=False)
def read_leb128(s: State, bits: u32, signed: u32) -> u64:
    found = new(Integer)
    read_integer(found, s.p, s.end, bits, signed)
    s.p = found.next
    if found.fault:
        fail(s, u32(found.fault), 0, 0)
    return found.value


@native(inline=True)
def read_u32(s: State) -> u32:
    if s.p < s.end and u8[s.p] < 0x80:
        byte = u32(u8[s.p])
        s.p += 1
        return byte
    return u32(read_leb128(s, 32, 0))


@native(inline=True)
def read_signed(s: State, bits: u32):
    """Record a signed constant."""
    if s.p < s.end and u8[s.p] < 0x80:
        note_immediate(s, (u64(u8[s.p]) ^ 0x40) - 0x40)
        s.p += 1
    else:
        note_immediate(s, read_leb128(s, bits, 1))


@native
def read_byte(s: State) -> u8:
    if s.p >= s.end:
        fail(s, ValidationFault.UNEXPECTED_END, 0, 0)
        return 0
    byte = u8[s.p]
    s.p += 1
    return byte


@native(inline=True)
def read_bytes(s: State, size: u64):
    """Record a float of 4 or 8 bytes, or the two halves of a vector of 16 bytes."""
    if u64(s.end) - u64(s.p) < size:
        fail(s, ValidationFault.UNEXPECTED_END, 0, 0)
        return
    if size == 4:
        note_immediate(s, u64(u32[s.p]))
    else:
        for i in range(size // 8):
            note_immediate(s, u64[s.p, i])
    s.p += size


@native(inline=True)
def read_index(s: State, count: u32, unknown: u32) -> u32:
    """Record and return an index below `count`; 0 after the fault `unknown`."""
    index = read_u32(s)
    if index < count:
        note_immediate(s, index)
        return index
    fail(s, unknown, 0, index)
    return 0


@native
def read_count(s: State) -> u32:
    """The length of a vector whose elements take at least one byte each; 0 after a fault."""
    count = read_u32(s)
    if count <= u64(s.end) - u64(s.p):
        return count
    fail(s, ValidationFault.UNEXPECTED_END, 0, 0)
    return 0


@native(inline=False)
def read_valtype(s: State) -> u32:
    """The code of a value type in `layout`; BOTTOM after a fault."""
    byte = u32(read_byte(s))
    if byte in SUPPORTED_TYPES:
        return byte
    if byte in (NULLABLE_REFERENCE, REFERENCE):
        return code_of(s, read_heap_type(s), u32(byte == NULLABLE_REFERENCE))
    fail(s, ValidationFault.UNSUPPORTED_TYPE if byte in UNSUPPORTED_TYPES else ValidationFault.MALFORMED_TYPE, 0, byte)
    return BOTTOM


@native
def read_heap_type(s: State) -> u32:
    """A type index, or ABSTRACT plus a code.  A code must have exactly one byte."""
    start = s.p
    value = read_leb128(s, 33, 1)
    if value < 1 << 32:
        if value < s.types.type_count:
            return u32[s.types.canonical, value]
        fail(s, ValidationFault.UNKNOWN_TYPE, 0, u32(value))
        return ABSTRACT + FUNCREF
    code = u32(value + 0x80)
    if u64(s.p) - u64(start) != 1:
        fail(s, ValidationFault.MALFORMED_HEAP_TYPE, 0, 0)
    elif code in HEAP_CODES:
        return ABSTRACT + code
    else:
        fail(
            s,
            ValidationFault.UNSUPPORTED_TYPE if code in UNSUPPORTED_TYPES else ValidationFault.MALFORMED_HEAP_TYPE,
            0,
            code,
        )
    return ABSTRACT + FUNCREF


@native
def read_table(s: State) -> ptr:
    """The properties of the table with the next index: its element type, and its address type."""
    return s.types.tables + 2 * u64(read_index(s, s.types.table_count, ValidationFault.UNKNOWN_TABLE))
