"""proc_* and sched_yield."""

import mmap
import os
import warnings
from ctypes import addressof, c_char, memmove

import pytest

from tests.wasi.guest import OK
from wasihost.wasi.state import Wasi
from wasihost.wasi.types import Errno


@pytest.mark.parametrize("code", [0, 1, 125, 126, 255, 256, 0x80000000, 0xFFFFFFFF])
def test_proc_exit_passes_all_32_bits(make, code):
    guest, shared = make(), mmap.mmap(-1, 4096)
    shared[:8] = b"????????"
    memmove(guest.ctx + Wasi.offset("store"), addressof(c_char.from_buffer(shared)).to_bytes(8, "little"), 8)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # forking with threads is deprecated; the child does nothing with them
        child = os.fork()
    if not child:
        guest.proc_exit(code)
        os._exit(99)
    _, status = os.waitpid(child, 0)

    assert status == 0, "proc_exit returned"
    assert shared[:8] == code.to_bytes(4, "little") + b"????"


def test_proc_raise_is_nosys(make):
    assert make().proc_raise(6) == Errno.NOSYS


def test_sched_yield_succeeds(make):
    assert make().sched_yield() == OK
