"""Threads that run wasm: their stack, their alternate signal stack, and calls into wasm on them.

Wasm has a stack of its own, one mapping per thread: [guard][wasm stack][alternate signal stack].  So its size is the
same on every thread and machine, and a fault in the guard is always "call stack exhausted".
"""

from wasihost.abi import HEADROOM, MAGIC, Store, ThreadRecord
from wasihost.native import i64, memset, native, new, ptr, sizeof, syscall, u32, u64
from wasihost.native.platform import (
    MAP_ANONYMOUS,
    MAP_NORESERVE,
    MAP_PRIVATE,
    PROT_NONE,
    PROT_READ,
    PROT_WRITE,
    SS_DISABLE,
    SYS,
    Altstack,
)
from wasihost.runtime.machine import enter

GUARD = 1 << 20  # bytes below the stack that are never mapped: frames are probed page by page, so one page would do
SIGNAL_STACK = 1 << 16  # the record at its base, then room for the largest signal frame (AMX state is 11 KiB)
STACK_ALIGN = 1 << 16


@native(export=True)
def thread_new(stack_size: u64) -> ThreadRecord:
    """Make the calling thread able to run wasm on a stack of `stack_size` bytes.  Null: no memory."""
    none = ThreadRecord(ptr(0))
    size = (stack_size + STACK_ALIGN - 1) // STACK_ALIGN * STACK_ALIGN
    whole = GUARD + size + SIGNAL_STACK
    base = syscall(SYS.mmap, 0, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if base < 0:
        return none
    record = ThreadRecord(ptr(base) + GUARD + size)
    if syscall(SYS.mprotect, base, GUARD, PROT_NONE) < 0 or thread_attach(record) < 0:
        syscall(SYS.munmap, base, whole)
        return none
    record.magic = MAGIC
    record.stack_low = u64(base)
    record.stack_high = u64(record)
    return record


@native
def thread_attach(record: ThreadRecord) -> i64:
    """Point the calling thread's alternate signal stack at the record."""
    stack = new(Altstack)
    stack.sp, stack.flags, stack.size = ptr(record), 0, SIGNAL_STACK
    return syscall(SYS.sigaltstack, stack, 0)


@native(export=True)
def thread_free(record: ThreadRecord):
    """Undo `thread_new`, on the same thread."""
    stack = new(Altstack)
    memset(stack, 0, sizeof(Altstack))
    stack.flags = SS_DISABLE
    syscall(SYS.sigaltstack, stack, 0)
    low = record.stack_low
    syscall(SYS.munmap, low, record.stack_high + SIGNAL_STACK - low)


@native(export=True)
def call(store: Store, record: ThreadRecord, thunk: ptr, vm: ptr, code: ptr, slots: ptr) -> u32:
    """Call wasm through `thunk(vm, code, slots)` on this thread's wasm stack.  Returns an `Outcome`."""
    store.thread = record
    store.stack_limit = record.stack_low + GUARD + HEADROOM
    return enter(record, thunk, vm, code, slots, ptr(record.stack_high))
