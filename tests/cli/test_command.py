"""The command as a shell sees it: exit status, standard output, standard error, signals."""

import os
import pty
import shlex
import signal
import subprocess
import time

import pytest

from tests.cli import guests
from tests.cli.conftest import processes_of
from tests.wat import wat

STATUS = [(0, 0), (1, 1), (42, 42), (125, 125), (126, 126), (255, 255), (256, 1), (1000, 232), (-1, 255)]


@pytest.mark.parametrize("code, status", STATUS)
def test_exit_status_is_the_guests_own(wasihost, code, status):
    done = wasihost("m.wasm", m=guests.exits(code))

    assert (status, b"", b"") == (done.returncode, done.stdout, done.stderr)


RUNS = [
    # guest, arguments behind the command, standard output
    (guests.repeats("args"), ["m.wasm", "a", "", "b c"], b"m.wasm\0a\0\0b c\0"),
    (guests.repeats("args"), ["./m.wasm", "--", "--dir"], b"./m.wasm\0--dir\0"),
    (guests.repeats("args"), ["run", "--argv0", "tool", "m.wasm", "x"], b"tool\0x\0"),
    (guests.repeats("args"), ["m.wasm", b"\xff\xfe", "ä€😀"], b"m.wasm\0\xff\xfe\0" + "ä€😀\0".encode()),
    (guests.repeats("args"), ["-"], b"-\0"),
    (guests.repeats("environ"), ["m.wasm"], b""),
    (
        guests.repeats("environ"),
        ["--env", "A=1", "--env", "FROM_HOST", "--env", "NOT_SET", "m.wasm"],
        b"A=1\0FROM_HOST=\xff\0",
    ),
    (guests.PREOPENS, ["m.wasm"], b""),
    (guests.PREOPENS, ["m.wasm", "--dir", ".", "--dir", "/::/root::ro"], b".\n/root\n"),
    (guests.says("hello\n"), ["m.wasm"], b"hello\n"),
]


@pytest.mark.parametrize("guest, args, stdout", RUNS)
def test_guest_receives_arguments_environment_and_streams(wasihost, tmp_path, guest, args, stdout):
    (tmp_path / "in").write_bytes(wat(guest))
    with open(tmp_path / "in", "rb") as stdin:
        done = wasihost(*args, m=guest, stdin=stdin, environ={"FROM_HOST": "\udcff"})

    assert (stdout, b"") == (done.stdout, done.stderr)


ROFS = 69  # WASI's errno
GRANTS = [
    ([".::/data::ro"], ROFS),
    ([".::/data::ro", "."], ROFS),
    ([".::/data"], 0),
    (["."], 0),
    ([".", ".::/x::ro"], 0),
]


@pytest.mark.parametrize("directories, status", GRANTS, ids=[" ".join(row[0]) for row in GRANTS])
def test_only_a_directory_to_read_cannot_be_written(wasihost, tmp_path, directories, status):
    done = wasihost("m.wasm", *[f"--dir={directory}" for directory in directories], m=guests.CREATES)

    assert status == done.returncode
    assert (tmp_path / "f").exists() == (status == 0)


@pytest.mark.parametrize("name", ["hello.wat", "hello.wasm"])
def test_text_module_is_recognized_by_content_not_by_name(wasihost, tmp_path, name):
    (tmp_path / name).write_text(f";; a guest\n{guests.says('hello')}")

    done = wasihost(name)

    assert (b"hello", b"", 0) == (done.stdout, done.stderr, done.returncode)


def test_functions_of_text_have_their_identifiers_in_backtraces(wasihost, tmp_path):
    (tmp_path / "m.wat").write_text('(func (export "_start") (call $fails)) (func $fails unreachable)')

    assert b"  0: m.wat!fails (func[1]) at 0x" in wasihost("m.wat").stderr


