"""Suggest the grant that would have helped a program that failed, from its last refusal and its arguments.

Not every failed call reaches the host: the C library searches for the directory itself, and fails if none fits.  So
arguments that name files of the host count as well.
"""

from wasihost.abi import (
    PATH_MAX,
    REPORT_LOOKS,
    ExternKind,
    ImportRecord,
    Refusal,
    RefusalKind,
    ReportOptions,
    Section,
    Text,
)
from wasihost.layout import Array
from wasihost.native import Struct, bool_, memcpy, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import AT_FDCWD, S_IFDIR, S_IFMT, SYS, Stat
from wasihost.native.prelude import memcmp, strlen
from wasihost.runtime.image import Image, section
from wasihost.runtime.report.grant import Grant, part_size, read_grant
from wasihost.runtime.report.text import put, put_byte, put_text

SLASH, DOT, COLON, QUOTE = ord("/"), ord("."), ord(":"), ord("'")
OPEN = b"path_open"
SAFE = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"  # need no quotes
ROOM = 4 * PATH_MAX
ABSENT = b" is outside the granted directories: "
NO_DIRECTORY = b"the program was granted no directory; if it needs files in the current directory: `--dir .`"


class Path(Struct):
    """Bytes, followed by a NUL."""

    size: u64
    bytes: Array(u8, ROOM + 1)


# --------------------------------------------------------------------------------------------------------------- paths
@native(inline=False)
def add(path: Path, data: ptr, size: u64):
    size = min(size, ROOM - path.size)
    memcpy(ptr(path.bytes) + path.size, data, size)
    path.size += size
    path.bytes[path.size] = 0


@native(inline=False)
def set_path(path: Path, data: ptr, size: u64):
    path.size = 0
    add(path, data, size)


@native(inline=False)
def name_start(path: Path) -> u64:
    """Where the last name begins, which is empty after a slash."""
    start = path.size
    while start and path.bytes[start - 1] != SLASH:
        start -= 1
    return start


@native(inline=False)
def directory_size(path: Path) -> u64:
    """The size of the path without its last name and the slash before it; for `/x`, it is 1."""
    size = name_start(path)
    while size > 1 and path.bytes[size - 1] == SLASH:
        size -= 1
    return size


@native(inline=False)
def normalize(path: Path, data: ptr, size: u64):
    """Without empty names, `.`, and `..` after a name: what Python's `normpath` makes of it."""
    path.size = 0
    absolute = size and u8[data] == SLASH
    if absolute:
        add(path, data, 1)
    at: u64 = 0
    while at < size:
        end = at
        while end < size and u8[data, end] != SLASH:
            end += 1
        add_name(path, data + at, end - at, absolute)
        at = end + 1
    if not path.size:
        add(path, b".", 1)


@native
def add_name(path: Path, name: ptr, size: u64, absolute: bool_):
    if not size or (size == 1 and u8[name] == DOT):
        return
    if is_up(name, size):
        start = name_start(path)
        last = path.size - start
        if last and not is_up(ptr(path.bytes) + start, last):
            path.size = start - 1 if start > 1 else (start if absolute else u64(0))
            path.bytes[path.size] = 0
            return
        if absolute:
            return
    if path.size and path.bytes[path.size - 1] != SLASH:
        add(path, b"/", 1)
    add(path, name, size)


@native
def is_up(name: ptr, size: u64) -> bool_:
    return size == 2 and u8[name] == DOT and u8[name, 1] == DOT


@native
def leaves(path: Path) -> bool_:
    """Whether `..` occurs only at the start of the path: only then can a grant have its name."""
    size = path.size
    while size and path.bytes[size - 1] == SLASH:
        size -= 1
    went_up: bool_ = False
    ups: bool_ = True
    at: u64 = 0
    while at <= size:
        end = at
        while end < size and path.bytes[end] != SLASH:
            end += 1
        name, length = ptr(path.bytes) + at, end - at
        if not is_up(name, length):
            ups = False
            if not length or (length == 1 and u8[name] == DOT):
                return False
        elif not ups:
            return False
        else:
            went_up = True
        at = end + 1
    return went_up


@native(inline=False)
def exists(path: ptr, status: Stat) -> bool_:
    return syscall(SYS.newfstatat, AT_FDCWD, path, status, 0) == 0


@native(inline=False)
def is_directory(path: ptr) -> bool_:
    status = new(Stat)
    return exists(path, status) and status.mode & S_IFMT == S_IFDIR


@native
def is_same(a: ptr, b: ptr) -> bool_:
    one, other = new(Stat), new(Stat)
    return exists(a, one) and exists(b, other) and one.dev == other.dev and one.ino == other.ino


