"""References to functions of one type: calls, nulls, and what modules may hand each other."""

import pytest

from wasihost.errors import LinkError, Trap
from wasihost.host.instance import Store

MAKER = """(module
  (type $t (func (param i32) (result i32)))
  (func $double (type $t) (i32.mul (local.get 0) (i32.const 2)))
  (elem declare func $double)
  (global (export "function") (ref $t) (ref.func $double))
  (global (export "perhaps") (ref null $t) (ref.null $t))
  (global (export "changing") (mut (ref null $t)) (ref.null $t))
  (table (export "table") 1 (ref $t) (ref.func $double))
  (func (export "get") (result (ref null $t)) (global.get 0))
  (func (export "null") (result (ref null $t)) (ref.null $t)))"""
HEAD = "(type $other (func)) (type $t (func (param i32) (result i32)))"  # its index is another one here
FITS = {
    "the same": ('(import "m" "function" (global (ref $t)))', True),
    "one that may be null": ('(import "m" "function" (global (ref null $t)))', True),
    "any function": ('(import "m" "function" (global funcref))', True),
    "any function but null": ('(import "m" "function" (global (ref func)))', True),
    "another type": ('(import "m" "function" (global (ref $other)))', False),
    "one that is not null": ('(import "m" "perhaps" (global (ref $t)))', False),
    "another kind": ('(import "m" "function" (global externref))', False),
    "the same that changes": ('(import "m" "changing" (global (mut (ref null $t))))', True),
    "a wider one that changes": ('(import "m" "changing" (global (mut funcref)))', False),
    "a table": ('(import "m" "table" (table 1 (ref $t)))', True),
    "a wider table": ('(import "m" "table" (table 1 funcref))', False),
    "a table of nulls": ('(import "m" "table" (table 1 (ref null $t)))', False),
    "a function that returns one": ('(import "m" "get" (func (result (ref null $t))))', True),
    "a function that returns another": ('(import "m" "get" (func (result (ref null $other))))', False),
}


@pytest.fixture
def link(compile):
    def link(text):
        store = Store()
        exports = store.instantiate(compile(MAKER)).exports
        return store.instantiate(compile(f"(module {HEAD} {text})"), {("m", name): e for name, e in exports.items()})

    return link


@pytest.mark.parametrize("name", FITS)
def test_types_of_imports(link, name):
    text, fits = FITS[name]
    if fits:
        link(text)
    else:
        with pytest.raises(LinkError, match="incompatible import"):
            link(text)


def test_calls_through_references(link):
    exports = link("""
      (import "m" "get" (func $get (result (ref null $t))))
      (import "m" "null" (func $null (result (ref null $t))))
      (import "m" "table" (table $table 1 (ref $t)))
      (func (export "call") (param i32) (result i32) (call_ref $t (local.get 0) (call $get)))
      (func (export "tail") (param i32) (result i32) (return_call_ref $t (local.get 0) (call $get)))
      (func (export "table") (param i32) (result i32) (call_ref $t (local.get 0) (table.get $table (i32.const 0))))
      (func (export "indirect") (param i32) (result i32)
        (call_indirect $table (type $t) (local.get 0) (i32.const 0)))
      (func (export "null") (param i32) (result i32) (call_ref $t (local.get 0) (call $null)))
      (func (export "null tail") (param i32) (result i32) (return_call_ref $t (local.get 0) (call $null)))
      (func (export "must") (param i32) (result i32) (drop (ref.as_non_null (call $null))) (local.get 0))
      (func (export "branch") (param i32) (result i32)
        (block $null (return (call_ref $t (local.get 0) (br_on_null $null (call $null))))) (i32.const -1))
      (func (export "other branch") (param i32) (result i32)
        (local.get 0) (block $there (result (ref $t)) (br_on_non_null $there (call $get)) (return (i32.const -1)))
        (call_ref $t))""").exports
    for name in ("call", "tail", "table", "indirect", "other branch"):
        assert exports[name].call_raw([21]) == [42], name
    assert exports["branch"].call_raw([21]) == [0xFFFFFFFF]
    for name in ("null", "null tail"):
        with pytest.raises(Trap, match="null function reference"):
            exports[name].call_raw([21])
    with pytest.raises(Trap, match="null reference"):
        exports["must"].call_raw([21])


def test_tail_calls_through_references_leave_no_frame(run):
    text = """(module (type $t (func (param i64) (result i64)))
      (elem declare func $f)
      (func $f (export "f") (type $t)
        (if (i64.eqz (local.get 0)) (then (return (i64.const 7))))
        (return_call_ref $t (i64.sub (local.get 0) (i64.const 1)) (ref.func $f))))"""
    assert run(text, 3_000_000) == [7]


def test_types_that_refer_to_themselves_are_equal_in_every_module(compile):
    maker = """(module (type $t (func (param (ref null $t)) (result i32)))
      (func (export "f") (type $t) (ref.is_null (local.get 0))))"""
    user = """(module (type $other (func)) (type $t (func (param (ref null $t)) (result i32)))
      (import "m" "f" (func $f (type $t))) (elem declare func $f)
      (func (export "f") (result i32) (call_ref $t (ref.null $t) (ref.func $f))))"""
    store = Store()
    f = store.instantiate(compile(maker)).exports["f"]
    assert store.instantiate(compile(user), {("m", "f"): f}).exports["f"].call_raw([]) == [1]
