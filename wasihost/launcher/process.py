"""What the kernel passes to a new process: arguments, environment, the vDSO; and free memory for texts."""

from wasihost.abi import PT_BUNDLE, PT_PACKAGED
from wasihost.elf import ProgramHeader
from wasihost.native import Ptr, Struct, bool_, i32, memcpy, native, noreturn, ptr, syscall, u8, u32, u64
from wasihost.native.platform import (
    AT_EXECFN,
    AT_FDCWD,
    AT_FLAGS,
    AT_FLAGS_PRESERVE_ARGV0,
    AT_NULL,
    AT_PHDR,
    AT_PHNUM,
    AT_SECURE,
    AT_SYSINFO_EHDR,
    O_CLOEXEC,
    O_DIRECTORY,
    O_PATH,
    O_RDONLY,
    SYS,
)
from wasihost.native.prelude import copy_text, format_decimal, say, strlen
from wasihost.runtime.type_ids import pages


class Process(Struct):
    argc: u64
    argv: ptr  # pointers to NUL-terminated texts, then null; `envp` has the same form
    envp: ptr
    vdso: ptr  # or null
    secure: u64  # not 0: it has more rights than its user, so the environment must be ignored
    path: ptr  # the path of this executable that the kernel was given, or null
    bundle: Ptr(ProgramHeader)  # of the module in this executable, or null
    packaged: Ptr(ProgramHeader)  # not null: this command was installed with a Python package
    room: ptr  # free memory: `TIMES` the size of all texts, plus `SPARE`
    room_end: ptr
    unreadable: u64  # the error number with which Python could not read this executable, or 0
    started_in: i32  # a descriptor of the directory before `--cwd`, or NONE


TIMES = 8  # each argument has a pointer and may be copied; unused memory costs nothing
SPARE = 1 << 17
HOST_FAILURE = 125
OWN_FILE = b"/proc/self/exe"
NONE = -1


@native
def process_read(process: Process, stack: ptr):
    """Parse the initial stack (System V ABI, section 3.4.1)."""
    process.argc, process.argv = u64[stack], stack + 8
    process.envp = process.argv + (process.argc + 1) * 8
    size: u64 = 0
    for i in range(process.argc):
        size += strlen(ptr[process.argv, i]) + 9
    aux, n = process.envp, u64(0)
    while ptr[aux, n]:
        size += strlen(ptr[aux, n]) + 9
        n += 1
    aux = aux + (n + 1) * 8
    process.vdso, process.secure, process.path, process.started_in = ptr(0), 0, ptr(0), NONE
    headers, header_count, flags = ptr(0), u64(0), u64(0)
    while u64[aux] != AT_NULL:
        if u64[aux] == AT_SYSINFO_EHDR:
            process.vdso = ptr[aux, 1]
        elif u64[aux] == AT_SECURE:
            process.secure = u64[aux, 1]
        elif u64[aux] == AT_EXECFN:
            process.path = ptr[aux, 1]
        elif u64[aux] == AT_PHDR:
            headers = ptr[aux, 1]
        elif u64[aux] == AT_PHNUM:
            header_count = u64[aux, 1]
        elif u64[aux] == AT_FLAGS:
            flags = u64[aux, 1]
        aux = aux + 16
    process.bundle = find_header(headers, header_count, u32(PT_BUNDLE))
    process.packaged = find_header(headers, header_count, u32(PT_PACKAGED))
    process.room = pages(TIMES * size + SPARE)
    process.room_end = process.room + (TIMES * size + SPARE if process.room else u64(0))
    if flags & AT_FLAGS_PRESERVE_ARGV0 and process.room and process.argc > 2 and not process.bundle:
        from_binfmt(process)


@native
def change_directory(process: Process, path: ptr) -> bool_:
    """Make relative paths start at another directory, until `return_to_start`.  False: it is impossible."""
    process.started_in = i32(syscall(SYS.openat, AT_FDCWD, b".", O_PATH | O_DIRECTORY | O_CLOEXEC, 0))
    return process.started_in >= 0 and syscall(SYS.chdir, path) == 0


