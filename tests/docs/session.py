"""What a page of the documentation shows of a terminal → the commands in it, and what each prints.

A block that begins with ```` ```console ```` is a session: a line behind `$ ` is a command, lines behind `> ` continue
it, and all others are what it prints.  `…` stands for any text in a line; alone in a line for any lines, or none.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MARK = "\x01"


class Command(NamedTuple):
    line: int  # in the page
    text: str  # what is typed
    prints: str

    def printed(self, actual: str) -> bool:
        """Whether that is what the page shows."""
        lines = [
            r"(?:.*\n)*?" if line == "…\n" else re.escape(line).replace("…", ".*")
            for line in self.prints.splitlines(keepends=True)
        ]
        return re.fullmatch("".join(lines), actual) is not None


def commands(page: str) -> list[Command]:
    found: list[Command] = []
    for block in BLOCK.finditer(page):
        first = page.count("\n", 0, block.start(1)) + 1
        for number, line in enumerate(block[1].splitlines(keepends=True), first):
            if line.startswith("$ "):
                found.append(Command(number, line[2:], ""))
            elif line.startswith("> "):
                found[-1] = found[-1]._replace(text=found[-1].text + line[2:])
            else:
                found[-1] = found[-1]._replace(prints=found[-1].prints + line)
    return found


def run(session: list[Command], directory: Path, environ: Mapping[str, str]) -> list[str]:
    """What each command prints, typed one after the other into one shell."""
    script = "".join(f"printf '{MARK}'\n{command.text}" for command in session)
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=directory,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=600,
    )
    return done.stdout.split(MARK)[1:]
