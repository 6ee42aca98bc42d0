"""Modules that showed a difference once, and must not again; each says what was wrong."""

from pathlib import Path

import pytest

from tests.fuzz.findings import Panel, differences
from tests.fuzz.workers import HOSTS, REFERENCE
from tests.wat import binary, wat

FOUND = sorted((Path(__file__).parent / "found").iterdir())


@pytest.fixture(scope="module")
def panel():
    panel = Panel("tests.fuzz.modules", HOSTS, REFERENCE)
    panel.observe(wat("(module)"))  # what starts here is not ended behind the first test
    yield panel
    panel.close()


@pytest.mark.parametrize("path", FOUND, ids=lambda path: path.stem)
def test_hosts_agree_on_earlier_findings(path, panel):
    assert not differences(panel.observe(binary(path)))
