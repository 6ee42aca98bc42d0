"""Every trap: its code, the specification's message, and the backtrace."""

import ctypes
import faulthandler
import threading

import pytest

from tests.codegen.objects import in_worker
from wasihost import abi, errors
from wasihost.abi import Trap
from wasihost.host.instance import Store
from wasihost.native.platform.linux import Altstack

I32_MIN, I64_MIN = 1 << 31, 1 << 63

# trap, module whose export `f` traps, arguments
TRAPS = [
    (Trap.UNREACHABLE, '(module (func (export "f") unreachable))', ()),
    (
        Trap.MEMORY_OUT_OF_BOUNDS,
        '(module (memory 1) (func (export "f") (drop (i32.load8_u (i32.const 65536)))))',
        (),
    ),
    (
        Trap.MEMORY_OUT_OF_BOUNDS,
        '(module (memory 1) (func (export "f") (i64.store offset=4294967295 (i32.const -1) (i64.const 1))))',
        (),
    ),
    (
        Trap.MEMORY_OUT_OF_BOUNDS,
        '(module (memory 1) (func (export "f") (memory.fill (i32.const 65530) (i32.const 1) (i32.const 7))))',
        (),
    ),
    (
        Trap.TABLE_OUT_OF_BOUNDS,
        '(module (table 3 funcref) (func (export "f") (drop (table.get (i32.const 3)))))',
        (),
    ),
    (
        Trap.UNDEFINED_ELEMENT,
        '(module (table 3 funcref) (func (export "f") (call_indirect (i32.const 3))))',
        (),
    ),
    (
        Trap.UNINITIALIZED_ELEMENT,
        '(module (table 3 funcref) (func (export "f") (call_indirect (i32.const 2))))',
        (),
    ),
    (
        Trap.INDIRECT_CALL_TYPE_MISMATCH,
        '(module (table funcref (elem $g)) (func $g (param i32)) (func (export "f") (call_indirect (i32.const 0))))',
        (),
    ),
    (
        Trap.INTEGER_DIVIDE_BY_ZERO,
        '(module (func (export "f") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1))))',
        (1, 0),
    ),
    (
        Trap.INTEGER_DIVIDE_BY_ZERO,
        '(module (func (export "f") (param i64 i64) (result i64) (i64.rem_u (local.get 0) (local.get 1))))',
        (1, 0),
    ),
    (
        Trap.INTEGER_OVERFLOW,
        '(module (func (export "f") (param i64 i64) (result i64) (i64.div_s (local.get 0) (local.get 1))))',
        (I64_MIN, -1),
    ),
    (
        Trap.INTEGER_OVERFLOW,
        '(module (func (export "f") (result i32) (i32.trunc_f64_s (f64.const 2147483648))))',
        (),
    ),
    (
        Trap.INVALID_CONVERSION,
        '(module (func (export "f") (result i64) (i64.trunc_f32_u (f32.const nan))))',
        (),
    ),
    (Trap.STACK_EXHAUSTED, '(module (func $f (export "f") (call $f)))', ()),
    (
        Trap.STACK_EXHAUSTED,
        '(module (func $f (export "f") (param i32) (result i32) (i32.add (call $f (local.get 0)) (i32.const 1))))',
        (0,),
    ),
    (
        Trap.UNCAUGHT_EXCEPTION,
        '(module (tag $t (param i32)) (func (export "f") (throw $t (i32.const 1))))',
        (),
    ),
    (Trap.NULL_EXCEPTION, '(module (tag $t) (func (export "f") (throw_ref (ref.null exn))))', ()),
]


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "checked"])
@pytest.mark.parametrize("code, text, args", TRAPS, ids=[f"{row[0].name.lower()}-{i}" for i, row in enumerate(TRAPS)])
def test_each_trap_has_its_code_message_and_frames(run, code, text, args, guarded):
    with pytest.raises(errors.Trap) as caught:
        run(text, *args, guarded=guarded)

    assert (code, abi.TRAP_MESSAGES[code]) == (caught.value.code, caught.value.message)
    assert caught.value.frames


def test_division_of_the_smallest_number_leaves_remainder_0(run):
    text = '(module (func (export "f") (param i32 i32) (result i32) (i32.rem_s (local.get 0) (local.get 1))))'

    assert [0] == run(text, I32_MIN, -1)


def test_backtrace_names_functions_innermost_first(run):
    text = """(module
      (func $inner (param i32) (result i32) (i32.div_u (i32.const 1) (local.get 0)))
      (func $middle (param i32) (result i32) (i32.add (call $inner (local.get 0)) (i32.const 1)))
      (func $outer (export "f") (param i32) (result i32) (i32.mul (call $middle (local.get 0)) (i32.const 3))))"""

    with pytest.raises(errors.Trap) as caught:
        run(text, 0)

    assert ["inner", "middle", "outer"] == [frame.name for frame in caught.value.frames]
    offsets = [frame.offset for frame in caught.value.frames]
    assert None not in offsets and offsets == sorted(offsets)


