"""Start a process that compiles better code for this run and the next (`wasihost.background`)."""

from wasihost.abi import INTERVAL, PATH_MAX, RunRequest, Sampling
from wasihost.background import TIERING, VARIABLE
from wasihost.launcher.cache import put_directory
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, end_text, leave, put_text, take_room, variable
from wasihost.launcher.python import execute
from wasihost.native import Array, Struct, bool_, i32, i64, native, new, ptr, sizeof, syscall, u8, u64
from wasihost.native.platform import (
    AF_UNIX,
    AT_FDCWD,
    F_DUPFD_CLOEXEC,
    MAP_SHARED,
    O_RDWR,
    PROT_READ,
    PROT_WRITE,
    SOCK_CLOEXEC,
    SOCK_SEQPACKET,
    SYS,
    Pollfd,
    Timespec,
)
from wasihost.native.prelude import streq
from wasihost.options.table import BACKGROUND
from wasihost.runtime.memory_file import memory_file

BUDGETS = VARIABLE.encode()
FIRST, SECOND = (word.encode() for word in BACKGROUND)
STREAMS = 3
DESCRIPTORS = 3  # for TIERING, right after the streams
CANONICAL_NANS, METERED = b"canonical_nans", b"metered"
SAMPLED = f"{TIERING}={','.join(str(STREAMS + i) for i in range(DESCRIPTORS))}".encode()
LAST_DESCRIPTOR = (1 << 32) - 1
WAIT = 900_000_000  # nanoseconds after which a run is worth being improved further
UNUSED = 64  # descriptors from here on replace no other


class Channel(Struct):
    """What the run shares with the process, and the descriptors of both ends."""

    sampling: ptr
    memory: i32  # the file of `sampling`
    ends: Array(i32, 2)
    pad: i32


@native
def is_understood(process: Process) -> bool_:
    """Whether the variable that limits the process is unset or made of numbers; otherwise Python warns."""
    text = variable(process, BUDGETS, len(BUDGETS))
    at = text
    while text and u8[at]:
        if not ord("0") <= u8[at] <= ord("9") and u8[at] != ord(",") and u8[at] != ord("."):
            return False
        at = at + 1
    return True


@native
def start_background(process: Process, options: Options, request: RunRequest):
    """Start it for the module and the variant of code that the options name, and return at once.

    The process shares no stream, terminal or directory with this one.  If it cannot be started, the module keeps its
    code.  A run that counts fuel, or that is confined to system calls, has no better code until the next run.
    """
    if is_allowed(process, options):
        start_process(process, options, request, 0)


@native
def improve_later(process: Process, options: Options, request: RunRequest):
    """Start it for a module whose code is partly baseline code, unless the run ends soon."""
    if is_understood(process) and is_allowed(process, options) and can_improve(options):
        start_process(process, options, request, WAIT)


@native
def is_allowed(process: Process, options: Options) -> bool_:
    limits = variable(process, BUDGETS, len(BUDGETS))
    return not options.no_background and not process.secure and not (limits and streq(limits, b"0"))


@native
def can_improve(options: Options) -> bool_:
    """Whether a run can get better code."""
    return not options.guest.fuel and not options.guest.confine


@native
def start_process(process: Process, options: Options, request: RunRequest, wait: i64):
    """Start it, once the run has taken so many nanoseconds."""
    channel = new(Channel)
    channel.sampling = ptr(0)
    if can_improve(options):
        open_channel(channel)
    # No signal to this process when it ends: nobody waits for it.
    if syscall(SYS.clone, 0, 0, 0, 0, 0) == 0:
        become(process, options, request.artifact_fd, channel, wait)
        leave(0)
    if channel.sampling:
        syscall(SYS.close, channel.memory)
        syscall(SYS.close, channel.ends[1])
        request.sampling, request.mail = channel.sampling, channel.ends[0]


@native
def open_channel(channel: Channel):
    """Without one, there is no better code during the run."""
    channel.memory = memory_file(b"wasihost-sampling")
    if channel.memory < 0:
        return
    size, access, how = u64(sizeof(Sampling)), u64(PROT_READ | PROT_WRITE), u64(SOCK_SEQPACKET | SOCK_CLOEXEC)
    memory = i64(-1)
    if syscall(SYS.ftruncate, channel.memory, size) >= 0:
        memory = syscall(SYS.mmap, 0, size, access, MAP_SHARED, channel.memory, 0)
    if memory >= 0 and syscall(SYS.socketpair, AF_UNIX, how, 0, channel.ends) >= 0:
        channel.sampling = ptr(memory)
        Sampling(channel.sampling).interval = INTERVAL
    else:
        syscall(SYS.close, channel.memory)


@native
def become(process: Process, options: Options, artifact: i32, channel: Channel, wait: i64):
    arguments, count = take_room(process, 9 * 8), u64(5)
    ptr[arguments, 1], ptr[arguments, 2] = FIRST, SECOND
    ptr[arguments, 3] = absolute(process, options.module)
    ptr[arguments, 4] = cache_directory(process, options)
    if not ptr[arguments, 3] or not ptr[arguments, 4]:
        return
    if options.canonical_nans or options.guest.reproducible:
        ptr[arguments, count] = CANONICAL_NANS
        count += 1
    if options.guest.fuel:
        ptr[arguments, count] = METERED
        count += 1
    kept = u64(STREAMS)
    if channel.sampling:
        ptr[arguments, count] = SAMPLED
        count += 1
        hand_over(channel.memory, artifact, channel.ends[1])
        kept += DESCRIPTORS
    syscall(SYS.setsid)
    nothing = i32(syscall(SYS.openat, AT_FDCWD, b"/dev/null", O_RDWR, 0))
    for fd in range(i32(STREAMS)):
        syscall(SYS.dup3, nothing, fd, 0)
    syscall(SYS.close_range, kept, LAST_DESCRIPTOR, 0)
    syscall(SYS.chdir, b"/")
    if wait and has_ended(i32(STREAMS + DESCRIPTORS - 1), wait):
        return
    execute(process, arguments, count)


@native
def has_ended(socket: i32, wait: i64) -> bool_:
    """Whether the run at the other end of a socket ends within so many nanoseconds; if there is none, it has."""
    waiting, limit = new(Pollfd), new(Timespec)
    waiting.fd, waiting.events = socket, 0
    limit.sec, limit.nsec = 0, wait
    return syscall(SYS.ppoll, waiting, 1, limit, 0, 8) != 0


@native
def hand_over(memory: i32, artifact: i32, socket: i32):
    """Give these descriptors the first numbers after the streams, in this order."""
    given = new(i32, DESCRIPTORS)
    given[0], given[1], given[2] = memory, artifact, socket
    for i in range(DESCRIPTORS):
        given[i] = i32(syscall(SYS.fcntl, given[i], F_DUPFD_CLOEXEC, UNUSED))
    for i in range(DESCRIPTORS):
        syscall(SYS.dup3, given[i], STREAMS + i, 0)


@native
def cache_directory(process: Process, options: Options) -> ptr:
    """The absolute path of the cache; null: the environment does not tell."""
    path = take_room(process, 0)
    if not put_directory(process, options):
        return ptr(0)
    end_text(process)
    return absolute(process, path)


@native
def absolute(process: Process, path: ptr) -> ptr:
    """The path from the root; null: the working directory has none."""
    if u8[path] == ord("/"):
        return path
    whole = take_room(process, PATH_MAX)
    if syscall(SYS.getcwd, whole, PATH_MAX) < 0:
        return ptr(0)
    process.room = whole
    put_text(process, whole)
    put_text(process, b"/")
    put_text(process, path)
    end_text(process)
    return whole
