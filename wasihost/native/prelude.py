"""The few functions of a C library that native code needs: memory, strings, numbers as text, messages on stderr."""

from wasihost.layout import bool_, i32, i64, ptr, u8, u16, u32, u64, u128

from .builtins import addr, asm, new, syscall, tail
from .platform import MACHINE, SYS
from .types import native

EINTR = 4
STRINGS_FROM = 2048  # from this size on, x86's string instructions win over a loop

# ---- memory: LLVM calls these by name


@native(export="hidden")
def memcpy(to: ptr, source: ptr, size: u64) -> ptr:
    return tail(memmove(to, source, size))


@native(export="hidden")
def memmove(to: ptr, source: ptr, size: u64) -> ptr:
    """Copy, also between ranges that overlap: whatever a store may overwrite has been loaded before."""
    if size <= 16:
        move_to_16(to, source, size)
    elif size <= 32:
        first, last = u128[source], u128[source + size - 16]
        u128[to], u128[to + size - 16] = first, last
    elif u64(to - source) >= size:
        move_up(to, source, size)
    else:
        move_down(to, source, size)
    return to


@native(inline=True)
def move_to_16(to: ptr, source: ptr, size: u64):
    """Two loads that overlap cover every size between half of them and all."""
    if size >= 8:
        first, last = u64[source], u64[source + size - 8]
        u64[to], u64[to + size - 8] = first, last
    elif size >= 4:
        first4, last4 = u32[source], u32[source + size - 4]
        u32[to], u32[to + size - 4] = first4, last4
    elif size >= 2:
        first2, last2 = u16[source], u16[source + size - 2]
        u16[to], u16[to + size - 2] = first2, last2
    elif size:
        u8[to] = u8[source]


@native(inline=True)
def move_up(to: ptr, source: ptr, size: u64):
    """More than 32 bytes, `to` not inside of the source."""
    if MACHINE == "x86_64" and size >= STRINGS_FROM and u64(source - to) >= size:
        asm("rep movsb", "={di},={si},={cx},0,1,2,~{memory},~{dirflag},~{flags}", (ptr, ptr, u64), to, source, size)
        return
    last, end = u128[source + size - 32], u128[source + size - 16]
    at: u64 = 0
    while at < size - 32:
        a, b = u128[source + at], u128[source + at + 16]
        u128[to + at], u128[to + at + 16] = a, b
        at += 32
    u128[to + size - 32], u128[to + size - 16] = last, end


@native(inline=True)
def move_down(to: ptr, source: ptr, size: u64):
    """More than 32 bytes, `to` inside of the source."""
    first, second = u128[source], u128[source + 16]
    at = size
    while at > 32:
        at -= 32
        a, b = u128[source + at], u128[source + at + 16]
        u128[to + at], u128[to + at + 16] = a, b
    u128[to], u128[to + 16] = first, second


@native(export="hidden")
def memset(to: ptr, byte: u32, size: u64) -> ptr:
    word = u64(u8(byte)) * 0x0101010101010101
    if size <= 16:
        set_to_16(to, word, size)
    elif MACHINE == "x86_64" and size >= STRINGS_FROM:
        asm("rep stosb", "={di},={cx},{ax},0,1,~{memory},~{dirflag},~{flags}", (ptr, u64), byte, to, size)
    else:
        both = u128(word) << 64 | word
        at: u64 = 0
        while at < size - 16:
            u128[to + at] = both
            at += 16
        u128[to + size - 16] = both
    return to


@native(inline=True)
def set_to_16(to: ptr, word: u64, size: u64):
    if size >= 8:
        u64[to], u64[to + size - 8] = word, word
    elif size >= 4:
        u32[to], u32[to + size - 4] = u32(word), u32(word)
    elif size >= 2:
        u16[to], u16[to + size - 2] = u16(word), u16(word)
    elif size:
        u8[to] = u8(word)


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


MEMORY_FUNCTIONS = memcpy, memmove, memset, memcmp

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
    """Copy with the NUL; returns the NUL's address, where more can be appended."""
    size = strlen(text)
    memmove(to, text, size + 1)
    return to + size


# ---- numbers as text: each returns the address behind what it wrote, without a NUL


@native
def format_hex(to: ptr, value: u64, digits: u32) -> ptr:
    """The lowest `digits` hexadecimal digits."""
    for i in range(digits):
        u8[to, i] = u8[b"0123456789abcdef", value >> 4 * (digits - 1 - i) & 15]
    return to + digits


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
    """Write everything; 0, or the negative error number that stopped it."""
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
    """Write a text to stderr."""
    write_all(2, text, strlen(text))


@native
def say_hex(value: u64):
    """Write 0x and 16 hexadecimal digits to stderr."""
    text = new(u8, 18)
    text[0], text[1] = ord("0"), ord("x")
    format_hex(addr(text[2]), value, 16)
    write_all(2, text, 18)


@native
def say_decimal(value: u64):
    text = new(u8, 20)
    write_all(2, text, u64(format_decimal(text, value) - text))
