"""C++ names (Itanium C++ ABI, section 5.1): scopes, templates with types and plain values, operators, local names
(native subset)."""

from enum import IntEnum

from wasihost.abi import MAX_DEMANGLED, Demangler
from wasihost.native import bool_, memcpy, native, ptr, u8, u32, u64
from wasihost.native.prelude import memcmp, strlen
from wasihost.runtime.report.demangle.cursor import (
    MAX_LENGTH,
    MAX_VALUE,
    code_of,
    ends,
    enter,
    fail,
    find,
    insert,
    is_digit,
    leave,
    need,
    next,
    peek,
    peek_two,
    put,
    put_byte,
    put_number,
    put_text,
    read_number,
    skip_chunk,
    skip_digits,
    spend,
    table,
    take,
    take_two,
)

STD = table({
    "a": "std::allocator", "b": "std::basic_string", "s": "std::string", "i": "std::istream", "o": "std::ostream",
    "d": "std::iostream",
})  # fmt: skip
BUILTIN = table({
    "v": "void", "w": "wchar_t", "b": "bool", "c": "char", "a": "signed char", "h": "unsigned char",
    "s": "short", "t": "unsigned short", "i": "int", "j": "unsigned int", "l": "long", "m": "unsigned long",
    "x": "long long", "y": "unsigned long long", "n": "__int128", "o": "unsigned __int128", "f": "float",
    "d": "double", "e": "long double", "g": "__float128", "z": "...",
})  # fmt: skip
LONG_BUILTIN = table({
    "Dn": "decltype(nullptr)", "Di": "char32_t", "Ds": "char16_t", "Du": "char8_t", "Da": "auto", "Dh": "half",
})  # fmt: skip
OPERATORS = table({
    "nw": " new", "na": " new[]", "dl": " delete", "da": " delete[]", "ps": "+", "ng": "-", "ad": "&",
    "de": "*", "co": "~", "pl": "+", "mi": "-", "ml": "*", "dv": "/", "rm": "%", "an": "&", "or": "|",
    "eo": "^", "aS": "=", "pL": "+=", "mI": "-=", "mL": "*=", "dV": "/=", "rM": "%=", "aN": "&=", "oR": "|=",
    "eO": "^=", "ls": "<<", "rs": ">>", "lS": "<<=", "rS": ">>=", "eq": "==", "ne": "!=", "lt": "<",
    "gt": ">", "le": "<=", "ge": ">=", "ss": "<=>", "nt": "!", "aa": "&&", "oo": "||", "pp": "++",
    "mm": "--", "cm": ",", "pm": "->*", "pt": "->", "cl": "()", "ix": "[]", "qu": "?",
})  # fmt: skip
SUFFIXES = table({"P": "*", "R": "&", "O": "&&", "K": " const", "V": " volatile", "r": " restrict"})
SPECIAL = table({
    "TV": "vtable for ", "TI": "typeinfo for ", "TS": "typeinfo name for ", "TT": "VTT for ",
    "GV": "guard variable for ", "TW": "thread-local wrapper for ", "TH": "thread-local initializer for ",
})  # fmt: skip
PLAIN = b"ijlmxysth"  # types whose literals need no type
UNNAMED_NAMESPACE = b"_GLOBAL__N"
MAX_CANDIDATE = 5  # characters of the number of a candidate, with its end
CONSTRUCTORS = tuple(map(code_of, ("C1", "C2", "C3", "C4", "C5")))
DESTRUCTORS = tuple(map(code_of, ("D0", "D1", "D2", "D4", "D5")))
UNNAMED = (code_of("Ul"), code_of("Ut"))


class Around(IntEnum):
    """What a star or the like needs around it, after a type that it does not follow."""

    NOTHING = 0
    PARENTHESES = 1  # a function
    PARENTHESES_AND_SPACE = 2  # an array


