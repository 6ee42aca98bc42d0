"""Code for several registers and numbers → one template, and the places of registers and numbers in it.

Each bit of the code is equal in all samples, or belongs to a number that the code contains whole, or follows one bit of
one register's number.  Code that does not fit is rejected.  This file knows nothing about instructions except that some
registers need a prefix.  Finally, the template must reproduce the code of every sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from wasihost.codegen.stencils.compile import Code, Reference
from wasihost.codegen.stencils.operands import Sample
from wasihost.codegen.stencils.samples import MODULI, REGISTER_BITS, WIDTHS, column
from wasihost.codegen.stencils.x86_64 import FIRST_PREFIXED, NEAR_DISTANCE, OPTIONAL_PREFIX, distance_mode

_MOST_PREFIXES = 12  # places that are tried


class Hole(NamedTuple):
    place: int
    width: int
    negated: bool  # it takes the negated number
    modulus: int = 0  # of a number of bits that LLVM has negated; the processor does this, too

    def number(self, sample: int) -> int:
        """The bytes that a number becomes."""
        value = -sample if self.negated else sample
        return (value % self.modulus if self.modulus else value) & (1 << 8 * self.width) - 1


class Template(NamedTuple):
    """Code whose registers and holes are 0."""

    code: bytes
    fields: tuple[tuple[str, tuple[int, ...]], ...]  # register → for each bit of its number, the bits that it changes
    holes: tuple[tuple[str, Hole], ...]
    references: tuple[Reference, ...]
    prefixes: tuple[int, ...] = ()  # places of prefixes that low registers do not need
    is_fixed: bool = False  # for the first registers of the stack only

    def filled(self, sample: Sample) -> bytes:
        """The code for a sample, with all prefixes."""
        bits = int.from_bytes(self.code, "little")
        for name, masks in self.fields:
            for bit, mask in enumerate(masks):
                bits ^= mask * (sample[name] >> bit & 1)
        for name, hole in self.holes:
            bits ^= hole.number(sample[name]) << 8 * hole.place
        return bits.to_bytes(len(self.code), "little")

    def without_prefixes(self) -> Template:
        """For low registers only."""
        return self._without(self.prefixes)

    def near(self, names: Sequence[str]) -> Template | None:
        """Code for distances of one byte, if these holes are distances of four in the operands of instructions."""
        code, holes = bytearray(self.code), dict(self.holes)
        unused: list[int] = []
        for name in names:
            place = holes[name].place
            mode = distance_mode(code, place)
            if mode is None or holes[name] != Hole(place, 4, False):
                return None
            code[mode] ^= NEAR_DISTANCE
            unused += range(place + 1, place + 4)
            holes[name] = Hole(place, 1, False)
        return self._replace(code=bytes(code), holes=tuple(holes.items()))._without(unused)

    def _without(self, places: Sequence[int]) -> Template:
        """Remove bytes."""
        return Template(
            removed(self.code, places),
            tuple((name, tuple(self._mask(mask, places) for mask in masks)) for name, masks in self.fields),
            tuple((name, hole._replace(place=_moved(hole.place, places))) for name, hole in self.holes),
            tuple(each._replace(place=_moved(each.place, places)) for each in self.references),
            tuple(_moved(place, places) for place in self.prefixes if place not in places),
            self.is_fixed,
        )

    def _mask(self, mask: int, places: Sequence[int]) -> int:
        return int.from_bytes(removed(mask.to_bytes(len(self.code), "little"), places), "little")

    def shows(self, sample: Sample, code: Code) -> bool:
        """Whether a sample's code is this template's."""
        whole, references = _whole(code, self, sample)
        return whole == self.filled(sample) and references == self.references

    def other(self, samples: Sequence[Sample], codes: Sequence[Code]) -> Template | None:
        """The template of these codes, if all differ from this one in the same bits, outside registers and numbers."""
        found: set[tuple[int, tuple[Reference, ...]]] = set()
        taken = sum(mask for _, masks in self.fields for mask in masks)
        for _, hole in self.holes:
            taken |= ((1 << 8 * hole.width) - 1) << 8 * hole.place
        for sample, code in zip(samples, codes, strict=True):
            whole, references = _whole(code, self, sample)
            if len(whole) != len(self.code) or list(map(_kind, references)) != list(map(_kind, self.references)):
                return None
            found.add((int.from_bytes(whole, "little") ^ int.from_bytes(self.filled(sample), "little"), references))
        if len(found) > 1:
            return None
        change, references = found.pop()
        return None if change & taken else self.changed(change)._replace(references=references)

    def changed(self, change: int) -> Template:
        code = int.from_bytes(self.code, "little") ^ change
        return self._replace(code=code.to_bytes(len(self.code), "little"))


def _kind(reference: Reference) -> tuple[int, int, str]:
    """What the references of two templates must have in common; constants may differ."""
    return reference.place, reference.past, reference.name.partition(".")[0]


def learn(
    samples: Sequence[Sample], codes: Sequence[Code], registers: Sequence[str], numbers: dict[str, str]
) -> Template | None:
    """The template, or None if the codes differ in more than registers and numbers."""
    found = [_emptied(sample, code, numbers) for sample, code in zip(samples, codes, strict=True)]
    longest = max((code.bytes for code, _ in found), key=len)
    places = [n for n, byte in enumerate(longest) if byte & 0xF0 == OPTIONAL_PREFIX]
    prefixes: set[int] | None = None  # that no sample of low registers has
    columns, holes, references = [], set(), set()
    for sample, (code, numbered) in zip(samples, found, strict=True):
        missing = _missing(code, longest, places)
        if missing is None:
            return None
        if all(sample[name] < FIRST_PREFIXED for name in registers):
            prefixes = set(missing) if prefixes is None else prefixes & set(missing)
        whole, refers = _with(code, missing)
        columns.append(int.from_bytes(whole, "little"))
        references.add(refers)
        holes.add(tuple((name, hole._replace(place=_shifted(hole.place, missing))) for name, hole in numbered))
    if len(references) != 1 or len(holes) != 1 or len(numbers) != len(found[0][1]):
        return None
    fields = _fields(samples, columns, registers)
    if fields is None:
        return None
    first = columns[0]
    for name, masks in fields:
        for bit, mask in enumerate(masks):
            first ^= mask * (samples[0][name] >> bit & 1)
    template = Template(
        first.to_bytes(len(longest), "little"), fields, holes.pop(), references.pop(), tuple(sorted(prefixes or ()))
    )
    return template if all(map(template.shows, samples, codes)) else None


def _missing(code: Code, longest: bytes, places: list[int]) -> tuple[int, ...] | None:
    """Where to insert prefixes so that the code is as long as the longest, and as similar to it as possible."""
    count = len(longest) - len(code.bytes)
    if not count:
        return ()
    if count > len(places) or len(places) > _MOST_PREFIXES:
        return None
    tries = combinations(places, count)
    return min(tries, key=lambda missing: _distance(_with(code, missing)[0], longest), default=None)


def _distance(one: bytes, other: bytes) -> int:
    """How much two codes differ: differing bits, at most 3 of each byte."""
    return sum(min((a ^ b).bit_count(), 3) for a, b in zip(one, other, strict=True))


def _with(code: Code, places: Sequence[int]) -> tuple[bytes, tuple[Reference, ...]]:
    """Insert prefixes into the code, each at its place in the result."""
    out = bytearray(code.bytes)
    for place in sorted(places):
        out[place:place] = bytes([OPTIONAL_PREFIX])
    return bytes(out), tuple(each._replace(place=_shifted(each.place, places)) for each in code.references)


def _shifted(place: int, places: Sequence[int]) -> int:
    """The place of a byte after prefixes have been inserted."""
    for each in sorted(places):
        place += place >= each
    return place


def _whole(code: Code, template: Template, sample: Sample) -> tuple[bytes, tuple[Reference, ...]]:
    """Insert the prefixes that the code lacks."""
    if len(template.code) == len(code.bytes):
        return code.bytes, code.references
    count = len(template.code) - len(code.bytes)
    wanted = template.filled(sample)
    lacking = [place for place, byte in enumerate(wanted) if byte == OPTIONAL_PREFIX]
    if not 0 <= count <= len(lacking) <= _MOST_PREFIXES:
        return code.bytes, code.references
    tries = [_with(code, places) for places in combinations(lacking, count)]
    return min(tries, key=lambda each: _distance(each[0], wanted))


def removed(code: bytes, places: Sequence[int]) -> bytes:
    """The other bytes."""
    return bytes(byte for n, byte in enumerate(code) if n not in places)


def _moved(place: int, places: Sequence[int]) -> int:
    return place - sum(each < place for each in places)


def _emptied(sample: Sample, code: Code, numbers: dict[str, str]) -> tuple[Code, list[tuple[str, Hole]]]:
    """The code with zeros in place of numbers, and the places of the numbers that it contains once."""
    out, holes = bytearray(code.bytes), []
    widths = {name: WIDTHS.get(kind, 4) for name, kind in numbers.items()}
    for name in sorted(widths, key=lambda name: -widths[name]):  # a wide number may contain the byte of a narrow one
        width = widths[name]
        places: list[Hole] = []
        for hole in Hole(0, width, False), Hole(0, width, True, MODULI.get(numbers[name], 0)):
            value = hole.number(sample[name]).to_bytes(width, "little")
            if not places:
                found = range(len(out) - width + 1)
                places = [hole._replace(place=place) for place in found if out[place : place + width] == value]
        if len(places) == 1:
            holes.append((name, places[0]))
            out[places[0].place : places[0].place + width] = bytes(width)
    return code._replace(bytes=bytes(out)), holes


def _fields(
    samples: Sequence[Sample], columns: Sequence[int], registers: Sequence[str]
) -> tuple[tuple[str, tuple[int, ...]], ...] | None:
    masks = {name: [0] * REGISTER_BITS for name in registers}
    followed: dict[tuple[int, ...], tuple[str, int] | None] = {}
    for name in registers:
        values = [sample[name] for sample in samples]
        for bit in range(REGISTER_BITS):
            changes = column(values, bit)
            if any(changes):
                known = followed.setdefault(changes, (name, bit))
                if known is not None and known[0] != name:
                    followed[changes] = None
    varying = 0
    for bits in columns:
        varying |= bits ^ columns[0]
    for at in range(varying.bit_length()):
        if varying >> at & 1:
            place = followed.get(column(columns, at))
            if place is None:
                return None
            name, bit = place
            masks[name][bit] |= 1 << at
    return tuple((name, tuple(each)) for name, each in masks.items())
