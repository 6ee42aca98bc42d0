"""random_get."""

import pytest

from tests.wasi.guest import OK, OUT, PAGE
from wasihost.wasi.types import Errno


def test_fills_exactly_the_buffer(make):
    guest = make()

    assert guest.random_get(1, 5) == OK

    assert guest.get(0, 1) + guest.get(6, 10) == b"?" * 11
    assert guest.get(1, 5) != b"?????"


def test_random_get_of_no_bytes_writes_nothing(make):
    guest = make()

    assert guest.random_get(OUT, 0) == OK
    assert guest.random_get(PAGE, 0) == OK

    assert guest.get(OUT, 4) == b"????"


def test_random_get_fills_ten_megabytes(make):
    size = 10 << 20
    guest = make(size=size)

    assert guest.random_get(0, size) == OK

    data = guest.get(0, size)
    assert 255 / 256 * size * 0.9 < size - data.count(b"?") < size
    assert len({data[i : i + 32] for i in range(0, size, size // 64)}) >= 64


@pytest.mark.parametrize(
    "buf, size", [(PAGE - 4, 5), (0, PAGE + 1), (0xFFFFFFFF, 1), (0xFFFFFFFF, 0xFFFFFFFF), (PAGE + 1, 0)]
)
def test_outside_of_memory(make, buf, size):
    guest = make()

    assert guest.random_get(buf, size) == Errno.FAULT

    assert guest.get(0, PAGE) == b"?" * PAGE
