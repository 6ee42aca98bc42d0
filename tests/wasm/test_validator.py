"""Function bodies: each rule of the specification once, in its test suite's words, at the byte of the instruction."""

import re

import pytest

from tests.wasm.binary import (
    CODE,
    DATA,
    DATA_COUNT,
    F32,
    FUNCREF,
    FUNCTION,
    GLOBAL,
    I32,
    I64,
    MEMORY,
    TABLE,
    TYPE,
    body,
    functions,
    functype,
    module,
    section,
    u32,
    vector,
)
from tests.wat import wat
from wasihost.errors import DecodeError, InvalidModule, ValidationError
from wasihost.ops import ROWS
from wasihost.wasm import limits
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.decoder import decode

MEMORIES = section(MEMORY, vector([b"\0\1"]))
TABLES = section(TABLE, vector([bytes([FUNCREF, 0, 1])]))
I32_CONST, I64_CONST, DROP, UNREACHABLE = b"\x41\0", b"\x42\0", b"\x1a", b"\0"
V128_CONST = b"\xfd\x0c" + bytes(16)

# Encodings.  Name: code without its final `end`, message, offset of the instruction in the code.
MALFORMED = {
    "unknown opcode": (b"\x01\xff", "func[0]: illegal opcode ff", 1),
    "unknown opcode in dead code": (UNREACHABLE + b"\x27", "func[0]: illegal opcode 27", 1),
    "unknown opcode behind a prefix": (b"\xfc\x1f", "func[0]: illegal opcode fc 1f", 0),
    "far beyond a prefix": (b"\xfc\xff\x7f", "func[0]: illegal opcode fc ff 7f", 0),
    "unknown vector opcode": (b"\xfd\x9a\1", "func[0]: illegal opcode fd 9a 01", 0),
    "vector opcode too long": (b"\xfd" + b"\x80" * 5 + b"\0", "func[0]: integer representation too long", 0),
    "vector at the end": (b"\xfd\x0c" + bytes(14), "func[0] `v128.const`: unexpected end of section or function", 0),
    "lanes at the end": (V128_CONST * 2 + b"\xfd\x0d" + bytes(14), "func[0] `i8x16.shuffle`: unexpected end", 36),
    "garbage collection": (b"\xfb\0\0", "func[0]: unsupported feature: garbage collection (opcode fb)", 0),
    "legacy exceptions": (b"\x06\x40", "func[0]: unsupported feature: legacy exception handling (opcode 06)", 0),
    "later type": (b"\x02\x6d", "func[0] `block`: unsupported feature: garbage collection", 0),
    "block type": (b"\x02\x41", "func[0] `block`: malformed value type", 0),
    "constant too long": (b"\x41" + b"\x80" * 5 + b"\0", "func[0] `i32.const`: integer representation too long", 0),
    "constant too large": (b"\x42" + b"\x80" * 9 + b"\2", "func[0] `i64.const`: integer too large", 0),
    "float at the end": (b"\x43\0\0", "func[0] `f32.const`: unexpected end of section or function", 0),
    "labels beyond the end": (I32_CONST + b"\x0e\x05\0", "func[0] `br_table`: unexpected end of section", 2),
    "memory flags": (I32_CONST + b"\x28\x80\1\0", "func[0] `i32.load`: malformed memop flags", 2),
    "memory index": (I32_CONST + b"\x28\x82\1\0", "func[0] `i32.load`: malformed memop flags", 2),
    "catch clause": (b"\x1f\x40\1\4\0", "func[0] `try_table`: malformed catch clause", 0),
    "else without if": (b"\x05", "func[0] `else`: END opcode expected, found an `else` without an `if`", 0),
    "block without end": (b"\x02\x40", "func[0]: END opcode expected, but the body ends", 3),
    "code behind the end": (b"\x0b\x01", "func[0]: section size mismatch: the body continues after", 1),
    "null of a number": (b"\xd0\x7f", "func[0] `ref.null`: malformed heap type", 0),
    "heap type of two bytes": (b"\xd0\xf0\x7f", "func[0] `ref.null`: malformed heap type", 0),
    "heap type of two bytes in a type": (b"\x1c\x01\x63\xf0\x7f", "func[0] `select t`: malformed heap type", 0),
    "data without count": (I32_CONST * 3 + b"\xfc\x08\0\0", "func[0] `memory.init`: data count section required", 6),
}


