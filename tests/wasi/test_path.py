"""path_*: attributes, links, making, removing, renaming; each with both resolvers."""

import os
import stat

import pytest

from tests.wasi.guest import OK, OUT, UNTOUCHED, grant
from wasihost.wasi.types import Errno, Filestat, Filetype, Fstflags

NAME_MAX, PATH_MAX = 255, 4096


@pytest.fixture
def tree(root):
    """dir/{inner,sub/}, empty/, file, links to each, a dangling one, a loop, and links that lead out."""
    (root / "dir" / "sub").mkdir(parents=True)
    (root / "dir" / "inner").write_bytes(b"inner")
    (root / "empty").mkdir()
    (root / "file").write_bytes(b"0123456789")
    links = {
        "to-file": "file", "to-dir": "dir", "dangling": "missing", "loop": "loop", "absolute": "/etc/passwd",
        "out": "../outside/secret", "out-dir": "../outside", "to-file-slash": "file/", "to-dir-slash": "dir/",
        "dir/up": "../file", "dir/to-sub": "sub", "dir/too-far": "../../outside", "hop": "to-file",
        "back": "dir/../file",
    }  # fmt: skip
    for name, target in links.items():
        (root / name).symlink_to(target)
    return root


def listing(directory):
    return sorted(str(path.relative_to(directory)) for path in directory.rglob("*"))


# ---------------------------------------------------------------------------------------------------------- attributes
FILE, DIR, LINK = Filetype.REGULAR_FILE, Filetype.DIRECTORY, Filetype.SYMBOLIC_LINK


@pytest.mark.parametrize(
    "path, followed, itself",
    [
        (b"file", FILE, FILE),
        (b"dir", DIR, DIR),
        (b"dir/", DIR, DIR),
        (b"dir///", DIR, DIR),
        (b"./dir/.", DIR, DIR),
        (b".", DIR, DIR),
        (b"./", DIR, DIR),
        (b"dir/..", DIR, DIR),
        (b"dir/.//sub/../../dir/sub/../inner", FILE, FILE),
        (b"to-file", FILE, LINK),
        (b"to-dir", DIR, LINK),
        (b"to-dir/", DIR, DIR),
        (b"to-dir/inner", FILE, FILE),
        (b"to-dir-slash", DIR, LINK),
        (b"to-dir-slash/inner", FILE, FILE),
        (b"dir/up", FILE, LINK),
        (b"dir/to-sub", DIR, LINK),
        (b"hop", FILE, LINK),
        (b"back", FILE, LINK),
        (b"to-file-slash", Errno.NOTDIR, LINK),
        (b"dangling", Errno.NOENT, LINK),
        (b"loop", Errno.LOOP, LINK),
        (b"loop/x", Errno.LOOP, Errno.LOOP),
        (b"absolute", Errno.NOTCAPABLE, LINK),
        (b"out", Errno.NOTCAPABLE, LINK),
        (b"out-dir", Errno.NOTCAPABLE, LINK),
        (b"out-dir/", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"out-dir/secret", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"dir/too-far/secret", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"/file", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"/", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"..", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"../root/file", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"dir/../../root", Errno.NOTCAPABLE, Errno.NOTCAPABLE),
        (b"file/", Errno.NOTDIR, Errno.NOTDIR),
        (b"file/.", Errno.NOTDIR, Errno.NOTDIR),
        (b"file/..", Errno.NOTDIR, Errno.NOTDIR),
        (b"file/x", Errno.NOTDIR, Errno.NOTDIR),
        (b"to-file/", Errno.NOTDIR, Errno.NOTDIR),
        (b"missing", Errno.NOENT, Errno.NOENT),
        (b"missing/", Errno.NOENT, Errno.NOENT),
        (b"missing/..", Errno.NOENT, Errno.NOENT),
        (b"dangling/", Errno.NOENT, Errno.NOENT),
        (b"", Errno.NOENT, Errno.NOENT),
        (b"x" * NAME_MAX, Errno.NOENT, Errno.NOENT),
        (b"x" * (NAME_MAX + 1), Errno.NAMETOOLONG, Errno.NAMETOOLONG),
        (b"./" * 2000 + b"file", FILE, FILE),
        (b"/" * PATH_MAX, Errno.NAMETOOLONG, Errno.NAMETOOLONG),
        (b"x" * 20_000, Errno.NAMETOOLONG, Errno.NAMETOOLONG),
        (b"file\0", Errno.INVAL, Errno.INVAL),
        (b"\0file", Errno.INVAL, Errno.INVAL),
        (b"fi\0le", Errno.INVAL, Errno.INVAL),
    ],
)
def test_filestat_follows_links_when_asked(guest, tree, path, followed, itself):
    for follow, expected in ((True, followed), (False, itself)):
        error, filestat = guest.stat(path, follow=follow)
        if isinstance(expected, Errno):
            assert (error, filestat) == (expected, None)
        else:
            assert (error, filestat.filetype) == (OK, expected)
            if not path.endswith(b"/"):  # os.lstat follows such a link, too
                status = os.stat(os.path.join(os.fsencode(tree), path), follow_symlinks=follow)
                assert (filestat.ino, filestat.size, filestat.mtim) == (
                    status.st_ino,
                    status.st_size,
                    status.st_mtime_ns,
                )


