"""What the host keeps for a guest: counted against the guest's limit of memory, mapped, and given back.

Whatever a guest can make larger passes through here: `Limits.memory` holds for the sum of all.  The first ALLOWANCE
bytes beside the memories are not counted: every program needs some, and none should fail to throw because its memory
is as large as it may become.
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
FRESH = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE  # address space that becomes memory when it is touched
# For tests (tests/fuzz/poison.py): what is given back is never mapped again, so that its use is a fault, and exceptions
# are collected before each throw.
POISON = False
PATTERN = 0xDB  # a pointer of such bytes is no address


@native
def charge(store: Store, size: u64) -> bool_:
    """Count bytes of a memory; False, with nothing counted, where the limit does not allow them."""
    if size > store.limits.memory:
        return False
    store.limits.memory -= size
    return True


@native
def refund(store: Store, size: u64):
    store.limits.memory += size


@native(export="hidden")
def keep(store: Store, size: u64) -> bool_:
    """Count bytes that the host keeps beside the memories; False, with nothing counted, where the limit forbids."""
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
    """Zeros that the host keeps for the guest, or null: the limit does not allow them, or there is no memory."""
    if not keep(store, size):
        return ptr(0)
    at = syscall(SYS.mmap, 0, size, PROT_READ | PROT_WRITE, FRESH, -1, 0)
    if at < 0:
        unkeep(store, size)
        return ptr(0)
    syscall(SYS.madvise, at, size, MADV_NOHUGEPAGE)  # else the first touch may clear two megabytes
    return ptr(at)


@native(export="hidden")
def unmap_kept(store: Store, at: ptr, size: u64):
    give_back(at, size)
    unkeep(store, size)


@native
def give_back(at: ptr, size: u64):
    """Unmap what nothing can name any more."""
    if POISON:
        syscall(SYS.mmap, at, size, PROT_NONE, FRESH | MAP_FIXED, -1, 0)
    else:
        syscall(SYS.munmap, at, size)


@native
def poison(at: ptr, size: u64):
    """Make what is free useless to whoever still has its address."""
    memset(at, PATTERN, size)


@native(inline=False)
def abort():
    """Somebody used what was given back."""
    say(b"used after it was given back\n")
    syscall(SYS.kill, syscall(SYS.getpid), SIGABRT)
