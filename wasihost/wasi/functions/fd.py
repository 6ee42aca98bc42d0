"""fd_*: read, write, seek, resize, synchronize and close open descriptors."""

import errno

from wasihost.native import Global, i32, i64, memcpy, native, new, syscall, u8, u32, u64
from wasihost.native.platform import SEEK_CUR, SEEK_END, SEEK_SET, SYS
from wasihost.native.platform import Iovec as HostIovec
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.descriptors import descriptor, move, release, require_mutable, require_rights
from wasihost.wasi.fs.output import count_output, within_output
from wasihost.wasi.guest import IOV_MAX, gather, translate
from wasihost.wasi.host import end_by_sigpipe, restarting
from wasihost.wasi.pieces import BYTES, time_is_over
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Filetype, Preopentype, Prestat, Rights, Whence

# Linux's numbers for WASI's advice: normal, sequential, random, willneed, dontneed, noreuse
ADVICE = Global(u8, data=bytes([0, 2, 1, 3, 4, 5]))
# Linux's numbers for WASI's whence: set, cur, end
WHENCE = Global(u8, data=bytes([SEEK_SET, SEEK_CUR, SEEK_END]))


MAX_TRANSFER = 1 << 31  # maximum bytes of one transfer, the same as Linux has


# --------------------------------------------------------------------------------------------------------------- data
@native
def fd_read(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, nread: u32) -> u32:
    """Read from a descriptor into buffers, in order (POSIX readv).

    iovs   address of `iovs_len` iovec
    nread  address of the result, u32: bytes read; 0 at the end of the file

    AGAIN  no data is available, and the descriptor is non-blocking
    BADF   not open, or not open for reading
    FAULT  a buffer or the result is outside of the memory
    ISDIR  a directory
    """
    return transfer(ctx, fd, Rights.FD_READ, SYS.read, SYS.readv, iovs, iovs_len, 0, nread)


@native
def fd_write(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, nwritten: u32) -> u32:
    """Write buffers to a descriptor, in order (POSIX writev).

    iovs      address of `iovs_len` ciovec
    nwritten  address of the result, u32: bytes written, possibly fewer than requested

    AGAIN  there is no room, and the descriptor is non-blocking
    BADF   not open, or not open for writing
    FAULT  a buffer or the result is outside of the memory
    FBIG   the file would exceed the maximum size
    ISDIR  a directory
    NOSPC  the device is full
    PIPE   nobody reads the other end; for a standard stream, SIGPIPE ends the process unless `--epipe` is set
    """
    return transfer(ctx, fd, Rights.FD_WRITE, SYS.write, SYS.writev, iovs, iovs_len, 0, nwritten)


@native
def fd_pread(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, offset: u64, nread: u32) -> u32:
    """Read from a file at an offset, without changing the file offset (POSIX preadv).

    Errors are those of fd_read, and:

    iovs    address of `iovs_len` iovec
    offset  bytes from the start of the file
    nread   address of the result, u32: bytes read; 0 at the end of the file

    INVAL       the offset is 2**63 or more
    NOTCAPABLE  the guest has dropped FD_SEEK
    SPIPE       the descriptor has no file offset
    """
    rights = u64(Rights.FD_READ | Rights.FD_SEEK)
    return transfer(ctx, fd, rights, SYS.pread64, SYS.preadv, iovs, iovs_len, offset, nread)


@native
def fd_pwrite(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, offset: u64, nwritten: u32) -> u32:
    """Write to a file at an offset, without changing the file offset (POSIX pwritev).

    Errors are those of fd_write, and:

    iovs      address of `iovs_len` ciovec
    offset    bytes from the start of the file; with APPEND, the data still goes to the end
    nwritten  address of the result, u32: bytes written, possibly fewer than requested

    INVAL       the offset is 2**63 or more
    NOTCAPABLE  the guest has dropped FD_SEEK
    SPIPE       the descriptor has no file offset
    """
    rights = u64(Rights.FD_WRITE | Rights.FD_SEEK)
    return transfer(ctx, fd, rights, SYS.pwrite64, SYS.pwritev, iovs, iovs_len, offset, nwritten)


