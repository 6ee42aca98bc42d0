"""What the runtime's threads use among each other: the lock, and lists that are read without one."""

import ctypes
import threading
import time

import pytest

from tests.native.library import Library
from wasihost.native import Global, atomic_add, i32, native, ptr, u32, u64, volatile_load, volatile_store
from wasihost.runtime.lock import Lock, acquire, release
from wasihost.runtime.registry import Range, RangeList, range_add, range_find, range_remove, readers

ranges = Global(RangeList)
lock = Global(Lock)
counter = Global(u64)


@native(export=True)
def add(node: Range):
    range_add(ranges, node)


@native(export=True)
def remove(node: Range):
    range_remove(ranges, node)


@native(export=True)
def find(address: u64) -> ptr:
    return ptr(range_find(ranges, address))


@native(export=True)
def read(more: i32):
    """Somebody begins to walk over lists, or ends."""
    atomic_add(i32, readers, more)


@native(export=True)
def count(rounds: u32) -> u64:
    for _ in range(rounds):
        acquire(lock)
        for _ in range(10):
            volatile_store(u64, counter, volatile_load(u64, counter) + 1)
        release(lock)
    return counter[0]


@pytest.fixture(scope="module")
def call(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("locks"), add, remove, find, read, count)


def test_ranges_are_found_until_they_are_removed(call):
    nodes = [ctypes.create_string_buffer(Range.pack(low=low, high=low + 10)) for low in (100, 200, 300)]
    for node in nodes:
        call(add, node)

    for gone in (1, 2, 0):  # from the middle, the end that was added last, the only one
        address = (gone + 1) * 100 + 9
        assert call(find, address) == ctypes.addressof(nodes[gone]) and not call(find, address + 1)
        call(remove, nodes[gone])
        assert not call(find, address)


def test_range_is_not_removed_while_a_reader_uses_it(call):
    node = ctypes.create_string_buffer(Range.pack(low=1, high=2))
    call(add, node)
    call(read, 1)
    removing = threading.Thread(target=call, args=(remove, node))
    removing.start()
    while call(find, 1):
        time.sleep(0.001)

    time.sleep(0.1)
    assert removing.is_alive()  # unlinked, but who came before may be on it
    call(read, -1)
    removing.join(10)
    assert not removing.is_alive()


def test_one_thread_at_a_time_has_the_lock(call):
    threads = [threading.Thread(target=call, args=(count, 3_000_000)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert call(count, 0) == 120_000_000
