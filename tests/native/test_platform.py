"""The kernel's structs and numbers are those of the machine that runs."""

import ctypes
import importlib
import os
import re
import time
from pathlib import Path

import pytest

from wasihost.native import i32, i64, memset, native, platform, ptr, sizeof, syscall, u64
from wasihost.native.platform import (
    AT_FDCWD,
    CLOCK_MONOTONIC,
    MACHINE,
    O_DIRECTORY,
    O_NOFOLLOW,
    O_RDONLY,
    RESOLVE_BENEATH,
    SYS,
    Dirent64,
    OpenHow,
    Stat,
    Statx,
    Timespec,
)  # fmt: skip

MACHINES = [importlib.import_module(f"wasihost.native.platform.linux_{name}") for name in ("x86_64", "aarch64")]
X86_64, AARCH64 = MACHINES


@native(export=True)
def file_status(path: ptr, status: Stat, extended: Statx) -> i64:
    r = syscall(SYS.newfstatat, AT_FDCWD, path, status, 0)
    return r if r < 0 else syscall(SYS.statx, AT_FDCWD, path, 0, 0x7FF, extended)


def test_stat_structs_match_the_kernel(call, tmp_path):
    path = tmp_path / "file"
    path.write_bytes(b"12345")
    os.utime(path, ns=(1_000_000_007, 2_000_000_009))
    plain, extended = ctypes.create_string_buffer(Stat.size), ctypes.create_string_buffer(Statx.size)

    assert 0 == call(file_status, os.fsencode(path), plain, extended)

    expected = os.stat(path)
    facts = ("ino", "mode", "nlink", "uid", "gid", "size", "blksize", "blocks")
    for read in (Stat.unpack(plain.raw), Statx.unpack(extended.raw)):
        assert [getattr(expected, f"st_{name}") for name in facts] == [getattr(read, name) for name in facts]
        assert [(1, 7), (2, 9)] == [(t.sec, t.nsec) for t in (read.atim, read.mtim)]
    assert expected.st_dev == Stat.unpack(plain.raw).dev


@native(export=True)
def monotonic(now: Timespec) -> i64:
    return syscall(SYS.clock_gettime, CLOCK_MONOTONIC, now)


def test_timespec_matches_the_kernel(call):
    memory = ctypes.create_string_buffer(Timespec.size)

    before = time.monotonic_ns()
    assert 0 == call(monotonic, memory)
    after = time.monotonic_ns()

    read = Timespec.unpack(memory.raw)
    assert before <= read.sec * 10**9 + read.nsec <= after


@native(export=True)
def open_beneath(directory: i32, path: ptr, how: OpenHow) -> i64:
    memset(how, 0, sizeof(OpenHow))
    how.flags, how.resolve = O_RDONLY | O_NOFOLLOW, RESOLVE_BENEATH
    return syscall(SYS.openat2, directory, path, how, sizeof(OpenHow))


@native(export=True)
def entries(directory: i32, buffer: ptr, size: u64) -> i64:
    return syscall(SYS.getdents64, directory, buffer, size)


def test_dirent_matches_the_kernel(call, tmp_path):
    (tmp_path / "one").write_text("x")
    (tmp_path / "a longer name").mkdir()
    directory = os.open(tmp_path, os.O_RDONLY | O_DIRECTORY)
    buffer = ctypes.create_string_buffer(4096)
    try:
        inside = call(open_beneath, directory, b"one", ctypes.create_string_buffer(OpenHow.size))
        outside = call(open_beneath, directory, b"../x", ctypes.create_string_buffer(OpenHow.size))
        size = call(entries, directory, buffer, 4096)
    finally:
        os.close(directory)

    if inside >= 0:
        os.close(inside)
    assert (inside >= 0, -18) == (True, outside) or -38 == inside == outside  # EXDEV; ENOSYS: refused by a filter
    names, at = {}, 0
    while at < size:
        entry = Dirent64.unpack(buffer.raw + bytes(Dirent64.size), at)
        names[entry.name.partition(b"\0")[0]] = entry.type
        at += entry.reclen
    assert {b".": 4, b"..": 4, b"one": 8, b"a longer name": 4} == names


# ---- facts


def test_structs_have_the_sizes_of_the_kernel_headers():
    sizes = {
        "Timespec": 16, "Iovec": 16, "Pollfd": 8, "OpenHow": 24, "Statx": 256, "Sigaction": 32, "Altstack": 24,
        "Siginfo": 128, "Sigevent": 64, "Msghdr": 56, "Itimerspec": 32,
    }  # fmt: skip

    assert sizes == {name: getattr(platform, name).size for name in sizes}
    assert 16 == platform.Siginfo.offset("addr")
    assert (144, 128) == (X86_64.Stat.size, AARCH64.Stat.size)
    assert 40 == X86_64.Ucontext.offset("r8")  # uc_mcontext
    assert [16, 15, 10, 13] == [(X86_64.Ucontext.offset(name) - 40) // 8 for name in ("pc", "sp", "fp", "result")]
    assert (176, 184) == (AARCH64.Ucontext.offset("fault_address"), AARCH64.Ucontext.offset("result"))
    assert [184 + 8 * i for i in (29, 30, 31, 32)] == [AARCH64.Ucontext.offset(r) for r in ("fp", "lr", "sp", "pc")]


def test_machines_have_the_same_calls():
    assert vars(X86_64.SYS).keys() == vars(AARCH64.SYS).keys()
    assert MACHINE == os.uname().machine


HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.MACHINE)
def test_numbers_are_those_of_the_headers(machine):
    header = HEADERS[machine.MACHINE]
    if not header.exists():
        pytest.skip(f"{header} is not installed")
    numbers = dict(re.findall(r"#define __NR(?:3264)?_(\w+)\s+(\d+)", header.read_text()))
    numbers.setdefault("newfstatat", numbers.get("fstatat"))

    assert {name: str(number) for name, number in vars(machine.SYS).items()} == {
        name: numbers.get(name) for name in vars(machine.SYS)
    }


@pytest.mark.parametrize(
    "name", ["O_CREAT", "O_EXCL", "O_TRUNC", "O_APPEND", "O_NONBLOCK", "O_DIRECTORY", "O_NOFOLLOW"]
)
def test_open_flags_are_pythons(name):
    assert getattr(os, name) == getattr(platform, name)
