"""Read artifacts in printable form: imports and exports of a module, and the names of its functions.

Only errors, inspection and embedding use this file; a warm run does not.
"""

from __future__ import annotations

from ctypes import addressof, c_size_t, c_uint64, create_string_buffer, string_at
from mmap import PROT_READ, mmap
from typing import NamedTuple

from wasihost import abi
from wasihost.abi import NULLABLE_REFERENCE, VALTYPES, ExternKind, Section
from wasihost.characters import printable
from wasihost.host.library import load
from wasihost.layout import Struct
from wasihost.lazy import cached_property


class Import(NamedTuple):
    module: str
    name: str
    kind: ExternKind
    type: str

    @property
    def path(self) -> str:
        """The form in messages: `module::name`."""
        return f"{printable(self.module)}::{printable(self.name)}"

    def type_text(self) -> str:
        return self.type


class Export(NamedTuple):
    name: str
    kind: ExternKind
    index: int  # type: ignore[assignment]  # tuple.index is not missed


class Signature(NamedTuple):
    params: tuple[str, ...]
    results: tuple[str, ...]
    thunk: int  # offset in the code, or NONE when nothing exported has the type
    packed: bytes  # as in codegen.signature

    @property
    def is_plain(self) -> bool:
        """Whether a function has neither parameters nor results."""
        return not self.params and not self.results


def name_in_source(name: bytes) -> str:
    """The name of a function, as in a module, for people: demangled if that is clear, and printable."""
    text = create_string_buffer(abi.Text.size)
    load().put_function_name(text, create_string_buffer(abi.Demangler.size), name, c_size_t(len(name)))
    size = c_uint64.from_buffer(text, abi.Text.offset("size")).value
    return string_at(addressof(text) + abi.Text.offset("bytes"), size).decode()


