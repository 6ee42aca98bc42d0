"""Executables that hold their module, where there is neither Python nor a cache."""

import os
import random
import re
import shutil
import signal
import stat
import subprocess
import tempfile

import pytest

from tests import door
from tests.cli import guests
from tests.hostile import guests as hostile
from tests.launcher.test_launcher import program_headers
from tests.wat import wat
from wasihost import abi, elf
from wasihost.cli.commands.compile import write_output
from wasihost.cli.executable import build, installed
from wasihost.cli.executable.installed import Facts, Recipe
from wasihost.cli.report.reporter import Reporter
from wasihost.engine import Engine
from wasihost.errors import InvalidModule, LinkError, UsageError, WasihostError

WASI = guests.WASI
ALONE = {"PATH": "/nowhere", "HOME": "/nowhere"}


@pytest.fixture(scope="session")
def artifact_of():
    """The artifact of a text module, made once."""
    made = {}

    def artifact_of(text, **kind):
        key = text, *kind
        if key not in made:
            made[key] = compiled(text, **kind)
        return made[key]

    return artifact_of


def compiled(text, **kind):
    read, write = os.pipe()
    with os.fdopen(write, "wb") as out:
        out.write(wat(text))
    try:
        fd = Engine(level="fast", jobs=1, **kind).artifact_for(f"/dev/fd/{read}")
    finally:
        os.close(read)
    with os.fdopen(fd, "rb") as file:
        file.seek(0)
        return file.read()


@pytest.fixture
def program(tmp_path, artifact_of):
    """`program(text, "--dir", ".")`: an executable with these options; settable ones when there are none."""

    def program(text, *words, needs=(), settable=None, name="tool", **kind):
        recipe = Recipe(words, "fast", "native", not words if settable is None else settable)
        data = build.pack(
            build.launcher(), artifact_of(text, **kind), recipe, needs, Facts("/m.wasm", "fast", "native", "1")
        )
        path = tmp_path / name
        write_output(str(path), data, mode=0o755)
        return path

    return program


def run(path, *args, cwd=None, **environ):
    return subprocess.run(
        [str(path), *args], cwd=cwd or path.parent, env={**ALONE, **environ}, stdin=subprocess.DEVNULL,
        capture_output=True, timeout=60,
    )  # fmt: skip


# -------------------------------------------------------------------------------- what it is given
@pytest.mark.parametrize(
    "args", [(), ("a", "", "b c"), ("--dir", "/", "--", "--help"), (b"\xff", "-V"), ("run", "m.wasm"), ("cache", "ls")]
)
def test_all_arguments_are_the_program_s(program, args):
    path = program(guests.repeats("args"))

    done = run(path, *args, WASIHOST_STRICT_ARGS="0", WASIHOST_CACHE_DIR="/nowhere")

    words = [os.fsencode(str(path)), *map(os.fsencode, args)]
    assert (0, b"".join(word + b"\0" for word in words), b"") == (done.returncode, done.stdout, done.stderr)


def test_it_may_be_started_without_a_name(program):
    done = subprocess.run([], executable=program(guests.repeats("args")), env=ALONE, capture_output=True)

    assert 0 == done.returncode  # the kernel makes an empty one of none


VARIABLES = [
    (("--env", "A=1", "--env", "B"), b"A=1\0B=b\0"),
    (("--env", "A"), b""),
    ((), b""),
]


@pytest.mark.parametrize("words, output", VARIABLES)
def test_only_fixed_and_passed_variables_reach_the_guest(program, words, output):
    assert output == run(program(guests.repeats("environ"), *words), B="b", C="c").stdout


def test_a_relative_grant_is_beneath_where_it_is_started_and_an_absolute_one_is_fixed(program, tmp_path):
    reads = program(READS, "--dir", ".::/here", "--dir", f"{tmp_path / 'fixed'}::/fixed")
    for place in ("one", "two", "fixed"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "file").write_text(place)

    assert [b"onefixed", b"twofixed"] == [run(reads, cwd=tmp_path / place).stdout for place in ("one", "two")]


