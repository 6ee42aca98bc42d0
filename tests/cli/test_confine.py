"""`--confine` and `--no-confine`: what a run says and does the same, and kernels that lack something."""

import ctypes
import errno
import json
import struct
import subprocess

import pytest

from tests.cli import guests
from wasihost.native.platform import AUDIT_ARCH, BPF_JEQ, BPF_LOAD, BPF_RETURN, PR_SET_NO_NEW_PRIVS, SYS

DIVIDES = '(module (func $f (export "_start") (drop (i32.div_s (i32.const 1) (i32.const 0)))))'
DIVIDE = '(module (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1))))'
HOWS = pytest.mark.parametrize("how", ["--confine", "--confine=no", "--no-confine"])
SECCOMP_RET_ERRNO = 0x50000


@HOWS
def test_a_program_runs(how, wasihost):
    assert wasihost(how, "m.wasm", m=guests.says("hello\n")).stdout == b"hello\n"
    assert wasihost(how, "m.wasm", m=guests.exits(3)).returncode == 3


@HOWS
def test_trap_is_reported_by_a_confined_run(how, wasihost):
    done = wasihost(how, "m.wasm", m=DIVIDES)

    assert done.returncode == 134
    assert done.stderr == b"error: wasm trap: integer divide by zero: i32.div_s\n  0: m.wasm!f (func[0]) at 0x27\n"


@HOWS
def test_trap_is_reported_as_json_by_a_confined_run(how, wasihost):
    done = wasihost(how, "--error-format=json", "m.wasm", m=DIVIDES)

    assert json.loads(done.stderr)["code"] == "integer_divide_by_zero"


@HOWS
def test_a_function_is_called(how, wasihost):
    done = wasihost(how, "m.wasm", "--invoke", "divide", "8", "2", m=DIVIDE)
    assert (done.returncode, done.stdout) == (0, b"4\n")

    done = wasihost(how, "m.wasm", "--invoke", "divide", "1", "0", m=DIVIDE)
    assert done.returncode == 134
    assert done.stderr.startswith(b"error: wasm trap: integer divide by zero: i32.div_s\n")


LOST = "cannot write the output: no space left on device"


@HOWS
def test_unwritable_results_are_reported_by_a_confined_run(how, wasihost):
    divide = ("m.wasm", "--invoke", "divide", "8", "2")
    with open("/dev/full", "wb") as full:
        streams = {"capture_output": False, "stdout": full, "stderr": subprocess.PIPE}
        done = wasihost(how, *divide, m=DIVIDE, **streams)
        assert (done.returncode, done.stderr) == (125, f"error: {LOST}\n".encode())

        done = wasihost(how, "--error-format=json", *divide, m=DIVIDE, **streams)
    facts = json.loads(done.stderr)
    assert (facts["kind"], facts["message"], facts["hint"], facts["status"]) == ("error", LOST, None, 125)


@HOWS
def test_timeout_is_reported_by_a_confined_run(how, wasihost):
    done = wasihost(how, "--timeout", "100ms", "m.wasm", m='(module (func (export "_start") (loop $l (br $l))))')

    assert done.returncode == 124
    assert b"error: the guest ran longer than 0.1 s (--timeout)\n" in done.stderr


def test_both_are_a_contradiction(wasihost):
    done = wasihost("--confine", "--no-confine", "m.wasm", m=guests.says(""))

    assert done.returncode == 2
    assert b"cannot be combined" in done.stderr


def without(*numbers):
    """Before a program starts: let the kernel answer some system calls as one that does not have them."""

    def prepare():
        rows = [(BPF_LOAD, 0, 0, 4), (BPF_JEQ, 1, 0, AUDIT_ARCH), (BPF_RETURN, 0, 0, 0x7FFF0000), (BPF_LOAD, 0, 0, 0)]
        for number in numbers:
            rows += [(BPF_JEQ, 0, 1, number), (BPF_RETURN, 0, 0, SECCOMP_RET_ERRNO | errno.ENOSYS)]
        rows += [(BPF_RETURN, 0, 0, 0x7FFF0000)]
        code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *row) for row in rows))
        program = ctypes.create_string_buffer(struct.pack("<H6xQ", len(rows), ctypes.addressof(code)))
        libc = ctypes.CDLL(None)
        libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        assert libc.syscall(SYS.seccomp, 1, 0, program) == 0

    return prepare


@pytest.mark.parametrize(
    ("name", "number"),
    [("Landlock", SYS.landlock_create_ruleset), ("seccomp", SYS.seccomp)],
    ids=lambda value: str(value),
)
def test_a_kernel_may_lack_something(name, number, wasihost):
    done = wasihost("m.wasm", m=guests.says("hello\n"), preexec_fn=without(number))
    assert (done.returncode, done.stdout, done.stderr) == (0, b"hello\n", b"")

    done = wasihost("--confine", "m.wasm", m=guests.says("hello\n"), preexec_fn=without(number))
    assert (done.returncode, done.stdout) == (125, b"")
    assert done.stderr.startswith(b"error: cannot confine the guest: this kernel offers no %s\nhint: " % name.encode())
