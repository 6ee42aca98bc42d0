"""The time limit: a timer whose signal ends the code on a wasm stack, wherever it is.

In wasm, the signal ends the run like a trap.  Host code continues, because it may hold a lock or a descriptor: its
return address into wasm is diverted, and a blocking system call is interrupted (`time_is_over`).  The timer repeats
until the run has ended, because a signal may arrive right before the system call that it should interrupt, or before
there is a frame to divert.
"""

from wasihost.abi import NO_LIMIT, Outcome, ThreadRecord, Trap
from wasihost.levels import INTERPRET
from wasihost.native import (
    Global,
    atomic_cas,
    bool_,
    i32,
    native,
    new,
    noreturn,
    ptr,
    syscall,
    u32,
    u64,
)
from wasihost.native.platform import (
    CLOCK_MONOTONIC,
    SA_ONSTACK,
    SA_SIGINFO,
    SYS,
    Sigaction,
    Siginfo,
    Ucontext,
)
from wasihost.runtime.handlers import is_handler
from wasihost.runtime.image import image_of
from wasihost.runtime.machine import diverted, set_handler, set_signal_result
from wasihost.runtime.thread import thread_on
from wasihost.runtime.timer import timer_new, timer_set
from wasihost.runtime.trap import end, program_counter, put_back, record_frames

# A real-time signal that libraries do not use: glibc uses the first two, debuggers and Go the next, others SIGRTMAX.
SIGNAL = 61
AGAIN = 2_000_000  # nanoseconds between two signals

installed = Global(u32)


@native(export=True)
def deadline_start(record: ThreadRecord, timeout: u64) -> i32:
    """End the code on this thread's wasm stack in `timeout` nanoseconds; NO_LIMIT: never.

    Returns the number of the timer; -1: no timer; less than -1: the error -1 - errno.
    """
    record.expired, record.diverted = 0, 0
    if timeout == NO_LIMIT:
        return -1
    if atomic_cas(u32, installed, 0, 1) == 0:
        action = new(Sigaction)
        set_handler(action, on_strike, SA_SIGINFO | SA_ONSTACK)
        syscall(SYS.rt_sigaction, SIGNAL, action, 0, 8)
    timer = timer_new(CLOCK_MONOTONIC, SIGNAL)
    if timer < 0:
        return timer - 1
    timer_set(timer, timeout, AGAIN)
    return timer


@native(export=True)
def deadline_stop(record: ThreadRecord, timer: i32):
    """Delete the timer.  A pending signal does nothing."""
    if timer >= 0:
        syscall(SYS.timer_delete, timer)
    record.expired, record.diverted = 0, 0


@native
def on_strike(number: i32, info: Siginfo, context: Ucontext):
    record = thread_on(context.sp)
    if not record or record.landing_sp == 0:  # before the guest's first instruction, or after its last
        return
    record.expired = 1
    pc = program_counter(context)
    if image_of(pc):
        record.signal, record.fault_address, record.pc, record.memory_base = u32(number), 0, pc, 0
        record.outcome = Outcome.TRAPPED + Trap.OUT_OF_TIME
        put_back(record)
        record_frames(record, context.fp)
        set_signal_result(context, record.landing_sp, record.outcome)
    elif not is_handler(context.pc):
        divert(record, context.fp)


@native
def is_executed(pc: u64) -> bool_:
    """Whether an address is in machine code of a module, or in a handler."""
    image = image_of(pc)
    return is_handler(pc) or (bool_(image) and image.header.level != INTERPRET.number)


@native
def divert(record: ThreadRecord, frame: u64):
    """Make the innermost call from wasm to the host return to the end of the run."""
    put_back(record)
    low = record.stack_low
    while low < frame < record.stack_high and frame % 8 == 0:
        if is_executed(u64[ptr(frame) + 8]):
            record.diverted, record.diverted_from = frame + 8, u64[ptr(frame) + 8]
            u64[ptr(frame) + 8] = u64(diverted)
            return
        low, frame = frame, u64[ptr(frame)]


@native(export="hidden")
def deadline_passed(sp: u64, frame: u64) -> noreturn:
    """The target of `diverted`; `frame` is the frame that the host would have returned to."""
    record = thread_on(sp)
    record.diverted = 0
    end(record, Trap.OUT_OF_TIME, record.diverted_from - 1, frame)