@native
def return_to_start(process: Process):
    """Undo `change_directory`, because Python reads the same options again."""
    if process.started_in >= 0:
        syscall(SYS.fchdir, process.started_in)


@native
def open_own_file() -> i32:
    """Open this executable.  Negative: there is no /proc, or the user can execute but not read the file."""
    return i32(syscall(SYS.openat, AT_FDCWD, OWN_FILE, O_RDONLY | O_CLOEXEC, 0))


@native
def can_be_read(process: Process, path: ptr) -> bool_:
    """Whether another program can read this executable at this path."""
    fd = i32(syscall(SYS.openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC, 0))
    if fd >= 0:
        syscall(SYS.close, fd)
    else:
        process.unreadable = u64(-fd)
    return fd >= 0


@native
def find_header(headers: Ptr(ProgramHeader), count: u64, type: u32) -> Ptr(ProgramHeader):
    for i in range(count):
        if headers[i].type == type:
            return headers[i]
    return ptr(0)


@native
def from_binfmt(process: Process):
    """Convert the arguments of `binfmt_misc`, `wasihost PATH NAME …`, to `wasihost --argv0=NAME -- PATH …`.

    So no argument of the guest is taken for an option of wasihost.
    """
    argv = take_room(process, (process.argc + 2) * 8)
    name = take_room(process, strlen(ptr[process.argv, 2]) + 9)
    at: u64 = 1
    if u8[ptr[process.argv, 2]]:
        copy_text(copy_text(name, b"--argv0="), ptr[process.argv, 2])
        ptr[argv, 1] = name
        at = 2
    ptr[argv], ptr[argv, at], ptr[argv, at + 1] = ptr[process.argv], b"--", ptr[process.argv, 1]
    memcpy(argv + (at + 2) * 8, process.argv + 24, (process.argc - 2) * 8)  # including the null
    process.argv, process.argc = argv, process.argc + at - 1


@native
def variable(process: Process, name: ptr, size: u64) -> ptr:
    """The value of an environment variable, or null."""
    i: u64 = 0
    while ptr[process.envp, i]:
        text = ptr[process.envp, i]
        at: u64 = 0
        while at < size and u8[text, at] == u8[name, at]:
            at += 1
        if at == size and u8[text, at] == ord("="):
            return text + size + 1
        i += 1
    return ptr(0)


@native
def add_variable(process: Process, text: ptr):
    """Append `NAME=VALUE` to the environment that Python gets."""
    count: u64 = 0
    while ptr[process.envp, count]:
        count += 1
    environment = take_room(process, (count + 2) * 8)
    memcpy(environment, process.envp, count * 8)
    ptr[environment, count], ptr[environment, count + 1] = text, ptr(0)
    process.envp = environment


@native
def need_room(process: Process, size: u64) -> ptr:
    """Where so many bytes can be written; whoever keeps them takes them, or moves `room` past them."""
    if size > u64(process.room_end - process.room):
        say(b"error: there is not enough memory for the arguments and the environment\n")
        say(b"hint: give it fewer and shorter ones, or raise the limit with `ulimit -v unlimited`\n")
        leave(HOST_FAILURE)
    return process.room


@native
def take_room(process: Process, size: u64) -> ptr:
    """Take memory that is never freed."""
    start_word(process)
    room = need_room(process, size)
    process.room = room + size
    return room


@native
def start_word(process: Process):
    """Align the free memory for any scalar."""
    padding = (8 - u64(process.room) % 8) % 8
    process.room = need_room(process, padding) + padding


@native
def put_text(process: Process, text: ptr):
    """Append a text to the one that is being written.  The next one overwrites its NUL."""
    size = strlen(text)
    memcpy(need_room(process, size + 1), text, size + 1)
    process.room = process.room + size


@native
def end_text(process: Process):
    """Keep the NUL."""
    process.room = need_room(process, 1) + 1


@native
def put_decimal(process: Process, value: u64):
    process.room = format_decimal(need_room(process, 20), value)


@native
def leave(status: u64) -> noreturn:
    while True:
        syscall(SYS.exit_group, status)
