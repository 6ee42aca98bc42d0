"""Open files that only this process's user can have written.  The open file is checked, not its path.

A directory that is private now may have been open to others before, and may still contain their files.
"""

from __future__ import annotations

import os
from errno import EINVAL
from fcntl import F_ADD_SEALS, F_SEAL_GROW, F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_WRITE, fcntl
from stat import S_ISREG

OTHERS_WRITE = 0o022  # mode bits
MFD_NOEXEC_SEAL = 8  # which `os` names from Python 3.14 on
SEALS = F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE


def memory_file(name: str) -> int:
    """A descriptor of a file without a name in any directory, which is no program, and which can be sealed.

    Some systems refuse a file that could be executed as a program (`vm.memfd_noexec`).
    """
    try:
        return os.memfd_create(name, os.MFD_CLOEXEC | MFD_NOEXEC_SEAL)
    except OSError as error:
        if error.errno != EINVAL:
            raise
    return os.memfd_create(name, os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)  # before Linux 6.3


def seal(fd: int) -> None:
    """Nobody can change the content from now on.  OSError: the file is not in memory."""
    fcntl(fd, F_ADD_SEALS, SEALS)


def open_own(path: str, flags: int = os.O_RDONLY, *, dir_fd: int | None = None) -> int:
    """A descriptor of a regular file.  PermissionError: another user owns the file, or may write it."""
    # O_NONBLOCK: reject a planted FIFO instead of waiting for it.
    fd = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600, dir_fd=dir_fd)
    status = os.fstat(fd)
    if S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & OTHERS_WRITE:
        return fd
    os.close(fd)
    raise PermissionError(f"`{path}` could have been changed by another user")
