"""The single file's first steps in Python, with a package that is quick to unpack."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).parents[2] / "wasihost" / "launcher" / "bootstrap.py"
SAYS = "import sys\ndef main():\n    print(__file__)\n    print(sys.argv[1:], sys.path[0])\n"


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "single"
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("__main__.py", BOOTSTRAP.read_text().replace("@digest@", "1234"))
        out.writestr("wasihost/__init__.py", "")
        out.writestr("wasihost/cli/__init__.py", "")
        out.writestr("wasihost/cli/main.py", SAYS)
        out.writestr("wasihost/large", os.urandom(1 << 20))
    return path


@pytest.fixture
def cache(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def start(archive, cache):
    def start(*args, **environ):
        return subprocess.Popen(
            [sys.executable, "-I", "-S", str(archive), *args],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={"XDG_CACHE_HOME": str(cache), **environ},
        )

    return start


def finish(process):
    stdout, stderr = process.communicate(timeout=60)
    return process.returncode, stdout, stderr


def test_it_unpacks_once_and_goes_on_there(start, cache):
    place = cache / "wasihost" / "app-1234"
    expected = f"{place}/wasihost/cli/main.py\n['a', ''] {place}\n"

    assert (0, expected, "") == finish(start("a", ""))
    before = place.stat()
    assert (0, expected, "") == finish(start("a", ""))
    assert (before.st_ino, 0o700) == (place.stat().st_ino, place.stat().st_mode & 0o777)
    assert ["app-1234"] == os.listdir(cache / "wasihost")


def test_many_at_once_leave_one(start, cache):
    outcomes = [finish(process) for process in [start() for _ in range(12)]]

    assert [(0, "")] * 12 == [(status, stderr) for status, _, stderr in outcomes]
    assert ["app-1234"] == os.listdir(cache / "wasihost")


def test_what_a_killed_one_left_goes_in_time(start, cache):
    old, young = cache / "wasihost" / "app-old.tmp", cache / "wasihost" / "app-young.tmp"
    old.mkdir(parents=True)
    young.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)

    finish(start())

    assert {"app-1234", "app-young.tmp"} == set(os.listdir(cache / "wasihost"))


def test_what_others_can_write_is_not_run(start, cache):
    finish(start())
    os.chmod(cache / "wasihost" / "app-1234", 0o777)

    status, stdout, stderr = finish(start())

    assert (125, "") == (status, stdout)
    assert "could have been changed by another user" in stderr


@pytest.mark.parametrize("kind", ["a file", "/proc"])
def test_no_room_to_unpack_in(start, cache, kind):
    place = "/proc/self" if kind == "/proc" else str(cache)
    if kind == "a file":
        cache.write_text("")

    status, stdout, stderr = finish(start(XDG_CACHE_HOME=place))

    assert (125, "") == (status, stdout)
    assert stderr.startswith(f"error: cannot unpack wasihost: `{place}") and "hint: " in stderr


def test_a_damaged_file_leaves_nothing_behind(start, archive, cache):
    data = bytearray(archive.read_bytes())
    at = data.index(b"wasihost/large") + 1000
    data[at] ^= 1
    archive.write_bytes(data)

    status, stdout, stderr = finish(start())

    assert (125, "") == (status, stdout)
    assert stderr.startswith(f"error: `{archive}` is damaged: ") and "hint: install it again" in stderr
    assert [] == os.listdir(cache / "wasihost")


OLD = [f"python3.{minor}" for minor in (6, 7, 8, 9)]


def old_python():
    """An interpreter that is too old, if there is one on this machine."""
    places = [*os.environ["PATH"].split(os.pathsep), *map(str, Path.home().glob(".pyenv/versions/3.[6-9].*/bin"))]
    for place in places:
        for name in OLD:
            path = os.path.join(place, name)
            if os.access(path, os.X_OK) and "shims" not in place:
                return path
    return None


@pytest.mark.skipif(old_python() is None, reason="there is no Python older than 3.10 here")
def test_an_old_python_looks_for_a_later_one(archive, cache, tmp_path):
    environ = {"XDG_CACHE_HOME": str(cache), "PATH": str(tmp_path)}
    command = [old_python(), "-I", "-S", str(archive), "x"]

    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert 125 == done.returncode
    assert done.stderr.startswith("error: Python 3.10 or a later one is needed, and `python3` is 3.")

    os.symlink(sys.executable, tmp_path / "python3.10")
    done = subprocess.run(command, env=environ, capture_output=True, text=True)
    assert 0 == done.returncode
    assert "['x']" in done.stdout
