"""What Python lets go is given back at once, without waiting for Python to look for cycles."""

import gc
import threading

import pytest

from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import LinkError, Trap
from wasihost.host.guest import Program
from wasihost.host.instance import Store
from wasihost.runtime.accounting import POISON

unmaps = pytest.mark.skipif(POISON, reason="the poisoned runtime unmaps nothing")
MEMORY = """(module (memory (export "memory") 1) (table (export "table") 10 funcref) (elem (i32.const 3) $f)
  (func $f (export "f") (result i32) (i32.load (i32.const 0))))"""
MEMORY_USER = '(module (memory (import "m" "memory") 1) (func (export "f") (result i32) (memory.size)))'
USER = """(module (import "m" "f" (func $f (result i32))) (import "m" "memory" (memory 1))
  (func (export "f") (result i32) (i32.store (i32.const 0) (i32.const 42)) (call $f)))"""


def mappings():
    with open("/proc/self/maps") as file:
        return sum(1 for _ in file)


@pytest.fixture(autouse=True)
def no_collector():
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@unmaps
def test_a_store_takes_its_instances_along(compile):
    module = compile(MEMORY)
    Store().instantiate(module)
    before = mappings()
    for _ in range(3):
        Store().instantiate(module)
    assert mappings() <= before


@unmaps
def test_more_instances_than_there_is_address_space_for(compile):
    module = compile(MEMORY)
    for _ in range(20_000):  # eight gigabytes each
        assert Store().instantiate(module).exports["memory"].size == 65536


def test_an_export_keeps_its_store(compile):
    f = Store().instantiate(compile(MEMORY)).exports["f"]
    assert f.call_raw([]) == [0]


def test_imported_memory_keeps_its_store_alive(compile):
    provider = Store().instantiate(compile(MEMORY)).exports
    user = Store().instantiate(compile(MEMORY_USER), {("m", "memory"): provider["memory"]})
    del provider
    assert user.exports["f"].call_raw([]) == [1]


# What two stores would share, and neither could keep alive for the other.
FOREIGN = {
    "f": '(import "m" "f" (func (result i32)))',
    "table": '(import "m" "table" (table 10 funcref))',
    "global": '(import "m" "global" (global (mut exnref)))',
    "tag": '(import "m" "tag" (tag))',
}


@pytest.mark.parametrize("name", FOREIGN)
def test_stores_share_nothing_but_memories(compile, name):
    text = MEMORY.replace(
        "(func $f", '(global (export "global") (mut exnref) (ref.null exn)) (tag (export "tag"))(func $f'
    )
    extern = Store().instantiate(compile(text)).exports[name]
    with pytest.raises(LinkError, match=f"^import `m::{name}` belongs to another store;"):
        Store().instantiate(compile(f"(module {FOREIGN[name]})"), {("m", name): extern})


def test_unreferenced_instance_is_callable_through_a_table(compile):
    """Its functions, memory and globals are in use as long as the store: another instance may have them."""
    holder = """(module (table (export "table") 4 funcref) (global (export "g") (mut funcref) (ref.null func))
      (func (export "f") (result i32) (call_indirect (result i32) (i32.const 2))))"""
    giver = """(module (import "m" "table" (table 4 funcref)) (memory 1) (global $n (mut i32) (i32.const 5))
      (data (i32.const 0) "\\07") (elem (i32.const 2) $f)
      (func $f (result i32) (global.set $n (i32.add (global.get $n) (i32.const 1)))
        (i32.add (i32.load8_u (i32.const 0)) (global.get $n))))"""
    store = Store()
    exports = store.instantiate(compile(holder)).exports
    module = Engine(level="fast", cache=None, jobs=1).compile(wat(giver))
    store.instantiate(module, {("m", "table"): exports["table"]})
    del module, store
    gc.collect()
    assert [[13], [14]] == [exports["f"].call_raw([]) for _ in range(2)]


def test_an_instance_that_failed_to_start_stays_in_the_tables_that_it_filled(compile):
    holder = """(module (table (export "table") 4 funcref)
      (func (export "f") (result i32) (call_indirect (result i32) (i32.const 2))))"""
    giver = """(module (import "m" "table" (table 4 funcref)) (memory 1) (elem (i32.const 2) $f)
      (func $f (result i32) (i32.const 9)) (data (i32.const 65536) "x"))"""
    store = Store()
    exports = store.instantiate(compile(holder)).exports
    with pytest.raises(Trap, match="out of bounds"):
        store.instantiate(compile(giver), {("m", "table"): exports["table"]})
    gc.collect()
    assert [9] == exports["f"].call_raw([])


def test_references_stay_when_segments_are_dropped_and_tables_grow(compile):
    text = """(module (table $t 2 1000000 funcref) (table $u 1 funcref) (elem $s func $f) (elem declare func $f)
      (func $f (result i32) (i32.const 3))
      (func (export "f") (result i32)
        (table.init $t $s (i32.const 1) (i32.const 0) (i32.const 1)) (elem.drop $s)
        (drop (table.grow $t (table.get $t (i32.const 1)) (i32.const 900000)))
        (table.copy $u $t (i32.const 0) (i32.const 900001) (i32.const 1))
        (table.fill $t (i32.const 0) (ref.null func) (table.size $t))
        (call_indirect $u (result i32) (i32.const 0))))"""
    assert [3] == Store().instantiate(compile(text)).exports["f"].call_raw([])


def test_a_host_function_in_a_table_stays(compile):
    text = """(module (import "wasi_snapshot_preview1" "sched_yield" (func $y (result i32)))
      (table (export "table") funcref (elem $y)))"""
    user = """(module (import "m" "table" (table 1 funcref))
      (func (export "f") (result i32) (call_indirect (result i32) (i32.const 0))))"""
    store = Store()
    table = store.instantiate(compile(text), wasi=Program(argv=[b"m"])).exports["table"]
    f = store.instantiate(compile(user), {("m", "table"): table}).exports["f"]
    del table, store
    gc.collect()
    assert [0] == f.call_raw([])


@unmaps
def test_threads_that_ended_leave_their_stacks_to_others(compile):
    module = compile(MEMORY)

    def work():
        Store().instantiate(module).exports["f"].call_raw([])

    def run(count):
        for _ in range(count):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
        return mappings()

    assert run(40) < run(5) + 40  # Python's own threads leave some


@unmaps
def test_imports_from_the_same_store_make_no_cycle(compile):
    provider, user = compile(MEMORY), compile(USER)
    before = mappings()
    store = Store()
    exports = store.instantiate(provider).exports
    store.instantiate(user, {("m", name): extern for name, extern in exports.items()})
    del exports, store
    assert mappings() <= before


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["store first", "module first"])
def test_store_and_module_in_one_cycle_are_collected_in_any_order(order, level):
    module = Engine(level=level, cache=None).compile(wat(MEMORY))
    store = Store()
    store.instantiate(module)
    cycle = [(store, module)[which] for which in order]
    cycle.append(cycle)
    del store, module, cycle
    assert gc.collect() > 0


@unmaps
def test_an_instance_that_could_not_be_started_is_freed(compile):
    module = compile('(module (memory 1) (data (i32.const 65536) "x") (func (export "f")))')
    store = Store()
    with pytest.raises(Exception, match="out of bounds"):
        store.instantiate(module)
    before = mappings()
    del store
    assert mappings() < before
