"""Process-wide lists of address ranges that the signal handler searches: code images, guarded memories, wasm stacks.

Readers take no lock, because a signal handler may interrupt anything; a node is only unlinked, never reused, while
another thread could still be walking over it.
"""

from wasihost.native import Global, Ptr, Struct, atomic_cas, atomic_store, native, ptr, syscall, u32, u64
from wasihost.native.platform import SYS

lock = Global(u32)


class Range(Struct):
    """A node, embedded at the start of what it describes: addresses [low, high)."""

    next: ptr
    low: u64
    high: u64


class RangeList(Struct):
    first: Ptr(Range)


@native
def range_find(list: RangeList, address: u64) -> Range:
    node = list.first
    while node:
        if node.low <= address < node.high:
            return node
        node = Range(node.next)
    return Range(ptr(0))


@native
def range_add(list: RangeList, node: Range):
    acquire()
    node.next = ptr(list.first)
    atomic_store(u64, list, u64(node))
    release()


@native
def range_remove(list: RangeList, node: Range):
    acquire()
    if ptr(list.first) == ptr(node):
        atomic_store(u64, list, u64(node.next))
    else:
        before = list.first
        while before:
            if before.next == ptr(node):
                before.next = node.next
                break
            before = Range(before.next)
    release()


@native
def acquire():
    while atomic_cas(u32, lock, 0, 1) != 0:
        syscall(SYS.sched_yield)


@native
def release():
    atomic_store(u32, lock, 0)
