"""Memory that the host uses for a guest: counted towards the guest's memory limit, mapped, and freed.

Everything that a guest can enlarge passes through here: `Limits.memory` limits the sum.  The first ALLOWANCE bytes
beside the memories are not counted, because every program needs some, and no program should fail to throw an exception
because its memory has reached the limit.
"""

from wasihost.abi import Store
from wasihost.native import bool_, memset, native, ptr, syscall, u64
from wasihost.native.platform import (
    MADV_NOHUGEPAGE,
    MAP_ANONYMOUS,
    MAP_FIXED,
    MAP_NORESERVE,
    MAP_PRIVATE,
    PROT_NONE,
    PROT_READ,
    PROT_WRITE,
    SIGABRT,
    SYS,
)
from wasihost.native.prelude import say

ALLOWANCE = 1 << 20
FRESH = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE  # memory that is allocated when touched
# For tests (tests/fuzz/poison.py): freed memory is never mapped again, so that its use is a fault, and exceptions are
# collected before each throw.
POISON = False
PATTERN = 0xDB  # a pointer of these bytes is not a valid address


@native
def charge(store: Store, size: u64) -> bool_:
    """Count bytes of a memory.  False, with nothing counted: the limit would be exceeded."""
    if size > store.limits.memory:
        return False
    store.limits.memory -= size
    return True


@native
def refund(store: Store, size: u64):
    store.limits.memory += size


@native(export="hidden")
def keep(store: Store, size: u64) -> bool_:
    """Count bytes that the host uses beside the memories.  False, with nothing counted: the limit would be exceeded."""
    if not charge(store, beyond_allowance(store.kept + size) - beyond_allowance(store.kept)):
        return False
    store.kept += size
    return True


@native
def unkeep(store: Store, size: u64):
    refund(store, beyond_allowance(store.kept) - beyond_allowance(store.kept - size))
    store.kept -= size


@native
def beyond_allowance(size: u64) -> u64:
    return size - min(size, u64(ALLOWANCE))


@native(export="hidden")
def map_kept(store: Store, size: u64) -> ptr:
    """Map zeroed memory that the host uses for the guest.  Null: the limit would be exceeded, or out of memory."""
    if not keep(store, size):
        return ptr(0)
    at = syscall(SYS.mmap, 0, size, PROT_READ | PROT_WRITE, FRESH, -1, 0)
    if at < 0:
        unkeep(store, size)
        return ptr(0)
    syscall(SYS.madvise, at, size, MADV_NOHUGEPAGE)  # otherwise the first access may clear two megabytes
    return ptr(at)


@native(export="hidden")
def unmap_kept(store: Store, at: ptr, size: u64):
    give_back(at, size)
    unkeep(store, size)


@native
def give_back(at: ptr, size: u64):
    """Unmap memory that nothing refers to any more."""
    if POISON:
        syscall(SYS.mmap, at, size, PROT_NONE, FRESH | MAP_FIXED, -1, 0)
    else:
        syscall(SYS.munmap, at, size)


@native
def poison(at: ptr, size: u64):
    """Make freed memory useless for code that still has its address."""
    memset(at, PATTERN, size)


@native(inline=False)
def abort():
    """End the process after a use of freed memory."""
    say(b"used after it was given back\n")
    syscall(SYS.kill, syscall(SYS.getpid), SIGABRT)
