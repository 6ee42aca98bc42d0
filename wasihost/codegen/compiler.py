"""Compile a module: bytes → artifact.  Decode, validate, split, compile in worker processes, link, write.

A unit is a group of functions that become one LLVM module.  Units are so small that a worker stays well below 1 GB, and
that the last ones do not leave the other workers idle; and so large that LLVM's fixed costs do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from time import monotonic
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from wasihost import pool
from wasihost.abi import ExternKind
from wasihost.codegen import artifact, llvm
from wasihost.codegen.link.image import CompiledUnit, Image, link_image, prepare
from wasihost.codegen.options import Options
from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.convention import fits_registers
from wasihost.codegen.translate.facts import find_facts
from wasihost.codegen.translate.functions import LoopEntry, entry_thunks, translate, translate_from_loop
from wasihost.errors import UsageError
from wasihost.host.symbols import Import
from wasihost.levels import UNOPTIMIZED
from wasihost.variant import DEFAULT, CompileVariant
from wasihost.wasm import module as wasm
from wasihost.wasm.body_validation import BodyValidator, validate_bodies
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module
from wasihost.wasm.validation import validate

UNIT_FUNCTIONS = 200
# The size of a function is its number of instructions and immediates (validator.layout.Types.sizes): about the bytes of
# its body, but independent of how integers are encoded.
UNIT_SIZE = 64 << 10  # a larger function is a unit of its own
UNOPTIMIZED_SIZE = 512 << 10  # a larger function is not optimised: that takes more than linear time
# A unit may take this multiple of the time that its size suggests.  If it takes longer, its functions are tried alone;
# those that still take too long are compiled without optimisation.
TIME_FACTOR = 7
# Seconds of processor time that every unit may take: one function may take several times what its size suggests.
MIN_TIME_LIMIT = 5
MAX_WORKER_MEMORY = 4 << 30  # bytes; no ordinary unit needs as much
DEBUG_LINES = True  # a backtrace then names the instruction, not only the function
MAX_UNFINISHED = 0.95  # reported share of a unit that is being compiled: it may take longer than expected
PACE_SECONDS = 10  # after which the measured pace counts for more than the expected one
ONE_WORKER_SIZE = 48 << 10  # a smaller module gets one worker: starting a second one takes longer than it saves


class Progress(NamedTuple):
    """How far a compilation is: `done` of `total` instructions in its `phase`, and the time that is left.

    The largest functions are compiled first, so the number of functions would mislead.
    """

    phase: str  # decode, validate, compile, link, write
    done: int = 0
    total: int = 0
    left: float | None = None  # seconds, if known


class CompileTask(NamedTuple):
    """A unit to compile: these functions, or else entry thunks for these types, or the rest of a call at a loop."""

    funcidxs: tuple[int, ...]
    thunks: tuple[int, ...]
    size: int  # of all functions; the largest task is compiled first
    unoptimized: bool = False  # whatever level the other tasks have
    loop: LoopEntry | None = None

    def __str__(self) -> str:
        if self.loop:
            return f"a loop of func[{self.loop.funcidx}]"
        if not self.funcidxs:
            return "the entry thunks"
        first, last = self.funcidxs[0], self.funcidxs[-1]
        return f"func[{first}]" if first == last else f"func[{first}] … func[{last}]"


Report = Callable[[Progress], None]


def compile_module(
    data: bytes,
    *,
    key: bytes,
    level: str,
    jobs: int,
    out: BinaryIO,
    progress: Report | None = None,
    variant: CompileVariant = DEFAULT,
    accept: Callable[[list[Import]], None] | None = None,
    units: dict[int, bytes] | None = None,
) -> None:
    """Write the artifact of a module to `out`, for this CPU, or any of its architecture.

    `accept` is called with the module's imports before LLVM starts, and may raise any exception.
    `units` has the units that an interrupted compilation finished, by number; this one adds its own.
    Raises errors.DecodeError or ValidationError for a bad module, errors.CompileError if LLVM fails.
    """
    report = progress or (lambda _: None)
    module, bodies = load(data, report)
    if accept:
        accept([as_import(module, imported) for imported in module.imports])
    translation = Translation(module, bodies, level=level, variant=variant)
    image = compile_image(translation, jobs=jobs, report=progress, units=units)
    report(Progress("write"))
    artifact.build(module, image, out, key=key, level=level, variant=variant)


def as_import(module: Module, imported: wasm.Import) -> Import:
    """An import as readers of the artifact see it."""
    return Import(imported.module, imported.name, imported.kind, module.type_text(imported.type))


def estimate(data: bytes) -> dict[str, float]:
    """Seconds of processor time that compiling a module takes at each level, on a machine of 2025."""
    size = sum(body.end - body.start for body in decode(data).bodies)
    return {level: pipeline.share * size / 1e6 for level, pipeline in llvm.PIPELINES.items()}


def load(data: bytes, report: Report = lambda _: None) -> tuple[Module, BodyValidator]:
    """Decode and validate."""
    report(Progress("decode"))
    module = decode(data)
    report(Progress("validate"))
    validate(module)
    return module, validate_bodies(module)


def compile_image(
    translation: Translation, *, jobs: int, report: Report | None = None, units: dict[int, bytes] | None = None
) -> Image:
    """Machine code of a valid module; `units` as in `compile_module`."""
    tasks = split_module(translation.bodies)
    numbers = {task: number for number, task in enumerate(tasks)}
    units = {} if units is None else units
    known = {task: units[number] for task, number in numbers.items() if number in units}
    if sum(task.size for task in tasks) < ONE_WORKER_SIZE:
        jobs = min(jobs, 1)
    meter = Meter(translation, tasks, known, jobs, report) if report else None

    def on_done(task: CompileTask, result: bytes) -> None:
        if task in numbers:  # and no part of one
            units[numbers[task]] = result
        if meter:
            meter.finish(task)

    results = compile_tasks(translation, tasks, jobs, on_done, meter.wait if meter else None, known)
    if report:
        report(Progress("link"))
    return link_image([CompiledUnit.from_bytes(result) for result in results])


class Meter:
    """Reports progress, including that of unfinished units, and the time that is left.

    The estimate uses the level's time per instruction until this machine's pace is known.
    """

    def __init__(
        self,
        translation: Translation,
        tasks: Sequence[CompileTask],
        known: Mapping[CompileTask, bytes],
        jobs: int,
        report: Report,
    ) -> None:
        levels = {False: translation.options.level, True: UNOPTIMIZED.name}
        self.share = {unoptimized: llvm.PIPELINES[level].share / 1e6 for unoptimized, level in levels.items()}
        self.known, self.jobs, self.report = known, jobs, report
        self.total, self.all_cost = sum(task.size for task in tasks), sum(map(self.cost, tasks))
        self.done, self.spared = 0, 0.0
        self.left = self.all_cost  # seconds of the processor time that was expected
        self.start = monotonic()
        self.wait([])

    def cost(self, task: CompileTask) -> float:
        """Seconds of processor time that a unit is expected to take."""
        return task.size * self.share[task.unoptimized]

    def finish(self, task: CompileTask) -> None:
        self.done += task.size
        self.left -= self.cost(task)
        if task in self.known:
            self.spared += self.cost(task)

    def wait(self, busy: Sequence[tuple[CompileTask, float]]) -> None:
        """`busy`: units that are being compiled, and for how many seconds already."""
        under_way = [(task, min(seconds, MAX_UNFINISHED * self.cost(task))) for task, seconds in busy]
        spent = sum(cost for _, cost in under_way)
        done = self.done + sum(int(cost / self.share[task.unoptimized]) for task, cost in under_way)
        elapsed, compiled = monotonic() - self.start, self.all_cost - self.left - self.spared + spent
        pace = (compiled + PACE_SECONDS * self.jobs) / (elapsed + PACE_SECONDS)
        self.report(Progress("compile", min(done, self.total), self.total, max(0, self.left - spent) / pace))


def compile_tasks(
    translation: Translation,
    tasks: Sequence[CompileTask],
    jobs: int,
    on_done: Callable[[CompileTask, bytes], None] = lambda task, result: None,
    on_wait: Callable[[Sequence[tuple[CompileTask, float]]], None] | None = None,
    known: Mapping[CompileTask, bytes] = MappingProxyType({}),
) -> list[bytes]:
    """What the linker needs of each unit, compiled in worker processes unless it is known.

    A unit that takes too long, or whose worker dies, is divided until the responsible function is found.
    """

    def work(task: CompileTask) -> bytes:
        if task in known:
            return known[task]
        code = llvm.compile_ir(translation.ir(task), translation.level(task), target=translation.target)
        return prepare(code).to_bytes()

    def time_limit(task: CompileTask) -> float:
        share = llvm.PIPELINES[translation.options.level].share * task.size / 1e6
        return 0 if task.unoptimized else TIME_FACTOR * share + MIN_TIME_LIMIT

    def split(task: CompileTask) -> Sequence[CompileTask] | None:
        parts, imported = split_task(task), translation.module.imported_functions
        return parts and [
            part._replace(size=sum(translation.bodies.sizes[funcidx - imported] for funcidx in part.funcidxs))
            for part in parts
        ]

    return pool.run(
        tasks,
        work,
        jobs=jobs,
        split=split,
        alone=lambda task: task.unoptimized,  # LLVM's flags are process-wide, and differ
        time_limit=time_limit,
        on_done=on_done,
        on_wait=on_wait,
        most_memory=MAX_WORKER_MEMORY,
    )


class Translation:
    """A module, and what the translation of each of its units depends on."""

    def __init__(
        self,
        module: Module,
        bodies: BodyValidator,
        *,
        level: str,
        variant: CompileVariant = DEFAULT,
        among_baseline: bool = False,
    ) -> None:
        """`among_baseline`: functions of baseline code call these, and are called by them."""
        self.target = target = llvm.baseline_target() if variant.any_cpu else llvm.host_target()
        self.module = module
        self.bodies = bodies
        self.options = Options(
            target.triple,
            target.data_layout,
            level,
            variant,
            DEBUG_LINES,
            llvm.features(target),
        )
        self.facts = find_facts(module, bodies)
        if among_baseline:
            self.facts = self.facts._replace(has_own_convention=self._find_own_convention())

    def _find_own_convention(self) -> bytes:
        """Functions that baseline code does not call by C's convention."""
        context, own = Context(self.bodies, self.options, self.facts), self.facts.has_own_convention
        differs = [not fits_registers(*context.function_types(typeidx)) for typeidx in range(len(self.module.types))]
        return bytes(
            differs[typeidx] or (own is not None and own[funcidx])
            for funcidx, typeidx in enumerate(self.module.functions)
        )

    def result_types(self, funcidx: int) -> tuple[str, ...]:
        """LLVM types of what a function returns."""
        return Context(self.bodies, self.options, self.facts).function_types(self.module.functions[funcidx])[1]

    def level(self, task: CompileTask) -> str:
        return UNOPTIMIZED.name if task.unoptimized else self.options.level

    def ir(self, task: CompileTask) -> str:
        """The LLVM IR of one unit."""
        if task.loop:
            return translate_from_loop(self.bodies, task.loop, self.options, self.facts)
        if task.funcidxs:
            options = self.options._replace(level=self.level(task))
            return translate(self.bodies, task.funcidxs, options, self.facts)
        return entry_thunks(self.bodies, task.thunks, self.options)


