"""Differences between hosts: found, kept by digest, made smaller, and seen again when they are replayed."""

from __future__ import annotations

import hashlib
import importlib.util
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from itertools import zip_longest
from pathlib import Path

from tests.fuzz.observe import EXHAUSTED
from tests.fuzz.reduce import reduce
from tests.fuzz.workers import DIED, FAILED, TIME_LIMIT_S, Worker

# How we refuse what Wasmtime takes with the features that it is given.
UNSUPPORTED = (
    "unsupported feature: shared memory",  # comes with atomics
    "unsupported feature: garbage collection",  # the type of no exception comes with exceptions there
    "malformed import kind 20",  # Wasmtime 47 reads exact functions, of a proposal that is not enabled
)

REDUCED_TIME_LIMIT_S = 2

Observations = dict[str, list[str]]


class Panel:
    """Subjects whose observations are compared, and the reference, if it is installed; each in a process of its own.

    Without a reference (an empty name) the first subject is what the others are compared with.
    """

    def __init__(self, main: str, subjects: Iterable[str], reference: str, time_limit: int = TIME_LIMIT_S) -> None:
        self.main = main
        self.subjects = list(subjects)
        self.reference = reference
        self.workers = [Worker(main, subject, time_limit) for subject in subjects]
        if reference and importlib.util.find_spec("wasmtime") is not None:
            self.workers.insert(0, Worker(main, reference, time_limit))

    def observe(self, data: bytes) -> Observations:
        for worker in self.workers:
            worker.start(data)
        found: Observations = {}
        for worker in self.workers:
            found[worker.subject] = worker.finish()
        return found

    def close(self) -> None:
        for worker in self.workers:
            worker.close()

    def replaying(self) -> list[str]:
        """The command that replays the module whose path follows it."""
        return [sys.executable, "-m", self.main, "--levels", ",".join(self.subjects), "--replay"]


# Subjects → the first lines that differ, the reference's and theirs.
Differences = dict[str, tuple[str, str]]


def differences(found: Observations) -> Differences:
    """The subjects that do not agree with the first one, died, or failed."""
    (_, expected), *others = found.items()
    pairs = {name: (lines[-1], "") for name, lines in found.items() if lines and lines[-1].startswith((DIED, FAILED))}
    for name, lines in others:
        if any(line.endswith(UNSUPPORTED) for line in lines):
            continue
        for ours, theirs in zip_longest(expected, lines):
            if EXHAUSTED in (ours or "") or EXHAUSTED in (theirs or ""):
                break  # on one side sooner than on the other
            if _compared(ours) != _compared(theirs):
                pairs[name] = ours or "nothing more", theirs or "nothing more"
                break
    return pairs


def described(found: Differences) -> str:
    """Who says what, for people."""
    said: dict[tuple[str, str], list[str]] = {}
    for name, pair in found.items():
        said.setdefault(pair, []).append(name)
    return "\n".join(
        f"{', '.join(names)}: {theirs}\n  and not {ours}" if theirs else f"{', '.join(names)} {ours}"
        for (ours, theirs), names in said.items()
    ).replace("\t", ": ")


def _compared(line: str | None) -> str | None:
    return line and line.partition("\t")[0]


# Makes a module smaller that shows something, in so many seconds: text, or bytes.
Shrink = Callable[[bytes, Callable[[bytes], bool], float], str | bytes]


def keep(
    directory: Path, data: bytes, found: Observations, panel: Panel, seconds: float, shrink: Shrink = reduce
) -> tuple[str, Path]:
    """Save a module that shows differences; gives what they are and the path of the module, made smaller if it can be.

    Making it smaller may take so many `seconds`.
    """
    pairs = differences(found)
    what = described(pairs)
    path = directory / f"{hashlib.sha256(data).hexdigest()[:16]}.wasm"
    directory.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    path.with_suffix(".txt").write_text(f"{what}\n\n{shlex.join([*panel.replaying(), str(path)])}\n")
    subjects = [name for name in panel.subjects if name in pairs]
    if subjects and not panel.reference:
        subjects = list(dict.fromkeys([panel.subjects[0], *subjects]))
    few = Panel(panel.main, subjects, panel.reference, REDUCED_TIME_LIMIT_S)

    def shows(smaller: bytes) -> bool:
        """A difference; that no host comes to an end, with nothing left that ends the module, is none."""
        names = differences(few.observe(smaller))
        return bool(names) and panel.reference not in names

    if seconds and subjects and shows(data):
        with suppress(subprocess.CalledProcessError):  # it has no text
            small = shrink(data, shows, seconds)
            path = path.with_suffix(".small.wat" if isinstance(small, str) else ".small.wasm")
            path.write_bytes(small.encode() if isinstance(small, str) else small)
    few.close()
    return what, path
