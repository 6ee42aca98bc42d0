"""Hostile guests and modules end as they should, in bounded time and memory; `python -m tests.hostile` has more."""

import pytest

from tests.hostile import modules
from tests.hostile.corpus import LONG, QUICK, Case
from tests.hostile.run import Outcome, run
from tests.wat import wat
from wasihost.wasm.body_validation import validate_bodies
from wasihost.wasm.decoder import decode
from wasihost.wasm.validation import validate


@pytest.mark.parametrize("case", QUICK, ids=lambda case: case.name)
def test_hostile_program_ends_as_expected(case, command):
    outcome = run(case, command)

    assert outcome.fault() == "", outcome.stderr[:2000]


GENERATORS = [
    modules.targets, modules.locals_, modules.parameters, modules.functions, modules.nesting, modules.data,
    modules.data_segments, modules.element_segments, modules.table, modules.memories, modules.globals_,
    modules.function_name,
]  # fmt: skip


@pytest.mark.parametrize("generate", GENERATORS, ids=lambda generate: generate.__name__)
def test_the_modules_are_valid_but_for_their_size(generate):
    module = decode(generate(20))
    validate(module)
    validate_bodies(module)


def test_case_names_are_unique():
    names = [case.name for case in QUICK + LONG]

    assert len(names) == len(set(names)) > 50


GOOD = Case("m", lambda: wat("(module)"), (), (3,), "hello")
FAULTS = [
    ({}, ""),
    ({"status": 4}, "status 4"),
    ({"seconds": 6.0}, "6.0 s"),
    ({"memory": 500}, "500 MB"),
    ({"processes": 1}, "1 processes are left"),
    ({"files": ("a", "b")}, "files are left: a, b"),
    ({"output": 1}, "1 bytes of output"),
    ({"stderr": "goodbye"}, "it says something else"),
    ({"stderr": "hello " * 5000}, "it says 30000 characters"),
    ({"stderr": "hello\nTraceback"}, "an unexpected error"),
]


@pytest.mark.parametrize("fields, fault", FAULTS)
def test_faults_are_seen(fields, fault):
    outcome = Outcome(GOOD, 3, 0, "hello", 1.0, 100, 0, ())

    assert fault == outcome._replace(**fields).fault()
