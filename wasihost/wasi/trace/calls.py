"""The traced functions: the imports of a traced run lead here, and from here to WASI's own functions.

A function with fewer parameters may be called with additional registers, so one traced function serves all with up to
five parameters.  Further parameters are on the stack, so there is one function for each number of them.  Their vmctx is
a TracedCall and not the context.  The arguments are formatted before the call, because its results may overwrite them.
"""

from wasihost.abi import TRACE, TRACE_SUMMARY, FuncRef, WasiConfig
from wasihost.layout import Array
from wasihost.native import Fn, Ptr, Struct, i32, native, new, ptr, sizeof, u32, u64
from wasihost.wasi.functions.clock import host_time
from wasihost.wasi.host import map_zeros, unmap
from wasihost.wasi.state import Wasi
from wasihost.wasi.trace.filter import chosen
from wasihost.wasi.trace.line import Line, end_line, put_duration, put_text
from wasihost.wasi.trace.table import (
    FUNCTIONS,
    MEANING_TEXTS,
    OPTIONAL,
    OUTPUT,
    ROWS,
    STEPS,
    Row,
    Step,
)  # fmt: skip
from wasihost.wasi.trace.values import number, put_errno, put_name, put_value
from wasihost.wasi.types import Clockid, Errno

PARAMETERS = 10  # path_open has 9, and formatting its last parameter also reads the next slot
COUNT = len(FUNCTIONS)


class TracedCall(Struct):
    """One function as the guest imports it, and its statistics."""

    trace: ptr
    code: ptr  # WASI's own function
    row: u32  # index in the table, which is sorted by name
    unstable: u32  # 1: the function of `wasi_unstable`
    calls: u64
    errors: u64
    time: u64  # total, in nanoseconds


class Trace(Struct):
    ctx: Ptr(Wasi)
    chosen: u64  # bit n: row n is traced
    fd: i32  # host descriptor that receives the lines
    flags: u32  # TRACE, TRACE_SUMMARY
    functions: Array(TracedCall, 2 * COUNT)  # preview1's, then those of `wasi_unstable`
    line: Line


@native
def trace_new(ctx: Wasi, config: WasiConfig) -> Trace:
    """Create the trace of a context.  Null: out of memory."""
    trace = Trace(map_zeros(sizeof(Trace)))
    if trace:
        trace.ctx, trace.fd, trace.flags = ctx, config.trace_fd, config.flags & (TRACE | TRACE_SUMMARY)
        trace.chosen = chosen(config.trace_filter)
    return trace


@native
def trace_free(trace: Trace):
    unmap(trace, sizeof(Trace))


@native
def trace_import(trace: Trace, row: u32, unstable: u32, import_: FuncRef):
    """Redirect an import of WASI's function `row` to the trace, if the filter selects it."""
    if not trace.chosen >> u64(row) & 1:
        return
    function = trace.functions[row + COUNT if unstable else row]
    function.trace, function.code, function.row, function.unstable = trace, import_.code, row, unstable
    import_.vmctx = ptr(function)
    match ROWS[row].width:
        case 6:
            import_.code = traced6
        case 7:
            import_.code = traced7
        case 9:
            import_.code = traced9
        case _:
            import_.code = traced5


# --------------------------------------------------------------------------------------------------- before and after
@native
def begin(function: TracedCall, arguments: Ptr(u64)):
    trace, row = Trace(function.trace), ROWS[function.row]
    function.calls += 1
    if trace.flags & TRACE:
        put_name(trace.line, row.name)
        put_text(trace.line, b"(")
        put_steps(function, row, arguments, 0)
        put_text(trace.line, b")")
        if row.endless:
            end_line(trace.line, trace.fd)


@native
def end(function: TracedCall, arguments: Ptr(u64), error: u32, time: u64) -> u32:
    trace, row = Trace(function.trace), ROWS[function.row]
    function.time += time
    function.errors += u64(error != Errno.SUCCESS)
    if trace.flags & TRACE:
        put_text(trace.line, b" = ")
        if error != Errno.SUCCESS or not put_steps(function, row, arguments, OUTPUT):
            put_errno(trace.line, error, MEANING_TEXTS[error])
        put_text(trace.line, b"  <")
        put_duration(trace.line, time)
        put_text(trace.line, b">")
        end_line(trace.line, trace.fd)
    return error


@native
def put_steps(function: TracedCall, row: Row, arguments: Ptr(u64), output: u32) -> u32:
    """Print the parameters or the results.  Returns how many were printed."""
    trace, written = Trace(function.trace), u32(0)
    for i in range(row.count):
        step = STEPS[row.first + i]
        if step.flags & OUTPUT != output or is_left_out(trace.ctx, step, arguments):
            continue
        if written:
            put_text(trace.line, b", ")
        put_name(trace.line, step.label)
        put_value(trace.line, trace.ctx, step, arguments, function.unstable)
        written += 1
    return written


@native
def is_left_out(ctx: Wasi, step: Step, arguments: Ptr(u64)) -> u32:
    return u32(step.flags & OPTIONAL != 0 and number(ctx, step, arguments[step.slot]) == 0)


@native
def clock(function: TracedCall) -> u64:
    """The host's monotonic time, because reading a virtual clock would advance it."""
    return host_time(Trace(function.trace).ctx, Clockid.MONOTONIC)


# ---------------------------------------------------------------------------------- one per number of parameters
Call5 = Fn(u32, ptr, *[u64] * 5)
Call6 = Fn(u32, ptr, *[u64] * 6)
Call7 = Fn(u32, ptr, *[u64] * 7)
Call9 = Fn(u32, ptr, *[u64] * 9)


@native
def traced5(function: TracedCall, a: u64, b: u64, c: u64, d: u64, e: u64) -> u32:
    arguments = new(u64, PARAMETERS)
    arguments[0], arguments[1], arguments[2], arguments[3], arguments[4] = a, b, c, d, e
    begin(function, arguments)
    start = clock(function)
    error = Call5(function.code)(ptr(Trace(function.trace).ctx), a, b, c, d, e)
    return end(function, arguments, error, clock(function) - start)


@native
def traced6(function: TracedCall, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64) -> u32:
    arguments = new(u64, PARAMETERS)
    arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5] = a, b, c, d, e, f
    begin(function, arguments)
    start = clock(function)
    error = Call6(function.code)(ptr(Trace(function.trace).ctx), a, b, c, d, e, f)
    return end(function, arguments, error, clock(function) - start)


@native
def traced7(function: TracedCall, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64) -> u32:
    arguments = new(u64, PARAMETERS)
    arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5] = a, b, c, d, e, f
    arguments[6] = g
    begin(function, arguments)
    start = clock(function)
    error = Call7(function.code)(ptr(Trace(function.trace).ctx), a, b, c, d, e, f, g)
    return end(function, arguments, error, clock(function) - start)


@native
def traced9(function: TracedCall, a: u64, b: u64, c: u64, d: u64, e: u64, f: u64, g: u64, h: u64, i: u64) -> u32:
    arguments = new(u64, PARAMETERS)
    arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5] = a, b, c, d, e, f
    arguments[6], arguments[7], arguments[8] = g, h, i
    begin(function, arguments)
    start = clock(function)
    error = Call9(function.code)(ptr(Trace(function.trace).ctx), a, b, c, d, e, f, g, h, i)
    return end(function, arguments, error, clock(function) - start)
