"""Build the runtime library: the native functions of `wasihost.runtime.exports` → a shared object."""

from __future__ import annotations

import os
import tempfile
from typing import NamedTuple

from wasihost import pool


def ensure(path: str) -> None:
    """Write the runtime library to `path` unless the file exists."""
    if not os.path.exists(path):
        write(path, build_runtime_library(), 0o644)


def write(path: str, data: bytes, mode: int) -> None:
    """Write a file atomically."""
    folder = os.path.dirname(os.path.abspath(path))
    os.makedirs(folder, mode=0o700, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=folder, prefix=".runtime-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(descriptor)
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise


def build_runtime_library() -> bytes:
    """The shared object for any machine of this architecture, with symbols and lines for gdb and perf.

    native.CompileError: a function is not in the subset.
    """
    from wasihost.native import Module
    from wasihost.runtime import exports
    from wasihost.wasm.sections import decode
    from wasihost.wasm.validator import body

    ir = Module().add(*exports.EXPORTS, *decode.EXPORTS, *body.EXPORTS).ir()
    return pool.run([_Library(len(ir))], lambda _: compile_library(ir), jobs=1)[0]


def compile_library(ir: str) -> bytes:
    """IR text of the native subset → shared object.  Needs a process of its own, for LLVM's flags."""
    from wasihost.codegen.link.shared_object import link_shared_object
    from wasihost.codegen.llvm import compile_native

    return link_shared_object(compile_native(ir))


class _Library(NamedTuple):
    size: int

    def __str__(self) -> str:
        return "the runtime library"
