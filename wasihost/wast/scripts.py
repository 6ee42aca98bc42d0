"""Run many scripts in parallel, each in a process of its own, so that a crash affects only one script."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from wasihost import pool
from wasihost.errors import ModuleNotFound, UsageError, system_reason
from wasihost.wast.runner import Failure, Report, run_script, spectest

TIMEOUT_S = 300  # time limit for one script


class Script(NamedTuple):
    path: str
    size: int  # bytes

    def __str__(self) -> str:
        return self.path


def find(path: str) -> list[Script]:
    """The script at `path`, or all scripts in this directory and below, sorted by name.

    ModuleNotFound, UsageError: there is none.
    """
    if path in ("", "-"):
        raise UsageError("test scripts are read from files", hint="name a file, or a directory of files `*.wast`")
    place = Path(path)
    paths = sorted(place.rglob("*.wast")) if place.is_dir() else [place]
    if not paths:
        raise UsageError(f"`{path}` has no scripts (*.wast)")
    try:
        return [Script(str(path), path.stat().st_size) for path in paths]
    except OSError as error:
        message = f"cannot open script `{error.filename}`: {system_reason(error)}"
        raise ModuleNotFound(message, path=path) from None


def run(
    scripts: Sequence[Script], *, level: str, jobs: int, on_done: Callable[[Script, Report], None] = lambda *_: None
) -> list[Report]:
    """The reports of the scripts, in their order.  `on_done` is called in the order in which they finish."""
    results = pool.run(
        scripts,
        lambda script: pack(_run(script, level)),
        jobs=jobs,
        setup=lambda: _begin(level),
        on_done=lambda script, result: on_done(script, unpack(result)),
        on_loss=lambda script, death: pack(_crashed(death)),
    )
    return [unpack(result) for result in results]


def _begin(level: str) -> None:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    spectest(level)


def _run(script: Script, level: str) -> Report:
    try:
        content = Path(script.path).read_bytes()
    except OSError as error:
        return Report(0, (Failure(0, "script", f"cannot be read: {system_reason(error)}"),), {})
    signal.setitimer(signal.ITIMER_REAL, TIMEOUT_S)  # SIGALRM ends the process
    report = run_script(content, level)
    signal.setitimer(signal.ITIMER_REAL, 0)
    return report


def _crashed(death: pool.Death) -> Report:
    took_long = death.status == -signal.SIGALRM
    how = f"did not end within {TIMEOUT_S} s" if took_long else f"the process that ran it died: {death}"
    return Report(0, (Failure(0, "script", how),), {})


def pack(report: Report) -> bytes:
    return json.dumps(report).encode(errors="surrogateescape")


def unpack(data: bytes) -> Report:
    passed, failures, skipped = json.loads(data)
    return Report(passed, tuple(Failure(*failure) for failure in failures), skipped)