@pytest.mark.parametrize("code, message, offset", MALFORMED.values(), ids=MALFORMED.keys())
def test_malformed_body_is_rejected_with_its_offset(check, code, message, offset):
    data = functions(code, between=MEMORIES)

    with pytest.raises(DecodeError) as caught:
        check(data)
    assert caught.value.message.startswith(message)
    assert data.rindex(code + b"\x0b") + offset == caught.value.offset


# Validity.  Name: code, message, offset of the instruction in the code.
INVALID = {
    "wrong operand": (I32_CONST + I64_CONST + b"\x6a", "`i32.add`: type mismatch: expected i32, found i64", 4),
    "wrong first operand": (I64_CONST + I32_CONST + b"\x6a", "`i32.add`: type mismatch: expected i32, found i64", 4),
    "missing operand": (I32_CONST + b"\x6a", "`i32.add`: type mismatch: expected i32, found nothing", 2),
    "operand outside the block": (
        I32_CONST + b"\x02\x40\x45\x0b",
        "`i32.eqz`: type mismatch: expected i32, found no",
        4,
    ),
    "value left": (I32_CONST, "`end`: type mismatch: values remain on the stack at the end of the block: 1", 2),
    "value left in a block": (b"\x02\x40" + I32_CONST + b"\x0b", "`end`: type mismatch: values remain", 4),
    "missing result": (b"\x02\x7f\x0b\x1a", "`end`: type mismatch: expected i32, found nothing", 2),
    "if without else": (
        I32_CONST + b"\x04\x7f" + I32_CONST + b"\x0b\x1a",
        "`end`: type mismatch: the parameters and results of an `if`",
        6,
    ),
    "else with another type": (I32_CONST + b"\x04\x7f" + I64_CONST + b"\x05", "`else`: type mismatch: expected i32", 6),
    "condition": (I64_CONST + b"\x04\x40\x0b", "`if`: type mismatch: expected i32, found i64", 2),
    "branch value": (b"\x02\x7f\x0c\0\x0b", "`br`: type mismatch: expected i32, found nothing", 2),
    "branch too far": (b"\x0c\1", "`br`: unknown label 1", 0),
    "labels of different arity": (
        b"\x02\x40\x02\x7f" + I32_CONST * 2 + b"\x0e\1\0\1\x0b\x1a\x0b",
        "`br_table`: type mismatch: labels take different numbers of values: 1 and 0",
        8,
    ),
    "unreachable does not hide a wrong type": (
        UNREACHABLE + I64_CONST + b"\x6a",
        "`i32.add`: type mismatch: expected i32, found i64",
        3,
    ),
    "local": (b"\x20\0", "`local.get`: unknown local 0", 0),
    "global": (b"\x23\3", "`global.get`: unknown global 3", 0),
    "function": (b"\x10\1", "`call`: unknown function 1", 0),
    "type": (I32_CONST + b"\x11\1\0", "`call_indirect`: unknown type 1", 2),
    "table": (I32_CONST + b"\x11\0\1", "`call_indirect`: unknown table 1", 2),
    "tag": (b"\x08\0", "`throw`: unknown tag 0", 0),
    "element segment": (I32_CONST * 3 + b"\xfc\x0c\2\0", "`table.init`: unknown elem segment 2", 6),
    "lane": (V128_CONST + b"\xfd\x18\x08", "`i16x8.extract_lane_s`: invalid lane index 8", 18),
    "lane of a shuffle": (
        V128_CONST * 2 + b"\xfd\x0d" + bytes([31] * 15 + [32]),
        "`i8x16.shuffle`: invalid lane index 32",
        36,
    ),
    "lane of a load": (I32_CONST + V128_CONST + b"\xfd\x55\1\0\x08", "`v128.load16_lane`: invalid lane index 8", 20),
    "alignment of a vector": (I32_CONST + b"\xfd\0\5\0", "`v128.load`: alignment must not be larger than", 2),
    "vector operand": (I32_CONST * 2 + b"\xfd\x80\1", "`i16x8.abs`: type mismatch: expected v128, found i32", 4),
    "alignment": (I32_CONST + b"\x2c\1\0", "`i32.load8_s`: alignment must not be larger than natural", 2),
    "offset": (I32_CONST + b"\x28\2\x80\x80\x80\x80\x10", "`i32.load`: offset out of range", 2),
    "block of an unknown type": (b"\x02\1", "`block`: unknown type 1", 0),
    "select of references": (b"\xd0\x70\xd0\x70" + I32_CONST + b"\x1b", "`select`: type mismatch: expected a num", 6),
    "select of two types": (I32_CONST + I64_CONST + I32_CONST + b"\x1b", "`select`: type mismatch: expected i32, f", 6),
    "select of two results": (I32_CONST * 3 + b"\x1c\2\x7f\x7f", "`select t`: invalid result arity", 6),
    "null test of a number": (I32_CONST + b"\xd1", "`ref.is_null`: type mismatch: expected a reference, found i32", 2),
    "undeclared function": (b"\xd2\0", "`ref.func`: undeclared function reference 0", 0),
    "throw of no exception": (b"\xd0\x70\x0a", "`throw_ref`: type mismatch: expected exnref, found funcref", 2),
    "catch with another type": (
        b"\x02\x40\x1f\x40\1\3\0\x0b\x0b",
        "`try_table`: type mismatch: the values that",
        2,
    ),
}


