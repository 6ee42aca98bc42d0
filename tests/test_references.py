"""What docstrings and comments of the package refer to exists: `file.Name`, `package.file.Name`, `file.py`."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from wasihost.wasm.text.instructions import BY_NAME

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "wasihost").rglob("*.py"))
REFERENCE = re.compile(r"(?<![\w./@%-])(?:[a-z_]\w*\.)+[A-Za-z_]\w*")
# LLVM's intrinsics look like references to codegen/llvm.py.
OTHERS = {"llvm.minimum", "llvm.ubsantrap"}


def texts(source: str) -> Iterator[str]:
    """Comments and docstrings."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    yield from (token.string for token in tokens if token.type == tokenize.COMMENT)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
            yield ast.get_docstring(node) or ""


def is_missing(reference: str, package: str) -> bool:
    """Whether `reference`, in a file of `package`, begins with a file or package of ours, and the rest is not there."""
    if reference in BY_NAME or reference in OTHERS:
        return False
    parts = package.split(".")
    bases = [".".join(parts[:size]) for size in range(len(parts), -1, -1)]
    if reference.endswith(".py"):
        return not any((ROOT / base.replace(".", "/") / reference).exists() for base in bases)
    first, *rest = reference.split(".")
    found = [name for base in bases if is_ours(name := f"{base}.{first}".lstrip("."))]
    return bool(found) and not any(has(name, rest) for name in found)


def is_ours(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return name.startswith("wasihost") and (path.is_dir() or path.with_suffix(".py").exists())


def has(module: str, names: list[str]) -> bool:
    while names and is_ours(f"{module}.{names[0]}"):
        module, names = f"{module}.{names[0]}", names[1:]
    value = import_module(module)
    for name in names:
        if not hasattr(value, name):
            family = name.endswith("_") and any(other.startswith(name) for other in dir(value))
            return family or name in getattr(value, "__annotations__", ())
        value = getattr(value, name)
    return True


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_references_in_docstrings_and_comments_exist(path):
    package = ".".join(path.parent.relative_to(ROOT).parts)

    assert [] == sorted(
        {
            reference
            for text in texts(path.read_text())
            for reference in REFERENCE.findall(text)
            if is_missing(reference, package)
        }
    )


@pytest.mark.parametrize(
    "reference, package, missing",
    [
        ("runtime.state.Instance", "wasihost.wasi", False),
        ("runtime.state.Nothing", "wasihost.wasi", True),
        ("runtime.nothing", "wasihost.wasi", True),
        ("state.Instance", "wasihost.runtime", False),
        ("translate.unit", "wasihost.codegen", False),
        ("abi.ArtifactHeader.header_check", "wasihost.runtime", False),
        ("abi.ArtifactHeader.nothing", "wasihost.runtime", True),
        ("abi.REPORT_", "wasihost.runtime", False),
        ("heap.py", "wasihost.runtime", False),
        ("bulk.py", "wasihost.runtime", True),
        ("memory.grow", "wasihost.runtime", False),
        ("enum.IntEnum", "wasihost", False),
    ],
)
def test_missing_reference_is_detected(reference, package, missing):
    assert is_missing(reference, package) is missing
