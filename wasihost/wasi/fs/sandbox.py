"""Resolve a path beneath a directory: a directory descriptor and a path in, a descriptor, or a parent and a name, out.

There are two resolvers with the same results: the kernel's (openat2 with RESOLVE_BENEATH), and a walk that opens one
component at a time without following links, and expands links itself.  The walk is used if the kernel or a seccomp
filter rejects openat2.  A path is never resolved twice: operations use the descriptors that the resolution holds.  An
absolute path or link, and one that leaves the directory, even if it comes back, returns -ESCAPE.
"""

import errno

from wasihost.abi import PATH_MAX
from wasihost.layout import Array
from wasihost.native import Struct, bool_, i32, i64, memcpy, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    O_CLOEXEC,
    O_CREAT,
    O_DIRECTORY,
    O_EXCL,
    O_NOFOLLOW,
    O_PATH,
    RESOLVE_BENEATH,
    RESOLVE_NO_MAGICLINKS,
    RESOLVE_NO_SYMLINKS,
    SYS,
    OpenHow,
)  # fmt: skip
from wasihost.native.prelude import strlen
from wasihost.wasi.errno import ESCAPE, from_host
from wasihost.wasi.fs.sorting import is_dots
from wasihost.wasi.guest import copy_path
from wasihost.wasi.host import close, restarting
from wasihost.wasi.pieces import time_is_over
from wasihost.wasi.refusal import note_path
from wasihost.wasi.state import Wasi

SLASH = ord("/")
DOT = ord(".")
NAME_MAX = 255
LINKS_MAX = 40  # maximum symbolic links in one resolution, the same as in Linux
HELD = 256  # directories that the walk holds open; ".." cannot go above the oldest.  The kernel's resolver has no limit
RETRIES = 16  # if other processes change the directories meanwhile

# Which links in the last component the walk expands:
FINAL = 1
BEFORE_SLASH = 2


class Place(Struct):
    """The result of a resolution: an open directory, and one component in it that is not "..".

    The component is "." if the last component of the path is "." or "..", for example in "." and "a/..".
    """

    directory: i32
    owned: u32  # 1: `directory` was opened for this place
    slash: u32  # 1: the path ended with a slash, so it must name a directory
    name: Array(u8, NAME_MAX + 5)  # room for a slash and a NUL


class Walk(Struct):
    depth: u32  # of the current directory below `root`
    links: u32
    root: i32  # borrowed
    oldest: u32  # smallest depth that is still open
    held: Array(i32, HELD)  # the open directories; the one at depth n has the index n % HELD
    rest: Array(u8, 2 * PATH_MAX)  # the remaining components
    target: Array(u8, PATH_MAX)  # target of the last link


# ----------------------------------------------------------------------------------------------- resolve and open
@native
def open_beneath(ctx: Wasi, root: i32, path: ptr, flags: u64, mode: u64) -> i64:
    """Open the file at a path; `flags` are those of openat.  Returns a descriptor or -errno."""
    result = open_with_either(ctx, root, path, flags, mode)
    if result == -ESCAPE:
        note_path(ctx, root, path)
    return result


@native
def open_with_either(ctx: Wasi, root: i32, path: ptr, flags: u64, mode: u64) -> i64:
    if not ctx.walk_only:
        result = open_with_kernel(ctx, root, path, flags, mode)
        if result == -errno.ENOSYS:
            ctx.walk_only = 1
        # EPERM may come from a seccomp filter that rejects openat2.  If it is about the file, the walk returns it too.
        if result not in (-errno.ENOSYS, -errno.EPERM, -errno.EAGAIN):
            return result
    return open_with_walk(root, path, flags, mode)


@native
def open_with_kernel(ctx: Wasi, root: i32, path: ptr, flags: u64, mode: u64) -> i64:
    how = new(OpenHow)
    how.flags, how.mode = flags | O_CLOEXEC, mode
    # A path without ".." and without links cannot leave the directory, so RESOLVE_BENEATH is unnecessary.
    if not ctx.links_met and not may_leave(path):
        how.resolve = RESOLVE_NO_SYMLINKS
        result = restarting(SYS.openat2, root, u64(path), u64(how), sizeof(OpenHow))
        if result != -errno.ELOOP:
            return result
        ctx.links_met = 1  # more links are likely, so skip this attempt from now on
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS
    result, tries = i64(-errno.EAGAIN), u32(0)
    while result == -errno.EAGAIN and tries < RETRIES:  # a directory was renamed while ".." was resolved
        result = restarting(SYS.openat2, root, u64(path), u64(how), sizeof(OpenHow))
        tries += 1
    return -ESCAPE if result == -errno.EXDEV else result


