"""Files that only this process's user can have written: opened first, and judged by what was opened.

A directory may have been open to others before it was made private, and what they put there then is still theirs.
"""

from __future__ import annotations

import os
from stat import S_ISREG

OTHERS_WRITE = 0o022  # bits of a mode


def open_own(path: str, flags: int = os.O_RDONLY, *, dir_fd: int | None = None) -> int:
    """A descriptor of a regular file.  PermissionError: another user has made it, or may change it."""
    # O_NONBLOCK: a FIFO that somebody put there is refused, and not waited for.
    fd = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600, dir_fd=dir_fd)
    status = os.fstat(fd)
    if S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & OTHERS_WRITE:
        return fd
    os.close(fd)
    raise PermissionError(f"`{path}` could have been changed by another user")
