"""Shared numbers, and the limits of this implementation."""

PAGE_SHIFT = 16  # a WebAssembly page is 64 KiB
# A 32-bit address plus a 32-bit offset reaches below 2**33; the last access may be 16 bytes wide.
RESERVATION = (1 << 33) + (1 << PAGE_SHIFT)
HOST_PAGE = 1 << 16  # the largest page of any supported machine: sections of an artifact are aligned to it when mapped
SLOT = 16  # bytes of a value in globals, argument arrays and exception payloads: wide enough for v128
NONE = 0xFFFFFFFF
NO_MAXIMUM = (1 << 64) - 1
NO_LIMIT = (1 << 64) - 1  # more than a guest can use
# Limits of this implementation.  Entities with 32-bit addresses may use their whole range.
TABLE_LIMIT = (1 << 32) - 1  # maximum entries of a table
MEMORY_LIMIT = 1 << 38  # maximum bytes of a memory with 64-bit addresses, whose address space is reserved at once
EXPRESSION_DEPTH = 64  # maximum values on the stack of a constant expression
HEADROOM = 128 << 10  # bytes of stack that a host function can use
# Value types of the binary format, and their names in the text format.
VALTYPES = {0x7F: "i32", 0x7E: "i64", 0x7D: "f32", 0x7C: "f64", 0x7B: "v128"}
FUNCREF, EXTERNREF, EXNREF = 0x70, 0x6F, 0x69
VALTYPES |= {FUNCREF: "funcref", EXTERNREF: "externref", EXNREF: "exnref"}
NULLABLE_REFERENCE, REFERENCE = 0x63, 0x64  # first byte of other reference types
