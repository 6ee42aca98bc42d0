"""The official suite with baseline code that was replaced: functions where they begin, or calls at their loops."""

import os
from pathlib import Path

import pytest

from tests.codegen.objects import on_x86_64
from tests.spec.test_spec import FAILING, FAILING_LINES, names
from tests.tiering.improved import ImprovingEngine
from tests.wasm.testsuite import directory
from wasihost.wast import runner, scripts

pytestmark = [
    on_x86_64,
    pytest.mark.skipif(
        directory() is None, reason="the official suite is not here: set WASM_TESTSUITE to its directory"
    ),
]

# Scripts with loops, calls and what goes through them; `WASIHOST_TEST_ALL_SCRIPTS=1` runs all.
FEW = (
    "block", "br", "br_if", "br_on_null", "br_table", "call", "call_indirect", "call_ref", "fac", "float_exprs", "func",
    "if", "labels", "left-to-right", "local_tee", "loop", "memory_trap", "nop", "return", "return_call",
    "return_call_indirect", "return_call_ref", "select", "simd_const", "stack", "switch", "throw", "throw_ref",
    "try_table", "unwind",
)  # fmt: skip
CHOSEN = names() if os.environ.get("WASIHOST_TEST_ALL_SCRIPTS") else [name for name in names() if name in FEW]


@pytest.mark.parametrize("replaced", ["functions", "loops"])
@pytest.mark.parametrize("name", [name for name in CHOSEN if name not in FAILING])
def test_specification_script_passes(name, replaced, monkeypatch):
    monkeypatch.setattr(runner, "engine", lambda level: ImprovingEngine(lambda _: level, processes=0))

    path = (directory() or Path()) / f"{name}.wast"
    report = scripts.run(scripts.find(str(path)), level=replaced, jobs=1)[0]

    assert FAILING_LINES.get(name, []) == [failure.line for failure in report.failures], report.failures
    assert report.passed
