"""System calls as WASI wants them: begun again when a signal interrupts them."""

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

# Defined by the runtime: what counts as the guest's memory (runtime.accounting).
keep = Extern("keep", bool_, ptr, u64, hidden=True)  # (store, bytes)
map_kept = Extern("map_kept", ptr, ptr, u64, hidden=True)  # (store, bytes)
unmap_kept = Extern("unmap_kept", void, ptr, ptr, u64, hidden=True)  # (store, address, bytes)


@native
def restarting(number: u64, fd: i32, a: u64, b: u64, c: u64) -> i64:
    """A system call on a descriptor.  WASI knows no signals, so EINTR reaches no guest that has time left."""
    while True:
        result = syscall(number, fd, a, b, c)
        if result != -errno.EINTR or time_is_over():
            return result


@native(inline=False)
def end_by_sigpipe():
    """End the process as a native program ends that writes to a pipe without reader.  Returns if the signal is blocked.

    The signal itself stays ignored while guests run: it would not tell a standard stream from any other descriptor.
    """
    action = new(Sigaction)
    memset(action, 0, sizeof(Sigaction))  # SIG_DFL
    syscall(SYS.rt_sigaction, SIGPIPE, action, 0, 8)
    syscall(SYS.kill, syscall(SYS.getpid), SIGPIPE)


@native(inline=True)
def close(fd: i32) -> i64:
    """Never repeated: Linux has freed the descriptor even when it reports EINTR."""
    return syscall(SYS.close, fd)


@native
def map_zeros(size: u64) -> ptr:
    """Address space that becomes memory when it is touched, or null.  For what every context has; else `map_kept`."""
    result = syscall(SYS.mmap, 0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    if result < 0:
        return ptr(0)
    syscall(SYS.madvise, result, size, MADV_NOHUGEPAGE)  # else the first touch may clear two megabytes
    return ptr(result)


@native
def unmap(p: ptr, size: u64):
    syscall(SYS.munmap, p, size)