@native
def read_encoding(d: Demangler):
    """Read a name.  The types of parameters after it are not read."""
    if enter(d):
        code = peek_two(d)
        prefix = find(SPECIAL, code)
        if prefix:
            d.p += 2
            put_text(d, prefix)
            if code in (code_of("TT"), code_of("GV")):
                read_name(d)
            else:
                read_type(d)
        elif take_two(d, code_of("Th")):
            read_offset(d)
            put_text(d, b"non-virtual thunk to ")
            read_encoding(d)
        elif take_two(d, code_of("Tv")):
            read_offset(d)
            read_offset(d)
            put_text(d, b"virtual thunk to ")
            read_encoding(d)
        else:
            read_name(d)
    leave(d)


@native(inline=False)
def read_offset(d: Demangler):
    take(d, ord("n"))
    if skip_digits(d) == 0:
        fail(d)
    need(d, ord("_"))


# --------------------------------------------------------------------------------------------------------------- names
@native
def read_name(d: Demangler):
    if enter(d):
        if take(d, ord("N")):
            read_nested(d)
        elif take(d, ord("Z")):
            read_local(d)
        else:
            read_unscoped(d)
    leave(d)


@native
def read_nested(d: Demangler):
    while peek(d) in b"rVKRO":
        d.p += 1
    start = d.size
    last = start  # where the last component begins
    named: bool_ = False
    while not ends(d):
        code = peek(d)
        if code == ord("S") and d.size == start:
            read_substitution(d)
            last = last_component(d, start)
            named = True
            continue
        if code == ord("I"):
            if d.size == start:
                fail(d)
            read_arguments(d)
        else:
            if d.size > start:
                put_text(d, b"::")
            at = d.size
            read_part(d, last)
            last, named = at, True
        if peek(d) != ord("E"):
            keep(d, start)
    if not named:
        fail(d)


@native
def read_unscoped(d: Demangler):
    start = d.size
    if peek(d) == ord("S") and peek_two(d) != code_of("St"):
        read_substitution(d)
    else:
        if take_two(d, code_of("St")):
            put_text(d, b"std::")
        read_part(d, d.size)
        if peek(d) == ord("I"):
            keep(d, start)
    if peek(d) == ord("I"):
        read_arguments(d)


@native
def read_local(d: Demangler):
    """Read a name inside a function; the function's parameters come between the two names."""
    read_encoding(d)
    skip_parameters(d)
    put_text(d, b"::")
    if take(d, ord("s")):
        put_text(d, b"string literal")
    else:
        if peek(d) == ord("d"):  # in the default value of a parameter
            fail(d)
        read_name(d)
    if take_two(d, code_of("__")):
        skip_digits(d)
        need(d, ord("_"))
    elif take(d, ord("_")) and skip_digits(d) == 0:
        fail(d)


@native(inline=False)
def skip_parameters(d: Demangler):
    size = d.size
    while not ends(d):
        read_type(d)
        d.size = size


@native(inline=False)
def last_component(d: Demangler, start: u64) -> u64:
    """Where the last component of a scope begins; its end if that is unclear."""
    last, depth = start, u32(0)
    for i in range(start, d.size):
        code = d.text[i]
        if code == ord("<"):
            depth += 1
        elif code == ord(">"):
            depth -= 1
        elif code == ord(":") and depth == 0:
            last = i + 1
    return last if depth == 0 else d.size


@native(inline=False)
def read_part(d: Demangler, scope: u64):
    """Read one component.  `scope`: where the component before it begins, whose name constructors have."""
    take(d, ord("L"))  # marks internal linkage
    code = peek_two(d)
    operator = find(OPERATORS, code)
    if is_digit(peek(d)):
        put_identifier(d)
    elif code in CONSTRUCTORS and scope < d.size:
        d.p += 2
        put_component(d, scope)
    elif code in DESTRUCTORS and scope < d.size:
        d.p += 2
        put_byte(d, ord("~"))
        put_component(d, scope)
    elif code in UNNAMED:
        read_unnamed(d)
    elif take_two(d, code_of("li")):
        put_text(d, b'operator""')
        put_sized(d)
    elif take_two(d, code_of("cv")):
        put_text(d, b"operator ")
        read_type(d)
    elif operator:
        d.p += 2
        put_text(d, b"operator")
        put_text(d, operator)
    else:
        fail(d)
    while take(d, ord("B")):
        put_text(d, b"[abi:")
        put_sized(d)
        put_byte(d, ord("]"))


