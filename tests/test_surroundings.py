"""No test depends on who started it, and nothing that a test starts outlives it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tests import surroundings
from tests.cli import guests
from tests.door import ROOT, compile_before
from tests.wat import wat
from wasihost.cache import Cache

STARTERS = {
    "plain": "exec",
    "in the background of a script": "trap '' INT QUIT; exec",
    "nohup": "nohup",
    "with everything ignored": "trap '' HUP INT QUIT TERM ALRM USR1 USR2 CHLD PIPE XFSZ; exec",
    "with another umask": "umask 077; exec",
}
CHILD = """
import os, signal, subprocess
from tests import surroundings
surroundings.make_usual()
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGPIPE, signal.SIGUSR1):
    print(-subprocess.run(["sh", "-c", f"kill -{int(number)} $$"]).returncode == number, end=" ")
print(oct(os.umask(0)), os.environ["WASIHOST_NO_CONFIG"])
"""


@pytest.mark.parametrize("start", STARTERS.values(), ids=STARTERS)
def test_all_tests_inherit_the_same_process_state(start):
    line = f'{start} "{sys.executable}" -c "$0"'
    done = subprocess.run(
        ["sh", "-c", line, CHILD], cwd=ROOT, capture_output=True, stdin=subprocess.DEVNULL, timeout=60
    )

    assert "True " * 6 + "0o22 1\n" == done.stdout.decode(), done.stderr


FORGOTTEN = {
    "a child": "exec sleep 600",
    "a child of a child": "sleep 600 & sleep 600",
    "one whose parent has ended": "sleep 600 & exit",
    "one that leads a session": "setsid sleep 600 & exit",
    "one that ignores signals": "trap '' TERM INT HUP; sleep 600; sleep 600",
}


@pytest.mark.parametrize("line", FORGOTTEN.values(), ids=FORGOTTEN)
def test_processes_left_by_a_test_are_ended(monkeypatch, line):
    monkeypatch.setattr(surroundings, "ENDING", 0.1)
    before = surroundings.children()
    started = subprocess.Popen(["sh", "-c", line])
    if "exit" in line:
        started.wait(60)
    time.sleep(0.2)  # the shell starts something

    left = surroundings.children() - before
    below = set().union(*map(surroundings.children, left))
    surroundings.end(left)
    started.wait(60)

    assert left
    for pid in left | below:
        deadline = time.monotonic() + 60
        while surroundings._runs(pid) and time.monotonic() < deadline:
            time.sleep(0.01)
        assert not surroundings._runs(pid)


def test_processes_started_before_are_not_ended():
    with subprocess.Popen(["sleep", "600"]) as running:
        before = surroundings.children()
        surroundings.end(surroundings.children() - before)

        assert running.poll() is None
        running.kill()
        assert -signal.SIGKILL == running.wait(60)


def test_a_module_that_has_just_been_written_is_remembered(tmp_path):
    """A compiler may have finished it a moment ago; the launcher would not find it, and ask for Python."""
    for number in range(3):
        path = tmp_path / f"{number}.wasm"
        path.write_bytes(wat(guests.exits(number)))
        compile_before(path, tmp_path / "cache", level="fast")

        fd = Cache(str(tmp_path / "cache")).lookup(os.stat(path), ["fast"])
        assert fd is not None
        os.close(fd)