# --------------------------------------------------------------------------------------------------------- messages
MESSAGES = [
    # guest, arguments, exit status, standard error
    (guests.EMPTY, ["--dri", ".", "m.wasm"], 2, "error: unknown option `--dri`\nhint: did you mean `--dir`?\n"),
    (guests.EMPTY, [], 2, "error: no module is given\nhint: run one: `wasihost MODULE`, or see `wasihost --help`\n"),
    (guests.EMPTY, ["gone.wasm"], 127, "error: cannot open module `gone.wasm`: no such file or directory\n"),
    (
        guests.EMPTY,
        ["complie", "m.wasm"],
        127,
        "error: cannot open module `complie`: no such file or directory\nhint: did you mean `wasihost compile`?\n",
    ),
    (
        guests.EMPTY,
        ["--quiet", "cache", "ls"],
        127,
        "error: cannot open module `cache`: no such file or directory\n"
        "hint: a command must come before all options: `wasihost cache …`\n",
    ),
    (
        guests.EMPTY,
        ["m.wasm", "--dir", "data::/data"],
        2,
        "error: cannot preopen `data` as `/data`: no such directory\n"
        "hint: create it, or grant another directory: `wasihost m.wasm --dir HOST::GUEST`\n",
    ),
    (
        guests.DIVIDES,
        ["./m.wasm"],
        134,
        "error: wasm trap: integer divide by zero: i32.div_s\n"
        "  0: m.wasm!div (func[0]) at 0x2f\n  1: m.wasm!main (func[1]) at 0x37\n  2: m.wasm!func[2] at 0x3d\n",
    ),
    (
        guests.LACKS,
        ["m.wasm"],
        126,
        "error: m.wasm: unknown imports: wasihost provides `wasi_snapshot_preview1` only\n"
        "  `env::log`: function (i32, i32) -> ()\n  `env::now`: function () -> (i64)\n"
        "hint: if the program does not need them, run it with `--unknown-imports trap`\n",
    ),
    (
        guests.LACKS,
        ["--unknown-imports", "trap", "m.wasm"],
        134,
        "error: wasm trap: call of an unknown import: `env::now`\n  0: m.wasm!func[2] at 0x43\n",
    ),
    (
        guests.MATH,
        ["m.wasm"],
        126,
        "error: m.wasm: the module is not a command: it exports no function `_start`\n"
        "hint: call one of its functions with `--invoke NAME`: "
        "`add`, `add64`, `half32`, `half64`, `swap`, `null`, `nothing`, `divide` …\n",
    ),
    (
        guests.MATH,
        ["m.wasm", "--invoke", "ad", "1"],
        126,
        "error: m.wasm: the module does not export a function `ad`\nhint: it exports `add`\n",
    ),
    (guests.MATH, ["m.wasm", "--invoke", "add", "1"], 2, "error: `add` takes 2 arguments (i32, i32), 1 given\n"),
    (
        guests.MATH,
        ["m.wasm", "--invoke", "add", "1", "x"],
        2,
        "error: argument 2 of `add`: expected a 32-bit integer (i32), found `x`\n",
    ),
    (
        guests.MATH,
        ["m.wasm", "--invoke", "divide", "1", "0"],
        134,
        "error: wasm trap: integer divide by zero: i32.div_s\n  0: m.wasm!func[7] at 0xd0\n",
    ),
]


@pytest.mark.parametrize(
    "guest, args, status, stderr", MESSAGES, ids=[" ".join(row[1]) or "nothing" for row in MESSAGES]
)
def test_error_message_and_status_of_a_run(wasihost, guest, args, status, stderr):
    done = wasihost(*args, m=guest)

    assert (stderr, status, b"") == (done.stderr.decode(), done.returncode, done.stdout)


INVALID = [
    # bytes, standard error
    (b"", "error: m.wasm:0x0: the file is empty\n"),
    (b"\0asm\1\0\0\0\x0f\0", "error: m.wasm:0x8: malformed section id\n"),
    (
        bytes.fromhex("0061736d01000000 0105016000017f 03020100 0a040102000b"),
        "error: m.wasm:0x18: func[0] `end`: type mismatch: expected i32, found nothing\n",
    ),
    (
        b"(module\n\t(func (call $f)))",
        "error: m.wasm:2:14: unknown func `$f`\n     (func (call $f)))\n                 ^\n",
    ),
]


@pytest.mark.parametrize("content, stderr", INVALID, ids=[row[1][:40] for row in INVALID])
def test_an_invalid_module_is_named_with_the_byte_at_fault(wasihost, tmp_path, content, stderr):
    (tmp_path / "m.wasm").write_bytes(content)

    done = wasihost("m.wasm")

    assert (stderr, 126, b"") == (done.stderr.decode(), done.returncode, done.stdout)


