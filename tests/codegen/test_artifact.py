"""An artifact holds what its module says, at the places that the layout promises."""

import io
from array import array
from hashlib import sha256
from itertools import pairwise

import pytest

from tests.wat import wat
from wasihost import abi
from wasihost.abi import NO_MAXIMUM, NONE, ConstOp, ExternKind, Section, SegmentMode
from wasihost.artifact import checksum
from wasihost.codegen.artifact import build
from wasihost.codegen.link.image import Image
from wasihost.errors import CompileError
from wasihost.host.symbols import Artifact
from wasihost.variant import DEFAULT
from wasihost.wasm.decoder import decode

KEY = bytes(range(32))


def image(module, *, first: int = 0, lines=()) -> Image:
    """Code for every function, 16 bytes each, and thunks for every type behind them."""
    count = len(module.bodies)
    symbols = {f"f{module.imported_functions + i}": first + 16 * i for i in range(count)}
    symbols |= {f"thunk{i}": first + 16 * (count + i) for i in range(len(module.types))}
    code = bytearray(b"\xcc" * 4096)
    return Image(
        code, len(code), symbols, [(0, 4096)] * len(lines), list(lines), array("I", [1, 2, 3, 4, 5]), array("I")
    )


def artifact(text: str, **options) -> Artifact:
    module = decode(wat(f"(module {text})"))
    out = io.BytesIO()
    build(module, image(module, **options), out, key=KEY, level="fast", variant=DEFAULT)
    return Artifact(out.getvalue())


def records(subject: Artifact, section: Section, struct):
    data = subject.section(section)
    return [struct.unpack(data, at) for at in range(0, len(data), struct.size)]


def test_header_describes_the_module():
    subject = artifact('(import "" "" (func)) (func $s) (start $s) (memory 1)')
    header, data = subject.header, bytes(subject.data)

    assert (abi.MAGIC, abi.VERSION, len(data), KEY) == (header.magic, header.version, header.file_size, header.key)
    assert (1, 0, 1, 1) == (header.start_function, header.level, header.guarded, header.has_names)
    assert sha256(data[abi.HOST_PAGE :]).digest() == header.digest
    assert checksum(data[: abi.ArtifactHeader.size]) == header.header_check
    assert (1, 1, 1, 1) == (
        header.vm.function_imports,
        header.vm.function_count,
        header.vm.memory_count,
        header.vm.funcref_count,
    )
    assert NONE == artifact("").header.start_function


def test_sections_do_not_overlap_and_are_aligned():
    subject = artifact('(memory 1) (data (i32.const 0) "abc") (func) (export "f" (func 0))')
    refs = sorted((ref.offset, ref.size) for ref in subject.header.sections if ref.size)

    assert abi.HOST_PAGE == subject.header.sections[Section.CODE].offset
    assert 0 == subject.header.sections[Section.MEMORY].offset % abi.HOST_PAGE
    assert all(offset + size <= after for (offset, size), (after, _) in pairwise(refs))
    assert refs[-1][0] + refs[-1][1] == len(subject.data)


def test_an_empty_module():
    subject = artifact("")

    assert [] == subject.imports == subject.exports
    assert not any(
        ref.size for s, ref in enumerate(subject.header.sections) if s not in (Section.CODE, Section.UNWIND_FUNCTIONS)
    )


def test_types_and_functions():
    subject = artifact(
        "(type (func)) (type (func (param i32 f64) (result i64))) (func (type 1)) (func (type 0))", first=64
    )

    assert [b"\0", b"\x7f\x7c\0\x7e"] == [
        bytes(subject._bytes(r.signature)) for r in records(subject, Section.TYPES, abi.TypeRecord)
    ]
    assert [(96, 0), (112, 2)] == [(r.thunk, r.slots) for r in records(subject, Section.TYPES, abi.TypeRecord)]
    assert [(64, 1), (80, 0)] == [(r.code, r.typeidx) for r in records(subject, Section.FUNCTIONS, abi.FunctionRecord)]
    assert (("i32", "f64"), ("i64",), 112, b"\x7f\x7c\0\x7e") == subject.function_signature(0)


def test_imports_and_exports():
    subject = artifact("""
        (import "a" "f" (func (param i32))) (import "a" "t" (table 1 2 externref)) (import "a" "m" (memory 3))
        (import "a" "g" (global (mut f32))) (import "a" "e" (tag (param i64)))
        (func (export "run")) (global (export "g") i64 (i64.const 1)) (export "memory" (memory 0))""")

    assert [
        "function (i32) -> ()",
        "table 1..2 externref",
        "memory 3..",
        "global mut f32",
        "tag (i64)",
    ] == [entry.type_text() for entry in subject.imports]
    assert [
        ("run", ExternKind.FUNC, 1),
        ("g", ExternKind.GLOBAL, 1),
        ("memory", ExternKind.MEMORY, 0),
    ] == subject.exports
    assert "global mut f32" in [imported.type for imported in subject.imports]
    assert (("i32",), ()) == subject.function_signature(0)[:2]
    (_, table, memory, *_) = records(subject, Section.IMPORTS, abi.ImportRecord)
    assert (2, NO_MAXIMUM) == (table.maximum, memory.maximum)


