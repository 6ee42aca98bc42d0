"""Text of reports, and names of functions in them."""

from wasihost.layout import Array, Struct, bool_, ptr, u8, u32, u64

TEXT_ROOM = 1 << 18  # bytes; a name has at most 1000 characters, a path 4096 bytes, and a line contains few of them
MAX_DEMANGLED = 8192  # bytes of a name, mangled or demangled
# Bytes written or copied, and things read, for one name: references to earlier parts can repeat them.
DEMANGLING_WORK = 64 * MAX_DEMANGLED


class Text(Struct):
    size: u64
    bytes: Array(u8, TEXT_ROOM)


class Candidate(Struct):
    """A part of a C++ name that later parts can refer to: a copy of its text."""

    start: u32
    size: u32
    inside: u32
    around: u32


class Demangler(Struct):
    """A position in a mangled name, and the text that is written."""

    start: ptr
    p: ptr
    end: ptr
    failed: bool_
    depth: u32
    work: u64
    size: u64  # of the text
    # Where the star of a pointer to the last type belongs, and what it needs around it; 0: at its end.
    inside: u32
    around: u32
    count: u32
    copied: u32
    text: Array(u8, MAX_DEMANGLED)
    candidates: Array(Candidate, MAX_DEMANGLED)
    copies: Array(u8, DEMANGLING_WORK)
