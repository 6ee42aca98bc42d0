"""fd_*: data, position and life of an open descriptor."""

import errno

from wasihost.native import Global, i32, i64, memcpy, native, new, syscall, u8, u32, u64
from wasihost.native.platform import SEEK_CUR, SEEK_END, SEEK_SET, SYS
from wasihost.native.platform import Iovec as HostIovec
from wasihost.wasi.descriptors import descriptor, move, need, need_to_change, release
from wasihost.wasi.errno import from_host
from wasihost.wasi.guest import IOV_MAX, gather, translate
from wasihost.wasi.host import end_by_sigpipe, restarting
from wasihost.wasi.output import count_output, within_output
from wasihost.wasi.pieces import BYTES, time_is_over
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Filetype, Preopentype, Prestat, Rights, Whence

# Linux's numbers for WASI's advice: normal, sequential, random, willneed, dontneed, noreuse
ADVICE = Global(u8, data=bytes([0, 2, 1, 3, 4, 5]))
# Linux's numbers for WASI's whence: set, cur, end
WHENCE = Global(u8, data=bytes([SEEK_SET, SEEK_CUR, SEEK_END]))


MOST = 1 << 31  # bytes that one transfer moves at most: Linux stops there too


# ----------------------------------------------------------------------------------------------------------- the data
@native
def fd_read(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, nread: u32) -> u32:
    """Read into the buffers, one after the other; write how many bytes came: 0 at the end.

    AGAIN  nothing is there, and the descriptor does not block
    BADF   not open, or not for reading
    FAULT  a buffer or the result leaves the memory
    ISDIR  a directory
    """
    return transfer(ctx, fd, Rights.FD_READ, SYS.read, SYS.readv, iovs, iovs_len, 0, nread)


@native
def fd_write(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, nwritten: u32) -> u32:
    """Write the buffers, one after the other; write how many bytes went, which may be fewer.

    AGAIN  there is no room, and the descriptor does not block
    BADF   not open, or not for writing
    FAULT  a buffer or the result leaves the memory
    FBIG   larger than a file may be
    ISDIR  a directory
    NOSPC  the device is full
    PIPE   nobody reads any more; of a standard stream, that ends the process if the host's user did not say otherwise
    """
    return transfer(ctx, fd, Rights.FD_WRITE, SYS.write, SYS.writev, iovs, iovs_len, 0, nwritten)


@native
def fd_pread(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, offset: u64, nread: u32) -> u32:
    """As fd_read, but from `offset` on; the descriptor's position stays.

    INVAL       the offset is 2**63 or more
    NOTCAPABLE  the right to seek was given away
    SPIPE       the descriptor has no position
    """
    rights = u64(Rights.FD_READ | Rights.FD_SEEK)
    return transfer(ctx, fd, rights, SYS.pread64, SYS.preadv, iovs, iovs_len, offset, nread)


@native
def fd_pwrite(ctx: Wasi, fd: u32, iovs: u32, iovs_len: u32, offset: u64, nwritten: u32) -> u32:
    """As fd_write, but from `offset` on; the descriptor's position stays.  With APPEND the data still goes to the end.

    INVAL       the offset is 2**63 or more
    NOTCAPABLE  the right to seek was given away
    SPIPE       the descriptor has no position
    """
    rights = u64(Rights.FD_WRITE | Rights.FD_SEEK)
    return transfer(ctx, fd, rights, SYS.pwrite64, SYS.pwritev, iovs, iovs_len, offset, nwritten)


@native
def transfer(
    ctx: Wasi, fd: u32, rights: u64, one: u64, several: u64, iovs: u32, iovs_len: u32, offset: u64, result: u32
) -> u32:
    """System calls: `one` for a single buffer, `several` for more.  Those without offset ignore it."""
    d = descriptor(ctx, fd)
    error = need(d, rights)
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
        if done == -errno.EPIPE and d.borrowed and ctx.sigpipe_ends:
            end_by_sigpipe()
        return from_host(done)
    if rights & Rights.FD_WRITE:
        count_output(ctx, d, u64(done))
    u32[out] = u32(done)
    return Errno.SUCCESS


@native
def in_pieces(host: i32, one: u64, several: u64, vectors: HostIovec, count: u64, offset: u64) -> i64:
    """As `at_once` with a file, whose transfers no signal interrupts: the bytes that went before an error."""
    done = u64(0)
    while True:
        asked, taken = u64(0), u64(0)
        while taken < count and asked < BYTES:
            asked += vectors[taken].len
            taken += 1
        if asked <= BYTES and taken == count:  # the last piece, and mostly the only one
            result = at_once(host, one, several, vectors, count, offset + done)
            return i64(done) + max(result, i64(0)) if done else result
        last, beyond = vectors[taken - 1], asked - min(asked, u64(BYTES))
        last.len -= beyond
        result = at_once(host, one, several, vectors, taken, offset + done)
        if result < 0:
            return i64(done) if done else result
        done += u64(result)
        if u64(result) < asked - beyond or done >= MOST or time_is_over():
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


