"""memory.atomic.wait32, wait64 and notify: threads that sleep until another one names the address that they wait at.

A futex of the kernel compares 32 bits, and counts as woken whoever sleeps for any reason.  So the queues are ours, by
host address, which is the same in every instance that has the memory.  Each waiter sleeps on a word of its own, that
only a notify or the end of its time ends; waits of both widths are one mechanism.
"""

import errno

from wasihost.abi import WaitResult
from wasihost.layout import Ptr
from wasihost.native import Global, Struct, addr, atomic_load, atomic_store, i64, native, new, ptr, syscall, u32, u64
from wasihost.native.platform import (
    CLOCK_MONOTONIC,
    FUTEX_BITSET_MATCH_ANY,
    FUTEX_PRIVATE_FLAG,
    FUTEX_WAIT_BITSET,
    SECOND,
    SYS,
    Timespec,
)
from wasihost.runtime.lock import Lock, acquire, release, wake
from wasihost.runtime.thread import time_is_over

QUEUES_BITS = 6
SLEEP = FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG  # until a point in time


class Waiter(Struct):
    """On the stack of the thread that waits.  All but `notified` is touched under the queue's lock."""

    next: ptr
    previous: ptr
    address: u64
    notified: u32  # 1: it is in no queue any more
    pad: u32


class Queue(Struct):
    """The waiters at some of the addresses, in the order in which they came."""

    first: Ptr(Waiter)
    last: Ptr(Waiter)
    lock: Lock
    pad: u32


queues = Global(Queue, 1 << QUEUES_BITS)


@native
def queue_of(address: u64) -> Queue:
    return queues[address * 0x9E3779B97F4A7C15 >> 64 - QUEUES_BITS]  # Fibonacci hashing


@native
def wait(address: ptr, expected: u64, timeout_ns: i64, width: u32) -> u32:
    """Sleep, if `expected` is at the address, until it is notified; a negative time is endless.  A WaitResult.

    Whoever changes the value and then notifies takes the lock later than the comparison here, and finds the waiter.
    """
    waiter, queue = new(Waiter), queue_of(u64(address))
    acquire(queue.lock)
    value: u64 = atomic_load(u64, address) if width == 8 else u64(atomic_load(u32, address))
    if value != expected:
        release(queue.lock)
        return WaitResult.NOT_EQUAL
    waiter.address, waiter.notified = u64(address), 0
    enqueue(queue, waiter)
    release(queue.lock)
    return sleep(queue, waiter, timeout_ns)


@native
def sleep(queue: Queue, waiter: Waiter, timeout_ns: i64) -> u32:
    """Signals and wake-ups for no reason begin it again: the end is a point in time."""
    end, word = new(Timespec), addr(waiter.notified)
    if timeout_ns >= 0:
        set_end(end, u64(timeout_ns))
    limit: ptr = ptr(0) if timeout_ns < 0 else ptr(end)
    while atomic_load(u32, word) == 0:
        result = syscall(SYS.futex, word, SLEEP, 0, limit, 0, FUTEX_BITSET_MATCH_ANY)
        if result == -errno.ETIMEDOUT or time_is_over():
            return give_up(queue, waiter)
    return WaitResult.OK


@native
def set_end(end: Timespec, timeout_ns: u64):
    syscall(SYS.clock_gettime, CLOCK_MONOTONIC, end)
    nanoseconds = u64(end.nsec) + timeout_ns
    end.sec, end.nsec = end.sec + i64(nanoseconds // SECOND), i64(nanoseconds % SECOND)


@native
def give_up(queue: Queue, waiter: Waiter) -> u32:
    """The time is over; but it may have been notified meanwhile, and is counted then."""
    acquire(queue.lock)
    notified = waiter.notified
    if not notified:
        unlink(queue, waiter)
    release(queue.lock)
    return WaitResult.OK if notified else u32(WaitResult.TIMED_OUT)


@native
def notify(address: ptr, most: u32) -> u32:
    """Wake those who have waited longest; returns their number."""
    queue, count = queue_of(u64(address)), u32(0)
    acquire(queue.lock)
    waiter = queue.first
    while waiter and count < most:
        following = Waiter(waiter.next)
        if waiter.address == u64(address):
            unlink(queue, waiter)
            word = addr(waiter.notified)
            atomic_store(u32, word, 1)
            wake(word)  # its thread may have gone on already: then the word is something else, and nobody sleeps on it
            count += 1
        waiter = following
    release(queue.lock)
    return count


@native
def enqueue(queue: Queue, waiter: Waiter):
    waiter.next, waiter.previous = ptr(0), ptr(queue.last)
    if queue.last:
        queue.last.next = ptr(waiter)
    else:
        queue.first = waiter
    queue.last = waiter


@native
def unlink(queue: Queue, waiter: Waiter):
    following, previous = Waiter(waiter.next), Waiter(waiter.previous)
    if previous:
        previous.next = ptr(following)
    else:
        queue.first = following
    if following:
        following.previous = ptr(previous)
    else:
        queue.last = previous
