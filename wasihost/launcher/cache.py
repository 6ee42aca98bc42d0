"""The cache for a warm run: a file → its artifact, or its arguments (in the layout of `wasihost.cache`)."""

from wasihost.abi import IndexRecord
from wasihost.cache import CPU_ID_SIZE, KEY_SIZE, TOUCH_NS, _version
from wasihost.cache.seal import SEAL_SIZE, SEALED_SIZE
from wasihost.engine import Engine
from wasihost.launcher.options import Options, choice
from wasihost.launcher.places import put_cache
from wasihost.launcher.process import (
    Process,
    end_text,
    need_room,
    put_decimal,
    put_text,
    start_word,
    take_room,
)
from wasihost.levels import ACCEPTED, BY_NAME, NAMES
from wasihost.native import Array, Ptr, Struct, bool_, i32, i64, memcpy, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    AT_FDCWD,
    CLOCK_REALTIME,
    O_CLOEXEC,
    O_DIRECTORY,
    O_NOFOLLOW,
    O_NONBLOCK,
    O_RDONLY,
    S_IFMT,
    S_IFREG,
    SYS,
    Stat,
    Timespec,
)
from wasihost.native.prelude import copy_text, format_hex, memcmp, strlen
from wasihost.own import OTHERS_WRITE
from wasihost.runtime.blake2b import blake2b
from wasihost.wasi.fs.filestat import nanoseconds

READ = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC
CPUINFO_SIZE = 8192
NAME_DIGEST = 24  # bytes
NAME_SIZE = 2 * NAME_DIGEST + 16  # including a suffix
ST_NOEXEC = 8
WORDS = f"words {_version()} ".encode()
NEVER = (1 << 32) - 1  # the number of no choice
# Number of a level in artifacts and as a choice, whether NaNs are canonical and fuel is counted, and what to search
# for; the best level first.
VARIANTS = tuple(
    (
        BY_NAME[level].number,
        choice("level", level) if level in NAMES else NEVER,
        canonical,
        metered,
        f"{variant} {_version()} ".encode(),
    )
    for canonical in (0, 1)
    for metered in (0, 1)
    for level, variant in zip(
        ACCEPTED[None], Engine(canonical_nans=bool(canonical), metered=bool(metered)).variants(), strict=True
    )
)
FEATURES = (b"flags", b"Features")  # the beginning of the line in /proc/cpuinfo, on x86 and on Arm
NONE = -1


class Statfs(Struct):
    """The kernel's struct statfs on 64-bit machines."""

    words: Array(u64, 10)
    flags: u64
    spare: Array(u64, 4)


class Utsname(Struct):
    fields: Array(u8, 6 * 65)


MACHINE = 4 * 65  # offset of the machine's name


@native
def find_artifact(process: Process, options: Options, found: Ptr(u32)) -> i32:
    """A descriptor of the artifact of the module's file, which has not changed since, and the number of its level.

    NONE: there is none.
    """
    directory = i32(NONE) if options.no_cache else open_cache(process, options)
    if directory < 0:
        return NONE
    status = new(Stat)
    if syscall(SYS.newfstatat, AT_FDCWD, options.module, status, 0) < 0:
        return NONE
    if not has_entries(status):
        return NONE
    cpu = new(u8, 2 * CPU_ID_SIZE + 1)
    if not cpu_id(process, cpu):
        return NONE
    canonical_nans = options.canonical_nans or options.guest.reproducible
    metered = options.guest.fuel != 0
    for number, level, canonical, counts, kind in VARIANTS:
        fits = canonical_nans == bool_(canonical) and metered == bool_(counts)
        if fits and (not options.level or options.level == level):
            artifact = look_up(process, directory, status, kind, cpu)
            if artifact >= 0:
                found[0] = number
                return artifact
    return NONE


@native
def put_directory(process: Process, options: Options) -> bool_:
    """Put the path of the cache.  False: there is none."""
    if options.cache_dir:
        put_text(process, options.cache_dir)
        return True
    # The variables of a process with more rights than its user come from that user.
    if process.secure or not put_cache(process):
        return False
    put_text(process, b"/wasihost")
    return True


@native
def make_cache(process: Process, options: Options):
    """Create what is missing of the directory of artifacts; opening it will show whether that has succeeded."""
    path = process.room
    if not put_directory(process, options):
        return
    put_text(process, b"/modules")
    end_text(process)
    at: u64 = 1
    while u8[path, at]:
        if u8[path, at] == ord("/"):
            u8[path, at] = 0
            syscall(SYS.mkdirat, AT_FDCWD, path, 0o700)
            u8[path, at] = ord("/")
        at += 1
    syscall(SYS.mkdirat, AT_FDCWD, path, 0o700)