def test_stat_of_a_file_that_is_no_utf8(guest, root):
    name = b"\xff\xfe\x80"
    with open(os.fsencode(root) + b"/" + name, "wb") as file:
        file.write(b"12345")

    assert guest.stat(name)[1].size == 5


def test_stat_beneath_a_file(guest, tree):
    fd = guest.opened(b"file")

    assert guest.stat(b"x", dir=fd)[0] == Errno.NOTDIR
    assert guest.stat(b".", dir=fd)[0] == Errno.NOTDIR


def test_stat_beneath_a_directory_that_was_opened(guest, tree):
    fd = guest.opened(b"dir")

    assert guest.stat(b"inner", dir=fd)[0] == OK
    assert guest.stat(b"../file", dir=fd)[0] == Errno.NOTCAPABLE
    assert guest.stat(b"up", dir=fd)[0] == Errno.NOTCAPABLE
    assert guest.stat(b"up", dir=fd, follow=False)[0] == OK


def test_a_chain_of_forty_links_is_the_longest(guest, root):
    (root / "file").touch()
    for i in range(41):
        (root / f"l{i + 1}").symlink_to(f"l{i}" if i else "file")

    assert guest.stat(b"l40")[0] == OK
    assert guest.stat(b"l41")[0] == Errno.LOOP
    assert guest.stat(b"l41", follow=False)[0] == OK


def test_fifo_has_filetype_unknown(guest, root):
    os.mkfifo(root / "fifo")

    assert guest.stat(b"fifo")[1].filetype == Filetype.UNKNOWN


@pytest.mark.parametrize("follow", [True, False])
def test_set_times_of_a_link_or_of_its_target(guest, tree, follow):
    before = [os.stat(tree / name, follow_symlinks=False).st_mtime_ns for name in ("file", "to-file")]

    assert guest.path_filestat_set_times(3, int(follow), b"to-file", 0, 12345, Fstflags.MTIM) == OK

    after = [os.stat(tree / name, follow_symlinks=False).st_mtime_ns for name in ("file", "to-file")]
    assert after == ([12345, before[1]] if follow else [before[0], 12345])


@pytest.mark.parametrize(
    "path, expected",
    [(b"out", Errno.NOTCAPABLE), (b"missing", Errno.NOENT), (b"file/", Errno.NOTDIR), (b"dir/", OK), (b".", OK)],
)
def test_set_times_elsewhere(guest, tree, path, expected):
    secret = tree.parent / "outside" / "secret"
    before = secret.stat().st_mtime_ns

    assert guest.path_filestat_set_times(3, 1, path, 1, 2, Fstflags.MTIM) == expected

    assert secret.stat().st_mtime_ns == before


