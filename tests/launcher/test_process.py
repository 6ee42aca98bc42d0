"""What the launcher makes of the initial stack, given one of our own making."""

import ctypes
import os
from struct import pack

import pytest

from tests.native.library import Library
from wasihost import abi, elf
from wasihost.launcher.process import Process, end_text, process_read, put_decimal, put_text, take_room
from wasihost.native import native, ptr, u8, u64
from wasihost.native.platform import (
    AT_FLAGS,
    AT_FLAGS_PRESERVE_ARGV0,
    AT_NULL,
    AT_PHDR,
    AT_PHNUM,
    AT_SECURE,
    AT_SYSINFO_EHDR,
)
from wasihost.runtime.type_ids import pages


@native(export=True)
def read(process: Process, stack: ptr):
    process_read(process, stack)


@native(export=True)
def fill(process: Process, size: u64, kind: u64, text: ptr):
    """Take all of a small room and more, by one of its writers."""
    process.room = pages(size)
    process.room_end = process.room + size
    while True:
        if kind == 0:
            u8[take_room(process, 5), 4] = 1
        elif kind == 1:
            put_text(process, text)
        elif kind == 2:
            put_decimal(process, 12345)
        elif kind == 3:
            end_text(process)
        elif kind == 4:
            take_room(process, ~u64(0))


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return Library(tmp_path_factory.mktemp("process"), read, fill).loaded


@pytest.mark.parametrize("kind", range(5))
def test_arguments_that_do_not_fit_are_refused(library, kind, tmp_path):
    """Behind the room lies another mapping, or none."""
    said = tmp_path / "said"
    if (pid := os.fork()) == 0:
        os.dup2(os.open(said, os.O_CREAT | os.O_WRONLY), 2)
        library.fill(ctypes.create_string_buffer(Process.size), ctypes.c_uint64(4096), ctypes.c_uint64(kind), b"text")
        os._exit(0)

    assert 125 == os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert "error: there is not enough memory for the arguments and the environment" == said.read_text().splitlines()[0]


@pytest.fixture
def started(library):
    """`started([b"wasihost", …], {AT_…: …})`: the Process, and its arguments."""
    keep = []

    def started(arguments, auxiliary=()):
        texts = [ctypes.create_string_buffer(text) for text in (*arguments, b"A=1")]
        places = [ctypes.addressof(text) for text in texts]
        words = [len(arguments), *places[:-1], 0, places[-1], 0]
        words += [word for pair in dict(auxiliary).items() for word in pair] + [AT_NULL, 0]
        stack = ctypes.create_string_buffer(pack(f"<{len(words)}Q", *words))
        out = ctypes.create_string_buffer(Process.size)
        keep.extend((*texts, stack))
        library.read(out, stack)
        process = Process.unpack(out.raw)
        argv = (ctypes.c_char_p * (process.argc + 1)).from_address(process.argv)
        assert argv[process.argc] is None
        return process, argv[: process.argc]

    return started


def test_arguments_and_vdso(started):
    process, arguments = started([b"wasihost", b"m.wasm", b""], {AT_FLAGS: 0, AT_SYSINFO_EHDR: 0x7000})

    assert [b"wasihost", b"m.wasm", b""] == arguments
    assert (0x7000, 0, 0) == (process.vdso, process.bundle, process.secure)


def test_more_rights_than_the_user_s_are_noticed(started):
    assert 1 == started([b"wasihost"], {AT_SECURE: 1})[0].secure


BINFMT = [
    # as binfmt_misc gives them, as they are read
    ([b"wasihost", b"/t.wasm", b"tool", b"--dir", b"/"], [b"--argv0=tool", b"--", b"/t.wasm", b"--dir", b"/"]),
    ([b"wasihost", b"/t.wasm", b"tool"], [b"--argv0=tool", b"--", b"/t.wasm"]),
    ([b"wasihost", b"/t.wasm", b"", b"a"], [b"--", b"/t.wasm", b"a"]),
    ([b"wasihost", b"--x", b"--y", b"--z"], [b"--argv0=--y", b"--", b"--x", b"--z"]),
    ([b"wasihost", b"/t.wasm"], [b"/t.wasm"]),  # not its doing
]


@pytest.mark.parametrize("given, read_as", BINFMT)
def test_all_arguments_of_a_binfmt_start_belong_to_the_guest(started, given, read_as):
    _, arguments = started(given, {AT_FLAGS: AT_FLAGS_PRESERVE_ARGV0})

    assert [given[0], *read_as] == arguments
    assert given == started(given, {AT_FLAGS: 0})[1]


def test_a_bundle_is_found_by_its_program_header(started):
    headers = b"".join(elf.ProgramHeader.pack(type=type_) for type_ in (1, 6, abi.PT_BUNDLE, 1))
    place = ctypes.create_string_buffer(headers)
    at = ctypes.addressof(place)

    found = [started([b"x"], {AT_PHDR: at, AT_PHNUM: count})[0].bundle for count in (0, 2, 3, 4)]

    assert [0, 0, *[at + 2 * elf.ProgramHeader.size] * 2] == found


def test_a_bundle_takes_no_arguments_for_those_of_binfmt(started):
    headers = ctypes.create_string_buffer(elf.ProgramHeader.pack(type=abi.PT_BUNDLE))
    auxiliary = {AT_PHDR: ctypes.addressof(headers), AT_PHNUM: 1, AT_FLAGS: AT_FLAGS_PRESERVE_ARGV0}

    assert [b"tool", b"a", b"b"] == started([b"tool", b"a", b"b"], auxiliary)[1]
