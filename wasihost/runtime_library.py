"""Build the runtime library: all native functions that Python and the launcher call → a shared object."""

from __future__ import annotations

import os

from wasihost import pool
from wasihost.codegen.native_image import Library, compile_library, write


def ensure(path: str) -> None:
    """Write the runtime library to `path` unless the file exists."""
    if not os.path.exists(path):
        write(path, build(), 0o644)


def build() -> bytes:
    """The shared object for any machine of this architecture, with symbols and lines for gdb and perf.

    native.CompileError: a function is not in the subset.
    """
    from wasihost.baseline import recording
    from wasihost.interpret import module as stitcher
    from wasihost.native import Module
    from wasihost.runtime import exports
    from wasihost.skeleton import write as skeleton
    from wasihost.wasm.sections import decode
    from wasihost.wasm.validator import body as validator

    parts = (exports, decode, validator, skeleton, stitcher, recording)
    ir = Module().add(*(function for part in parts for function in part.EXPORTS)).ir()
    return pool.run([Library(len(ir))], lambda _: compile_library(ir), jobs=1)[0]
