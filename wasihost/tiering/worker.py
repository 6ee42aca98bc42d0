"""Compile the functions that a running program spends its time in, until it ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from wasihost.codegen.compiler import CompileTask, Translation, compile_tasks
from wasihost.codegen.link.image import CompiledUnit
from wasihost.codegen.llvm import PIPELINES
from wasihost.errors import WasihostError
from wasihost.tiering.better_code import BetterCode
from wasihost.tiering.run import Run

LEVEL = "max"
COST = PIPELINES[LEVEL].share / 1e6  # seconds that compiling takes for each unit of size
SHORT, LONG = 0.01, 0.2  # seconds between two looks at the samples: while there are any, and at most
SAMPLE = 0.001  # seconds of processor time that a sample stands for
FEWEST = 5  # samples of a function that is worth compiling
WORTH = 0.1  # seconds that a function has taken, for each second that compiling it takes
BATCH = 0.2  # seconds that compiling a batch of functions takes, unless one alone takes longer


class Profile:
    """How many samples were taken in each function's baseline code, and which functions have better code."""

    def __init__(self, translation: Translation) -> None:
        module = translation.module
        self.samples: Counter[int] = Counter()
        self.done: set[int] = set()
        self.sizes = dict(enumerate(translation.bodies.sizes, module.imported_functions))

    def add(self, functions: Iterable[int | None]) -> None:
        self.samples.update(funcidx for funcidx in functions if funcidx is not None)

    def size(self, functions: Iterable[int]) -> int:
        return sum(self.sizes[funcidx] for funcidx in functions)

    def next_batch(self) -> list[int]:
        """The functions to compile next, those with most samples first."""
        batch, cost = list[int](), 0.0
        for funcidx, count in self.samples.most_common():
            own = COST * self.sizes[funcidx]
            if count < FEWEST or (cost + own > BATCH and batch):
                break
            if funcidx not in self.done and count * SAMPLE >= WORTH * own:
                batch.append(funcidx)
                cost += own
        return batch


def improve_run(run: Run, translation: Translation) -> None:
    """Returns when the run has ended, or when nothing can be done for it."""
    profile, pause = Profile(translation), SHORT
    code = None
    while not run.has_ended(pause):
        addresses = [pc for pc, _ in run.samples()]
        pause = SHORT if addresses else min(2 * pause, LONG)
        profile.add(map(run.function_at, addresses))
        batch = profile.next_batch()
        if not batch:
            continue
        profile.done.update(batch)
        code = code or BetterCode(run)
        try:
            results = compile_tasks(translation, [CompileTask(tuple(batch), (), profile.size(batch))], 1)
        except WasihostError:
            continue  # these functions keep their code
        if not code.send([CompiledUnit.from_bytes(result) for result in results], batch):
            return
