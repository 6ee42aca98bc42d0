"""The standard streams of this process: those that are closed, and those that are directories."""

from wasihost.launcher.process import Process, add_variable, take_room
from wasihost.native import Ptr, i32, native, new, syscall, u8, u64
from wasihost.native.platform import AT_FDCWD, F_DUPFD, O_CLOEXEC, O_RDONLY, O_WRONLY, S_IFDIR, S_IFMT, SYS, Stat
from wasihost.native.prelude import copy_text, format_decimal
from wasihost.options.table import STREAMS_VARIABLE

STREAMS = 3
VARIABLE = STREAMS_VARIABLE.encode() + b"="


@native
def standard_streams(stdio: Ptr(i32)):
    """The guest's streams; -1 for a closed stream, whose number is occupied so that no other file gets it.

    The occupying descriptor is open in the wrong direction, so that a write to it fails, and is closed again for
    Python.
    """
    status = new(Stat)
    for fd in range(i32(STREAMS)):
        stdio[fd] = fd
        if syscall(SYS.fstat, fd, status) < 0:
            syscall(SYS.openat, AT_FDCWD, b"/dev/null", u64(O_RDONLY if fd else u64(O_WRONLY)) | O_CLOEXEC, 0)
            stdio[fd] = -1


@native
def move_directories(process: Process):
    """Move directories to other numbers, and list these in a variable.

    Python does not start with such standard streams.
    """
    status, moved = new(Stat), u64(0)
    text = take_room(process, 128)
    end = copy_text(text, VARIABLE)
    for fd in range(i32(STREAMS)):
        number = fd
        if syscall(SYS.fstat, fd, status) >= 0 and status.mode & S_IFMT == S_IFDIR:
            other = i32(syscall(SYS.fcntl, fd, F_DUPFD, STREAMS))
            number = other if other >= 0 else fd
            syscall(SYS.close, fd)
            moved = 1
        end = format_decimal(end, u64(number))
        u8[end] = ord(",") if fd < STREAMS - 1 else 0
        end = end + 1
    if moved:
        add_variable(process, text)
