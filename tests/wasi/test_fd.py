"""fd_*: data, position and life of a descriptor."""

import ctypes
import os
import pty
import random
import resource
import signal
import tempfile
import threading

import pytest

from tests.wasi.guest import OK, OUT, PAGE, READ, UNTOUCHED, WRITE, grant, host_descriptors
from wasihost.wasi.guest import IOV_MAX
from wasihost.wasi.pieces import BYTES
from wasihost.wasi.state import CAPACITY, Descriptor, Wasi
from wasihost.wasi.types import Errno, Fdflags, Filestat, Filetype, Oflags, Rights

CREAT = Oflags.CREAT
MAX = (1 << 64) - 1


@pytest.fixture
def file(plain, root):
    """A descriptor for reading and writing of a file with ten bytes."""
    (root / "file").write_bytes(b"0123456789")
    return plain.opened(b"file", READ | WRITE)


@pytest.fixture
def pipe():
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


# ---------------------------------------------------------------------------------------------------- read and write
def test_read_moves_on_to_the_end(plain, file):
    assert (OK, b"0123") == plain.read(file, 4)
    assert (OK, b"456789") == plain.read(file, 100)
    assert (OK, b"") == plain.read(file, 100)


def test_write_overwrites_and_grows(plain, file, root):
    assert (OK, 4) == plain.write(file, b"abcd")
    assert (OK, b"456789") == plain.read(file, 100)
    assert (OK, 2) == plain.write(file, b"xy")

    assert (root / "file").read_bytes() == b"abcd456789xy"


def test_all_vectors_are_used_and_empty_ones_skipped(plain, file, root):
    a, b, c = plain.room(3), plain.room(4), plain.room(50)

    assert plain.fd_read(file, *plain.iovecs((a, 3), (0xFFFFFFFF, 0), (b, 4), (c, 50)), OUT) == OK

    assert plain.u32() == 10
    assert plain.get(a - 1, 5) == b"?012?"
    assert plain.get(b, 5) == b"3456?"
    assert plain.get(c, 5) == b"789??"
    assert plain.fd_write(file, *plain.iovecs((a, 3), (0, 0), (c, 2)), OUT) == OK
    assert (root / "file").read_bytes() == b"012345678901278"


@pytest.mark.parametrize("name", ["fd_read", "fd_write"])
def test_transfer_without_buffers_is_empty(plain, file, name):
    assert plain.call(name, file, 0, 0, OUT) == OK
    assert plain.u32() == 0


@pytest.mark.parametrize("name", ["fd_read", "fd_write"])
def test_only_empty_vectors(plain, file, name):
    assert plain.call(name, file, *plain.iovecs((0, 0), (PAGE, 0)), OUT) == OK
    assert plain.u32() == 0


def test_more_vectors_than_the_host_takes_make_a_short_transfer(plain, root):
    fd, byte = plain.opened(b"new", WRITE, CREAT), plain.put(b"x")

    assert plain.fd_write(fd, *plain.iovecs(*[(byte, 1), (0, 0)] * (IOV_MAX + 100)), OUT) == OK

    assert plain.u32() == IOV_MAX
    assert (root / "new").stat().st_size == IOV_MAX


def test_exactly_as_many_vectors_as_the_host_takes(plain, root):
    fd, byte = plain.opened(b"new", WRITE, CREAT), plain.put(b"x")

    assert plain.fd_write(fd, *plain.iovecs(*[(byte, 1)] * IOV_MAX), OUT) == OK

    assert plain.u32() == IOV_MAX


def test_vectors_may_lie_in_the_buffer_that_is_read_into(plain, file):
    address, count = plain.iovecs((plain.arena, 8))

    assert plain.fd_read(file, address, count, OUT) == OK

    assert plain.u32() == 8
    assert plain.get(address, 8) == b"01234567"


