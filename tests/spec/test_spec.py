"""The official test suite of the specification: every script passes whole, but for those in two short tables."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests.door import environ
from tests.wasm.testsuite import directory
from wasihost.wast import scripts
from wasihost.wast.runner import MODULE_MISSING, Report

GARBAGE_COLLECTION = "garbage collection"
# Scripts of which a part is skipped, and what that part needs.
SKIPPED = {
    **dict.fromkeys(
        (
            "array", "array_copy", "array_fill", "array_init_data", "array_init_elem", "array_new_data",
            "array_new_elem", "binary-gc", "br_on_cast", "br_on_cast_fail", "extern", "i31", "ref_cast", "ref_eq",
            "ref_null", "ref_test", "struct", "table_init", "table_init64", "tag", "type-canon", "type-equivalence",
            "type-rec", "type-subtyping",
        ),
        GARBAGE_COLLECTION,
    ),
}  # fmt: skip
# Scripts that ask for something else than WebAssembly 3.0.
FAILING = dict.fromkeys(
    ("legacy/rethrow", "legacy/throw", "legacy/try_catch", "legacy/try_delegate"),
    "the exceptions of before the standard, which 3.0 has not taken over",
)
# Lines of scripts that do: the threads proposal was written for one table and one memory, where a number of pages that
# no 32 bits hold was malformed; now it is invalid.
FAILING_LINES = {
    "proposals/threads/imports": [309, 313, 317, 404, 408, 412],
    "proposals/threads/memory": [14, 15, 83, 87, 91],
}

pytestmark = pytest.mark.skipif(
    directory() is None, reason="the official suite is not here: set WASM_TESTSUITE to its directory"
)


def names() -> list[str]:
    """Paths below the suite of every script, without their suffix."""
    place = directory()
    found = sorted(place.rglob("*.wast")) if place else []
    return [path.relative_to(place).as_posix().removesuffix(".wast") for path in found] if place else []


def run(name: str, level: str) -> Report:
    path = (directory() or Path()) / f"{name}.wast"
    return scripts.run(scripts.find(str(path)), level=level, jobs=1)[0]


@pytest.mark.parametrize("level", ["interpret", "baseline", "fast", "max"])
@pytest.mark.parametrize("name", names())
def test_specification_script_passes(name: str, level: str) -> None:
    report = run(name, level)

    if name in FAILING:
        assert report.failures, "it passes now: take it off the table"
        return
    if name in FAILING_LINES:
        assert [failure.line for failure in report.failures] == FAILING_LINES[name]
        return
    assert report.failures == ()
    assert set(report.skipped) - {MODULE_MISSING} == ({SKIPPED[name]} if name in SKIPPED else set())
    assert report.passed or name in SKIPPED


def test_the_command_runs_scripts(command: tuple[str, ...]) -> None:
    """Some of them, for each way to start it; what is compiled and run is the same."""
    place = directory() or Path()
    some = [str(place / f"{name}.wast") for name in names()[::5] if name not in FAILING and name not in FAILING_LINES]

    done = subprocess.run([*command, "wast", *some], env=environ(), capture_output=True, text=True)

    assert (0, "") == (done.returncode, done.stderr), done.stdout
    *lines, total = done.stdout.splitlines()
    assert len(some) == len(lines)
    assert re.fullmatch(rf"{len(some)} scripts +[0-9]{{4,}} passed +0 failed +[0-9]+ skipped", total)


def test_tables_name_scripts() -> None:
    assert {*SKIPPED, *FAILING, *FAILING_LINES} <= set(names())
