"""Exceptions live as long as anything can name them, wherever that is, and no longer."""

import resource

import pytest

from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import Stopped, TimedOut, Trap
from wasihost.host.guest import Limits
from wasihost.host.instance import Store
from wasihost.runtime import heap
from wasihost.runtime.accounting import POISON
from wasihost.wasm import limits

reuse = pytest.mark.skipif(POISON, reason="the poisoned runtime collects before each throw, and uses nothing again")
TIMES = 300 if POISON else 30_000
# `make` gives a reference; `churn` fills the heap many times over with exceptions that nobody keeps; `value` throws by
# reference, and catches without one.
PARTS = f"""
  (type $nine (func (param i64 i64 i64 i64 i64 i64 i64 i64 i64)))
  (tag $t (param i64)) (tag $e (param i64 exnref)) (tag $nine (type $nine))
  (global $g (export "g") (mut exnref) (ref.null exn)) (table $table (export "table") 10 exnref)
  (func $make (param i64) (result exnref)
    (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t (local.get 0))) unreachable))
  (func $pair (param i64 exnref) (result exnref)
    (block $h (result exnref) (try_table (catch_all_ref $h) (throw $e (local.get 0) (local.get 1))) unreachable))
  (func $large (result exnref)
    (block $h (result exnref) (try_table (catch_all_ref $h) (throw $nine (i64.const 1) (i64.const 2) (i64.const 3)
      (i64.const 4) (i64.const 5) (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9))) unreachable))
  (func $churn (export "churn") (local $n i32)
    (loop $again
      (drop (call $make (i64.const -1))) (drop (call $pair (i64.const -1) (call $make (i64.const -1))))
      (drop (call $large))
      (block $h (try_table (catch_all $h) (throw $t (i64.const -1))))
      (br_if $again (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const {TIMES})))))
  (func $value (export "value") (param exnref) (result i64)
    (block $h (result i64) (try_table (catch $t $h) (throw_ref (local.get 0))) unreachable))
  (func $twice (param exnref) (result i64) (i64.add (call $value (local.get 0)) (call $value (local.get 0))))
  (func $inner (param exnref) (result exnref)
    (block $h (result i64 exnref) (try_table (catch $e $h) (throw_ref (local.get 0))) unreachable)
    (local.set 0) (drop) (local.get 0))"""
# place → a function with 21 twice as its result, and what else the module needs for it
PLACES = {
    "a local": "(local.set $x (call $make (i64.const 21))) (call $churn) (call $twice (local.get $x))",
    "the operand stack": "(call $make (i64.const 21)) (call $churn) (call $twice)",
    "many locals": "".join(f"(local.set ${n} (call $make (i64.const 3)))" for n in "abcdijk")
    + "(call $churn) (call $churn) (i64.const 0)"
    + "".join(f"(i64.add (call $twice (local.get ${n})))" for n in "abcdijk"),
    "a global": "(global.set $g (call $make (i64.const 21))) (call $churn) (call $twice (global.get $g))",
    "a table": "(table.set $table (i32.const 7) (call $make (i64.const 21))) (call $churn)"
    "(call $twice (table.get $table (i32.const 7)))",
    "a table that grew": "(drop (table.grow $table (call $make (i64.const 21)) (i32.const 100000))) (call $churn)"
    "(call $twice (table.get $table (i32.const 100009)))",
    "a payload": "(global.set $g (call $pair (i64.const 1) (call $make (i64.const 21)))) (call $churn)"
    "(call $twice (call $inner (global.get $g)))",
    "a chain of payloads": "(global.set $g (call $make (i64.const 21)))"
    "(loop $l (global.set $g (call $pair (i64.const 1) (global.get $g))) (br_if $l (i32.lt_u (local.tee $n"
    " (i32.add (local.get $n) (i32.const 1))) (i32.const 20000)))) (call $churn)"
    "(loop $l (global.set $g (call $inner (global.get $g))) (br_if $l (local.tee $n"
    " (i32.sub (local.get $n) (i32.const 1))))) (call $twice (global.get $g))",
    "the payload of one that is thrown": "(block $h (result i64 exnref) (try_table (catch $e $h)"
    "(call $throws (call $make (i64.const 21)))) unreachable) (local.set $x) (drop) (call $churn)"
    "(call $twice (local.get $x))",
    "behind a plain catch": "(local.set $x (call $make (i64.const 21))) (drop (call $value (local.get $x)))"
    "(block $h (try_table (catch_all $h) (throw_ref (local.get $x)))) (call $churn) (call $twice (local.get $x))",
    "frames further out": "(call $deep (call $make (i64.const 21)) (i32.const 500))",
    "the arguments of a tail call": "(return_call $many (i64.const 0) (i64.const 0) (i64.const 0) (i64.const 0)"
    "(i64.const 0) (i64.const 0) (i64.const 0) (call $make (i64.const 21)))",
    "while the stack unwinds": "(block $h (try_table (catch_all $h) (call $cleans (call $make (i64.const 21)))))"
    "(call $twice (global.get $g))",
}  # fmt: skip
HELPERS = """
  (func $throws (param exnref) (throw $e (i64.const 1) (local.get 0)))
  (func $deep (param exnref i32) (result i64)
    (if (i32.eqz (local.get 1)) (then (call $churn) (return (i64.const 0))))
    (call $deep (local.get 0) (i32.sub (local.get 1) (i32.const 1)))
    (if (result i64) (i32.eq (local.get 1) (i32.const 500)) (then (call $twice (local.get 0))) (else (i64.const 0)))
    (i64.add))
  (func $many (param i64 i64 i64 i64 i64 i64 i64 exnref) (result i64)
    (call $churn) (call $twice (local.get 7)))
  (func $cleans (param exnref)
    (block $h (result exnref) (try_table (catch_all_ref $h) (call $throws (local.get 0))) (return))
    (local.set 0) (call $churn) (global.set $g (call $inner (local.get 0))) (throw_ref (local.get 0)))"""


