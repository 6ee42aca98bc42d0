"""What every script of the official suite comes to: how much passes, and what is skipped because something is missing.

    python -m tests.spec.outcomes [SCRIPT...]      write outcomes.txt anew: review the difference like code

Nothing in it is a failure: those are never recorded.  A feature that arrives moves counts from skipped to passed.
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.spec.script import suite
from tests.spec.server import Server

RECORD = Path(__file__).parent / "outcomes.txt"
_of_thread = threading.local()

# Scripts that are not run, each with its reason: they redefine parts of the format that others rely on.
NOT_RUN = {
    "legacy": "the exceptions of before the standard, which wasm-tools no longer reads",
    "proposals/threads": "not in WebAssembly 3.0",
}


def scripts() -> list[str]:
    """Paths below the suite of every script that is run."""
    place = suite()
    names = sorted(str(path.relative_to(place)) for path in place.rglob("*.wast")) if place else []
    return [name for name in names if not name.startswith(tuple(NOT_RUN))]


def run(name: str, level: str = "fast") -> dict[str, Any]:
    """What `run_file` reports for a script of the suite, run in a process of its own."""
    place = suite()
    assert place is not None
    if not hasattr(_of_thread, "server"):
        _of_thread.server = Server()
    report: dict[str, Any] = _of_thread.server.run(place / name, level)
    return report


def line(name: str, report: dict[str, Any]) -> str:
    """A report as a line of the record."""
    skipped = ", ".join(f"{count} {what}" for what, count in sorted(report["skipped"].items()))
    return f"{name:<42} {report['passed']:>5} passed" + (f"; skipped: {skipped}" if skipped else "")


def recorded() -> dict[str, str]:
    return {text.split()[0]: text for text in RECORD.read_text().splitlines()}


def main(names: list[str]) -> None:
    with ThreadPoolExecutor(2) as pool:
        reports = dict(zip(names, pool.map(run, names), strict=True))
    lines = recorded() if RECORD.exists() else {}
    lines.update((name, line(name, report)) for name, report in reports.items())
    RECORD.write_text("".join(f"{lines[name]}\n" for name in scripts()))
    for report in reports.values():
        print(*report["failures"], sep="\n", end="\n" if report["failures"] else "")


if __name__ == "__main__":
    main(sys.argv[1:] or scripts())