def test_pread_and_pwrite_leave_the_position(plain, file, root):
    buffer, two = plain.room(4), plain.room(2)

    assert plain.fd_pread(file, *plain.iovecs((buffer, 2), (buffer + 2, 2)), 5, OUT) == OK
    assert (plain.u32(), plain.get(buffer, 4)) == (4, b"5678")
    assert plain.fd_pwrite(file, *plain.iovecs((buffer, 4)), 1, OUT) == OK
    assert plain.u32() == 4
    assert plain.fd_pread(file, *plain.iovecs((two, 2)), 9, OUT) == OK
    assert plain.u32() == 1
    assert plain.fd_pread(file, *plain.iovecs((two, 2)), 10, OUT) == OK
    assert plain.u32() == 0

    assert plain.fd_tell(file, OUT) == OK
    assert plain.u64() == 0
    assert (root / "file").read_bytes() == b"0567856789"


@pytest.mark.parametrize("name", ["fd_pread", "fd_pwrite"])
@pytest.mark.parametrize("offset", [1 << 63, MAX])
def test_positioned_transfer_at_a_negative_offset(plain, file, name, offset):
    assert plain.call(name, file, *plain.iovecs((0, 1)), offset, OUT) == Errno.INVAL


@pytest.mark.parametrize("name", ["fd_pread", "fd_pwrite"])
def test_positioned_transfer_on_a_pipe(make, pipe, name):
    guest = make(stdio=(pipe[0], pipe[1], -1))
    fd = 0 if name == "fd_pread" else 1

    assert guest.call(name, fd, *guest.iovecs((guest.put(b"x"), 1)), 0, OUT) == Errno.SPIPE


def test_append_writes_to_the_end_at_any_offset(plain, file, root):
    fd = plain.opened(b"file", READ | WRITE, fdflags=Fdflags.APPEND)
    assert plain.fd_seek(fd, 0, 0, OUT) == OK

    assert (OK, 1) == plain.write(fd, b"A")
    assert plain.fd_seek(fd, 0, 0, OUT) == OK
    assert plain.fd_pwrite(fd, *plain.iovecs((plain.put(b"B"), 1)), 0, OUT) == OK
    assert plain.fd_tell(fd, OUT) == OK
    assert plain.u64() == 0

    assert (root / "file").read_bytes() in (b"0123456789AB", b"B123456789A")


@pytest.mark.parametrize(
    "name, rights", [("fd_read", WRITE), ("fd_pread", WRITE), ("fd_write", READ), ("fd_pwrite", READ)]
)
def test_a_descriptor_for_the_other_direction(plain, file, name, rights):
    fd, offset = plain.opened(b"file", rights), [0] if "_p" in name else []

    assert plain.call(name, fd, *plain.iovecs((0, 1)), *offset, OUT) == Errno.BADF


@pytest.mark.parametrize("name", ["fd_read", "fd_write", "fd_pread", "fd_pwrite"])
def test_transfer_on_a_directory(plain, name):
    offset = [0] if "_p" in name else []

    assert plain.call(name, 3, *plain.iovecs((0, 1)), *offset, OUT) == Errno.ISDIR


@pytest.mark.parametrize("sizes", [[BYTES], [BYTES + 1], [3 * BYTES], [1, BYTES, 7], [BYTES - 1, 1, 5], [700_000] * 4])
@pytest.mark.parametrize("offset", [None, 3])
def test_large_transfers_are_whole_in_their_pieces(make, root, sizes, offset):
    guest = make([grant(root)], size=8 * BYTES)
    data, total, at = random.Random(1).randbytes(sum(sizes)), sum(sizes), () if offset is None else (offset,)
    fd = guest.opened(b"file", READ | WRITE, CREAT)
    buffers, start = [], guest.put(data)
    for size in sizes:
        buffers.append((start + sum(size for _, size in buffers), size))

    name = "fd_pwrite" if at else "fd_write"
    assert (OK, total) == (guest.call(name, fd, *guest.iovecs(*buffers), *at, OUT), guest.u32())
    assert bytes(offset or 0) + data == (root / "file").read_bytes()
    guest.fd_seek(fd, 0, 0, OUT)
    guest.memory[start : start + total] = bytes(total)
    name, more = "fd_pread" if at else "fd_read", [(guest.room(BYTES), BYTES)]  # and beyond the end
    assert (OK, total) == (guest.call(name, fd, *guest.iovecs(*buffers, *more), *at, OUT), guest.u32())
    assert data == guest.get(start, total)
    assert UNTOUCHED * 10 == guest.get(more[0][0], 10)


