"""The stitcher that a library is tested with: a row, registers and numbers → code that is called with all registers."""

import ctypes
import mmap
import struct

from wasihost.codegen.stencils import layout
from wasihost.codegen.stencils.x86_64 import BANKS

INTEGERS, FLOATS = BANKS["integer"].all, BANKS["float"].all
# What a call takes and gives back: the frame's top, the instance, memory 0, integers and floats by number, the end.
FP, VM, MEMORY, INTEGER, FLOAT, END = 0, 8, 16, 32, 160, 416
STATE_SIZE = 512
FELL, JUMPED, TRAPPED = 0, 1, 256  # how it ended; a trap has its number added


class Library:
    """A packed library, read by its layout."""

    def __init__(self, data):
        self.header = layout.Header.unpack(data)
        self.data = data
        assert self.header.magic == layout.MAGIC

    def part(self, name, type_, number):
        part = getattr(self.header, name)
        assert 0 <= number < part.count, (name, number)
        return type_.unpack(self.data, part.offset + number * type_.size)

    def template(self, number):
        return self.part("templates", layout.Template, number)

    def field(self, number, register):
        field = self.part("fields", layout.Field, number)
        at = self.header.bits.offset + 2 * field.first
        bits = struct.unpack_from(f"<{field.count}H", self.data, at)
        return sum(1 << bit % 128 for bit in bits if register >> bit // 128 & 1)

    def block(self, part, number):
        at = getattr(self.header, part).offset + 16 * number
        return int.from_bytes(self.data[at : at + 16], "little")

    def is_absent(self, row):
        return self.part("rows", layout.Row, row).template == layout.ABSENT

    def is_fixed(self, row):
        return bool(self.template(self.part("rows", layout.Row, row).template).flags & layout.FIXED)

    def negates(self, row):
        """Whether a constant's opposite is what the code has."""
        template = self.template(self.part("rows", layout.Row, row).template)
        return bool(template.flags >> layout.HOLE_OF["k"] & 1)

    def filled(self, row, sample):
        """The code of a row, and the template; traps and constants are not bound yet."""
        row = self.part("rows", layout.Row, row)
        template = self.template(row.template)
        registers = [0, 0, 0]
        for name, number in layout.REGISTER_OF.items():
            if name in sample:
                registers[number] = sample[name]
        out = bytearray()
        at = self.header.code.offset + template.code
        for block in range(-(-template.size // 16)):
            bits = int.from_bytes(self.data[at + 16 * block : at + 16 * block + 16], "little")
            triple = self.part("further", layout.Triple, template.further + block - 1) if block else template
            for field, register in zip(triple.fields, registers, strict=True):
                bits ^= self.field(field, register)
            out += bits.to_bytes(16, "little")
        place = slice(template.window, template.window + 16)
        change = self.block("changes", row.change) ^ int.from_bytes(out[place], "little")
        out[place] = change.to_bytes(len(out[place]), "little")
        del out[template.size :]
        for name, number in layout.HOLE_OF.items():
            if name in sample and name not in ("target", "constant"):
                place, width = template.holes[number], layout.WIDTHS[template.widths >> 2 * number & 3]
                value = -sample[name] if template.flags >> number & 1 else sample[name]
                assert place + width <= template.size and not any(out[place : place + width]), (name, sample)
                out[place : place + width] = (value & (1 << 8 * width) - 1).to_bytes(width, "little")
        return out, template

    def references(self, template):
        first, count = template.references, template.reference_count
        return [self.part("references", layout.Reference, first + n) for n in range(count)]


def _load(register, place):
    """mov register, [rcx + place]"""
    return bytes([0x48 | (register >> 3) << 2, 0x8B, 0x81 | (register & 7) << 3]) + struct.pack("<i", place)


def _store(register, place):
    return bytes([0x48 | (register >> 3) << 2, 0x89, 0x81 | (register & 7) << 3]) + struct.pack("<i", place)


RBP, R12, R13 = 5, 12, 13
ENTER = b"\x53\x55\x41\x54\x41\x55\x41\x56\x41\x57\x57\x48\x89\xf9"  # push the saved ones and rdi; mov rcx, rdi
ENTER += b"".join(_load(number, INTEGER + 8 * number) for number in INTEGERS)
ENTER += b"".join(b"\x0f\x10" + bytes([0x81 | n << 3]) + struct.pack("<i", FLOAT + 16 * n) for n in FLOATS)
ENTER += _load(RBP, FP) + _load(R13, VM) + _load(R12, MEMORY)
LEAVE = b"\x59"  # pop rcx
LEAVE += b"".join(_store(number, INTEGER + 8 * number) for number in INTEGERS)
LEAVE += b"".join(b"\x0f\x11" + bytes([0x81 | n << 3]) + struct.pack("<i", FLOAT + 16 * n) for n in FLOATS)
LEAVE += _store(RBP, FP) + _store(R13, VM) + _store(R12, MEMORY)
LEAVE += b"\x89\x81" + struct.pack("<i", END)  # mov [rcx + END], eax
LEAVE += b"\x41\x5f\x41\x5e\x41\x5d\x41\x5c\x5d\x5b\xc3"


def _end(value):
    """mov eax, value, and out"""
    return b"\xb8" + struct.pack("<I", value) + LEAVE


class Machine:
    """Memory that code is run in."""

    SIZE = 8 << 20

    def __init__(self):
        self.memory = mmap.mmap(-1, self.SIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))
        self.state = bytearray(STATE_SIZE)
        self.state_address = ctypes.addressof(ctypes.c_char.from_buffer(self.state))
        self.used = 0

    def place(self, library, row, sample, constant=None):
        """Stitch `enter → row → leave`; returns a function."""
        code, template = library.filled(row, sample)
        tail = bytearray(_end(FELL))
        start = len(ENTER)

        def bind(place, past, to):
            struct.pack_into("<i", code, place, to - (start + place) - past)

        for each in library.references(template):
            if each.trap:
                bind(each.place, each.past, start + len(code) + len(tail))
                tail += _end(TRAPPED + each.trap)
            else:
                tail += bytes(-(self.used + start + len(code) + len(tail)) % 16)
                bind(each.place, each.past, start + len(code) + len(tail))
                tail += library.block("pool", each.pool).to_bytes(16, "little")
        place = template.holes[layout.HOLE_OF["target"]]
        if constant is not None:
            tail += bytes(-(self.used + start + len(code) + len(tail)) % 16)
            bind(place, 4, start + len(code) + len(tail))
            tail += constant
        elif "target" in sample:
            bind(place, 4, start + len(code) + len(tail))
            tail += _end(JUMPED)
        whole = ENTER + code + tail
        whole += bytes(-len(whole) % 16)
        if self.used + len(whole) > self.SIZE:
            self.used = 0
        at, self.used = self.used, self.used + len(whole)
        self.memory[at : at + len(whole)] = whole
        return ctypes.CFUNCTYPE(None, ctypes.c_void_p)(self.address + at)
