"""The file that becomes an artifact: room for its header, and the module, of which parts stay (native subset).

So the bytes of a module are copied once, and nobody can change what is compiled.
"""

from errno import EIO

from wasihost.abi import HOST_PAGE, Section
from wasihost.native import i32, i64, native, ptr, syscall, u32, u64
from wasihost.native.platform import FALLOC_FL_KEEP_SIZE, FALLOC_FL_PUNCH_HOLE, SEEK_SET, SYS
from wasihost.native.prelude import write_all
from wasihost.runtime.memory_file import memory_file
from wasihost.skeleton.layout import Skeleton

MODULE_AT = HOST_PAGE  # where the module is in the file


@native(export=True)
def skeleton_file(data: ptr, size: u64) -> i32:
    """A file in memory, with a module.  Negative: an error number."""
    fd = begin_file()
    return fd if fd < 0 else end_file(fd, write_all(fd, data, size))


@native
def file_of_file(source: i32, size: u64) -> i32:
    """A file in memory, with the first bytes of another file.  Negative: an error number."""
    fd = begin_file()
    if fd < 0:
        return fd
    left, count = size, i64(1)
    while left and count > 0:
        count = syscall(SYS.sendfile, fd, source, 0, left)
        left -= u64(max(count, i64(0)))
    return end_file(fd, i64(-EIO) if left and count == 0 else count)


@native
def begin_file() -> i32:
    fd = memory_file(b"wasihost-artifact")
    if fd >= 0:
        syscall(SYS.lseek, fd, MODULE_AT, SEEK_SET)
    return fd


@native
def end_file(fd: i32, error: i64) -> i32:
    if error < 0:
        syscall(SYS.close, fd)
        return i32(error)
    syscall(SYS.lseek, fd, 0, SEEK_SET)
    return fd


@native
def keep_of_module(w: Skeleton, section: u32, start: u32, end: u32):
    """Let a section be a range of the module."""
    part = w.header.sections[section]
    part.offset, part.size = MODULE_AT + u64(start), u64(end - start)


@native
def drop_rest_of_module(w: Skeleton):
    """Free the memory of what no section keeps."""
    first, second = w.header.sections[Section.BODIES], w.header.sections[Section.NAME_BYTES]
    if second.offset < first.offset:
        first, second = second, first
    drop(w, MODULE_AT, first.offset)
    drop(w, first.offset + first.size, second.offset)
    drop(w, second.offset + second.size, MODULE_AT + w.module.size)


@native
def drop(w: Skeleton, start: u64, end: u64):
    if end > start:
        syscall(SYS.fallocate, w.fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, start, end - start)