def test_large_write_that_fails_late_reports_bytes_written(make, root):
    guest = make([grant(root)], size=4 * BYTES)
    fd, limits = guest.opened(b"file", READ | WRITE, CREAT), resource.getrlimit(resource.RLIMIT_FSIZE)
    vectors = guest.iovecs((0, 3 * BYTES))
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES, limits[1]))
    try:
        assert (OK, BYTES) == (guest.fd_write(fd, *vectors, OUT), guest.u32())
        assert Errno.FBIG == guest.fd_write(fd, *vectors, OUT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert BYTES == (root / "file").stat().st_size


def test_standard_streams_are_not_buffered_or_read_ahead(make, pipe):
    guest = make(stdio=(pipe[0], pipe[1], -1))

    assert (OK, 5) == guest.write(1, b"hello")
    assert (OK, b"he") == guest.read(0, 2)
    assert b"llo" == os.read(pipe[0], 10)


def test_two_streams_keep_their_order(make, pipe):
    guest = make(stdio=(-1, pipe[1], pipe[1]))

    for fd, text in [(1, b"out "), (2, b"err "), (1, b"out again"), (2, b"!")]:
        assert (OK, len(text)) == guest.write(fd, text)

    assert b"out err out again!" == os.read(pipe[0], 100)


def test_a_pipe_without_reader(make):
    reader, writer = os.pipe()
    os.close(reader)
    guest = make(stdio=(-1, writer, -1))

    assert (Errno.PIPE, None) == guest.write(1, b"x")  # Python ignores SIGPIPE

    os.close(writer)


@pytest.mark.timeout(20)
def test_signals_do_not_interrupt_a_read(make, pipe):
    guest, calls = make(stdio=(pipe[0], -1, -1)), []

    def on_alarm(*_):
        calls.append(1)

    previous = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)
    writer = threading.Timer(0.05, os.write, (pipe[1], b"late"))
    writer.start()
    try:
        assert (OK, b"late") == guest.read(0, 10)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
        writer.join()
    assert calls


def test_a_full_disk(make):
    with open("/dev/full", "wb") as full:
        assert (Errno.NOSPC, None) == make(stdio=(-1, full.fileno(), -1)).write(1, b"x")


def test_nonblocking_read_of_an_empty_pipe(make, pipe):
    guest = make(stdio=(pipe[0], -1, -1))
    assert guest.fd_fdstat_set_flags(0, Fdflags.NONBLOCK) == OK

    assert (Errno.AGAIN, None) == guest.read(0, 1)


def test_a_write_may_be_short(make, pipe):
    size = 1 << 20
    guest = make(stdio=(-1, pipe[1], -1), size=size)
    assert guest.fd_fdstat_set_flags(1, Fdflags.NONBLOCK) == OK

    assert guest.fd_write(1, *guest.iovecs((0, size)), OUT) == OK

    assert 0 < guest.u32() < size


# ---------------------------------------------------------------------------------------------------------- position
@pytest.mark.parametrize(
    "offset, whence, expected",
    [(3, 0, 3), (0, 1, 4), (2, 1, 6), (-4, 1, 0), (0, 2, 10), (-10, 2, 0), (90, 2, 100), ((1 << 63) - 1, 0, None)],
)
def test_seek_moves_the_offset_or_fails(plain, file, offset, whence, expected):
    plain.read(file, 4)

    error = plain.fd_seek(file, offset % (1 << 64), whence, OUT)

    if expected is None:  # beyond what the file system can hold
        assert error in (OK, Errno.INVAL)
    else:
        assert (error, plain.u64()) == (OK, expected)
        assert plain.fd_tell(file, OUT) == OK
        assert plain.u64() == expected


