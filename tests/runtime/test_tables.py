"""Tables whose entries are found when they are asked for: whoever looks first, and whatever happened before."""

import pytest

from tests.wasm.binary import (
    CODE,
    ELEMENT,
    EXPORT,
    FUNCREF,
    FUNCTION,
    GLOBAL,
    I32,
    TABLE,
    TYPE,
    body,
    functype,
    module,
    name,
    section,
    u32,
    vector,
)
from wasihost.engine import Engine
from wasihost.errors import Trap
from wasihost.runtime.instance import Store

HEAD = """(type $t (func (result i32)))
  (func $a (result i32) (i32.const 10)) (func $b (result i32) (i32.const 20)) (func $c (result i32) (i32.const 30))
  (func (export "call") (param i32) (result i32) (call_indirect (type $t) (local.get 0)))
  (func (export "null") (param i32) (result i32) (ref.is_null (table.get (local.get 0))))"""
MANY = "".join(f"(elem (i32.const {n}) $a)" for n in range(40))  # more segments than are looked through

# fmt: off
CASES = {  # table, segments, more → what entries 0 to 4 give: a number, or null
    "a segment": ("(table 5 funcref) (elem (i32.const 1) $a $b)", [None, 10, 20, None, None]),
    "the later of two": ("(table 5 funcref) (elem (i32.const 0) $a $a $a) (elem (i32.const 1) $b)",
                         [10, 20, 10, None, None]),
    "expressions": ("(table 5 funcref) (elem (i32.const 0) funcref (ref.func $a) (ref.null func) (ref.func $c))",
                    [10, None, 30, None, None]),
    "an offset from a global": ("(global $g i32 (i32.const 2)) (table 5 funcref) (elem (global.get $g) $a)",
                                [None, None, 10, None, None]),
    "an initial value": ("(table 5 funcref (ref.func $b)) (elem (i32.const 3) $a)", [20, 20, 20, 10, 20]),
    "many segments": (f"(table 50 funcref) {MANY}", [10] * 5),
    "a passive one": ("(table 5 funcref) (elem $p funcref (ref.func $a) (ref.func $b))"
                      " (func $s (table.init $p (i32.const 2) (i32.const 0) (i32.const 2))) (start $s)",
                      [None, None, 10, 20, None]),
    "a copy onto itself": ("(table 5 funcref) (elem (i32.const 0) $a $b $c)"
                           " (func $s (table.copy (i32.const 1) (i32.const 0) (i32.const 3))) (start $s)",
                           [10, 10, 20, 30, None]),
    "a copy to another table": ("(table $x 5 funcref) (table $y 3 funcref)"
                                " (elem (table $y) (i32.const 0) func $a $b $c)"
                                " (func $s (table.copy $x $y (i32.const 0) (i32.const 1) (i32.const 2))) (start $s)",
                                [20, 30, None, None, None]),
    "null over a function": ("(table 5 funcref) (elem (i32.const 0) $a $b)"
                             " (func $s (table.set (i32.const 0) (ref.null func))) (start $s)",
                             [None, 20, None, None, None]),
    "a function set": ("(table 5 funcref) (elem declare func $c)"
                       " (func $s (table.set (i32.const 4) (ref.func $c))) (start $s)", [None] * 4 + [30]),
    "an entry set from another": ("(table 5 funcref) (elem (i32.const 0) $a)"
                                  " (func $s (table.set (i32.const 3) (table.get (i32.const 0)))) (start $s)",
                                  [10, None, None, 10, None]),
    "growth and a fill": ("(table 2 funcref) (elem declare func $b $c) (elem (i32.const 0) $a)"
                          " (func $s (drop (table.grow (ref.func $b) (i32.const 2))) (drop (table.grow (ref.null func)"
                          " (i32.const 1))) (table.fill (i32.const 2) (ref.func $c) (i32.const 1))) (start $s)",
                          [10, None, 30, 20, None]),
}
# fmt: on


def seen(call, null, index):
    if null.call_raw([index]) == [1]:
        with pytest.raises(Trap, match="uninitialized element"):
            call.call_raw([index])
        return None
    return call.call_raw([index])[0]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("name", CASES)
