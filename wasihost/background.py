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
from collections.abc import Callable
from contextlib import suppress

from wasihost.cache import Cache
from wasihost.digits import decimal
from wasihost.engine import Engine
from wasihost.levels import LEVELS
from wasihost.variant import CompileVariant

VARIABLE = "WASIHOST_BACKGROUND"
# Budget of each level in seconds of processor time, the best level first.
BUDGETS = {level.name: level.budget for level in reversed(LEVELS) if level.budget}
FOR_THIS_RUN, LOWEST = 5, 19  # by how much the process lowers its priority, the second time for later runs
FACTOR = 4  # the process ends if it exceeds its estimate by this factor
VARIANTS = ("canonical_nans", "metered")  # options of an engine, passed as arguments to the process
TIERING = "tiering"  # an argument: there are descriptors of a run, for which the process also compiles
STREAMS = 3
DESCRIPTORS = 3  # after the streams: abi.Sampling, the run's artifact, and the socket for abi.BetterCode


def budgets(text: str | None) -> dict[str, float]:
    """Parse the variable: unset; `0`: no background process; `60`: budget for max; `60,300`: also for balanced, …

    ValueError: anything else.
    """
    if not text:
        return BUDGETS
    seconds = dict(zip(BUDGETS, map(decimal, text.split(",", len(BUDGETS) - 1))))  # noqa: B905
    return {level: limit for level, limit in seconds.items() if limit > 0}


def start(path: str, engine: Engine, allowed: dict[str, float]) -> None:
    """Start the process for the cache and the variant of code of `engine`, and return at once.

    The process shares no stream, terminal or directory with this one.
    """
    home = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    search = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    assert engine.cache is not None
    levels = [f"{level}={limit}" for level, limit in allowed.items()]
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
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            env={**os.environ, "PYTHONPATH": search},
            start_new_session=True,
        )
        process.returncode = 0  # nobody waits for it


def main(path: str, directory: str, *words: str) -> None:
    """The main function of the process.  `words`: VARIANTS, and `LEVEL=SECONDS` in place of the budgets."""
    allowed = {level: float(limit) for level, is_level, limit in (word.partition("=") for word in words) if is_level}
    allowed = allowed or budgets(os.environ.get(VARIABLE))
    if not allowed:
        return
    engine = Engine(cache=Cache(directory), jobs=1)
    engine.variant = CompileVariant(**{name: name in words for name in VARIANTS})

    def improve() -> None:
        with suppress(OSError):
            os.nice(LOWEST)
        with suppress(OSError, AttributeError):
            os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        most = int(time.process_time() + FACTOR * max(allowed.values()))
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
        engine.improve(path, allowed)

    if TIERING not in words or not improve_run(improve):
        improve()


def improve_run(improve: Callable[[], object]) -> bool:
    """Compile better code for the run whose descriptors this process has, until it ends.

    If the run needs no more code for a while, another process calls `improve`.  Returns whether one has.
    """
    from wasihost.tiering import worker
    from wasihost.tiering.run import Run

    with suppress(OSError):
        os.nice(FOR_THIS_RUN)
    return worker.improve_run(Run(*range(STREAMS, STREAMS + DESCRIPTORS)), lambda: in_child(improve))


def in_child(action: Callable[[], object]) -> None:
    if os.fork() == 0:
        try:
            action()
        finally:
            os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
