"""Build one line of a trace from text, numbers, names and durations, and write it at once."""

import errno

from wasihost.abi import PATH_MAX
from wasihost.layout import Array
from wasihost.native import Struct, i32, i64, memcpy, native, new, ptr, syscall, u8, u32, u64
from wasihost.native.platform import POLLOUT, SECOND, SYS, Pollfd
from wasihost.native.prelude import format_decimal, format_hex, format_number, strlen
from wasihost.wasi.pieces import time_is_over

# Room for two paths in which every byte is escaped, and the rest of the line.  Longer lines are truncated.
CAPACITY = 2 * 4 * PATH_MAX + 4096
ELLIPSIS = "…".encode()
SHOWN = 32  # maximum bytes of data in a line
ESCAPES = {ord('"'): b'\\"', ord("\\"): b"\\\\", ord("\n"): b"\\n", ord("\r"): b"\\r", ord("\t"): b"\\t"}
ESCAPED = tuple(ESCAPES.items())
# For each unit of time: its nanoseconds, the upper bound of its use, and its name.
UNITS = ((1, 1_000, b" ns"), (1_000, 1_000_000, " µs".encode()), (1_000_000, 1_000_000_000, b" ms"))


class Line(Struct):
    size: u64
    error: u32  # the first error number that lost a line or part of one, or 0
    pad: u32
    text: Array(u8, CAPACITY)


@native
def put(line: Line, text: ptr, size: u64):
    size = min(size, CAPACITY - line.size)
    memcpy(ptr(line.text) + line.size, text, size)
    line.size += size


@native
def put_text(line: Line, text: ptr):
    """Append a text that ends with a NUL."""
    put(line, text, strlen(text))


@native
def put_decimal(line: Line, value: u64):
    text = new(u8, 20)
    put(line, text, u64(format_decimal(text, value) - text))


@native
def put_signed(line: Line, value: i64):
    if value < 0:
        put_text(line, b"-")
    put_decimal(line, u64(-value) if value < 0 else u64(value))


@native
def put_hex(line: Line, value: u64):
    text = new(u8, 18)
    put(line, text, u64(format_number(text, value) - text))


@native
def put_quoted(line: Line, text: ptr, size: u64):
    """Append bytes in quotes.

    Everything but printable ASCII is escaped, so that a guest cannot control the terminal.
    """
    put_text(line, b'"')
    put_escaped(line, text, size)
    put_text(line, b'"')


@native
def put_escaped(line: Line, text: ptr, size: u64):
    for i in range(size):
        put_character(line, u8[text, i])


@native
def put_character(line: Line, byte: u8):
    for special, escape in ESCAPED:
        if byte == special:
            put(line, escape, 2)
            return
    text = new(u8, 4)
    text[0], text[1] = byte, ord("x")
    if ord(" ") <= byte < 0x7F:
        put(line, text, 1)
        return
    text[0] = ord("\\")
    format_hex(text + 2, u64(byte), 2)
    put(line, text, 4)


@native
def put_duration(line: Line, ns: u64):
    """Append a duration with at least two digits: `870 ns`, `4.2 µs`, `12 µs`, `1.5 s`."""
    for unit, most, name in UNITS:
        if ns < most:
            put_parts(line, ns, unit)
            put_text(line, name)
            return
    put_parts(line, ns, SECOND)
    put_text(line, b" s")


@native
def put_parts(line: Line, value: u64, unit: u64):
    """Append value / unit, with one decimal digit below ten."""
    whole = value // unit
    put_decimal(line, whole)
    if unit > 1 and whole < 10:
        put_text(line, b".")
        put_decimal(line, value % unit * 10 // unit)


@native
def put_bytes(line: Line, count: u64):
    put_counted(line, count, b" byte")


@native
def put_counted(line: Line, count: u64, what: ptr):
    put_decimal(line, count)
    put_text(line, what)
    if count != 1:
        put_text(line, b"s")


@native
def put_padded(line: Line, value: u64, width: u64):
    """Append a number, right-aligned in `width` columns."""
    text = new(u8, 20)
    size = u64(format_decimal(text, value) - text)
    while size < width:
        put_text(line, b" ")
        width -= 1
    put(line, text, size)


@native
def end_line(line: Line, fd: i32):
    """Write the line with a single call, so that lines of several processes do not mix, and begin another.

    Waits for a non-blocking descriptor, until the guest's deadline at most.  If the line cannot be written, the guest
    continues, and the error is reported after it has ended.
    """
    if line.size == CAPACITY:
        line.size -= 1
    put_text(line, b"\n")
    done = u64(0)
    while done < line.size:
        result = syscall(SYS.write, fd, ptr(line.text) + done, line.size - done)
        if result >= 0:
            done += u64(result)
        elif result not in (-errno.EAGAIN, -errno.EINTR):
            if not line.error:
                line.error = u32(-result)
            break
        elif time_is_over():
            break
        elif result == -errno.EAGAIN:
            waiting = new(Pollfd)
            waiting.fd, waiting.events = fd, POLLOUT
            syscall(SYS.ppoll, waiting, 1, 0, 0, 8)
    line.size = 0
