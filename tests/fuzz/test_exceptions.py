"""Some modules of those that `python -m tests.fuzz.exceptions` makes without end."""

import pytest

from tests.fuzz.exceptions import compare


@pytest.mark.parametrize("seed", range(12))
def test_exceptions_take_the_same_way_at_every_level(seed):
    compare(seed)
