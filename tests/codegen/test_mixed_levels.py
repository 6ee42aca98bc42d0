"""Functions of modules that were compiled at different levels call each other, and take each other's tail calls."""

import itertools

import pytest

from tests.codegen.objects import on_x86_64
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.host.instance import Store

pytestmark = on_x86_64

TYPES = ["i64", "f64", "i32", "f32"] * 4
PARAMETERS = " ".join(f"(param {type_})" for type_ in TYPES)
PASSED = " ".join(f"(local.get {n})" for n in range(len(TYPES)))
RESULTS = "(result i64 f64 i32 f32 i64 i64 f64)"
RETURNED = " ".join(f"(local.get {n})" for n in (0, 1, 2, 3, 4, 8, 9))
CALLEE = f"""(module (type $many (func {PARAMETERS} {RESULTS}))
    (func $even (export "even") (param i64) (result i64)
      (if (i64.eqz (local.get 0)) (then (return (i64.const 44))))
      (return_call $odd (i64.sub (local.get 0) (i64.const 1))))
    (func $odd (param i64) (result i64)
      (if (i64.eqz (local.get 0)) (then (return (i64.const 99))))
      (return_call $even (i64.sub (local.get 0) (i64.const 1))))
    (func (export "plain") (type $many) {RETURNED})
    (func $again (export "again") (type $many)
      (if (i64.eqz (local.get 4)) (then (return {RETURNED})))
      (local.set 4 (i64.sub (local.get 4) (i64.const 1)))
      (return_call $again {PASSED})))"""
CALLER = f"""(module (type $one (func (param i64) (result i64))) (type $many (func {PARAMETERS} {RESULTS}))
    (import "callee" "even" (func $even (type $one)))
    (import "callee" "plain" (func $plain (type $many))) (import "callee" "again" (func $again (type $many)))
    (table 3 funcref) (elem (i32.const 0) func $even $plain $again)
    (func $t (type $one) (return_call $even (local.get 0)))
    (func $u (type $one) (return_call_indirect (type $one) (local.get 0) (i32.const 0)))
    (func $v (param i32) (type $many) {PASSED} (return_call_indirect (type $many) (i32.const 1)))
    (func (export "run") (param $n i64) (result i64) (local $sum i64)
      (loop $l
        (local.set $sum (i64.add (local.get $sum) (i64.add (call $t (i64.const 5)) (call $u (i64.const 6)))))
        (br_if $l (i64.ne (i64.const 0) (local.tee $n (i64.sub (local.get $n) (i64.const 1))))))
      (local.get $sum))
    (func (export "plain") (type $many) (call $plain {PASSED}))
    (func (export "tail") (type $many) (return_call $again {PASSED}))
    (func (export "through") (type $many) (return_call_indirect (type $many) {PASSED} (i32.const 2))))"""
CALLER = CALLER.replace("(func $v (param i32) (type $many)", f"(func $v {PARAMETERS} {RESULTS}")
LEVELS = ("interpret", "baseline", "fast", "max")


@pytest.mark.parametrize("caller, callee", list(itertools.product(LEVELS, LEVELS)))
def test_levels_call_each_other(caller, callee):
    store = Store()
    exports = store.instantiate(Engine(level=callee, cache=None, jobs=1).compile(wat(CALLEE))).exports
    imports = {("callee", name): exports[name] for name in ("even", "plain", "again")}
    called = store.instantiate(Engine(level=caller, cache=None, jobs=1).compile(wat(CALLER)), imports).exports
    arguments = list(range(100, 100 + len(TYPES)))

    assert [1000 * (99 + 44)] == called["run"].call_raw([1000])
    assert [*arguments[:5], arguments[8], arguments[9]] == called["plain"].call_raw(arguments)
    for name in ("tail", "through"):
        assert [*arguments[:4], 0, arguments[8], arguments[9]] == called[name].call_raw(arguments)
