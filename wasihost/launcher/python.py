"""Become Python, with the same arguments and the package that this executable contains."""

from errno import EMFILE, ENFILE

from wasihost.abi import PATH_MAX
from wasihost.launcher.process import (
    HOST_FAILURE,
    OWN_FILE,
    Process,
    can_be_read,
    leave,
    return_to_start,
    take_room,
    variable,
)
from wasihost.launcher.say import say_reason, say_text
from wasihost.launcher.streams import move_directories
from wasihost.native import bool_, memcpy, native, new, noreturn, ptr, syscall, u8, u32, u64
from wasihost.native.platform import AT_FDCWD, S_ISVTX, SYS, X_OK, Stat
from wasihost.native.prelude import copy_text, say, strlen

# The launcher starts the first of these that works.  If that one is too old, the package searches for a later one.
INTERPRETERS = (b"python3", b"python3.14", b"python3.13", b"python3.12", b"python3.11", b"python3.10")
# Isolated from the user's modules, and without installed packages, because the executable contains all it needs.
FLAGS = (b"-I", b"-S")


@native
def to_python(process: Process) -> noreturn:
    """Become `python3 EXECUTABLE ARGUMENTS…`."""
    try_python(process)
    if process.secure:
        say(b"error: this needs Python, which would run with more rights than its caller\n")
        say(b"hint: start a file without the set-user-ID bit; executables of `wasihost compile` run with it, too\n")
        leave(HOST_FAILURE)
    if process.unreadable in (EMFILE, ENFILE):
        say(b"error: cannot open files: ")
        say_reason(u32(process.unreadable))
        say(b"\nhint: raise the limit of open files: `ulimit -n`\n")
        leave(HOST_FAILURE)
    if process.unreadable:
        say(b"error: this needs Python, which cannot read this file: ")
        say_reason(u32(process.unreadable))
        say(b"\nhint: make it readable: `chmod a+r`; compiled modules run without Python\n")
        leave(HOST_FAILURE)
    say(b"error: this needs Python 3.10 or later, which was not found\nhint: install it; tried")
    for name in INTERPRETERS:
        say(b" ")
        say(name)
    say(b" in ")
    say_text(search_path(process))
    say(b"; compiled modules run without it\n")
    leave(HOST_FAILURE)


@native
def try_python(process: Process):
    """Become Python.

    Returns if there is none, or if it would have rights that the user, who sets PATH, does not have.
    """
    if process.secure:
        return
    move_directories(process)
    return_to_start(process)
    execute(process, process.argv, process.argc)


@native
def execute(process: Process, argv: ptr, argc: u64):
    """Become Python with these arguments, of which the first, the name of the command, does not matter."""
    me = take_room(process, PATH_MAX)
    size = syscall(SYS.readlinkat, -1, OWN_FILE, me, PATH_MAX - 1)
    if size >= 0:
        u8[me, size] = 0
    elif process.path:
        me = process.path
    else:
        return
    if not can_be_read(process, me):
        return
    count = max(argc, u64(1))  # the caller may have passed no arguments, not even a name
    arguments = take_room(process, (count + len(FLAGS) + 2) * 8)
    at: u64 = 1
    for flag in FLAGS:
        ptr[arguments, at] = flag
        at += 1
    ptr[arguments, at] = me
    for i in range(1, count):
        ptr[arguments, at + i] = ptr[argv, i]
    ptr[arguments, at + count] = ptr(0)
    if process.packaged:
        start_beside(process, me, arguments)
    for name in INTERPRETERS:
        start(process, name, arguments)


@native
def start_beside(process: Process, me: ptr, arguments: ptr):
    """Execute the Python that this command was installed for.  Returns if there is none in its directory.

    Anybody who can write to the directory could also replace this file, unless the directory is sticky like /tmp; then
    the Python there may be a stranger's.
    """
    file, status, size = new(u8, PATH_MAX + 16), new(Stat), strlen(me)
    while size and u8[me, size - 1] != ord("/"):
        size -= 1
    memcpy(file, me, size)
    u8[file, size] = 0
    if u8[me] != ord("/") or syscall(SYS.newfstatat, AT_FDCWD, file, status, 0) < 0 or status.mode & S_ISVTX:
        return
    copy_text(ptr(file) + size, INTERPRETERS[0])
    ptr[arguments] = file
    syscall(SYS.execve, file, arguments, process.envp)


@native
def start(process: Process, name: ptr, arguments: ptr):
    """Execute a program in PATH.  Returns if there is none."""
    file, place = new(u8, PATH_MAX + 16), search_path(process)
    while place:
        place = candidate(place, name, file)
        if u8[file]:
            ptr[arguments] = file  # Python finds its virtual environment beside its argv[0]
            syscall(SYS.execve, file, arguments, process.envp)


@native
def has_python(process: Process) -> bool_:
    """Whether there is a program in PATH that `to_python` would try."""
    file = new(u8, PATH_MAX + 16)
    for name in INTERPRETERS:
        place = search_path(process)
        while place:
            place = candidate(place, name, file)
            if u8[file] and syscall(SYS.faccessat, AT_FDCWD, file, X_OK) == 0:
                return not process.secure
    return False


@native
def candidate(place: ptr, name: ptr, file: ptr) -> ptr:
    """Write the path that a program has in the first directory of a search path; the rest of the search path, or null.

    The path is empty for relative directories, which are ignored because the working directory may be a stranger's.
    """
    size: u64 = 0
    while u8[place, size] and u8[place, size] != ord(":"):
        size += 1
    u8[file] = 0
    if u8[place] == ord("/") and size < PATH_MAX:
        memcpy(file, place, size)
        u8[file, size] = ord("/")
        copy_text(file + size + 1, name)
    return place + size + 1 if u8[place, size] else ptr(0)


@native
def search_path(process: Process) -> ptr:
    place = variable(process, b"PATH", 4)
    return place if place else b"/usr/local/bin:/usr/bin:/bin"
