"""The registers and numbers with which a stencil is compiled, chosen so that its code shows the place of each."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from wasihost.codegen.stencils.operands import Numbers, Sample
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
MODULI = {"count32": 32, "count64": 64}
_TRIES = 10_000
REGISTER_BITS = 4  # of its number


ANY, LOW, HIGH = range(3)  # registers: all of them; those that need no prefix; the others
_COUNT = 6


Registers = tuple[tuple[str, str], ...]  # parameter, bank


@cache
def samples(registers: Registers, numbers: Numbers, which: int = ANY) -> tuple[Sample, ...]:
    """Samples that tell the places of registers apart; the first of ANY are those of `first_samples`."""
    first = first_samples(registers, numbers) if which == ANY else ()
    chance = random.Random(5)
    for _ in range(_TRIES):
        found = [*first, *_some(registers, numbers, which, chance)[len(first) :]]
        if _are_distinct(registers, which, found):
            return tuple(found)
    raise AssertionError(registers)


@cache
def first_samples(registers: Registers, numbers: Numbers) -> tuple[Sample, ...]:
    """Two that show whether code is that of another stencil but for its opcode: low registers, then their contrasts."""
    chosen = []
    for n in range(2):
        left = {bank: iter(of.contrasts) for bank, of in BANKS.items()}
        # In reverse, so that a result is in a register that takes a prefix as a byte.
        chosen.append(_numbered(n, numbers) | {name: next(left[bank])[n] for name, bank in reversed(registers)})
    return tuple(chosen)


def fixed_samples(registers: Registers, numbers: Numbers) -> tuple[Sample, ...]:
    """The operands, and a result of its own, in the first registers of the stack."""
    left = {bank: iter(of.stack) for bank, of in BANKS.items()}
    fixed = {name: next(left[bank]) for name, bank in registers}
    return tuple(_numbered(n, numbers) | fixed for n in range(3))


def _numbered(n: int, numbers: Numbers) -> Sample:
    """The numbers of sample n."""
    return {name: NUMBERS[kind][(n + 5 * place) % len(NUMBERS[kind])] for place, (name, kind) in enumerate(numbers)}


def _choice(bank: str, which: int) -> tuple[int, ...]:
    """The registers of a bank to choose from."""
    every = BANKS[bank].all
    is_low = [number < FIRST_PREFIXED for number in every]
    if which == ANY or all(is_low):
        return every
    return tuple(number for number, low in zip(every, is_low, strict=True) if low == (which == LOW))


def _some(registers: Registers, numbers: Numbers, which: int, chance: random.Random) -> list[Sample]:
    found = [_numbered(n, numbers) for n in range(_COUNT if registers else 3)]
    for bank in BANKS:
        names = [name for name, kind in registers if kind == bank]
        chosen = _choice(bank, which)
        order = chance.sample(chosen, len(chosen))
        steps = chance.sample(range(len(order)), len(names))
        for n, sample in enumerate(found):
            sample |= {name: order[(n + step) % len(order)] for name, step in zip(names, steps, strict=True)}
    return found


def columns(values: Sequence[int]) -> set[tuple[int, ...]]:
    """The bits of a number that are not the same in all samples, each as a column."""
    return {bits for bit in range(REGISTER_BITS) if any(bits := column(values, bit))}


def column(values: Sequence[int], bit: int) -> tuple[int, ...]:
    """One bit of a number in all samples; a column and its opposite count as one."""
    return tuple((value ^ values[0]) >> bit & 1 for value in values)


def _are_distinct(registers: Registers, which: int, found: list[Sample]) -> bool:
    """Whether no bit of a register's number looks like another one, or like the sign of a number.

    Bits that are the same in all registers to choose from may look the same.
    """
    seen = {column([sample[name] < 0 for sample in found], 0) for name in found[0]}
    for name, bank in registers:
        some = columns([sample[name] for sample in found])
        if seen & some or len(some) < len(columns(_choice(bank, which))):
            return False
        seen |= some
    return True
