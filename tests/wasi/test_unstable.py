"""What is different under the name `wasi_unstable`."""

import os
import time

import pytest

from tests.wasi.guest import OK, OUT, PAGE, READ, UNTOUCHED, grant
from wasihost.wasi.types import Errno, Event, Eventtype, Filetype, UnstableFilestat, UnstableSubscription


@pytest.fixture
def guest(make, root):
    (root / "file").write_bytes(b"0123456789")
    os.link(root / "file", root / "hard")
    return make([grant(root)], module="wasi_unstable")


@pytest.mark.parametrize(
    "offset, whence, expected",
    [
        (3, 2, 3),
        (1, 0, 5),
        (-4, 0, 0),
        (-1, 1, 9),
        (0, 1, 10),
        (0, 3, Errno.INVAL),
        (0, 256, Errno.INVAL),
        (-1, 2, Errno.INVAL),
    ],
)
def test_whence_is_cur_end_set(guest, offset, whence, expected):
    fd = guest.opened(b"file")
    guest.read(fd, 4)

    error = guest.fd_seek(fd, offset % (1 << 64), whence, OUT)

    assert (error if error != OK else guest.u64()) == expected


@pytest.mark.parametrize("how", ["fd", "path"])
def test_filestat_has_56_bytes(guest, root, how):
    if how == "fd":
        assert guest.fd_filestat_get(guest.opened(b"file"), OUT) == OK
    else:
        assert guest.path_filestat_get(3, 1, b"file", OUT) == OK

    status, filestat = os.stat(root / "file"), guest.struct(UnstableFilestat)
    assert (filestat.dev, filestat.ino, filestat.nlink) == (status.st_dev, status.st_ino, 2)
    assert (filestat.filetype, filestat.size, filestat.mtim) == (Filetype.REGULAR_FILE, 10, status.st_mtime_ns)
    assert guest.get(OUT + 17, 3) == bytes(3)
    assert guest.get(OUT + 56, 8) == UNTOUCHED * 8


def test_filestat_at_the_end_of_memory(guest):
    assert guest.path_filestat_get(3, 1, b"file", PAGE - 56) == OK
    assert guest.path_filestat_get(3, 1, b"file", PAGE - 55) == Errno.FAULT
    assert guest.fd_filestat_get(3, PAGE - 56) == OK
    assert guest.fd_filestat_get(3, PAGE - 55) == Errno.FAULT


def test_poll_reads_the_older_layout(guest):
    fd = guest.opened(b"file", READ)
    clock = {"id": 1, "timeout": 20 * 10**6}
    subscriptions = [
        UnstableSubscription.pack(userdata=1, tag=Eventtype.CLOCK, u={"identifier": 0xDEAD, "clock": clock}),
        UnstableSubscription.pack(userdata=2, tag=Eventtype.FD_READ, u={"identifier": fd | 0xABCD << 32}),
    ]
    events = guest.room(2 * Event.size)

    assert guest.poll_oneoff(guest.put(b"".join(subscriptions)), events, 2, OUT) == OK
    assert (guest.u32(), guest.struct(Event, events).userdata) == (1, 2)
    start = time.monotonic()
    assert guest.poll_oneoff(guest.put(subscriptions[0]), events, 1, OUT) == OK
    assert time.monotonic() - start >= 0.019
    assert guest.struct(Event, events).userdata == 1


def test_poll_outside_of_memory(guest):
    assert guest.poll_oneoff(PAGE - 55, 0, 1, OUT) == Errno.FAULT


def test_everything_else_is_the_same(guest, root):
    assert guest.read(guest.opened(b"file"), 3) == (OK, b"012")
    assert sorted(entry.name for entry in guest.readdir(3)[1]) == [b".", b"..", b"file", b"hard"]
