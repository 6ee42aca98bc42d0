"""Print values in a trace: parameters, and the values in guest memory that they point to.

The guest chooses the addresses, so each one goes through `peek`; an address outside of the memory is printed as such.
Other threads may change the values, so each value that a decision depends on is read once, by `volatile_load` (see
wasi/guest.py).
"""

from wasihost.abi import PATH_MAX
from wasihost.native import Ptr, addr, i32, i64, native, popcnt, ptr, sizeof, u8, u16, u32, u64, volatile_load
from wasihost.wasi.fs.descriptors import ALL_RIGHTS, descriptor
from wasihost.wasi.guest import IOV_MAX, peek
from wasihost.wasi.state import Wasi
from wasihost.wasi.trace.line import (
    ELLIPSIS,
    SHOWN,
    Line,
    put,
    put_bytes,
    put_counted,
    put_decimal,
    put_duration,
    put_escaped,
    put_hex,
    put_quoted,
    put_signed,
    put_text,
)  # fmt: skip
from wasihost.wasi.trace.table import (
    LONG,
    NAME_SETS,
    NAME_TEXTS,
    OUTPUT,
    SET_NUMBERS,
    TEXTS,
    Kind,
    Step,
    Text,
)  # fmt: skip
from wasihost.wasi.types import (
    Errno,
    Event,
    Eventtype,
    Fdstat,
    Filestat,
    Iovec,
    Prestat,
    Subclockflags,
    Subscription,
    UnstableFilestat,
    UnstableSubscription,
    UnstableSubscriptionClock,
)  # fmt: skip

LISTED = 8  # maximum subscriptions or events that are printed
CLOCK = Subscription.offset("clock")
UNSTABLE_CLOCK = UnstableSubscription.offset("u") + UnstableSubscriptionClock.offset("clock")
UNSTABLE_FILE = UnstableSubscription.offset("u")  # offset of the descriptor of `fd_read` and `fd_write`
RIGHTS, ERRNO, FILETYPE = SET_NUMBERS["rights"], SET_NUMBERS["errno"], SET_NUMBERS["filetype"]
FDFLAGS, CLOCKID, EVENTTYPE = SET_NUMBERS["fdflags"], SET_NUMBERS["clockid"], SET_NUMBERS["eventtype"]
WHENCE, UNSTABLE_WHENCE = SET_NUMBERS["whence"], SET_NUMBERS["unstable_whence"]


@native
def put_value(line: Line, ctx: Wasi, step: Step, arguments: Ptr(u64), unstable: u32):
    """Print one argument, or one result of a call that has succeeded."""
    first, second = u32(arguments[step.slot]), u32(arguments[step.slot + 1])
    match step.kind:
        case Kind.FD:
            put_descriptor(line, ctx, first)
        case Kind.PATH:
            put_path(line, ctx, first, second)
        case Kind.PIECES:
            put_pieces(line, ctx, first, second, 1)
        case Kind.ROOM:
            put_pieces(line, ctx, first, second, 0)
        case Kind.SUBSCRIPTIONS:
            put_subscriptions(line, ctx, first, u32(arguments[2]), unstable)
        case Kind.DATA:
            put_received(line, ctx, u32(arguments[1]), u32(arguments[2]), first)
        case Kind.TARGET:
            put_target(line, ctx, u32(arguments[step.slot - 2]), first)
        case Kind.PREOPEN:
            d = descriptor(ctx, u32(arguments[0]))
            if d:
                put_quoted(line, d.preopen, d.preopen_size)
        case Kind.FDSTAT:
            put_fdstat(line, ctx, first)
        case Kind.FILESTAT:
            put_filestat(line, ctx, first, unstable)
        case Kind.PRESTAT:
            put_prestat(line, ctx, first)
        case Kind.EVENTS:
            put_events(line, ctx, first, u32(arguments[3]))
        case _:
            put_number(line, step, number(ctx, step, arguments[step.slot]), unstable)


@native
def number(ctx: Wasi, step: Step, argument: u64) -> u64:
    """The number that a step prints: the parameter, or the value that it points to."""
    wide = step.kind in LONG or step.kind == Kind.DURATION or (step.kind == Kind.FLAGS and step.names == RIGHTS)
    if not step.flags & OUTPUT:
        return argument if wide else u64(u32(argument))
    size: u64 = 8 if wide else u64(2) if step.kind == Kind.FLAGS else u64(4)
    place = peek(ctx, u32(argument), size)
    if not place:
        return 0
    if wide:
        return volatile_load(u64, place)
    return u64(volatile_load(u16, place)) if step.kind == Kind.FLAGS else u64(volatile_load(u32, place))


@native
def put_number(line: Line, step: Step, value: u64, unstable: u32):
    match step.kind:
        case Kind.I64:
            put_signed(line, i64(value))
        case Kind.BYTES:
            put_bytes(line, value)
        case Kind.DURATION:
            put_duration(line, value)
        case Kind.FLAGS:
            put_flags(line, u32(step.names), value)
        case Kind.CHOICE:
            named = u32(UNSTABLE_WHENCE) if unstable and step.names == WHENCE else u32(step.names)
            put_choice(line, named, value)
        case _:
            put_decimal(line, value)


