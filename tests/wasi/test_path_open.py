"""path_open, with both resolvers."""

import os
import signal
import socket

import pytest

from tests.wasi.guest import OK, OUT, PAGE, READ, WRITE
from wasihost.wasi.types import Errno, Fdflags, Filetype, Oflags, Rights

CREAT, DIRECTORY, EXCL, TRUNC = Oflags.CREAT, Oflags.DIRECTORY, Oflags.EXCL, Oflags.TRUNC
FILE, DIR = Filetype.REGULAR_FILE, Filetype.DIRECTORY


@pytest.fixture(autouse=True)
def no_hanging():
    """Opening must never wait."""
    signal.alarm(20)
    yield
    signal.alarm(0)


@pytest.fixture
def tree(root):
    (root / "dir").mkdir()
    (root / "dir" / "inner").write_bytes(b"inner")
    (root / "file").write_bytes(b"0123456789")
    links = {
        "to-file": "file", "to-dir": "dir", "dangling": "missing", "deep": "dir/new", "loop": "loop",
        "abs": "/etc/passwd", "out": "../outside/secret", "out-new": "../outside/new", "out-dir": "../outside",
        "evil": "out-dir/", "file-slash": "file/", "dir/up": "../file",
    }  # fmt: skip
    for name, target in links.items():
        (root / name).symlink_to(target)
    return root


def outcome(guest, *args, **options):
    """The file type of what was opened, or the errno."""
    error, fd = guest.open(*args, **options)
    return guest.fdstat(fd).fs_filetype if error == OK else error


@pytest.mark.parametrize(
    "path, oflags, followed, itself",
    [
        (b"file", 0, FILE, FILE),
        (b"dir", 0, DIR, DIR),
        (b"dir", DIRECTORY, DIR, DIR),
        (b"dir/", 0, DIR, DIR),
        (b"dir///", DIRECTORY, DIR, DIR),
        (b".", 0, DIR, DIR),
        (b".", DIRECTORY, DIR, DIR),
        (b"dir/..", DIRECTORY, DIR, DIR),
        (b"dir/.//../dir/./inner", 0, FILE, FILE),
        (b"to-file", 0, FILE, Errno.LOOP),
        (b"to-dir", 0, DIR, Errno.LOOP),
        (b"to-dir", DIRECTORY, DIR, Errno.NOTDIR),
        (b"to-dir/", 0, DIR, DIR),
        (b"to-dir/inner", 0, FILE, FILE),
        (b"dir/up", 0, FILE, Errno.LOOP),
        (b"dangling", 0, Errno.NOENT, Errno.LOOP),
        (b"dangling", DIRECTORY, Errno.NOENT, Errno.NOTDIR),
        (b"loop", 0, Errno.LOOP, Errno.LOOP),
        (b"file", DIRECTORY, Errno.NOTDIR, Errno.NOTDIR),
        (b"to-file", DIRECTORY, Errno.NOTDIR, Errno.NOTDIR),
        (b"file/", 0, Errno.NOTDIR, Errno.NOTDIR),
        (b"file///", 0, Errno.NOTDIR, Errno.NOTDIR),
        (b"file-slash", 0, Errno.NOTDIR, Errno.LOOP),
        (b"missing", 0, Errno.NOENT, Errno.NOENT),
        (b"missing", DIRECTORY, Errno.NOENT, Errno.NOENT),
        (b"", 0, Errno.NOENT, Errno.NOENT),
        (b"out", 0, Errno.NOTCAPABLE, Errno.LOOP),
        (b"abs", 0, Errno.NOTCAPABLE, Errno.LOOP),
        (b"out-dir/secret", 0, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"evil", 0, Errno.NOTCAPABLE, Errno.LOOP),
        (b"evil/", 0, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"evil/secret", 0, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"/file", 0, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"..", DIRECTORY, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"../root/file", 0, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"dir/../../root/file", 0, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"file\0", 0, Errno.INVAL, Errno.INVAL),
        # creation
        (b"new", CREAT, FILE, FILE),
        (b"file", CREAT, FILE, FILE),
        (b"new", CREAT | EXCL, FILE, FILE),
        (b"dir/new", CREAT | EXCL, FILE, FILE),
        (b"dangling", CREAT, FILE, Errno.LOOP),
        (b"deep", CREAT, FILE, Errno.LOOP),
        (b"file", CREAT | EXCL, Errno.EXIST, Errno.EXIST),
        (b"dir", CREAT | EXCL, Errno.EXIST, Errno.EXIST),
        (b"dangling", CREAT | EXCL, Errno.EXIST, Errno.EXIST),
        (b"out-new", CREAT | EXCL, Errno.EXIST, Errno.EXIST),
        (b".", CREAT | EXCL, Errno.EXIST, Errno.EXIST),
        (b"file", EXCL, FILE, FILE),
        (b"dir", CREAT, Errno.ISDIR, Errno.ISDIR),
        (b"new/", CREAT, Errno.ISDIR, Errno.ISDIR),
        (b"evil/", CREAT, Errno.ISDIR, Errno.ISDIR),
        (b"new", CREAT | DIRECTORY, Errno.INVAL, Errno.INVAL),
        (b"missing/new", CREAT, Errno.NOENT, Errno.NOENT),
        (b"out-new", CREAT, Errno.NOTCAPABLE, Errno.LOOP),
        (b"out-dir/new", CREAT, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"../new", CREAT, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"/new", CREAT, Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"x" * 256, CREAT, Errno.NAMETOOLONG, Errno.NAMETOOLONG),
        # truncation
        (b"file", TRUNC, FILE, FILE),
        (b"dir", TRUNC, Errno.ISDIR, Errno.ISDIR),
        (b"out", TRUNC, Errno.NOTCAPABLE, Errno.LOOP),
        # flags that do not exist
        (b"file", 16, Errno.INVAL, Errno.INVAL),
        (b"file", 0x10000, Errno.INVAL, Errno.INVAL),
    ],
)
@pytest.mark.parametrize("follow", [True, False], ids=["follow", "nofollow"])
def test_open_follows_creates_and_stays_inside(guest, tree, path, oflags, followed, itself, follow):
    outside = sorted(os.listdir(tree.parent / "outside"))

    assert outcome(guest, path, READ, oflags, follow=follow) == (followed if follow else itself)

    assert sorted(os.listdir(tree.parent / "outside")) == outside
    assert (tree.parent / "outside" / "secret").read_bytes() == b"secret"


