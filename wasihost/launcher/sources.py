"""The sources of options: configuration, environment and command line, each with precedence over the one before.

`options.command_line` does the same in Python.
"""

from wasihost.launcher.cache import find_words
from wasihost.launcher.doubts import is_misspelt
from wasihost.launcher.options import (
    IN_ENVIRONMENT,
    NOT_READ,
    REPEATABLE,
    Options,
    Row,
    act,
    find,
    is_consistent,
    take,
)
from wasihost.launcher.places import put_config
from wasihost.launcher.process import Process, change_directory, end_text, need_room, put_text, take_room, variable
from wasihost.module_file import SCRIPT
from wasihost.native import bool_, i32, memcpy, memset, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import AT_FDCWD, O_CLOEXEC, O_NONBLOCK, O_RDONLY, S_IFMT, S_IFREG, SYS, Stat
from wasihost.native.prelude import memcmp, streq, strlen
from wasihost.options.table import COMMANDS, PREFIX, VARIABLES

OTHER_COMMANDS = tuple(name.encode() for name in COMMANDS if name != "run")
VARIABLE_PREFIX = PREFIX.encode()
OTHER_VARIABLES = tuple(name.encode() for name in VARIABLES if name.startswith(PREFIX))


@native
def read_all(options: Options, process: Process) -> bool_:
    """Read all sources.  False: hand over to Python."""
    first: u64 = 1
    if process.argc > 1:
        for name in OTHER_COMMANDS:
            if streq(ptr[process.argv, 1], name):
                return False
        if streq(ptr[process.argv, 1], b"run"):
            first = 2
    at = read_front(options, process, first)
    if at >= process.argc or (options.cwd and not change_directory(process, options.cwd)):
        return False
    words, count = new(ptr), new(u64)
    if not configuration(process, options, words, count):
        return False
    if count[0]:
        memset(options, 0, sizeof(Options))
        if take(options, words[0], count[0], 0, False) != count[0]:
            return False
        at = read_front(options, process, first)
    return read_rest(options, process, at)


@native
def read_front(options: Options, process: Process, first: u64) -> u64:
    """Read the environment, and the command line up to MODULE; returns the index of MODULE, or NOT_READ."""
    if not process.secure and not read_environment(options, process):
        return NOT_READ
    return take(options, process.argv, process.argc, first, False)


@native
def read_rest(options: Options, process: Process, at: u64) -> bool_:
    verbatim = options.strict_args != 0
    if streq(ptr[process.argv, at], b"--"):
        at += 1
        verbatim = True
    if at == process.argc:
        return False
    options.module = ptr[process.argv, at]
    at += 1
    if not verbatim and at < process.argc and u8[ptr[process.argv, at]] == ord("-"):
        verbatim = is_script(options.module)
    if not verbatim:
        at = take(options, process.argv, process.argc, at, True)
        if at < process.argc and streq(ptr[process.argv, at], b"--"):
            at += 1
        elif at < process.argc:
            options.misspelt = u32(is_misspelt(ptr[process.argv, at]))
    options.arguments = at
    known = at != NOT_READ and not streq(options.module, b"-")
    return known and is_consistent(options)


@native
def is_script(path: ptr) -> bool_:
    """Whether a file begins with `#!` (`module_file.is_script`)."""
    status, start = new(Stat), new(u8, 2)
    if syscall(SYS.newfstatat, AT_FDCWD, path, status, 0) < 0 or status.mode & S_IFMT != S_IFREG:
        return False
    fd = i32(syscall(SYS.openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0))
    found = fd >= 0 and syscall(SYS.pread64, fd, start, 2, 0) == 2 and memcmp(start, SCRIPT, 2) == 0
    syscall(SYS.close, fd)
    return found


# ------------------------------------------------------------------------------------------------------ the environment
@native
def read_environment(options: Options, process: Process) -> bool_:
    """Read the variables that set options, in one pass."""
    i: u64 = 0
    while ptr[process.envp, i]:
        text = ptr[process.envp, i]
        if memcmp(text, VARIABLE_PREFIX, len(VARIABLE_PREFIX)) == 0 and not read_variable(options, process, text):
            return False
        i += 1
    return True


@native
def read_variable(options: Options, process: Process, text: ptr) -> bool_:
    """Read `WASIHOST_MAX_MEMORY=64M` as `--max-memory=64M`.  False: hand over to Python."""
    name = need_room(process, strlen(text) + 1)  # temporary
    at, size = u64(len(VARIABLE_PREFIX)), u64(2)
    u8[name], u8[name, 1] = ord("-"), ord("-")
    while u8[text, at] and u8[text, at] != ord("="):
        c = u8[text, at]
        if c != ord("_") and not ord("A") <= c <= ord("Z"):
            options.unknown_variable = 1
            return True
        u8[name, size] = ord("-") if c == ord("_") else c | 0x20
        at, size = at + 1, size + 1
    row, value = find(name, size), text + at + 1
    # The first of several variables with the same name takes precedence, as everywhere.
    if not row or not row.flags & IN_ENVIRONMENT:
        options.unknown_variable |= u32(not is_known(text, at))
        return True
    if variable(process, text, at) != value:
        return True
    return read_lines(options, process, row, value)


@native
def is_known(text: ptr, size: u64) -> bool_:
    """Whether it is a variable that is no option."""
    found: bool_ = False
    for name in OTHER_VARIABLES:
        found = found or (size == len(name) and memcmp(text, name, len(name)) == 0)
    return found


@native
def read_lines(options: Options, process: Process, row: Row, value: ptr) -> bool_:
    """An empty value sets nothing; that of a repeatable option has one value per line."""
    while u8[value]:
        size: u64 = 0
        while u8[value, size] and not (row.flags & REPEATABLE and u8[value, size] == ord("\n")):
            size += 1
        if size:
            line = take_room(process, size + 1)
            memcpy(line, value, size)
            u8[line, size] = 0
            if not act(options, row, line):
                return False
        value = value + size + u64(u8[value, size] != 0)
    return True


# ---------------------------------------------------------------------------------------------------- the configuration
@native
def configuration(process: Process, options: Options, words: ptr, count: ptr) -> bool_:
    """The arguments in the configuration file, none if there is no file.  False: Python has to read it."""
    u64[count] = 0
    path = options.config if options.config else default_path(process)
    if options.no_config or process.secure or not u8[path]:
        return not options.profile
    status = new(Stat)
    failed = syscall(SYS.newfstatat, AT_FDCWD, path, status, 0) < 0
    if failed or (status.uid and u64(status.uid) != u64(syscall(SYS.geteuid))):  # ignored
        return not options.config and not options.profile
    return find_words(process, options, status, words, count)


@native
def default_path(process: Process) -> ptr:
    """`options.config_file.default_path`."""
    path = process.room
    if not put_config(process):
        return b""
    put_text(process, b"/wasihost/config.toml")
    end_text(process)
    return path
