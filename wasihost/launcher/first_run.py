"""The first run of a module: makes baseline code, and starts a process that compiles better code for the next run."""

from wasihost.baseline.layout import Attempt
from wasihost.baseline.layout import Options as Compilation
from wasihost.baseline.module import baseline_module
from wasihost.cache import KEY_SIZE
from wasihost.launcher.background import is_understood, start_background
from wasihost.launcher.cache import make_cache, open_cache
from wasihost.launcher.options import Options, choice
from wasihost.launcher.process import Process
from wasihost.launcher.python import has_python
from wasihost.launcher.run import ignore
from wasihost.levels import BASELINE, FIRST
from wasihost.native import Ptr, bool_, i32, i64, memset, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    AT_FDCWD,
    MAP_ANONYMOUS,
    MAP_PRIVATE,
    O_CLOEXEC,
    O_NONBLOCK,
    O_RDONLY,
    PROT_READ,
    PROT_WRITE,
    S_IFMT,
    S_IFREG,
    SIGXFSZ,
    SYS,
    Sigaction,
    Stat,
)

NONE = -1
IS_FIRST = FIRST == BASELINE.name  # for which machine there is baseline code
MAGIC = int.from_bytes(b"\0asm", "little")
BASELINE_CHOICE = choice("level", BASELINE.name)


@native
def compile_first(process: Process, options: Options) -> i32:
    """A descriptor of an artifact with baseline code.  NONE: Python has to compile the module, or report its error."""
    if not IS_FIRST or (options.level and options.level != BASELINE_CHOICE):
        return NONE
    if not is_understood(process):
        return NONE
    improves = not options.level and not options.no_cache
    if improves and not has_cache(process, options):
        if has_python(process):
            return NONE  # it warns that better code will not be kept
        improves = False
    size = new(u64)
    data = read_module(options.module, size)
    if not data:
        return NONE
    how, attempt, key = new(Compilation), new(Attempt), new(u8, KEY_SIZE)
    memset(how, 0, sizeof(Compilation))
    memset(key, 0, KEY_SIZE)  # the cache does not keep it
    how.guarded = 1
    how.canonical_nans = u32(options.canonical_nans or options.guest.reproducible)
    how.metered = u32(options.guest.fuel != 0)
    artifact = i32(NONE)
    if u32[data] == MAGIC:
        before = new(Sigaction)
        ignore(SIGXFSZ, before)  # where files may not grow, making the artifact fails, and does not end this process
        artifact = baseline_module(data, size[0], how, key, attempt)
        syscall(SYS.rt_sigaction, SIGXFSZ, before, 0, 8)
    syscall(SYS.munmap, data, size[0])
    if artifact >= 0 and improves:
        start_background(process, options)
    return artifact


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
def read_module(path: ptr, size: Ptr(u64)) -> ptr:
    """A copy of a regular file, which others cannot change while it is compiled, and its size.  Null: there is none."""
    status = new(Stat)
    # Opening a pipe and closing it again would end the process that writes to it.
    if syscall(SYS.newfstatat, AT_FDCWD, path, status, 0) < 0 or status.mode & S_IFMT != S_IFREG:
        return ptr(0)
    fd = i32(syscall(SYS.openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0))
    if fd < 0:
        return ptr(0)
    is_file = syscall(SYS.fstat, fd, status) >= 0 and status.mode & S_IFMT == S_IFREG
    size[0] = u64(status.size)
    data = i64(NONE)
    if is_file and size[0] >= 8:
        data = syscall(SYS.mmap, 0, size[0], PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if data >= 0 and not read_all(fd, ptr(data), size[0]):
        syscall(SYS.munmap, data, size[0])
        data = NONE
    syscall(SYS.close, fd)
    return ptr(data) if data >= 0 else ptr(0)


@native
def read_all(fd: i32, data: ptr, size: u64) -> bool_:
    """Read so many bytes.  False: the file has fewer, or cannot be read."""
    at: u64 = 0
    while at < size:
        count = syscall(SYS.pread64, fd, data + at, size - at, at)
        if count <= 0:
            return False
        at += u64(count)
    return True
