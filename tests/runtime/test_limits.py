"""Limits of a store: time, fuel, memory, tables, stack.  What has reached one can be called again."""

import gc
import os
import random
import threading
import time
from pathlib import Path

import pytest

from tests.cli.guests import WASI
from tests.hostile import guests
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import Exit, LinkError, Stopped, TimedOut, Trap
from wasihost.host.guest import Limits, Program
from wasihost.host.instance import Store


def compiled(text, **options):
    return Engine(level="fast", jobs=1, **options).compile(wat(text))


def program(**streams):
    return Program(argv=[b"m"], **streams)


# ------------------------------------------------------------------------------------------------------------- time
ENDLESS = {
    "loop": guests.LOOP,
    "tail calls": guests.TAIL_CALLS,
    "exceptions": guests.THROWS,
    "fills": guests.FILLS,
    "yields": guests.YIELDS,
    "waits": guests.waits(clock=True),
    "waits for threads": guests.WAITS_FOR_THREADS,
    "reads": guests.READS,
    "reads through a table": guests.READS_BY_TABLE,
    "output": guests.writes(100_000, 4),
}


@pytest.fixture
def silence():
    """A standard input where nothing comes, and an output where everything goes."""
    ours, theirs = os.pipe()
    null = os.open(os.devnull, os.O_WRONLY)
    yield ours, null, null
    for fd in (ours, theirs, null):
        os.close(fd)


@pytest.mark.parametrize("text", ENDLESS.values(), ids=list(ENDLESS))
def test_time_ends_everything_at_any_moment(silence, text):
    """The signal comes in wasm, in host code, and right before a system call that waits."""
    module = compiled(text)
    moments, spent = random.Random(7), time.monotonic()
    for _ in range(30):
        limits = Limits(timeout=moments.uniform(1e-5, 3e-3))
        store = Store(limits=limits)
        start = store.instantiate(module, wasi=program(stdio=silence)).exports["_start"]
        for _ in range(2):
            with pytest.raises(TimedOut) as caught, store.limited_time():
                start.call_raw([])
            assert f"the guest ran longer than {limits.timeout:g} s" == caught.value.message
    assert time.monotonic() - spent < 60


def test_timeout_has_the_guest_backtrace():
    store = Store(limits=Limits(timeout=0.01))
    text = '(module (func $spins (loop $l (br $l))) (func $main (export "_start") (call $spins)))'
    start = store.instantiate(compiled(text)).exports["_start"]

    with pytest.raises(TimedOut) as caught, store.limited_time():
        start.call_raw([])

    assert ["spins", "main"] == [frame.name for frame in caught.value.frames]


def test_time_that_is_not_used_up_changes_nothing():
    text = '(module (func (export "f") (result i32) (i32.const 7)) (func (export "t") unreachable))'
    store = Store(limits=Limits(timeout=60))
    exports = store.instantiate(compiled(text)).exports
    timers = Path("/proc/self/timers")  # where the kernel tells them

    with store.limited_time():
        assert [7] == exports["f"].call_raw([])
        with pytest.raises(Trap, match="unreachable"):
            exports["t"].call_raw([])
        assert not timers.exists() or "signal: 61" in timers.read_text()
    assert not timers.exists() or "signal: 61" not in timers.read_text()


