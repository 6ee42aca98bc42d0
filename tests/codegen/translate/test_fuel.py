"""What runs cost, at every level: exactly the instructions that are executed."""

from functools import cache
from pathlib import Path

import pytest

from tests.wat import wat
from wasihost.codegen import compiler
from wasihost.engine import Engine
from wasihost.errors import Exit, Stopped
from wasihost.host.guest import Limits, Program
from wasihost.host.instance import Store

LEVELS = ("unoptimized", "fast", "balanced", "max")
PLENTY = 1 << 40
EXAMPLES = Path(__file__).parents[3] / "examples"

TEXT = """(module (memory 1) (memory $m2 1) (tag $t) (table $t4 4 funcref) (table $t0 0 externref) (type $v (func))
  (elem (table $t4) (i32.const 0) func $leaf $throws) (elem $e func $leaf $leaf $leaf)
  (data $d "0123456789") (global $g (mut i32) (i32.const 0))
  (func $leaf) (func $throws (throw $t))
  (func $factorial (param i64) (result i64)
    (if (result i64) (i64.eqz (local.get 0)) (then (i64.const 1))
      (else (i64.mul (local.get 0) (call $factorial (i64.sub (local.get 0) (i64.const 1)))))))
  (func $even (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 1))
      (else (return_call $odd (i32.sub (local.get 0) (i32.const 1))))))
  (func $odd (param i32) (result i32)
    (if (result i32) (i32.eqz (local.get 0)) (then (i32.const 0))
      (else (return_call $even (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "empty"))
  (func (export "nothing") nop nop (block (block) nop))
  (func (export "loop") (param i32)
    (loop $l (i32.store (i32.const 8) (local.get 0))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1))))))
  (func (export "sum") (param i32) (result i32) (local $s i32)
    (loop $l (local.set $s (i32.add (local.get $s) (i32.load (local.get 0))))
      (local.set 0 (i32.sub (local.get 0) (i32.const 4))) (br_if $l (local.get 0)))
    (local.get $s))
  (func (export "factorial") (param i64) (result i64) (call $factorial (local.get 0)))
  (func (export "table") (param i32)
    (block $a (block $b (block $c (br_table $a $b $c (local.get 0))) (global.set $g (i32.const 1)) (br $a))
      (global.set $g (i32.const 2)) (call $leaf)))
  (func (export "not") (param i32) (result i32)
    (if (result i32) (i32.eqz (i32.lt_s (local.get 0) (i32.const 5))) (then (i32.const 1)) (else (i32.const 2))))
  (func (export "unreached") (block (br 0) (drop (i32.const 1)) (loop (br 0))))
  (func (export "caught") (block $h (try_table (catch $t $h) (call_indirect $t4 (type $v) (i32.const 1)))))
  (func (export "indirect") (call_indirect $t4 (type $v) (i32.const 0)))
  (func (export "even") (param i32) (result i32) (call $even (local.get 0)))
  (func (export "null") (block (drop (br_on_null 0 (ref.null func))) (call $leaf)))
  (func (export "fill") (param i32) (memory.fill (i32.const 0) (i32.const 1) (local.get 0)))
  (func (export "copy") (param i32) (memory.copy 0 $m2 (i32.const 0) (i32.const 0) (local.get 0)))
  (func (export "init") (param i32) (memory.init $d (i32.const 0) (i32.const 0) (local.get 0)))
  (func (export "grow") (drop (memory.grow (i32.const 100))))
  (func (export "table.grow") (param i32) (drop (table.grow $t0 (ref.null extern) (local.get 0))))
  (func (export "table.fill") (param i32) (table.fill $t4 (i32.const 0) (ref.null func) (local.get 0)))
  (func (export "table.copy") (param i32) (table.copy $t4 $t4 (i32.const 1) (i32.const 0) (local.get 0)))
  (func (export "table.init") (param i32) (table.init $t4 $e (i32.const 0) (i32.const 0) (local.get 0))))"""

