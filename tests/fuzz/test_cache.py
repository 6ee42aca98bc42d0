"""A few rounds of what `python -m tests.fuzz.cache` does for long."""

import pytest

from tests.fuzz.cache import attack


@pytest.mark.one_door
def test_attacked_cache_never_changes_the_behaviour_of_a_program(tmp_path, command):
    assert attack(tmp_path, rounds=6, seed=1, begin=command)["together"] == 1
