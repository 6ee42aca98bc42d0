"""Linking and running: imports, what a guest is given, and how its end is reported."""

from enum import IntEnum

from wasihost.layout import Array, Ptr, Struct, i32, ptr, u8, u32, u64

from .traps import ThreadRecord


class ExternValue(Struct):
    """Something that can be imported: a FuncRef, Table, Memory, global's value or Tag at `address`."""

    kind: u32  # ExternKind
    valtype: u32  # globals only, and so the next two: see GlobalRecord
    flags: u32
    heap: u32  # the interned id of the function type; 0: none
    address: ptr  # null: nothing was found under the import's name


class LinkFault(IntEnum):
    """Why an instance could not be made."""

    NONE = 0
    UNKNOWN_IMPORT = 1
    INCOMPATIBLE_IMPORT = 2
    NO_ADDRESS_SPACE = 3  # the guard reservation failed: code with bounds checks is needed
    NO_MEMORY = 4
    BAD_ARTIFACT = 5  # the file is no artifact of this version for this machine
    NO_ENTRY = 6  # no entry is exported, or it or `_initialize` takes parameters or returns results
    NO_ROOM_TO_SHARE = 7  # the address space that a shared memory may grow into cannot be reserved
    MEMORY_LIMIT = 8  # the memories begin larger than `Limits.memory`, or than any memory may be
    TABLE_LIMIT = 9
    KEPT_LIMIT = 10  # what the host keeps for the instance is more than `Limits.memory`
    NOT_CONFINED = 11  # the kernel does not do what `RunRequest.confine` asks for


# How definitions are worded that begin larger than they may become: before and after their size …
BEGINS = {
    LinkFault.MEMORY_LIMIT: ("a memory begins with ", ""),
    LinkFault.TABLE_LIMIT: ("a table begins with ", " entries"),
    LinkFault.KEPT_LIMIT: ("its tables, globals and functions need ", ""),
}
# … and before the limit.
ALL_MAY_HAVE = ", and all together may have "
MAY_HAVE = ", and may have "
NONE_MAY_HAVE = ", and wasihost lets none have more than "


class LinkReport(Struct):
    """What `LinkFault` was about."""

    fault: u32
    import_index: u32  # of the first import at fault; NOT_CONFINED: what failed (runtime.confinement)
    size: u64  # of MEMORY_LIMIT, TABLE_LIMIT and KEPT_LIMIT: what the definition at fault asks for; NOT_CONFINED: errno


PATH_MAX = 4096  # bytes of a path with its NUL, as Linux has it


class RefusalKind(IntEnum):
    """What a guest was refused that a grant would have given it."""

    NONE = 0
    OUTSIDE = 1  # a relative path that led out of preopen `mount`, maybe by way of a link
    ABSOLUTE = 2  # a path from the root on
    READ_ONLY = 3  # a change of something beneath preopen `mount`


class Refusal(Struct):
    """The last one."""

    kind: u32
    mount: u32  # number of the Preopen
    path_size: u32
    pad: u32
    path: Array(u8, PATH_MAX)


# The names under which modules import the functions of WASI: preview 1, and what came before it.
PREVIEW1_MODULE, UNSTABLE_MODULE = "wasi_snapshot_preview1", "wasi_unstable"
# What a run calls: the first of these exports that is a function.  The empty name is that of the default export.
ENTRIES = (b"", b"_start")
INITIALIZE = b"_initialize"  # called before the entry, where it is another function
STACK_SIZE = 8 << 20  # bytes of wasm stack without `max_stack`, as large as a native program's by default
TRAP_UNKNOWN = 2  # GuestOptions.unknown_imports: `trap`
# ClockOption.kind
VIRTUAL_CLOCK = 1  # begins at `time`, and goes on when it is read or waited for
FIXED_CLOCK = 2  # stands at `time`


class NumberOption(Struct):
    """A number that may be zero."""

    given: u64
    value: u64


class ClockOption(Struct):
    kind: u64  # VIRTUAL_CLOCK, FIXED_CLOCK, or 0: the host's own
    time: u64  # nanoseconds since 1970


class GuestOptions(Struct):
    """The options of a run that reach the guest, by their names in `options.table`.  Zero: not given.

    Both entry points only fill it (`options.encoded`, `launcher.options`).
    """

    confine: u64  # also to the system calls that the run needs; or do not start
    no_confine: u64  # not even to the granted directories, where the kernel can
    unknown_imports: u64  # of choices the number, from 1 on
    epipe: u64  # writing to a standard stream that nobody reads is an error; else it ends the process, as SIGPIPE does
    timeout: u64  # nanoseconds from the guest's first instruction on
    fuel: u64  # instructions, as codegen.translate.fuel counts them
    max_memory: u64  # bytes
    max_table: u64
    max_stack: u64  # bytes
    max_fds: u64
    max_output: u64  # bytes
    reproducible: u64  # the next three, where they are not given
    seed: NumberOption  # random numbers follow from it
    clock: ClockOption
    sorted_dirs: u64  # directories list their entries by name


class RunRequest(Struct):
    """One program run from an artifact, and how it ended."""

    artifact_fd: i32
    by_python: u32  # 1: Python goes on when the run has ended
    artifact_at: u64  # where it begins in the file
    artifact_size: u64  # 0: it goes to the file's end
    options: GuestOptions
    wasi: ptr  # WasiConfig
    # results
    report: LinkReport
    outcome: u32
    exit_code: u32
    thread: Ptr(ThreadRecord)
    image: ptr  # runtime.image.Image of the artifact
    refusal: Refusal
    trace_error: u32  # the error number that lines of the trace were lost for, or 0
    output_error: u32  # the same, of what the command itself prints


# ReportOptions.flags
REPORT_COLORED = 1
REPORT_JSON = 2
REPORT_HINTS = 4  # what to do next; not for executables, which have no options
REPORT_GRANTS = 8  # hints of grants, too
REPORT_LOOKS = 16  # whoever reports may still ask what the host's paths name


class ReportOptions(Struct):
    """How the end of a guest is reported (runtime.report)."""

    module: ptr  # its path, terminated; so are the others
    words: ptr  # pointers to the guest's arguments
    word_count: u64
    grants: ptr  # pointers to HOST[::GUEST[::ro]]
    grant_count: u64
    flags: u32
    pad: u32


class Preopen(Struct):
    """One granted directory."""

    host_fd: i32
    read_only: u32
    name: ptr  # guest path, not terminated
    name_size: u64


# WasiConfig.flags
WALK_ONLY = 1  # resolve paths component by component although the kernel has openat2; for tests
TRACE = 2  # write a line for each call
TRACE_SUMMARY = 4  # write a table of the calls at the end


class WasiConfig(Struct):
    """What a guest may see and reach; nothing else is granted.  Strings are NUL-terminated, one after the other."""

    argc: u32
    envc: u32
    args: ptr
    args_size: u64
    env: ptr
    env_size: u64
    preopens: ptr
    preopen_count: u32
    flags: u32
    stdio: Array(i32, 3)  # host descriptors, -1 = closed
    trace_fd: i32  # of the host, for the lines of TRACE
    trace_filter: ptr  # which functions, see wasi.trace.filter; NUL-terminated, or null
    vdso: ptr  # where the kernel mapped it (AT_SYSINFO_EHDR): clocks without a system call; or null
    options: Ptr(GuestOptions)