def test_a_runaway_recursion_is_folded(wasihost):
    done = wasihost("m.wasm", m=guests.RECURSES)

    lines = done.stderr.decode().splitlines()
    assert "error: wasm trap: call stack exhausted" == lines[0]
    assert lines[-3].endswith("m.wasm!main (func[1]) at 0x2c")
    assert "hint: if it needs a deeper recursion, give it more stack: `--max-stack`" == lines[-1]
    assert len(lines) <= 10
    assert 134 == done.returncode


INVOKED = [
    # arguments, standard output
    ("add 1 2", "3\n"),
    ("add -1 -2", "-3\n"),
    ("add 0xffffffff 1", "0\n"),
    ("add 2147483647 1", "-2147483648\n"),
    ("add64 -9223372036854775808 18446744073709551615", "9223372036854775807\n"),
    ("half32 0.2", "0.1\n"),
    ("half32 16777217", "8388608\n"),
    ("half32 nan", "nan\n"),
    ("half32 -inf", "-inf\n"),
    ("half64 0.2", "0.1\n"),
    ("half64 0x1.8p1", "1.5\n"),
    ("half32 -0", "-0\n"),
    ("half64 -0", "-0\n"),
    ("half32 2", "1\n"),
    ("half64 2", "1\n"),
    ("half32 200000", "100000\n"),
    ("half64 200000", "100000\n"),
    ("half32 -nan", "-nan\n"),
    ("half32 nan:0x600001", "nan:0x600001\n"),
    ("half32 nan:0x200001", "nan:0x600001\n"),  # a signalling one becomes quiet
    ("half64 -nan:0xc000000000001", "-nan:0xc000000000001\n"),
    ("half64 1_0", "5\n"),
    ("swap 7 1.5", "1.5\n7\n"),
    ("null null", "null\n"),
    ("double -1", "0xfffffffffffffffefffffffffffffffe\n"),
    ("double 0x10", "0x00000000000000000000000000000020\n"),
    ("nothing", ""),
]


@pytest.mark.parametrize("line, stdout", INVOKED, ids=[row[0] for row in INVOKED])
def test_invoke_prints_results(wasihost, line, stdout):
    done = wasihost("m.wasm", "--invoke", *line.split(), m=guests.MATH)

    assert (stdout, "", 0) == (done.stdout.decode(), done.stderr.decode(), done.returncode)


def test_invoke_initializes_a_reactor_first(wasihost):
    assert b"42\n" == wasihost("m.wasm", "--invoke", "ready", m=guests.REACTOR).stdout


# ------------------------------------------------------------------------------------------------ streams and signals
def test_our_own_output_that_cannot_be_written_is_a_failure(wasihost):
    with open("/dev/full", "wb") as full:
        done = wasihost(
            "m.wasm",
            "--invoke",
            "add",
            "1",
            "2",
            m=guests.MATH,
            capture_output=False,
            stdout=full,
            stderr=subprocess.PIPE,
        )

    assert (b"error: cannot write the output: no space left on device\n", 125) == (done.stderr, done.returncode)


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["m.wasm", "--invoke", "add", "1", "2"],
        ["--confine", "m.wasm", "--invoke", "add", "1", "2"],
        ["inspect", "m.wasm"],
        ["m.wasm"],
    ],
)
def test_a_closed_pipe_ends_the_process_silently(wasihost, args):
    reader, writer = os.pipe()
    os.close(reader)
    guest = guests.MATH if len(args) != 1 else guests.FOREVER

    done = wasihost(*args, m=guest, capture_output=False, stdout=writer, stderr=subprocess.PIPE)

    os.close(writer)
    assert (-signal.SIGPIPE, b"") == (done.returncode, done.stderr)


PIPE = 64  # WASI's errno


@pytest.mark.parametrize("fd", [1, 2])
def test_with_epipe_the_guest_hears_of_a_closed_pipe(wasihost, fd):
    reader, writer = os.pipe()
    os.close(reader)
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, ("stdout", "stderr")[fd - 1]: writer}

    # Where the machine is slow, the command would speak of compiling, and hear of the pipe first.
    done = wasihost("--quiet", "--epipe", "m.wasm", m=guests.says("x", fd), capture_output=False, **streams)

    os.close(writer)
    assert PIPE == done.returncode


def test_a_closed_standard_error_ends_the_process_too(wasihost):
    reader, writer = os.pipe()
    os.close(reader)

    done = wasihost("m.wasm", m=guests.says("x", 2), capture_output=False, stderr=writer)

    os.close(writer)
    assert -signal.SIGPIPE == done.returncode


