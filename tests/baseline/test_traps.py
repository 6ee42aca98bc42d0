"""A trap names the same instruction and the same frames at every level, through each entry point."""

import re
import subprocess

import pytest

from tests.codegen.objects import on_x86_64
from tests.door import command, compile_before, environ
from tests.wat import wat
from wasihost.cli.executable import build
from wasihost.cli.executable.installed import Recipe
from wasihost.levels import UNKEPT

pytestmark = on_x86_64

MANY = " ".join(f"(param $p{n} {type_})" for n, type_ in enumerate(["i32", "i64", "f32", "f64"] * 6))
GIVEN = " ".join(f"({type_}.const {n})" for n, type_ in enumerate(["i32", "i64", "f32", "f64"] * 6))
PASSED = " ".join(f"(local.get $p{n})" for n in range(24))
DEEP = "(i32.add (local.get $n) " * 40 + "(i32.div_u (local.get $n) (i32.const 0))" + ")" * 40
FAR = "(drop (i32.load (local.get $n)))" * 400  # so that the instruction is far from the others

# Bodies that trap, with $zero = 0 and $n = 7, and the functions that they call.
CASES = {
    "unreachable": ("(unreachable)", ""),
    "division": ("(drop (i32.div_s (local.get $n) (local.get $zero)))", ""),
    "overflow": ("(drop (i64.div_s (i64.const 0x8000000000000000) (i64.const -1)))", ""),
    "remainder in a deep expression": (f"(drop {DEEP})", ""),
    "conversion": ("(drop (i32.trunc_f64_s (f64.const 1e30)))", ""),
    "not a number": ("(drop (i64.trunc_f32_u (f32.div (f32.const 0) (f32.const 0))))", ""),
    "load": ("(drop (i32.load offset=65533 (local.get $zero)))", ""),
    "store": ("(i64.store8 (i32.const -1) (i64.const 5))", ""),
    "load of a vector": ("(drop (v128.load (i32.const 65521)))", ""),
    "load far away": (f"{FAR} (drop (i64.load (i32.const 65530))) {FAR}", ""),
    "load in a loop": (
        "(loop $l (drop (i32.load (local.get $n))) (local.set $n (i32.add (local.get $n) (i32.const 4096))) (br $l))",
        "",
    ),
    "second of two loads": ("(drop (i32.add (i32.load (local.get $n)) (i32.load (i32.const 65536))))", ""),
    "atomic that is not aligned": ("(drop (i32.atomic.rmw.add (local.get $n) (i32.const 1)))", ""),
    "fill": ("(memory.fill (i32.const 65000) (i32.const 1) (i32.const 1000))", ""),
    "copy": ("(memory.copy (i32.const 65000) (local.get $zero) (i32.const 1000))", ""),
    "init": ("(memory.init $d (local.get $zero) (local.get $n) (i32.const 1))", ""),
    "table": ("(drop (table.get $t (i32.const 99)))", ""),
    "no such element": ("(call_indirect $t (i32.const 99))", ""),
    "null": ("(call_indirect $t (i32.const 5))", ""),
    "another type": ("(call_indirect $t (param i32) (local.get $n) (local.get $zero))", ""),
    "null reference": ("(call_ref $v (ref.null $v))", ""),
    "in a condition": ("(if (i32.rem_u (local.get $n) (local.get $zero)) (then (nop)) (else (nop)))", ""),
    "in a branch": ("(block $b (br_if $b (i32.eqz (i32.load (i32.const -4)))))", ""),
    "in a small callee": (
        "(call $small (i32.const 65536))", "(func $small (param i32) (drop (i32.load (local.get 0))))",
    ),
    "three small callees": (
        "(drop (call $a (local.get $zero)))",
        """(func $a (param i32) (result i32) (i32.add (i32.const 1) (call $b (local.get 0))))
        (func $b (param i32) (result i32) (i32.mul (call $c (local.get 0)) (i32.const 3)))
        (func $c (param i32) (result i32) (i32.div_u (i32.const 9) (local.get 0)))""",
    ),
    "behind a reference": ("(call_indirect $t (i32.const 0))", ""),
    "behind a typed reference": ("(call_ref $v (ref.func $traps))", ""),
    "many parameters": (f"(call $many {GIVEN})", f"(func $many {MANY} (unreachable))"),
    "many parameters, behind a reference": (
        f"(call_indirect $t (type $m) {GIVEN} (i32.const 1))", "",
    ),
    "a tail call": ("(call $before)", "(func $before (nop) (return_call $traps))"),
    "a tail call with more parameters": (
        "(call $before2)", f"(func $before2 (return_call $many2 {GIVEN})) (func $many2 {MANY} (unreachable))",
    ),
    "a tail call by a reference": (
        "(call $before3)", f"(func $before3 (return_call_indirect $t (type $m) {GIVEN} (i32.const 1)))",
    ),
    "a chain of tail calls": (
        f"(call $chain1 {GIVEN})",
        f"""(func $chain1 {MANY} (return_call $chain2 (local.get $p1)))
        (func $chain2 (param i64) (return_call $chain3 {GIVEN}))
        (func $chain3 {MANY} (drop (i32.div_u (local.get $p0) (i32.const 0))))""",
    ),
    "in a block that catches": (
        "(block $h (try_table (catch_all $h) (call $traps)))", "",
    ),
    "in a handler": (
        "(block $h (try_table (catch_all $h) (throw $tag))) (drop (i32.load (i32.const 65536)))", "",
    ),
    "an exception that nobody catches": ("(call $throws)", "(func $throws (throw $tag))"),
    "recursion": (
        "(call $deeper (i32.const 300))",
        """(func $deeper (param i32) (if (local.get 0) (then (call $deeper (i32.sub (local.get 0) (i32.const 1)))))
        (unreachable))""",
    ),
    "the stack": ("(call $forever (i32.const 0))", """(func $forever (param i32)
        (call $forever (i32.add (local.get 0) (i32.const 1))) (drop (i32.load (local.get 0))))"""),
    "the stack, in two functions": (
        "(drop (call $even (i64.const 0)))",
        """(func $even (param i64) (result i64) (i64.add (call $odd (local.get 0)) (i64.const 1)))
        (func $odd (param i64) (result i64) (i64.mul (call $even (local.get 0)) (i64.const 3)))""",
    ),
}  # fmt: skip
LEVELS = ("interpret", "baseline", "fast", "balanced", "max")