@native
def may_leave(path: ptr) -> bool_:
    """Whether a path is absolute, or has a component that begins with ".."."""
    at = u64(0)
    before = u8(SLASH)
    while u8[path, at]:
        if before == SLASH and u8[path, at] == DOT and u8[path, at + 1] == DOT:
            return True
        before = u8[path, at]
        at += 1
    return u8[path] == SLASH


@native
def open_with_walk(root: i32, path: ptr, flags: u64, mode: u64) -> i64:
    creates, exclusive = flags & O_CREAT, flags & (O_CREAT | O_EXCL) == O_CREAT | O_EXCL
    follows = not flags & O_NOFOLLOW and not exclusive
    expand = (u32(FINAL) if follows else u32(0)) | (u32(0) if creates else u32(BEFORE_SLASH))
    place = new(Place)
    result = i64(-errno.ELOOP)
    for _ in range(RETRIES):
        result = walk(root, path, expand, place)
        if result < 0:
            return result
        if place.slash and creates:
            result = -errno.EISDIR
        else:
            directory_only = u64(O_DIRECTORY) if place.slash else u64(0)
            also = O_CLOEXEC | O_NOFOLLOW | directory_only
            result = restarting(SYS.openat, place.directory, u64(place.name), flags | also, mode)
        leave(place)
        # ELOOP although links are followed: the name was replaced by a link after the walk reached it.
        if not (follows and result == -errno.ELOOP):
            break
    return result


# --------------------------------------------------------------------------------------- resolve to parent and name
@native
def locate(ctx: Wasi, root: i32, path: u32, path_len: u32, place: Place) -> u32:
    """Open the directory that contains the last component of the guest's path.  The component need not exist.

    If the path ends with a slash, so does the name, for system calls that create, remove or rename: the slash does not
    make these follow links.  Returns a WASI errno.  After SUCCESS, the caller must leave the place.
    """
    text = new(u8, PATH_MAX)
    error = copy_path(ctx, path, path_len, text)
    return error if error else from_host(locate_text(ctx, root, text, place))


@native
def locate_text(ctx: Wasi, root: i32, text: ptr, place: Place) -> i64:
    place.directory, place.owned = root, 0
    size = strlen(text)
    end = size
    while end and u8[text, end - 1] == SLASH:
        end -= 1
    start = end
    while start and u8[text, start - 1] != SLASH:
        start -= 1
    if start == end:
        if size:
            note_path(ctx, root, text)
        return -ESCAPE if size else i64(-errno.ENOENT)
    if end - start > NAME_MAX:
        return -errno.ENAMETOOLONG
    place.slash = u32(end < size)
    put_name(place, text + start, end - start)
    if is_dots(place.name):
        put_here(place)
        return hold(ctx, text, place)
    if place.slash:
        place.name[end - start], place.name[end - start + 1] = SLASH, 0
    if not start:
        return 0
    first = u8[text, start]
    u8[text, start] = 0
    result = hold(ctx, text, place)
    u8[text, start] = first
    if result == -ESCAPE:
        note_path(ctx, root, text)  # the whole path
    return result


@native
def hold(ctx: Wasi, directory: ptr, place: Place) -> i64:
    """Replace the directory of the place by a directory beneath it."""
    result = open_beneath(ctx, place.directory, directory, O_PATH | O_DIRECTORY, 0)
    if result < 0:
        return result
    place.directory, place.owned = i32(result), 1
    return 0


@native
def leave(place: Place):
    if place.owned:
        close(place.directory)


@native
def finish(place: Place, result: i64) -> u32:
    """Leave a place.  Returns the WASI errno for the result of the system call."""
    leave(place)
    return from_host(result)


@native
def put_name(place: Place, name: ptr, size: u64):
    memcpy(place.name, name, size)
    place.name[size] = 0


