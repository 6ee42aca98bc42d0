"""At home in a shell: real scripts, pipes, jobs and terminals around real runs."""

import os
import signal
import subprocess
import time

import pytest

from tests.cli import guests
from tests.cli.conftest import MODULES, processes_of
from tests.cli.terminal import Terminal
from tests.wat import wat


@pytest.fixture
def shell(place, variables):
    """`shell("wasihost hello.wasm | …")`: how a script ends, after it ran in a group of its own that must be empty."""

    def shell(script, interpreter="sh"):
        process = subprocess.Popen(
            [interpreter, "-c", script], cwd=place, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        stdout, stderr = process.communicate(timeout=120)
        _wait_until(lambda: [] == processes_of(process.pid))  # those that tell how a guest ended follow in a moment
        return process.returncode, stdout.decode(), stderr.decode()

    return shell


SILENT = "exec 2>/dev/null"  # of what the shell says of children that signals ended
RUNNING = "until [ -s out ]; do sleep .02; done"  # it writes a byte when it runs
SCRIPTS = [
    # what it is about, script, standard output, exit status
    ("a loop", "for n in $(seq 100); do wasihost hello.wasm || exit 9; done | uniq -c | tr -d ' '", "100hello\n", 0),
    ("a loop that fails", "set -e; for n in 1 2; do wasihost hello.wasm; wasihost three.wasm; done", "hello\n", 3),
    ("if", "if wasihost three.wasm; then echo yes; else echo $?; fi", "3\n", 0),
    ("and, or, not", "wasihost three.wasm && echo no || wasihost hello.wasm && ! wasihost three.wasm", "hello\n", 0),
    ("a trap's status", "wasihost traps.wasm 2>err; echo $?; head -c 17 err", "134\nerror: wasm trap:", 0),
    ("while", "while ! wasihost hello.wasm; do :; done", "hello\n", 0),
    ("substitution", 'x=$(wasihost hello.wasm; wasihost three.wasm); echo "$x $?"', "hello 3\n", 0),
    ("exec", "(exec wasihost three.wasm); echo $?; exec wasihost three.wasm", "3\n", 3),
    ("a document", "wasihost copies.wasm <<END\na $((1 + 1))\n\nEND", "a 2\n\n", 0),
    ("the rest of the input", "printf 'a\\nb\\nc\\n' | { read x; wasihost copies.wasm; }", "b\nc\n", 0),
    ("input that a loop reads", "printf 'a\\nb\\n' | while read x; do wasihost hello.wasm; done", "hello\nhello\n", 0),
    ("append", "wasihost hello.wasm >out; wasihost hello.wasm >>out; cat out", "hello\nhello\n", 0),
    ("both streams in one", "wasihost traps.wasm 2>&1 | head -c 16", "error: wasm trap", 0),
    (
        "binary data through three",
        "head -c 3000000 /dev/urandom >in\n"
        "wasihost copies.wasm <in | wasihost copies.wasm | wasihost copies.wasm >out; cmp in out",
        "",
        0,
    ),
    ("find, one by one", r"touch 1.x 2.x; find . -name '*.x' -exec wasihost args.wasm {} \; | tr '\0' '\n' | sort",
     "./1.x\n./2.x\nargs.wasm\nargs.wasm\n", 0),
    ("find, all at once", r"touch 1.x 2.x; find . -name '*.x' -exec wasihost args.wasm {} + | tr '\0' '\n' | sort",
     "./1.x\n./2.x\nargs.wasm\n", 0),
    ("find, one fails", "touch 1.x; find . -name '*.x' -exec wasihost three.wasm {} +", "", 1),
    (
        "xargs, lines whole",
        "long=$(head -c 1000 /dev/zero | tr '\\0' x)\n"
        "seq 30 | xargs -P2 -n1 wasihost args.wasm $long | tr '\\0' ' ' | sed 's/args.wasm/\\n&/g' | sort | uniq -c |\n"
        'grep -c "^ *1 args.wasm $long [0-9]* $"',
        "30\n",
        0,
    ),
    ("xargs, one fails", "printf '%s.wasm\\n' hello three hello | xargs -P2 -n1 wasihost", "hello\nhello\n", 123),
    ("xargs, 255 ends it", "printf '%s.wasm\\n' last hello | xargs -n1 wasihost 2>/dev/null", "", 124),
    (
        "nobody to tell",
        "touch file; wasihost traps.wasm 2>&-; echo $?; wasihost traps.wasm 2>/dev/full; echo $?\n"
        "wasihost gone.wasm 2>/dev/full; echo $?\n"
        "wasihost --cache-dir file hello.wasm 2>&-; wasihost --cache-dir file hello.wasm 2>/dev/full",
        "134\n134\n127\nhello\nhello\n",
        0,
    ),
    ("a full device", "wasihost hello.wasm >/dev/full", "", 51),
    ("in the background", "wasihost three.wasm & wait $!; echo $?; wasihost hello.wasm & wait", "3\nhello\n", 0),
    (
        "many in the background",
        "head -c 200000 /dev/urandom >in; for n in 1 2 3; do wasihost copies.wasm <in >out$n & done; wait\n"
        "cmp in out1 && cmp in out2 && cmp in out3",
        "",
        0,
    ),
    ("timeout", "timeout .5 wasihost spins.wasm >out; echo $?", "124\n", 0),
    *(
        (
            f"timeout by {name}",
            f"{SILENT}; timeout --preserve-status -s {name} .5 wasihost spins.wasm >out; echo $?",
            f"{status}\n",
            0,
        )
        for name, status in (("INT", 130), ("TERM", 143), ("HUP", 129), ("KILL", 137))
    ),
    (
        "nohup",
        f"{SILENT}; nohup wasihost spins.wasm >out & {RUNNING}\n"
        "kill -HUP $!; sleep .1; kill -0 $! && echo alive; kill $!; wait $!; echo $?",
        "alive\n143\n",
        0,
    ),
    (
        "Ctrl-C ignored by the script",
        f"{SILENT}; trap '' INT; wasihost spins.wasm >out & {RUNNING}\n"
        "kill -INT $!; sleep .1; kill -0 $! && echo alive; kill $!; wait $!; echo $?",
        "alive\n143\n",
        0,
    ),
    (
        "a module on standard input",
        "wasihost - <hello.wasm; cat args.wasm | wasihost - a | tr '\\0' ' '",
        "hello\n- a ",
        0,
    ),
    ("a module by descriptor", "wasihost /dev/fd/3 3<hello.wasm; wasihost /dev/stdin <hello.wasm", "hello\nhello\n", 0),
    ("no home", "unset HOME XDG_CACHE_HOME; wasihost hello.wasm", "hello\n", 0),
    ("no path", "unset PATH; $DOOR hello.wasm", "hello\n", 0),
    (
        "a directory that is gone",
        f"{SILENT}; here=$PWD; mkdir gone; cd gone; rmdir ../gone\n"
        "wasihost $here/hello.wasm; wasihost --dir . $here/hello.wasm",
        "hello\nhello\n",
        0,
    ),
    (
        "files are the user's own",
        "export WASIHOST_LEVEL=fast; umask 0; WASIHOST_CACHE_DIR=c wasihost -q hello.wasm\n"
        "umask 077; WASIHOST_CACHE_DIR=d wasihost -q hello.wasm\n"
        "stat -c %a c c/modules d d/modules; stat -c %a c/modules/*.artifact d/modules/*.artifact",
        "hello\nhello\n700\n700\n700\n700\n600\n600\n",
        0,
    ),
    ("few descriptors", "ulimit -n 16; wasihost hello.wasm; wasihost -q --no-cache hello.wasm", "hello\nhello\n", 0),
    (
        "little address space",
        "ulimit -v 1000000; wasihost hello.wasm; wasihost -q --no-cache hello.wasm",
        "hello\nhello\n",
        0,
    ),
    (
        "a file may not grow",
        f"{SILENT}; wasihost cache warm -q yes.wasm; ulimit -f 1; wasihost yes.wasm >out; echo $?; stat -c %s out",
        "153\n512\n",
        0,
    ),
    (
        "no room for compiled code",
        "ulimit -f 1; wasihost -q --no-cache hello.wasm 2>&1",
        "error: cannot write the compiled code: file too large\n"
        "hint: the file size limit is too low: `ulimit -f`\n",
        125,
    ),
    ("a long argument", "x=$(head -c 40000 /dev/zero | tr '\\0' x); wasihost args.wasm $x | wc -c", "40011\n", 0),
    (
        "words of any bytes",
        "wasihost args.wasm \"$(printf 'a\\nb\\377\\t')\" '' '*' | od -An -c | tr -d ' \\n'",
        r"args.wasm\0a\nb377\t\0\0*\0",
        0,
    ),
]  # fmt: skip
BASH = [
    ("the reader goes", "wasihost yes.wasm | head -c1 >out; echo ${PIPESTATUS[@]}", "141 0\n", 0),
    ("the reader goes, pipefail", "set -o pipefail; wasihost yes.wasm | head -c1 >out", "", 141),
    (
        "in the middle",
        "wasihost yes.wasm | wasihost copies.wasm | head -c1 >out; echo ${PIPESTATUS[@]}",
        "141 141 0\n",
        0,
    ),
    ("the first fails", "set -o pipefail; wasihost three.wasm | wasihost copies.wasm", "", 3),
    ("a module from a process", "wasihost <(cat hello.wasm); wasihost copies.wasm < <(echo x)", "hello\nx\n", 0),
    ("a word as input", "wasihost copies.wasm <<<word", "word\n", 0),
]
ROWS = [(*row, "sh") for row in SCRIPTS] + [(*row, "bash") for row in BASH]


@pytest.mark.parametrize("script, stdout, status, interpreter", [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_shell_scripts_get_output_and_status(shell, script, stdout, status, interpreter):
    assert (status, stdout, "") == shell(script, interpreter)


# --------------------------------------------------------------------------------------------------- closed streams
ALL = "<&- >&- 2>&-"
BADF = 8  # WASI's errno
WRITES = "error: cannot write the output: bad file descriptor\n"
CLOSED = [
    # command, exit status, standard error; with the standard output closed
    ("--help", 125, WRITES),
    ("--version", 125, WRITES),
    ("cache path", 125, WRITES),
    ("inspect --wat many.wat", 125, WRITES),  # more than is kept before it is written
    ("cache ls", 125, WRITES),
    ("cache --help", 125, WRITES),
    ("inspect hello.wasm", 125, WRITES),
    ("inspect --wat hello.wasm", 125, WRITES),
    ("compile --quiet hello.wasm -o -", 125, "error: cannot write `-`: bad file descriptor\n"),
    ("compile --quiet hello.wasm -o x", 0, ""),
    ("cache warm hello.wasm --level fast", 125, WRITES),
    ("gone.wasm", 127, "error: cannot open module `gone.wasm`: no such file or directory\n"),
    ("hello.wasm", BADF, ""),
    ("-q --no-cache hello.wasm", BADF, ""),
    ("copies.wasm", 0, ""),
    ("three.wasm", 3, ""),
]


@pytest.mark.parametrize("line, status, stderr", CLOSED, ids=[row[0] for row in CLOSED])
def test_closed_streams_are_reported_not_reused(shell, place, line, status, stderr):
    (place / "many.wat").write_text("(module" + "(func)" * 2000 + ")")
    assert (status, "", stderr) == shell(f"wasihost {line} </dev/null >&-")
    quietly = BADF if line == "copies.wasm" else status
    assert (quietly, "", "") == shell(f"wasihost {line} {ALL}")
    assert {f"{name}.wasm" for name in MODULES} == set(os.listdir(place)) - {"x", "many.wat"}


def test_output_that_is_lost_at_once(shell, place):
    """Python can be told to keep nothing back; then it forgets what it could not write."""
    for line in ("cache path", "--help", "inspect hello.wasm"):
        done = shell(f"export PYTHONUNBUFFERED=1; wasihost {line} >/dev/full")
        assert (125, "", "error: cannot write the output: no space left on device\n") == done


def test_a_module_from_an_input_that_is_closed(shell):
    assert (127, "", "error: cannot open module `-`: bad file descriptor\n") == shell("wasihost - <&-")


# ------------------------------------------------------------------------------------------------------ the terminal
COLD = "while :; do wasihost -q --jobs 2 --no-background --cache-dir c --level max slow.wasm; done"
INTERRUPTED = [
    # what it is about, script
    ("a run", "wasihost spins.wasm"),
    ("a loop", "while :; do wasihost spins.wasm; done"),
    ("a pipe", "while :; do wasihost spins.wasm | wasihost copies.wasm; done"),
    ("find", r"while :; do find . -name spins.wasm -exec wasihost {} \; ; done"),
    ("xargs", "while :; do printf '%s\\n' spins.wasm spins.wasm | xargs -P2 -n1 wasihost; done"),
    ("a compilation", COLD),
]


@pytest.mark.parametrize("script", [row[1] for row in INTERRUPTED], ids=[row[0] for row in INTERRUPTED])
def test_control_c_ends_all_of_it(place, variables, script):
    """Of a script that does not handle it: the shell ends by the signal when its child did."""
    (place / "slow.wasm").write_bytes(wat(guests.slow()))
    with Terminal(["bash", "-c", f"{script}; exit"], environ=variables, directory=place) as terminal:
        if script == COLD:
            _wait_until(lambda: len(processes_of(terminal.pid)) > 3)
        else:
            terminal.until(b"\0")
        group = terminal.pid

        terminal.type(b"\x03")

        assert -signal.SIGINT == terminal.end(20)
        _wait_until(lambda: [] == processes_of(group))
    if script == COLD:
        assert [] == os.listdir(place / "c" / "modules")
    assert {"slow.wasm", *(f"{name}.wasm" for name in MODULES)} == set(os.listdir(place)) - {"c"}


def test_a_script_that_handles_control_c_sees_130(place, variables):
    script = "trap 'echo handled' INT; wasihost spins.wasm; echo status $?"
    with Terminal(["sh", "-c", script], environ=variables, directory=place) as terminal:
        terminal.until(b"\0")
        terminal.type(b"\x03")

        assert 0 == terminal.end(20)
    assert b"handled" in terminal.shown and b"status 130" in terminal.shown


@pytest.fixture
def interactive(place, variables):
    """A shell that waits for commands."""
    command = ["bash", "--norc", "--noprofile", "-i"]
    with Terminal(command, environ={**variables, "PS1": "> "}, directory=place) as terminal:
        terminal.until(b"> ")
        yield terminal


def test_a_job_is_stopped_and_brought_back(interactive):
    interactive.type(b"wasihost spins.wasm\n")
    interactive.until(b"\0")
    interactive.type(b"\x1a")
    interactive.until(b"Stopped")
    interactive.type(b"bg; jobs -r; fg\n")
    interactive.until(b"Running")
    interactive.until(b"wasihost spins.wasm\r\n")
    time.sleep(0.1)
    interactive.type(b"\x03")
    interactive.type(b"echo status $?\n")
    interactive.until(b"status 130")


def test_suspended_compilation_stops_its_workers_and_resumes(interactive, place):
    (place / "slow.wasm").write_bytes(wat(guests.slow(2000)))
    interactive.type(b"wasihost -q --no-background --cache-dir c --level fast --jobs 2 slow.wasm\n")
    _wait_until(lambda: sum(map(len, _jobs(interactive.pid).values())) > 2)
    interactive.type(b"\x1a")
    interactive.until(b"Stopped")
    _wait_until(lambda: {"T"} == {state for states in _jobs(interactive.pid).values() for state in states})

    interactive.type(b"fg; echo status $?\n")
    interactive.until(b"status 0")
    assert {} == _jobs(interactive.pid)


def _jobs(shell):
    """The states of processes by their process group, of the groups that a shell has started."""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as file:
                state, _, group, session = file.read().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(session) == shell != int(group) and state != "Z":
            found.setdefault(int(group), []).append(state)
    return found


def _wait_until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)
