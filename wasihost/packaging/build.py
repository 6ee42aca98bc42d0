"""Build the executable: `start` and the native functions that it calls → a static ELF file."""

from __future__ import annotations

import io
import os
import sys
import zipfile
from collections.abc import Mapping
from typing import NamedTuple

from wasihost import abi, elf, pool

TIME = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can store
SCRIPT = {"__main__.py": "script.py", "bootstrap.py": "bootstrap.py"}  # files in this package


def build_launcher() -> bytes:
    """An executable for any machine with this architecture.  Python runs what is appended to it."""
    from wasihost.interpret.library import interpreter_handlers
    from wasihost.launcher.start import launch, start
    from wasihost.native import Module
    from wasihost.runtime.symbols import BY_SYMBOL

    ir = Module().add(start, launch, *BY_SYMBOL, interpreter_handlers).ir()
    return pool.run([_Launcher(len(ir))], lambda _: _compile(ir), jobs=1)[0]


def ensure(path: str) -> None:
    """Write the executable to `path` unless it exists."""
    from wasihost.codegen.native_image import write

    if not os.path.exists(path):
        write(path, build_launcher(), 0o755)


def command(launcher: bytes) -> bytes:
    """The command of a wheel: the launcher with its mark, and code with which Python finds the installed package."""
    file = bytearray(launcher)
    elf.add_program_headers(file, elf.ProgramHeader.pack(type=abi.PT_PACKAGED))
    folder, contents = os.path.dirname(__file__), {}
    for name, source in SCRIPT.items():
        with open(os.path.join(folder, source), "rb") as code:
            contents[name] = code.read()
    return bytes(file) + packed(contents)


def packed(files: Mapping[str, bytes]) -> bytes:
    """A reproducible zip of the files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, TIME)
            info.external_attr = 0o644 << 16
            # So that a Python without zlib can read the code that reports this.
            info.compress_type = zipfile.ZIP_STORED if name == "__main__.py" else zipfile.ZIP_DEFLATED
            archive.writestr(info, files[name], compresslevel=9)
    return out.getvalue()


def _compile(ir: str) -> bytes:
    """Compile in a separate process, because LLVM's flags differ from those for wasm."""
    from wasihost.codegen.link.shared_object import link_executable
    from wasihost.codegen.llvm import compile_native

    return link_executable(compile_native(ir), "_start")


class _Launcher(NamedTuple):
    size: int

    def __str__(self) -> str:
        return "the launcher"


if __name__ == "__main__":
    ensure(sys.argv[1])
