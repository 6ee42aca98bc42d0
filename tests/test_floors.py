"""Which package may import which (see ARCHITECTURE.md), read from the source; and what a warm run imports."""

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

if sys.version_info >= (3, 11):
    import tomllib

from tests.wat import wat

PACKAGE = Path(__file__).parent.parent / "wasihost"
# Top to bottom: a package imports itself and those below it.  Packages on one line do not import each other.
LAYERS = [
    "packaging",
    "launcher, cli",
    "wast",
    "options",
    "background",
    "engine",
    "module_file",
    "cache",
    "runtime_library, stitching, tiering",
    "interpret",
    "baseline",
    "codegen",
    "skeleton",
    "wasm",
    "host",
    "runtime",
    "wasi",
    "ops",
    "native",
]
BASE_MODULES = [
    "artifact",
    "abi",
    "elf",
    "layout",
    "levels",
    "variant",
    "characters",
    "digits",
    "pool",
    "lazy",
    "own",
    "version",
    "places",
    "errors",
    "__init__",
]
COMPILERS = (
    "baseline",
    "engine",
    "interpret",
    "packaging",
    "runtime_library",
    "stitching",
    "tiering",
)  # what may import `codegen`
LAYER = (
    {package: len(LAYERS) - n for n, packages in enumerate(LAYERS) for package in packages.split(", ")}
    | dict.fromkeys(BASE_MODULES, 0)
    | {"__main__": 99}
)

# Outside package → the only places that import it.
CONFINED = {"llvmlite": ["codegen/llvm.py"], "typer": ["cli/"], "rich": ["cli/report/progress.py"]}
SOURCES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))


def imports(source: str, package: str = "") -> Iterator[tuple[int, str]]:
    """Line and full name of what a file of `package` imports, at any depth, but not for type checkers only."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            waiting += node.orelse
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package.split(".")[: package.count(".") + 2 - node.level] if node.level else []
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)
        else:
            waiting += ast.iter_child_nodes(node)


def package_of(name: str) -> str:
    """The package of `wasihost.…`; `wasihost` itself is a base module."""
    part = [*name.split("."), "__init__"][1]
    return part if part in LAYER else "__init__"


def test_imports_reads_every_form():
    source = """
import a, b.c
from wasihost.runtime import program
if TYPE_CHECKING:
    import d
else:
    import e
def f():
    from wasihost import abi
from . import g
from .h import i
from ..j import k
"""
    absolute = {"a", "b.c", "wasihost.runtime.program", "e", "wasihost.abi"}
    relative = {"p.q.g", "p.q.h.i", "p.j.k"}
    assert absolute | relative == {name for _, name in imports(source, "p.q")}


@pytest.mark.parametrize("path", SOURCES)
def test_a_file_imports_only_packages_below_it(path):
    own = path.removesuffix(".py").split("/")[0]
    assert own in LAYER, f"wasihost/{path} is in no listed package"

    inside = ".".join(["wasihost", *path.split("/")[:-1]])
    for line, name in imports((PACKAGE / path).read_text(), inside):
        package = name.split(".")[0]
        if package == "wasihost":
            target = package_of(name)
            below = target == own or LAYER[target] < LAYER[own] or LAYER[target] == LAYER[own] == 0
            assert below, f"wasihost/{path}:{line}: `{own}` imports `{name}`"
            compiles = LAYER[own] > LAYER["codegen"] and target == "codegen"
            assert not compiles or own in COMPILERS, f"wasihost/{path}:{line}: only the engine compiles"
        places = CONFINED.get(package, [""])
        assert path.startswith(tuple(places)), f"wasihost/{path}:{line}: `{package}` belongs in {', '.join(places)}"


# --------------------------------------------------------------------------------------------------------- warm runs
# What takes long to import, and a warm run does not need.
NEVER = {
    *("wasihost.codegen", "wasihost.wasm", "wasihost.ops", "wasihost.native", "wasihost.artifact"),
    *("llvmlite", "typer", "rich"),
    *(
        "argparse",
        "dataclasses",
        "difflib",
        "hashlib",
        "inspect",
        "json",
        "logging",
        "signal",
        "subprocess",
        "traceback",
    ),
}


def imported(*command: str, **environ: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *command],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PACKAGE.parent), **environ},
    )
    assert done.returncode == 0, done.stderr
    return {line.split("|")[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_a_warm_run_imports_nothing_it_does_not_need(tmp_path):
    module = tmp_path / "empty.wasm"
    module.write_bytes(wat('(module (func (export "_start")))'))
    time.sleep(0.1)  # so that the module is old enough for the index
    run = (
        "-m",
        "wasihost",
        "--cache-dir",
        str(tmp_path / "cache"),
        "--level",
        "fast",
        str(module),
        "--dir",
        str(tmp_path),
        "--env",
        "A=1",
    )
    imported(*run)

    # `runpy` stands in for the installed script here.
    warm = imported(*run) - imported("-m", "this") - imported("-c", "import runpy")

    assert "wasihost.host.run" in warm
    assert set() == {name for name in warm if any(name == n or name.startswith(f"{n}.") for n in NEVER)}


def mypy_overrides() -> dict[str, dict[str, object]]:
    """The settings of mypy for each module or pattern of modules, besides the global ones."""
    settings = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text())["tool"]["mypy"]
    return {name: override for override in settings["overrides"] for name in override["module"]}


@pytest.mark.skipif(sys.version_info < (3, 11), reason="tomllib came with Python 3.11")
def test_each_package_uses_one_language():
    """Native functions are only in packages whose value types their own compiler checks; nothing is left unchecked."""
    overrides = mypy_overrides()
    native = [name for name, override in overrides.items() if "operator" in override.get("disable_error_code", ())]
    decorated = re.compile(r"^ *@native\b", re.MULTILINE)

    assert [] == [name for name, override in overrides.items() if override.get("ignore_errors")]
    for path in SOURCES:
        module = f"wasihost.{path.removesuffix('.py').removesuffix('/__init__').replace('/', '.')}"
        is_native = any(fnmatch(f"{module}.", f"{name}.") or fnmatch(module, name) for name in native)
        assert is_native or not decorated.search((PACKAGE / path).read_text()), f"wasihost/{path} has native functions"


def test_the_architecture_has_a_line_for_every_file():
    page = (PACKAGE.parent / "ARCHITECTURE.md").read_text()
    listed = re.findall(r"^\* `([\w/]+\.py)`", page, re.MULTILINE)

    assert len(listed) == len(set(listed))
    assert [] == sorted(set(SOURCES) - set(listed)), "these have no line"
    assert [] == sorted(set(listed) - set(SOURCES)), "these do not exist"
