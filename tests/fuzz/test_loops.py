"""Some loops of those that `python -m tests.fuzz.loops` makes without end."""

import pytest

from tests.fuzz.loops import compare


@pytest.mark.parametrize("seed", range(25))
def test_a_loop_does_the_same_at_every_level(seed):
    compare(seed)