@native
def transfer(
    ctx: Wasi, fd: u32, rights: u64, one: u64, several: u64, iovs: u32, iovs_len: u32, offset: u64, result: u32
) -> u32:
    """Transfer data between a descriptor and the guest's buffers.

    one      number of the system call for a single buffer
    several  number of the system call for more buffers
    offset   bytes from the start of the file, ignored by system calls without an offset
    """
    d = descriptor(ctx, fd)
    error = require_rights(d, rights)
    if error:
        return error
    out, vectors = translate(ctx, result, 4), new(HostIovec, IOV_MAX)
    count = gather(ctx, iovs, iovs_len, vectors)
    if not out:
        return Errno.FAULT
    if count < 0:
        return from_host(count)
    if rights & Rights.FD_WRITE:
        count = within_output(ctx, d, vectors, count)
    if d.filetype in (Filetype.REGULAR_FILE, Filetype.BLOCK_DEVICE):
        done = in_pieces(d.host, one, several, vectors, u64(count), offset)
    else:
        done = at_once(d.host, one, several, vectors, u64(count), offset)
    if done < 0:
        if done == -errno.EPIPE and d.borrowed and not ctx.options.epipe:
            end_by_sigpipe()
        return from_host(done)
    if rights & Rights.FD_WRITE:
        count_output(ctx, d, u64(done))
    u32[out] = u32(done)
    return Errno.SUCCESS


@native
def in_pieces(host: i32, one: u64, several: u64, vectors: HostIovec, count: u64, offset: u64) -> i64:
    """As `at_once`, for files, whose transfers no signal interrupts.  Returns the bytes transferred before an error."""
    done = u64(0)
    while True:
        asked, taken = u64(0), u64(0)
        while taken < count and asked < BYTES:
            asked += vectors[taken].len
            taken += 1
        if asked <= BYTES and taken == count:  # the last piece, and usually the only one
            result = at_once(host, one, several, vectors, count, offset + done)
            return i64(done) + max(result, i64(0)) if done else result
        last, beyond = vectors[taken - 1], asked - min(asked, u64(BYTES))
        last.len -= beyond
        result = at_once(host, one, several, vectors, taken, offset + done)
        if result < 0:
            return i64(done) if done else result
        done += u64(result)
        if u64(result) < asked - beyond or done >= MAX_TRANSFER or time_is_over():
            return i64(done)
        last.base, last.len = last.base + last.len, beyond
        if beyond:
            taken -= 1
        vectors, count = vectors[taken], count - taken


@native(inline=True)
def at_once(host: i32, one: u64, several: u64, vectors: HostIovec, count: u64, offset: u64) -> i64:
    if count == 1:
        return restarting(one, host, u64(vectors[0].base), vectors[0].len, offset)
    return restarting(several, host, u64(vectors), count, offset)


# -------------------------------------------------------------------------------------------------------- file offset
@native
def fd_seek(ctx: Wasi, fd: u32, offset: i64, whence: u32, newoffset: u32) -> u32:
    """Move the file offset (POSIX lseek).

    offset     bytes, signed
    whence     base of `offset`: start of the file (0), current file offset (1), end of the file (2)
    newoffset  address of the result, u64: the new file offset in bytes

    BADF        not open
    FAULT       the result is outside of the memory
    INVAL       the new offset would be negative, or `whence` is unknown
    ISDIR       a directory
    NOTCAPABLE  the guest has dropped FD_SEEK (FD_TELL if the offset does not move)
    SPIPE       a pipe, a terminal or a socket
    """
    d, out = descriptor(ctx, fd), translate(ctx, newoffset, 8)
    stays = whence == Whence.CUR and offset == 0
    error = require_rights(d, u64(Rights.FD_TELL) if stays else u64(Rights.FD_SEEK))
    if error:
        return error
    if not out:
        return Errno.FAULT
    if whence > Whence.END:
        return Errno.INVAL
    position = syscall(SYS.lseek, d.host, offset, WHENCE[whence])
    if position < 0:
        return from_host(position)
    i64[out] = position
    return Errno.SUCCESS


@native
def fd_tell(ctx: Wasi, fd: u32, offset: u32) -> u32:
    """Return the file offset; errors are those of fd_seek.

    offset  address of the result, u64: bytes from the start of the file
    """
    return fd_seek(ctx, fd, 0, Whence.CUR, offset)


# --------------------------------------------------------------------------------------------------------------- file
@native
def fd_advise(ctx: Wasi, fd: u32, offset: u64, len: u64, advice: u32) -> u32:
    """Announce how a range of the file will be used (posix_fadvise).

    offset, len  the range, in bytes
    advice       normal (0), sequential, random, willneed, dontneed, noreuse (5)

    BADF   not open
    INVAL  `advice` is unknown, or the range is negative
    ISDIR  a directory
    SPIPE  a pipe
    """
    d = descriptor(ctx, fd)
    error = require_rights(d, Rights.FD_ADVISE)
    if error:
        return error
    if advice > 5:
        return Errno.INVAL
    return from_host(restarting(SYS.fadvise64, d.host, offset, len, ADVICE[advice]))


