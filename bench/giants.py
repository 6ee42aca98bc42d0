"""What the costliest functions cost: `python -m bench.giants [--level LEVEL] [--count N] [MODULE …]`.

A function's share is the average time for an instruction of its module, times its instructions.  Each of the largest
functions is compiled alone; the factor is its own time over its share.  Without modules: shapes made to be
costly.  Processor time of a process for each function.
"""

from __future__ import annotations

import argparse
import os
import resource
import struct
from collections.abc import Sequence
from pathlib import Path

from bench.shapes import SHAPES, module_of, ordinary
from wasihost.codegen import compiler, llvm
from wasihost.codegen.compiler import UNOPTIMIZED_SIZE, CompileTask, Translation
from wasihost.engine import Engine
from wasihost.host import library
from wasihost.wasm.body_validation import BodyValidator

SAMPLE = 400  # functions, spread over the module, whose time gives the average


def cost(translation: Translation, funcidxs: Sequence[int]) -> tuple[float, float]:
    """Seconds that compiling these functions takes, and megabytes of the largest process that did."""
    first = translation.module.imported_functions
    size = sum(translation.bodies.sizes[funcidx - first] for funcidx in funcidxs)
    # In a process of its own, whose children are those that are meant.
    ours, theirs = os.pipe()
    if not os.fork():
        compiler.compile_tasks(translation, [CompileTask(tuple(funcidxs), (), size, size > UNOPTIMIZED_SIZE)], jobs=1)
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        os.write(theirs, struct.pack("2d", usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024))
        os._exit(0)
    os.wait()
    seconds, megabytes = struct.unpack("2d", os.read(ours, 16))
    os.close(ours)
    os.close(theirs)
    return seconds, megabytes


def load(data: bytes, level: str) -> tuple[Translation, BodyValidator]:
    module, bodies = compiler.load(data)
    return Translation(module, bodies, level=level), bodies


def report(name: str, seconds: float, instructions: int, average: float, memory: float) -> None:
    each = seconds / instructions * 1e6
    print(f"{name:<24}{instructions:>10}{seconds:>10.2f}{each:>10.1f}{each / average:>9.1f}{memory:>8.0f}", flush=True)


def of_module(path: Path, level: str, count: int) -> None:
    translation, bodies = load(path.read_bytes(), level)
    counts = bodies.instruction_counts
    first = translation.module.imported_functions
    order = sorted(range(len(counts)), key=lambda index: -counts[index])
    sample = range(0, len(counts), max(1, len(counts) // SAMPLE))
    average = cost(translation, tuple(first + index for index in sample))[0] / sum(counts[i] for i in sample) * 1e6
    print(f"{path.name}: {average:.1f} µs an instruction on average at {level}")
    for index in order[:count]:
        seconds, memory = cost(translation, (first + index,))
        report(f"func[{first + index}]", seconds, counts[index], average, memory)


def of_shapes(level: str, size: int) -> None:
    count = max(1, size // 500)  # shares are those of ordinary functions of an ordinary size
    translation, bodies = load(module_of(ordinary(500), count), level)
    average = cost(translation, tuple(range(count)))[0] / sum(bodies.instruction_counts) * 1e6
    print(f"{average:.1f} µs an instruction in functions of 500 at {level}")
    for name, shape in SHAPES.items():
        translation, bodies = load(module_of(shape(size)), level)
        instructions = sum(bodies.instruction_counts)
        seconds, memory = cost(translation, (0,))
        report(name, seconds, instructions, average, memory)


def main() -> None:
    parser = argparse.ArgumentParser("python -m bench.giants", description=__doc__)
    parser.add_argument("modules", nargs="*", type=Path)
    parser.add_argument("--level", default="fast", choices=sorted(llvm.PIPELINES))
    parser.add_argument("--count", type=int, default=12, help="how many of a module's largest functions")
    parser.add_argument("--size", type=int, default=100_000, help="instructions of a shape, about")
    options = parser.parse_args()
    Engine()
    library.load()
    print(f"{'':<24}{'instr.':>10}{'s':>10}{'µs each':>10}{'factor':>9}{'MB':>8}")
    for path in options.modules:
        of_module(path, options.level, options.count)
    if not options.modules:
        of_shapes(options.level, options.size)


if __name__ == "__main__":
    main()
