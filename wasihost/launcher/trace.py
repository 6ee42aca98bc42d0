"""Where to write a trace.  The counterpart of `cli.run.trace`."""

from wasihost.abi import TRACE, TRACE_SUMMARY, WasiConfig
from wasihost.launcher.options import Options
from wasihost.native import bool_, i32, native, syscall, u8, u32, u64
from wasihost.native.platform import AT_FDCWD, O_APPEND, O_CLOEXEC, O_CREAT, O_NOCTTY, O_WRONLY, SYS


@native
def open_trace(options: Options, config: WasiConfig) -> bool_:
    """Open the file of the trace.  False: it cannot be opened."""
    config.trace_filter, config.flags = options.trace_filter, u32(TRACE_SUMMARY) if options.trace_summary else u32(0)
    if not options.trace:
        return True
    config.flags |= TRACE
    config.trace_fd = 2
    if u8[options.trace]:
        flags: u64 = O_WRONLY | O_CREAT | O_APPEND | O_NOCTTY | O_CLOEXEC
        config.trace_fd = i32(syscall(SYS.openat, AT_FDCWD, options.trace, flags, 0o666))
    return config.trace_fd >= 0
