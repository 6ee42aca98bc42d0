"""Vectors go wherever values go: through calls, blocks, globals, exceptions, and in and out of the host."""

import pytest

from tests.wat import wat
from wasihost.engine import Engine
from wasihost.host.instance import Store

A, B = 0x0F0E0D0C0B0A09080706050403020100, 0xFFEEDDCCBBAA99887766554433221100
ALL_ONES = (1 << 128) - 1
PARAMS = " ".join(["v128"] * 20)

# name → (functions around `f`, arguments, results)
CASES = {
    "argument and result": ('(func (export "f") (param v128) (result v128) (local.get 0))', [A], [A]),
    "negative argument": ('(func (export "f") (param v128) (result v128) (local.get 0))', [-1], [ALL_ONES]),
    "among other types": (
        """(func (export "f") (param i32 v128 f64 v128) (result v128 f64 i32 v128)
          (local.get 3) (local.get 2) (local.get 0) (local.get 1))""",
        [7, A, 0x3FF << 52, B],
        [B, 0x3FF << 52, 7, A],
    ),
    "more than registers": (
        f"""(func $many (param {PARAMS}) (result {PARAMS})
          {" ".join(f"(local.get {19 - n})" for n in range(20))})
        (func (export "f") (param {PARAMS}) (result {PARAMS})
          {" ".join(f"(local.get {n})" for n in range(20))} (call $many))""",
        [A + n for n in range(20)],
        [A + 19 - n for n in range(20)],
    ),
    "local": ('(func (export "f") (result v128) (local v128) (local.get 0))', [], [0]),
    "select": (
        """(func (export "f") (param v128 v128 i32) (result v128 v128)
          (select (local.get 0) (local.get 1) (local.get 2))
          (select (result v128) (local.get 0) (local.get 1) (i32.eqz (local.get 2))))""",
        [A, B, 1],
        [A, B],
    ),
    "blocks": (
        """(func (export "f") (param i32 v128) (result v128)
          (local.get 1)
          (if (param v128) (result v128) (local.get 0)
            (then (block $out (param v128) (result v128) (br_table $out $out (local.get 0))))
            (else (drop) (v128.const i64x2 1 2))))""",
        [1, B],
        [B],
    ),
    "loop": (
        """(func (export "f") (param i32) (result v128) (local v128)
          (loop $again
            (local.set 1 (i32x4.add (local.get 1) (i32x4.splat (local.get 0))))
            (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
          (local.get 1))""",
        [4],
        [0x0000000A_0000000A_0000000A_0000000A],
    ),
    "condition": (
        """(func (export "f") (param v128) (result i32)
          (if (result i32) (i8x16.all_true (local.get 0))
            (then (i32.const 1))
            (else (select (i32.const 2) (i32.const 3) (v128.any_true (local.get 0))))))""",
        [A],
        [2],
    ),
    "no condition": (
        '(func (export "f") (param v128) (result i32) (i32.eqz (i32x4.all_true (local.get 0))))',
        [A],
        [0],
    ),
    "globals": (
        f"""(global $constant v128 (v128.const i64x2 {A & (1 << 64) - 1} {A >> 64}))
        (global $copy v128 (global.get $constant)) (global $i (mut i32) (i32.const 5))
        (global $changed (mut v128) (v128.const i64x2 0 0)) (global $after (mut i64) (i64.const 6))
        (func (export "f") (param v128) (result v128 v128 v128 i32 i64)
          (global.get $constant) (global.get $copy)
          (global.set $changed (local.get 0)) (global.get $changed) (global.get $i) (global.get $after))""",
        [B],
        [A, A, B, 5, 6],
    ),
    "call_indirect": (
        """(type $t (func (param v128 i32) (result v128))) (table funcref (elem $shift))
        (func $shift (type $t) (i8x16.shl (local.get 0) (local.get 1)))
        (func (export "f") (param v128) (result v128)
          (call_indirect (type $t) (local.get 0) (i32.const 9) (i32.const 0)))""",
        [A],
        [2 * A],
    ),
    "exception": (
        """(tag $t (param i32 v128 i64 v128))
        (func $thrower (param v128 v128) (throw $t (i32.const 1) (local.get 1) (i64.const 2) (local.get 0)))
        (func (export "f") (param v128 v128) (result i32 v128 i64 v128 v128) (local $kept v128)
          (local.set $kept (v128.xor (local.get 0) (local.get 1)))
          (block $caught (result i32 v128 i64 v128)
            (try_table (catch $t $caught) (call $thrower (local.get 0) (local.get 1)))
            unreachable)
          (local.get $kept))""",
        [A, B],
        [1, B, 2, A, A ^ B],
    ),
}


@pytest.mark.parametrize("level", ["fast", "balanced", "max"])
def test_vectors_arrive_as_they_left(level):
    for name, (text, arguments, results) in CASES.items():
        module = Engine(level=level, cache=None).compile(wat(f"(module {text})"))
        f = Store().instantiate(module, {}).exports["f"]
        assert results == f.call_raw(arguments), name


def test_instances_share_vectors():
    store, engine = Store(), Engine(cache=None)
    first = store.instantiate(
        engine.compile(
            wat("""(module (global (export "g") (mut v128) (v128.const i32x4 1 2 3 4))
              (global (export "c") v128 (v128.const i32x4 5 6 7 8))
              (func (export "f") (param v128) (result v128) (v128.not (local.get 0))))""")
        ),
        {},
    ).exports
    second = store.instantiate(
        engine.compile(
            wat("""(module (import "m" "g" (global $g (mut v128))) (import "m" "c" (global $c v128))
              (import "m" "f" (func $f (param v128) (result v128))) (global $copy v128 (global.get $c))
              (func (export "run") (global.set $g (call $f (global.get $copy)))))""")
        ),
        {("m", name): extern for name, extern in first.items()},
    ).exports

    assert 0x00000004_00000003_00000002_00000001 == first["g"].raw
    second["run"].call_raw([])
    assert ALL_ONES ^ 0x00000008_00000007_00000006_00000005 == first["g"].raw
