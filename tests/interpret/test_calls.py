"""Interpreted and compiled functions call each other, and throw and trap through each other."""

from itertools import product

import pytest

from tests.baseline.compiled import all_levels
from tests.codegen.objects import on_x86_64
from tests.wat import wat
from wasihost import errors
from wasihost.engine import Engine
from wasihost.host.instance import Store

pytestmark = on_x86_64

LEVELS = ("interpret", "baseline", "fast")
PAIRS = [pair for pair in product(LEVELS, repeat=2) if "interpret" in pair]
MIXED = ["i32", "v128", "f64", "i64", "f32"] * 4
VALUES = [n + 3 for n in range(len(MIXED))]
TYPE = f"(func (param {' '.join(MIXED)}) (result {' '.join(reversed(MIXED))}))"
GIVEN = " ".join(f"(local.get {n})" for n in range(len(MIXED)))
REVERSED = " ".join(f"(local.get {n})" for n in reversed(range(len(MIXED))))
INNER = f"""
    (type $many {TYPE}) (type $some (func (param f32 v128 i64) (result v128 f32)))
    (tag $tag (export "tag") (param i32 v128)) (memory (export "memory") 1)
    (table (export "table") 8 funcref) (elem (i32.const 0) func $many $some $throws $traps $count)
    (func $many (export "many") (type $many) {REVERSED})
    (func $some (export "some") (type $some) (local.get 1) (local.get 0))
    (func $throws (export "throws") (param i32) (throw $tag (local.get 0) (v128.const i64x2 5 6)))
    (func $traps (export "traps") (drop (i32.load (i32.const 70000))))
    (func $count (export "count") (param i32) (result i32)
      (if (result i32) (i32.eqz (local.get 0)) (then (i32.load (i32.const 0))) (else
        (return_call $count (i32.sub (local.get 0) (i32.const 1))))))
    (data (i32.const 0) "\\07")
"""
OUTER = f"""
    (type $many {TYPE}) (type $some (func (param f32 v128 i64) (result v128 f32))) (type $plain (func))
    (type $int (func (param i32))) (type $count (func (param i32) (result i32)))
    (import "m" "many" (func $many (type $many))) (import "m" "some" (func $some (type $some)))
    (import "m" "throws" (func $throws (param i32))) (import "m" "traps" (func $traps))
    (import "m" "count" (func $count (type $count))) (import "m" "table" (table $t 8 funcref))
    (import "m" "tag" (tag $tag (param i32 v128)))
    (memory 1) (data (i32.const 0) "\\63")
    (func (export "many") (type $many) (call $many {GIVEN}))
    (func (export "many indirect") (type $many) (call_indirect $t (type $many) {GIVEN} (i32.const 0)))
    (func (export "many last") (type $many) (return_call $many {GIVEN}))
    (func (export "many last indirect") (type $many) (return_call_indirect $t (type $many) {GIVEN} (i32.const 0)))
    (func (export "some") (type $some) (call_indirect $t (type $some) (local.get 0) (local.get 1) (local.get 2)
      (i32.const 1)))
    (func (export "some last") (type $some) (return_call $some (local.get 0) (local.get 1) (local.get 2)))
    (func (export "catches") (param i32) (result i32 v128) (local i64 f64)
      (local.set 1 (i64.const 11)) (local.set 2 (f64.const 0.5))
      (block $caught (result i32 v128)
        (try_table (catch $tag $caught) (call $throws (local.get 0)))
        (unreachable))
      (local.set 0 (i32.load (i32.const 0)))
      (i64x2.replace_lane 0 (local.get 1))
      (f64x2.replace_lane 1 (local.get 2)))
    (func (export "catches indirect") (param i32) (result i32 v128)
      (block $caught (result i32 v128)
        (try_table (catch $tag $caught) (call_indirect $t (type $int) (local.get 0) (i32.const 2)))
        (unreachable)))
    (func $last (param i32) (return_call $throws (local.get 0)))
    (func (export "catches last") (param i32) (result i32 v128)
      (block $caught (result i32 v128) (try_table (catch $tag $caught) (call $last (local.get 0))) (unreachable)))
    (func (export "traps") (call $traps))
    (func (export "traps indirect") (call_indirect $t (type $plain) (i32.const 3)))
    (func $counts (param i32) (result i32) (return_call $count (local.get 0)))
    (func (export "memory is kept") (param i32) (result i32)
      (i32.add (call $counts (local.get 0)) (i32.mul (i32.const 1000) (i32.load (i32.const 0)))))
    (func (export "back") (param i32) (result i32) (i32.add (i32.load (i32.const 0)) (local.get 0)))
"""
F64 = 0x3FE0000000000000


