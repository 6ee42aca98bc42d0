"""What a guest gets in place of the host's own: random numbers of a seed, clocks of ours, sorted directories."""

import os
import time

import pytest

from tests.wasi.guest import OK, OUT, clock_subscription, file_subscription, grant
from tests.wasi.test_dir import names, scan
from wasihost.abi import FIXED_CLOCK, VIRTUAL_CLOCK
from wasihost.wasi.functions.clock import TICK
from wasihost.wasi.types import Errno, Eventtype

SECOND = 10**9
START = 1_700_000_000 * SECOND
HOUR = 3600 * SECOND
REALTIME, MONOTONIC, PROCESS, THREAD = range(4)


def random_bytes(guest, size):
    buffer = guest.room(size)
    assert guest.random_get(buffer, size) == OK
    return guest.get(buffer, size)


def clock(guest, id):
    assert guest.clock_time_get(id, 1, OUT) == OK
    return guest.u64()


# ----------------------------------------------------------------------------------------------------- random numbers
def test_random_numbers_follow_from_the_seed(make):
    first, again, other = [make(seed={"given": 1, "value": seed}) for seed in (7, 7, 8)]

    expected = random_bytes(first, 1000)

    assert expected == random_bytes(again, 1000) != random_bytes(other, 1000)
    assert random_bytes(first, 1000) != expected
    assert len(set(expected)) > 200


@pytest.mark.parametrize("pieces", [[1] * 100, [0, 3, 97], [8] * 12 + [4], [7, 9, 64, 20], [99, 1]])
def test_they_are_the_same_however_they_are_asked_for(make, pieces):
    guest = make(seed={"given": 1, "value": 2**64 - 1})

    assert b"".join(random_bytes(guest, size) for size in pieces) == random_bytes(
        make(seed={"given": 1, "value": 2**64 - 1}), 100
    )


def test_they_are_those_of_splitmix64(make):
    """The first numbers of seed 1234567, as the reference implementation gives them."""
    expected = (6457827717110365317, 3203168211198807973, 9817491932198370423)

    assert b"".join(n.to_bytes(8, "little") for n in expected) == random_bytes(
        make(seed={"given": 1, "value": 1234567}), 24
    )


def test_seeded_random_get_checks_its_range(make):
    guest = make(seed={"given": 1, "value": 1})

    assert guest.random_get(65530, 7) == Errno.FAULT
    assert guest.random_get(0xFFFFFFFF, 0xFFFFFFFF) == Errno.FAULT


# -------------------------------------------------------------------------------------------------------------- clocks
def test_fixed_clock_never_advances(make):
    guest = make(clock={"kind": FIXED_CLOCK, "time": START})

    for _ in range(3):
        assert [START, 0, 0, 0] == [clock(guest, id) for id in (REALTIME, MONOTONIC, PROCESS, THREAD)]


def test_virtual_clock_advances_when_read(make):
    guest = make(clock={"kind": VIRTUAL_CLOCK, "time": START})

    assert [START + TICK, 2 * TICK, START + 3 * TICK, 4 * TICK] == [
        clock(guest, id) for id in (REALTIME, MONOTONIC, REALTIME, PROCESS)
    ]


@pytest.mark.parametrize("kind", [FIXED_CLOCK, VIRTUAL_CLOCK])
@pytest.mark.parametrize("id, absolute", [(REALTIME, False), (MONOTONIC, False), (REALTIME, True), (MONOTONIC, True)])
def test_a_sleep_is_over_at_once(make, kind, id, absolute):
    guest = make(clock={"kind": kind, "time": START})
    before, began = clock(guest, id), time.monotonic()

    error, events = guest.poll(
        clock_subscription(HOUR + absolute * before, id=id, absolute=absolute, userdata=5),
        clock_subscription(2 * HOUR + absolute * before, id=id, absolute=absolute, userdata=6),
    )

    assert (OK, [(5, Eventtype.CLOCK, 0)]) == (error, [(e.userdata, e.type, e.error) for e in events])
    passed = clock(guest, id) - before
    assert passed == 0 if kind == FIXED_CLOCK else HOUR <= passed < HOUR + 20 * TICK
    assert time.monotonic() - began < 60


