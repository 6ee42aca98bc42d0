"""What an address of code is for people: a function, its name, the byte of the module."""

import io
from array import array

import pytest

from tests.wasm.binary import functions, name, section, u32, vector
from tests.wat import wat
from wasihost.codegen.artifact import build
from wasihost.codegen.link.image import Image
from wasihost.kind import Kind
from wasihost.runtime.symbols import Artifact
from wasihost.wasm.decoder import decode


def artifact(data: bytes, symbols: dict[str, int], units=()) -> Artifact:
    texts, lines = [unit[:2] for unit in units], [unit[2] for unit in units]
    out = io.BytesIO()
    image = Image(bytearray(4096), 4096, symbols, texts, lines, array("I"), array("I"))
    build(decode(data), image, out, key=bytes(32), level="max", kind=Kind(guarded=False))
    return Artifact(out.getvalue())


def named(*names: bytes) -> bytes:
    entries = vector([u32(index) + name(text) for index, text in enumerate(names)])
    return functions(*[b""] * 3) + section(0, name("name") + section(1, entries))


@pytest.fixture
def subject():
    """Three functions that do not lie in order, and a thunk between them."""
    return artifact(named(b"main", b"", "größe\x1b[2J".encode()), {"f0": 64, "f1": 16, "f2": 128, "thunk0": 96})


@pytest.mark.parametrize(
    "offset, expected",
    [
        (-1, None),
        (0, None),
        (16, 1),
        (63, 1),
        (64, 0),
        (95, 0),
        (96, None),
        (127, None),
        (128, 2),
        (4095, 2),
        (4096, None),
    ],
)
def test_the_function_at_an_address(subject, offset, expected):
    frame = subject.frame_at(offset)

    assert expected == (frame and frame.funcidx)


def test_names_cannot_control_the_terminal(subject):
    assert ["main", None, "größe\\x1b[2J", None] == [subject.function_name(i) for i in range(4)]


def test_without_a_name_section():
    subject = artifact(functions(b""), {"f0": 0})

    assert subject.function_name(0) is None and subject.frame_at(5).name is None


def test_the_unit_decides_whose_lines_are_read(subject, monkeypatch):
    asked = []
    monkeypatch.setattr("wasihost.runtime.lines.find_line", lambda data, address: asked.append((data, address)) or 7)
    subject = artifact(
        functions(b"", b""), {"f0": 0, "f1": 256}, [(0, 100, b"first"), (100, 200, b""), (200, 300, b"second")]
    )

    assert [7, None, None, 7, None] == [subject.wasm_offset(at) for at in (0, 100, 199, 299, 300)]
    assert [(b"first", 0), (b"second", 99)] == asked


def test_import_names_cannot_control_the_terminal():
    subject = artifact(wat('(module (import "e\\1bnv" "a\\nb" (func)))'), {})

    (entry,) = subject.imports
    assert ("e\x1bnv", "a\nb", r"e\x1bnv::a\nb") == (entry.module, entry.name, entry.path)
