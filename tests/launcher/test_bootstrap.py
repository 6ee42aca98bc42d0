"""The single file's first steps in Python, with a package that is quick to unpack."""

import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

BOOTSTRAP = Path(__file__).parents[2] / "wasihost" / "packaging" / "bootstrap.py"
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


def test_package_is_unpacked_once_and_reused(start, cache):
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


def test_leftovers_of_killed_processes_are_removed(start, cache):
    old, young = cache / "wasihost" / "app-old.tmp", cache / "wasihost" / "app-young.tmp"
    old.mkdir(parents=True)
    young.mkdir()
    os.utime(old, (time.time() - 7200,) * 2)

    finish(start())

    assert {"app-1234", "app-young.tmp"} == set(os.listdir(cache / "wasihost"))


def test_directory_writable_by_others_is_not_run(start, cache):
    finish(start())
    os.chmod(cache / "wasihost" / "app-1234", 0o777)

    status, stdout, stderr = finish(start())

    assert (125, "") == (status, stdout)
    assert "could have been changed by another user" in stderr


STRANGER = 65534  # another user
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can make files of another user")


def _planted(path):
    path.write_text("raise SystemExit('planted')")
    os.chown(path, STRANGER, STRANGER)


PLANTS = {
    "a module": lambda place: _planted(place / "typing.py"),
    "a module of the package": lambda place: _planted(place / "wasihost" / "cli" / "main.py"),
    "a link": lambda place: (place / "typing.py").symlink_to("/dev/null"),
    "the directory": lambda place: os.chown(place, STRANGER, STRANGER),
    "the directory as a link": lambda place: (place.rename(place.parent / "x"), place.symlink_to("x")),
}


@AS_ROOT
@pytest.mark.parametrize("plant", PLANTS.values(), ids=PLANTS)
def test_planted_files_of_other_users_are_not_run(start, cache, plant):
    """While the directory was open to all; now it is private."""
    finish(start())
    plant(cache / "wasihost" / "app-1234")

    status, stdout, stderr = finish(start())

    assert (125, "") == (status, stdout)
    assert "could have been changed by another user" in stderr


@pytest.mark.parametrize("which", ["", "wasihost"])
@pytest.mark.parametrize("mode, owner, safe", [
    (0o777, None, False), (0o775, None, False), (0o1777, None, True), (0o755, None, True), (0o755, STRANGER, False),
])  # fmt: skip
def test_a_directory_in_which_others_may_rename_it_is_not_used(start, cache, which, mode, owner, safe):
    if owner and os.geteuid():
        pytest.skip("only root can give a directory to another user")
    (cache / "wasihost").mkdir(parents=True)
    os.chmod(cache / which, mode)
    if owner:
        os.chown(cache / which, owner, owner)

    status, stdout, stderr = finish(start())

    assert (0 if safe else 125, safe) == (status, bool(stdout))
    assert safe or f"others may write to `{(cache / which)}`, or own it" in stderr
    assert safe or (["wasihost"] == os.listdir(cache) and not os.listdir(cache / "wasihost"))


def test_the_home_is_looked_at_too(start, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o777)

    assert f"others may write to `{home}`" in finish(start(XDG_CACHE_HOME="", HOME=str(home)))[2]
    home.chmod(0o755)
    assert 0 == finish(start(XDG_CACHE_HOME="", HOME=str(home)))[0]
    assert 0o700 == (home / ".cache").stat().st_mode & 0o777


@pytest.mark.parametrize("kind", ["a file", "/proc"])
def test_no_room_to_unpack_in(start, cache, kind):
    place = "/proc/self" if kind == "/proc" else str(cache)
    if kind == "a file":
        cache.write_text("")

    status, stdout, stderr = finish(start(XDG_CACHE_HOME=place))

    assert (125, "") == (status, stdout)
    assert stderr.startswith(f"error: cannot unpack wasihost: `{place}") and "hint: " in stderr


def test_damaged_archive_leaves_no_files(start, archive, cache):
    data = bytearray(archive.read_bytes())
    at = data.index(b"wasihost/large") + 1000
    data[at] ^= 1
    archive.write_bytes(data)

    status, stdout, stderr = finish(start())

    assert (125, "") == (status, stdout)
    assert stderr.startswith(f"error: `{archive}` is damaged: ") and "hint: install it again" in stderr
    assert [] == os.listdir(cache / "wasihost")


