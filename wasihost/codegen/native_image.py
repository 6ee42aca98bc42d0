"""Native functions → a shared object."""

from __future__ import annotations

import os
import tempfile
from typing import NamedTuple


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


def compile_library(ir: str) -> bytes:
    """IR text of the native subset → shared object.  Needs a process of its own, for LLVM's flags."""
    from wasihost.codegen.link.shared_object import link_shared_object
    from wasihost.codegen.llvm import compile_native

    return link_shared_object(compile_native(ir))


class Library(NamedTuple):
    size: int

    def __str__(self) -> str:
        return "the runtime library"
