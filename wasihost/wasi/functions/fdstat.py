"""fd_fdstat_* and fd_filestat_*: the properties of an open descriptor and of its file."""

from wasihost.native import i64, memset, native, new, ptr, sizeof, syscall, u16, u32, u64
from wasihost.native.platform import F_SETFL, O_APPEND, O_NONBLOCK, SYS, Stat, Timespec
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.descriptors import descriptor, require_mutable, require_rights, resolved
from wasihost.wasi.fs.fdflags import SYNC_FLAGS, fdflags_of, flags_of, host_flags
from wasihost.wasi.fs.filestat import put_filestat, times_to_set
from wasihost.wasi.guest import translate
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Fdflags, Fdstat, Filestat, Filetype, Rights, all_of


@native
def fd_fdstat_get(ctx: Wasi, fd: u32, stat: u32) -> u32:
    """Return the file type, the flags and the rights of a descriptor.

    stat  address of the result, fdstat

    BADF   not open
    FAULT  the result is outside of the memory
    """
    d = resolved(ctx, fd)
    if not d:
        return Errno.BADF
    out = Fdstat(translate(ctx, stat, Fdstat.size))
    if not out:
        return Errno.FAULT
    flags = i64(0)
    if d.filetype != Filetype.DIRECTORY:  # no flag affects a directory, and C libraries call this before each open
        flags = flags_of(d.host)
        if flags < 0:
            return from_host(flags)
    memset(out, 0, Fdstat.size)
    out.fs_filetype, out.fs_flags = d.filetype, u16(fdflags_of(u64(flags)))
    out.fs_rights_base, out.fs_rights_inheriting = d.rights_base, d.rights_inheriting
    return Errno.SUCCESS


@native
def fd_fdstat_set_flags(ctx: Wasi, fd: u32, flags: u32) -> u32:
    """Set or clear APPEND and NONBLOCK.

    flags  fdflags

    BADF        not open
    INVAL       a flag is unknown, or differs although it can be set only by opening
    NOTCAPABLE  the guest has dropped FD_FDSTAT_SET_FLAGS
    """
    d = descriptor(ctx, fd)
    error = require_rights(d, Rights.FD_FDSTAT_SET_FLAGS)
    if error:
        return error
    current = flags_of(d.host)
    if current < 0:
        return from_host(current)
    if flags > all_of(Fdflags) or (flags ^ fdflags_of(u64(current))) & SYNC_FLAGS:
        return Errno.INVAL
    d.flags_changed = 1
    wanted = (u64(current) & ~u64(O_APPEND | O_NONBLOCK)) | host_flags(flags)
    return from_host(syscall(SYS.fcntl, d.host, F_SETFL, wanted))


@native
def fd_fdstat_set_rights(ctx: Wasi, fd: u32, fs_rights_base: u64, fs_rights_inheriting: u64) -> u32:
    """Drop rights of a descriptor.

    fs_rights_base        rights that the descriptor keeps
    fs_rights_inheriting  rights that descriptors opened through it can get

    BADF        not open
    NOTCAPABLE  the call would add a right; nothing changes
    """
    d = resolved(ctx, fd)
    if not d:
        return Errno.BADF
    if fs_rights_base & ~d.rights_base or fs_rights_inheriting & ~d.rights_inheriting:
        return Errno.NOTCAPABLE
    d.rights_base, d.rights_inheriting = fs_rights_base, fs_rights_inheriting
    return Errno.SUCCESS


@native
def fd_filestat_get(ctx: Wasi, fd: u32, buf: u32) -> u32:
    """Return the attributes of an open file (POSIX fstat).

    buf  address of the result, filestat

    BADF        not open
    FAULT       the result is outside of the memory
    NOTCAPABLE  the guest has dropped FD_FILESTAT_GET
    """
    status, out = new(Stat), translate(ctx, buf, sizeof(Filestat))
    error = status_of(ctx, fd, out, status)
    if error == Errno.SUCCESS:
        put_filestat(status, out)
    return error


@native
def status_of(ctx: Wasi, fd: u32, out: ptr, status: Stat) -> u32:
    """Get the host's attributes of a descriptor.  `out` is the host address of the result; null is FAULT."""
    d = descriptor(ctx, fd)
    error = require_rights(d, Rights.FD_FILESTAT_GET)
    if error:
        return error
    return from_host(syscall(SYS.fstat, d.host, status)) if out else u32(Errno.FAULT)


@native
def fd_filestat_set_times(ctx: Wasi, fd: u32, atim: u64, mtim: u64, fst_flags: u32) -> u32:
    """Set the times of last access and modification of an open file (POSIX futimens).

    atim, mtim  nanoseconds since 1970
    fst_flags   which times to set, to the value given or to now

    ACCES, PERM  the file belongs to somebody else
    BADF         not open
    INVAL        a time is both given and now, or a flag is unknown; nothing changes
    NOTCAPABLE   the guest has dropped FD_FILESTAT_SET_TIMES
    ROFS         the grant is read-only
    """
    d, times = descriptor(ctx, fd), new(Timespec, 2)
    error = require_mutable(ctx, d, Rights.FD_FILESTAT_SET_TIMES)
    if error == Errno.SUCCESS:
        error = times_to_set(fst_flags, atim, mtim, times)
    return error if error else from_host(syscall(SYS.utimensat, d.host, 0, times, 0))