def test_store_before_a_trap_has_happened_and_the_one_after_has_not(compile):
    module = compile("""(module (memory (export "m") 1)
      (func (export "f") (param i32)
        (i32.store (i32.const 0) (i32.const 1))
        (drop (i32.div_u (i32.const 1) (local.get 0)))
        (i32.store (i32.const 4) (i32.const 1))))""")
    instance = Store().instantiate(module)

    with pytest.raises(errors.Trap):
        instance.exports["f"].call_raw([0])

    assert b"\1\0\0\0\0\0\0\0" == instance.exports["m"].read(0, 8)


def test_instance_works_on_after_a_trap(compile):
    instance = Store().instantiate(
        compile("""(module (global $n (mut i32) (i32.const 0))
          (func (export "f") (param i32) (result i32)
            (global.set $n (i32.add (global.get $n) (i32.const 1)))
            (if (local.get 0) (then unreachable))
            (global.get $n)))""")
    )

    for _ in range(3):
        with pytest.raises(errors.Trap):
            instance.exports["f"].call_raw([1])

    assert [4] == instance.exports["f"].call_raw([0])


@pytest.mark.parametrize("threads", [1, 4])
def test_stack_overflow_is_a_trap_on_every_thread(compile, threads):
    module = compile(TRAPS[14][1])
    codes = []

    def overflow():
        store = Store()
        for _ in range(3):
            try:
                store.instantiate(module).exports["f"].call_raw([0])
            except errors.Trap as trap:
                codes.append(trap.code)

    workers = [threading.Thread(target=overflow) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert [Trap.STACK_EXHAUSTED] * 3 * threads == codes


def test_deep_recursion_keeps_both_ends_of_the_backtrace(run):
    with pytest.raises(errors.Trap) as caught:
        run(
            """(module (func $deep (param i32) (result i32) (i32.add (call $deep (local.get 0)) (i32.const 1)))
          (func $first (export "f") (param i32) (result i32) (i32.add (call $deep (local.get 0)) (i32.const 1))))""",
            0,
        )

    assert ("deep", "first") == (caught.value.frames[0].name, caught.value.frames[-1].name)
    assert caught.value.omitted_frames > 1000


def test_big_frames_cannot_jump_over_the_guard(run):
    locals_ = "(local i64)" * 1500
    uses = "".join(f"(local.set {i} (i64.add (local.get {i}) (i64.load (i32.const {i}))))" for i in range(1, 1500))
    sums = "".join(f"(i64.add (local.get {i}))" for i in range(1, 1500))
    text = f"""(module (memory 1) (func $f (export "f") (param i64) (result i64) {locals_} {uses}
      (call $f (local.get 0)) {sums}))"""

    with pytest.raises(errors.Trap) as caught:
        run(text, 0)

    assert Trap.STACK_EXHAUSTED == caught.value.code


def test_stores_of_different_stacks_trap_in_turns(compile):
    module = compile('(module (func (export "f") unreachable) (func (export "g") (call 1)))')
    instances = [Store(stack_size=size).instantiate(module) for size in (1 << 20, 1 << 21)] * 2

    for instance in instances:
        for name in "fg":
            with pytest.raises(errors.Trap, match=r"unreachable|exhausted"):
                instance.exports[name].call_raw([])


def test_a_signal_stack_that_another_library_sets_is_as_good(compile):
    instance = Store().instantiate(compile('(module (func (export "f") unreachable) (func (export "g") (call 1)))'))
    other, size, libc = ctypes.create_string_buffer(1 << 18), 1 << 18, ctypes.CDLL(None)
    theirs = Altstack.pack(sp=ctypes.addressof(other), flags=0, size=size)
    before = ctypes.create_string_buffer(Altstack.size)
    assert 0 == libc.sigaltstack(theirs, before)

    for name in "fg":
        with pytest.raises(errors.Trap, match=r"unreachable|exhausted"):
            instance.exports[name].call_raw([])

    assert 0 == libc.sigaltstack(before, None)


def test_traps_are_caught_after_the_fault_handler_of_python_was_withdrawn(compile):
    module = compile('(module (func (export "f") unreachable))')

    def work() -> bytes:
        said = []
        for change in (faulthandler.enable, faulthandler.disable, faulthandler.enable):
            change()
            try:
                Store().instantiate(module, {}).exports["f"].call_raw([])
            except errors.Trap as trap:
                said.append(trap.message)
        return " ".join(said).encode()

    assert b"unreachable unreachable unreachable" == in_worker(work)
