"""Modules assembled by hand: what they decode to, and for malformed ones the words and the byte at fault."""

import time

import pytest

from tests.wasm.binary import (
    CODE,
    DATA,
    DATA_COUNT,
    ELEMENT,
    EXPORT,
    EXTERNREF,
    F32,
    F64,
    FUNCREF,
    FUNCTION,
    GLOBAL,
    HEADER,
    I32,
    I64,
    IMPORT,
    MEMORY,
    START,
    TABLE,
    TAG,
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
from wasihost.abi import ExternKind, SegmentMode
from wasihost.errors import DecodeError, ValidationError
from wasihost.wasm import limits
from wasihost.wasm.decoder import decode
from wasihost.wasm.types import FuncType, GlobalType, Limits, MemoryType, TableType, TagType

ZERO = b"\x41\0\x0b"  # i32.const 0, end


def test_an_empty_module():
    decoded = decode(HEADER)

    assert [] == decoded.types == decoded.functions == decoded.bodies
    assert decoded.start is None and decoded.data_count is None


def test_every_section_is_decoded():
    data = module(
        section(0, name("custom") + b"xyz"),
        section(TYPE, vector([functype([I32, I64], [F32]), functype()])),
        section(
            IMPORT,
            vector([
                name("m") + name("f") + b"\0\x01",
                name("m") + name("t") + b"\x01" + bytes([FUNCREF, 1, 2, 5]),
                name("m") + name("m") + b"\x02\0\x03",
                name("m") + name("g") + b"\x03" + bytes([F64, 1]),
                name("m") + name("e") + b"\x04\0\x01",
            ]),
        ),
        section(FUNCTION, vector([1, 0])),
        section(TABLE, vector([bytes([EXTERNREF, 0, 7]), b"\x40\0" + bytes([FUNCREF, 0, 1]) + b"\xd0\x70\x0b"])),
        section(TAG, vector([b"\0\x01"])),
        section(GLOBAL, vector([bytes([I32, 0]) + b"\x41\x7f\x0b", bytes([F64, 1]) + b"\x44" + bytes(8) + b"\x0b"])),
        section(EXPORT, vector([name("é") + b"\0\x01", name("") + b"\x02\0"])),
        section(START, b"\x01"),
        section(ELEMENT, vector([b"\0" + ZERO + b"\x02\x01\x02", b"\x07\x70\x01\xd2\x01\x0b"])),
        section(DATA_COUNT, b"\x02"),
        section(CODE, vector([body(b""), body(b"\x00")])),
        section(DATA, vector([b"\0" + ZERO + b"\x02hi", b"\x01\x01!"])),
        section(0, name("") + b""),
    )  # fmt: skip

    decoded = decode(data)

    assert [FuncType(("i32", "i64"), ("f32",)), FuncType((), ())] == decoded.types
    assert [1, 1, 0] == decoded.functions and 1 == decoded.imported_functions
    assert ["f", "t", "m", "g", "e"] == [entry.name for entry in decoded.imports]
    assert [TableType("funcref", Limits(2, 5)), TableType("externref", Limits(7, None))] == [
        table.type for table in decoded.tables[:2]
    ]
    assert decoded.tables[2].init is not None and "ref.null" == decoded.tables[2].init[0].name
    assert [MemoryType(Limits(3, None))] == decoded.memories
    assert [TagType(1), TagType(1)] == decoded.tags
    assert [GlobalType("f64", True), GlobalType("i32", False), GlobalType("f64", True)] == decoded.globals
    assert [[("i32.const", -1)], [("f64.const", 0)]] == [[(i.name, i.value) for i in e] for e in decoded.global_inits]
    assert [("é", ExternKind.FUNC, 1), ("", ExternKind.MEMORY, 0)] == [export[:3] for export in decoded.exports]
    assert 1 == decoded.start and 2 == decoded.data_count
    assert [[1, 2], []] == [element.functions.tolist() for element in decoded.elements]
    assert [[("ref.func", 1)]] == [[(i.name, i.value) for i in item] for item in decoded.elements[1].expressions]
    assert [SegmentMode.ACTIVE, SegmentMode.DECLARATIVE] == [e.mode for e in decoded.elements]
    assert [b"hi", b"!"] == [data[d.start : d.end] for d in decoded.datas]
    assert [b"\0\x0b", b"\0\0\x0b"] == [data[b.start : b.end] for b in decoded.bodies]
    assert [("custom", b"xyz"), ("", b"")] == [(c.name, data[c.start : c.end]) for c in decoded.custom_sections]


# Name: entries of the import section, the imports that they stand for.
SEVERAL = {
    "each with a type": (
        [name("m") + name("") + b"\x7f" + vector([name("f") + b"\0\1", name("g") + b"\3" + bytes([I32, 0])])],
        [("m", "f", ExternKind.FUNC, 0), ("m", "g", ExternKind.GLOBAL, 0)],
    ),
    "one type for all": (
        [name("m") + name("") + b"\x7e\2\0\1" + vector([name("a"), name(""), name("c")])],
        [("m", each, ExternKind.MEMORY, index) for index, each in enumerate(("a", "", "c"))],
    ),
    "a name without bytes that takes some": (
        [name("m") + b"\x80\x80\0\x7e\0\0" + vector([name("a")])],
        [("m", "a", ExternKind.FUNC, 0)],
    ),
    "none, none with a type, one whose name is empty": (
        [name("m") + b"\0\x7f\0", name("m") + b"\0\x7e\0\1\0", b"\0\0\0\1"],
        [("", "", ExternKind.FUNC, 0)],
    ),
    "between others, and more than entries": (
        [name("m") + name("a") + b"\0\1"]
        + [name("n") + b"\0\x7e\0\0" + vector([name(f"{entry} {n}") for n in range(entry)]) for entry in range(20)]
        + [name("m") + name("z") + b"\0\1"],
        [
            (module, each, ExternKind.FUNC, index)
            for index, (module, each) in enumerate([
                ("m", "a"),
                *(("n", f"{entry} {n}") for entry in range(20) for n in range(entry)),
                ("m", "z"),
            ])
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("entries, imports", SEVERAL.values(), ids=SEVERAL.keys())
def test_an_entry_can_hold_several_imports(entries, imports):
    decoded = decode(module(section(TYPE, vector([functype(), functype([I32])])), section(IMPORT, vector(entries))))

    seen: dict[ExternKind, int] = {}
    found = []
    for entry in decoded.imports:
        seen[entry.kind] = seen.get(entry.kind, -1) + 1
        found.append((entry.module, entry.name, entry.kind, seen[entry.kind]))
    assert imports == found
    assert [kind for _, _, kind, _ in imports].count(ExternKind.FUNC) == decoded.imported_functions


def test_types_of_several_imports():
    each = [name("f") + b"\0\1", name("t") + b"\1" + bytes([FUNCREF, 0, 9]), name("g") + b"\0\0"]
    entries = [name("m") + b"\0\x7f" + vector(each), name("m") + b"\0\x7e\3" + bytes([F64, 1]) + vector([b"\0", b"\0"])]
    code = (
        section(FUNCTION, b"\1\0"),
        section(GLOBAL, vector([bytes([I32, 0]) + ZERO])),
        section(CODE, vector([body(b"")])),
    )

    decoded = decode(
        module(section(TYPE, vector([functype(), functype([I32])])), section(IMPORT, vector(entries)), *code)
    )

    assert [1, 0, 0] == decoded.functions
    assert [TableType("funcref", Limits(9, None))] == [table.type for table in decoded.tables]
    assert [GlobalType("f64", True), GlobalType("f64", True), GlobalType("i32", False)] == decoded.globals


ELEMENT_FLAGS = {
    0: b"\0" + ZERO + b"\x01\0",
    1: b"\x01\0\x01\0",
    2: b"\x02\0" + ZERO + b"\0\x01\0",
    3: b"\x03\0\x01\0",
    4: b"\x04" + ZERO + b"\x01\xd2\0\x0b",
    5: b"\x05\x70\x01\xd2\0\x0b",
    6: b"\x06\0" + ZERO + b"\x70\x01\xd2\0\x0b",
    7: b"\x07\x70\x01\xd2\0\x0b",
}


@pytest.mark.parametrize("flags", ELEMENT_FLAGS)
def test_element_segments_of_every_kind(flags):
    (element,) = decode(module(section(ELEMENT, vector([ELEMENT_FLAGS[flags]])))).elements

    assert ("funcref" if flags & 4 else "(ref func)") == element.element and 1 == element.size
    assert bool(flags & 4) == (element.expressions is not None)
    assert SegmentMode.ACTIVE == element.mode if not flags & 1 else SegmentMode.ACTIVE != element.mode


def types(*definitions: bytes) -> bytes:
    return module(section(TYPE, vector(definitions)))


# Name: module, words, offset of the byte at fault.
MALFORMED = {
    "nothing": (b"", "unexpected end", 0),
    "half a magic": (b"\0as", "unexpected end", 3),
    "no magic": (b"\x7fELF\1\0\0\0", "magic header not detected", 0),
    "no version": (b"\0asm\1", "unexpected end", 5),
    "version 2": (b"\0asm\2\0\0\0", "unknown binary version", 4),
    "component": (b"\0asm\x0d\0\1\0", "unknown binary version: this is a component, not a core module", 4),
    "section id": (module(b"\x0e\0"), "malformed section id", 8),
    "section beyond the file": (module(b"\x01\x05\0"), "length out of bounds", 10),
    "section size": (module(b"\x01"), "unexpected end", 9),
    "order": (module(section(FUNCTION, b"\0"), section(TYPE, b"\0")), "unexpected content after last section", 11),
    "twice": (module(section(TYPE, b"\0"), section(TYPE, b"\0")), "unexpected content after last section", 11),
    "section too large": (module(section(TYPE, b"\0\0")), "section size mismatch", 11),
    "custom without name": (module(section(0, b"")), "unexpected end", 10),
    "custom name": (module(section(0, b"\x01\xff")), "malformed UTF-8 encoding", 11),
    "type form": (types(b"\x61"), "malformed definition type", 11),
    "gc type": (types(b"\x5f\0"), "unsupported feature: garbage collection", 11),
    "value type": (types(functype([0x40])), "malformed value type", 13),
    "typed reference": (types(functype([], [0x64])), "unexpected end", 15),
    "later heap type": (types(functype([], [b"\x64\x6e"])), "unsupported feature: garbage collection", 15),
    "params": (types(b"\x60" + u32(1001) + bytes([I32]) * 1001 + b"\0"), "too many parameters: 1001", 13),
    "types": (module(section(TYPE, b"\xff\xff\xff\xff\x0f")), "length out of bounds: 4294967295 types", 10),
    "more types than bytes": (module(section(TYPE, b"\x05\x60\0\0"), bytes(9)), "unexpected end", 10),
    "import kind": (module(section(IMPORT, vector([name("") + name("") + b"\x05"]))), "malformed import kind 05", 13),
    "kind of several": (module(section(IMPORT, vector([name("m") + b"\0\x7d"]))), "malformed import kind 7d", 14),
    "kind in two bytes": (module(section(IMPORT, vector([name("m") + b"\0\xff\0"]))), "malformed import kind ff", 14),
    "several with a name": (module(section(IMPORT, vector([b"\0" + name("a") + b"\x7f\0"]))), "import kind 7f", 14),
    "several in several": (module(section(IMPORT, vector([b"\0\0\x7f\1\0\x7f\0"]))), "import kind 7f", 16),
    "a type for several": (module(section(IMPORT, vector([b"\0\0\x7e\x7f\0"]))), "import kind 7f", 14),
    "too few of several": (module(section(IMPORT, vector([b"\0\0\x7e\2\0\1\2\1a"]))), "unexpected end", 20),
    "more than bytes": (module(section(IMPORT, vector([b"\0\0\x7f\7\0"]))), "length out of bounds: 7 imports", 14),
    "table type": (module(section(TABLE, vector([bytes([I32, 0, 0])]))), "malformed reference type", 11),
    "table flags": (module(section(TABLE, vector([bytes([FUNCREF, 8, 0])]))), "malformed limits flags", 12),
    "table init": (module(section(TABLE, vector([b"\x40\x01"]))), "zero byte expected", 12),
    "memory flags": (module(section(MEMORY, vector([b"\x10\0"]))), "malformed limits flags", 11),
    "shared table": (module(section(TABLE, vector([bytes([FUNCREF, 3, 0, 1])]))), "malformed limits flags", 12),
    "tag attribute": (module(section(TAG, vector([b"\x01\0"]))), "malformed tag attribute", 11),
    "mutability": (module(section(GLOBAL, vector([bytes([I32, 2])]))), "malformed mutability", 12),
    "no end": (module(section(GLOBAL, vector([bytes([I32, 0]) + b"\x41\0"]))), "unexpected end", 15),
    "opcode": (module(section(GLOBAL, vector([bytes([I32, 0]) + b"\xff\x0b"]))), "illegal opcode ff", 13),
    "heap type": (module(section(GLOBAL, vector([b"\x70\0\xd0\x7f\x0b"]))), "malformed heap type", 14),
    "long heap type": (module(section(GLOBAL, vector([b"\x70\0\xd0\xf0\x7f\x0b"]))), "malformed heap type", 14),
    "float": (module(section(GLOBAL, vector([bytes([F32, 0]) + b"\x43\0\0"]))), "unexpected end|length out of", 14),
    "export kind": (module(section(EXPORT, vector([name("") + b"\x05\0"]))), "malformed export kind", 12),
    "element flags": (module(section(ELEMENT, vector([b"\x08"]))), "malformed elements segment kind", 11),
    "element kind": (module(section(ELEMENT, vector([b"\x01\x01\0"]))), "malformed element kind", 12),
    "element type": (module(section(ELEMENT, vector([b"\x05\x7f\0"]))), "malformed reference type", 12),
    "data flags": (module(section(DATA, vector([b"\x03"]))), "malformed data segment kind", 11),
    "functions only": (module(section(TYPE, vector([functype()])), section(FUNCTION, b"\x01\0")),
                       "function and code section have inconsistent lengths", 18),
    "code only": (module(section(CODE, vector([body(b"")]))), "function and code section have inconsistent", 14),
    "data count": (module(section(DATA_COUNT, b"\x01")), "data count and data section have inconsistent lengths", 11),
    "body size": (module(section(CODE, b"\x01\x80\x80\x80\x04")), "length out of bounds", 11),
}  # fmt: skip


@pytest.mark.parametrize("data, message, offset", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_module_is_rejected_with_its_offset(data, message, offset):
    with pytest.raises(DecodeError, match=message) as caught:
        decode(data)

    assert offset == caught.value.offset


@pytest.mark.parametrize(
    "code, found",
    [(b"\x45\x0b", "i32.eqz"), (b"\x20\0\x0b", "local.get"), (b"\xfc\x08\0\0\x0b", "memory.init")],
    ids=["numeric", "local", "prefixed"],
)
def test_other_instructions_are_not_constant(code, found):
    with pytest.raises(ValidationError, match=f"constant expression required, found `{found}`") as caught:
        decode(module(section(GLOBAL, vector([bytes([I32, 0]) + code]))))

    assert 13 == caught.value.offset


def test_a_body_has_at_most_as_many_bytes_as_in_browsers():
    def code(size):
        return functions(b"\x01" * (size - 2))

    decode(code(limits.BODY_SIZE))
    with pytest.raises(DecodeError, match=f"{limits.BODY_SIZE + 1} bytes; this implementation's limit is"):
        decode(code(limits.BODY_SIZE + 1))


@pytest.mark.parametrize("section_id", [s for s in range(1, 14) if s not in (START, DATA_COUNT)])
def test_a_hostile_count_fails_at_once(section_id):
    data = module(section(section_id, b"\xff\xff\xff\xff\x0f" + bytes(1000)))
    start = time.thread_time()

    with pytest.raises(DecodeError, match="length out of bounds: 4294967295"):
        decode(data)
    assert 0.1 > time.thread_time() - start
