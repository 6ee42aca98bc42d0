"""Threads that run wasm: their stack, their alternate signal stack, and calls into wasm on them.

Wasm has its own stack, one mapping per thread: [guard][wasm stack][record, alternate signal stack].  So its size is the
same on every thread and machine, and a fault in the guard is always "call stack exhausted".
"""

from wasihost.abi import HEADROOM, Store, ThreadRecord
from wasihost.native import Global, i64, native, new, ptr, syscall, u32, u64
from wasihost.native.platform import (
    MAP_ANONYMOUS,
    MAP_NORESERVE,
    MAP_PRIVATE,
    PROT_NONE,
    PROT_READ,
    PROT_WRITE,
    SYS,
    Altstack,
)
from wasihost.runtime.machine import enter
from wasihost.runtime.registry import Range, RangeList, range_add, range_find

GUARD = (
    1 << 20
)  # bytes below the stack that are never mapped; frames are probed page by page, so one page would be enough
SIGNAL_STACK = 1 << 16  # contains the record at its base, and room for the largest signal frame (AMX state is 11 KiB)
STACK_ALIGN = 1 << 16

stacks = Global(RangeList)


@native(export=True)
def thread_new(stack_size: u64) -> ThreadRecord:
    """Map a wasm stack of `stack_size` bytes, for one thread at a time.  Null: out of memory."""
    none = ThreadRecord(ptr(0))
    size = (stack_size + STACK_ALIGN - 1) // STACK_ALIGN * STACK_ALIGN
    whole = GUARD + size + SIGNAL_STACK
    base = syscall(SYS.mmap, 0, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if base < 0:
        return none
    record = ThreadRecord(ptr(base) + GUARD + size)
    if syscall(SYS.mprotect, base, GUARD, PROT_NONE) < 0:
        syscall(SYS.munmap, base, whole)
        return none
    record.stack_low = u64(base)
    record.stack_high = u64(record)
    range_add(stacks, Range(record))
    return record


@native
def thread_on(sp: u64) -> ThreadRecord:
    """The record of the thread whose wasm stack contains a stack pointer, or null."""
    return ThreadRecord(range_find(stacks, sp))


@native(export="hidden")
def time_is_over() -> u32:
    """Whether code that waits on this stack should stop."""
    record = thread_on(u64(new(u32)))
    return record.expired if record else u32(0)


@native(export=True)
def thread_attach(record: ThreadRecord) -> i64:
    """Set the calling thread's alternate signal stack to the record's.

    The handlers also work on any other alternate signal stack that is large enough.
    """
    stack = new(Altstack)
    stack.sp, stack.flags, stack.size = ptr(record), 0, SIGNAL_STACK
    return syscall(SYS.sigaltstack, stack, 0)


@native(export=True)
def call(store: Store, record: ThreadRecord, thunk: ptr, vm: ptr, code: ptr, slots: ptr) -> u32:
    """Call wasm through `thunk(vm, code, slots)` on this thread's wasm stack.  Returns an `Outcome`."""
    store.thread = record
    store.stack_limit = record.stack_low + GUARD + HEADROOM
    return enter(record, thunk, vm, code, slots, ptr(record.stack_high))
