"""The first run of a module: makes baseline code, and starts a process that compiles better code for the next run."""

from wasihost.abi import INTERPRETED, InstantiationFault, RunRequest
from wasihost.baseline.layout import Attempt
from wasihost.baseline.layout import Options as Compilation
from wasihost.cache import KEY_SIZE
from wasihost.interpret.module import baseline_module
from wasihost.launcher.background import is_understood, start_background
from wasihost.launcher.cache import make_cache, open_cache
from wasihost.launcher.options import Options, choice
from wasihost.launcher.process import Process
from wasihost.launcher.python import has_python
from wasihost.launcher.run import ignore
from wasihost.launcher.say import STDERR
from wasihost.levels import BASELINE, FIRST, INTERPRET
from wasihost.native import Ptr, bool_, i32, memset, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    AT_FDCWD,
    O_CLOEXEC,
    O_NONBLOCK,
    O_RDONLY,
    S_IFMT,
    S_IFREG,
    SIGXFSZ,
    SYS,
    Sigaction,
    Stat,
)
from wasihost.native.prelude import say
from wasihost.runtime.program import run_program
from wasihost.skeleton.file import file_of_file
from wasihost.wasi.fs.descriptors import is_terminal

NONE = -1
INTERPRETED_NOTE = f"note: {INTERPRETED}\n".encode()
IS_FIRST = FIRST == BASELINE.name  # for which machine there is baseline code
MAGIC = int.from_bytes(b"\0asm", "little")
BASELINE_CHOICE, INTERPRET_CHOICE = choice("level", BASELINE.name), choice("level", INTERPRET.name)


@native
def compile_first(process: Process, options: Options, request: RunRequest):
    """Make an artifact with code that is made at once, unless Python has to compile the module or report its error."""
    if not IS_FIRST or (options.level and options.level not in (BASELINE_CHOICE, INTERPRET_CHOICE)):
        return
    if not is_understood(process):
        return
    improves = not options.level and not options.no_cache
    if improves and not has_cache(process, options):
        if has_python(process):
            return  # it warns that better code will not be kept
        improves = False
    how, attempt, key, size, before = new(Compilation), new(Attempt), new(u8, KEY_SIZE), new(u64), new(Sigaction)
    memset(how, 0, sizeof(Compilation))
    memset(key, 0, KEY_SIZE)  # the cache does not keep it
    how.guarded = 1
    how.interpreted = u32(options.level == INTERPRET_CHOICE)
    how.canonical_nans = u32(options.canonical_nans or options.guest.reproducible)
    how.metered = u32(options.guest.fuel != 0)
    how.keeps_module = u32(improves)
    ignore(SIGXFSZ, before)  # where files may not grow, making the artifact fails, and does not end this process
    artifact = read_module(options.module, size)
    if artifact >= 0:
        artifact = baseline_module(artifact, size[0], how, key, attempt)
    syscall(SYS.rt_sigaction, SIGXFSZ, before, 0, 8)
    request.artifact_fd = artifact
    if artifact >= 0 and improves:
        start_background(process, options, request)


@native
def interpret_instead(process: Process, options: Options, request: RunRequest) -> bool_:
    """Where the kernel lets no code be executed: run the module in the interpreter, unless a level was asked for.

    False: it did not start, and the reason is in the request.
    """
    if options.level or request.report.fault != InstantiationFault.CODE_REFUSED:
        return False
    options.level = INTERPRET_CHOICE
    request.artifact_fd, request.sampling = NONE, ptr(0)
    compile_first(process, options, request)
    if request.artifact_fd < 0:
        return False
    if not options.quiet and is_terminal(STDERR):
        say(INTERPRETED_NOTE)
    request.report.fault = InstantiationFault.NONE
    return run_program(request) == InstantiationFault.NONE


@native
def has_cache(process: Process, options: Options) -> bool_:
    """Whether there is a cache for the better code; it is created if it is missing."""
    directory = open_cache(process, options)
    if directory < 0:
        make_cache(process, options)
        directory = open_cache(process, options)
    syscall(SYS.close, directory)
    return directory >= 0


@native
def read_module(path: ptr, size: Ptr(u64)) -> i32:
    """A copy of a module, which others cannot change while it is compiled, and its size.  NONE: there is none."""
    status = new(Stat)
    # Opening a pipe and closing it again would end the process that writes to it.
    if syscall(SYS.newfstatat, AT_FDCWD, path, status, 0) < 0 or status.mode & S_IFMT != S_IFREG:
        return NONE
    fd = i32(syscall(SYS.openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0))
    if fd < 0:
        return NONE
    copy, magic = i32(NONE), new(u32)
    is_file = syscall(SYS.fstat, fd, status) >= 0 and status.mode & S_IFMT == S_IFREG
    if is_file and syscall(SYS.pread64, fd, magic, 4, 0) == 4 and magic[0] == MAGIC:
        size[0] = u64(status.size)
        copy = file_of_file(fd, size[0])
    syscall(SYS.close, fd)
    return copy
