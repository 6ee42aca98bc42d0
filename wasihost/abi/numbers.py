"""Numbers that all agree on, and the limits of this implementation."""

PAGE_SHIFT = 16  # a WebAssembly page is 64 KiB
# A 32-bit address plus a 32-bit offset reaches below 2**33; the last access may be 16 bytes wide.
RESERVATION = (1 << 33) + (1 << PAGE_SHIFT)
HOST_PAGE = 1 << 16  # the largest page of any supported machine: sections of an artifact are aligned to it when mapped
SLOT = 16  # bytes of a value in globals, argument arrays and exception payloads: wide enough for v128
NONE = 0xFFFFFFFF
NO_MAXIMUM = (1 << 64) - 1
NO_LIMIT = (1 << 64) - 1  # more than can be used up
# Ours, whatever a guest is allowed: what has addresses of 32 bits may be as large as those reach.
TABLE_LIMIT = (1 << 32) - 1  # entries a table may grow to
MEMORY_LIMIT = 1 << 38  # bytes a memory with addresses of 64 bits may grow to: its address space is reserved at once
EXPRESSION_DEPTH = 64  # values that a constant expression may have on its stack
HEADROOM = 128 << 10  # bytes of stack that a host function may rely on
# Value types of the binary format, and their names in the text format.
VALTYPES = {0x7F: "i32", 0x7E: "i64", 0x7D: "f32", 0x7C: "f64", 0x7B: "v128"}
FUNCREF, EXTERNREF, EXNREF = 0x70, 0x6F, 0x69
VALTYPES |= {FUNCREF: "funcref", EXTERNREF: "externref", EXNREF: "exnref"}
NULLABLE_REFERENCE, REFERENCE = 0x63, 0x64  # how other reference types begin
