"""Code is never writable while it is executable, and a system that lets no code be executed is named as the reason."""

import errno
import subprocess
import sys

import pytest

from tests import refusals
from tests.cli import guests
from tests.codegen.objects import on_x86_64
from tests.door import command, compile_before, environ, launcher
from tests.wat import wat
from wasihost.levels import UNKEPT

pytestmark = on_x86_64

LEVELS = ["interpret", "baseline", "fast", "balanced", "max"]
COMPILED = LEVELS[1:]
REFUSED = (
    "this system does not let compiled code be executed: {}\n"
    "hint: allow memory to be executable: a seccomp filter, SELinux (execmem) or the like forbids it\n"
)
# In a process that was already allowed its own code.
IN_PYTHON = """
import sys
from tests.refusals import refuse
from tests.wat import wat
from wasihost.codegen import compiler, llvm; llvm.host_target()
from wasihost.engine import Engine
from wasihost.errors import CodeRefused
from wasihost.host.instance import Store
from wasihost.host.library import load
load()
data = wat('(module (func (export "f") (result i32) (i32.const 7)))')
refuse(sys.argv[1], int(sys.argv[2]))
try:
    module = Engine(level=sys.argv[3] or None, cache=None, jobs=1).compile(data)
    print(Store().instantiate(module, {}).exports["f"].call_raw([]))
except CodeRefused as error:
    print(f"{error}\\nhint: {error.hint}")
"""


def in_python(what: str, error: int, level: str) -> str:
    line = [sys.executable, "-c", IN_PYTHON, what, str(error), level]
    done = subprocess.run(line, capture_output=True, text=True, timeout=100)
    assert not done.stderr
    return done.stdout


@pytest.mark.parametrize("level", COMPILED)
@pytest.mark.parametrize("error", [errno.EPERM, errno.EACCES])
def test_python_says_that_code_is_refused(level, error):
    reason = {errno.EPERM: "operation not permitted", errno.EACCES: "permission denied"}[error]

    assert in_python(refusals.ALL, error, level) == REFUSED.format(reason)


@pytest.mark.parametrize("level", LEVELS)
def test_code_runs_where_only_files_may_be_executable(level):
    assert in_python(refusals.CHANGES, errno.EPERM, level) == "[7]\n"


def run(directory, *line):
    """Run a command line, with a cache in the directory."""
    variables = environ(WASIHOST_CACHE_DIR=str(directory / "cache"))
    done = subprocess.run([*map(str, line)], env=variables, capture_output=True, text=True, timeout=200)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def refused(tmp_path):
    """`refused(what, command, …)`: run a command that may not make memory executable."""
    return lambda what, *line: run(tmp_path, sys.executable, "-m", "tests.refusals", what, *line)


@pytest.fixture(params=["hello"])
def module(request, tmp_path):
    path = tmp_path / "m.wasm"
    path.write_bytes(wat({"hello": guests.says("hello\n"), "maps": MAPS}[request.param]))
    return path


@pytest.mark.parametrize("level", COMPILED)
def test_the_launcher_says_so(refused, module, tmp_path, level):
    options = ["--level", level]
    if level not in UNKEPT:
        compile_before(module, tmp_path / "cache", level=level)

    assert refused(refusals.CHANGES, launcher(), *options, module) == (0, "hello\n", "")
    expected = (125, "", f"error: {REFUSED.format('operation not permitted')}")
    assert refused(refusals.ALL, launcher(), *options, module) == expected


@pytest.mark.parametrize("level", COMPILED)
def test_an_executable_says_so(refused, module, tmp_path, level):
    made = tmp_path / "made"
    line = [*command("python"), "compile", "--quiet", "--level", level, "--emit", "exe", "-o", made, module]
    assert run(tmp_path, *line) == (0, "", "")

    assert refused(refusals.CHANGES, made) == (0, "hello\n", "")
    status, output, message = refused(refusals.ALL, made)
    assert (status, output) == (125, "")
    assert message.endswith(REFUSED.format("operation not permitted"))


# ---------------------------------------------------------------------------------------------------- the interpreter
@pytest.mark.parametrize("level", ["interpret", ""])
def test_python_interprets_where_code_is_refused(level):
    assert in_python(refusals.ALL, errno.EPERM, level) == "[7]\n"


@pytest.mark.parametrize("options", [["--level", "interpret"], [], ["--no-cache"]], ids=str)
@pytest.mark.parametrize("kept", [False, True])
def test_a_module_is_interpreted_where_code_is_refused(refused, module, tmp_path, options, kept):
    if kept:
        compile_before(module, tmp_path / "cache", level="max")

    assert refused(refusals.ALL, launcher(), *options, module) == (0, "hello\n", "")


