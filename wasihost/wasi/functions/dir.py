"""fd_readdir: the entries of a directory, starting at a cookie.

A cookie is the number of an entry: "." is 0, ".." is 1, and the others follow in the kernel's order (see `listing`).
"""

import errno

from wasihost.native import Ptr, i64, memcpy, memset, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import AT_SYMLINK_NOFOLLOW, DT_DIR, DT_UNKNOWN, SYS, Dirent64, Stat
from wasihost.native.prelude import strlen
from wasihost.wasi.errno import from_host
from wasihost.wasi.fs.descriptors import descriptor, require_rights
from wasihost.wasi.fs.filestat import FILETYPES
from wasihost.wasi.fs.listing import FIRST, Listing, listing_find, listing_new, listing_restart
from wasihost.wasi.guest import translate
from wasihost.wasi.pieces import is_over_at
from wasihost.wasi.state import Descriptor, Wasi
from wasihost.wasi.types import Dirent, Errno, Rights


@native
def fd_readdir(ctx: Wasi, fd: u32, buf: u32, buf_len: u32, cookie: u64, bufused: u32) -> u32:
    """Read directory entries, starting at the entry with the number `cookie`.

    fd       directory
    buf      address of a buffer: receives dirents, each followed by its name; the last one may be truncated
    buf_len  size of the buffer in bytes
    cookie   0 starts a new scan; d_next of an entry continues after it
    bufused  address of the result, u32: bytes written; fewer than `buf_len` at the end of the directory

    BADF        not open
    FAULT       the buffer or the result is outside of the memory
    NOMEM       the host has no memory for the scan
    NOTCAPABLE  the guest has dropped FD_READDIR
    NOTDIR      not a directory

    Example, buf=1 buf_len=30: 24 bytes of d_next=1, d_ino, d_namlen=1 and d_type=3, then ".", then 5 bytes of d_next=2.
    """
    d = descriptor(ctx, fd)
    error = require_rights(d, Rights.FD_READDIR)
    if error:
        return error
    out, used = translate(ctx, buf, buf_len), translate(ctx, bufused, 4)
    if not out or not used:
        return Errno.FAULT
    result = prepare_listing(ctx, d, cookie)
    if result == 0:
        result = put_entries(d, out, buf_len, cookie)
    if result < 0:
        return from_host(result)
    u32[used] = u32(result)
    return Errno.SUCCESS


@native
def prepare_listing(ctx: Wasi, d: Descriptor, cookie: u64) -> i64:
    if d.listing:
        return listing_restart(Listing(d.listing)) if cookie == 0 else i64(0)
    # Other processes may share the host's descriptor of a preopen, and its file offset.
    result = listing_new(ctx.store, d.host, u32(d.preopen != ptr(0)), u32(ctx.options.sorted_dirs))
    if result < 0:
        return result
    d.listing = ptr(result)
    return 0


@native
def put_entries(d: Descriptor, out: ptr, room: u64, number: u64) -> i64:
    """Write entries, starting at `number`.  Returns the bytes written, or -errno."""
    used, record, header = u64(0), new(Dirent64), new(Dirent)
    while used < room:
        if is_over_at(number):
            return -errno.EINTR
        entry = new(ptr)
        result = find_entry(d, number, record, entry)
        if result < 0:
            return result
        if not entry[0]:
            break
        found = Dirent64(entry[0])
        number += 1
        name_size = strlen(found.name)
        memset(header, 0, sizeof(Dirent))
        header.d_next, header.d_ino, header.d_namlen = number, found.ino, u32(name_size)
        header.d_type = entry_filetype(d, found)
        used += put_part(out + used, room - used, header, sizeof(Dirent))
        used += put_part(out + used, room - used, found.name, name_size)
    return i64(used)


@native
def put_part(out: ptr, room: u64, data: ptr, size: u64) -> u64:
    """Copy as many bytes as fit.  Returns their number."""
    size = min(size, room)
    memcpy(out, data, size)
    return size


@native
def find_entry(d: Descriptor, number: u64, made_up: Dirent64, entry: Ptr(ptr)) -> i64:
    """Set `entry` to the entry with this number, or to null after the last one.  Returns 0 or -errno."""
    if number >= FIRST:
        return listing_find(Listing(d.listing), number, entry)
    # The guest must not learn about the parent of a preopen, so its ".." is the directory itself.
    status, name = new(Stat), b".." if number else b"."
    at = b"." if d.preopen else name
    result = syscall(SYS.newfstatat, d.host, at, status, AT_SYMLINK_NOFOLLOW)
    if result < 0:
        return result
    made_up.ino, made_up.type = status.ino, DT_DIR
    memcpy(made_up.name, name, number + 2)
    entry[0] = made_up
    return 0


@native
def entry_filetype(d: Descriptor, entry: Dirent64) -> u8:
    """The WASI file type of an entry.  Some file systems do not report the type in the entry, so it may need a stat."""
    kind = u32(entry.type)
    if kind == DT_UNKNOWN:
        status = new(Stat)
        if syscall(SYS.newfstatat, d.host, entry.name, status, AT_SYMLINK_NOFOLLOW) == 0:
            kind = status.mode >> 12
    return FILETYPES[kind & 15]
