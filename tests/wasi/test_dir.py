"""fd_readdir."""

import os
import time

import pytest

from tests.wasi.guest import OK, OUT, PAGE, READ, grant
from wasihost.wasi.fs.listing import WINDOW
from wasihost.wasi.types import Dirent, Errno, Filetype, Oflags

LARGE = 12_000  # entries that do not fit into one window
assert LARGE * 24 > WINDOW


def names(entries):
    return [entry.name for entry in entries]


def scan(guest, fd, size):
    """Every entry, as wasi-libc reads a directory: on from the last entry that was complete."""
    found, cookie = [], 0
    while True:
        error, entries, ended = guest.readdir(fd, size, cookie)
        assert error == OK
        found += entries
        if ended:
            return found
        cookie = entries[-1].d_next


@pytest.fixture
def filled(root):
    """A thousand files with names of different lengths."""
    for i in range(1000):
        (root / f"file-{i}{'x' * (i % 50)}").touch()
    return root


def test_an_empty_directory(plain, root):
    error, entries, ended = plain.readdir(3)

    assert (error, names(entries), ended) == (OK, [b".", b".."], True)
    assert [entry.d_next for entry in entries] == [1, 2]
    assert [entry.d_type for entry in entries] == [Filetype.DIRECTORY] * 2
    assert entries[0].d_ino == os.stat(root).st_ino


def test_dotdot_of_a_preopen_is_the_preopen(plain, root):
    (root / "sub").mkdir()

    assert plain.readdir(3)[1][1].d_ino == os.stat(root).st_ino
    assert plain.readdir(plain.opened(b"sub"))[1][1].d_ino == os.stat(root).st_ino


def test_types_and_inodes(plain, root):
    (root / "file").touch()
    (root / "dir").mkdir()
    (root / "link").symlink_to("file")
    os.mkfifo(root / "fifo")

    entries = {entry.name: entry for entry in plain.readdir(3)[1]}

    assert {name: entry.d_type for name, entry in entries.items()} == {
        b".": Filetype.DIRECTORY, b"..": Filetype.DIRECTORY, b"file": Filetype.REGULAR_FILE, b"dir": Filetype.DIRECTORY,
        b"link": Filetype.SYMBOLIC_LINK, b"fifo": Filetype.UNKNOWN,
    }  # fmt: skip
    for name in ("file", "dir", "link", "fifo"):
        assert entries[name.encode()].d_ino == os.lstat(root / name).st_ino


def test_readdir_writes_dirents_and_names(plain, root):
    inode = os.stat(root).st_ino.to_bytes(8, "little")

    assert plain.fd_readdir(3, 1, 30, 0, OUT) == OK

    header = (1).to_bytes(8, "little") + inode + b"\x01\0\0\0\x03\0\0\0" + b"."
    assert plain.get(0, 40) == b"?" + header + (2).to_bytes(5, "little") + b"?" * 9
    assert plain.u32() == 30


def test_names_are_bytes_and_hide_nothing(plain, root):
    odd = [b"\xff\xfe", b"\x80", b"a\nb", b" ", b"x" * 255, "ü".encode()]
    for name in [*odd, b"plain"]:
        with open(os.fsencode(root) + b"/" + name, "w"):
            pass

    assert sorted(names(plain.readdir(3)[1])) == sorted([b".", b"..", b"plain", *odd])


@pytest.mark.parametrize("size", [90, 128, 256, 1000, 4096, 50_000])
def test_every_entry_is_seen_once_whatever_the_buffer(plain, filled, size):
    found = names(scan(plain, 3, size))

    assert found[:2] == [b".", b".."]
    assert sorted(found[2:]) == sorted(os.fsencode(name) for name in os.listdir(filled))


def test_any_cookie_resumes_at_the_following_entry(plain, filled):
    entries = plain.readdir(3, 60_000)[1]
    every = scan(plain, 3, 60_000)

    for i in [*range(20), len(entries) - 1, 0, 500, 3, 999, 0]:
        assert names(plain.readdir(3, 300, every[i].d_next)[1])[:1] == names(every[i + 1 : i + 2])


def test_cookies_past_the_end(plain, filled):
    last = scan(plain, 3, 4096)[-1].d_next

    for cookie in (last, last + 1, 1 << 32, (1 << 64) - 1):
        assert plain.readdir(3, 300, cookie) == (OK, [], True)
    assert names(plain.readdir(3, 300, last - 1)[1]) != []


def test_a_first_call_may_have_a_cookie(plain, filled):
    every = names(scan(plain, 3, 4096))
    fd = plain.opened(b".", READ, Oflags.DIRECTORY)

    assert names(plain.readdir(fd, 300, 7)[1])[0] == every[7]


@pytest.mark.parametrize("size", range(Dirent.size + 2))
def test_buffers_that_hold_no_entry(plain, root, size):
    buffer = plain.room(30)

    assert plain.fd_readdir(3, buffer, size, 0, OUT) == OK

    assert plain.u32() == size
    assert plain.get(buffer + size, 30 - size) == b"?" * (30 - size)


def test_deleting_while_listing(plain, filled):
    found, cookie = [], 0
    while True:
        error, entries, ended = plain.readdir(3, 500, cookie)
        assert error == OK
        for entry in entries:
            found.append(entry.name)
            if entry.name not in (b".", b".."):
                assert plain.path_unlink_file(3, entry.name) == OK
        if ended:
            break
        cookie = entries[-1].d_next

    assert (len(found), len(set(found))) == (1002, 1002)
    assert os.listdir(filled) == []


