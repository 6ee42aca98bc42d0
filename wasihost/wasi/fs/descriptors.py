"""The table of descriptors: maps the guest's numbers to host descriptors, with their rights and properties."""

import errno

from wasihost.abi import NONE
from wasihost.native import Global, i32, i64, memcpy, memset, native, new, sizeof, syscall, u8, u16, u32, u64
from wasihost.native.platform import (
    F_SETFL,
    O_ACCMODE,
    O_RDONLY,
    O_WRONLY,
    S_IFMT,
    S_IFSOCK,
    SO_TYPE,
    SOCK_DGRAM,
    SOL_SOCKET,
    SYS,
    TCGETS,
    Stat,
)  # fmt: skip
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.fdflags import host_flags
from wasihost.wasi.fs.filestat import filetype_of
from wasihost.wasi.fs.listing import Listing, listing_free
from wasihost.wasi.host import close, keep
from wasihost.wasi.refusal import note_read_only
from wasihost.wasi.state import Descriptor, Wasi
from wasihost.wasi.types import Errno, Fdflags, Filetype, Rights, all_of

ALL_RIGHTS = all_of(Rights)
FILE_RIGHTS = (
    Rights.FD_DATASYNC | Rights.FD_READ | Rights.FD_SEEK | Rights.FD_FDSTAT_SET_FLAGS | Rights.FD_SYNC
    | Rights.FD_TELL | Rights.FD_WRITE | Rights.FD_ADVISE | Rights.FD_ALLOCATE | Rights.FD_FILESTAT_GET
    | Rights.FD_FILESTAT_SET_SIZE | Rights.FD_FILESTAT_SET_TIMES | Rights.POLL_FD_READWRITE
)  # fmt: skip
DIRECTORY_RIGHTS = (
    Rights.FD_DATASYNC | Rights.FD_FDSTAT_SET_FLAGS | Rights.FD_SYNC | Rights.PATH_CREATE_DIRECTORY
    | Rights.PATH_CREATE_FILE | Rights.PATH_LINK_SOURCE | Rights.PATH_LINK_TARGET | Rights.PATH_OPEN
    | Rights.FD_READDIR | Rights.PATH_READLINK | Rights.PATH_RENAME_SOURCE | Rights.PATH_RENAME_TARGET
    | Rights.PATH_FILESTAT_GET | Rights.PATH_FILESTAT_SET_SIZE | Rights.PATH_FILESTAT_SET_TIMES
    | Rights.FD_FILESTAT_GET | Rights.FD_FILESTAT_SET_TIMES | Rights.PATH_SYMLINK | Rights.PATH_REMOVE_DIRECTORY
    | Rights.PATH_UNLINK_FILE | Rights.POLL_FD_READWRITE
)  # fmt: skip
SOCKET_RIGHTS = (
    Rights.FD_READ | Rights.FD_WRITE | Rights.FD_FDSTAT_SET_FLAGS | Rights.FD_FILESTAT_GET
    | Rights.POLL_FD_READWRITE | Rights.SOCK_SHUTDOWN | Rights.SOCK_ACCEPT
)  # fmt: skip
# isatty in C libraries takes a character device without these rights to be a terminal.
POSITION_RIGHTS = Rights.FD_SEEK | Rights.FD_TELL
TRANSFER_RIGHTS = Rights.FD_READ | Rights.FD_WRITE
ONLY_FILES = FILE_RIGHTS & ~DIRECTORY_RIGHTS
ONLY_DIRECTORIES = DIRECTORY_RIGHTS & ~FILE_RIGHTS
ONLY_SOCKETS = SOCKET_RIGHTS & ~FILE_RIGHTS

TERMIOS_SIZE = 64  # at least the size of the kernel's struct


def all_but(rights: int) -> int:
    return ALL_RIGHTS & ~int(rights)


def rights_table() -> bytes:
    """The rights of each file type, 8 bytes each."""
    special = {
        Filetype.DIRECTORY: DIRECTORY_RIGHTS,
        Filetype.SOCKET_DGRAM: SOCKET_RIGHTS,
        Filetype.SOCKET_STREAM: SOCKET_RIGHTS,
    }
    return b"".join(special.get(filetype, FILE_RIGHTS).to_bytes(8, "little") for filetype in Filetype)


