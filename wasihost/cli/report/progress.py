"""The progress of a compilation on a terminal: nothing for half a second, then a bar, or one line on simple terminals.

If standard error is not a terminal, it shows nothing, because log files and mails of cron should contain only failures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING, Any

from wasihost.characters import printable
from wasihost.cli.report.reporter import Reporter, is_terminal, use_color
from wasihost.cli.run.signals import Interruptible, Limited

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from wasihost.codegen.compiler import Progress

DELAY = 0.5  # seconds without any output
INTERVAL = 0.1  # seconds between two updates of the bar
NARROW = 72  # minimum columns for a bar beside the name
FIRST_RUN = " (first run only)"
VERBS = {"decode": "reading", "validate": "checking", "compile": "compiling", "link": "linking", "write": "writing"}


@contextmanager
def show(
    name: str, level: str, report: Reporter, *, quiet: bool, most: float | None = None, once: bool = False
) -> Iterator[Callable[[Progress], None] | None]:
    """A context for a compilation; yields a function that is called with progress.  An interruption ends all processes.

    `once`: the message says that later runs do not compile.  CompileError: it took more than `most` seconds.
    """
    with Interruptible(), Limited(most):
        if quiet or report.is_json or not is_terminal():
            yield None
            return
        display = Display(printable(name) + (FIRST_RUN if once else ""), level, report)
        try:
            yield display.update
        finally:
            display.close()


class Display:
    def __init__(self, name: str, level: str, report: Reporter) -> None:
        self.name = name
        self.level = level
        self.report = report
        self.shown = monotonic() - INTERVAL + DELAY  # time of the last update
        self.announced = False
        self.bar: Bar | None = None

    def update(self, progress: Progress) -> None:
        now = monotonic()
        if now - self.shown < INTERVAL:
            return
        self.shown = now
        if os.environ.get("TERM") != "dumb":
            self._draw(progress)
        elif not self.announced and progress.total:
            self.announced = True
            self.report.note(f"compiling {self.name}: {_short(progress.total)} instructions, level {self.level}")

    def _draw(self, progress: Progress) -> None:
        facts: dict[str, Any] = {
            "description": f"{VERBS.get(progress.phase, progress.phase)} {self.name}",
            "completed": progress.done,
            "total": progress.total or None,
            "left": "" if progress.left is None else f"{_duration(progress.left)} left",
        }
        if self.bar is None:
            self.bar = _new_bar(self.report.color)
            self.bar.add_task(**facts)
            self.bar.start()
        self.bar.update(self.bar.task_ids[0], **facts)
        self.bar.refresh()

    def close(self) -> None:
        if self.bar is not None:
            self.bar.stop()


def _short(count: float) -> str:
    """`812`, `12 k`, `9.8 M`."""
    for unit, size in ("M", 1e6), ("k", 1e3):
        if count >= size:
            return f"{count / size:.{1 if count < 10 * size else 0}f} {unit}"
    return f"{count:.0f}"


def _duration(seconds: float) -> str:
    """`0:07`, `12:40`."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _new_bar(color: str) -> Bar:
    """A bar that is drawn on updates, without a thread.

    Compilation forks, and threads do not survive a fork.
    """
    from rich.console import Console
    from rich.progress import BarColumn, ProgressColumn, Task
    from rich.progress import Progress as Bar
    from rich.table import Column
    from rich.text import Text

    class Description(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(task.description)

    class Work(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.percentage:.0f} % of {_short(task.total)} instructions" if task.total else "")

    class Left(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(task.fields["left"], no_wrap=True, overflow="ellipsis")

    class Short(ProgressColumn):
        def render(self, task: Task) -> Text:
            return Text(f"{task.percentage:3.0f} % {task.description}", no_wrap=True, overflow="ellipsis")

    class Steady(Console):
        """Does not hide the cursor, which would stay hidden if this process is stopped or killed."""

        def show_cursor(self, show: bool = True) -> bool:
            return False

    console = Steady(stderr=True, no_color=not use_color(color))
    column = Column(no_wrap=True, overflow="ellipsis")  # wrapped lines would not be erased
    columns: list[ProgressColumn] = [Short(column)]
    if console.width >= NARROW:
        columns = [
            Description(column),
            BarColumn(16),
            Work(column),
            Left(column),
        ]
    return Bar(*columns, console=console, transient=True, auto_refresh=False)
