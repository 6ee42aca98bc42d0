"""The process that tells of a guest's end is gone when the call is over, however it ends."""

import os

import pytest

from wasihost.cli import apart


def children():
    with open(f"/proc/self/task/{os.getpid()}/children") as file:
        return file.read().split()


def descriptors():
    return sorted(os.listdir("/proc/self/fd"))


def fails():
    raise LookupError


def test_a_guest_that_returns():
    before = children(), descriptors()
    assert apart.call(lambda: None) is None
    assert before == (children(), descriptors())


def test_a_guest_that_cannot_start():
    before = children(), descriptors()
    with pytest.raises(LookupError):
        apart.call(fails)
    assert before == (children(), descriptors())