LOCALS = " ".join(f"(local ${n} exnref)" for n in "abcdijk")


def module(body):
    return (
        f'(module {PARTS} {HELPERS} (func (export "f") (result i64) (local $n i32) (local $x exnref) {LOCALS} {body}))'
    )


@pytest.mark.parametrize("body", PLACES.values(), ids=list(PLACES))
def test_referenced_exceptions_survive_collections(compile, body):
    """Every cell that is free was used before: one that is taken too early has another payload."""
    exports = Store(limits=Limits(memory=4 << 20)).instantiate(compile(module(body))).exports
    for _ in range(2):
        assert [42] == exports["f"].call_raw([])


OTHER = """(module (import "m" "g" (global $g (mut exnref))) (import "m" "table" (table $table 10 exnref))
  (tag $t (param i64)) (global $kept (export "kept") (mut exnref) (ref.null exn))
  (func $make (param i64) (result exnref)
    (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t (local.get 0))) unreachable))
  (func (export "put")
    (global.set $g (call $make (i64.const 1))) (table.set $table (i32.const 3) (call $make (i64.const 2)))
    (global.set $kept (call $make (i64.const 3))))
  (func $value (param exnref) (result i64)
    (block $h (result i64) (try_table (catch $t $h) (throw_ref (local.get 0))) unreachable))
  (func (export "f") (result i64 i64 i64)
    (call $value (global.get $g)) (call $value (table.get $table (i32.const 3))) (call $value (global.get $kept))))"""


def test_exceptions_kept_by_other_instances_survive(compile):
    store = Store()
    first = store.instantiate(compile(module("(i64.const 0)"))).exports
    other = store.instantiate(compile(OTHER), {("m", name): extern for name, extern in first.items()}).exports
    other["put"].call_raw([])
    f = other["f"]
    del other
    first["churn"].call_raw([])
    assert [1, 2, 3] == f.call_raw([])


def test_exceptions_referenced_by_python_survive(compile):
    text = module("(i64.const 0)").replace("(func $make (param", '(func $make (export "make") (param')
    exports = Store().instantiate(compile(text)).exports
    kept = [exports["make"].call_raw([n])[0] for n in range(50)]
    exports["churn"].call_raw([])
    assert [[n] for n in range(50)] == [exports["value"].call_raw([reference]) for reference in kept]


def test_a_reference_in_a_global_that_python_reads_stays(compile):
    text = module("(global.set $g (call $make (i64.const 5))) (i64.const 0)")
    text = text.replace("(func $value", '(func (export "clear") (global.set $g (ref.null exn))) (func $value')
    exports = Store().instantiate(compile(text)).exports
    exports["f"].call_raw([])
    reference = exports["g"].raw
    exports["clear"].call_raw([])
    exports["churn"].call_raw([])
    assert [5] == exports["value"].call_raw([reference])


# -------------------------------------------------------------------------------------------------- what nobody keeps
@reuse
def test_unreferenced_exceptions_are_freed(compile):
    exports = Store(limits=Limits(memory=0)).instantiate(compile(module("(i64.const 0)"))).exports
    for _ in range(5):
        exports["churn"].call_raw([])


@reuse
def test_exceptions_that_end_a_call_are_not_kept(compile):
    text = '(module (tag $t (param i64)) (func (export "f") (throw $t (i64.const 1))))'
    f = Store(limits=Limits(memory=0)).instantiate(compile(text)).exports["f"]
    for _ in range(20_000):
        with pytest.raises(Trap, match="unhandled exception"):
            f.call_raw([])


