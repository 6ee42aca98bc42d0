"""Threads with stores of their own that share a memory: atomics, wait and notify, growth."""

import gc
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.door import environ
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import LinkError, Trap, WasihostError
from wasihost.host.instance import Store

OK, NOT_EQUAL, TIMED_OUT = 0, 1, 2
FOREVER = (1 << 64) - 1
MILLISECOND = 1_000_000
LONG = 10_000 * MILLISECOND
ALL = 0xFFFFFFFF
LIMITS = "1 1000 shared"
WORKER = f"""(module (memory (import "m" "memory") {LIMITS})
  ;; Whoever has waited takes it as one that is waited for: others may still sleep.
  (func $lock
    (if (i32.atomic.rmw.cmpxchg (i32.const 0) (i32.const 0) (i32.const 1))
      (then
        (loop $again
          (if (i32.atomic.rmw.xchg (i32.const 0) (i32.const 2))
            (then (drop (memory.atomic.wait32 (i32.const 0) (i32.const 2) (i64.const -1))) (br $again)))))))
  (func $unlock
    (if (i32.ne (i32.atomic.rmw.sub (i32.const 0) (i32.const 1)) (i32.const 1))
      (then
        (i32.atomic.store (i32.const 0) (i32.const 0))
        (drop (memory.atomic.notify (i32.const 0) (i32.const 1))))))
  ;; The counter is no atomic one: the mutex alone keeps it right.
  (func (export "count") (param $rounds i32)
    (loop $next
      (call $lock)
      (i32.store (i32.const 8) (i32.add (i32.load (i32.const 8)) (i32.const 1)))
      (call $unlock)
      (br_if $next (local.tee $rounds (i32.sub (local.get $rounds) (i32.const 1))))))
  (func (export "wait32") (param i32 i32 i64) (result i32)
    (memory.atomic.wait32 (local.get 0) (local.get 1) (local.get 2)))
  (func (export "wait64") (param i32 i64 i64) (result i32)
    (memory.atomic.wait64 (local.get 0) (local.get 1) (local.get 2)))
  (func (export "notify") (param i32 i32) (result i32) (memory.atomic.notify (local.get 0) (local.get 1)))
  (func (export "store64") (param i32 i64) (i64.atomic.store (local.get 0) (local.get 1)))
  (func (export "add") (param i32 i32) (result i32) (i32.atomic.rmw.add (local.get 0) (local.get 1)))
  (func (export "size") (result i32) (memory.size))
  ;; Grows by one page as often as it can, and marks the last byte of each page that it made.
  (func (export "grow") (result i32) (local $made i32) (local $page i32)
    (loop $more
      (local.set $page (memory.grow (i32.const 1)))
      (if (i32.ge_s (local.get $page) (i32.const 0))
        (then
          (drop (i32.atomic.rmw8.add_u offset=65535 (i32.shl (local.get $page) (i32.const 16)) (i32.const 1)))
          (local.set $made (i32.add (local.get $made) (i32.const 1)))
          (br $more))))
    (local.get $made))
  ;; Reads the last byte of whatever memory there is, until it is the largest.
  (func (export "follow") (local $size i32)
    (loop $again
      (local.set $size (memory.size))
      (drop (i32.load8_u (i32.sub (i32.shl (local.get $size) (i32.const 16)) (i32.const 1))))
      (memory.fill (i32.sub (i32.shl (local.get $size) (i32.const 16)) (i32.const 100)) (i32.const 0) (i32.const 50))
      (br_if $again (i32.ne (local.get $size) (i32.const 1000)))))
  ;; Numbers from a queue of one place: at 16 the number, at 24 whether it is there.
  (func (export "produce") (param $last i32) (local $number i32)
    (loop $next
      (loop $full
        (if (i32.atomic.load (i32.const 24))
          (then (drop (memory.atomic.wait32 (i32.const 24) (i32.const 1) (i64.const -1))) (br $full))))
      (i32.store (i32.const 16) (local.tee $number (i32.add (local.get $number) (i32.const 1))))
      (i32.atomic.store (i32.const 24) (i32.const 1))
      (drop (memory.atomic.notify (i32.const 24) (i32.const 1)))
      (br_if $next (i32.ne (local.get $number) (local.get $last)))))
  (func (export "consume") (param $count i32) (result i64) (local $sum i64)
    (loop $next
      (loop $empty
        (if (i32.eqz (i32.atomic.load (i32.const 24)))
          (then (drop (memory.atomic.wait32 (i32.const 24) (i32.const 0) (i64.const -1))) (br $empty))))
      (local.set $sum (i64.add (local.get $sum) (i64.load32_u (i32.const 16))))
      (i32.atomic.store (i32.const 24) (i32.const 0))
      (drop (memory.atomic.notify (i32.const 24) (i32.const 1)))
      (br_if $next (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum)))"""
