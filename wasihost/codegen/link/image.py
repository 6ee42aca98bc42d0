"""Link LLVM's objects into the code image of an artifact: objects → CompiledUnits (in the workers) → Image.

The image is position independent: the text of all units, then their constants, readable and executable as a whole.
`prepare` does what concerns one unit alone, in parallel; `link_image` places the units and joins them.
"""

from __future__ import annotations

import pickle
import re
from array import array
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from wasihost.abi import UnwindSite
from wasihost.codegen.link import elf
from wasihost.codegen.link.elf import Object, ObjectError, Section, Symbol
from wasihost.codegen.link.relocations import Machine, Needs, find_machine, find_relocation, relocate
from wasihost.codegen.link.unwind import build_unwind_tables

PAGE = 4096
TEXT, CONSTANTS, IMPORTED = 0, 1, 2  # target of a relocation: a piece of its unit, or imports[target - IMPORTED]
NOWHERE = -1

_SITE_WORDS = UnwindSite.size // 4


class Group(NamedTuple):
    """Relocations of one type in one piece of a unit that wait for the layout of the image."""

    piece: int
    type: int
    places: array[int]  # in the piece
    targets: array[int]
    addends: array[int]  # what to add to the target's address


class CompiledUnit(NamedTuple):
    """One object, ready to be placed: what does not depend on other objects is done."""

    machine: int
    pieces: tuple[bytes, bytes]  # text, constants
    aligns: tuple[int, int]
    symbols: tuple[dict[str, int], dict[str, int]]  # global ones: offset in the piece
    imports: list[str]  # symbols of other units
    groups: list[Group]
    unwind_functions: array[int]
    unwind_sites: array[int]
    lines: bytes  # .debug_line; addresses count from the start of the text

    def to_bytes(self) -> bytes:
        """For the pipe from a worker to its parent."""
        return pickle.dumps(tuple(self), protocol=5)

    @staticmethod
    def from_bytes(data: bytes) -> CompiledUnit:
        return CompiledUnit._make(pickle.loads(data))


class Image(NamedTuple):
    """Offsets count from the start of `code`, whose size is a multiple of PAGE."""

    code: bytearray
    text_size: int
    symbols: dict[str, int]
    texts: list[tuple[int, int]]  # start and end of each unit's text
    lines: list[bytes]  # for each unit; addresses count from the start of its text
    unwind_functions: array[int]
    unwind_sites: array[int]


# ------------------------------------------------------------------------------------------------- in the worker
def prepare(data: bytes) -> CompiledUnit:
    """Object → CompiledUnit.  ObjectError: it needs something that a position-independent image cannot have."""
    obj = elf.read_object(data)
    try:
        return _prepare(obj, find_machine(obj.machine))
    except (IndexError, OverflowError) as cause:
        raise ObjectError(f"the object is corrupt: {cause}") from None


def _prepare(obj: Object, machine: Machine) -> CompiledUnit:
    where, pieces, aligns = _lay_out(obj, machine)
    text_bases = {section: offset for section, (piece, offset) in where.items() if piece == TEXT}
    unwind_functions, unwind_sites = build_unwind_tables(obj, text_bases)
    imports, groups = _relocate_unit(obj, machine, where, pieces)
    if unwind_sites:
        _drop_empty_jumps(obj, text_bases, pieces[TEXT], unwind_sites)
    symbols: tuple[dict[str, int], dict[str, int]] = ({}, {})
    for symbol in obj.symbols:
        if symbol.binding != elf.STB_LOCAL and symbol.section in where:
            piece, offset = where[symbol.section]
            symbols[piece][symbol.name] = offset + symbol.value
    return CompiledUnit(
        obj.machine,
        (bytes(pieces[TEXT]), bytes(pieces[CONSTANTS])),
        aligns,
        symbols,
        imports,
        groups,
        unwind_functions,
        unwind_sites,
        _relocate_lines(obj, text_bases),
    )


def _lay_out(obj: Object, machine: Machine) -> tuple[dict[int, tuple[int, int]], list[bytearray], tuple[int, int]]:
    """Join the sections of each piece: section → (piece, offset), the pieces, and their alignments."""
    where = {}
    pieces = [bytearray(), bytearray()]
    aligns = [1, 1]
    for index, section in enumerate(obj.sections):
        piece = _piece_of(section)
        if piece is not None:
            contents = pieces[piece]
            contents += machine.padding * (-len(contents) % section.align)
            where[index] = piece, len(contents)
            contents += section.data
            aligns[piece] = max(aligns[piece], section.align)
    return where, pieces, (aligns[TEXT], aligns[CONSTANTS])