KEEPS = {
    "a chain": "(loop $l (global.set $g (call $pair (i64.const 1) (global.get $g))) (br $l)) (i64.const 0)",
    "a table": "(drop (table.grow $table (ref.null exn) (i32.const 1000000)))"
    "(loop $l (local.set $n (i32.add (local.get $n) (i32.const 1)))"
    "(table.set $table (local.get $n) (call $make (i64.const 1))) (br $l)) (i64.const 0)",
    "large ones": "(drop (table.grow $table (ref.null exn) (i32.const 1000000)))"
    "(loop $l (local.set $n (i32.add (local.get $n) (i32.const 1)))"
    "(table.set $table (local.get $n) (call $large)) (br $l)) (i64.const 0)",
    "the stack": "(drop (call $endless (ref.null exn))) (i64.const 0)",
}


@reuse
@pytest.mark.parametrize("body", KEEPS.values(), ids=list(KEEPS))
def test_referenced_exceptions_count_as_memory(compile, body):
    endless = """(func $endless (param exnref) (result exnref) (local exnref exnref exnref exnref)
      (local.set 1 (call $large)) (local.set 2 (call $large)) (local.set 3 (call $large)) (local.set 4 (call $large))
      (drop (call $endless (local.get 1))) (call $throws (local.get 2)) (call $throws (local.get 3)) (local.get 4))"""
    text = module(body).replace("(func $churn", f"{endless} (func $churn")
    store = Store(limits=Limits(memory=16 << 20), stack_size=64 << 20)
    exports = store.instantiate(compile(text)).exports
    for _ in range(2):
        with pytest.raises(Stopped, match=r"^the guest needs more than 16.0 MiB of memory$"):
            exports["f"].call_raw([])


@reuse
def test_a_size_that_is_not_needed_any_more_is_there_for_others(compile):
    """Blocks go from payloads of one size to those of another, and back to the memory."""
    text = module("(i64.const 0)").replace(
        "(func $value",
        """(memory (export "memory") 1)
        (func (export "small") (local $n i32) (global.set $g (ref.null exn))
          (loop $l (global.set $g (call $pair (i64.const 1) (global.get $g)))
            (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 60000)))))
        (func (export "large") (local $n i32) (global.set $g (ref.null exn))
          (drop (table.grow $table (ref.null exn) (i32.const 10000)))
          (loop $l (table.set $table (local.get $n) (call $large))
            (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 10000))))
          (table.fill $table (i32.const 0) (ref.null exn) (i32.const 10000)))
        (func $value""",
    )
    exports = Store(limits=Limits(memory=4 << 20)).instantiate(compile(text)).exports
    for _ in range(3):
        exports["small"].call_raw([])
        exports["large"].call_raw([])


@reuse
def test_time_ends_a_collection():
    text = module("(loop $l (global.set $g (call $pair (i64.const 1) (global.get $g))) (br $l)) (i64.const 0)")
    compiled = Engine(level="fast", cache=None, jobs=1).compile(wat(text))
    for seconds in (0.003, 0.01, 0.03, 0.1):
        store = Store(limits=Limits(timeout=seconds, memory=256 << 20))
        exports = store.instantiate(compiled).exports
        for _ in range(2):
            with pytest.raises(TimedOut), store.limited_time():
                exports["f"].call_raw([])
        exports["churn"].call_raw([])


@reuse
def test_the_end_of_the_stack_leaves_a_whole_heap(compile):
    text = module("(call $down (i32.const 0)) (i64.const 0)").replace(
        "(func $value",
        """(func $down (param i32) (local exnref) (local.set 1 (call $make (i64.const 9)))
          (call $down (i32.add (local.get 0) (i32.const 1))) (global.set $g (local.get 1)))
        (func $value""",
    )
    exports = Store(stack_size=1 << 20).instantiate(compile(text)).exports
    for _ in range(20):
        with pytest.raises(Trap, match="call stack exhausted"):
            exports["f"].call_raw([])
        exports["churn"].call_raw([])


@reuse
def test_little_address_space_is_enough(compile):
    exports = Store().instantiate(compile(module("(i64.const 0)"), guarded=False)).exports
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    with open("/proc/self/statm") as file:
        used = int(file.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + (64 << 20), hard))
    try:
        exports["churn"].call_raw([])
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def test_every_payload_fits_into_a_cell():
    assert 1 << heap.KINDS - 1 >= limits.PARAMETERS
    assert heap.BLOCK >= heap.Exception_.size + (heap.SLOT << heap.KINDS - 1)