def test_definitions_and_their_initial_values():
    subject = artifact("""
        (import "" "" (func $i)) (import "" "" (global $g i32)) (func $f) (func $other)
        (table 1 2 funcref) (table 3 funcref (ref.func $f)) (memory 1 5) (tag (param i32))
        (global (mut i32) (i32.const -1)) (global funcref (ref.func $i)) (global externref (ref.null extern))
        (global i32 (i32.add (global.get $g) (i32.sub (i32.const 5) (i32.const 1))))
        (export "f" (func $f))""")
    operations = records(subject, Section.EXPRESSIONS, abi.ExprOp)

    def expression(ref):
        return [(op.operation, op.value) for op in operations[ref.first : ref.first + ref.count]]

    indirect = abi.VMLayout(memories=1, functions=1, tables=2, tags=1, globals=5, types=2, funcrefs=1)
    imported = indirect.function(0) + abi.ImportedFunction.offset("funcref")
    defined = indirect.funcref(0)
    assert [[], [(ConstOp.REF_FUNC, defined << 1)]] == [
        expression(r.init) for r in records(subject, Section.TABLES, abi.TableRecord)
    ]
    assert [
        [(ConstOp.CONST, 0xFFFFFFFF)],
        [(ConstOp.REF_FUNC, imported << 1 | 1)],
        [(ConstOp.CONST, 0)],
        [(ConstOp.GLOBAL_GET, 0), (ConstOp.CONST, 4), (ConstOp.I32_ADD, 0)],
    ] == [expression(r.init) for r in records(subject, Section.GLOBALS, abi.GlobalRecord)]
    assert [(1, 5, 16)] == [
        (r.minimum, r.maximum, r.page_shift) for r in records(subject, Section.MEMORIES, abi.MemoryRecord)
    ]
    assert [1] == subject.section(Section.FUNCREFS).cast("I").tolist()
    assert 1 == len(subject.section(Section.TAGS).cast("I"))


def test_element_segments_are_written_by_mode():
    subject = artifact("""
        (import "" "" (global $g funcref)) (func $f) (table 4 funcref) (elem (i32.const 1) $f $f)
        (elem funcref (ref.func $f) (ref.null func)) (elem funcref (ref.null func) (global.get $g))
        (elem declare func $f)""")
    elements = records(subject, Section.ELEMENTS, abi.ElementRecord)
    items = subject.section(Section.ELEMENT_ITEMS).cast("I").tolist()
    locator = subject.header.vm.funcrefs << 1

    assert [0, 1, 1, 2] == [r.mode for r in elements]
    assert [(0, 2, 0), (2, 2, 0), (4, 2, 1), (8, 1, 0)] == [(r.first, r.count, r.expressions) for r in elements]
    assert [locator, locator, locator, 0] == items[:4] and [locator] == items[8:]
    assert [1, 1] == items[5:8:2]  # one instruction in each expression


def test_data_segments_are_written_by_mode():
    subject = artifact("""
        (memory 1) (data (i32.const 16) "image") (data "passive") (data (i32.const 65530) "out of bounds")""")
    data = records(subject, Section.DATA, abi.DataRecord)
    contents = bytes(subject.section(Section.DATA_BYTES))

    assert [SegmentMode.IN_IMAGE, SegmentMode.PASSIVE, SegmentMode.ACTIVE] == [r.mode for r in data]
    assert [b"", b"passive", b"out of bounds"] == [contents[r.first : r.first + r.count] for r in data]
    assert b"image" == bytes(subject.section(Section.MEMORY)[16:21])
    assert [0, 0, 1] == [r.offset.count for r in data]


def test_an_expression_that_needs_too_much_stack():
    deep = "(global.get 0)"
    for _ in range(abi.EXPRESSION_DEPTH):
        deep = f"(i32.add (global.get 0) {deep})"

    with pytest.raises(CompileError, match="more than 64 values on its stack"):
        artifact(f'(import "" "" (global i32)) (global i32 {deep})')


def test_equal_strings_are_stored_once():
    subject = artifact('(import "env" "a" (func)) (import "env" "b" (func)) (export "a" (func 0))')

    assert sorted(b"\0envab() -> ()") == sorted(subject.section(Section.STRINGS))
