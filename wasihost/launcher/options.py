"""The command line of a run, as far as the launcher can act on it: everything else is Python's (`cli.arguments`)."""

from wasihost.cli.main import COMMANDS
from wasihost.cli.options import OPTIONS, SHORT
from wasihost.engine import LEVELS, SCRIPT
from wasihost.enumeration import IntEnum
from wasihost.launcher.process import Process, variable
from wasihost.native import Array, Struct, bool_, i32, native, new, ptr, syscall, u8, u32, u64
from wasihost.native.platform import AT_FDCWD, O_CLOEXEC, O_NONBLOCK, O_RDONLY, S_IFMT, S_IFREG, SYS, Stat
from wasihost.native.prelude import memcmp, streq
from wasihost.wasi.trace.filter import misnamed

MANY = 64  # grants or variables: whoever has more gets them from Python


class Action(IntEnum):
    """What the launcher does for an option."""

    HAND_OVER = 0
    NOTHING = 1
    GRANT = 2
    VARIABLE = 3
    ARGV0 = 4
    LEVEL = 5
    CACHE_DIR = 6
    STRICT = 7
    UNKNOWN_IMPORTS = 8
    QUIET = 9
    TRACE = 10
    TRACE_FILTER = 11
    TRACE_SUMMARY = 12
    CANONICAL_NANS = 13
    EPIPE = 14


# By the attribute in the table; the others hand over.
ACTIONS = {
    "dir": Action.GRANT,
    "env": Action.VARIABLE,
    "argv0": Action.ARGV0,
    "level": Action.LEVEL,
    "canonical_nans": Action.CANONICAL_NANS,
    "cache_dir": Action.CACHE_DIR,
    "strict_args": Action.STRICT,
    "unknown_imports": Action.UNKNOWN_IMPORTS,
    "no_background": Action.NOTHING,  # nothing is compiled here
    "quiet": Action.QUIET,
    "epipe": Action.EPIPE,
    "trace": Action.TRACE,
    "trace_filter": Action.TRACE_FILTER,
    "trace_summary": Action.TRACE_SUMMARY,
}
FOUND, TAKES_VALUE, BEHIND, MAY_HAVE_VALUE = 0x100, 0x200, 0x400, 0x800  # flags beside an action
VALUES = {"flag": 0, "optional": MAY_HAVE_VALUE}  # kind → flag; all others take one
# Name, action, flag of its value, whether it may stand behind MODULE.
ROWS = tuple(
    (
        option.name.encode(),
        ACTIONS.get(option.attribute, Action.HAND_OVER),
        VALUES.get(option.kind, TAKES_VALUE),
        option.after_module,
    )
    for option in OPTIONS
)
SHORT_ROWS = tuple(
    (short.encode(), *row[1:3], False) for short, name in SHORT.items() for row in ROWS if row[0] == name.encode()
)
ENVIRONMENT = tuple(
    (option.environment.encode(), ACTIONS.get(option.attribute, Action.HAND_OVER))
    for option in OPTIONS
    if option.environment
)
LEVEL_NUMBERS = tuple((name.encode(), number) for number, name in enumerate(LEVELS, 1))
OTHER_COMMANDS = tuple(name.encode() for name in COMMANDS if name != "run")


class Options(Struct):
    module: ptr
    arguments: u64  # index of the guest's first one
    argv0: ptr  # or null
    cache_dir: ptr  # or null
    level: u32  # 0: any
    strict: u32
    trap_unknown_imports: u32
    epipe: u32
    quiet: u32
    trace_summary: u32
    trace: ptr  # a file, an empty text for standard error, or null
    trace_filter: ptr  # or null
    grant_count: u32
    variable_count: u32
    canonical_nans: u32
    fault: u32  # the error number that a grant could not be opened for, or 0
    grant_at_fault: ptr  # or null
    grants: Array(ptr, MANY)  # HOST[::GUEST[::ro]]
    variables: Array(ptr, MANY)  # NAME[=VALUE]


