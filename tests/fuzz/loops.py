"""Random loops over memory, whose accesses may be checked once: `python -m tests.fuzz.loops`.

Whatever the loop does, and wherever it leaves the memory, every level must leave the same results or trap, and the same
bytes.  Parameters are chosen so that loops stay inside, leave at either end, wrap around, or end at once.
"""

from __future__ import annotations

import random

from tests.fuzz.seeds import try_seeds
from tests.wat import wat
from wasihost.codegen.translate.actions.loop import MIN_TRIP_COUNT
from wasihost.engine import Engine
from wasihost.errors import Trap
from wasihost.host.instance import Memory, Store
from wasihost.levels import NAMES

SIZE = 65536
RUNS = 12
# type → load, store, bytes
ACCESSES = {
    "i32": [("i32.load", "i32.store", 4), ("i32.load8_u", "i32.store8", 1), ("i32.load16_s", "i32.store16", 2)],
    "i64": [("i64.load", "i64.store", 8), ("i64.load32_u", "i64.store32", 4)],
    "f32": [("f32.load", "f32.store", 4)],
    "f64": [("f64.load", "f64.store", 8)],
}
OPERATORS = {
    "i32": ["add", "sub", "mul", "xor", "and", "shl", "rotl", "shr_s"],
    "i64": ["add", "sub", "mul", "or", "shr_u"],
    "f32": ["add", "sub", "mul", "min"],
    "f64": ["add", "sub", "mul", "max"],
}
STEPS = (1, 2, 3, 4, 8, 12, 24, 100, -1, -4, -8, -24)


class Writer:
    """One module: `f` takes a start, a bound and two bases, and returns what its locals come to."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.type = self.random.choice(list(ACCESSES))
        self.step = self.random.choice(STEPS)
        self.second = self.random.choice(STEPS)  # what another local grows by

    def module(self) -> str:
        body = "\n".join(self.statement() for _ in range(self.random.randint(1, 4)))
        return f"""(module
          (memory (export "memory") 1)
          (func (export "f") (param $i i32) (param $n i32) (param $p i32) (param $q i32)
            (result i32 i32 i32 i32 {self.type})
            (local $t i32) (local $acc {self.type}) (local $x {self.type})
            (local.set $acc ({self.type}.const 3))
            (loop {body}
              (local.set $q (i32.add (local.get $q) (i32.const {self.second})))
              {self.end()})
            (local.get $i) (local.get $n) (local.get $q) (local.get $t) (local.get $acc)))"""

    def end(self) -> str:
        grow = f"(i32.add (local.get $i) (i32.const {self.step}))"
        if self.random.random() < 0.3:
            grow = f"(i32.sub (local.get $i) (i32.const {-self.step}))"
        self.condition = self.random.choice(["ne", "ne", "ne", "lt_u", "lt_s", "gt_u", "gt_s", "count", "le_u"])
        if self.condition == "count":  # down to zero
            return f"(local.set $i {grow}) (br_if 0 (local.tee $n (i32.sub (local.get $n) (i32.const 1))))"
        return f"(br_if 0 (i32.{self.condition} (local.tee $i {grow}) (local.get $n)))"

    def address(self) -> str:
        r = self.random
        index = r.choice(["(local.get $i)", f"(i32.shl (local.get $i) (i32.const {r.randint(1, 3)}))",
                          f"(i32.mul (local.get $i) (i32.const {r.choice((3, 8, 12, -4))}))"])  # fmt: skip
        text = r.choice([f"(i32.add (local.get $p) {index})", "(local.get $q)", f"(i32.sub (local.get $p) {index})",
                         f"(i32.add (i32.add (local.get $p) {index}) (i32.const {r.choice((8, -8, 1000, -70000))}))",
                         f"(local.tee $t (i32.add (local.get $q) (i32.const {r.randint(-64, 64)})))"])  # fmt: skip
        return text

    def value(self, depth: int = 0) -> str:
        r = self.random
        load, _, _ = r.choice(ACCESSES[self.type])
        choice = r.random()
        if depth > 2 or choice < 0.35:
            return f"({load} offset={r.choice((0, 0, 8, 24, 5000))} {self.address()})"
        if choice < 0.5:
            return r.choice(["(local.get $acc)", f"({self.type}.const {r.choice((0, 1, 7, -3))})", "(local.get $x)"])
        operator = r.choice(OPERATORS[self.type])
        return f"({self.type}.{operator} {self.value(depth + 1)} {self.value(depth + 1)})"

    def statement(self) -> str:
        r = self.random
        choice = r.random()
        if choice < 0.6:
            _, store, _ = r.choice(ACCESSES[self.type])
            return f"({store} offset={r.choice((0, 0, 4, 16, 3000))} {self.address()} {self.value()})"
        if choice < 0.8:
            operator = r.choice(OPERATORS[self.type])
            return f"(local.set $acc ({self.type}.{operator} (local.get $acc) {self.value()}))"
        return f"(local.set $x {self.value()})"

    def parameters(self) -> list[int]:
        r = self.random
        rounds = r.choice((1, 2, MIN_TRIP_COUNT, MIN_TRIP_COUNT + 1, 100, 500, 3000))
        start = r.choice((0, 0, 8, 1000, -rounds * self.step, r.randrange(SIZE)))
        bound = rounds if self.condition == "count" else start + rounds * self.step
        if self.condition not in ("ne", "count"):
            bound += r.choice((0, 0, 1, -1))
        bases = [r.choice((0, 16, 30000, SIZE - 3000, SIZE - 64, SIZE, -8, r.randrange(SIZE))) for _ in range(2)]
        return [value & 0xFFFFFFFF for value in (start, bound, *bases)]


def compare(seed: int) -> None:
    """AssertionError: a difference between levels."""
    writer = Writer(seed)
    text = writer.module()
    data = wat(text)
    modules = {level: Engine(level=level, cache=None, jobs=1).compile(data) for level in NAMES}
    for _ in range(RUNS):
        arguments = writer.parameters()
        if endless(writer, arguments):
            continue
        found = {level: outcome(module, arguments) for level, module in modules.items()}
        first = found[NAMES[0]]
        for level, other in found.items():
            assert other[0] == first[0], f"seed {seed} {arguments}: {NAMES[0]} {first[0]}, {level} {other[0]}\n{text}"
            assert other[1] == first[1], f"seed {seed} {arguments}: {level} leaves other bytes\n{text}"


def endless(writer: Writer, arguments: list[int]) -> bool:
    """Whether the loop may take very many rounds without leaving the memory."""
    start, bound, *_ = arguments
    signed = [value - (1 << 32) if value >> 31 else value for value in (start, bound)]
    a, b = signed if writer.condition.endswith("_s") else (start, bound)
    if writer.condition in ("lt_u", "lt_s", "le_u"):
        return a < b and writer.step < 0
    if writer.condition in ("gt_u", "gt_s"):
        return a > b and writer.step > 0
    return False


def outcome(module: object, arguments: list[int]) -> tuple[object, bytes]:
    exports = Store().instantiate(module, {}).exports  # type: ignore[arg-type]
    memory = exports["memory"]
    assert isinstance(memory, Memory)
    try:
        result: object = exports["f"].call_raw(arguments)  # type: ignore[attr-defined]
    except Trap as trap:
        result = trap.message
    return result, memory.read(0, SIZE)


if __name__ == "__main__":
    try_seeds(compare, __doc__, 1000)