def _piece_of(section: Section) -> int | None:
    """None: not part of the image.  ObjectError: cannot be part of it."""
    if not section.flags & elf.SHF_ALLOC or section.type == elf.SHT_NOTE:
        return None
    if section.name in (".eh_frame", ".gcc_except_table") or section.name.startswith(".data.DW.ref."):
        return None  # the unwind tables say it all
    if section.flags & elf.SHF_EXECINSTR:
        return TEXT
    # .data.rel.ro is writable only until its addresses are relocated, and addresses are refused anyway.
    is_constant = not section.flags & elf.SHF_WRITE or section.name.startswith(".data.rel.ro")
    if section.type == elf.SHT_NOBITS or not is_constant:
        raise ObjectError(f"section `{section.name}` holds variables, which a code image has no room for")
    return CONSTANTS


def _relocate_unit(
    obj: Object, machine: Machine, where: dict[int, tuple[int, int]], pieces: list[bytearray]
) -> tuple[list[str], list[Group]]:
    """Apply what is decided within one piece; the rest is returned, with the names of the symbols that it imports."""
    targets = []  # for each symbol: piece, or NOWHERE, and offset
    for symbol in obj.symbols:
        piece, offset = where.get(symbol.section, (NOWHERE, 0))
        targets.append((piece, offset + symbol.value))
    imports: dict[str, int] = {}
    settled: dict[tuple[int, int], tuple[list[int], list[int]]] = {}
    waiting: dict[tuple[int, int], tuple[array[int], array[int], array[int]]] = {}
    distances = {type_ for type_, row in machine.relocations.items() if row.needs is Needs.DISTANCE}
    for index, (piece, base) in where.items():
        for offset, type_, symbol_index, addend in obj.relocations(index):
            target, value = targets[symbol_index]
            if target == piece and type_ in distances:
                places, values = settled.setdefault((piece, type_), ([], []))
                places.append(base + offset)
                values.append(value + addend)
            else:
                if target == NOWHERE:
                    target = _import_number(obj.symbols[symbol_index], imports)
                group = waiting.setdefault((piece, type_), (array("I"), array("I"), array("q")))
                group[0].append(base + offset)
                group[1].append(target)
                group[2].append(value + addend)
    for (piece, type_), (places, values) in settled.items():
        relocate(find_relocation(machine, type_), pieces[piece], places, values)
    for _, type_ in waiting:
        row = find_relocation(machine, type_)
        if row.needs is Needs.ADDRESS:
            raise ObjectError(f"{row.name} needs an absolute address, which a position-independent image has not")
    return list(imports), [Group(*key, *arrays) for key, arrays in waiting.items()]


def _import_number(symbol: Symbol, imports: dict[str, int]) -> int:
    if symbol.section != elf.SHN_UNDEF or not symbol.name:
        raise ObjectError(f"the code refers to `{symbol.name}`, which is not part of the image")
    return imports.setdefault(symbol.name, IMPORTED + len(imports))


_CALL, _CALL_PLACE = 0xE8, 4  # x86-64: opcode of a direct call, R_X86_64_PLT32 of its operand
# Between a call and the jump to the next block, the result may be moved to a register or to a slot of the frame.
_EMPTY_JUMPS = re.compile(
    rb"(?:[@-O]?\x89(?:[\xc0-\xff]|[EMU\]emu}].|[\x85\x8d\x95\x9d\xa5\xad\xb5\xbd]....))*((?:\xeb\0)+)", re.DOTALL
)


