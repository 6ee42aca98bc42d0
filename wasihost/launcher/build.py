"""Build the executable: the native functions behind `start` → a static ELF file."""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from wasihost import pool


def build_launcher() -> bytes:
    """An executable for any machine of this architecture.  What is appended to it is what Python runs."""
    from wasihost.launcher.start import launch, start
    from wasihost.native import Module
    from wasihost.runtime.accounting import keep, map_kept, unmap_kept
    from wasihost.runtime.deadline import deadline_passed
    from wasihost.runtime.exception import find_handler
    from wasihost.runtime.thread import time_is_over
    from wasihost.runtime.trap import exit_guest, stop_guest

    by_name = deadline_passed, exit_guest, find_handler, keep, map_kept, stop_guest, time_is_over, unmap_kept
    ir = Module().add(start, launch, *by_name).ir()
    return pool.run([_Launcher(len(ir))], lambda _: _compile(ir), jobs=1)[0]


def ensure(path: str) -> None:
    """Write the executable to `path` unless it is there."""
    from wasihost.codegen.native_image import write

    if not os.path.exists(path):
        write(path, build_launcher(), 0o755)


def _compile(ir: str) -> bytes:
    """In a process of its own: LLVM's flags are not those of wasm."""
    from wasihost.codegen.link.shared_object import link_executable
    from wasihost.codegen.llvm import compile_native

    return link_executable(compile_native(ir), "_start")


class _Launcher(NamedTuple):
    size: int

    def __str__(self) -> str:
        return "the launcher"


if __name__ == "__main__":
    ensure(sys.argv[1])