READS = f"""(module
  (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 100) "file")
  (func $show (param $dir i32)
    (drop (call $open (local.get $dir) (i32.const 0) (i32.const 100) (i32.const 4) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0)))
    (i32.store (i32.const 8) (i32.const 200))
    (i32.store (i32.const 12) (i32.const 100))
    (drop (call $read (i32.load (i32.const 0)) (i32.const 8) (i32.const 1) (i32.const 12)))
    (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16))))
  (func (export "_start") (call $show (i32.const 3)) (call $show (i32.const 4))))"""

SETTINGS = [
    # the variable, what the program sees
    ("--dir .", b".\n"),
    ("  --dir   .::/x  --dir=.::/y::ro ", b"/x\n/y\n"),
    ("--dir\n.::/a b\n\n--dir=.::/c d\n", b"/a b\n/c d\n"),
    ("--dir .::/a b\n--dir  .::/c\n--epipe\n", b"/a b\n/c\n"),
    ("--epipe \n--dir=.::/a b --x", b"/a b --x\n"),
    ("", b""),
    ("\n \n", None),
    ("--nothing", None),
    ("--dir", None),
    ("--dir . word", None),
    ("--help", None),
    ("--trace-filter path_open", None),
    ("--quiet", b""),
    (" ".join(["--dir ."] * 65), None),
]


@pytest.mark.parametrize("value, output", SETTINGS)
def test_without_grants_of_its_own_it_takes_those_of_the_variable(program, value, output):
    done = run(program(guests.PREOPENS), WASIHOST_OPTIONS=value)

    if output is None:
        assert (2, b"") == (done.returncode, done.stdout)
        assert done.stderr.startswith(b"error: tool: invalid option")
    else:
        assert (0, output, b"") == (done.returncode, done.stdout, done.stderr)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a program that has other rights than its user")
def test_with_rights_that_the_user_has_not_it_takes_no_options_from_the_user(program):
    source = program(guests.PREOPENS)
    with tempfile.TemporaryDirectory() as open_to_all:
        os.chmod(open_to_all, 0o755)
        path = os.path.join(open_to_all, "tool")
        shutil.copy(source, path)
        environ = {**ALONE, "WASIHOST_OPTIONS": "--dir /"}
        outputs = []
        for mode in (0o755, 0o4755):
            os.chmod(path, mode)
            outputs.append(subprocess.run([path], env=environ, cwd="/", user=65534, capture_output=True).stdout)

    assert [b"/\n", b""] == outputs


def test_grants_of_its_own_are_all_it_has(program):
    assert b"/x\n" == run(program(guests.PREOPENS, "--dir", ".::/x"), WASIHOST_OPTIONS="--dir .::/y").stdout


# -------------------------------------------------------------------------------- how it ends
@pytest.mark.parametrize("code, status", [(0, 0), (3, 3), (126, 126), (255, 255), (256, 1), (-1, 255)])
def test_exit_status_is_that_of_the_guest(program, code, status):
    assert status == run(program(guests.exits(code))).returncode