@native
def parse(options: Options, process: Process) -> bool_:
    """False: Python has to look at it."""
    for name, action in ENVIRONMENT:
        value = variable(process, name, len(name))
        if value and u8[value] and not streq(value, b"0") and not act(options, action, value):
            return False
    at: u64 = 1
    if process.argc > 1:
        for name in OTHER_COMMANDS:
            if streq(ptr[process.argv, 1], name):
                return False
        if streq(ptr[process.argv, 1], b"run"):
            at = 2
    at = take(options, process, at, False)
    verbatim = options.strict != 0
    if at and at < process.argc and streq(ptr[process.argv, at], b"--"):
        at += 1
        verbatim = True
    if not at or at >= process.argc:
        return False
    options.module = ptr[process.argv, at]
    at += 1
    if not verbatim and at < process.argc and u8[ptr[process.argv, at]] == ord("-"):
        verbatim = is_script(options.module)
    if not verbatim:
        at = take(options, process, at, True)
        if at and at < process.argc and streq(ptr[process.argv, at], b"--"):
            at += 1
    options.arguments = at
    return at != 0 and not streq(options.module, b"-") and is_filter_right(options)


@native
def is_filter_right(options: Options) -> bool_:
    """A filter needs something to choose from, and names that there are."""
    if not options.trace_filter:
        return True
    return (options.trace or options.trace_summary) and misnamed(options.trace_filter) < 0


@native
def is_script(path: ptr) -> bool_:
    """Whether a file begins with `#!` (`engine.is_script`)."""
    status, start = new(Stat), new(u8, 2)
    if syscall(SYS.newfstatat, AT_FDCWD, path, status, 0) < 0 or status.mode & S_IFMT != S_IFREG:
        return False
    fd = i32(syscall(SYS.openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0))
    found = fd >= 0 and syscall(SYS.pread64, fd, start, 2, 0) == 2 and memcmp(start, SCRIPT, 2) == 0
    syscall(SYS.close, fd)
    return found


@native
def take(options: Options, process: Process, at: u64, behind: bool_) -> u64:
    """Read the options from argument `at` on; the index of the first token that is none, or 0: hand over."""
    while at < process.argc:
        token = ptr[process.argv, at]
        if u8[token] != ord("-") or not u8[token, 1] or streq(token, b"--"):
            return at
        size: u64 = 0
        while u8[token, size] and u8[token, size] != ord("="):
            size += 1
        row = find(token, size)
        if behind and row & (FOUND | BEHIND) != FOUND | BEHIND:
            return at
        at += 1
        has_value = u8[token, size] != 0
        value = token + size + u64(has_value)
        if row & TAKES_VALUE and not has_value:
            if at == process.argc:
                return 0
            value = ptr[process.argv, at]
            at += 1
        if has_value and not (row & TAKES_VALUE or (row & MAY_HAVE_VALUE and u8[value])):
            return 0
        if not act(options, row & 0xFF, value):
            return 0
    return at


@native
def find(token: ptr, size: u64) -> u32:
    """The row of an option, as an action with flags; 0: there is none."""
    for name, action, value, after_module in ROWS + SHORT_ROWS:
        if size == len(name) and memcmp(token, name, size) == 0:
            return FOUND | action | value | (BEHIND if after_module else 0)
    return 0


@native
def act(options: Options, action: u32, value: ptr) -> bool_:
    """False: hand over, also where the value is wrong, which Python says better."""
    match action:
        case Action.NOTHING:
            return True
        case Action.STRICT:
            options.strict = 1
            return True
        case Action.CANONICAL_NANS:
            options.canonical_nans = 1
            return True
        case Action.EPIPE:
            options.epipe = 1
            return True
        case Action.QUIET:
            options.quiet = 1
            return True
        case Action.TRACE:
            options.trace = value
            return True
        case Action.TRACE_FILTER:
            options.trace_filter = value
            return u8[value] != 0
        case Action.TRACE_SUMMARY:
            options.trace_summary = 1
            return True
        case Action.ARGV0:
            options.argv0 = value
            return u8[value] != 0
        case Action.CACHE_DIR:
            options.cache_dir = value
            return u8[value] != 0
        case Action.UNKNOWN_IMPORTS:
            options.trap_unknown_imports = u32(streq(value, b"trap"))
            return options.trap_unknown_imports != 0 or streq(value, b"error")
        case Action.LEVEL:
            for name, number in LEVEL_NUMBERS:
                if streq(value, name):
                    options.level = number
                    return True
        case Action.GRANT:
            if options.grant_count < MANY:
                options.grants[options.grant_count] = value
                options.grant_count += 1
                return True
        case Action.VARIABLE:
            if options.variable_count < MANY and u8[value] and u8[value] != ord("="):
                options.variables[options.variable_count] = value
                options.variable_count += 1
                return True
        case _:
            pass
    return False
