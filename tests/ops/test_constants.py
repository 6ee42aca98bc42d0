"""What LLVM computes from constants while it compiles is what the machine computes from variables.

For each numeric instruction and each combination of delicate operands a module has the instruction on constants; its
result must be that of the same instruction on parameters.
"""

import itertools

import pytest

from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import Trap
from wasihost.ops import ROWS
from wasihost.runtime.instance import Store

NUMERIC = [row for row in ROWS if row.params and row.results and row.ir and not row.touches and "ref" not in row.name]
OPERANDS = {
    "i32": ("0", "1", "-1", "7", "33", "0x80000000", "0x7fffffff", "0xdeadbeef"),
    "i64": ("0", "1", "-1", "7", "65", "0x8000000000000000", "0x7fffffffffffffff", "0x123456789abcdef0"),
    "f32": ("0", "-0", "1", "-1.5", "inf", "-inf", "nan", "nan:0x200000", "-nan:0x200001", "2147483648", "0x1p-149"),
    "f64": ("0", "-0", "1", "-1.5", "inf", "-inf", "nan", "nan:0x4000000000000", "9223372036854775808", "0x1p-1074"),
}
# What gives the bits of an operand, NaNs included, as they are; any other instruction quiets a NaN and may change it.
KEEPS_BITS = ("copysign", "neg", "abs", "reinterpret")
QUIET = {"f32": 0x7FC00000, "f64": 0x7FF8 << 48}


def combinations(row):
    return list(itertools.product(*(OPERANDS[type_] for type_ in row.params)))


def functions(row):
    """Exports `f`, which takes its operands, and 0, 1 …, each on constants and on a constant beside a parameter."""
    params = " ".join(row.params)
    (result,) = row.results
    gets = " ".join(f"(local.get {index})" for index in range(len(row.params)))
    yield f'(func (export "{row.name}") (param {params}) (result {result}) ({row.name} {gets}))'
    for number, values in enumerate(combinations(row)):
        constants = [f"({type_}.const {value})" for type_, value in zip(row.params, values, strict=True)]
        yield f'(func (export "{row.name} {number}") (result {result}) ({row.name} {" ".join(constants)}))'
        yield f"""(func (export "{row.name} {number} last") (param {row.params[0]}) (result {result})
            ({row.name} {" ".join(["(local.get 0)", *constants[1:]])}))"""


def bits(type_, texts):
    """The bits of constants, as the text format has them."""
    body = "".join(f'(global (export "{index}") {type_} ({type_}.const {text}))' for index, text in enumerate(texts))
    exports = Store().instantiate(Engine(cache=None).compile(wat(f"(module {body})")), {}).exports
    return {text: exports[str(index)].raw for index, text in enumerate(texts)}


def outcome(function, arguments):
    try:
        (value,) = function.call_raw(arguments)
    except Trap as trap:
        return trap.message
    return value


def settled(row, value):
    """The bits, or "nan" where any quiet NaN would do."""
    quiet = QUIET.get(row.results[0])
    if quiet and not isinstance(value, str) and not row.name.endswith(KEEPS_BITS) and value & quiet == quiet:
        return "nan"
    return value


@pytest.fixture(scope="module")
def operand_bits():
    return {type_: bits(type_, texts) for type_, texts in OPERANDS.items()}


@pytest.mark.parametrize("level", ["fast", "balanced", "max"])
def test_constants_give_what_variables_give(level, operand_bits):
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
    assert len(NUMERIC) > 120
