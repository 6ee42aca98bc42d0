"""Linux on AArch64: system call numbers and convention, and the kernel structs that only this machine has."""

from types import SimpleNamespace

from wasihost.layout import Array, Struct, ptr, u32, u64

from .linux import Altstack, SyscallConvention, Timespec

MACHINE = "aarch64"
TRIPLE = "aarch64-unknown-linux-gnu"
SYSCALL = SyscallConvention(
    template="svc #0",
    result="={x0}",
    registers=("{x8}", "{x0}", "{x1}", "{x2}", "{x3}", "{x4}", "{x5}"),
    clobbers="~{memory}",
)
AUDIT_ARCH = 0xC00000B7  # the architecture that a seccomp filter sees
VDSO_CLOCK_GETTIME = b"__kernel_clock_gettime"
O_DIRECTORY, O_NOFOLLOW, O_DIRECT, O_LARGEFILE = 0o40000, 0o100000, 0o200000, 0o400000

SYS = SimpleNamespace(
    # files
    read=63, write=64, openat=56, openat2=437, close=57, fstat=80, newfstatat=79, statx=291, lseek=62, ioctl=29,
    readv=65, writev=66, preadv=69, pwritev=70, pread64=67, pwrite64=68, sendfile=71, copy_file_range=285,
    fallocate=47, fadvise64=223, fsync=82, fdatasync=83, sync_file_range=84, ftruncate=46, utimensat=88, flock=32,
    fcntl=25, dup=23, dup3=24, pipe2=59, close_range=436, memfd_create=279,
    # directories
    linkat=37, symlinkat=36, readlinkat=78, renameat=38, renameat2=276, unlinkat=35, mkdirat=34, faccessat=48,
    faccessat2=439, fchmod=52, fchmodat=53, fchown=55, fchownat=54, getdents64=61, getcwd=17, chdir=49, fchdir=50,
    umask=166, statfs=43, fstatfs=44,
    # waiting
    ppoll=73, pselect6=72, epoll_create1=20, epoll_ctl=21, epoll_pwait=22, eventfd2=19,
    # sockets
    socket=198, bind=200, listen=201, connect=203, accept=202, accept4=242, getsockname=204, getpeername=205,
    getsockopt=209, setsockopt=208, recvfrom=207, recvmsg=212, socketpair=199, sendto=206, sendmsg=211, shutdown=210,
    # memory
    mmap=222, mprotect=226, munmap=215, brk=214, mremap=216, madvise=233,
    # signals
    rt_sigaction=134, rt_sigprocmask=135, rt_sigreturn=139, rt_sigtimedwait=137, sigaltstack=132, kill=129, tkill=130,
    tgkill=131,
    # time
    clock_gettime=113, clock_getres=114, clock_nanosleep=115, nanosleep=101, setitimer=103, getitimer=102,
    timer_create=107, timer_settime=110, timer_delete=111,
    # processes
    execve=221, execveat=281, exit=93, exit_group=94, clone=220, clone3=435, wait4=260, getpid=172, getppid=173,
    gettid=178, getuid=174, geteuid=175, getgid=176, getegid=177, futex=98, membarrier=283, set_tid_address=96,
    prctl=167, getrlimit=163, setrlimit=164, prlimit64=261, getrusage=165, sched_yield=124, sched_getaffinity=123,
    setsid=157, uname=160, getrandom=278,
    # confinement
    seccomp=277, landlock_create_ruleset=444, landlock_add_rule=445, landlock_restrict_self=446,
)  # fmt: skip


class Stat(Struct):
    dev: u64
    ino: u64
    mode: u32
    nlink: u32
    uid: u32
    gid: u32
    rdev: u64
    pad: u64
    size: u64
    blksize: u32
    pad2: u32
    blocks: u64
    atim: Timespec
    mtim: Timespec
    ctim: Timespec
    unused: Array(u32, 2)


class Ucontext(Struct):
    """The state that a signal handler can change.  `pc`, `sp`, `fp` and `result` have these names on every machine."""

    flags: u64
    link: ptr
    stack: Altstack
    sigmask: u64
    unused: Array(u64, 15)  # room for 1024 signals
    pad: u64  # the registers are aligned to 16 bytes
    fault_address: u64
    result: u64  # x0
    x: Array(u64, 28)  # x1 … x28: x[i] is the register i + 1
    fp: u64  # x29
    lr: u64  # x30
    sp: u64
    pc: u64
    pstate: u64
