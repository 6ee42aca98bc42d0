"""The wheel: built by the hook, unpacked, and run as an installation would be."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from tests.door import ROOT
from tests.wheel import build, built_once, clean_environ


@pytest.fixture(scope="module")
def wheel(tmp_path_factory, worker_id):
    return built_once(tmp_path_factory, worker_id)


def test_a_wheel_is_the_same_wherever_it_is_built(wheel, tmp_path):
    """Also from files of other times and modes."""
    (tmp_path / "another place").mkdir()
    for name in ("hatch_build.py", "pyproject.toml", "LICENSE", "README.md", "scripts", "wasihost"):
        source, target = ROOT / name, tmp_path / "another place" / name
        if source.is_dir():
            built = shutil.ignore_patterns("__pycache__", "*.so", "launcher-*")
            shutil.copytree(source, target, copy_function=shutil.copy, ignore=built)
        else:
            shutil.copy(source, target)
    for path in tmp_path.rglob("*.py"):
        path.chmod(0o600)
    (tmp_path / "wheel").mkdir()

    again = build(
        tmp_path / "another place", tmp_path / "wheel", TZ="Pacific/Kiritimati", LC_ALL="C", HOME=str(tmp_path)
    )

    assert (wheel.name, wheel.read_bytes()) == (again.name, again.read_bytes())


def test_a_wheel_is_for_this_machine_and_any_linux(wheel):
    machine = os.uname().machine

    assert wheel.name.endswith(
        f"-py3-none-manylinux_2_17_{machine}.manylinux2014_{machine}.musllinux_1_1_{machine}.whl"
    )


def test_a_wheel_holds_runtime_launcher_and_command_and_no_tests(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    folders = {name.split("/")[0] for name in names}

    (library,) = [name for name in names if name.endswith(".so")]
    assert library.startswith(f"wasihost/runtime/libwasihost-{os.uname().machine}-linux-")
    assert f"wasihost/launcher/launcher-{os.uname().machine}-linux" in names
    assert [name for name in names if name.endswith(".data/scripts/wasihost")]
    release = "-".join(wheel.name.split("-")[:2])
    assert {"wasihost", f"{release}.dist-info", f"{release}.data"} == folders


def test_an_installation_runs_without_building_anything(wheel, tmp_path):
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    command = [sys.executable, "-m", "wasihost", str(ROOT / "examples/hello.wasm")]
    environ = clean_environ(PYTHONPATH=str(tmp_path / "site"), XDG_CACHE_HOME=str(tmp_path / "cache"))

    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True)
        assert done.stdout.startswith(b"Hello, world!"), done.stderr

    subprocess.run(
        [*command[:3], "compile", command[3], "--emit", "exe", "-o", "x"], cwd=tmp_path, env=environ, check=True
    )
    assert b"Hello, world!" in subprocess.run([tmp_path / "x"], capture_output=True, env={}).stdout

    assert ["modules"] == os.listdir(tmp_path / "cache/wasihost")