# ------------------------------------------------------------------------------------------------------------- units
def split_module(bodies: BodyValidator) -> list[CompileTask]:
    """Units of neighbouring functions, and one of the entry thunks of all exported functions."""
    module = bodies.module
    sizes = enumerate(bodies.sizes, module.imported_functions)
    tasks = [CompileTask(funcidxs, (), size, size > UNOPTIMIZED_SIZE) for funcidxs, size in group_functions(sizes)]
    thunks = {module.functions[export.index] for export in module.exports if export.kind == ExternKind.FUNC}
    return [*tasks, CompileTask((), tuple(sorted(thunks)), 0)] if thunks else tasks


def group_functions(sizes: Iterable[tuple[int, int]]) -> Iterator[tuple[tuple[int, ...], int]]:
    """The functions of each unit, and their size, from the index and the size of each function."""
    group: list[int] = []
    size = 0
    for funcidx, own_size in sizes:
        if group and (len(group) >= UNIT_FUNCTIONS or size + own_size > UNIT_SIZE):
            yield tuple(group), size
            group, size = [], 0
        group.append(funcidx)
        size += own_size
    if group:
        yield tuple(group), size


def split_task(task: CompileTask) -> Sequence[CompileTask] | None:
    """Halves of a unit whose worker died; a single function is tried again without optimisation."""
    middle = len(task.funcidxs) // 2
    if not middle:
        return [task._replace(unoptimized=True)] if task.funcidxs and not task.unoptimized else None
    return [CompileTask(part, (), task.size // 2) for part in (task.funcidxs[:middle], task.funcidxs[middle:])]


# -------------------------------------------------------------------------------------------------------- looking in
def choose(functions: Sequence[int] | None, first: int, count: int) -> tuple[int, ...]:
    """The functions that were asked for, or all.  UsageError: one is not defined in the module."""
    defined = range(first, first + count)
    for funcidx in functions or ():
        if funcidx not in defined:
            raise UsageError(f"func[{funcidx}] is not defined in the module")
    return tuple(defined if functions is None else functions)


def emit(
    data: bytes,
    *,
    level: str,
    what: str,
    functions: Sequence[int] | None = None,
    variant: CompileVariant = DEFAULT,
) -> bytes:
    """LLVM's input (`ir`), its optimised IR (`llvm-ir`) or its output (`asm`, `obj`) for some functions, or for all."""
    module, bodies = load(data)
    task = CompileTask(choose(functions, module.imported_functions, len(module.bodies)), (), 0)
    translation = Translation(module, bodies, level=level, variant=variant)
    text, target = translation.ir(task), translation.target
    if what == "ir":
        return text.encode()

    def work(_: CompileTask) -> bytes:
        if what == "obj":
            return llvm.compile_ir(text, level, target=target)
        return llvm.compile_ir(text, level, emit="asm" if what == "asm" else "llvm-ir", target=target).encode()

    return pool.run([task], work, jobs=1)[0]


def assemble(text: str) -> bytes:
    """Assembly → a relocatable object.  There must be neither quotes nor backslashes in it."""
    ir = "".join(f'module asm "{line}"\n' for line in text.splitlines())
    return pool.run([CompileTask((), (), 0)], lambda _: llvm.compile_native(ir), jobs=1)[0]
