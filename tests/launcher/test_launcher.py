"""What the launcher does without Python, and when it asks Python: seen with a path on which there is none."""

import os
import shutil
import signal
import stat
import subprocess

import pytest

from tests.cli import guests
from tests.cli.conftest import compile_before
from tests.door import launcher, with_python
from tests.hostile import guests as hostile
from tests.wat import wat
from wasihost.cache import Cache
from wasihost.engine import Engine

NEEDS_PYTHON = b"error: this needs Python 3.10 or later, which was not found\n"


@pytest.fixture(scope="session")
def executable():
    return launcher()


@pytest.fixture
def launch(tmp_path, executable):
    """`launch("m.wasm", …, m="(module …)")`: compiled before, and run where no Python is."""

    def launch(*args, environ=None, python=False, kind=None, **modules):
        for name, text in modules.items():
            (tmp_path / f"{name}.wasm").write_bytes(wat(text))
            compile_before(tmp_path / f"{name}.wasm", tmp_path / "cache", **(kind or {}))
        variables = {"PATH": "/nowhere", "WASIHOST_CACHE_DIR": str(tmp_path / "cache"), **(environ or {})}
        if python:
            variables = with_python(variables)
        return subprocess.run(
            [str(executable), *args], cwd=tmp_path, env=variables, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=60,
        )  # fmt: skip

    return launch


# ------------------------------------------------------------------------------------------------------ alone
ALONE = [
    # arguments, variables of the environment, standard output
    (["m.wasm", "a", "", "b c"], {}, b"m.wasm\0a\0\0b c\0"),
    (["run", "m.wasm", "--level", "fast", "x"], {}, b"m.wasm\0x\0"),
    (["--quiet", "-q", "--no-background", "m.wasm", "--", "--dir"], {}, b"m.wasm\0--dir\0"),
    (["--argv0", "tool", "m.wasm"], {}, b"tool\0"),
    (["m.wasm", "--argv0=tool", "--dir=.::/x::ro", "-v"], {}, b"tool\0-v\0"),
    (["m.wasm", "--nothing"], {}, b"m.wasm\0--nothing\0"),
    (["m.wasm", "--quiet"], {}, b"m.wasm\0--quiet\0"),
    (["--", "m.wasm", "--dir", "."], {}, b"m.wasm\0--dir\0.\0"),
    (["--strict-args", "m.wasm", "--dir", "."], {}, b"m.wasm\0--dir\0.\0"),
    (["m.wasm", "--dir", "."], {"WASIHOST_STRICT_ARGS": "1"}, b"m.wasm\0--dir\0.\0"),
    (["m.wasm", "--dir", "."], {"WASIHOST_STRICT_ARGS": "0"}, b"m.wasm\0"),
    ([b"m.wasm", b"\xff\xfe"], {}, b"m.wasm\0\xff\xfe\0"),
    (["--unknown-imports", "trap", "m.wasm"], {}, b"m.wasm\0"),
    (["m.wasm", "--epipe", "x"], {}, b"m.wasm\0x\0"),
    (["--jobs", "2", "--color=always", "--error-format", "json", "--allow-precompiled", "m.wasm"], {}, b"m.wasm\0"),
    (["--max-compile-time", "1s", "--no-cache=no", "--trace=no", "m.wasm"], {}, b"m.wasm\0"),
    (["--strict-args=no", "m.wasm", "--dir", "."], {"WASIHOST_STRICT_ARGS": "yes"}, b"m.wasm\0"),
]


@pytest.mark.parametrize("arguments, environ, output", ALONE)
def test_arguments_reach_the_guest(launch, arguments, environ, output):
    done = launch(*arguments, environ=environ, m=guests.repeats("args"))

    assert (0, output, b"") == (done.returncode, done.stdout, done.stderr)


VARIABLES = [
    (["--env", "A=1", "--env", "B"], b"A=1\0B=b\0"),
    (["--env", "A=1", "--env", "B=2", "--env", "A=3"], b"A=3\0B=2\0"),
    (["--env", "A=1", "--env", "A", "--env", "NONE"], b"A=a\0"),
    (["--env", "AB=1", "--env", "A=", "--env", "A=x=y"], b"AB=1\0A=x=y\0"),
]


@pytest.mark.parametrize("options, output", VARIABLES)
def test_granted_variables_reach_the_guest(launch, options, output):
    done = launch(*options, "m.wasm", environ={"A": "a", "B": "b"}, m=guests.repeats("environ"))

    assert (0, output, b"") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize("code, status", [(0, 0), (3, 3), (126, 126), (255, 255), (256, 1), (-1, 255)])
