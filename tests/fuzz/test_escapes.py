"""The races are real, and the sandbox wins them."""

import pytest

from tests.fuzz import escapes


@pytest.mark.parametrize("walk", [False, True], ids=["kernel", "walk"])
def test_thousands_of_races_are_won(walk):
    outcomes, escaped = escapes.race(6000, walk=walk)

    assert escaped == []
    assert {"SUCCESS", "NOTCAPABLE"} <= set(outcomes)


def test_an_ordinary_open_loses_them():
    assert escapes.careless(20) > 0