def test_a_closed_pipe_ends_it_as_a_native_program(program):
    with subprocess.Popen(
        [program(guests.FOREVER)], env=ALONE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout.read(1)
        running.stdout.close()
        assert (-signal.SIGPIPE, b"") == (running.wait(30), running.stderr.read())


def test_initial_memory_is_mapped_from_inside_the_file(program):
    text = "x" * 250
    assert (0, text.encode()) == ((done := run(program(guests.says(text)))).returncode, done.stdout)


def test_a_trap_has_a_backtrace(program):
    done = run(program(guests.DIVIDES))

    expected = (
        b"error: wasm trap: integer divide by zero: i32.div_s\n"
        b"  0: tool!div (func[0]) at 0x2f\n  1: tool!main (func[1]) at 0x37\n  2: tool!func[2] at 0x3d\n"
    )
    assert (134, expected) == (done.returncode, done.stderr)


def test_recursion_is_folded(program):
    lines = run(program(guests.RECURSES)).stderr.decode().splitlines()

    assert ["error: wasm trap: call stack exhausted", "  0: tool!f (func[0]) at 0x25"] == lines[:2]
    assert re.fullmatch("     … [0-9 ]+ more of f \\(func\\[0\\]\\) …", lines[2])
    assert lines[4].endswith(": tool!func[2] at 0x31") and len(lines) == 5


def test_names_do_not_steer_the_terminal(program):
    name = f"\\1b[31m\\c2\\9b{'x' * 3000}"
    stderr = run(program(f'(module (func (@name "{name}") (export "_start") unreachable))')).stderr

    assert b"tool!\\x1b[31m\\x9bxxx" in stderr
    assert not set(stderr) - set(range(32, 127)) - {10, *"…".encode()}
    assert len(stderr) < 1100


def test_an_unknown_import_traps_when_it_is_called(program):
    done = run(program(guests.LACKS, "--unknown-imports", "trap"))

    first = b"error: wasm trap: call of an unknown import: `env::now`"
    assert (134, first) == (done.returncode, done.stderr.splitlines()[0])


def test_it_can_be_traced(program, tmp_path):
    path = program(guests.says("x"))

    assert b"fd_write" in run(path, WASIHOST_OPTIONS="--trace").stderr
    assert b"x" == run(path, WASIHOST_OPTIONS="--trace=log").stdout
    assert "fd_write" in (tmp_path / "log").read_text()
    done = run(path, WASIHOST_OPTIONS="--trace=no/log")
    assert (125, b"error: tool: cannot write the file of `--trace`\n") == (done.returncode, done.stderr)


LOST = "error: the trace is incomplete: no space left on device\nhint: write it where there is room: `--trace=FILE`\n"
INCOMPLETE = [
    # guest, options, how standard error ends
    (guests.says("x"), "--trace=/dev/full", LOST),
    (guests.exits(3), "--trace=/dev/full", LOST),
    (guests.DIVIDES, "--trace=/dev/full", ""),  # it called nothing
    (guests.says("x"), "--trace", None),
    (guests.says("x"), "--trace-summary", None),
]


@pytest.mark.parametrize("text, options, stderr", INCOMPLETE)
def test_an_incomplete_trace_is_a_failure(program, text, options, stderr):
    """None: standard error is what is full."""
    path = program(text)

    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [path], env={**ALONE, "WASIHOST_OPTIONS": options}, stdout=subprocess.PIPE,
            stderr=full if stderr is None else subprocess.PIPE, timeout=60,
        )  # fmt: skip

    assert (134 if text == guests.DIVIDES else 125) == done.returncode
    assert stderr is None or done.stderr.decode().endswith(stderr)
    assert text != guests.says("x") or b"x" == done.stdout


@pytest.mark.parametrize("watched", ["--trace", "--trace-summary", "--trace=log", "--trace --trace-filter fd_*"])
def test_a_guest_sees_nothing_of_being_traced(program, watched):
    path = program(guests.LOOKS, canonical_nans=True, settable=True)  # code for `--reproducible`

    alone, traced = (run(path, WASIHOST_OPTIONS=f"--clock virtual --seed 1 {options}") for options in ("", watched))

    assert (0, 256) == (alone.returncode, len(alone.stdout))
    assert alone.stdout == traced.stdout


