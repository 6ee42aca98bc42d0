"""Code of the baseline compiler does what other code does, and traps at the same instructions."""

import pytest

from tests.baseline.compiled import both
from tests.codegen.objects import on_x86_64

pytestmark = on_x86_64


def params(types: str) -> str:
    return " ".join(f"(param {type_})" for type_ in types.split())


def sum_of(count: int, of: str = "(local.get {})") -> str:
    """An expression that adds i64s in the order of their weights, so that no two may be exchanged."""
    text = "(i64.const 0)"
    for n in range(count):
        text = f"(i64.add (i64.mul {text} (i64.const 3)) {of.format(n)})"
    return text


def mixed_values(n: int) -> str:
    """Arguments of five types, the third and the last of which depend on locals 0 and 1."""
    wide, vector = f"(i64.add (local.get 0) (i64.const {n}))", f"(i64x2.add (local.get 1) (v128.const i64x2 {n} 3))"
    return f"(i32.const {n}) (f64.const {n}.5) {wide} (f32.const {n}.25) {vector}"


def mixed_sums(n: int) -> str:
    """Add parameters of these types to local 30."""
    forms = (
        "(i64.extend_i32_u {})",
        "(i64.reinterpret_f64 {})",
        "{}",
        "(i64.extend_i32_u (i32.reinterpret_f32 {}))",
        "(i64.add (i64x2.extract_lane 0 {0}) (i64.mul (i64.const 7) (i64x2.extract_lane 1 {0})))",
    )
    texts = [form.format(f"(local.get {5 * n + k})") for k, form in enumerate(forms)]
    return " ".join(f"(local.set 30 (i64.add (i64.mul (local.get 30) (i64.const 31)) {text}))" for text in texts)


MANY = 23  # more than there are registers for
LONG = " ".join(["i64"] * MANY)
FLOATS = " ".join(["f64"] * MANY)
MIXED = " ".join(["i32 f64 i64 f32 v128"] * 6)