def test_other_pipes_never_end_the_process(command, tmp_path, environ):
    """Whoever holds the other end of a granted FIFO would decide how long the guest lives."""
    (tmp_path / "m.wasm").write_bytes(wat(guests.WRITES_TO_A_FIFO))
    os.mkfifo(tmp_path / "f")
    reader = os.open(tmp_path / "f", os.O_RDONLY | os.O_NONBLOCK)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with started(command, tmp_path, environ, "m.wasm", "--dir", ".", **pipes) as process:
        assert process.stdout.read(1) == b"f"
        os.close(reader)

        assert (b"", b"") == process.communicate(b"x", timeout=10)
        assert PIPE == process.returncode


CLOSED = [(0, "<&-"), (1, ">&-"), (2, "2>&-")]


@pytest.mark.parametrize("fd, redirection", CLOSED)
def test_a_closed_stream_is_closed_for_the_guest(tmp_path, environ, command, fd, redirection):
    """Not the module, nor a granted directory, that happens to be opened under its number."""
    (tmp_path / "m.wasm").write_bytes(wat(guests.says("x", fd)))

    line = f"{shlex.join(command)} m.wasm --dir . {redirection}"
    badf = 8
    for _ in range(2):  # the second time it is compiled already
        done = subprocess.run(line, shell=True, cwd=tmp_path, env=environ, capture_output=True)
        assert badf == done.returncode


def started(command, tmp_path, environ, *args, **options):
    """A process in a group of its own, once it has begun to run."""
    return subprocess.Popen(
        [*command, *args], cwd=tmp_path, env=environ, start_new_session=True,
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, **options},
    )  # fmt: skip


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
@pytest.mark.parametrize("limits", [(), ("--timeout", "60s")], ids=["no limits", "limited time"])
def test_a_running_guest_dies_of_the_real_signal(tmp_path, environ, command, number, limits):
    (tmp_path / "m.wasm").write_bytes(wat(guests.SPINS))
    for _ in range(2):  # the second time it is compiled already
        process = started(command, tmp_path, environ, "--quiet", *limits, "m.wasm", stdout=subprocess.PIPE)
        process.stdout.read(1)  # the guest's sign that it runs

        process.send_signal(number)

        assert (b"", b"") == process.communicate(timeout=10)
        assert -number == process.returncode


# A terminal's Ctrl-C goes to the workers too, `kill` to the one process that is named.
@pytest.mark.parametrize("number, send", [(signal.SIGINT, os.killpg), (signal.SIGTERM, os.kill)])
def test_interrupted_compilation_leaves_no_process_or_file(tmp_path, environ, command, number, send):
    (tmp_path / "m.wasm").write_bytes(wat(guests.slow()))
    environ = {**environ, "WASIHOST_CACHE_DIR": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)}
    process = started(command, tmp_path, environ, "--level", "max", "m.wasm", stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while len(processes_of(process.pid)) < 2 and time.monotonic() < deadline:  # until there are workers
        time.sleep(0.05)

    send(process.pid, number)

    assert -number == process.wait(10)
    deadline = time.monotonic() + 10
    while processes_of(process.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert [] == processes_of(process.pid)
    assert {"m.wasm"} == set(os.listdir(tmp_path)) - {"cache"}
    left = [name for _, _, names in os.walk(tmp_path / "cache") for name in names]
    assert [] == [name for name in left if not name.endswith(".partial")]


def test_messages_have_colour_on_a_terminal(tmp_path, environ, command):
    leader, follower = pty.openpty()
    process = started(command, tmp_path, environ, "gone.wasm", stderr=follower)
    process.wait(30)
    os.close(follower)

    assert b"\x1b[1;31merror:\x1b[0m cannot open module `gone.wasm`" in os.read(leader, 1000)
    os.close(leader)


def test_nans_are_canonical_where_that_is_asked_for(wasihost):
    """Also after runs that had kept other code."""
    other = wasihost("m.wasm", m=guests.NANS).stdout

    for level in ("fast", "balanced", "max"):
        assert guests.CANONICAL == wasihost("--canonical-nans", "--level", level, "m.wasm").stdout
        assert guests.CANONICAL == wasihost("m.wasm", "--level", level, "--canonical-nans").stdout
    assert other == wasihost("m.wasm").stdout != guests.CANONICAL
