"""Worker processes that observe modules and may die: a module in, what the subject saw of it out.

A subject is a host, or a host's validator.  A crash, an endless loop or the memory limit ends the worker, which is an
observation like any other.
"""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from typing import Any

from tests.fuzz import world
from tests.fuzz.hosts import Wasihost, Wasmtime, wasmtime_engine
from tests.fuzz.observe import Host, observe, surface
from tests.wat import wat
from wasihost import errors
from wasihost.levels import BASELINE, NAMES
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate

TIME_LIMIT_S = 20  # of processor time, for a module under one subject
PATIENCE = 10  # times as long may it take: the machine may be busy
MEMORY_LIMIT = 3 << 30  # bytes that a worker may write to
BATCH = 200  # modules that a worker sees
DIED = "died"
FAILED = "failed"
COUNTED = "counted: "  # a line that says how many of what were looked at

Subject = Callable[[bytes], Iterator[str]]


# ------------------------------------------------------------------------------------------------------- the subjects
def _host(make: Callable[[], Host]) -> Callable[[], Subject]:
    def subject() -> Subject:
        host = make()
        provided = surface(wat(world.definition()))
        return lambda data: observe(host, data, provided)

    return subject


def _wasihost_validator() -> Subject:
    def check(data: bytes) -> Iterator[str]:
        start = time.thread_time()
        try:
            module = decode(data)
            validate(module)
            validate_bodies(module)
            outcome = "accepted"
        except errors.InvalidModule as error:
            assert error.message and error.offset is not None and 0 <= error.offset <= len(data), vars(error)
            outcome = f"refused\t{error.offset}: {error.message}"
        seconds = time.thread_time() - start
        yield outcome if seconds < 1 else f"slow: {seconds:.1f} s"

    return check


def _wasmtime_validator() -> Subject:
    import wasmtime

    def check(data: bytes) -> Iterator[str]:
        try:
            wasmtime.Module.validate(wasmtime_engine(), data)
            yield "accepted"
        except wasmtime.WasmtimeError as error:
            yield f"refused\t{error}"

    return check


REFERENCE = "Wasmtime"
HOSTS: dict[str, dict[str, Any]] = {
    **{level: {"level": level} for level in (BASELINE.name, *NAMES)},
    "unoptimized": {"unoptimized": True},
    "checked": {"guarded": False},
}
# The same, whose arithmetic gives canonical NaNs.
CANONICAL_REFERENCE = f"canonical {REFERENCE}"
CANONICAL_HOSTS = {f"canonical {name}": {**options, "canonical_nans": True} for name, options in HOSTS.items()}
# The same, with baseline code that is replaced by code of `max`.
REPLACED_HOSTS: dict[str, dict[str, Any]] = {
    "replaced functions": {"level": "max", "replaced": ["functions"]},
    "replaced loops": {"level": "max", "replaced": ["loops"]},
    "mixed": {"level": "max", "replaced": ["mixed"]},
    "replaced in turn": {"level": "max", "replaced": ["functions", "loops", "nothing", "mixed"]},
}
SUBJECTS: dict[str, Callable[[], Subject]] = {
    REFERENCE: _host(Wasmtime),
    CANONICAL_REFERENCE: _host(lambda: Wasmtime(canonical_nans=True)),
    **{
        name: _host(partial(Wasihost, **options))
        for name, options in (HOSTS | CANONICAL_HOSTS | REPLACED_HOSTS).items()
    },
    "validator": _wasihost_validator,
    "Wasmtime's validator": _wasmtime_validator,
}


# --------------------------------------------------------------------------------------------------------- the process
def serve(subject: str, time_limit: int) -> None:
    """A module in hexadecimal digits a line in; a line of JSON out."""
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY_LIMIT, MEMORY_LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    observe = SUBJECTS[subject]()
    for line in sys.stdin:
        _limit(time_limit)
        lines: list[str] = []
        try:
            lines += observe(bytes.fromhex(line))
        except Exception as error:
            lines.append(f"{FAILED}: {type(error).__name__}: {error}")
        _limit(0)
        print(json.dumps(lines), flush=True)


def _limit(seconds: int) -> None:
    """End this process if it is not called again in time; 0: never."""
    signal.setitimer(signal.ITIMER_PROF, seconds)
    signal.alarm(PATIENCE * seconds)


class Worker:
    """The client's side of a process that is started when there is something to observe."""

    def __init__(self, main: str, subject: str, time_limit: int) -> None:
        """`main` is the name of the module whose command `--serve` is `serve`; `time_limit` in seconds."""
        self.command = [sys.executable, "-m", main, "--time-limit", str(time_limit), "--serve", subject]
        self.subject = subject
        self.process: subprocess.Popen[str] | None = None
        self.seen = 0

    def start(self, data: bytes) -> None:
        """Give it a module; `finish` waits for the answer."""
        if self.process is None:
            self.words = tempfile.TemporaryFile("w+", errors="replace")  # noqa: SIM115
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.words, text=True
            )
        self.seen += 1
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):
            print(data.hex(), file=self.process.stdin, flush=True)

    def finish(self) -> list[str]:
        assert self.process is not None and self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            return [self.death()]
        if self.seen >= BATCH:
            self.close()
        found: list[str] = json.loads(line)
        return found

    def death(self) -> str:
        """What ended the process, and its last words."""
        assert self.process is not None
        status = self.process.wait()
        self.words.seek(0)
        words = self.words.read()[-2000:]
        self.close()
        return f"{DIED}: {signal.Signals(-status).name if status < 0 else f'status {status}'}\t{words}"

    def close(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.communicate()
            self.words.close()
        self.process, self.seen = None, 0
