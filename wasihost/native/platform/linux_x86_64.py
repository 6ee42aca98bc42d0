"""Linux on x86-64: system call numbers and convention, and the kernel structs that only this machine has."""

from types import SimpleNamespace

from wasihost.layout import Array, Struct, i64, ptr, u16, u32, u64

from .linux import Altstack, SyscallConvention, Timespec

MACHINE = "x86_64"
TRIPLE = "x86_64-unknown-linux-gnu"
SYSCALL = SyscallConvention(
    template="syscall",
    result="={rax}",
    registers=("{rax}", "{rdi}", "{rsi}", "{rdx}", "{r10}", "{r8}", "{r9}"),
    clobbers="~{rcx},~{r11},~{memory}",
)
AUDIT_ARCH = 0xC000003E  # the architecture that a seccomp filter sees
VDSO_CLOCK_GETTIME = b"__vdso_clock_gettime"
O_DIRECT, O_LARGEFILE, O_DIRECTORY, O_NOFOLLOW = 0o40000, 0o100000, 0o200000, 0o400000

SYS = SimpleNamespace(
    # files
    read=0, write=1, openat=257, openat2=437, close=3, fstat=5, newfstatat=262, statx=332, lseek=8, ioctl=16, readv=19,
    writev=20, preadv=295, pwritev=296, pread64=17, pwrite64=18, sendfile=40, copy_file_range=326,
    fallocate=285, fadvise64=221, fsync=74, fdatasync=75, sync_file_range=277, ftruncate=77, utimensat=280, flock=73,
    fcntl=72, dup=32, dup3=292, pipe2=293, close_range=436, memfd_create=319,
    # directories
    linkat=265, symlinkat=266, readlinkat=267, renameat=264, renameat2=316, unlinkat=263, mkdirat=258, faccessat=269,
    faccessat2=439, fchmod=91, fchmodat=268, fchown=93, fchownat=260, getdents64=217, getcwd=79, chdir=80, fchdir=81,
    umask=95, statfs=137, fstatfs=138,
    # waiting
    ppoll=271, pselect6=270, epoll_create1=291, epoll_ctl=233, epoll_pwait=281, eventfd2=290,
    # sockets
    socket=41, bind=49, listen=50, connect=42, accept=43, accept4=288, getsockname=51, getpeername=52, getsockopt=55,
    setsockopt=54, recvfrom=45, recvmsg=47, socketpair=53, sendto=44, sendmsg=46, shutdown=48,
    # memory
    mmap=9, mprotect=10, munmap=11, brk=12, mremap=25, madvise=28,
    # signals
    rt_sigaction=13, rt_sigprocmask=14, rt_sigreturn=15, rt_sigtimedwait=128, sigaltstack=131, kill=62, tkill=200,
    tgkill=234,
    # time
    clock_gettime=228, clock_getres=229, clock_nanosleep=230, nanosleep=35, setitimer=38, getitimer=36,
    timer_create=222, timer_settime=223, timer_delete=226,
    # processes
    execve=59, execveat=322, exit=60, exit_group=231, clone=56, clone3=435, wait4=61, getpid=39, getppid=110,
    gettid=186, getuid=102, geteuid=107, getgid=104, getegid=108, futex=202, membarrier=324, set_tid_address=218,
    prctl=157, getrlimit=97, setrlimit=160, prlimit64=302, getrusage=98, sched_yield=24, sched_getaffinity=204,
    setsid=112, uname=63, getrandom=318,
    # confinement
    seccomp=317, landlock_create_ruleset=444, landlock_add_rule=445, landlock_restrict_self=446,
)  # fmt: skip


class Stat(Struct):
    dev: u64
    ino: u64
    nlink: u64
    mode: u32
    uid: u32
    gid: u32
    pad: u32
    rdev: u64
    size: u64
    blksize: u64
    blocks: u64
    atim: Timespec
    mtim: Timespec
    ctim: Timespec
    unused: Array(i64, 3)


class Ucontext(Struct):
    """The state that a signal handler can change.  `pc`, `sp`, `fp` and `result` have these names on every machine."""

    flags: u64
    link: ptr
    stack: Altstack
    r8: u64
    r9: u64
    r10: u64
    r11: u64
    r12: u64
    r13: u64
    r14: u64
    r15: u64
    rdi: u64
    rsi: u64
    fp: u64  # rbp
    rbx: u64
    rdx: u64
    result: u64  # rax
    rcx: u64
    sp: u64  # rsp
    pc: u64  # rip
    eflags: u64
    cs: u16
    gs: u16
    fs: u16
    ss: u16
    err: u64
    trapno: u64
    oldmask: u64
    cr2: u64
    fpstate: ptr
    reserved: Array(u64, 8)
    sigmask: u64