@pytest.mark.parametrize("code, message, offset", INVALID.values(), ids=INVALID.keys())
def test_invalid_body_is_rejected_with_its_offset(check, code, message, offset):
    data = functions(code, between=TABLES + MEMORIES)

    with pytest.raises(ValidationError) as caught:
        check(data)
    assert caught.value.message.startswith(f"func[0] {message}")
    assert data.rindex(code + b"\x0b") + offset == caught.value.offset
    assert 0 == caught.value.funcidx


# What only text can say in a line.
INVALID_TEXT = {
    "null where none may be": (
        "(type $t (func)) (func (param (ref null $t)) (result (ref $t)) (local.get 0))",
        "type mismatch: expected (ref 0), found (ref null 0)",
    ),
    "another function type": (
        "(type $t (func)) (type $u (func (param i32))) (func (param (ref $t)) (result (ref $u)) (local.get 0))",
        "type mismatch: expected (ref 1), found (ref 0)",
    ),
    "unset local": ("(type $t (func)) (func (local (ref $t)) (drop (local.get 0)))", "uninitialized local 0"),
    "local set in a block": (
        """(func $f) (elem declare func $f)
        (func (local (ref func)) (block (local.set 0 (ref.func $f))) (drop (local.get 0)))""",
        "uninitialized local 0",
    ),
    "call of another type": (
        """(type $t (func)) (type $u (func (param i32)))
        (func (param (ref $t)) (call_ref $u (i32.const 0) (local.get 0)))""",
        "type mismatch: expected (ref null 1), found (ref 0)",
    ),
    "results of a tail call": (
        "(func $f (result i32) (i32.const 0)) (func (return_call $f))",
        "type mismatch: the results of the callee",
    ),
    "arguments of a tail call": ("(func $f (param i32)) (func (return_call $f))", "expected i32, found nothing"),
    "second memory": ("(memory 1) (func (drop (i32.load 1 (i32.const 0))))", "unknown memory 1"),
    "address": ("(memory i64 1) (func (drop (i32.load (i32.const 0))))", "type mismatch: expected i64, found i32"),
    "wide count": (
        "(memory $a i64 1) (memory $b 1) (func (memory.copy $a $b (i64.const 0) (i32.const 0) (i64.const 0)))",
        "type mismatch: expected i32, found i64",
    ),
    "table address": ("(table i64 1 funcref) (func (drop (table.get (i32.const 0))))", "expected i64, found i32"),
    "offset": (
        "(memory $a i64 1) (memory $b 1) (func (drop (i32.load $b offset=0x1_0000_0000 (i32.const 0))))",
        "offset",
    ),
    "immutable global": ("(global i32 (i32.const 0)) (func (global.set 0 (i32.const 1)))", "immutable global 0"),
    "no memory": ("(func (drop (i32.load (i32.const 0))))", "unknown memory 0"),
    "no table": ("(func (drop (table.get 0 (i32.const 0))))", "unknown table 0"),
    "table of another type": (
        "(table 1 funcref) (func (table.set 0 (i32.const 0) (ref.null extern)))",
        "type mismatch: expected funcref, found externref",
    ),
    "copy between tables": (
        "(table $a 1 funcref) (table $b 1 externref)"
        "(func (table.copy $a $b (i32.const 0) (i32.const 0) (i32.const 0)))",
        "type mismatch: expected funcref, found externref",
    ),
    "init from a segment": (
        "(table 1 funcref) (elem externref) (func (table.init 0 (i32.const 0) (i32.const 0) (i32.const 0)))",
        "type mismatch: expected funcref, found externref",
    ),
    "call through externref": (
        "(table 1 externref) (func (call_indirect (i32.const 0)))",
        "type mismatch: expected funcref, found externref",
    ),
    "arguments": (
        "(func $f (param i32 i64)) (func (call $f (i32.const 0) (i32.const 0)))",
        "type mismatch: expected i64, found i32",
    ),
    "payload": ("(tag (param i64)) (func (throw 0 (i32.const 0)))", "type mismatch: expected i64, found i32"),
    "catch with another payload": (
        "(tag (param i64)) (func (block $l (result i32) (try_table (catch 0 $l)) (i32.const 0)) drop)",
        "type mismatch: the values that the clause catches do not match its label",
    ),
    "catch without room for the reference": (
        "(tag) (func (block $l (try_table (catch_ref 0 $l))))",
        "type mismatch: the values that the clause catches do not match its label",
    ),
    "loop parameters": (
        "(func (loop (param i32)) )",
        "type mismatch: expected i32, found nothing",
    ),
    "results of a function": ("(func (result i32 i64) i32.const 0)", "type mismatch: expected i64, found i32"),
    "memory.init without such a segment": (
        '(memory 1) (data "") (func (memory.init 1 (i32.const 0) (i32.const 0) (i32.const 0)))',
        "unknown data segment 1",
    ),
}