def test_a_deadline_that_is_over_is_no_jump(make):
    guest = make(clock={"kind": VIRTUAL_CLOCK, "time": START})

    error, events = guest.poll(clock_subscription(START - HOUR, id=REALTIME, absolute=True))

    assert (OK, 1) == (error, len(events))
    assert clock(guest, REALTIME) < START + 20 * TICK


@pytest.mark.parametrize("kind", [FIXED_CLOCK, VIRTUAL_CLOCK])
def test_ready_descriptor_precedes_a_virtual_sleep(make, kind):
    reading, writing = os.pipe()
    try:
        guest = make(clock={"kind": kind, "time": START}, stdio=(reading, writing, -1))
        wait = clock_subscription(HOUR, id=MONOTONIC, userdata=1), file_subscription(Eventtype.FD_READ, 0, userdata=2)

        assert [1] == [event.userdata for event in guest.poll(*wait)[1]]  # nothing was there, so the hour passed
        os.write(writing, b"x")
        before = clock(guest, MONOTONIC)
        assert [2] == [event.userdata for event in guest.poll(*wait)[1]]
        assert clock(guest, MONOTONIC) - before < HOUR
    finally:
        os.close(reading)
        os.close(writing)


def test_fixed_clock_has_a_resolution(make):
    assert make(clock={"kind": FIXED_CLOCK}).clock_res_get(REALTIME, OUT) == OK


# --------------------------------------------------------------------------------------------------------- directories
@pytest.fixture
def sorted_guest(make, root):
    return make([grant(root)], sorted_dirs=1)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 100, 4097])
@pytest.mark.parametrize("size", [300, 4096])
def test_entries_come_by_name(sorted_guest, root, count, size):
    made = [f"{n * 7919 % 10007:x}{'z' * (n % 40)}" for n in range(count)]
    for name in made:
        (root / name).touch()
    sorted_guest.arena = 0x1000

    found = names(scan_all(sorted_guest, size))

    assert [b".", b"..", *sorted(name.encode() for name in made)] == found


def scan_all(guest, size):
    """As `scan`, using one buffer again and again."""
    found, cookie, arena = [], 0, guest.arena
    while True:
        guest.arena = arena
        error, entries, ended = guest.readdir(3, size, cookie)
        assert error == OK
        found += entries
        if ended:
            return found
        cookie = entries[-1].d_next


def test_names_are_compared_as_bytes(sorted_guest, root):
    wanted = sorted([b"a", b"A", b"aa", b"\xff", b"\xc3\xa4", b"z", b"a b", b"-", b"10", b"9"])
    for name in wanted:
        open(os.path.join(os.fsencode(root), name), "w").close()

    assert [b".", b"..", *wanted] == names(scan(sorted_guest, 3, 4096))


def test_any_place_can_be_asked_for_again(sorted_guest, root):
    for name in "dbca":
        (root / name).touch()
    everything = scan(sorted_guest, 3, 4096)

    for cookie in (3, 1, 5, 2, 6):
        error, entries, ended = sorted_guest.readdir(3, 4096, cookie)
        assert (OK, names(everything[cookie:]), True) == (error, names(entries), ended)
    assert (OK, [], True) == sorted_guest.readdir(3, 4096, 10**12)


def test_new_sorted_scan_sees_new_entries(sorted_guest, root):
    (root / "b").touch()
    assert [b".", b"..", b"b"] == names(scan(sorted_guest, 3, 4096))

    (root / "a").touch()

    assert [b".", b"..", b"a", b"b"] == names(scan(sorted_guest, 3, 4096))
    os.unlink(root / "a")
    os.unlink(root / "b")
    assert [b".", b".."] == names(scan(sorted_guest, 3, 4096))
