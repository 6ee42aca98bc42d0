"""Characters that are not ASCII: Punycode (RFC 3492) → UTF-8 (native subset)."""

from wasihost.abi import Demangler
from wasihost.native import addr, bool_, native, new, ptr, u8, u32, u64
from wasihost.native.prelude import memmove
from wasihost.runtime.report.demangle.cursor import fail, put_byte

LONGEST = 128  # characters of an identifier
BASE, LEAST, MOST, SKEW, DAMP, BIAS = 36, 1, 26, 38, 700, 72
FIRST = 0x80  # character
LAST = 0x10FFFF
TOO_LARGE = 1 << 32


@native(inline=False)
def put_decoded(d: Demangler, at: ptr, size: u64):
    """Write an identifier.  Its ASCII characters stand before the last `_`; after it, the others and their places."""
    codes, end = new(u32, LONGEST), at + size
    plain = last_underscore(at, size)
    count, code, place, bias = plain, u64(FIRST), u64(0), u64(BIAS)
    if plain >= LONGEST:
        fail(d)
        return
    for i in range(plain):
        codes[i] = u32(u8[at, i])
        if codes[i] >= FIRST:
            fail(d)
    at += plain + u64(plain != 0)
    while at < end and not d.failed:
        before, weight, threshold = place, u64(1), u64(BASE)
        while True:
            digit = digit_value(u32(u8[at])) if at < end else u64(BASE)
            at += 1
            place += digit * weight
            if digit == BASE or place >= TOO_LARGE:
                fail(d)
                return
            least = min(max(threshold, bias + LEAST) - bias, u64(MOST))
            if digit < least:
                break
            weight *= BASE - least
            threshold += BASE
            if weight >= TOO_LARGE:
                fail(d)
                return
        count += 1
        bias = adapted(place - before, count, before == 0)
        code += place // count
        place %= count
        if count > LONGEST or code > LAST:
            fail(d)
            return
        memmove(addr(codes[place + 1]), addr(codes[place]), 4 * (count - 1 - place))
        codes[place] = u32(code)
        place += 1
    for i in range(count):
        put_code(d, codes[i])


@native
def last_underscore(at: ptr, size: u64) -> u64:
    for i in range(size, 0, -1):
        if u8[at, i - 1] == ord("_"):
            return i - 1
    return 0


@native
def digit_value(code: u32) -> u64:
    """The value of a digit; BASE: it is none."""
    if ord("a") <= code <= ord("z"):
        return u64(code) - ord("a")
    return u64(code) - (ord("0") - 26) if ord("0") <= code <= ord("9") else u64(BASE)


@native
def adapted(delta: u64, count: u64, first: bool_) -> u64:
    rest = delta // DAMP if first else delta // 2
    rest += rest // count
    steps: u64 = 0
    while rest > (BASE - LEAST) * MOST // 2:
        rest //= BASE - LEAST
        steps += BASE
    return steps + (BASE - LEAST + 1) * rest // (rest + SKEW)


@native(inline=False)
def put_code(d: Demangler, code: u32):
    """Write a character in UTF-8."""
    if code < 0x80:
        put_byte(d, u8(code))
    elif code < 0x800:
        put_byte(d, u8(0xC0 | code >> 6))
        put_byte(d, u8(0x80 | code & 0x3F))
    elif 0xD800 <= code < 0xE000 or code > LAST:
        fail(d)
    else:
        if code < 0x10000:
            put_byte(d, u8(0xE0 | code >> 12))
        else:
            put_byte(d, u8(0xF0 | code >> 18))
            put_byte(d, u8(0x80 | code >> 12 & 0x3F))
        put_byte(d, u8(0x80 | code >> 6 & 0x3F))
        put_byte(d, u8(0x80 | code & 0x3F))
