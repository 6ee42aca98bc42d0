"""Differences between hosts: found, kept by digest, made smaller, and seen again when they are replayed."""

from __future__ import annotations

import hashlib
import importlib.util
import shlex
import sys
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path

from tests.fuzz.observe import EXHAUSTED
from tests.fuzz.reduce import reduce
from tests.fuzz.workers import DIED, Worker

# Modules that may use atomics may share memories, too; nothing can be said of them yet.
UNSUPPORTED = "unsupported feature: shared memory"

Observations = dict[str, list[str]]


class Panel:
    """Subjects whose observations are compared: the reference, if it is installed, in a process of its own."""

    def __init__(self, main: str, subjects: Sequence[str], reference: str) -> None:
        self.main = main
        self.subjects = list(subjects)
        self.reference = reference
        self.workers = [Worker(main, self.subjects)]
        if importlib.util.find_spec("wasmtime") is not None:
            self.workers.insert(0, Worker(main, [reference]))

    def observe(self, data: bytes) -> Observations:
        for worker in self.workers:
            worker.start(data)
        found: Observations = {}
        for worker in self.workers:
            found |= worker.finish()
        return found

    def close(self) -> None:
        for worker in self.workers:
            worker.close()

    def replaying(self) -> list[str]:
        """The command that replays the module whose path follows it."""
        return [sys.executable, "-m", self.main, "--levels", ",".join(self.subjects), "--replay"]


def differences(found: Observations) -> dict[str, str]:
    """For each subject that does not agree with the first one, or died: the first lines that differ."""
    (first, expected), *others = found.items()
    texts = {name: f"{first}: {DIED}" for name, lines in found.items() if lines and lines[-1].startswith(DIED)}
    for name, lines in others:
        if any(line.endswith(UNSUPPORTED) for line in lines):
            continue
        for ours, theirs in zip_longest(expected, lines):
            if EXHAUSTED in (ours or "") or EXHAUSTED in (theirs or ""):
                break  # on one side sooner than on the other
            if _compared(ours) != _compared(theirs):
                texts[name] = f"{first}: {_text(ours)}\n{name}: {_text(theirs)}"
                break
    return texts


def _compared(line: str | None) -> str | None:
    return line and line.partition("\t")[0]


def _text(line: str | None) -> str:
    return "nothing more" if line is None else line.replace("\t", ": ", 1)


def keep(directory: Path, data: bytes, found: Observations, panel: Panel, seconds: float) -> tuple[str, Path]:
    """Save a module that shows differences; gives what they are and the path of the module, made smaller if it can be.

    Making it smaller may take so many `seconds`.
    """
    texts = differences(found)
    path = directory / f"{hashlib.sha256(data).hexdigest()[:16]}.wasm"
    directory.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(
        "\n".join([*texts.values(), "", shlex.join([*panel.replaying(), str(path)]), ""])
    )
    few = Panel(panel.main, [name for name in texts if name != panel.reference], panel.reference)
    try:
        if seconds and few.subjects and differences(few.observe(data)):
            path = path.with_suffix(".small.wat")
            path.write_text(reduce(data, lambda smaller: bool(differences(few.observe(smaller))), seconds))
    finally:
        few.close()
    return "\n".join(texts.values()), path
