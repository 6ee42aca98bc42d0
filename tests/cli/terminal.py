"""A pseudoterminal with a program in front of it, for tests: what is typed goes in, what is shown comes out."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path


class Terminal:
    """The program leads a session of its own, whose terminal this is; its children are in its process group."""

    def __init__(
        self, command: Sequence[str], *, environ: Mapping[str, str], directory: Path, columns: int = 80
    ) -> None:
        self.shown = b""
        self.waited = 0  # for how much of that
        self.pid, self.fd = pty.fork()
        if not self.pid:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
                os.chdir(directory)
                os.execvpe(command[0], command, environ)
            finally:
                os._exit(99)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *exception: object) -> None:
        """The terminal goes, and with it all in front of it."""
        os.close(self.fd)
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)

    def type(self, text: bytes) -> None:
        os.write(self.fd, text)

    def until(self, text: bytes, seconds: float = 60) -> None:
        """Wait until it is shown, behind all that was waited for before."""
        deadline = time.monotonic() + seconds
        while (at := self.shown.find(text, self.waited)) < 0:
            if time.monotonic() > deadline or not self._read(0.1):
                raise AssertionError(f"waited for {text!r}, and saw {self.shown!r}")
        self.waited = at + len(text)

    def end(self, seconds: float = 60) -> int:
        """The status of the program, negative for a signal, once it has ended; all that it showed is in `shown`."""
        deadline = time.monotonic() + seconds
        while self._read(0.1):
            if time.monotonic() > deadline:
                raise AssertionError(f"it goes on, and showed {self.shown!r}")
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self.pid = 0
        return status

    def _read(self, seconds: float) -> bool:
        """False: everybody has closed the terminal."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.shown += data
        return bool(data)
