"""The functions that differ in `wasi_unstable`, the older name of preview1: some layouts, and the order of `whence`."""

from wasihost.native import Global, i64, native, new, sizeof, u8, u32
from wasihost.native.platform import Stat
from wasihost.wasi.fs.filestat import put_unstable_filestat
from wasihost.wasi.functions import fd
from wasihost.wasi.functions.fdstat import status_of
from wasihost.wasi.functions.path import status_at
from wasihost.wasi.functions.poll import poll_subscriptions
from wasihost.wasi.guest import translate
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import (
    Errno,
    UnstableFilestat,
    UnstableSubscription,
    UnstableSubscriptionClock,
    Whence,
)  # fmt: skip

# preview1's values for cur, end, set
WHENCE = Global(u8, data=bytes([Whence.CUR, Whence.END, Whence.SET]))
CLOCK_OFFSET = UnstableSubscription.offset("u") + UnstableSubscriptionClock.offset("clock")


@native
def fd_seek(ctx: Wasi, fd_: u32, offset: i64, whence: u32, newoffset: u32) -> u32:
    """As in preview1, with another `whence`: current file offset (0), end of the file (1), start of the file (2)."""
    return fd.fd_seek(ctx, fd_, offset, u32(WHENCE[whence]) if whence < 3 else whence, newoffset)


@native
def fd_filestat_get(ctx: Wasi, fd_: u32, buf: u32) -> u32:
    """As in preview1; the number of links has 32 bits."""
    status, out = new(Stat), translate(ctx, buf, sizeof(UnstableFilestat))
    error = status_of(ctx, fd_, out, status)
    if error == Errno.SUCCESS:
        put_unstable_filestat(status, out)
    return error


@native
def path_filestat_get(ctx: Wasi, fd_: u32, flags: u32, path: u32, path_len: u32, buf: u32) -> u32:
    """As in preview1; the number of links has 32 bits."""
    status, out = new(Stat), translate(ctx, buf, sizeof(UnstableFilestat))
    error = status_at(ctx, fd_, flags, path, path_len, out, status)
    if error == Errno.SUCCESS:
        put_unstable_filestat(status, out)
    return error


@native
def poll_oneoff(ctx: Wasi, in_: u32, out: u32, nsubscriptions: u32, nevents: u32) -> u32:
    """As in preview1; a clock subscription has an additional identifier, which no event returns."""
    return poll_subscriptions(ctx, in_, out, nsubscriptions, nevents, UnstableSubscription.size, CLOCK_OFFSET)