def test_exit_status_is_that_of_the_guest(launch, code, status):
    assert status == launch("m.wasm", m=guests.exits(code)).returncode


PIPE = 64  # WASI's errno
CLOSED_PIPES = [([], True, -signal.SIGPIPE), (["--epipe"], True, PIPE), ([], False, PIPE)]


@pytest.mark.parametrize("options, restored, status", CLOSED_PIPES, ids=["default", "epipe", "ignored by the parent"])
def test_a_closed_pipe(tmp_path, executable, options, restored, status):
    """Python, which runs this, ignores the signal, and its children do so too unless it restores that."""
    (tmp_path / "m.wasm").write_bytes(wat(guests.says("x")))
    compile_before(tmp_path / "m.wasm", tmp_path / "cache")
    reader, writer = os.pipe()
    os.close(reader)
    variables = {"PATH": "/nowhere", "WASIHOST_CACHE_DIR": str(tmp_path / "cache")}

    done = subprocess.run(
        [str(executable), *options, "m.wasm"], cwd=tmp_path, env=variables, stdout=writer, stderr=subprocess.PIPE,
        restore_signals=restored, timeout=60,
    )  # fmt: skip

    os.close(writer)
    assert (status, b"") == (done.returncode, done.stderr)


TRAP = b"""error: wasm trap: integer divide by zero: i32.div_s
  0: m.wasm!div (func[0]) at 0x2f
  1: m.wasm!main (func[1]) at 0x37
  2: m.wasm!func[2] at 0x3d
"""


def test_a_trap_is_reported_without_python(launch):
    done = launch("m.wasm", m=guests.DIVIDES)

    assert (134, TRAP) == (done.returncode, done.stderr)


@pytest.mark.parametrize("options", [[], ["--error-format", "json"], ["--color", "always"], ["--quiet"]], ids=" ".join)
@pytest.mark.parametrize("guest", [guests.DIVIDES, guests.opens("../x", 3, "(call $exit (i32.const 3))")])
def test_both_front_doors_report_alike(launch, tmp_path, guest, options):
    alone = launch(*options, "m.wasm", "--dir", ".", m=guest)
    told = launch(*options, "--no-cache", "m.wasm", "--dir", ".", python=True)

    assert (alone.returncode, alone.stderr) == (told.returncode, told.stderr)