def test_an_executable_with_code_for_the_interpreter_runs_where_code_is_refused(refused, module, tmp_path):
    made = tmp_path / "made"
    line = [*command("python"), "compile", "--quiet", "--level", "interpret", "--emit", "exe", "-o", made, module]
    assert run(tmp_path, *line) == (0, "", "")

    assert refused(refusals.ALL, made) == (0, "hello\n", "")


# ------------------------------------------------------------------------------------------------ either, never both
MAPS = """(module
  (import "wasi_snapshot_preview1" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1) (data (i32.const 0) "maps") (data (i32.const 16) "\\00\\01\\00\\00\\00\\10\\00\\00")
  (func (export "_start")
    (if (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0) (i64.const 2) (i64.const 0)
                    (i32.const 0) (i32.const 8))
      (then (unreachable)))
    (loop $more
      (i32.store (i32.const 20) (i32.const 4096))
      (drop (call $read (i32.load (i32.const 8)) (i32.const 16) (i32.const 1) (i32.const 12)))
      (i32.store (i32.const 20) (i32.load (i32.const 12)))
      (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 12)))
      (br_if $more (i32.load (i32.const 20))))))"""


def check_maps(text: str, callbacks: int = 0) -> None:
    """`callbacks`: the pages for Python functions that llvmlite passes to LLVM, which libffi makes so."""
    lines = [line.split(None, 5) for line in text.splitlines()]
    assert len(lines) > 5
    assert callbacks >= len([line for line in lines if "w" in line[1] and "x" in line[1]])
    assert any("x" in line[1] and "wasihost" in line[-1] for line in lines), "there is no compiled code"


@pytest.mark.parametrize("module", ["maps"], indirect=True)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("kept", [False, True])
def test_no_mapping_is_writable_and_executable(module, tmp_path, level, door, kept):
    """A guest reads the mappings of its own process."""
    if kept:
        compile_before(module, tmp_path / "cache", level=level)
    options = ["--level", level, *([] if kept else ["--no-cache"]), "--dir", "/proc/self"]

    status, output, message = run(tmp_path, *command(door), *options, module)

    assert (status, message) == (0, "")
    check_maps(output, callbacks=not kept and level not in UNKEPT)


IN_AN_INSTANCE = """
import os, sys
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.host.instance import Store
module = Engine(level=sys.argv[1], cache=None, jobs=1).compile(wat('(module (memory 1) (func (export "f")))'))
exports = Store().instantiate(module, {}).exports
exports["f"].call_raw([])
for name in os.listdir("/proc/self/fd"):
    try:
        target = os.readlink(f"/proc/self/fd/{name}")
    except OSError:
        continue
    if "memfd:wasihost" in target:
        for flags in (os.O_RDWR, os.O_WRONLY):
            try:
                os.pwrite(os.open(f"/proc/self/fd/{name}", flags), b"x", 0)
            except PermissionError:
                continue
            sys.exit(f"{target} can be changed")
        try:
            os.truncate(int(name), 0)
        except PermissionError:
            continue
        sys.exit(f"{target} can be truncated")
print(open("/proc/self/maps").read(), end="")
"""


@pytest.mark.parametrize("level", LEVELS)
def test_no_mapping_of_python_is_either_and_no_file_of_code_can_change(level):
    done = subprocess.run([sys.executable, "-c", IN_AN_INSTANCE, level], capture_output=True, text=True, timeout=100)

    assert not done.stderr
    check_maps(done.stdout, callbacks=level not in UNKEPT)


def check_in_namespace(directory, module, kind: str, prepare: str, options: str) -> None:
    """Run a module at two levels, twice, where a namespace of its own is prepared so."""
    script = f"""{prepare} || exit 99
        for level in baseline fast; do for n in 1 2; do "$0" {options} --level $level "$1" || exit; done; done"""
    status, output, message = run(directory, "unshare", *kind.split(), "sh", "-c", script, launcher(), module)

    if status == 99 or "unshare" in message:
        pytest.skip("no namespaces")
    assert (status, output, message) == (0, "hello\n" * 4, "")


def test_code_runs_from_a_file_system_that_is_mounted_noexec(module, tmp_path):
    """As the cache in a home directory may be."""
    cache = tmp_path / "cache"
    cache.mkdir(0o700)

    check_in_namespace(tmp_path, module, "--mount", f"mount -t tmpfs -o noexec,mode=700 none {cache}", "--quiet")


@pytest.mark.parametrize("value", [1, 2])
def test_code_runs_where_memory_files_are_no_programs(module, tmp_path, value):
    sysctl = f"echo {value} >/proc/sys/vm/memfd_noexec"

    check_in_namespace(tmp_path, module, "--pid --fork --mount-proc", sysctl, "--no-cache --quiet")
