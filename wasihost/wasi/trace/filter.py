"""Select the functions to trace: names or patterns with `*` and `?`, separated by commas → a set of rows."""

from wasihost.native import i64, native, ptr, static_assert, u8, u32, u64
from wasihost.wasi.trace.table import FUNCTIONS, ROWS, TEXTS

COUNT = len(FUNCTIONS)
COMMA, STAR, ANY = ord(","), ord("*"), ord("?")


@native(export=True, name="wasi_trace_misnamed")
def misnamed(filter: ptr) -> i64:
    """The offset of the first part of a filter that matches no function, or -1."""
    at: u64 = 0
    while True:
        some, size = u32(0), part_size(filter + at)
        for i in range(u64(COUNT)):
            name = ROWS[i].name
            some |= matches(filter + at, filter + at + size, ptr(TEXTS) + name.offset, name.size)
        if not some:
            return i64(at)
        at += size
        if not u8[filter, at]:
            return -1
        at += 1


@native(export=True, name="wasi_trace_chosen")
def chosen(filter: ptr) -> u64:
    """The rows that a filter selects: bit n is row n.  `filter` ends with a NUL; null selects all rows."""
    static_assert(COUNT <= 64, "a set of rows has 64 bits")
    result = u64(0)
    for i in range(u64(COUNT)):
        name = ROWS[i].name
        if not filter or is_listed(filter, ptr(TEXTS) + name.offset, name.size):
            result |= u64(1) << i
    return result


@native
def is_listed(filter: ptr, name: ptr, size: u64) -> u32:
    at = filter
    while True:
        end = at + part_size(at)
        if matches(at, end, name, size):
            return 1
        if not u8[end]:
            return 0
        at = end + 1


@native
def part_size(part: ptr) -> u64:
    """The number of bytes before the next comma or the end."""
    size: u64 = 0
    while u8[part, size] and u8[part, size] != COMMA:
        size += 1
    return size


@native
def matches(pattern: ptr, end: ptr, name: ptr, size: u64) -> u32:
    """Whether a pattern matches the whole name.  A `*` first matches nothing, and grows if the rest does not match."""
    at, star, resume = u64(0), end, u64(0)
    while at < size:
        if pattern != end and u8[pattern] == STAR:
            pattern, star, resume = pattern + 1, pattern + 1, at
            if pattern == end:
                return 1
        elif pattern != end and (u8[pattern] == ANY or u8[pattern] == u8[name, at]):
            pattern, at = pattern + 1, at + 1
        elif star != end:
            resume += 1
            pattern, at = star, resume
        else:
            return 0
    while pattern != end and u8[pattern] == STAR:
        pattern += 1
    return u32(pattern == end)