@native
def put_identifier(d: Demangler):
    start = d.size
    put_sized(d)
    size = u64(len(UNNAMED_NAMESPACE))
    if d.size - start >= size and memcmp(ptr(d.text) + start, UNNAMED_NAMESPACE, size) == 0:
        d.size = start
        put_text(d, b"(anonymous namespace)")


@native(inline=False)
def put_sized(d: Demangler):
    """Read a length, and copy as many bytes."""
    size = read_number(d, MAX_LENGTH)
    if size == 0:
        fail(d)
    put(d, skip_chunk(d, size), size)


@native(inline=False)
def put_component(d: Demangler, start: u64):
    """Write the name of an earlier component again, without template arguments and tags."""
    end = start
    while end < d.size and d.text[end] not in b"<[:":
        end += 1
    if end == start:
        fail(d)
    put(d, ptr(d.text) + start, end - start)


@native
def read_unnamed(d: Demangler):
    kind = peek_two(d)
    d.p += 2
    put_text(d, b"{lambda#" if kind == code_of("Ul") else b"{unnamed#")
    if kind == code_of("Ul"):
        skip_parameters(d)
    number: u64 = 1
    if is_digit(peek(d)):
        number = read_number(d, MAX_VALUE) + 2
    need(d, ord("_"))
    put_number(d, number)
    put_byte(d, ord("}"))


# ------------------------------------------------------------------------------------------------------- substitutions
@native(inline=False)
def read_substitution(d: Demangler):
    d.p += 1
    d.inside = 0
    code = peek(d)
    abbreviated = find(STD, code)
    if abbreviated:
        d.p += 1
        put_text(d, abbreviated)
    elif take(d, ord("t")):  # only a scope, which the following name belongs to
        start = d.size
        put_text(d, b"std::")
        read_part(d, d.size)
        keep(d, start)
    else:
        put_candidate(d, read_candidate(d))


@native
def read_candidate(d: Demangler) -> u64:
    """Read the number of an earlier part: in base 36, but the first one has none."""
    if take(d, ord("_")):
        return 0
    start, value = d.p, u64(0)
    while not take(d, ord("_")):
        code = next(d)
        if is_digit(code):
            value = value * 36 + (code - ord("0"))
        elif ord("A") <= code <= ord("Z"):
            value = value * 36 + (code - ord("A") + 10)
        else:
            fail(d)
        if d.failed or u64(d.p) - u64(start) > MAX_CANDIDATE:
            fail(d)
            return 0
    return value + 1


@native
def put_candidate(d: Demangler, number: u64):
    if number >= d.count:
        fail(d)
        return
    candidate = d.candidates[number]
    start = u32(d.size)
    put(d, ptr(d.copies) + candidate.start, u64(candidate.size))
    d.around = candidate.around
    d.inside = start + candidate.inside if candidate.inside else u32(0)


@native
def keep(d: Demangler, start: u64):
    """Note the text since `start` as a part that can be referred to."""
    d.inside = 0
    keep_type(d, start)


@native(inline=False)
def keep_type(d: Demangler, start: u64):
    size = d.size - start
    spend(d, size)
    if d.count == MAX_DEMANGLED:
        fail(d)
    if d.failed:
        return
    candidate = d.candidates[d.count]
    candidate.start, candidate.size, candidate.around = d.copied, u32(size), d.around
    candidate.inside = d.inside - u32(start) if d.inside else u32(0)
    memcpy(ptr(d.copies) + d.copied, ptr(d.text) + start, size)
    d.copied += u32(size)
    d.count += 1


# ------------------------------------------------------------------------------------------------- templates and types
@native(inline=False)
def read_arguments(d: Demangler):
    need(d, ord("I"))
    put_byte(d, ord("<"))
    read_list(d, 0)
    put_byte(d, ord(">"))


