"""The directory of a cache, which only the user can access, and its files, which are written atomically."""

from __future__ import annotations

import os
from contextlib import suppress
from stat import S_IMODE
from typing import TYPE_CHECKING

from wasihost import places
from wasihost.cache.lock import hold
from wasihost.errors import system_reason
from wasihost.own import OTHERS_WRITE

if TYPE_CHECKING:
    from collections.abc import Callable


def default_directory() -> str:
    """The directory that is used where none is given; empty if the user has no home directory."""
    base = places.cache()
    return os.path.join(base, "wasihost") if base else ""


class Directory:
    """A directory of the cache.  `unusable` is the reason why it is not used, if there is one."""

    def __init__(self, directory: str | None = None, *, limit: int | None = None) -> None:
        self.directory = default_directory() if directory is None else directory
        self.limit = limit  # maximum bytes of artifacts; None: that of `upkeep`
        self.unusable: str | None = None
        self._fd: int | None = None

    def __del__(self) -> None:
        if self._fd is not None:
            os.close(self._fd)

    def open(self, create: bool = False) -> int | None:
        """A descriptor of the directory, or None.

        Anybody who can write to the directory could run code as this user.  So it must belong to the user and be closed
        to all others, and nobody else may write to its parent directory.  The directory that was checked is the one
        that is used from then on.
        """
        if self._fd is not None:
            return self._fd
        if not self.directory:
            self.unusable = "there is no home directory to keep it in"
            return None
        path = os.path.join(self.directory, "modules")
        try:
            if create:
                _make(self.directory)
            self.unusable = _open_to_others(os.stat(self.directory), OTHERS_WRITE)
            if self.unusable:
                return None
            if create:
                _make(path)
            fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except FileNotFoundError as error:
            if create:
                self.unusable = system_reason(error)
            return None
        except OSError as error:
            self.unusable = system_reason(error)
            return None
        self.unusable = _open_to_others(os.fstat(fd), 0o077)
        if not self.unusable and os.fstatvfs(fd).f_flag & os.ST_NOEXEC:
            self.unusable = "code on its file system may not be executed (mounted noexec)"
        if not self.unusable:
            self._fd = fd
            return fd
        os.close(fd)
        return None

    def check(self) -> None:
        """Set `unusable` to the reason why a run would not use the directory.

        Only doing what a run does tells; what this creates, it removes.
        """
        missing, place = list[str](), os.path.abspath(os.path.join(self.directory, "modules"))
        while self.directory and not os.path.lexists(place):
            missing.append(place)
            place = os.path.dirname(place)
        try:
            if self.open(create=True) is not None:
                self.write(f"check-{os.getpid()}", lambda fd: None, sync=False)
                os.unlink(f"check-{os.getpid()}", dir_fd=self._fd)
        except OSError as error:
            self.unusable = system_reason(error)
        for place in missing:
            with suppress(OSError):  # a run uses it by now
                os.rmdir(place)

    def write(self, name: str, fill: Callable[[int], None], *, sync: bool) -> None:
        """Write a file atomically, even if several processes write it at once.  The cache must be open."""
        directory = self.open()
        temporary = f"{os.getpid()}-{os.urandom(6).hex()}.tmp"
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600, dir_fd=directory)
        try:
            hold(fd)  # the lock ends with this process; `upkeep` removes temporary files without a lock
            fill(fd)
            if sync:
                os.fsync(fd)
            os.rename(temporary, name, src_dir_fd=directory, dst_dir_fd=directory)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary, dir_fd=directory)
            raise
        finally:
            os.close(fd)


def _make(directory: str) -> None:
    """Create the directory, unless something exists at its path; opening it will show what that is."""
    if not os.path.lexists(directory):
        os.makedirs(directory, 0o700, exist_ok=True)


def _open_to_others(status: os.stat_result, bits: int) -> str | None:
    """What is wrong with a directory that must belong to the user, and whose mode must not include `bits`."""
    if status.st_uid != os.geteuid():
        return f"it belongs to another user (uid {status.st_uid})"
    if S_IMODE(status.st_mode) & bits:
        return f"it is open to other users (mode {S_IMODE(status.st_mode):04o})"
    return None


def write_all(out: int, data: bytes) -> None:
    while data:
        data = data[os.write(out, data) :]
