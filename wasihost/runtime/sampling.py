"""Better code during the run: samples of where the guest is go out, code and patched pages come in.

A timer of the guest's processor time interrupts it.  Nothing in the code counts, so code that is not sampled costs
nothing.  The handler notes where the guest is, and maps what the process that compiles has sent (abi.tiering).  It does
either only in wasm: the host's code may hold a lock, and no better code would help it.
"""

from wasihost.abi import SAMPLES, BetterCode, Sampling
from wasihost.native import (
    Global,
    Ptr,
    Struct,
    atomic_add,
    atomic_cas,
    atomic_store,
    i32,
    memset,
    native,
    new,
    ptr,
    sizeof,
    syscall,
    u32,
    u64,
)
from wasihost.native.platform import (
    CLOCK_THREAD_CPUTIME_ID,
    MSG_CMSG_CLOEXEC,
    MSG_DONTWAIT,
    SA_ONSTACK,
    SA_RESTART,
    SA_SIGINFO,
    SCM_RIGHTS,
    SOL_SOCKET,
    SYS,
    Cmsghdr,
    Iovec,
    Msghdr,
    Sigaction,
    Siginfo,
    Ucontext,
)
from wasihost.runtime.better_code import use_better_code
from wasihost.runtime.deadline import SIGNAL as DEADLINE_SIGNAL
from wasihost.runtime.image import Image, image_of
from wasihost.runtime.machine import set_handler
from wasihost.runtime.thread import thread_on
from wasihost.runtime.timer import timer_new, timer_set

SIGNAL = DEADLINE_SIGNAL - 1  # for the same reasons
SHORTEST = 100_000  # nanoseconds between two samples
LOOK = 256  # samples after which the handler looks whether the process still exists
NO_TIMER = -1
COUNT = Sampling.offset("count")


class Sampler(Struct):
    sampling: Ptr(Sampling)
    image: Ptr(Image)
    interval: u64  # of the timer
    mail: i32
    timer: i32
    received: u32
    busy: u32  # 1: a handler receives


class Attachment(Struct):
    header: Cmsghdr
    fd: i32
    pad: u32


sampler = Global(Sampler)
BUSY = Sampler.offset("busy")


@native
def sampling_start(sampling: Sampling, mail: i32, image: Image):
    """Take samples of this thread until `sampling_stop`.  Without a timer there are none."""
    sampling.code, sampling.room, sampling.room_size = image.code.low, image.room, image.room_size
    sampler.sampling, sampler.image, sampler.mail = sampling, image, mail
    sampler.received, sampler.busy, sampler.timer = 0, 0, NO_TIMER
    action = new(Sigaction)
    set_handler(action, on_sample, SA_SIGINFO | SA_ONSTACK | SA_RESTART)
    syscall(SYS.rt_sigaction, SIGNAL, action, 0, 8)
    timer = timer_new(CLOCK_THREAD_CPUTIME_ID, SIGNAL)
    if timer >= 0:
        sampler.timer = timer
        set_interval(sampling.interval)


@native
def sampling_stop():
    """A pending signal does nothing: no guest runs on the stack."""
    if sampler.sampling and sampler.timer != NO_TIMER:
        syscall(SYS.timer_delete, sampler.timer)
        sampler.timer = NO_TIMER


@native
def set_interval(interval: u64):
    """0: no more samples."""
    sampler.interval = interval
    chosen = max(interval, u64(SHORTEST)) if interval else u64(0)
    timer_set(sampler.timer, chosen, chosen)


@native
def on_sample(signal: i32, info: Siginfo, context: Ucontext):
    record = thread_on(context.sp)
    if not record or record.landing_sp == 0 or not image_of(context.pc):
        return
    sampling = sampler.sampling
    number = atomic_add(u64, ptr(sampling) + COUNT, 1)
    sampling.samples[number % SAMPLES] = context.pc
    is_due = sampling.sent != sampler.received or number % LOOK == LOOK - 1
    if is_due and atomic_cas(u32, ptr(sampler) + BUSY, 0, 1) == 0:
        receive(sampling)
        atomic_store(u32, ptr(sampler) + BUSY, 0)
    if sampling.interval != sampler.interval:
        set_interval(sampling.interval)


@native
def receive(sampling: Sampling):
    """Take one file, and map what is in it.  Nothing is mapped if it is not what it should be."""
    code, attachment, piece, message = new(BetterCode), new(Attachment), new(Iovec), new(Msghdr)
    memset(message, 0, sizeof(Msghdr))
    memset(attachment, 0, sizeof(Attachment))
    piece.base, piece.len = ptr(code), sizeof(BetterCode)
    message.iov, message.iovlen = ptr(piece), 1
    message.control, message.controllen = ptr(attachment), sizeof(Attachment)
    size = syscall(SYS.recvmsg, sampler.mail, message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC)
    if size == 0:  # the process has ended
        sampling.interval = 0
    if size != sizeof(BetterCode) or attachment.header.level != SOL_SOCKET or attachment.header.type != SCM_RIGHTS:
        return
    sampler.received += 1
    use_better_code(sampler.image, attachment.fd, code)
    syscall(SYS.close, attachment.fd)
