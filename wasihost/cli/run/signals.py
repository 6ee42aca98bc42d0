"""The effects of signals on the process: by default, the same as for a native program.

`_signal` is the C module under `signal`, whose enumerations take longer to create than a warm run can afford.
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
from typing import TYPE_CHECKING

from wasihost.errors import CompileError

if TYPE_CHECKING:
    from typing import NoReturn

ENDING = (SIGINT, SIGTERM, SIGHUP)


def act_natively() -> None:
    """Undo Python's handlers: Ctrl-C and a closed pipe end the process by their signal.

    A signal that the parent ignores stays ignored, except SIGPIPE, whose previous state Python does not record.
    """
    if getsignal(SIGINT) is default_int_handler:
        signal(SIGINT, SIG_DFL)
    signal(SIGPIPE, SIG_DFL)


class AsGuest:
    """A context in which a guest runs.

    If a file exceeds the process's limit, the signal ends the guest; outside of the context, it is an error of the
    cache. WASI gets an error number for a closed pipe, and handles it depending on the descriptor.
    """

    def __enter__(self) -> None:
        signal(SIGXFSZ, SIG_DFL)
        signal(SIGPIPE, SIG_IGN)

    def __exit__(self, kind: object, error: object, traceback: object) -> None:
        signal(SIGPIPE, SIG_DFL)  # restored for the output of the command itself


class Interrupted(BaseException):
    """A signal that ends the process has arrived."""

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
        signal(SIGPIPE, SIG_IGN)  # the death of a worker is an error to report, and must not end the process

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        for number, handler in self.previous.items():
            signal(number, handler)
        if isinstance(error, Interrupted):
            signal(error.number, SIG_DFL)
            os.kill(os.getpid(), error.number)


class Limited:
    """A context with a time limit in seconds; None: no limit.  Uses the alarm of the process, which is ours."""

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
    signal(number, SIG_DFL)  # a second signal ends the process at once
    raise Interrupted(number)
