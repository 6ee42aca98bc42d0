"""Convert the flags of a descriptor between WASI and Linux."""

from wasihost.native import i32, i64, native, syscall, u32, u64
from wasihost.native.platform import F_GETFL, O_APPEND, O_DSYNC, O_NONBLOCK, O_SYNC, SYS
from wasihost.wasi.types import Fdflags

SYNC_FLAGS = Fdflags.DSYNC | Fdflags.RSYNC | Fdflags.SYNC


@native(inline=True)
def flags_of(host: i32) -> i64:
    """The file status flags of a host descriptor, including the access mode, or -errno."""
    return syscall(SYS.fcntl, host, F_GETFL)


@native
def fdflags_of(flags: u64) -> u32:
    """Linux's flags → WASI's."""
    result = u32(0)
    if flags & O_APPEND:
        result |= Fdflags.APPEND
    if flags & O_NONBLOCK:
        result |= Fdflags.NONBLOCK
    if flags & O_SYNC == O_SYNC:  # two bits; one of them is O_DSYNC
        result |= SYNC_FLAGS
    elif flags & O_DSYNC:
        result |= Fdflags.DSYNC
    return result


@native
def host_flags(flags: u32) -> u64:
    """WASI's flags → Linux's."""
    result = u64(0)
    if flags & Fdflags.APPEND:
        result |= O_APPEND
    if flags & Fdflags.NONBLOCK:
        result |= O_NONBLOCK
    if flags & Fdflags.DSYNC:
        result |= O_DSYNC
    if flags & (Fdflags.RSYNC | Fdflags.SYNC):
        result |= O_SYNC
    return result
