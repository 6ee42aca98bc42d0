"""A few rounds of what `python -m tests.fuzz.cache` does for long."""

from tests.fuzz.cache import attack


def test_a_cache_under_attack_never_changes_what_a_program_does(tmp_path):
    assert attack(tmp_path, rounds=12, seed=1)["together"] == 1