RIGHTS = Global(u64, data=rights_table())


# ------------------------------------------------------------------------------------------------ use of an entry
@native(inline=True)
def descriptor(ctx: Wasi, fd: u32) -> Descriptor:
    """The open descriptor with this number, or null."""
    if fd >= ctx.length or not ctx.descriptors[fd].used:
        return Descriptor(None)
    return ctx.descriptors[fd]


@native(inline=True)
def require_rights(d: Descriptor, rights: u64) -> u32:
    """SUCCESS if the descriptor is open and has all of these rights; otherwise the error that `refusal` returns."""
    if d and d.rights_base & rights == rights:
        return Errno.SUCCESS
    return refusal(d, rights)


@native(inline=False)
def refusal(d: Descriptor, rights: u64) -> u32:
    """Why a descriptor cannot be used with these rights.

    BADF        it is not open, or not open for reading or for writing
    ISDIR       it is a directory, and the rights are for files
    NOTDIR      it is not a directory, and the rights are for directories
    NOTSOCK     it is not a socket, and the rights are for sockets
    SPIPE       it is a terminal, which has no file offset
    NOTCAPABLE  the guest has dropped the right
    """
    if not d:
        return Errno.BADF
    if d.lazy:
        result = resolve(d)
        return require_rights(d, rights) if result == 0 else from_host(result)
    missing = rights & ~d.rights_base
    if d.filetype == Filetype.DIRECTORY:
        if rights & ONLY_FILES:
            return Errno.ISDIR
    elif rights & ONLY_DIRECTORIES:
        return Errno.NOTDIR
    if rights & ONLY_SOCKETS and d.filetype not in (Filetype.SOCKET_DGRAM, Filetype.SOCKET_STREAM):
        return Errno.NOTSOCK
    if missing & TRANSFER_RIGHTS:
        return Errno.BADF
    if missing & POSITION_RIGHTS and d.filetype == Filetype.CHARACTER_DEVICE:
        return Errno.SPIPE
    return Errno.NOTCAPABLE


@native
def resolved(ctx: Wasi, fd: u32) -> Descriptor:
    """As `descriptor`, for callers that read its file type or rights: resolves a lazy descriptor first."""
    d = descriptor(ctx, fd)
    if d and d.lazy:
        resolve(d)
    return d


@native
def require_mutable(ctx: Wasi, d: Descriptor, rights: u64) -> u32:
    """As `need`, for operations that change a file or a directory.  ROFS: the grant is read-only."""
    error = require_rights(d, rights)
    if error == Errno.SUCCESS and d.read_only:
        note_read_only(ctx, d)
        return Errno.ROFS
    return error


# ---------------------------------------------------------------------------------------------- entries come and go
@native
def install(ctx: Wasi, host: i32, flags: u32) -> u32:
    """Add an open host descriptor under the lowest free number; `flags` are the flags that it was opened with.

    NONE: the table is full, or the descriptor is not open.  The host descriptor is not closed.
    """
    fd = find_free(ctx)
    if fd == NONE or describe(ctx.descriptors[fd], host, flags) < 0:
        return NONE
    take(ctx, fd)
    return fd


@native
def install_lazy(ctx: Wasi, host: i32, flags: u32, fdflags: u32, parent: Descriptor) -> u32:
    """As `install`, for a descriptor opened through `parent` with O_NONBLOCK, whose type is found on first use.

    Programs open many files only to close them.  This saves the system calls that ask for the type and clear
    O_NONBLOCK.
    """
    fd = find_free(ctx)
    if fd == NONE:
        return NONE
    d = ctx.descriptors[fd]
    memset(d, 0, sizeof(Descriptor))
    d.host, d.original_flags, d.fdflags, d.used, d.lazy = host, flags, u16(fdflags), 1, 1
    d.read_only, d.mount, d.rights_inheriting = parent.read_only, parent.mount, parent.rights_inheriting
    take(ctx, fd)
    return fd


@native
def find_free(ctx: Wasi) -> u32:
    """The lowest free number, or NONE."""
    fd = ctx.lowest_free
    while fd < ctx.length and ctx.descriptors[fd].used:
        fd += 1
    if fd >= ctx.most:
        return NONE
    if fd >= ctx.counted:
        if not keep(ctx.store, (fd + 1 - ctx.counted) * sizeof(Descriptor)):
            return NONE
        ctx.counted = fd + 1
    return fd