@pytest.fixture(scope="module", params=PAIRS, ids=str)
def exports(request):
    store, (inner, outer) = Store(), request.param
    compiled = [
        Engine(level=level, cache=None, jobs=1).compile(wat(f"(module {text})"))
        for level, text in ((inner, INNER), (outer, OUTER))
    ]
    first = store.instantiate(compiled[0], {})
    given = {("m", name): extern for name, extern in first.exports.items()}
    return store.instantiate(compiled[1], given).exports


@pytest.mark.parametrize("way", ["many", "many indirect", "many last", "many last indirect"])
def test_values_of_all_types_are_passed_and_returned(exports, way):
    assert exports[way].call_raw(VALUES) == list(reversed(VALUES))


@pytest.mark.parametrize("way", ["some", "some last"])
def test_few_results_are_returned(exports, way):
    assert exports[way].call_raw([3, 1 << 100, 5]) == [1 << 100, 3]


def test_an_exception_is_caught_and_the_frame_is_what_it_was(exports):
    assert exports["catches"].call_raw([9]) == [9, 11 | F64 << 64]


@pytest.mark.parametrize("way", ["catches indirect", "catches last"])
def test_an_exception_is_caught(exports, way):
    assert exports[way].call_raw([9]) == [9, 5 | 6 << 64]


@pytest.mark.parametrize("way", ["traps", "traps indirect"])
def test_a_trap_has_the_frames_of_both(exports, way):
    with pytest.raises(errors.Trap, match="out of bounds") as caught:
        exports[way].call_raw([])

    assert len(caught.value.frames) == 2


def test_a_function_has_its_own_memory_after_a_tail_call_to_another_instance(exports):
    assert exports["memory is kept"].call_raw([100]) == [99007]


LOCALS = "(local " + "i64 v128 f64 " * 16_000 + ")"  # more slots than 16 bits reach
FAR = f"""(module (memory 1)
  (func $callee (param i64 v128 f64) (result v128 f64 i64) {LOCALS}
    (local.set 48000 (local.get 0)) (local.set 48001 (local.get 1)) (local.set 47999 (local.get 2))
    (local.get 48001) (local.get 47999) (i64.add (local.get 48000) (local.get 40002)))
  (func (export "f") (param i64) (result i64 f64 i64) {LOCALS} (local $n i64)
    (local.set 47998 (i64.const 0x1234))
    (local.set $n (local.get 47998))
    (loop $l
      (local.set 45001 (i64.add (local.get 45001) (i64.load offset=8 (i32.wrap_i64 (local.get $n)))))
      (i64.store (i32.wrap_i64 (i64.and (local.get $n) (i64.const 0xff))) (local.get 45001))
      (local.set $n (i64.shr_u (local.get $n) (i64.const 8)))
      (local.get 45001)
      (local.set 45001 (i64.xor (local.get 45001) (i64.const 77)))
      (local.set 44998)
      (br_if $l (i64.gt_u (local.get $n) (i64.const 0xf)))
      (drop (i64.const 0)))
    (call $callee (local.get 44998) (i64x2.splat (local.get 47998)) (f64.convert_i64_s (local.get 45001)))
    (local.set 47998) (local.set 48000) (local.set 47999)
    (i64x2.extract_lane 1 (local.get 47999)) (local.get 48000) (local.get 47998)))"""


@pytest.mark.parametrize("variant", [{}, {"guarded": False}, {"canonical_nans": True}, {"metered": True}], ids=str)
def test_frames_may_be_larger_than_a_slot_can_tell(variant):
    outcomes = all_levels(FAR, "f", [3], **variant)

    assert outcomes == dict.fromkeys(outcomes, outcomes["fast"])
    assert len(outcomes["fast"]) == 3