@pytest.mark.parametrize("text, message", INVALID_TEXT.values(), ids=INVALID_TEXT.keys())
def test_invalid_text_body_is_rejected(check, text, message):
    with pytest.raises(ValidationError, match=re.escape(message)):
        check(wat(f"(module {text})"))


VALID_TEXT = {
    "references": """(type $t (func (result i32))) (func $f (type $t) (i32.const 1)) (elem declare func $f)
        (func (param (ref null $t)) (result (ref $t)) (local $x (ref $t)) (local $y (ref null $t))
          (local.set $y (local.get $x (local.set $x (ref.func $f))))
          (block $null (drop (call_ref $t (br_on_null $null (local.get 0)))) (return (local.get $x)))
          (block $other (result (ref $t)) (br_on_non_null $other (local.get $y)) (ref.as_non_null (local.get 0))))
        (func (result funcref) (ref.func $f)) (func (param (ref $t)) (result (ref func)) (local.get 0))""",
    "a type that refers to itself": """(type $t (func (param (ref null $t)) (result i32)))
        (func (param (ref $t)) (result i32) (call_ref $t (local.get 0) (local.get 0)))""",
    "equal types": """(type $a (func (param i32))) (type $b (func (param i32)))
        (type $c (func (param (ref $a)))) (type $d (func (param (ref $b))))
        (func (param (ref $c)) (result (ref $d)) (local.get 0))""",
    "code behind unreachable takes anything": "(func (result i32) unreachable i32.add drop i64.eqz)",
    "select in dead code": "(func (result i64) unreachable select)",
    "values of dead blocks": "(func (result i32) (block (result i32) (br 0 (i32.const 1)) (drop)))",
    "branch table in dead code": "(func (block (block (result i32) unreachable (br_table 0 0) ) drop))",
    "loops take parameters": "(func (i32.const 3) (loop (param i32) (br_if 0 (i32.const 1)) drop))",
    "if with parameters only": "(func (i32.const 0) (i32.const 1) (if (param i32) (result i32) (then)) drop)",
    "several results": "(func $f (result i32 i64) (i32.const 0) (i64.const 0)) (func (call $f) drop drop)",
    "typed select": "(func (result funcref) (select (result funcref) (ref.null func) (ref.null func) (i32.const 0)))",
    "catch all four ways": """(tag $t (param i32 i64)) (func
        (block $a (result i32 i64)
          (block $b (result i32 i64 exnref)
            (block $c (result exnref)
              (block $d
                (try_table (catch $t $a) (catch_ref $t $b) (catch_all $d) (catch_all_ref $c)) unreachable)
              unreachable)
            unreachable)
          drop)
        drop drop)""",
    "declared references": "(func $f) (elem declare func $f) (func (drop (ref.func $f)))",
    "imported references": '(import "" "" (func $f)) (export "f" (func $f)) (func (drop (ref.func $f)))',
    "bulk": """(memory 1) (table 1 funcref) (data "x") (elem func) (func
        (memory.init 0 (i32.const 0) (i32.const 0) (i32.const 0)) (data.drop 0) (elem.drop 0)
        (memory.copy (i32.const 0) (i32.const 0) (i32.const 0)) (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))
        (table.init 0 (i32.const 0) (i32.const 0) (i32.const 0))
        (table.fill 0 (i32.const 0) (ref.null func) (i32.const 0))
        (drop (table.grow 0 (ref.null func) (i32.const 0))) (drop (table.size 0)))""",
}


