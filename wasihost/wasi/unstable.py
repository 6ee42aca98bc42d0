"""What differs in `wasi_unstable`, as preview1 was called first: some layouts, and the order of `whence`."""

from wasihost.native import Global, i64, native, new, sizeof, u8, u32
from wasihost.native.platform import Stat
from wasihost.wasi import fd
from wasihost.wasi.fdstat import status_of
from wasihost.wasi.filestat import put_unstable_filestat
from wasihost.wasi.guest import translate
from wasihost.wasi.path import status_at
from wasihost.wasi.poll import poll_subscriptions
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import (
    Errno,
    UnstableFilestat,
    UnstableSubscription,
    UnstableSubscriptionClock,
    Whence,
)  # fmt: skip

# preview1's numbers for cur, end, set
WHENCE = Global(u8, data=bytes([Whence.CUR, Whence.END, Whence.SET]))
CLOCK_OFFSET = UnstableSubscription.offset("u") + UnstableSubscriptionClock.offset("clock")


@native
def fd_seek(ctx: Wasi, fd_: u32, offset: i64, whence: u32, newoffset: u32) -> u32:
    """As preview1's, from where the position is (0), from the end (1) or from the start (2)."""
    return fd.fd_seek(ctx, fd_, offset, u32(WHENCE[whence]) if whence < 3 else whence, newoffset)


@native
def fd_filestat_get(ctx: Wasi, fd_: u32, buf: u32) -> u32:
    """As preview1's; the number of links has 32 bits."""
    status, out = new(Stat), translate(ctx, buf, sizeof(UnstableFilestat))
    error = status_of(ctx, fd_, out, status)
    if error == Errno.SUCCESS:
        put_unstable_filestat(status, out)
    return error


@native
def path_filestat_get(ctx: Wasi, fd_: u32, flags: u32, path: u32, path_len: u32, buf: u32) -> u32:
    """As preview1's; the number of links has 32 bits."""
    status, out = new(Stat), translate(ctx, buf, sizeof(UnstableFilestat))
    error = status_at(ctx, fd_, flags, path, path_len, out, status)
    if error == Errno.SUCCESS:
        put_unstable_filestat(status, out)
    return error


@native
def poll_oneoff(ctx: Wasi, in_: u32, out: u32, nsubscriptions: u32, nevents: u32) -> u32:
    """As preview1's; a clock has an identifier of its own, which no event tells."""
    return poll_subscriptions(ctx, in_, out, nsubscriptions, nevents, UnstableSubscription.size, CLOCK_OFFSET)
