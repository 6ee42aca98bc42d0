"""poll_oneoff."""

import os
import signal
import socket
import tempfile
import threading
import time

import pytest

from tests.wasi.guest import OK, OUT, PAGE, UNTOUCHED, clock_subscription, file_subscription
from wasihost.wasi.functions.poll import MAX_SUBSCRIPTIONS, STACK_SUBSCRIPTIONS
from wasihost.wasi.types import Errno, Event, Eventtype, Rights, Subscription, UnstableSubscription

MS = 10**6
SOON = 5_000  # milliseconds: less than any wait that is too long, even on a busy machine
CLOCK, READ, WRITE = Eventtype.CLOCK, Eventtype.FD_READ, Eventtype.FD_WRITE
HANGUP = 1


@pytest.fixture
def pipe():
    ends = list(os.pipe())
    yield ends
    for end in ends:
        if end >= 0:
            os.close(end)


@pytest.fixture
def guest(make, pipe):
    """Descriptor 0 is the reading end of a pipe, 1 the writing end."""
    return make(stdio=(pipe[0], pipe[1], -1))


def timed(guest, *subscriptions):
    start = time.monotonic_ns()
    error, events = guest.poll(*subscriptions)
    return (time.monotonic_ns() - start) / MS, error, events


# -------------------------------------------------------------------------------------------------------------- clocks
@pytest.mark.parametrize("id", [0, 1])
@pytest.mark.parametrize("absolute", [False, True])
def test_clock_subscription_waits_for_its_timeout(guest, id, absolute):
    deadline = time.clock_gettime_ns(id) + 30 * MS
    timeout = deadline if absolute else 30 * MS

    elapsed, error, events = timed(guest, clock_subscription(timeout, id=id, absolute=absolute, userdata=77))

    assert error == OK
    assert [(e.userdata, e.error, e.type) for e in events] == [(77, 0, CLOCK)]
    assert time.clock_gettime_ns(id) >= deadline
    assert elapsed < SOON


@pytest.mark.parametrize(
    "subscription",
    [
        clock_subscription(0),
        clock_subscription(0, id=0),
        clock_subscription(0, absolute=True),
        clock_subscription(0, id=0, absolute=True),
        clock_subscription(1, id=0, absolute=True),
    ],
)
def test_a_time_that_has_come(guest, subscription):
    elapsed, error, events = timed(guest, subscription)

    assert (error, len(events)) == (OK, 1)
    assert elapsed < SOON


def test_a_thousand_zero_sleeps(guest):
    address, events = guest.put(clock_subscription(0)), guest.room(Event.size)
    start = time.monotonic()

    for _ in range(1000):
        assert guest.poll_oneoff(address, events, 1, OUT) == OK

    assert time.monotonic() - start < 5


def test_the_earliest_of_several_clocks(guest):
    now = time.clock_gettime_ns(0)
    elapsed, error, events = timed(
        guest,
        clock_subscription(10**12, userdata=1),
        clock_subscription(20 * MS, userdata=2),
        clock_subscription(now + 10**12, id=0, absolute=True, userdata=3),
        clock_subscription((1 << 64) - 1, userdata=4),
    )

    assert (error, [e.userdata for e in events]) == (OK, [2])
    assert 19 <= elapsed < SOON


def test_clocks_that_are_over_together(guest):
    _, events = guest.poll(clock_subscription(0, userdata=1), clock_subscription(0, id=0, userdata=2))

    assert [e.userdata for e in events] == [1, 2]


@pytest.mark.parametrize("id", [2, 3])
def test_clocks_that_cannot_be_waited_for(guest, id):
    elapsed, error, events = timed(guest, clock_subscription(10**12, id=id), clock_subscription(10**12))

    assert (error, [e.error for e in events]) == (OK, [Errno.NOTSUP])
    assert elapsed < SOON


NO_CLOCKS = [
    # clock, flags
    (4, 0), (4, 1), (99, 0), (99, 1), (0x100, 0), (0xFFFFFFFF, 0), (0, 2), (1, 2), (1, 3), (1, 0x8000), (2, 2),
]  # fmt: skip