@pytest.mark.parametrize("offset, whence", [(-1, 0), (-5, 1), (-11, 2), (0, 3), (0, 0xFFFFFFFF), (0, 256)])
def test_seek_that_makes_no_sense(plain, file, offset, whence):
    plain.read(file, 4)

    assert plain.fd_seek(file, offset % (1 << 64), whence, OUT) == Errno.INVAL

    assert plain.fd_tell(file, OUT) == OK
    assert plain.u64() == 4


@pytest.mark.parametrize("whence", range(3))
def test_pipes_have_no_position(make, pipe, whence):
    guest = make(stdio=(pipe[0], pipe[1], -1))

    assert guest.fd_seek(0, 0, whence, OUT) == Errno.SPIPE
    assert guest.fd_tell(1, OUT) == Errno.SPIPE


def test_terminals_have_no_position(make):
    master, slave = pty.openpty()
    guest = make(stdio=(slave, -1, -1))

    assert guest.fd_seek(0, 0, 0, OUT) == Errno.SPIPE
    assert guest.fd_seek(0, 0, 1, OUT) == Errno.SPIPE
    assert guest.fd_tell(0, OUT) == Errno.SPIPE
    assert guest.fd_pread(0, *guest.iovecs((0, 1)), 0, OUT) == Errno.SPIPE

    os.close(master)
    os.close(slave)


def test_directories_have_no_position(plain):
    assert plain.fd_seek(3, 0, 1, OUT) == Errno.ISDIR
    assert plain.fd_tell(3, OUT) == Errno.ISDIR


def test_redirected_standard_input_has_a_position(make):
    with tempfile.TemporaryFile() as file:
        file.write(b"abcdef")
        file.flush()
        guest = make(stdio=(file.fileno(), -1, -1))

        assert guest.fd_seek(0, 2, 0, OUT) == OK
        assert (OK, b"cdef") == guest.read(0, 100)


# -------------------------------------------------------------------------------------------------------------- size
def test_allocate_grows_and_never_shrinks(plain, file, root):
    for offset, size, expected in [(0, 100, 100), (10, 10, 100), (90, 20, 110)]:
        assert plain.fd_allocate(file, offset, size) == OK
        assert (root / "file").stat().st_size == expected


@pytest.mark.parametrize(
    "offset, size, expected",
    [(0, 0, Errno.INVAL), (1 << 63, 1, Errno.INVAL), (0, 1 << 63, Errno.INVAL), ((1 << 63) - 1, 1, Errno.FBIG)],
)
def test_allocate_of_invalid_ranges_fails(plain, file, offset, size, expected):
    assert plain.fd_allocate(file, offset, size) == expected


def test_allocate_needs_a_file_that_is_open_for_writing(plain, file):
    assert plain.fd_allocate(3, 0, 1) == Errno.ISDIR
    assert plain.fd_allocate(plain.opened(b"file"), 0, 1) == Errno.BADF


def test_set_size_truncates_and_extends(plain, file, root):
    for size, expected in [(4, b"0123"), (6, b"0123\0\0"), (0, b"")]:
        assert plain.fd_filestat_set_size(file, size) == OK
        assert (root / "file").read_bytes() == expected


@pytest.mark.parametrize("size", [1 << 63, MAX])
def test_set_a_negative_size(plain, file, size):
    assert plain.fd_filestat_set_size(file, size) == Errno.INVAL


def test_set_a_size_that_no_file_may_have(plain, file, root):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, limits[1]))
    try:
        assert plain.fd_filestat_set_size(file, (1 << 20) + 1) == Errno.FBIG
        assert plain.fd_allocate(file, 1 << 20, 1) == Errno.FBIG
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert (root / "file").stat().st_size == 10


