"""The C library functions that native code needs: memory, strings, numbers as text, messages on standard error."""

from wasihost.layout import bool_, i32, i64, ptr, u8, u32, u64, u128

from .builtins import addr, memcpy, memset, new, syscall, tail
from .platform import SYS
from .types import native

EINTR = 4

# ---- memory: LLVM calls these by name
#
# Two overlapping accesses cover every size from one to two accesses.  Long copies align the destination, which is three
# times as fast if neither side is aligned.  `rep movsb` was slower at every size, measured on CPUs without ERMS.
# A memcpy(…) of constant size is a number of vector loads, followed by as many stores.


@native(export="hidden", name="memcpy")
def copy(to: ptr, source: ptr, size: u64) -> ptr:
    return tail(memmove(to, source, size))


@native(export="hidden")
def memmove(to: ptr, source: ptr, size: u64) -> ptr:
    """Copy bytes; the ranges may overlap, because every byte is loaded before a store can overwrite it."""
    if size > 64:
        if u64(to - source) >= size:
            return tail(move_up(to, source, size))
        return tail(move_down(to, source, size))
    if size > 32:
        a, b, c, d = u128[source], u128[source + 16], u128[source + size - 32], u128[source + size - 16]
        u128[to], u128[to + 16], u128[to + size - 32], u128[to + size - 16] = a, b, c, d
    elif size > 16:
        first, last = u128[source], u128[source + size - 16]
        u128[to], u128[to + size - 16] = first, last
    elif size >= 8:
        first8, last8 = u64[source], u64[source + size - 8]
        u64[to], u64[to + size - 8] = first8, last8
    elif size >= 4:
        first4, last4 = u32[source], u32[source + size - 4]
        u32[to], u32[to + size - 4] = first4, last4
    elif size:
        first1, middle1, last1 = u8[source], u8[source + size // 2], u8[source + size - 1]
        u8[to], u8[to + size // 2], u8[to + size - 1] = first1, middle1, last1
    return to


@native(inline=False)
def move_up(to: ptr, source: ptr, size: u64) -> ptr:
    """Copy more than 64 bytes in ascending order; `to` is not inside the source."""
    first, last = new(u8, 16), new(u8, 64)
    memcpy(first, source, 16)
    memcpy(last, source + size - 64, 64)
    at = 16 - (u64(to) & 15)
    while at < size - 64:
        memcpy(to + at, source + at, 64)
        at += 64
    memcpy(to, first, 16)
    memcpy(to + size - 64, last, 64)
    return to


@native(inline=False)
def move_down(to: ptr, source: ptr, size: u64) -> ptr:
    """Copy more than 64 bytes in descending order; `to` is inside the source."""
    first, last = new(u8, 64), new(u8, 16)
    memcpy(first, source, 64)
    memcpy(last, source + size - 16, 16)
    at = size - (u64(to + size) & 15)
    while at > 64:
        at -= 64
        memcpy(to + at, source + at, 64)
    memcpy(to, first, 64)
    memcpy(to + size - 16, last, 16)
    return to


@native(export="hidden", name="memset")
def fill(to: ptr, byte: u32, size: u64) -> ptr:
    word = u64(u8(byte)) * 0x0101010101010101
    if size > 16:
        return tail(fill_up(to, byte, size))
    if size >= 8:
        u64[to], u64[to + size - 8] = word, word
    elif size >= 4:
        u32[to], u32[to + size - 4] = u32(word), u32(word)
    elif size:
        u8[to], u8[to + size // 2], u8[to + size - 1] = u8(word), u8(word), u8(word)
    return to


@native(inline=False)
def fill_up(to: ptr, byte: u32, size: u64) -> ptr:
    """Fill more than 16 bytes."""
    memset(to, byte, 16)
    at = 16 - (u64(to) & 15)
    while at < size - 16:
        memset(to + at, byte, 16)
        at += 16
    memset(to + size - 16, byte, 16)
    return to


@native(export="hidden")
def memcmp(a: ptr, b: ptr, size: u64) -> i32:
    at: u64 = 0
    while at + 8 <= size and u64[a + at] == u64[b + at]:
        at += 8
    while at < size:
        if u8[a, at] != u8[b, at]:
            return i32(u8[a, at]) - i32(u8[b, at])
        at += 1
    return 0


MEMORY_FUNCTIONS = copy, memmove, fill, memcmp

# ---- strings that end with NUL


@native
def strlen(text: ptr) -> u64:
    size: u64 = 0
    while u8[text, size]:
        size += 1
    return size


@native
def streq(a: ptr, b: ptr) -> bool_:
    at: u64 = 0
    while u8[a, at] == u8[b, at]:
        if not u8[a, at]:
            return True
        at += 1
    return False


@native
def copy_text(to: ptr, text: ptr) -> ptr:
    """Copy a string with its NUL.  Returns the address of the copied NUL, where more text can be appended."""
    size = strlen(text)
    memcpy(to, text, size + 1)
    return to + size


# ---- numbers as text: each returns the address after the text, and writes no NUL


@native
def format_hex(to: ptr, value: u64, digits: u32) -> ptr:
    """Write the lowest `digits` hexadecimal digits."""
    for i in range(digits):
        u8[to, i] = u8[b"0123456789abcdef", value >> 4 * (digits - 1 - i) & 15]
    return to + digits


@native
def format_number(to: ptr, value: u64) -> ptr:
    """Write `0x` and all significant hexadecimal digits."""
    digits = u32(1)
    while digits < 16 and value >> 4 * u64(digits):
        digits += 1
    u8[to], u8[to, 1] = ord("0"), ord("x")
    return format_hex(to + 2, value, digits)


@native
def format_decimal(to: ptr, value: u64) -> ptr:
    size: u64 = 1
    rest = value
    while rest >= 10:
        rest //= 10
        size += 1
    rest = value
    for i in range(size, 0, -1):
        u8[to, i - 1] = u8(rest % 10) + ord("0")
        rest //= 10
    return to + size


# ---- messages


@native
def write_all(fd: i32, data: ptr, size: u64) -> i64:
    """Write all bytes.  Returns 0, or the negative error number that stopped it."""
    done: u64 = 0
    while done < size:
        written = syscall(SYS.write, fd, data + done, size - done)
        if written >= 0:
            done += u64(written)
        elif written != -EINTR:
            return written
    return 0


@native
def say(text: ptr):
    """Write a text to standard error."""
    write_all(2, text, strlen(text))


@native
def say_hex(value: u64):
    """Write 0x and 16 hexadecimal digits to standard error."""
    text = new(u8, 18)
    text[0], text[1] = ord("0"), ord("x")
    format_hex(addr(text[2]), value, 16)
    write_all(2, text, 18)


@native
def say_decimal(value: u64):
    text = new(u8, 20)
    write_all(2, text, u64(format_decimal(text, value) - text))
