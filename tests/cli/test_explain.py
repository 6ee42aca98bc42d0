"""What a trap says in particular: the instruction, and where an access went."""

import os
import subprocess

import pytest

from tests.codegen.objects import on_x86_64

LOAD = '(memory 1) (func (export "_start") (drop ({0} (i32.const {1}))))'
PAGE = "of a memory of 0x10000 bytes (1 page)"
TRAPS = [
    # body of the module, words behind `wasm trap: `
    (LOAD.format("i32.load", 65536), f"out of bounds memory access: i32.load of 4 bytes at 0x10000 {PAGE}"),
    (LOAD.format("i32.load", 65533), f"out of bounds memory access: i32.load of 4 bytes at 0xfffd {PAGE}"),
    (LOAD.format("i64.load offset=8", 65521), f"out of bounds memory access: i64.load of 8 bytes at 0xfff9 {PAGE}"),
    (LOAD.format("i32.load8_u", -1), f"out of bounds memory access: i32.load8_u of 1 byte at 0xffffffff {PAGE}"),
    (LOAD.format("f64.load", 0x7FFFFFFF), f"out of bounds memory access: f64.load of 8 bytes at 0x7fffffff {PAGE}"),
    (LOAD.format("v128.load", 65530), f"out of bounds memory access: v128.load of 16 bytes at 0xfffa {PAGE}"),
    (
        '(memory 2) (func (export "_start") (i64.store16 offset=4294967295 (i32.const -1) (i64.const 1)))',
        "out of bounds memory access: i64.store16 of 2 bytes at 0x1fffffffe of a memory of 0x20000 bytes (2 pages)",
    ),
    (
        '(memory 0) (func (export "_start") (i32.store (i32.const 0) (i32.const 1)))',
        "out of bounds memory access: i32.store of 4 bytes at 0x0 of a memory of 0x0 bytes (0 pages)",
    ),
    (
        '(memory 1) (func (export "_start") (drop (memory.grow (i32.const 1))) (drop (i32.load (i32.const 131072))))',
        "out of bounds memory access: i32.load of 4 bytes at 0x20000 of a memory of 0x20000 bytes (2 pages)",
    ),
    (
        '(memory i64 1) (func (export "_start") (drop (i32.load (i64.const 65536))))',
        "out of bounds memory access: i32.load of 4 bytes",
    ),
    (
        '(memory 1) (func (export "_start") (memory.fill (i32.const 65530) (i32.const 1) (i32.const 7)))',
        "out of bounds memory access: memory.fill",
    ),
    ('(table 3 funcref) (func (export "_start") (drop (table.get (i32.const 3))))',
     "out of bounds table access: table.get"),
    (
        '(func (export "_start") (drop (i64.rem_u (i64.const 1) (i64.load (i32.const 0))))) (memory 1)',
        "integer divide by zero: i64.rem_u",
    ),
    (
        '(func $f (param i32) (result i32) (i32.div_s (i32.const 0x80000000) (local.get 0)))'
        '(func (export "_start") (drop (call $f (i32.const -1))))',
        "integer overflow: i32.div_s",
    ),
    ('(func (export "_start") (drop (i32.trunc_f64_u (f64.const nan))))',
     "invalid conversion to integer: i32.trunc_f64_u"),
    (
        '(table 3 funcref) (func (export "_start") (drop (call_indirect (param i32) (result f32)'
        " (i32.const 1) (i32.const 3))))",
        "undefined element: call_indirect of a function (i32) -> (f32)",
    ),
    (
        '(table 3 3 funcref) (func (export "_start") (call_indirect (i32.const 3)))',
        "undefined element: call_indirect of a function () -> () through a table of 3 entries",
    ),
    (
        '(table 1 1 funcref) (table 3 funcref) (func (export "_start") (call_indirect 1 (i32.const 0)))',
        "uninitialized element: call_indirect of a function () -> ()",
    ),
    (
        '(table funcref (elem $g)) (func $g (param i32)) (func (export "_start") (call_indirect (i32.const 0)))',
        "indirect call type mismatch: call_indirect of a function () -> () through a table of 1 entry",
    ),
    ('(func (export "_start") unreachable)', "unreachable"),
    ('(func $f (export "_start") (call $f))', "call stack exhausted"),
]  # fmt: skip


@pytest.mark.parametrize("level", ["fast", "max"])
@pytest.mark.parametrize("body, words", TRAPS, ids=[row[1] for row in TRAPS])
def test_trap_message_names_the_instruction_and_its_operands(wasihost, body, words, level):
    done = wasihost("--level", level, "m.wasm", m=f"(module {body})")

    assert (f"error: wasm trap: {words}", 134) == (done.stderr.decode().splitlines()[0], done.returncode)


LOADS = f"(module {LOAD.format('i32.load', 65536)})"
WHERE = f"i32.load of 4 bytes at 0x10000 {PAGE}"


@pytest.mark.parametrize("level", [pytest.param("baseline", marks=on_x86_64), "max"])
def test_the_module_is_not_needed(wasihost, tmp_path, level):
    """It comes by a pipe, the artifact stands alone, or an executable holds it: all there is to say lies in there."""
    wasihost("compile", "m.wasm", "--level", level, "-o", "m.artifact", m=LOADS)
    with open(tmp_path / "m.wasm", "rb") as file:
        piped = wasihost("-", stdin=file)
    alone = wasihost("--allow-precompiled", "m.artifact")
    wasihost("compile", "m.wasm", "--level", level, "--emit", "exe", "-o", "app")
    executable = subprocess.run([tmp_path / "app"], capture_output=True, timeout=60)

    for done in (piped, alone, executable):
        assert f"error: wasm trap: out of bounds memory access: {WHERE}" == done.stderr.decode().splitlines()[0]
        assert piped.stderr.splitlines()[1].split(b"!")[1] == done.stderr.splitlines()[1].split(b"!")[1]  # the frame


def test_a_module_that_is_another_by_now_is_not_asked(wasihost, tmp_path):
    """The program replaces its own module while it runs."""
    text = """(module
      (import "wasi_snapshot_preview1" "path_rename" (func $rename (param i32 i32 i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1) (data (i32.const 0) "other.wasmm.wasm")
      (func (export "_start")
        (drop (call $rename (i32.const 3) (i32.const 0) (i32.const 10) (i32.const 3) (i32.const 10) (i32.const 6)))
        (drop (i32.load (i32.const 65536)))))"""
    done = wasihost("m.wasm", "--dir", ".", m=text, other=text.replace("i32.load", "i64.load"))

    assert f"error: wasm trap: out of bounds memory access: {WHERE}" == done.stderr.decode().splitlines()[0]
    assert not os.path.exists(tmp_path / "other.wasm")
