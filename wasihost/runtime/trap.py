"""Traps: the signal handler that recognizes them, and the way out of wasm for traps that native code detects.

A trap fills in the thread's record (location, backtrace), and makes the pending `enter` return its outcome.
"""

import signal

from wasihost.abi import FRAMES_KEPT, OUTERMOST_KEPT, Outcome, Store, ThreadRecord, Trap, VMContext
from wasihost.native import (
    Fn,
    Global,
    Struct,
    frame_address,
    i32,
    memset,
    native,
    new,
    noreturn,
    ptr,
    sizeof,
    stack_address,
    syscall,
    u32,
    u64,
    void,
)
from wasihost.native.platform import (
    SA_NODEFER,
    SA_ONSTACK,
    SA_SIGINFO,
    SIG_IGN,
    SYS,
    Sigaction,
    Siginfo,
    Ucontext,
)
from wasihost.runtime.handlers import is_handler, position
from wasihost.runtime.image import image_of
from wasihost.runtime.machine import (
    TRAP_SIGNALS,
    code_pointer,
    diverted,
    leave,
    record_registers,
    set_handler,
    set_signal_result,
    trap_code_at,
    wasm_returned,
)
from wasihost.runtime.memory import guarded_memory
from wasihost.runtime.thread import GUARD, thread_on, time_is_over
from wasihost.wasi.pieces import piece

NULL_PAGE = 4096  # reading the type id of a null funcref faults below this address


class Passing(Struct):
    """The thread that passes a fault on, and the frame in which it does; 0: none."""

    thread: u64
    frame: u64


passing = Global(Passing)
previous = Global(Sigaction, 65)  # indexed by signal
Handler = Fn(void, i32, ptr, ptr)


@native(export=True)
def trap_handlers_install() -> i32:
    """Install the handlers before others; those receive every fault that is not ours.

    Called for every store, because others install handlers later, and disabling Python's faulthandler removes ours.
    """
    action, now = new(Sigaction), new(Sigaction)
    set_handler(action, on_signal, SA_SIGINFO | SA_ONSTACK | SA_NODEFER)
    for number in TRAP_SIGNALS:
        result = syscall(SYS.rt_sigaction, number, 0, now, 8)
        if result >= 0 and u64(now.handler) != u64(on_signal):
            result = syscall(SYS.rt_sigaction, number, action, previous[number], 8)
        if result < 0:
            return i32(result)
    return 0


@native
def on_signal(number: i32, info: Siginfo, context: Ucontext):
    # Do not use the signal stack to find the record, because any library may replace it.
    record = thread_on(context.sp)
    if record and record.landing_sp != 0:
        code = classify(record, number, info, context)
        if code:
            record.signal, record.fault_address, record.pc = u32(number), info.addr, program_counter(context)
            record.outcome = Outcome.TRAPPED + code
            record_registers(record, context)
            record_frames(record, context.fp)
            set_signal_result(context, record.landing_sp, record.outcome)
            return
    pass_on(number, info, context)


@native
def pass_on(number: i32, info: Siginfo, context: Ucontext):
    """Pass a fault to the previous handler.

    A handler that was installed later may in turn pass it to us.  Then the default action is set, and the fault
    repeats.
    """
    handler, here, thread = previous[number].handler, frame_address(), u64(syscall(SYS.gettid))
    came_back = passing.thread == thread and here < passing.frame
    if u64(handler) > SIG_IGN and not came_back:
        passing.thread, passing.frame = thread, here
        Handler(handler)(number, ptr(info), ptr(context))
        passing.thread = 0
    else:
        default = new(Sigaction)
        memset(default, 0, sizeof(Sigaction))
        syscall(SYS.rt_sigaction, number, default, 0, 8)


