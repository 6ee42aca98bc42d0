"""What signals do to the process: by default the same as to any native program.

`_signal` is the C module behind `signal`, whose enumerations take longer to make than a warm run has time for.
"""

from __future__ import annotations

import os
from _signal import (  # type: ignore[import-not-found]
    ITIMER_REAL,
    SIG_DFL,
    SIG_IGN,
    SIGALRM,
    SIGHUP,
    SIGINT,
    SIGPIPE,
    SIGTERM,
    SIGXFSZ,
    default_int_handler,
    getsignal,
    setitimer,
    signal,
)

from wasihost.errors import CompileError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn

ENDING = (SIGINT, SIGTERM, SIGHUP)


def act_natively() -> None:
    """Undo what Python sets up: Ctrl-C and a closed pipe end the process by their signal.

    A signal that the parent chose to ignore stays ignored; of SIGPIPE Python has forgotten it.
    """
    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, SIG_DFL)
    signal(SIGPIPE, SIG_DFL)


class AsGuest:
    """A block in which a guest runs.

    A file that grows beyond the process's limit ends the guest; before, it is a cache that cannot be written.  Of a
    closed pipe WASI hears by an error number, and decides by the descriptor what it means.
    """

    def __enter__(self) -> None:
        signal(SIGXFSZ, SIG_DFL)
        signal(SIGPIPE, SIG_IGN)

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        signal(SIGPIPE, SIG_DFL)  # again for what the command itself prints


class Interrupted(BaseException):
    """A signal that ends the process has come."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class Interruptible:
    """A block that can clean up: signals that end the process are raised in it, and end the process after it."""

    def __enter__(self) -> None:
        self.previous = {number: getsignal(number) for number in (*ENDING, SIGPIPE)}
        for number in ENDING:
            if self.previous[number] != SIG_IGN:
                signal(number, _interrupt)
        signal(SIGPIPE, SIG_IGN)  # a worker that died is an error to report, not the end

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        for number, handler in self.previous.items():
            signal(number, handler)
        if isinstance(error, Interrupted):
            signal(error.number, SIG_DFL)
            os.kill(os.getpid(), error.number)


class Limited:
    """A block that may take so many seconds; None: as long as it likes.  The process is ours, and so is its alarm."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds

    def __enter__(self) -> None:
        if self.seconds is not None:
            self.previous = signal(SIGALRM, self._expire)
            setitimer(ITIMER_REAL, self.seconds)

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if self.seconds is not None:
            setitimer(ITIMER_REAL, 0)
            signal(SIGALRM, self.previous)

    def _expire(self, number: int, frame: object) -> NoReturn:
        raise CompileError(f"compiling took longer than {self.seconds:g} s (--max-compile-time)")


def _interrupt(number: int, frame: object) -> NoReturn:
    signal(number, SIG_DFL)  # whoever asks twice does not want to wait
    raise Interrupted(number)