def test_each_thread_has_its_own_deadline():
    module = compiled(guests.LOOP)
    ended = []

    def run(seconds):
        store = Store(limits=Limits(timeout=seconds))
        start, began = store.instantiate(module).exports["_start"], time.monotonic()
        with pytest.raises(TimedOut), store.limited_time():
            start.call_raw([])
        ended.append((seconds, time.monotonic() - began))

    threads = [threading.Thread(target=run, args=(seconds,)) for seconds in (0.4, 0.1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [0.1, 0.4] == [seconds for seconds, _ in ended]
    assert all(took >= seconds for seconds, took in ended)


CATCHES = """(module (tag $t) (memory 1)
  (func $throws (param i64 i64 i64 i64) (throw $t))
  (func $through (param i64 i64 i64 i64) (local i64 i64 i64 i64)
    (local.set 4 (i64.mul (local.get 0) (i64.const 3))) (local.set 5 (i64.mul (local.get 1) (i64.const 5)))
    (local.set 6 (i64.mul (local.get 2) (i64.const 7))) (local.set 7 (i64.mul (local.get 3) (i64.const 9)))
    (call $throws (local.get 0) (local.get 1) (local.get 2) (local.get 3))
    (i64.store (i32.const 8) (i64.add (i64.add (local.get 4) (local.get 5)) (i64.add (local.get 6) (local.get 7)))))
  (func (export "_start") (local $a i64) (local $b i64) (local $c i64)
    (local.set $b (i64.const 0x5555)) (local.set $c (i64.const 0x7777))
    (loop $l
      (block $h (try_table (catch $t $h)
        (call $through (local.get $a) (local.get $b) (local.get $c) (i64.const 1))))
      (local.set $a (i64.add (local.get $a) (i64.const 1)))
      (if (i64.ne (i64.add (local.get $b) (local.get $c)) (i64.const 0xCCCC)) (then unreachable))
      (br $l))))"""


def test_an_exception_under_way_when_the_time_is_over_never_reaches_wasm_with_wrong_values():
    module = Engine(level="max", jobs=1).compile(wat(CATCHES))
    moments = random.Random(1)
    for _ in range(300):
        store = Store(limits=Limits(timeout=moments.uniform(1e-5, 1e-3)))
        start = store.instantiate(module).exports["_start"]
        with pytest.raises(TimedOut), store.limited_time():
            start.call_raw([])


LARGE = """(module (memory 2048) (data (i32.const 0) "start") (data (i32.const 100000000) "end")
  (func (export "copy") (param i32 i32 i32) (memory.copy (local.get 0) (local.get 1) (local.get 2)))
  (func (export "fill") (param i32 i32 i32) (memory.fill (local.get 0) (local.get 1) (local.get 2)))
  (func (export "load") (param i32) (result i64) (i64.load (local.get 0))))"""


def test_large_copies_and_fills_are_whole_in_their_pieces():
    exports = Store().instantiate(compiled(LARGE)).exports
    word = {text: int.from_bytes(text.ljust(8, b"\0"), "little") for text in (b"start", b"end", b"")}

    exports["copy"].call_raw([1000, 0, 100_000_003])  # overlaps, upwards
    assert [word[b"start"]] == exports["load"].call_raw([1000])
    assert [word[b"end"]] == exports["load"].call_raw([100_001_000])
    exports["copy"].call_raw([5, 1000, 100_000_003])  # and downwards
    assert [word[b"start"]] == exports["load"].call_raw([5])
    assert [word[b"end"]] == exports["load"].call_raw([100_000_005])
    exports["fill"].call_raw([1, 0x55, 110_000_000])
    assert [0x5555555555555500 | ord("s")] == exports["load"].call_raw([0])
    assert [0x5555] == [bits & 0xFFFFFF for bits in exports["load"].call_raw([109_999_999])]
    for place in range(1, 109_999_990, (16 << 20) - 7):
        assert [0x5555555555555555] == exports["load"].call_raw([place])


# ------------------------------------------------------------------------------------------------------------- fuel
def test_fuel_ends_a_call_and_the_rest_is_reported():
    text = """(module (func (export "f") (param i32)
      (loop $l (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))))"""
    store = Store(limits=Limits(fuel=100))
    function = store.instantiate(compiled(text, metered=True)).exports["f"]

    function.call_raw([10])
    assert 50 == store.fuel
    with pytest.raises(Stopped, match=r"^out of fuel: 100 used$") as caught:
        function.call_raw([11])
    assert 134 == caught.value.exit_status
    assert len(caught.value.frames) == 1


def test_the_start_function_is_not_free():
    with pytest.raises(Stopped, match="out of fuel"):
        Store(limits=Limits(fuel=1000)).instantiate(compiled(guests.LOOP_AT_START, metered=True))


# ---------------------------------------------------------------------------------------------- memories and tables
GROW = """(module (memory {memory}) (table {table} externref)
  (func (export "memory") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "table") (param i32) (result i32) (table.grow (ref.null extern) (local.get 0))))"""
MINUS_ONE = 0xFFFFFFFF


def test_instances_of_a_store_share_a_limit():
    store = Store(limits=Limits(memory=5 << 16, table=50))
    module = compiled(GROW.format(memory=1, table=10))
    first, second = (store.instantiate(module).exports for _ in range(2))

    assert [1] == first["memory"].call_raw([2])
    assert [MINUS_ONE] == second["memory"].call_raw([2])
    assert [1] == second["memory"].call_raw([1])
    assert [MINUS_ONE] == first["memory"].call_raw([1])
    assert [3] == first["memory"].call_raw([0])
    assert [10] == first["table"].call_raw([29])
    assert [MINUS_ONE] == second["table"].call_raw([2])
    assert [10] == second["table"].call_raw([1])


TOO_LARGE = [
    (Limits(memory=3 << 16), "a memory starts with 256.0 KiB, but all memories together may have at most 192.0 KiB"),
    (Limits(table=39), "a table starts with 40 entries, but all tables together may have at most 39"),
]


@pytest.mark.parametrize("limits, message", TOO_LARGE)
def test_initial_size_above_the_limit_is_refused(limits, message):
    with pytest.raises(LinkError) as caught:
        Store(limits=limits).instantiate(compiled(GROW.format(memory=4, table=40)))
    assert message == caught.value.message


# ------------------------------------------------------------------------------------------------------------ stack
COUNTS = """(module (global $n (export "n") (mut i32) (i32.const 0))
  (func $f (export "f") (global.set $n (i32.add (global.get $n) (i32.const 1))) (call $f) (call $f)))"""
THERE = '(module (import "m" "back" (func $back)) (func (export "there") (call $back) (call $back)))'
HERE = """(module (table (export "t") 1 funcref) (func (export "back") (call_indirect (i32.const 0)))
  (func (export "set") (param funcref) (table.set (i32.const 0) (local.get 0))))"""


def test_a_larger_stack_lets_a_recursion_go_deeper():
    module, depths = compiled(COUNTS), []
    for size in (1 << 20, 4 << 20):
        exports = Store(stack_size=size).instantiate(module).exports
        with pytest.raises(Trap, match="call stack exhausted"):
            exports["f"].call_raw([])
        depths.append(exports["n"].raw)

    assert 3 < depths[1] / depths[0] < 5


def test_a_recursion_through_another_instance_ends():
    store = Store(limits=Limits(timeout=20))
    here = store.instantiate(compiled(HERE))
    there = store.instantiate(compiled(THERE), {("m", "back"): here.exports["back"]})
    here.exports["set"].call_raw([there.exports["there"].address])

    for _ in range(3):
        with pytest.raises(Trap, match="call stack exhausted"), store.limited_time():
            there.exports["there"].call_raw([])


# ---------------------------------------------------------------------------------------------------- what is left
def test_timeout_during_path_resolution_leaks_no_descriptor(tmp_path):
    """The time is over while a path is resolved, and directories on its way are open."""
    (tmp_path / "a/b/c").mkdir(parents=True)
    text = guests.OPENS.replace('"."', '"a/../a/b/c"').replace("(i32.const 1)", "(i32.const 10)", 1)
    module = compiled(text)
    gc.collect()
    before = len(os.listdir("/proc/self/fd"))
    for seconds in range(1, 101):
        store = Store(limits=Limits(timeout=seconds * 2e-5))
        directory = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
        wasi = program(preopens=[(directory, b".", False)], stdio=(-1, -1, -1))
        start = store.instantiate(module, wasi=wasi).exports["_start"]
        try:
            with store.limited_time():
                start.call_raw([])
        except TimedOut:
            pass
        except Exit as exit:
            assert 33 == exit.code
        del start, store
    gc.collect()  # tracebacks may be cycles, and hold a store
    assert before == len(os.listdir("/proc/self/fd"))


# ----------------------------------------------------------------------------------------------------------- output
@pytest.mark.parametrize("chunk, count", [(1, 1), (1000, 1), (3, 7), (1_000_000, 1), (1_000_000, 4), (9_999, 2)])
@pytest.mark.parametrize("limit", [1, 9_999, 10_000])
def test_output_ends_exactly_at_its_limit(tmp_path, limit, chunk, count):
    store = Store(limits=Limits(output=limit, timeout=20))
    with open(tmp_path / "out", "wb") as out:
        wasi = program(stdio=(-1, out.fileno(), out.fileno()))
        start = store.instantiate(compiled(guests.writes(chunk, count)), wasi=wasi).exports["_start"]
        with pytest.raises(Stopped, match=r"^the guest wrote more than .*$"), store.limited_time():
            start.call_raw([])

    assert limit == (tmp_path / "out").stat().st_size


COPIES = f"""(module
  (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_pwrite" (func $pwrite (param i32 i32 i32 i64 i32) (result i32)))
  (import "{WASI}" "fd_renumber" (func $renumber (param i32 i32) (result i32)))
  (memory (export "memory") 1) (data (i32.const 0) "\\40\\00\\00\\00\\0a\\00\\00\\00f")
  (func (export "file") (result i32)
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 8) (i32.const 1) (i32.const 1) (i64.const 64)
      (i64.const 64) (i32.const 0) (i32.const 32)))
    (call $write (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 48)))
  (func (export "place") (result i32)
    (call $pwrite (i32.const 1) (i32.const 0) (i32.const 1) (i64.const 5) (i32.const 48)))
  (func (export "number") (result i32)
    (drop (call $renumber (i32.const 1) (i32.load (i32.const 32))))
    (call $write (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 48)))
  (func (export "again") (result i32)
    (call $write (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 48))))"""


def test_output_to_streams_counts_under_any_descriptor(tmp_path):
    store = Store(limits=Limits(output=25))
    directory = os.open(tmp_path, os.O_RDONLY | os.O_DIRECTORY)
    with open(tmp_path / "out", "wb") as out:
        wasi = program(stdio=(-1, out.fileno(), -1), preopens=[(directory, b".", False)])
        exports = store.instantiate(compiled(COPIES), wasi=wasi).exports
        for _ in range(5):
            assert [0] == exports["file"].call_raw([])  # a file that it opened: not counted
        assert [0] == exports["place"].call_raw([])
        assert [0] == exports["number"].call_raw([])
        with pytest.raises(Stopped):
            for _ in range(2):
                exports["again"].call_raw([])
    assert 15 == (tmp_path / "out").stat().st_size
