"""Compile the functions that a running program spends its time in, until it ends."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable
from contextlib import suppress
from time import monotonic

from wasihost.abi import Section
from wasihost.codegen.compiler import CompileTask, Translation, compile_tasks, load
from wasihost.codegen.link.image import CompiledUnit
from wasihost.codegen.llvm import PIPELINES
from wasihost.codegen.translate.functions import LoopEntry
from wasihost.errors import WasihostError
from wasihost.tiering.better_code import BetterCode, ContinuedLoop
from wasihost.tiering.loops import FunctionLoops, find_loops
from wasihost.tiering.run import Program, Run
from wasihost.variant import CompileVariant

LEVEL = "max"
COST = PIPELINES[LEVEL].share / 1e6  # seconds that compiling takes for each unit of size
SHORT, LONG = 0.01, 0.2  # seconds between two looks at the samples: while there are any, and at most
SAMPLE = 0.001  # seconds of processor time that a sample stands for
FEWEST = 5  # samples of a function, or of a loop, that is worth compiling
LONG_RUNNING = 30  # samples of a function after which its loops are looked at before it was replaced
WORTH = 0.1  # seconds that a function has taken, for each second that compiling it takes
BATCH = 0.2  # seconds that compiling a batch of functions takes, unless one alone takes longer
QUIET = 5  # seconds without anything to compile after which the whole module is compiled for the next run
KEPT = 32  # the latest samples of a function, which tell the loop that it is in


class Profile:
    """Where samples were taken in the older code, and what has better code."""

    def __init__(self, translation: Translation, optimized: Iterable[int]) -> None:
        """`optimized`: functions that had better code from the start."""
        self.samples: Counter[int] = Counter()
        self.total: Counter[int] = Counter()  # also what `forget` forgets
        self.places: dict[int, deque[int]] = {}  # offsets from the start of the function
        self.functions = set(optimized)  # with better code
        self.loops: set[str] = set()  # symbols of those that were continued
        self.sizes = dict(enumerate(translation.bodies.sizes, translation.module.imported_functions))

    def add(self, funcidx: int, offset: int) -> None:
        self.samples[funcidx] += 1
        self.total[funcidx] += 1
        self.places.setdefault(funcidx, deque(maxlen=KEPT)).append(offset)

    def is_worth(self, funcidx: int) -> bool:
        count = self.samples[funcidx]
        return count >= FEWEST and count * SAMPLE >= WORTH * COST * self.sizes[funcidx]

    def next_functions(self) -> list[int]:
        """The functions to compile next, those with most samples first."""
        batch, cost = list[int](), 0.0
        for funcidx, _ in self.samples.most_common():
            if funcidx in self.functions or not self.is_worth(funcidx):
                continue
            own = COST * self.sizes[funcidx]
            if batch and cost + own > BATCH:
                break
            batch.append(funcidx)
            cost += own
        return batch

    def next_loops(self) -> list[int]:
        """Functions that spend their time in calls that have begun before."""
        return [
            funcidx
            for funcidx, count in self.samples.items()
            if self.is_worth(funcidx) and (funcidx in self.functions or count >= LONG_RUNNING)
        ]

    def forget(self, functions: Iterable[int]) -> None:
        """What was sampled before they got better code."""
        for funcidx in functions:
            self.samples[funcidx] = 0
            self.places.pop(funcidx, None)


class Improvement:
    """What is known about one run."""

    def __init__(self, run: Run) -> None:
        self.program = run.program
        self.run, self.data = run, bytes(run.program.artifact.section(Section.MODULE))
        header = run.program.artifact.header
        variant = CompileVariant(guarded=bool(header.guarded), canonical_nans=bool(header.canonical_nans))
        self.translation = Translation(*load(self.data), level=LEVEL, variant=variant, among_baseline=True)
        self.profile = Profile(self.translation, run.program.optimized)
        self.functions: list[int] = []  # that this process has compiled
        self.units: list[CompiledUnit] = []  # their code
        self.count = 0  # samples
        self._loops: dict[int, FunctionLoops | None] = {}
        self._code: BetterCode | None = None

    def look(self) -> bool:
        """Take the new samples.  False: there are none."""
        count = 0
        for offset in self.run.samples():
            count += 1
            place = self.program.place_of(offset)
            if place and place[0] not in self.program.optimized:
                self.profile.add(*place)
        self.count += count
        return count > 0

    def compile(self) -> tuple[bool, bool]:
        """Compile what is worth it, and send it.  Returns whether there was something, and whether more can be sent."""
        profile, sizes = self.profile, self.profile.sizes
        functions = profile.next_functions()
        loops = [loop for funcidx in profile.next_loops() if (loop := self._loop_of(funcidx))]
        if not functions and not loops:
            return False, True
        profile.functions.update(functions)
        profile.loops.update(loop.loop.entry.symbol for loop in loops)
        tasks = [CompileTask((), (), sizes[loop.funcidx], loop=loop.loop.entry) for loop in loops]
        if functions:
            tasks.append(CompileTask(tuple(functions), (), sum(map(sizes.__getitem__, functions))))
        try:
            units = [CompiledUnit.from_bytes(result) for result in compile_tasks(self.translation, tasks, 1)]
        except WasihostError:
            return True, True  # they keep their code
        self.functions += functions
        self.units += units[len(loops) :]
        self._code = self._code or BetterCode(self.run)
        sent = self._code.send(units, functions, loops)
        profile.forget([*functions, *(loop.funcidx for loop in loops)])
        return True, sent

    def _loop_of(self, funcidx: int) -> ContinuedLoop | None:
        """The loop that most of the latest samples of a function are in, unless it was continued before."""
        if funcidx not in self._loops:
            self._loops[funcidx] = loops_to_continue(self.data, self.run.program, self.translation, funcidx)
        found = self._loops[funcidx]
        if not found:
            return None
        places = self.profile.places.get(funcidx, ())
        counts = Counter(loop for place in places if (loop := found.around(place, self.profile.loops)))
        loop, count = max(counts.items(), key=lambda item: item[1], default=(None, 0))
        return ContinuedLoop(funcidx, loop, found.bridge) if loop and count >= FEWEST else None


def loops_to_continue(data: bytes, program: Program, translation: Translation, funcidx: int) -> FunctionLoops | None:
    """The loops of a function at which better code can continue; None: at none."""
    if not LoopEntry.fits(translation.result_types(funcidx)):
        return None
    found = find_loops(data, program.artifact.header.vm, funcidx, translation.options.variant)
    agreed = [loop for loop in found.loops if loop.jumps and program.agrees(funcidx, loop)] if found else []
    return found._replace(loops=tuple(agreed)) if found and agreed else None


def improve_run(improvement: Improvement, when_quiet: Callable[[], object]) -> bool:
    """Returns when the run has ended, or when nothing can be done for it.

    Once nothing has been compiled for QUIET seconds, `when_quiet` is called; returns whether nothing has been since.
    """
    run, pause, last, called = improvement.run, SHORT, monotonic(), False
    with suppress(OSError):  # the run has ended
        while not run.has_ended(pause):
            pause = SHORT if improvement.look() else min(2 * pause, LONG)
            compiled, can_send = improvement.compile()
            if not can_send:
                break
            if compiled:
                last, called = monotonic(), False
            elif not called and monotonic() - last > QUIET:
                called = True
                when_quiet()
    return called