@pytest.mark.parametrize("text", VALID_TEXT.values(), ids=VALID_TEXT.keys())
def test_valid_text_body_is_accepted(check, text):
    check(wat(f"(module {text})"))


CODES = {
    "i32": I32_CONST,
    "i64": I64_CONST,
    "f32": b"\x43" + bytes(4),
    "f64": b"\x44" + bytes(8),
    "v128": V128_CONST,
    **dict.fromkeys(("addr", "addr2", "count"), I32_CONST),
}
IMMEDIATES = {"memidx": b"\0", "i32": b"\0", "i64": b"\0", "f32": bytes(4), "f64": bytes(8), "v128": bytes(16)}
IMMEDIATES |= {"lane": b"\0", "lanes": bytes(16)}


def fixed_rows():
    """Instructions whose operands and result do not depend on anything."""
    plain = {"", "memarg", "memidx", "lane", "lanes", *CODES}
    return [row for row in ROWS if row.params is not None and plain.issuperset(row.immediates)]


@pytest.mark.parametrize("row", fixed_rows(), ids=lambda row: row.name)
def test_every_row_has_the_specified_signature(check, row):
    opcode = bytes([row.prefix, *u32(row.opcode)]) if row.prefix else bytes([row.opcode])
    memarg = bytes([row.access_width or 0, 0])
    opcode += b"".join(memarg if kind == "memarg" else IMMEDIATES[kind] for kind in row.immediates)
    operands = b"".join(CODES[param] for param in row.params)

    check(functions(operands + opcode + DROP * len(row.results), between=MEMORIES))
    if row.params:
        wrong = CODES["f32" if row.params[-1] != "f32" else "i32"]
        expected = "i32" if row.params[-1] in ("addr", "addr2", "count") else row.params[-1]
        with pytest.raises(ValidationError, match=rf"`{row.name}`: type mismatch: expected {expected}"):
            check(functions(b"".join(CODES[p] for p in row.params[:-1]) + wrong + opcode, between=MEMORIES))