@native
def classify(record: ThreadRecord, number: i32, info: Siginfo, context: Ucontext) -> u32:
    """The trap that a signal means, or 0 if the signal is not ours."""
    record.memory_base = 0
    if info.code <= 0:  # sent by a process
        return 0
    address = info.addr
    # Builtins are called without a check for headroom and hold no lock, so their overflow counts as the guest's.
    if number == signal.SIGSEGV and record.stack_low <= address < record.stack_low + GUARD:
        return Trap.STACK_EXHAUSTED
    if not image_of(context.pc) and not is_handler(context.pc):  # the fault is in host code
        return 0
    if number == signal.SIGILL:
        return trap_code_at(context.pc)
    if address < NULL_PAGE:
        return Trap.UNINITIALIZED_ELEMENT
    memory = guarded_memory(address)
    if not memory:
        return 0
    record.memory_base, record.memory_length = u64(memory.base), memory.length
    return Trap.MEMORY_OUT_OF_BOUNDS


@native(inline=True)
def program_counter(context: Ucontext) -> u64:
    """Where a signal has interrupted a function, in the code of its image."""
    return code_pointer(context) if is_handler(context.pc) else context.pc


@native
def record_frames(record: ThreadRecord, frame: u64):
    """Walk the frame pointers on the wasm stack, from the innermost frame to the trampoline."""
    low, count = record.stack_low, u32(0)
    while low < frame < record.stack_high and frame % 8 == 0:
        return_address = u64[ptr(frame) + 8]
        if return_address == u64(wasm_returned):
            break
        return_address = position(return_address, u64[ptr(frame)])
        if count < FRAMES_KEPT:
            record.frames[count] = return_address
        else:
            record.outermost[count % OUTERMOST_KEPT] = return_address
        count += 1
        low, frame = frame, u64[ptr(frame)]  # frames only go up, so a broken chain ends the walk
    record.frame_count = count


@native(inline=True)
def need_stack(vm: VMContext):
    """Check the stack for code that must not trap in the guard: a lock would stay held, or a heap half swept."""
    if stack_address() < vm.store.stack_limit:
        raise_trap(vm.store, Trap.STACK_EXHAUSTED)


@native
def raise_trap(store: Store, code: u32) -> noreturn:
    """Leave wasm with a trap that native code has detected.  Called on the wasm stack.  Does not return."""
    raise_trap_at(store, code, 0)


@native
def raise_trap_at(store: Store, code: u32, pc: u64) -> noreturn:
    # The unwinder cannot follow a diverted return address, so its result is not why the guest ends.
    record = store.thread
    end(record, u32(Trap.OUT_OF_TIME) if record.expired else code, pc, frame_address())


@native
def end(record: ThreadRecord, code: u32, pc: u64, frame: u64) -> noreturn:
    put_back(record)
    if is_handler(pc):
        pc = position(pc, frame) - 1
    record.signal, record.fault_address, record.pc, record.memory_base = 0, 0, pc, 0
    record.outcome = Outcome.TRAPPED + code
    record_frames(record, frame)
    leave(record.landing_sp, record.outcome)


@native
def put_back(record: ThreadRecord):
    """Restore the return address that a signal has diverted (runtime.deadline)."""
    place = ptr(record.diverted)
    if place and u64[place] == u64(diverted):
        u64[place] = record.diverted_from
    record.diverted = 0


@native
def next_piece(store: Store, left: u64, most: u64) -> u64:
    """As `piece`, for code on the wasm stack that holds no lock: ends the run if the deadline has passed."""
    size = piece(left, most)
    if left and not size:
        end_in_time(store)
    return size


@native
def end_in_time(store: Store):
    """End the run if the deadline has passed."""
    if time_is_over():
        raise_trap(store, Trap.OUT_OF_TIME)


@native(export="hidden")
def stop_guest(store: Store, code: u32) -> noreturn:
    """Leave wasm because of a limit that the host has detected.  Called on the wasm stack.  Does not return."""
    raise_trap(store, code)


@native(export="hidden")
def exit_guest(store: Store, code: u32) -> noreturn:
    """`proc_exit`: leave wasm for good.  Does not return."""
    record = store.thread
    record.exit_code = code
    record.outcome = Outcome.EXITED
    leave(record.landing_sp, record.outcome)