class Artifact:
    """A view of the bytes of an artifact.  Each part is read on demand."""

    def __init__(self, buffer: bytes | mmap) -> None:
        self.data = memoryview(buffer)
        self.header = abi.ArtifactHeader.unpack(self.data[: abi.ArtifactHeader.size])

    @classmethod
    def from_fd(cls, fd: int) -> Artifact:
        """Map the file.  The caller keeps the descriptor."""
        return cls(mmap(fd, 0, prot=PROT_READ))

    def section(self, section: Section) -> memoryview:
        ref = self.header.sections[section]
        return self.data[ref.offset : ref.offset + ref.size]

    # ---- imports and exports

    @cached_property
    def imports(self) -> list[Import]:
        return [
            Import(
                self._string(record.module),
                self._string(record.name),
                ExternKind(record.kind),
                self._type_text(record),
            )
            for record in self._import_records
        ]

    @cached_property
    def exports(self) -> list[Export]:
        return [
            Export(self._string(record.name), ExternKind(record.kind), record.index)
            for record in self._records(Section.EXPORTS, abi.ExportRecord)
        ]

    def function_signature(self, funcidx: int) -> Signature:
        """Parameters, results, and the offset of the thunk in the code (NONE if no exported function has the type)."""
        first = self.header.vm.function_imports
        if funcidx < first:
            typeidx = self._imported(ExternKind.FUNC, funcidx).typeidx
        else:
            typeidx = self._record(Section.FUNCTIONS, abi.FunctionRecord, funcidx - first).typeidx
        record = self._record(Section.TYPES, abi.TypeRecord, typeidx)
        return Signature(*self._signature(typeidx), record.thunk, bytes(self._bytes(record.signature)))

    # ---- functions

    def function_name(self, funcidx: int) -> str | None:
        """The name in the name section, as in the source and printable."""
        names = self.section(Section.NAMES)
        if not 0 <= funcidx < len(names) // abi.StringRef.size:
            return None
        ref = abi.StringRef.unpack(names, funcidx * abi.StringRef.size)
        if not ref.size:
            return None
        return name_in_source(bytes(self.section(Section.NAME_BYTES)[ref.offset : ref.offset + ref.size]))

    @cached_property
    def functions(self):  # type: ignore[no-untyped-def]
        """The FunctionRecord of each function that the module defines."""
        return self._records(Section.FUNCTIONS, abi.FunctionRecord)

    @cached_property
    def code_starts(self) -> list[int]:
        """Where functions, entries and thunks begin in the code, in order; and where all of it ends."""
        starts = {start for record in self.functions for start in (record.code, record.entry)}
        starts |= {record.thunk for record in self._records(Section.TYPES, abi.TypeRecord)} - {abi.NONE, 0}
        ends = [unit.end for unit in self._records(Section.LINES, abi.LineUnit)]
        return sorted({*starts, max(ends, default=len(self.section(Section.CODE)))})

    # ---- records

    @cached_property
    def _import_records(self):  # type: ignore[no-untyped-def]
        return self._records(Section.IMPORTS, abi.ImportRecord)

    def _records(self, section: Section, struct: type[Struct]):  # type: ignore[no-untyped-def]
        data = self.section(section)
        return [struct.unpack(data, offset) for offset in range(0, len(data), struct.size)]

    def _record(self, section: Section, struct: type[Struct], index: int):  # type: ignore[no-untyped-def]
        return struct.unpack(self.section(section), index * struct.size)

    def _imported(self, kind: ExternKind, index: int):  # type: ignore[no-untyped-def]
        return [record for record in self._import_records if record.kind == kind][index]

    def _string(self, ref) -> str:  # type: ignore[no-untyped-def]
        return bytes(self._bytes(ref)).decode(errors="replace")

    def _bytes(self, ref) -> memoryview:  # type: ignore[no-untyped-def]
        return self.section(Section.STRINGS)[ref.offset : ref.offset + ref.size]

    def _signature(self, typeidx: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        signature = bytes(self._bytes(self._record(Section.TYPES, abi.TypeRecord, typeidx).signature))
        params, results = list[str](), list[str]()
        types, position = params, 0
        while position < len(signature):
            code = signature[position]
            position += 1
            if not code:
                types = results
            elif code in VALTYPES:
                types.append(VALTYPES[code])
            else:  # a reference: see codegen.signature
                heap = VALTYPES.get(signature[position])
                types.append(_reference(heap, nullable=code == NULLABLE_REFERENCE))
                position += 1 if heap else 1 + abi.SIGNATURE_DIGEST
        return tuple(params), tuple(results)

    def _type_text(self, record) -> str:  # type: ignore[no-untyped-def]
        """`function (i32, i64) -> (f32)`, `memory 1..4`, `table i64 10.. funcref`, `global mut i32`, `tag (i32)`."""
        kind = ExternKind(record.kind)
        if kind in (ExternKind.FUNC, ExternKind.TAG):
            params, results = (f"({', '.join(types)})" for types in self._signature(record.typeidx))
            return f"function {params} -> {results}" if kind == ExternKind.FUNC else f"tag {params}"
        if kind == ExternKind.GLOBAL:
            return f"global {'mut ' if record.flags & abi.MUTABLE else ''}{_reference_text(record)}"
        limits = f"{record.minimum}..{'' if record.maximum == abi.NO_MAXIMUM else record.maximum}"
        address = "i64 " if record.flags & abi.ADDRESS_64 else ""
        if kind == ExternKind.TABLE:
            return f"table {address}{limits} {_reference_text(record)}"
        size = "" if record.page_shift == abi.PAGE_SHIFT else f" pagesize {1 << record.page_shift}"
        return f"memory {address}{limits}{' shared' if record.flags & abi.SHARED else ''}{size}"


def _reference_text(record) -> str:  # type: ignore[no-untyped-def]
    """The type of an imported global or table; a referenced function type has no name here."""
    nullable, valtype = not record.flags & abi.NON_NULL, VALTYPES[record.valtype]
    if nullable and record.typeidx == abi.NONE:
        return valtype
    return _reference(valtype if record.typeidx == abi.NONE else None, nullable=nullable)


def _reference(abstract: str | None, *, nullable: bool) -> str:
    """A reference type: to an abstract heap type, given as its nullable form, or to functions of one type."""
    return f"(ref {'null ' if nullable else ''}{abstract[:-3] if abstract else '$type'})"
