"""What an artifact is for people: imports, exports, names."""

import io
from array import array

import pytest

from tests.wasm.binary import functions, name, section, u32, vector
from tests.wat import wat
from wasihost.codegen.artifact import build
from wasihost.codegen.link.image import Image
from wasihost.host.symbols import Artifact
from wasihost.variant import CompileVariant
from wasihost.wasm.decoder import decode


def artifact(data: bytes, symbols: dict[str, int], units=()) -> Artifact:
    texts, lines = [unit[:2] for unit in units], [unit[2] for unit in units]
    out = io.BytesIO()
    image = Image(bytearray(4096), 4096, symbols, texts, lines, array("I"), array("I"))
    build(decode(data), image, out, key=bytes(32), level="max", variant=CompileVariant(guarded=False))
    return Artifact(out.getvalue())


def named(*names: bytes) -> bytes:
    entries = vector([u32(index) + name(text) for index, text in enumerate(names)])
    return functions(*[b""] * 3) + section(0, name("name") + section(1, entries))


@pytest.fixture
def subject():
    """Three functions that do not lie in order, and a thunk between them."""
    return artifact(named(b"main", b"", "größe\x1b[2J".encode()), {"f0": 64, "f1": 16, "f2": 128, "thunk0": 96})


def test_names_cannot_control_the_terminal(subject):
    assert ["main", None, "größe\\x1b[2J", None] == [subject.function_name(i) for i in range(4)]


def test_names_are_shown_as_they_were_written():
    subject = artifact(named(b"_ZN3foo3barEv", b"x" * 5000), {"f0": 0, "f1": 0, "f2": 0})

    assert ["foo::bar", f"{'x' * 500} … {'x' * 500}"] == [subject.function_name(i) for i in range(2)]


def test_without_a_name_section():
    assert artifact(functions(b""), {"f0": 0}).function_name(0) is None


def test_import_names_cannot_control_the_terminal():
    subject = artifact(wat('(module (import "e\\1bnv" "a\\nb" (func)))'), {})

    (entry,) = subject.imports
    assert ("e\x1bnv", "a\nb", r"e\x1bnv::a\x0ab") == (entry.module, entry.name, entry.path)