@pytest.mark.parametrize("rights", [0, Rights.FD_READDIR, READ, WRITE, READ | WRITE, (1 << 30) - 1, (1 << 64) - 1])
def test_directories_cannot_be_written(guest, tree, rights):
    expected = Errno.ISDIR if rights & WRITE else DIR

    assert outcome(guest, b"dir", rights) == expected
    assert outcome(guest, b".", rights, DIRECTORY) == expected


def test_open_with_the_rights_that_a_directory_has(guest, tree):
    rights = guest.fdstat(3)

    fd = guest.opened(b".", rights.fs_rights_base, 0, inheriting=rights.fs_rights_inheriting, follow=False)

    again = guest.fdstat(fd)
    assert (again.fs_rights_base, again.fs_rights_inheriting) == (rights.fs_rights_base, rights.fs_rights_inheriting)
    assert guest.fd_prestat_get(fd, OUT) == Errno.BADF


def test_a_directory_never_gets_the_right_to_seek(guest, tree):
    fd = guest.opened(b"dir", Rights.FD_SEEK, DIRECTORY)

    assert not guest.fdstat(fd).fs_rights_base & Rights.FD_SEEK
    assert guest.fd_seek(fd, 0, 1, OUT) == Errno.ISDIR


@pytest.mark.parametrize("rights, reads, writes", [(READ, 1, 0), (WRITE, 0, 1), (READ | WRITE, 1, 1), (0, 1, 0)])
def test_requested_rights_select_the_access_mode(guest, tree, rights, reads, writes):
    fd = guest.opened(b"file", rights)

    assert bool(guest.fdstat(fd).fs_rights_base & READ) == reads
    assert bool(guest.fdstat(fd).fs_rights_base & WRITE) == writes
    assert guest.read(fd, 1)[0] == (OK if reads else Errno.BADF)
    assert guest.write(fd, b"x")[0] == (OK if writes else Errno.BADF)


def test_truncation_needs_no_right_to_write(guest, tree):
    fd = guest.opened(b"file", 0, TRUNC)

    assert (tree / "file").read_bytes() == b""
    assert guest.write(fd, b"x")[0] == Errno.BADF


def test_new_files_have_the_mode_of_the_umask(guest, root):
    old = os.umask(0o027)
    try:
        guest.opened(b"new", WRITE, CREAT)
    finally:
        os.umask(old)

    assert (root / "new").stat().st_mode & 0o777 == 0o640


def test_names_are_bytes(guest, root):
    name = bytes(range(1, 256)).replace(b"/", b"")[:250]

    guest.write(guest.opened(name, WRITE, CREAT), b"x")

    assert os.listdir(os.fsencode(root)) == [name]
    assert guest.read(guest.opened(name), 10) == (OK, b"x")


def test_unknown_fdflags_are_inval(guest, tree):
    for fdflags in (32, 0x10000, 0x80000000):
        assert guest.open(b"file", fdflags=fdflags) == (Errno.INVAL, None)


def test_the_result_is_checked_before_anything_happens(guest, root):
    for address in (PAGE - 3, PAGE, 0x80000000, 0xFFFFFFFF):
        assert guest.path_open(3, 0, b"new", CREAT, WRITE, 0, 0, address) == Errno.FAULT

    assert os.listdir(root) == []


def test_nonblock_on_a_directory(guest, tree):
    assert outcome(guest, b"dir", READ, DIRECTORY, fdflags=Fdflags.NONBLOCK) == DIR