# ------------------------------------------------------------------------------------------------------------- locals
def one_function(content: bytes) -> bytes:
    """A function of an i32 whose body is exactly `content`."""
    return module(
        section(TYPE, vector([functype([I32])])),
        section(FUNCTION, b"\1\0"),
        section(CODE, b"\1" + u32(len(content)) + content),
    )


@pytest.mark.parametrize(
    "declarations, message",
    [
        (b"\1\xff\xff\xff\xff\x0f\x7f", "too many locals"),
        (vector([u32(limits.LOCALS) + bytes([I32])]), "too many locals; this implementation's limit is 50000"),
        (vector([u32(1) + b"\x6e"]), "unsupported feature: garbage collection"),
        (vector([u32(1) + b"\x40"]), "malformed value type"),
        (b"\1\x80\x80\x80\x80\x10\x7f", "integer too large"),
        (b"\x7f\1\x7f", "unexpected end"),
    ],
    ids=["2^32 - 1", "one more than the limit", "later type", "no type", "too large", "count"],
)
def test_local_declarations_that_are_refused(check, declarations, message):
    with pytest.raises(DecodeError, match=rf"func\[0\]: {message}"):
        check(one_function(declarations + b"\x0b"))


@pytest.mark.parametrize("end", [b"\x41\x80", b"\x20", b"\x20\x80", b"\x1c", b"\xfc", b"\x02", b"\x41"], ids=bytes.hex)
def test_a_body_that_ends_within_an_instruction(check, end):
    with pytest.raises(DecodeError, match="unexpected end of section or function") as caught:
        check(one_function(b"\0" + end) + section(DATA, vector([b"\1\0"])))
    assert len(one_function(b"\0")) == caught.value.offset


def test_locals_follow_parameters(check):
    groups = vector([u32(0) + bytes([F32]), u32(2) + bytes([I64]), u32(1) + bytes([F32])])
    code = b"\x20\0\x45\x1a" + b"\x20\1\x50\x1a" + b"\x20\2\x50\x1a" + b"\x20\3\x8b\x1a"

    check(one_function(groups + code + b"\x0b"))
    with pytest.raises(ValidationError, match="unknown local 4"):
        check(one_function(groups + b"\x20\4\x1a\x0b"))


# ------------------------------------------------------------------------------------------------------------- pieces
def test_instructions_are_counted(check):
    _, counts = check(functions(b"", b"\x01\x01", b"\x02\x40\x0b" + I32_CONST + DROP))

    assert [1, 3, 5] == counts.tolist()


def test_a_range_of_functions(library):
    bodies = BodyValidator(decode(functions(b"\x01", b"\x1a", b"\x01")))

    bodies.validate(0, 1, library=library)
    bodies.validate(2, 3, library=library)
    with pytest.raises(ValidationError, match=r"func\[1\] `drop`: type mismatch: expected a value, found nothing"):
        bodies.validate(library=library)
    assert [2, 1, 2] == bodies.instruction_counts.tolist()


def test_data_count_limits_data_indices(check):
    code = b"\xfc\x09\0"

    check(module(
        section(TYPE, vector([functype()])), section(FUNCTION, b"\1\0"), section(DATA_COUNT, b"\1"),
        section(CODE, vector([body(code)])), section(DATA, vector([b"\1\0"])),
    ))  # fmt: skip


