"""The name of a function in a module → its name as in the source (native subset)."""

from wasihost.abi import MAX_DEMANGLED, Demangler, Text
from wasihost.native import native, ptr, u8, u64
from wasihost.runtime.report.demangle.cursor import begin, put, put_byte, put_text
from wasihost.runtime.report.demangle.itanium import read_encoding
from wasihost.runtime.report.demangle.rust import rust_legacy, rust_v0
from wasihost.runtime.report.text import put_printable

LONGEST = 1 << 16  # bytes of a name that are looked at: nobody can read more, and a backtrace may repeat it


@native(export=True)
def put_function_name(text: Text, d: Demangler, name: ptr, size: u64):
    """Append the name of a function for people: as in the source if that is clear, and printable."""
    size = min(size, u64(LONGEST))
    demangled = demangle(d, name, size)
    if demangled:
        put_printable(text, d.text, demangled)
    else:
        put_printable(text, name, size)


@native
def demangle(d: Demangler, symbol: ptr, size: u64) -> u64:
    """`_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE` → `core::fmt::Write::write_fmt`.

    Returns the size of the name, which is in `text`.  0: the symbol stays as it is, because a name that is not
    understood completely might be wrong, which is worse than ugly.
    """
    if size < 3 or size > MAX_DEMANGLED or u8[symbol] != ord("_"):
        return 0
    end = symbol + size
    base = before_clone(symbol, end)
    if u8[symbol, 1] == ord("R"):
        rust_v0(d, symbol + 2, base)
    elif u8[symbol, 1] != ord("Z"):
        return 0
    elif u8[symbol, 2] != ord("N") or not rust_legacy(d, symbol + 3, end):
        begin(d, symbol + 2, base)
        read_encoding(d)
        if base < end:
            put_text(d, b" [clone ")
            put(d, base, u64(end) - u64(base))
            put_byte(d, ord("]"))
    return u64(0) if d.failed else d.size


@native
def before_clone(symbol: ptr, end: ptr) -> ptr:
    """The end of a symbol without the suffix of a function that the compiler made of another one."""
    at = symbol
    while at < end and u8[at] != ord("."):
        at += 1
    return at
