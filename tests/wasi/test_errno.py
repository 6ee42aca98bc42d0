"""Linux errors as WASI's."""

import errno

import pytest

from wasihost.wasi.errno import ESCAPE, errno_table
from wasihost.wasi.types import Errno

SPECIAL = {
    errno.E2BIG: Errno.TOOBIG,
    errno.EWOULDBLOCK: Errno.AGAIN,
    errno.EOPNOTSUPP: Errno.NOTSUP,
    errno.EDEADLK: Errno.DEADLK,
    errno.ESHUTDOWN: Errno.PIPE,
    errno.EXDEV: Errno.XDEV,
    ESCAPE: Errno.NOTCAPABLE,
    0: Errno.SUCCESS,
    58: Errno.IO,  # no error of Linux
    errno.ENOMEDIUM if hasattr(errno, "ENOMEDIUM") else 123: Errno.IO,  # WASI has no such error
}


@pytest.mark.parametrize("number, expected", SPECIAL.items())
def test_renamed_error_numbers_are_mapped(number, expected):
    assert errno_table()[number] == expected


@pytest.mark.parametrize("member", [e for e in Errno if hasattr(errno, f"E{e.name}")], ids=lambda e: e.name)
def test_error_numbers_with_equal_names_are_mapped(member):
    assert errno_table()[getattr(errno, f"E{member.name}")] == member


def test_all_of_wasi_s_can_occur():
    assert set(Errno) == set(errno_table())
