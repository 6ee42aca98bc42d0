"""Every statement and every advisory names tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.programs.programs import PROGRAMS
from tests.programs.record import EXPECTED
from tests.wasi.statements import ADVISORIES, STATEMENTS

TESTS = Path(__file__).parents[1]
REFERENCE = re.compile(r"program (\S+)|(\S+)::(\S+)")


@cache
def names_in(file):
    tree = ast.parse(file.read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def missing(shown):
    """The references that lead nowhere."""
    words = REFERENCE.sub("", shown).split()
    for program, room, test in REFERENCE.findall(shown):
        if program:
            recorded = (EXPECTED / f"{program}.txt").exists()
            words += [] if recorded and program in {row.name for row in PROGRAMS} else [program]
            continue
        folder, _, name = room.rpartition("/")
        file = TESTS / folder / f"test_{name}.py"
        words += [] if file.exists() and f"test_{test}" in names_in(file) else [f"{room}::{test}"]
    return words


def test_every_statement_has_a_row():
    assert list(STATEMENTS) == list(range(1, 42))


@pytest.mark.parametrize("name, shown", [*STATEMENTS.items(), *ADVISORIES.items()])
def test_referenced_tests_exist(name, shown):
    statement, references = shown

    assert statement and references
    assert missing(references) == []


def test_missing_reference_is_detected():
    assert missing("wasi/fd::no_such_test program no-such nonsense wasi/fd::closed_descriptor_is_badf gone::seek") == [
        "nonsense", "wasi/fd::no_such_test", "no-such", "gone::seek",
    ]  # fmt: skip
