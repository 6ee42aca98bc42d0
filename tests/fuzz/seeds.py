"""The command of a fuzzer that tries one seed after the other."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable


def seed_options(description: str | None, count: int) -> argparse.ArgumentParser:
    """A parser that knows `--count` and `--seed`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--count", type=int, default=count, help="number of seeds")
    parser.add_argument("--seed", type=int, default=time.time_ns() & 0xFFFFFF, help="the first seed")
    return parser


def try_seeds(compare: Callable[[int], None], description: str | None, count: int) -> None:
    """Parse the options, and run `compare` for each seed.  AssertionError: a difference."""
    options = seed_options(description, count).parse_args()
    for seed in range(options.seed, options.seed + options.count):
        compare(seed)
    print(f"{options.count} seeds starting at {options.seed}: no difference")
