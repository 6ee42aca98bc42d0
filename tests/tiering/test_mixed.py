"""Artifacts for later runs: the functions that runs spend their time in have better code, and the rest stays."""

import os
from collections import Counter
from types import SimpleNamespace

import pytest

from tests.codegen.objects import on_x86_64
from tests.wat import wat
from wasihost import stitching
from wasihost.abi import Section
from wasihost.artifact import check_artifact, read_header
from wasihost.cache import cpu_id
from wasihost.codegen.compiler import CompileTask, compile_tasks
from wasihost.codegen.link.image import CompiledUnit
from wasihost.host.instance import Module, Store
from wasihost.host.symbols import Artifact
from wasihost.tiering.mixed import next_artifact, worth_compiling
from wasihost.tiering.run import Program
from wasihost.tiering.worker import COST, Improvement

# func[0] is imported; 1 calls 2 and 3, directly and through the table.
MODULE = """(module (import "wasi_snapshot_preview1" "sched_yield" (func $f (result i32))) (table funcref (elem $three))
    (func $one (export "run") (param i32) (result i32)
        (i32.add (call $two (local.get 0)) (call_indirect (param i32) (result i32) (local.get 0) (i32.const 0))))
    (func $two (param i32) (result i32) (i32.mul (local.get 0) (call $three (local.get 0))))
    (func $three (param i32) (result i32) (i32.div_u (i32.const 100) (local.get 0))))"""
ONE, TWO, THREE = 1, 2, 3
KEY = bytes(range(24)) + cpu_id()
ENOUGH = 100.0  # seconds

pytestmark = on_x86_64


def artifact(data):
    file = stitching.compile_module(data, key=KEY, keeps_module=True)
    try:
        return Artifact.from_fd(file)
    finally:
        os.close(file)


def improvement(older, *, samples=(), compiled=()):
    """What is known after a run: samples of functions, and those that were compiled during it."""
    found = Improvement(SimpleNamespace(program=Program(older)))
    for funcidx, count in samples:
        for _ in range(count):
            found.profile.add(funcidx, 0)
            found.count += 1
    if compiled:
        task = CompileTask(tuple(compiled), (), 0)
        found.functions += compiled
        found.units += map(CompiledUnit.from_bytes, compile_tasks(found.translation, [task], 1))
    return found


def result(file, argument=5):
    module = Module(file, Artifact.from_fd(file))
    return Store().instantiate(module, trap_unknown_imports=True).exports["run"].call_raw([argument])


def opened(file):
    found = Artifact.from_fd(file)
    os.close(file)
    return found


def optimized(found):
    return sorted(Program(found).optimized)


def test_what_was_compiled_and_what_is_worth_it_have_better_code():
    older = artifact(wat(MODULE))

    file, rest = next_artifact(
        improvement(older, samples=[(TWO, 60), (ONE, 1), (THREE, 300)], compiled=[THREE]), Counter(), ENOUGH, KEY
    )

    assert check_artifact(file, cpu_id()) is None
    header = read_header(file)
    assert ("mixed", KEY, 3, 2) == (header.level, header.key, header.functions, header.optimized)
    assert [TWO, THREE] == optimized(opened(file))
    assert Counter({ONE: 1}) == rest


def test_sections_within_the_module_stay_there():
    older = artifact(wat(MODULE))
    found = opened(next_artifact(improvement(older, compiled=[TWO]), Counter(), 0, KEY)[0])

    for section in (Section.MODULE, Section.BODIES, Section.NAMES, Section.NAME_BYTES, Section.EXPORTS):
        assert bytes(older.section(section)) == bytes(found.section(section))
    module, bodies = (found.header.sections[section] for section in (Section.MODULE, Section.BODIES))
    assert module.offset < bodies.offset < module.offset + module.size


@pytest.mark.parametrize("first", [[], [ONE], [TWO], [ONE, TWO, THREE]], ids=str)
@pytest.mark.parametrize("second", [[], [ONE], [THREE], [TWO, THREE]], ids=str)
def test_code_is_added_to_code_that_was_added(first, second):
    file, _ = next_artifact(improvement(artifact(wat(MODULE)), compiled=first), Counter(), 0, KEY)
    second = [funcidx for funcidx in second if funcidx not in first]
    if second:
        file, _ = next_artifact(improvement(opened(file), compiled=second), Counter(), 0, KEY)

    assert [5 * 20 + 20] == [*result(file)]
    assert sorted([*first, *second]) == optimized(opened(file))


def test_a_run_that_shows_nothing_new_leaves_the_artifact_and_adds_its_samples():
    file, _ = next_artifact(improvement(artifact(wat(MODULE)), compiled=[TWO]), Counter(), 0, KEY)

    again = improvement(opened(file), samples=[(THREE, 4)])

    assert (None, Counter({THREE: 7, ONE: 1})) == next_artifact(again, Counter({THREE: 3, ONE: 1}), 0, KEY)


def test_samples_of_earlier_runs_count():
    older = artifact(wat(MODULE))

    file, rest = next_artifact(improvement(older, samples=[(TWO, 1)]), Counter({TWO: 1, ONE: 40}), ENOUGH, KEY)

    assert [ONE, TWO] == optimized(opened(file))
    assert not rest


# fmt: off
WORTH = {  # samples, sizes, all samples, seconds, functions
    "nothing": ({}, {}, 100, 9, []),
    "one sample is chance": ({1: 1}, {1: 10}, 1, 9, []),
    "most samples for the size first": ({1: 50, 2: 50, 3: 90}, {1: 100, 2: 10, 3: 50}, 190, 9, [2, 3, 1]),
    "until few samples are left": ({1: 990, 2: 9}, {1: 10, 2: 10}, 1000, 9, [1]),
    "better code counts among all": ({1: 9}, {1: 10}, 1000, 9, []),
    "what fits the time": ({1: 50, 2: 50, 3: 50}, {1: 10, 2: 10**6, 3: 20}, 150, COST * 40, [1, 3]),
    "no time": ({1: 50}, {1: 10}, 50, 0, []),
}
# fmt: on


@pytest.mark.parametrize("case", WORTH)
def test_worth_compiling(case):
    samples, sizes, total, seconds, expected = WORTH[case]

    assert expected == worth_compiling(Counter(samples), sizes, total, seconds)
