"""What the command line adds to the library's facts; and that the library itself knows no option."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from wasihost import errors
from wasihost.cli.report import wording

PACKAGE = Path(__file__).parents[2] / "wasihost"
# Those who speak as the command does: what they say is read by whoever typed it.
COMMAND = ("cli", "launcher", "options", "packaging", "runtime/report")
OPTION = re.compile(r"(^|[\s`'\"(])--[a-z]|`wasihost [a-z]")


HINTS = [
    (errors.ModuleNotFound("", path="a b"), None),
    (errors.ModuleNotFound("", path="x", hint="did you mean `y`?"), "did you mean `y`?"),
    (
        errors.ModuleNotFound("", path="a b", is_directory=True),
        "to grant it to a program: `wasihost MODULE --dir 'a b'`",
    ),
    (errors.PrecompiledModule("m"), "give the module that it was compiled from"),
    (errors.PrecompiledModule("m", runnable=True), "if you trust it: `wasihost --allow-precompiled m`"),
    (errors.UnfitArtifact(""), "compile the module again: `wasihost compile MODULE`"),
    (errors.UnfitArtifact("", needed="metered"), "compile it again: `wasihost compile --metered MODULE`"),
    (errors.UnfitArtifact("", needed="canonical_nans"), "compile it again: `wasihost compile --canonical-nans MODULE`"),
    (errors.NoEntry([]), None),
    (errors.NoEntry(["f", "g h"]), "call one of its functions with `--invoke NAME`: `f`, `'g h'`"),
    (
        errors.NoEntry(list("abcdefghi")),
        "call one of its functions with `--invoke NAME`: " + "`a`, `b`, `c`, `d`, `e`, `f`, `g`, `h` …",
    ),
    (errors.EntryType("f"), "to call it and print its results: `--invoke f`"),
    (errors.UnknownImports("", lines=["x"], replaceable=False), None),
    (
        errors.UnknownImports("", lines=["x"], replaceable=True),
        "if the program does not need it, run it with `--unknown-imports trap`",
    ),
    (
        errors.UnknownImports("", lines=["x", "y"], replaceable=True),
        "if the program does not need them, run it with `--unknown-imports trap`",
    ),
    (errors.NotConfined("x"), "run it without: `--no-confine`"),
    (
        errors.NotConfined("x", since="5.19"),
        "it requires Linux 5.19, and may be switched off; run without it: leave out `--confine`",
    ),
    (errors.WorkerDied("", killed=False), None),
    (errors.WorkerDied("", killed=True), "out of memory? fewer processes (`--jobs`) need less"),
    (errors.WasihostError("x", hint="y"), "y"),
]


@pytest.mark.parametrize(("error", "hint"), HINTS)
def test_hints_name_options(error, hint):
    assert hint == wording.hint(error)


@pytest.mark.parametrize(
    ("limit", "expected"),
    [("memory", "large (--max-memory)"), ("table", "large (--max-table)"), (None, "large")],
)
def test_a_limit_is_named_by_its_option(limit, expected):
    assert expected == wording.message(errors.LimitExceeded("large", needed=2, allowed=1, limit=limit))


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Line and value of each literal of a file, except docstrings."""
    tree = ast.parse(path.read_text())
    notes = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in notes and isinstance(node.value, (str, bytes)):
            yield node.lineno, node.value if isinstance(node.value, str) else node.value.decode("latin-1")


def test_the_library_names_no_option_and_no_command():
    found = [
        f"{name}:{line}: {text}"
        for path in sorted(PACKAGE.rglob("*.py"))
        if not (name := path.relative_to(PACKAGE).as_posix()).startswith(COMMAND)
        for line, text in texts(path)
        if OPTION.search(text)
    ]

    assert [] == found