# -------------------------------------------------------------------------------------------------------------- grants
@native
def is_here(grant: Grant) -> bool_:
    """Whether paths without a directory are in this grant: its guest path is `.` or `./`."""
    return u8[grant.guest] == DOT and (grant.guest_size == 1 or (grant.guest_size == 2 and u8[grant.guest, 1] == SLASH))


@native(inline=False)
def covers(grant: Grant, path: ptr) -> bool_:
    """Whether a path begins with the guest path of a grant."""
    size = grant.guest_size
    while size and u8[grant.guest, size - 1] == SLASH:
        size -= 1
    if is_here(grant):
        return u8[path] != SLASH
    return strlen(path) >= size and memcmp(path, grant.guest, size) == 0 and (u8[path, size] in (0, SLASH))


@native(inline=False)
def put_option(text: Text, host: Path, guest: Path, read_only: bool_):
    """Append `--dir HOST[::GUEST[::ro]]`, quoted for a shell."""
    value = new(Path)
    set_path(value, host.bytes, host.size)
    same = host.size == guest.size and memcmp(host.bytes, guest.bytes, host.size) == 0
    if read_only or not same:
        separate(value)
        add(value, guest.bytes, guest.size)
    if read_only:
        separate(value)
        add(value, b"ro", 2)
    put_text(text, b"`--dir ")
    put_quoted(text, value)
    put_byte(text, ord("`"))


@native(inline=False)
def separate(value: Path):
    """Append `::`, after a slash if the path ends with a colon, which would make it ambiguous."""
    if value.size and value.bytes[value.size - 1] == COLON:
        add(value, b"/", 1)
    add(value, b"::", 2)


@native(inline=False)
def can_be_granted(path: Path) -> bool_:
    """Whether an option can name this path.  With `::` in a path, the option would grant another one."""
    return part_size(path.bytes) == path.size


@native(inline=False)
def put_quoted(text: Text, word: Path):
    safe: bool_ = word.size != 0
    for i in range(word.size):
        safe = safe and word.bytes[i] in SAFE
    if safe:
        put(text, word.bytes, word.size)
        return
    put_byte(text, QUOTE)
    for i in range(word.size):
        if word.bytes[i] == QUOTE:
            put_text(text, b"'\"'\"'")
        else:
            put_byte(text, word.bytes[i])
    put_byte(text, QUOTE)


@native(inline=False)
def put_path(text: Text, path: Path):
    put_byte(text, ord("`"))
    put(text, path.bytes, path.size)
    put_byte(text, ord("`"))


# --------------------------------------------------------------------------------------------------------------- hints
@native
def put_hint(text: Text, image: Image, refusal: Refusal, options: ReportOptions) -> bool_:
    """Write a sentence with the option that grants what was refused.

    False: nothing was refused, or no option would help.
    """
    path = new(Path)
    set_path(path, refusal.path, u64(refusal.path_size))
    match refusal.kind:
        case RefusalKind.READ_ONLY:
            return put_read_only(text, refusal.mount, options)
        case RefusalKind.ABSOLUTE:
            return put_absolute(text, path, options)
        case RefusalKind.OUTSIDE:
            return put_outside(text, path, refusal.mount, options)
        case _:
            return options.flags & REPORT_LOOKS and opens_files(image) and put_unfound(text, options)


@native
def put_read_only(text: Text, mount: u32, options: ReportOptions) -> bool_:
    grant, host, guest = new(Grant), new(Path), new(Path)
    read_grant(ptr[options.grants, mount], grant)
    set_path(host, grant.host, grant.host_size)
    set_path(guest, grant.guest, grant.guest_size)
    put_path(text, guest)
    put_text(text, b" is read-only, and the program tried to change something in it; to allow that: ")
    put_option(text, host, guest, False)
    return True


@native(inline=False)
def put_absolute(text: Text, path: Path, options: ReportOptions) -> bool_:
    shown, host, start = new(Path), new(Path), text.size
    normalize(shown, path.bytes, path.size)
    looks = options.flags & REPORT_LOOKS
    put_path(text, shown)
    put_text(text, ABSENT)
    if not (looks and is_directory(shown.bytes)):
        shown.size = directory_size(shown)
        shown.bytes[shown.size] = 0
    if shown.size == 1:  # never suggest granting all files of the host
        set_path(host, b".", 1)
    elif not looks or is_directory(shown.bytes):
        set_path(host, shown.bytes, shown.size)
    else:
        set_path(host, b"HOST", 4)
    if not can_be_granted(shown):
        text.size = start
        return False
    put_option(text, host, shown, False)
    return True


