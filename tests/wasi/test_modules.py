"""WASI as whole modules meet it, at every level: entries, exits, several instances."""

import os

import pytest

from tests.wasi.test_bounds import CALLS, F
from tests.wat import wat
from wasihost import abi, errors
from wasihost.engine import Engine
from wasihost.host.guest import Program
from wasihost.host.instance import Store
from wasihost.levels import NAMES
from wasihost.wasi.preview1 import FUNCTIONS

WASI = "wasi_snapshot_preview1"
EXITS = f"""(module
  (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global $count (export "count") (mut i32) (i32.const 0))
  (func $counts (global.set $count (i32.add (global.get $count) (i32.const 1))))
  (func $deep (param i32)
    (if (local.get 0)
      (then (call $deep (i32.sub (local.get 0) (i32.const 1))))
      (else (call $exit (i32.const 7)) (call $counts)))
    (call $counts))
  (func (export "_initialize") (call $counts))
  (func (export "_start") (call $counts))
  (func (export "exits") (param i32) (call $deep (local.get 0)) (call $counts))
  (func (export "get") (result i32) (global.get $count)))"""
OPENS = f"""(module
  (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1) (data (i32.const 0) "mine")
  (func (export "open") (result i32 i32)
    (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 0) (i64.const 2) (i64.const 0)
                (i32.const 0) (i32.const 16))
    (i32.load (i32.const 16))))"""


@pytest.fixture(params=NAMES)
def compile(request):
    return lambda text: Engine(level=request.param, cache=None).compile(wat(text))


def program(*directories, stdio=(-1, -1, -1)):
    preopens = [(os.open(directory, os.O_RDONLY | os.O_DIRECTORY), b"/", False) for directory in directories]
    return Program(argv=[b"guest"], preopens=preopens, stdio=stdio)


def test_exports_can_be_called_again_after_start_and_exit(compile):
    exports = Store().instantiate(compile(EXITS), wasi=program()).exports

    for count in range(1, 4):
        exports["_start"].call_raw([])
        with pytest.raises(errors.Exit) as caught:
            exports["exits"].call_raw([100 * count])
        assert caught.value.code == 7
        assert exports["get"].call_raw([]) == [count], "code behind proc_exit has run"


def test_exit_from_the_start_function(compile):
    text = EXITS.rstrip(")") + ")) (func $first (call $exit (i32.const 200))) (start $first))"
    with pytest.raises(errors.Exit) as caught:
        Store().instantiate(compile(text), wasi=program())

    assert caught.value.code == 200


def test_instances_have_only_their_own_grants(compile, tmp_path):
    module, guests = compile(OPENS), []
    for number in range(3):
        directory = tmp_path / str(number)
        directory.mkdir()
        if number != 1:
            (directory / "mine").touch()
        guests.append(Store().instantiate(module, wasi=program(directory)).exports["open"])

    noent, success = 44, 0
    assert [guest.call_raw([])[0] for guest in guests] == [success, noent, success]
    assert [guest.call_raw([])[1] for guest in (guests[0], guests[2])] == [1, 1]


# --------------------------------------------------------------------------------------------- guests without a memory
NEEDS_NONE = {"fd_advise": 4, "fd_close": 1, "fd_datasync": 1, "fd_sync": 1, "proc_raise": 1, "sched_yield": 0}
EVERY = "".join(
    f'(import "{WASI}" "{row[0].name}" (func ${row[0].name} (param {row[1].partition("->")[0]})'
    f" {'(result i32)' if row[1].endswith('i32') else ''}))"
    f'(export "{row[0].name}" (func ${row[0].name}))'
    for row in FUNCTIONS
)
WITHOUT = [
    # what the module defines
    "",
    "(memory 1)",
    '(memory (export "mem") 1)',
    '(memory 1) (func (export "memory"))',
    '(memory 1) (memory (export "other") 1) (global (export "memory") i32 (i32.const 0))',
]


@pytest.mark.parametrize("rest", WITHOUT)
def test_a_function_that_needs_memory_ends_a_guest_that_exports_none(tmp_path, rest):
    module = Engine(level="fast", cache=None).compile(wat(f"(module {EVERY} {rest})"))

    file = os.open(tmp_path / "file", os.O_RDWR | os.O_CREAT)
    for name, args, _ in CALLS:
        exports = Store().instantiate(module, wasi=program(tmp_path, stdio=(file, -1, -1))).exports
        with pytest.raises(errors.NoMemoryExport) as caught:
            exports[name].call_raw([0 if arg is F else arg for arg in args])
        assert (125, abi.Trap.NO_MEMORY_EXPORT) == (caught.value.exit_status, caught.value.code)
    exports = Store().instantiate(module, wasi=program(tmp_path)).exports
    for name, count in NEEDS_NONE.items():
        assert 1 == len(exports[name].call_raw([99] * count))
    os.close(file)
