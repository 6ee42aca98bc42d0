"""Compile a module at the level `baseline`: bytes → artifact.  Decode, validate and stitch the bodies, write."""

from __future__ import annotations

import ctypes
import mmap
from array import array
from collections.abc import Callable
from typing import Any, BinaryIO

from wasihost import abi
from wasihost.abi import LineUnit, UnwindFunction, UnwindSite
from wasihost.baseline.layout import (
    FUNCTION_GROWTH,
    GROWTH,
    LARGEST_CODE,
    SMALLEST_CODE,
    Options,
    StitchFault,
    Task,
)
from wasihost.codegen import artifact
from wasihost.codegen.compiler import as_import
from wasihost.codegen.link.image import PAGE, Image
from wasihost.codegen.translate.convention import ENTRY_SYMBOL
from wasihost.errors import CompileError, InternalError
from wasihost.host.library import load
from wasihost.host.symbols import Import
from wasihost.levels import BASELINE
from wasihost.variant import DEFAULT, CompileVariant
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module
from wasihost.wasm.validation import validate

NO_RESERVE = 0x4000  # MAP_NORESERVE, which `mmap` names from Python 3.13 on


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
    """One module: the task, and the memory for its code."""

    def __init__(self, module: Module, variant: CompileVariant) -> None:
        self.module, self.bodies, self.native = module, BodyValidator(module), load()
        total = sum(body.end - body.start for body in module.bodies)
        size = min(LARGEST_CODE, GROWTH * total + FUNCTION_GROWTH * len(module.bodies) + SMALLEST_CODE)
        self._code = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | NO_RESERVE)
        self.code = ctypes.addressof(ctypes.c_char.from_buffer(self._code))
        self.task = ctypes.create_string_buffer(Task.size)
        options = Options.pack(
            code=self.code,
            code_limit=self.code + size,
            guarded=variant.guarded,
            canonical_nans=variant.canonical_nans,
            metered=variant.metered,
            any_cpu=variant.any_cpu,
        )
        vm = abi.VMRecord.pack(**artifact.vm_record(module))
        self._types = ctypes.create_string_buffer(self.bodies.types)
        if not self.native.baseline_task(self.task, self._types, vm, options):
            raise CompileError("there is not enough memory to compile the module")

    def __del__(self) -> None:
        if hasattr(self, "task"):
            self.native.baseline_free(self.task)

    def run(self) -> Image:
        self.bodies.compile(self.native, self.task)
        task = Task.unpack(self.task.raw)
        if task.fault == StitchFault.TOO_LARGE:
            raise CompileError("the compiled code is too large")
        if task.fault:
            raise InternalError(f"the baseline compiler lacks {_name(task.detail)}")
        return self.image(task)

    def image(self, task: Any) -> Image:
        module, first = self.module, self.module.imported_functions
        functions, entries = (_words(at, len(module.functions)) for at in (task.functions, task.entries))
        thunks = _words(task.thunks, len(module.types))
        size = -(-task.text_size // PAGE) * PAGE
        symbols = {}
        for funcidx in range(first, len(module.functions)):
            symbols[artifact.FUNCTION_SYMBOL.format(funcidx)] = functions[funcidx]
            if entries[funcidx] != functions[funcidx]:
                symbols[ENTRY_SYMBOL.format(funcidx)] = entries[funcidx]
        for typeidx, thunk in enumerate(thunks):
            if thunk:
                symbols[artifact.THUNK_SYMBOL.format(typeidx)] = thunk
        units = [
            LineUnit.unpack(ctypes.string_at(task.line_units + LineUnit.size * n, LineUnit.size))
            for n in range(task.line_unit_count)
        ]
        return Image(
            bytearray(ctypes.string_at(self.code, size)),
            task.text_size,
            symbols,
            [(unit.start, unit.end) for unit in units],
            [ctypes.string_at(task.lines + unit.first, unit.count) for unit in units],
            array("I", ctypes.string_at(task.unwind_functions, UnwindFunction.size * task.unwind_count)),
            array("I", ctypes.string_at(task.unwind_sites, UnwindSite.size * task.site_count)),
        )


def _words(address: int, count: int) -> array[int]:
    return array("I", ctypes.string_at(address, 4 * count))


def _name(shape: int) -> str:
    from wasihost.ops import ROWS
    from wasihost.wasm.validator.layout import shape_index

    return next((row.name for row in ROWS if shape_index(row.prefix, row.opcode) == shape), f"shape {shape}")
