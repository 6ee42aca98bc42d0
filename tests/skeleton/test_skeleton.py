"""The native writer of artifacts writes what `codegen.artifact` writes, but for code."""

from __future__ import annotations

import ctypes
import io
import os
from array import array
from contextlib import suppress

import pytest

from tests.wasm.binary import CODE, FUNCTION, TYPE, body, functype, module, name, section, u32, vector
from tests.wasm.testsuite import cases, scripts
from tests.wat import wat
from wasihost import abi
from wasihost.abi import ArtifactHeader, Section
from wasihost.artifact import Header, checksum
from wasihost.codegen import artifact
from wasihost.codegen.link.image import Image
from wasihost.codegen.memory_image import MAX_SPARSE_BYTES
from wasihost.errors import CompileError, DecodeError
from wasihost.host.library import load
from wasihost.skeleton.layout import Code, Skeleton, SkeletonFault
from wasihost.variant import DEFAULT
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module
from wasihost.wasm.validation import validate


def valid(data: bytes) -> Module:
    decoded = decode(data)
    validate(decoded)
    return decoded


def places(decoded: Module) -> tuple[array[int], array[int], array[int]]:
    """Where functions, their entries and thunks would be in the code."""
    count = len(decoded.functions)
    functions = array("I", [64 * (1 + n) for n in range(count)] + [0])
    entries = array("I", [place + 8 * (n % 2) for n, place in enumerate(functions)])
    return functions, entries, array("I", [32 * (n % 3) for n in range(len(decoded.types) + 1)])


def written(decoded: Module) -> bytes:
    """By machine code.  CompileError: a fault."""
    library, skeleton = load(), ctypes.create_string_buffer(Skeleton.size)
    fd = library.skeleton_file(decoded.data, ctypes.c_uint64(len(decoded.data)))
    fault = library.skeleton_begin(skeleton, decoded.decoded, fd, ctypes.c_uint64(1 << 16))
    if fault:
        library.skeleton_drop(skeleton)
        os.close(fd)
        raise CompileError(SkeletonFault(fault).name)
    kept = places(decoded)
    functions, entries, thunks = (values.buffer_info()[0] for values in kept)
    code = Code.pack(functions=functions, entries=entries, thunks=thunks)
    assert library.skeleton_end(skeleton, code) == 0
    del kept
    with open(fd, "rb") as file:
        return file.read()


def expected(decoded: Module) -> bytes:
    functions, entries, thunks = places(decoded)
    symbols = {}
    for funcidx in range(decoded.imported_functions, len(decoded.functions)):
        symbols[artifact.FUNCTION_SYMBOL.format(funcidx)] = functions[funcidx]
        symbols[artifact.ENTRY_SYMBOL.format(funcidx)] = entries[funcidx]
    for typeidx, thunk in enumerate(thunks):
        if thunk:
            symbols[artifact.THUNK_SYMBOL.format(typeidx)] = thunk
    image = Image(bytearray(), 0, symbols, [], [], array("I"), array("I"))
    out = io.BytesIO()
    artifact.build(decoded, image, out, key=bytes(32), level="fast", variant=DEFAULT)
    return out.getvalue()


# Sections that refer to no others.
PLAIN = (
    *(Section.FUNCTIONS, Section.FUNCREFS, Section.MEMORIES, Section.TAGS, Section.MEMORY, Section.BODIES),
    *(Section.NAMES, Section.NAME_BYTES),
)


