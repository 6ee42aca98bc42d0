"""What Python lets go is given back at once, without waiting for Python to look for cycles."""

import gc
import threading

import pytest

from tests.wat import wat
from wasihost.engine import Engine
from wasihost.runtime.instance import Store

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


def test_a_store_takes_its_instances_along(compile):
    module = compile(MEMORY)
    Store().instantiate(module)
    before = mappings()
    for _ in range(3):
        Store().instantiate(module)
    assert mappings() <= before


def test_more_instances_than_there_is_address_space_for(compile):
    module = compile(MEMORY)
    for _ in range(20_000):  # eight gigabytes each
        assert Store().instantiate(module).exports["memory"].size == 65536


def test_an_export_keeps_its_store(compile):
    f = Store().instantiate(compile(MEMORY)).exports["f"]
    assert f.call_raw([]) == [0]


def test_an_imported_memory_keeps_the_store_that_it_comes_from(compile):
    provider = Store().instantiate(compile(MEMORY)).exports
    user = Store().instantiate(compile(MEMORY_USER), {("m", "memory"): provider["memory"]})
    del provider
    assert user.exports["f"].call_raw([]) == [1]


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


def test_an_instance_that_could_not_be_started_is_freed(compile):
    module = compile('(module (memory 1) (data (i32.const 65536) "x") (func (export "f")))')
    store = Store()
    with pytest.raises(Exception, match="out of bounds"):
        store.instantiate(module)
    before = mappings()
    del store
    assert mappings() < before
