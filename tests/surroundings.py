"""What tests inherit from whoever starts them, made the same for all; and the processes that they start."""

from __future__ import annotations

import ctypes
import os
import signal
import time
from contextlib import suppress
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
ENDING = 1  # seconds in which a process that a test has ended may go by itself
IGNORED_BY_PYTHON = {signal.SIGPIPE, signal.SIGXFSZ}  # which subprocess sets back


def make_usual() -> None:
    """Nothing compiles in the background, and nobody's configuration is read.

    Programs inherit which signals are ignored or blocked: in the background of a script SIGINT and SIGQUIT are, under
    `nohup` SIGHUP.
    """
    os.environ["WASIHOST_BACKGROUND"] = "0"
    os.environ["WASIHOST_NO_CONFIG"] = "1"
    os.umask(0o022)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in signal.valid_signals() - IGNORED_BY_PYTHON:
        if signal.getsignal(number) is signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    # Processes whose parent has ended become children of this one.
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children(pid: int | str = "self") -> set[int]:
    """The processes that run and were started by this one."""
    found = set[int]()
    for place in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            found |= set(map(int, place.read_text().split()))
    return set(filter(_runs, found))


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def end(processes: set[int]) -> None:
    """End these, with all that they have started, unless they do so by themselves."""
    until = time.monotonic() + ENDING
    while time.monotonic() < until and any(map(_runs, processes)):
        time.sleep(0.01)
    for pid in filter(_runs, processes):
        _end_tree(pid)


def _end_tree(pid: int) -> None:
    below = children(pid)
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    for child in below:
        _end_tree(child)
