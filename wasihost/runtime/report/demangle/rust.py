"""Rust names: the legacy form, which looks like C++, and the v0 form (RFC 2603; native subset)."""

from wasihost.abi import Demangler
from wasihost.native import bool_, i32, native, new, ptr, u8, u32, u64
from wasihost.native.prelude import format_number
from wasihost.runtime.report.demangle.cursor import (
    MAX_LENGTH,
    begin,
    ends,
    enter,
    fail,
    find,
    is_digit,
    leave,
    need,
    next,
    peek,
    put,
    put_byte,
    put_number,
    put_text,
    read_number,
    skip_chunk,
    table,
    take,
)
from wasihost.runtime.report.demangle.punycode import put_code, put_decoded
from wasihost.runtime.report.text import steers

HASH = 17  # characters: `h` and 16 digits
MAX_ESCAPE = 6  # digits of a character
ESCAPES = table({"SP": "@", "BP": "*", "RF": "&", "LT": "<", "GT": ">", "LP": "(", "RP": ")", "C": ","})
BASIC = table({
    "a": "i8", "b": "bool", "c": "char", "d": "f64", "e": "str", "f": "f32", "h": "u8", "i": "isize", "j": "usize",
    "l": "i32", "m": "u32", "n": "i128", "o": "u128", "s": "i16", "t": "u16", "u": "()", "v": "...", "x": "i64",
    "y": "u64", "z": "!", "p": "_",
})  # fmt: skip
POINTERS = table({"R": "&", "Q": "&mut ", "P": "*const ", "O": "*mut "})
# Characters, as a literal has them.
ESCAPED = table({"\n": "\\n", "\r": "\\r", "\t": "\\t", "'": "\\'", "\\": "\\\\"})
MAX_BASE62 = 2**64 - 2
MAX_HEX = 32  # digits of a number of 128 bits
NO_CHARACTER = 0x110000
NAMESPACES = table({"C": "closure", "S": "shim"})


# --------------------------------------------------------------------------------------------------------- legacy form
@native
def rust_legacy(d: Demangler, start: ptr, end: ptr) -> bool_:
    """Demangle what follows `_ZN`, without the hash at the end.  False: it does not end with Rust's hash."""
    begin(d, start, end)
    count: u32 = 0
    last, size = start, u64(0)
    while is_digit(peek(d)):
        size = read_number(d, MAX_LENGTH)
        last = skip_chunk(d, size)
        count += 1
    need(d, ord("E"))
    if d.failed or count < 2 or size != HASH or not is_hash(last):
        return False
    begin(d, start, end)
    for i in range(count - 1):
        if i:
            put_text(d, b"::")
        size = read_number(d, MAX_LENGTH)
        part = skip_chunk(d, size)
        put_part(d, part, part + size)
    return True


@native
def is_hash(at: ptr) -> bool_:
    for i in range(1, HASH):
        if hex_value(u32(u8[at, i])) < 0:
            return False
    return u8[at] == ord("h")


@native
def hex_value(code: u32) -> i32:
    """The value of a hexadecimal digit; negative: it is none."""
    if is_digit(code):
        return i32(code) - ord("0")
    return i32(code) - (ord("a") - 10) if ord("a") <= code <= ord("f") else -1


@native
def put_part(d: Demangler, at: ptr, end: ptr):
    """Write a component, in which `..` stands for `::`, and `$LT$` for `<`."""
    if u64(end) - u64(at) >= 2 and u8[at] == ord("_") and u8[at, 1] == ord("$"):
        at += 1
    while at < end and not d.failed:
        code = u8[at]
        if code == ord("$"):
            size = put_escape(d, at, u64(end) - u64(at))
            at += size
        elif code == ord(".") and at + 1 < end and u8[at, 1] == ord("."):
            put_text(d, b"::")
            at += 2
        else:
            put_byte(d, code)
            at += 1


@native
def put_escape(d: Demangler, at: ptr, left: u64) -> u64:
    """Write what `$LT$` or `$u20$` stands for; any other `$` is itself.  Returns the number of characters read."""
    size, value = u64(1), u32(0)
    numeric = left > 1 and u8[at, 1] == ord("u")
    if numeric:
        size = 2
        while size < left and size < 2 + MAX_ESCAPE and hex_value(u32(u8[at, size])) >= 0:
            value = value << 4 | u32(hex_value(u32(u8[at, size])))
            size += 1
    else:
        while size < left and size < 3 and ord("A") <= u8[at, size] <= ord("Z"):
            value |= u32(u8[at, size]) << 8 * u32(size - 1)
            size += 1
    if size == (u64(2) if numeric else u64(1)) or size == left or u8[at, size] != ord("$"):
        put_byte(d, ord("$"))
        return 1
    text = find(ESCAPES, value)
    if numeric:
        put_visible(d, value)
    elif text:
        put_text(d, text)
    else:
        fail(d)
    return size + 1


