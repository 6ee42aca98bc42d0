"""What shells do with programs: pipes of three processes, and loops of short runs."""

from __future__ import annotations

import shlex
import subprocess
import time

from bench.hosts import ENVIRONMENT, Host, Program

PIPE, HELLO = Program("pipe.c"), Program("hello.c")
MEGABYTES = {"blocks": 1024, "stdio": 256}  # how the stages read and write → what goes through them
RUNS = {"1 000 runs of hello": 1000}
_LOOP = 'n=0; while [ $n -lt $0 ]; do "$@" >/dev/null || exit; n=$((n + 1)); done'
_counted: dict[str, str] = {}


def pipe(case: str, host: Host) -> float:
    """Seconds for a gigabyte."""
    program, size = shlex.join(host.command(PIPE)), MEGABYTES[case]
    line = f"{program} make {case} {size} | {program} translate {case} | {program} count {case}"
    start = time.perf_counter()
    done = subprocess.run(["sh", "-c", line], env=ENVIRONMENT, stdout=subprocess.PIPE, text=True, check=True)
    seconds = time.perf_counter() - start
    if _counted.setdefault(case, done.stdout) != done.stdout or int(done.stdout.split()[2]) != size << 20:
        raise SystemExit(f"error: a pipe of {case} loses data under {host.name}: {done.stdout}")
    return seconds * 1024 / size


def loop(case: str, host: Host) -> float:
    """Milliseconds for a run."""
    command = host.command(HELLO)
    start = time.perf_counter()
    subprocess.run(["sh", "-c", _LOOP, str(RUNS[case]), *command], env=ENVIRONMENT, check=True)
    return (time.perf_counter() - start) / RUNS[case] * 1e3
