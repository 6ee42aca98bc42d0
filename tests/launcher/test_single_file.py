"""The file that `scripts/build-single-file` made, if it did."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.launcher.test_bootstrap import old_pythons

ROOT = Path(__file__).parents[2]
FILE = Path(os.environ.get("WASIHOST_SINGLE_FILE") or ROOT / "dist" / "wasihost")
HELLO = ROOT / "examples" / "hello.wasm"

NO_FILE = "there is no dist/wasihost: scripts/build-single-file makes it"

pytestmark = pytest.mark.skipif(not FILE.exists(), reason=NO_FILE)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    return tmp_path_factory.mktemp("home")


def run(home, *args, path):
    environ = {"HOME": str(home), "PATH": path, "WASIHOST_BACKGROUND": "0"}
    return subprocess.run([str(FILE), *args], env=environ, cwd=home, capture_output=True, stdin=subprocess.DEVNULL)


COMPILES = ("--level", "fast", "--no-cache")  # needs Python and LLVM


def interpreters():
    """Directories with the versions of Python that there are."""
    versions = sorted(Path.home().glob(".pyenv/versions/3.1[0-4].*/bin"))
    return [Path(sys.executable).parent, *(place for place in versions if (place / "python3").exists())]


@pytest.mark.parametrize("place", interpreters(), ids=lambda place: place.parent.name)
def test_any_python_compiles(home, place):
    done = run(home, *COMPILES, str(HELLO), path=str(place))

    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.startswith(b"Hello, world!")


@pytest.mark.parametrize("old", old_pythons())
def test_an_old_python_first_on_the_path_is_passed_by(home, tmp_path, old):
    (tmp_path / "python3").symlink_to(old)

    done = run(home, "--quiet", *COMPILES, str(HELLO), path=f"{tmp_path}:{Path(sys.executable).parent}")
    alone = run(home, "--quiet", *COMPILES, str(HELLO), path=str(tmp_path))

    if old.endswith("2.7"):  # it does not know the options of later ones
        assert (2, 2) == (done.returncode, alone.returncode)
        assert b"-I" in done.stderr
        return
    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.startswith(b"Hello, world!")
    assert 125 == alone.returncode
    assert alone.stderr.startswith(b"error: Python 3.10 or later is needed, and `")


def test_compiled_module_runs_without_python(home):
    run(home, str(HELLO), path=str(Path(sys.executable).parent))

    done = run(home, str(HELLO), path="/nowhere")

    assert (0, b"") == (done.returncode, done.stderr)
    assert done.stdout.startswith(b"Hello, world!")


def test_commands_have_all_they_import(home):
    path = str(Path(sys.executable).parent)
    for command in (
        ["cache", "info"],
        ["config", "path"],
        ["inspect", str(HELLO)],
        ["compile", "--help"],
        ["wast", "--help"],
    ):
        done = run(home, *command, path=path)
        assert (0, b"") == (done.returncode, done.stderr), command
        assert done.stdout