@pytest.mark.parametrize("module", ["wasi_snapshot_preview1", "wasi_unstable"])
@pytest.mark.parametrize("id, flags", NO_CLOCKS)
def test_malformed_subscription_fails_the_call(make, module, id, flags):
    right, wrong = (
        Subscription.pack(tag=CLOCK, clock=clock)
        if module == "wasi_snapshot_preview1"
        else UnstableSubscription.pack(tag=CLOCK, u={"clock": clock})
        for clock in ({"id": 1}, {"id": id, "flags": flags})
    )
    guest = make(module=module)

    for subscriptions in ((wrong,), (right, wrong), (wrong, right)):
        at, events = guest.put(b"".join(subscriptions)), guest.room(2 * Event.size)
        assert guest.poll_oneoff(at, events, len(subscriptions), OUT) == Errno.INVAL
        assert guest.get(OUT, 4) == UNTOUCHED * 4


@pytest.mark.timeout(20)
def test_signals_do_not_make_a_wait_longer_or_shorter(guest):
    previous = signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.005, 0.005)
    try:
        elapsed, error, events = timed(guest, clock_subscription(60 * MS), file_subscription(READ, 0))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)

    assert (error, [e.type for e in events]) == (OK, [CLOCK])
    assert 59 <= elapsed < SOON


# --------------------------------------------------------------------------------------------------------------- files
def test_a_pipe_with_data(guest, pipe):
    os.write(pipe[1], b"abc")

    elapsed, error, events = timed(guest, file_subscription(READ, 0, userdata=5), clock_subscription(10**12))

    assert error == OK
    (event,) = events
    assert (event.userdata, event.error, event.type) == (5, 0, READ)
    assert (event.fd_readwrite.nbytes, event.fd_readwrite.flags) == (3, 0)
    assert elapsed < SOON
    assert os.read(pipe[0], 10) == b"abc"


def test_an_empty_pipe_times_out(guest):
    elapsed, error, events = timed(guest, file_subscription(READ, 0), clock_subscription(30 * MS))

    assert (error, [e.type for e in events]) == (OK, [CLOCK])
    assert 29 <= elapsed < SOON


def test_data_arriving_during_the_wait_ends_it(guest, pipe):
    threading.Timer(0.03, os.write, (pipe[1], b"x")).start()

    elapsed, error, events = timed(guest, file_subscription(READ, 0), clock_subscription(10**12))

    assert (error, [e.type for e in events]) == (OK, [READ])
    assert 20 <= elapsed < SOON


def test_the_end_of_a_pipe(guest, pipe):
    os.write(pipe[1], b"rest")
    os.close(pipe[1])
    pipe[1] = -1

    _, (event,) = guest.poll(file_subscription(READ, 0))
    assert (event.fd_readwrite.nbytes, event.fd_readwrite.flags) == (4, HANGUP)
    guest.read(0, 10)
    _, (event,) = guest.poll(file_subscription(READ, 0))
    assert (event.error, event.fd_readwrite.nbytes, event.fd_readwrite.flags) == (0, 0, HANGUP)


def test_writable_pipe_is_ready(guest, pipe):
    _, (event,) = guest.poll(file_subscription(WRITE, 1), clock_subscription(10**12))
    assert (event.type, event.error, event.fd_readwrite.flags) == (WRITE, 0, 0)
    assert event.fd_readwrite.nbytes > 0

    os.close(pipe[0])
    pipe[0] = -1
    _, (event,) = guest.poll(file_subscription(WRITE, 1))
    assert (event.type, event.error, event.fd_readwrite.flags) == (WRITE, 0, HANGUP)


def test_regular_files_are_always_ready(make):
    with tempfile.TemporaryFile() as file:
        file.write(b"0123456789")
        file.flush()
        file.seek(4)
        guest = make(stdio=(file.fileno(), file.fileno(), -1))

        _, events = guest.poll(file_subscription(READ, 0), file_subscription(WRITE, 1), clock_subscription(10**12))
        assert [(e.type, e.fd_readwrite.flags) for e in events] == [(READ, 0), (WRITE, 0)]
        assert events[0].fd_readwrite.nbytes == 6
        file.seek(0, 2)
        _, (event,) = guest.poll(file_subscription(READ, 0))
        assert (event.error, event.fd_readwrite.nbytes, event.fd_readwrite.flags) == (0, 0, HANGUP)


def test_socket_reports_available_bytes(make):
    left, right = socket.socketpair()
    with left, right:
        guest = make(stdio=(left.fileno(), -1, -1))
        right.send(b"hello")
        _, (event,) = guest.poll(file_subscription(READ, 0))
        assert event.fd_readwrite.nbytes == 5
        left.recv(10)
        right.shutdown(socket.SHUT_WR)
        _, (event,) = guest.poll(file_subscription(READ, 0))
        assert (event.fd_readwrite.nbytes, event.fd_readwrite.flags) == (0, HANGUP)


