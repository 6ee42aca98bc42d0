"""Instructions with two results, beside a model: on delicate operands, and where their operands and results may be."""

import random

import pytest

from tests.ops.test_constants import OPERANDS, combinations
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.host.instance import Store
from wasihost.levels import NAMES
from wasihost.ops import ROWS

PAIRS = [row for row in ROWS if len(row.results or ()) == 2]
MASK = (1 << 64) - 1
OF_TEXT = {text: int(text, 0) & MASK for text in OPERANDS["i64"]}


def signed(value):
    return value - (1 << 64) if value >> 63 else value


MEANINGS = {
    "i64.add128": lambda a, b, c, d: (a | b << 64) + (c | d << 64),
    "i64.sub128": lambda a, b, c, d: (a | b << 64) - (c | d << 64),
    "i64.mul_wide_s": lambda a, b: signed(a) * signed(b),
    "i64.mul_wide_u": lambda a, b: a * b,
}


def expected(name, operands):
    whole = MEANINGS[name](*operands)
    return [whole & MASK, whole >> 64 & MASK]


def exports(text, level):
    return Store().instantiate(Engine(level=level, cache=None).compile(wat(f"(module {text})")), {}).exports


def test_every_row_has_a_model():
    assert {row.name for row in PAIRS} == set(MEANINGS)


@pytest.mark.parametrize("level", NAMES)
def test_delicate_operands(level):
    functions = []
    for row in PAIRS:
        gets = " ".join(f"(local.get {n})" for n in range(len(row.params)))
        functions.append(
            f'(func (export "{row.name}") (param {" ".join(row.params)}) (result i64 i64) ({row.name} {gets}))'
        )
    made = exports(" ".join(functions), level)

    for row in PAIRS:
        for texts in combinations(row):
            operands = [OF_TEXT[text] for text in texts]
            assert expected(row.name, operands) == list(made[row.name].call_raw(operands)), (row.name, texts)


class Program:
    """A function of random instructions on i64, which returns a digest of the operands that are left and its locals."""

    def __init__(self, seed, locals_, depth):
        self.chance, self.lines = random.Random(seed), []
        self.locals, self.stack = [self.number() for _ in range(locals_)], []
        self.arguments = self.locals[:3]
        for n, value in enumerate(self.locals[3:], 3):
            self.lines.append(f"(local.set {n} (i64.const {value}))")
        for _ in range(depth):
            self.operand()
        for _ in range(60):
            self.step()
        self.lines += [f"local.get {n}" for n in range(locals_)]
        self.result, *rest = [*self.stack, *self.locals][::-1]
        for value in rest:
            self.result = (self.result << 7 & MASK | self.result >> 57) ^ value
            self.lines.append("(i64.rotl (i64.const 7)) i64.xor")
        declared = f"(param {'i64 ' * len(self.arguments)}) (result i64) (local {'i64 ' * (locals_ - 3)})"
        self.text = f'(func (export "{seed}") {declared} {" ".join(self.lines)})'

    def number(self):
        return self.chance.choice([*OF_TEXT.values(), self.chance.getrandbits(64)])

    def operand(self):
        if self.chance.random() < 0.6:
            index = self.chance.randrange(len(self.locals))
            self.lines.append(f"local.get {index}")
            self.stack.append(self.locals[index])
        else:
            self.stack.append(self.number())
            self.lines.append(f"i64.const {self.stack[-1]}")

    def step(self):
        name = self.chance.choice([*MEANINGS, *MEANINGS, "i64.xor", "local.set", "local.tee", "call"])
        count = len(next(row for row in ROWS if row.name == name).params or "a") if name != "call" else 1
        while len(self.stack) < count:
            self.operand()
        if self.chance.random() < 0.7:
            self.operand()
        if name in MEANINGS:
            self.stack[-count:] = expected(name, self.stack[-count:])
        elif name == "i64.xor":
            self.stack[-2:] = [self.stack[-2] ^ self.stack[-1]]
        elif name == "call":
            self.stack[-1] = ~self.stack[-1] & MASK
            name = "call $not"
        else:
            index = self.chance.randrange(len(self.locals))
            self.locals[index] = self.stack[-1]
            if name == "local.set":
                self.stack.pop()
            name = f"{name} {index}"
        self.lines.append(name)


# Locals, operands that lie below: where there are few, all are in registers.
PLACES = [(1, 0), (3, 2), (8, 6), (12, 0), (20, 40), (3, 200), (300, 20)]
NOT = "(func $not (param i64) (result i64) (i64.xor (local.get 0) (i64.const -1)))"


@pytest.mark.parametrize("level", NAMES)
def test_operands_in_any_place(level):
    programs = {
        str(1000 * number + n): Program(1000 * number + n, locals_, depth)
        for number, (locals_, depth) in enumerate(PLACES)
        for n in range(8)
    }
    made = exports(NOT + " ".join(program.text for program in programs.values()), level)

    for name, program in programs.items():
        assert [program.result] == list(made[name].call_raw(program.arguments)), program.text


def test_slots_that_no_handler_reaches():
    """More locals than 16 bits count."""
    count = 40_000
    steps = f"""(local.set {count} (i64.const -1)) (local.get {count}) (i64.const 3) (i64.mul_wide_u)
        (local.set {count + 1}) (local.set {count + 2})
        (local.get {count + 2}) (local.get {count + 1}) (local.get {count}) (local.get {count}) (i64.sub128)"""
    made = exports(f'(func (export "f") (result i64 i64) (local {"i64 " * (count + 3)}) {steps})', "interpret")

    product = expected("i64.mul_wide_u", [MASK, 3])
    assert expected("i64.sub128", [*product, MASK, MASK]) == list(made["f"].call_raw([]))
