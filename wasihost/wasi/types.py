"""The types of WASI preview 1 (typenames.witx), and the three layouts in which `wasi_unstable` differs.

Native code reads and writes guest memory through these structs.  Assertions at the end check their sizes.
"""

from enum import IntEnum, IntFlag

from wasihost.layout import Struct, u8, u16, u32, u64


class Errno(IntEnum):
    """The result of every function except proc_exit."""

    SUCCESS = 0
    TOOBIG = 1  # `2big`
    ACCES = 2
    ADDRINUSE = 3
    ADDRNOTAVAIL = 4
    AFNOSUPPORT = 5
    AGAIN = 6
    ALREADY = 7
    BADF = 8
    BADMSG = 9
    BUSY = 10
    CANCELED = 11
    CHILD = 12
    CONNABORTED = 13
    CONNREFUSED = 14
    CONNRESET = 15
    DEADLK = 16
    DESTADDRREQ = 17
    DOM = 18
    DQUOT = 19
    EXIST = 20
    FAULT = 21
    FBIG = 22
    HOSTUNREACH = 23
    IDRM = 24
    ILSEQ = 25
    INPROGRESS = 26
    INTR = 27
    INVAL = 28
    IO = 29
    ISCONN = 30
    ISDIR = 31
    LOOP = 32
    MFILE = 33
    MLINK = 34
    MSGSIZE = 35
    MULTIHOP = 36
    NAMETOOLONG = 37
    NETDOWN = 38
    NETRESET = 39
    NETUNREACH = 40
    NFILE = 41
    NOBUFS = 42
    NODEV = 43
    NOENT = 44
    NOEXEC = 45
    NOLCK = 46
    NOLINK = 47
    NOMEM = 48
    NOMSG = 49
    NOPROTOOPT = 50
    NOSPC = 51
    NOSYS = 52
    NOTCONN = 53
    NOTDIR = 54
    NOTEMPTY = 55
    NOTRECOVERABLE = 56
    NOTSOCK = 57
    NOTSUP = 58
    NOTTY = 59
    NXIO = 60
    OVERFLOW = 61
    OWNERDEAD = 62
    PERM = 63
    PIPE = 64
    PROTO = 65
    PROTONOSUPPORT = 66
    PROTOTYPE = 67
    RANGE = 68
    ROFS = 69
    SPIPE = 70
    SRCH = 71
    STALE = 72
    TIMEDOUT = 73
    TXTBSY = 74
    XDEV = 75
    NOTCAPABLE = 76


class Rights(IntFlag):
    """The operations that a descriptor allows."""

    FD_DATASYNC = 1 << 0
    FD_READ = 1 << 1
    FD_SEEK = 1 << 2
    FD_FDSTAT_SET_FLAGS = 1 << 3
    FD_SYNC = 1 << 4
    FD_TELL = 1 << 5
    FD_WRITE = 1 << 6
    FD_ADVISE = 1 << 7
    FD_ALLOCATE = 1 << 8
    PATH_CREATE_DIRECTORY = 1 << 9
    PATH_CREATE_FILE = 1 << 10
    PATH_LINK_SOURCE = 1 << 11
    PATH_LINK_TARGET = 1 << 12
    PATH_OPEN = 1 << 13
    FD_READDIR = 1 << 14
    PATH_READLINK = 1 << 15
    PATH_RENAME_SOURCE = 1 << 16
    PATH_RENAME_TARGET = 1 << 17
    PATH_FILESTAT_GET = 1 << 18
    PATH_FILESTAT_SET_SIZE = 1 << 19
    PATH_FILESTAT_SET_TIMES = 1 << 20
    FD_FILESTAT_GET = 1 << 21
    FD_FILESTAT_SET_SIZE = 1 << 22
    FD_FILESTAT_SET_TIMES = 1 << 23
    PATH_SYMLINK = 1 << 24
    PATH_REMOVE_DIRECTORY = 1 << 25
    PATH_UNLINK_FILE = 1 << 26
    POLL_FD_READWRITE = 1 << 27
    SOCK_SHUTDOWN = 1 << 28
    SOCK_ACCEPT = 1 << 29


