"""path_*: everything that begins with a directory and a path beneath it.

Every function here returns these, besides what its docstring names: BADF (not open), NOTDIR (the descriptor, or a
component on the way, is no directory), FAULT (a range leaves the memory), INVAL (a NUL in the path), NAMETOOLONG,
NOENT (something on the way is missing), ACCES (the host's user may not), LOOP (more than 40 links), and NOTCAPABLE
(the path is absolute or leaves the directory, or the right was given away).
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
from wasihost.wasi.descriptors import descriptor, need, need_to_change
from wasihost.wasi.errno import ESCAPE, from_host
from wasihost.wasi.filestat import put_filestat, times_to_set
from wasihost.wasi.guest import copy_path, translate
from wasihost.wasi.host import close
from wasihost.wasi.refusal import note_path, note_unfound
from wasihost.wasi.sandbox import (
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
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno, Filestat, Lookupflags, Rights

FOLLOW = Lookupflags.SYMLINK_FOLLOW


# ---------------------------------------------------------------------------------------------------------- attributes
@native
def path_filestat_get(ctx: Wasi, fd: u32, flags: u32, path: u32, path_len: u32, buf: u32) -> u32:
    """Write the attributes of what the path names; of a link itself, unless `flags` says to follow it."""
    status, out = new(Stat), translate(ctx, buf, sizeof(Filestat))
    error = status_at(ctx, fd, flags, path, path_len, out, status)
    if error == Errno.SUCCESS:
        put_filestat(status, out)
    return error


@native
def status_at(ctx: Wasi, fd: u32, flags: u32, path: u32, path_len: u32, out: ptr, status: Stat) -> u32:
    """The host's attributes of a path, if `out` says that they can be written."""
    d, text = descriptor(ctx, fd), new(u8, PATH_MAX)
    error = need(d, Rights.PATH_FILESTAT_GET)
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
        # Most paths: one system call instead of three.  One component cannot lead out, unless it is a link.
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
    """Whether a path is one component, and not ".."."""
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
    """Set the times that `fst_flags` names, in nanoseconds since 1970 or to now; of a link itself, unless followed.

    INVAL  also: a time is to be both given and now, or a flag is unknown; nothing changes
    PERM   the file belongs to somebody else
    ROFS   granted for reading only
    """
    d, text, times = descriptor(ctx, fd), new(u8, PATH_MAX), new(Timespec, 2)
    error = need_to_change(ctx, d, Rights.PATH_FILESTAT_SET_TIMES)
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
    # Before 5.8 Linux could not set the times of a descriptor opened with O_PATH.
    place = new(Place)
    result = walk(d.host, text, u32(FINAL | BEFORE_SLASH) if follow else u32(BEFORE_SLASH), place)
    if result < 0:
        return from_host(result)
    return finish(place, syscall(SYS.utimensat, place.directory, place.name, times, AT_SYMLINK_NOFOLLOW))


@native
def path_readlink(ctx: Wasi, fd: u32, path: u32, path_len: u32, buf: u32, buf_len: u32, bufused: u32) -> u32:
    """Write the target of a link, cut off where the buffer ends, and how many bytes that is.

    INVAL  also: it is no link
    """
    d, text, place = descriptor(ctx, fd), new(u8, PATH_MAX), new(Place)
    out, used = translate(ctx, buf, buf_len), translate(ctx, bufused, 4)
    error = need(d, Rights.PATH_READLINK)
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
    target = new(u8, PATH_MAX)  # Linux refuses a buffer of no bytes
    result = syscall(SYS.readlinkat, place.directory, place.name, target, PATH_MAX)
    if result >= 0:
        size = min(u64(result), u64(buf_len))
        memcpy(out, target, size)
        u32[used] = u32(size)
    return finish(place, result)


@native
def unless_directory(ctx: Wasi, root: i32, text: ptr, error: u32) -> u32:
    """Of a path that ends with a slash: why it is no directory, or else `error`."""
    result = open_beneath(ctx, root, text, O_PATH | O_DIRECTORY, 0)
    if result < 0:
        return from_host(result)
    close(i32(result))
    return error


