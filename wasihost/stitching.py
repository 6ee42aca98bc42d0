"""Compile a module at the level `baseline`: bytes → artifact.  Decode, validate and stitch the bodies, write."""

from __future__ import annotations

import ctypes
import mmap
from array import array
from collections.abc import Callable
from typing import Any, BinaryIO

from wasihost import abi
from wasihost.abi import ExternKind, LineUnit, UnwindFunction, UnwindSite
from wasihost.baseline.layout import (
    Entry,
    Expanded,
    Kind,
    Label,
    MemoryFacts,
    Place,
    Places,
    StitchFault,
    Stub,
    TableFacts,
    Task,
)
from wasihost.codegen import artifact
from wasihost.codegen.compiler import as_import
from wasihost.codegen.link.image import PAGE, Image
from wasihost.codegen.stencils import layout as stencils
from wasihost.codegen.stencils import library as sets
from wasihost.codegen.translate.convention import ENTRY_SYMBOL
from wasihost.codegen.translate.facts import is_closed
from wasihost.errors import CompileError, InternalError
from wasihost.host.library import load
from wasihost.host.symbols import Import
from wasihost.levels import BASELINE
from wasihost.variant import DEFAULT, CompileVariant
from wasihost.wasm import limits
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module
from wasihost.wasm.types import holds_functions
from wasihost.wasm.validation import validate
from wasihost.wasm.validator.layout import WEIGHED, Transcript

LARGEST_CODE = (1 << 31) - (1 << 20)  # distances have 31 bits
GROWTH = 64  # bytes of address space for code per byte of bodies
NO_RESERVE = 0x4000  # MAP_NORESERVE, which `mmap` names from Python 3.13 on
LINE_BYTES = 16  # of a line program, per byte of bodies


def compile_module(
    data: bytes,
    *,
    key: bytes,
    out: BinaryIO,
    variant: CompileVariant = DEFAULT,
    accept: Callable[[list[Import]], None] | None = None,
) -> None:
    """As `codegen.compiler.compile_module`."""
    module = decode(data)
    validate(module)
    if accept:
        accept([as_import(module, imported) for imported in module.imports])
    artifact.build(module, compile_image(module, variant), out, key=key, level=BASELINE.name, variant=variant)


def compile_image(module: Module, variant: CompileVariant = DEFAULT) -> Image:
    """Validate the bodies of a module, and compile them."""
    return _Job(module, variant).run()


