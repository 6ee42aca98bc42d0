"""Constant expressions become constants where everything in them is known."""

import pytest

from wasihost.codegen.constant import constant_value, depth, fold
from wasihost.wasm.module import ConstInstr


def expression(text: str) -> tuple[ConstInstr, ...]:
    """`i32.const 1, global.get 0, i32.add`"""
    instructions = []
    for part in text.split(", "):
        name, _, value = part.partition(" ")
        instructions.append(ConstInstr((0, 0), name, int(value, 0) if value else None, 0))
    return tuple(instructions)


def text(instructions) -> str:
    return ", ".join(i.name if i.value is None else f"{i.name} {i.value}" for i in instructions)


@pytest.mark.parametrize(
    "before, after",
    [
        ("i32.const -1", "i32.const 4294967295"),
        ("i64.const -1", "i64.const 18446744073709551615"),
        ("f32.const 2143289344", "f32.const 2143289344"),
        ("i32.const 2, i32.const 3, i32.add", "i32.const 5"),
        ("i32.const 2, i32.const 3, i32.sub", "i32.const 4294967295"),
        ("i64.const 0x100000000, i64.const 0x100000000, i64.mul", "i64.const 0"),
        ("i32.const 1, i32.const 2, i32.const 3, i32.mul, i32.add", "i32.const 7"),
        ("global.get 0, i32.const 2, i32.const 3, i32.mul, i32.add", "global.get 0, i32.const 6, i32.add"),
        ("global.get 0, i32.const 2, i32.add, i32.const 3, i32.add",) * 2,
        ("ref.func 3", "ref.func 3"),
    ],
)  # fmt: skip
def test_constant_expressions_fold(before, after):
    assert after == text(fold(expression(before)))


@pytest.mark.parametrize(
    "before, value",
    [("i32.const -4", 2**32 - 4), ("f64.const 0", 0), ("global.get 0", None), ("ref.null 112", None)],
)
def test_constant_value_is_known_if_folded_to_one(before, value):
    assert value == constant_value(fold(expression(before)))


def test_the_value_of_nothing():
    assert constant_value(fold(())) is None


def test_a_long_expression_is_folded_in_one_pass():
    long = expression(", ".join(["i32.const 1", *["i32.const 1, i32.add"] * 100_000]))

    assert "i32.const 100001" == text(fold(long))


@pytest.mark.parametrize(
    "before, expected",
    [
        ("i32.const 1", 1),
        ("global.get 0, global.get 0, i32.add, global.get 0, i32.add", 2),
        ("global.get 0, global.get 0, global.get 0, i32.add, i32.add", 3),
    ],
)
def test_depth_is_that_of_the_evaluation_stack(before, expected):
    assert expected == depth(expression(before))
