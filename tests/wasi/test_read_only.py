"""A preopen that was granted for reading: whatever would change it is ROFS, whichever way it is tried."""

import os

import pytest

from tests.wasi.guest import OK, OUT, READ, WRITE, grant
from wasihost.wasi.types import Errno, Fdflags, Fstflags, Oflags

CREAT, DIRECTORY, EXCL, TRUNC = Oflags.CREAT, Oflags.DIRECTORY, Oflags.EXCL, Oflags.TRUNC
RO, RW = 3, 4


@pytest.fixture
def guest(make, root, tmp_path, resolver):
    """3 is read-only; 4 is not, and is the very same directory's sibling."""
    (root / "dir" / "sub").mkdir(parents=True)
    (root / "file").write_bytes(b"0123456789")
    (root / "link").symlink_to("file")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine").write_bytes(b"mine")
    preopens = [grant(root, b"/ro", True), grant(tmp_path / "other", b"/rw")]
    return make(preopens, walk=resolver == "walk")


def state(root):
    return {
        str(path): (path.lstat().st_mtime_ns, path.lstat().st_size, path.lstat().st_nlink, path.lstat().st_mode)
        for path in [root, *root.rglob("*")]
    }


WRITES = [
    ("path_open", (0, b"new", CREAT, READ, 0, 0, OUT)),
    ("path_open", (0, b"new", CREAT | EXCL, WRITE, 0, 0, OUT)),
    ("path_open", (0, b"file", CREAT, READ, 0, 0, OUT)),
    ("path_open", (0, b"file", TRUNC, READ, 0, 0, OUT)),
    ("path_open", (0, b"file", TRUNC, 0, 0, 0, OUT)),
    ("path_open", (0, b"file", 0, WRITE, 0, 0, OUT)),
    ("path_open", (0, b"file", 0, READ | WRITE, 0, 0, OUT)),
    ("path_open", (1, b"link", 0, WRITE, 0, 0, OUT)),
    ("path_open", (1, b"file", 0, (1 << 30) - 1, 0, Fdflags.APPEND, OUT)),
    ("path_open", (1, b"file", 0, (1 << 64) - 1, 0, 0, OUT)),
    ("path_create_directory", (b"new",)),
    ("path_remove_directory", (b"dir/sub",)),
    ("path_unlink_file", (b"file",)),
    ("path_rename", (b"file", RO, b"new")),
    ("path_rename", (b"file", RW, b"new")),
    ("path_link", (0, b"file", RO, b"new")),
    ("path_link", (0, b"file", RW, b"new")),
    ("path_filestat_set_times", (0, b"file", 1, 2, Fstflags.MTIM)),
    ("path_filestat_set_times", (1, b"link", 1, 2, Fstflags.ATIM_NOW)),
    ("fd_filestat_set_times", (1, 2, Fstflags.MTIM)),
]


@pytest.mark.parametrize("name, args", WRITES)
@pytest.mark.parametrize("through", ["preopen", "itself", "directory", "renumbered", "fewer rights"])
def test_changes_through_a_read_only_grant_are_rofs(guest, root, name, args, through):
    base = {"preopen": lambda: RO, "itself": lambda: guest.opened(b".", dir=RO)}.get(through)
    if through == "directory":
        fd = guest.opened(b"dir", READ, DIRECTORY, dir=RO)
        args = tuple(b"../" + arg if isinstance(arg, bytes) else arg for arg in args)
    elif through == "renumbered":
        fd = guest.opened(b".", dir=RO)
        guest.fd_renumber(RO, fd)
    elif through == "fewer rights":
        fd = RO
        rights = guest.fdstat(RO)
        guest.fd_fdstat_set_rights(RO, rights.fs_rights_base, rights.fs_rights_inheriting)
    else:
        fd = base()
    before = state(root)

    error = guest.call(name, fd, *args)

    # Above "dir" there is nothing; and descriptor 3 is gone once it was renumbered.
    allowed = {"directory": (Errno.ROFS, Errno.NOTCAPABLE), "renumbered": (Errno.ROFS, Errno.BADF)}
    assert error in allowed.get(through, (Errno.ROFS,))
    assert state(root) == before


@pytest.mark.parametrize("name, args", [("path_rename", ()), ("path_link", (0,))])
def test_rename_and_link_into_a_read_only_grant_are_rofs(guest, root, name, args):
    before = state(root)

    assert guest.call(name, RW, *args, b"mine", RO, b"new") == Errno.ROFS

    assert state(root) == before


