"""Modules as a whole: index spaces, limits, constant expressions, segments, exports, in the words of the test suite."""

import pytest

from tests.wasm.binary import EXPORT, FUNCTION, START, TYPE, functions, functype, module, name, section, vector
from tests.wat import wat
from wasihost.errors import ValidationError
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate

INVALID = {
    "memory size": ("(memory 65537)", r"memory size must be at most 65536 pages \(4GiB\)"),
    "maximum memory size": ("(memory 0 65537)", "memory size must be at most"),
    "memory limits": ("(memory 2 1)", "size minimum must not be greater than maximum"),
    "imported memory": ('(import "" "" (memory 2 1))', "size minimum must not be greater than maximum"),
    "table limits": ("(table 2 1 funcref)", "size minimum must not be greater than maximum"),
    "second memory": ("(memory 1) (memory 2 1)", "size minimum must not be greater than maximum"),
    "memory64 size": ("(memory i64 0x1_0000_0000_0001)", "memory size must be at most 281474976710656 pages"),
    "offset in a memory64": ('(memory i64 1) (data (i32.const 0) "")', "type mismatch"),
    "offset in a table64": ("(table i64 1 funcref) (elem (i32.const 0))", "type mismatch"),
    "shared memory": ("(memory 1 shared)", "shared memory must have maximum"),
    "imported shared memory": ('(import "" "" (memory i64 1 shared))', "shared memory must have maximum"),
    "tag results": ("(tag (result i32))", "non-empty tag result type"),
    "start type": ("(func $f (param i32)) (start $f)", r"start function must have type .*, found \(i32\) -> \(\)"),
    "exports": ('(func (export "a")) (memory (export "a") 1)', "duplicate export name `a`"),
    "constant type": ("(global i32 (i64.const 0))", "type mismatch in constant expression: expected i32, found i64"),
    "no constant": ("(global i32)", "type mismatch in constant expression: expected i32, found nothing"),
    "two constants": ("(global i32 (i32.const 0) (i32.const 0))", "expected i32, found i32 i32"),
    "constant operands": ("(global i32 (i32.add (i32.const 0) (i64.const 0)))", "type mismatch: `i32.add` expected"),
    "mutable global": ("(global $a (mut i32) (i32.const 0)) (global i32 (global.get $a))", "constant expression req"),
    "later global": ("(global i32 (global.get 1)) (global i32 (i32.const 0))", "unknown global 1"),
    "global in table": ("(global funcref (ref.null func)) (table 1 funcref (global.get 0))", "unknown global 0"),
    "reference type": ("(global funcref (ref.null extern))", "type mismatch"),
    "null of a table": ("(table 1 funcref (ref.null extern))", "type mismatch"),
    "function of an element": ("(table 1 funcref) (elem (i32.const 0) 3)", "unknown function 3"),
    "function of an expression": ("(elem funcref (ref.func 3))", "unknown function 3"),
    "table of an element": ("(func $f) (elem (i32.const 0) $f)", "unknown table 0"),
    "type of an element": ("(table 1 externref) (func $f) (elem (i32.const 0) $f)", "type mismatch: expected ext"),
    "offset of an element": ("(table 1 funcref) (elem (i64.const 0))", "type mismatch"),
    "memory of a data segment": ('(data (i32.const 0) "")', "unknown memory 0"),
    "offset of a data segment": ('(memory 1) (data (f32.const 0) "")', "type mismatch"),
}


@pytest.mark.parametrize("text, message", INVALID.values(), ids=INVALID.keys())
def test_invalid_module_is_rejected(text, message):
    with pytest.raises(ValidationError, match=message):
        validate(decode(wat(f"(module {text})")))


VALID = {
    "extended constants": """(import "" "" (global $g i32))
        (global i32 (i32.sub (i32.mul (global.get $g) (i32.const 3)) (i32.const 1)))
        (global i64 (i64.add (i64.const 1) (i64.const -1)))""",
    "earlier globals": "(global i32 (i32.const 0)) (global i32 (global.get 0))",
    "tables with initial values": "(func $f) (table 3 funcref (ref.func $f))",
    "the largest memory": "(memory 65536 65536)",
    "shared memory": "(memory 0 0 shared) (memory i64 1 4 shared) (memory 1 4 shared (pagesize 1))",
    "the largest table": "(table 0xffffffff funcref)",
    "references": "(global exnref (ref.null exn)) (elem externref (ref.null extern))",
}


@pytest.mark.parametrize("text", VALID.values(), ids=VALID.keys())
def test_valid_module_is_accepted(text):
    validate(decode(wat(f"(module {text})")))


FUNCTION_TYPE = section(TYPE, vector([functype()]))
UNKNOWN = {
    "start": (functions(b"", between=section(START, b"\1")), "unknown function 1"),
    "export": (functions(b"", between=section(EXPORT, vector([name("f") + b"\2\0"]))), "unknown memory 0"),
    "tag": (functions(b"", between=section(EXPORT, vector([name("f") + b"\4\7"]))), "unknown tag 7"),
}


def test_the_function_of_an_unknown_type_is_named():
    data = module(FUNCTION_TYPE, section(FUNCTION, b"\3\0\5\0"), section(10, b"\3" + b"\2\0\x0b" * 3))

    with pytest.raises(ValidationError, match="unknown type 5") as caught:
        validate(decode(data))
    assert (1, data.index(b"\3\0\5\0") + 2) == (caught.value.funcidx, caught.value.offset)


@pytest.mark.parametrize("data, message", UNKNOWN.values(), ids=UNKNOWN.keys())
def test_unknown_indices_are_rejected(data, message):
    with pytest.raises(ValidationError, match=message):
        validate(decode(data))
