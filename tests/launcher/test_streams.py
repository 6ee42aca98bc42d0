"""Standard streams that are directories: for guests that the launcher runs, and for Python, which would not start."""

import subprocess

import pytest

from tests.cli import guests
from tests.cli.conftest import compile_before, environment
from tests.door import command
from tests.wat import wat
from wasihost.cli.executable import build
from wasihost.cli.executable.installed import Recipe

ISDIR, NOTCAPABLE = 31, 76
WAYS = ("compiled before", "by Python", "executable")


def opens(fd):
    """Exits with the errno of opening `etc` in a descriptor."""
    return f"""(module
      (import "{guests.WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
      (import "{guests.WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1) (data (i32.const 16) "etc")
      (func (export "_start")
        (call $exit (call $open (i32.const {fd}) (i32.const 0) (i32.const 16) (i32.const 3) (i32.const 0)
                                (i64.const 0) (i64.const 0) (i32.const 0) (i32.const 32)))))"""


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def run(tmp_path, cache_dir):
    """Run a module in one of the ways, by a shell that redirects a stream."""

    def run(text, redirection, way, *options):
        path = tmp_path / "m.wasm"
        path.write_bytes(wat(text))
        line = [*command("launcher"), *options, "m.wasm"]
        if way == "executable":
            made = tmp_path / "m"
            made.write_bytes(build.make(str(path), Recipe((), "fast", "native", settable=False), jobs=1))
            made.chmod(0o755)
            line = [str(made)]
        elif way == "compiled before":
            compile_before(path, cache_dir)
        else:
            line.insert(1, "--quiet")
        return subprocess.run(
            ["sh", "-c", f'exec "$@" {redirection}', "sh", *line],
            cwd=tmp_path, env=environment(cache_dir), stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
        )  # fmt: skip

    return run


STREAMS = [
    # module, redirection, exit status
    (guests.COPIES, "0</", ISDIR),
    (guests.says("x", 1), "1</", ISDIR),
    (guests.says("x", 2), "2</", ISDIR),
    (guests.says("x", 2), "0</ 1</ 2</", ISDIR),
    (guests.says("x", 1), "0</", 0),
    (guests.exits(5), "0</ 1</ 2</", 5),
    (guests.COPIES, "0<&- 1</", 8),
    (opens(0), "0</", NOTCAPABLE),
    (opens(1), "1</", NOTCAPABLE),
    (opens(2), "2</", NOTCAPABLE),
]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("text, redirection, status", STREAMS, ids=range(len(STREAMS)))
def test_a_directory_can_neither_be_read_nor_written_and_grants_nothing(run, way, text, redirection, status):
    done = run(text, redirection, way)

    assert (status, b"x" if status == 0 else b"") == (done.returncode, done.stdout)
    assert b"Fatal Python error" not in done.stderr


SAID = [
    # module, redirection, options, exit status, standard error
    (guests.DIVIDES, "0</", [], 134, b"error: wasm trap: integer divide by zero"),
    (guests.EMPTY, "0</", ["--nothing"], 2, b"error: unknown option `--nothing`"),
    (guests.EMPTY, "1</", ["--nothing"], 2, b"error: unknown option `--nothing`"),
    (guests.EMPTY, "1</", ["--version"], 125, b"error: cannot write the output"),
    (guests.EMPTY, "0</", ["-"], 127, b"error: cannot open module `-`: is a directory\n"),
    (guests.EMPTY, "0<&-", ["-"], 127, b"error: cannot open module `-`: bad file descriptor\n"),
]


@pytest.mark.parametrize("text, redirection, options, status, stderr", SAID, ids=range(len(SAID)))
def test_closed_streams_are_reported_by_python(run, text, redirection, options, status, stderr):
    done = run(text, redirection, "compiled before", *options)

    assert status == done.returncode
    assert done.stderr.startswith(stderr)
