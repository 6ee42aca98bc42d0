"""`wasihost wast`: run test scripts, print a line for each, and tell whether all passed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from wasihost.characters import printable
from wasihost.cli.commands.compile import Jobs, Level
from wasihost.cli.run.signals import Interruptible
from wasihost.pool import processors
from wasihost.wast import scripts
from wasihost.wast.runner import Report

FAILURES_SHOWN = 10  # per script


def run_scripts(
    paths: Annotated[list[str], typer.Argument(metavar="FILE|DIRECTORY...")],
    level: Level = "fast",
    jobs: Jobs = None,
) -> int:
    """Run test scripts of the WebAssembly specification (.wast).

    Prints how many commands passed, failed and were skipped. Commands that need an unsupported part of WebAssembly are
    skipped. The exit status is 1 if a command failed.
    """
    found = [script for path in paths for script in scripts.find(path)]
    table = Table(found)
    with Interruptible():
        reports = scripts.run(found, level=level, jobs=jobs or processors(), on_done=table.add)
    table.total(reports)
    return 1 if any(done.failures for done in reports) else 0


class Table:
    """Prints rows in the order of the scripts, each as soon as all before it are complete."""

    def __init__(self, found: Sequence[scripts.Script]) -> None:
        self.waiting = list(found)
        self.width = max(len(str(script)) for script in found)
        self.reports: dict[scripts.Script, Report] = {}

    def add(self, script: scripts.Script, done: Report) -> None:
        self.reports[script] = done
        while self.waiting and self.waiting[0] in self.reports:
            first = self.waiting.pop(0)
            sys.stdout.writelines(f"{printable(line)}\n" for line in self.rows(first, self.reports[first]))
        sys.stdout.flush()

    def rows(self, script: scripts.Script, done: Report) -> list[str]:
        reasons = ", ".join(f"{count} {what}" for what, count in sorted(done.skipped.items()))
        lines = [
            f"{script.path:<{self.width}}  {_counts(done)}" + (f" ({reasons})" if reasons else ""),
            *(f"  {script.path}:{failure.line}: {failure.command}: {failure.message}" for failure in done.failures),
        ]
        if len(done.failures) > FAILURES_SHOWN:
            lines[FAILURES_SHOWN + 1 :] = [f"  … and {len(done.failures) - FAILURES_SHOWN} more"]
        return lines

    def total(self, reports: Sequence[Report]) -> None:
        skipped = sum(sum(done.skipped.values()) for done in reports)
        everything = Report(
            sum(done.passed for done in reports), sum((done.failures for done in reports), ()), {"": skipped}
        )
        scripts_run = f"{len(reports)} script{'s' if len(reports) > 1 else ''}"
        sys.stdout.write(f"{scripts_run:<{self.width}}  {_counts(everything)}\n")


def _counts(done: Report) -> str:
    return f"{done.passed:>6} passed {len(done.failures):>5} failed {sum(done.skipped.values()):>5} skipped"
