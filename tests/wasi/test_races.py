"""Another thread of the guest changes what a call is about while it runs: each value is read once, then checked."""

import threading
from contextlib import contextmanager
from ctypes import addressof, c_uint32, c_void_p

import pytest

from tests.wasi.guest import OK, OUT, PAGE, READ, clock_subscription
from wasihost.wasi.types import Errno, Event, Rights, Subscription, SubscriptionClock

ROUNDS = 10_000
BUFFERS = 64  # so many chances has each call
BUFFER = 0x2000
GUARD = PAGE + 0x100  # where the harness has bytes that no call may change or show


@contextmanager
def flipping(guest, address, one, other, *, stride=0, count=1):
    """A thread that writes two values in turn to four bytes, or to as many at several places."""
    stop = c_uint32(0)
    place = c_void_p(guest.base + address)
    flip = guest.library.cdll.flip
    values = [c_uint32(value) for value in (stride, count, one, other)]
    thread = threading.Thread(target=lambda: flip(place, *values, c_void_p(addressof(stop))))
    thread.start()
    try:
        yield
    finally:
        stop.value = 1
        thread.join()


def outcomes(call, wanted):
    """What many calls returned; goes on until all that is `wanted` was seen."""
    seen = set()
    for number in range(20 * ROUNDS):
        seen.add(call())
        if number > ROUNDS and seen >= wanted:
            break
    return seen


# Which half of a buffer's description changes, from a good value to one whose bytes lie outside.
HALVES = {"address": (0, BUFFER, GUARD), "size": (4, 1, PAGE)}


@pytest.mark.parametrize(("at", "good", "bad"), HALVES.values(), ids=HALVES)
@pytest.mark.parametrize("count", [1, BUFFERS])
def test_a_buffer_that_changes_is_never_read_outside(make, tmp_path, at, good, bad, count):
    with open(tmp_path / "out", "w+b") as file:
        guest = make(stdio=(-1, file.fileno(), -1))
        guest.memory[BUFFER : BUFFER + 1] = b"i"
        iovs, _ = guest.iovecs(*[(BUFFER, 1)] * count)

        with flipping(guest, iovs + at, good, bad, stride=8, count=count):
            seen = outcomes(lambda: guest.fd_write(1, iovs, count, OUT), {OK, Errno.FAULT})

        assert seen == {OK, Errno.FAULT}
        file.seek(0)
        assert set(file.read()) == set(b"i")


@pytest.mark.parametrize(("at", "good", "bad"), HALVES.values(), ids=HALVES)
def test_a_buffer_that_changes_is_never_written_outside(plain, root, at, good, bad):
    (root / "file").write_bytes(b"x" * 2 * PAGE)
    fd = plain.opened(b"file", READ | Rights.FD_SEEK)
    iovs, count = plain.iovecs(*[(BUFFER, 1)] * BUFFERS)

    with flipping(plain, iovs + at, good, bad, stride=8, count=count):
        seen = outcomes(lambda: plain.fd_pread(fd, iovs, count, 0, OUT), {OK, Errno.FAULT})

    assert seen == {OK, Errno.FAULT}  # closing the guest looks whether the guard is as it was


def test_a_path_that_changes_never_leads_out(guest, root):
    (root / "dd" / "outside").mkdir(parents=True)
    (root / "dd" / "outside" / "secret").write_bytes(b"inside")
    path = b"dd/outside/secret"
    at, contents = guest.put(path), set()
    iovs, _ = guest.iovecs((BUFFER, 6))

    def read():
        result = guest.path_open(3, 0, at, len(path), 0, READ, 0, 0, OUT)
        if result == OK:
            fd = guest.u32()
            assert guest.fd_read(fd, iovs, 1, OUT) == OK and guest.fd_close(fd) == OK
            contents.add(guest.get(BUFFER, 6))
        return result

    good, bad = (int.from_bytes(text, "little") for text in (b"dd/o", b"../o"))
    with flipping(guest, at, good, bad):
        seen = outcomes(read, {OK, Errno.NOTCAPABLE})

    # A path may also be read while it changes: `d./o`, which does not exist.
    assert {OK, Errno.NOTCAPABLE} <= seen <= {OK, Errno.NOTCAPABLE, Errno.NOENT}
    assert contents == {b"inside"}


CLOCK = Subscription.offset("clock")


@pytest.mark.parametrize(
    ("offset", "bad", "wanted", "expected"),
    [
        (Subscription.offset("tag"), 0xFF, {OK, Errno.INVAL}, {OK}),
        (CLOCK + SubscriptionClock.offset("id"), 0xFFFFFFFF, {OK, Errno.INVAL}, {OK}),
        (CLOCK + SubscriptionClock.offset("id"), 2, {OK}, {OK, Errno.NOTSUP}),
        (CLOCK + SubscriptionClock.offset("flags"), 2, {OK, Errno.INVAL}, {OK}),
    ],
    ids=["tag", "clock", "clock that cannot be waited for", "flags"],
)
def test_a_subscription_that_changes_is_one_thing_or_the_other(plain, offset, bad, wanted, expected):
    subscription, events, errors = plain.put(clock_subscription(0)), plain.room(Event.size), set()

    def poll():
        result = plain.poll_oneoff(subscription, events, 1, OUT)
        if result == OK:
            errors.add(plain.struct(Event, events).error)
        return result

    with flipping(plain, subscription + offset, plain.u32(subscription + offset), bad):
        seen = outcomes(poll, wanted)

    assert seen == wanted
    assert errors == expected