@native
def fd_allocate(ctx: Wasi, fd: u32, offset: u64, len: u64) -> u32:
    """Allocate disk space for a range of the file, and extend the file if it is shorter (posix_fallocate).

    offset, len  the range, in bytes

    BADF    not open, or not open for writing
    FBIG    the file would exceed the maximum size
    INVAL   the range is empty or negative
    ISDIR   a directory
    NOSPC   the device is full
    NOTSUP  the file system does not support it
    ROFS    the grant is read-only
    SPIPE   a pipe
    """
    d = descriptor(ctx, fd)
    error = require_mutable(ctx, d, Rights.FD_ALLOCATE)
    return error if error else from_host(restarting(SYS.fallocate, d.host, 0, offset, len))


@native
def fd_filestat_set_size(ctx: Wasi, fd: u32, size: u64) -> u32:
    """Truncate the file, or extend it with zeros (POSIX ftruncate).

    size  bytes

    BADF   not open
    FBIG   larger than the maximum size of a file
    INVAL  the size is 2**63 or more, or the descriptor is not open for writing
    ISDIR  a directory
    ROFS   the grant is read-only
    """
    d = descriptor(ctx, fd)
    error = require_mutable(ctx, d, Rights.FD_FILESTAT_SET_SIZE)
    return error if error else from_host(restarting(SYS.ftruncate, d.host, size, 0, 0))


@native
def fd_datasync(ctx: Wasi, fd: u32) -> u32:
    """Write the data of the file to the device (POSIX fdatasync).

    BADF   not open
    INVAL  the descriptor does not support synchronization, for example a pipe or a terminal
    IO     the data could not be written
    """
    return synchronise(ctx, fd, Rights.FD_DATASYNC, SYS.fdatasync)


@native
def fd_sync(ctx: Wasi, fd: u32) -> u32:
    """Write the data and attributes of the file to the device (POSIX fsync); errors are those of fd_datasync."""
    return synchronise(ctx, fd, Rights.FD_SYNC, SYS.fsync)


@native
def synchronise(ctx: Wasi, fd: u32, right: u64, number: u64) -> u32:
    d = descriptor(ctx, fd)
    error = require_rights(d, right)
    return error if error else from_host(restarting(number, d.host, 0, 0, 0))


# --------------------------------------------------------------------------------------------------------- descriptor
@native
def fd_close(ctx: Wasi, fd: u32) -> u32:
    """Close a descriptor, which may be a preopen.

    BADF  not open
    IO    earlier writes could not be stored; the descriptor is closed all the same
    """
    return from_host(release(ctx, fd)) if descriptor(ctx, fd) else u32(Errno.BADF)


@native
def fd_renumber(ctx: Wasi, fd: u32, to: u32) -> u32:
    """Close `to`, and replace it by `fd`, whose number becomes free.  If the numbers are equal, do nothing.

    BADF  one of them is not open
    """
    if not descriptor(ctx, fd) or not descriptor(ctx, to):
        return Errno.BADF
    if fd != to:
        move(ctx, fd, to)
    return Errno.SUCCESS


@native
def fd_prestat_get(ctx: Wasi, fd: u32, buf: u32) -> u32:
    """Return the type of a preopen and the size of its name.

    buf  address of the result, prestat: tag 0 (directory), and the size of the name in bytes

    BADF   not open, or not a preopen; programs look for preopens from 3 on until they get this error
    FAULT  the result is outside of the memory

    Example, preopen "/tmp", buf=1:   ? 0 ? ? ? 4 0 0 0 ?
    """
    d = descriptor(ctx, fd)
    if not d or not d.preopen:
        return Errno.BADF
    out = Prestat(translate(ctx, buf, Prestat.size))
    if not out:
        return Errno.FAULT
    out.tag, out.pr_name_len = Preopentype.DIR, d.preopen_size
    return Errno.SUCCESS


@native
def fd_prestat_dir_name(ctx: Wasi, fd: u32, path: u32, path_len: u32) -> u32:
    """Return the name of a preopen, without a NUL.

    path, path_len  address and size of a buffer; bytes after the name stay unchanged

    BADF         not open
    FAULT        the buffer is outside of the memory
    NAMETOOLONG  the buffer is shorter than the name
    NOTDIR       not a preopen
    """
    d, out = descriptor(ctx, fd), translate(ctx, path, path_len)
    if not d:
        return Errno.BADF
    if not d.preopen:
        return Errno.NOTDIR
    if path_len < d.preopen_size:
        return Errno.NAMETOOLONG
    if not out:
        return Errno.FAULT
    memcpy(out, d.preopen, d.preopen_size)
    return Errno.SUCCESS
