"""The golden files are what the translator writes today."""

from pathlib import Path

import pytest

from tests.codegen.objects import on_x86_64
from tests.disas import stencils
from tests.disas.golden import HEAD, SOURCES, baseline_code, blessed_code, render
from wasihost.codegen.stencils.x86_64 import SETS


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_translation_is_as_blessed(source: Path) -> None:
    other = False
    for path, text in render(source).items():
        blessed = path.read_text()
        if path.suffix == ".s" and not blessed.startswith(HEAD):
            other = True
            continue
        assert blessed == text, f"{path.name} differs: run scripts/bless and read the difference like code"
    if other:
        pytest.skip(f"the IR is as blessed; the assembly was blessed with another release than {HEAD[2:-1]}")


@on_x86_64
@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_baseline_code_is_as_blessed(source: Path) -> None:
    path = source.with_suffix(".baseline.s")
    blessed = path.read_text()
    if not blessed.startswith(HEAD):
        pytest.skip(f"blessed with another release than {HEAD[2:-1]}")
    same = blessed_code(blessed) == baseline_code(source)
    assert same, f"{path.name} differs: run scripts/bless and read the difference like code"


@pytest.mark.parametrize("name", SETS)
def test_stencils_are_as_blessed(name: str) -> None:
    ((path, text),) = stencils.render(name).items()
    blessed = path.read_text()
    if not blessed.startswith(HEAD):
        pytest.skip(f"blessed with another release than {HEAD[2:-1]}")
    assert blessed == text, f"{path.name} differs: run scripts/bless and read the difference like code"
