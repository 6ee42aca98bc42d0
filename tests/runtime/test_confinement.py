"""Which system calls a run may make: what is read from the sources, and the sets that are made of it."""

import pytest

from wasihost.native import Extern, native, noreturn, ptr, syscall, u32
from wasihost.native.platform import SYS
from wasihost.runtime.confinement import calls
from wasihost.wasi.preview1 import ROWS

MADE = {row[0].name: made for row, made in zip(ROWS, calls.of_functions(), strict=True)}


@native
def reads(fd: u32) -> u32:
    return u32(syscall(SYS.read, fd, 0, 0))


@native
def calls_another(fd: u32) -> u32:
    syscall(SYS.close, fd)
    return reads(fd)


def test_system_calls_of_callees_are_found():
    assert calls.made_by(calls_another) == {SYS.read, SYS.close}


def test_a_function_of_another_object_has_to_be_known():
    unknown = Extern("unknown", noreturn, ptr, hidden=True)

    with pytest.raises(KeyError):
        calls.made_by(unknown)


@pytest.mark.parametrize(
    ("function", "needs", "lacks"),
    [
        ("fd_write", {SYS.write, SYS.writev}, {SYS.read, SYS.openat2}),
        ("fd_read", {SYS.read, SYS.readv}, {SYS.write, SYS.openat2}),
        ("path_open", {SYS.openat2, SYS.openat}, {SYS.unlinkat, SYS.renameat2}),
        ("sock_accept", {SYS.accept4}, {SYS.socket, SYS.recvmsg}),
        ("random_get", {SYS.getrandom}, {SYS.openat}),
        ("args_get", set(), {SYS.openat, SYS.write}),
    ],
)
def test_each_wasi_function_has_its_system_calls(function, needs, lacks):
    assert needs <= MADE[function]
    assert not lacks & MADE[function]


def test_nothing_ever_needs_these():
    every = {*calls.numbers()}

    assert not every & {SYS.execve, SYS.execveat, SYS.clone, SYS.clone3, SYS.socket, SYS.connect, SYS.bind, SYS.tkill}
    assert not every & {SYS.tgkill, SYS.memfd_create, SYS.prctl, SYS.seccomp, SYS.landlock_restrict_self, SYS.chdir}


def test_a_mask_has_a_bit_for_each():
    made = calls.runtime() | MADE["fd_write"]
    mask = calls.mask(made)

    assert len(calls.numbers()) <= 64
    assert {n for i, n in enumerate(calls.numbers()) if mask >> i & 1} == made
