"""Which functions are traced: names or patterns with `*` and `?`, separated by commas → a set of rows."""

from wasihost.native import i64, native, ptr, static_assert, u8, u32, u64
from wasihost.wasi.trace.table import FUNCTIONS, ROWS, TEXTS

COUNT = len(FUNCTIONS)
COMMA, STAR, ANY = ord(","), ord("*"), ord("?")


@native(export=True, name="wasi_trace_misnamed")
def misnamed(filter: ptr) -> i64:
    """Where in a filter the first part begins that no function has; -1: all is well."""
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
    """Bit n: the filter, a text that ends with a NUL, has row n; null has all."""
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
    """Bytes up to the next comma, or to the end."""
    size: u64 = 0
    while u8[part, size] and u8[part, size] != COMMA:
        size += 1
    return size


@native
def matches(pattern: ptr, end: ptr, name: ptr, size: u64) -> u32:
    """Whether all of the name is what the pattern says; a `*` is tried short first, and grows when the rest fails."""
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