def old_pythons():
    """Interpreters that are too old: those of this machine, and those that pyenv has built."""
    places = [*os.environ["PATH"].split(os.pathsep), *map(str, Path.home().glob(".pyenv/versions/*/bin"))]
    names = ["python2.7", *(f"python3.{minor}" for minor in range(6, 10))]
    paths = {name: [os.path.join(place, name) for place in places if "shims" not in place] for name in names}
    found = {name: next((path for path in paths[name] if os.access(path, os.X_OK)), None) for name in names}
    return [
        pytest.param(path, id=name, marks=[] if path else pytest.mark.skip(f"there is no {name} here"))
        for name, path in found.items()
    ]


def run_old(old, archive, cache, path):
    environ = {"XDG_CACHE_HOME": str(cache), "PATH": path}
    return subprocess.run([old, str(archive), "x"], env=environ, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("old", old_pythons())
def test_old_python_is_reported(archive, cache, tmp_path, old):
    """By itself: the launcher's options are unknown to the oldest."""
    done = run_old(old, archive, cache, str(tmp_path))

    version = os.path.basename(old).removeprefix("python")
    assert (125, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f"error: Python 3.10 or later is needed, and `{old}` is {version}\nhint: install it")
    assert f"python3.10 python3 in {tmp_path}; " in done.stderr


BROKEN = {
    "fails": "#!/bin/sh\nexit 1\n",
    "succeeds": "#!/bin/sh\nexit 0\n",
    "prints rubbish": "#!/bin/sh\necho rubbish; echo rubbish >&2\n",
    "hangs": "#!/bin/sh\nexec /bin/sleep 100\n",
    "has no interpreter": "#!/nowhere/at/all\n",
    "is no program": "\x7fELF",
}


@pytest.mark.parametrize("old", old_pythons())
@pytest.mark.parametrize("name", ["python3.10", "python3"])
def test_an_old_python_looks_for_a_later_one(archive, cache, tmp_path, old, name):
    """Also where the first of that name is old itself."""
    first, second = tmp_path / "first", tmp_path / "second"
    for place, python in ((first, old), (second, sys.executable)):
        place.mkdir()
        (place / name).symlink_to(python)

    done = run_old(old, archive, cache, f"{first}::{second}")

    assert (0, "") == (done.returncode, done.stderr)
    assert "['x']" in done.stdout


@pytest.mark.parametrize("old", old_pythons()[1:2])
@pytest.mark.parametrize("broken", BROKEN)
def test_an_old_python_passes_by_a_broken_one(archive, cache, tmp_path, old, broken):
    (tmp_path / "python3.12").write_text(BROKEN[broken])
    (tmp_path / "python3.12").chmod(0o755)
    (tmp_path / "python3").symlink_to(sys.executable)

    done = run_old(old, archive, cache, str(tmp_path))

    assert (0, "") == (done.returncode, done.stderr)
    assert "['x']" in done.stdout


def test_a_python_without_all_of_its_library(archive, cache):
    code = f"""if True:
        import runpy, sys
        sys.modules["zlib"] = None
        sys.argv = [{str(archive)!r}]
        runpy.run_path({str(BOOTSTRAP)!r}, run_name="__main__")
    """

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], env={"XDG_CACHE_HOME": str(cache)}, capture_output=True, text=True
    )

    assert (125, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f"error: `{sys.executable}` lacks a part of Python's standard library: ")
    assert "zlib" in done.stderr


def test_an_unpacked_package_that_lost_a_part(start, cache):
    finish(start())
    (cache / "wasihost" / "app-1234" / "wasihost" / "cli" / "main.py").unlink()

    status, stdout, stderr = finish(start())

    assert (125, "") == (status, stdout)
    assert stderr.startswith(f"error: `{cache}/wasihost/app-1234` is not whole: no module named 'wasihost.cli.main'\n")


def test_a_home_that_is_no_path_is_not_sought_in_the_working_directory(start, tmp_path, monkeypatch):
    """Where anybody may have put files that look like what is unpacked."""
    monkeypatch.chdir(tmp_path)
    planted = tmp_path / "home" / ".cache" / "wasihost" / "app-1234" / "wasihost" / "cli" / "main.py"
    planted.parent.mkdir(parents=True, mode=0o700)
    planted.write_text("print('planted')")

    status, stdout, stderr = finish(start(XDG_CACHE_HOME="", HOME="home", TMPDIR=str(tmp_path)))

    place = tmp_path / f"wasihost-{os.geteuid()}" / "app-1234"
    assert (0, f"note: there is no home directory, so wasihost was unpacked to `{place}`, once\n") == (status, stderr)
    assert stdout.startswith(f"{place}/")