def test_set_size_needs_a_file_that_is_open_for_writing(plain, file):
    assert plain.fd_filestat_set_size(3, 0) == Errno.ISDIR
    assert plain.fd_filestat_set_size(plain.opened(b"file"), 0) == Errno.INVAL


@pytest.mark.parametrize("advice", range(6))
def test_advise_changes_nothing(plain, file, root, advice):
    assert plain.fd_advise(file, 5, 1000, advice) == OK

    assert (root / "file").read_bytes() == b"0123456789"


@pytest.mark.parametrize("advice", [6, 255, 256, 0xFFFFFFFF])
def test_unknown_advice_is_inval(plain, file, advice):
    assert plain.fd_advise(file, 0, 0, advice) == Errno.INVAL


def test_advise_on_directory_or_pipe_fails(plain, make, pipe):
    assert plain.fd_advise(3, 0, 0, 0) == Errno.ISDIR
    assert make(stdio=(pipe[0], -1, -1)).fd_advise(0, 0, 0, 0) == Errno.SPIPE


@pytest.mark.parametrize("name", ["fd_sync", "fd_datasync"])
def test_sync_works_on_files_and_directories_only(plain, file, make, pipe, name):
    assert plain.call(name, file) == OK
    assert plain.call(name, 3) == OK
    assert make(stdio=(pipe[0], -1, -1)).call(name, 0) == Errno.INVAL


# ---------------------------------------------------------------------------------------------------- open and closed
def test_closed_descriptor_is_badf(plain, file):
    assert plain.fd_close(file) == OK

    assert plain.fd_close(file) == Errno.BADF
    assert (Errno.BADF, None) == plain.read(file, 1)


def test_close_a_preopen(plain):
    assert plain.fd_close(3) == OK

    assert plain.fd_prestat_get(3, OUT) == Errno.BADF
    assert plain.fd_readdir(3, 0, 0, 0, OUT) == Errno.BADF


def test_a_closed_number_is_used_again(plain, root):
    (root / "file").touch()
    first = [plain.opened(b"file") for _ in range(5)]
    plain.fd_close(first[1])
    plain.fd_close(first[3])

    assert [first[1], first[3], first[4] + 1] == [plain.opened(b"file") for _ in range(3)]


