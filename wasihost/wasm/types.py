"""The types of WebAssembly as values (specification section 2.3)."""

from __future__ import annotations

from typing import NamedTuple

from wasihost.abi import PAGE_SHIFT, VALTYPES

# A value type is its name in the text format; references other than these three come with typed function references.
ValType = str
VALTYPE_CODES = {name: code for code, name in VALTYPES.items()}
# Types of later releases that are recognised but not supported: the feature that an error names.
LATER_TYPES = dict.fromkeys((0x63, 0x64), "typed function references")
LATER_TYPES |= dict.fromkeys((0x6E, 0x6D, 0x6C, 0x6B, 0x6A, 0x71, 0x72, 0x73, 0x74), "garbage collection")
NUMBER_TYPES = frozenset({"i32", "i64", "f32", "f64"})
REFERENCE_TYPES = frozenset({"funcref", "externref", "exnref"})


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
    limits: Limits  # pages
    page_shift: int = PAGE_SHIFT
    shared: bool = False
    is_64: bool = False


class TableType(NamedTuple):
    element: ValType
    limits: Limits  # entries
    is_64: bool = False


class GlobalType(NamedTuple):
    valtype: ValType
    mutable: bool


class TagType(NamedTuple):
    typeidx: int