@native
def put_visible(d: Demangler, code: u32):
    if steers(code):
        fail(d)
    put_code(d, code)


# ------------------------------------------------------------------------------------------------------------- v0 form
@native
def rust_v0(d: Demangler, start: ptr, end: ptr):
    """Demangle what follows `_R`."""
    begin(d, start, end)
    read_path(d, True)
    if d.p < d.end:
        skip_path(d)  # the instantiating crate
    if d.p < d.end:
        fail(d)


@native
def skip_path(d: Demangler):
    size = d.size
    read_path(d, False)
    d.size = size


@native
def read_path(d: Demangler, value: bool_):
    """Read a path.  `value`: the path names a function, whose generic arguments follow `::`."""
    if enter(d):
        kind = next(d)
        if kind == ord("C"):
            read_disambiguator(d)
            read_identifier(d)
        elif kind == ord("N"):
            read_namespaced(d, value)
        elif kind in b"MXY":
            read_member(d, kind)
        elif kind == ord("I"):
            read_path(d, value)
            put_text(d, b"::<" if value else b"<")
            read_arguments(d)
        elif kind == ord("B"):
            after = go_back(d)
            read_path(d, value)
            go_on(d, after)
        else:
            fail(d)
    leave(d)


@native
def read_member(d: Demangler, kind: u32):
    """Read an `impl`, or a trait's item."""
    if kind != ord("Y"):
        read_disambiguator(d)
        skip_path(d)  # the path of the `impl`
    put_byte(d, ord("<"))
    read_type(d)
    if kind != ord("M"):
        put_text(d, b" as ")
        read_path(d, False)
    put_byte(d, ord(">"))


@native
def read_namespaced(d: Demangler, value: bool_):
    namespace = next(d)
    read_path(d, value)
    number = read_disambiguator(d)
    start = d.size
    if ord("a") <= namespace <= ord("z"):
        put_text(d, b"::")
        read_identifier(d)
        if d.size == start + 2:
            d.size = start
    elif ord("A") <= namespace <= ord("Z"):
        put_text(d, b"::{")
        what = find(NAMESPACES, namespace)
        if what:
            put_text(d, what)
        else:
            put_byte(d, u8(namespace))
        at = d.size
        put_byte(d, ord(":"))
        read_identifier(d)
        if d.size == at + 1:
            d.size = at
        put_byte(d, ord("#"))
        put_number(d, number)
        put_byte(d, ord("}"))
    else:
        fail(d)


@native
def read_disambiguator(d: Demangler) -> u64:
    return read_base62(d) + 1 if take(d, ord("s")) else u64(0)


@native(inline=False)
def read_base62(d: Demangler) -> u64:
    """Read a number in base 62, which ends with `_`.

    `_` alone is 0; otherwise the value is that of the digits plus 1.
    """
    if take(d, ord("_")):
        return 0
    value: u64 = 0
    while not take(d, ord("_")):
        digit = base62_value(next(d))
        if digit == 62 or value > (MAX_BASE62 - digit) // 62:
            fail(d)
            return 0
        value = value * 62 + digit
    return value + 1


@native
def base62_value(code: u32) -> u64:
    """The value of a digit; 62: it is none."""
    if is_digit(code):
        return u64(code) - ord("0")
    if ord("a") <= code <= ord("z"):
        return u64(code) - (ord("a") - 10)
    return u64(code) - (ord("A") - 36) if ord("A") <= code <= ord("Z") else u64(62)


@native(inline=False)
def read_identifier(d: Demangler):
    encoded = take(d, ord("u"))
    size = read_number(d, MAX_LENGTH)
    take(d, ord("_"))
    at = skip_chunk(d, size)
    if not encoded:
        put(d, at, size)
    elif not d.failed:
        put_decoded(d, at, size)


@native
def go_back(d: Demangler) -> ptr:
    """Go to the earlier position that a number says.  Returns where to `go_on`."""
    here = u64(d.p) - u64(d.start) - 1
    start = read_base62(d)
    after = d.p
    if start >= here:
        fail(d)
    if not d.failed:
        d.p = d.start + start
    return after


@native
def go_on(d: Demangler, after: ptr):
    if not d.failed:
        d.p = after


# ------------------------------------------------------------------------------------------------- types and constants
@native
def read_arguments(d: Demangler):
    count: u32 = 0
    while not ends(d):
        put_separator(d, count)
        count += 1
        if take(d, ord("L")):
            read_lifetime(d)
        elif take(d, ord("K")):
            read_constant(d)
        else:
            read_type(d)
    put_byte(d, ord(">"))