# ------------------------------------------------------------------------------------------------------- the position
@native
def fd_seek(ctx: Wasi, fd: u32, offset: i64, whence: u32, newoffset: u32) -> u32:
    """Move the position by `offset` from the start (0), from where it is (1) or from the end (2); write the new one.

    BADF        not open
    FAULT       the result leaves the memory
    INVAL       the position would be negative, or there is no such `whence`
    ISDIR       a directory
    NOTCAPABLE  the right was given away
    SPIPE       a pipe, a terminal or a socket
    """
    d, out = descriptor(ctx, fd), translate(ctx, newoffset, 8)
    stays = whence == Whence.CUR and offset == 0
    error = need(d, u64(Rights.FD_TELL) if stays else u64(Rights.FD_SEEK))
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
    """Write the position; errors as fd_seek."""
    return fd_seek(ctx, fd, 0, Whence.CUR, offset)


# ----------------------------------------------------------------------------------------------------------- the file
@native
def fd_advise(ctx: Wasi, fd: u32, offset: u64, len: u64, advice: u32) -> u32:
    """Tell how a part of the file will be used.

    BADF   not open
    INVAL  there is no such advice, or the part is negative
    ISDIR  a directory
    SPIPE  a pipe
    """
    d = descriptor(ctx, fd)
    error = need(d, Rights.FD_ADVISE)
    if error:
        return error
    if advice > 5:
        return Errno.INVAL
    return from_host(restarting(SYS.fadvise64, d.host, offset, len, ADVICE[advice]))


@native
def fd_allocate(ctx: Wasi, fd: u32, offset: u64, len: u64) -> u32:
    """Make sure that a part of the file has room on the device; the file grows if it is shorter.

    BADF    not open, or not for writing
    FBIG    larger than a file may be
    INVAL   the part is empty or negative
    ISDIR   a directory
    NOSPC   the device is full
    NOTSUP  the file system cannot
    ROFS    granted for reading only
    SPIPE   a pipe
    """
    d = descriptor(ctx, fd)
    error = need_to_change(ctx, d, Rights.FD_ALLOCATE)
    return error if error else from_host(restarting(SYS.fallocate, d.host, 0, offset, len))


@native
def fd_filestat_set_size(ctx: Wasi, fd: u32, size: u64) -> u32:
    """Cut the file off at `size` bytes, or fill it up with zeros.

    BADF   not open
    FBIG   larger than a file may be
    INVAL  the size is 2**63 or more, or the descriptor is not open for writing
    ISDIR  a directory
    ROFS   granted for reading only
    """
    d = descriptor(ctx, fd)
    error = need_to_change(ctx, d, Rights.FD_FILESTAT_SET_SIZE)
    return error if error else from_host(restarting(SYS.ftruncate, d.host, size, 0, 0))


@native
def fd_datasync(ctx: Wasi, fd: u32) -> u32:
    """Wait until the data is on the device.

    BADF   not open
    INVAL  nothing that can be synchronised: a pipe, a terminal
    IO     it could not be written
    """
    return synchronise(ctx, fd, Rights.FD_DATASYNC, SYS.fdatasync)


@native
def fd_sync(ctx: Wasi, fd: u32) -> u32:
    """Wait until data and attributes are on the device; errors as fd_datasync."""
    return synchronise(ctx, fd, Rights.FD_SYNC, SYS.fsync)


@native
def synchronise(ctx: Wasi, fd: u32, right: u64, number: u64) -> u32:
    d = descriptor(ctx, fd)
    error = need(d, right)
    return error if error else from_host(restarting(number, d.host, 0, 0, 0))


# ------------------------------------------------------------------------------------------------------ the descriptor
@native
def fd_close(ctx: Wasi, fd: u32) -> u32:
    """Close a descriptor, preopens included.

    BADF  not open
    IO    what was written earlier could not be stored; it is closed all the same
    """
    return from_host(release(ctx, fd)) if descriptor(ctx, fd) else u32(Errno.BADF)


@native
def fd_renumber(ctx: Wasi, fd: u32, to: u32) -> u32:
    """Close `to` and let it be what `fd` was; `fd` is free then.  Renumbering to itself does nothing.

    BADF  one of them is not open
    """
    if not descriptor(ctx, fd) or not descriptor(ctx, to):
        return Errno.BADF
    if fd != to:
        move(ctx, fd, to)
    return Errno.SUCCESS


@native
def fd_prestat_get(ctx: Wasi, fd: u32, buf: u32) -> u32:
    """Write the kind of a preopen, 0 for a directory, and the size of its name.

    BADF   not open, or no preopen: programs look for preopens from 3 on until they meet this
    FAULT  the result leaves the memory

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
    """Write the name of a preopen, without a NUL; what is behind it in the buffer stays.

    BADF         not open
    FAULT        the buffer leaves the memory
    NAMETOOLONG  the buffer is shorter than the name
    NOTDIR       no preopen
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
