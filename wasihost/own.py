"""Open files that only this process's user can have written.  The open file is checked, not its path.

A directory that is private now may have been open to others before, and may still contain their files.
"""

from __future__ import annotations

import os
from stat import S_ISREG

OTHERS_WRITE = 0o022  # mode bits


def open_own(path: str, flags: int = os.O_RDONLY, *, dir_fd: int | None = None) -> int:
    """A descriptor of a regular file.  PermissionError: another user owns the file, or may write it."""
    # O_NONBLOCK: reject a planted FIFO instead of waiting for it.
    fd = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o600, dir_fd=dir_fd)
    status = os.fstat(fd)
    if S_ISREG(status.st_mode) and status.st_uid == os.geteuid() and not status.st_mode & OTHERS_WRITE:
        return fd
    os.close(fd)
    raise PermissionError(f"`{path}` could have been changed by another user")
