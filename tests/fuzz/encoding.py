"""The binary format as fields, read by nothing that wasihost has, and written again in other bytes.

`read_module` gives the fields of a module: numbers, sizes and all bytes that mean themselves.  `Encoder` writes them
again in numbers as long as it likes, and knows where each went.  `Reader.instruction` reads one instruction.

This is the other side of comparisons with the decoder and the validator: it shares the tables of `ops` with them, and
no code.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import chain
from typing import Any, NamedTuple

from wasihost.ops import BY_CODE, Op

HEADER = b"\0asm\1\0\0\0"
CUSTOM, NAME = 0, b"name"
TYPE_EACH, TYPE_FOR_ALL = 0x7F, 0x7E  # begin several imports from one module
PREFIXES = range(0xFB, 0xFF)
EMPTY, REF, REF_NULL = 0x40, 0x64, 0x63
END = 0x0B
# Types of one byte.
VALTYPES = {0x7F: "i32", 0x7E: "i64", 0x7D: "f32", 0x7C: "f64", 0x7B: "v128"}
HEAPTYPES = {0x70: "funcref", 0x6F: "externref", 0x69: "exnref"}


class Malformed(Exception):
    """These bytes are not what the format allows here."""


class Raw(NamedTuple):
    """Bytes that have one form."""

    at: int
    data: bytes


class Number(NamedTuple):
    """An integer in LEB128."""

    at: int
    value: int
    bits: int
    signed: bool


class Sized(NamedTuple):
    """A size in LEB128, and the fields that take so many bytes."""

    at: int
    fields: list[Field]
    end: int  # where they do


Field = Raw | Number | Sized


class Section(NamedTuple):
    at: int
    id: int
    name: bytes  # of a custom section
    content: Sized


class Module(NamedTuple):
    sections: list[Section]
    is_whole: bool  # False: some bytes were left as they are, because this reader finds them malformed
    size: int


# ------------------------------------------------------------------------------------------------------------- numbers
def most_bytes(bits: int) -> int:
    return -(-bits // 7)


def fewest_bytes(value: int, signed: bool) -> int:
    magnitude = value.bit_length() if value >= 0 else (~value).bit_length()
    return max(1, -(-(magnitude + signed) // 7))


def leb128(value: int, width: int) -> bytes:
    """An integer in so many bytes, the last of which holds the sign as far as it has room."""
    data = [value >> 7 * n & 0x7F | 0x80 for n in range(width)]
    data[-1] &= 0x7F
    return bytes(data)


# ------------------------------------------------------------------------------------------------------------- reading
class Reader:
    """A cursor over data[at:end], which collects the fields that it reads."""

    def __init__(self, data: bytes, at: int = 0, end: int | None = None) -> None:
        self.data = data
        self.at = at
        self.end = len(data) if end is None else end
        self.fields: list[Field] = []

    def raw(self, size: int) -> bytes:
        if size > self.end - self.at:
            raise Malformed(f"unexpected end at {self.at}")
        data = self.data[self.at : self.at + size]
        self.fields.append(Raw(self.at, data))
        self.at += size
        return data

    def byte(self, *allowed: int) -> int:
        (value,) = self.raw(1)
        if allowed and value not in allowed:
            raise Malformed(f"byte {value:#04x} at {self.at - 1}")
        return value

    def peek(self) -> int:
        if self.at >= self.end:
            raise Malformed(f"unexpected end at {self.at}")
        return self.data[self.at]

    def number(self, bits: int, signed: bool = False) -> int:
        data, at, end = self.data, self.at, self.at
        if end < self.end and (value := data[end]) < 0x80:
            self.at += 1
            if signed and value & 0x40:
                value -= 0x80
            self.fields.append(Number(at, value, bits, signed))
            return value
        while True:
            if end >= self.end or end - at == most_bytes(bits):
                raise Malformed(f"integer at {at}")
            end += 1
            if data[end - 1] < 0x80:
                break
        value = 0
        for n, byte in enumerate(data[at:end]):
            value |= (byte & 0x7F) << 7 * n
        if signed and data[end - 1] & 0x40:
            value -= 1 << 7 * (end - at)
        if not (-(1 << bits - 1) <= value < 1 << bits - 1 if signed else value < 1 << bits):
            raise Malformed(f"integer too large at {at}")
        self.fields.append(Number(at, value, bits, signed))
        self.at = end
        return value

    def u32(self) -> int:
        return self.number(32)

    def count(self) -> int:
        """The length of a vector, whose elements have a byte each at least."""
        value = self.number(32)
        if value > self.end - self.at:
            raise Malformed(f"a vector at {self.at} is longer than what holds it")
        return value

    def name(self) -> bytes:
        return self.raw(self.u32())

    def sized(self, read: Callable[[Reader], object]) -> None:
        """Read what a size says that it holds."""
        start = self.at
        size = self.number(32)
        self.fields.pop()
        if size > self.end - self.at:
            self.at = start
            raise Malformed(f"size at {start}")
        inner = Reader(self.data, self.at, self.at + size)
        self.at += size
        self.fields.append(Sized(start, inner.fields, self.at))
        try:
            read(inner)
            inner.must_end()
        finally:
            inner.rest()

    def rest(self) -> None:
        """Whatever is left, as bytes."""
        if self.at < self.end:
            self.raw(self.end - self.at)

    def must_end(self) -> None:
        if self.at != self.end:
            raise Malformed(f"bytes are left at {self.at}")

    # ------------------------------------------------------------------------------------------------------- types
    def heaptype(self) -> str:
        if self.peek() in HEAPTYPES:
            return HEAPTYPES[self.byte()]
        self.typeidx()
        return "funcref"

    def typeidx(self) -> int:
        """Where a code may stand, too.  One that is not known here is a number that must not become longer."""
        start = self.at
        index = self.number(33, signed=True)
        if index < 0:
            self.fields.pop()
            self.at = start
            raise Malformed(f"type at {start}")
        return index

    def valtype(self) -> str:
        code = self.byte(*VALTYPES, *HEAPTYPES, REF, REF_NULL)
        return self.heaptype() if code in (REF, REF_NULL) else (VALTYPES | HEAPTYPES)[code]

    def blocktype(self) -> str | int | None:
        code = self.peek()
        if code == EMPTY:
            self.byte()
            return None
        if code in VALTYPES or code in HEAPTYPES or code in (REF, REF_NULL):
            return self.valtype()
        return self.typeidx()

    def limits(self) -> None:
        flags = self.byte(*range(16))
        for _ in range(1 + (flags & 1)):
            self.number(64)
        if flags & 8:
            self.u32()

    def tabletype(self) -> None:
        self.valtype()
        self.limits()

    def globaltype(self) -> None:
        self.valtype()
        self.byte(0, 1)

    def tag(self) -> None:
        self.byte(0)
        self.u32()

    # ------------------------------------------------------------------------------------------------- instructions
    def instruction(self) -> Instruction:
        at, before = self.at, len(self.fields)
        try:
            opcode, prefix = self.byte(), 0
            if opcode in PREFIXES:
                prefix, opcode = opcode, self.u32()
            row = BY_CODE.get((prefix, opcode))
            if row is None:
                raise Malformed(f"no instruction at {at}")
            return Instruction(at, row, tuple([_IMMEDIATES.get(kind, Reader.u32)(self) for kind in row.immediates]))
        except Malformed:
            self.at = at
            del self.fields[before:]
            raise

    def expression(self) -> None:
        depth = 1
        while depth:
            row = self.instruction().row
            depth += ("blocktype" in row.immediates) - (row.opcode == END and not row.prefix)

    def memarg(self) -> tuple[int, int]:
        flags = self.u32()
        if flags >= 0x80:
            raise Malformed(f"flags of a memory access before {self.at}")
        memidx = self.u32() if flags & 0x40 else 0
        return memidx, self.number(64)

    def labels(self) -> tuple[int, ...]:
        return tuple([self.u32() for _ in range(self.count() + 1)])

    def catches(self) -> tuple[tuple[int | None, bool, int], ...]:
        clauses = []
        for _ in range(self.count()):
            kind = self.byte(0, 1, 2, 3)
            clauses.append((self.u32() if kind < 2 else None, bool(kind & 1), self.u32()))
        return tuple(clauses)

    def valtypes(self) -> tuple[str, ...]:
        return tuple([self.valtype() for _ in range(self.count())])

    def little_endian(self, size: int) -> int:
        return int.from_bytes(self.raw(size), "little")

    def locals(self) -> list[tuple[int, str]]:
        return [(self.u32(), self.valtype()) for _ in range(self.count())]


class Instruction(NamedTuple):
    """As `wasm.bodies` has it: references are not told apart by what functions they are to."""

    at: int
    row: Op
    immediates: tuple[Any, ...]


# Kind of immediate → how it is read; an index where it is missing.
_IMMEDIATES: dict[str, Callable[[Reader], Any]] = {
    "blocktype": Reader.blocktype,
    "i32": lambda reader: reader.number(32, signed=True),
    "i64": lambda reader: reader.number(64, signed=True),
    "f32": lambda reader: reader.little_endian(4),
    "f64": lambda reader: reader.little_endian(8),
    "v128": lambda reader: reader.little_endian(16),
    "lane": Reader.byte,
    "lanes": lambda reader: tuple(reader.raw(16)),
    "zero": lambda reader: reader.byte(0),
    "memarg": Reader.memarg,
    "labels": Reader.labels,
    "catches": Reader.catches,
    "valtypes": Reader.valtypes,
    "heaptype": Reader.heaptype,
}


# ------------------------------------------------------------------------------------------------------------ sections
def _vector(element: Callable[[Reader], object]) -> Callable[[Reader], None]:
    def read(reader: Reader) -> None:
        for _ in range(reader.count()):
            element(reader)

    return read


def _functype(reader: Reader) -> None:
    reader.byte(0x60)
    reader.valtypes()
    reader.valtypes()


def _import(reader: Reader) -> None:
    reader.name()
    if reader.name() or reader.peek() not in (TYPE_EACH, TYPE_FOR_ALL):
        _external_type(reader)
    elif reader.byte() == TYPE_EACH:
        _vector(lambda item: (item.name(), _external_type(item)))(reader)
    else:
        _external_type(reader)
        _vector(Reader.name)(reader)


def _external_type(reader: Reader) -> None:
    kinds = (Reader.u32, Reader.tabletype, Reader.limits, Reader.globaltype, Reader.tag)
    kinds[reader.byte(*range(len(kinds)))](reader)


def _table(reader: Reader) -> None:
    has_init = reader.peek() == EMPTY
    if has_init:
        reader.byte()
        reader.byte(0)
    reader.tabletype()
    if has_init:
        reader.expression()


def _global(reader: Reader) -> None:
    reader.globaltype()
    reader.expression()


def _export(reader: Reader) -> None:
    reader.name()
    reader.byte(*range(5))
    reader.u32()


def _element(reader: Reader) -> None:
    flags = reader.u32()
    if flags > 7:
        raise Malformed(f"element segment before {reader.at}")
    if not flags & 1:
        if flags & 2:
            reader.u32()
        reader.expression()
    if flags & 3:
        if flags & 4:
            reader.valtype()
        else:
            reader.byte(0)
    _vector(Reader.expression if flags & 4 else Reader.u32)(reader)


def _data(reader: Reader) -> None:
    flags = reader.u32()
    if flags > 2:
        raise Malformed(f"data segment before {reader.at}")
    if flags == 2:
        reader.u32()
    if flags != 1:
        reader.expression()
    reader.name()


def read_body(body: Reader) -> Iterator[Instruction]:
    """The instructions of a body, whatever their order is; what is malformed ends it."""
    body.locals()
    while body.at < body.end:
        yield body.instruction()


def _body(reader: Reader) -> None:
    reader.sized(lambda body: [None for _ in read_body(body)])


def _name_map(reader: Reader) -> None:
    for _ in range(reader.u32()):
        reader.u32()
        reader.name()


def _indirect_name_map(reader: Reader) -> None:
    for _ in range(reader.u32()):
        reader.u32()
        _name_map(reader)


def _names(reader: Reader) -> None:
    read = {0: Reader.name, 2: _indirect_name_map, 3: _indirect_name_map, 10: _indirect_name_map}
    while reader.at < reader.end:
        reader.sized(read.get(reader.byte(), _name_map))


_SECTIONS: dict[int, Callable[[Reader], object]] = {
    1: _vector(_functype),
    2: _vector(_import),
    3: _vector(Reader.u32),
    4: _vector(_table),
    5: _vector(Reader.limits),
    6: _vector(_global),
    7: _vector(_export),
    8: Reader.u32,
    9: _vector(_element),
    10: _vector(_body),
    11: _vector(_data),
    12: Reader.u32,
    13: _vector(Reader.tag),
}


def read_module(data: bytes) -> Module:
    """The fields of a module.  Malformed: not even its sections can be told apart."""
    reader = Reader(data)
    if reader.raw(8) != HEADER:
        raise Malformed("header")
    sections, is_whole = [], True

    def read_content(content: Reader) -> None:
        nonlocal name, is_whole
        try:
            if section_id == CUSTOM:
                name = content.name()
                if name != NAME:
                    content.rest()
            elif section_id not in _SECTIONS:
                raise Malformed(f"section {section_id}")
            else:
                _SECTIONS[section_id](content)
                content.must_end()
        except Malformed:
            is_whole = False
            content.rest()
        if name == NAME:  # names are never malformed: those that cannot be read are missing
            with suppress(Malformed):
                _names(content)
            content.rest()

    while reader.at < reader.end:
        at, name, section_id = reader.at, b"", reader.byte()
        reader.sized(read_content)
        content = reader.fields[-1]
        assert isinstance(content, Sized)
        sections.append(Section(at, section_id, name, content))
    return Module(sections, is_whole, len(data))


# ------------------------------------------------------------------------------------------------------------- writing
class Encoding(NamedTuple):
    """A module in other bytes, and where these came from."""

    data: bytes
    places: list[tuple[int, int]]  # (offset here, offset there) of each field and of the end of what has a size, sorted

    def origin(self, offset: int) -> int:
        """The offset in the module that was read of what is at an offset here."""
        here, there = self.places[bisect_right(self.places, (offset, 1 << 32)) - 1]
        return there + offset - here


class Encoder:
    """Writes the fields of a module with numbers of random lengths, between custom sections that nobody asked for."""

    NAMES = (b"", b"x", b"producers", b"names", "größe".encode(), b"n" * 200)  # of these
    MOST_INSERTED = 3

    def __init__(self, source: random.Random) -> None:
        self.random = source
        # Not all alike: what some readers do with two long numbers in a row, others may do with one.
        self.share = source.choice((0.05, 0.3, 0.7, 1))

    def number(self, value: int, bits: int, signed: bool) -> bytes:
        width = fewest_bytes(value, signed)
        if self.random.random() < self.share:
            width = self.random.randint(width, most_bytes(bits))
        return leb128(value, width)

    def module(self, module: Module) -> Encoding:
        data, places = bytearray(HEADER), [(0, 0)]
        for section in self.arranged(module):
            if isinstance(section, bytes):
                data += section
                continue
            places.append((len(data), section.at))
            data.append(section.id)
            content = self.names(section) if section.name == NAME and module.is_whole else section.content
            self.write([content], data, places)
        places.append((len(data), module.size))
        return Encoding(bytes(data), places)

    def arranged(self, module: Module) -> list[Section | bytes]:
        """Sections in another order, as far as that is free, and bytes of new ones between them."""
        sections: list[Section | bytes] = list(module.sections)
        if module.is_whole:
            free = [section for section in module.sections if section.id == CUSTOM and section.name != NAME]
            sections = [section for section in sections if section not in free]
            self.random.shuffle(free)
            for section in free:
                sections.insert(self.random.randint(0, len(sections)), section)
        for _ in range(self.random.randint(0, self.MOST_INSERTED)):
            sections.insert(self.random.randint(0, len(sections)), self.custom_section())
        return sections

    def custom_section(self) -> bytes:
        name, content = self.random.choice(self.NAMES), self.random.randbytes(self.random.choice((0, 1, 20, 300)))
        data = bytearray([CUSTOM])
        self.write([Sized(0, [Number(0, len(name), 32, False), Raw(0, name + content)], 0)], data, [])
        return bytes(data)

    def names(self, section: Section) -> Sized:
        """The name section with its subsections in another order, if all of them could be read."""
        size, name, *subsections = section.content.fields
        pairs = list(zip(subsections[::2], subsections[1::2], strict=False))
        kinds = [kind.data for kind, content in pairs if isinstance(kind, Raw) and isinstance(content, Sized)]
        if len(subsections) != 2 * len(set(kinds)):
            return section.content
        self.random.shuffle(pairs)
        return section.content._replace(fields=[size, name, *chain.from_iterable(pairs)])

    def write(self, fields: list[Field], data: bytearray, places: list[tuple[int, int]]) -> None:
        for field in fields:
            places.append((len(data), field.at))
            if isinstance(field, Raw):
                data += field.data
            elif isinstance(field, Number):
                data += self.number(*field[1:])
            else:
                inner, inner_places = bytearray(), list[tuple[int, int]]()
                self.write(field.fields, inner, inner_places)
                data += self.number(len(inner), 32, False)
                places += [(len(data) + here, there) for here, there in inner_places]
                data += inner
                places.append((len(data), field.end))


class Breaker(Encoder):
    """Writes one integer of a module in a form that it must not have, and the others as shortly as they can be."""

    def __init__(self, source: random.Random, victim: int) -> None:
        super().__init__(source)
        self.share = 0
        self.victim = victim  # number of the integer
        self.count = 0

    def arranged(self, module: Module) -> list[Section | bytes]:
        return list(module.sections)

    def number(self, value: int, bits: int, signed: bool) -> bytes:
        data = super().number(value, bits, signed)
        self.count += 1
        if self.count - 1 != self.victim:
            return data
        most = most_bytes(bits)
        unused = 7 * most - bits
        if self.random.random() < 0.5 and unused:  # a bit beyond its own that is not as it should be
            broken = bytearray(leb128(value, most))
            broken[-1] ^= 1 << 7 - self.random.randint(1, unused)
            return bytes(broken)
        return leb128(value, most + self.random.choice((1, 1, 2, 10)))
