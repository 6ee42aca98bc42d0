"""The part of the Linux kernel's interface that is the same on every machine: constants and structs (uapi headers)."""

from wasihost.layout import Array, Ptr, Struct, i8, i16, i32, i64, ptr, u8, u16, u32, u64

PAGE_SIZE = 4096


class SyscallConvention:
    """How to make a system call: the instruction, the registers of the number and the arguments, and the clobbers."""

    def __init__(self, template: str, result: str, registers: tuple[str, ...], clobbers: str) -> None:
        self.template, self.result, self.registers, self.clobbers = template, result, registers, clobbers


# open flags; O_DIRECT, O_DIRECTORY, O_NOFOLLOW and O_LARGEFILE differ between machines
O_RDONLY, O_WRONLY, O_RDWR, O_ACCMODE = 0, 1, 2, 3
O_CREAT, O_EXCL, O_NOCTTY, O_TRUNC, O_APPEND, O_NONBLOCK = 0o100, 0o200, 0o400, 0o1000, 0o2000, 0o4000
O_DSYNC, O_SYNC, O_NOATIME, O_CLOEXEC, O_PATH = 0o10000, 0o4010000, 0o1000000, 0o2000000, 0o10000000

AT_FDCWD, AT_SYMLINK_NOFOLLOW, AT_REMOVEDIR, AT_SYMLINK_FOLLOW, AT_EMPTY_PATH = -100, 0x100, 0x200, 0x400, 0x1000
RESOLVE_NO_XDEV, RESOLVE_NO_MAGICLINKS, RESOLVE_NO_SYMLINKS, RESOLVE_BENEATH, RESOLVE_IN_ROOT = 1, 2, 4, 8, 16
RENAME_NOREPLACE, RENAME_EXCHANGE = 1, 2
UTIME_NOW, UTIME_OMIT = 0x3FFFFFFF, 0x3FFFFFFE
SEEK_SET, SEEK_CUR, SEEK_END, SEEK_DATA, SEEK_HOLE = 0, 1, 2, 3, 4
MFD_CLOEXEC, MFD_ALLOW_SEALING, MFD_NOEXEC_SEAL = 1, 2, 8
F_ADD_SEALS, F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE = 1033, 1, 2, 4, 8
F_DUPFD, F_GETFD, F_SETFD, F_GETFL, F_SETFL, F_DUPFD_CLOEXEC = 0, 1, 2, 3, 4, 1030
S_IFMT, S_IFSOCK, S_IFLNK, S_IFREG, S_IFBLK, S_IFDIR, S_IFCHR, S_IFIFO = (
    0o170000, 0o140000, 0o120000, 0o100000, 0o60000, 0o40000, 0o20000, 0o10000,
)  # fmt: skip
S_ISVTX = 0o1000
X_OK = 1  # for `faccessat`
DT_UNKNOWN, DT_FIFO, DT_CHR, DT_DIR, DT_BLK, DT_REG, DT_LNK, DT_SOCK = 0, 1, 2, 4, 6, 8, 10, 12
LOCK_SH, LOCK_EX, LOCK_NB, LOCK_UN = 1, 2, 4, 8
FALLOC_FL_KEEP_SIZE, FALLOC_FL_PUNCH_HOLE = 1, 2
TCGETS, FIONREAD = 0x5401, 0x541B

PROT_NONE, PROT_READ, PROT_WRITE, PROT_EXEC = 0, 1, 2, 4
MAP_SHARED, MAP_PRIVATE, MAP_FIXED, MAP_ANONYMOUS, MAP_NORESERVE, MAP_POPULATE = 1, 2, 0x10, 0x20, 0x4000, 0x8000
MAP_GROWSDOWN, MAP_STACK, MAP_FIXED_NOREPLACE = 0x100, 0x20000, 0x100000
MADV_NORMAL, MADV_DONTNEED, MADV_WILLNEED, MADV_DONTDUMP, MADV_HUGEPAGE, MADV_NOHUGEPAGE = 0, 4, 3, 16, 14, 15
MADV_POPULATE_WRITE = 23

SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV = 1, 2, 3, 4, 5, 6, 7, 8, 9, 11
SIGUSR1, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD, SIGXFSZ = 10, 12, 13, 14, 15, 17, 25
SIG_DFL, SIG_IGN = 0, 1
SIG_BLOCK, SIG_UNBLOCK, SIG_SETMASK = 0, 1, 2
SA_SIGINFO, SA_RESTORER, SA_ONSTACK, SA_RESTART, SA_NODEFER = 4, 0x04000000, 0x08000000, 0x10000000, 0x40000000
SS_ONSTACK, SS_DISABLE = 1, 2
SI_USER, SI_KERNEL, SI_TKILL = 0, 0x80, -6
SIGEV_SIGNAL, SIGEV_NONE, SIGEV_THREAD_ID = 0, 1, 4

CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID = 0, 1, 2, 3
TIMER_ABSTIME = 1
GRND_NONBLOCK = 1
POLLIN, POLLPRI, POLLOUT, POLLERR, POLLHUP, POLLNVAL, POLLRDHUP = 1, 2, 4, 8, 0x10, 0x20, 0x2000
MSG_PEEK, MSG_TRUNC, MSG_DONTWAIT, MSG_WAITALL, MSG_NOSIGNAL = 2, 0x20, 0x40, 0x100, 0x4000
SHUT_RD, SHUT_WR, SHUT_RDWR = 0, 1, 2
AF_UNIX, SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_NONBLOCK, SOCK_CLOEXEC = 1, 1, 2, 5, 0o4000, 0o2000000
SOL_SOCKET, SO_TYPE, SCM_RIGHTS, MSG_CMSG_CLOEXEC = 1, 3, 1, 0x40000000
FUTEX_WAIT, FUTEX_WAKE, FUTEX_WAIT_BITSET, FUTEX_PRIVATE_FLAG = 0, 1, 9, 128
FUTEX_BITSET_MATCH_ANY = 0xFFFFFFFF
RLIMIT_FSIZE, RLIMIT_STACK, RLIMIT_NOFILE, RLIMIT_AS = 1, 3, 7, 9
AT_NULL, AT_PHDR, AT_PHNUM, AT_PAGESZ, AT_BASE, AT_FLAGS, AT_ENTRY, AT_HWCAP = 0, 3, 5, 6, 7, 8, 9, 16
AT_SECURE, AT_RANDOM, AT_EXECFN, AT_SYSINFO_EHDR = 23, 25, 31, 33
PR_SET_NO_NEW_PRIVS = 38
LANDLOCK_CREATE_RULESET_VERSION, LANDLOCK_RULE_PATH_BENEATH = 1, 1
SECCOMP_SET_MODE_FILTER, SECCOMP_GET_ACTION_AVAIL, SECCOMP_FILTER_FLAG_SPEC_ALLOW = 1, 2, 4
SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_ALLOW = 0x80000000, 0x7FFF0000
BPF_LOAD, BPF_JEQ, BPF_JGE, BPF_JSET, BPF_RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # LD|W|ABS, JMP|…|K, RET|K
AT_FLAGS_PRESERVE_ARGV0 = (
    1  # started by binfmt_misc: the arguments are the interpreter, the file's path, the name typed, and the rest
)


SECOND = 1_000_000_000  # nanoseconds


class Timespec(Struct):
    sec: i64
    nsec: i64


class Itimerspec(Struct):
    interval: Timespec
    value: Timespec


class Timeval(Struct):
    sec: i64
    usec: i64


class Itimerval(Struct):
    interval: Timeval
    value: Timeval


class Iovec(Struct):
    base: ptr
    len: u64


class Pollfd(Struct):
    fd: i32
    events: i16
    revents: i16


class OpenHow(Struct):
    flags: u64
    mode: u64
    resolve: u64


class Dirent64(Struct):
    ino: u64
    off: i64
    reclen: u16
    type: u8
    name: Array(u8, 256)  # ends with a NUL; the next entry begins `reclen` bytes after this one


class StatxTime(Struct):
    sec: i64
    nsec: u32
    pad: i32


class Statx(Struct):
    mask: u32
    blksize: u32
    attributes: u64
    nlink: u32
    uid: u32
    gid: u32
    mode: u16
    pad: u16
    ino: u64
    size: u64
    blocks: u64
    attributes_mask: u64
    atim: StatxTime
    btim: StatxTime
    ctim: StatxTime
    mtim: StatxTime
    rdev_major: u32
    rdev_minor: u32
    dev_major: u32
    dev_minor: u32
    mnt_id: u64
    spare: Array(u64, 13)


class Sigaction(Struct):
    """The kernel's struct, which differs from the C library's.  The signal set has 8 bytes."""

    handler: ptr
    flags: u64
    restorer: ptr
    mask: u64


class Altstack(Struct):
    sp: ptr
    flags: i32
    pad: u32
    size: u64


class Siginfo(Struct):
    signo: i32
    errno: i32
    code: i32
    pad: i32
    addr: u64  # of a fault; for other signals, the sender's pid and uid
    rest: Array(i8, 104)


class Sigevent(Struct):
    value: u64
    signo: i32
    notify: i32
    tid: i32
    pad: Array(u32, 11)


class Rlimit(Struct):
    cur: u64
    max: u64


class LandlockRuleset(Struct):
    handled_fs: u64
    handled_net: u64
    scoped: u64


class LandlockPathBeneath(Struct):
    allowed: u64
    parent_fd: i32  # the kernel's struct ends here


class SeccompData(Struct):
    number: i32
    arch: u32
    pc: u64
    args: Array(u64, 6)


class SockFilter(Struct):
    code: u16
    true: u8  # number of instructions to skip if the condition holds
    false: u8
    value: u32


class SockFprog(Struct):
    size: u16
    filter: Ptr(SockFilter)


class Msghdr(Struct):
    name: ptr
    namelen: u32
    pad: u32
    iov: ptr
    iovlen: u64
    control: ptr
    controllen: u64
    flags: i32
    pad2: u32


class Cmsghdr(Struct):
    size: u64  # with this header
    level: i32
    type: i32
