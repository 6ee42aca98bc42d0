"""With canonical NaNs arithmetic gives no other NaN, and everything else leaves bits as they are.

Expected is what the same instructions give without the option, with every NaN of arithmetic replaced: on parameters,
and on constants, with which LLVM computes what it can.
"""

import itertools

import pytest

from tests.ops.test_constants import NUMERIC, combinations, functions, operand_bits, outcome  # noqa: F401
from tests.wat import wat
from wasihost.codegen import compiler, llvm
from wasihost.engine import Engine
from wasihost.host.instance import Store

SHAPES = {"f32": 32, "f64": 64, "f32x4": 32, "f64x2": 64}
CANONICAL = {32: 0x7FC00000, 64: 0x7FF8 << 48}
INFINITY = {32: 0x7F800000, 64: 0x7FF << 52}
# What the specification's section on numerics says of NaNs: these make them …
ARITHMETIC = {"add", "sub", "mul", "div", "sqrt", "min", "max", "ceil", "floor", "trunc", "nearest", "promote_f32",
              "demote_f64", "promote_low_f32x4", "demote_f64x2_zero", "relaxed_madd", "relaxed_nmadd", "relaxed_min",
              "relaxed_max"}  # fmt: skip
# … and these take them as they are, or make none.
OTHERS = {"neg", "abs", "copysign", "pmin", "pmax", "reinterpret_i32", "reinterpret_i64", "splat", "replace_lane",
          "extract_lane", "convert_i32_s", "convert_i32_u", "convert_i64_s", "convert_i64_u", "convert_i32x4_s",
          "convert_i32x4_u", "convert_low_i32x4_s", "convert_low_i32x4_u"}  # fmt: skip


def operation(row):
    return row.name.partition(".")[2]


def makes_floats(row):
    return row.results[0] in ("f32", "f64") or (
        row.name.partition(".")[0] in SHAPES and operation(row) not in ("eq", "ne", "lt", "gt", "le", "ge")
        and row.results == ("v128",)
    )  # fmt: skip


ROWS = [row for row in NUMERIC if makes_floats(row)]


def canonical(row, bits):
    """The result as it should be."""
    if operation(row) not in ARITHMETIC:
        return bits
    width = SHAPES[row.name.partition(".")[0]]
    size = 128 if row.results == ("v128",) else width
    lanes = [bits >> at & (1 << width) - 1 for at in range(0, size, width)]
    lanes = [CANONICAL[width] if lane & (1 << width - 1) - 1 > INFINITY[width] else lane for lane in lanes]
    return sum(lane << width * number for number, lane in enumerate(lanes))


def instance(text, level, **options):
    return Store().instantiate(Engine(level=level, cache=None, **options).compile(wat(text)), {}).exports


@pytest.fixture(scope="module")
def text():
    return f"(module {' '.join(itertools.chain.from_iterable(map(functions, ROWS)))})"


@pytest.fixture(scope="module")
def without(text, operand_bits):  # noqa: F811
    """(row, number of the operands) → arguments, and the result without the option."""
    exports = instance(text, "fast")
    found = {}
    for row in ROWS:
        for number, values in enumerate(combinations(row)):
            arguments = [operand_bits[type_][value] for type_, value in zip(row.params, values, strict=True)]
            found[row, number] = arguments, outcome(exports[row.name], arguments)
    return found


def test_every_row_is_known():
    assert {operation(row) for row in ROWS} == ARITHMETIC | OTHERS


@pytest.mark.parametrize("level, machine", [("unoptimized", "host"), ("fast", "host"), ("balanced", "host"),
                                            ("max", "host"), ("fast", "baseline")])  # fmt: skip
def test_arithmetic_gives_canonical_nans_and_nothing_else_changes(level, machine, text, without, monkeypatch):
    if machine == "baseline":
        monkeypatch.setattr(llvm, "host_target", llvm.baseline_target)
    if level == "unoptimized":
        monkeypatch.setattr(compiler, "UNOPTIMIZED_SIZE", -1)
    exports = instance(text, "fast" if level == "unoptimized" else level, canonical_nans=True)
    wrong, changed = [], set()
    for (row, number), (arguments, plain) in without.items():
        expected = canonical(row, plain)
        if expected != plain:
            changed.add(row)
        for name, given in ((row.name, arguments), (f"{row.name} {number}", []),
                            (f"{row.name} {number} last", arguments[:1])):  # fmt: skip
            got = outcome(exports[name], given)
            if got != expected:
                wrong.append((name, [f"{argument:#x}" for argument in arguments], f"{got:#x}", f"{expected:#x}"))

    assert not wrong, wrong[:10]
    assert changed == {row for row in ROWS if operation(row) in ARITHMETIC}


MIXED = """(module
  (func (export "lanes") (param v128) (result v128)
    (f64x2.add (f32x4.sub (local.get 0) (local.get 0)) (v128.const i64x2 0 0)))
  (func (export "bits") (param v128) (result v128)
    (v128.or (f32x4.sub (local.get 0) (local.get 0)) (f64x2.sqrt (f64x2.sub (local.get 0) (local.get 0)))))
  (func (export "local") (param v128) (result v128) (local $x v128)
    (local.set $x (f32x4.sub (local.get 0) (local.get 0)))
    (drop (f32x4.mul (local.get $x) (local.get $x)))
    (f32x4.neg (local.get $x))))"""
INFINITIES = 0x7F8000007F8000007F8000007F800000
SEEN = {"lanes": 0x7FC000007FC000007FC000007FC00000, "bits": 0x7FC000007FC000007FC000007FC00000,
        "local": 0xFFC00000FFC00000FFC00000FFC00000}  # fmt: skip


@pytest.mark.parametrize("level", ["fast", "balanced", "max"])
def test_operations_that_observe_nan_bits_get_canonical_nans(level):
    """Arithmetic on lanes of the same floats does not; on other lanes it does."""
    exports = instance(MIXED, level, canonical_nans=True)

    assert {name: exports[name].call_raw([INFINITIES])[0] for name in SEEN} == SEEN


LOOP = """(module (memory (export "memory") 1)
  (func (export "f") (local $p i32)
    (loop $fill
      (f32.store (local.get $p) (f32.convert_i32_s (i32.sub (i32.const 200) (local.get $p))))
      (br_if $fill (i32.ne (local.tee $p (i32.add (local.get $p) (i32.const 4))) (i32.const 800))))
    (local.set $p (i32.const 0))
    (loop $roots
      (f32.store offset=1024 (local.get $p) (f32.sqrt (f32.load (local.get $p))))
      (br_if $roots (i32.ne (local.tee $p (i32.add (local.get $p) (i32.const 4))) (i32.const 800))))))"""


@pytest.mark.parametrize("level", ["fast", "balanced", "max"])
def test_a_loop_that_llvm_makes_vectors_of(level):
    """Of square roots LLVM knows which are NaNs."""
    exports = instance(LOOP, level, canonical_nans=True)

    exports["f"].call_raw([])

    made = exports["memory"].read(1024, 800)
    assert made[204:] == CANONICAL[32].to_bytes(4, "little") * 149
    assert CANONICAL[32].to_bytes(4, "little") not in made[:204]
