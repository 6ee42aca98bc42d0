"""poll_oneoff: wait for clocks and descriptors.

Reads the subscriptions once, into a table of deadlines and pollfds.
"""

import errno

from wasihost.abi import VIRTUAL_CLOCK
from wasihost.layout import Array
from wasihost.native import (
    Struct,
    addr,
    i16,
    i32,
    i64,
    memset,
    native,
    new,
    ptr,
    sizeof,
    syscall,
    u8,
    u16,
    u32,
    u64,
    volatile_load,
)
from wasihost.native.platform import (
    FIONREAD,
    POLLERR,
    POLLHUP,
    POLLIN,
    POLLNVAL,
    POLLOUT,
    SECOND,
    SYS,
    Pollfd,
    Timespec,
)
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.descriptors import descriptor, require_rights
from wasihost.wasi.functions.clock import CLOCKS, now
from wasihost.wasi.guest import translate
from wasihost.wasi.host import map_kept, unmap_kept
from wasihost.wasi.pieces import is_over_at, time_is_over
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import (
    Clockid,
    Errno,
    Event,
    Eventrwflags,
    Eventtype,
    Filetype,
    Rights,
    Subclockflags,
    Subscription,
    SubscriptionClock,
    all_of,
)  # fmt: skip

SUBCLOCKFLAGS = int(all_of(Subclockflags))
FOREVER = (1 << 64) - 1
STACK_SUBSCRIPTIONS = 32  # number of subscriptions that fit on the stack
MAX_SUBSCRIPTIONS = 1 << 16  # more subscriptions than the host has descriptors
# A wait for the realtime clock is divided into pieces, because the clock may be set meanwhile.
PIECE = SECOND


class Waiting(Struct):
    """One subscription."""

    userdata: u64
    deadline: u64  # of a clock, in nanoseconds
    error: u16  # reported without waiting
    type: u8
    clock: u8  # REALTIME or MONOTONIC
    fd: u32


class FewSubscriptions(Struct):
    waiting: Array(Waiting, STACK_SUBSCRIPTIONS)
    files: Array(Pollfd, STACK_SUBSCRIPTIONS)


class Poll(Struct):
    """A call in progress.

    Entry i of `waiting` and of `files` is subscription i; for a clock, the fd in `files` is -1.
    """

    waiting: ptr
    files: ptr
    count: u32
    clocks: u32  # number of clocks to check
    failed: u32  # number of subscriptions with an error
    pad: u32
    ahead: u64  # nanoseconds to add to a fixed clock, which would never reach a deadline


@native
def poll_oneoff(ctx: Wasi, in_: u32, out: u32, nsubscriptions: u32, nevents: u32) -> u32:
    """Wait until at least one subscription has occurred.  Writes an event for each that has.

    in_             address of `nsubscriptions` subscription
    out             address of `nsubscriptions` event: receives the events
    nsubscriptions  number of subscriptions
    nevents         address of the result, u32: number of events

    An error in a single subscription becomes the error of its event: BADF, NOTCAPABLE, or NOTSUP (a CPU-time clock).
    A regular file is always ready.  At the end of a file or stream, the event has the flag FD_READWRITE_HANGUP.

    FAULT  a range is outside of the memory
    INVAL  no subscriptions, or one with an unknown type, clock or flag
    NOMEM  more subscriptions than the host can wait for
    """
    return poll_subscriptions(ctx, in_, out, nsubscriptions, nevents, Subscription.size, Subscription.offset("clock"))


@native
def poll_subscriptions(ctx: Wasi, in_: u32, out: u32, count: u32, nevents: u32, stride: u64, clock_offset: u64) -> u32:
    """As poll_oneoff; `stride` and `clock_offset` describe the layout of subscriptions in guest memory, in bytes."""
    subscriptions = translate(ctx, in_, u64(count) * stride)
    events, total = translate(ctx, out, u64(count) * sizeof(Event)), translate(ctx, nevents, 4)
    if count == 0:
        return Errno.INVAL
    if not subscriptions or not events or not total:
        return Errno.FAULT
    if count > MAX_SUBSCRIPTIONS:
        return Errno.NOMEM
    poll, few = new(Poll), new(FewSubscriptions)
    memset(poll, 0, sizeof(Poll))
    size = u64(count) * (sizeof(Waiting) + sizeof(Pollfd))
    poll.count, poll.waiting, poll.files = count, ptr(few.waiting), ptr(few.files)
    if count > STACK_SUBSCRIPTIONS:
        poll.waiting = map_kept(ctx.store, size)
        if not poll.waiting:
            return Errno.NOMEM
        poll.files = poll.waiting + u64(count) * sizeof(Waiting)
    error = read_subscriptions(ctx, poll, subscriptions, stride, clock_offset)
    if error == Errno.SUCCESS:
        error = wait(ctx, poll, events, total)
    if count > STACK_SUBSCRIPTIONS:
        unmap_kept(ctx.store, poll.waiting, size)
    return error


# ------------------------------------------------------------------------------------------------------- subscriptions
@native
def read_subscriptions(ctx: Wasi, poll: Poll, subscriptions: ptr, stride: u64, clock_offset: u64) -> u32:
    for i in range(poll.count):
        if is_over_at(i):
            return Errno.INTR
        subscription = Subscription(subscriptions + u64(i) * stride)
        waiting, file = Waiting(poll.waiting)[i], Pollfd(poll.files)[i]
        memset(waiting, 0, sizeof(Waiting))
        waiting.userdata, waiting.type = subscription.userdata, volatile_load(u8, addr(subscription.tag))
        file.fd, file.events, file.revents = -1, 0, 0
        # In both layouts, the descriptor has the same offset as the clock id in preview1.
        waiting.fd = subscription.clock.id
        match waiting.type:
            case Eventtype.CLOCK:
                if read_clock(ctx, waiting, SubscriptionClock(ptr(subscription) + clock_offset)) != Errno.SUCCESS:
                    return Errno.INVAL
            case Eventtype.FD_READ:
                read_file(ctx, waiting, file, Rights.FD_READ, POLLIN)
            case Eventtype.FD_WRITE:
                read_file(ctx, waiting, file, Rights.FD_WRITE, POLLOUT)
            case _:
                return Errno.INVAL
        if waiting.error:
            poll.failed += 1
        elif waiting.type == Eventtype.CLOCK:
            poll.clocks += 1
    return Errno.SUCCESS


