"""The command in a process of its own, as a shell starts it: through Python, and through the launcher."""

import os
import shlex
import subprocess

import pytest

from tests import door as doors
from tests.cli import guests
from tests.door import ROOT, compile_before, with_python
from tests.wat import wat
from wasihost.cli.commands.compile import write_output
from wasihost.cli.executable import build
from wasihost.cli.executable.installed import Recipe
from wasihost.errors import WasihostError

MODULES = {  # what scripts run
    "hello": guests.says("hello\n"),
    "three": guests.exits(3),
    "last": guests.exits(255),
    "args": guests.repeats("args"),
    "copies": guests.COPIES,
    "traps": guests.DIVIDES,
    "yes": guests.FOREVER,
    "spins": guests.SPINS,
}


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory):
    """One cache for all tests of the command: a module is compiled once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environ(cache_dir):
    return environment(cache_dir)


def environment(cache_dir):
    """The variables of a run, whatever those of the tests are."""
    ours = {"PYTHONPATH": str(ROOT), "WASIHOST_CACHE_DIR": str(cache_dir), "TERM": "xterm"}
    ours |= {"WASIHOST_BACKGROUND": "0", "XDG_CONFIG_HOME": "/nowhere"}
    foreign = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
    inherited = {k: v for k, v in os.environ.items() if k not in foreign and not k.startswith("WASIHOST_")}
    return with_python({**inherited, **ours})


@pytest.fixture
def variables(tmp_path, command, environ):
    """In which `wasihost` is a program of the path, for scripts."""
    return with_door(tmp_path / "bin", command, environ)


def with_door(directory, command, environ):
    """`DOOR` is its place."""
    door = directory / "wasihost"
    directory.mkdir()
    if len(command) == 1:
        door.symlink_to(command[0])
    else:
        door.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        door.chmod(0o755)
    return {**environ, "PATH": f"{directory}{os.pathsep}{environ['PATH']}", "DOOR": str(door)}


@pytest.fixture(scope="session")
def modules(tmp_path_factory, cache_dir):
    """A directory of guests, compiled before."""
    directory = tmp_path_factory.mktemp("modules")
    for name, text in MODULES.items():
        (directory / f"{name}.wasm").write_bytes(wat(text))
    for path in directory.iterdir():
        compile_before(path, cache_dir)
    return directory


@pytest.fixture
def place(tmp_path, modules):
    """Where a script runs: with links to the guests."""
    place = tmp_path / "place"
    place.mkdir()
    for module in modules.iterdir():
        (place / module.name).symlink_to(module)
    return place


@pytest.fixture
def wasihost(tmp_path, environ, door, command, cache_dir):
    """`wasihost("m.wasm", …, m="(module …)")`: run in a fresh directory with the modules named."""

    def wasihost(*args, **options):
        modules = {name: options.pop(name) for name in list(options) if isinstance(options[name], str)}
        for name, text in modules.items():
            path = tmp_path / f"{name}.wasm"
            path.write_bytes(wat(text))
            if door == "launcher":
                compile_before(path, cache_dir)
        return subprocess.run(
            [*command, *args],
            env={**environ, **options.pop("environ", {})},
            timeout=300,
            **{"capture_output": True, "stdin": subprocess.DEVNULL, "cwd": tmp_path, **options},
        )

    return wasihost


@pytest.fixture(params=[*doors.DOORS, "executable"])
def start(request, tmp_path, environ, cache_dir):
    """`start("(module …)", "a", options=["--dir", "."])`: run a module in each way that there is."""

    def start(text, *args, options=(), **more):
        path = tmp_path / "m.wasm"
        path.write_bytes(wat(text))
        if request.param == "executable":
            recipe = Recipe((*options,), "fast", "native", settable=False)
            try:
                data = build.make(str(path), recipe, jobs=1)
            except WasihostError as error:
                return subprocess.CompletedProcess(
                    args, error.exit_status, b"", f"error: m: {error.message}\n".encode()
                )
            write_output(str(tmp_path / "m"), data, mode=0o755)
            line = [str(tmp_path / "m")]
        else:
            if request.param == "launcher":
                compile_before(path, cache_dir)
            line = [*doors.command(request.param), *options, "m.wasm"]
        return subprocess.run(
            [*line, *args], env=environ, timeout=60,
            **{"capture_output": True, "stdin": subprocess.DEVNULL, "cwd": tmp_path, **more},
        )  # fmt: skip

    return start


def processes_of(group):
    """The processes of a group that still run."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                state, _, process_group = file.read().rpartition(")")[2].split()[:3]
        except OSError:
            continue
        if int(process_group) == group and state != "Z":
            found.append(int(pid))
    return found
