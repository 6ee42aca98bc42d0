"""A few of the bodies that `tests.fuzz.boundaries` makes without end, and that it finds a reader that errs."""

import random

from tests.fuzz.bodies import World, Writer
from tests.fuzz.test_modules import fuzz
from wasihost.ops import ROWS


def test_readers_of_bodies_agree_on_boundaries(tmp_path):
    status, output = fuzz("boundaries", "--count", 3, "--seed", 1, "--out", tmp_path)

    assert (0, []) == (status, list(tmp_path.iterdir())), output
    assert " 600 bodies\n" in output


def test_bodies_have_all_kinds_of_instructions():
    source = random.Random(1)
    world = World(source)
    writers = [Writer(source, world) for _ in range(800)]
    for writer in writers:
        writer.body()

    def kinds(rows):
        return {row.immediates if row.params is not None else row.name for row in rows}

    assert kinds(ROWS) == kinds(found.row for writer in writers for found in writer.instructions)


def test_a_reader_that_errs_is_found(tmp_path):
    options = ("--seed", 1, "--count", 2, "--levels", "readers", "--reduce", 0, "--out", tmp_path)
    status, output = fuzz("planted_reader", *options)

    assert status == 1, output
    assert "of a valid body" in output or "the validator sees" in output
