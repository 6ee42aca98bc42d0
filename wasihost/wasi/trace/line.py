"""One line of a trace: text, numbers, names and durations are put behind each other, and written at once."""

import errno

from wasihost.abi import PATH_MAX
from wasihost.layout import Array
from wasihost.native import Struct, i32, i64, memcpy, native, new, ptr, syscall, u8, u32, u64
from wasihost.native.platform import POLLOUT, SECOND, SYS, Pollfd
from wasihost.native.prelude import format_decimal, format_hex, format_number, strlen
from wasihost.wasi.pieces import time_is_over

# Two paths of which every byte is escaped, and room for the rest; what is longer is cut off.
CAPACITY = 2 * 4 * PATH_MAX + 4096
ELLIPSIS = "…".encode()
SHOWN = 32  # bytes of data in a line
ESCAPES = {ord('"'): b'\\"', ord("\\"): b"\\\\", ord("\n"): b"\\n", ord("\r"): b"\\r", ord("\t"): b"\\t"}
ESCAPED = tuple(ESCAPES.items())
# Nanoseconds of a unit, up to what they are written in it, and its name.
UNITS = ((1, 1_000, b" ns"), (1_000, 1_000_000, " µs".encode()), (1_000_000, 1_000_000_000, b" ms"))


class Line(Struct):
    size: u64
    error: u32  # the first error number that a line, or a part of one, was lost for; or 0
    pad: u32
    text: Array(u8, CAPACITY)


@native
def put(line: Line, text: ptr, size: u64):
    size = min(size, CAPACITY - line.size)
    memcpy(ptr(line.text) + line.size, text, size)
    line.size += size


@native
def put_text(line: Line, text: ptr):
    """A text that ends with a NUL."""
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
    """Bytes in quotes; what is not printable ASCII is escaped, so that no guest steers a terminal."""
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
    """`870 ns`, `4.2 µs`, `12 µs`, `1.5 s`: two digits or more."""
    for unit, most, name in UNITS:
        if ns < most:
            put_parts(line, ns, unit)
            put_text(line, name)
            return
    put_parts(line, ns, SECOND)
    put_text(line, b" s")


@native
def put_parts(line: Line, value: u64, unit: u64):
    """value / unit, with one decimal below ten."""
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
    """A number at the right end of `width` columns."""
    text = new(u8, 20)
    size = u64(format_decimal(text, value) - text)
    while size < width:
        put_text(line, b" ")
        width -= 1
    put(line, text, size)


@native
def end_line(line: Line, fd: i32):
    """Write the line with one call, so that those of other processes stay apart, and begin another.

    A descriptor that does not block is waited for, no longer than the guest has time.  If one cannot be written, the
    guest goes on, and the error is reported when it has ended.
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
