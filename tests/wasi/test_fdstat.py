"""fd_fdstat_*, fd_filestat_*: types, flags, rights, attributes."""

import fcntl
import os
import pty
import socket
import tempfile

import pytest

from tests.wasi.guest import OK, OUT, PAGE, READ, WRITE, grant
from wasihost.wasi.types import Errno, Fdflags, Fdstat, Filestat, Filetype, Fstflags, Oflags, Rights

BASE = [
    "PATH_CREATE_DIRECTORY", "PATH_CREATE_FILE", "PATH_LINK_SOURCE", "PATH_LINK_TARGET", "PATH_OPEN", "FD_READDIR",
    "PATH_READLINK", "PATH_RENAME_SOURCE", "PATH_RENAME_TARGET", "PATH_SYMLINK", "PATH_REMOVE_DIRECTORY",
    "PATH_UNLINK_FILE", "PATH_FILESTAT_GET", "PATH_FILESTAT_SET_TIMES", "FD_FILESTAT_GET", "FD_FILESTAT_SET_TIMES",
]  # fmt: skip
INHERITING = [
    *BASE, "FD_DATASYNC", "FD_READ", "FD_SEEK", "FD_FDSTAT_SET_FLAGS", "FD_SYNC", "FD_TELL", "FD_WRITE", "FD_ADVISE",
    "FD_ALLOCATE", "FD_FILESTAT_SET_SIZE", "POLL_FD_READWRITE",
]  # fmt: skip


@pytest.fixture
def file(plain, root):
    (root / "file").write_bytes(b"0123456789")
    return plain.opened(b"file", READ | WRITE)


# ------------------------------------------------------------------------------------------------- types and terminals
def test_fdstat_of_a_preopen(plain):
    fdstat = plain.fdstat(3)

    assert (fdstat.fs_filetype, fdstat.fs_flags) == (Filetype.DIRECTORY, 0)
    assert [name for name in BASE if not fdstat.fs_rights_base & Rights[name]] == []
    assert [name for name in INHERITING if not fdstat.fs_rights_inheriting & Rights[name]] == []
    assert not fdstat.fs_rights_base & (Rights.FD_SEEK | Rights.FD_FILESTAT_SET_SIZE)


def test_fdstat_writes_24_bytes_without_rubbish(plain):
    assert plain.fd_fdstat_get(3, PAGE - Fdstat.size) == OK

    assert plain.get(PAGE - Fdstat.size - 1, 9) == b"?\x03\0\0\0\0\0\0\0"


def is_terminal(guest, fd):
    """As wasi-libc decides."""
    fdstat = guest.fdstat(fd)
    return fdstat.fs_filetype == Filetype.CHARACTER_DEVICE and not fdstat.fs_rights_base & (
        Rights.FD_SEEK | Rights.FD_TELL
    )


def test_only_terminals_look_like_terminals(make):
    master, slave = pty.openpty()
    reader, writer = os.pipe()
    with tempfile.TemporaryFile() as file, open("/dev/null", "r+b", buffering=0) as null:
        assert is_terminal(make(stdio=(slave, -1, -1)), 0)
        for fd in (reader, file.fileno(), null.fileno()):
            assert not is_terminal(make(stdio=(fd, -1, -1)), 0)
    for fd in (master, slave, reader, writer):
        os.close(fd)


def test_filetypes_of_standard_streams(make):
    left, right = socket.socketpair()
    datagram = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    reader, writer = os.pipe()
    guest = make(stdio=(reader, left.fileno(), datagram.fileno()))

    assert guest.fdstat(0).fs_filetype == Filetype.UNKNOWN
    assert guest.fdstat(1).fs_filetype == Filetype.SOCKET_STREAM
    assert guest.fdstat(2).fs_filetype == Filetype.SOCKET_DGRAM
    for sock in (left, right, datagram):
        sock.close()
    os.close(reader)
    os.close(writer)


def test_standard_streams_have_the_rights_of_their_direction(make):
    reader, writer = os.pipe()
    guest = make(stdio=(reader, writer, -1))

    assert [bool(guest.fdstat(fd).fs_rights_base & READ) for fd in (0, 1)] == [True, False]
    assert [bool(guest.fdstat(fd).fs_rights_base & WRITE) for fd in (0, 1)] == [False, True]
    assert guest.fd_fdstat_get(2, OUT) == Errno.BADF
    os.close(reader)
    os.close(writer)


