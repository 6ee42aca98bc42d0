"""proc_* and sched_yield: end the program, send a signal, yield the processor."""

from wasihost.native import Extern, native, noreturn, ptr, syscall, u32
from wasihost.native.platform import SYS
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno

# Defined by the runtime: unwinds to the caller of the guest, and does not return.
exit_guest = Extern("exit_guest", noreturn, ptr, u32, hidden=True)


@native
def proc_exit(ctx: Wasi, rval: u32) -> noreturn:
    """End the program.  Does not return, and no guest code runs afterwards.

    rval  exit code; all 32 bits are kept
    """
    exit_guest(ctx.store, rval)


@native
def proc_raise(ctx: Wasi, sig: u32) -> u32:
    """Send a signal to the program.

    NOSYS  always: WASI has no signals; programs end by proc_exit or a trap
    """
    return Errno.NOSYS


@native
def sched_yield(ctx: Wasi) -> u32:
    """Let other threads of the host run (POSIX sched_yield).  Always returns SUCCESS."""
    syscall(SYS.sched_yield)
    return Errno.SUCCESS