def _drop_empty_jumps(obj: Object, text_bases: dict[int, int], text: bytearray, sites: array[int]) -> None:
    """Codegen 0 ends an invoke's block with a jump, even to the block that follows: make it a nop of the same size.

    This looks only where an instruction is known to start: after a direct call, and where a range of calls ends.
    """
    ends = list(sites[1::_SITE_WORDS])
    for section, base in text_bases.items():
        places = [base + offset for offset, type_, _, _ in obj.relocations(section) if type_ == _CALL_PLACE]
        ends += [place + 4 for place in places if text[place - 1] == _CALL]
    for end in ends:
        match = _EMPTY_JUMPS.match(text, end)
        if match:
            text[match.start(1) : match.end(1)] = b"\x66\x90" * (len(match[1]) // 2)


def _relocate_lines(obj: Object, text_bases: dict[int, int]) -> bytes:
    """`.debug_line` with its addresses as offsets in the unit's text; references to other sections stay empty."""
    index = obj.find(".debug_line")
    if index is None:
        return b""
    lines = bytearray(obj.sections[index].data)
    address64 = find_machine(obj.machine).address64
    for offset, type_, symbol_index, addend in obj.relocations(index):
        symbol = obj.symbols[symbol_index]
        if type_ == address64 and symbol.section in text_bases:
            address = text_bases[symbol.section] + symbol.value + addend
            lines[offset : offset + 8] = address.to_bytes(8, "little")
    return bytes(lines)


# ------------------------------------------------------------------------------------------------- in the parent
def link_image(units: Sequence[CompiledUnit], others: Mapping[str, int] = MappingProxyType({})) -> Image:
    """Place the units one after another and join them.

    `others`: symbols that the units do not define, as offsets from the start of the image.
    ObjectError: a symbol is undefined or defined twice, a target is out of reach, or machines differ.
    """
    if not units:
        return Image(bytearray(), 0, {}, [], [], array("I"), array("I"))
    if len({unit.machine for unit in units}) > 1:
        raise ObjectError("objects of different machines cannot be linked")
    machine = find_machine(units[0].machine)
    code = bytearray()
    bases = [_append(code, units, TEXT, machine.padding)]
    text_size = len(code)
    bases.append(_append(code, units, CONSTANTS, b"\0"))
    code += bytes(-len(code) % PAGE)
    symbols = _collect_symbols(units, bases)
    known = {**others, **symbols}
    for unit, text, constants in zip(units, *bases, strict=True):
        _join(code, machine, unit, (text, constants), known)
    texts = [(base, base + len(unit.pieces[TEXT])) for unit, base in zip(units, bases[TEXT], strict=True)]
    unwind = _join_unwind_tables(units, bases[TEXT])
    return Image(code, text_size, symbols, texts, [unit.lines for unit in units], *unwind)


def _append(code: bytearray, units: Sequence[CompiledUnit], piece: int, padding: bytes) -> list[int]:
    """Append one piece of every unit; returns where each begins."""
    bases = []
    for unit in units:
        code += padding * (-len(code) % unit.aligns[piece])
        bases.append(len(code))
        code += unit.pieces[piece]
    return bases


def _collect_symbols(units: Sequence[CompiledUnit], bases: list[list[int]]) -> dict[str, int]:
    symbols: dict[str, int] = {}
    for piece in TEXT, CONSTANTS:
        for unit, base in zip(units, bases[piece], strict=True):
            defined = unit.symbols[piece]
            if not symbols.keys().isdisjoint(defined):
                twice = sorted(symbols.keys() & defined)
                raise ObjectError(f"`{twice[0]}` is defined in two units")
            symbols.update({name: base + offset for name, offset in defined.items()})
    return symbols


def _join(
    code: bytearray, machine: Machine, unit: CompiledUnit, bases: tuple[int, int], symbols: Mapping[str, int]
) -> None:
    """Apply the relocations that waited for the layout."""
    try:
        addresses = [*bases, *[symbols[name] for name in unit.imports]]
    except KeyError:
        missing = [name for name in unit.imports if name not in symbols]
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        raise ObjectError(f"undefined symbol `{missing[0]}`{more}") from None
    for piece, type_, offsets, targets, addends in unit.groups:
        base = bases[piece]
        places = [base + offset for offset in offsets]
        values = [addresses[target] + addend for target, addend in zip(targets, addends, strict=True)]
        relocate(find_relocation(machine, type_), code, places, values)


def _join_unwind_tables(units: Sequence[CompiledUnit], bases: list[int]) -> tuple[array[int], array[int]]:
    functions, sites = array("I"), array("I")
    for unit, base in zip(units, bases, strict=True):
        first_site = len(sites) // _SITE_WORDS
        # Fields: start, end, saved, first_site, site_count; and start, end, landing_pad.
        functions += shifted(unit.unwind_functions, (base, base, 0, first_site, 0))
        sites += shifted(unit.unwind_sites, (base, base, base))
    return functions, sites


def shifted(records: array[int], amounts: tuple[int, ...]) -> array[int]:
    """Add an amount to each field of all records."""
    shifted = array("I", records)
    for field, amount in enumerate(amounts):
        if amount:
            shifted[field :: len(amounts)] = array("I", [value + amount for value in records[field :: len(amounts)]])
    return shifted