@native
def open_cache(process: Process, options: Options) -> i32:
    """The directory of artifacts, if it belongs to the user and is closed to all others (`Cache.open`)."""
    path = process.room
    if not put_directory(process, options):
        return NONE
    status, filesystem, user = new(Stat), new(Statfs), u64(syscall(SYS.geteuid))
    if syscall(SYS.newfstatat, AT_FDCWD, path, status, 0) < 0 or u64(status.uid) != user or status.mode & OTHERS_WRITE:
        return NONE
    put_text(process, b"/modules")
    end_text(process)
    fd = i32(syscall(SYS.openat, AT_FDCWD, path, READ | O_DIRECTORY, 0))
    if fd < 0:
        return NONE
    if syscall(SYS.fstat, fd, status) < 0 or syscall(SYS.fstatfs, fd, filesystem) < 0:
        return NONE
    is_own = u64(status.uid) == user
    return fd if is_own and not status.mode & 0o077 and not filesystem.flags & ST_NOEXEC else NONE


@native
def open_own(directory: i32, name: ptr, status: Stat) -> i32:
    """Open a regular file of the user that nobody else can write (`wasihost.own`), and get its status.

    NONE: it is not one.
    """
    fd = i32(syscall(SYS.openat, directory, name, READ, 0))
    if fd < 0:
        return NONE
    known = syscall(SYS.fstat, fd, status) >= 0
    is_own = u64(status.uid) == u64(syscall(SYS.geteuid)) and not status.mode & OTHERS_WRITE
    if known and is_own and status.mode & S_IFMT == S_IFREG:
        return fd
    syscall(SYS.close, fd)
    return NONE


@native
def cpu_id(process: Process, out: ptr) -> bool_:
    """The value of `cache.cpu_id` as hexadecimal digits.  False: unknown."""
    names, digest = new(Utsname), new(u8, CPU_ID_SIZE)
    if syscall(SYS.uname, names) < 0:
        return False
    machine = ptr(names) + MACHINE
    size = strlen(machine)
    text = need_room(process, size + CPUINFO_SIZE + 1)  # not kept
    flags = text + size
    memcpy(text, machine, size)
    if not cpu_flags(flags):
        return False
    blake2b(digest, CPU_ID_SIZE, text, size + strlen(flags))
    u8[hex_digits(out, digest, CPU_ID_SIZE)] = 0
    return True


@native
def cpu_flags(text: ptr) -> bool_:
    """The line of /proc/cpuinfo with the features of the processor; `text` has CPUINFO_SIZE bytes.

    False: there is none.
    """
    fd = i32(syscall(SYS.openat, AT_FDCWD, b"/proc/cpuinfo", O_RDONLY | O_CLOEXEC, 0))
    if fd < 0:
        return False
    size = syscall(SYS.read, fd, text, CPUINFO_SIZE)
    syscall(SYS.close, fd)
    at, end = text, text + max(size, i64(0))
    while at < end:
        line_end = at
        while line_end < end and u8[line_end] != ord("\n"):
            line_end = line_end + 1
        for name in FEATURES:
            if memcmp(at, name, len(name)) == 0:
                length = u64(line_end - at)
                memcpy(text, at, length)
                u8[text, length] = 0
                return True
        at = line_end + 1
    return False


@native
def look_up(process: Process, directory: i32, status: Stat, kind: ptr, cpu: ptr) -> i32:
    """The artifact of one variant of code; NONE: there is none, or it is not the one that was written."""
    name = new(u8, NAME_SIZE)
    entry = open_entry(process, directory, name, status, kind, cpu, b".index")
    if entry < 0:
        return NONE
    artifact = open_artifact(process, directory, entry, name)
    if artifact >= 0:
        touch(entry)
    syscall(SYS.close, entry)
    return artifact


@native
def has_entries(status: Stat) -> bool_:
    """Whether entries about a file can exist: it is a regular file, with times that this code can put into names."""
    return status.mode & S_IFMT == S_IFREG and status.mtim.sec >= 0 and status.ctim.sec >= 0