OWNER = f'(module (memory (export "memory") {LIMITS}))'


@pytest.fixture(params=[True, False], ids=["guarded", "checked"])
def shared(request, compile):
    """`shared()` → the exports of another thread's instance; `shared.memory` is what they share."""

    class Shared:
        memory = Store().instantiate(compile(OWNER, request.param)).exports["memory"]

        def __call__(self):
            imports = {("m", "memory"): self.memory}
            return Store().instantiate(compile(WORKER, request.param), imports).exports

    return Shared()


def at_once(shared, calls):
    """Call functions in threads with a store each; their results."""
    with ThreadPoolExecutor(len(calls)) as pool:
        exports = [shared() for _ in calls]
        futures = [
            pool.submit(of[name].call_raw, arguments) for of, (name, *arguments) in zip(exports, calls, strict=True)
        ]
        return [future.result() for future in futures]


def notified(exports, address, count, most=ALL):
    """Notify until `count` waiters were woken in all; the number that each call said."""
    woken = []
    while sum(woken) < count:
        woken += exports["notify"].call_raw([address, most])
        time.sleep(0.0005)
    return woken


def test_a_mutex_keeps_a_counter(shared):
    at_once(shared, [("count", 100_000)] * 4)

    assert shared.memory.read(8, 4) == (400_000).to_bytes(4, "little")


def test_numbers_go_from_a_producer_to_a_consumer(shared):
    _, (total,) = at_once(shared, [("produce", 20_000), ("consume", 20_000)])

    assert total == 20_000 * 20_001 // 2


def test_memories_grow_at_once_and_lose_no_page(shared):
    *made, _, _ = at_once(shared, [("grow",)] * 4 + [("follow",)] * 2)

    assert sum(pages for (pages,) in made) == 999
    assert shared.memory.size == 1000 << 16
    assert {shared.memory.read((page << 16) - 1, 1) for page in range(2, 1001)} == {b"\1"}


def test_a_wait_compares_first(shared):
    exports = shared()
    exports["store64"].call_raw([16, 1 << 32 | 5])

    assert exports["wait32"].call_raw([16, 4, LONG]) == [NOT_EQUAL]
    assert exports["wait32"].call_raw([16, 5, 0]) == [TIMED_OUT]
    assert exports["wait64"].call_raw([16, 5, LONG]) == [NOT_EQUAL]
    assert exports["wait64"].call_raw([16, 2 << 32 | 5, LONG]) == [NOT_EQUAL]  # the upper half differs
    assert exports["wait64"].call_raw([16, 1 << 32 | 5, 0]) == [TIMED_OUT]


@pytest.mark.parametrize("milliseconds", [1, 30])
def test_a_wait_ends_with_its_time_and_not_before(shared, milliseconds):
    start = time.monotonic_ns()

    assert shared()["wait32"].call_raw([64, 0, milliseconds * MILLISECOND]) == [TIMED_OUT]
    assert time.monotonic_ns() - start >= milliseconds * MILLISECOND
    assert shared()["notify"].call_raw([64, ALL]) == [0]  # it left the queue


@pytest.mark.parametrize("timeout", [FOREVER, 1 << 63, (1 << 63) - 1])
def test_the_longest_times_do_not_end(shared, timeout):
    exports, results = shared(), []
    waiter = threading.Thread(target=lambda: results.append(shared()["wait64"].call_raw([64, 0, timeout])))
    waiter.start()

    assert notified(exports, 64, 1)[-1] == 1
    waiter.join()
    assert results == [[OK]]


