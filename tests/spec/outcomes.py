"""What every script of the official suite comes to: how much passes, and what is skipped because something is missing.

    python -m tests.spec.outcomes [SCRIPT...]      write outcomes.txt anew: review the difference like code

Nothing in it is a failure: those are never recorded.  A feature that arrives moves counts from skipped to passed.
"""

from __future__ import annotations

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.spec.script import ROOT, suite

RECORD = Path(__file__).parent / "outcomes.txt"
TIMEOUT_S = 110

# Scripts that are not run, each with its reason: they redefine parts of the format that others rely on.
NOT_RUN = {
    "legacy": "the exceptions of before the standard, which wasm-tools no longer reads",
    "proposals/custom-page-sizes": "not in WebAssembly 3.0",
    "proposals/threads": "not in WebAssembly 3.0",
}


def scripts() -> list[str]:
    """Paths below the suite of every script that is run."""
    place = suite()
    names = sorted(str(path.relative_to(place)) for path in place.rglob("*.wast")) if place else []
    return [name for name in names if not name.startswith(tuple(NOT_RUN))]


def run(name: str, *options: str) -> dict[str, Any]:
    """What `run_file` reports; a crash, which may be a crash of compiled code, is one more failure."""
    place = suite()
    assert place is not None
    done = subprocess.run(
        [sys.executable, "-m", "tests.spec.run_file", str(place / name), *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=TIMEOUT_S,
    )
    if done.returncode:
        return {"passed": 0, "skipped": {}, "failures": [f"status {done.returncode}\n{done.stderr[-3000:]}"]}
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
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