# Name → functions, whose first is called with these arguments.
CASES = {
    "a local changes while operands stand for it": (
        """(func (export "f") (param i32 i32) (result i32)
          local.get 0 local.get 0 local.get 1 (local.set 0 (i32.const 7)) local.get 0 i32.sub i32.mul i32.add)""",
        [5, 9],
    ),
    "a local takes a result made of itself": (
        """(func (export "f") (param i32) (result i32) (local i32 i32)
          (loop (local.set 1 (i32.sub (local.get 0) (local.get 1))) (local.set 2 (i32.shl (local.get 1) (local.get 1)))
            (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if 0 (local.get 0)))
          (i32.xor (local.get 1) (local.get 2)))""",
        [13],
    ),
    "a tee of a local in a register": (
        """(func (export "f") (param i32) (result i32) (local i32)
          (loop (local.set 0 (i32.add (local.tee 1 (i32.mul (local.get 0) (local.get 0))) (local.get 1)))
            (br_if 0 (i32.lt_u (local.get 0) (i32.const 100000))))
          (i32.sub (local.get 0) (local.get 1)))""",
        [3],
    ),
    "more operands than registers": (
        f"""(func (export "f") (param i64) (result i64)
          {" ".join(f"(i64.add (local.get 0) (i64.const {n * n}))" for n in range(40))}
          {"i64.sub i64.xor " * 19} i64.sub)""",
        [12345],
    ),
    "constants at the ends of their ranges": (
        """(func (export "f") (param i64) (result i64)
          (i64.add (i64.add (i64.mul (local.get 0) (i64.const -128)) (i64.sub (local.get 0) (i64.const -2147483648)))
            (i64.xor (i64.and (local.get 0) (i64.const 0x80000000)) (i64.sub (local.get 0) (i64.const -128)))))""",
        [0x1234567890ABCDEF],
    ),
    "a minimum of 32 bits as an operand": (
        """(func (export "f") (param i32) (result i32)
          (i32.sub (local.get 0) (i32.const -2147483648)) (i32.lt_s (i32.const -2147483648) (local.get 0)) i32.xor)""",
        [0x80000001],
    ),
    "division by a constant of -1": (
        """(func (export "f") (param i32) (result i32) (i32.div_s (local.get 0) (i32.const -1)))""",
        [0x80000000],
    ),
    "division by zero": (
        """(func (export "f") (param i32) (result i32) (local i32)
          (i32.rem_u (local.get 0) (i32.const 0)))""",
        [4],
    ),
    "a trap in a callee": (
        """(func (export "f") (param i32) (result i32) nop (call $g (local.get 0)))
        (func $g (param i32) (result i32) nop nop (i32.div_u (i32.const 1) (local.get 0)))""",
        [0],
    ),
    "unreachable in a branch": (
        """(func (export "f") (param i32) (result i32) (if (local.get 0) (then nop unreachable)) (i32.const 1))""",
        [1],
    ),
    "arguments in memory": (
        f"""(func (export "f") {params("i64")} (result i64)
          (call $g {" ".join(f"(i64.add (local.get 0) (i64.const {n}))" for n in range(MANY))}))
        (func $g {params(LONG)} (result i64) {sum_of(MANY)})""",
        [77],
    ),
    "arguments in memory, of a call through a table": (
        f"""(type $t (func {params(LONG)} (result i64))) (table funcref (elem $g))
        (func (export "f") {params("i64")} (result i64) (call_indirect (type $t)
          {" ".join(f"(i64.add (local.get 0) (i64.const {n}))" for n in range(MANY))} (i32.const 0)))
        (func $g {params(LONG)} (result i64) {sum_of(MANY)})""",
        [78],
    ),
    "floats as arguments in memory": (
        f"""(type $t (func {params(FLOATS)} (result i64))) (table funcref (elem $g))
        (func (export "f") {params("i64")} (result i64) (call_indirect (type $t)
          {" ".join(f"(f64.convert_i64_s (i64.add (local.get 0) (i64.const {n})))" for n in range(MANY))}
          (i32.const 0)))
        (func $g {params(FLOATS)} (result i64) {sum_of(MANY, "(i64.trunc_f64_s (local.get {}))")})""",
        [79],
    ),
    "arguments of all types": (
        f"""(type $t (func {params(MIXED)} (result i64))) (table funcref (elem $g))
        (func (export "f") (param i64) (result i64) (local v128)
          (local.set 1 (i64x2.splat (local.get 0)))
          (call_indirect (type $t)
          {" ".join(map(mixed_values, range(6)))}
          (i32.const 0)))
        (func $g {params(MIXED)} (result i64) (local i64)
          {" ".join(map(mixed_sums, range(6)))} (local.get 30))""",
        [0x123456789],
    ),
    "many results": (
        f"""(func $g {params("i64")} (result {LONG})
          {" ".join(f"(i64.add (local.get 0) (i64.const {n}))" for n in range(MANY))})
        (func (export "f") (param i64) (result i64) (local {LONG})
          (call $g (local.get 0)) {" ".join(f"(local.set {n + 1})" for n in range(MANY))}
          {sum_of(MANY, "(local.get {})")})""",
        [5],
    ),
    "many results of a call through a table": (
        f"""(type $t (func (param i64) (result {LONG}))) (table funcref (elem $g))
        (func $g (type $t) {" ".join(f"(i64.add (local.get 0) (i64.const {n}))" for n in range(MANY))})
        (func (export "f") (param i64) (result i64) (local {LONG})
          (call_indirect (type $t) (local.get 0) (i32.const 0)) {" ".join(f"(local.set {n + 1})" for n in range(MANY))}
          {sum_of(MANY, "(local.get {})")})""",
        [6],
    ),
    "results of all types through a table": (
        """(type $t (func (param i64) (result i32 f32 i64 v128 f64))) (table funcref (elem $g))
        (func $g (type $t) (i32.const 3) (f32.const 2.5) (local.get 0) (i64x2.splat (local.get 0)) (f64.const 9))
        (func (export "f") (param i64) (result i64) (local i32 f32 i64 v128 f64)
          (call_indirect (type $t) (local.get 0) (i32.const 0))
          (local.set 5) (local.set 4) (local.set 3) (local.set 2) (local.set 1)
          (i64.add (i64.add (i64.extend_i32_s (local.get 1)) (i64.trunc_f32_s (f32.mul (local.get 2) (f32.const 64))))
            (i64.add (i64.mul (local.get 3) (i64.const 5))
              (i64.add (i64x2.extract_lane 1 (local.get 4)) (i64.reinterpret_f64 (local.get 5))))))""",
        [1000],
    ),
    "integer arguments that change places": (
        """(func (export "f") (param i32 i32 i32) (result i32) (call $g
          (i32.mul (local.get 2) (i32.const 3)) (i32.mul (local.get 1) (i32.const 5))
          (i32.mul (local.get 0) (i32.const 7))
          (i32.add (local.get 0) (local.get 1)) (i32.add (local.get 1) (local.get 2))))
        (func $g (param i32 i32 i32 i32 i32) (result i32) (i32.add (i32.mul (i32.add (i32.mul (i32.add (i32.mul
          (i32.add (i32.mul (local.get 4) (i32.const 10)) (local.get 3)) (i32.const 10)) (local.get 2)) (i32.const 10))
          (local.get 1)) (i32.const 10)) (local.get 0)))""",
        [1, 2, 3],
    ),
    "br_table": (
        """(func (export "f") (param i32) (result i32)
          (block $d (result i32) (block $c (result i32) (block $b (block $a
            (br_table $a $b $a $b (local.get 0))) (return (i32.const 10)))
            (br_table $c $d $c (i32.const 20) (local.get 0)))
            (i32.add (i32.const 1))))""",
        [1],
    ),
    "blocks with parameters and several results": (
        """(func (export "f") (param i32) (result i32)
          (i32.const 1) (i32.const 2) (local.get 0)
          (if (param i32 i32) (result i32 i32 i32) (then (i32.const 3)) (else (drop) (i32.const 4) (i32.const 5)))
          i32.sub i32.mul
          (loop (param i32) (result i32) (i32.add (i32.const 1)) (local.tee 0)
            (br_if 0 (i32.lt_s (local.get 0) (i32.const 50)))))""",
        [0],
    ),
    "a branch that carries several values past others": (
        """(func (export "f") (param i32) (result i32)
          (block (result i32 i64 f64) (i32.const 9) (i32.const 8) (i32.mul (local.get 0) (i32.const 3)) (i64.const 4)
            (f64.const 2) (br_if 0 (local.get 0)) (drop) (drop) (drop) (drop) (i64.const 1) (f64.const 1))
          i64.trunc_f64_s i64.add i32.wrap_i64 i32.sub)""",
        [6],
    ),
    "a large frame": (
        f"""(func (export "f") (param i64) (result i64) (local {" ".join(["i64"] * 3000)})
          (local.set 2000 (local.get 0)) (local.set 3000 (i64.const 5))
          (i64.add (local.get 2000) (i64.add (local.get 3000) (local.get 1500))))""",
        [8],
    ),
    "endless recursion with a large frame": (
        f"""(func (export "f") (param i64) (result i64) (local {" ".join(["i64"] * 3000)})
          (local.set 2000 (local.get 0)) (i64.add (call 0 (local.get 2000)) (local.get 2000)))""",
        [8],
    ),
    "offsets up to 4 GiB": (
        """(memory 1) (func (export "f") (param i32) (result i32) (i32.load offset=0xFFFFFFF0 (local.get 0)))""",
        [0x20],
    ),
    "an access out of bounds": (
        """(memory 1) (func (export "f") (param i32) (result i32) nop
          (i32.store offset=65530 (local.get 0) (i32.const 1)) (i32.const 0))""",
        [3],
    ),
    "floats in registers and calls": (
        """(func (export "f") (param f64 f64) (result f64) (local f64)
          (loop (local.set 2 (f64.add (f64.mul (local.get 2) (f64.const 1.5)) (call $g (local.get 0) (local.get 1))))
            (local.set 0 (f64.sub (local.get 0) (f64.const 1))) (br_if 0 (f64.gt (local.get 0) (local.get 1))))
          (local.get 2))
        (func $g (param f64 f64) (result f64) (f64.div (f64.add (local.get 0) (f64.neg (local.get 1)))
          (f64.sqrt (local.get 0))))""",
        [0x4024000000000000, 0x3FF0000000000000],
    ),
    "exceptions keep locals": (
        """(tag $e (param i32 f64 i64)) (func $g (param i32) (if (local.get 0) (then
            (throw $e (local.get 0) (f64.const 3) (i64.const 8)))))
        (func (export "f") (param i32) (result i32) (local i32 i64 f64)
          (local.set 1 (i32.const 100))
          (loop $again
            (block $h (result i32 f64 i64)
              (try_table (catch $e $h) (local.set 1 (i32.add (local.get 1) (i32.const 1)))
                (call $g (i32.and (local.get 0) (i32.const 1))))
              (i32.const 50) (f64.const 7) (i64.const 1))
            (local.set 2) (local.set 3) (local.set 1 (i32.add (local.get 1)))
            (local.set 1 (i32.add (local.get 1) (i32.add (i32.wrap_i64 (local.get 2)) (i32.trunc_f64_s (local.get 3)))))
            (br_if $again (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
          (local.get 1))""",
        [9],
    ),
    "an exception and its reference, to a label of the same height": (
        """(tag $e (param i32 i64)) (func $g (throw $e (i32.const 7) (i64.const 9)))
        (func (export "f") (param i32) (result i64) (local exnref i64)
          (block $h (result i32 i64 exnref) (try_table (catch_ref $e $h) (call $g)) unreachable)
          (local.set 1) (drop) (drop)
          (block $again (result i32 i64) (try_table (catch $e $again) (throw_ref (local.get 1))) unreachable)
          (local.set 2) (i64.extend_i32_u) (i64.mul (local.get 2)))""",
        [1],
    ),
    "an exception with many values": (
        f"""(tag $e (param {LONG})) (func $g (param i64) (throw $e
            {" ".join(f"(i64.add (local.get 0) (i64.const {n}))" for n in range(MANY))}))
        (func (export "f") (param i64) (result i64) (local {LONG})
          (block $h (result {LONG}) (try_table (catch $e $h) (call $g (local.get 0))) unreachable)
          {" ".join(f"(local.set {n + 1})" for n in range(MANY))} {sum_of(MANY)})""",
        [4],
    ),
    "a branch that carries many values past others": (
        f"""(func (export "f") (param i64) (result i64) (local {LONG})
          (block (result {LONG}) (i64.const 5) (i64.const 6)
            {" ".join(f"(i64.add (local.get 0) (i64.const {n}))" for n in range(MANY))}
            (br_if 0 (i64.eqz (local.get 0))) (br_table 0 0 0 (i32.wrap_i64 (local.get 0))))
          {" ".join(f"(local.set {n + 1})" for n in range(MANY))} {sum_of(MANY)})""",
        [1],
    ),
    "tail calls": (
        """(func (export "f") (param i64 i64) (result i64)
          (if (result i64) (i64.eqz (local.get 0)) (then (local.get 1)) (else
            (return_call 0 (i64.sub (local.get 0) (i64.const 1)) (i64.add (local.get 1) (local.get 0))))))""",
        [1000000, 0],
    ),
    "tail calls with arguments in memory": (
        f"""(func (export "f") (param i64) (result i64) (return_call $g (local.get 0)
            {" ".join(f"(i64.const {n})" for n in range(1, MANY))}))
        (func $g {params(LONG)} (result i64)
          (if (i64.eqz (local.get 0)) (then (return {sum_of(MANY)})))
          (return_call $g (i64.sub (local.get 0) (i64.const 1))
            {" ".join(f"(local.get {1 + (n + 1) % (MANY - 1)})" for n in range(MANY - 1))}))""",
        [200000],
    ),
    "tail calls through a table": (
        """(type $t (func (param i64 i64) (result i64))) (table funcref (elem $g))
        (func (export "f") (param i64) (result i64) (call $g (local.get 0) (i64.const 0)))
        (func $g (type $t) (if (i64.eqz (local.get 0)) (then (return (local.get 1))))
          (return_call_indirect (type $t) (i64.sub (local.get 0) (i64.const 1)) (i64.add (local.get 1) (i64.const 2))
            (i32.const 0)))""",
        [300000],
    ),
    "a null entry of a table": (
        """(type $t (func)) (table 2 funcref) (func (export "f") nop (call_indirect (type $t) (i32.const 1)))""",
        [],
    ),
    "a table that is too short": (
        """(type $t (func)) (table 2 9 funcref) (func (export "f") nop (call_indirect (type $t) (i32.const 2)))""",
        [],
    ),
    "a function of another type": (
        """(type $t (func)) (table funcref (elem 0)) (func (export "f") (result i32) nop
          (call_indirect (type $t) (i32.const 0)) (i32.const 0))""",
        [],
    ),
    "a shuffle": (
        """(func (export "f") (param i64 i64) (result i64) (local v128)
          (local.set 2 (i8x16.shuffle 0 17 2 19 20 21 6 31 8 9 10 11 12 13 14 16
            (i64x2.splat (local.get 0)) (i64x2.splat (local.get 1))))
          (i64.add (i64x2.extract_lane 0 (local.get 2)) (i64x2.extract_lane 1 (local.get 2))))""",
        [0x0102030405060708, 0xF1F2F3F4F5F6F7F8],
    ),
    "waiting for what no other thread can change": (
        """(memory 1) (func (export "f") (param i32) (result i32)
          (drop (memory.atomic.notify (local.get 0) (i32.const 3)))
          (memory.atomic.wait32 (local.get 0) (i32.const 3) (i64.const 4)))""",
        [8],
    ),
    "an unaligned notification": (
        """(memory 1 1 shared) (func (export "f") (param i32) (result i32)
          (memory.atomic.notify offset=2 (local.get 0) (i32.const 3)))""",
        [8],
    ),
    "waiting for another value": (
        """(memory 1 1 shared) (func (export "f") (param i32) (result i32)
          (i32.add (memory.atomic.wait64 offset=8 (local.get 0) (i64.const 3) (i64.const 4))
            (memory.atomic.wait32 (local.get 0) (i32.const 0) (i64.const 4))))""",
        [8],
    ),
    "dead code": (
        """(func (export "f") (param i32) (result i32)
          (block (br_if 0 (local.get 0)) (return (i32.const 5)) (drop (i32.add)) (block (br_table 0 1 (i32.const 0)))
            (if (then unreachable) (else)) (drop (select)))
          (i32.const 6))""",
        [1],
    ),
}


# The last one has the other set of stencils.
VARIANTS = [{}, {"guarded": False}, {"canonical_nans": True}, {"metered": True}, {"any_cpu": True}]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_code_does_the_same_as_that_of_llvm(name, variant):
    functions, arguments = CASES[name]

    baseline, reference = both(f"(module {functions})", "f", arguments, **variant)

    assert baseline == reference
