"""Replace code of functions that several threads execute: `python -m tests.fuzz.patches --count 100000`.

Each patch maps a new copy of the better code of some functions, or of the rest of their calls at their loops, and
replaces pages of the older code.  What the threads compute is known.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import threading
import time

from tests.tiering.improved import Improved
from tests.wat import wat
from wasihost import stitching
from wasihost.codegen.compiler import CompileTask, Translation, compile_tasks, load
from wasihost.codegen.link.image import CompiledUnit
from wasihost.host.instance import Module, Store
from wasihost.host.symbols import Artifact
from wasihost.tiering.better_code import BetterCode, ContinuedLoop
from wasihost.tiering.worker import loops_to_continue

THREADS = 3
ROOM = 256 << 20  # bytes for better code; when they are full, there is a new module
FUNCTIONS = 40  # so many that they need several pages
PADDING = 60  # instructions, for the same reason
ROUNDS = 20  # of each loop


def text() -> str:
    """Function n passes its argument through a loop, and then to the next function, partly through the table."""
    functions = "".join(
        f"""(func $f{n} (export "f{n}") (param $x i64) (result i64) (local $i i32)
            (loop $l (local.set $x (i64.add (i64.mul (local.get $x) (i64.const {2 * n + 3})) (i64.const {n})))
              {f"(local.set $x (i64.xor (local.get $x) (i64.const {n + 1})))" * (PADDING // 4)}
              (br_if $l (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const {ROUNDS}))))
            {_next(n)})"""
        for n in range(FUNCTIONS)
    )
    names = " ".join(f"$f{n}" for n in range(FUNCTIONS))
    return f"(module (type $t (func (param i64) (result i64))) (table funcref (elem {names})) {functions})"


def _next(n: int) -> str:
    if n + 1 == FUNCTIONS:
        return "(local.get $x)"
    if n % 3:
        return f"(call $f{n + 1} (local.get $x))"
    return f"(call_indirect (type $t) (local.get $x) (i32.const {n + 1}))"


def result(x: int) -> int:
    for n in range(FUNCTIONS):
        for _ in range(ROUNDS):
            x = (x * (2 * n + 3) + n) % (1 << 64)
            if PADDING // 4 % 2:
                x ^= n + 1
    return x


class Patched:
    """A module whose code is replaced while threads run it."""

    def __init__(self, data: bytes, translation: Translation) -> None:
        file = stitching.compile_module(data, key=bytes(32), keeps_module=True)
        self.module = Module(file, Artifact.from_fd(file), ROOM)
        os.close(file)
        self.code = BetterCode(Improved(self.module, ROOM))
        self.wrong: list[tuple[int, int, int]] = []
        self.calls, self._ends = 0, False
        self._threads = [threading.Thread(target=self._call, args=(number,)) for number in range(THREADS)]
        for thread in self._threads:
            thread.start()

    def _call(self, seed: int) -> None:
        function = Store().instantiate(self.module).exports["f0"]
        while not self._ends and not self.wrong:
            seed = (seed * 6364136223846793005 + 1442695040888963407) % (1 << 64)
            found, expected = function.call_raw([seed])[0] % (1 << 64), result(seed)
            self.calls += 1
            if found != expected:
                self.wrong.append((seed, expected, found))

    def end(self) -> None:
        self._ends = True
        for thread in self._threads:
            thread.join()


def patch(count: int, seed: int) -> tuple[int, list[tuple[int, int, int]]]:
    """Replace code so many times.

    Returns the number of calls meanwhile, and wrong results: argument, expected, found.
    """
    data, chosen = wat(text()), random.Random(seed)
    translation = Translation(*load(data), level="max", among_baseline=True)
    functions = range(FUNCTIONS)
    program, calls, wrong = Patched(data, translation), 0, list[tuple[int, int, int]]()
    found = {funcidx: loops_to_continue(data, program.code.run.program, translation, funcidx) for funcidx in functions}
    loops = {
        funcidx: [ContinuedLoop(funcidx, loop, facts.bridge) for loop in facts.loops]
        for funcidx, facts in found.items()
        if facts
    }
    assert len(loops) >= FUNCTIONS - 1  # not in one that needs no instance
    tasks = [CompileTask((funcidx,), (), 1) for funcidx in functions]
    tasks += [CompileTask((), (), 1, loop=loops[funcidx][0].loop.entry) for funcidx in loops]
    units = [CompiledUnit.from_bytes(unit) for unit in compile_tasks(translation, tasks, 1)]
    whole, rests = units[:FUNCTIONS], dict(zip(loops, units[FUNCTIONS:], strict=True))
    done = 0
    while done < count and not wrong:
        starts = chosen.sample(functions, chosen.randrange(1, 4))
        continued = chosen.sample([*loops], chosen.randrange(0, 3))
        sent = program.code.send(
            [whole[n] for n in starts] + [rests[n] for n in continued], starts, [loops[n][0] for n in continued]
        )
        wrong = program.wrong
        if sent:
            done += 1
            continue
        program.end()
        calls, wrong = calls + program.calls, program.wrong
        program = Patched(data, translation)
    program.end()
    return calls + program.calls, program.wrong or wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100_000, help="number of patches")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    start = time.monotonic()
    calls, wrong = patch(options.count, options.seed)
    print(f"{options.count} patches, {calls} calls by {THREADS} threads, {time.monotonic() - start:.0f} s")
    for argument, expected, found in wrong:
        print(f"f0({argument}): expected {expected}, got {found}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