class _Job:
    """One module: the task, and the storage that it points to."""

    def __init__(self, module: Module, variant: CompileVariant) -> None:
        self.module, self.bodies = module, BodyValidator(module)
        self.keep: list[object] = []
        largest = max((body.end - body.start for body in module.bodies), default=0)
        total = sum(body.end - body.start for body in module.bodies)
        layout, count = module.vm_layout, len(module.bodies)
        self.library = _library()
        header = stencils.Header.unpack(self.library)
        code = min(LARGEST_CODE, GROWTH * total + 4096 * count + (1 << 20))
        self.functions, self.entries = (array("I", bytes(4 * len(module.functions) + 4)) for _ in range(2))
        self.thunks = array("I", bytes(4 * len(module.types) + 4))
        for export in module.exports:
            if export.kind == ExternKind.FUNC:
                self.thunks[module.functions[export.index]] = 1
        escaped = array("B", bytes(len(module.functions) + 1))
        for funcidx in module.escaped_functions:
            escaped[funcidx] = 1
        transcript = Transcript.pack(words=self.room(8 * (2 * largest + 64)), weights=self.room(4 * WEIGHED))
        self.code = self.room(code)
        self.unwind_functions = self.room(UnwindFunction.size * (2 * count + 1))
        self.unwind_sites = self.room(UnwindSite.size * (total + 1))
        self.line_units = self.room(LineUnit.size * (total // 64 + count + 2))
        self.lines = self.room(LINE_BYTES * total + 128 * count + 4096)
        self.task = ctypes.create_string_buffer(
            Task.pack(
                types=self.address(self.bodies.types),
                transcript=self.address(transcript),
                library=self.address(self.library),
                stencils=self.room(Expanded.size * header.templates.count),
                masks=self.room(16 * 16 * header.fields.count),
                code=self.code,
                code_limit=self.code + code,
                functions=self.functions.buffer_info()[0],
                entries=self.entries.buffer_info()[0],
                thunks=self.thunks.buffer_info()[0],
                escaped=self.address(bytes(escaped)),
                pins=self.room(limits.LOCALS),
                operands=self.room(Entry.size * (limits.OPERANDS + largest + 64)),
                labels=self.room(Label.size * (min(limits.NESTING, largest) + 2)),
                stubs=self.room(Stub.size * (2 * largest + 64)),
                arguments=self.room(Place.size * (limits.PARAMETERS + 8)),
                passed=self.room(Entry.size * (limits.PARAMETERS + 8)),
                unwind_functions=self.unwind_functions,
                unwind_sites=self.unwind_sites,
                line_units=self.line_units,
                lines=self.lines,
                memories=self.address(_memories(module, variant)),
                tables=self.address(_tables(module)),
                places=Places.pack(
                    functions=layout.function(0), tags=layout.tag(0), globals=layout.global_(0),
                    type_ids=layout.type_id(0),
                ),
                imported_globals=module.imported[ExternKind.GLOBAL],
                memory_count=len(module.memories),
                may_throw=not is_closed(module),
                canonical=variant.canonical_nans,
                metered=variant.metered,
                vectors=_mentions_vectors(module),
            )
        )  # fmt: skip

    def room(self, size: int) -> int:
        """Zeroed address space; pages take memory when they are written."""
        pages = mmap.mmap(-1, size + 1, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NO_RESERVE)
        self.keep.append(pages)
        return ctypes.addressof(ctypes.c_char.from_buffer(pages))

    def address(self, data: bytes) -> int:
        storage = ctypes.create_string_buffer(data, len(data) + 1)
        self.keep.append(storage)
        return ctypes.addressof(storage)

    def run(self) -> Image:
        library = load()
        if not library.baseline_prepare(self.task):
            raise InternalError("the stencils of the baseline compiler are missing")
        self.bodies.compile(library, self.task)
        task = Task.unpack(self.task.raw)
        if task.fault == StitchFault.TOO_LARGE:
            raise CompileError("the compiled code is too large")
        if task.fault:
            raise InternalError(f"the baseline compiler lacks {_name(task.detail)}")
        return self.image(task)

    def image(self, task: Any) -> Image:
        module, first = self.module, self.module.imported_functions
        size = -(-task.text_size // PAGE) * PAGE
        symbols = {}
        for funcidx in range(first, len(module.functions)):
            symbols[artifact.FUNCTION_SYMBOL.format(funcidx)] = self.functions[funcidx]
            if self.entries[funcidx] != self.functions[funcidx]:
                symbols[ENTRY_SYMBOL.format(funcidx)] = self.entries[funcidx]
        for typeidx, thunk in enumerate(self.thunks):
            if thunk:
                symbols[artifact.THUNK_SYMBOL.format(typeidx)] = thunk
        units = [
            LineUnit.unpack(ctypes.string_at(self.line_units + LineUnit.size * n, LineUnit.size))
            for n in range(task.line_unit_count)
        ]
        return Image(
            bytearray(ctypes.string_at(self.code, size)),
            task.text_size,
            symbols,
            [(unit.start, unit.end) for unit in units],
            [ctypes.string_at(self.lines + unit.first, unit.count) for unit in units],
            array("I", ctypes.string_at(self.unwind_functions, UnwindFunction.size * task.unwind_count)),
            array("I", ctypes.string_at(self.unwind_sites, UnwindSite.size * task.site_count)),
        )


def _library() -> bytes:
    with open(sets.ensure("x86-64-v3"), "rb") as file:
        return file.read()


def _name(shape: int) -> str:
    from wasihost.ops import ROWS
    from wasihost.wasm.validator.layout import shape_index

    return next((row.name for row in ROWS if shape_index(row.prefix, row.opcode) == shape), f"shape {shape}")


def _memories(module: Module, variant: CompileVariant) -> bytes:
    facts = []
    for memidx, memory in enumerate(module.memories):
        is_wide = memory.address == "i64"
        guarded = variant.guarded and memidx == 0 and memory.can_be_guarded
        kind = Kind.GUARDED if guarded else Kind.WIDE if is_wide else Kind.CHECKED
        facts.append(
            MemoryFacts.pack(
                slot=module.vm_layout.memory(memidx), kind=kind, is_wide=is_wide, page_shift=memory.page_shift,
                shared=memory.shared,
            )
        )  # fmt: skip
    return b"".join(facts)


def _tables(module: Module) -> bytes:
    facts = []
    for tableidx, table in enumerate(module.tables):
        minimum, maximum = table.type.limits
        facts.append(
            TableFacts.pack(
                slot=module.vm_layout.table(tableidx),
                length=minimum if minimum == maximum and minimum < abi.NONE else abi.NONE,
                is_wide=table.type.address == "i64",
                holds_functions=holds_functions(table.type.element),
            )
        )
    return b"".join(facts)


def _mentions_vectors(module: Module) -> bool:
    types = (valtype for type_ in module.types for valtype in (*type_.params, *type_.results))
    return "v128" in types or any(global_.valtype == "v128" for global_ in module.globals)
