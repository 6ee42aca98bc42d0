"""Linking and running: imports, the configuration of a guest, and the report of its end."""

from enum import IntEnum

from wasihost.layout import Array, Ptr, Struct, i32, ptr, u8, u32, u64

from .traps import ThreadRecord


class ExternValue(Struct):
    """An importable value: a FuncRef, Table, Memory, global's value or Tag at `address`."""

    kind: u32  # ExternKind
    valtype: u32  # this and the next two are for globals only; see GlobalRecord
    flags: u32
    heap: u32  # the interned id of the function type; 0: none
    address: ptr  # null: nothing has the import's name


class InstantiationFault(IntEnum):
    """Why an instance could not be created."""

    NONE = 0
    UNKNOWN_IMPORT = 1
    INCOMPATIBLE_IMPORT = 2
    NO_ADDRESS_SPACE = 3  # the guard reservation failed: code with bounds checks is needed
    NO_MEMORY = 4
    BAD_ARTIFACT = 5  # the file is not an artifact of this version for this machine
    NO_ENTRY = 6  # no entry is exported, or it or `_initialize` has parameters or results
    NO_ROOM_TO_SHARE = 7  # the address space for a shared memory's maximum cannot be reserved
    MEMORY_LIMIT = 8  # the initial size of the memories exceeds `Limits.memory`, or the maximum for any memory
    TABLE_LIMIT = 9
    KEPT_LIMIT = 10  # the host's data for the instance exceeds `Limits.memory`
    NOT_CONFINED = 11  # the kernel does not support what `RunRequest.confine` requires
    CODE_REFUSED = 12  # the kernel does not let memory be executable


# The message for a definition whose initial size exceeds a limit: before and after its size, before the guest's limit …
BEGINS = {
    InstantiationFault.MEMORY_LIMIT: ("a memory starts with ", "", ", but all memories together may have at most "),
    InstantiationFault.TABLE_LIMIT: ("a table starts with ", " entries", ", but all tables together may have at most "),
    InstantiationFault.KEPT_LIMIT: ("its tables, globals and functions need ", "", ", but may have at most "),
}
# … and before the maximum for all guests.
NONE_MAY_HAVE = ", but wasihost allows at most "
# The message for CODE_REFUSED: before the reason, and the hint.
CODE_REFUSED = "this system does not let compiled code be executed: "
INTERPRETED = "this system does not let compiled code be executed, so the module is interpreted"
CODE_REFUSED_HINT = "allow memory to be executable: a seccomp filter, SELinux (execmem) or the like forbids it"


class InstantiationReport(Struct):
    """Details of a `InstantiationFault`."""

    fault: u32
    import_index: u32  # of the first wrong import; NOT_CONFINED: what failed (runtime.confinement)
    # MEMORY_LIMIT, TABLE_LIMIT and KEPT_LIMIT: the size that the definition requires; NOT_CONFINED, CODE_REFUSED: errno
    size: u64


PATH_MAX = 4096  # maximum bytes of a path including its NUL, the same as in Linux


class RefusalKind(IntEnum):
    """What a guest was refused although a grant could allow it."""

    NONE = 0
    OUTSIDE = 1  # a relative path that left preopen `mount`, perhaps through a link
    ABSOLUTE = 2  # an absolute path
    READ_ONLY = 3  # a change in preopen `mount`


class Refusal(Struct):
    """The last refusal."""

    kind: u32
    mount: u32  # number of the Preopen
    path_size: u32
    pad: u32
    path: Array(u8, PATH_MAX)


