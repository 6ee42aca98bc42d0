"""The official suite with baseline code that was replaced: functions, in memory or in the file, or calls at loops."""

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

# Scripts that show most; `WASIHOST_TEST_ALL_SCRIPTS=1` runs all.
FEW = {
    "functions": "call call_indirect fac func left-to-right return_call return_call_indirect try_table",
    "mixed": "call call_indirect fac left-to-right return_call try_table",
    "loops": "br_if br_table fac float_exprs labels loop memory_trap nop return_call switch try_table unwind",
}
CHOSEN = [
    (name, replaced)
    for replaced, few in FEW.items()
    for name in names()
    if name not in FAILING and (name in few.split() or os.environ.get("WASIHOST_TEST_ALL_SCRIPTS"))
]


@pytest.mark.parametrize("name, replaced", CHOSEN)
def test_specification_script_passes(name, replaced, monkeypatch):
    monkeypatch.setattr(runner, "engine", lambda level: ImprovingEngine(lambda _: level, processes=0))

    path = (directory() or Path()) / f"{name}.wast"
    report = scripts.run(scripts.find(str(path)), level=replaced, jobs=1)[0]

    assert FAILING_LINES.get(name, []) == [failure.line for failure in report.failures], report.failures
    assert report.passed
