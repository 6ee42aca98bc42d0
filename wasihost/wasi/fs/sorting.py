"""Sort the entries of a directory by name: an open directory in, a table of the kernel's records out.

Names are compared as bytes, so the order is the same on every machine and in every file system.
"""

import errno

from wasihost.native import Ptr, Struct, bool_, i32, i64, memcpy, native, ptr, syscall, u8, u64
from wasihost.native.platform import SYS, Dirent64
from wasihost.wasi.host import map_kept, unmap_kept
from wasihost.wasi.pieces import is_over_at, time_is_over

FIRST_SIZE = 64 << 10  # initial capacity for records, in bytes
NAME = Dirent64.offset("name")


class Sorting(Struct):
    store: ptr  # the store whose memory limit the records count towards
    records: ptr  # null: nothing has been sorted
    size: u64  # bytes of `records`
    table: Ptr(u64)  # offsets of records, sorted by name
    count: u64


@native
def sorting_free(sorting: Sorting):
    if sorting.records:
        unmap_kept(sorting.store, sorting.records, sorting.size)
    if sorting.count:
        unmap_kept(sorting.store, ptr(sorting.table), sorting.count * 16)
    sorting.records, sorting.count = ptr(0), 0


@native
def sorted_entry(sorting: Sorting, index: u64) -> ptr:
    """The record of an entry, or null after the last one."""
    return sorting.records + sorting.table[index] if index < sorting.count else ptr(0)


@native
def sort(sorting: Sorting, stream: i32) -> i64:
    """Read a directory from its start, and sort it.  Returns 0 or -errno."""
    sorting_free(sorting)
    used = read_all(sorting, stream)
    if used < 0:
        return used
    count, at, filled = u64(0), u64(0), u64(0)
    while at < u64(used):
        record = Dirent64(sorting.records + at)
        count += u64(not is_dots(record.name))
        at += u64(record.reclen)
    if not count:
        return 0
    # The second half is scratch space for merging.
    sorting.table = Ptr(u64)(map_kept(sorting.store, count * 16))
    if not sorting.table:
        return -errno.ENOMEM
    at, sorting.count = 0, count
    while at < u64(used):
        record = Dirent64(sorting.records + at)
        if not is_dots(record.name):
            sorting.table[filled] = at
            filled += 1
        at += u64(record.reclen)
    return i64(0) if merge_runs(sorting) else i64(-errno.EINTR)


@native
def read_all(sorting: Sorting, stream: i32) -> i64:
    """Read all records.  Returns their size in bytes, or -errno."""
    sorting.size = FIRST_SIZE
    sorting.records = map_kept(sorting.store, FIRST_SIZE)
    used = u64(0)
    while sorting.records:
        got = read_records(stream, sorting.records + used, sorting.size - used)
        if got == 0:
            return i64(used)
        if got > 0:
            used += u64(got)
        elif got != -errno.EINVAL:
            return got
        elif not enlarge(sorting, used):
            break
    return -errno.ENOMEM


@native
def read_records(stream: i32, records: ptr, room: u64) -> i64:
    """Read the next records of a directory.  Returns their size in bytes, 0 at the end, or -errno.

    -EINVAL: `room` is too small for one record.
    """
    if time_is_over():
        return -errno.EINTR
    got = syscall(SYS.getdents64, stream, records, room)
    if got == -errno.ENOENT:  # POSIX: reading a removed directory reaches its end
        return 0
    return got if got < 0 or are_whole(records, u64(got)) else i64(-errno.EIO)


@native
def are_whole(records: ptr, size: u64) -> bool_:
    """Check that the sizes of the records add up to `size`, and that each name ends with a NUL within its record."""
    at = u64(0)
    while at < size:
        if size - at <= NAME:
            return False
        record, end = Dirent64(records + at), u64(NAME)
        record_size = u64(record.reclen)
        if not NAME < record_size <= size - at:
            return False
        while end < record_size and u8[record, end]:
            end += 1
        if end == record_size:
            return False
        at += record_size
    return True


@native
def enlarge(sorting: Sorting, used: u64) -> bool_:
    larger = map_kept(sorting.store, 2 * sorting.size)
    if not larger:
        return False
    memcpy(larger, sorting.records, used)
    unmap_kept(sorting.store, sorting.records, sorting.size)
    sorting.records = larger
    sorting.size *= 2
    return True


@native
def merge_runs(sorting: Sorting) -> bool_:
    """Merge adjacent sorted runs, starting with single entries.  False: the guest's deadline has passed."""
    source, target, width = sorting.table, Ptr(u64)(ptr(sorting.table) + sorting.count * 8), u64(1)
    while width < sorting.count:
        start = u64(0)
        while start < sorting.count:
            middle = min(start + width, sorting.count)
            merge(sorting.records, source, target, start, middle, min(middle + width, sorting.count))
            start += 2 * width
        if time_is_over():
            return False
        source, target = target, source
        width *= 2
    if ptr(source) != ptr(sorting.table):
        memcpy(sorting.table, source, sorting.count * 8)
    return True


@native
def merge(records: ptr, source: Ptr(u64), target: Ptr(u64), start: u64, middle: u64, end: u64):
    left, right = start, middle
    for at in range(start, end):
        if is_over_at(at):
            return
        if right == end or (left < middle and comes_first(records, source[left], source[right])):
            target[at] = source[left]
            left += 1
        else:
            target[at] = source[right]
            right += 1


@native
def comes_first(records: ptr, a: u64, b: u64) -> bool_:
    first, second, at = Dirent64(records + a).name, Dirent64(records + b).name, u64(0)
    while u8[first, at] and u8[first, at] == u8[second, at]:
        at += 1
    return u8[first, at] <= u8[second, at]


@native
def is_dots(name: ptr) -> bool_:
    """Whether a name is "." or ".."."""
    if u8[name] != ord("."):
        return False
    second = u8[name, 1]
    return second == 0 or (second == ord(".") and u8[name, 2] == 0)
