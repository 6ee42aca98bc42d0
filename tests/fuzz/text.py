"""Damaged texts and binaries through the reader and the printer of the text format: `python -m tests.fuzz.text`.

A text is refused with a TextError or read; what was read comes back from its print, byte for byte.  A binary is
refused with a DecodeError or printed; the print is a module with the same print.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from tests.fuzz.seeds import try_seeds
from wasihost.errors import DecodeError, TextError
from wasihost.wasm.text.instructions import BY_NAME
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.printer import print_module
from wasihost.wasm.text.tokens import END, Source

TESTS = Path(__file__).parents[1]
SEEDS = (0, 1, 7, 12345)
ROUNDS = 60  # texts of one seed
KEYWORDS = """( ) param result local type func table memory global tag export import start elem data offset item declare
  mut ref null sub final rec struct array field then else end block loop if try_table catch catch_all i32 i64 f32 f64
  v128 funcref externref anyref exnref i8 i64 shared (pagesize module $x $y 0 1 7 -1 0x7f 1.5 nan:0x1 offset=1 align=2
  i8x16 f64x2 "a" "\\ff" (@custom (@name (@x""".split()
PIECES = ('"', "\\", "(", ")", "$", "\0", "é", ";;", "(;", ";)", "(@", "\n", "0x", "_", "=")


@cache
def sources() -> tuple[list[str], ...]:
    """Tokens of small modules that use most of the format."""
    paths = sorted([*TESTS.glob("disas/*.wat"), *TESTS.glob("programs/src/*.wat")])
    texts = [path.read_text() for path in paths]
    return tuple([token for token in Source(text).tokens if token != END] for text in texts)


def damaged_text(rng: random.Random) -> str:
    tokens = list(rng.choice(sources()))
    start = rng.randrange(len(tokens))
    words = KEYWORDS if rng.random() < 0.7 else list(BY_NAME)
    for _ in range(rng.randint(1, 3)):
        at = rng.choice([start, rng.randrange(len(tokens))])
        replaced = rng.choice([[], [rng.choice(words)], [rng.choice(words), tokens[at]], tokens[start : start + 4]])
        tokens[at : at + 1] = replaced or [")"]
    text = " ".join(tokens)
    if rng.random() < 0.3:
        at = rng.randrange(len(text))
        text = text[:at] + rng.choice(PIECES) + text[at + rng.randint(0, 2) :]
    return text


def damaged_binary(rng: random.Random, binary: bytes) -> bytes:
    damaged = bytearray(binary)
    for _ in range(rng.randint(1, 3)):
        damaged[rng.randrange(len(damaged))] = rng.choice([0, 1, 2, 0x40, 0x63, 0x7F, 0x80, 0xFF, rng.randrange(256)])
    return bytes(damaged)


def printed(binary: bytes) -> str:
    return "\n".join(print_module(binary))


def compare(seed: int) -> None:
    """AssertionError: something came back as something else."""
    rng = random.Random(seed)
    for _ in range(ROUNDS):
        text = damaged_text(rng)
        try:
            binary = parse_module(text)
        except TextError as error:
            assert error.line >= 1 and 0 <= error.caret <= len(error.excerpt), text
            binary = parse_module(" ".join(rng.choice(sources())))
        else:
            assert binary == parse_module(printed(binary)), text
        damaged = damaged_binary(rng, binary)
        try:
            print_ = printed(damaged)
        except DecodeError:
            continue
        assert print_ == printed(parse_module(print_)), damaged.hex()


if __name__ == "__main__":
    try_seeds(compare, __doc__, 100)