# --------------------------------------------------------------------------------------------------------------- links
@pytest.mark.parametrize(
    "path, expected",
    [
        (b"to-file", b"file"),
        (b"dir/up", b"../file"),
        (b"to-dir/up", b"../file"),
        (b"absolute", b"/etc/passwd"),
        (b"out", b"../outside/secret"),
        (b"loop", b"loop"),
        (b"./dir/../to-file", b"file"),
        (b"file", Errno.INVAL),
        (b"dir", Errno.INVAL),
        (b".", Errno.INVAL),
        (b"dir/..", Errno.INVAL),
        (b"to-dir/", Errno.INVAL),
        (b"dir/to-sub/", Errno.INVAL),
        (b"dir/inner/", Errno.NOTDIR),
        (b"file/", Errno.NOTDIR),
        (b"to-file/", Errno.NOTDIR),
        (b"dangling/", Errno.NOENT),
        (b"missing", Errno.NOENT),
        (b"out-dir/secret", Errno.NOTCAPABLE),
        (b"out-dir/", Errno.NOTCAPABLE),
        (b"..", Errno.NOTCAPABLE),
        (b"/to-file", Errno.NOTCAPABLE),
        (b"", Errno.NOENT),
    ],
)
def test_readlink_returns_the_target(guest, tree, path, expected):
    assert guest.readlink(path) == ((expected, None) if isinstance(expected, Errno) else (OK, expected))


@pytest.mark.parametrize("size", [0, 1, 3, 4, 5])
def test_readlink_cuts_off(guest, tree, size):
    buffer = guest.room(8)

    assert guest.path_readlink(3, b"to-file", buffer, size, OUT) == OK

    used = min(size, 4)
    assert guest.u32() == used
    assert guest.get(buffer, 8) == b"file"[:used] + UNTOUCHED * (8 - used)


def test_readlink_keeps_bytes_that_are_not_utf8(guest, root):
    os.symlink(b"\xff\x80", os.fsencode(root) + b"/\xfe")

    assert guest.readlink(b"\xfe") == (OK, b"\xff\x80")


@pytest.mark.parametrize(
    "target, path, expected",
    [
        (b"file", b"new", OK),
        (b"missing", b"dir/new", OK),
        (b"../../up", b"new", OK),
        (b"file", b"to-dir/new", OK),
        (b"x" * 4095, b"new", OK),
        (b"/etc/passwd", b"new", Errno.NOTCAPABLE),
        (b"/", b"new", Errno.NOTCAPABLE),
        (b"", b"new", Errno.NOENT),
        (b"a\0b", b"new", Errno.INVAL),
        (b"x" * 4096, b"new", Errno.NAMETOOLONG),
        (b"file", b"new/", Errno.NOENT),
        (b"file", b"file", Errno.EXIST),
        (b"file", b"dir", Errno.EXIST),
        (b"file", b"dir/", Errno.EXIST),
        (b"file", b".", Errno.EXIST),
        (b"file", b"dangling", Errno.EXIST),
        (b"file", b"missing/new", Errno.NOENT),
        (b"file", b"file/new", Errno.NOTDIR),
        (b"file", b"out-dir/new", Errno.NOTCAPABLE),
        (b"file", b"../new", Errno.NOTCAPABLE),
        (b"file", b"/new", Errno.NOTCAPABLE),
        (b"file", b"", Errno.NOENT),
    ],
)
def test_symlink_is_created_or_changes_nothing(guest, tree, target, path, expected):
    before = listing(tree.parent)

    assert guest.path_symlink(target, 3, path) == expected

    if expected == OK:
        assert os.readlink(os.path.join(os.fsencode(tree), path)) == target
    else:
        assert listing(tree.parent) == before


def test_symlink_onto_a_file_with_a_slash(guest, tree):
    assert guest.path_symlink(b"x", 3, b"file/") in (Errno.NOTDIR, Errno.EXIST)


