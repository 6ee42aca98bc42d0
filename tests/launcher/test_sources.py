"""Options of the configuration file and of the environment, read with Python and without: the same comes out."""

import os
import shutil
import subprocess
import tempfile
import time

import pytest

from tests import door
from tests.cli import guests
from tests.cli.conftest import ROOT, compile_before
from tests.door import built
from tests.hostile import guests as hostile
from tests.launcher.test_launcher import NEEDS_PYTHON
from tests.wat import wat
from wasihost.cache import RACY_NS
from wasihost.options import command_line


@pytest.fixture(scope="session")
def executable():
    return door.launcher()


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Three modules that are compiled already: `env.wasm`, `dirs.wasm`, `grows.wasm`; and the cache."""
    place = tmp_path_factory.mktemp("place")
    for name, text in (("env", guests.repeats("environ")), ("dirs", guests.PREOPENS), ("grows", hostile.GROWS)):
        (place / f"{name}.wasm").write_bytes(wat(text))
        compile_before(place / f"{name}.wasm", place / "cache")
    return place


class Doors:
    def __init__(self, place, config, executable):
        self.place, self.config, self.executable = place, config, executable
        self.environ = {
            "WASIHOST_CACHE_DIR": str(place / "cache"), "XDG_CONFIG_HOME": str(config), "WASIHOST_BACKGROUND": "0",
        }  # fmt: skip

    def write(self, text, name="wasihost/config.toml"):
        path = self.config / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o644)
        time.sleep(1.2 * RACY_NS / 1e9)
        return path

    def run(self, command, args, environ):
        done = subprocess.run(
            [*command, *args], cwd=self.place, env=environ, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
        )
        return done.returncode, done.stdout, done.stderr

    def python(self, *args, **environ):
        environ = door.with_python({**self.environ, "PYTHONPATH": str(ROOT), **environ})
        return self.run(door.command("python"), args, environ)

    def launcher(self, *args, **environ):
        return self.run([str(self.executable)], args, door.with_python({**self.environ, **environ}))

    def alone(self, *args, **environ):
        return self.run([str(self.executable)], args, {**self.environ, "PATH": "/nowhere", **environ})


@pytest.fixture
def doors(place, tmp_path, executable):
    return Doors(place, tmp_path, executable)


FILE = """
dir = [".::/top"]
env = ["A=top", "B=top b"]
max-memory = "1M"

[profile.more]
dir = [".::/profile::ro"]
env = ["A=profile"]
max-memory = 2097152

[profile.strict]
strict-args = true

