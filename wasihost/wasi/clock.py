"""clock_*: the host's clocks in nanoseconds, read without a system call where the vDSO allows; or one of our own.

That one stands still, or goes on by a tick whenever it is read, and to the end of whatever the guest waits for.
"""

from wasihost.abi import FIXED_CLOCK, VIRTUAL_CLOCK
from wasihost.native import Fn, i32, native, new, ptr, syscall, u32, u64
from wasihost.native.platform import SYS, Timespec
from wasihost.wasi.errno import from_host
from wasihost.wasi.filestat import nanoseconds
from wasihost.wasi.guest import translate
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Clockid, Errno

OWN_CLOCK = FIXED_CLOCK | VIRTUAL_CLOCK
TICK = 1000  # nanoseconds by which a virtual clock goes on when it is read
CLOCKS = len(Clockid)  # Linux numbers these four as WASI does
ClockGettime = Fn(i32, i32, ptr)


@native
def clock_res_get(ctx: Wasi, id: u32, resolution: u32) -> u32:
    """Write the resolution of a clock.

    FAULT  the result leaves the memory
    INVAL  there is no such clock
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
    """Write the time of a clock: 0 since 1970, 1 monotonic, 2 and 3 the CPU time of the host's process and thread.

    FAULT  the result leaves the memory
    INVAL  there is no such clock
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
    return own_time(ctx, id) if ctx.made_up & OWN_CLOCK else host_time(ctx, id)


@native
def host_time(ctx: Wasi, id: u32) -> u64:
    """The same of the host's clock, whatever the guest is told."""
    time = new(Timespec)
    if not ctx.clock_gettime or ClockGettime(ctx.clock_gettime)(i32(id), time) != 0:
        syscall(SYS.clock_gettime, id, time)
    return nanoseconds(time)


@native
def own_time(ctx: Wasi, id: u32) -> u64:
    """All clocks are one; but for the real time they begin at 0."""
    if ctx.made_up & VIRTUAL_CLOCK:
        ctx.time += TICK
    return ctx.time if id == Clockid.REALTIME else ctx.time - ctx.start
