"""Compile better code for this run and the next, in a separate process that nobody waits for.

A first run takes baseline code, which is not kept.  Then `start` starts a process at the lowest priority, which
compiles the module for the best level that fits its budget, and keeps it in the cache.  If anything fails there, the
next run takes baseline code, too.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from wasihost.cache import Cache
from wasihost.digits import decimal
from wasihost.engine import Engine
from wasihost.levels import LEVELS
from wasihost.variant import CompileVariant

if TYPE_CHECKING:
    from wasihost.tiering.worker import Improvement

VARIABLE = "WASIHOST_BACKGROUND"
# Budget of each level in seconds of processor time, the best level first.
BUDGETS = {level.name: level.budget for level in reversed(LEVELS) if level.budget}
FOR_THIS_RUN, LOWEST = 5, 19  # nice levels of the process; the second one while it compiles for later runs
FACTOR = 4  # the process ends if it exceeds its estimate by this factor …
SPARE = 30  # … and these seconds, in which it also reads, links and writes
VARIANTS = ("canonical_nans", "metered")  # options of an engine, passed as arguments to the process
# An argument: the process also compiles for a run, whose descriptors follow: of abi.Sampling, of the run's artifact, of
# the socket for abi.BetterCode.
TIERING = "tiering"


def budgets(text: str | None) -> dict[str, float]:
    """Parse the variable: unset; `0`: no background process; `60`: budget for max; `60,300`: also for balanced, …

    ValueError: anything else.
    """
    if not text:
        return BUDGETS
    seconds = dict(zip(BUDGETS, map(decimal, text.split(",", len(BUDGETS) - 1))))  # noqa: B905
    return {level: limit for level, limit in seconds.items() if limit > 0}


def start(path: str, engine: Engine, allowed: dict[str, float], run: Sequence[int] = ()) -> None:
    """Start the process for the cache and the variant of code of `engine`, and return at once.

    The process shares no stream, terminal or directory with this one.  `run`: the descriptors for TIERING.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    search = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    assert engine.cache is not None
    levels = [f"{level}={limit}" for level, limit in allowed.items()]
    tiering = [f"{TIERING}={','.join(map(str, run))}"] if run else []
    with suppress(OSError):
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "wasihost.background",
                os.path.abspath(path),
                os.path.abspath(engine.cache.directory),
                *(name for name in VARIANTS if vars(engine.variant)[name]),
                *levels,
                *tiering,
            ],
            pass_fds=run,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**os.environ, "PYTHONPATH": search},
            start_new_session=True,
        )
        process.returncode = 0  # nobody waits for it


def main(path: str, directory: str, *words: str) -> None:
    """The main function of the process.

    `words`: VARIANTS, `LEVEL=SECONDS` in place of the budgets, `TIERING=FD,FD,FD`.
    """
    values = {name: value for name, is_value, value in (word.partition("=") for word in words) if is_value}
    tiering = values.pop(TIERING, None)
    allowed = {level: float(limit) for level, limit in values.items()} or budgets(os.environ.get(VARIABLE))
    if not allowed:
        return
    engine = Engine(cache=Cache(directory), jobs=1)
    engine.variant = CompileVariant(**{name: name in words for name in VARIANTS})

    def improve(run: Improvement | None = None) -> None:
        lower_priority(LOWEST)
        with suppress(OSError, AttributeError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        most = int(time.process_time() + FACTOR * max(allowed.values()) + SPARE)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        engine.improve(path, allowed, run)

    if tiering:
        memory, artifact, mail = map(int, tiering.split(","))
        serve_run(memory, artifact, mail, improve)
    else:
        improve()


def serve_run(memory: int, artifact: int, mail: int, improve: Callable[[Improvement], object]) -> None:
    """Compile better code for the run that has these descriptors, until it ends; then for later ones.

    If the run needs no more code for a while, another process compiles for later ones meanwhile.
    """
    from wasihost.tiering.run import Run
    from wasihost.tiering.worker import Improvement, improve_run

    lower_priority(FOR_THIS_RUN)
    improvement = Improvement(Run(memory, artifact, mail))
    if not improve_run(improvement, lambda: in_child(lambda: improve(improvement))):
        improve(improvement)


def lower_priority(level: int) -> None:
    """Let other processes go first, as far as a nice level says.

    Linux may divide processor time among sessions before it compares processes (sched(7), autogroup), so the level is
    also that of this process's session, which has no others.
    """
    with suppress(OSError):
        os.setpriority(os.PRIO_PROCESS, 0, max(level, os.getpriority(os.PRIO_PROCESS, 0)))
    with suppress(OSError), open("/proc/self/autogroup", "w") as file:
        file.write(str(level))


def in_child(action: Callable[[], object]) -> None:
    """Do something in another process, in a session of its own."""
    if os.fork() == 0:
        try:
            os.setsid()
            action()
        finally:
            os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
