"""path_open: open, create or truncate a file, or open a directory."""

from wasihost.abi import NONE, PATH_MAX
from wasihost.native import i32, native, new, u8, u32, u64
from wasihost.native.platform import (
    O_CREAT,
    O_DIRECTORY,
    O_EXCL,
    O_NOCTTY,
    O_NOFOLLOW,
    O_NONBLOCK,
    O_RDONLY,
    O_RDWR,
    O_TRUNC,
    O_WRONLY,
)  # fmt: skip
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.descriptors import ALL_RIGHTS, descriptor, install_lazy, require_rights
from wasihost.wasi.fs.fdflags import host_flags
from wasihost.wasi.fs.sandbox import open_beneath
from wasihost.wasi.guest import copy_path, translate
from wasihost.wasi.host import close
from wasihost.wasi.refusal import note_read_only, note_unfound
from wasihost.wasi.state import Descriptor, Wasi
from wasihost.wasi.types import Errno, Fdflags, Lookupflags, Oflags, Rights, all_of


@native
def path_open(
    ctx: Wasi, fd: u32, dirflags: u32, path: u32, path_len: u32, oflags: u32, fs_rights_base: u64,
    fs_rights_inheriting: u64, fdflags: u32, opened_fd: u32,
) -> u32:  # fmt: skip
    """Open a file or a directory (POSIX openat) under the lowest free descriptor number.

    fd                    directory
    dirflags              lookupflags: follow a symbolic link in the last component
    path, path_len        address and size of the path in bytes
    oflags                create, truncate, …
    fs_rights_base        FD_READ and FD_WRITE select the access mode
    fs_rights_inheriting  ignored
    fdflags               append, non-blocking, …
    opened_fd             address of the result, u32: the descriptor

    Apart from reading and writing, the descriptor gets every right of its file type that the directory lets it inherit.
    The errors in `path` apply, and:

    EXIST       EXCL, and the name exists
    INVAL       also: an unknown flag, or CREAT with DIRECTORY
    ISDIR       a directory for writing or truncation, or CREAT with a slash at the end
    LOOP        also: a symbolic link, and `dirflags` does not allow following it
    MFILE       the guest or the host has too many open descriptors
    NOTCAPABLE  also: a requested right that the directory does not let it inherit
    NXIO        a FIFO for writing that nobody reads, or a socket
    ROFS        CREAT, TRUNC or writing, and the grant is read-only
    """
    d, text, out = descriptor(ctx, fd), new(u8, PATH_MAX), translate(ctx, opened_fd, 4)
    error = permission_to_open(ctx, d, oflags, fs_rights_base, fdflags)
    if not d:
        note_unfound(ctx, fd, path, path_len)
    if error == Errno.SUCCESS:
        error = copy_path(ctx, path, path_len, text)
    if error:
        return error
    if not out:
        return Errno.FAULT
    access = access_for(fs_rights_base)
    # Without O_NONBLOCK, opening a FIFO or a device could block forever.
    flags = u64(access) | O_NOCTTY | O_NONBLOCK | creation_flags(oflags) | host_flags(fdflags)
    if not dirflags & Lookupflags.SYMLINK_FOLLOW:
        flags |= O_NOFOLLOW
    host = open_beneath(ctx, d.host, text, flags, u64(0o666) if flags & O_CREAT else u64(0))
    if host < 0:
        return from_host(host)
    opened = install_lazy(ctx, i32(host), access, fdflags, d)
    if opened == NONE:
        close(i32(host))
        return Errno.MFILE
    u32[out] = opened
    return Errno.SUCCESS


@native
def permission_to_open(ctx: Wasi, d: Descriptor, oflags: u32, rights: u64, fdflags: u32) -> u32:
    error = require_rights(d, Rights.PATH_OPEN)
    if error:
        return error
    if oflags > all_of(Oflags) or fdflags > all_of(Fdflags):
        return Errno.INVAL
    creates, truncates = oflags & Oflags.CREAT, oflags & Oflags.TRUNC
    if creates and oflags & Oflags.DIRECTORY:
        return Errno.INVAL
    if creates and not d.rights_base & Rights.PATH_CREATE_FILE:
        return Errno.NOTCAPABLE
    if truncates and not d.rights_base & Rights.PATH_FILESTAT_SET_SIZE:
        return Errno.NOTCAPABLE
    if rights & ALL_RIGHTS & ~d.rights_inheriting:
        return Errno.NOTCAPABLE
    if d.read_only and (creates or truncates or rights & Rights.FD_WRITE):
        note_read_only(ctx, d)
        return Errno.ROFS
    return Errno.SUCCESS


@native
def access_for(rights: u64) -> u32:
    """O_RDONLY, O_WRONLY or O_RDWR; O_RDONLY if neither right is requested, because directories require it."""
    if not rights & Rights.FD_WRITE:
        return O_RDONLY
    return u32(O_RDWR) if rights & Rights.FD_READ else u32(O_WRONLY)


@native
def creation_flags(oflags: u32) -> u64:
    result = u64(0)
    if oflags & Oflags.CREAT:
        result |= O_CREAT
        if oflags & Oflags.EXCL:  # without O_CREAT, it has another meaning on Linux
            result |= O_EXCL
    if oflags & Oflags.DIRECTORY:
        result |= O_DIRECTORY
    if oflags & Oflags.TRUNC:
        result |= O_TRUNC
    return result