# --------------------------------------------------------------------------------------------------------------- flags
@pytest.mark.parametrize(
    "flags, expected",
    [
        (0, 0),
        (Fdflags.APPEND, Fdflags.APPEND),
        (Fdflags.NONBLOCK, Fdflags.NONBLOCK),
        (Fdflags.DSYNC, Fdflags.DSYNC),
        (Fdflags.SYNC, Fdflags.SYNC | Fdflags.RSYNC | Fdflags.DSYNC),
        (Fdflags.RSYNC, Fdflags.SYNC | Fdflags.RSYNC | Fdflags.DSYNC),
        (Fdflags.APPEND | Fdflags.SYNC, Fdflags.APPEND | Fdflags.SYNC | Fdflags.RSYNC | Fdflags.DSYNC),
    ],
)
def test_flags_are_those_of_opening(plain, file, flags, expected):
    assert plain.fdstat(plain.opened(b"file", WRITE, fdflags=flags)).fs_flags == expected


def test_a_directory_that_was_opened_has_no_flags(plain):
    assert plain.fdstat(plain.opened(b".", 0, Oflags.DIRECTORY)).fs_flags == 0


def test_set_flags_changes_append_and_nonblock(plain, file):
    for flags in (Fdflags.APPEND, Fdflags.NONBLOCK, Fdflags.APPEND | Fdflags.NONBLOCK, 0):
        assert plain.fd_fdstat_set_flags(file, flags) == OK
        assert plain.fdstat(file).fs_flags == flags


def test_append_can_be_switched(plain, file, root):
    assert plain.fd_fdstat_set_flags(file, Fdflags.APPEND) == OK
    plain.write(file, b"a")
    assert plain.fd_fdstat_set_flags(file, 0) == OK
    assert plain.fd_seek(file, 0, 0, OUT) == OK
    plain.write(file, b"b")

    assert (root / "file").read_bytes() == b"b123456789a"


@pytest.mark.parametrize("flags", [Fdflags.DSYNC, Fdflags.SYNC, Fdflags.RSYNC, 32, 0x10000, 0x80000000])
def test_flags_that_cannot_be_set(plain, file, flags):
    assert plain.fd_fdstat_set_flags(file, flags | Fdflags.APPEND) == Errno.INVAL
    assert plain.fdstat(file).fs_flags == 0


@pytest.mark.parametrize("ending", ["close", "free"])
def test_flags_of_the_host_s_streams_are_restored(make, ending):
    reader, writer = os.pipe()
    guest = make(stdio=(reader, -1, -1))
    before = fcntl.fcntl(reader, fcntl.F_GETFL)

    assert guest.fd_fdstat_set_flags(0, Fdflags.NONBLOCK) == OK
    assert guest.fd_fdstat_set_flags(0, Fdflags.NONBLOCK | Fdflags.APPEND) == OK
    assert fcntl.fcntl(reader, fcntl.F_GETFL) != before
    if ending == "close":
        assert guest.fd_close(0) == OK
    else:
        guest.close()

    assert fcntl.fcntl(reader, fcntl.F_GETFL) == before
    os.close(reader)
    os.close(writer)


# -------------------------------------------------------------------------------------------------------------- rights
def test_rights_shrink_and_never_grow(plain, file):
    before = plain.fdstat(file)
    assert plain.fd_fdstat_set_rights(file, before.fs_rights_base, before.fs_rights_inheriting) == OK
    fewer = before.fs_rights_base & ~(READ | WRITE)

    assert plain.fd_fdstat_set_rights(file, fewer, 0) == OK

    assert (plain.fdstat(file).fs_rights_base, plain.fdstat(file).fs_rights_inheriting) == (fewer, 0)
    assert (Errno.BADF, None) == plain.read(file, 1)
    assert (Errno.BADF, None) == plain.write(file, b"x")
    assert plain.fd_fdstat_set_rights(file, before.fs_rights_base, 0) == Errno.NOTCAPABLE
    assert plain.fd_fdstat_set_rights(file, fewer, 1) == Errno.NOTCAPABLE
    assert plain.fd_fdstat_set_rights(file, 1 << 63, 0) == Errno.NOTCAPABLE
    assert plain.fdstat(file).fs_rights_base == fewer


