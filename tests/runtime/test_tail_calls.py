"""Tail calls: a stack that does not grow, whoever calls whom, and values that do not fit into registers."""

from functools import reduce

import pytest

from wasihost.errors import Trap, WasmException
from wasihost.host.instance import Store

DEEP = 3_000_000  # calls: more than any stack has room for frames
INTEGERS = " ".join(["i64"] * 20)
FLOATS = " ".join(["f64"] * 12)
GETS = " ".join(f"(local.get {n})" for n in range(1, 33))
PARTS = [f"(local.get {n})" for n in range(1, 21)] + [f"(i64.trunc_f64_s (local.get {n}))" for n in range(21, 33)]
SUM = reduce(lambda total, part: f"(i64.add {total} {part})", PARTS)
CONSTANTS = "".join(f"(i64.const {n}) " for n in range(1, 21)) + "".join(f"(f64.const {n}) " for n in range(21, 33))

# fmt: off
CASES = {  # functions of which `f` is called with DEEP → result
    "itself": """(func $f (export "f") (param i64) (result i64)
        (if (i64.eqz (local.get 0)) (then (return (i64.const 7))))
        (return_call $f (i64.sub (local.get 0) (i64.const 1))))""",
    "each other": """(func $even (export "f") (param i64) (result i64)
        (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 7))
          (else (return_call $odd (i64.sub (local.get 0) (i64.const 1))))))
      (func $odd (param i64) (result i64)
        (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 9))
          (else (return_call $even (i64.sub (local.get 0) (i64.const 1))))))""",
    "through a table": """(type $t (func (param i64) (result i64)))
      (table funcref (elem $a $b))
      (func $a (export "f") (type $t)
        (if (i64.eqz (local.get 0)) (then (return (i64.const 7))))
        (return_call_indirect (type $t) (i64.sub (local.get 0) (i64.const 1)) (i32.const 1)))
      (func $b (type $t)
        (return_call_indirect (type $t) (local.get 0) (i32.const 0)))""",
    "many values": f"""(func $f (export "f") (param i64) (result i64)
        (return_call $many (local.get 0) {CONSTANTS}))
      (func $many (param i64 {INTEGERS} {FLOATS}) (result i64)
        (if (i64.eqz (local.get 0)) (then (return (i64.sub {SUM} (i64.const {sum(range(1, 33)) - 7})))))
        (return_call $many (i64.sub (local.get 0) (i64.const 1)) {GETS}))""",
    "fewer and more": """(func $f (export "f") (param i64) (result i64)
        (return_call $more (local.get 0) (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5)
          (i64.const 6) (i64.const 7)))
      (func $more (param i64 i64 i64 i64 i64 i64 i64 i64) (result i64)
        (if (i64.eqz (local.get 0)) (then (return (local.get 7))))
        (return_call $f (i64.sub (local.get 0) (i64.const 1))))""",
    "around a handler": """(tag $e) (func $f (export "f") (param i64) (result i64)
        (if (i64.eqz (local.get 0)) (then (return (i64.const 7))))
        (block $caught (try_table (catch_all $caught)
          (return_call $f (i64.sub (local.get 0) (i64.const 1)))))
        (i64.const 9))""",
}
# fmt: on


@pytest.mark.parametrize("name", CASES)
def test_the_stack_does_not_grow(run, name):
    assert run(f"(module {CASES[name]})", DEEP) == [7]