# -------------------------------------------------------------------------------- how much it may use
LIMITS = [
    # guest, options, exit status, standard error up to the backtrace
    (hostile.LOOP, ["--timeout", "50ms"], 124, "error: the guest ran longer than 0.05 s (--timeout)\n"),
    (hostile.YIELDS, ["--timeout", "0.0625"], 124, "error: the guest ran longer than 0.0625 s (--timeout)\n"),
    (hostile.LOOP, ["--fuel", "1000"], 134, "error: out of fuel: 1000 used (--fuel)\n"),
    (guests.FOREVER, ["--max-output", "1234567"], 134, "error: the guest wrote more than 1.2 MiB (--max-output)\n"),
    (hostile.GROWS, ["--max-memory", "1.5M"], 3, ""),
    (hostile.GROWS_TABLE, ["--max-table", "100"], 100, ""),
    (hostile.RECURSION, ["--max-stack", "64K"], 134, "error: wasm trap: call stack exhausted\n"),
    (hostile.LARGE_MEMORY, ["--max-memory", "64K"], 126,
     "error: tool: a memory starts with 1.0 GiB, but all memories together may have at most 64.0 KiB (--max-memory)\n"),
    (hostile.LARGE_TABLE, ["--max-table", "7"], 126,
     "error: tool: a table starts with 9000000 entries, but all tables together may have at most 7 (--max-table)\n"),
]  # fmt: skip


@pytest.mark.parametrize("settable", [True, False])
@pytest.mark.parametrize("guest, options, status, stderr", LIMITS)
def test_limits_apply_whether_fixed_or_set(program, guest, options, status, stderr, settable):
    """Fixed, or in the variable."""
    kind = {"metered": True} if "--fuel" in options else {}
    if not settable:
        done = run(program(guest, *options, settable=False, **kind), WASIHOST_OPTIONS="--max-output 1 --fuel 1")
    elif not kind:
        done = run(program(guest, **kind), WASIHOST_OPTIONS=" ".join(options))
    else:
        done = run(program(guest, "--fuel", "1", settable=True, **kind), WASIHOST_OPTIONS=" ".join(options))

    assert (status, stderr) == (done.returncode, done.stderr.decode().partition("  0: ")[0])


@pytest.mark.parametrize("value", ["--fuel 5", "--canonical-nans", "--reproducible"])
def test_code_that_was_not_made_cannot_be_asked_for(program, value):
    done = run(program(guests.EMPTY), WASIHOST_OPTIONS=value)

    assert (2, b"error: tool: `WASIHOST_OPTIONS` needs other code") == (
        done.returncode,
        done.stderr.rpartition(b": `--fuel`")[0],
    )


@pytest.mark.parametrize(
    "value, word",
    [
        ("--dir . --fule 5", "--fule"), ("--timeout 0 --dir .", "--timeout 0"), ("--dir . x --epipe", "x"), ("x", "x"),
        ("--dir", "--dir"), ("--tcp-listen [::1]:0", "--tcp-listen [::1]:0"),
        ("--max-memory=1_0M", "--max-memory=1_0M"),
        ("--\x1b[31m", "--\\x1b[31m"), ("--dir .\n--foo bar", "--foo"), ("--quiet --", "--"),
        ("--env A*", "--env A*"), ("--trace=-", "--trace=-"),
    ],
)  # fmt: skip
def test_the_word_that_cannot_be_understood_is_named(program, value, word):
    done = run(program(guests.exits(3)), WASIHOST_OPTIONS=value)

    assert 2 == done.returncode
    assert f"error: tool: invalid option `{word}` in `WASIHOST_OPTIONS`" == done.stderr.decode().splitlines()[0]


@pytest.mark.parametrize("value", ["--config x", "--profile x", "--error-format json", "--tcp-listen [::1]:0"])
def test_options_that_need_python_are_rejected(program, value):
    done = run(program(guests.EMPTY), WASIHOST_OPTIONS=value)

    assert 2 == done.returncode
    assert done.stderr.startswith(b"error: tool: invalid option")


@pytest.mark.parametrize("option", ["--level max", "--cache-dir x", "--no-cache", "--jobs 2", "--no-background"])
def test_options_without_effect_are_rejected(program, option):
    done = run(program(guests.EMPTY), WASIHOST_OPTIONS=f"--quiet {option}")

    name = option.partition(" ")[0]
    message = f"error: tool: `{name}` in `WASIHOST_OPTIONS` has no effect: this file is compiled already\n"
    assert (2, message) == (done.returncode, done.stderr.decode())


