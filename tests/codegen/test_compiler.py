"""Modules are divided into units, and what no level can compile in time is compiled all the same."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.shapes import SHAPES, module_of, ordinary
from tests.wat import wat
from wasihost.codegen import compiler, llvm
from wasihost.codegen.compiler import CompileTask, Translation, split_module, split_task
from wasihost.engine import Engine
from wasihost.errors import CompileError
from wasihost.host.instance import Store
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode

ROOT = Path(__file__).parents[2]
PAIR = """(module
  (func (export "sum") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "product") (param i32 i32) (result i32) (i32.mul (local.get 0) (local.get 1))))"""


def results(level):
    exports = Store().instantiate(Engine(level=level, cache=None, jobs=1).compile(wat(PAIR)), {}).exports
    return exports["sum"].call_raw([6, 7]), exports["product"].call_raw([6, 7])


# ------------------------------------------------------------------------------------------------------------- units
def sizes(data):
    tasks = split_module(validate_bodies(decode(data)))
    return [(len(task.funcidxs), task.unoptimized) for task in tasks]


def test_units_hold_neighbours_up_to_a_size():
    body = ordinary(500)
    at_once = compiler.UNIT_SIZE // len(body)
    assert sizes(module_of(body, 3 * at_once)) == [(at_once, False)] * 3
    assert sizes(module_of(ordinary(10), 450)) == [(200, False), (200, False), (50, False)]
    assert sizes(module_of(b"\x00\x00\x0b", 0)) == []


def test_a_giant_is_a_unit_of_its_own_and_unoptimized():
    assert sizes(module_of(ordinary(2 * compiler.UNOPTIMIZED_SIZE))) == [(1, True)]


def test_exported_functions_get_thunks_once_for_each_type():
    tasks = split_module(validate_bodies(decode(wat(PAIR))))
    assert tasks[1:] == [CompileTask((), (0,), 0)]


# fmt: off
DIVISIONS = [
    (CompileTask((3, 4, 5), (), 90), [CompileTask((3,), (), 45), CompileTask((4, 5), (), 45)]),
    (CompileTask((3,), (), 90), [CompileTask((3,), (), 90, unoptimized=True)]),
    (CompileTask((3,), (), 90, unoptimized=True), None),
    (CompileTask((), (1, 2), 0), None),
]
# fmt: on


@pytest.mark.parametrize("task, parts", DIVISIONS)
def test_a_unit_is_divided_until_its_function_is_unoptimized(task, parts):
    assert split_task(task) == parts


# ----------------------------------------------------------------------------------------------------------- trouble
@pytest.fixture
def levels(monkeypatch, tmp_path):
    """Levels that functions are compiled at, with how many; `levels.trouble` is called before, in the worker."""
    log = tmp_path / "log"
    compile_ir = llvm.compile_ir

    class Levels:
        trouble = staticmethod(lambda ir, level: None)

        def __call__(self):
            return log.read_text().split()

    found = Levels()

    def spy(ir, level, **options):
        found.trouble(ir, level)
        with log.open("a") as file:
            file.write(f"{level}:{ir.count('define hidden')} ")
        return compile_ir(ir, level, **options)

    monkeypatch.setattr(llvm, "compile_ir", spy)
    return found


@pytest.mark.parametrize("level", ["fast", "max"])
def test_a_function_that_takes_too_long_is_unoptimized(levels, level, monkeypatch):
    def trouble(ir, level):
        while "mul i32" in ir and level != "unoptimized":
            pass

    monkeypatch.setattr(compiler, "MIN_TIME_LIMIT", 0.8)  # a tenth would do, but not on every machine
    levels.trouble = trouble
    assert results(level) == ([13], [42])
    assert sorted(levels()) == sorted([f"{level}:1", f"{level}:1", "unoptimized:1"])  # one of them is the thunk


def test_a_function_that_llvm_cannot_compile_is_unoptimized(levels):
    levels.trouble = lambda ir, level: "mul i32" in ir and level != "unoptimized" and os.abort()
    assert results("max") == ([13], [42])


def test_function_that_cannot_be_compiled_is_named(levels):
    levels.trouble = lambda ir, level: "mul i32" in ir and os.abort()
    with pytest.raises(CompileError, match=r"^func\[1\]: the process that compiled it died: SIGABRT$"):
        results("fast")


@pytest.mark.parametrize("name", [name for name in SHAPES if name != "calls"])  # it calls itself without end
def test_costly_shapes_do_the_same_at_every_level(name, monkeypatch):
    def run(level):
        module = Engine(level=level, cache=None).compile(module_of(SHAPES[name](2000), export=True))
        return Store().instantiate(module, {}).exports["f"].call_raw([3, 0])

    assert run("fast") == run("balanced") == run("max")
    monkeypatch.setattr(compiler, "UNOPTIMIZED_SIZE", -1)
    assert run("fast") == run("max")


def test_blocks_of_unoptimized_functions_hold_few_calls():
    translation = Translation(*compiler.load(module_of(SHAPES["calls"](400))), level="fast")
    calls = [
        [block.count(" = call ") for block in translation.ir(CompileTask((0,), (), 0, unoptimized)).split(":\n")]
        for unoptimized in (False, True)
    ]
    assert calls == [[0, 100], [0, 16, 16, 16, 16, 16, 16, 4]]


THREADS = """
import threading
from tests.wat import wat
from wasihost.engine import Engine

modules = [wat(f'(module (func (export "f") (result i32) (i32.const {n})))') for n in range(8)]
threads = [
    threading.Thread(target=lambda: [Engine(level="fast", cache=None).compile(module) for module in modules])
    for _ in range(8)
]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


def test_threads_compile_at_once():
    """In a process where LLVM has not been used yet: one thread is in it while another one forks."""
    done = subprocess.run([sys.executable, "-c", THREADS], cwd=ROOT, timeout=100, capture_output=True)

    assert (0, b"") == (done.returncode, done.stderr)
