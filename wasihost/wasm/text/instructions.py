"""All instructions of the text format: the rows of `ops`, and encodings of the instructions that `ops` lacks.

If `ops` has a row for an instruction, the row is used, and the entry here can be removed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wasihost.ops import ROWS


class Instruction(NamedTuple):
    """One encoding.  A name with a space is a variant that the operand selects: `select t`, `ref.test null`."""

    name: str
    prefix: int  # 0: no prefix
    opcode: int
    immediates: tuple[str, ...]
    width: int  # log2 of the bytes that it accesses


# Prefix, first opcode, immediates, names in the order of their opcodes (appendix, index of instructions).
_LATER = (
    (0, 0xD3, "", "ref.eq"),
    (0xFB, 0, "typeidx", "struct.new struct.new_default"),
    (0xFB, 2, "typeidx fieldidx", "struct.get struct.get_s struct.get_u struct.set"),
    (0xFB, 6, "typeidx", "array.new array.new_default"),
    (0xFB, 8, "typeidx u32", "array.new_fixed"),
    (0xFB, 9, "typeidx dataidx", "array.new_data"),
    (0xFB, 10, "typeidx elemidx", "array.new_elem"),
    (0xFB, 11, "typeidx", "array.get array.get_s array.get_u array.set"),
    (0xFB, 15, "", "array.len"),
    (0xFB, 16, "typeidx", "array.fill"),
    (0xFB, 17, "typeidx typeidx", "array.copy"),
    (0xFB, 18, "typeidx dataidx", "array.init_data"),
    (0xFB, 19, "typeidx elemidx", "array.init_elem"),
    (0xFB, 24, "labelidx reftype reftype", "br_on_cast br_on_cast_fail"),
    (0xFB, 26, "", "any.convert_extern extern.convert_any ref.i31 i31.get_s i31.get_u"),
)
# Instructions whose opcode depends on the operand's type: `ref.test (ref null $t)` has an opcode of its own.
_CASTS = ((20, "ref.test"), (21, "ref.test null"), (22, "ref.cast"), (23, "ref.cast null"))


def _later() -> Iterator[Instruction]:
    for prefix, first, immediates, names in _LATER:
        for opcode, name in enumerate(names.split(), first):
            yield Instruction(name, prefix, opcode, tuple(immediates.split()), 0)
    for opcode, name in _CASTS:
        yield Instruction(name, 0xFB, opcode, ("heaptype",), 0)


BY_NAME: dict[str, Instruction] = {row.name: row for row in _later()}
BY_NAME |= {
    row.name: Instruction(row.name, row.prefix, row.opcode, row.immediates, row.access_width or 0) for row in ROWS
}
BY_CODE: dict[tuple[int, int], Instruction] = {(row.prefix, row.opcode): row for row in BY_NAME.values()}
