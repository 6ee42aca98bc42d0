"""What a guest can do that has broken out: 92 attacks by a build with a hole (`tests.hole`), and who refuses each."""

from __future__ import annotations

import errno
import os
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest

from tests import hole
from tests.cli.guests import WASI
from tests.door import ROOT
from tests.wat import wat
from wasihost.cache import RACY_NS
from wasihost.native.platform import MACHINE, SYS

pytestmark = [
    pytest.mark.skipif(MACHINE != "x86_64", reason="the attacks have the numbers of x86-64"),
    pytest.mark.one_door,
]

REQUESTS, REQUEST = 1024, 256
AT_FDCWD = -100
O_WRONLY, O_RDWR, O_CREAT, O_DIRECTORY = 1, 2, 0o100, 0o200000
PATHS = [
    ("path_open", "i32 i32 i32 i32 i32 i64 i64 i32 i32"),
    ("path_rename", "i32 i32 i32 i32 i32 i32"),
    ("path_link", "i32 i32 i32 i32 i32 i32 i32"),
    ("path_unlink_file", "i32 i32 i32"),
    ("path_remove_directory", "i32 i32 i32"),
    ("path_create_directory", "i32 i32 i32"),
    ("path_symlink", "i32 i32 i32 i32 i32"),
]


class Result(NamedTuple):
    """What step number `step` gave."""

    step: int


class Words(tuple):
    """A struct of 64-bit words; bytes among them are pointers to texts."""


# ------------------------------------------------------------------------------------------------- the guest
def guest(imports=()) -> bytes:
    """A module that makes the system calls of its standard input, and writes what each gave, in 8 bytes."""
    more = "".join(f'(import "{WASI}" "{name}" (func (param {types}) (result i32)))' for name, types in imports)
    result = hole.Request.offset("result")
    return wat(f"""(module
      (import "{WASI}" "proc_raise" (func $raise (param i32) (result i32)))
      (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      {more}
      (memory (export "memory") 2)
      (data (i32.const 0) "{escaped(struct.pack("<II", REQUESTS, 65536))}")
      (data (i32.const 20) "\\08")
      (func (export "_start") (local $at i32)
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
        (local.set $at (i32.const {REQUESTS}))
        (loop $next
          (drop (call $raise (local.get $at)))
          (i32.store (i32.const 16) (i32.add (local.get $at) (i32.const {result})))
          (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 8)))
          (local.set $at (i32.add (local.get $at) (i32.const {REQUEST})))
          (br_if $next (i64.ne (i64.load (local.get $at)) (i64.const -1))))))""")


