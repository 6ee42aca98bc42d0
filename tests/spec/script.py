"""Read an official test script: a .wast file in, its commands and binaries out (by `wasm-tools json-from-wast`)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from tests.wat import tool
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.tokens import decode

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

    def read(self, command: dict[str, Any]) -> bytes:
        """The binary that a command is about.  TextError: its text is malformed."""
        content = (self.directory / command["filename"]).read_bytes()
        return content if command["module_type"] == "binary" else parse_module(decode(content))
