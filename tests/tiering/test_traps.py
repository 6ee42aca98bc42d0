"""Traps, exceptions and backtraces are the same where baseline code was replaced."""

import pytest

from tests.codegen.objects import on_x86_64
from tests.tiering.improved import ImprovingEngine
from tests.wat import wat
from wasihost import errors
from wasihost.engine import Engine
from wasihost.host.instance import Store

pytestmark = on_x86_64

MANY = " ".join("(param i64)" for _ in range(9))
GIVEN = " ".join(f"(i64.const {n})" for n in range(9))
# The body of a function with a parameter and a result, and what else the module has.  Each has a loop.
CASES = {
    "a load that leaves the memory": (
        """(loop $l (result i32) (local.set $n (i32.add (local.get $n) (i32.const 512)))
        (drop (i32.load (local.get $n))) (br $l))""", "",
    ),
    "a division, three calls below a loop": (
        """(loop $l (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (drop (call $a (local.get $n))) (br_if $l (local.get $n))) (i32.const 0)""",
        """(func $a (param i32) (result i32) (i32.add (call $b (local.get 0)) (i32.const 1)))
        (func $b (param i32) (result i32) (local i32)
          (loop $l (local.set 1 (i32.add (local.get 1) (i32.const 1)))
            (br_if $l (i32.lt_u (local.get 1) (local.get 0))))
          (i32.div_u (i32.const 100) (i32.sub (local.get 0) (i32.const 3))))""",
    ),
    "recursion without end, from a loop": (
        "(loop $l (result i32) (drop (call $deeper (i32.const 0))) (br $l))",
        "(func $deeper (param i32) (result i32) (i32.add (call $deeper (local.get 0)) (i32.const 1)))",
    ),
    "an exception that nobody catches": (
        """(loop $l (result i32) (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (if (i32.eqz (local.get $n)) (then (throw $t (i32.const 5)))) (br $l))""", "",
    ),
    "an exception that a caller catches": (
        """(local $k i32) (loop $outer
          (block $caught (result i32) (try_table (catch $t $caught) (drop (call $throws (local.get $n)))) (i32.const 0))
          (local.set $k (i32.add (local.get $k)))
          (br_if $outer (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (local.get $k)""",
        """(func $throws (param i32) (result i32) (local $i i32)
          (loop $l (local.set $i (i32.add (local.get $i) (i32.const 1)))
            (br_if $l (i32.lt_u (local.get $i) (local.get 0))))
          (throw $t (local.get $i)))""",
    ),
    "operands below a loop in a loop": (
        """(local $k i32) (i32.const 7) (local.get $n)
        (loop $outer (param i32) (result i32)
          (i32.add (local.get $k))
          (local.set $k (i32.const 0))
          (i32.mul (i32.const 3)
            (loop $inner (result i32) (local.set $k (i32.add (local.get $k) (i32.const 1)))
              (br_if $inner (i32.lt_u (local.get $k) (local.get $n))) (local.get $k)))
          (i32.add)
          (br_if $outer (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (i32.add)""", "",
    ),
    "parameters and results in memory": (
        f"""(local $k i64) (loop $l (call $nine {GIVEN}) (drop) (drop) (drop) (drop)
          (local.set $k (i64.add (local.get $k)))
          (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))
        (i32.wrap_i64 (local.get $k))""",
        f"""(func $nine {MANY} (result i64 i64 i64 i64 i64) (local.get 8) (local.get 7) (local.get 6) (local.get 5)
          (loop $l (result i64) (local.set 4 (i64.add (local.get 4) (local.get 1)))
            (br_if $l (i64.lt_u (local.get 4) (i64.const 9))) (local.get 4)))""",
    ),
    "tail calls out of a loop": (
        """(loop $l (local.set $n (i32.sub (local.get $n) (i32.const 1)))
          (br_if $l (i32.gt_u (local.get $n) (i32.const 5))))
        (return_call $next (local.get $n) (i64.const 4))""",
        """(func $next (param $n i32) (param $k i64) (result i32)
          (loop $l (local.set $k (i64.mul (local.get $k) (i64.const 3)))
            (br_if $l (i64.lt_u (local.get $k) (i64.const 99))))
          (if (i32.eqz (local.get $n)) (then (return (i32.wrap_i64 (local.get $k)))))
          (return_call $next (i32.sub (local.get $n) (i32.const 1)) (i64.add (local.get $k) (i64.const 1))))""",
    ),
    "a branch of a handler that nothing reaches": (
        """(local $k i32) (loop $l (try_table (catch_all $l) (local.set $k (call $plain (local.get $n)))))
        (local.get $k)""",
        "(func $plain (param i32) (result i32) (i32.mul (local.get 0) (i32.const 3)))",
    ),
    "a table of branches": (
        """(local $k i32) (loop $l (block $done (block $c (block $b (block $a
            (br_table $a $b $l $c $done (i32.and (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 7))))
            (local.set $k (i32.add (local.get $k) (i32.const 1))) (br $l))
            (local.set $k (i32.mul (local.get $k) (i32.const 3))) (br $l))
            (local.set $k (i32.xor (local.get $k) (local.get $n)))
            (br_if $l (i32.lt_u (local.get $n) (i32.const 300)))))
        (local.get $k)""", "",
    ),
}  # fmt: skip
ENGINES = {
    "functions": lambda: ImprovingEngine(lambda _: "functions"),
    "loops": lambda: ImprovingEngine(lambda _: "loops"),
    "mixed": lambda: ImprovingEngine(lambda _: "mixed"),
    "some mixed": lambda: ImprovingEngine(lambda funcidx: ("functions", "mixed", "loops")[funcidx % 3]),
    "some": lambda: ImprovingEngine(lambda funcidx: ("functions", "loops")[funcidx % 2]),
    "others": lambda: ImprovingEngine(lambda funcidx: ("loops", "functions", "nothing")[funcidx % 3]),
}


def outcome(engine: Engine, case: str) -> object:
    body, more = CASES[case]
    module = engine.compile(
        wat(f"""(module (memory 1) (tag $t (param i32))
        (func (export "run") (param $n i32) (result i32) (i32.add (call $body (local.get $n)) (i32.const 1)))
        (func $body (param $n i32) (result i32) {body}) {more})""")
    )
    try:
        return Store().instantiate(module).exports["run"].call_raw([9])
    except errors.Trap as trap:
        # Where a stack ends, the innermost function may have begun without an instruction.
        known = [frame for frame in trap.frames[:50] if frame.offset is not None]
        return trap.message, [(frame.funcidx, frame.offset) for frame in known[:40]]


@pytest.mark.parametrize("replaced", ENGINES)
@pytest.mark.parametrize("case", CASES)
def test_it_ends_in_the_same_way(case, replaced):
    expected = outcome(Engine(level="fast", cache=None, jobs=1), case)

    assert expected == outcome(ENGINES[replaced](), case)
