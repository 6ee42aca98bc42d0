"""Every vector instruction computes what the model in vector_model.py does, for delicate lanes in every place."""

import random

import pytest

from tests.ops.vector_model import WIDTHS, compute, join, lanes, same
from tests.wat import wat
from wasihost.codegen import llvm
from wasihost.engine import Engine
from wasihost.errors import Trap
from wasihost.host.instance import Store
from wasihost.ops import ROWS
from wasihost.ops.lanes import PREFIX

VECTORS = [row for row in ROWS if row.prefix == PREFIX]
COMPUTING = [row for row in VECTORS if row.params and not row.touches]
MEMORY = [row for row in VECTORS if row.touches]
SHUFFLE = (0, 16, 31, 15, 1, 1, 30, 2, 8, 24, 7, 23, 5, 5, 9, 17)
DELICATE = {
    8: (0, 1, 2, 7, 15, 16, 31, 0x7E, 0x7F, 0x80, 0x81, 0x8F, 0xFE, 0xFF),
    16: (0, 1, 0x7F, 0x80, 0xFF, 0x100, 0x4000, 0x7FFE, 0x7FFF, 0x8000, 0x8001, 0xFF80, 0xFFFF),
    32: (0, 1, 0x7FFF, 0x8000, 0xFFFF, 0x10000, 0x7FFFFFFF, 0x80000000, 0x80000001, 0xFFFFFFFF, 0x01000001),
    64: (0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 1 << 32, (1 << 63) - 1, 1 << 63, (1 << 64) - 1, (1 << 53) + 1),
}
DELICATE_FLOATS = {  # zeros, ones, halves, limits, infinities, NaNs of both kinds
    32: (0, 1 << 31, 0x3F800000, 0xBF800000, 0x3F000000, 0xBF000000, 0x3FC00000, 0x40200000, 0xC0200000, 0x4AFFFFFF,
         0x4B000000, 0x4EFFFFFF, 0x4F000000, 0xCF000000, 0xCF000001, 0x4F7FFFFF, 0x4F800000, 0x7F7FFFFF, 0xFF7FFFFF,
         0x00000001, 0x00800000, 0x7F800000, 0xFF800000, 0x7FC00000, 0xFFC00001, 0x7FA00000, 0xFF800001),
    64: (0, 1 << 63, 0x3FF << 52, 0xBFF << 52, 0x3FE << 52, 0xBFE << 52, 0x3FF8 << 48, 0x4004 << 48, 0xC004 << 48,
         0x432FFFFFFFFFFFFF, 0x433 << 52, 0x41DFFFFFFFC00000, 0x41E << 52, 0xC1E << 52, 0xC1E0000000200000,
         0x41EFFFFFFFE00000, 0x41F << 52, 0x47EFFFFFE0000000, 0x47F << 52, 0x7FEFFFFFFFFFFFFF, 1, 0x36A << 52,
         0x7FF << 52, 0xFFF << 52, 0x7FF8 << 48, 0xFFF8000000000001, 0x7FF4 << 48, 0xFFF0000000000001),
}  # fmt: skip


def immediates(row):
    """Those that a row is tried with: every lane, or one shuffle."""
    if "lane" in row.immediates:
        return [(lane,) for lane in range(row.lanes)]
    return [SHUFFLE] if "lanes" in row.immediates else [()]


def export(row, given):
    gets = " ".join(f"(local.get {index})" for index in range(len(row.params)))
    result = f"(result {' '.join(row.results)})" if row.results else ""
    return f"""(func (export "{row.name} {given}") (param {" ".join(row.params).replace("addr", "i32")}) {result}
        ({row.name} {" ".join(map(str, given))} {gets}))"""


def instance(rows, level, guarded=True):
    functions = "\n".join(export(row, given) for row in rows for given in immediates(row))
    module = Engine(level=level, cache=None, guarded=guarded).compile(
        wat(f'(module (memory (export "memory") 1) {functions})')
    )
    return Store().instantiate(module, {}).exports


def lane_values(row):
    """What goes into the lanes of operands: bits and width."""
    shape, _, operation = row.name.partition(".")
    for name in (operation.partition("_")[2], shape):
        for known, width in WIDTHS.items():
            if known in name:
                return (DELICATE_FLOATS if known[0] == "f" else DELICATE)[width], width
    return DELICATE[64], 64


def operands(row, chance):
    values, width = lane_values(row)
    for _ in range(60):
        given = []
        for valtype in row.params:
            if valtype == "v128":
                given.append(join(chance.choices(values, k=128 // width), width))
            else:
                given.append(chance.choice((0, 1, 7, 8, 15, 31, 33, 63, 64, 127, 255, 0xFFFFFFFF, 0x80000000)))
        yield tuple(given)


@pytest.mark.parametrize("machine", ["host", "baseline"])
@pytest.mark.parametrize("level", ["fast", "max"])
def test_vector_instructions_agree_with_the_model(level, machine, monkeypatch):
    if machine == "baseline":  # which has only those versions of the rows that every machine has
        monkeypatch.setattr(llvm, "host_target", llvm.baseline_target)
    chance, exports, wrong = random.Random(1), instance(COMPUTING, level), []
    for row in COMPUTING:
        result_width = 64 if row.name.startswith("f64x2") else 32
        for given in immediates(row):
            function = exports[f"{row.name} {given}"]
            for values in operands(row, chance):
                (actual,) = function.call_raw(values)
                expected = compute(row.name, values, given)
                if not same(expected, actual, result_width):
                    wrong.append((row.name, given, [f"{value:x}" for value in values], expected, f"{actual:x}"))

    assert not wrong, wrong[:10]
    assert len(COMPUTING) == 256 - 1 - len(MEMORY)


def loaded(row, content, vector, given):
    """The vector that a load gives; `content` are the bytes at its address."""
    name = row.name.removeprefix("v128.load")
    bits, size = int.from_bytes(content[:16], "little"), 8 << row.access_width
    if not name:
        return bits
    if "x" in name:
        width, count = int(name[: name.index("x")]), int(name[name.index("x") + 1 : -2])
        found = lanes(bits, width)[:count]
        return join([v - (v >> width - 1 << width) if name.endswith("_s") else v for v in found], 2 * width)
    bits &= (1 << size) - 1
    if "splat" in name:
        return join([bits] * (128 // size), size)
    if "lane" not in name:
        return bits
    changed = lanes(vector, size)
    changed[given[0]] = bits
    return join(changed, size)


@pytest.mark.parametrize("level, guarded", [("fast", True), ("max", True), ("fast", False)])
def test_accesses_reach_as_far_as_they_should_and_no_further(level, guarded):
    chance, exports = random.Random(2), instance(MEMORY, level, guarded)
    memory, vector = exports["memory"], chance.getrandbits(128)
    whole = exports["v128.store ()"]
    for row in MEMORY:
        for given in immediates(row):
            function, size = exports[f"{row.name} {given}"], 1 << row.access_width
            whole.call_raw([memory.size - 16, chance.getrandbits(128)])
            before = memory.read(memory.size - 16, 16)
            values = [vector] * (len(row.params) - 1)

            results = function.call_raw([memory.size - size, *values])
            with pytest.raises(Trap, match="out of bounds"):
                function.call_raw([memory.size - size + 1, *values])

            after = memory.read(memory.size - 16, 16)
            if row.results:
                assert results == [loaded(row, before[16 - size :], vector, given)], row.name
                assert after == before
            else:
                stored = lanes(vector, 8 * size)[given[0] if given else 0]
                assert after == before[: 16 - size] + stored.to_bytes(size, "little"), row.name
