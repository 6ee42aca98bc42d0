"""What it costs that the kernel confines a guest: executables made without, by default, and with all of it."""

from __future__ import annotations

import os
import subprocess
import time
from functools import cache
from pathlib import Path

from bench.hosts import ENVIRONMENT, WORK, Host, Wasihost
from tests.wat import wat

EMPTY, COUNT = "a start", 200_000
# Case → imports, and what each round of a loop calls.
CALLS = {
    "clock_res_get": ("i32 i32", "(call $f (i32.const 0) (i32.const 8))"),
    "fd_write of no byte": ("i32 i32 i32 i32", "(call $f (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))"),
    "path_filestat_get": (
        "i32 i32 i32 i32 i32",
        "(call $f (i32.const 3) (i32.const 0) (i32.const 256) (i32.const 4) (i32.const 512))",
    ),
    "path_open of no file": (
        "i32 i32 i32 i32 i32 i64 i64 i32 i32",
        "(call $f (i32.const 3) (i32.const 0) (i32.const 256) (i32.const 4) (i32.const 0)"
        " (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 8))",
    ),
}
CASES = [EMPTY, *CALLS]
STARTS = 10  # of one figure


class Way(Host):
    """How executables are made."""

    def __init__(self, name: str, *options: str) -> None:
        super().__init__(name)
        self.options = options


WAYS = (Way("--no-confine", "--no-confine"), Way("default"), Way("--confine", "--confine"))


@cache
def executable(case: str, way: Way) -> Path:
    place = WORK / f"confine-{CASES.index(case)}{way.name}"
    module = place.with_suffix(".wasm")
    module.write_bytes(wat(_text(case)))
    make = [
        *Wasihost("max").launcher,
        "compile",
        "--emit=exe",
        "--level=max",
        "--dir=.::.",
        *way.options,
        "-o",
        str(place),
    ]
    subprocess.run([*make, str(module)], check=True, env=ENVIRONMENT, capture_output=True)
    return place


def _text(case: str) -> str:
    if case == EMPTY:
        return '(module (memory (export "memory") 1) (func (export "_start")))'
    params, call = CALLS[case]
    return f"""(module (import "wasi_snapshot_preview1" "{case.split()[0]}" (func $f (param {params}) (result i32)))
      (memory (export "memory") 1) (data (i32.const 256) "none")
      (func (export "_start") (local $n i32) (local.set $n (i32.const {COUNT}))
        (loop $next (drop {call}) (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))"""


def measure(case: str, way: Host) -> float:
    """Microseconds of a start, nanoseconds of a call."""
    assert isinstance(way, Way)
    file, times = str(executable(case, way)), STARTS if case == EMPTY else 1
    start = time.perf_counter()
    for _ in range(times):
        os.waitpid(os.posix_spawn(file, [file], {}, file_actions=[(os.POSIX_SPAWN_OPEN, 1, "/dev/null", 1, 0)]), 0)
    seconds = time.perf_counter() - start
    return seconds / STARTS * 1e6 if case == EMPTY else seconds / COUNT * 1e9
