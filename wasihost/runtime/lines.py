"""Find the line of an address: the bytes of `.debug_line` → line (DWARF 4 and 5, section 6.2).

A "line" of compiled wasm is the byte offset of the instruction in the module.  This runs once per frame of a trap, so
it interprets the line programs rather than building a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from

_EXTENDED, _COPY, _ADVANCE_PC, _ADVANCE_LINE, _CONST_ADD_PC, _FIXED_ADVANCE_PC = 0, 1, 2, 3, 8, 9  # DW_LNS_…
_END_SEQUENCE, _SET_ADDRESS = 1, 2  # DW_LNE_…


def find_line(debug_line: bytes, address: int) -> int | None:
    """The line whose code contains `address`; None where there is none, or code that belongs to no line."""
    previous: tuple[int, int] | None = None
    for start, line, ends_sequence in _read_rows(debug_line):
        if previous and previous[0] <= address < start:
            return previous[1] or None
        previous = None if ends_sequence else (start, line)
    return None


def _read_rows(data: bytes) -> Iterator[tuple[int, int, bool]]:
    """Address, line and whether the sequence ends, of every row of every line program."""
    position = 0
    while position < len(data):
        length, version = unpack_from("<IH", data, position)
        end = position + 4 + length
        # Version 5 has the sizes of an address and of a segment selector before the length of the header.
        position += 8 if version >= 5 else 6
        (header_length,) = unpack_from("<I", data, position)
        program = position + 4 + header_length
        # Behind the sizes of instructions and of VLIW bundles, and whether rows begin statements.
        line_base, line_range, opcode_base = unpack_from("<bBB", data, position + 7)
        operand_counts = data[position + 10 : position + 10 + opcode_base - 1]
        yield from _run(data[program:end], data[position + 4], line_base, line_range, operand_counts)
        position = end


def _run(
    program: bytes, unit: int, line_base: int, line_range: int, operand_counts: bytes
) -> Iterator[tuple[int, int, bool]]:
    """Interpret one line program; `unit` is the size that addresses advance in."""
    opcode_base = len(operand_counts) + 1
    position, address, line = 0, 0, 1
    while position < len(program):
        opcode = program[position]
        position += 1
        if opcode >= opcode_base:  # a special opcode advances both and makes a row
            advance, line_advance = divmod(opcode - opcode_base, line_range)
            address += advance * unit
            line += line_base + line_advance
            yield address, line, False
        elif opcode == _EXTENDED:
            size, position = leb128(program, position)
            if program[position] == _END_SEQUENCE:
                yield address, line, True
                address, line = 0, 1
            elif program[position] == _SET_ADDRESS:
                address = int.from_bytes(program[position + 1 : position + size], "little")
            position += size
        elif opcode == _COPY:
            yield address, line, False
        elif opcode == _ADVANCE_PC:
            advance, position = leb128(program, position)
            address += advance * unit
        elif opcode == _ADVANCE_LINE:
            advance, position = leb128(program, position, signed=True)
            line += advance
        elif opcode == _CONST_ADD_PC:
            address += (255 - opcode_base) // line_range * unit
        elif opcode == _FIXED_ADVANCE_PC:
            address += int.from_bytes(program[position : position + 2], "little")
            position += 2
        else:  # columns and flags
            for _ in range(operand_counts[opcode - 1]):
                _, position = leb128(program, position)


def leb128(data: bytes, position: int, *, signed: bool = False) -> tuple[int, int]:
    """Value and the position behind it."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value - (1 << shift) * (signed and byte >> 6), position