# ---------------------------------------------------------------------------------------------------------- names
@native
def put_name(line: Line, text: Text):
    put(line, ptr(TEXTS) + text.offset, text.size)


@native
def put_choice(line: Line, names: u32, value: u64):
    """Print the name of a value, or the value if it has no name."""
    if value < NAME_SETS[names].count:
        put_name(line, NAME_TEXTS[NAME_SETS[names].first + value])
    else:
        put_decimal(line, value)


@native
def put_flags(line: Line, names: u32, value: u64):
    """Print flags:

    `creat|trunc`.  Most programs request most rights, so rights are printed as `~[the missing ones]`.
    """
    if names == RIGHTS and popcnt(value & ALL_RIGHTS) > 14:
        missing = ALL_RIGHTS & ~value
        put_text(line, b"~[" if missing else b"all")
        if missing:
            put_set(line, names, missing)
            put_text(line, b"]")
        if value & ~u64(ALL_RIGHTS):
            put_text(line, b"|")
            put_hex(line, value & ~u64(ALL_RIGHTS))
    else:
        put_set(line, names, value)


@native
def put_set(line: Line, names: u32, value: u64):
    row, some = NAME_SETS[names], False
    for bit in range(u64(row.count)):
        if value >> bit & 1:
            if some:
                put_text(line, b"|")
            put_name(line, NAME_TEXTS[row.first + bit])
            some = True
    rest = value >> u64(row.count) << u64(row.count)
    if rest or not value:
        if some:
            put_text(line, b"|")
        if rest:
            put_hex(line, rest)
        else:
            put_text(line, b"0")


# ------------------------------------------------------------------------------------------- descriptors and paths
@native
def put_descriptor(line: Line, ctx: Wasi, fd: u32):
    """Print the number of a descriptor, and the name of a preopen."""
    put_signed(line, i64(i32(fd)))
    d = descriptor(ctx, fd)
    if d and d.preopen:
        put_text(line, b" ")
        put_quoted(line, d.preopen, d.preopen_size)


@native
def put_path(line: Line, ctx: Wasi, path: u32, size: u32):
    text = peek(ctx, path, size)
    if not text:
        put_outside(line, path, size)
        return
    put_quoted(line, text, u64(min(size, PATH_MAX)))
    if size > PATH_MAX:
        put(line, ELLIPSIS, 3)


@native
def put_outside(line: Line, address: u32, size: u64):
    put_text(line, b"<outside of the memory: ")
    put_bytes(line, size)
    put_text(line, b" at ")
    put_hex(line, u64(address))
    put_text(line, b">")


@native
def put_target(line: Line, ctx: Wasi, buffer: u32, used: u32):
    size = peek(ctx, used, 4)
    if size:
        put_path(line, ctx, buffer, volatile_load(u32, size))


# ----------------------------------------------------------------------------------------------------------- data
@native
def put_pieces(line: Line, ctx: Wasi, iovs: u32, count: u32, shown: u32):
    """Print buffers: `2 pieces, 37 bytes "Hello, wor…"`."""
    put_counted(line, u64(count), b" piece")
    pieces = Iovec(peek(ctx, iovs, u64(count) * sizeof(Iovec)))
    if not pieces:
        put_text(line, b" ")
        put_outside(line, iovs, u64(count) * sizeof(Iovec))
        return
    total = u64(0)
    for i in range(min(count, IOV_MAX)):
        total += volatile_load(u32, addr(pieces[i].buf_len))
    put_text(line, b", ")
    put_bytes(line, total)
    if shown and total:
        put_text(line, b" ")
        put_data(line, ctx, pieces, count, total)


@native
def put_received(line: Line, ctx: Wasi, iovs: u32, count: u32, result: u32):
    """Print the number of bytes received, and the first of them."""
    size, pieces = peek(ctx, result, 4), Iovec(peek(ctx, iovs, u64(count) * sizeof(Iovec)))
    if not size or not pieces:
        return
    total = u64(volatile_load(u32, size))
    put_decimal(line, total)
    if total:
        put_text(line, b" ")
        put_data(line, ctx, pieces, count, total)


@native
def put_data(line: Line, ctx: Wasi, pieces: Iovec, count: u32, total: u64):
    """Print the first of `total` bytes in the buffers."""
    left = min(total, SHOWN)
    put_text(line, b'"')
    for i in range(min(count, IOV_MAX)):
        address = volatile_load(u32, addr(pieces[i].buf))
        size = min(u64(volatile_load(u32, addr(pieces[i].buf_len))), left)
        data = peek(ctx, address, size)
        if not data:
            break
        put_escaped(line, data, size)
        left -= size
    if total > SHOWN or left:
        put(line, ELLIPSIS, 3)
    put_text(line, b'"')


