"""Text of modules: what it looks like, and that it is read as the same module again."""

from pathlib import Path

import pytest

from tests.wasm.binary import (
    CODE,
    FUNCTION,
    HEADER,
    IMPORT,
    TABLE,
    TYPE,
    body,
    functions,
    functype,
    module,
    name,
    section,
    u32,
    vector,
)
from wasihost.errors import DecodeError
from wasihost.wasm.decoder import decode
from wasihost.wasm.text.instructions import BY_NAME
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.printer import print_module

ROOT = Path(__file__).parents[3]


def text_of(binary: bytes) -> str:
    return "\n".join(print_module(binary))


LOOKS = r"""(module $app
  (type (;0;) (func (param i32 i64) (result i32)))
  (type $point (;1;) (struct (field $x (mut f64)) (field i8)))
  (rec
    (type $a (;2;) (sub (array (ref null $b))))
    (type $b (;3;) (sub final $a (array (mut anyref))))
  )
  (type (;4;) (func))
  (import "env" "\"é\u{7}" (func $log (;0;) (type 4)))
  (import "env"
    (item "a" (func $a (;1;) (type 4)))
    (item "b" (global $b (;0;) i32))
  )
  (import "env"
    (item "c") (;1;)
    (item "d") (;2;)
    (global (mut i64))
  )
  (import "none")
  (table $t (;0;) 1 10 funcref)
  (memory (;0;) i64 1)
  (memory (;1;) 1 4 shared)
  (tag $oops (;0;) (type 4))
  (global $g (;3;) (mut f32) (f32.const 0.1))
  (export "main" (func $"the main function"))
  (start 3)
  (elem (;0;) (i32.const 0) func $log $"the main function")
  (elem $e (;1;) declare (ref null 4)
    (item (ref.func $log))
  )
  (func $"the main function" (;2;) (type 0) (param $n i32) (param i64) (result i32)
    (local i32 i32) (local $tmp v128)
    block $out
      block  ;; @1
        local.get $n
        br_if $out
        br 0
      end
      i32.const 1
      if (result i32)  ;; @2
        i32.const -1
      else
        i64.const 0
        i32.load8_u offset=3
      end
      drop
    end
    i32.const 1
    call_indirect $t (type 0)
    drop
    v128.const i32x4 0x00000001 0x00000002 0x00000003 0xffffffff
    local.set $tmp
    i32.const 7
  )
  (func (;3;) (type 4)
  )
  (@custom "extra" (after code) "\00a\ff")
  (data (;0;) (i64.const 8) "a\22b\0a")
)""".replace("call_indirect $t", "call_indirect")  # table 0 goes without saying


def test_the_text_of_a_module():
    assert LOOKS == text_of(parse_module(LOOKS))


def test_the_examples_come_back():
    """But for their code, in which the linker left numbers wider than they must be."""
    for path in sorted((ROOT / "examples").glob("*.wasm")):
        binary = path.read_bytes()

        again = parse_module(text_of(binary))

        assert text_of(binary) == text_of(again)
        assert contents(binary) == contents(again)


def contents(binary: bytes) -> list[bytes]:
    return [binary[start:end] for number, start, end in decode(binary).sections if number not in (0, CODE)]


SOURCES = sorted([*(ROOT / "tests/disas").glob("*.wat"), *(ROOT / "tests/programs/src").glob("*.wat")])


@pytest.mark.parametrize("path", SOURCES, ids=[path.stem for path in SOURCES])
def test_the_sources_of_tests_come_back_byte_for_byte(path):
    binary = parse_module(path.read_text())

    assert binary == parse_module(text_of(binary))


OPERANDS = {
    ("labelidx",): "0", ("labels",): "0 0", ("funcidx",): "0", ("typeidx",): "0", ("tagidx",): "0", ("localidx",): "0",
    ("globalidx",): "0", ("elemidx",): "0", ("dataidx",): "0", ("tableidx",): "1", ("memidx",): "1",
    ("tableidx", "tableidx"): "0 1", ("memidx", "memidx"): "1 0", ("elemidx", "tableidx"): "1 0",
    ("dataidx", "memidx"): "1 0", ("typeidx", "tableidx"): "1 (type 0)", ("typeidx", "fieldidx"): "0 1",
    ("typeidx", "typeidx"): "0 1", ("typeidx", "u32"): "0 7", ("typeidx", "dataidx"): "0 1",
    ("typeidx", "elemidx"): "0 1", ("memarg",): "1 offset=5", ("memarg", "lane"): "1 offset=5 3", ("lane",): "3",
    ("lanes",): " ".join("0123456789012345"), ("i32",): "-7", ("i64",): "-7", ("f32",): "nan:0x1", ("f64",): "0.1",
    ("v128",): "i32x4 0x00000001 0x00000002 0x00000003 0x00000004", ("reftype",): "func", ("heaptype",): "func",
    ("valtypes",): "(result i32)", ("zero",): "", ("labelidx", "reftype", "reftype"): "0 (ref null any) (ref 0)",
}  # fmt: skip


@pytest.mark.parametrize("row", [row for row in BY_NAME.values() if "blocktype" not in row.immediates], ids=str)
def test_every_instruction_round_trips(row):
    keyword, _, variant = row.name.partition(" ")
    operands = OPERANDS[row.immediates] if row.immediates else ""
    if keyword in ("ref.test", "ref.cast"):
        operands = "(ref null func)" if variant else "(ref func)"
    if keyword in ("else", "end"):
        return
    line = f"{keyword} {operands}".rstrip()
    context = '(type (func)) (table 1 funcref) (table 1 funcref) (memory 1) (memory 1) (elem func) (data "")'

    text = text_of(parse_module(f"{context} (func (type 0) {line})"))

    assert f"    {line}" in text.splitlines()