[profile.loose]
strict-args = false
"""
MORE = ("--profile", "more")
CASES = [
    # arguments, variables, exit status, output
    (["env.wasm"], {}, 0, b"A=top\0B=top b\0"),
    ([*MORE, "env.wasm"], {}, 0, b"A=profile\0B=top b\0"),
    (["env.wasm"], {"WASIHOST_PROFILE": "more"}, 0, b"A=profile\0B=top b\0"),
    ([*MORE, "env.wasm"], {"WASIHOST_ENV": "A=shell"}, 0, b"A=shell\0B=top b\0"),
    ([*MORE, "env.wasm", "--env", "A=line"], {"WASIHOST_ENV": "A=shell\nC"}, 0, b"A=line\0B=top b\0"),
    ([*MORE, "env.wasm"], {"WASIHOST_ENV": "C\nD=x y\n", "C": "c"}, 0, b"A=profile\0B=top b\0C=c\0D=x y\0"),
    (["--no-config", "env.wasm"], {}, 0, b""),
    (["env.wasm"], {"WASIHOST_NO_CONFIG": "1"}, 0, b""),
    (["--no-config=no", "env.wasm"], {"WASIHOST_NO_CONFIG": "1"}, 0, b"A=top\0B=top b\0"),
    (["env.wasm"], {"WASIHOST_CONFIG": "", "WASIHOST_ENV": ""}, 0, b"A=top\0B=top b\0"),
    ([*MORE, "dirs.wasm", "--dir", ".::/line"], {"WASIHOST_DIR": ".::/a b"}, 0, b"/top\n/profile\n/a b\n/line\n"),
    (["--no-config", "dirs.wasm"], {"WASIHOST_DIR": "\n.::/a\n\n.::/b"}, 0, b"/a\n/b\n"),
    # sixteen pages a megabyte, of which the guest tells an eighth
    (["grows.wasm"], {}, 2, b""),
    ([*MORE, "grows.wasm"], {}, 4, b""),
    ([*MORE, "grows.wasm"], {"WASIHOST_MAX_MEMORY": "4M"}, 8, b""),
    ([*MORE, "grows.wasm", "--max-memory", "8M"], {"WASIHOST_MAX_MEMORY": "4M"}, 16, b""),
    # what is behind the module is read as the file says
    (["--profile", "strict", "dirs.wasm", "--dir", ".::/line"], {}, 0, b"/top\n"),
    (["--profile", "strict", "dirs.wasm", "--dir", ".::/line"], {"WASIHOST_STRICT_ARGS": "no"}, 0, b"/top\n/line\n"),
    (["--strict-args", "--profile", "loose", "dirs.wasm", "--dir", ".::/line"], {}, 0, b"/top\n"),
    (["dirs.wasm", "--profile", "more"], {}, 0, b"/top\n"),
]


@pytest.mark.parametrize("args, environ, status, output", CASES)
def test_nearer_source_takes_precedence(doors, args, environ, status, output):
    doors.write(FILE)

    expected = (status, output, b"")
    assert expected == doors.launcher(*args, **environ)
    assert expected == doors.alone(*args, **environ)
    assert expected == doors.python(*args, **environ)


def test_it_is_looked_for_where_the_xdg_specification_puts_it(doors, tmp_path):
    doors.write('env = ["A=home"]', ".config/wasihost/config.toml")
    other = doors.write('env = ["A=other"]', "other.toml")

    for given, expected in (
        ({"HOME": str(tmp_path), "XDG_CONFIG_HOME": ""}, b"A=home\0"),
        ({"HOME": str(tmp_path), "XDG_CONFIG_HOME": "relative"}, b"A=home\0"),
        ({"HOME": "relative", "XDG_CONFIG_HOME": ""}, b""),
        ({"WASIHOST_CONFIG": str(other)}, b"A=other\0"),
        ({"WASIHOST_CONFIG": os.path.relpath(other, doors.place)}, b"A=other\0"),
    ):
        given["XDG_CACHE_HOME"] = built()
        assert (0, expected, b"") == doors.launcher("env.wasm", **given)
        assert (0, expected, b"") == doors.alone("env.wasm", **given)
        assert (0, expected, b"") == doors.python("env.wasm", **given)


def test_without_a_file_there_is_nothing_to_ask_python(doors):
    assert (0, b"", b"") == doors.alone("env.wasm")


def _other_contents(path):
    path.write_text(path.read_text().replace("top", "tip"))


def _another_file(path):
    data = path.read_text()
    path.unlink()
    path.write_text(data)


def _other_times(path):
    os.utime(path, ns=(1, 1))


def _open_to_others(path):
    path.chmod(0o666)


@pytest.mark.parametrize("change", [_other_contents, _another_file, _other_times, _open_to_others])
def test_a_file_that_changed_is_read_again(doors, change):
    path = doors.write(FILE)
    assert NEEDS_PYTHON in doors.alone("env.wasm")[2]
    doors.launcher("env.wasm")
    assert 0 == doors.alone("env.wasm")[0]

    change(path)

    assert NEEDS_PYTHON in doors.alone("env.wasm")[2]


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-1], lambda data: data[:40] + b"x" + data[41:], lambda data: b""]
)
def test_words_that_are_not_as_they_were_written_are_not_used(doors, place, damage):
    before = set((place / "cache/modules").glob("*.words"))
    doors.write(FILE)
    doors.launcher("env.wasm")
    (words,) = set((place / "cache/modules").glob("*.words")) - before

    words.write_bytes(damage(words.read_bytes()))

    assert NEEDS_PYTHON in doors.alone("env.wasm")[2]
    assert b"A=top\0B=top b\0" == doors.python("env.wasm")[1]


def test_a_file_that_has_just_been_written_may_change_again(doors, place):
    path = doors.write(FILE)
    before = set((place / "cache/modules").glob("*.words"))
    for _ in range(20):  # quicker than a process starts
        path.write_text(FILE)
        command_line.parse(["env.wasm"], doors.environ)

    assert before == set((place / "cache/modules").glob("*.words"))


def test_a_long_file_is_python_s(doors):
    doors.write('env = ["' + "A" * 9000 + '=1"]')

    for run in (doors.launcher, doors.python, doors.launcher):
        assert (0, b"A" * 9000 + b"=1\0", b"") == run("env.wasm")


HANDED_OVER = [
    (["--config", "gone", "env.wasm"], {}),
    (["--profile", "gone", "env.wasm"], {}),
    (["--profile", "more", "--no-config", "env.wasm"], {}),
    (["env.wasm"], {"WASIHOST_PROFILE": "gone"}),
    (["env.wasm"], {"WASIHOST_QUIET": "on"}),
    (["env.wasm"], {"WASIHOST_TIMEOUT": "1 s"}),
    (["env.wasm"], {"WASIHOST_TCP_LISTEN": "127.0.0.1:0"}),
    (["env.wasm"], {"WASIHOST_NO_CACHE": "yes", "WASIHOST_LEVEL": "fast"}),
    (["env.wasm"], {"WASIHOST_TRACE_FILTER": "fd_*"}),
]


@pytest.mark.parametrize("args, environ", HANDED_OVER)
def test_invalid_options_are_handed_to_python(doors, args, environ):
    doors.write(FILE)
    doors.launcher("env.wasm")

    assert NEEDS_PYTHON in doors.alone(*args, **environ)[2]


@pytest.mark.parametrize("directory", ["/" + "x" * 5000, "/dev/null", "/proc/self/fd/99"])
def test_a_place_that_cannot_be_reached_has_no_file(doors, directory):
    assert (0, b"", b"") == doors.alone("env.wasm", XDG_CONFIG_HOME=directory)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to another user")
def test_another_user_s_file_is_none_unless_it_is_named(doors):
    path = doors.write(FILE)
    os.chown(path, 65534, 65534)

    assert (0, b"", b"") == doors.alone("env.wasm")
    assert NEEDS_PYTHON in doors.alone("--config", str(path), "env.wasm")[2]


def test_a_variable_of_any_length_has_room(doors):
    """The kernel's longest, each byte of which is another line."""
    lines = "\n" * 60_000 + "A=1" + "\n" * 60_000
    assert (0, b"A=1\0", b"") == doors.alone("env.wasm", WASIHOST_ENV=lines)
    assert NEEDS_PYTHON in doors.alone("env.wasm", WASIHOST_ENV="A\n" * 50_000)[2]
    doors.write("quiet = true")  # where there is a file, variables are read twice
    assert (0, b"A=1\0", b"") == doors.launcher("env.wasm", WASIHOST_ENV=lines, WASIHOST_DIR=lines.replace("A=1", ""))
    assert (0, b"A=1\0", b"") == doors.alone("env.wasm", WASIHOST_ENV=lines, WASIHOST_DIR=lines.replace("A=1", ""))
    assert (0, b"", b"") == doors.alone("env.wasm", **{f"WASIHOST_{'X' * 100_000}": "1"})


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a program that has other rights than its user")
def test_with_rights_that_the_user_has_not_it_reads_neither(doors, place):
    with tempfile.TemporaryDirectory() as open_to_all:
        os.chmod(open_to_all, 0o755)
        tool, module = (os.path.join(open_to_all, name) for name in ("tool", "dirs.wasm"))
        shutil.copy(doors.executable, tool)
        shutil.copy(place / "dirs.wasm", module)
        os.chmod(tool, 0o4755)
        compile_before(module, place / "cache")
        config = os.path.join(open_to_all, "wasihost", "config.toml")
        os.mkdir(os.path.dirname(config))
        shutil.copy(doors.write('dir = ["/::/file"]'), config)
        time.sleep(1.2 * RACY_NS / 1e9)
        environ = {**doors.environ, "XDG_CONFIG_HOME": open_to_all, "WASIHOST_DIR": "/::/shell"}
        doors.launcher(module, XDG_CONFIG_HOME=open_to_all)  # notes what the file says
        line = [tool, "--cache-dir", str(place / "cache")]
        os.chmod(place, 0o755)
        outputs = [
            subprocess.run(
                [*line, *args, module], env={**environ, "PATH": "/nowhere"}, cwd="/", user=user, capture_output=True
            ).stdout
            for user, args in ((65534, []), (65534, ["--dir", "/"]), (0, []))
        ]

    assert [b"", b"/\n", b"/file\n/shell\n"] == outputs


