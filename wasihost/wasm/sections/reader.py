"""The decoder's cursor: bytes → integers, lengths, names, ranges (specification section 5.2; native subset).

Only the first fault is kept.  It moves the cursor to the end, so the current entry is read without harm: after a fault,
each function returns a value that is safe to use, and every loop ends.
"""

from wasihost.native import Ptr, Struct, bool_, native, new, ptr, u8, u32, u64
from wasihost.wasm.sections.arena import take
from wasihost.wasm.sections.integers import Integer, read_integer
from wasihost.wasm.sections.layout import Decoded, Fault, Span


class Decoder(Struct):
    """`p` reads a section up to `end`."""

    module: Ptr(Decoded)
    p: ptr
    end: ptr
    module_end: ptr
    reading_type: u32  # the index of the type that is being read; otherwise NO_TYPE
    fault: u32
    what: u32
    fault_offset: u32
    found: u64


NO_TYPE = 0xFFFFFFFF


@native(inline=True)
def offset_of(d: Decoder, at: ptr) -> u32:
    return u32(u64(at) - u64(d.module.data))


@native(inline=False)
def reject(d: Decoder, fault: u32, at: ptr, found: u64, what: u32):
    if d.fault == 0:
        d.fault, d.what, d.found, d.fault_offset = fault, what, found, offset_of(d, at)
    d.p = d.end


@native(inline=False)
def fail(d: Decoder, fault: u32, at: ptr):
    reject(d, fault, at, 0, 0)


@native
def allocate(d: Decoder, count: u64, size: u64) -> ptr:
    """Zeroed memory for `count` elements and one more.  Null after a fault: there is no memory."""
    found = take(d.module, (count + 1) * size)
    if not found:
        fail(d, Fault.NO_MEMORY, d.p)
    return found


@native(inline=True)
def read_byte(d: Decoder) -> u32:
    if d.p >= d.end:
        fail(d, Fault.UNEXPECTED_END, d.p)
        return 0
    byte = u32(u8[d.p])
    d.p += 1
    return byte


@native(inline=False)
def read_leb128(d: Decoder, bits: u32, signed: u32) -> u64:
    """Read an integer.  A fault is at its first byte, but for a missing byte at the end."""
    found = new(Integer)
    start = d.p
    read_integer(found, d.p, d.end, bits, signed)
    d.p = found.next
    if found.fault:
        fail(d, u32(found.fault), d.end if found.fault == Fault.UNEXPECTED_END else start)
    return found.value


@native(inline=True)
def read_u32(d: Decoder) -> u32:
    if d.p < d.end and u8[d.p] < 0x80:
        d.p += 1
        return u8[d.p - 1]
    return u32(read_leb128(d, 32, 0))


@native(inline=False)
def read_count(d: Decoder, what: u32, limit: u32) -> u32:
    """Read the length of a vector; 0 after a fault.

    Each element takes at least a byte, so a length that exceeds the section is rejected here, before any loop.
    """
    start = d.p
    count = read_u32(d)
    if d.fault != 0:
        return 0
    fault: u32 = 0
    if count > u64(d.module_end) - u64(d.p):
        fault = Fault.COUNT_OUT_OF_BOUNDS
    elif count > u64(d.end) - u64(d.p):
        fault = Fault.COUNT_BEYOND_SECTION
    elif count > limit:
        fault = Fault.COUNT_LIMIT
    if fault == 0:
        return count
    reject(d, fault, start, count, what)
    return 0


@native
def skip(d: Decoder, size: u64) -> ptr:
    """Skip `size` bytes.  Returns their address."""
    start = d.p
    if size > u64(d.module_end) - u64(start):
        fail(d, Fault.OUT_OF_BOUNDS, start)
    elif size > u64(d.end) - u64(start):
        fail(d, Fault.UNEXPECTED_END, start)
    else:
        d.p = start + size
    return start


@native
def read_span(d: Decoder, span: Ptr(Span)):
    """Read a length and skip as many bytes."""
    size = read_u32(d)
    start = skip(d, size)
    span.start, span.size = offset_of(d, start), size if d.fault == 0 else u32(0)


@native
def read_name(d: Decoder, span: Ptr(Span)):
    read_span(d, span)
    start = d.module.data + span.start
    valid = valid_utf8(start, span.size)
    if valid != span.size:
        fail(d, Fault.UTF8, start + valid)


@native(inline=False)
def valid_utf8(text: ptr, size: u64) -> u64:
    """The number of bytes before the first sequence that is not UTF-8."""
    at: u64 = 0
    while at < size:
        if size - at >= 8 and u64[text + at] & 0x8080808080808080 == 0:
            at += 8
            continue
        first = u32(u8[text, at])
        if first < 0x80:
            at += 1
            continue
        length = sequence_length(first)
        if length == 0 or length > size - at or not valid_sequence(text + at, first, length):
            return at
        at += length
    return size


@native
def sequence_length(first: u32) -> u64:
    if 0xC2 <= first < 0xE0:
        return 2
    if 0xE0 <= first < 0xF0:
        return 3
    if 0xF0 <= first < 0xF5:
        return 4
    return 0


@native
def valid_sequence(text: ptr, first: u32, length: u64) -> bool_:
    """Whether a sequence is the shortest one of a character that is no surrogate."""
    second = u32(u8[text, 1])
    low: u32 = 0x80
    high: u32 = 0xBF
    if first == 0xE0:
        low = 0xA0
    elif first == 0xED:
        high = 0x9F
    elif first == 0xF0:
        low = 0x90
    elif first == 0xF4:
        high = 0x8F
    if second < low or second > high:
        return False
    if length > 2 and u8[text, 2] & 0xC0 != 0x80:
        return False
    return length < 4 or u8[text, 3] & 0xC0 == 0x80