def test_entries(compile, name, order):
    text, expected = CASES[name]
    exports = Store().instantiate(compile(f"(module {text} {HEAD})")).exports
    found = {index: seen(exports["call"], exports["null"], index) for index in range(5)[::order]}
    assert [found[index] for index in range(5)] == expected


@pytest.mark.parametrize("name", CASES)
def test_a_call_may_be_the_first_to_look(compile, name):
    text, expected = CASES[name]
    exports = Store().instantiate(compile(f"(module {text} {HEAD})")).exports
    for index, value in enumerate(expected):
        if value is None:
            with pytest.raises(Trap, match="uninitialized element"):
                exports["call"].call_raw([index])
        else:
            assert exports["call"].call_raw([index]) == [value]


def test_a_table_that_another_module_fills_and_calls(compile):
    owner = compile(f'(module (table (export "t") 5 funcref) (elem (i32.const 0) $a $b) {HEAD})')
    user = compile(f'(module (import "m" "t" (table 5 funcref)) (elem (i32.const 1) $c $c) {HEAD})')
    store = Store()
    first = store.instantiate(owner).exports
    second = store.instantiate(user, {("m", "t"): first["t"]}).exports
    for exports in (second, first):
        assert [seen(exports["call"], exports["null"], index) for index in range(5)] == [10, 30, 30, None, None]


def test_references_are_the_same_wherever_they_come_from(compile):
    """A host sees equal addresses for one function: from a table, from ref.func, and as an export."""
    exports = (
        Store()
        .instantiate(
            compile("""(module (table 2 funcref) (elem (i32.const 0) $f) (func $f (export "f"))
          (func (export "entry") (result funcref) (table.get (i32.const 0)))
          (func (export "ref") (result funcref) (ref.func $f)))""")
        )
        .exports
    )
    assert exports["entry"].call_raw([]) == exports["ref"].call_raw([]) == [exports["f"].address]


def test_a_call_of_another_type_traps_each_time(compile):
    exports = (
        Store()
        .instantiate(
            compile("""(module (type $t (func (param i64))) (table 1 funcref) (elem (i32.const 0) $f) (func $f)
          (func (export "call") (call_indirect (type $t) (i64.const 0) (i32.const 0))))""")
        )
        .exports
    )
    for _ in range(2):
        with pytest.raises(Trap, match="indirect call type mismatch"):
            exports["call"].call_raw([])


def test_tables_of_other_references_hold_what_they_are_given(compile):
    exports = (
        Store()
        .instantiate(
            compile("""(module (table $t 3 externref)
          (func (export "get") (param i32) (result externref) (table.get $t (local.get 0)))
          (func (export "set") (param i32 externref) (table.set $t (local.get 0) (local.get 1))))""")
        )
        .exports
    )
    assert exports["get"].call_raw([0]) == [0]
    exports["set"].call_raw([1, 0x1234])
    assert [exports["get"].call_raw([n]) for n in range(3)] == [[0], [0x1234], [0]]


def test_offsets_of_segments_are_evaluated_once(level):
    """Entries are filled when they are asked for, here a million: not with 200 000 instructions for each."""
    offset = b"\x23\0" + b"\x23\0\x6a" * 200_000 + b"\x0b"
    million = u32(1_000_000)
    code = b"\x41\0\x41\0\x41\xc0\x84\x3d\xfc\x0e\1\0"  # table.copy of all entries
    data = module(
        section(TYPE, vector([functype()])),
        section(FUNCTION, vector([0])),
        section(TABLE, vector([bytes([FUNCREF, 0]) + million] * 2)),
        section(GLOBAL, vector([bytes([I32, 0, 0x41, 0, 0x0B])])),
        section(EXPORT, vector([name("f") + b"\0\0"])),
        section(ELEMENT, vector([b"\0" + offset + vector([0])] * 2)),
        section(CODE, vector([body(code)])),
    )
    exports = Store().instantiate(Engine(level=level, cache=None).compile(data)).exports
    assert [] == exports["f"].call_raw([])
