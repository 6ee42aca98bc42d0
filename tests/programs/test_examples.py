"""The examples that lie beside their sources run as README.md says."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.door import environ

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


Run = Callable[..., str]


@pytest.fixture
def run(command: tuple[str, ...]) -> Run:
    def run(*arguments: str, stdin: bytes = b"") -> str:
        line = [*command, "--quiet", "--no-cache", *arguments]
        done = subprocess.run(line, env=environ(), input=stdin, capture_output=True, timeout=60, cwd=EXAMPLES.parent)
        assert (done.returncode, done.stderr) == (0, b"")
        return done.stdout.decode()

    return run


def test_hello_greets_and_sees_nothing(run: Run) -> None:
    text = run("examples/hello.wasm", "there")

    assert "Hello, world!" in text
    assert "You said `there`." in text
    assert "I was granted no directory" in text


def test_hello_lists_a_granted_directory(run: Run, tmp_path: Path) -> None:
    (tmp_path / "some file").write_bytes(b"12345")
    (tmp_path / "some directory").mkdir()

    text = run("examples/hello.wasm", "--dir", f"{tmp_path}::data", "--env", "WHO=you")

    assert "Hello, you!" in text
    assert "the directory `data` and see 2 entries" in text
    assert "           5  some file" in text
    assert "   directory  some directory" in text


def test_wc_counts_files_and_standard_input(run: Run, tmp_path: Path) -> None:
    (tmp_path / "text").write_bytes(b"one two\nthree\n")

    assert run("examples/wc.wasm", "--dir", f"{tmp_path}::.", "text").split() == ["2", "3", "14", "text"]
    assert run("examples/wc.wasm", stdin=b"a b").split() == ["0", "2", "3"]


def test_mandelbrot_draws_the_requested_width(run: Run) -> None:
    lines = run("examples/mandelbrot.wasm", "40").splitlines()

    assert {len(line) for line in lines} == {40}
    assert any("@@@@" in line for line in lines)
