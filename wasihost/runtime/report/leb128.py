"""Read LEB128 numbers in line programs and in bodies (DWARF 5, section 7.6; WebAssembly, section 5.2.2)."""

from wasihost.native import Struct, bool_, native, ptr, u8, u64


class Bytes(Struct):
    """The remaining bytes."""

    at: ptr
    end: ptr


@native
def unsigned(code: Bytes) -> u64:
    return read(code, False)


@native
def signed(code: Bytes) -> u64:
    """A signed number, modulo 2**64."""
    return read(code, True)


@native(inline=False)
def read(code: Bytes, extends_sign: bool_) -> u64:
    """The next number.  If the bytes end too early, the part that exists."""
    value: u64 = 0
    shift: u64 = 0
    while code.at < code.end:
        byte = u8[code.at]
        code.at = code.at + 1
        value |= u64(byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            if extends_sign and byte & 0x40 and shift < 64:
                value |= ~u64(0) << shift
            break
    return value
