"""The types of WebAssembly as values (specification section 2.3)."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from wasihost.abi import EXNREF, EXTERNREF, FUNCREF, PAGE_SHIFT, VALTYPES

# A value type is its name in the text format, abbreviated if possible: `i32`, `funcref`, `(ref null 3)`.  A type index
# is that of the first of all equal types of the module.
ValType = str
VALTYPE_CODES = {name: code for code, name in VALTYPES.items()}
# Types of later releases, which are recognized but not supported → the feature that the error names.
LATER_TYPES = dict.fromkeys((0x6E, 0x6D, 0x6C, 0x6B, 0x6A, 0x71, 0x72, 0x73, 0x74), "garbage collection")
LATER_DEFINITIONS = dict.fromkeys((0x5F, 0x5E, 0x50, 0x4F, 0x4E), "garbage collection")  # type definitions
BITS = {"i32": 32, "i64": 64, "f32": 32, "f64": 64}  # of a number
NUMBER_TYPES = frozenset(BITS)
HEAP_TYPES = {FUNCREF: "func", EXTERNREF: "extern", EXNREF: "exn"}
HeapType = str | int  # a name, or a type index


class RefType(NamedTuple):
    """The parts of a reference type."""

    heap: HeapType
    nullable: bool = True

    def __str__(self) -> ValType:
        if self.nullable and isinstance(self.heap, str):
            return f"{self.heap}ref"
        return f"(ref {'null ' if self.nullable else ''}{self.heap})"


@cache
def reference(valtype: ValType) -> RefType | None:
    """The parts of a reference type, or None for any other type."""
    if valtype.endswith("ref"):
        return RefType(valtype[:-3])
    if not valtype.startswith("(ref "):
        return None
    *_, heap = words = valtype[1:-1].split()
    return RefType(int(heap) if heap.isdecimal() else heap, "null" in words)


def is_reference(valtype: ValType) -> bool:
    return reference(valtype) is not None


def holds_functions(valtype: ValType) -> bool:
    """Whether a type is a reference to functions."""
    parts = reference(valtype)
    return parts is not None and (parts.heap == "func" or isinstance(parts.heap, int))


def is_subtype(a: ValType, b: ValType) -> bool:
    """Whether `a` is a subtype of `b` (specification section 3.3)."""
    mine, wanted = reference(a), reference(b)
    if a == b or mine is None or wanted is None:
        return a == b
    same_heap = mine.heap == wanted.heap or (isinstance(mine.heap, int) and wanted.heap == "func")
    return same_heap and (wanted.nullable or not mine.nullable)


def kind_of(valtype: ValType) -> int:
    """The code of a number type in the binary format; for a reference, that of the nullable abstract reference type."""
    if holds_functions(valtype):
        return VALTYPE_CODES["funcref"]
    parts = reference(valtype)
    return VALTYPE_CODES[valtype if parts is None else f"{parts.heap}ref"]


PAGE_SHIFTS = (0, PAGE_SHIFT)  # log2 of the allowed page sizes


class FuncType(NamedTuple):
    params: tuple[ValType, ...]
    results: tuple[ValType, ...]

    def __str__(self) -> str:
        """The form of messages: `(i32, i64) -> (f32)`."""
        return f"({', '.join(self.params)}) -> ({', '.join(self.results)})"


class Limits(NamedTuple):
    minimum: int
    maximum: int | None

    def __str__(self) -> str:
        """The form of messages: `1..4`, or `1..` without a maximum."""
        return f"{self.minimum}..{'' if self.maximum is None else self.maximum}"


class MemoryType(NamedTuple):
    limits: Limits  # in pages
    page_shift: int = PAGE_SHIFT
    shared: bool = False
    address: ValType = "i32"

    @property
    def can_be_guarded(self) -> bool:
        """Whether a reservation of address space can replace bounds checks."""
        return self.address == "i32" and self.page_shift == PAGE_SHIFT


class TableType(NamedTuple):
    element: ValType
    limits: Limits  # in entries
    address: ValType = "i32"


class GlobalType(NamedTuple):
    valtype: ValType
    mutable: bool


class TagType(NamedTuple):
    typeidx: int
