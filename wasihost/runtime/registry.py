"""Process-wide lists of address ranges that the signal handler searches: code images, guarded memories, wasm stacks.

Readers take no lock, because a signal handler may interrupt any code.  Readers are counted, and removing a node waits
until no reader can still use it; then the node may be unmapped.
"""

from wasihost.native import (
    Global,
    Ptr,
    Struct,
    atomic_add,
    atomic_load,
    atomic_store,
    i32,
    native,
    ptr,
    syscall,
    u64,
)
from wasihost.native.platform import SYS
from wasihost.runtime.lock import Lock, acquire, release

lock = Global(Lock)
readers = Global(i32)


class Range(Struct):
    """A node, embedded at the start of the struct that it describes: addresses [low, high)."""

    next: ptr
    low: u64
    high: u64


class RangeList(Struct):
    first: Ptr(Range)


@native
def range_find(list: RangeList, address: u64) -> Range:
    atomic_add(i32, readers, 1)
    node = Range(atomic_load(ptr, list))
    while node:
        if node.low <= address < node.high:
            break
        node = Range(atomic_load(ptr, node))
    atomic_add(i32, readers, -1)
    return node


@native
def range_add(list: RangeList, node: Range):
    acquire(lock)
    node.next = ptr(list.first)
    atomic_store(ptr, list, ptr(node))
    release(lock)


@native
def range_remove(list: RangeList, node: Range):
    acquire(lock)
    place = ptr(list)
    while ptr[place] and ptr[place] != ptr(node):
        place = ptr[place]  # `next` is the first field of a node
    if ptr[place]:
        atomic_store(ptr, place, node.next)
    release(lock)
    while atomic_load(i32, readers):
        syscall(SYS.sched_yield)