def test_creating_while_listing_repeats_nothing(plain, filled):
    found, cookie = [], 0
    while True:
        error, entries, ended = plain.readdir(3, 500, cookie)
        found += names(entries)
        (filled / f"new-{cookie}").touch()
        if ended:
            break
        cookie = entries[-1].d_next

    assert (error, len(found)) == (OK, 1002)


def test_cookie_0_begins_again(plain, root):
    assert len(plain.readdir(3)[1]) == 2
    (root / "new").touch()
    assert len(plain.readdir(3, 4096, 2)[1]) == 0
    assert len(plain.readdir(3)[1]) == 3


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    """A directory that does not fit into one window."""
    directory = tmp_path_factory.mktemp("large")
    for i in range(LARGE):
        os.close(os.open(directory / f"{i:05}", os.O_CREAT | os.O_WRONLY))
    return directory


@pytest.mark.parametrize("size", [4096, 60_000, 1 << 19])
def test_every_entry_of_a_large_directory_is_seen_once(make, large, size):
    guest = make([grant(large)], size=1 << 20)

    found = names(scan(guest, 3, size))

    assert found[:2] == [b".", b".."]
    assert sorted(found[2:]) == [f"{i:05}".encode() for i in range(LARGE)]


def test_deleting_while_listing_a_large_directory(make, tmp_path):
    for i in range(LARGE):
        os.close(os.open(tmp_path / f"{i:05}", os.O_CREAT | os.O_WRONLY))
    guest = make([grant(tmp_path)], size=1 << 20)
    found, cookie, ended = [], 0, False
    while not ended:
        error, entries, ended = guest.readdir(3, 4096, cookie)
        assert error == OK
        for name in names(entries):
            found.append(name)
            assert name in (b".", b"..") or guest.path_unlink_file(3, name) == OK
            guest.arena = 0x1000
        cookie = entries[-1].d_next if entries else cookie

    assert (len(found), len(set(found))) == (LARGE + 2, LARGE + 2)
    assert os.listdir(tmp_path) == []


@pytest.mark.timeout(300)
def test_listing_takes_time_in_proportion(make, tmp_path):
    """100 000 entries through a buffer that holds four: ten times as long as 10 000, and not a hundred times."""
    few, many = 10_000, 100_000
    seconds = {}
    for count in (few, many):
        directory = tmp_path / str(count)
        directory.mkdir()
        first = os.open(directory, os.O_RDONLY)
        for i in range(count):
            os.mknod(f"{i:06}", dir_fd=first)
        os.close(first)
        guest = make([grant(directory)])
        buffer, size, found, cookie = guest.room(128), 128, 0, 0
        start = time.process_time()
        while True:
            assert guest.fd_readdir(3, buffer, size, cookie, OUT) == OK
            used = guest.u32()
            whole = sum(offset + Dirent.size + 6 <= used for offset in range(0, used, Dirent.size + 6))
            if cookie:  # the first call has "." and ".." too, which are shorter
                found += whole
                cookie += whole
            else:
                cookie, found = 4, 2
            if used < size:
                break
        seconds[count] = time.process_time() - start
        assert found == count

    assert seconds[many] < 40 * seconds[few], seconds


def test_going_back_in_a_large_directory(make, large):
    guest = make([grant(large)], size=1 << 20)
    every = names(scan(guest, 3, 1 << 19))

    for cookie in (LARGE - 5, 2, LARGE - 1, LARGE // 2, 10, 0):
        assert names(guest.readdir(3, 300, cookie)[1])[:5] == every[cookie : cookie + 5]


def test_two_descriptors_do_not_disturb_each_other(make, root, filled):
    guest = make([grant(root), grant(root, b"/again")])
    other = guest.opened(b".", READ)
    first = guest.readdir(3, 300)[1]

    scan(guest, 4, 4096)
    scan(guest, other, 4096)

    assert names(guest.readdir(3, 300, first[-1].d_next)[1]) == names(guest.readdir(4, 300, first[-1].d_next)[1])


def test_a_preopen_s_offset_is_the_host_s(make, root):
    (root / "file").touch()
    host = os.open(root, os.O_RDONLY)
    guest = make([(os.dup(host), b"/", 0)])

    guest.readdir(3)

    assert os.lseek(host, 0, os.SEEK_CUR) == 0
    os.close(host)


def test_renumbered_and_closed_listings_leak_nothing(plain, root):
    (root / "sub").mkdir()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(100):
        a, b = plain.opened(b"sub"), plain.opened(b".")
        plain.readdir(a)
        plain.readdir(b)
        assert plain.fd_renumber(a, b) == OK
        assert len(plain.readdir(b)[1]) == 2
        assert plain.fd_close(b) == OK

    assert len(os.listdir("/proc/self/fd")) == before


def test_a_directory_that_was_removed_is_at_its_end(make, root):
    (root / "sub").mkdir()
    guest = make([grant(root), grant(root / "sub", b"/sub")])
    fd = guest.opened(b"sub")
    (root / "sub").rmdir()

    for removed in (fd, 4):
        error, entries, ended = guest.readdir(removed)
        assert (error, names(entries), ended) == (OK, [b".", b".."], True)


def test_readdir_of_a_file_is_notdir(plain, root):
    (root / "file").touch()

    assert plain.readdir(plain.opened(b"file"))[0] == Errno.NOTDIR


@pytest.mark.parametrize(
    "buf, size, result", [(PAGE - 10, 11, OUT), (0xFFFFFFFF, 10, OUT), (0, PAGE + 1, OUT), (0, 10, PAGE - 3)]
)
def test_outside_of_memory(plain, buf, size, result):
    assert plain.fd_readdir(3, buf, size, 0, result) == Errno.FAULT
