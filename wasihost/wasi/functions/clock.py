"""clock_*: the host's clocks, read without a system call where the vDSO allows it, or a clock of the guest's own.

The guest's own clock is fixed or virtual.  A virtual clock advances by a tick whenever it is read, and to the end of
whatever the guest waits for.  All times are in nanoseconds.
"""

from wasihost.abi import VIRTUAL_CLOCK
from wasihost.native import Fn, i32, native, new, ptr, syscall, u32, u64
from wasihost.native.platform import SYS, Timespec
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.filestat import nanoseconds
from wasihost.wasi.guest import translate
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Clockid, Errno

TICK = 1000  # nanoseconds by which a virtual clock advances when it is read
CLOCKS = len(Clockid)  # Linux numbers these four as WASI does
ClockGettime = Fn(i32, i32, ptr)


@native
def clock_res_get(ctx: Wasi, id: u32, resolution: u32) -> u32:
    """Return the resolution of a clock.

    id          clockid
    resolution  address of the result, u64: nanoseconds

    FAULT  the result is outside of the memory
    INVAL  the clock does not exist
    """
    out, time = translate(ctx, resolution, 8), new(Timespec)
    if not out:
        return Errno.FAULT
    if id >= CLOCKS:
        return Errno.INVAL
    result = syscall(SYS.clock_getres, id, time)
    if result < 0:
        return from_host(result)
    u64[out] = nanoseconds(time)
    return Errno.SUCCESS


@native
def clock_time_get(ctx: Wasi, id: u32, precision: u64, time: u32) -> u32:
    """Return the time of a clock.

    id         clockid: realtime (0, since 1970), monotonic (1), CPU time of the host's process (2) or thread (3)
    precision  ignored: the clocks always have their full precision
    time       address of the result, u64: nanoseconds

    FAULT  the result is outside of the memory
    INVAL  the clock does not exist
    """
    out = translate(ctx, time, 8)
    if not out:
        return Errno.FAULT
    if id >= CLOCKS:
        return Errno.INVAL
    u64[out] = now(ctx, id)
    return Errno.SUCCESS


@native
def now(ctx: Wasi, id: u32) -> u64:
    """The time of an existing clock, in nanoseconds."""
    return own_time(ctx, id) if ctx.options.clock.kind else host_time(ctx, id)


@native
def host_time(ctx: Wasi, id: u32) -> u64:
    """The time of the host's clock, even if the guest has a clock of its own."""
    time = new(Timespec)
    if not ctx.clock_gettime or ClockGettime(ctx.clock_gettime)(i32(id), time) != 0:
        syscall(SYS.clock_gettime, id, time)
    return nanoseconds(time)


@native
def own_time(ctx: Wasi, id: u32) -> u64:
    """The time of the guest's own clock.  All clock ids share it; all but realtime begin at 0."""
    if ctx.options.clock.kind == VIRTUAL_CLOCK:
        ctx.time += TICK
    return ctx.time if id == Clockid.REALTIME else ctx.time - ctx.options.clock.time
