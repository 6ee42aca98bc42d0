"""The registers and numbers with which a stencil is compiled, chosen so that its code shows the place of each."""

from __future__ import annotations

import functools
import operator
import random
from collections.abc import Sequence
from functools import cache

from wasihost.codegen.stencils.operands import Sample
from wasihost.codegen.stencils.x86_64 import BANKS, FIRST_PREFIXED

# Range of numbers → samples.  LLVM has no shorter code for any of them, and samples of one byte are bytes that are
# rare in code.  Constants have both signs, to reveal code that is right for one sign only.
_FAR: tuple[int, ...] = (
    -0x5A3C1E78,
    0x4B2D6A38,
    -0x35A91C58,
    0x61E7D2A8,
    -0x7259B3E8,
    0x2C96F158,
    -0x13D4A768,
    0x7A15C4D8,
    -0x46B8E318,
)
_FAR += (0x3E719258, -0x6D0C25B8, 0x519A7E48)
_NEAR = (-93, 19, -89, 27, -85, 55, -77, 29, -75, 39, -95, 91)
NUMBERS: dict[str, tuple[int, ...]] = {
    "slot": (-104, 24, -96, 32, -88, 40, -80, 80, 88, 96, 104, 112),  # of the frame, in reach of one byte
    "far slot": tuple(value & -16 for value in _FAR),
    "field": tuple(abs(value) & -16 for value in _FAR),
    "near": _NEAR,
    "far": _FAR,
    "offset": (19, 27, 55, 29, 39, 91, 23, 21, 53, 37, 86, 30),
    "far offset": tuple(abs(value) + 5 for value in _FAR),
    "far reach": tuple((abs(value) ^ 0x1C0DE5) + 1 for value in _FAR),
    "count32": (13, 21, 7, 19, 27, 23, 5, 26, 14, 22, 28, 12),
    "count64": (13, 44, 21, 7, 52, 27, 37, 53, 26, 14, 22, 58),
    "byte": _NEAR,
    "short": tuple((value >> 8 & 0x7FFF) - 0x2345 for value in _FAR),
    "wide": tuple(value << 31 ^ abs(other) for value, other in zip(_FAR, _FAR[::-1], strict=True)),
}
# Bytes that a number takes in the code; the default is 4.
WIDTHS = {"slot": 1, "near": 1, "offset": 1, "count32": 1, "count64": 1, "byte": 1, "short": 2}
WIDTHS["wide"] = 8
_LOW = 3  # samples of low registers only, most of which need no prefix
_TRIES = 10_000


ANY, LOW, HIGH = range(3)  # registers: all of them; those that need no prefix; the others


@cache
def samples(
    registers: tuple[tuple[str, str], ...], numbers: tuple[tuple[str, str], ...], which: int = ANY
) -> tuple[Sample, ...]:
    """Samples that have every register in every place and tell the places apart.  With ANY, low registers are first."""
    chance = random.Random(5)
    for _ in range(_TRIES):
        found = _some(registers, numbers, which, chance)
        if _are_distinct(registers, found):
            return tuple(found)
    raise AssertionError(registers)


@cache
def first_samples(registers: tuple[tuple[str, str], ...], numbers: tuple[tuple[str, str], ...]) -> tuple[Sample, ...]:
    """Enough to show whether code is that of another stencil but for its opcode.

    All bits of each number change, and the bits in which two of them differ, so that no register stands for another.
    """
    found = samples(registers, numbers)
    if not registers:
        return found[:2]
    names = [name for name, _ in registers]
    pairs = [(a, b) for a in names for b in names if a < b]
    for one in found[1:]:
        for other in found[1:]:
            chosen = (found[0], one, other)
            changed = all(_bits(found, name) == _bits(chosen, name) for name in names)
            if changed and all(len({each[a] ^ each[b] for each in chosen}) > 1 for a, b in pairs):
                return chosen
    return found


def _bits(found: Sequence[Sample], name: str) -> int:
    """The bits of a register's number that are not the same in all samples."""
    return functools.reduce(operator.or_, (sample[name] ^ found[0][name] for sample in found), 0)


def fixed_samples(registers: tuple[tuple[str, str], ...], numbers: tuple[tuple[str, str], ...]) -> tuple[Sample, ...]:
    """The operands, and a result of its own, in the first registers of the stack."""
    left = {bank: iter(of.stack) for bank, of in BANKS.items()}
    fixed = {name: next(left[bank]) for name, bank in registers}
    return tuple({**sample, **fixed} for sample in samples((), numbers))


def _some(
    registers: tuple[tuple[str, str], ...], numbers: tuple[tuple[str, str], ...], which: int, chance: random.Random
) -> list[Sample]:
    banks = {bank for _, bank in registers}
    low_count = _LOW if which == ANY and "integer" in banks else 0
    count = low_count + max((len(BANKS[bank].all) for bank in banks), default=3)
    found: list[Sample] = [{} for _ in range(count)]
    for bank, of in BANKS.items():
        names = [name for name, kind in registers if kind == bank]
        low = [number for number in of.all if number < FIRST_PREFIXED]
        chosen = {ANY: of.all, LOW: low, HIGH: tuple(set(of.all) - set(low)) or of.all}[which]
        order = chance.sample(chosen, len(chosen))
        steps = chance.sample(range(len(order)), len(names))
        names.reverse()  # so that a result is in a register that takes a prefix as a byte, in the first sample
        for n, sample in enumerate(found):
            turned = [order[(n + step) % len(order)] for step in steps]
            if n < low_count:
                turned = [low[(n + step) % len(low)] for step in range(len(names))]
            sample |= zip(names, turned, strict=True)
    for n, sample in enumerate(found):
        for place, (name, kind) in enumerate(numbers):
            sample[name] = NUMBERS[kind][(n + 5 * place) % len(NUMBERS[kind])]
    return found


def column(values: Sequence[int], bit: int) -> tuple[int, ...]:
    """One bit of a number in all samples; a column and its opposite count as one."""
    return tuple((value ^ values[0]) >> bit & 1 for value in values)


def _are_distinct(registers: tuple[tuple[str, str], ...], found: list[Sample]) -> bool:
    """Whether no bit of a register's number looks like one of another's."""
    columns = [{column([sample[name] for sample in found], bit) for bit in range(4)} for name, _ in registers]
    varying = [bits for each in columns for bits in each if any(bits)]
    return len(set(varying)) == len(varying)