def test_colors_are_for_terminals(launch):
    red = b"\x1b[1;31merror:\x1b[0m "
    rows = [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "0"}, False), ({"CLICOLOR_FORCE": "1"}, True)]
    rows += [({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False), ({"FORCE_COLOR": "1", "NO_COLOR": ""}, True)]
    for environ, colored in rows:
        assert colored == launch("m.wasm", environ=environ, m=guests.DIVIDES).stderr.startswith(red), environ


def test_calls_are_traced_without_python(launch, tmp_path):
    done = launch("--trace=trace", "--trace-summary", "--trace-filter", "fd_*", "m.wasm", m=guests.says("x"))
    trace = (tmp_path / "trace").read_bytes()

    assert (0, b"x") == (done.returncode, done.stdout)
    assert trace.startswith(b'fd_write(1, 1 piece, 1 byte "x") = 1  <') and trace.count(b"\n") == 1
    assert [b"function", b"fd_write", b"all"] == [line.split()[-1] for line in done.stderr.splitlines()]
    assert launch("--trace", "m.wasm").stderr.endswith(b"\nproc_exit(0)\n")


def test_hint_after_refusal_keeps_the_guest_status(launch):
    text = guests.opens("../x", 3, "(call $exit (i32.const 3))")
    done = launch("m.wasm", "--dir", ".", m=text)

    assert (3, b"hint: `../x` leads out of the granted directories: `--dir ..`\n") == (done.returncode, done.stderr)
    assert (3, b"") == ((quiet := launch("--quiet", "m.wasm", "--dir", ".")).returncode, quiet.stderr)


def test_the_better_code_is_taken(launch, tmp_path):
    launch("m.wasm", m=guests.exits(3))
    os.close(Engine(level="max", cache=Cache(str(tmp_path / "cache")), jobs=1).artifact_for(str(tmp_path / "m.wasm")))

    assert [3, 3, 3] == [launch(*level, "m.wasm").returncode for level in ([], ["--level=max"], ["--level", "fast"])]
    assert 125 == launch("--level", "balanced", "m.wasm").returncode  # which is not compiled


def test_code_has_the_nans_that_are_asked_for(launch, tmp_path):
    other = launch("m.wasm", m=guests.NANS).stdout
    assert 125 == launch("--canonical-nans", "--level", "fast", "m.wasm").returncode  # which is not compiled
    assert guests.CANONICAL == launch("--canonical-nans", "m.wasm").stdout  # by baseline code
    engine = Engine(level="fast", cache=Cache(str(tmp_path / "cache")), jobs=1, canonical_nans=True)
    os.close(engine.artifact_for(str(tmp_path / "m.wasm")))

    assert (
        guests.CANONICAL == launch("--canonical-nans", "m.wasm").stdout == launch("m.wasm", "--canonical-nans").stdout
    )
    assert other == launch("m.wasm").stdout != guests.CANONICAL
    assert 125 == launch("--canonical-nans", "--level", "max", "m.wasm").returncode


# ----------------------------------------------------------------------------------------------------- limits
METERED, NFILE = {"metered": True}, 33  # WASI's errno
LIMITS = [
    # guest, options, kind of its code, exit status, standard error up to the backtrace
    (hostile.LOOP, ["--timeout", "200ms"], {}, 124, b"error: the guest ran longer than 0.2 s (--timeout)\n"),
    (hostile.YIELDS, ["--timeout=.05"], {}, 124, b"error: the guest ran longer than 0.05 s (--timeout)\n"),
    (hostile.LOOP, ["--fuel", "1000"], METERED, 134, b"error: out of fuel: 1000 used (--fuel)\n"),
    (hostile.LOOP, ["--fuel", "1000", "--level", "fast"], {}, 125, NEEDS_PYTHON),  # which is other code
    (hostile.LOOP, ["--fuel", "1000"], {}, 134, b"error: out of fuel: 1000 used (--fuel)\n"),  # of the baseline
    (guests.EMPTY, ["--timeout", "10m", "--max-memory", "1", "--max-output", "1"], {}, 0, b""),
    (guests.EMPTY, ["--fuel", "1"], METERED, 0, b""),
    (guests.says("hello"), ["--max-output", "5"], {}, 0, b""),
    (guests.FOREVER, ["--max-output", "4"], {}, 134, b"error: the guest wrote more than 4 B (--max-output)\n"),
    (hostile.writes(4096), ["--max-output", "1.25K"], {}, 134,
     b"error: the guest wrote more than 1.2 KiB (--max-output)\n"),
    (guests.says("hello"), ["--max-fds", "1"], {}, 0, b""),
    (hostile.OPENS, ["--max-fds", "5", "--dir", "."], {}, NFILE, b""),
    (guests.says("hello"), ["--max-stack", "64K"], {}, 134, b"error: wasm trap: call stack exhausted\n"),
    (guests.says("hello"), ["--max-stack", "1M"], {}, 0, b""),
    (hostile.GROWS, ["--max-memory", "1.5M"], {}, 3, b""),
    (hostile.GROW_BY_TURNS, ["--max-memory", "2M"], {}, 4, b""),
    (hostile.GROWS_TABLE, ["--max-table", "100"], {}, 100, b""),
    (hostile.LARGE_MEMORY, ["--max-memory", "1M"], {}, 125, NEEDS_PYTHON),
    (hostile.LARGE_TABLE, ["--max-table", "1000"], {}, 125, NEEDS_PYTHON),
    (guests.EMPTY, ["--timeout", "0"], {}, 125, NEEDS_PYTHON),
]  # fmt: skip


@pytest.mark.parametrize("guest, options, kind, status, stderr", LIMITS)
def test_limits_end_the_guest_with_their_status(launch, guest, options, kind, status, stderr):
    done = launch(*options, "m.wasm", kind=kind, m=guest)

    said = done.stderr.lstrip(b"\0").partition(b"hint")[0].partition(b"  0: ")[0]
    assert (status, stderr) == (done.returncode, said)


RANDOM = f"""(module
  (import "{guests.WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (import "{guests.WASI}" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "{guests.WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\10\\00\\00\\00")
  (func (export "_start")
    (drop (call $random (i32.const 16) (i32.const 8)))
    (drop (call $time (i32.const 0) (i64.const 0) (i32.const 24)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"""
MADE_UP = [
    ["--seed", "0"], ["--seed", "7", "--clock", "fixed:1700000000"], ["--clock", "virtual:5"], ["--clock", "virtual"],
    ["--clock=fixed:2026-01-31"], ["--clock", "fixed:0", "--clock", "virtual:9", "--seed", "999999999999999"],
]  # fmt: skip


@pytest.mark.parametrize("options", MADE_UP, ids=" ".join)
def test_reproducible_values_are_the_same_as_from_python(launch, options):
    alone = launch(*options, "m.wasm", m=RANDOM)
    told = launch(*options, "--jobs", "1", "--no-cache", "m.wasm", python=True)

    assert [0, 0] == [alone.returncode, told.returncode]
    start, end = (0, 16) if len(options) > 2 else (0, 8) if "--seed" in options else (8, 16)
    assert alone.stdout[start:end] == told.stdout[start:end] != bytes(end - start)


def test_reproducible_is_all_of_it(launch):
    launch("m.wasm", kind={"canonical_nans": True}, m=RANDOM)
    first, second = (launch("--reproducible", "m.wasm").stdout for _ in range(2))

    assert first == second == launch("--seed", "0", "--clock", "virtual", "--canonical-nans", "m.wasm").stdout
    assert first[8:] == launch("--reproducible", "--seed", "1", "m.wasm").stdout[8:]
    assert first[:8] != launch("--reproducible", "--seed", "1", "m.wasm").stdout[:8]
    assert first[8:] != launch("--reproducible", "--clock", "fixed:9", "m.wasm").stdout[8:]


# ----------------------------------------------------------------------------------------------- handed over
HANDED_OVER = [
    [], ["--help"], ["--version"], ["-V"], ["cache", "ls"], ["compile", "m.wasm"], ["--invoke", "f", "m.wasm"],
    ["m.wasm", "--invoke", "f"], ["--jobs", "0", "m.wasm"], ["--unknown", "m.wasm"],
    ["--no-cache", "--level", "fast", "m.wasm"],
    ["--dir"], ["--dir", "gone", "m.wasm"], ["--dir", ".::", "m.wasm"], ["--dir", ".::ro", "m.wasm"],
    ["--dir", ".::/x::rw", "m.wasm"], ["--dir", "::/x", "m.wasm"], ["--env", "=x", "m.wasm"], ["--quiet=on", "m.wasm"],
    ["--level", "huge", "m.wasm"], ["--argv0", "", "m.wasm"], ["gone.wasm"], ["-"], ["--"], ["run"],
    ["m.wasm", *["--dir", "."] * 65], ["--error-format", "xml", "m.wasm"], ["--trace=", "m.wasm"],
    ["--trace=gone/trace", "m.wasm"], ["--trace-filter", "fd_*", "m.wasm"], ["--trace", "--trace-filter", "", "m.wasm"],
    ["--trace", "--trace-filter", "fd_*,x", "m.wasm"], ["--trace-summary=x", "m.wasm"],
    ["--tcp-listen", "127.0.0.1:0", "m.wasm"], ["m.wasm", "--tcp-listen=127.0.0.1:0"],
]  # fmt: skip


@pytest.mark.parametrize("arguments", HANDED_OVER, ids=" ".join)
def test_everything_else_is_python_s(launch, arguments):
    done = launch(*arguments, m=guests.exits(0))

    assert (125, b"", NEEDS_PYTHON) == (done.returncode, done.stdout, done.stderr.partition(b"hint")[0])


@pytest.mark.parametrize("guest", [guests.REACTOR, guests.LACKS])
def test_failed_start_is_handed_to_python(launch, guest):
    assert NEEDS_PYTHON in launch("m.wasm", m=guest).stderr


def test_python_gets_the_arguments_and_the_input_as_they_were(tmp_path, executable):
    (tmp_path / "m.wasm").write_bytes(wat(guests.repeats("args")))
    environ = with_python({"WASIHOST_CACHE_DIR": str(tmp_path / "cache"), "WASIHOST_BACKGROUND": "0"})
    command = [str(executable), "--quiet", "-", b"\xff", ""]

    done = subprocess.run(command, input=wat(guests.repeats("args")), env=environ, capture_output=True, timeout=60)

    assert (0, b"-\0\xff\0\0", b"") == (done.returncode, done.stdout, done.stderr)


# ------------------------------------------------------------------------------------- what must not be trusted
def _other_mode(cache, module):
    os.chmod(cache / "modules", 0o755)


def _linked(cache, module):
    os.rename(cache / "modules", cache / "elsewhere")
    os.symlink("elsewhere", cache / "modules")


def _changed_module(cache, module):
    module.write_bytes(wat(guests.exits(4)))


def _touched_module(cache, module):
    os.utime(module, ns=(1, 1))


def _changed_artifact(cache, module):
    path = next((cache / "modules").glob("*.artifact"))
    data = path.read_bytes()
    path.unlink()
    path.write_bytes(data)


def _damaged_index(cache, module):
    path = next((cache / "modules").glob("*.index"))
    data = bytearray(path.read_bytes())
    data[40] ^= 1
    path.write_bytes(data)


def _short_index(cache, module):
    next((cache / "modules").glob("*.index")).write_bytes(b"short")


def _empty_index(cache, module):
    next((cache / "modules").glob("*.index")).write_bytes(b"")


def _long_index(cache, module):
    path = next((cache / "modules").glob("*.index"))
    path.write_bytes(path.read_bytes() + bytes(100_000))


def _index_of_another_file(cache, module):
    path = next((cache / "modules").glob("*.index"))
    other = module.with_name("other.wasm")
    shutil.copy(module, other)
    compile_before(other, cache)
    (theirs,) = set((cache / "modules").glob("*.index")) - {path}
    path.write_bytes(theirs.read_bytes())


@pytest.mark.parametrize(
    "damage",
    [
        _other_mode, _linked, _changed_module, _touched_module, _changed_artifact, _damaged_index, _short_index,
        _empty_index, _long_index, _index_of_another_file,
    ],
)  # fmt: skip
def test_damaged_cache_is_not_used(launch, tmp_path, damage):
    assert 3 == launch("m.wasm", m=guests.exits(3)).returncode

    damage(tmp_path / "cache", tmp_path / "m.wasm")

    assert NEEDS_PYTHON in launch("--level", "fast", "m.wasm").stderr


def test_an_artifact_of_another_version_is_compiled_again(launch, tmp_path, monkeypatch):
    launch("m.wasm", m=guests.exits(3))
    path = next((tmp_path / "cache" / "modules").glob("*.artifact"))
    with open(path, "r+b") as file:  # the header is wrong now, but the file is still the one that was written
        status = os.stat(path)
        file.seek(8)
        file.write(b"\xff")
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    assert NEEDS_PYTHON in launch("--level", "fast", "m.wasm").stderr  # ctime differs


def test_use_is_noted_to_the_hour(launch, tmp_path):
    launch("m.wasm", m=guests.exits(0))
    path = next((tmp_path / "cache" / "modules").glob("*.index"))
    for age, noted in ((600, False), (7200, True), (-7200, True)):
        then = path.stat().st_mtime_ns - age * 10**9
        os.utime(path, ns=(then, then))
        launch("m.wasm")
        assert noted == (abs(path.stat().st_mtime_ns - then) > 10**9)


def test_the_cache_is_where_python_puts_it(launch, tmp_path):
    (tmp_path / "m.wasm").write_bytes(wat(guests.exits(3)))
    for variable, below in (("HOME", ".cache/wasihost"), ("XDG_CACHE_HOME", "wasihost")):
        place = tmp_path / variable
        compile_before(tmp_path / "m.wasm", place / below)
        environ = {"WASIHOST_CACHE_DIR": "", variable: str(place)}
        assert 3 == launch("m.wasm", environ=environ).returncode
    environ = {"WASIHOST_CACHE_DIR": "", "HOME": "relative"}
    assert NEEDS_PYTHON in launch("--level", "fast", "m.wasm", environ=environ).stderr


def test_it_is_static_and_has_no_writable_code(executable):
    assert executable.stat().st_mode & stat.S_IXUSR
    segments = program_headers(executable.read_bytes())
    loaded = [flags for type_, flags in segments if type_ == 1]
    assert loaded and not any(flags & 1 and flags & 2 for flags in loaded)
    assert 3 not in [type_ for type_, _ in segments]  # PT_INTERP


def program_headers(data):
    """Type and flags of each."""
    start, count = int.from_bytes(data[32:40], "little"), int.from_bytes(data[56:58], "little")
    headers = [data[start + 56 * n : start + 56 * (n + 1)] for n in range(count)]
    return [(int.from_bytes(h[:4], "little"), int.from_bytes(h[4:8], "little")) for h in headers]