COSTS = [
    # function, arguments, fuel
    ("empty", [], 0),
    ("nothing", [], 0),
    ("loop", [1], 8),
    ("loop", [1000], 8000),
    ("sum", [4], 11 + 1),
    ("sum", [4000], 11 * 1000 + 1),
    ("factorial", [5], 2 + 5 * 9 + 4),
    ("table", [0], 2),
    ("table", [1], 2 + 3),
    ("table", [7], 2 + 3),
    ("not", [1], 6),
    ("not", [9], 6),
    ("unreached", [], 1),
    ("caught", [], 2 + 1),
    ("indirect", [], 2),
    ("even", [9], 2 + 9 * 7 + 4),
    ("null", [], 2),
    ("fill", [63], 4),
    ("fill", [640], 4 + 10),
    ("copy", [65536], 4 + 1024),
    ("init", [10], 4),
    ("grow", [], 3),
    ("table.grow", [1000], 4 + 1000),
    ("table.fill", [3], 4 + 3),
    ("table.copy", [3], 4 + 3),
    ("table.init", [3], 4 + 3),
]


@cache
def compiled(data, level):
    """At `unoptimized` each function is compiled as one that is too large for the other levels."""
    with pytest.MonkeyPatch.context() as patch:
        if level == "unoptimized":
            patch.setattr(compiler, "UNOPTIMIZED_SIZE", 0)
        return Engine(level="fast" if level == "unoptimized" else level, jobs=1, metered=True).compile(data)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name, args, cost", COSTS, ids=[f"{name} {args}" for name, args, _ in COSTS])
def test_instructions_are_counted_as_they_are_executed(level, name, args, cost):
    module = compiled(wat(TEXT), level)
    for given in {cost, cost - 1, cost // 2, cost + 1} - {-1}:
        store = Store(limits=Limits(fuel=given))
        function = store.instantiate(module).exports[name]
        if given >= cost:
            function.call_raw(args)
            assert given - cost == store.fuel
        else:
            with pytest.raises(Stopped, match=f"out of fuel: {given} used"):
                function.call_raw(args)


LONG = [
    # instruction, in more bytes than it needs; immediates
    ("fill", b"\xfc\x8b\x80\x00", b"\0"),
    ("copy", b"\xfc\x8a\x00", b"\0\0"),
]


@pytest.mark.parametrize("level", ["fast", "max"])
@pytest.mark.parametrize("name, opcode, immediates", LONG)
def test_an_opcode_in_more_bytes_costs_the_same(level, name, opcode, immediates):
    from tests.wasm.binary import EXPORT, MEMORY, functions, section, vector
    from tests.wasm.binary import name as text

    code = b"\x41\0\x41\0\x41\xc0\x80\x01" + opcode + immediates  # 16448 bytes
    between = section(MEMORY, vector([b"\0\1"])) + section(EXPORT, vector([text("f") + b"\0\0"]))
    store = Store(limits=Limits(fuel=1000))
    store.instantiate(compiled(functions(code, between=between), level)).exports["f"].call_raw([])

    assert 1000 - 4 - 16448 // 64 == store.fuel


PROGRAMS = [("wc.wasm", [], b"two words\n"), ("mandelbrot.wasm", [b"20"], b""), ("hello.wasm", [], b"")]


@pytest.mark.parametrize("name, args, given", PROGRAMS, ids=[name for name, _, _ in PROGRAMS])
def test_programs_need_the_same_at_every_level(name, args, given, tmp_path):
    data = (EXAMPLES / name).read_bytes()
    data = data if data.startswith(b"\0asm") else wat(data.decode())
    (tmp_path / "in").write_bytes(given)

    def run(level, fuel):
        """What is left, or None."""
        store = Store(limits=Limits(fuel=fuel))
        with open(tmp_path / "in", "rb") as stdin, open(tmp_path / "out", "wb") as out:
            wasi = Program(argv=[name.encode(), *args], stdio=(stdin.fileno(), out.fileno(), out.fileno()))
            try:
                store.instantiate(compiled(data, level), wasi=wasi).exports["_start"].call_raw([])
            except Exit:
                pass
            except Stopped:
                return None
            return store.fuel

    needed = PLENTY - run("fast", PLENTY)
    assert needed > 100
    for level in LEVELS:
        assert (0, None) == (run(level, needed), run(level, needed - 1)), level
