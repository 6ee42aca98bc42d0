"""Templates → the packed library (`layout`), and the numbers of its rows."""

from __future__ import annotations

import fcntl
import os
import struct
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wasihost.codegen import llvm
from wasihost.codegen.native_image import write
from wasihost.codegen.stencils import layout, x86_64
from wasihost.codegen.stencils.catalog import Stencil, catalog
from wasihost.codegen.stencils.compile import TARGETS
from wasihost.codegen.stencils.derive import Derived, derive
from wasihost.codegen.stencils.learn import Template
from wasihost.codegen.stencils.operands import Form
from wasihost.errors import InternalError
from wasihost.host import library

# The sources of a set.
SOURCES = ("abi", "elf.py", "layout.py", "ops", "codegen/stencils", "codegen/llvm.py", "codegen/translate/template.py")
BLOCK = 16  # bytes that are copied at once
_SPARE = bytes(BLOCK)  # so that whole blocks can be copied


class Key(NamedTuple):
    """One variant of a stencil: its operands' places, and the ranges of its numbers."""

    name: str
    form: Form
    ranges: tuple[tuple[str, str], ...]


Index = dict[Key, int]  # → the row for any registers; the next is that for low ones


def index(stencils: Iterable[Stencil]) -> Index:
    """The rows of all stencils, which are the same for every set of one machine."""
    keys = [Key(each.name, each.form, variant.numbers) for each in stencils for variant in each.variants]
    return {key: 2 * number for number, key in enumerate(keys)}


def target(name: str) -> llvm.Target:
    """The machines that a set is for."""
    chosen = x86_64.SETS[name]
    return llvm.make_target("x86_64", chosen.cpu, chosen.features)


def path(name: str) -> str:
    """Where a set is kept.  Its name identifies the content of its sources, so that copies of a checkout share it."""
    digest = library.digest(SOURCES, llvm.VERSION.encode())
    return library.cache_path(f"stencils-{name}-{digest}")


def load(name: str) -> bytes:
    """A set, which may have to be built first."""
    with open(library.open_built(ensure(name)), "rb") as file:
        return file.read()


