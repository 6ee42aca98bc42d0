"""Races against the sandbox: `python -m tests.fuzz.escapes --help`.

A process swaps directories and files for links that lead out, and moves a directory out and in again, as fast as it
can.  Meanwhile a guest reaches for what would be outside if a path that was checked and the one that is used were two.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fuzz.wasi import actual
from tests.fuzz.wasi_guest import Guest, WalkingProgram
from wasihost.host.guest import Program
from wasihost.wasi.types import Errno, Fstflags, Oflags, Rights

SWAPPER = """
import os, sys
os.chdir(sys.argv[1])
print("ready", flush=True)
while True:
    for here, other in ("a", "link"), ("file", "escape"), ("b/c", "b/slashed"), ("hop", "far"):
        os.rename(here, "spare")
        os.rename(other, here)
        os.rename(here, other)
        os.rename("spare", here)
    os.rename("a/sub", "../outside/sub")
    os.rename("../outside/sub", "a/sub")
"""
LINKS = {
    "link": "../outside", "escape": "../outside/secret", "b/slashed": "../../outside/", "hop": "a",
    "far": "b/../link/.",
}  # fmt: skip
INSIDE, SECRET = b"inside", b"secret"
TARGETS = [
    b"a/secret", b"file", b"a/../file", b"a/sub/../secret", b"a/sub/../../link/secret", b"b/c/secret", b"hop/secret",
    b"hop/../file", b"a/./sub/.././secret",
]  # fmt: skip
READING, WRITING = Rights.FD_READ, Rights.FD_WRITE
PATHS, RESULT, DATA, VECTOR = 0x100, 0x2000, 0x2100, 0x2008
Calls = list[tuple[str, tuple[int, ...]]]


@contextmanager
def arena() -> Iterator[tuple[Path, subprocess.Popen[bytes]]]:
    """A directory `root` whose entries are being swapped, beside `outside`, and the process that does it."""
    with tempfile.TemporaryDirectory() as top:
        root, outside = Path(top) / "root", Path(top) / "outside"
        for directory in (root / "a" / "sub", root / "b" / "c", outside / "victim"):
            directory.mkdir(parents=True)
        for file in (root / "a" / "secret", root / "b" / "c" / "secret", root / "file"):
            file.write_bytes(INSIDE)
        (outside / "secret").write_bytes(SECRET)
        for name, target in LINKS.items():
            (root / name).symlink_to(target)
        with subprocess.Popen([sys.executable, "-c", SWAPPER, root], stdout=subprocess.PIPE) as swapper:
            assert swapper.stdout and swapper.stdout.readline() == b"ready\n"
            try:
                yield root, swapper
            finally:
                swapper.kill()


def attacks(guest: Guest, target: bytes) -> Calls:
    """Read it, then try to change what it names."""
    beside = os.path.dirname(target) + b"/new"
    victim = os.path.dirname(target) + b"/victim"
    at, passed = PATHS, {}
    for path in (target, beside, victim, b"kept"):
        guest.put(at, path)
        passed[path] = at, len(path)
        at += len(path)
    guest.put(DATA, bytes(8))
    guest.put(VECTOR, DATA.to_bytes(4, "little") + (8).to_bytes(4, "little"))
    return [
        ("path_open", (3, 1, *passed[target], 0, READING, 0, 0, RESULT)),
        ("fd_read", (0, VECTOR, 1, RESULT)),
        ("fd_close", (0,)),
        ("path_create_directory", (3, *passed[beside])),
        ("path_remove_directory", (3, *passed[beside])),
        ("path_remove_directory", (3, *passed[victim])),
        ("path_open", (3, 1, *passed[beside], Oflags.CREAT, WRITING, 0, 0, RESULT)),
        ("fd_close", (0,)),
        ("path_unlink_file", (3, *passed[beside])),
        ("path_filestat_set_times", (3, 1, *passed[target], 1, 2, Fstflags.MTIM)),
        ("path_link", (3, 1, *passed[target], 3, *passed[b"kept"])),
        ("path_unlink_file", (3, *passed[b"kept"])),
        ("path_symlink", (*passed[target], 3, *passed[beside])),
        ("path_unlink_file", (3, *passed[beside])),
    ]


def race(rounds: int, *, walk: bool) -> tuple[Counter[str], list[str]]:
    """At least so many calls that resolve a path: what they came to, and everything that reached the outside."""
    outcomes: Counter[str] = Counter()
    escapes = []
    with arena() as (root, swapper):
        outside = os.fsencode(root.parent / "outside")
        secret = os.stat(outside + b"/secret")
        program = (WalkingProgram if walk else Program)(
            argv=[b"guest"], preopens=[(os.open(root, os.O_RDONLY | os.O_DIRECTORY), b"/", False)], stdio=(-1, -1, -1)
        )
        guest = Guest(program)
        while outcomes.total() < rounds:
            for target in TARGETS:
                calls = attacks(guest, target)
                guest.run(calls)
                outcomes.update(Errno(guest.errno(n)).name for n, (name, _) in enumerate(calls) if "path" in name)
                if guest.get(DATA, 6) == SECRET:
                    escapes.append(f"{target!r} was read")
        swapper.kill()
        swapper.wait()
        now = os.stat(outside + b"/secret")
        if (secret.st_mtime_ns, secret.st_nlink, secret.st_size) != (now.st_mtime_ns, now.st_nlink, now.st_size):
            escapes.append("the secret was touched")
        left = {path: what for path, what in actual(outside).items() if not path.startswith(b"sub")}
        if left != {b"secret": (1, SECRET), b"victim": None}:
            escapes.append(f"outside holds {left}")
    return outcomes, escapes


def careless(seconds: float) -> int:
    """How often an ordinary open is led out meanwhile: what the races are worth."""
    escapes, end = 0, time.monotonic() + seconds
    with arena() as (root, _):
        while time.monotonic() < end and escapes < 20:
            for target in TARGETS:
                try:
                    with open(root / os.fsdecode(target), "rb") as file:
                        escapes += file.read() == SECRET
                except OSError:
                    continue
    return escapes


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.escapes", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100_000, help="calls by each resolver (default: %(default)s)")
    options = parser.parse_args(arguments)
    found = 0
    for walk in (False, True):
        start = time.monotonic()
        outcomes, escapes = race(options.rounds, walk=walk)
        found += len(escapes)
        print(f"{'walk' if walk else 'kernel'}: {len(escapes)} escapes in {outcomes.total()} calls, "
              f"{time.monotonic() - start:.0f} s: {dict(outcomes.most_common())}")  # fmt: skip
        for escape in sorted(set(escapes)):
            print(" ", escape)
    print(f"an ordinary open: {careless(2)} escapes")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