def test_a_hundred_waiters_and_one_notify(shared):
    exports, others = shared(), [shared() for _ in range(100)]

    def attempt(patience):
        """What notifications for 7 and for all woke, when all had time to fall asleep, and for those who had not."""
        with ThreadPoolExecutor(100) as pool:
            futures = [
                pool.submit(of[f"wait{32 << number % 2}"].call_raw, [128, 0, FOREVER])
                for number, of in enumerate(others)
            ]
            time.sleep(patience)
            (few,), (all_,) = (exports["notify"].call_raw([128, most]) for most in (7, ALL))
            notified(exports, 128, 100 - few - all_)
            assert [future.result() for future in futures] == [[OK]] * 100
        return few, all_

    assert (7, 93) in (attempt(patience) for patience in (0.1, 0.5, 2, 10))
    assert exports["notify"].call_raw([128, ALL]) == [0]


def test_waiters_are_woken_in_the_order_in_which_they_came(shared):
    exports, order = shared(), []

    def wait(of, number):
        of["wait32"].call_raw([256, 0, FOREVER])
        order.append(number)

    threads = [threading.Thread(target=wait, args=(shared(), number)) for number in range(4)]
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    for number in range(4):
        notified(exports, 256, 1, most=1)
        while len(order) == number:
            time.sleep(0.001)
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3]


def test_notify_wakes_no_waiter_at_another_address(shared):
    exports, results = shared(), []
    waiter = threading.Thread(target=lambda: results.append(shared()["wait32"].call_raw([512, 0, 200 * MILLISECOND])))
    waiter.start()
    while waiter.is_alive():  # every other address: those in the same queue are among them
        for address in (*range(0, 512, 4), *range(516, 1024, 4)):
            assert exports["notify"].call_raw([address, ALL]) == [0]
    assert results == [[TIMED_OUT]]


