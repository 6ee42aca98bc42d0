"""System calls with the semantics that WASI needs: restarted after signals."""

import errno

from wasihost.native import Extern, bool_, i32, i64, memset, native, new, ptr, sizeof, syscall, u64, void
from wasihost.native.platform import (
    MADV_NOHUGEPAGE,
    MAP_ANONYMOUS,
    MAP_NORESERVE,
    MAP_PRIVATE,
    PROT_READ,
    PROT_WRITE,
    SIGPIPE,
    SYS,
    Sigaction,
)
from wasihost.wasi.pieces import time_is_over

# Defined by the runtime: memory that counts towards the guest's limit (runtime.accounting).
keep = Extern("keep", bool_, ptr, u64, hidden=True)  # (store, bytes)
map_kept = Extern("map_kept", ptr, ptr, u64, hidden=True)  # (store, bytes)
unmap_kept = Extern("unmap_kept", void, ptr, ptr, u64, hidden=True)  # (store, address, bytes)


@native
def restarting(number: u64, fd: i32, a: u64, b: u64, c: u64) -> i64:
    """Make a system call on a descriptor, and restart it after EINTR, because WASI has no signals.

    The guest gets EINTR only if its time is over.
    """
    while True:
        result = syscall(number, fd, a, b, c)
        if result != -errno.EINTR or time_is_over():
            return result


@native(inline=False)
def end_by_sigpipe():
    """End the process by SIGPIPE, as a native program that writes to a closed pipe.  Returns if the signal is blocked.

    While guests run the signal is ignored, because it does not tell a standard stream from any other descriptor.
    """
    action = new(Sigaction)
    memset(action, 0, sizeof(Sigaction))  # SIG_DFL
    syscall(SYS.rt_sigaction, SIGPIPE, action, 0, 8)
    syscall(SYS.kill, syscall(SYS.getpid), SIGPIPE)


@native(inline=True)
def close(fd: i32) -> i64:
    """Close a host descriptor.  Never restarted, because Linux frees the descriptor even if it returns EINTR."""
    return syscall(SYS.close, fd)


@native
def map_zeros(size: u64) -> ptr:
    """Map zeroed memory that is allocated when touched, or return null.

    For what every context needs; memory that depends on the guest comes from `map_kept`, which counts it.
    """
    result = syscall(SYS.mmap, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if result < 0:
        return ptr(0)
    syscall(SYS.madvise, result, size, MADV_NOHUGEPAGE)  # otherwise the first access may clear two megabytes
    return ptr(result)


@native
def unmap(p: ptr, size: u64):
    syscall(SYS.munmap, p, size)