@native
def put_here(place: Place):
    """Make the place name its directory itself."""
    put_name(place, b".", 1)
    place.slash = 0


# ------------------------------------------------------------------------------------------------------------- walk
@native
def walk(root: i32, path: ptr, expand: u32, place: Place) -> i64:
    """Resolve a path to a place; `expand` selects the links in the last component that are followed.

    Returns 0 or -errno.

    The name has no slash at the end.  If links in the last component are followed, the name was not a link when the
    walk read it, so the caller must open it without following links.
    """
    size = strlen(path)
    if not size:
        return -errno.ENOENT
    way = new(Walk)
    memcpy(way.rest, path, size + 1)
    way.depth, way.links, way.root, way.oldest = 0, 0, root, 1
    result = take_steps(way, expand, place)
    if result == 0:
        place.directory, place.owned = current(way), u32(way.depth > 0)
    elif way.depth:
        close(current(way))
    while way.oldest < way.depth:
        close_oldest(way)
    return result


@native
def current(way: Walk) -> i32:
    return way.held[way.depth % HELD] if way.depth else way.root


@native
def close_oldest(way: Walk):
    close(way.held[way.oldest % HELD])
    way.oldest += 1


@native
def take_steps(way: Walk, expand: u32, place: Place) -> i64:
    """Walk to the last component.  Returns 0 or -errno."""
    rest = ptr(way.rest)
    if u8[rest] == SLASH:
        return -ESCAPE
    while True:
        while u8[rest] == SLASH:
            rest += 1
        size = component_size(rest)
        if size > NAME_MAX:
            return -errno.ENAMETOOLONG
        put_name(place, rest, size)
        after = rest + size
        place.slash = u32(u8[after] == SLASH)
        last = is_empty(after)
        if time_is_over():
            return -errno.EINTR
        if size == 0 or is_dots(place.name):
            if size == 2:
                if not way.depth:
                    return -ESCAPE
                if way.depth == way.oldest and way.depth > 1:
                    return -errno.ENAMETOOLONG
                close(current(way))
                way.depth -= 1
            if last:
                put_here(place)
                return 0
            rest = after
            continue
        if last and not expand & (u32(BEFORE_SLASH) if place.slash else u32(FINAL)):
            return 0
        result = i64(-errno.ENOTDIR)
        if not last:
            result = descend(way, place.name)
            if result == 0:
                rest = after
                continue
            if result != -errno.ENOTDIR:
                return result
        result = expand_link(way, place.name, after)
        if result == -errno.EINVAL:  # not a link
            return i64(0) if last else i64(-errno.ENOTDIR)
        if result < 0:
            # The caller may create a missing name.  Any other error occurs again when the caller uses the place.
            return i64(0) if last and result == -errno.ENOENT else result
        rest = ptr(way.rest)


@native
def component_size(text: ptr) -> u64:
    size = u64(0)
    while u8[text, size] and u8[text, size] != SLASH:
        size += 1
    return size


@native
def is_empty(text: ptr) -> bool_:
    """Whether no component follows."""
    while u8[text] == SLASH:
        text += 1
    return u8[text] == 0


@native
def descend(way: Walk, name: ptr) -> i64:
    """Enter a directory.  ENOTDIR: it is a link, or not a directory."""
    result = syscall(SYS.openat, current(way), name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC, 0)
    if result < 0:
        return result
    if way.depth + 1 == way.oldest + HELD:
        close_oldest(way)
    way.depth += 1
    way.held[way.depth % HELD] = i32(result)
    return 0


@native
def expand_link(way: Walk, name: ptr, after: ptr) -> i64:
    """Replace a link by its target, before the remaining components.  EINVAL: not a link."""
    size = syscall(SYS.readlinkat, current(way), name, way.target, PATH_MAX)
    if size < 0:
        return size
    way.links += 1
    if way.links > LINKS_MAX:
        return -errno.ELOOP
    if u8[way.target] == SLASH:
        return -ESCAPE
    tail = strlen(after) + 1
    if size == PATH_MAX or u64(size) + tail > 2 * PATH_MAX:
        return -errno.ENAMETOOLONG
    memcpy(ptr(way.rest) + size, after, tail)
    memcpy(way.rest, way.target, u64(size))
    return 0
