"""Code of the baseline compiler does what other code does, and traps at the same instructions."""

import pytest

from tests.baseline.compiled import REFERENCE, all_levels
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


HOT = "i32 i64 i32 i64 i32 i64 f64 f32 f64 f64 f32 f64"  # more than there are registers for, of either bank


def mixing(between: str = "") -> str:
    """Use hot locals in a loop, whose count is local 12, and put operands between that call something or do not."""
    integers = [
        f"(local.set {n} (i{64 if n % 2 else 32}.add (local.get {n}) (i{64 if n % 2 else 32}.mul {other} "
        f"(i{64 if n % 2 else 32}.const {n + 3}))))"
        for n in range(6)
        for other in [
            f"(i64.extend_i32_u (local.get {n - 1}))" if n % 2 else f"(i32.wrap_i64 (local.get {(n + 5) % 6}))"
        ]
    ]
    floats = [
        f"(local.set {n} (f64.add (f64.mul (local.get {n}) (f64.const 0.75)) {other}))"
        for n, other in ((6, "(local.get 8)"), (8, "(f64.promote_f32 (local.get 7))"), (9, "(local.get 11)"))
    ]
    floats += [
        f"(local.set {n} (f32.sub (f32.convert_i32_u (local.get {n - 6 & 2})) (f32.demote_f64 (local.get {n + 1}))))"
        for n in (7, 10)
    ]
    floats.append("(local.set 11 (f64.add (local.get 11) (f64.convert_i64_s (local.get 3))))")
    count = "(br_if 0 (local.tee 12 (i32.sub (local.get 12) (i32.const 1))))"
    loop = f"(local.set 12 (i32.const 9)) (loop {' '.join(2 * (integers + floats))} {count})"
    return f"{loop} {between} {loop}"


def hot_sum() -> str:
    parts = ["(i64.extend_i32_u (local.get 0))", "(local.get 1)", "(i64.extend_i32_u (local.get 2))", "(local.get 3)"]
    parts += ["(i64.extend_i32_u (local.get 4))", "(local.get 5)"]
    parts += [f"(i64.reinterpret_f64 (local.get {n}))" for n in (6, 8, 9, 11)]
    parts += [f"(i64.extend_i32_u (i32.reinterpret_f32 (local.get {n})))" for n in (7, 10)]
    text = "(i64.const 0)"
    for part in parts:
        text = f"(i64.add (i64.mul {text} (i64.const 31)) {part})"
    return text


def hot(between: str = "", params: int = 1, more: str = "") -> str:
    """A function that returns what becomes of hot locals; the first ones are its parameters."""
    types = HOT.split()
    declared = " ".join(types[params:])
    return f"""(func (export "f") (param {" ".join(types[:params])}) (result i64) (local {declared} i32 i64 v128)
      {mixing(between)} {hot_sum()}) {more}"""


