"""Read an official test script: a .wast file in, its commands and binaries out (by `wasm-tools json-from-wast`)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.wat import tool

ROOT = Path(__file__).resolve().parents[2]


def suite() -> Path | None:
    """The official suite: $WASM_TESTSUITE, else the copy that lies beside the repository, else None."""
    for place in (os.environ.get("WASM_TESTSUITE"), ROOT.parent / "shared" / "spec"):
        if place and (Path(place) / "i32.wast").exists():
            return Path(place)
    return None


class Script:
    """The commands of one script; `read` gives the bytes of a file that a command names."""

    def __init__(self, path: Path, directory: Path) -> None:
        self.directory = directory
        done = subprocess.run(
            [str(tool()), "json-from-wast", str(path), "--wasm-dir", str(directory)], capture_output=True, text=True
        )
        if done.returncode:
            raise ValueError(f"wasm-tools cannot read {path.name}: {done.stderr.strip()}")
        self.commands: list[dict[str, Any]] = json.loads(done.stdout)["commands"]

    def read(self, command: dict[str, Any]) -> bytes | None:
        """The binary that a command is about; None for text that is malformed as text."""
        if command["module_type"] == "binary":
            return (self.directory / command["filename"]).read_bytes()
        if "binary_filename" in command:  # quoted text that could be assembled
            return (self.directory / command["binary_filename"]).read_bytes()
        return None


def assemble(text: str) -> bytes:
    return subprocess.run([str(tool()), "parse", "-"], input=text.encode(), capture_output=True, check=True).stdout
