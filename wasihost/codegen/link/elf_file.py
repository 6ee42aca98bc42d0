"""Lay out and write an ELF file that the system loads: parts → bytes (System V gABI, chapters 4 and 5).

Addresses are offsets in the file plus a base; each set of permissions begins on a page of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from struct import pack

from wasihost.codegen.link import elf
from wasihost.codegen.link.elf import Symbol
from wasihost.elf import PT_LOAD

_PROGRAM_HEADERS = 8  # room for them; fewer are used


class Segment(IntEnum):
    """Permissions of a part when it is loaded, in the order of the file."""

    READ = 0  # constants, and what the loader reads
    EXECUTE = 1
    UNTIL_START = 2  # written by the loader, then read-only
    WRITE = 3
    NOT_LOADED = 4  # debug information and symbols, for gdb and perf


_RW = elf.PF_R | elf.PF_W
_PERMISSIONS = {
    Segment.READ: elf.PF_R,
    Segment.EXECUTE: elf.PF_R | elf.PF_X,
    Segment.UNTIL_START: _RW,
    Segment.WRITE: _RW,
}
_FLAGS = {
    Segment.READ: elf.SHF_ALLOC,
    Segment.EXECUTE: elf.SHF_ALLOC | elf.SHF_EXECINSTR,
    Segment.UNTIL_START: elf.SHF_ALLOC | elf.SHF_WRITE,
    Segment.WRITE: elf.SHF_ALLOC | elf.SHF_WRITE,
    Segment.NOT_LOADED: 0,
}


class Part:
    """One section of the file."""

    def __init__(
        self,
        name: str,
        type_: int,
        segment: Segment,
        data: bytes = b"",
        *,
        size: int | None = None,
        align: int = 8,
        entry_size: int = 0,
    ) -> None:
        self.name = name
        self.type = type_
        self.segment = segment
        self.data = data
        self.size = len(data) if size is None else size  # without data: zeros, or written into the image later
        self.align = align
        self.entry_size = entry_size
        self.address = 0
        self.link: Part | None = None
        self.info = 0
        self.flags = _FLAGS[segment]


def place(parts: list[Part], base: int, page: int) -> bytearray:
    """Sort the parts by segment and give the loaded ones their address; the loaded bytes of the file."""
    position = file_end = elf.FILE_HEADER.size + _PROGRAM_HEADERS * elf.PROGRAM_HEADER.size
    parts.sort(key=lambda part: (part.segment, part.type == elf.SHT_NOBITS))  # stable
    segment = Segment.READ
    loaded = [part for part in parts if part.segment != Segment.NOT_LOADED]
    for part in loaded:
        if part.segment != segment:
            segment = part.segment
            position += -position % page
        position += -position % part.align
        part.address = base + position
        position += part.size
        if part.type != elf.SHT_NOBITS:
            file_end = position
    image = bytearray(file_end)
    for part in loaded:
        start = part.address - base
        image[start : start + len(part.data)] = part.data
    return image


def write_file(
    machine: int,
    image: bytearray,
    parts: Sequence[Part],
    symbols: Iterable[tuple[Symbol, Part]],
    base: int,
    entry: int,
    page: int,
) -> bytes:
    """Complete the placed image: file header, program headers, what is not loaded, section headers."""
    parts = [*parts, *_symbol_table(parts, symbols)]
    name_offsets, names = string_table([part.name for part in parts] + [".shstrtab"])
    parts.append(Part(".shstrtab", elf.SHT_STRTAB, Segment.NOT_LOADED, names, align=1))
    file = image
    headers = [bytes(elf.SECTION_HEADER.size)]
    for part, name in zip(parts, name_offsets, strict=True):
        offset = part.address - base
        if part.segment == Segment.NOT_LOADED:
            file += bytes(-len(file) % part.align)
            offset = len(file)
            file += part.data
        link = 1 + parts.index(part.link) if part.link else 0
        numbers = part.address, offset, part.size, link, part.info, part.align, part.entry_size
        headers.append(elf.SECTION_HEADER.pack(name, part.type, part.flags, *numbers))
    program_headers = _program_headers(parts, base, page)
    file += bytes(-len(file) % 8)
    file[: elf.FILE_HEADER.size] = elf.FILE_HEADER.pack(
        elf.IDENTIFICATION,
        elf.ET_EXEC if entry else elf.ET_DYN,
        machine,
        1,  # version
        entry,
        elf.FILE_HEADER.size,  # where the program headers begin
        len(file),  # where the section headers begin
        0,  # flags
        elf.FILE_HEADER.size,
        elf.PROGRAM_HEADER.size,
        len(program_headers),
        elf.SECTION_HEADER.size,
        len(headers),
        len(headers) - 1,  # the section of the section names
    )
    packed = b"".join(program_headers)
    file[elf.FILE_HEADER.size : elf.FILE_HEADER.size + len(packed)] = packed
    return bytes(file) + b"".join(headers)


def _symbol_table(parts: Sequence[Part], symbols: Iterable[tuple[Symbol, Part]]) -> tuple[Part, Part]:
    """.symtab and .strtab: every named symbol but the labels that the compiler made."""
    index = {id(part): number for number, part in enumerate(parts, 1)}
    kept = [(symbol, part) for symbol, part in symbols if symbol.name and not symbol.name.startswith(".L")]
    kept.sort(key=lambda item: item[0].binding)  # local ones must come first
    offsets, strings = string_table(symbol.name for symbol, _ in kept)
    table = bytearray(elf.SYMBOL.size)
    for (symbol, part), name in zip(kept, offsets, strict=True):
        info = symbol.binding << 4 | symbol.type
        address = part.address + symbol.value
        table += elf.SYMBOL.pack(name, info, symbol.visibility, index[id(part)], address, symbol.size)
    symbol_part = Part(".symtab", elf.SHT_SYMTAB, Segment.NOT_LOADED, bytes(table), entry_size=elf.SYMBOL.size)
    symbol_part.link = string_part = Part(".strtab", elf.SHT_STRTAB, Segment.NOT_LOADED, strings, align=1)
    symbol_part.info = 1 + sum(symbol.binding == elf.STB_LOCAL for symbol, _ in kept)
    return symbol_part, string_part


def _program_headers(parts: Sequence[Part], base: int, page: int) -> list[bytes]:
    headers = []

    def add(type_: int, flags: int, start: int, file_size: int, memory_size: int, align: int) -> None:
        headers.append(elf.PROGRAM_HEADER.pack(type_, flags, start - base, start, start, file_size, memory_size, align))

    for segment, permissions in _PERMISSIONS.items():
        members = [part for part in parts if part.segment == segment]
        if not members and segment != Segment.READ:
            continue
        start = base if segment == Segment.READ else members[0].address  # the headers come first
        headers_end = base + elf.FILE_HEADER.size + _PROGRAM_HEADERS * elf.PROGRAM_HEADER.size
        ends = [part.address + part.size for part in members] or [headers_end]
        file_ends = [part.address + part.size for part in members if part.type != elf.SHT_NOBITS] or [start]
        add(PT_LOAD, permissions, start, max(file_ends) - start, max(ends) - start, page)
        if segment == Segment.UNTIL_START:
            size = max(ends) - start
            add(elf.PT_GNU_RELRO, elf.PF_R, start, size, size + -size % page, 1)
    for part in parts:
        if part.type == elf.SHT_DYNAMIC:
            add(elf.PT_DYNAMIC, _RW, part.address, part.size, part.size, part.align)
    add(elf.PT_GNU_STACK, _RW, base, 0, 0, 16)  # not executable
    return headers


def string_table(names: Iterable[str]) -> tuple[list[int], bytes]:
    """Offset of each name, and the table."""
    offsets, table = [], bytearray(1)
    for name in names:
        offsets.append(len(table))
        table += name.encode() + b"\0"
    return offsets, bytes(table)


def hash_table(names: list[str]) -> bytes:
    """The table by which the loader finds symbols, which are numbered from 1 on (gABI, chapter 5, "Hash Table")."""
    buckets = [0] * max(1, len(names) // 2)
    chain_ = [0] * (len(names) + 1)
    for number, name in enumerate(names, 1):
        bucket = _hash(name.encode()) % len(buckets)
        chain_[number], buckets[bucket] = buckets[bucket], number
    return pack(f"<{2 + len(buckets) + len(chain_)}I", len(buckets), len(chain_), *buckets, *chain_)


def _hash(name: bytes) -> int:
    value = 0
    for byte in name:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ high >> 24) & ~high
    return value
