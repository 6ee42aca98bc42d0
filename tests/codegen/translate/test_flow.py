"""What control flow means for the locals: which are carried to a label, what is unreachable, which live in memory."""

import pytest

from tests.codegen.bodies import analysed
from wasihost.codegen.translate import kinds

TYPES = "(param i32 i32) (local i32 i32)"  # locals 0 to 3


def flow(body, limit=40, locals_=TYPES):
    text = f"(module (tag $e) (func $thrower (throw $e)) (func {locals_} {body}))"
    return analysed(text, 1, may_throw=bytes([1, 1]), limit=limit)[0]


def carried(found):
    """What each label carries, in the order in which they are opened."""
    return [(label.carried, label.carried_else, label.carried_handler) for label in found.labels]


# fmt: off
CARRIED = {
    "assigned before a branch and read behind": (
        "(block (local.set 2 (local.get 0)) (br_if 0 (local.get 1)) (local.set 2 (local.get 1)))"
        " (drop (local.get 2))", [((2,), (), ())]),
    "not read behind": (
        "(block (local.set 2 (local.get 0)) (br_if 0 (local.get 1)) (local.set 2 (local.get 1)))", [((), (), ())]),
    "assigned again before it is read": (
        "(block (local.set 2 (local.get 0)) (br_if 0 (local.get 1)))"
        " (local.set 2 (local.get 1)) (drop (local.get 2))", [((), (), ())]),
    "nobody branches": (
        "(block (local.set 2 (local.get 0))) (drop (local.get 2))", [((), (), ())]),
    "read in the next round of a loop": (
        "(loop (local.set 2 (i32.add (local.get 2) (local.get 0))) (br_if 0 (local.get 1)))", [((2,), (), ())]),
    "assigned first in each round": (
        "(loop (local.set 2 (local.get 0)) (br_if 0 (local.get 2)))", [((), (), ())]),
    "read in the outer loop's next round": (
        "(loop (loop (local.set 3 (local.get 2)) (br_if 0 (local.get 0)))"
        " (local.set 2 (local.get 3)) (br_if 0 (local.get 1)))", [((2,), (), ()), ((), (), ())]),
    "both arms of an if": (
        "(if (local.get 0) (then (local.set 2 (local.get 1))) (else (local.set 3 (local.get 1))))"
        " (drop (local.get 2)) (drop (local.get 3))", [((2, 3), (2,), ())]),
    "what the first arm assigned is put back for the second": (
        "(if (local.get 0) (then (local.set 1 (i32.const 7))) (else (drop (local.get 1))))", [((), (1,), ())]),
    "in a handler": (
        "(block (try_table (catch_all 0) (local.set 2 (local.get 0)) (call $thrower) (local.set 2 (local.get 1))"
        " (call $thrower))) (drop (local.get 2))", [((2,), (), ()), ((), (), (2,))]),
    "no clause behind one that catches all counts": (
        "(block (block (local.set 2 (local.get 0)) (try_table (catch_all 1) (catch_all 0) (call $thrower))"
        " (local.set 2 (local.get 1)) (br 1))) (drop (local.get 2))", [((2,), (), ()), ((), (), ()), ((), (), ())]),
    "no call that throws": (
        "(block (try_table (catch_all 0) (local.set 2 (local.get 0)))) (drop (local.get 2))",
        [((), (), ()), ((), (), ())]),
}
# fmt: on


@pytest.mark.parametrize("name", CARRIED)
def test_labels_carry_the_locals_set_in_their_blocks(name):
    body, expected = CARRIED[name]
    assert carried(flow(body)) == expected


# fmt: off
REACHED = {  # what is left of the body
    "return": ("(return) (drop (i32.const 1))", [kinds.STOP, kinds.END]),
    "blocks in unreachable code": (
        "(block (br 0) (block (loop (drop (i32.const 1)))) (nop))", [kinds.BLOCK, kinds.BR, kinds.END, kinds.END]),
    "an else after code that does not end": (
        "(if (local.get 0) (then (unreachable) (nop)) (else (nop)))",
        [kinds.LOCAL_GET, kinds.IF, kinds.STOP, kinds.ELSE, kinds.ACTION, kinds.END, kinds.END]),
    "an endless loop": ("(loop (br 0)) (nop)", [kinds.LOOP, kinds.BR, kinds.END, kinds.END]),
    "behind a block that nobody leaves": (
        "(block (unreachable)) (nop)", [kinds.BLOCK, kinds.STOP, kinds.END, kinds.END]),
}
# fmt: on


@pytest.mark.parametrize("name", REACHED)
def test_unreachable_code_is_dropped(name):
    body, expected = REACHED[name]
    found = flow(body)
    assert [instr.kind for instr in found.instrs] == expected
    assert len(found.offsets) == len(found.instrs)


def test_a_comparison_fuses_with_its_branch():
    (plain, fused, inverted) = (
        flow(f"(block (br_if 0 ({condition})))").instrs
        for condition in (
            "i32.add (local.get 0) (local.get 1)",
            "i32.lt_s (local.get 0) (local.get 1)",
            "i32.eqz (i32.lt_s (local.get 0) (local.get 1))",
        )
    )
    assert plain[3].result == "i32 %"
    assert fused[3].result == "i1 %" and " slt " in fused[3].text(0, "i32 %0", "i32 %1", 0)
    assert inverted[3].result == "i1 %" and " sge " in inverted[3].text(0, "i32 %0", "i32 %1", 0)
    assert len(inverted) == len(fused)


def test_locals_that_are_read_before_they_are_assigned_are_live_at_entry():
    assert flow("(drop (local.get 2)) (local.set 3 (local.get 3)) (local.set 1 (i32.const 0))").live_at_entry == 0b1100
    assert flow("(local.set 2 (i32.const 0)) (drop (local.get 2))").live_at_entry == 0


def test_too_many_live_locals_go_to_memory():
    count = 60
    assignments = "".join(f"(local.set {n} (local.get 0))" for n in range(count))
    reads = "".join(f"(drop (local.get {n}))" for n in range(count))
    body = f"{assignments} {'(block (br_if 0 (local.get 0)))' * 2000} {reads}"
    assert not flow(body, limit=20, locals_=f"(local {'i32 ' * count})").locals_in_memory
    found = flow(body, limit=10, locals_=f"(local {'i32 ' * count})")
    assert found.locals_in_memory
    assert all(instr.kind > kinds.LOCAL_TEE for instr in found.instrs)


def test_loops_that_liveness_crosses_one_at_a_time_go_to_memory():
    """Each branch leads to the loop around the next one, so a pass finds one more loop: n loops would take n passes."""
    depth = 100
    body = f"(loop (drop (local.get 2)) {'(loop (br_if 1 (i32.const 0))' * depth}{')' * depth})"
    assert flow(body).locals_in_memory
    assert not flow(
        f"(loop (drop (local.get 2)) {'(loop (br_if 0 (i32.const 0))' * depth}{')' * depth})"
    ).locals_in_memory