class Content:
    """What an artifact says, without offsets in it."""

    def __init__(self, file: bytes) -> None:
        self.header = ArtifactHeader.unpack(file)
        self.sections = {s: file[r.offset : r.offset + r.size] for s in Section for r in [self.header.sections[s]]}

    def facts(self) -> dict[str, object]:
        sections, header = self.sections, self.header
        elements = self.records(Section.ELEMENTS, abi.ElementRecord)
        datas = self.records(Section.DATA, abi.DataRecord)
        return {
            "header": (header.magic, header.version, header.machine, header.start_function, header.bodies_at),
            "has names": bool(header.has_names),
            "vm": header.vm,
            "types": self.records(Section.TYPES, abi.TypeRecord),
            "imports": self.records(Section.IMPORTS, abi.ImportRecord),
            "exports": self.records(Section.EXPORTS, abi.ExportRecord),
            "tables": self.records(Section.TABLES, abi.TableRecord),
            "globals": self.records(Section.GLOBALS, abi.GlobalRecord),
            "elements": [(record, self.items(record)) for record in elements],
            "data": [(record, self.bytes(Section.DATA_BYTES, record.first, record.count)) for record in datas],
            **{section.name: sections[section] for section in PLAIN},
        }

    def records(self, section: Section, type_) -> list:
        data = self.sections[section]
        found = [type_.unpack(data, at) for at in range(0, len(data), type_.size)]
        for record in found:
            for field, (_, kind) in type_.fields.items():
                value = getattr(record, field)
                if kind is abi.StringRef:
                    setattr(record, field, self.bytes(Section.STRINGS, value.offset, value.size))
                elif kind is abi.ExprRef:
                    setattr(record, field, self.expression(value.first, value.count))
        return found

    def bytes(self, section: Section, at: int, size: int) -> bytes:
        return self.sections[section][at : at + size]

    def expression(self, first: int, count: int) -> list:
        return [
            abi.ExprOp.unpack(self.sections[Section.EXPRESSIONS], abi.ExprOp.size * n)
            for n in range(first, first + count)
        ]

    def items(self, record) -> list:
        items = array("I", self.sections[Section.ELEMENT_ITEMS])
        record.first, first = 0, record.first
        if not record.expressions:
            return items[first : first + record.count].tolist()
        refs = items[first : first + 2 * record.count]
        return [self.expression(*ref) for ref in zip(refs[::2], refs[1::2], strict=True)]

    def names(self) -> list[bytes]:
        refs = array("I", self.sections[Section.NAMES])
        return [self.bytes(Section.NAME_BYTES, at, size) for at, size in zip(refs[::2], refs[1::2], strict=True)]


def check(data: bytes) -> Content | None:
    decoded = valid(data)
    try:
        theirs = Content(expected(decoded)).facts()
    except CompileError as error:
        with pytest.raises(CompileError, match="TOO_DEEP" if "constant expression" in error.message else "."):
            written(decoded)
        return None
    file = written(decoded)
    content = Content(file)
    for what, ours in content.facts().items():
        assert ours == theirs[what], what
    header = Header(file[: ArtifactHeader.size])
    assert (header.file_size, header.check, header.is_sound) == (len(file), checksum(file[: ArtifactHeader.size]), True)
    return content


