"""Text that is built piece by piece: raw pieces become a line for people or a JSON string.

Bytes that are not UTF-8 become characters of their own, as in Python's `surrogateescape`.
"""

from wasihost.abi import TEXT_ROOM, Text
from wasihost.characters import REPLACEMENT, STEERING
from wasihost.native import Ptr, bool_, i32, memcpy, native, new, ptr, u8, u32, u64
from wasihost.native.prelude import format_decimal, format_hex, format_number, strlen, write_all

FULL = 1 << 17
MAX_LINE = 1000  # maximum characters of a text in a line for people
INVALID = 0xDC00  # plus a byte: the surrogate for a byte that is not UTF-8
UNKNOWN, ELLIPSIS = REPLACEMENT.encode(), " … ".encode()
ESCAPES = {ord('"'): b'\\"', ord("\\"): b"\\\\", ord("\n"): b"\\n", ord("\r"): b"\\r", ord("\t"): b"\\t"}
ESCAPES |= {ord("\b"): b"\\b", ord("\f"): b"\\f"}
ESCAPED = tuple(ESCAPES.items())


@native(inline=False)
def put(text: Text, data: ptr, size: u64):
    """Append bytes.  Those that do not fit are dropped."""
    size = min(size, TEXT_ROOM - text.size)
    memcpy(ptr(text.bytes) + text.size, data, size)
    text.size += size


@native(inline=False)
def put_text(text: Text, data: ptr):
    """Append bytes that end with a NUL."""
    put(text, data, strlen(data))


@native(inline=False)
def put_byte(text: Text, byte: u8):
    one = new(u8)
    one[0] = byte
    put(text, one, 1)


@native(inline=False)
def put_decimal(text: Text, value: u64):
    digits = new(u8, 20)
    put(text, digits, u64(format_decimal(digits, value) - digits))


@native
def put_padded(text: Text, value: u64, width: u64):
    """Append a number, right-aligned in `width` columns."""
    digits = new(u8, 20)
    size = u64(format_decimal(digits, value) - digits)
    for _ in range(width - min(size, width)):
        put_byte(text, ord(" "))
    put(text, digits, size)


@native
def put_grouped(text: Text, value: u64):
    """Append a number in groups: `12 345`."""
    digits = new(u8, 20)
    size = u64(format_decimal(digits, value) - digits)
    for i in range(size):
        if i and (size - i) % 3 == 0:
            put_byte(text, ord(" "))
        put_byte(text, digits[i])


@native(inline=False)
def put_hex(text: Text, value: u64):
    number = new(u8, 18)
    put(text, number, u64(format_number(number, value) - number))


@native
def put_counted(text: Text, count: u64, what: ptr):
    """Append a count: `1 page`, `2 pages`."""
    put_decimal(text, count)
    put_text(text, what)
    if count != 1:
        put_byte(text, ord("s"))


# ---------------------------------------------------------------------------------------------------------- characters
@native(inline=False)
def character(at: ptr, size: u64, code: Ptr(u32)) -> u64:
    """Decode the first character of `size` bytes.  Returns its size in bytes (Unicode, table 3-7)."""
    first = u32(u8[at])
    code[0] = first
    if first < 0x80:
        return 1
    code[0] = INVALID + first
    count: u64 = 0
    value, least = u32(0), u32(0)
    if 0xC2 <= first < 0xE0:
        count, value, least = 2, first & 0x1F, 0x80
    elif 0xE0 <= first < 0xF0:
        count, value, least = 3, first & 0x0F, 0x800
    elif 0xF0 <= first < 0xF5:
        count, value, least = 4, first & 0x07, 0x10000
    if not count or count > size:
        return 1
    for i in range(1, count):
        if u8[at, i] & 0xC0 != 0x80:
            return 1
        value = value << 6 | u32(u8[at, i] & 0x3F)
    if value < least or value > 0x10FFFF or 0xD800 <= value < 0xE000:
        return 1
    code[0] = value
    return count


@native(inline=False)
def steers(code: u32) -> bool_:
    found: bool_ = False
    for first, last in STEERING:
        found = found or first <= code <= last
    return found


@native(inline=False)
def put_character(text: Text, at: ptr, size: u64, code: u32):
    """Append a character like `characters.printable`."""
    if not steers(code):
        put(text, at, size)
    elif code < 256:
        digits = new(u8, 2)
        format_hex(digits, u64(code), 2)
        put_text(text, b"\\x")
        put(text, digits, 2)
    else:
        put_text(text, UNKNOWN)


@native
def length(at: ptr, size: u64) -> u64:
    """The length in characters."""
    count: u64 = 0
    done: u64 = 0
    code = new(u32)
    while done < size:
        done += character(at + done, size - done, code)
        count += 1
    return count


@native
def put_printable(text: Text, at: ptr, size: u64):
    """Append a text on one line, without its middle if it is too long."""
    put_shortened(text, at, size, True)


@native(inline=False)
def put_shortened(text: Text, at: ptr, size: u64, shown: bool_):
    """Append a text like `characters.shortened`; `shown`: in printable form."""
    count = length(at, size)
    number: u64 = 0
    done: u64 = 0
    code = new(u32)
    while done < size:
        step = character(at + done, size - done, code)
        if count <= MAX_LINE or number < MAX_LINE // 2 or number >= count - MAX_LINE // 2:
            if shown:
                put_character(text, at + done, step, code[0])
            else:
                put(text, at + done, step)
        elif number == MAX_LINE // 2:
            put_text(text, ELLIPSIS)
        done += step
        number += 1


@native(inline=False)
def put_json(text: Text, at: ptr, size: u64):
    """Append a JSON string in ASCII."""
    put_byte(text, ord('"'))
    done: u64 = 0
    code = new(u32)
    while done < size:
        done += character(at + done, size - done, code)
        put_json_character(text, code[0])
    put_byte(text, ord('"'))


@native(inline=False)
def put_json_character(text: Text, code: u32):
    for special, escape in ESCAPED:
        if code == special:
            put_text(text, escape)
            return
    if ord(" ") <= code < 0x7F:
        put_byte(text, u8(code))
    elif code < 0x10000:
        put_unit(text, code)
    else:
        put_unit(text, 0xD800 + (code - 0x10000 >> 10))
        put_unit(text, 0xDC00 + (code & 0x3FF))


@native
def put_unit(text: Text, unit: u32):
    digits = new(u8, 4)
    format_hex(digits, u64(unit), 4)
    put_text(text, b"\\u")
    put(text, digits, 4)


@native
def flush(text: Text, fd: i32):
    write_all(fd, text.bytes, text.size)
    text.size = 0
