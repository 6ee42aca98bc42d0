"""Run many scripts, each in a process of its own that starts at once: names in on standard input, reports out as JSON.

The server imports the compiler and loads the runtime; for each line `LEVEL FILE` it forks a child that runs the file.
A crash of compiled code ends the child, and is one failure of its script.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.spec.script import ROOT

TIMEOUT_S = 100


class Server:
    """The client's side: a server process that lives until this object goes."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.spec.server"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
        )

    def run(self, path: Path, level: str) -> dict[str, Any]:
        """What `run_file` reports, or a report with one failure."""
        assert self.process.stdin is not None and self.process.stdout is not None
        print(level, path, file=self.process.stdin, flush=True)
        report: dict[str, Any] = json.loads(self.process.stdout.readline())
        return report

    def close(self) -> None:
        self.process.communicate()


def serve() -> None:
    from tests.spec.run_file import run_file, spectest

    for line in sys.stdin:
        level, path = line.rstrip("\n").split(" ", 1)
        spectest(level)  # once for all children
        with tempfile.TemporaryFile("w+") as report, tempfile.TemporaryFile("w+") as complaint:
            child = os.fork()
            if child == 0:
                os.dup2(complaint.fileno(), 2)
                signal.alarm(TIMEOUT_S)
                json.dump(run_file(Path(path), level), report)
                report.flush()
                os._exit(0)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            report.seek(0)
            complaint.seek(0)
            print(report.read() if status == 0 else json.dumps(_crash(status, complaint.read())), flush=True)


def _crash(status: int, complaint: str) -> dict[str, Any]:
    how = f"killed by {signal.Signals(-status).name}" if status < 0 else f"status {status}"
    return {"passed": 0, "skipped": {}, "failures": [f"{how}\n{complaint[-3000:]}"]}


if __name__ == "__main__":
    serve()