def test_a_variable_of_any_length_has_room(program):
    path = program(guests.repeats("environ"))

    assert b"A=1\0" == run(path, WASIHOST_OPTIONS="--env A=1" + " " * 100_000).stdout
    assert 2 == run(path, WASIHOST_OPTIONS="a " * 60_000).returncode


# -------------------------------------------------------------------------------- by whom it is run
def as_nobody(path, *args, mode, **environ):
    """Run a copy of an executable, with this mode, as a user who does not own it."""
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o755)
        copy = shutil.copy(path, os.path.join(place, "tool"))
        os.chmod(copy, mode)
        return subprocess.run(
            [copy, *args], cwd="/", env={**ALONE, **environ}, user=65534, group=65534, extra_groups=[],
            stdin=subprocess.DEVNULL, capture_output=True, timeout=60,
        )  # fmt: skip


EXECUTED = [
    # module, arguments, exit status, standard output, standard error
    (guests.says("x" * 250), [], 0, b"x" * 250, b""),
    (guests.repeats("args"), ["a"], 0, None, b""),
    (guests.exits(3), [], 3, b"", b""),
    (guests.DIVIDES, [], 134, b"", b"error: wasm trap: integer divide by zero: i32.div_s\n  0: tool!div"),
]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("mode", [0o111, 0o511, 0o4111, 0o555])
@pytest.mark.parametrize("text, args, status, stdout, stderr", EXECUTED, ids=range(len(EXECUTED)))
def test_who_may_execute_it_need_not_be_able_to_read_it(program, text, args, status, stdout, stderr, mode):
    done = as_nobody(program(text), *args, mode=mode)

    assert status == done.returncode
    assert done.stderr.startswith(stderr)
    assert done.stdout == stdout if stdout is not None else done.stdout.endswith(b"/tool\0a\0")


def test_limit_of_open_files_is_reported():
    """Python could not start either."""
    line = 'ulimit -n 3; exec "$0" --version'
    done = subprocess.run(
        ["sh", "-c", line, door.launcher()], stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )

    assert (125, b"") == (done.returncode, done.stdout)
    assert (
        b"error: cannot open files: too many open files\nhint: raise the limit of open files: `ulimit -n`\n"
        == done.stderr
    )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_unreadable_launcher_is_reported():
    done = as_nobody(door.launcher(), "--version", mode=0o111, PATH=os.environ["PATH"])

    assert (125, b"") == (done.returncode, done.stdout)
    assert done.stderr.startswith(b"error: this needs Python, which cannot read this file: permission denied\nhint: ")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("mode, size", [(0o555, 1), (0o555, 100_000), (0o111, 5000), (0o111, 100_000)])
def test_one_that_was_cut_off_is_damaged(program, mode, size):
    path = program(guests.EMPTY)
    os.truncate(path, path.stat().st_size - size)

    done = as_nobody(path, mode=mode)

    assert (125, b"error: tool: this file is damaged\nhint: compile it again\n") == (done.returncode, done.stderr)


# -------------------------------------------------------------------------------- what is refused
def test_a_grant_that_is_not_there(program):
    for host, reason in (("gone", b"no such directory"), ("tool", b"not a directory")):
        done = run(program(guests.EMPTY, "--dir", f"{host}::/x"))
        expected = b"error: tool: cannot preopen `%s::/x`: %s\n" % (host.encode(), reason)
        assert (125, expected) == (done.returncode, done.stderr)


def test_malformed_grant_is_rejected(program):
    done = run(program(guests.EMPTY), WASIHOST_OPTIONS="--dir .::ro")

    assert (2, b"error: tool: cannot preopen `.::ro`: write HOST[::GUEST[::ro]]\n") == (done.returncode, done.stderr)


