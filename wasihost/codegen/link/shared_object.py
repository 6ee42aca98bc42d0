"""Link one object into a file that the system loads: object → shared object or static executable (System V gABI)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from wasihost.codegen.link import elf
from wasihost.codegen.link.elf import Object, ObjectError, Section, Symbol
from wasihost.codegen.link.elf_file import Part, Segment, hash_table, place, string_table, write_file
from wasihost.codegen.link.relocations import Needs, Relocation, find_machine, find_relocation, relocate

_EXECUTABLE_BASE = 0x400000
_DYNAMIC_ENTRIES = 9  # room for them in .dynamic
CODE_SECTION = ".interpreter"  # constant data that is code
DT_NULL, DT_HASH, DT_STRTAB, DT_SYMTAB, DT_STRSZ, DT_SYMENT = 0, 4, 5, 6, 10, 11
DT_RELA, DT_RELASZ, DT_RELAENT = 7, 8, 9


def link_shared_object(data: bytes) -> bytes:
    """Object → shared object: visible symbols are exported, undefined ones bound when it is loaded.

    ObjectError: a call of an undefined symbol other than through its slot, or what the loader cannot relocate.
    """
    return _Linker(elf.read_object(data), 0, is_shared=True).link(None)


def link_executable(data: bytes, entry: str) -> bytes:
    """Object → static executable that starts at the symbol `entry`.  ObjectError: a symbol is undefined."""
    return _Linker(elf.read_object(data), _EXECUTABLE_BASE, is_shared=False).link(entry)


class _Linker:
    def __init__(self, obj: Object, base: int, *, is_shared: bool) -> None:
        self.obj = obj
        self.base = base
        self.is_shared = is_shared
        self.machine = find_machine(obj.machine)
        self.parts: list[Part] = []
        self.part_of: dict[int, Part] = {}  # by section of the object
        for index, section in enumerate(obj.sections):
            segment = _segment_of(section, is_shared)
            if segment is not None:
                part = Part(section.name, section.type, segment, section.data, size=section.size, align=section.align)
                if segment == Segment.NOT_LOADED and section.flags & elf.SHF_STRINGS:
                    part.flags = elf.SHF_MERGE | elf.SHF_STRINGS
                    part.entry_size = 1
                self.part_of[index] = part
                self.parts.append(part)
        self.slots = self.find_slots()
        self.slot_part = Part(".got", elf.SHT_PROGBITS, Segment.UNTIL_START, bytes(8 * len(self.slots)))
        if self.slots:
            self.parts.append(self.slot_part)

    def link(self, entry: str | None) -> bytes:
        dynamic = _DynamicParts(self) if self.is_shared else None
        image = place(self.parts, self.base, self.machine.page)
        for index, part in self.part_of.items():
            if part.segment == Segment.NOT_LOADED:
                self.relocate_debug(index, part)
        self.relocate_loaded(image, dynamic)
        if dynamic:
            dynamic.write(image)
        start = self.address_of_name(entry) if entry else 0
        symbols = [(s, self.part_of[s.section]) for s in self.obj.symbols if s.section in self.part_of]
        return write_file(self.obj.machine, image, self.parts, symbols, self.base, start, self.machine.page)

    # ------------------------------------------------------------------------------------------------- addresses
    def address_of(self, symbol: Symbol) -> int | None:
        """None: undefined.  ObjectError: not part of the file."""
        if symbol.section == elf.SHN_ABS:
            return symbol.value
        if symbol.section == elf.SHN_UNDEF:
            return None
        part = self.part_of.get(symbol.section)
        if part is None:
            raise ObjectError(f"the code refers to `{symbol.name}`, which is not part of the file")
        return part.address + symbol.value

    def address_of_name(self, name: str) -> int:
        for symbol in self.obj.symbols:
            if symbol.name == name and symbol.section in self.part_of:
                return self.part_of[symbol.section].address + symbol.value
        raise ObjectError(f"undefined symbol `{name}`")

    # ----------------------------------------------------------------------------------------------- relocation
    def find_slots(self) -> dict[int, int]:
        """Undefined symbols whose address is loaded from a slot: symbol → number of the slot."""
        slots: dict[int, int] = {}
        if self.is_shared:
            for _, row, symbol, _ in self.relocations():
                if row.through_slot and self.obj.symbols[symbol].section == elf.SHN_UNDEF:
                    slots.setdefault(symbol, len(slots))
        return slots

    def relocations(self) -> Iterable[tuple[int, Relocation, int, int]]:
        """Address of the place, row, symbol and addend of each relocation in a loaded part."""
        for index, part in self.part_of.items():
            if part.segment != Segment.NOT_LOADED:
                for offset, type_, symbol, addend in self.obj.relocations(index):
                    yield part.address + offset, find_relocation(self.machine, type_), symbol, addend

    def relocate_loaded(self, image: bytearray, dynamic: _DynamicParts | None) -> None:
        for at, row, number, addend in self.relocations():
            symbol = self.obj.symbols[number]
            address = self.address_of(symbol)
            through_slot = address is None and number in self.slots and row.through_slot is not None
            if through_slot:
                address = self.slot_part.address + 8 * self.slots[number]
            if dynamic and row.needs is Needs.ADDRESS:
                dynamic.leave_to_loader(at, row, number, address, addend)
            elif address is None:
                raise ObjectError(f"undefined symbol `{symbol.name}`")
            else:
                origin = 0 if row.needs is Needs.ADDRESS else self.base
                relocate(row, image, (at - self.base,), (address + addend - origin,), through_slot=through_slot)

    def relocate_debug(self, index: int, part: Part) -> None:
        """Debug information names addresses of code, and offsets in its other sections."""
        data = bytearray(part.data)
        for offset, type_, number, addend in self.obj.relocations(index):
            symbol = self.obj.symbols[number]
            target = self.part_of.get(symbol.section)
            address = target.address if target and target.segment != Segment.NOT_LOADED else 0
            relocate(find_relocation(self.machine, type_), data, (offset,), (address + symbol.value + addend,))
        part.data = bytes(data)


def _segment_of(section: Section, is_shared: bool) -> Segment | None:
    """None: left out.  ObjectError: cannot be in the file."""
    if section.name.startswith(".debug"):
        return Segment.NOT_LOADED
    if not section.flags & elf.SHF_ALLOC or section.type == elf.SHT_NOTE or not section.size:
        return None
    if section.name in (".eh_frame", ".gcc_except_table"):
        return None  # frames are walked by frame pointer
    if section.flags & elf.SHF_TLS or section.type not in (elf.SHT_PROGBITS, elf.SHT_NOBITS):
        raise ObjectError(f"section `{section.name}` is of a kind that is not supported")
    if section.flags & elf.SHF_EXECINSTR or section.name == CODE_SECTION:
        return Segment.EXECUTE
    if not section.flags & elf.SHF_WRITE:
        return Segment.READ
    if section.name.startswith(".data.rel.ro"):
        return Segment.UNTIL_START if is_shared else Segment.READ  # an executable's addresses are known now
    return Segment.WRITE


class _DynamicParts:
    """What the loader reads: .hash, .dynsym, .dynstr, .rela.dyn and .dynamic."""

    def __init__(self, linker: _Linker) -> None:
        self.linker = linker
        obj = linker.obj
        exported = [
            number
            for number, symbol in enumerate(obj.symbols)
            if symbol.section in linker.part_of
            and (symbol.binding, symbol.visibility) == (elf.STB_GLOBAL, elf.STV_DEFAULT)
        ]
        addressed = [
            number
            for _, row, number, _ in linker.relocations()
            if row.needs is Needs.ADDRESS and obj.symbols[number].section == elf.SHN_UNDEF
        ]
        numbers = dict.fromkeys(chain(linker.slots, addressed, exported))
        self.numbers = {symbol: index for index, symbol in enumerate(numbers, 1)}  # 0 is the undefined symbol
        self.relocations: list[tuple[int, int, int, int]] = []  # place, type, number of the symbol, addend
        count = len(linker.slots) + sum(row.needs is Needs.ADDRESS for _, row, _, _ in linker.relocations())
        names = [obj.symbols[symbol].name for symbol in self.numbers]
        self.name_offsets, strings = string_table(names)
        self.hash = Part(".hash", elf.SHT_HASH, Segment.READ, hash_table(names), entry_size=4)
        self.symbols = _table(".dynsym", elf.SHT_DYNSYM, Segment.READ, elf.SYMBOL.size, len(names) + 1)
        self.strings = Part(".dynstr", elf.SHT_STRTAB, Segment.READ, strings, align=1)
        self.rela = _table(".rela.dyn", elf.SHT_RELA, Segment.READ, elf.RELA.size, count)
        self.dynamic = _table(".dynamic", elf.SHT_DYNAMIC, Segment.UNTIL_START, elf.DYNAMIC.size, _DYNAMIC_ENTRIES)
        self.hash.link = self.rela.link = self.symbols
        self.symbols.link = self.dynamic.link = self.strings
        self.symbols.info = 1  # the first global symbol
        linker.parts[:0] = [self.hash, self.symbols, self.strings, *[self.rela] * (count > 0), self.dynamic]

    def leave_to_loader(self, at: int, row: Relocation, symbol: int, address: int | None, addend: int) -> None:
        machine = self.linker.machine
        if row is not machine.relocations[machine.address64]:
            raise ObjectError(f"{row.name} needs an address that is not known before the file is loaded")
        if address is None:
            self.relocations.append((at, machine.address64, self.numbers[symbol], addend))
        else:
            self.relocations.append((at, machine.loader_relative, 0, address + addend))

    def write(self, image: bytearray) -> None:
        linker = self.linker
        symbols = bytearray(elf.SYMBOL.size)
        for number, name in zip(self.numbers, self.name_offsets, strict=True):
            symbol = linker.obj.symbols[number]
            address = linker.address_of(symbol)
            info = symbol.binding << 4 | symbol.type
            # The section's index only has to be a defined one.
            symbols += elf.SYMBOL.pack(name, info, 0, address is not None, address or 0, symbol.size)
        for symbol_number, slot in linker.slots.items():
            at = linker.slot_part.address + 8 * slot
            self.relocations.append((at, linker.machine.loader_slot, self.numbers[symbol_number], 0))
        entries = [
            (DT_HASH, self.hash.address),
            (DT_STRTAB, self.strings.address),
            (DT_SYMTAB, self.symbols.address),
            (DT_STRSZ, self.strings.size),
            (DT_SYMENT, elf.SYMBOL.size),
        ]
        if self.relocations:
            entries += [(DT_RELA, self.rela.address), (DT_RELASZ, self.rela.size), (DT_RELAENT, elf.RELA.size)]
        entries += [(DT_NULL, 0)] * (_DYNAMIC_ENTRIES - len(entries))
        contents = (
            (self.symbols, symbols),
            (self.rela, b"".join([elf.RELA.pack(*relocation) for relocation in self.relocations])),
            (self.dynamic, b"".join([elf.DYNAMIC.pack(*entry) for entry in entries])),
        )
        for part, data in contents:
            assert len(data) == part.size, part.name
            image[part.address : part.address + part.size] = data


def _table(name: str, type_: int, segment: Segment, entry_size: int, count: int) -> Part:
    """A part whose entries are written once addresses are known."""
    return Part(name, type_, segment, size=entry_size * count, entry_size=entry_size)
