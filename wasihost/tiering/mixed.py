"""Add better code to an artifact, for later runs: the functions that runs spend their time in are worth compiling."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import BinaryIO

from wasihost.codegen.artifact import FUNCTION_SYMBOL, Part, build_mixed
from wasihost.codegen.compiler import CompileTask, compile_tasks, group_functions
from wasihost.codegen.link.image import CompiledUnit, link_image
from wasihost.levels import MIXED
from wasihost.own import memory_file
from wasihost.tiering.better_code import entry_jump
from wasihost.tiering.run import Program
from wasihost.tiering.worker import COST, Improvement

REST = 0.01  # share of all samples that may be in functions which are not worth compiling
FEWEST = 2  # samples of a function that is


def next_artifact(
    improvement: Improvement, earlier: Counter[int], seconds: float, key: bytes
) -> tuple[int | None, Counter[int]]:
    """The artifact for later runs, after what this run and earlier ones have sampled.

    It has what was compiled during the run.  What else is worth it is compiled now, in at most so many seconds.
    Returns its descriptor, or None if the run had this artifact; and the samples of what keeps its code.

    CompileError: LLVM fails, or the artifact has no room for the code.
    """
    profile, program = improvement.profile, improvement.program
    samples = earlier + profile.total
    for funcidx in (*improvement.functions, *program.optimized):
        del samples[funcidx]
    more = worth_compiling(samples, profile.sizes, improvement.count + earlier.total(), seconds)
    functions = [*improvement.functions, *more]
    if not functions and program.artifact.header.level == MIXED.number:
        return None, samples
    sizes = ((funcidx, profile.sizes[funcidx]) for funcidx in sorted(more))
    tasks = [CompileTask(funcidxs, (), size) for funcidxs, size in group_functions(sizes)]
    results = compile_tasks(improvement.translation, tasks, 1)
    units = [*improvement.units, *map(CompiledUnit.from_bytes, results)]
    file = memory_file("wasihost-artifact")
    try:
        with open(file, "wb", closefd=False) as out:
            write_mixed(program, units, functions, key, out)
    except BaseException:
        os.close(file)
        raise
    for funcidx in more:
        del samples[funcidx]
    return file, samples


def worth_compiling(samples: Counter[int], sizes: Mapping[int, int], total: int, seconds: float) -> list[int]:
    """Those with most samples for the time that compiling takes, until few of all samples are in the others."""
    found, rest = [], samples.total()
    for funcidx in sorted(samples, key=lambda funcidx: sizes[funcidx] / samples[funcidx]):
        cost = COST * sizes[funcidx]
        if rest <= REST * total:
            break
        if samples[funcidx] >= FEWEST and cost <= seconds:
            found.append(funcidx)
            seconds -= cost
            rest -= samples[funcidx]
    return found


def write_mixed(
    program: Program, units: Sequence[CompiledUnit], functions: Sequence[int], key: bytes, out: BinaryIO
) -> None:
    """Write an artifact with the code of a program, of which these functions of the units replace some, to `out`.

    The key is that of the new artifact.  CompileError: more than an artifact can hold.
    """
    older = len(program.code)
    image = link_image(units, program.symbols(-older))
    parts = [Part(funcidx, image.symbols[FUNCTION_SYMBOL.format(funcidx)]) for funcidx in functions]
    code = bytearray(program.code)
    for part in parts:
        place = program.function_starts[part.funcidx]
        lead = entry_jump(place, older + part.start)
        code[place : place + len(lead)] = lead
    build_mixed(program.artifact, bytes(code), image, parts, out, key)