@pytest.mark.parametrize(
    "follow, old, new, expected",
    [
        (0, b"file", b"new", OK),
        (0, b"file", b"to-dir/new", OK),
        (0, b"dangling", b"new", OK),
        (0, b"loop", b"new", OK),
        (0, b"out", b"new", OK),  # the link itself
        (1, b"to-file", b"new", OK),
        (1, b"hop", b"new", OK),
        (1, b"dir/up", b"new", OK),
        (1, b"dangling", b"new", Errno.NOENT),
        (1, b"loop", b"new", Errno.LOOP),
        (1, b"out", b"new", Errno.NOTCAPABLE),
        (1, b"absolute", b"new", Errno.NOTCAPABLE),
        (1, b"to-dir", b"new", Errno.PERM),
        (1, b"to-file-slash", b"new", Errno.NOTDIR),
        (0, b"dir", b"new", Errno.PERM),
        (0, b"dir/", b"new", Errno.PERM),
        (0, b"to-dir/", b"new", Errno.PERM),
        (0, b".", b"new", Errno.PERM),
        (0, b"file/", b"new", Errno.NOTDIR),
        (0, b"dir/inner/", b"new", Errno.NOTDIR),
        (0, b"missing", b"new", Errno.NOENT),
        (0, b"file", b"new/", Errno.NOENT),
        (0, b"file", b"file", Errno.EXIST),
        (0, b"file", b"dir", Errno.EXIST),
        (0, b"file", b"dangling", Errno.EXIST),
        (0, b"file", b"out-dir", Errno.EXIST),
        (0, b"file", b"out-dir/new", Errno.NOTCAPABLE),
        (0, b"file", b"../new", Errno.NOTCAPABLE),
        (0, b"out-dir/secret", b"new", Errno.NOTCAPABLE),
        (0, b"../outside/secret", b"new", Errno.NOTCAPABLE),
        (0, b"/etc/passwd", b"new", Errno.NOTCAPABLE),
        (0, b"", b"new", Errno.NOENT),
        (0, b"file", b"", Errno.NOENT),
    ],
)
def test_link_is_created_or_changes_nothing(guest, tree, follow, old, new, expected):
    before = listing(tree.parent)

    assert guest.path_link(3, follow, old, 3, new) == expected

    if expected == OK:
        paths = [os.path.join(os.fsencode(tree), path) for path in (old, new)]
        assert os.stat(paths[0], follow_symlinks=bool(follow)).st_ino == os.lstat(paths[1]).st_ino
    else:
        assert listing(tree.parent) == before


def test_both_names_of_a_file_tell_the_same(guest, tree):
    assert guest.path_link(3, 0, b"file", 3, b"new") == OK

    assert guest.stat(b"file") == guest.stat(b"new")
    assert guest.stat(b"new")[1].nlink == 2


# ------------------------------------------------------------------------------------------------- making and removing
@pytest.mark.parametrize(
    "path, expected",
    [
        (b"new", OK),
        (b"new/", OK),
        (b"new///", OK),
        (b"dir/new", OK),
        (b"to-dir/new", OK),
        (b"dir/sub/../new", OK),
        (b"\xff\xfe", OK),
        (b"file", Errno.EXIST),
        (b"dir", Errno.EXIST),
        (b"dir/", Errno.EXIST),
        (b".", Errno.EXIST),
        (b"dir/..", Errno.EXIST),
        (b"dangling", Errno.EXIST),
        (b"dangling/", Errno.EXIST),
        (b"out-dir", Errno.EXIST),
        (b"out-dir/", Errno.EXIST),
        (b"file/new", Errno.NOTDIR),
        (b"missing/new", Errno.NOENT),
        (b"", Errno.NOENT),
        (b"out-dir/new", Errno.NOTCAPABLE),
        (b"dir/too-far/new", Errno.NOTCAPABLE),
        (b"..", Errno.NOTCAPABLE),
        (b"../new", Errno.NOTCAPABLE),
        (b"../root/new", Errno.NOTCAPABLE),
        (b"/new", Errno.NOTCAPABLE),
        (b"x" * 256, Errno.NAMETOOLONG),
        (b"a\0b", Errno.INVAL),
    ],
)
def test_directory_is_created_or_changes_nothing(guest, tree, path, expected):
    before = listing(tree.parent)

    assert guest.path_create_directory(3, path) == expected

    if expected == OK:
        assert stat.S_ISDIR(os.stat(os.path.join(os.fsencode(tree), path)).st_mode)
        assert len(listing(tree.parent)) == len(before) + 1
    else:
        assert listing(tree.parent) == before


