"""Bodies made to exhaust a compiler: time and code are in proportion to their bytes, and code stays in its room."""

import os
import subprocess
import sys
import time

import pytest

from tests.codegen.objects import on_x86_64
from tests.wasm.binary import EXPORT, F32, F64, I32, I64, IMPORT, TYPE, functype, module, name, section, u32, vector
from tests.wasm.test_hostile import ACCEPTED
from tests.wat import wat
from wasihost.artifact import read_header
from wasihost.errors import CompileError
from wasihost.levels import UNKEPT
from wasihost.stitching import compile_module
from wasihost.wasm.limits import OPERANDS

pytestmark = on_x86_64

SECONDS_PER_MEGABYTE = 20  # of processor time: a thousand values move for two bytes
BYTES = 100  # of code, for each byte of a module


@pytest.mark.parametrize("level", UNKEPT)
@pytest.mark.parametrize("name", ACCEPTED)
def test_time_and_code_are_in_proportion_to_bytes(name, level):
    data = ACCEPTED[name]
    start = time.process_time()

    file = compile_module(data, key=bytes(32), level=level)

    assert time.process_time() - start < 1 + SECONDS_PER_MEGABYTE * len(data) / (1 << 20)
    header = read_header(file)
    os.close(file)
    assert header and header.sections["CODE"] < (1 << 20) + BYTES * len(data)


def of_types(*groups: str, count: int = 1000) -> str:
    """So many types, in turn."""
    return " ".join((groups * count)[:count])


MIXED = of_types("i64", "v128")  # no two are at the same distance
UNEVEN = of_types("i32", "i64")
VALUES = "(i64.const 9) (v128.const i64x2 1 2)" * 500  # of MIXED
WITH_TABLE = f"(type $f (func (param {MIXED}) (result {UNEVEN}))) (table 1 funcref)"
TRY = "(try_table (catch $e 0) (catch_all 0) (call $f)"
# What one instruction, or another piece that is compiled without a pause, takes more than `state.ROOM` for.
LONG = {
    "clauses": "(tag $e) (func $f (block (try_table" + " (catch $e 0)" * 1000 + " (call $f))))",
    "landing pads in a row": f"(tag $e) (func $f (block {TRY * 2000} unreachable {')' * 2000}))",
    "payloads": f"(tag $e (param {MIXED})) (func $f {VALUES} throw $e)"
    f"(func (result {MIXED}) (try_table {'(catch $e 0)' * 50} (call $f)) unreachable)",
    "locals on the stack": "(func (param i32)" + "(local.get 0)" * 2000 + "(block)" + "(drop)" * 2000 + ")",
    "floats on the stack": "(func (param f64)" + "(local.get 0)" * 2000 + "(block)" + "(drop)" * 2000 + ")",
    "a local that changes": "(func (param i32)"
    + "(local.get 0)" * 2000
    + "(local.set 0 (i32.const 1))"
    + "(drop)" * 2000
    + ")",
    "constants for a loop": f"(type $t (func (param {of_types('i64')})))"
    f"(func {'(i64.const 9)' * 1000} (loop (type $t) {'(drop)' * 1000}))",
    "constants for an if": f"(type $t (func (param {of_types('f64')})))"
    f"(func (param i32) {'(f64.const 9)' * 1000} (local.get 0) (if (type $t) (then {'(drop)' * 1000})"
    f"(else {'(drop)' * 1000})))",
    "constants for a return": f"(func (result {MIXED}) {VALUES})",
    "arguments": f"{WITH_TABLE} (func {VALUES}(i32.const 0) (call_indirect (type $f)) unreachable)",
    "results": f"{WITH_TABLE} (func {VALUES} (i32.const 0)(call_indirect (type $f)) {'(drop)' * 1000})",
    "a tail call": f"{WITH_TABLE} (func (result {UNEVEN}) {VALUES}(i32.const 0) (return_call_indirect (type $f)))",
    "parameters": f"(func (param {of_types(*['i64'] * 16, 'f64')}) {'(drop (local.get 999))' * 3})",
    "a table of jumps": "(func (param i32) (br_if 0 (local.get 0)) (block (local.get 0) (br_table"
    + " 0 1" * 20_000
    + ")))",
    "entries": f"(func $f (param {MIXED}) (result {UNEVEN}) unreachable) (elem declare func $f)",
    "thunks": f'(func (export "f") (param {MIXED}) (result {UNEVEN}) unreachable)',
    "many small functions": "(func (local i32 f64 v128) (local.set 1 (f64.const 1)) (unreachable))" * 2000,
}

SWEEP = """
import os, resource, sys
from wasihost.errors import CompileError
from wasihost.stitching import compile_module
data, count, level = sys.stdin.buffer.read(), 0, sys.argv[1]
os.close(compile_module(data, key=bytes(32), level=level))
done = False
while not done:
    count += 1
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096 * count, resource.RLIM_INFINITY))
    try:
        os.close(compile_module(data, key=bytes(32), level=level))
        done = True
    except OSError:
        pass
print(count)
"""


@pytest.mark.parametrize("level", UNKEPT)
@pytest.mark.parametrize("name", LONG)
def test_code_may_have_any_room(name, level):
    """Wherever it ends, compiling fails as it should: the program would end if code went on behind the room."""
    data = wat(f"(module {LONG[name]})")

    done = subprocess.run([sys.executable, "-c", SWEEP, level], input=data, capture_output=True)

    assert (done.returncode, done.stderr) == (0, b"")
    assert int(done.stdout) > 3


def test_functions_that_are_imported_and_exported_have_thunks():
    """As many as types: more code than the bodies, of which there are none, have room for."""
    types = [functype([(I32, I64, F32, F64)[n >> 2 * bit & 3] for bit in range(8)]) for n in range(1 << 16)]
    count = len(types)
    data = module(
        section(TYPE, vector(types)),
        section(IMPORT, vector([name("") + name("") + b"\0" + u32(n) for n in range(count)])),
        section(EXPORT, vector([name(str(n)) + b"\0" + u32(n) for n in range(count)])),
    )

    with pytest.raises(CompileError, match="the compiled code is too large"):
        compile_module(data, key=bytes(32))


@pytest.mark.parametrize("level", UNKEPT)
def test_a_landing_pad_pushes_more_operands_than_the_body(level):
    calls = OPERANDS // 1000 + 2
    text = f"""(tag $e (param {of_types("i32")})) (func $f unreachable) (func $v (result {of_types("i64")}) unreachable)
    (func (result {of_types("i32")}) {"(call $v)" * calls} (try_table (catch $e 0) (call $f)) unreachable)"""

    os.close(compile_module(wat(f"(module {text})"), key=bytes(32), level=level))
