"""A position in a mangled name, and the text that is written, with limits, because names come from guests.

Only the first fault counts.  It moves the position to the end, so that every loop ends: what is written after it is
never used (native subset).
"""

from wasihost.abi import DEMANGLING_WORK, MAX_DEMANGLED, Demangler
from wasihost.native import Global, bool_, memcpy, native, new, ptr, u8, u16, u32, u64
from wasihost.native.prelude import format_decimal, memmove, strlen

DEEPEST = 100  # types and paths in one another
MAX_DIGITS = 39  # of a number: the largest 128-bit number has 39
MAX_LENGTH = 5  # digits of the length of an identifier
MAX_VALUE = 18  # digits of a number that is computed with


@native
def begin(d: Demangler, start: ptr, end: ptr):
    d.start, d.p, d.end, d.failed = start, start, end, False
    d.depth, d.work, d.size, d.inside, d.around, d.count, d.copied = 0, 0, 0, 0, 0, 0, 0


@native(inline=False)
def fail(d: Demangler):
    """The symbol is not a mangled name, or has an unsupported form."""
    d.failed, d.p = True, d.end


@native(inline=False)
def spend(d: Demangler, work: u64):
    d.work += work
    if d.work > DEMANGLING_WORK:
        fail(d)


@native(inline=False)
def enter(d: Demangler) -> bool_:
    """Begin something that may contain others of its kind.  `leave` ends it, whatever the result."""
    d.depth += 1
    spend(d, 1)
    if d.depth > DEEPEST:
        fail(d)
    return not d.failed


@native
def leave(d: Demangler):
    d.depth -= 1


# ------------------------------------------------------------------------------------------------------------- reading
def code_of(text: str) -> int:
    """A code of one or two characters, as `peek` and `peek_two` return it."""
    return int.from_bytes(text.encode(), "little")


def table(rows: dict[str, str]) -> Global:
    """Codes and their texts, for `find`."""
    encoded = [u16.encode(code_of(code)) + text.encode() + b"\0" for code, text in rows.items()]
    return Global(data=b"".join(encoded) + bytes(2))


@native(inline=False)
def find(rows: ptr, code: u32) -> ptr:
    """The text of a code; null: the table lacks it."""
    while u16[rows]:
        if u16[rows] == code:
            return rows + 2
        rows += 3 + strlen(rows + 2)
    return ptr(0)


@native
def left(d: Demangler) -> u64:
    return u64(d.end) - u64(d.p)


@native(inline=False)
def peek(d: Demangler) -> u32:
    """The next character; 0 at the end."""
    return u32(u8[d.p]) if d.p < d.end else u32(0)


@native(inline=False)
def peek_two(d: Demangler) -> u32:
    """The next two characters; 0 if there are not as many."""
    return u32(u8[d.p]) | u32(u8[d.p, 1]) << 8 if left(d) >= 2 else u32(0)


@native(inline=False)
def next(d: Demangler) -> u32:
    found = peek(d)
    if d.p < d.end:
        d.p += 1
    else:
        fail(d)
    return found


@native(inline=False)
def take(d: Demangler, expected: u8) -> bool_:
    """Skip a character if it comes next.  Returns whether it did."""
    found = d.p < d.end and u8[d.p] == expected
    d.p += u64(found)
    return found


@native(inline=False)
def take_two(d: Demangler, expected: u32) -> bool_:
    found = peek_two(d) == expected
    d.p += 2 * u64(found)
    return found


@native
def need(d: Demangler, expected: u8):
    if not take(d, expected):
        fail(d)


@native
def ends(d: Demangler) -> bool_:
    """Whether a list ends here, which its `E` does, or a fault."""
    return take(d, ord("E")) or d.failed


@native
def is_digit(code: u32) -> bool_:
    return ord("0") <= code <= ord("9")


@native(inline=False)
def skip_digits(d: Demangler) -> u64:
    """Returns the number of digits, possibly 0, but not more than MAX_DIGITS."""
    start = d.p
    while is_digit(peek(d)):
        d.p += 1
    count = u64(d.p) - u64(start)
    if count > MAX_DIGITS:
        fail(d)
    return count


@native(inline=False)
def read_number(d: Demangler, most: u64) -> u64:
    """Read a decimal number of one to `most` digits."""
    at = d.p
    count = skip_digits(d)
    if count == 0 or count > most:
        fail(d)
    value: u64 = 0
    for i in range(count if not d.failed else u64(0)):
        value = value * 10 + (u8[at, i] - ord("0"))
    return value


@native
def skip_chunk(d: Demangler, size: u64) -> ptr:
    """Skip bytes.  Returns their address; after a fault, there are none."""
    if size > left(d):
        fail(d)
    at = d.p
    if not d.failed:
        d.p += size
    return at


# ------------------------------------------------------------------------------------------------------------- writing
@native(inline=False)
def put(d: Demangler, text: ptr, size: u64):
    spend(d, size)
    if size > MAX_DEMANGLED - d.size:
        fail(d)
    if not d.failed:
        memcpy(ptr(d.text) + d.size, text, size)
        d.size += size


@native(inline=False)
def put_text(d: Demangler, text: ptr):
    put(d, text, strlen(text))


@native(inline=False)
def put_byte(d: Demangler, byte: u8):
    spend(d, 1)
    if d.size == MAX_DEMANGLED:
        fail(d)
    if not d.failed:
        d.text[d.size] = byte
        d.size += 1


@native(inline=False)
def put_number(d: Demangler, value: u64):
    digits = new(u8, 20)
    put(d, digits, u64(format_decimal(digits, value) - digits))


@native(inline=False)
def insert(d: Demangler, at: u64, text: ptr):
    """Write a text before what was written last."""
    size = strlen(text)
    end = d.size
    put(d, text, size)
    if not d.failed:
        place = ptr(d.text) + at
        memmove(place + size, place, end - at)
        memcpy(place, text, size)