@native
def find_words(process: Process, options: Options, status: Stat, words: ptr, count: ptr) -> bool_:
    """The arguments in a configuration file: a pointer to them, and their number.  False: they are not in the cache."""
    directory = open_cache(process, options)
    if directory < 0 or not has_entries(status):
        return False
    name = new(u8, NAME_SIZE)
    profile = options.profile if options.profile else b""
    entry = open_entry(process, directory, name, status, WORDS, profile, b".words")
    syscall(SYS.close, directory)
    if entry < 0:
        return False
    size = new(u64)
    text = unsealed(process, entry, name, size)
    syscall(SYS.close, entry)
    if not text or (size[0] and u8[text, size[0] - 1]):
        return False
    # Keep it now, with a pointer to each argument.
    process.room = text + size[0] + 1
    start_word(process)
    places, n, at = process.room, u64(0), text
    while at < text + size[0]:
        ptr[take_room(process, 8)] = at
        at, n = at + strlen(at) + 1, n + 1
    ptr[words], u64[count] = places, n
    return True


@native
def open_entry(process: Process, directory: i32, name: ptr, status: Stat, what: ptr, more: ptr, suffix: ptr) -> i32:
    """Put the name of an entry about a file (see `cache._name`), and open the entry."""
    digest, text = new(u8, NAME_DIGEST), process.room
    put_decimal(process, status.dev)
    put_text(process, b" (")
    put_decimal(process, status.ino)
    put_text(process, b", ")
    put_decimal(process, status.size)
    put_text(process, b", ")
    put_decimal(process, nanoseconds(status.mtim))
    put_text(process, b", ")
    put_decimal(process, nanoseconds(status.ctim))
    put_text(process, b") ")
    put_text(process, what)
    put_text(process, more)
    blake2b(digest, NAME_DIGEST, text, u64(process.room - text))
    process.room = text  # free it
    copy_text(hex_digits(name, digest, NAME_DIGEST), suffix)
    return open_own(directory, name, new(Stat))


@native
def unsealed(process: Process, entry: i32, name: ptr, rest: Ptr(u64)) -> ptr:
    """The content of an entry, in temporary memory, and its size.  Null: damaged (`cache.seal.unsealed`)."""
    name_size = strlen(name)
    text = need_room(process, name_size + 2 * SEALED_SIZE)  # the name, then the entry
    memcpy(text, name, name_size)
    sealed, seal, digest = text + name_size, new(u8, SEAL_SIZE), new(u8, SEAL_SIZE)
    buffer = sealed + SEALED_SIZE
    size = syscall(SYS.read, entry, buffer, SEALED_SIZE)
    if size < SEAL_SIZE:
        return ptr(0)
    memcpy(seal, buffer, SEAL_SIZE)
    rest[0] = u64(size) - SEAL_SIZE
    memcpy(sealed, buffer + SEAL_SIZE, rest[0])
    blake2b(digest, SEAL_SIZE, text, name_size + rest[0])
    if memcmp(seal, digest, SEAL_SIZE) != 0:
        return ptr(0)
    u8[sealed, rest[0]] = 0
    return sealed


@native
def open_artifact(process: Process, directory: i32, entry: i32, name: ptr) -> i32:
    """The artifact that an index entry names, if both are as they were written (`cache.seal.parse_index`)."""
    rest = new(u64)
    sealed = unsealed(process, entry, name, rest)
    if not sealed or rest[0] < sizeof(IndexRecord):
        return NONE
    wanted, file, status = new(IndexRecord), new(u8, 2 * KEY_SIZE + 16), new(Stat)
    memcpy(wanted, sealed, sizeof(IndexRecord))
    copy_text(hex_digits(file, wanted.key, KEY_SIZE), b".artifact")
    artifact = open_own(directory, file, status)
    if artifact < 0:
        return NONE
    same = wanted.inode == status.ino and wanted.size == status.size
    same = same and wanted.mtime == i64(nanoseconds(status.mtim)) and wanted.ctime == i64(nanoseconds(status.ctim))
    if not same:
        syscall(SYS.close, artifact)
        return NONE
    return artifact


@native
def touch(entry: i32):
    """Record that the entry was used, with a resolution of an hour."""
    status, now = new(Stat), new(Timespec)
    syscall(SYS.clock_gettime, CLOCK_REALTIME, now)
    syscall(SYS.fstat, entry, status)
    age = i64(nanoseconds(now)) - i64(nanoseconds(status.mtim))
    if age > TOUCH_NS or age < -TOUCH_NS:
        syscall(SYS.utimensat, entry, 0, 0, 0)


@native
def hex_digits(to: ptr, data: ptr, size: u64) -> ptr:
    for i in range(size):
        format_hex(to + 2 * i, u64(u8[data, i]), 2)
    return to + 2 * size
