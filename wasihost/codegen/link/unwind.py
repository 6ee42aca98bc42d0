"""Compact unwind tables: `.eh_frame` and `.gcc_except_table` of an object → abi.UnwindFunction and abi.UnwindSite.

The unwinder walks frames by frame pointer, so of a function's CFI it needs only the set of callee-saved registers in
the frame.  LLVM pushes them in a fixed order right below the frame pointer (frame-pointer=all); this file checks that.
DWARF 5, section 6.4; LSB Core, section 10.6; Itanium C++ ABI: exception handling, section 7.3.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from itertools import chain
from struct import error, unpack_from
from typing import NamedTuple

from wasihost.abi import UnwindSite
from wasihost.codegen.link.elf import Object, ObjectError
from wasihost.elf import EM_X86_64

# x86-64: the bits of abi.UnwindFunction.saved by DWARF register number, in the order of their slots below rbp.
SAVED_BITS = {15: 1 << 4, 14: 1 << 3, 13: 1 << 2, 12: 1 << 1, 3: 1 << 0}
_SITE_WORDS = UnwindSite.size // 4
_RBP = 6
_FIRST_SLOT = 3  # in words below the CFA: the return address and rbp come before
_PC_RELATIVE_32 = 0x1B  # DW_EH_PE_pcrel | DW_EH_PE_sdata4
_OMITTED = 0xFF  # DW_EH_PE_omit
_ULEB128 = 0x01  # DW_EH_PE_uleb128

# DW_CFA_… instructions without what operands mean: opcode → (bytes of fixed operands, ULEB128 operands after them).
_OPERANDS = {
    0x00: (0, 0),  # nop
    0x02: (1, 0),  # advance_loc1
    0x03: (2, 0),  # advance_loc2
    0x04: (4, 0),  # advance_loc4
    0x0A: (0, 0),  # remember_state
    0x0B: (0, 0),  # restore_state
    0x0C: (0, 2),  # def_cfa
    0x0D: (0, 1),  # def_cfa_register
    0x0E: (0, 1),  # def_cfa_offset
    0x2E: (0, 1),  # GNU_args_size
}
_DEF_CFA_REGISTER = 0x0D
_OFFSET = 2  # in the upper two bits: DW_CFA_offset, the register in the lower six


class Function(NamedTuple):
    start: int
    end: int
    saved: int
    sites: list[tuple[int, int, int]]  # start, end, landing pad


def build_unwind_tables(obj: Object, bases: Mapping[int, int]) -> tuple[array[int], array[int]]:
    """UnwindFunctions and UnwindSites as flat u32 arrays, sorted; `bases` are the offsets of the text sections.

    ObjectError: no frames that can be walked, or unwind information of another shape than LLVM's.
    """
    functions: list[Function] = []
    frames = obj.find(".eh_frame")
    if frames is not None:
        try:
            functions = sorted(_Frames(obj, frames, bases).read())
        except (error, IndexError, KeyError, ValueError) as cause:
            raise ObjectError(f"the unwind information is truncated or corrupt: {cause!r}") from None
    records = array("I")
    sites = array("I")
    for start, end, saved, calls in functions:
        records.extend((start, end, saved, len(sites) // _SITE_WORDS, len(calls)))
        sites.extend(chain.from_iterable(calls))
    return records, sites


class _Frames:
    """The reader of one object's `.eh_frame`."""

    def __init__(self, obj: Object, frames: int, bases: Mapping[int, int]) -> None:
        if obj.machine != EM_X86_64:
            raise ObjectError("exceptions are available on x86-64 only: there is no unwinder for this machine")
        self.obj = obj
        self.bases = bases
        self.data = obj.sections[frames].data
        table = obj.find(".gcc_except_table")
        self.exception_table = b"" if table is None else obj.sections[table].data
        self.targets: dict[int, int] = {}  # offset of a pointer in `.eh_frame` → the offset that it points to
        for offset, _, symbol, addend in obj.relocations(frames):
            section = obj.symbols[symbol].section
            self.targets[offset] = bases.get(section, 0) + obj.symbols[symbol].value + addend

    def read(self) -> list[Function]:
        functions = []
        has_exceptions = {}  # offset of a CIE → whether its FDEs point to the exception table
        position = 0
        while position < len(self.data):
            (length,) = unpack_from("<I", self.data, position)
            if length == 0:
                break
            body, end = position + 4, position + 4 + length
            (cie,) = unpack_from("<I", self.data, body)
            if cie == 0:
                has_exceptions[position] = self.read_cie(body)
            else:
                functions.append(self.read_fde(body, end, has_exceptions[body - cie]))
            position = end
        return functions

    def read_cie(self, body: int) -> bool:
        """Whether FDEs of this CIE name exception tables."""
        version, name = self.data[body + 4], self.data[body + 5 : self.data.index(b"\0", body + 5)]
        if version != 1 or name not in (b"zR", b"zPLR"):
            raise ValueError(f"CIE version {version}, augmentation {name!r}")
        position = body + 5 + len(name) + 1
        for _ in range(4):  # code and data alignment, return address column, size of the augmentation data
            _, position = leb128(self.data, position)
        personality = 5 if name == b"zPLR" else 0  # its encoding and the pointer itself
        encodings = self.data[position + personality : position + personality + len(name) - 1 - (personality > 0)]
        if encodings.strip(bytes([_PC_RELATIVE_32])):
            raise ValueError(f"pointer encodings {encodings.hex()}")
        return personality > 0

    def read_fde(self, body: int, end: int, has_exceptions: bool) -> Function:
        start = self.targets[body + 4]
        (size,) = unpack_from("<I", self.data, body + 8)
        augmentation, position = leb128(self.data, body + 12)
        sites = []
        if has_exceptions and position in self.targets:  # no relocation: the function has no landing pad
            sites = self.read_sites(self.targets[position], start)
        saved = _saved_registers(self.data[position + augmentation : end])
        if saved is None:
            raise ObjectError(f"`{self.name_of(start)}` may throw but has no frame that can be walked")
        return Function(start, start + size, saved, sites)

    def name_of(self, start: int) -> str:
        for symbol in self.obj.symbols:
            if symbol.name and symbol.section in self.bases and self.bases[symbol.section] + symbol.value == start:
                return symbol.name
        return f"text+{start:#x}"

    def read_sites(self, position: int, start: int) -> list[tuple[int, int, int]]:
        """Call sites with a landing pad of a language-specific data area, in ascending order."""
        table = self.exception_table
        if table[position] != _OMITTED:
            raise ValueError("landing pads have a base of their own")
        position += 1
        if table[position] != _OMITTED:  # a type table follows, which is of no use here
            _, position = leb128(table, position + 1)
        else:
            position += 1
        if table[position] != _ULEB128:
            raise ValueError(f"call site encoding {table[position]:#x}")
        length, position = leb128(table, position + 1)
        end = position + length
        sites = []
        while position < end:
            offset, position = leb128(table, position)
            size, position = leb128(table, position)
            landing_pad, position = leb128(table, position)
            _, position = leb128(table, position)  # action
            if landing_pad:
                sites.append((start + offset, start + offset + size, start + landing_pad))
        return sites


def _saved_registers(program: bytes) -> int | None:
    """Interpret a function's CFI: the mask of callee-saved registers, or None for a frame of another shape."""
    slots: dict[int, int] = {}  # register → word below the CFA
    frame_pointer = False
    position = 0
    while position < len(program):
        opcode = program[position]
        position += 1
        kind, register = opcode >> 6, opcode & 63
        if kind == _OFFSET:
            slots[register], position = leb128(program, position)
        elif kind == 0:  # the others, advance_loc and restore, have no operands
            fixed, variable = _OPERANDS[opcode]
            position += fixed
            frame_pointer |= opcode == _DEF_CFA_REGISTER and program[position] == _RBP
            for _ in range(variable):
                _, position = leb128(program, position)
    saved = [register for register in SAVED_BITS if register in slots]
    in_order = {_RBP: 2} | {register: _FIRST_SLOT + index for index, register in enumerate(saved)}
    if not frame_pointer or slots != in_order:
        return None
    return sum(SAVED_BITS[register] for register in saved)


def leb128(data: bytes, position: int, *, signed: bool = False) -> tuple[int, int]:
    """Value, and the position after it."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value - (1 << shift) * (signed and byte >> 6), position
