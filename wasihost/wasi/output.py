"""What a guest writes to the streams that it was lent, counted against its limit."""

from wasihost.abi import Store, Trap
from wasihost.native import Extern, i64, native, noreturn, ptr, u32, u64
from wasihost.native.platform import Iovec
from wasihost.wasi.state import Descriptor, Wasi

# Defined by the runtime: ends the guest at a limit.
stop_guest = Extern("stop_guest", noreturn, ptr, u32, hidden=True)


@native
def within_output(ctx: Wasi, d: Descriptor, vectors: Iovec, count: i64) -> i64:
    """Shorten what is to be written to what the guest may still write; when that is nothing, it ends.

    Returns how many of the `count` buffers are left.
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