@pytest.mark.parametrize(
    "path, expected",
    [
        (b"empty", OK),
        (b"empty/", OK),
        (b"empty///", OK),
        (b"dir/sub", OK),
        (b"to-dir/sub", OK),
        (b"dir", Errno.NOTEMPTY),
        (b"dir/", Errno.NOTEMPTY),
        (b"file", Errno.NOTDIR),
        (b"file/", Errno.NOTDIR),
        (b"to-dir", Errno.NOTDIR),
        (b"to-dir/", Errno.NOTDIR),
        (b"out-dir/", Errno.NOTDIR),
        (b".", Errno.INVAL),
        (b"empty/.", Errno.INVAL),
        (b"missing", Errno.NOENT),
        (b"out-dir/x", Errno.NOTCAPABLE),
        (b"..", Errno.NOTCAPABLE),
        (b"/empty", Errno.NOTCAPABLE),
        (b"", Errno.NOENT),
    ],
)
def test_directory_is_removed_only_if_empty(guest, tree, path, expected):
    before = listing(tree.parent)

    assert guest.path_remove_directory(3, path) == expected

    assert len(listing(tree.parent)) == len(before) - (expected == OK)


@pytest.mark.parametrize(
    "path, expected",
    [
        (b"file", OK),
        (b"to-file", OK),
        (b"to-dir", OK),
        (b"dangling", OK),
        (b"out", OK),
        (b"loop", OK),
        (b"to-dir/inner", OK),
        (b"dir/../file", OK),
        (b"dir", Errno.ISDIR),
        (b"dir/", Errno.ISDIR),
        (b".", Errno.ISDIR),
        (b"dir/..", Errno.ISDIR),
        (b"file/", Errno.NOTDIR),
        (b"to-dir/", Errno.NOTDIR),
        (b"out-dir/", Errno.NOTDIR),
        (b"missing", Errno.NOENT),
        (b"missing/", Errno.NOENT),
        (b"out-dir/secret", Errno.NOTCAPABLE),
        (b"../outside/secret", Errno.NOTCAPABLE),
        (b"/file", Errno.NOTCAPABLE),
        (b"", Errno.NOENT),
    ],
)
def test_unlink_removes_names_but_not_directories(guest, tree, path, expected):
    before = listing(tree.parent)

    assert guest.path_unlink_file(3, path) == expected

    assert len(listing(tree.parent)) == len(before) - (expected == OK)
    assert (tree.parent / "outside" / "secret").exists()