def test_symlink_in_a_read_only_grant_is_rofs(guest, root):
    before = state(root)

    assert guest.path_symlink(b"file", RO, b"new") == Errno.ROFS

    assert state(root) == before


def test_writes_to_an_open_file(guest, root):
    fd, before = guest.opened(b"file", dir=RO), state(root)

    assert guest.fd_filestat_set_size(fd, 0) == Errno.ROFS
    assert guest.fd_allocate(fd, 0, 100) == Errno.ROFS
    assert guest.fd_filestat_set_times(fd, 1, 2, Fstflags.MTIM) == Errno.ROFS
    assert guest.write(fd, b"x")[0] == Errno.BADF
    assert guest.fd_pwrite(fd, *guest.iovecs((0, 1)), 0, OUT) == Errno.BADF

    assert state(root) == before


def test_a_fifo_cannot_be_written(guest, root):
    os.mkfifo(root / "fifo")

    assert guest.open(b"fifo", WRITE, dir=RO)[0] == Errno.ROFS


def test_reading_through_a_read_only_grant_works(guest, root):
    fd = guest.opened(b"link", dir=RO)

    assert guest.read(fd, 100) == (OK, b"0123456789")
    assert guest.fd_sync(fd) == OK
    assert guest.fd_advise(fd, 0, 0, 1) == OK
    assert guest.stat(b"dir/sub", dir=RO)[0] == OK
    assert len(guest.readdir(RO)[1]) == 5
    assert guest.path_readlink(RO, b"link", OUT, 10, OUT + 16) == OK


def test_the_other_preopen_can_be_written(guest, tmp_path):
    assert guest.write(guest.opened(b"new", WRITE, CREAT, dir=RW), b"data") == (OK, 4)
    assert guest.path_rename(RW, b"mine", RW, b"yours") == OK

    assert sorted(os.listdir(tmp_path / "other")) == ["new", "yours"]


@pytest.fixture
def twice(make, root, resolver):
    """The same directory granted twice, 3 for reading, 4 for writing too; 5 is a directory in it, for reading."""
    (root / "sub").mkdir()
    (root / "file").write_bytes(b"0123456789")
    (root / "sub" / "inner").write_bytes(b"inner")
    preopens = [grant(root, b"/ro", True), grant(root, b"/rw"), grant(root / "sub", b"/sub", True)]
    return make(preopens, walk=resolver == "walk")


@pytest.mark.parametrize("name, before", [("path_rename", ()), ("path_link", (0,))])
@pytest.mark.parametrize("sides", [(3, 4), (4, 3), (3, 3), (5, 4), (4, 5), (5, 3)])
def test_moving_and_linking_needs_both_sides(twice, root, name, before, sides):
    """CVE-2026-58494: a hard link in the writable mount would make the file writable."""
    old = {3: b"file", 4: b"file", 5: b"inner"}[sides[0]]
    then = state(root)

    assert twice.call(name, sides[0], *before, old, sides[1], b"new") == Errno.ROFS

    assert state(root) == then


def test_read_only_descriptor_stays_read_only(twice, root):
    """Whatever number it has, and whatever else was granted."""
    reading, writing = twice.opened(b"file", dir=RO), twice.opened(b"file", WRITE, dir=RW)
    assert twice.fd_renumber(reading, writing) == OK
    assert twice.write(writing, b"x")[0] == Errno.BADF
    assert twice.fd_filestat_set_size(writing, 0) == Errno.ROFS

    assert twice.fd_renumber(RO, RW) == OK
    assert twice.open(b"new", WRITE, CREAT, dir=RW)[0] == Errno.ROFS
    assert twice.path_unlink_file(RW, b"file") == Errno.ROFS
    assert twice.open(b"sub/new", WRITE, CREAT, dir=RW)[0] == Errno.ROFS
    assert twice.open(b"new", WRITE, CREAT, dir=twice.opened(b"sub", dir=RW))[0] == Errno.ROFS

    assert sorted(os.listdir(root)) == ["file", "sub"]
    assert (root / "file").read_bytes() == b"0123456789"


def test_rights_do_not_tell_it(guest):
    """Else programs that mask what they ask for would open files and fail on the first write."""
    assert guest.fdstat(RO).fs_rights_inheriting & WRITE
