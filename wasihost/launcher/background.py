"""Start a process that compiles better code for the next run (`wasihost.background`)."""

from wasihost.abi import PATH_MAX
from wasihost.background import VARIABLE
from wasihost.launcher.cache import put_directory
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, end_text, leave, put_text, take_room, variable
from wasihost.launcher.python import execute
from wasihost.native import bool_, i32, native, ptr, syscall, u8, u64
from wasihost.native.platform import AT_FDCWD, O_RDWR, SYS
from wasihost.native.prelude import streq
from wasihost.options.table import BACKGROUND

BUDGETS = VARIABLE.encode()
FIRST, SECOND = (word.encode() for word in BACKGROUND)
CANONICAL_NANS, METERED = b"canonical_nans", b"metered"
LAST_DESCRIPTOR = (1 << 32) - 1
STREAMS = 3


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
def start_background(process: Process, options: Options):
    """Start it for the module and the variant of code that the options name, and return at once.

    The process shares no stream, terminal or directory with this one.  If it cannot be started, the module keeps its
    code.
    """
    limits = variable(process, BUDGETS, len(BUDGETS))
    if options.no_background or process.secure or (limits and streq(limits, b"0")):
        return
    # No signal to this process when it ends: nobody waits for it.
    if syscall(SYS.clone, 0, 0, 0, 0, 0) == 0:
        become(process, options)
        leave(0)


@native
def become(process: Process, options: Options):
    arguments, count = take_room(process, 8 * 8), u64(5)
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
    syscall(SYS.setsid)
    nothing = i32(syscall(SYS.openat, AT_FDCWD, b"/dev/null", O_RDWR, 0))
    for fd in range(i32(STREAMS)):
        syscall(SYS.dup3, nothing, fd, 0)
    syscall(SYS.close_range, STREAMS, LAST_DESCRIPTOR, 0)
    syscall(SYS.chdir, b"/")
    execute(process, arguments, count)


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