# The module names for imports of WASI functions: preview 1, and its predecessor.
PREVIEW1_MODULE, UNSTABLE_MODULE = "wasi_snapshot_preview1", "wasi_unstable"
# A run calls the first of these exports that is a function.  The default export has an empty name.
ENTRIES = (b"", b"_start")
INITIALIZE = b"_initialize"  # called before the entry, unless it is the entry
STACK_SIZE = 8 << 20  # bytes of wasm stack without `max_stack`, the default size for native programs
TRAP_UNKNOWN = 2  # GuestOptions.unknown_imports: `trap`
# ClockOption.kind
VIRTUAL_CLOCK = 1  # starts at `time`, and advances when it is read or waited for
FIXED_CLOCK = 2  # stays at `time`


class NumberOption(Struct):
    """A number that may be zero."""

    given: u64
    value: u64


class ClockOption(Struct):
    kind: u64  # VIRTUAL_CLOCK, FIXED_CLOCK, or 0: the host's clock
    time: u64  # nanoseconds since 1970


class GuestOptions(Struct):
    """The options of a run that reach the guest, with their names in `options.table`.  Zero: not given.

    The entry points only fill it (`options.encoded`, `launcher.options`).
    """

    confine: u64  # also confine to the system calls that the run needs; fail if that is impossible
    no_confine: u64  # do not confine to the granted directories
    unknown_imports: u64  # index of a choice, starting at 1
    epipe: u64  # writing to a closed pipe on a standard stream is an error; otherwise SIGPIPE ends the process
    timeout: u64  # nanoseconds, starting at the guest's first instruction
    fuel: u64  # instructions, as codegen.translate.fuel counts them
    max_memory: u64  # bytes
    max_table: u64
    max_stack: u64  # bytes
    max_fds: u64
    max_output: u64  # bytes
    reproducible: u64  # enables the next three with defaults, unless they are given
    seed: NumberOption  # seed of random numbers
    clock: ClockOption
    sorted_dirs: u64  # sort directory entries by name


class RunRequest(Struct):
    """A run of a program from an artifact, and its results."""

    artifact_fd: i32
    by_python: u32  # 1: Python continues after the run
    artifact_at: u64  # its offset in the file
    artifact_size: u64  # 0: to the end of the file
    options: GuestOptions
    wasi: ptr  # WasiConfig
    sampling: ptr  # abi.Sampling, shared with a process that compiles better code during the run; null: there is none
    mail: i32  # its socket
    pad: u32
    # results
    report: InstantiationReport
    outcome: u32
    exit_code: u32
    thread: Ptr(ThreadRecord)
    image: ptr  # runtime.image.Image of the artifact
    refusal: Refusal
    trace_error: u32  # the error number that lost lines of the trace, or 0
    output_error: u32  # the same for the output of the command itself


# ReportOptions.flags
REPORT_COLORED = 1
REPORT_JSON = 2
REPORT_HINTS = 4  # print what to do next; not for executables, which have no options
REPORT_GRANTS = 8  # also print hints about grants
REPORT_LOOKS = 16  # the process can still check paths of the host


class ReportOptions(Struct):
    """How to report the end of a guest (runtime.report)."""

    module: ptr  # path; all texts end with a NUL
    arguments: ptr  # pointers to the guest's arguments
    argument_count: u64
    grants: ptr  # pointers to HOST[::GUEST[::ro]]
    grant_count: u64
    flags: u32
    pad: u32


class Preopen(Struct):
    """One granted directory."""

    host_fd: i32
    read_only: u32
    name: ptr  # guest path, without a NUL
    name_size: u64


# WasiConfig.flags
WALK_ONLY = 1  # resolve paths component by component even if the kernel has openat2; for tests
TRACE = 2  # write a line for each call
TRACE_SUMMARY = 4  # write a table of the calls at the end


class WasiConfig(Struct):
    """The configuration of a guest; nothing else is granted.  Strings end with a NUL, one after the other."""

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
    trace_fd: i32  # host descriptor for the lines of TRACE
    trace_filter: ptr  # selects functions (see wasi.trace.filter); ends with a NUL, or null
    vdso: ptr  # its address (AT_SYSINFO_EHDR), for clocks without a system call; or null
    options: Ptr(GuestOptions)
