"""Exceptions: which handler takes one, what it is given, and that registers survive the way there."""

import pytest

from wasihost import errors
from wasihost.host.instance import Store
from wasihost.runtime.accounting import POISON

# name → (module, arguments, results)
CASES = {
    "payload": (
        """(module (tag $t (param i32 i64 f32 f64))
          (func (export "f") (result i32 i64 f32 f64)
            (block $h (result i32 i64 f32 f64)
              (try_table (catch $t $h)
                (throw $t (i32.const 1) (i64.const -2) (f32.const 1.5) (f64.const -2.5)))
              unreachable)))""",
        [],
        [1, (1 << 64) - 2, 0x3FC00000, 0xC004000000000000],
    ),
    "the first clause that matches": (
        """(module (tag $a) (tag $b)
          (func (export "f") (result i32)
            (block $2 (block $1 (try_table (catch $a $1) (catch $b $2) (throw $b))) (return (i32.const 1)))
            (i32.const 2)))""",
        [],
        [2],
    ),
    "catch_all behind others": (
        """(module (tag $a) (tag $b)
          (func (export "f") (result i32)
            (block $all (block $a (try_table (catch $a $a) (catch_all $all) (throw $b))) (return (i32.const 1)))
            (i32.const 3)))""",
        [],
        [3],
    ),
    "an inner try that does not match": (
        """(module (tag $a) (tag $b (param i32))
          (func $thrower (throw $b (i32.const 5)))
          (func (export "f") (result i32)
            (block $outer (result i32)
              (try_table (catch $b $outer)
                (block $inner (try_table (catch $a $inner) (call $thrower))) )
              (i32.const 0))))""",
        [],
        [5],
    ),
    "rethrow by reference": (
        """(module (tag $t (param i32))
          (func $cleanup (param i32)
            (block $h (result exnref)
              (try_table (catch_all_ref $h) (throw $t (local.get 0))) (return))
            (throw_ref))
          (func (export "f") (param i32) (result i32)
            (block $h (result i32) (try_table (catch $t $h) (call $cleanup (local.get 0))) (i32.const 0))))""",
        [77],
        [77],
    ),
    "many frames": (
        """(module (tag $t (param i32))
          (func $deep (param i32) (result i32)
            (if (i32.eqz (local.get 0)) (then (throw $t (i32.const 9))))
            (i32.add (call $deep (i32.sub (local.get 0) (i32.const 1))) (i32.const 1)))
          (func (export "f") (param i32) (result i32)
            (block $h (result i32) (try_table (catch $t $h) (drop (call $deep (local.get 0)))) (i32.const 0))))""",
        [1000],
        [9],
    ),
    "call_indirect inside a try": (
        """(module (tag $t (param i32)) (table funcref (elem $a))
          (func $a (throw $t (i32.const 6)))
          (func (export "f") (result i32)
            (block $h (result i32) (try_table (catch $t $h) (call_indirect (i32.const 0))) (i32.const 0))))""",
        [],
        [6],
    ),
    "locals at the handler are those of the throw": (
        """(module (tag $t)
          (func $maybe (param i32) (if (local.get 0) (then (throw $t))))
          (func (export "f") (param i32) (result i32) (local $n i32) (local $sum i64)
            (block $h
              (try_table (catch $t $h)
                (loop $again
                  (local.set $n (i32.add (local.get $n) (i32.const 1)))
                  (call $maybe (i32.eq (local.get $n) (local.get 0)))
                  (local.set $sum (i64.add (local.get $sum) (i64.extend_i32_u (local.get $n))))
                  (br $again))))
            (i32.add (i32.mul (local.get $n) (i32.const 1000)) (i32.wrap_i64 (local.get $sum)))))""",
        [10],
        [10 * 1000 + 45],
    ),
    "many live values survive": (
        """(module (tag $t)
          (func $throw (throw $t))
          (func $noise (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))
          (func (export "f") (param i32) (result i32)
            (local $a i32) (local $b i32) (local $c i32) (local $d i32) (local $e i32) (local $g i32)
            (local.set $a (call $noise (local.get 0))) (local.set $b (call $noise (local.get $a)))
            (local.set $c (call $noise (local.get $b))) (local.set $d (call $noise (local.get $c)))
            (local.set $e (call $noise (local.get $d))) (local.set $g (call $noise (local.get $e)))
            (block $h (try_table (catch_all $h) (call $throw)))
            (i32.add (local.get 0) (i32.add (local.get $a) (i32.add (local.get $b) (i32.add (local.get $c)
              (i32.add (local.get $d) (i32.add (local.get $e) (local.get $g)))))))))""",
        [1],
        [1 + 3 + 9 + 27 + 81 + 243 + 729],
    ),
}