# What may stand between loops: code that changes registers, or needs some of the stack.
BETWEEN = {
    "nothing": "",
    "a call": "(local.set 13 (call $g (local.get 1) (local.get 11) (local.get 3) (local.get 9) (i64.const 4)))",
    "a call through a table": """(local.set 13 (call_indirect (type $t)
        (local.get 1) (local.get 11) (local.get 3) (local.get 9) (i64.const 4) (i32.const 0)))""",
    "a call of the runtime": "(memory.fill (local.get 0) (i32.const 3) (i32.and (local.get 2) (i32.const 1)))",
    "a reference": "(drop (ref.func $g)) (drop (table.get (i32.const 0)))",
    "a caught exception": """(block $h (result i64) (try_table (catch $e $h)
        (local.set 0 (i32.add (local.get 0) (i32.const 5))) (local.set 11 (f64.add (local.get 11) (f64.const 3)))
        (throw $e (local.get 1))) (i64.const 6)) (local.set 13)""",
    "a caught exception of a callee": """(block $h (result i64) (try_table (catch $e $h)
        (local.set 0 (i32.add (local.get 0) (i32.const 5))) (local.set 11 (f64.add (local.get 11) (f64.const 3)))
        (call $throws)) (i64.const 6)) (local.set 13)""",
    "a choice": """(local.set 13 (select (i64.mul (local.get 1) (i64.const 3)) (i64.mul (local.get 3) (i64.const 5))
        (i32.and (i32.mul (local.get 0) (local.get 2)) (i32.const 4))))""",
    "an exchange": """(local.set 13 (i64.add (i64.const 3) (i64.atomic.rmw.cmpxchg (i32.and (local.get 0) (i32.const 0))
        (i64.mul (local.get 1) (i64.const 0)) (i64.add (local.get 3) (i64.const 5)))))""",
    "waiting": """(local.set 0 (i32.add (memory.atomic.notify (i32.and (local.get 0) (i32.const 0)) (local.get 2))
        (local.get 4)))""",
    "vectors": """(local.set 14 (v128.bitselect (i64x2.splat (local.get 1)) (i64x2.mul (i64x2.splat (local.get 3))
        (i64x2.splat (local.get 5))) (i8x16.swizzle (f64x2.splat (local.get 6)) (f64x2.splat (local.get 8)))))
        (local.set 13 (i64x2.extract_lane 1 (local.get 14)))""",
    "a deep stack": f"""(local.set 13 {sum_of(12, "(i64.mul (local.get 1) (i64.const {}))")})
        {" ".join(f"(f64.mul (local.get 6) (f64.const {n}))" for n in range(9))} {"f64.add " * 8} (local.set 6)""",
}
MORE = """(memory 1) (tag $e (param i64)) (type $t (func (param i64 f64 i64 f64 i64) (result i64)))
    (table 2 funcref) (elem (i32.const 0) $g)
    (func $g (type $t) (i64.add (i64.mul (local.get 0) (i64.const 3)) (i64.add (i64.reinterpret_f64 (local.get 1))
      (i64.mul (local.get 2) (i64.add (local.get 4) (i64.reinterpret_f64 (local.get 3)))))))
    (func $throws (throw $e (i64.const 77)))"""


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
    "a local takes the result of a call while many operands stand for it and others": (
        f"""(func (export "f") (param i64 i64 i64 i64 i64 i64 i64) (result i64)
          {" ".join(f"(local.get {n % 7}) (local.get 0)" for n in range(14))} (local.set 0 (call $g (i64.const 7)))
          (local.get 0) {"(i64.rotl (i64.const 7)) i64.xor " * 28})
        (func $g (param i64) (result i64) (i64.xor (local.get 0) (i64.const -1)))""",
        [3, 5, 7, 11, 13, 17, 19],
    ),
    "the same of floats": (
        f"""(func (export "f") (param f64 f64 f64 f64 f64 f64 f64) (result f64)
          {" ".join(f"(local.get {n % 7}) (local.get 0)" for n in range(14))} (local.set 0 (call $g (f64.const 7)))
          (local.get 0) {"(f64.mul (f64.const 3)) f64.add " * 28})
        (func $g (param f64) (result f64) (f64.add (local.get 0) (f64.const -1)))""",
        [n << 52 for n in range(1017, 1024)],
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
    "results that are constants": (
        """(func $g (result i32 f64 i64 f32) (i32.const 77) (f64.const 7.5) (i64.const 5) (f32.const -2))
        (func (export "f") (result i64) (local f32 f64 i64 i32)
          (call $g) (local.set 0) (local.set 2) (local.set 1) (local.set 3)
          (i64.add (i64.add (i64.reinterpret_f64 (local.get 1)) (i64.extend_i32_u (local.get 3)))
            (i64.mul (local.get 2) (i64.extend_i32_u (i32.reinterpret_f32 (local.get 0))))))""",
        [],
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
    "more uses of a local in loops than 32 bits count": (
        f"""(func (export "f") (param i64) (result i64) (local i64)
          {"(loop " * 8} {"(drop (local.get 1)) " * 255} (return (local.get 1)) {")" * 8} (unreachable))""",
        [0],
    ),
    "more calls in loops than 32 bits count": (
        f"""(memory 1) (func $g (param i64) (local.set 0 (i64.mul (local.get 0) (i64.const 3)))
          (local.set 0 (i64.add (local.get 0) (local.get 0))))
        (func (export "f") (param i32) (result i32)
          {"(loop " * 8} {"(call $g (i64.const 0x123456789ab)) " * 256} (local.set 0 (local.get 0)) {")" * 8}
          (i32.load8_u (local.get 0)))""",
        [0],
    ),
    "code that follows a tail call through a table": (
        """(type $t (func (param i64) (result i64))) (table funcref (elem $g))
        (func $g (type $t) (i64.mul (local.get 0) (i64.const 3)))
        (func (export "f") (param i64) (result i64) (local i64)
          (local.set 1 (return_call_indirect (type $t) (local.get 0) (i32.const 0))) (local.get 1))""",
        [7],
    ),
    "code that follows a tail call through a reference": (
        """(type $t (func (param i64) (result i64))) (elem declare func $g)
        (func $g (type $t) (i64.mul (local.get 0) (i64.const 3)))
        (func (export "f") (param i64) (result i64) (local i64)
          (local.set 1 (return_call_ref $t (local.get 0) (ref.func $g))) (local.get 1))""",
        [7],
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
    "accesses that need the instance": (
        """(memory 1) (memory 1) (data (memory 1) (i32.const 8) "abcdefgh")
        (func (export "f") (param i32) (result i64) (i64.add (i64.mul (call $g (local.get 0)) (i64.const 3))
          (i64.add (call $h (local.get 0)) (call $v (local.get 0)))))
        (func $g (param i32) (result i64) (i64.load 1 (local.get 0)))
        (func $h (param i32) (result i64) (i64.store (local.get 0) (i64.const 77)) (i64.load (local.get 0)))
        (func $v (param i32) (result i64) (i64x2.extract_lane 0 (v128.load 1 (local.get 0))))""",
        [8],
    ),
    "an access out of bounds at a large offset": (
        """(memory 1) (func (export "f") (param i32) (result i32) nop (call $g (local.get 0)))
        (func $g (param i32) (result i32) nop (i32.load offset=0x7FFFFFF0 (local.get 0)))""",
        [8],
    ),
    "constants first": (
        """(func (export "f") (param i32) (result i32) (local i32 i32)
          (loop (local.set 1 (i32.sub (i32.const 32) (local.get 0))) (local.set 0 (i32.shl (i32.const 1) (local.get 0)))
            (local.set 2 (i32.rem_u (i32.const 1000003) (i32.or (local.get 1) (i32.const 1))))
            (local.set 2 (i32.sub (i32.const 5) (i32.const 9)))
            (br_if 0 (i32.lt_s (i32.const 90) (local.get 0))))
          (i32.add (local.get 0)
            (i32.mul (local.get 1) (i32.add (local.get 2) (i32.lt_u (i32.const 4) (local.get 0))))))""",
        [7],
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


CASES |= {
    f"hot locals, {name}, {count} parameters": (hot(between, count, MORE), [3, 5, 7, 11, 13, 17][:count])
    for name, between in BETWEEN.items()
    for count in (1, 6)
}


def with_constants(type_: str, spilled: str) -> str:
    """Float operations with a constant on either side, whose other operand is in a register, a slot, or computed."""
    i = f"i{type_[1:]}"
    x, y = "(local.get 1)", f"({type_}.mul (local.get 1) (local.get 1))"
    parts = [
        f"({type_}.{op} {sides})"
        for op in ("add", "sub", "mul", "div", "min", "max", "copysign")
        for value in ("-2.5", "0", "nan", "1e9")
        for other in (x, y)
        for sides in (f"{other} ({type_}.const {value})", f"({type_}.const {value}) {other}")
    ]
    parts.append(f"({type_}.add ({type_}.const 1.5) ({type_}.const 2.5))")
    steps = [
        f"(local.set 2 ({i}.add ({i}.mul (local.get 2) ({i}.const 31)) ({i}.reinterpret_{type_} {part})))"
        for part in parts
    ]
    for op in ("eq", "ne", "lt", "gt", "le", "ge"):
        for sides in (f"{x} ({type_}.const 3)", f"({type_}.const 3) {x}", f"{y} ({type_}.const nan)"):
            steps.append(f"(if ({type_}.{op} {sides}) (then (local.set 2 ({i}.mul (local.get 2) ({i}.const 7)))))")
            steps.append(
                f"(if (i32.eqz ({type_}.{op} {sides})) (then (local.set 2 ({i}.rotl (local.get 2) ({i}.const 3)))))"
            )
            convert = "(i64.extend_i32_u {})" if i == "i64" else "{}"
            steps.append(f"(local.set 2 ({i}.xor (local.get 2) {convert.format(f'({type_}.{op} {sides})')}))")
    return f"""(func (export "f") (param {i}) (result {i}) (local {type_} {i} {type_})
      (local.set 1 ({type_}.reinterpret_{i} (local.get 0))) {spilled}
      (block (loop {" ".join(steps)}
        (local.set 3 ({type_}.const 7.25)) (br_if 1 ({i}.eqz (local.get 2)))
        (local.set 1 ({type_}.mul (local.tee 3 ({type_}.const -3.5)) (local.get 1)))
        (br_if 0 ({i}.lt_u (local.tee 0 ({i}.sub (local.get 0) ({i}.const 1)))
          ({i}.reinterpret_{type_} ({type_}.const 3))))))
      ({i}.add (local.get 2) ({i}.add ({i}.reinterpret_{type_} (local.get 1))
        ({i}.reinterpret_{type_} (local.get 3)))))
      (memory 1)"""


def choices(type_: str, spilled: str) -> str:
    """Selects on comparisons of integers, whose operands are in registers, in slots, constants, or computed."""
    comparisons = [f"({type_}.eqz (local.get {n}))" for n in (0, 1)]
    for op in ("eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"):
        for sides in (
            *("(local.get 0) (local.get 1)", f"(local.get 0) ({type_}.const 5)", f"({type_}.const -7) (local.get 1)"),
            *(f"(local.get 1) ({type_}.const -2147483648)", f"(local.get 1) ({type_}.const 2147483647)"),
            f"({type_}.mul (local.get 0) ({type_}.const 3)) ({type_}.add (local.get 1) ({type_}.const 9))",
        ):
            comparisons.append(f"({type_}.{op} {sides})")
    values = (
        *("(i64.const 5) (i64.const 0)", "(local.get 2) (local.get 3)", "(i64.const 0) (local.get 2)"),
        "(i64.mul (local.get 2) (i64.const 3)) (i64.add (local.get 3) (local.get 2))",
    )
    steps = [
        f"(local.set 3 (i64.add (i64.mul (local.get 3) (i64.const 31)) (select {pair} {truth})))"
        for n, comparison in enumerate(comparisons)
        for pair in (values[n % 4], values[(n + 1) % 4])
        for truth in (comparison, f"(i32.eqz {comparison})")
    ]
    return f"""(func (export "f") (param {type_} {type_} i64) (result i64) (local i64 i32)
      {spilled} (local.set 4 (i32.const 3))
      (loop {" ".join(steps)} (local.set 0 ({type_}.rotl (local.get 0) ({type_}.const 1)))
        (br_if 0 (local.tee 4 (i32.sub (local.get 4) (i32.const 1)))))
      (local.get 3)) (memory 1)"""


CASES |= {
    f"choices on {type_}, {where}, {a} and {b}": (choices(type_, spilled), [a, b, 0x123456789])
    for type_ in ("i32", "i64")
    for a, b in ((5, 5), (0, 0x80000000), (0xFFFFFFF9, 3))
    for where, spilled in (("in registers", ""), ("in slots", "(loop (drop (memory.grow (i32.const 0))))"))
}
CASES |= {
    f"{type_} constants, {where}": (with_constants(type_, spilled), [one])
    for type_, one in (("f32", 0x40400001), ("f64", 0x4008000000000003))
    for where, spilled in (("in registers", ""), ("in slots", "(drop (memory.grow (i32.const 0)))"))
}
CASES |= {
    f"a function without a frame: {name}": (
        f"""(func (export "f") (param i32 i32) (result i32) nop (call $g (local.get 0) (local.get 1)))
        (func $g (param i32 i32) (result i32) (local i32) {body})""",
        [6, 0],
    )
    for name, body in {
        "sum": "(i32.add (local.get 0) (i32.const 3))",
        "division by zero": "nop (i32.div_u (local.get 0) (local.get 1))",
        "unreachable": "nop unreachable",
        "a loop": "(loop (local.set 0 (i32.sub (local.get 0) (i32.const 1))) (br_if 0 (local.get 0))) (local.get 2)",
        "two ways": "(if (local.get 1) (then (return (i32.const 4)))) (i32.xor (local.get 0) (i32.const 5))",
        "a block": "(i32.mul (local.get 0) (i32.const 3)) (block (br_if 0 (local.get 1))) (i32.add (local.get 2))",
    }.items()
}

# The last one has the other set of stencils.
VARIANTS = [{}, {"guarded": False}, {"canonical_nans": True}, {"metered": True}, {"any_cpu": True}]


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("variant", VARIANTS, ids=str)
def test_code_does_the_same_as_that_of_llvm(name, variant):
    functions, arguments = CASES[name]

    outcomes = all_levels(f"(module {functions})", "f", arguments, **variant)

    assert outcomes == dict.fromkeys(outcomes, outcomes[REFERENCE])