MODULES = {
    "nothing": "",
    "types": """(type (func)) (type (func (param i32 i64 f32 f64 v128 funcref externref exnref)))
        (type $a (func (result (ref func) (ref extern)))) (type (func)) (type (func (param (ref $a) (ref null $a))))
        (type $r (func (param (ref null $r)))) (type (func (result (ref $r))))""",
    "imports": """(type $f (func (param i32)))
        (import "m" "a" (func (type $f))) (import "m" "b" (table 1 2 funcref)) (import "n" "c" (table i64 3 (ref $f)))
        (import "n" "d" (memory 1 2 shared)) (import "" "" (memory i64 1)) (import "é" "p" (memory 1 (pagesize 1)))
        (import "m" "g" (global (mut i32))) (import "m" "h" (global (ref null $f)))
        (import "m" "t" (tag (param i32)))""",
    "escaped functions": """(import "" "" (func $i)) (func $a) (func $b) (func $c) (func $d) (func $e) (start $e)
        (export "c" (func $c)) (table 1 funcref (ref.func $a)) (elem declare func $i $d)
        (global funcref (ref.func $i)) (global funcref (ref.func $d))""",
    "expressions": """(import "" "" (global $g i32)) (import "" "v" (global $v v128))
        (global i32 (i32.sub (i32.mul (global.get $g) (i32.const 3)) (i32.add (i32.const -1) (i32.const 2))))
        (global i64 (i64.mul (i64.const -5) (i64.const 7))) (global i32 (i32.mul (i32.const 65536) (i32.const 65537)))
        (global f32 (f32.const nan:0x123456)) (global f64 (f64.const -0)) (global v128 (v128.const i64x2 -1 5))
        (global v128 (global.get $v)) (global externref (ref.null extern))""",
    "elements": """(import "" "g" (global $g funcref)) (func $f) (table 9 funcref) (table i64 2 5 funcref)
        (elem (i32.const 1) $f $f) (elem (table 1) (i64.const 1) func $f) (elem funcref (ref.func $f) (ref.null func))
        (elem funcref (ref.null func) (global.get $g)) (elem declare func $f) (elem externref (ref.null extern))""",
    "image": """(memory 2) (data (i32.const 70000) "abc") (data "passive") (data (i32.const 1) "x")
        (data (i32.const 131071) "y") (data (i32.const 131071) "zz") (data (i32.const 0) "last")""",
    "no image for an imported memory": '(import "" "" (memory 1)) (data (i32.const 1) "a")',
    "no image where elements may trap": """(import "" "" (table 1 funcref)) (func $f) (memory 1)
        (elem (i32.const 1) func $f) (data (i32.const 0) "a")""",
    "an image where elements fit": """(import "" "" (table 1 funcref)) (func $f) (memory 1)
        (elem (i32.const 0) func $f) (data (i32.const 0) "a")""",
    "an unknown offset": """(import "" "" (global $g i32)) (memory 1)
        (data (i32.const 2) "a") (data (global.get $g) "b")""",
    "a sparse image": f'(memory 10000) (data (i32.const 5) "a") (data (i32.const {MAX_SPARSE_BYTES}) "b")',
    "an image of zeros": '(memory 16) (data (i32.const 1048576) "")',
    "a memory of pages of one byte": '(memory 3 (pagesize 1)) (data (i32.const 1) "ab") (data (i32.const 1) "abc")',
    "a wide memory": '(memory i64 1) (data (i64.const 9) "a") (data (i64.const -1) "b")',
    "the largest table64": "(table i64 0 0xffffffffffffffff funcref)",
}


@pytest.mark.parametrize("text", MODULES.values(), ids=MODULES.keys())
def test_the_same_is_written(text):
    check(wat(f"(module {text})"))


def test_an_expression_that_is_too_deep_is_a_fault():
    deep = (
        '(import "" "" (global $g i32)) (global i32 ' + "(i32.add (global.get $g) " * 70 + "(global.get $g)" + ")" * 71
    )

    assert check(wat(f"(module {deep})")) is None


def test_names_stay_as_they_are():
    texts = [b"main", b"\x1b[31m", "größe\u202e".encode(), b"\xff\xfe", b"x" * 5000, b"", b"_ZN3foo3barEv"]
    entries = vector(
        [u32(n) + name(text) for n, text in enumerate(texts)] + [u32(0) + name("again"), u32(99) + name("?")]
    )
    data = module(
        section(TYPE, vector([functype()])),
        section(FUNCTION, vector([0] * len(texts))),
        section(CODE, vector([body(b"")] * len(texts))),
        section(0, name("name") + section(0, name("module")) + section(1, entries)),
    )
    content = check(data)

    assert content and content.names() == texts


@pytest.mark.parametrize("script", scripts()[::5] or ["none"])
def test_modules_of_the_test_suite(script, tmp_path):
    for case in cases(script, tmp_path):
        if case.command in ("module", "module_definition"):
            with suppress(DecodeError):  # it uses a feature that is not supported
                check(case.data)


def test_without_address_space_it_is_a_fault():
    decoded = valid(wat("(module (func))"))
    library, skeleton = load(), ctypes.create_string_buffer(Skeleton.size)
    fd = library.skeleton_file(decoded.data, ctypes.c_uint64(len(decoded.data)))

    fault = library.skeleton_begin(skeleton, decoded.decoded, fd, ctypes.c_uint64(1 << 62))
    library.skeleton_drop(skeleton)
    os.close(fd)

    assert SkeletonFault(fault) in (SkeletonFault.NO_MEMORY, SkeletonFault.NO_FILE)