def module() -> bytes:
    """The number of arguments says which case the program is."""
    names = list(CASES)
    labels = "".join(f"(block $b{n} " for n in reversed(range(len(names))))
    choice = (
        f"(br_table {' '.join(f'$b{n}' for n in range(len(names)))} (i32.sub (i32.load (i32.const 0)) (i32.const 1)))"
    )
    calls = "".join(f") (call $case{n} (i32.const 0) (i32.const 7)) (return)" for n in range(len(names)))
    bodies = "".join(
        f"(func $case{n} (param $zero i32) (param $n i32) {CASES[name][0]}) {CASES[name][1]}"
        for n, name in enumerate(names)
    )
    return wat(f"""(module (type $v (func)) (type $m (func {MANY}))
        (import "wasi_snapshot_preview1" "args_sizes_get" (func $args (param i32 i32) (result i32)))
        (memory (export "memory") 1 1) (table $t 9 funcref) (elem (table $t) (i32.const 0) func $traps $spilled)
        (elem declare func $traps) (data $d "abc") (tag $tag)
        (func $traps (drop (i32.load (i32.const 65536)))) (func $spilled {MANY} (unreachable))
        (func (export "_start") (drop (call $args (i32.const 0) (i32.const 4))) {labels} {choice} {calls})
        {bodies})""")


@pytest.fixture(scope="session")
def place(tmp_path_factory):
    """A directory with the module, its executables, and a cache that has it at all levels."""
    place = tmp_path_factory.mktemp("traps")
    (place / "m.wasm").write_bytes(module())
    for level in LEVELS:
        if level not in UNKEPT:
            compile_before(place / "m.wasm", place / "cache", level=level)
        recipe = Recipe((), level, "native", settable=True)
        (place / level).write_bytes(build.make(str(place / "m.wasm"), recipe, jobs=1))
        (place / level).chmod(0o755)
    return place


FUNCTION = re.compile(r"func\[\d+\]")
FRAME = re.compile(r" *\d+: .*!(.*) at (0x.*)")


def trap_of(place, number: int, *line: str):
    """What a run with so many arguments reports, without the names of files."""
    done = subprocess.run(
        [*line, *"x" * number],
        env=environ(WASIHOST_CACHE_DIR=str(place / "cache")),
        cwd=place,
        capture_output=True,
        text=True,
        timeout=100,
    )
    message, *lines = done.stderr.splitlines()
    frames = [FRAME.sub(r"\1 \2", line) for line in lines]
    if "stack" in message:  # at the call, or where the callee begins; and at any depth, in either of two functions
        first = len({FUNCTION.search(frame)[0] for frame in frames[:2]})
        frames = sorted({frame for frame in frames[first:] if "…" not in frame and not frame.startswith("hint:")})
    return done.returncode, message, frames


@pytest.mark.parametrize("number", range(len(CASES)), ids=list(CASES))
def test_all_levels_and_entry_points_agree(place, number):
    expected = trap_of(place, number, *command("python"), "--level", "fast", "m.wasm")

    assert expected[0] == 134
    for level in LEVELS:
        assert trap_of(place, number, *command("launcher"), "--level", level, "m.wasm") == expected, level
        assert trap_of(place, number, str(place / level)) == expected, f"executable, {level}"
    for level in UNKEPT:
        assert trap_of(place, number, *command("python"), "--level", level, "m.wasm") == expected, f"python, {level}"