# ------------------------------------------------------------------------------------------------- making and removing
@native
def path_create_directory(ctx: Wasi, fd: u32, path: u32, path_len: u32) -> u32:
    """Create a directory.

    EXIST  something has that name
    ROFS   granted for reading only
    """
    d, place = descriptor(ctx, fd), new(Place)
    error = need_to_change(ctx, d, Rights.PATH_CREATE_DIRECTORY)
    if error == Errno.SUCCESS:
        error = locate(ctx, d.host, path, path_len, place)
    return error if error else finish(place, syscall(SYS.mkdirat, place.directory, place.name, 0o777))


@native
def path_remove_directory(ctx: Wasi, fd: u32, path: u32, path_len: u32) -> u32:
    """Remove an empty directory.

    INVAL     also: the path ends with "."
    NOTEMPTY  something is in it
    ROFS      granted for reading only
    """
    d, place = descriptor(ctx, fd), new(Place)
    error = need_to_change(ctx, d, Rights.PATH_REMOVE_DIRECTORY)
    if error == Errno.SUCCESS:
        error = locate(ctx, d.host, path, path_len, place)
    return error if error else finish(place, syscall(SYS.unlinkat, place.directory, place.name, AT_REMOVEDIR))


@native
def path_unlink_file(ctx: Wasi, fd: u32, path: u32, path_len: u32) -> u32:
    """Remove a name that is not a directory's; links are not followed.

    ISDIR  a directory
    ROFS   granted for reading only
    """
    d, place = descriptor(ctx, fd), new(Place)
    error = need_to_change(ctx, d, Rights.PATH_UNLINK_FILE)
    if error == Errno.SUCCESS:
        error = locate(ctx, d.host, path, path_len, place)
    return error if error else finish(place, syscall(SYS.unlinkat, place.directory, place.name, 0))


@native
def path_symlink(ctx: Wasi, old_path: u32, old_path_len: u32, fd: u32, new_path: u32, new_path_len: u32) -> u32:
    """Create a link with the target `old_path`, which need not exist.

    EXIST       something has the name `new_path`
    NOTCAPABLE  also: the target is absolute; a relative one that leads out is only refused when it is followed
    ROFS        granted for reading only
    """
    d, place, target = descriptor(ctx, fd), new(Place), new(u8, PATH_MAX)
    error = need_to_change(ctx, d, Rights.PATH_SYMLINK)
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
    """Give a file or a directory another name; what had that name is gone.

    BUSY      a path ends with "." or ".."
    INVAL     also: a directory into itself
    ISDIR     a file onto a directory
    NOTDIR    also: a directory onto a file, or a file with a slash behind it
    NOTEMPTY  onto a directory with something in it
    ROFS      one of both sides was granted for reading only
    XDEV      to another file system
    """
    old, place, new_place = descriptor(ctx, fd), new(Place), new(Place)
    error = need_to_change(ctx, old, Rights.PATH_RENAME_SOURCE)
    if error == Errno.SUCCESS:
        error = need_to_change(ctx, descriptor(ctx, new_fd), Rights.PATH_RENAME_TARGET)
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
    """Give a file another name besides those that it has; a link itself, unless `old_flags` says to follow it.

    EXIST  something has the name `new_path`
    MLINK  the file has too many names
    PERM   a directory
    ROFS   one of both sides was granted for reading only
    XDEV   to another file system
    """
    old, place, new_place, text = descriptor(ctx, old_fd), new(Place), new(Place), new(u8, PATH_MAX)
    error = need_to_change(ctx, old, Rights.PATH_LINK_SOURCE)
    if error == Errno.SUCCESS:
        error = need_to_change(ctx, descriptor(ctx, new_fd), Rights.PATH_LINK_TARGET)
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
    # Never AT_SYMLINK_FOLLOW: a link that is to be followed has been.
    result = syscall(SYS.linkat, place.directory, place.name, new_place.directory, new_place.name, 0)
    leave(new_place)
    return finish(place, result)


@native
def locate_source(ctx: Wasi, root: i32, flags: u32, text: ptr, place: Place) -> i64:
    """As `locate_text`, but links in the last component are followed if the flags say so."""
    if flags & FOLLOW:
        result = walk(root, text, FINAL | BEFORE_SLASH, place)
        if result == -ESCAPE:
            note_path(ctx, root, text)
        return result
    return locate_text(ctx, root, text, place)