# ------------------------------------------------------------------------------------ what was opened is used at once
FIRST_USES = {
    "read": (b"file", lambda guest, fd: guest.read(fd, 4), (OK, b"0123")),
    "read a directory": (b"dir", lambda guest, fd: guest.read(fd, 4), (Errno.ISDIR, None)),
    "write": (b"file", lambda guest, fd: guest.write(fd, b"x"), (Errno.BADF, None)),
    "seek": (b"file", lambda guest, fd: guest.fd_seek(fd, 3, 0, OUT), OK),
    "seek in a directory": (b"dir", lambda guest, fd: guest.fd_seek(fd, 3, 0, OUT), Errno.ISDIR),
    "list": (b"dir", lambda guest, fd: guest.fd_readdir(fd, 0x400, 64, 0, OUT), OK),
    "list a file": (b"file", lambda guest, fd: guest.fd_readdir(fd, 0x400, 64, 0, OUT), Errno.NOTDIR),
    "open beneath": (b"dir", lambda guest, fd: guest.open(b"inner", dir=fd)[0], OK),
    "open beneath a file": (b"file", lambda guest, fd: guest.open(b"inner", dir=fd)[0], Errno.NOTDIR),
    "leave": (b"dir", lambda guest, fd: guest.open(b"../file", dir=fd)[0], Errno.NOTCAPABLE),
    "receive": (b"file", lambda guest, fd: guest.sock_recv(fd, 0, 0, 0, OUT, OUT), Errno.NOTSOCK),
    "gain rights": (b"file", lambda guest, fd: guest.fd_fdstat_set_rights(fd, WRITE, 0), Errno.NOTCAPABLE),
    "keep rights": (b"file", lambda guest, fd: guest.fd_fdstat_set_rights(fd, READ, 0), OK),
    "attributes": (b"file", lambda guest, fd: guest.fd_filestat_get(fd, OUT), OK),
    "close": (b"file", lambda guest, fd: guest.fd_close(fd), OK),
}


@pytest.mark.parametrize("name", FIRST_USES)
@pytest.mark.parametrize("moved", [False, True])
def test_type_and_rights_are_found_on_first_use(guest, tree, name, moved):
    path, use, expected = FIRST_USES[name]
    fd = guest.opened(path)
    if moved:
        other = guest.opened(b"file")
        assert guest.fd_renumber(fd, other) == OK
        fd = other

    assert use(guest, fd) == expected


def test_first_use_keeps_inherited_rights(guest, tree):
    directory = guest.opened(b"dir", inheriting=READ)
    assert guest.fd_fdstat_set_rights(directory, guest.fdstat(directory).fs_rights_base, READ) == OK
    assert guest.fd_seek(guest.opened(b"inner", dir=directory), 0, 2, OUT) == Errno.NOTCAPABLE


# -------------------------------------------------------------------------------------------------------- special files
def test_fifo_without_a_partner_does_not_hang(guest, root):
    os.mkfifo(root / "fifo")

    fd = guest.opened(b"fifo")

    assert guest.fdstat(fd).fs_filetype == Filetype.UNKNOWN
    assert guest.fdstat(fd).fs_flags == 0
    assert (OK, b"") == guest.read(fd, 10)
    guest.fd_close(fd)
    assert guest.open(b"fifo", WRITE) == (Errno.NXIO, None)


@pytest.mark.parametrize("flags", [0, Fdflags.NONBLOCK])
def test_fifo_carries_data_and_blocks_only_as_asked(guest, root, flags):
    os.mkfifo(root / "fifo")
    reader = guest.opened(b"fifo", fdflags=flags)
    writer = guest.opened(b"fifo", WRITE)

    assert guest.fdstat(reader).fs_flags == flags
    assert (OK, 3) == guest.write(writer, b"abc")
    assert (OK, b"abc") == guest.read(reader, 10)
    if flags:
        assert guest.read(reader, 10) == (Errno.AGAIN, None)


def test_sockets_cannot_be_opened(guest, root):
    here = os.getcwd()
    os.chdir(root)  # the path of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket")
            assert guest.open(b"socket") == (Errno.NXIO, None)
    finally:
        os.chdir(here)


@pytest.mark.skipif(os.getuid() != 0, reason="only root can make devices")
def test_devices_open_and_are_not_terminals(guest, root):
    os.mknod(root / "null", 0o666 | 0o020000, os.makedev(1, 3))
    os.mknod(root / "tty", 0o666 | 0o020000, os.makedev(4, 63))

    fd = guest.opened(b"null", READ | WRITE)

    assert guest.fdstat(fd).fs_filetype == Filetype.CHARACTER_DEVICE
    assert guest.fdstat(fd).fs_rights_base & Rights.FD_SEEK
    assert (OK, b"") == guest.read(fd, 1)
    assert guest.open(b"tty")[0] in (OK, Errno.NXIO, Errno.IO, Errno.NODEV)