def encoded(steps) -> bytes:
    """What the guest reads: requests, the number -1, and what they point to."""
    data, requests, known = bytearray(), [], dict[int, int]()
    start = REQUESTS + (len(steps) + 1) * REQUEST

    def place(value, pointers) -> int:
        if isinstance(value, Words):
            texts = [place(word, pointers) if isinstance(word, bytes) else word for word in value]
            at = place(struct.pack(f"<{len(value)}q", *texts), pointers)
            pointers += [at + 8 * n for n, word in enumerate(value) if isinstance(word, bytes)]
            return at
        if id(value) in known:  # what one step fills is read by another
            return known[id(value)]
        at = known[id(value)] = start + len(data)
        data.extend(value.ljust(len(value) // 8 * 8 + 8, b"\0"))
        return at

    for number, *arguments in steps:
        words, fields = list[int](), {"pointers": 0, "results": 0}
        values = [0] * 6
        for i, argument in enumerate(arguments):
            if isinstance(argument, Result):
                fields["results"] |= 1 << i
                values[i] = REQUESTS + argument.step * REQUEST + hole.Request.offset("result")
            elif isinstance(argument, int):
                values[i] = argument % (1 << 64)
            else:
                fields["pointers"] |= 1 << i
                values[i] = place(argument, words)
        fields |= {"words": words + [0] * (16 - len(words)), "word_count": len(words)}
        requests.append(hole.Request.pack(number=number, arguments=values, **fields).ljust(REQUEST, b"\0"))
    return b"".join(requests) + b"\xff" * REQUEST + bytes(data)


def escaped(data: bytes) -> str:
    return "".join(f"\\{byte:02x}" for byte in data)


# ------------------------------------------------------------------------------------------------- the attacks
class World(NamedTuple):
    """What there is to attack."""

    outside: bytes
    granted: bytes
    read_only: bytes
    victim: int  # another process
    port: int  # on which somebody listens
    abstract: bytes  # name of an abstract UNIX socket


class Attack(NamedTuple):
    name: str
    by: str  # who refuses it
    steps: Callable[[World], list]
    without: tuple[int, ...] = ()  # errors that the kernel itself gives in place of success, to root or to others


LANDLOCK, SECCOMP = "Landlock", "seccomp"
USER = errno.EPERM, errno.EACCES  # without privileges
ABSENT = errno.ENOSYS, errno.ENODEV, errno.EOPNOTSUPP, errno.ENOENT  # not in every kernel
HANDLE = struct.pack("<Ii", 128, 0) + bytes(128)
ECHO = Words((b"echo", b"possible", 0))


def inet(port: int) -> bytes:
    return struct.pack("<H", socket.AF_INET) + struct.pack(">H", port) + socket.inet_aton("127.0.0.1") + bytes(8)


def abstract(name: bytes) -> bytes:
    return struct.pack("<H", socket.AF_UNIX) + b"\0" + name


def in_memory(w: World) -> Words:
    return Words((bytes(64), 64))


ATTACKS = [
    # the file system
    Attack("open", LANDLOCK, lambda w: [(2, w.outside + b"/secret", 0)]),
    Attack("openat", LANDLOCK, lambda w: [(257, AT_FDCWD, w.outside + b"/secret", O_RDWR)]),
    Attack("openat2", LANDLOCK, lambda w: [(437, AT_FDCWD, w.outside + b"/secret", Words((0, 0, 0)), 24)]),
    Attack("open by ..", LANDLOCK, lambda w: [(2, w.granted + b"/../outside/secret", 0)]),
    Attack("open by a link", LANDLOCK, lambda w: [(2, w.granted + b"/link", 0)]),
    Attack("list", LANDLOCK, lambda w: [(2, w.outside, O_DIRECTORY)]),
    Attack("creat", LANDLOCK, lambda w: [(85, w.outside + b"/new", 0o600)]),
    Attack("truncate", LANDLOCK, lambda w: [(76, w.outside + b"/secret", 1)]),
    Attack("mkdir", LANDLOCK, lambda w: [(83, w.outside + b"/new", 0o700)]),
    Attack("rmdir", LANDLOCK, lambda w: [(84, w.outside + b"/empty")]),
    Attack("unlink", LANDLOCK, lambda w: [(87, w.outside + b"/secret")]),
    Attack("rename", LANDLOCK, lambda w: [(82, w.outside + b"/secret", w.outside + b"/new")]),
    Attack("rename into a grant", LANDLOCK, lambda w: [(82, w.outside + b"/secret", w.granted + b"/new")]),
    Attack("rename out of a grant", LANDLOCK, lambda w: [(82, w.granted + b"/own", w.outside + b"/new")]),
    Attack("link", LANDLOCK, lambda w: [(86, w.outside + b"/secret", w.granted + b"/new")]),
    Attack("symlink", LANDLOCK, lambda w: [(88, b"secret", w.outside + b"/new")]),
    Attack("mknod of a FIFO", LANDLOCK, lambda w: [(133, w.outside + b"/new", 0o10600, 0)]),
    Attack("mknod of a disk", LANDLOCK, lambda w: [(133, w.granted + b"/new", 0o60600, 0x801)], USER),
    Attack("write ::ro", LANDLOCK, lambda w: [(2, w.read_only + b"/kept", O_WRONLY)]),
    Attack("create in ::ro", LANDLOCK, lambda w: [(2, w.read_only + b"/new", O_WRONLY | O_CREAT, 0o600)]),
    Attack("truncate ::ro", LANDLOCK, lambda w: [(76, w.read_only + b"/kept", 1)]),
    Attack("unlink ::ro", LANDLOCK, lambda w: [(87, w.read_only + b"/kept")]),
    Attack("rename in ::ro", LANDLOCK, lambda w: [(82, w.read_only + b"/kept", w.read_only + b"/new")]),
    Attack("/proc/self/mem", LANDLOCK, lambda w: [(2, b"/proc/self/mem", O_RDWR)]),
    Attack("/proc of another", LANDLOCK, lambda w: [(2, b"/proc/%d/environ" % w.victim, 0)]),
    Attack("/dev/null", LANDLOCK, lambda w: [(2, b"/dev/null", O_RDWR)]),
    Attack("open_by_handle_at", LANDLOCK, lambda w: [
        (303, AT_FDCWD, w.outside + b"/secret", HANDLE, bytes(8), 0),
        (2, w.granted, O_DIRECTORY),
        (304, Result(1), HANDLE, 0),
    ], USER),
    Attack("mount", LANDLOCK, lambda w: [(165, b"none", w.outside, b"no such type", 0, 0)], (*USER, errno.ENODEV)),
    Attack("umount", LANDLOCK, lambda w: [(166, b"/proc", 4)], (*USER, errno.EAGAIN, errno.EBUSY)),  # only marks it
    Attack("pivot_root", LANDLOCK, lambda w: [(155, w.outside, w.outside)], (*USER, errno.EINVAL, errno.EBUSY)),
    # other programs
    Attack("execve", LANDLOCK, lambda w: [(SYS.execve, b"/bin/echo", ECHO, 0)]),
    Attack("execve in a grant", LANDLOCK, lambda w: [(SYS.execve, w.granted + b"/echo", ECHO, 0)]),
    Attack("execveat", LANDLOCK, lambda w: [(SYS.execveat, AT_FDCWD, b"/bin/echo", ECHO, 0, 0)]),
    Attack("fork", SECCOMP, lambda w: [(57,)]),
    Attack("vfork", SECCOMP, lambda w: [(58,)]),
    Attack("clone", SECCOMP, lambda w: [(SYS.clone, signal.SIGCHLD, 0, 0, 0, 0)]),
    Attack("clone3", SECCOMP, lambda w: [(SYS.clone3, Words((0, 0, 0, 0, signal.SIGCHLD, 0, 0, 0)), 64)]),
    Attack("kill", LANDLOCK, lambda w: [(SYS.kill, w.victim, signal.SIGTERM)]),
    Attack("tkill", LANDLOCK, lambda w: [(SYS.tkill, w.victim, signal.SIGTERM)]),
    Attack("tgkill", LANDLOCK, lambda w: [(SYS.tgkill, w.victim, w.victim, signal.SIGTERM)]),
    Attack("pidfd_send_signal", LANDLOCK, lambda w: [(434, w.victim, 0), (424, Result(0), signal.SIGTERM, 0, 0)]),
    Attack("pidfd_open", SECCOMP, lambda w: [(434, w.victim, 0)]),
    Attack("pidfd_getfd", LANDLOCK, lambda w: [(434, w.victim, 0), (438, Result(0), 0, 0)], USER),
    Attack("ptrace", LANDLOCK, lambda w: [(101, 0x4206, w.victim, 0, 0)], USER),
    Attack("process_vm_readv", LANDLOCK, lambda w: [(310, w.victim, in_memory(w), 1, Words((4096, 64)), 1, 0)],
           (*USER, errno.EFAULT)),
    Attack("process_vm_writev", LANDLOCK, lambda w: [(311, w.victim, in_memory(w), 1, Words((4096, 64)), 1, 0)],
           (*USER, errno.EFAULT)),
    # the network
    Attack("socket", SECCOMP, lambda w: [(SYS.socket, socket.AF_INET, socket.SOCK_DGRAM, 0)]),
    Attack("socket of UNIX", SECCOMP, lambda w: [(SYS.socket, socket.AF_UNIX, socket.SOCK_STREAM, 0)]),
    Attack("socket of the kernel", SECCOMP, lambda w: [(SYS.socket, socket.AF_NETLINK, socket.SOCK_RAW, 0)]),
    Attack("socket of a hypervisor", SECCOMP, lambda w: [(SYS.socket, socket.AF_VSOCK, socket.SOCK_STREAM, 0)],
           (errno.EAFNOSUPPORT,)),
    Attack("socketpair", SECCOMP, lambda w: [(53, socket.AF_UNIX, socket.SOCK_STREAM, 0, bytes(8))]),
    Attack("connect", LANDLOCK, lambda w: [
        (SYS.socket, socket.AF_INET, socket.SOCK_STREAM, 0), (SYS.connect, Result(0), inet(w.port), 16)]),
    Attack("bind", LANDLOCK, lambda w: [
        (SYS.socket, socket.AF_INET, socket.SOCK_STREAM, 0), (SYS.bind, Result(0), inet(0), 16)]),
    Attack("connect to a program", LANDLOCK, lambda w: [
        (SYS.socket, socket.AF_UNIX, socket.SOCK_STREAM, 0),
        (SYS.connect, Result(0), abstract(w.abstract), 3 + len(w.abstract))]),
    # code
    Attack("mmap of code", SECCOMP, lambda w: [(SYS.mmap, 0, 4096, 7, 0x22, -1, 0)]),
    Attack("mprotect", SECCOMP, lambda w: [(hole.BASE,), (SYS.mprotect, Result(0), 4096, 7)]),
    Attack("pkey_mprotect", SECCOMP, lambda w: [(hole.BASE,), (329, Result(0), 4096, 7, -1)]),
    Attack("memfd_create", SECCOMP, lambda w: [(SYS.memfd_create, b"code", 0)]),
    Attack("mmap of a file's code", SECCOMP, lambda w: [
        (2, w.granted + b"/own", O_RDWR), (SYS.mmap, 0, 4096, 5, 1, Result(0), 0)]),
    Attack("shmget", SECCOMP, lambda w: [(29, 0, 4096, 0o1700)]),
    Attack("remap_file_pages", SECCOMP, lambda w: [(hole.BASE,), (216, Result(0), 4096, 0, 0, 0)], (errno.EINVAL,)),
    Attack("personality", SECCOMP, lambda w: [(135, 0x0400000)]),
    Attack("i386's numbers of x32", SECCOMP, lambda w: [(0x40000000 | 39,)], (errno.ENOSYS,)),
    # the process, and the system
    Attack("chmod", SECCOMP, lambda w: [(90, w.outside + b"/secret", 0o777)]),
    Attack("chown", SECCOMP, lambda w: [(92, w.outside + b"/secret", os.getuid(), os.getgid())]),
    Attack("setxattr", SECCOMP, lambda w: [(188, w.outside + b"/secret", b"user.x", b"y", 1, 0)], (errno.EOPNOTSUPP,)),
    Attack("stat", SECCOMP, lambda w: [(4, w.outside + b"/secret", bytes(256))]),
    Attack("chdir", SECCOMP, lambda w: [(SYS.chdir, w.outside)]),
    Attack("chroot", SECCOMP, lambda w: [(161, w.outside)], USER),
    Attack("unshare", SECCOMP, lambda w: [(272, 0x400)]),
    Attack("setns", SECCOMP, lambda w: [(308, 1, 0)], (errno.EINVAL,)),
    Attack("setuid", SECCOMP, lambda w: [(105, os.getuid())]),
    Attack("prctl", SECCOMP, lambda w: [(SYS.prctl, 38, 0, 0, 0, 0)], (errno.EINVAL,)),
    Attack("prctl of memory", SECCOMP, lambda w: [(SYS.prctl, 35, 1, 0, 0, 0)], (*USER, errno.EINVAL)),
    Attack("prlimit", SECCOMP, lambda w: [(SYS.prlimit64, 0, 7, 0, bytes(16))]),
    Attack("seccomp", SECCOMP, lambda w: [(SYS.seccomp, 2, 0, bytes(4))]),
    Attack("ioctl of a terminal", SECCOMP, lambda w: [(SYS.ioctl, 0, 0x5412, b"x")], (*USER, errno.ENOTTY, errno.EIO)),
    Attack("fcntl", SECCOMP, lambda w: [(SYS.fcntl, 1, 8, 0)]),
    Attack("bpf", SECCOMP, lambda w: [(321, 0, Words((1, 0x400000004, 1, 0)), 32)], (*USER, errno.EINVAL)),
    Attack("perf_event_open", SECCOMP, lambda w: [(298, Words((1, 0x40)), 0, -1, -1, 0)],
           (*USER, *ABSENT, errno.EINVAL, errno.E2BIG)),
    Attack("userfaultfd", SECCOMP, lambda w: [(323, 1)], (*USER, *ABSENT)),
    Attack("io_uring_setup", SECCOMP, lambda w: [(425, 1, bytes(120))], (*USER, *ABSENT)),
    Attack("keyctl", SECCOMP, lambda w: [(250, 0, -3, 0)], (*USER, *ABSENT, errno.ENOKEY)),
    Attack("init_module", SECCOMP, lambda w: [(175, b"", 0, b"")], (*USER, *ABSENT, errno.ENOEXEC)),
    Attack("kexec_load", SECCOMP, lambda w: [(246, 0, 0, 0, 1 << 30)], (*USER, *ABSENT, errno.EINVAL)),
    Attack("reboot", SECCOMP, lambda w: [(169, 0, 0, 0, 0)], (*USER, errno.EINVAL)),
    Attack("sethostname", SECCOMP, lambda w: [(170, b"x", -1)], (*USER, errno.EINVAL)),
    Attack("settimeofday", SECCOMP, lambda w: [(164, Words((0, -1)), 0)], (*USER, errno.EINVAL)),
    Attack("swapon", SECCOMP, lambda w: [(167, w.outside + b"/none", 0)], (*USER, *ABSENT)),
    Attack("fanotify_init", SECCOMP, lambda w: [(300, 0, 0)], (*USER, *ABSENT)),
    Attack("inotify_init", SECCOMP, lambda w: [(253,)]),
    Attack("timer_create", SECCOMP, lambda w: [(SYS.timer_create, 1, 0, bytes(8))]),
]  # fmt: skip


# ------------------------------------------------------------------------------------------------- the runs
@pytest.fixture
def world(tmp_path):
    for name in ("outside", "granted", "read_only"):
        (tmp_path / name).mkdir()
    (tmp_path / "outside/secret").write_text("secret")
    (tmp_path / "outside/empty").mkdir()
    (tmp_path / "granted/own").write_bytes(bytes(4096))
    (tmp_path / "granted/link").symlink_to("../outside/secret")
    with open("/bin/echo", "rb") as echo:
        (tmp_path / "granted/echo").write_bytes(echo.read())
    (tmp_path / "granted/echo").chmod(0o755)
    (tmp_path / "read_only/kept").write_text("kept")
    victim = subprocess.Popen(["sleep", "60"])
    name = b"wasihost-test-%d" % os.getpid()
    with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket(socket.AF_UNIX) as unix:
        unix.bind(b"\0" + name)
        unix.listen()
        yield World(
            *(os.fsencode(tmp_path / place) for place in ("outside", "granted", "read_only")),
            victim.pid,
            listener.getsockname()[1],
            name,
        )
    victim.kill()
    victim.wait()


PYTHON = [sys.executable, "-m", "tests.hole"]
GRANTS = ["--dir=granted::/g", "--dir=read_only::/r::ro"]


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """A directory of the guest, with the path functions and without, and what is made of it."""
    place = tmp_path_factory.mktemp("hole")
    (place / f"{LANDLOCK}.wasm").write_bytes(guest(PATHS))
    (place / f"{SECCOMP}.wasm").write_bytes(guest())
    time.sleep(1.2 * RACY_NS / 1e9)
    return place


@pytest.fixture(scope="session")
def environ(place):
    return {**os.environ, "PYTHONPATH": str(ROOT), "WASIHOST_CACHE_DIR": str(place)}


@pytest.fixture(scope="session")
def line(place, environ):
    """`line(who, way, *options)`: a command line."""

    @cache
    def line(who, way, *options):
        module = place / f"{who}.wasm"
        if way == "python":
            return [*PYTHON, "run", *options, *GRANTS, str(module)]
        if way == "launcher":
            subprocess.run(
                [*PYTHON, "cache", "warm", str(module)], env=environ, check=True, capture_output=True, timeout=120
            )
            return [str(hole.launcher()), *options, *GRANTS, str(module)]
        file = place / "-".join((who, *options))
        make = [*PYTHON, "compile", "--emit=exe", *options, *GRANTS, "-o", str(file), str(module)]
        subprocess.run(make, env=environ, check=True, capture_output=True, timeout=120)
        return [str(file)]

    return line


@pytest.fixture
def attack(tmp_path, world, line, environ):
    """`attack(row, way, *options)` → exit status, and what each step gave."""

    def attack(row, way, *options):
        done = subprocess.run(
            line(row.by, way, *options),
            env=environ if way == "python" else {**environ, "PATH": "/nowhere"},
            cwd=tmp_path,
            input=encoded(row.steps(world)),
            capture_output=True,
            timeout=60,
        )
        if done.stdout == b"possible\n":
            return done.returncode, [0]
        assert len(done.stdout) % 8 == 0, (done.stdout, done.stderr)
        return done.returncode, [value for (value,) in struct.iter_unpack("<q", done.stdout)]

    return attack


def succeeded(row, status, results) -> bool:
    """Nothing but the kernel stood in the way."""
    return status == 0 and all(r >= 0 for r in results[:-1]) and (results[-1] >= 0 or -results[-1] in row.without)


REFUSED_BY_LANDLOCK = {-errno.EACCES, -errno.EPERM, -errno.EXDEV}
# The launcher, executables and Python call the same function.  The launcher runs all attacks, the others some of them,
# unless the environment variable TEST_ALL_ATTACKS is set.
SAMPLED = {"launcher": 1, "executable": 3, "python": 6}
RUNS = [
    (row, way)
    for way, step in SAMPLED.items()
    for row in (ATTACKS if os.environ.get("TEST_ALL_ATTACKS") else ATTACKS[::step])
]
EACH = pytest.mark.parametrize("row, way", RUNS, ids=[f"{way}-{row.name}" for row, way in RUNS])


@EACH
def test_each_is_possible_without(row, way, attack):
    assert succeeded(row, *attack(row, way, "--no-confine"))


@EACH
def test_by_default_landlock_refuses(row, way, attack):
    status, results = attack(row, way)
    if row.by == LANDLOCK:
        assert status == 0 and results[-1] in REFUSED_BY_LANDLOCK
    else:
        assert succeeded(row, status, results)


@EACH
def test_confined_all_is_refused(row, way, attack):
    status, results = attack(row, way, "--confine")
    refused_by_both = status == 0 and row.by == LANDLOCK and results[-1] in REFUSED_BY_LANDLOCK
    assert refused_by_both or status == -signal.SIGSYS