@pytest.mark.parametrize(
    "right, name, args",
    [
        ("FD_DATASYNC", "fd_datasync", ()),
        ("FD_SYNC", "fd_sync", ()),
        ("FD_SEEK", "fd_seek", (1, 0, OUT)),
        ("FD_SEEK", "fd_pread", (0, 0, 0, OUT)),
        ("FD_TELL", "fd_tell", (OUT,)),
        ("FD_ADVISE", "fd_advise", (0, 0, 0)),
        ("FD_ALLOCATE", "fd_allocate", (0, 1)),
        ("FD_FDSTAT_SET_FLAGS", "fd_fdstat_set_flags", (0,)),
        ("FD_FILESTAT_GET", "fd_filestat_get", (OUT,)),
        ("FD_FILESTAT_SET_SIZE", "fd_filestat_set_size", (0,)),
        ("FD_FILESTAT_SET_TIMES", "fd_filestat_set_times", (0, 0, 0)),
    ],
)
def test_a_right_that_was_given_away(plain, file, right, name, args):
    assert plain.call(name, file, *args) == OK
    rights = plain.fdstat(file)
    assert plain.fd_fdstat_set_rights(file, rights.fs_rights_base & ~Rights[right], 0) == OK

    assert plain.call(name, file, *args) == Errno.NOTCAPABLE


OF_DIRECTORIES = [
    # right, function, its arguments behind the directory
    ("PATH_CREATE_DIRECTORY", "path_create_directory", (b"new",)),
    ("PATH_FILESTAT_GET", "path_filestat_get", (0, b"file", OUT)),
    ("PATH_FILESTAT_SET_TIMES", "path_filestat_set_times", (0, b"file", 0, 0, 0)),
    ("PATH_LINK_SOURCE", "path_link", (0, b"file", 3, b"hard")),
    ("PATH_LINK_TARGET", "path_link", (0, b"file", 3, b"hard")),
    ("PATH_OPEN", "path_open", (0, b"file", 0, READ, 0, 0, OUT)),
    ("PATH_CREATE_FILE", "path_open", (0, b"new", Oflags.CREAT, READ, 0, 0, OUT)),
    ("PATH_FILESTAT_SET_SIZE", "path_open", (0, b"file", Oflags.TRUNC, READ, 0, 0, OUT)),
    ("PATH_READLINK", "path_readlink", (b"link", OUT, 10, OUT)),
    ("PATH_REMOVE_DIRECTORY", "path_remove_directory", (b"dir",)),
    ("PATH_RENAME_SOURCE", "path_rename", (b"file", 3, b"new")),
    ("PATH_RENAME_TARGET", "path_rename", (b"file", 3, b"new")),
    ("PATH_UNLINK_FILE", "path_unlink_file", (b"file",)),
    ("FD_READDIR", "fd_readdir", (OUT, 10, 0, OUT)),
]


@pytest.mark.parametrize("right, name, args", OF_DIRECTORIES)
def test_a_right_that_a_directory_has_given_away(plain, root, right, name, args):
    (root / "file").touch()
    (root / "dir").mkdir()
    (root / "link").symlink_to("file")
    rights = plain.fdstat(3)
    assert plain.fd_fdstat_set_rights(3, rights.fs_rights_base & ~Rights[right], rights.fs_rights_inheriting) == OK

    assert plain.call(name, 3, *args) == Errno.NOTCAPABLE

    assert sorted(entry.name for entry in root.iterdir()) == ["dir", "file", "link"]


@pytest.mark.parametrize("name, args", dict.fromkeys(row[1:] for row in OF_DIRECTORIES))
def test_a_standard_stream_that_is_a_directory_grants_nothing_in_it(make, root, name, args):
    (root / "file").touch()
    (root / "dir").mkdir()
    (root / "link").symlink_to("file")
    directory = os.open(root, os.O_RDONLY)
    guest = make([grant(root)], stdio=(directory, directory, -1))

    for fd in (0, 1):
        assert guest.fdstat(fd).fs_filetype == Filetype.DIRECTORY
        assert guest.call(name, fd, *args) == Errno.NOTCAPABLE
        assert guest.call("fd_read", fd, OUT, 1, OUT + 8) == Errno.ISDIR
        assert guest.call("fd_write", fd, OUT, 1, OUT + 8) == Errno.ISDIR
        assert guest.fd_fdstat_set_rights(fd, Rights[OF_DIRECTORIES[0][0]], 0) == Errno.NOTCAPABLE

    assert sorted(entry.name for entry in root.iterdir()) == ["dir", "file", "link"]
    os.close(directory)


def test_symlink_without_right(plain, root):
    rights = plain.fdstat(3)
    assert plain.fd_fdstat_set_rights(3, rights.fs_rights_base & ~Rights.PATH_SYMLINK, 0) == OK

    assert plain.path_symlink(b"target", 3, b"link") == Errno.NOTCAPABLE


