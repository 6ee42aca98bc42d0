"""What rows become, and how a tier binds actions to them."""

import pytest

from tests.codegen.bodies import analysed
from wasihost.codegen.translate.lowering.maker import Tier
from wasihost.codegen.translate.template import template
from wasihost.codegen.translate.tier import ACTIONS
from wasihost.ops import ROWS

TEXT = """(module (memory 1) (memory $m2 1) (global $g (mut i32) (i32.const 0)) (table $t 1 externref) (type $v (func))
  (tag $e) (func $other) (elem declare func $other)
  (func (param i32) {}))"""


def actions(body):
    """Actions that a body asks for, in order: a tier of its own, whose actions write down their names."""
    written = []
    tier = Tier({name: lambda *_, name=name: written.append(name) for name in ACTIONS}, template)
    flow, _ = analysed(TEXT.format(body), 1, may_throw=b"\1\1", tier=tier)
    for instr in flow.instrs:
        if instr.action:
            instr.handler(None, instr, 0)
            assert written[-1] == instr.action
    return written[:-1]  # the function's end


# fmt: off
BODIES = {
    "nop": ["nop"],
    "(block (br_if 0 (local.get 0)))": ["block", "br_if", "end"],
    "(if (local.get 0) (then (nop)) (else (nop)))": ["if", "nop", "else", "nop", "end"],
    "(loop (br_table 0 0 (local.get 0)))": ["loop", "br_table", "end"],
    "(call $other) (return_call $other)": ["call", "return_call"],
    "(return_call_ref $v (ref.func $other))": ["ref_func", "return_call_ref"],
    "(block (try_table (catch $e 0) (throw $e)))": ["block", "try_table", "throw", "end", "end"],
    "(drop (i32.load $m2 (local.get 0)))": ["access_checked", "drop"],
    "(drop (memory.size))": ["memory_size", "drop"],
    "(global.set $g (select (i32.const 1) (i32.const 2) (local.get 0)))": ["select", "access_global"],
    "(table.set $t (i32.const 0) (table.get $t (i32.const 0)))": ["table_access", "table_access"],
    "(memory.fill (i32.const 0) (i32.const 0) (local.get 0))": ["emit"],
    "(drop (f32.const 1))": ["opaque_constant", "drop"],
    "(drop (f64.promote_f32 (f32.const 1)))": ["opaque_constant", "promote", "drop"],
}
# fmt: on


@pytest.mark.parametrize("body", BODIES)
def test_instructions_name_the_actions_that_write_them(body):
    assert BODIES[body] == actions(body)


def test_every_row_says_what_it_costs():
    assert {row.fuel for row in ROWS} == {"", "none", "bytes", "entries"}
    free = {row.name for row in ROWS if row.fuel == "none"}
    assert free == {"block", "loop", "try_table", "else", "end", "nop"}
