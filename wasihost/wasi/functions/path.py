"""path_*: functions that take a directory and a path relative to it.

In each of them, `fd` is a directory, and `path` and `path_len` are the address and the size of a path in bytes.  In
addition to the errors in its docstring, each can return:

BADF         the descriptor is not open
NOTDIR       the descriptor, or a component before the last, is not a directory
FAULT        a range is outside of the memory
INVAL        the path contains a NUL
NAMETOOLONG  the path, or a component, is too long
NOENT        a component does not exist
ACCES        the user lacks a permission on the host
LOOP         the path leads through more than 40 symbolic links
NOTCAPABLE   the path is absolute or leaves the directory, or the guest has dropped the right
"""

import errno

from wasihost.abi import PATH_MAX
from wasihost.native import i32, i64, memcpy, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    AT_EMPTY_PATH,
    AT_REMOVEDIR,
    AT_SYMLINK_NOFOLLOW,
    O_DIRECTORY,
    O_NOFOLLOW,
    O_PATH,
    S_IFLNK,
    S_IFMT,
    SYS,
    Stat,
    Timespec,
)  # fmt: skip
from wasihost.wasi.errno import ESCAPE, from_host
from wasihost.wasi.fs.descriptors import descriptor, require_mutable, require_rights
from wasihost.wasi.fs.filestat import put_filestat, times_to_set
from wasihost.wasi.fs.sandbox import (
    BEFORE_SLASH,
    FINAL,
    SLASH,
    Place,
    finish,
    leave,
    locate,
    locate_text,
    open_beneath,
    walk,
)  # fmt: skip
from wasihost.wasi.guest import copy_path, translate
from wasihost.wasi.host import close
from wasihost.wasi.refusal import note_path, note_unfound
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Filestat, Lookupflags, Rights

FOLLOW = Lookupflags.SYMLINK_FOLLOW


# ---------------------------------------------------------------------------------------------------------- attributes
@native
def path_filestat_get(ctx: Wasi, fd: u32, flags: u32, path: u32, path_len: u32, buf: u32) -> u32:
    """Return the attributes of a file (POSIX fstatat).

    flags  lookupflags: follow a symbolic link in the last component, or return the attributes of the link
    buf    address of the result, filestat
    """
    status, out = new(Stat), translate(ctx, buf, sizeof(Filestat))
    error = status_at(ctx, fd, flags, path, path_len, out, status)
    if error == Errno.SUCCESS:
        put_filestat(status, out)
    return error


@native
def status_at(ctx: Wasi, fd: u32, flags: u32, path: u32, path_len: u32, out: ptr, status: Stat) -> u32:
    """Get the host's attributes of the file at a path.  `out` is the host address of the result; null is FAULT."""
    d, text = descriptor(ctx, fd), new(u8, PATH_MAX)
    error = require_rights(d, Rights.PATH_FILESTAT_GET)
    if error:
        if not d:
            note_unfound(ctx, fd, path, path_len)
        return error
    error = copy_path(ctx, path, path_len, text)
    if error:
        return error
    if not out:
        return Errno.FAULT
    follow = flags & FOLLOW
    if is_component(text):
        # Most paths: one system call instead of three.  A single component stays in the directory unless it is a link.
        result = syscall(SYS.newfstatat, d.host, text, status, AT_SYMLINK_NOFOLLOW)
        if result < 0 or not follow or status.mode & S_IFMT != S_IFLNK:
            return from_host(result)
    target = open_beneath(ctx, d.host, text, u64(O_PATH) if follow else u64(O_PATH | O_NOFOLLOW), 0)
    if target < 0:
        return from_host(target)
    result = syscall(SYS.fstat, target, status)
    close(i32(target))
    return from_host(result)


@native
def is_component(text: ptr) -> u32:
    """Whether a path is a single component other than ".."."""
    size = u64(0)
    while u8[text, size]:
        if u8[text, size] == SLASH:
            return 0
        size += 1
    return u32(not (size == 2 and u8[text] == ord(".") and u8[text, 1] == ord(".")))