def test_an_import_of_another_type(program):
    text = f'(module (import "{WASI}" "fd_write" (func (param i64))) (func (export "_start")))'
    done = run(program(text))

    expected = f"error: tool: unknown import, or one of another type: `{WASI}::fd_write`\n"
    assert (126, expected) == (done.returncode, done.stderr.decode())


@pytest.mark.parametrize("need", ["sse99", "f", "flags", "sse sse2"])
def test_missing_processor_feature_is_reported(program, need):
    done = run(program(guests.EMPTY, needs=["fpu", need]))

    assert 125 == done.returncode
    assert done.stderr.startswith(b"error: tool: this program was compiled for a processor with `%s`" % need.encode())


def test_a_processor_with_all_of_it(program):
    needs = Engine().cpu_flags()

    assert needs and 0 == run(program(guests.EMPTY, needs=needs)).returncode


def _flip(at):
    def flip(data, place):
        data[at(place)] ^= 0xFF

    return flip


def _cut(part):
    def cut(data, place):
        del data[place + part :]

    return cut


DAMAGE = {
    "magic of the bundle": _flip(lambda place: place),
    "version of the bundle": _flip(lambda place: place + 8),
    "place of the artifact": _flip(lambda place: place + abi.Bundle.offset("artifact") + 3),
    "size of the artifact": _flip(lambda place: place + abi.Bundle.offset("artifact_size")),
    "magic of the artifact": _flip(lambda place: place + abi.HOST_PAGE),
    "version of the artifact": _flip(lambda place: place + abi.HOST_PAGE + 8),
    "cut before the bundle": _cut(0),
    "cut in the bundle": _cut(10),
    "cut in the artifact": _cut(abi.HOST_PAGE + 5000),
    "cut before the artifact": _cut(abi.HOST_PAGE - 5),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_bundle_is_reported(program, damage):
    path = program(guests.exits(3), "--env", "A=1")
    data = bytearray(path.read_bytes())
    (place,) = [offset for type_, offset in placed(data) if type_ == abi.PT_BUNDLE]
    damage(data, place)
    path.unlink()
    path.write_bytes(data)
    path.chmod(0o755)

    done = run(path)

    assert (125, b"error: tool: this file is damaged\nhint: compile it again\n") == (done.returncode, done.stderr)


def placed(data):
    """Type and offset of each program header."""
    start, count = int.from_bytes(data[32:40], "little"), int.from_bytes(data[56:58], "little")
    headers = [elf.ProgramHeader.unpack(data, start + elf.ProgramHeader.size * n) for n in range(count)]
    return [(header.type, header.offset) for header in headers]


# ------------------------------------------------------------------------------------------ the file
def test_recipe_of_an_executable_can_be_read(program, tmp_path):
    path = program(guests.EMPTY, "--dir", "a b::/x", "--env", "A=é", needs=["fpu"])

    recipe = Recipe(("--dir", "a b::/x", "--env", "A=é"), "fast", "native")
    assert (recipe, Facts("/m.wasm", "fast", "native", "1")) == installed.read(str(path))


FOREIGN = [b"", b"\x7fELF", b"#!/bin/sh\n", b"\x7fELF" + bytes(60), b"\x7fELF" + b"\xff" * 5000]


@pytest.mark.parametrize("data", FOREIGN)
def test_other_files_are_none(tmp_path, data):
    (tmp_path / "x").write_bytes(data)

    assert installed.read(str(tmp_path / "x")) is None


def test_random_headers_never_crash_the_reader(program, tmp_path):
    """Its offsets and sizes lead anywhere."""
    path, other, found = program(guests.EMPTY, "--env", "A=1"), tmp_path / "x", 0
    data, rng = path.read_bytes(), random.Random(2)
    ((_, place),) = [header for header in placed(data) if header[0] == abi.PT_BUNDLE]
    for _ in range(500):
        changed = bytearray(data)
        for _ in range(rng.choice((1, 1, 3))):
            start, size = rng.choice(((32, 32), (64, 56 * len(placed(data))), (place, abi.Bundle.size)))
            width = rng.choice((1, 2, 4, 8))
            at = start + rng.randrange(size - width)
            changed[at : at + width] = rng.choice((bytes(width), b"\xff" * width, rng.randbytes(width)))
        other.write_bytes(changed[: rng.choice((len(data), rng.randrange(len(data))))])
        found += installed.read(str(other)) is not None
    assert 50 < found < 450


def test_the_launcher_alone_is_none(tmp_path):
    (tmp_path / "x").write_bytes(build.launcher())

    assert installed.read(str(tmp_path / "x")) is None


def test_it_is_static_without_writable_code_and_replaced_while_it_runs(program):
    path = program(guests.SPINS)
    segments = program_headers(path.read_bytes())
    assert not any(flags & 1 and flags & 2 for type_, flags in segments if type_ == 1)
    assert 3 not in [type_ for type_, _ in segments]  # PT_INTERP
    with subprocess.Popen([path], env=ALONE, stdout=subprocess.PIPE) as running:
        assert running.stdout.read(1)
        program(guests.exits(3))
        assert running.poll() is None
        running.kill()

    assert 3 == run(path).returncode
    assert ["tool"] == os.listdir(path.parent)


def test_writing_removes_no_file_that_was_there(tmp_path):
    there = tmp_path / f"x.{os.getpid()}.tmp"
    there.write_text("another's")

    with pytest.raises(WasihostError, match="file exists"):
        write_output(str(tmp_path / "x"), b"data")

    assert "another's" == there.read_text()


# -------------------------------------------------------------------------------- made of what
def module(tmp_path, text):
    (tmp_path / "m.wasm").write_bytes(wat(text))
    return str(tmp_path / "m.wasm")


@pytest.mark.parametrize("cpu", ["native", "baseline"])
def test_code_for_every_processor_or_this_one(tmp_path, cpu):
    path = str(tmp_path / "x")
    recipe = Recipe((), "fast", cpu)

    write_output(path, build.make(module(tmp_path, guests.exits(3)), recipe, jobs=1), mode=0o755)

    data = (tmp_path / "x").read_bytes()
    (place,) = [offset for type_, offset in placed(data) if type_ == abi.PT_BUNDLE]
    bundle = abi.Bundle.unpack(data, place)
    header = abi.ArtifactHeader.unpack(data, place + bundle.artifact)
    assert (cpu == "native") == bool(bundle.feature_count) == (not header.key.endswith(abi.ANY_CPU))
    assert 3 == run(tmp_path / "x").returncode
    assert stat.S_IXUSR & os.stat(path).st_mode


@pytest.mark.parametrize("text, error", [(guests.LACKS, LinkError), (guests.REACTOR, InvalidModule)])
def test_module_that_cannot_run_is_not_packed(tmp_path, text, error):
    with pytest.raises(error):
        build.make(module(tmp_path, text), Recipe((), "fast", "native"), jobs=1)


@pytest.mark.parametrize(
    "given",
    [
        {"dir": ["::/x"]}, {"dir": [".::ro"]}, {"env": ["=x"]}, {"dir": ["."] * 65}, {"timeout": ""}, {"timeout": "0"},
        {"max_memory": "x"}, {"unknown_imports": "x"}, {"clock": "noon"},
    ],
)  # fmt: skip
def test_options_are_read_before_anything_is_compiled(given):
    with pytest.raises(UsageError):
        build.fixed_options(given, Reporter())


def test_fixed_options_are_read_back_unchanged():
    given = {"dir": ["a", "b"], "env": ["A=--dir"], "reproducible": True, "timeout": "2s", "sorted_dirs": False}
    words = ("--dir", "a", "--dir", "b", "--env", "A=--dir", "--timeout", "2s", "--reproducible")

    assert words == build.fixed_options({**given, "fuel": None}, Reporter())
