"""Read a relocatable ELF64 object: bytes → Object (System V gABI, chapters 4 and 5)."""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct, error
from typing import NamedTuple

from wasihost.errors import CompileError

# Names and numbers of the gABI, as far as LLVM's objects and our shared objects use them.
ET_REL, ET_EXEC, ET_DYN = 1, 2, 3
PT_DYNAMIC, PT_GNU_STACK, PT_GNU_RELRO = 2, 0x6474E551, 0x6474E552
PF_X, PF_W, PF_R = 1, 2, 4
SHT_PROGBITS, SHT_SYMTAB, SHT_STRTAB, SHT_RELA, SHT_HASH, SHT_DYNAMIC, SHT_NOTE, SHT_NOBITS = 1, 2, 3, 4, 5, 6, 7, 8
SHT_DYNSYM = 11
SHF_WRITE, SHF_ALLOC, SHF_EXECINSTR, SHF_MERGE, SHF_STRINGS, SHF_TLS = 1, 2, 4, 0x10, 0x20, 0x400
SHN_UNDEF, SHN_LORESERVE, SHN_ABS = 0, 0xFF00, 0xFFF1
STB_LOCAL, STB_GLOBAL = 0, 1
STT_SECTION, STT_FILE = 3, 4
STV_DEFAULT = 0

FILE_HEADER = Struct("<16sHHIQQQIHHHHHH")
PROGRAM_HEADER = Struct("<IIQQQQQQ")
SECTION_HEADER = Struct("<IIQQQQIIQQ")
SYMBOL = Struct("<IBBHQQ")
RELA = Struct("<QIIq")  # offset, type, symbol, addend: r_info as its two halves
DYNAMIC = Struct("<QQ")
IDENTIFICATION = b"\x7fELF\x02\x01\x01" + bytes(9)  # 64 bits, little-endian, version 1, System V


class ObjectError(CompileError):
    """An object file cannot be linked."""


class Section(NamedTuple):
    name: str
    type: int
    flags: int
    size: int
    align: int
    data: bytes  # empty for SHT_NOBITS


class Symbol(NamedTuple):
    name: str
    binding: int
    type: int
    visibility: int
    section: int  # index in Object.sections, or one of SHN_…
    value: int  # offset in the section
    size: int


class Object(NamedTuple):
    machine: int
    sections: list[Section]
    symbols: list[Symbol]
    rela: dict[int, bytes]  # section → what is to be relocated in it

    def relocations(self, section: int) -> Iterator[tuple[int, int, int, int]]:
        """(offset in the section, type, symbol, addend) of every relocation in it."""
        return RELA.iter_unpack(self.rela.get(section, b""))

    def find(self, name: str) -> int | None:
        """Index of the first section with a name."""
        return next((index for index, section in enumerate(self.sections) if section.name == name), None)


def read_object(data: bytes) -> Object:
    """ObjectError: truncated, or not a relocatable little-endian ELF64 object."""
    if data[:6] != IDENTIFICATION[:6]:
        raise ObjectError("not a little-endian ELF64 object")
    try:
        return _read_object(data)
    except (error, ValueError, IndexError, OverflowError) as cause:
        raise ObjectError(f"the object is truncated or corrupt: {cause}") from None


def _read_object(data: bytes) -> Object:
    _, kind, machine, _, _, _, table, _, _, _, _, _, count, names_index = FILE_HEADER.unpack_from(data)
    if kind != ET_REL:
        raise ObjectError(f"not a relocatable object but ELF type {kind}")
    headers = [SECTION_HEADER.unpack_from(data, table + index * SECTION_HEADER.size) for index in range(count)]
    names = _contents(data, headers[names_index])
    sections: list[Section] = []
    symbols: list[Symbol] = []
    rela: dict[int, bytes] = {}
    for name, type_, flags, _, _, size, link, info, align, _ in headers:
        if align & (align - 1) or align > 1 << 16:
            raise ValueError(f"a section is to be aligned to {align} bytes")
        contents = _contents(data, headers[len(sections)])
        sections.append(Section(_string(names, name), type_, flags, size, align or 1, contents))
        if type_ == SHT_RELA:
            rela[info] = contents[: size // RELA.size * RELA.size]
        elif type_ == SHT_SYMTAB:
            symbols = _read_symbols(contents, _contents(data, headers[link]))
    return Object(machine, sections, symbols, rela)


def _contents(data: bytes, header: tuple[int, ...]) -> bytes:
    _, type_, _, _, offset, size, _, _, _, _ = header
    if type_ == SHT_NOBITS:
        return b""
    if offset + size > len(data):
        raise ValueError(f"a section ends at byte {offset + size} of {len(data)}")
    return data[offset : offset + size]


def _read_symbols(table: bytes, names: bytes) -> list[Symbol]:
    end_of = names.index
    return [
        Symbol(names[name : end_of(0, name)].decode(), info >> 4, info & 15, other & 3, section, value, size)
        for name, info, other, section, value, size in SYMBOL.iter_unpack(table)
    ]


def _string(table: bytes, offset: int) -> str:
    return table[offset : table.index(0, offset)].decode()