@native
def read_clock(ctx: Wasi, waiting: Waiting, clock: SubscriptionClock) -> u32:
    """Read a clock subscription.  INVAL: the clock or a flag does not exist."""
    id, timeout, flags = volatile_load(u32, addr(clock.id)), clock.timeout, volatile_load(u16, addr(clock.flags))
    if id >= CLOCKS or flags & ~SUBCLOCKFLAGS:
        return Errno.INVAL
    if id > Clockid.MONOTONIC:
        waiting.error = Errno.NOTSUP
    elif flags & Subclockflags.SUBSCRIPTION_CLOCK_ABSTIME:
        waiting.clock, waiting.deadline = u8(id), timeout
    else:
        # A duration is the same on every clock, and the monotonic clock cannot be set.
        start = now(ctx, Clockid.MONOTONIC)
        waiting.clock, waiting.deadline = Clockid.MONOTONIC, start + min(timeout, FOREVER - start)
    return Errno.SUCCESS


@native
def read_file(ctx: Wasi, waiting: Waiting, file: Pollfd, right: u64, events: u32):
    d = descriptor(ctx, waiting.fd)
    waiting.error = u16(require_rights(d, right | Rights.POLL_FD_READWRITE))
    if not waiting.error:
        file.fd, file.events = d.host, i16(events)


# ------------------------------------------------------------------------------------------------------------- waiting
@native
def wait(ctx: Wasi, poll: Poll, events: ptr, total: ptr) -> u32:
    """Wait until there is an event.

    Deadlines are absolute, so an interruption or the end of a piece does not extend the wait.
    """
    time = new(Timespec)
    while True:
        timeout = u64(0) if poll.failed else time_left(ctx, poll)
        left = timeout
        if poll.clocks and ctx.options.clock.kind:
            timeout = 0
        time.sec, time.nsec = i64(timeout // SECOND), i64(timeout % SECOND)
        limit = ptr(0) if timeout == FOREVER else ptr(time)
        result = syscall(SYS.ppoll, poll.files, poll.count, limit, 0, 8)
        if result < 0 and (result != -errno.EINTR or time_is_over()):
            return from_host(result)
        if result == 0 and left and ctx.options.clock.kind:  # no descriptor is ready
            skip(ctx, poll, left)
        count = put_events(ctx, poll, events)
        if count:
            u32[total] = count
            return Errno.SUCCESS


@native
def skip(ctx: Wasi, poll: Poll, time: u64):
    """Reach a deadline without waiting: advance a virtual clock, or add the time to a fixed clock."""
    if ctx.options.clock.kind == VIRTUAL_CLOCK:
        ctx.time += time
    else:
        poll.ahead = time


@native
def time_left(ctx: Wasi, poll: Poll) -> u64:
    """Nanoseconds until the first deadline, or until the realtime clock has to be read again."""
    left = u64(FOREVER)
    if poll.clocks:
        for i in range(poll.count):
            waiting = Waiting(poll.waiting)[i]
            if waiting.type == Eventtype.CLOCK and not waiting.error:
                remaining = waiting.deadline - min(waiting.deadline, now(ctx, waiting.clock))
                if waiting.clock == Clockid.REALTIME and not ctx.options.clock.kind:
                    remaining = min(remaining, PIECE)
                left = min(left, remaining)
    return left


@native
def put_events(ctx: Wasi, poll: Poll, events: ptr) -> u32:
    """Write an event for each subscription that has occurred.  Returns their number."""
    count = u32(0)
    for i in range(poll.count):
        waiting, file = Waiting(poll.waiting)[i], Pollfd(poll.files)[i]
        happened = waiting.error != 0 or file.revents != 0
        if not happened and waiting.type == Eventtype.CLOCK:
            happened = waiting.deadline <= now(ctx, waiting.clock) + poll.ahead
        if happened:
            event = Event(events)[count]
            memset(event, 0, sizeof(Event))
            event.userdata, event.type, event.error = waiting.userdata, waiting.type, waiting.error
            if file.revents:
                describe_file(ctx, waiting, file, event)
            count += 1
    return count


@native
def describe_file(ctx: Wasi, waiting: Waiting, file: Pollfd, event: Event):
    """Fill in the bytes that can be read or written without waiting.  For writing the number is unknown, so it is 1."""
    revents = u32(u16(file.revents))
    if revents & POLLNVAL:
        event.error = Errno.BADF
        return
    if revents & (POLLHUP | POLLERR):
        event.fd_readwrite.flags = Eventrwflags.FD_READWRITE_HANGUP
    event.fd_readwrite.nbytes = 1
    if waiting.type == Eventtype.FD_READ:
        available = new(i32)
        available[0] = 0
        if syscall(SYS.ioctl, file.fd, FIONREAD, available) == 0:
            event.fd_readwrite.nbytes = u64(max(available[0], 0))
            # An empty datagram is not the end of the stream.
            if available[0] <= 0 and descriptor(ctx, waiting.fd).filetype != Filetype.SOCKET_DGRAM:
                event.fd_readwrite.flags = Eventrwflags.FD_READWRITE_HANGUP
