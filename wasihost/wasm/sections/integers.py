"""LEB128 integers, in sections and in bodies (specification section 5.2.2; native subset)."""

from wasihost.native import Ptr, Struct, native, ptr, u8, u32, u64
from wasihost.wasm.sections.layout import Fault


class Integer(Struct):
    """An integer that was read."""

    value: u64
    next: ptr  # the byte after it
    fault: u64


@native(inline=True)
def read_integer(found: Ptr(Integer), p: ptr, end: ptr, bits: u32, signed: u32):
    """Read an integer of `bits` bits at `p`; its value is extended to 64 bits, or 0 after a fault."""
    value: u64 = 0
    shift: u32 = 0
    fault: u64 = 0
    while True:
        if p >= end:
            fault = Fault.UNEXPECTED_END
            break
        byte = u32(u8[p])
        p += 1
        left = bits - shift
        if left < 7:
            beyond = (byte & 0x7F) >> (left - signed)  # including the sign bit, if signed: these bits must be equal
            if beyond != 0 and (signed == 0 or beyond != u32(0x7F) >> (left - 1)):
                fault = Fault.INTEGER_TOO_LARGE
                break
        value |= u64(byte & 0x7F) << u64(shift)
        shift += 7
        if byte < 0x80:
            if signed and byte & 0x40 and shift < 64:
                value |= ~u64(0) << u64(shift)
            break
        if shift >= bits:
            fault = Fault.INTEGER_TOO_LONG
            break
    found.value, found.next, found.fault = value if fault == 0 else u64(0), p, fault
