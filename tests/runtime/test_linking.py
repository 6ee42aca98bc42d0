"""Imports and exports between instances: exact types, shared state, errors that name the import."""

import pytest

from wasihost import errors
from wasihost.host.instance import Store

PROVIDER = """(module
  (memory (export "memory") 2 4) (table (export "table") 3 5 funcref)
  (global (export "constant") i32 (i32.const 42)) (global (export "variable") (mut i64) (i64.const 7))
  (tag (export "tag") (param i32))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "bump") (global.set 1 (i64.add (global.get 1) (i64.const 1)))))"""

MISMATCHES = {
    "parameters": '(func (import "p" "add") (param i32 i64) (result i32))',
    "results": '(func (import "p" "add") (param i32 i32))',
    "kind": '(global (import "p" "add") i32)',
    "mutability": '(global (import "p" "constant") (mut i32))',
    "global type": '(global (import "p" "variable") (mut i32))',
    "too small a memory": '(memory (import "p" "memory") 3)',
    "too large a memory": '(memory (import "p" "memory") 1 3)',
    "too small a table": '(table (import "p" "table") 4 funcref)',
    "table type": '(table (import "p" "table") 1 externref)',
    "tag type": '(tag (import "p" "tag") (param i64))',
}


@pytest.fixture
def provider(compile):
    store = Store()
    return store, {("p", name): extern for name, extern in store.instantiate(compile(PROVIDER)).exports.items()}


def test_names_may_hold_anything(compile):
    store = Store()
    exports = store.instantiate(compile('(module (func (export "\\n\\1bÿ") (result i32) (i32.const 7)))')).exports
    text = '(module (import "a\\t" "\\n\\1bÿ" (func (result i32))) (export "f" (func 0)))'

    user = store.instantiate(compile(text), {("a\t", "\n\x1bÿ"): exports["\n\x1bÿ"]})
    assert [7] == user.exports["f"].call_raw([])

    with pytest.raises(errors.LinkError) as caught:
        store.instantiate(compile(text))
    assert caught.value.message.startswith("unknown import: `a\\x09::\\x0a\\x1bÿ`")


def test_functions_of_another_instance(compile, provider):
    store, imports = provider
    text = """(module (func $add (import "p" "add") (param i32 i32) (result i32))
      (func (export "f") (param i32) (result i32) (call $add (local.get 0) (i32.const 5))))"""

    assert [12] == store.instantiate(compile(text), imports).exports["f"].call_raw([7])


def test_state_is_shared(compile, provider):
    store, imports = provider
    text = """(module (global $v (import "p" "variable") (mut i64)) (global $c (import "p" "constant") i32)
      (func $bump (import "p" "bump")) (memory (import "p" "memory") 1)
      (func (export "f") (result i64) (call $bump)
        (i32.store (global.get $c) (i32.const 99)) (i64.add (global.get $v) (i64.load32_u (i32.const 42)))))"""

    assert [8 + 99] == store.instantiate(compile(text), imports).exports["f"].call_raw([])
    assert 8 == imports["p", "variable"].raw
    assert b"c" == imports["p", "memory"].read(42, 1)


def test_a_funcref_keeps_its_instance(compile, provider):
    store, imports = provider
    owner = """(module (table (import "p" "table") 3 funcref) (global $n i32 (i32.const 1234))
      (func $get (result i32) (global.get $n)) (elem (i32.const 1) $get))"""
    caller = """(module (table (import "p" "table") 3 funcref)
      (func (export "f") (result i32) (call_indirect (result i32) (i32.const 1))))"""
    store.instantiate(compile(owner), imports)

    assert [1234] == store.instantiate(compile(caller), imports).exports["f"].call_raw([])


@pytest.mark.parametrize("declaration", MISMATCHES.values(), ids=MISMATCHES.keys())
def test_types_must_match(compile, provider, declaration):
    store, imports = provider

    with pytest.raises(errors.LinkError, match="incompatible import type: `p::"):
        store.instantiate(compile(f"(module {declaration})"), imports)


def test_a_missing_import_is_named(compile):
    with pytest.raises(errors.LinkError, match="unknown import: `p::nothing`"):
        Store().instantiate(compile('(module (func (import "p" "nothing") (param i32)))'))


def test_exceptions_cross_instances(compile, provider):
    store, imports = provider
    thrower = """(module (tag $t (import "p" "tag") (param i32))
      (func (export "throw") (param i32) (throw $t (i32.add (local.get 0) (i32.const 1)))))"""
    throw = store.instantiate(compile(thrower), imports).exports["throw"]
    catcher = """(module (tag $t (import "p" "tag") (param i32)) (func $throw (import "p" "throw") (param i32))
      (func (export "f") (param i32) (result i32)
        (block $h (result i32) (try_table (catch $t $h) (call $throw (local.get 0))) (i32.const 0))))"""

    assert [41] == store.instantiate(compile(catcher), {**imports, ("p", "throw"): throw}).exports["f"].call_raw([40])


def test_stores_share_memories_only(compile, provider):
    """Code of two stores would disagree about the thread, the limits, and where arguments are spilled."""
    _, imports = provider
    wanted = {
        "add": "(func (param i32 i32) (result i32))",
        "variable": "(global (mut i64))",
        "tag": "(tag (param i32))",
    }
    for name, type_ in wanted.items():
        if ("p", name) in imports:
            user = compile(f'(module (import "p" "{name}" {type_}))')
            with pytest.raises(errors.LinkError, match=f"import `p::{name}` belongs to another store"):
                Store().instantiate(user, imports)
    Store().instantiate(compile('(module (import "p" "memory" (memory 1)))'), imports)