def test_arguments_and_results_that_do_not_fit_into_registers(compile):
    results = "i64 f64 i32 i64 f64 f32 i64"
    text = f"""(module
      (func $sum (param i32 {INTEGERS} {FLOATS}) (result i64) {SUM})
      (func (export "sum") (result i64) (return_call $sum (i32.const 0) {CONSTANTS}))
      (func (export "called") (result i64) (call $sum (i32.const 0) {CONSTANTS}))
      (func $many (export "many") (result {results})
        (i64.const 1) (f64.const 2) (i32.const 3) (i64.const 4) (f64.const 5) (f32.const 6) (i64.const 7))
      (func $tail (export "tail") (result {results}) (return_call $many))
      (func (export "swapped") (result i64 i32) (call $tail) (local.set 0) (drop) (drop) (drop) (local.set 1) (drop)
        (drop) (local.get 0) (local.get 1)))"""
    text = text.replace('"swapped") (result i64 i32)', '"swapped") (result i64 i32) (local i64 i32)')
    exports = Store().instantiate(compile(text)).exports
    assert exports["sum"].call_raw([]) == exports["called"].call_raw([]) == [sum(range(1, 33))]
    many = exports["many"].call_raw([])
    assert many[0] == 1 and many[2:4] == [3, 4] and many[6] == 7
    assert exports["tail"].call_raw([]) == many
    assert exports["swapped"].call_raw([]) == [7, 3]


def test_modules_that_tail_call_each_other(compile):
    first = """(module
      (type $t (func (param i64) (result i64)))
      (table (export "table") 2 funcref)
      (func (export "f") (type $t)
        (if (i64.eqz (local.get 0)) (then (return (i64.const 7))))
        (return_call_indirect (type $t) (i64.sub (local.get 0) (i64.const 1)) (i32.const 1))))"""
    second = """(module
      (type $t (func (param i64) (result i64)))
      (import "a" "f" (func $f (type $t)))
      (import "a" "table" (table 2 funcref))
      (elem (i32.const 1) $g)
      (func $g (type $t) (return_call $f (local.get 0))))"""
    store = Store()
    a = store.instantiate(compile(first)).exports
    store.instantiate(compile(second), {("a", name): extern for name, extern in a.items()})
    assert a["f"].call_raw([DEEP]) == [7]


def test_a_function_without_tail_calls_returns_to_the_one_that_called_it(compile):
    plain = '(module (func (export "f") (param i64 i32) (result i32 i64) (local.get 1) (local.get 0)))'
    store = Store()
    f = store.instantiate(compile(plain)).exports["f"]
    tail = """(module
      (type $t (func (param i64 i32) (result i32 i64)))
      (import "a" "f" (func $f (type $t)))
      (table funcref (elem $f))
      (func (export "direct") (type $t) (return_call $f (local.get 0) (local.get 1)))
      (func (export "indirect") (type $t)
        (return_call_indirect (type $t) (local.get 0) (local.get 1) (i32.const 0))))"""
    exports = store.instantiate(compile(tail), {("a", "f"): f}).exports
    assert exports["direct"].call_raw([5, 6]) == exports["indirect"].call_raw([5, 6]) == [6, 5]


def test_exception_after_a_tail_call_skips_the_caller_s_handlers(compile):
    text = """(module (tag $e)
      (func $throws (throw $e))
      (func $tail (block $caught (try_table (catch_all $caught) (return_call $throws))))
      (func (export "f") (return_call $tail))
      (func (export "caught") (result i32)
        (block $caught (try_table (catch_all $caught) (call $tail)) (return (i32.const 1))) (i32.const 2)))"""
    exports = Store().instantiate(compile(text)).exports
    with pytest.raises(WasmException):
        exports["f"].call_raw([])
    assert exports["caught"].call_raw([]) == [2]


def test_frames_of_tail_calls_are_gone_and_entries_are_not_shown(compile):
    text = """(module
      (func $last (param i32) unreachable)
      (func $between (param i32) (return_call $last (local.get 0)))
      (func $first (export "f") (param i32) (call $between (local.get 0))))"""
    with pytest.raises(Trap) as caught:
        Store().instantiate(compile(text)).exports["f"].call_raw([1])
    assert [frame.name for frame in caught.value.frames] == ["last", "first"]


def test_recursion_without_end_still_traps(compile):
    text = '(module (func $f (export "f") (call $f) (return_call $f)))'
    with pytest.raises(Trap, match="call stack exhausted"):
        Store().instantiate(compile(text)).exports["f"].call_raw([])
