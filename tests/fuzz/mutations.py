"""Modules with damaged bytes, through wasihost's validator and Wasmtime's: `python -m tests.fuzz.mutations`.

Whatever the bytes are, wasihost must accept the module or say what is wrong with it, in less than a second and in
bounded memory; and Wasmtime must come to the same answer.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.fuzz import world
from tests.fuzz.modules import command
from tests.fuzz.smith import smith
from tests.wasm.testsuite import cases, scripts
from tests.wat import binary, wat

ROOT = Path(__file__).parents[2]
LARGEST = 100_000  # bytes: larger modules have nothing that smaller ones lack, and take longer
SMITHS = 40


@cache
def corpus() -> tuple[bytes, ...]:
    """Modules to damage: examples, what was found before, random ones, and the official suite's if it is here."""
    files = [*(ROOT / "examples").glob("*.wasm"), *(ROOT / "tests" / "fuzz" / "found").iterdir()]
    modules = [binary(path) for path in sorted(files)]
    modules += [wat(world.definition()), *(data for data in map(smith, range(SMITHS)) if data)]
    with tempfile.TemporaryDirectory() as directory:
        modules += [case.data for script in scripts() for case in cases(script, Path(directory))]
    return tuple(data for data in modules if len(data) <= LARGEST)


def damaged(seed: int, modules: Sequence[bytes]) -> bytes:
    """One of the modules, damaged in a few places."""
    source = random.Random(seed)
    data = bytearray(source.choice(modules))
    for _ in range(source.choice((1, 1, 1, 2, 3, 8))):
        change = source.choice((_flip, _flip, _replace, _insert, _remove, _truncate, _repeat, _splice))
        change(source, data, modules)
    return bytes(data)


def _flip(source: random.Random, data: bytearray, modules: Sequence[bytes]) -> None:
    if data:
        data[source.randrange(len(data))] ^= 1 << source.randrange(8)


def _replace(source: random.Random, data: bytearray, modules: Sequence[bytes]) -> None:
    """By a byte that means something to most readers: an end, a long integer, a type, an opcode."""
    if data:
        data[source.randrange(len(data))] = source.choice(
            (0, 0x0B, 0x80, 0xFF, 0x7F, 0x60, 0x70, source.randrange(256))
        )


def _insert(source: random.Random, data: bytearray, modules: Sequence[bytes]) -> None:
    at = source.randint(0, len(data))
    data[at:at] = source.randbytes(source.choice((1, 1, 2, 5)))


def _remove(source: random.Random, data: bytearray, modules: Sequence[bytes]) -> None:
    at = source.randint(0, len(data))
    del data[at : at + source.choice((1, 1, 2, 20))]


def _truncate(source: random.Random, data: bytearray, modules: Sequence[bytes]) -> None:
    del data[source.randint(0, len(data)) :]


def _splice(source: random.Random, data: bytearray, modules: Sequence[bytes]) -> None:
    """Bytes of another module in the place of some."""
    other = source.choice(modules)
    start, at = source.randint(0, len(other)), source.randint(0, len(data))
    size = source.randint(1, 200)
    data[at : at + source.choice((0, size))] = other[start : start + size]


def _repeat(source: random.Random, data: bytearray, modules: Sequence[bytes]) -> None:
    at = source.randint(0, len(data))
    data[at:at] = data[at : at + source.randint(1, 50)] * source.choice((1, 2, 1000))


if __name__ == "__main__":
    sys.exit(
        command(
            __doc__,
            lambda seed: damaged(seed, corpus()),
            count=10_000,
            subjects=["validator"],
            reference="Wasmtime's validator",
        )
    )
