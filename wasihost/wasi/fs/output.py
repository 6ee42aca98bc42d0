"""Count what a guest writes to the standard streams, and enforce the limit."""

from wasihost.abi import Store, Trap
from wasihost.native import Extern, i64, native, noreturn, ptr, u32, u64
from wasihost.native.platform import Iovec
from wasihost.wasi.state import Descriptor, Wasi

# Defined by the runtime: ends the guest because it reached a limit.
stop_guest = Extern("stop_guest", noreturn, ptr, u32, hidden=True)


@native
def within_output(ctx: Wasi, d: Descriptor, vectors: Iovec, count: i64) -> i64:
    """Shorten a write to the bytes that the guest may still write.  If none are left, end the guest.

    Returns the number of buffers that remain of `count`.
    """
    if not d.borrowed:
        return count
    left = Store(ctx.store).limits.output
    for i in range(count):
        size = vectors[i].len
        if size > left:
            vectors[i].len = left
            if left:
                return i + 1
            if i:
                return i
            stop_guest(ctx.store, Trap.TOO_MUCH_OUTPUT)
        left -= size
    return count


@native
def count_output(ctx: Wasi, d: Descriptor, written: u64):
    if d.borrowed:
        Store(ctx.store).limits.output -= written
