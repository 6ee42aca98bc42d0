"""memory.atomic.wait32, wait64 and notify: threads that sleep until another thread notifies their address.

A futex compares 32 bits, and also counts threads as woken that woke for other reasons.  So this file has its own
queues, by host address, which is the same in every instance that has the memory.  Each waiter sleeps on a word of its
own, until a notify or its timeout.  Waits of both widths use the same mechanism.
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
SLEEP = FUTEX_WAIT_BITSET | FUTEX_PRIVATE_FLAG  # with an absolute timeout


class Waiter(Struct):
    """A waiting thread, on its stack.  The queue's lock protects everything except `notified`."""

    next: ptr
    previous: ptr
    address: u64
    notified: u32  # 1: it was removed from its queue
    pad: u32


class Queue(Struct):
    """The waiters at some of the addresses, in order of arrival."""

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
    """If the value at the address is `expected`, sleep until notified.

    A negative timeout is infinite.  Returns a WaitResult.

    A thread that changes the value and then notifies takes the lock after the comparison here, and finds the waiter.
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
    """Sleep until notified, or until the timeout.

    The timeout is absolute, so signals and spurious wake-ups only make the thread sleep again.
    """
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
    """Handle a timeout.  If the waiter was notified in the meantime, it counts as notified."""
    acquire(queue.lock)
    notified = waiter.notified
    if not notified:
        unlink(queue, waiter)
    release(queue.lock)
    return WaitResult.OK if notified else u32(WaitResult.TIMED_OUT)


@native
def notify(address: ptr, most: u32) -> u32:
    """Wake the threads that have waited longest.  Returns their number."""
    queue, count = queue_of(u64(address)), u32(0)
    acquire(queue.lock)
    waiter = queue.first
    while waiter and count < most:
        following = Waiter(waiter.next)
        if waiter.address == u64(address):
            unlink(queue, waiter)
            word = addr(waiter.notified)
            atomic_store(u32, word, 1)
            wake(word)  # its thread may already run; then the word is something else, and nobody sleeps on it
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