class Filetype(IntEnum):
    UNKNOWN = 0
    BLOCK_DEVICE = 1
    CHARACTER_DEVICE = 2
    DIRECTORY = 3
    REGULAR_FILE = 4
    SOCKET_DGRAM = 5
    SOCKET_STREAM = 6
    SYMBOLIC_LINK = 7


class Fdflags(IntFlag):
    APPEND = 1
    DSYNC = 2
    NONBLOCK = 4
    RSYNC = 8
    SYNC = 16


class Oflags(IntFlag):
    CREAT = 1
    DIRECTORY = 2
    EXCL = 4
    TRUNC = 8


class Lookupflags(IntFlag):
    SYMLINK_FOLLOW = 1


class Fstflags(IntFlag):
    ATIM = 1
    ATIM_NOW = 2
    MTIM = 4
    MTIM_NOW = 8


class Whence(IntEnum):
    """The values of preview1; `wasi_unstable` has the order CUR, END, SET."""

    SET = 0
    CUR = 1
    END = 2


class Clockid(IntEnum):
    REALTIME = 0
    MONOTONIC = 1
    PROCESS_CPUTIME_ID = 2
    THREAD_CPUTIME_ID = 3


class Eventtype(IntEnum):
    CLOCK = 0
    FD_READ = 1
    FD_WRITE = 2


class Eventrwflags(IntFlag):
    FD_READWRITE_HANGUP = 1


class Subclockflags(IntFlag):
    SUBSCRIPTION_CLOCK_ABSTIME = 1


class Riflags(IntFlag):
    RECV_PEEK = 1
    RECV_WAITALL = 2


class Roflags(IntFlag):
    RECV_DATA_TRUNCATED = 1


class Sdflags(IntFlag):
    RD = 1
    WR = 2


class Preopentype(IntEnum):
    DIR = 0


def all_of(flags: type[IntFlag]) -> int:
    """All flags of a set.  A larger value contains an undefined flag."""
    return sum(flags)


class Iovec(Struct):
    """`iovec` and `ciovec`."""

    buf: u32
    buf_len: u32


class Prestat(Struct):
    tag: u8
    pr_name_len: u32


class Fdstat(Struct):
    fs_filetype: u8
    fs_flags: u16
    fs_rights_base: u64
    fs_rights_inheriting: u64


class Filestat(Struct):
    dev: u64
    ino: u64
    filetype: u8
    nlink: u64
    size: u64
    atim: u64
    mtim: u64
    ctim: u64


class Dirent(Struct):
    """A directory entry.  The name follows it, without a NUL."""

    d_next: u64
    d_ino: u64
    d_namlen: u32
    d_type: u8


class SubscriptionClock(Struct):
    id: u32
    timeout: u64
    precision: u64
    flags: u16


class Subscription(Struct):
    """A subscription.  For `fd_read` and `fd_write`, the descriptor has the offset of the clock id."""

    userdata: u64
    tag: u8
    clock: SubscriptionClock


class EventFdReadwrite(Struct):
    nbytes: u64
    flags: u16


class Event(Struct):
    userdata: u64
    error: u16
    type: u8
    fd_readwrite: EventFdReadwrite


class UnstableFilestat(Struct):
    dev: u64
    ino: u64
    filetype: u8
    nlink: u32
    size: u64
    atim: u64
    mtim: u64
    ctim: u64


class UnstableSubscriptionClock(Struct):
    identifier: u64
    clock: SubscriptionClock


class UnstableSubscription(Struct):
    """As Subscription.  For `fd_read` and `fd_write`, the descriptor is the lower half of `identifier`."""

    userdata: u64
    tag: u8
    u: UnstableSubscriptionClock


SIZES = {
    Iovec: 8, Prestat: 8, Fdstat: 24, Filestat: 64, Dirent: 24, Subscription: 48, Event: 32,
    UnstableFilestat: 56, UnstableSubscription: 56,
}  # fmt: skip
assert all(struct.size == size for struct, size in SIZES.items())
