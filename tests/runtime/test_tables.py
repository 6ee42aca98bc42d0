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
from wasihost.host.guest import Limits
from wasihost.host.instance import Store

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
def test_table_entries_follow_segments_and_table_instructions(compile, name, order):
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


def test_externref_tables_hold_their_values(compile):
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


# -------------------------------------------------------------------------------------------------------------- growth
GROWS = """(module (table $t 1 {most} funcref) (elem (i32.const 0) $a) (elem declare func $b)
  (func (export "grow") (param i32) (result i32) (table.grow (ref.null func) (local.get 0)))
  (func (export "grow b") (param i32) (result i32) (table.grow (ref.func $b) (local.get 0)))
  (func (export "set") (param i32) (table.set (local.get 0) (ref.func $b)))
  (func (export "copy") (param i32 i32 i32) (table.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "size") (result i32) (table.size $t)) {head})"""
PAGE = 8192  # entries of 64 KiB
STEPS = [1, PAGE - 10, *[1] * 16, 3 * PAGE, 1, 1 << 24, 100_000_000]
MINUS_ONE = 0xFFFFFFFF


@pytest.mark.parametrize("grow, there", [("grow", None), ("grow b", 20)])
def test_a_table_grows_to_where_it_is_asked_to_and_no_entry_further(compile, grow, there):
    exports = Store().instantiate(compile(GROWS.format(most="", head=HEAD))).exports
    call, null, size = exports["call"], exports["null"], 1
    for step in STEPS if there is None else STEPS[:-2]:
        assert exports[grow].call_raw([step]) == [size]
        size += step
        assert exports["size"].call_raw([]) == [size]
        assert [seen(call, null, index) for index in (0, size - step, size - 1)] == [10, there, there]
        for index in (size, MINUS_ONE):
            with pytest.raises(Trap, match="undefined element"):
                call.call_raw([index])
            with pytest.raises(Trap, match="out of bounds table access"):
                exports["set"].call_raw([index])
        exports["set"].call_raw([size - 1])
        assert seen(call, null, size - 1) == 20


def test_untouched_entries_are_copied_as_null(compile):
    exports = Store().instantiate(compile(GROWS.format(most="", head=HEAD))).exports
    exports["grow"].call_raw([3 * PAGE])
    exports["set"].call_raw([1])
    exports["copy"].call_raw([0, PAGE, 2])
    exports["copy"].call_raw([PAGE, 0, 2])

    assert [seen(exports["call"], exports["null"], n) for n in (0, 1, PAGE, PAGE + 1)] == [None] * 4


@pytest.mark.parametrize("most", [2, PAGE - 5, PAGE - 4, PAGE, 1_000_000])
def test_a_maximum_and_a_limit_hold(compile, most):
    module = compile(GROWS.format(most=most, head=HEAD))
    for limits, room in ((Limits(), most - 1), (Limits(table=most // 2 + 1), most // 2)):
        exports = Store(limits=limits).instantiate(module).exports
        assert exports["grow"].call_raw([room + 1]) == [MINUS_ONE]
        assert exports["grow"].call_raw([MINUS_ONE]) == [MINUS_ONE]
        assert exports["grow"].call_raw([room]) == [1]
        assert exports["grow"].call_raw([1]) == [MINUS_ONE]
        assert seen(exports["call"], exports["null"], room) is None


def test_the_largest_table_has_entries_where_they_are_used(compile):
    exports = Store().instantiate(compile(GROWS.format(most="", head=HEAD))).exports
    assert exports["grow"].call_raw([MINUS_ONE - 1]) == [1]
    for index in (0x7FFFFFFE, 0x80000000, 0xFFFFFFFE):
        exports["set"].call_raw([index])
        assert seen(exports["call"], exports["null"], index) == 20
        assert seen(exports["call"], exports["null"], index - 1) is None
    with pytest.raises(Trap, match="undefined element"):
        exports["call"].call_raw([MINUS_ONE])
