"""Summarize a traced run as a table: the time, the calls and the failures of each function."""

from wasihost.abi import TRACE_SUMMARY
from wasihost.native import native, new, u32, u64
from wasihost.wasi.trace.calls import COUNT, Trace, TracedCall
from wasihost.wasi.trace.line import Line, end_line, put_decimal, put_padded, put_text
from wasihost.wasi.trace.table import ROWS
from wasihost.wasi.trace.values import put_name

HEAD = "     total µs     mean µs       calls      errors  function".encode()
NANOSECONDS = 1000  # per µs
FUNCTIONS = 2 * COUNT


@native
def put_summary(trace: Trace):
    """Write the table, if requested, to standard error, sorted by time, with the sum at the end."""
    if not trace.flags & TRACE_SUMMARY:
        return
    put_text(trace.line, HEAD)
    end_line(trace.line, 2)
    total, shown = new(TracedCall), new(u32, FUNCTIONS)
    total.calls, total.errors, total.time = 0, 0, 0
    for i in range(u64(FUNCTIONS)):
        shown[i] = 0
    while True:
        next = u64(FUNCTIONS)
        for i in range(u64(FUNCTIONS)):
            longer = next == FUNCTIONS or trace.functions[i].time > trace.functions[next].time
            if trace.functions[i].calls and not shown[i] and longer:
                next = i
        if next == FUNCTIONS:
            break
        function = trace.functions[next]
        shown[next] = 1
        total.calls += function.calls
        total.errors += function.errors
        total.time += function.time
        put_numbers(trace.line, function)
        put_name(trace.line, ROWS[function.row].name)
        end_line(trace.line, 2)
    put_numbers(trace.line, total)
    put_text(trace.line, b"in all")
    end_line(trace.line, 2)


@native
def put_numbers(line: Line, function: TracedCall):
    mean = function.time // function.calls if function.calls else u64(0)
    put_padded(line, function.time // NANOSECONDS, 13)
    put_padded(line, mean // NANOSECONDS, 10)
    put_text(line, b".")
    put_decimal(line, mean % NANOSECONDS // 100)
    put_padded(line, function.calls, 12)
    put_padded(line, function.errors, 12)
    put_text(line, b"  ")
