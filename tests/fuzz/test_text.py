"""Some damaged modules of those that `python -m tests.fuzz.text` makes without end."""

import pytest

from tests.fuzz.text import SEEDS, compare


@pytest.mark.parametrize("seed", SEEDS)
def test_damaged_modules_are_refused_or_come_back(seed):
    compare(seed)
