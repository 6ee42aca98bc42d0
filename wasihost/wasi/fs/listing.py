"""Read a directory entry by entry, starting at any number: an open directory in, the kernel's entries out.

Entries are numbered starting at FIRST, in the kernel's order, without "." and "..".  A window holds at most WINDOW
bytes of the kernel's records.  Everything that fits into it, some 6 000 entries, is read when a scan begins, so files
created or removed during the scan do not affect it.  The rest of a larger directory is read as the scan advances; the
kernel returns each entry that stays exactly once.  Only a cookie before the window reads the directory again, and
then counts the entries that exist now.

The window of a sorted listing is the whole directory, and its entries are numbered by name.
"""

import errno

from wasihost.native import Ptr, Struct, i32, i64, native, ptr, sizeof, syscall, u32, u64
from wasihost.native.platform import O_CLOEXEC, O_DIRECTORY, O_RDONLY, SEEK_SET, SYS, Dirent64
from wasihost.wasi.fs.sorting import Sorting, is_dots, read_records, sort, sorted_entry, sorting_free
from wasihost.wasi.host import close, map_kept, unmap_kept

FIRST = 2  # numbers 0 and 1 are "." and "..", which the caller adds
WINDOW = 256 << 10


class Listing(Struct):
    """A directory scan.  The records follow this struct."""

    stream: i32  # host descriptor that the entries are read from
    own_stream: u32  # 1: `stream` was opened for this listing
    ended: u32  # the kernel has no more
    by_name: u32  # 1: `sorted` holds the entries
    first: u64  # number of the entry at the start of the window
    used: u64  # bytes of records
    next: u64  # number of the entry at `position`, where the last search ended
    position: u64
    sorted: Sorting


SIZE = sizeof(Listing) + WINDOW


@native
def listing_new(store: ptr, directory: i32, reopen: u32, by_name: u32) -> i64:
    """The address of a new listing, or -errno.  With `reopen`, it gets a file offset of its own."""
    stream = i64(directory)
    if reopen:
        stream = syscall(SYS.openat, directory, b".", O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0)
        if stream == -errno.ENOENT:  # the directory was removed, so its file offset does not matter
            stream, reopen = i64(directory), u32(0)
        elif stream < 0:
            return stream
    listing = Listing(map_kept(store, SIZE))
    if not listing:
        if reopen:
            close(i32(stream))
        return -errno.ENOMEM
    listing.stream, listing.own_stream, listing.by_name = i32(stream), reopen, by_name
    listing.sorted.store = store
    result = listing_restart(listing)
    if result < 0:
        listing_free(listing)
        return result
    return i64(listing)


@native
def listing_free(listing: Listing):
    if listing.own_stream:
        close(listing.stream)
    sorting_free(listing.sorted)
    unmap_kept(listing.sorted.store, ptr(listing), SIZE)


@native
def listing_restart(listing: Listing) -> i64:
    """Restart the scan with the current content of the directory."""
    result = syscall(SYS.lseek, listing.stream, 0, SEEK_SET)
    if result < 0:
        return result
    listing.ended, listing.next = 0, FIRST
    return sort(listing.sorted, listing.stream) if listing.by_name else refill(listing)


@native
def refill(listing: Listing) -> i64:
    """Fill the window with the entries starting at `next`."""
    listing.first, listing.used, listing.position = listing.next, 0, 0
    while not listing.ended:
        got = read_records(listing.stream, ptr(listing[1]) + listing.used, WINDOW - listing.used)
        if got == -errno.EINVAL and listing.used:  # the window is full
            return 0
        if got < 0:
            return got
        listing.ended = u32(got == 0)
        listing.used += u64(got)
    return 0


@native
def listing_find(listing: Listing, number: u64, entry: Ptr(ptr)) -> i64:
    """Set `entry` to the record with this number, or to null after the last one.  Returns 0 or -errno."""
    if listing.by_name:
        entry[0] = sorted_entry(listing.sorted, number - FIRST)
        return 0
    if number < listing.first:
        result = listing_restart(listing)
        if result < 0:
            return result
    elif number < listing.next:
        listing.next, listing.position = listing.first, 0
    entry[0] = ptr(0)
    while True:
        while listing.position < listing.used:
            record = Dirent64(ptr(listing[1]) + listing.position)
            if not is_dots(record.name):
                if listing.next == number:
                    entry[0] = record
                    return 0
                listing.next += 1
            listing.position += u64(record.reclen)
        if listing.ended:
            return 0
        result = refill(listing)
        if result < 0:
            return result