@native
def put_separator(d: Demangler, count: u32):
    if count:
        put_text(d, b", ")


@native
def read_lifetime(d: Demangler):
    number = read_base62(d)
    put_byte(d, ord("'"))
    if number:
        put_number(d, number)
    else:
        put_byte(d, ord("_"))


@native
def skip_binder(d: Demangler):
    if take(d, ord("G")):
        read_base62(d)


@native
def read_type(d: Demangler):
    if enter(d):
        kind = next(d)
        text = find(BASIC, kind)
        pointer = find(POINTERS, kind)
        if text:
            put_text(d, text)
        elif pointer:
            if kind in b"RQ" and take(d, ord("L")):
                read_base62(d)
            put_text(d, pointer)
            read_type(d)
        elif kind in b"AS":
            put_byte(d, ord("["))
            read_type(d)
            if kind == ord("A"):
                put_text(d, b"; ")
                read_constant(d)
            put_byte(d, ord("]"))
        elif kind == ord("T"):
            put_byte(d, ord("("))
            if read_types(d) == 1:
                put_byte(d, ord(","))
            put_byte(d, ord(")"))
        elif kind == ord("F"):
            read_function(d)
        elif kind == ord("D"):
            read_object(d)
        elif kind == ord("B"):
            after = go_back(d)
            read_type(d)
            go_on(d, after)
        elif not d.failed:
            d.p -= 1
            read_path(d, False)
    leave(d)


@native
def read_types(d: Demangler) -> u32:
    """Read types up to `E`.  Returns their number."""
    count: u32 = 0
    while not ends(d):
        put_separator(d, count)
        count += 1
        read_type(d)
    return count


@native
def read_function(d: Demangler):
    skip_binder(d)
    if take(d, ord("U")):
        put_text(d, b"unsafe ")
    if take(d, ord("K")):
        put_text(d, b'extern "')
        if take(d, ord("C")):
            put_byte(d, ord("C"))
        else:
            read_identifier(d)
        put_text(d, b'" ')
    put_text(d, b"fn(")
    read_types(d)
    put_byte(d, ord(")"))
    if not take(d, ord("u")):  # the result `()`
        put_text(d, b" -> ")
        read_type(d)


@native
def read_object(d: Demangler):
    """Read what follows `dyn`: traits, and the types that belong to them."""
    skip_binder(d)
    put_text(d, b"dyn ")
    count: u32 = 0
    while not ends(d):
        if count:
            put_text(d, b" + ")
        count += 1
        read_bound(d)
    need(d, ord("L"))
    read_base62(d)


@native
def read_bound(d: Demangler):
    read_path(d, False)
    count: u32 = 0
    while take(d, ord("p")):
        put_text(d, b", " if count else b"<")
        count += 1
        read_identifier(d)
        put_text(d, b" = ")
        read_type(d)
    if count:
        put_byte(d, ord(">"))


@native
def read_constant(d: Demangler):
    if enter(d):
        kind = next(d)
        if kind == ord("p"):
            put_byte(d, ord("_"))
        elif kind == ord("B"):
            after = go_back(d)
            read_constant(d)
            go_on(d, after)
        elif find(BASIC, kind):
            read_value(d, kind)
        else:
            fail(d)
    leave(d)


@native
def read_value(d: Demangler, kind: u32):
    """Read hexadecimal digits up to `_`: a truth value, a character or a number."""
    negative = take(d, ord("n"))
    while take(d, ord("0")):
        pass
    at, size, value = d.p, u64(0), u64(0)
    while hex_value(peek(d)) >= 0:
        value = value << 4 | u64(hex_value(next(d)))
        size += 1
    need(d, ord("_"))
    if size > MAX_HEX:
        fail(d)
    if kind == ord("b") and size < 2 and value < 2:
        put_text(d, b"true" if value else b"false")
    elif kind == ord("c"):
        put_character(d, u32(value) if size <= MAX_ESCAPE else u32(NO_CHARACTER))
    else:
        if negative:
            put_byte(d, ord("-"))
        if size <= 16:
            put_number(d, value)
        else:
            put_text(d, b"0x")
            put(d, at, size)


@native
def put_character(d: Demangler, code: u32):
    """Write a character as Rust does."""
    put_byte(d, ord("'"))
    text = find(ESCAPED, code)
    if text:
        put_text(d, text)
    elif steers(code):
        digits = new(u8, 18)
        put_text(d, b"\\u{")
        put(d, digits + 2, u64(format_number(digits, u64(code)) - digits) - 2)
        put_byte(d, ord("}"))
    else:
        put_code(d, code)
    put_byte(d, ord("'"))