@native
def read_list(d: Demangler, count: u32) -> u32:
    """Read arguments of a template after `count` others.  Returns how many these are then."""
    if enter(d):
        while not ends(d):
            if take(d, ord("J")):
                count = read_list(d, count)
                continue
            if count:
                put_text(d, b", ")
            count += 1
            if take(d, ord("L")):
                read_literal(d)
            else:
                read_type(d)
    leave(d)
    return count


@native
def read_literal(d: Demangler):
    if take_two(d, code_of("_Z")):
        read_encoding(d)
        skip_parameters(d)
        return
    code, start = peek(d), d.size
    put_byte(d, ord("("))
    read_type(d)
    put_byte(d, ord(")"))
    if code in PLAIN or code == ord("b"):
        d.size = start
    at = d.p
    take(d, ord("n"))
    digits = skip_digits(d)
    size = u64(d.p) - u64(at)
    need(d, ord("E"))
    if digits == 0:
        fail(d)
    elif code == ord("b") and size == 1 and u8[at] in b"01":
        put_text(d, b"true" if u8[at] == ord("1") else b"false")
    else:
        if code == ord("b"):
            put_text(d, b"(bool)")
        put_signed(d, at, size)


@native
def put_signed(d: Demangler, at: ptr, size: u64):
    """Write a number, in which `n` is the sign."""
    if u8[at] == ord("n"):
        put_byte(d, ord("-"))
        put(d, at + 1, size - 1)
    else:
        put(d, at, size)


@native
def read_type(d: Demangler):
    if enter(d):
        start = d.size
        if not read_plain(d):
            suffix = find(SUFFIXES, peek(d))
            if suffix:
                d.p += 1
                read_type(d)
                put_suffix(d, suffix)
            elif take(d, ord("F")):
                read_function(d)
            elif take(d, ord("A")):
                read_array(d)
            elif not read_named(d):
                leave(d)
                return
            keep_type(d, start)
    leave(d)


@native
def read_plain(d: Demangler) -> bool_:
    """Read a type that needs no reference, because it is as short."""
    d.inside = 0
    text = find(BUILTIN, peek(d))
    if text:
        d.p += 1
    else:
        text = find(LONG_BUILTIN, peek_two(d))
        if not text:
            return False
        d.p += 2
    put_text(d, text)
    return True


@native
def read_named(d: Demangler) -> bool_:
    """Returns whether it can be referred to, and not only what it refers to itself."""
    code = peek(d)
    scoped = peek_two(d) == code_of("St")
    if code == ord("S") and not scoped:
        read_substitution(d)
        if peek(d) != ord("I"):
            return False
        read_arguments(d)
    elif is_digit(code) or code in b"NZ" or scoped:
        read_name(d)
    else:
        fail(d)
    d.inside = 0
    return True


@native
def put_suffix(d: Demangler, suffix: ptr):
    """Write what follows a type, or stands before the parameters of a function or the size of an array."""
    if d.inside == 0:
        put_text(d, suffix)
        return
    if d.around == Around.PARENTHESES_AND_SPACE:
        insert(d, d.inside, b" ")
    if d.around != Around.NOTHING:
        insert(d, d.inside, b"()")
        d.inside += 1
        d.around = Around.NOTHING
    insert(d, d.inside, suffix)
    d.inside += u32(strlen(suffix))


@native
def read_function(d: Demangler):
    take(d, ord("Y"))
    read_type(d)
    put_byte(d, ord(" "))
    inside, count = u32(d.size), u32(0)
    put_byte(d, ord("("))
    while not ends(d):
        if take(d, ord("v")):
            continue
        if count:
            put_text(d, b", ")
        count += 1
        read_type(d)
    put_byte(d, ord(")"))
    d.inside, d.around = inside, Around.PARENTHESES


@native
def read_array(d: Demangler):
    at = d.p
    size = skip_digits(d)
    need(d, ord("_"))
    read_type(d)
    put_byte(d, ord(" "))
    d.inside, d.around = u32(d.size), Around.PARENTHESES_AND_SPACE
    put_byte(d, ord("["))
    put(d, at, size)
    put_byte(d, ord("]"))
