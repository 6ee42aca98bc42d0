"""clock_*."""

import time

import pytest

from tests.wasi.guest import OK, OUT, PAGE
from wasihost.wasi.types import Errno

SECOND = 10**9


@pytest.fixture(params=[True, False], ids=["vdso", "system call"])
def guest(make, request):
    return make(vdso=request.param)


@pytest.mark.parametrize(
    "id, host",
    [
        (0, time.CLOCK_REALTIME),
        (1, time.CLOCK_MONOTONIC),
        (2, time.CLOCK_PROCESS_CPUTIME_ID),
        (3, time.CLOCK_THREAD_CPUTIME_ID),
    ],
)
def test_time_is_the_host_s(guest, id, host):
    before = time.clock_gettime_ns(host)
    assert guest.clock_time_get(id, 0, OUT) == OK
    after = time.clock_gettime_ns(host)

    assert before <= guest.u64() <= after


def test_monotonic_clock_never_decreases(guest):
    times = []
    for _ in range(1000):
        assert guest.clock_time_get(1, 0, OUT) == OK
        times.append(guest.u64())

    assert times == sorted(times)


@pytest.mark.parametrize("id", range(4))
def test_resolution_is_positive(guest, id):
    assert guest.clock_res_get(id, OUT) == OK

    assert 0 < guest.u64() < SECOND


@pytest.mark.parametrize("id", [4, 5, 0x80000000, 0xFFFFFFFF])
def test_unknown_clocks_are_inval(guest, id):
    assert guest.clock_time_get(id, 0, OUT) == Errno.INVAL
    assert guest.clock_res_get(id, OUT) == Errno.INVAL


@pytest.mark.parametrize("address", [PAGE - 7, PAGE, 0x80000000, 0xFFFFFFF8, 0xFFFFFFFF])
def test_outside_of_memory(guest, address):
    assert guest.clock_time_get(0, 0, address) == Errno.FAULT
    assert guest.clock_res_get(0, address) == Errno.FAULT


def test_exactly_eight_bytes_are_written(guest):
    assert guest.clock_time_get(0, 0, PAGE - 8) == OK

    assert guest.get(PAGE - 9, 1) == b"?"
    assert guest.memory[PAGE : PAGE + 1] == b"?"
