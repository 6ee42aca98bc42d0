"""Which loops are written twice, and what is known of them."""

import pytest

from tests.codegen.bodies import analysed
from wasihost.codegen.translate.loop_plan import AffineForm, find_plans

NEXT = "(br_if 0 (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $n)))"
AT = "(i32.add (local.get $p) (local.get $i))"


def plans(body):
    text = f"""(module (memory 1) (global $g (mut i32) (i32.const 0)) (func $other)
      (func (param $i i32) (param $n i32) (param $p i32) (param $q i32) (local $s i32) (local $f f32) {body}))"""
    flow, types = analysed(text, 1, level="max", limit=1000)
    return list(find_plans(flow, types).values())


# fmt: off
ALLOWED = {  # body of a loop → strides, constants from and to, inductions, carried
    "a sum": (f"(local.set $s (i32.add (local.get $s) (i32.load {AT}))) {NEXT}", [(4, 0, 4)], {0: 4}, [4]),
    "two arrays": (
        f"(i32.store {AT} (i32.load offset=8 (i32.add (local.get $q) (local.get $i)))) {NEXT}",
        [(4, 0, 12), (4, 0, 4)], {0: 4}, []),
    "one array at two places": (
        f"(i32.store {AT} (i32.load offset=8 (i32.add {AT} (i32.const -100)))) {NEXT}", [(4, -100, 4)], {0: 4}, []),
    "an index times the size of an element": (
        f"(i64.store (i32.add (local.get $p) (i32.shl (local.get $i) (i32.const 3))) (i64.const 1)) {NEXT}",
        [(32, 0, 8)], {0: 4}, []),
    "a pointer that grows by itself": (
        f"(i32.store8 (local.get $q) (i32.const 0))"
        f" (local.set $q (i32.sub (local.get $q) (i32.const 1))) {NEXT}", [(-1, 0, 1)], {0: 4, 3: -1}, []),
    "always the same place": (f"(i32.store (local.get $p) (i32.const 0)) {NEXT}", [(0, 0, 4)], {0: 4}, []),
    "down to zero": (
        f"(i32.store {AT} (i32.const 0)) (local.set $i (i32.add (local.get $i) (i32.const 4)))"
        " (br_if 0 (local.tee $n (i32.add (local.get $n) (i32.const -1))))", [(4, 0, 4)], {0: 4, 1: -1}, []),
    "a comparison below": (
        f"(i32.store {AT} (i32.const 0))"
        " (br_if 0 (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $n)))",
        [(4, 0, 4)], {0: 4}, []),
}
STORE = f"(i32.store {AT} (i32.const 0))"
REFUSED = {
    **{
        f"{predicate} of sides that {how}": f"{STORE} {moves} (br_if 0 (i32.{predicate} {sides}))"
        for predicate in ("ne", "lt_u", "lt_s", "gt_u", "gt_s")
        for how, moves, sides in (
            ("are constant", "", "(i32.const 5) (i32.const 3)"),
            ("do not change", "", "(local.get $i) (local.get $n)"),
            (
                "change alike",
                "(local.set $i (i32.add (local.get $i) (i32.const 4)))",
                "(local.get $i) (i32.add (local.get $i) (i32.const 1))",
            ),
        )
    },
    "a call": f"(call $other) (i32.store {AT} (i32.const 0)) {NEXT}",
    "a trap": f"(i32.store {AT} (i32.div_s (local.get $i) (local.get $n))) {NEXT}",
    "another exit": f"(block (br_if 0 (local.get $s)) (i32.store {AT} (i32.const 0))) {NEXT}",
    "a branch to the loop before its end": f"(br_if 0 (local.get $s)) (i32.store {AT} (i32.const 0)) {NEXT}",
    "a global": f"(global.set $g (local.get $i)) (i32.store {AT} (i32.const 0)) {NEXT}",
    "memory that grows": f"(drop (memory.grow (i32.const 1))) (i32.store {AT} (i32.const 0)) {NEXT}",
    "an address that was loaded": f"(i32.store (i32.load {AT}) (i32.const 0)) {NEXT}",
    "an address that is no sum": f"(i32.store (i32.and {AT} (i32.const 255)) (i32.const 0)) {NEXT}",
    "an address from the round before": (
        f"(i32.store (local.get $s) (i32.const 0)) (local.set $s (i32.load {AT})) {NEXT}"),
    "no access": NEXT,
    "a bound that changes otherwise": (
        f"(local.set $n (i32.load {AT})) (i32.store {AT} (i32.const 0)) {NEXT}"),
    "no end": f"(i32.store {AT} (i32.const 0)) (br_if 0 (i32.ne (local.get $i) (local.get $n)))",
    "a comparison that grows away from its bound": (
        f"(i32.store {AT} (i32.const 0))"
        " (br_if 0 (i32.gt_u (local.tee $i (i32.add (local.get $i) (i32.const 4))) (local.get $n)))"),
    "a number stored as an integer and loaded as a float": (
        f"(i32.store {AT} (i32.const 0x7fa00000)) (local.set $f (f32.load {AT})) {NEXT}"),
}
# fmt: on


@pytest.mark.parametrize("name", ALLOWED)
def test_a_loop_is_planned(name):
    body, groups, inductions, carried = ALLOWED[name]
    (plan,) = plans(f"(loop {body})")
    assert [(group.stride, group.low, group.high) for group in plan.groups.values()] == groups
    assert (plan.inductions, plan.carried) == (inductions, carried)


@pytest.mark.parametrize("name", REFUSED)
def test_a_loop_is_left_alone(name):
    assert plans(f"(loop {REFUSED[name]})") == []


def test_only_the_innermost_loop_is_planned():
    inner = f"(loop (i32.store {AT} (i32.const 0)) {NEXT})"
    assert len(plans(f"(loop {inner} (i32.store (local.get $p) (i32.const 1)) {NEXT})")) == 1


def test_sums_are_modulo_2_to_the_32():
    form = AffineForm(((0, 1),), 0x7FFFFFFF).plus(AffineForm(((0, 1), (1, 3)), 1))
    assert form == AffineForm(((0, 2), (1, 3)), -(1 << 31))
    assert form.times(-1).plus(form) == AffineForm((), 0)
    assert AffineForm(((0, 1 << 16),), 5).times(1 << 16) == AffineForm((), 5 << 16)