def test_an_empty_datagram_is_no_end(make):
    left, right = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with left, right:
        right.send(b"")
        _, (event,) = make(stdio=(left.fileno(), -1, -1)).poll(file_subscription(READ, 0))
        assert (event.error, event.fd_readwrite.flags) == (0, 0)


@pytest.mark.parametrize("fd", [2, 99, 0xFFFFFFFF])
def test_closed_descriptor_is_an_event_with_badf(guest, fd):
    elapsed, error, events = timed(guest, file_subscription(READ, fd, userdata=9), clock_subscription(10**12))

    assert (error, [(e.userdata, e.error, e.type) for e in events]) == (OK, [(9, Errno.BADF, READ)])
    assert elapsed < SOON


def test_the_other_direction(guest):
    _, events = guest.poll(file_subscription(WRITE, 0), file_subscription(READ, 1))

    assert [e.error for e in events] == [Errno.BADF, Errno.BADF]


def test_without_the_right(guest):
    rights = guest.fdstat(0).fs_rights_base & ~Rights.POLL_FD_READWRITE
    assert guest.fd_fdstat_set_rights(0, rights, 0) == OK

    assert guest.poll(file_subscription(READ, 0))[1][0].error == Errno.NOTCAPABLE


def test_errors_do_not_hide_ready_descriptors(guest, pipe):
    os.write(pipe[1], b"x")

    _, events = guest.poll(
        file_subscription(READ, 99), file_subscription(READ, 0), file_subscription(WRITE, 1), clock_subscription(10**12)
    )

    assert [(e.type, e.error) for e in events] == [(READ, Errno.BADF), (READ, 0), (WRITE, 0)]


def test_closed_host_descriptor_is_an_event_with_badf(make):
    reader, writer = os.pipe()
    guest = make(stdio=(reader, -1, -1))
    os.close(reader)
    os.close(writer)

    assert guest.poll(file_subscription(READ, 0))[1][0].error == Errno.BADF


# -------------------------------------------------------------------------------------------------------- the arguments
def test_no_subscriptions_are_inval(guest):
    assert guest.poll_oneoff(0, 0, 0, OUT) == Errno.INVAL


@pytest.mark.parametrize("tag", [3, 255])
def test_unknown_subscription_types_are_inval(guest, tag):
    assert guest.poll(clock_subscription(0), Subscription.pack(tag=tag)) == (Errno.INVAL, None)


@pytest.mark.parametrize("count", [STACK_SUBSCRIPTIONS, STACK_SUBSCRIPTIONS + 1, 500])
def test_many_subscriptions_are_polled(make, count):
    guest = make(size=1 << 20)

    error, events = guest.poll(*[clock_subscription(0, userdata=i) for i in range(count)])

    assert (error, [e.userdata for e in events]) == (OK, list(range(count)))


def test_too_many_subscriptions_are_nomem(make):
    guest = make(size=16 << 20)

    assert guest.poll_oneoff(0, 8 << 20, MAX_SUBSCRIPTIONS + 1, OUT) == Errno.NOMEM
    assert guest.poll_oneoff(0, 0, 0xFFFFFFFF, OUT) == Errno.FAULT


@pytest.mark.parametrize(
    "in_, out, nevents",
    [(PAGE - 47, 0, OUT), (0xFFFFFFF0, 0, OUT), (0, PAGE - 31, OUT), (0, 0xFFFFFFFF, OUT), (0, 0, PAGE - 3)],
)
def test_outside_of_memory(guest, in_, out, nevents):
    assert guest.poll_oneoff(in_, out, 1, nevents) == Errno.FAULT


def test_events_have_no_rubbish_and_stay_in_their_place(guest):
    events = guest.room(2 * Event.size)

    assert guest.poll_oneoff(guest.put(clock_subscription(0, userdata=1)), events, 1, OUT) == OK

    assert guest.get(events, 64) == b"\x01" + bytes(31) + UNTOUCHED * 32
    assert guest.get(OUT, 5) == b"\x01\0\0\0?"


def test_subscriptions_and_events_may_overlap(guest):
    data = clock_subscription(0, userdata=1) + clock_subscription(0, userdata=2) + clock_subscription(0, userdata=3)
    address = guest.put(data)

    assert guest.poll_oneoff(address, address, 3, OUT) == OK

    assert [guest.struct(Event, address + i * Event.size).userdata for i in range(3)] == [1, 2, 3]