@native
def put_outside(text: Text, path: Path, mount: u32, options: ReportOptions) -> bool_:
    """Write the hint for a path that left its directory.

    The C library uses the longest grant that is a prefix of a path, so `..` becomes part of a grant's name.
    """
    grant, directory, joined, place, guest = new(Grant), new(Path), new(Path), new(Path), new(Path)
    read_grant(ptr[options.grants, mount], grant)
    is_root = grant.guest_size == 1 and u8[grant.guest] == SLASH
    if not options.flags & REPORT_LOOKS or is_root or not leaves(path):
        return False  # a link led outside, or there is no parent
    set_directory(directory, path)
    join(joined, grant, directory)
    if not is_directory(joined.bytes):
        return False
    normalize(place, joined.bytes, joined.size)
    if not is_same(place.bytes, joined.bytes):  # the directory is a symbolic link
        set_path(place, joined.bytes, joined.size)
    guest.size = 0
    if not is_here(grant):
        set_path(guest, grant.guest, grant.guest_size)
        while guest.size and guest.bytes[guest.size - 1] == SLASH:
            guest.size -= 1
        add(guest, b"/", 1)
    set_path(joined, guest.bytes, guest.size)
    add(joined, path.bytes, path.size)
    add(guest, directory.bytes, directory.size)
    if not can_be_granted(place) or not can_be_granted(guest):
        return False
    put_path(text, joined)
    put_text(text, b" leads out of the granted directories: ")
    put_option(text, place, guest, grant.suffix is not None)
    return True


@native(inline=False)
def set_directory(directory: Path, path: Path):
    """Set the directory to grant so that the program can reach a path."""
    set_path(directory, path.bytes, path.size)
    last = name_start(path)
    if not is_up(ptr(path.bytes) + last, path.size - last):
        directory.size = directory_size(path)
        directory.bytes[directory.size] = 0


@native
def join(path: Path, grant: Grant, rest: Path):
    set_path(path, grant.host, grant.host_size)
    if path.bytes[path.size - 1] != SLASH:
        add(path, b"/", 1)
    add(path, rest.bytes, rest.size)


@native
def opens_files(image: Image) -> bool_:
    """Whether the module imports functions that open files."""
    imports, strings = ImportRecord(section(image.header, Section.IMPORTS)), section(image.header, Section.STRINGS)
    for i in range(image.header.sections[Section.IMPORTS].size // sizeof(ImportRecord)):
        name = imports[i].name
        is_function = imports[i].kind == ExternKind.FUNC and name.size == len(OPEN)
        if is_function and memcmp(strings + name.offset, OPEN, len(OPEN)) == 0:
            return True
    return False


@native
def put_unfound(text: Text, options: ReportOptions) -> bool_:
    """Find an argument that names a file of the host outside of all granted directories, and write the hint."""
    status, path = new(Stat), new(Path)
    for i in range(options.argument_count):
        word = ptr[options.arguments, i]
        set_path(path, word, strlen(word))
        if not path.size or is_granted(options, word):
            continue
        if u8[word] == SLASH:
            if exists(word, status) and put_absolute(text, path, options):
                return True
        elif put_elsewhere(text, path, options):
            return True
    return False


@native
def is_granted(options: ReportOptions, word: ptr) -> bool_:
    grant = new(Grant)
    for i in range(options.grant_count):
        read_grant(ptr[options.grants, i], grant)
        if covers(grant, word):
            return True
    return False


@native
def put_elsewhere(text: Text, path: Path, options: ReportOptions) -> bool_:
    """Handle a relative path that no grant covers: in the directory of a grant, or in the current directory."""
    grant, joined, here, status = new(Grant), new(Path), new(Path), new(Stat)
    set_path(here, b".", 1)
    normalize(joined, path.bytes, path.size)
    if is_up(joined.bytes, 2) and joined.bytes[2] in (0, SLASH):  # outside of all grants
        set_directory(here, path)
        if not exists(path.bytes, status) or not leaves(path) or not can_be_granted(here):
            return False
        put_path(text, path)
        put_text(text, ABSENT)
        put_option(text, here, here, False)
        return True
    for i in range(options.grant_count):
        read_grant(ptr[options.grants, i], grant)
        join(joined, grant, path)
        if exists(joined.bytes, status):
            set_path(joined, grant.host, grant.host_size)
            put_path(text, path)
            put_text(text, b" is outside the granted directories; to grant it under this name: ")
            put_option(text, joined, here, grant.suffix is not None)
            return True
    if not exists(path.bytes, status):
        return False
    if not options.grant_count:
        put_text(text, NO_DIRECTORY)
        return True
    put_path(text, path)
    put_text(text, ABSENT)
    put_option(text, here, here, False)
    return True