@pytest.mark.parametrize("name, width, arguments", [("wait32", 4, [0, 0]), ("wait64", 8, [0, 0]), ("notify", 4, [0])])
def test_atomic_accesses_trap_if_unaligned_or_out_of_bounds(shared, name, width, arguments):
    function = shared()[name]
    for address, message in [
        (width // 2, "unaligned atomic"),
        (1, "unaligned atomic"),
        (1 << 16, "out of bounds memory access"),
        ((1 << 32) - width, "out of bounds memory access"),
    ]:
        with pytest.raises(Trap, match=message):
            function.call_raw([address, *arguments])


def test_only_shared_memories_have_waiters(run):
    text = """(module (memory 1) (func (export "f") (param i32) (result i32)
        (if (result i32) (local.get 0)
          (then (memory.atomic.notify (i32.const 8) (i32.const 1)))
          (else (memory.atomic.wait32 (i32.const 8) (i32.const 1) (i64.const 0))))))"""
    assert run(text, 1) == [0]
    with pytest.raises(Trap, match="expected shared memory"):
        run(text, 0)


@pytest.mark.parametrize("wanted", ["1 1000", "1", "1 999 shared", "2 1000 shared", "i64 1 1000 shared"])
def test_shared_memories_and_others_are_not_the_same(shared, compile, wanted):
    with pytest.raises(LinkError, match=r"incompatible import type: `m::memory`"):
        Store().instantiate(
            compile(f'(module (import "m" "memory" (memory {wanted})))'), {("m", "memory"): shared.memory}
        )


def test_a_memory_of_one_is_not_shared(compile):
    store = Store()
    memory = store.instantiate(compile('(module (memory (export "memory") 1 1000))')).exports["memory"]
    with pytest.raises(LinkError, match=r"`m::memory` is memory 1\.\.1000 shared"):
        store.instantiate(compile(WORKER), {("m", "memory"): memory})


def test_data_is_written_into_a_shared_memory(compile):
    text = f"""(module (memory {LIMITS}) (data (i32.const 5) "active") (data $p "passive")
      (func (export "f") (result i64)
        (memory.init $p (i32.const 100) (i32.const 0) (i32.const 7))
        (memory.copy (i32.const 200) (i32.const 5) (i32.const 4))
        (memory.copy (i32.const 204) (i32.const 100) (i32.const 4))
        (i64.load (i32.const 200))))"""
    result = Store().instantiate(compile(text)).exports["f"].call_raw([])
    assert result == [int.from_bytes(b"actipass", "little")]


def test_a_memory_lives_as_long_as_anybody_waits_at_it(compile):
    """The owner's store goes while a thread sleeps; then stores come and go while others trap."""
    module, worker, results = compile(OWNER), compile(WORKER), []
    memory = Store().instantiate(module).exports["memory"]
    first, second = (Store().instantiate(worker, {("m", "memory"): memory}).exports for _ in range(2))
    thread = threading.Thread(target=lambda of: results.append(of["wait32"].call_raw([8, 0, FOREVER])), args=(first,))
    thread.start()
    del first, memory
    gc.collect()
    assert notified(second, 8, 1)[-1] == 1
    thread.join()
    assert results == [[OK]]


def test_trap_while_other_threads_free_registered_ranges(compile):
    module = compile('(module (memory 1) (func (export "f") (drop (i32.load (i32.const 65536)))))')
    f = Store().instantiate(module).exports["f"]  # the first one: whoever looks for it passes all that came later
    stop = threading.Event()

    def come_and_go():
        while not stop.is_set():
            instances = [Store().instantiate(module) for _ in range(300)]
            while instances:
                del instances[0]

    def trap():
        for _ in range(2000):
            with pytest.raises(Trap, match="out of bounds"):
                f.call_raw([])

    with ThreadPoolExecutor(2) as pool:
        coming = pool.submit(come_and_go)
        pool.submit(trap).result()
        stop.set()
        coming.result()


def test_a_call_that_is_too_deep_takes_no_lock_along(shared):
    """With hardly any stack left, waiting and growing trap before they hold anything."""
    text = f"""(module (memory (import "m" "memory") {LIMITS}) (global $depth (mut i32) (i32.const 0))
      (func $f (export "f")
        (drop (memory.atomic.notify (i32.const 8) (i32.const 0)))
        (drop (memory.atomic.wait32 (i32.const 8) (i32.const 1) (i64.const 0)))
        (drop (memory.grow (i32.const 0)))
        (call $f)))"""
    for guarded in (True, False):
        deep = Engine(level="fast", cache=None, guarded=guarded).compile(wat(text))
        try:
            instance = Store().instantiate(deep, {("m", "memory"): shared.memory})
        except WasihostError:
            continue  # code without checks wants a guard
        with pytest.raises(Trap, match="call stack exhausted"):
            instance.exports["f"].call_raw([])
    exports = shared()
    assert exports["wait32"].call_raw([8, 0, 0]) == [TIMED_OUT]
    assert exports["notify"].call_raw([8, 1]) == [0]


NO_ROOM = """
import resource
from tests.door import environ
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.host.instance import Store
module = Engine(level="fast", cache=None, guarded=False).compile(wat('(module (memory 1 65536 {shared}))'))
resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
Store().instantiate(module)
print("instantiated")
"""


@pytest.mark.parametrize(
    "shared, said", [("", "instantiated"), ("shared", "address space for all that a shared memory")]
)
def test_address_space_for_all_of_a_shared_memory_is_needed(shared, said):
    """Another memory just grows no further than there is room for."""
    done = subprocess.run([sys.executable, "-c", NO_ROOM.format(shared=shared)], capture_output=True, text=True)
    assert said in done.stdout + done.stderr


WAITING = """(module (memory 1 1 shared) (func (export "_start")
  (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1)))))"""


def test_a_wait_ends_by_the_signal_that_ends_the_program(command, tmp_path):
    path = tmp_path / "waiting.wat"
    path.write_text(WAITING)
    process = subprocess.Popen([*command, "run", path], env=environ(), stderr=subprocess.PIPE)
    time.sleep(2)
    for number in (signal.SIGSTOP, signal.SIGCONT):  # the wait goes on
        process.send_signal(number)
        time.sleep(0.2)
    assert process.poll() is None
    process.send_signal(signal.SIGINT)
    assert process.wait(10) == -signal.SIGINT
    process.stderr.close()