@pytest.mark.parametrize("fd", [99, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF])
@pytest.mark.parametrize(
    "name, args",
    [
        ("fd_advise", (0, 0, 0)), ("fd_allocate", (0, 1)), ("fd_close", ()), ("fd_datasync", ()),
        ("fd_fdstat_get", (OUT,)), ("fd_fdstat_set_flags", (0,)), ("fd_fdstat_set_rights", (0, 0)),
        ("fd_filestat_get", (OUT,)), ("fd_filestat_set_size", (0,)), ("fd_filestat_set_times", (0, 0, 0)),
        ("fd_pread", (0, 0, 0, OUT)), ("fd_prestat_get", (OUT,)), ("fd_prestat_dir_name", (0, 0)),
        ("fd_pwrite", (0, 0, 0, OUT)), ("fd_read", (0, 0, OUT)), ("fd_readdir", (0, 0, 0, OUT)), ("fd_renumber", (3,)),
        ("fd_seek", (0, 0, OUT)), ("fd_sync", ()), ("fd_tell", (OUT,)), ("fd_write", (0, 0, OUT)),
        ("path_create_directory", (b"x",)), ("path_filestat_get", (0, b"x", OUT)),
        ("path_filestat_set_times", (0, b"x", 0, 0, 0)), ("path_link", (0, b"x", 3, b"y")),
        ("path_open", (0, b"x", 0, 0, 0, 0, OUT)), ("path_readlink", (b"x", 0, 0, OUT)),
        ("path_remove_directory", (b"x",)), ("path_rename", (b"x", 3, b"y")), ("path_unlink_file", (b"x",)),
        ("sock_accept", (0, OUT)), ("sock_recv", (0, 0, 0, OUT, OUT)), ("sock_send", (0, 0, 0, OUT)),
        ("sock_shutdown", (1,)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_descriptors_that_are_not_open(plain, name, args, fd):
    assert plain.call(name, fd, *args) == Errno.BADF


# ---------------------------------------------------------------------------------------------------------- renumber
def test_renumber_closes_the_target_and_frees_the_source(plain, file, root):
    (root / "other").write_bytes(b"other")
    other = plain.opened(b"other")

    assert plain.fd_renumber(other, file) == OK

    assert (OK, b"other") == plain.read(file, 10)
    assert (Errno.BADF, None) == plain.read(other, 10)
    assert plain.opened(b"other") == other


def test_renumber_to_itself(plain, file):
    assert plain.fd_renumber(file, file) == OK
    assert (OK, b"01") == plain.read(file, 2)
    assert plain.fd_renumber(99, 99) == Errno.BADF


def test_renumber_to_or_from_a_closed_descriptor_is_badf(plain, file):
    assert plain.fd_renumber(file, 50) == Errno.BADF
    assert plain.fd_renumber(50, file) == Errno.BADF
    assert (OK, b"01") == plain.read(file, 2)


def test_renumber_a_directory_over_a_preopen(plain, root):
    (root / "sub").mkdir()
    (root / "sub" / "inner").touch()
    sub = plain.opened(b"sub", 0, Oflags.DIRECTORY)

    assert plain.fd_renumber(sub, 3) == OK

    assert plain.fdstat(3).fs_filetype == Filetype.DIRECTORY
    assert plain.fd_prestat_get(3, OUT) == Errno.BADF
    assert plain.stat(b"inner")[0] == OK


def test_renumber_a_preopen_keeps_its_name(plain, file):
    assert plain.fd_renumber(3, file) == OK

    assert plain.fd_prestat_dir_name(file, OUT, 1) == OK
    assert plain.get(OUT, 1) == b"/"


def test_renumbering_leaks_nothing(plain, file, root):
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(2000):
        fd = plain.opened(b"file")
        assert plain.fd_renumber(fd, file) == OK

    assert len(os.listdir("/proc/self/fd")) == before


def test_a_hundred_thousand_renumberings_leak_nothing(plain, file, root):
    """Advisory RUSTSEC-2026-0182: the descriptor that was overwritten stayed open."""
    before = host_descriptors()
    other = plain.opened(b"file")
    for _ in range(33_334):
        assert plain.fd_renumber(file, file) == OK
        assert plain.fd_renumber(file, other) == OK
        assert plain.fd_renumber(other, file) == Errno.BADF  # is not open any more
        file, other = other, plain.opened(b"file")
        plain.arena = 0x1000

    assert host_descriptors() == before + 1


def test_standard_streams_of_the_host_stay_open(make, root, pipe):
    (root / "file").touch()
    guest = make(stdio=(pipe[0], pipe[1], -1))

    assert guest.fd_renumber(0, 1) == OK
    assert guest.fd_close(1) == OK

    os.fstat(pipe[0])
    os.fstat(pipe[1])


def test_thousands_of_files(plain, file):
    for _ in range(2000):
        fd = plain.opened(b"file")
        assert plain.read(fd, 1)[0] == OK
        assert plain.fd_close(fd) == OK
        plain.arena = 0x1000


# ----------------------------------------------------------------------------------------------------------- preopens
def test_preopens_are_numbered_from_3_on(make, root):
    from tests.wasi.guest import grant

    names = [b"/", b"/tmp", b"", b"\xff\xfe", b"/" + b"x" * 3000]
    guest = make([grant(root, name) for name in names], size=2 * PAGE)

    for fd, name in enumerate(names, 3):
        buffer = guest.room(len(name) + 4)
        assert guest.fd_prestat_get(fd, OUT) == OK
        assert guest.get(OUT, 9) == b"\0???" + len(name).to_bytes(4, "little") + b"?"
        assert guest.fd_prestat_dir_name(fd, buffer, len(name)) == OK
        assert guest.get(buffer, len(name) + 1) == name + b"?"
        assert guest.fd_prestat_dir_name(fd, buffer, len(name) + 4) == OK
    for fd in (0, 1, 2, 3 + len(names), 4000):
        assert guest.fd_prestat_get(fd, OUT) == Errno.BADF


def test_prestat_of_a_plain_descriptor_fails(plain, file):
    assert plain.fd_prestat_get(file, OUT) == Errno.BADF
    assert plain.fd_prestat_dir_name(file, OUT, 10) == Errno.NOTDIR
    assert plain.get(OUT + 4, 6) == UNTOUCHED * 6


def test_a_buffer_too_small_for_the_name(make, root):
    from tests.wasi.guest import grant

    guest = make([grant(root, b"/tmp")])

    assert guest.fd_prestat_dir_name(3, OUT, 3) == Errno.NAMETOOLONG
    assert guest.get(OUT, 4) == b"????"


def test_a_descriptor_that_is_not_open_makes_no_context(library):
    from tests.wasi.guest import Guest

    assert Guest(library, [(999999, b"/", 0)]).ctx is None
    assert Guest(library, stdio=(999999, -1, -1)).ctx is None


def test_a_file_may_be_granted(make, root):
    (root / "file").write_bytes(b"data")
    guest = make([(os.open(root / "file", os.O_RDONLY), b"file", 0)])

    assert guest.fd_prestat_get(3, OUT) == Errno.BADF
    assert (OK, b"data") == guest.read(3, 10)
    assert (Errno.BADF, None) == guest.write(3, b"x")


# --------------------------------------------------------------------------------------------------------- the limits
def test_the_host_s_limit(plain, file):
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (len(os.listdir("/proc/self/fd")) + 20, limits[1]))
    try:
        results = [plain.open(b"file")[0] for _ in range(40)]
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)

    assert set(results) == {OK, Errno.MFILE}
    assert results == sorted(results)


@pytest.mark.parametrize("most, opened", [(6, 4), (2, 2), (1, 1)])
def test_the_guest_s_limit(make, root, most, opened):
    """Numbers below it are used, those of closed streams too; what is granted is there in any case."""
    (root / "file").write_bytes(b"")
    guest = make([grant(root), grant(root)], max_fds=most)

    results = [guest.open(b"file")[0] for _ in range(8)]

    assert results == [OK] * opened + [Errno.MFILE] * (8 - opened)
    assert OK == guest.fd_close(3)
    assert guest.open(b"file", dir=4)[0] == (OK if most > 3 else Errno.MFILE)


def test_a_guest_s_own_limit(plain, file):
    """Numbers stay below CAPACITY, whatever the host allows.  Here most entries only say that they are in use."""
    context = Wasi.unpack(ctypes.string_at(plain.ctx, Wasi.size))
    taken = Descriptor.pack(used=1, borrowed=1, host=-1)
    ctypes.memmove(context.descriptors + 4 * Descriptor.size, taken * (CAPACITY - 5), Descriptor.size * (CAPACITY - 5))
    ctypes.memmove(plain.ctx + Wasi.offset("length"), (CAPACITY - 1).to_bytes(4, "little"), 4)
    for number in (1, 2):
        assert plain.opened(b"file") == number

    assert plain.opened(b"file") == CAPACITY - 1
    before = host_descriptors()
    assert plain.open(b"file") == (Errno.MFILE, None)
    assert host_descriptors() == before
    assert plain.fd_close(1000) == OK
    assert plain.opened(b"file") == 1000
    for number in (CAPACITY, CAPACITY + 1, 0x7FFFFFFF, 0xFFFFFFFF):
        assert plain.fd_renumber(3, number) == plain.fd_close(number) == Errno.BADF


def test_filestat_size_is_the_guest_s(plain, file):
    assert plain.fd_filestat_get(file, OUT) == OK
    assert plain.struct(Filestat).size == 10
    assert plain.fdstat(file).fs_rights_base & Rights.FD_READ