@native
def path_filestat_set_times(
    ctx: Wasi, fd: u32, flags: u32, path: u32, path_len: u32, atim: u64, mtim: u64, fst_flags: u32
) -> u32:
    """Set the times of last access and modification of a file (POSIX utimensat).

    flags       lookupflags: follow a symbolic link in the last component, or set the times of the link
    atim, mtim  nanoseconds since 1970
    fst_flags   which times to set, to the value given or to now

    INVAL  also: a time is both given and now, or a flag is unknown; nothing changes
    PERM   the file belongs to somebody else
    ROFS   the grant is read-only
    """
    d, text, times = descriptor(ctx, fd), new(u8, PATH_MAX), new(Timespec, 2)
    error = require_mutable(ctx, d, Rights.PATH_FILESTAT_SET_TIMES)
    if error == Errno.SUCCESS:
        error = times_to_set(fst_flags, atim, mtim, times)
    if error == Errno.SUCCESS:
        error = copy_path(ctx, path, path_len, text)
    if error:
        return error
    follow = flags & FOLLOW
    target = open_beneath(ctx, d.host, text, u64(O_PATH) if follow else u64(O_PATH | O_NOFOLLOW), 0)
    if target < 0:
        return from_host(target)
    result = syscall(SYS.utimensat, target, b"", times, AT_EMPTY_PATH)
    close(i32(target))
    if result != -errno.EINVAL:
        return from_host(result)
    # Linux before 5.8 cannot set the times of a descriptor opened with O_PATH.
    place = new(Place)
    result = walk(d.host, text, u32(FINAL | BEFORE_SLASH) if follow else u32(BEFORE_SLASH), place)
    if result < 0:
        return from_host(result)
    return finish(place, syscall(SYS.utimensat, place.directory, place.name, times, AT_SYMLINK_NOFOLLOW))


@native
def path_readlink(ctx: Wasi, fd: u32, path: u32, path_len: u32, buf: u32, buf_len: u32, bufused: u32) -> u32:
    """Return the target of a symbolic link (POSIX readlinkat).

    buf, buf_len  address and size of a buffer: receives the target, truncated to the size, without a NUL
    bufused       address of the result, u32: bytes written

    INVAL  also: not a symbolic link
    """
    d, text, place = descriptor(ctx, fd), new(u8, PATH_MAX), new(Place)
    out, used = translate(ctx, buf, buf_len), translate(ctx, bufused, 4)
    error = require_rights(d, Rights.PATH_READLINK)
    if error == Errno.SUCCESS:
        error = copy_path(ctx, path, path_len, text)
    if error:
        return error
    if not out or not used:
        return Errno.FAULT
    result = locate_text(ctx, d.host, text, place)
    if result < 0:
        return from_host(result)
    if place.slash:
        leave(place)
        return unless_directory(ctx, d.host, text, Errno.INVAL)
    target = new(u8, PATH_MAX)  # because Linux rejects an empty buffer
    result = syscall(SYS.readlinkat, place.directory, place.name, target, PATH_MAX)
    if result >= 0:
        size = min(u64(result), u64(buf_len))
        memcpy(out, target, size)
        u32[used] = u32(size)
    return finish(place, result)


@native
def unless_directory(ctx: Wasi, root: i32, text: ptr, error: u32) -> u32:
    """Why a path that ends with a slash does not name a directory; otherwise `error`."""
    result = open_beneath(ctx, root, text, O_PATH | O_DIRECTORY, 0)
    if result < 0:
        return from_host(result)
    close(i32(result))
    return error


# ------------------------------------------------------------------------------------------------ creating and removing
@native
def path_create_directory(ctx: Wasi, fd: u32, path: u32, path_len: u32) -> u32:
    """Create a directory (POSIX mkdirat).

    EXIST  the name exists
    ROFS   the grant is read-only
    """
    d, place = descriptor(ctx, fd), new(Place)
    error = require_mutable(ctx, d, Rights.PATH_CREATE_DIRECTORY)
    if error == Errno.SUCCESS:
        error = locate(ctx, d.host, path, path_len, place)
    return error if error else finish(place, syscall(SYS.mkdirat, place.directory, place.name, 0o777))


@native
def path_remove_directory(ctx: Wasi, fd: u32, path: u32, path_len: u32) -> u32:
    """Remove an empty directory (POSIX unlinkat with AT_REMOVEDIR).

    INVAL     also: the path ends with "."
    NOTEMPTY  the directory is not empty
    ROFS      the grant is read-only
    """
    d, place = descriptor(ctx, fd), new(Place)
    error = require_mutable(ctx, d, Rights.PATH_REMOVE_DIRECTORY)
    if error == Errno.SUCCESS:
        error = locate(ctx, d.host, path, path_len, place)
    return error if error else finish(place, syscall(SYS.unlinkat, place.directory, place.name, AT_REMOVEDIR))


@native
def path_unlink_file(ctx: Wasi, fd: u32, path: u32, path_len: u32) -> u32:
    """Remove a name that is not a directory (POSIX unlinkat); symbolic links are not followed.

    ISDIR  a directory
    ROFS   the grant is read-only
    """
    d, place = descriptor(ctx, fd), new(Place)
    error = require_mutable(ctx, d, Rights.PATH_UNLINK_FILE)
    if error == Errno.SUCCESS:
        error = locate(ctx, d.host, path, path_len, place)
    return error if error else finish(place, syscall(SYS.unlinkat, place.directory, place.name, 0))


