"""Detect probable mistakes on a command line, like `options.doubts`, which has the texts of the warnings."""

from wasihost.launcher.options import COUNT, MEANT, ROWS, Options, Row
from wasihost.native import Ptr, bool_, native, new, ptr, u8, u64
from wasihost.native.prelude import memcmp, streq
from wasihost.runtime.report.grant import Grant, read_grant
from wasihost.wasi.fs.descriptors import is_terminal

STDERR = 2


@native
def is_doubtful(options: Options) -> bool_:
    """Whether Python has to print a warning."""
    if options.quiet:
        return False
    doubtful = options.misspelt or options.unknown_variable
    return (doubtful and is_terminal(STDERR)) or hiding(options, u64(0)) != options.grant_count


# -------------------------------------------------------------------------------------------------- misspelt options
@native
def is_misspelt(word: ptr) -> bool_:
    """Whether it is an option of the host, or one edit away from one (`command_line._misspelt`)."""
    if u8[word] != ord("-") or u8[word, 1] != ord("-"):
        return False
    size: u64 = 0
    while u8[word, size] and u8[word, size] != ord("="):
        size += 1
    found: bool_ = False
    for i in range(COUNT):
        found = found or (ROWS[i].flags & MEANT != 0 and is_near(word, size, ROWS[i]))
    return found


@native
def is_near(word: ptr, size: u64, row: Ptr(Row)) -> bool_:
    """Whether nothing differs, or a letter was removed, added, replaced, or swapped with the next one."""
    name: ptr = row.name
    other, same = u64(row.size), u64(0)
    while same < min(size, other) and u8[word, same] == u8[name, same]:
        same += 1
    a, b = word + same, name + same
    left, right = size - same, other - same
    if left == right + 1:
        return memcmp(a + 1, b, right) == 0
    if right == left + 1:
        return memcmp(a, b + 1, left) == 0
    if left != right:
        return False
    if not left:
        return True
    if memcmp(a + 1, b + 1, left - 1) == 0:
        return True
    return left > 1 and u8[a] == u8[b, 1] and u8[a, 1] == u8[b] and memcmp(a + 2, b + 2, left - 2) == 0


# ----------------------------------------------------------------------------------------------------- hidden grants
@native
def hiding(options: Options, first: u64) -> u64:
    """The index of a grant, starting at `first`, that another one hides from C programs; the count: none."""
    for i in range(first, u64(options.grant_count)):
        if not streq(options.dir[found_instead(options, i)], options.dir[i]):
            return i
    return options.grant_count


@native
def found_instead(options: Options, number: u64) -> u64:
    """The grant that is found under the name of this one: of the same names, the longest, and of those the last."""
    found, longest, size, other_size = number, u64(0), new(u64), new(u64)
    name = name_found(options.dir[number], size)
    wanted = without_slash(name, size[0])
    for k in range(u64(options.grant_count)):
        other = name_found(options.dir[k], other_size)
        same = without_slash(other, other_size[0]) == wanted and memcmp(name, other, wanted) == 0
        if same and other_size[0] >= longest:
            found, longest = k, other_size[0]
    return found


@native
def without_slash(name: ptr, size: u64) -> u64:
    """The size of a name without the slash at its end."""
    return size - 1 if size and u8[name, size - 1] == ord("/") else size


@native
def name_found(grant: ptr, size: Ptr(u64)) -> ptr:
    """The guest path in HOST[::GUEST[::ro]], without the prefix that is ignored (`options.doubts.as_found`)."""
    read = new(Grant)
    read_grant(grant, read)
    name, end, at = read.guest, read.guest_size, u64(0)
    while at < end and (
        u8[name, at] == ord("/") or (u8[name, at] == ord(".") and (at + 1 == end or u8[name, at + 1] == ord("/")))
    ):
        at += 1
    size[0] = end - at
    return name + at
