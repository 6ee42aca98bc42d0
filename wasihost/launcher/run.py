"""A warm run: an artifact and the options → the guest's exit status.  What `cli.run.run` does, without Python."""

from wasihost.abi import (
    CONFINE,
    CONFINE_ALL,
    CONFINE_NOT,
    FIXED_CLOCK,
    NO_LIMIT,
    SEEDED,
    SIGPIPE_ENDS,
    SORTED,
    VIRTUAL_CLOCK,
    LinkFault,
    Preopen,
    ReportOptions,
    RunRequest,
    WasiConfig,
)
from wasihost.host.guest import ANY_NUMBER, STACK_SIZE
from wasihost.launcher.options import Options, choice
from wasihost.launcher.process import Process, end_text, leave, put_text, take_room, variable
from wasihost.launcher.trace import open_trace
from wasihost.launcher.values import FIXED, VIRTUAL
from wasihost.native import bool_, i32, memcpy, memset, native, new, noreturn, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    AT_FDCWD,
    O_CLOEXEC,
    O_DIRECTORY,
    O_RDONLY,
    SIG_IGN,
    SIGPIPE,
    SYS,
    Sigaction,
)
from wasihost.native.prelude import memcmp, streq
from wasihost.runtime.program import run_program
from wasihost.runtime.report.end import report_end
from wasihost.runtime.report.grant import Grant, read_grant

TRAP = choice("unknown_imports", "trap")


@native
def run(process: Process, options: Options, request: RunRequest, config: WasiConfig) -> bool_:
    """Run the guest; the request tells how it ended.  False: it did not start, and Python has to say why."""
    config.vdso, config.descriptors = process.vdso, ANY_NUMBER
    put_arguments(process, options, config)
    put_environment(process, options, config)
    if not open_grants(process, options, config) or not open_trace(options, config):
        return False
    if not ignore_sigpipe() and not options.epipe:
        config.flags |= SIGPIPE_ENDS
    request.confine = how_confined(options)
    request.trap_unknown_imports = u32(options.unknown_imports == TRAP)
    put_limits(options, request, config)
    put_made_up(options, config)
    request.wasi = ptr(config)
    return run_program(request) == LinkFault.NONE


@native
def how_confined(options: Options) -> u32:
    if options.no_confine:
        return CONFINE_NOT
    return u32(CONFINE_ALL) if options.confine else u32(CONFINE)


@native
def put_limits(options: Options, request: RunRequest, config: WasiConfig):
    """`host.guest.Limits`."""
    request.stack_size = options.max_stack if options.max_stack else u64(STACK_SIZE)
    request.timeout = most(options.timeout)
    limits = request.limits
    limits.fuel, limits.memory = most(options.fuel), most(options.max_memory)
    limits.table, limits.output = most(options.max_table), most(options.max_output)
    config.descriptors = u32(min(most(options.max_fds), u64(ANY_NUMBER)))


@native
def most(limit: u64) -> u64:
    return limit if limit else u64(NO_LIMIT)


@native
def put_made_up(options: Options, config: WasiConfig):
    """`host.guest.MadeUp`; what is left open is what `--reproducible` says."""
    config.seed, config.time = options.seed.value, options.clock.time
    if options.seed.given or options.reproducible:
        config.flags |= SEEDED
    if options.clock.kind == FIXED:
        config.flags |= FIXED_CLOCK
    elif options.clock.kind == VIRTUAL or options.reproducible:
        config.flags |= VIRTUAL_CLOCK
    if options.sorted_dirs or options.reproducible:
        config.flags |= SORTED


@native
def ignore_sigpipe() -> bool_:
    """WASI decides by the descriptor what a closed pipe means.  True: whoever started this had it ignored before."""
    action, before = new(Sigaction), new(Sigaction)
    memset(action, 0, sizeof(Sigaction))
    action.handler = ptr(SIG_IGN)
    syscall(SYS.rt_sigaction, SIGPIPE, action, before, 8)
    return u64(before.handler) == SIG_IGN


@native
def leave_as(request: RunRequest, report: ReportOptions) -> noreturn:
    """Report how the guest ended, and end with the low byte of its exit code, but never with success for a failure."""
    code = report_end(request, report)
    low = code & 0xFF
    leave(u64(1) if code and not low else u64(low))


@native
def put_arguments(process: Process, options: Options, config: WasiConfig):
    """The module, or the name that was given, and what follows it."""
    config.args = process.room
    append(process, options.argv0 if options.argv0 else options.module)
    for i in range(options.arguments, process.argc):
        append(process, ptr[process.argv, i])
    config.argc = u32(process.argc - options.arguments) + 1
    config.args_size = u64(process.room - config.args)


@native
def put_environment(process: Process, options: Options, config: WasiConfig):
    """`NAME=VALUE` each; of equal names the last one counts, in the place of the first."""
    config.env = process.room
    for i in range(options.variable_count):
        size = name_size(options.env[i])
        first = True
        for k in range(i):
            first = first and not same_name(options.env[k], options.env[i], size)
        if not first:
            continue
        chosen = options.env[i]
        for k in range(i + 1, options.variable_count):
            if same_name(options.env[k], chosen, size):
                chosen = options.env[k]
        if u8[chosen, size]:
            append(process, chosen)
        else:
            value = variable(process, chosen, size)
            if not value:
                continue
            append(process, value - (size + 1))  # the name stands in front of it
        config.envc += 1
    config.env_size = u64(process.room - config.env)


@native
def open_grants(process: Process, options: Options, config: WasiConfig) -> bool_:
    """False: one cannot be opened, or is not written as it should be."""
    preopens = Preopen(take_room(process, options.grant_count * sizeof(Preopen)))
    config.preopens, config.preopen_count = ptr(preopens), options.grant_count
    grant = new(Grant)
    for i in range(options.grant_count):
        text = options.dir[i]
        options.grant_at_fault = text
        read_grant(text, grant)
        if grant.suffix and not streq(grant.suffix, b"ro"):
            return False
        if grant.guest != text and not grant.suffix and (streq(grant.guest, b"ro") or streq(grant.guest, b"rw")):
            return False
        if not grant.host_size or not grant.guest_size:
            return False
        path = take_room(process, grant.host_size + 1)
        memcpy(path, text, grant.host_size)
        u8[path, grant.host_size] = 0
        fd = syscall(SYS.openat, AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        if fd < 0:
            options.fault = u32(-fd)
            return False
        preopen = preopens[i]
        preopen.host_fd, preopen.read_only = i32(fd), u32(grant.suffix is not None)
        preopen.name, preopen.name_size = grant.guest, grant.guest_size
    options.grant_at_fault = ptr(0)
    return True


@native
def name_size(text: ptr) -> u64:
    size: u64 = 0
    while u8[text, size] and u8[text, size] != ord("="):
        size += 1
    return size


@native
def same_name(text: ptr, name: ptr, size: u64) -> bool_:
    return name_size(text) == size and memcmp(text, name, size) == 0


@native
def append(process: Process, text: ptr):
    """Copy a text with its NUL into the room."""
    put_text(process, text)
    end_text(process)