@native(inline=True)
def take(ctx: Wasi, fd: u32):
    ctx.lowest_free = fd + 1
    ctx.length = max(ctx.length, fd + 1)


@native
def resolve(d: Descriptor) -> i64:
    """Find the type and rights of a lazy descriptor.  Returns 0, or -errno; in this case it stays lazy."""
    read_only, mount, inherited, fdflags = d.read_only, d.mount, d.rights_inheriting, u32(d.fdflags)
    result = describe(d, d.host, d.original_flags)
    if result < 0:
        return result
    d.read_only, d.mount = read_only, mount
    d.rights_base &= inherited
    d.rights_inheriting &= inherited
    if not fdflags & Fdflags.NONBLOCK and d.filetype != Filetype.DIRECTORY:
        syscall(SYS.fcntl, d.host, F_SETFL, host_flags(fdflags))
    return 0


@native
def describe(d: Descriptor, host: i32, flags: u32) -> i64:
    """Fill an entry with the properties of the host descriptor.  -errno: it is not open, and the entry is unchanged."""
    status = new(Stat)
    result = syscall(SYS.fstat, host, status)
    if result < 0:
        return result
    memset(d, 0, sizeof(Descriptor))
    d.host, d.used, d.filetype, d.original_flags = host, 1, filetype_of(status.mode), flags
    if status.mode & S_IFMT == S_IFSOCK:
        d.filetype = socket_filetype(host)
    d.rights_base = RIGHTS[d.filetype]
    if d.filetype == Filetype.CHARACTER_DEVICE and is_terminal(host):
        d.rights_base &= all_but(POSITION_RIGHTS)
    if flags & O_ACCMODE == O_RDONLY:
        d.rights_base &= all_but(Rights.FD_WRITE)
    elif flags & O_ACCMODE == O_WRONLY:
        d.rights_base &= all_but(Rights.FD_READ)
    d.rights_inheriting = u64(ALL_RIGHTS) if d.filetype == Filetype.DIRECTORY else d.rights_base
    return 0


@native
def socket_filetype(host: i32) -> u8:
    kind, size = new(u32), new(u32)
    kind[0], size[0] = 0, sizeof(u32)
    syscall(SYS.getsockopt, host, SOL_SOCKET, SO_TYPE, kind, size)
    return u8(Filetype.SOCKET_DGRAM) if kind[0] == SOCK_DGRAM else u8(Filetype.SOCKET_STREAM)


@native
def is_terminal(host: i32) -> u32:
    return u32(syscall(SYS.ioctl, host, TCGETS, new(u8, TERMIOS_SIZE)) == 0)


@native
def release(ctx: Wasi, fd: u32) -> i64:
    """Close an open descriptor.  Returns the result of the host's close; the number is free even after an error."""
    d = ctx.descriptors[fd]
    if d.listing:
        listing_free(Listing(d.listing))
    result = i64(0)
    if not d.borrowed:
        result = close(d.host)
    elif d.flags_changed:
        # Other processes continue to use the stream.  A shell, for example, expects its terminal to block.
        syscall(SYS.fcntl, d.host, F_SETFL, d.original_flags)
    free_entry(ctx, fd)
    return i64(0) if result == -errno.EINTR else result


@native
def free_entry(ctx: Wasi, fd: u32):
    ctx.descriptors[fd].used = 0
    ctx.lowest_free = min(ctx.lowest_free, fd)
    while ctx.length and not ctx.descriptors[ctx.length - 1].used:
        ctx.length -= 1


@native
def move(ctx: Wasi, fd: u32, to: u32) -> i64:
    """Replace the open descriptor `to` by `fd`, and free the number `fd`."""
    result = release(ctx, to)
    memcpy(ctx.descriptors[to], ctx.descriptors[fd], sizeof(Descriptor))
    ctx.length = max(ctx.length, to + 1)
    while ctx.lowest_free < ctx.length and ctx.descriptors[ctx.lowest_free].used:
        ctx.lowest_free += 1
    free_entry(ctx, fd)
    return result
