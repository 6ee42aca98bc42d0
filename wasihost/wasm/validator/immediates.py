"""Read immediates: the integers, indices and types after an opcode (specification section 5.2; native subset).

No other code in wasihost reads the bytes of a body.  The functions return what they read, or, where their docstrings
say so, record it as an immediate of the instruction.
"""

from wasihost.native import Global, native, new, ptr, u8, u32, u64
from wasihost.wasm.sections.integers import Integer, read_integer
from wasihost.wasm.sections.layout import Fault
from wasihost.wasm.sections.reader import NO_TYPE, Decoder
from wasihost.wasm.sections.types import read_heap_type as read_heap
from wasihost.wasm.sections.types import read_valtype as read_type
from wasihost.wasm.validator.layout import ValidationFault
from wasihost.wasm.validator.state import BOTTOM, State, fail, note_immediate

# Faults of types, as faults of bodies.
FAULTS_OF_TYPES: dict[int, int] = {
    Fault.UNEXPECTED_END: ValidationFault.UNEXPECTED_END,
    Fault.INTEGER_TOO_LONG: ValidationFault.INTEGER_TOO_LONG,
    Fault.INTEGER_TOO_LARGE: ValidationFault.INTEGER_TOO_LARGE,
    Fault.VALUE_TYPE: ValidationFault.MALFORMED_TYPE,
    Fault.HEAP_TYPE: ValidationFault.MALFORMED_HEAP_TYPE,
    Fault.LATER_TYPE: ValidationFault.UNSUPPORTED_TYPE,
    Fault.TOO_MANY_REFERENCE_TYPES: ValidationFault.TOO_MANY_REFERENCE_TYPES,
    Fault.UNKNOWN_TYPE: ValidationFault.UNKNOWN_TYPE,
}
FAULTS = Global(u8, data=bytes(FAULTS_OF_TYPES.get(number, 0) for number in range(max(Fault) + 1)))


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
    """The code of a value type; BOTTOM after a fault."""
    d = new(Decoder)
    open_decoder(s, d)
    code = read_type(d, Fault.VALUE_TYPE)
    close_decoder(s, d)
    return code if d.fault == 0 else u32(BOTTOM)


@native
def read_heap_type(s: State) -> u32:
    """The canonical index of a type, or ABSTRACT plus a code."""
    d = new(Decoder)
    open_decoder(s, d)
    heap = read_heap(d)
    close_decoder(s, d)
    return heap


@native
def open_decoder(s: State, d: Decoder):
    """Types are read by the same code as in sections."""
    d.module, d.p, d.end, d.module_end = s.types.module, s.p, s.end, s.end
    d.fault, d.reading_type = 0, NO_TYPE


@native
def close_decoder(s: State, d: Decoder):
    s.p = d.p
    if d.fault != 0:
        fail(s, FAULTS[d.fault], 0, u32(d.found))


@native
def read_table(s: State) -> ptr:
    """The properties of the table with the next index: its element type, and its address type."""
    return s.types.tables + 2 * u64(read_index(s, s.types.table_count, ValidationFault.UNKNOWN_TABLE))
