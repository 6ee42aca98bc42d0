"""Compile a module at the level `baseline`: bytes → artifact.

`interpret.module` does it, as machine code.  This file is its Python side: it turns the fault that it returns into an
error.
"""

from __future__ import annotations

import ctypes
import os
import resource
from bisect import bisect_right
from collections.abc import Callable, Sequence
from errno import EFBIG
from typing import Any

from wasihost.abi import Section
from wasihost.baseline.layout import Attempt, Options, Stage, StitchFault
from wasihost.errors import CompileError, InternalError
from wasihost.host.library import load
from wasihost.host.symbols import Artifact, Import
from wasihost.levels import BASELINE, INTERPRET
from wasihost.skeleton.layout import MESSAGES, SkeletonFault
from wasihost.variant import DEFAULT, CompileVariant
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate

ROW = 16  # bytes of code in a line
NO_MEMORY = "there is not enough memory to compile the module"


def compile_module(
    data: bytes,
    *,
    key: bytes,
    variant: CompileVariant = DEFAULT,
    level: str = BASELINE.name,
    keeps_module: bool = False,
    accept: Callable[[list[Import]], None] | None = None,
) -> int:
    """A descriptor of the artifact of a module, which nobody can change; `artifact.contents` makes it complete.

    `keeps_module`: the artifact has the module, so that better code can be added (`tiering`).
    `accept` is called with the module's imports, and may raise any exception.
    Raises the same errors as `codegen.compiler.compile_module`.  OSError: the file cannot be made.
    """
    options = Options.pack(**vars(variant), interpreted=level == INTERPRET.name, keeps_module=keeps_module)
    attempt = ctypes.create_string_buffer(Attempt.size)
    size = ctypes.c_uint64(len(data))
    file: int = load().skeleton_file(data, size)
    if file < 0:
        raise OSError(-file, os.strerror(-file))
    file = load().baseline_module(file, size, options, key, attempt)
    if file < 0:
        raise _error(data, Attempt.unpack(attempt.raw))
    try:
        if accept:
            accept(Artifact.from_fd(file).imports)
    except BaseException:
        os.close(file)
        raise
    return file


def emit(data: bytes, *, what: str, functions: Sequence[int] | None = None, variant: CompileVariant = DEFAULT) -> bytes:
    """The code of some functions, or of all, as bytes in an assembler's syntax (`asm`), or as an object (`obj`)."""
    from wasihost.codegen.compiler import assemble, choose

    file = compile_module(data, key=bytes(32), variant=variant)
    with os.fdopen(file, "rb") as opened:
        artifact = Artifact(opened.read())
    text = assembly(artifact, choose(functions, artifact.header.vm.function_imports, artifact.header.vm.function_count))
    return text.encode() if what == "asm" else assemble(text)


def assembly(artifact: Artifact, functions: Sequence[int]) -> str:
    """Functions in the syntax of the GNU assembler."""
    found, first = artifact.functions, artifact.header.vm.function_imports
    code, ends = artifact.section(Section.CODE), artifact.code_starts
    lines = [".text"]
    for funcidx in functions:
        start = found[funcidx - first].code
        end = ends[bisect_right(ends, start)]
        symbol = f"f{funcidx}"
        lines += [f".globl {symbol}", f".type {symbol}, @function", f"{symbol}:"]
        rows = (code[at : min(at + ROW, end)] for at in range(start, end, ROW))
        lines += [f"  .byte {', '.join(f'0x{byte:02x}' for byte in row)}" for row in rows]
        lines.append(f".size {symbol}, . - {symbol}")
    return "".join(f"{line}\n" for line in lines)


def _error(data: bytes, attempt: Any) -> Exception:
    match Stage(attempt.stage), attempt.fault:
        case Stage.DECODE | Stage.VALIDATE | Stage.BODY, _:
            module = decode(data)
            validate(module)
            validate_bodies(module)
        case (Stage.MEMORY, _) | (Stage.SKELETON, SkeletonFault.NO_MEMORY):
            return CompileError(NO_MEMORY)
        case Stage.SKELETON, fault:
            return CompileError(MESSAGES[SkeletonFault(fault)])
        case Stage.STITCH, StitchFault.TOO_LARGE:
            if resource.getrlimit(resource.RLIMIT_FSIZE)[0] != resource.RLIM_INFINITY:
                return OSError(EFBIG, os.strerror(EFBIG))
            return CompileError("the compiled code is too large")
        case Stage.STITCH, _:
            return InternalError(f"the baseline compiler lacks {_name(attempt.lacking)}")
        case Stage.FILE, number:
            return OSError(number, os.strerror(number))
    return CompileError(NO_MEMORY)  # the module is valid


def _name(shape: int) -> str:
    from wasihost.ops import ROWS
    from wasihost.wasm.validator.layout import shape_index

    return next((row.name for row in ROWS if shape_index(row.prefix, row.opcode) == shape), f"shape {shape}")