STATUS_OF_INPUT = f"""(module
  (import "{guests.WASI}" "fd_fdstat_get" (func $get (param i32 i32) (result i32)))
  (import "{guests.WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $exit (call $get (i32.const 0) (i32.const 0)))))"""
BADF = 8


def test_descriptors_of_the_configuration_are_not_streams_of_the_guest(doors, place):
    (place / "input.wasm").write_bytes(wat(STATUS_OF_INPUT))
    compile_before(place / "input.wasm", place / "cache")
    environ = door.with_python({**doors.environ, "PYTHONPATH": str(ROOT)})
    alone = {**environ, "PATH": "/nowhere"}
    python = " ".join(door.command("python"))
    for command, variables in ((python, environ), (doors.executable, environ), (doors.executable, alone)):
        doors.write(f"{FILE}# {command}")
        for _ in range(2):
            script = ["/bin/sh", "-c", f"exec {command} input.wasm <&-"]
            done = subprocess.run(script, cwd=place, env=variables, capture_output=True, timeout=60)
            assert variables is alone or (BADF, b"") == (done.returncode, done.stdout), command
            doors.launcher("env.wasm")
        assert (BADF, b"") == (done.returncode, done.stdout), command


@pytest.mark.parametrize("path", ["", ".", ":", "bin", ".:/nowhere:bin:"])
def test_no_python_of_the_current_directory_is_started(doors, place, path):
    for directory in (place, place / "bin"):
        directory.mkdir(exist_ok=True)
        (directory / "python3").write_text(f"#!/bin/sh\necho >{place}/PWNED\n")
        (directory / "python3").chmod(0o755)

    status, _, said = doors.alone("gone.wasm", PATH=path)

    assert 125 == status
    assert NEEDS_PYTHON in said
    assert not (place / "PWNED").exists()


def test_message_about_a_path_is_one_line(doors):
    said = doors.alone("gone.wasm", PATH="/nowhere\nhint: do it\x1b[31m")[2]

    assert b"/nowhere\\x0ahint: do it\\x1b[31m" in said
