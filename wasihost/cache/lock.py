"""Locks on files, held by one process at a time.  The kernel releases them when the holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from wasihost.own import open_own

if TYPE_CHECKING:
    from collections.abc import Callable

PATIENCE_S = 600  # a process that holds a lock for longer was probably stopped, so others continue without the lock
POLL_S = 0.02
QUIET_S = 0.5  # waiting up to this time is not reported


class Lock:
    """A lock that is held.  `release` releases it, and removes its file."""

    def __init__(self, directory: int, name: str, fd: int) -> None:
        self._directory = directory
        self._name = name
        self._fd = fd

    def release(self) -> None:
        with suppress(OSError):
            os.unlink(self._name, dir_fd=self._directory)
        os.close(self._fd)


def acquire(
    directory: int, name: str, *, patience: float = PATIENCE_S, on_wait: Callable[[], None] | None = None
) -> Lock | None:
    """Take the lock `name` in a directory.

    None: it was held for too long, or the file system has no locks.  `on_wait` is called once if the caller has to wait
    for longer than QUIET_S.
    """
    start, told = time.monotonic(), False
    while True:
        try:
            lock = _take(directory, name)
        except BlockingIOError:
            waited = time.monotonic() - start
            if waited >= patience:
                return None
            if on_wait and not told and waited > QUIET_S:
                told = True
                on_wait()
            time.sleep(POLL_S)
        except OSError:  # cannot create a file, the file is another user's, or the file system has no locks
            return None
        else:
            if lock:
                return lock


def _take(directory: int, name: str) -> Lock | None:
    """The lock, or None if its last holder has removed the file meanwhile.

    BlockingIOError: another process holds it.
    """
    fd = open_own(name, os.O_RDWR | os.O_CREAT, dir_fd=directory)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with suppress(FileNotFoundError):
            if os.stat(name, dir_fd=directory).st_ino == os.fstat(fd).st_ino:
                return Lock(directory, name, os.dup(fd))
    finally:
        os.close(fd)
    return None


def is_held(fd: int) -> bool:
    """Whether another process holds the lock of an open file.  False if the file system has no locks."""
    try:
        fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        fcntl.flock(fd, fcntl.LOCK_UN)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def hold(fd: int) -> None:
    """Lock a new file, which no other process knows yet, until it is closed."""
    with suppress(OSError):
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