def ensure(name: str) -> str:
    """Build a set unless it exists; if several processes want it, one builds it.  The path of its file."""
    where = path(name)
    if not os.path.exists(where):
        os.makedirs(folder := os.path.dirname(where), mode=0o700, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.path.exists(where):
                write(where, build(name), 0o644)
        finally:
            os.close(lock)
    return where


def build(name: str) -> bytes:
    """A set of stencils, packed."""
    machine = target(name)
    stencils = list(catalog(llvm.features(machine)))
    return pack([derived for each in derive(stencils, machine) for derived in each])


def pack(derived: Sequence[Derived | None]) -> bytes:
    packer = _Packer(_windows([each for each in derived if each]))
    absent = layout.Row.pack(template=layout.ABSENT)
    rows = b"".join(
        packer.row(each.template, each.change) + packer.low_row(each) if each else absent * 2 for each in derived
    )
    return packer.finish(rows)


def _windows(derived: Sequence[Derived]) -> dict[Template, int]:
    """Where the block begins in which most changes of a template are."""
    found: dict[Template, list[tuple[int, int]]] = defaultdict(list)
    for template, change, _ in derived:
        if change and len(template.code) > BLOCK:
            found[template].append(_span(change))
    return {
        template: max((s for s, _ in spans), key=lambda start: _inside(spans, start))
        for template, spans in found.items()
    }


def _span(change: int) -> tuple[int, int]:
    """The bytes that a change begins and ends in."""
    return ((change & -change).bit_length() - 1) // 8, (change.bit_length() - 1) // 8


def _inside(spans: Sequence[tuple[int, int]], start: int) -> int:
    return sum(start <= first and last < start + BLOCK for first, last in spans)


class _Packer:
    def __init__(self, windows: dict[Template, int]) -> None:
        self.windows = windows
        self.code = bytearray()
        self.templates: dict[bytes, int] = {}
        self.places: dict[bytes, int] = {}
        self.changes: dict[bytes, int] = {bytes(BLOCK): 0}
        self.fields: dict[bytes, int] = {bytes(layout.Field.size): 0}
        self.bits = bytearray()
        self.triples: list[bytes] = []
        self.triple_places: dict[bytes, int] = {}
        self.references: list[bytes] = []
        self.reference_places: dict[bytes, int] = {}
        self.pool: dict[bytes, int] = {}
        self.known: dict[Template, int] = {}

    def row(self, template: Template, change: int) -> bytes:
        window = self.windows.get(template, 0)
        if change and not _inside([_span(change)], window):
            template, change = template.changed(change), 0
        change >>= 8 * window
        if template not in self.known:
            packed = self._template(template)
            self.known[template] = self.templates.setdefault(packed, len(self.templates))
        changed = change.to_bytes(BLOCK, "little")
        return layout.Row.pack(
            template=self.known[template], change=self.changes.setdefault(changed, len(self.changes))
        )

    def low_row(self, derived: Derived) -> bytes:
        template, change, low = derived
        if low is not None:
            return self.row(low, change)
        if not template.prefixes or len(template.code) > BLOCK:  # longer code is rare, and shares one template
            return self.row(template, change)
        bits = change.to_bytes(len(template.code), "little")
        kept = bytes(byte for n, byte in enumerate(bits) if n not in template.prefixes)
        return self.row(template.without_prefixes(), int.from_bytes(kept, "little"))

    def _template(self, template: Template) -> bytes:
        size = len(template.code)
        fields = self._fields(template)
        unused = size if size < 256 else min(each.place for each in template.references)  # which is filled in later
        holes, widths, flags = [unused] * 3, 0, layout.FIXED * template.is_fixed
        for name, hole in template.holes:
            number = layout.HOLE_OF[name]
            holes[number] = hole.place
            widths |= layout.WIDTHS.index(hole.width) << 2 * number
            flags |= hole.negated << number
        for each in template.references:
            if each.name in TARGETS:
                if each.past != 4:
                    raise InternalError("a stencil has code between a distance and the end of its instruction")
                holes[layout.HOLE_OF[each.name]] = each.place
        others = [each for each in template.references if each.name not in (*TARGETS, "next")]
        packed = b"".join(self._reference(each.place, each.past, each.name) for each in others)
        start = self.reference_places.setdefault(packed, len(self.references))
        if start == len(self.references):
            self.references += _split(packed, layout.Reference.size)
        return layout.Template.pack(
            code=self._place(_with_ends(template)), size=size, references=start, reference_count=len(others),
            window=self.windows.get(template, 0),
            widths=widths, holes=holes, flags=flags, fields=fields[0], further=self._further(fields[1:]),
        )  # fmt: skip

    def _fields(self, template: Template) -> list[list[int]]:
        """The numbers of the fields of each register, for each block."""
        blocks = []
        for start in range(0, len(template.code), BLOCK):
            numbers = [0, 0, 0]
            for name, masks in template.fields:
                of_block = [mask >> 8 * start & (1 << 8 * BLOCK) - 1 for mask in masks]
                numbers[layout.REGISTER_OF[name]] = self._field(of_block)
            blocks.append(numbers)
        return blocks or [[0, 0, 0]]

    def _field(self, masks: Sequence[int]) -> int:
        bits = [128 * bit + at for bit, mask in enumerate(masks) for at in range(128) if mask >> at & 1]
        if not bits:
            return 0
        packed = struct.pack(f"<{len(bits)}H", *bits)
        first = self.bits.find(packed)
        while first & 1:  # also if there is none: -1
            first = self.bits.find(packed, first + 1) if first >= 0 else len(self.bits)
        self.bits += packed[: 0 if first < len(self.bits) else None]
        return self.fields.setdefault(layout.Field.pack(first=first // 2, count=len(bits)), len(self.fields))

    def _further(self, blocks: list[list[int]]) -> int:
        packed = b"".join(layout.Triple.pack(fields=numbers) for numbers in blocks)
        start = self.triple_places.setdefault(packed, len(self.triples))
        if start == len(self.triples):
            self.triples += _split(packed, layout.Triple.size)
        return start

    def _reference(self, place: int, past: int, name: str) -> bytes:
        kind, _, which = name.partition(".")
        if kind == "trap":
            return layout.Reference.pack(place=place, past=past, trap=int(which))
        number = self.pool.setdefault(bytes.fromhex(which), len(self.pool))
        return layout.Reference.pack(place=place, past=past, pool=number)

    def _place(self, code: bytes) -> int:
        if code not in self.places:
            at = self.code.find(code) if len(code) > BLOCK else -1
            self.places[code] = len(self.code) if at < 0 else at
            self.code += code if at < 0 else b""
        return self.places[code]

    def finish(self, rows: bytes) -> bytes:
        parts = {
            "rows": (rows, layout.Row.size),
            "templates": (b"".join(self.templates), layout.Template.size),
            "changes": (b"".join(self.changes), BLOCK),
            "fields": (b"".join(self.fields), layout.Field.size),
            "bits": (bytes(self.bits), 2),
            "further": (b"".join(self.triples), layout.Triple.size),
            "references": (b"".join(self.references), layout.Reference.size),
            "pool": (b"".join(self.pool), BLOCK),
            "code": (bytes(self.code) + _SPARE, 1),
        }
        out, headers = bytearray(-(-layout.Header.size // BLOCK) * BLOCK), {}
        for name, (data, size) in parts.items():
            headers[name] = {"offset": len(out), "count": len(data) // size}
            out += data + bytes(-len(data) % BLOCK)
        out[: layout.Header.size] = layout.Header.pack(magic=layout.MAGIC, **headers)
        return bytes(out)


def _split(packed: bytes, size: int) -> list[bytes]:
    return [packed[n : n + size] for n in range(0, len(packed), size)]


def _with_ends(template: Template) -> bytes:
    """The code, with the distances of jumps to its end filled in."""
    out = bytearray(template.code)
    for each in template.references:
        if each.name == "next":
            out[each.place : each.place + 4] = (len(out) - each.place - each.past).to_bytes(4, "little")
    return bytes(out)