# ------------------------------------------------------------------------------------------------------------ renaming
@pytest.mark.parametrize(
    "old, new, expected",
    [
        (b"file", b"new", OK),
        (b"file", b"dir/inner", OK),
        (b"file", b"to-dir/new", OK),
        (b"file", b"to-file", OK),
        (b"file", b"out", OK),  # replaces the link
        (b"out", b"new", OK),
        (b"dir", b"new", OK),
        (b"dir/", b"new", OK),
        (b"dir", b"new/", OK),
        (b"dir///", b"new///", OK),
        (b"dir", b"empty", OK),
        (b"dir", b"empty/", OK),
        (b"file", b"file", OK),
        (b"empty", b"dir", Errno.NOTEMPTY),
        (b"dir", b"file", Errno.NOTDIR),
        (b"file", b"dir", Errno.ISDIR),
        (b"file", b"empty", Errno.ISDIR),
        (b"file/", b"new", Errno.NOTDIR),
        (b"file", b"new/", Errno.NOTDIR),
        (b"to-dir/", b"new", Errno.NOTDIR),
        (b"out-dir/", b"new", Errno.NOTDIR),
        (b"dir", b"out-dir/", Errno.NOTDIR),
        (b"dir", b"dangling/", Errno.NOTDIR),
        (b"dir", b"dir/sub/new", Errno.INVAL),
        (b"missing", b"new", Errno.NOENT),
        (b"file", b"missing/new", Errno.NOENT),
        (b".", b"new", Errno.BUSY),
        (b"dir/..", b"new", Errno.BUSY),
        (b"file", b".", Errno.BUSY),
        (b"file", b"out-dir/new", Errno.NOTCAPABLE),
        (b"file", b"../new", Errno.NOTCAPABLE),
        (b"file", b"/new", Errno.NOTCAPABLE),
        (b"out-dir/secret", b"new", Errno.NOTCAPABLE),
        (b"../outside/secret", b"new", Errno.NOTCAPABLE),
        (b"..", b"new", Errno.NOTCAPABLE),
        (b"", b"new", Errno.NOENT),
        (b"file", b"", Errno.NOENT),
    ],
)
def test_rename_replaces_or_changes_nothing(guest, tree, old, new, expected):
    inode = os.lstat(os.path.join(os.fsencode(tree), old.rstrip(b"/"))).st_ino if expected == OK else 0
    before = listing(tree.parent)

    assert guest.path_rename(3, old, 3, new) == expected

    if expected == OK:
        assert os.lstat(os.path.join(os.fsencode(tree), new.rstrip(b"/"))).st_ino == inode
        assert old == new or not os.path.lexists(os.path.join(os.fsencode(tree), old.rstrip(b"/")))
    else:
        assert listing(tree.parent) == before
    assert (tree.parent / "outside" / "secret").read_bytes() == b"secret"


def test_between_two_directories(guest, tree):
    a, b = guest.opened(b"dir"), guest.opened(b"empty")

    assert guest.path_link(a, 0, b"inner", b, b"hard") == OK
    assert guest.path_rename(a, b"inner", b, b"moved") == OK
    assert guest.path_rename(a, b"sub", 99, b"x") == Errno.BADF
    assert guest.path_link(a, 0, b"sub", 99, b"x") == Errno.BADF
    assert guest.path_rename(a, b"sub", guest.opened(b"file"), b"x") == Errno.NOTDIR

    assert sorted(os.listdir(tree / "empty")) == ["hard", "moved"]


def test_rename_onto_a_preopen(make, tree, resolver):
    """What was granted stays the directory that it was: nothing lies in it any more, and nothing can be put there."""
    guest = make([grant(tree), grant(tree / "empty", b"/empty")], walk=resolver == "walk")

    assert guest.path_rename(3, b"dir", 3, b"empty") == OK

    assert guest.stat(b"empty/inner")[0] == OK
    assert guest.stat(b"inner", dir=4)[0] == Errno.NOENT
    assert guest.path_create_directory(4, b"new") == Errno.NOENT
    assert guest.fd_close(4) == OK
    assert guest.opened(b"empty") == 0


@pytest.mark.parametrize(
    "name, args",
    [
        ("path_create_directory", (b"x",)),
        ("path_filestat_get", (0, b"x", OUT)),
        ("path_filestat_set_times", (0, b"x", 0, 0, 0)),
        ("path_link", (0, b"x", 3, b"y")),
        ("path_readlink", (b"x", OUT, 10, OUT)),
        ("path_remove_directory", (b"x",)),
        ("path_rename", (b"x", 3, b"y")),
        ("path_unlink_file", (b"x",)),
        ("path_open", (0, b"x", 0, 0, 0, 0, OUT)),
    ],
)
def test_beneath_a_file(guest, tree, name, args):
    assert guest.call(name, guest.opened(b"file"), *args) == Errno.NOTDIR


def test_results_have_their_size(guest, tree):
    assert guest.path_filestat_get(3, 0, b"file", OUT) == OK

    assert guest.get(OUT - 1, 1) + guest.get(OUT + Filestat.size, 1) == b"??"


@pytest.mark.skipif(os.getuid() == 0, reason="root may do everything")
def test_permissions_of_the_host(guest, root):
    (root / "locked").mkdir(mode=0)

    assert guest.stat(b"locked/x")[0] == Errno.ACCES
