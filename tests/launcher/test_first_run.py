"""The first run of a module: baseline code, made without Python."""

import os
import subprocess
import time

import pytest

from tests.cli import guests
from tests.door import command, environ, launcher
from tests.launcher.test_launcher import NEEDS_PYTHON
from tests.wat import wat
from wasihost.cache import Cache, upkeep

LOOP = '(module (func (export "_start") (loop $l (br $l))))'
TRAPS = '(module (func $f (unreachable)) (func (export "_start") (call $f)))'


@pytest.fixture
def first(tmp_path):
    """`first("m.wasm", …, m="(module …)")`: run where no Python is, and no cache."""

    def first(*args, variables=None, **modules):
        for name, contents in modules.items():
            (tmp_path / f"{name}.wasm").write_bytes(wat(contents) if isinstance(contents, str) else contents)
        variables = {"PATH": "/nowhere", "WASIHOST_CACHE_DIR": str(tmp_path / "cache"), **(variables or {})}
        done = subprocess.run(
            [str(launcher()), *args], cwd=tmp_path, env=variables, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=60,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr.partition(b"hint:")[0]

    return first


RUNS = [
    # guest, options, arguments, exit status, standard output, first line of standard error
    (guests.exits(3), "", "", 3, b"", b""),
    (guests.says("hello\n"), "", "", 0, b"hello\n", b""),
    (guests.says("hello\n"), "--no-cache", "", 0, b"hello\n", b""),
    (guests.says("hello\n"), "--level baseline", "", 0, b"hello\n", b""),
    (guests.says("hello\n"), "--confine", "", 0, b"hello\n", b""),
    (guests.repeats("args"), "", "x y", 0, b"m.wasm\0x\0y\0", b""),
    (guests.NANS, "--canonical-nans", "", 0, guests.CANONICAL, b""),
    (LOOP, "--fuel 1000", "", 134, b"", b"error: out of fuel: 1000 used (--fuel)"),
    (TRAPS, "", "", 134, b"", b"error: wasm trap: unreachable"),
]


@pytest.mark.parametrize("guest, options, arguments, status, output, error", RUNS)
def test_it_needs_no_python(first, tmp_path, guest, options, arguments, status, output, error):
    for _ in range(2):
        done = first(*options.split(), "m.wasm", *arguments.split(), m=guest)
        assert (status, output, error) == (*done[:2], done[2].partition(b"\n")[0])
    assert [] == upkeep.entries(Cache(str(tmp_path / "cache")))


MANGLED = """(module (func $_ZN3foo3barERKS_ (unreachable)) (func $_RNvC1a1b (call $_ZN3foo3barERKS_))
    (func (export "_start") (call $_RNvC1a1b)))"""


@pytest.mark.parametrize("options", ["", "--error-format json", "--confine"])
@pytest.mark.parametrize("guest, names", [(TRAPS, [b"f"]), (MANGLED, [b"foo::bar", b"a::b"])])
def test_a_trap_is_reported_as_of_other_code(first, tmp_path, guest, names, options):
    (tmp_path / "m.wasm").write_bytes(wat(guest))
    for level in ("baseline", "fast"):
        line = [*command("python"), "--level", level, "--no-cache", *options.split(), "m.wasm"]
        python = subprocess.run(line, cwd=tmp_path, env=environ(), capture_output=True)
        assert (134, b"", python.stderr.partition(b"hint:")[0]) == first(*options.split(), "m.wasm")
        assert all(name in python.stderr for name in names)


HANDED_OVER = {
    "a text": b"(module)",
    "an empty file": b"",
    "seven bytes": b"\0asm\1\0\0",
    "another version": b"\0asm\2\0\0\0",
    "a component": b"\0asm\x0d\0\1\0",
    "a body that is not valid": wat('(module (func (export "_start") drop))'),
    "a module without an end": wat(guests.exits(3))[:-1],
    "no entry": wat("(module)"),
}


@pytest.mark.parametrize("what", HANDED_OVER)
def test_what_python_has_to_report(first, what):
    assert (125, b"", NEEDS_PYTHON) == first("m.wasm", m=HANDED_OVER[what])


@pytest.mark.parametrize("options", [["--level", "fast"], ["--level=max"]], ids=" ".join)
def test_other_levels_are_compiled_by_python(first, options):
    assert (125, b"", NEEDS_PYTHON) == first(*options, "m.wasm", m=guests.exits(3))


def test_a_module_that_is_no_regular_file_is_python_s(first, tmp_path):
    os.mkfifo(tmp_path / "m.wasm")

    assert (125, b"", NEEDS_PYTHON) == first("m.wasm")


NONE = [(["--no-background"], {}), (["--level", "baseline"], {}), ([], {"WASIHOST_BACKGROUND": "0"})]


@pytest.mark.parametrize("options, variables", NONE)
def test_no_better_code_where_none_is_wanted(first, tmp_path, options, variables):
    python = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
    assert 3 == first(*options, "m.wasm", variables={**python, **variables}, m=guests.exits(3))[0]

    time.sleep(1)
    assert [] == upkeep.entries(Cache(str(tmp_path / "cache")))
