"""No file imports itself, by way of whatever other files: imports at any depth count, and those for type checkers."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "wasihost"


def modules() -> dict[str, Path]:
    """The package's files by their names."""
    found = {}
    for path in PACKAGE.rglob("*.py"):
        parts = ["wasihost", *path.relative_to(PACKAGE).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imported(name: str, path: Path, known: Mapping[str, object]) -> Iterator[str]:
    """The files that a file names in its imports."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package.split(".")[: package.count(".") + 2 - node.level]) if node.level else ""
            module = ".".join(filter(None, (base, node.module)))
            for full in (f"{module}.{alias.name}" for alias in node.names):
                if full in known or module in known:
                    yield full if full in known else module


def circles(arrows: Mapping[str, set[str]]) -> list[list[str]]:
    """Sets of names from each of which every other one can be reached."""

    def reached(start: str) -> set[str]:
        found, waiting = set[str](), [start]
        while waiting:
            for name in arrows[waiting.pop()] - found:
                found.add(name)
                waiting.append(name)
        return found

    reach = {name: reached(name) for name in arrows}
    return sorted({tuple(sorted(o for o in reach[n] if n in reach[o])) for n in arrows if n in reach[n]})


@pytest.mark.parametrize(
    ("arrows", "expected"),
    [
        ({"a": {"b"}, "b": {"c"}, "c": set()}, []),
        ({"a": {"b"}, "b": {"c"}, "c": {"b"}}, [("b", "c")]),
        ({"a": {"b"}, "b": {"a"}, "c": {"c"}}, [("a", "b"), ("c",)]),
    ],
)
def test_circles_are_found(arrows, expected):
    assert expected == circles(arrows)


def test_imports_of_every_form_are_found(tmp_path):
    path = tmp_path / "here.py"
    path.write_text(
        "from typing import TYPE_CHECKING\n"
        "import p.a\n"
        "if TYPE_CHECKING:\n"
        "    from p import b\n"
        "def f():\n"
        "    from .c import thing\n"
        "    from . import d\n"
        "    from .. import e\n"
    )
    known = dict.fromkeys(("p", "p.a", "p.b", "p.q", "p.q.c", "p.q.d", "p.e"))

    assert {"p.a", "p.b", "p.q.c", "p.q.d", "p.e"} == set(imported("p.q.here", path, known))


def test_no_file_is_in_a_circle_of_imports():
    files = modules()
    assert [] == circles({name: set(imported(name, path, files)) - {name} for name, path in files.items()})
