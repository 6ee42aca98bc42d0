"""What LLVM computes from constants while it compiles is what the machine computes from variables.

For each numeric instruction and each combination of delicate operands a module has the instruction on constants; its
result must be that of the same instruction on parameters.
"""

import itertools

import pytest

from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import Trap
from wasihost.host.instance import Store
from wasihost.ops import ROWS

NUMERIC = [row for row in ROWS if row.params and row.results and row.ir and not row.touches and "ref" not in row.name]
OPERANDS = {
    "i32": ("0", "1", "-1", "7", "33", "0x80000000", "0x7fffffff", "0xdeadbeef"),
    "i64": ("0", "1", "-1", "7", "65", "0x8000000000000000", "0x7fffffffffffffff", "0x123456789abcdef0"),
    "f32": ("0", "-0", "1", "-1.5", "inf", "-inf", "nan", "nan:0x200000", "-nan:0x200001", "2147483648", "0x1p-149"),
    "f64": ("0", "-0", "1", "-1.5", "inf", "-inf", "nan", "nan:0x4000000000000", "9223372036854775808", "0x1p-1074"),
    "v128": (
        "i32x4 0 0 0 0",
        "f32x4 1 1 1 1",
        "f32x4 -0 nan:0x200000 -1.5 2147483648",
        "f64x2 1 nan:0x4000000000000",
    ),
}
IMMEDIATES = {"lane": "1", "lanes": "0 17 2 19 4 21 6 23 8 25 10 27 12 29 14 31"}
# What gives the bits of an operand, NaNs included, as they are; any other instruction quiets a NaN and may change it.
KEEPS_BITS = ("copysign", "neg", "abs", "reinterpret", "lane", "splat", "eq", "ne", "lt", "gt", "le", "ge")
KEEPS_BITS += ("pmin", "pmax", "relaxed_min", "relaxed_max")
QUIET = {"f32": 0x7FC00000, "f64": 0x7FF8 << 48}


def combinations(row):
    """Of operands; of three or four, only two differ.  Lanes that are no floats have fewer delicate ones."""
    operands = [OPERANDS[type_] for type_ in row.params]
    if "v128" in row.params and row.name[0] != "f":
        operands = [values[-2:] for values in operands]
    if len(operands) == 3:
        return [(a, a, b) for a, b in itertools.product(operands[0], repeat=2)]
    if len(operands) == 4:
        return [(a, b, b, a) for a, b in itertools.product(operands[0], repeat=2)]
    return list(itertools.product(*operands))


def functions(row):
    """Exports `f`, which takes its operands, and 0, 1 …, each on constants and on a constant beside a parameter."""
    params = " ".join(row.params)
    result = " ".join(row.results)
    gets = " ".join(f"(local.get {index})" for index in range(len(row.params)))
    instruction = " ".join([row.name, *(IMMEDIATES[kind] for kind in row.immediates)])
    yield f'(func (export "{row.name}") (param {params}) (result {result}) ({instruction} {gets}))'
    for number, values in enumerate(combinations(row)):
        constants = [f"({type_}.const {value})" for type_, value in zip(row.params, values, strict=True)]
        yield f'(func (export "{row.name} {number}") (result {result}) ({instruction} {" ".join(constants)}))'
        yield f"""(func (export "{row.name} {number} last") (param {row.params[0]}) (result {result})
            ({instruction} {" ".join(["(local.get 0)", *constants[1:]])}))"""


def bits(type_, texts):
    """The bits of constants, as the text format has them."""
    body = "".join(f'(global (export "{index}") {type_} ({type_}.const {text}))' for index, text in enumerate(texts))
    exports = Store().instantiate(Engine(cache=None).compile(wat(f"(module {body})")), {}).exports
    return {text: exports[str(index)].raw for index, text in enumerate(texts)}


def outcome(function, arguments):
    try:
        values = function.call_raw(arguments)
    except Trap as trap:
        return trap.message
    return values[0] if len(values) == 1 else tuple(values)


def settled(row, value):
    """The bits, or "nan" where any quiet NaN would do; of vectors of floats, in each lane."""
    if not isinstance(value, int) or row.name.endswith(KEEPS_BITS):
        return value
    shape = row.name[:5]
    if row.results[0] == "v128" and shape in ("f32x4", "f64x2"):
        width = int(shape[1:3])
        found = [value >> at & (1 << width) - 1 for at in range(0, 128, width)]
        return ["nan" if lane & QUIET[shape[:3]] == QUIET[shape[:3]] else lane for lane in found]
    quiet = QUIET.get(row.results[0])
    return "nan" if quiet and value & quiet == quiet else value


@pytest.fixture(scope="module")
def operand_bits():
    return {type_: bits(type_, texts) for type_, texts in OPERANDS.items()}


@pytest.mark.parametrize("level", ["fast", "max"])
def test_constant_operands_give_the_same_results(level, operand_bits):
    text = "\n".join(itertools.chain.from_iterable(map(functions, NUMERIC)))
    exports = Store().instantiate(Engine(level=level, cache=None).compile(wat(f"(module {text})")), {}).exports
    wrong = []
    for row in NUMERIC:
        for number, values in enumerate(combinations(row)):
            arguments = [operand_bits[type_][value] for type_, value in zip(row.params, values, strict=True)]
            expected = settled(row, outcome(exports[row.name], arguments))
            for name, given in ((f"{number}", []), (f"{number} last", arguments[:1])):
                got = settled(row, outcome(exports[f"{row.name} {name}"], given))
                if got != expected:
                    wrong.append((row.name, values, name, got, expected))
    assert not wrong, wrong[:10]
    assert len(NUMERIC) > 350
