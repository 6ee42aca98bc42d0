"""A warm run: an artifact and the options → the guest's exit status.  The counterpart of `cli.run.run`."""

from wasihost.abi import (
    GuestOptions,
    InstantiationFault,
    Preopen,
    ReportOptions,
    RunRequest,
    WasiConfig,
)
from wasihost.launcher.options import Options
from wasihost.launcher.process import Process, end_text, leave, put_text, take_room, variable
from wasihost.launcher.trace import open_trace
from wasihost.native import Ptr, bool_, i32, memcpy, memset, native, new, noreturn, ptr, sizeof, syscall, u8, u32, u64
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
from wasihost.options.table import ALL_VARIABLES
from wasihost.runtime.program import run_program
from wasihost.runtime.report.end import report_end
from wasihost.runtime.report.grant import Grant, read_grant

EVERY = ALL_VARIABLES.encode()


@native
def run(process: Process, options: Options, request: RunRequest, config: WasiConfig) -> bool_:
    """Run the guest; the request tells how it ended.  False: it did not start, and Python has to report why."""
    config.vdso = process.vdso
    put_arguments(process, options, config)
    put_environment(process, options, config)
    if not open_grants(process, options, config) or not open_trace(options, config):
        return False
    memcpy(request.options, options.guest, sizeof(GuestOptions))
    if ignore_sigpipe():
        request.options.epipe = 1
    config.options, request.wasi = request.options, ptr(config)
    return run_program(request) == InstantiationFault.NONE


@native
def ignore_sigpipe() -> bool_:
    """Ignore SIGPIPE, because WASI handles a closed pipe depending on the descriptor.  True: it was already ignored."""
    before = new(Sigaction)
    ignore(SIGPIPE, before)
    return u64(before.handler) == SIG_IGN


@native
def ignore(signal: u64, before: Sigaction):
    """Ignore a signal; `before` gets how it was handled."""
    action = new(Sigaction)
    memset(action, 0, sizeof(Sigaction))
    action.handler = ptr(SIG_IGN)
    syscall(SYS.rt_sigaction, signal, action, before, 8)


@native
def leave_as(request: RunRequest, report: ReportOptions) -> noreturn:
    """Report how the guest ended, and exit.

    The exit status is the low byte of the guest's exit code, but never success after a failure.
    """
    code = report_end(request, report)
    low = code & 0xFF
    leave(u64(1) if code and not low else u64(low))


@native
def put_arguments(process: Process, options: Options, config: WasiConfig):
    """Set the guest's arguments: the module, or the name that was given, and the arguments after it."""
    config.args = process.room
    append(process, options.argv0 if options.argv0 else options.module)
    for i in range(options.arguments, process.argc):
        append(process, ptr[process.argv, i])
    config.argc = u32(process.argc - options.arguments) + 1
    config.args_size = u64(process.room - config.args)


@native
def put_environment(process: Process, options: Options, config: WasiConfig):
    """Set the guest's variables as `NAME=VALUE`.  The last of several with the same name replaces the first."""
    count = new(u64)
    texts = expand(process, options, count)
    config.env = process.room
    for i in range(count[0]):
        text = ptr[texts, i]
        size = name_size(text)
        first = True
        for k in range(i):
            first = first and not same_name(ptr[texts, k], text, size)
        if not first:
            continue
        chosen = text
        for k in range(i + 1, count[0]):
            if same_name(ptr[texts, k], chosen, size):
                chosen = ptr[texts, k]
        if u8[chosen, size]:
            append(process, chosen)
        else:
            value = variable(process, chosen, size)
            if not value:
                continue
            append(process, value - (size + 1))  # the name precedes it
        config.envc += 1
    config.env_size = u64(process.room - config.env)


@native
def expand(process: Process, options: Options, count: Ptr(u64)) -> ptr:
    """The variables of the options, with those of the host in place of the last `*`."""
    hosts, last = u64(0), u64(options.variable_count)
    while ptr[process.envp, hosts]:
        hosts += 1
    for i in range(options.variable_count):
        if streq(options.env[i], EVERY):
            last = u64(i)
    texts, n = take_room(process, (options.variable_count + hosts) * 8), u64(0)
    for i in range(options.variable_count):
        if not streq(options.env[i], EVERY):
            ptr[texts, n] = options.env[i]
            n += 1
        elif i == last:
            for k in range(hosts):
                if is_variable(process, ptr[process.envp, k]):
                    ptr[texts, n] = ptr[process.envp, k]
                    n += 1
    count[0] = n
    return texts


@native
def is_variable(process: Process, text: ptr) -> bool_:
    """Whether a text in the environment has a name, and is the first with this name."""
    size = name_size(text)
    return size != 0 and u8[text, size] and variable(process, text, size) == text + size + 1


@native
def open_grants(process: Process, options: Options, config: WasiConfig) -> bool_:
    """Open the granted directories.  False: one cannot be opened, or is malformed."""
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
    """Copy a text with its NUL to the free memory."""
    put_text(process, text)
    end_text(process)