NAMED = [
    # names of functions 0 and 1, how they are defined
    ((b"f", b"g"), ["$f (;0;)", "$g (;1;)"]),
    ((b"f", b"f"), ['(@name "f") (;0;)', '(@name "f") (;1;)']),
    ((b"", b"\xff"), ['(@name "") (;0;)', "(;1;)"]),
    ((b"a b", b'"'), ['$"a b" (;0;)', '$"\\"" (;1;)']),
    ((b"\x1b[31m", "λ".encode()), ['$"\\u{1b}[31m" (;0;)', '$"λ" (;1;)']),
]


@pytest.mark.parametrize("names, definitions", NAMED, ids=[str(row[0]) for row in NAMED])
def test_names_are_identifiers_where_they_can_be(names, definitions):
    entries = vector([u32(index) + name(text) for index, text in enumerate(names)])
    binary = functions(b"", b"") + section(0, name("name") + section(1, entries))

    text = text_of(binary)

    assert definitions == [line[8 : line.index(" (type")] for line in text.splitlines() if line.startswith("  (func ")]
    assert text == text_of(parse_module(text))


def test_imports_of_one_type_have_their_own_if_they_have_names():
    imports = section(IMPORT, vector([name("m") + b"\0\x7e\0\0" + vector([name("a"), name("b")])]))
    of_functions = section(0, name("name") + section(1, vector([u32(1) + name("f")])))
    of_locals = section(0, name("name") + section(2, vector([u32(0) + vector([u32(0) + name("x")])])))
    types = section(TYPE, vector([functype([0x7F])]))

    texts = [text_of(module(types, imports, names)) for names in (b"", of_functions, of_locals)]

    assert '(item "a") (;0;)\n    (item "b") (;1;)\n    (func (type 0) (param i32))\n' in texts[0]
    assert '(item "a" (func (;0;) (type 0) (param i32)))\n    (item "b" (func $f (;1;)' in texts[1]
    assert '(item "a" (func (;0;) (type 0) (param $x i32)))\n    (item "b" (func (;1;)' in texts[2]
    assert texts == [text_of(parse_module(text)) for text in texts]


def test_names_of_missing_entries_are_not_identifiers():
    absent = section(1, vector([u32(7) + name(b"f")])), section(2, vector([u32(0) + vector([u32(9) + name(b"x")])]))
    binary = functions(b"\x10\7\x20\x09") + section(0, name("name") + b"".join(absent))

    text = text_of(binary)

    assert "    call 7\n    local.get 9\n" in text
    assert text == text_of(parse_module(text))


def test_no_control_character_is_printed():
    binary = parse_module(
        '(module $"\\1b" (import "\\1b" "\\07" (func $"\\00")) (@custom "\\9b\\c2" "\\1b") (data "\\1b"))'.replace(
            "\\9b\\c2", "\\c2\\9b"
        )
    )

    assert text_of(binary).replace("\n", "").isprintable()


CODES = section(TYPE, vector([functype()])), section(FUNCTION, vector([0]))
MALFORMED = [
    # binary, words
    (b"", "magic header not detected"),
    (HEADER + b"\x63\0", "malformed section id"),
    (HEADER + b"\x03\0\x01\0", "unexpected content after last section"),
    (HEADER + b"\x01\x05\x01", "length out of bounds"),
    (module(*CODES, section(CODE, vector([body(b"\xff")]))), "illegal opcode ff"),
    (module(*CODES, section(CODE, vector([body(b"\xfd\xff\xff\xff\xff\x0f")]))), "illegal opcode fd"),
    (module(*CODES, section(CODE, vector([body(b"\x02\x40")]))), "unexpected end"),
    (module(*CODES, section(CODE, vector([body(b"\x0b")]))), "END opcode expected"),
    (module(*CODES, section(CODE, vector([body(b"", [(0xFFFFFFF, 0x7F)])]))), "too many locals"),
    (module(*CODES, section(CODE, vector([body(b"\x28\xff\x01\0")]))), "malformed memop flags"),
    (module(section(CODE, vector([body(b"")]))), "inconsistent lengths"),
    (module(section(TYPE, vector([b"\x55"]))), "malformed definition type"),
    (module(*CODES), "inconsistent lengths"),
    (module(*CODES, section(CODE, vector([body(b"\x02\x40\x05\x0b")]))), "unexpected `else`"),
    (module(*CODES, section(CODE, vector([body(b"\x04\x40\x05\x05\x0b")]))), "unexpected `else`"),
    (module(section(TABLE, vector([b"\x70\x02\0"]))), "malformed limits flags"),
    (module(section(IMPORT, vector([b"\0\0\x7d\0"]))), "malformed import kind"),
    (module(section(IMPORT, vector([b"\0\1a\x7f\0"]))), "malformed import kind"),
    (module(section(IMPORT, vector([b"\0\0\x7e\x7f\0"]))), "malformed import kind"),
    (module(section(IMPORT, vector([b"\0\0\x7e\0\0\7"]))), "length out of bounds: 7 imports"),
]


@pytest.mark.parametrize("binary, words", MALFORMED, ids=[row[1] for row in MALFORMED])
def test_unreadable_modules_raise_an_error(binary, words):
    with pytest.raises(DecodeError, match=words):
        text_of(binary)
