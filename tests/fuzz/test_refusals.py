"""A few of the modules that `python -m tests.fuzz.refusals` gives to the command, and that it finds what is wrong."""

import itertools

import pytest

from tests.fuzz.refusals import Case, Outcome, mutations, of_the_suite, run
from tests.wasm.testsuite import directory

GOOD = "error: module.wasm:0x1a: unexpected end\n"


@pytest.mark.parametrize("case", list(itertools.islice(mutations(7), 10)), ids=lambda case: case.name)
def test_damaged_programs_are_refused_cleanly(case, command):
    assert run(case, command).fault() == ""


@pytest.mark.one_door
@pytest.mark.skipif(directory() is None, reason="the official suite is not here: set WASM_TESTSUITE to its directory")
def test_modules_of_the_suite(command):
    cases = list(of_the_suite())

    assert len(cases) > 4000
    for case in cases[:: len(cases) // 20]:
        assert run(case, command).fault() == "", case.name


@pytest.mark.parametrize(
    "outcome, fault",
    [
        (Outcome(126, GOOD, 0.1, 1 << 20), ""),
        (Outcome(126, "error: module.wat:1:20: unknown operator\n    x\n    ^\n", 0.1, 1 << 20), ""),
        (Outcome(0, GOOD, 0.1, 1 << 20), "status 0"),
        (Outcome(-11, GOOD, 0.1, 1 << 20), "status -11"),
        (Outcome(126, "", 0.1, 1 << 20), "not one error with its place"),
        (Outcome(126, "error: module.wasm: wrong\n", 0.1, 1 << 20), "not one error with its place"),
        (Outcome(126, GOOD + GOOD, 0.1, 1 << 20), "not one error with its place"),
        (Outcome(126, GOOD, 2.5, 1 << 20), "2.5 s"),
        (Outcome(126, GOOD, 0.5, 900 << 20), "900 MB"),
    ],
)
def test_outcome_describes_its_fault(outcome, fault):
    assert fault == outcome.fault()


def test_a_valid_module_is_a_fault(command):
    assert run(Case("empty", b'(module (func (export "_start")))', ".wat"), command).fault() == "status 0"