@native
def path_symlink(ctx: Wasi, old_path: u32, old_path_len: u32, fd: u32, new_path: u32, new_path_len: u32) -> u32:
    """Create a symbolic link (POSIX symlinkat).

    old_path, old_path_len  address and size of the target, which need not exist
    new_path, new_path_len  address and size of the path of the link

    EXIST       the name `new_path` exists
    NOTCAPABLE  also: the target is absolute; a relative target that leaves the directory fails only when it is followed
    ROFS        the grant is read-only
    """
    d, place, target = descriptor(ctx, fd), new(Place), new(u8, PATH_MAX)
    error = require_mutable(ctx, d, Rights.PATH_SYMLINK)
    if error == Errno.SUCCESS:
        error = copy_path(ctx, old_path, old_path_len, target)
    if error == Errno.SUCCESS and target[0] == SLASH:
        error = u32(Errno.NOTCAPABLE)
    if error == Errno.SUCCESS:
        error = locate(ctx, d.host, new_path, new_path_len, place)
    return error if error else finish(place, syscall(SYS.symlinkat, target, place.directory, place.name))


@native
def path_rename(
    ctx: Wasi, fd: u32, old_path: u32, old_path_len: u32, new_fd: u32, new_path: u32, new_path_len: u32
) -> u32:
    """Rename a file or a directory, and replace what has the new name (POSIX renameat).

    fd, old_path, old_path_len      directory, and address and size of the old path
    new_fd, new_path, new_path_len  directory, and address and size of the new path

    BUSY      a path ends with "." or ".."
    INVAL     also: a directory would become a descendant of itself
    ISDIR     a file would replace a directory
    NOTDIR    also: a directory would replace a file, or the path of a file ends with a slash
    NOTEMPTY  the directory to replace is not empty
    ROFS      one of the grants is read-only
    XDEV      the directories are in different file systems
    """
    old, place, new_place = descriptor(ctx, fd), new(Place), new(Place)
    error = require_mutable(ctx, old, Rights.PATH_RENAME_SOURCE)
    if error == Errno.SUCCESS:
        error = require_mutable(ctx, descriptor(ctx, new_fd), Rights.PATH_RENAME_TARGET)
    if error == Errno.SUCCESS:
        error = locate(ctx, old.host, old_path, old_path_len, place)
    if error:
        return error
    error = locate(ctx, descriptor(ctx, new_fd).host, new_path, new_path_len, new_place)
    if error:
        leave(place)
        return error
    result = syscall(SYS.renameat2, place.directory, place.name, new_place.directory, new_place.name, 0)
    leave(new_place)
    return finish(place, result)


@native
def path_link(
    ctx: Wasi,
    old_fd: u32,
    old_flags: u32,
    old_path: u32,
    old_path_len: u32,
    new_fd: u32,
    new_path: u32,
    new_path_len: u32,
) -> u32:
    """Create a hard link (POSIX linkat).

    old_fd, old_path, old_path_len  directory, and address and size of the path of the file
    old_flags                       lookupflags: follow a symbolic link in the last component, or link the link itself
    new_fd, new_path, new_path_len  directory, and address and size of the new path

    EXIST  the name `new_path` exists
    MLINK  the file has too many links
    PERM   a directory
    ROFS   one of the grants is read-only
    XDEV   the directories are in different file systems
    """
    old, place, new_place, text = descriptor(ctx, old_fd), new(Place), new(Place), new(u8, PATH_MAX)
    error = require_mutable(ctx, old, Rights.PATH_LINK_SOURCE)
    if error == Errno.SUCCESS:
        error = require_mutable(ctx, descriptor(ctx, new_fd), Rights.PATH_LINK_TARGET)
    if error == Errno.SUCCESS:
        error = copy_path(ctx, old_path, old_path_len, text)
    if error == Errno.SUCCESS:
        error = from_host(locate_source(ctx, old.host, old_flags, text, place))
    if error:
        return error
    if place.slash:
        leave(place)
        return unless_directory(ctx, old.host, text, Errno.PERM)
    error = locate(ctx, descriptor(ctx, new_fd).host, new_path, new_path_len, new_place)
    if error:
        leave(place)
        return error
    # Without AT_SYMLINK_FOLLOW, because `locate_source` has already followed the link.
    result = syscall(SYS.linkat, place.directory, place.name, new_place.directory, new_place.name, 0)
    leave(new_place)
    return finish(place, result)


@native
def locate_source(ctx: Wasi, root: i32, flags: u32, text: ptr, place: Place) -> i64:
    """As `locate_text`, but follows a link in the last component if the flags say so."""
    if flags & FOLLOW:
        result = walk(root, text, FINAL | BEFORE_SLASH, place)
        if result == -ESCAPE:
            note_path(ctx, root, text)
        return result
    return locate_text(ctx, root, text, place)