def test_opened_descriptor_has_only_inherited_rights(plain, file, root):
    (root / "sub").mkdir()
    rights = plain.fdstat(3)
    inheriting = rights.fs_rights_inheriting & ~(WRITE | Rights.FD_SEEK | Rights.PATH_UNLINK_FILE)
    assert plain.fd_fdstat_set_rights(3, rights.fs_rights_base, inheriting) == OK

    fd, sub = plain.opened(b"file"), plain.opened(b"sub", 0, Oflags.DIRECTORY)

    assert plain.open(b"file", WRITE) == (Errno.NOTCAPABLE, None)
    assert plain.fd_seek(fd, 1, 0, OUT) == Errno.NOTCAPABLE
    assert plain.path_unlink_file(sub, b"x") == Errno.NOTCAPABLE
    assert plain.fdstat(sub).fs_rights_inheriting == inheriting


# ---------------------------------------------------------------------------------------------------------- attributes
def test_filestat_is_the_host_s(plain, file, root):
    status = os.stat(root / "file")

    assert plain.fd_filestat_get(file, OUT) == OK

    filestat = plain.struct(Filestat)
    assert (filestat.dev, filestat.ino, filestat.nlink) == (status.st_dev, status.st_ino, status.st_nlink)
    assert (filestat.filetype, filestat.size) == (Filetype.REGULAR_FILE, 10)
    assert (filestat.atim, filestat.mtim) == (status.st_atime_ns, status.st_mtime_ns)
    assert filestat.ctim == status.st_ctime_ns
    assert plain.get(OUT + 64, 1) == b"?"
    assert plain.get(OUT + 17, 7) == bytes(7)


def test_times_that_wasi_cannot_say(plain, file, root):
    for seconds, expected in [(-1, 0), (-(10**9), 0), (2**33, 2**33 * 10**9)]:
        os.utime(root / "file", ns=(seconds * 10**9, seconds * 10**9))
        assert plain.fd_filestat_get(file, OUT) == OK
        stored = os.stat(root / "file").st_mtime_ns  # some file systems end in 2446
        assert plain.struct(Filestat).mtim == (expected if stored == seconds * 10**9 else max(stored, 0))


def test_filestat_of_a_pipe(make):
    reader, writer = os.pipe()
    guest = make(stdio=(reader, -1, -1))

    assert guest.fd_filestat_get(0, OUT) == OK
    assert guest.struct(Filestat).filetype == Filetype.UNKNOWN
    os.close(reader)
    os.close(writer)


A, AN, M, MN = Fstflags.ATIM, Fstflags.ATIM_NOW, Fstflags.MTIM, Fstflags.MTIM_NOW


@pytest.mark.parametrize("how", ["fd", "path"])
@pytest.mark.parametrize(
    "flags, atim, mtim",
    [(0, 1, 2), (A, 123, 2), (M, 1, 456), (A | M, 123, 456), (AN, "now", 2), (MN, 1, "now"), (A | MN, 123, "now")],
)
def test_set_times_sets_the_requested_times(plain, file, root, how, flags, atim, mtim):
    os.utime(root / "file", ns=(1, 2))
    wanted = [value if isinstance(value, int) and value > 2 else 999 for value in (atim, mtim)]

    if how == "fd":
        assert plain.fd_filestat_set_times(file, *wanted, flags) == OK
    else:
        assert plain.path_filestat_set_times(3, 0, b"file", *wanted, flags) == OK

    status = os.stat(root / "file")
    for value, actual in ((atim, status.st_atime_ns), (mtim, status.st_mtime_ns)):
        assert actual > 10**18 if value == "now" else actual == value


@pytest.mark.parametrize("flags", [A | AN, M | MN, A | AN | M, 16, 0x10001, 0x80000000])
def test_times_that_contradict(plain, file, root, flags):
    os.utime(root / "file", ns=(1, 2))

    assert plain.fd_filestat_set_times(file, 5, 6, flags) == Errno.INVAL
    assert plain.path_filestat_set_times(3, 0, b"file", 5, 6, flags) == Errno.INVAL

    assert os.stat(root / "file").st_mtime_ns == 2


def test_set_times_of_a_directory(plain, root):
    assert plain.fd_filestat_set_times(3, 5 * 10**9, 6 * 10**9 + 7, A | M) == OK
    assert os.stat(root).st_mtime_ns == 6 * 10**9 + 7