# ------------------------------------------------------------------------------------------------------ attributes
@native
def put_fdstat(line: Line, ctx: Wasi, address: u32):
    stat = Fdstat(peek(ctx, address, sizeof(Fdstat)))
    if not stat:
        return
    put_text(line, b"{")
    put_choice(line, FILETYPE, u64(stat.fs_filetype))
    if stat.fs_flags:
        put_text(line, b", fdflags=")
        put_flags(line, FDFLAGS, u64(stat.fs_flags))
    put_text(line, b", rights=")
    put_flags(line, RIGHTS, stat.fs_rights_base)
    if stat.fs_rights_inheriting != stat.fs_rights_base:
        put_text(line, b", inheriting=")
        put_flags(line, RIGHTS, stat.fs_rights_inheriting)
    put_text(line, b"}")


@native
def put_filestat(line: Line, ctx: Wasi, address: u32, unstable: u32):
    size: u64 = sizeof(UnstableFilestat) if unstable else u64(sizeof(Filestat))
    place = peek(ctx, address, size)
    if not place:
        return
    stat, other = Filestat(place), UnstableFilestat(place)
    put_text(line, b"{")
    put_choice(line, FILETYPE, u64(stat.filetype))
    put_text(line, b", ")
    put_bytes(line, other.size if unstable else stat.size)
    put_text(line, b", ")
    put_counted(line, u64(other.nlink) if unstable else stat.nlink, b" link")
    put_text(line, b", ino=")
    put_decimal(line, stat.ino)
    put_text(line, b", mtim=")
    put_decimal(line, other.mtim if unstable else stat.mtim)
    put_text(line, b"}")


@native
def put_prestat(line: Line, ctx: Wasi, address: u32):
    stat = Prestat(peek(ctx, address, sizeof(Prestat)))
    if stat:
        put_text(line, b"{dir, name of ")
        put_bytes(line, u64(stat.pr_name_len))
        put_text(line, b"}")


# --------------------------------------------------------------------------------------------------------- waiting
@native
def put_subscriptions(line: Line, ctx: Wasi, address: u32, count: u32, unstable: u32):
    stride: u64 = sizeof(UnstableSubscription) if unstable else u64(sizeof(Subscription))
    first = peek(ctx, address, u64(count) * stride)
    if not first:
        put_outside(line, address, u64(count) * stride)
        return
    put_text(line, b"[")
    for i in range(min(count, LISTED)):
        if i:
            put_text(line, b", ")
        put_subscription(line, first + u64(i) * stride, unstable)
    put_text(line, b", " if count > LISTED else b"")
    if count > LISTED:
        put(line, ELLIPSIS, 3)
    put_text(line, b"]")


@native
def put_subscription(line: Line, place: ptr, unstable: u32):
    """Print a subscription: `clock monotonic 5.0 ms`, `clock realtime until 1700000000000000000`, `fd_read 0`."""
    tag = u64(volatile_load(u8, addr(Subscription(place).tag)))
    put_choice(line, EVENTTYPE, tag)
    put_text(line, b" ")
    if tag != Eventtype.CLOCK:
        put_signed(line, i64(i32[place + (u64(UNSTABLE_FILE) if unstable else u64(CLOCK))]))
        return
    start = place + (u64(UNSTABLE_CLOCK) if unstable else u64(CLOCK))
    clock = Subscription(start - CLOCK).clock
    put_choice(line, CLOCKID, u64(clock.id))
    if clock.flags & Subclockflags.SUBSCRIPTION_CLOCK_ABSTIME:
        put_text(line, b" until ")
        put_decimal(line, clock.timeout)
    else:
        put_text(line, b" ")
        put_duration(line, clock.timeout)


@native
def put_events(line: Line, ctx: Wasi, address: u32, result: u32):
    """Print the number of events, and the events."""
    place = peek(ctx, result, 4)
    if not place:
        return
    count = volatile_load(u32, place)
    events = Event(peek(ctx, address, u64(count) * sizeof(Event)))
    put_decimal(line, u64(count))
    if not events:
        return
    put_text(line, b" [")
    for i in range(min(count, LISTED)):
        event = events[i]
        type, error = volatile_load(u8, addr(event.type)), volatile_load(u16, addr(event.error))
        if i:
            put_text(line, b", ")
        put_choice(line, EVENTTYPE, u64(type))
        if error:
            put_text(line, b" ")
            put_choice(line, ERRNO, u64(error))
        elif type == Eventtype.FD_READ:
            put_text(line, b" ")
            put_bytes(line, event.fd_readwrite.nbytes)
    if count > LISTED:
        put_text(line, b", ")
        put(line, ELLIPSIS, 3)
    put_text(line, b"]")


@native
def put_errno(line: Line, error: u32, meaning: Text):
    """Print an errno: `noent (no such file or directory)`, or `success`."""
    put_choice(line, ERRNO, u64(error))
    if error != Errno.SUCCESS and meaning.size:
        put_text(line, b" (")
        put_name(line, meaning)
        put_text(line, b")")