# -------------------------------------------------------------------------------------------- a user without a home
@pytest.fixture
def temporary(tmp_path):
    """A directory for temporary files that is nobody else's; and the private one that is made in it."""
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp", tmp_path / "tmp" / f"wasihost-{os.geteuid()}"


NO_HOMES = [
    # HOME, why it cannot be used
    ("relative", "there is no home directory"),
    ("/dev/null", "`/dev/null/.cache`: not a directory"),
    ("/proc/self", "`/proc/self/.cache`: "),
]


@pytest.mark.parametrize("home, reason", NO_HOMES)
def test_without_home_it_unpacks_to_a_temporary_directory_and_reports_it_once(start, temporary, home, reason):
    place = f"{temporary[1]}/app-1234"

    first, second = (finish(start("a", XDG_CACHE_HOME="", HOME=home, TMPDIR=str(temporary[0]))) for _ in range(2))

    assert (0, f"{place}/wasihost/cli/main.py\n['a'] {place}\n", "") == second
    assert second[:2] == first[:2]
    assert first[2].startswith(f"note: {reason}") and first[2].endswith(f"was unpacked to `{place}`, once\n")
    assert 0o700 == temporary[1].stat().st_mode & 0o7777


@AS_ROOT
@pytest.mark.parametrize("which", ["", ".cache", ".cache/wasihost"])
def test_the_home_of_another_user_is_left_alone(start, tmp_path, temporary, which):
    home = tmp_path / "home"
    (home / ".cache" / "wasihost").mkdir(parents=True)
    os.chown(home / which, STRANGER, STRANGER)

    status, _, stderr = finish(start(XDG_CACHE_HOME="", HOME=str(home), TMPDIR=str(temporary[0])))

    assert 0 == status
    assert "belongs to another user" in stderr
    assert [] == os.listdir(home / ".cache" / "wasihost")


def test_removed_parts_are_unpacked_again(start, temporary):
    environ = {"XDG_CACHE_HOME": "", "HOME": "relative", "TMPDIR": str(temporary[0])}
    finish(start(**environ))
    (temporary[1] / "app-1234" / "wasihost" / "large").unlink()

    status, _, stderr = finish(start(**environ))

    assert 0 == status
    assert stderr.startswith("note: ")
    assert (temporary[1] / "app-1234" / "wasihost" / "large").exists()
    assert ["app-1234"] == os.listdir(temporary[1])


def _link(place):
    (place.parent / "other").mkdir(mode=0o700)
    place.symlink_to("other")


ATTACKS = {
    "a directory of a stranger": lambda place: (place.mkdir(0o700), os.chown(place, STRANGER, STRANGER)),
    "a directory open to others": lambda place: (place.mkdir(), place.chmod(0o755)),
    "a link to the user's own": _link,
    "a link to nowhere": lambda place: place.symlink_to("nowhere"),
    "a file": lambda place: place.touch(0o700),
    "a parent of a stranger": lambda place: os.chown(place.parent, STRANGER, STRANGER),
    "a parent open to others": lambda place: place.parent.chmod(0o777),
    "a grandparent open to others": lambda place: place.parent.parent.chmod(0o777),
    "a grandparent of a stranger": lambda place: os.chown(place.parent.parent, STRANGER, STRANGER),
}


@AS_ROOT
@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_directories_that_a_stranger_can_replace_are_skipped(start, tmp_path, temporary, monkeypatch, attack):
    attack(temporary[1])
    before = sorted(map(str, tmp_path.rglob("*")))

    code = BOOTSTRAP.read_text().replace('"/var/tmp", "/tmp"', "").replace("@digest@", "1234")
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code], env={"HOME": "relative", "TMPDIR": str(temporary[0])},
        capture_output=True, text=True,
    )  # fmt: skip

    assert (125, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("error: cannot unpack wasihost: there is no home directory, and none of these can")
    assert before == sorted(map(str, tmp_path.rglob("*")))


@AS_ROOT
def test_a_directory_for_all_is_used_where_only_owners_may_rename(start, temporary):
    temporary[0].chmod(0o1777)

    assert 0 == finish(start(XDG_CACHE_HOME="", HOME="relative", TMPDIR=str(temporary[0])))[0]