@pytest.mark.parametrize("text, args, expected", CASES.values(), ids=CASES.keys())
def test_handlers_catch_by_tag_and_order(run, text, args, expected):
    assert expected == run(text, *args)


def test_an_uncaught_exception_ends_the_call_and_nothing_else(compile):
    instance = Store().instantiate(
        compile("""(module (tag $t) (func (export "f") (param i32) (result i32)
          (if (local.get 0) (then (throw $t))) (i32.const 8)))""")
    )

    with pytest.raises(errors.WasmException, match="unhandled exception"):
        instance.exports["f"].call_raw([1])

    assert [8] == instance.exports["f"].call_raw([0])


@pytest.mark.skipif(POISON, reason="the poisoned runtime uses nothing again")
def test_a_million_throws_need_no_more_memory_than_one(run):
    text = """(module (tag $t (param i32))
      (func $throw (param i32) (throw $t (local.get 0)))
      (func (export "f") (param $n i32) (result i32) (local $sum i32)
        (loop $again
          (block $h (result i32) (try_table (catch $t $h) (call $throw (i32.const 1))) (i32.const 0))
          (local.set $sum (i32.add (local.get $sum)))
          (br_if $again (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (local.get $sum)))"""
    before = _resident()

    assert [1_000_000] == run(text, 1_000_000)
    assert _resident() - before < 64 << 20


def _resident() -> int:
    """Bytes of memory that this process has in use."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096


# A module that is compiled as one in which nothing is thrown, and another that makes it throw.  The values that live
# across the call are in registers that a frame with unwind information would restore.
KEEPS_VALUES = """(module
  (type $t (func))
  {declaration}
  (func (export "f") (param i64 i64 i64 i64 i64) (result i64)
    (local.set 0 (i64.mul (local.get 0) (i64.const 0x4141414141)))
    (local.set 1 (i64.mul (local.get 1) (i64.const 0x4141414141)))
    (local.set 2 (i64.mul (local.get 2) (i64.const 0x4141414141)))
    (local.set 3 (i64.mul (local.get 3) (i64.const 0x4141414141)))
    (local.set 4 (i64.mul (local.get 4) (i64.const 0x4141414141)))
    {call}
    (i64.add (i64.add (local.get 0) (local.get 1)) (i64.add (i64.xor (local.get 2) (local.get 3)) (local.get 4)))))"""
CATCHES = """(module
  (type $t (func))
  (import "b" "f" (func $f (param i64 i64 i64 i64 i64) (result i64)))
  {import_}
  (memory 1) (tag $e) (func $thrower (throw $e)) (elem declare func $thrower)
  (func (export "run") (param i64 i64 i64 i64) (result i64)
    {set}
    (i64.store (i32.const 8) (i64.const 7))
    (block $h
      (try_table (catch_all $h)
        (drop (call $f (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1) (i64.const 1)))))
    (i64.add (i64.load (i32.const 8))
      (i64.add (i64.add (local.get 0) (local.get 1)) (i64.add (local.get 2) (local.get 3))))))"""


def test_function_in_an_imported_global_may_throw(compile):
    store = Store()
    declaration = '(global $g (export "g") (mut (ref null $t)) (ref.null $t))'
    module = compile(KEEPS_VALUES.format(declaration=declaration, call="(call_ref $t (global.get $g))"))
    first = store.instantiate(module).exports
    imported = '(import "b" "g" (global $g (mut (ref null $t))))'
    second = compile(CATCHES.format(import_=imported, set="(global.set $g (ref.func $thrower))"))
    run = store.instantiate(second, {("b", name): extern for name, extern in first.items()}).exports["run"]
    assert [107] == run.call_raw([10, 20, 30, 40])


def test_no_handler_is_entered_through_a_function_that_never_throws(compile):
    """A module stands for WASI, whose functions throw nothing, and throws: its caller has no unwind information."""
    store = Store()
    wasi = store.instantiate(compile('(module (tag $e) (func (export "sched_yield") (throw $e)))')).exports
    declaration = '(import "wasi_snapshot_preview1" "sched_yield" (func $y))'
    module = compile(KEEPS_VALUES.format(declaration=declaration, call="(call $y)"))
    imports = {("wasi_snapshot_preview1", "sched_yield"): wasi["sched_yield"]}
    first = store.instantiate(module, imports).exports
    run = store.instantiate(compile(CATCHES.format(import_="", set="")), {("b", "f"): first["f"]}).exports["run"]
    with pytest.raises(errors.WasmException):
        run.call_raw([10, 20, 30, 40])