# -------------------------------------------------------------------------------------------- the frequent instructions
FREQUENT = {
    # Code of a function of type [i32 i64] → [] with a memory and a global, valid or not.
    "local.get": "20 00 1a", "local.get in two bytes": "20 80 00 1a", "in five": "20 81 80 80 80 00 1a",
    "in five, too large": "20 81 80 80 80 10 1a", "in six": "20 81 80 80 80 80 00 1a", "unknown local": "20 02 1a",
    "unknown local of two bytes": "20 80 01 1a", "local.set": "41 00 21 00", "of another type": "42 00 21 00",
    "of nothing": "21 00", "local.tee": "41 00 22 00 1a", "local.tee of another type": "41 00 22 01 1a",
    "i32.const": "41 7f 1a", "of two bytes": "41 ff 00 1a", "of four": "41 ff ff ff 7f 1a",
    "of five": "41 ff ff ff ff 07 1a", "negative": "41 80 80 80 80 78 1a", "too large": "41 80 80 80 80 08 1a",
    "too small": "41 ff ff ff ff 77 1a", "sign bits": "41 80 80 80 80 38 1a", "too long": "41 80 80 80 80 80 00 1a",
    "i64.const of five": "42 80 80 80 80 08 1a", "of nine": "42 80 80 80 80 80 80 80 80 01 1a",
    "of ten, too large": "42 80 80 80 80 80 80 80 80 80 02 1a",
    "i32.add": "41 00 41 00 6a 1a", "of other types": "41 00 42 00 6a 1a", "of too few": "41 00 6a 1a",
    "i32.load": "41 00 28 02 00 1a", "alignment": "41 00 28 03 00 1a",
    "offset of five": "41 00 28 02 80 80 80 80 0f 1a",
    "offset out of range": "41 00 28 02 80 80 80 80 10 1a", "of a 64-bit address": "42 00 28 02 00 1a",
    "i64.store": "41 00 42 00 37 03 08", "of an i32": "41 00 41 00 37 03 08", "memory index": "41 00 28 42 00 00 1a",
    "unknown memory": "41 00 28 42 01 00 1a", "global.get": "23 00 1a", "unknown global": "23 01 1a",
    "br_if": "41 00 0d 00", "of an i64": "42 00 0d 00", "unknown label": "41 00 0d 01", "br": "0c 00 6a 1a",
    "block": "02 40 0b", "loop": "03 40 0c 00 0b", "values remain": "02 40 41 00 0b", "a result": "02 7f 41 00 0b 1a",
    "below the block": "41 00 02 40 1a 0b 1a", "a block in dead code": "00 02 40 6a 1a 0b 6a 1a",
    "call": "41 00 42 00 10 00", "call in five bytes": "41 00 42 00 10 80 80 80 80 00", "unknown function": "10 03",
    "too few arguments": "42 00 10 00", "swapped arguments": "42 00 41 00 10 00", "a call with a result": "10 01 1a",
    "two results": "10 02 1a 1a", "a result of another type": "10 01 21 01", "drop": "41 00 1a", "of too few ": "1a",
    "dead arguments": "00 10 00",
}  # fmt: skip


@pytest.mark.parametrize("code", FREQUENT.values(), ids=FREQUENT.keys())
def test_frequent_instructions_are_validated_like_others(check, code):
    """Near the end of a body the general code validates them, elsewhere the loop itself."""
    code = bytes.fromhex(code)

    def verdict(after):
        types = vector([functype([I32, I64]), functype([], [I32]), functype([], [I32, I32])])
        bodies = [body(code + after), body(b"\x41\0"), body(b"\x41\0\x41\0")]
        data = module(
            section(TYPE, types), section(FUNCTION, vector([0, 1, 2])), section(MEMORY, b"\1\0\1"),
            section(GLOBAL, vector([bytes([I32, 0]) + b"\x41\0\x0b"])), section(CODE, vector(bodies)),
        )  # fmt: skip
        try:
            return None, check(data)[1].tolist()[0] - len(after)
        except InvalidModule as error:
            return type(error), error.message, error.offset

    assert verdict(b"") == verdict(b"\x01" * 30)
