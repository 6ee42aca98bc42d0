"""Samples of functions in the cache: what is kept comes back, and nothing else."""

import os
from collections import Counter

import pytest

from wasihost.cache import Cache, samples, upkeep

KEY = bytes(32)
NAME = f"{KEY.hex()}.samples"


@pytest.fixture
def cache(tmp_path):
    return Cache(str(tmp_path / "cache"))


@pytest.fixture
def file(cache):
    samples.keep(cache, KEY, Counter({3: 5, 70000: 1 << 40}))
    return cache.directory + f"/modules/{NAME}"


def test_samples_come_back(cache, file):
    assert Counter({3: 5, 70000: 1 << 32}) == samples.take(cache, KEY)


def test_there_are_none_without_a_file(cache):
    assert Counter() == samples.take(cache, KEY)


def test_the_functions_with_most_samples_are_kept(cache):
    many = Counter({funcidx: 1 + funcidx for funcidx in range(samples.MAX_FUNCTIONS + 3)})

    samples.keep(cache, KEY, many)

    assert Counter(dict(many.most_common(samples.MAX_FUNCTIONS))) == samples.take(cache, KEY)


def test_no_samples_remove_the_file(cache, file):
    samples.keep(cache, KEY, Counter())

    assert Counter() == samples.take(cache, KEY)
    assert NAME not in os.listdir(cache.directory + "/modules")


DAMAGE = {
    "empty": lambda text: b"",
    "cut": lambda text: text[:-1],
    "longer": lambda text: text + bytes(12),
    "changed": lambda text: text[:-1] + b"\xff",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_file_has_no_samples(cache, file, damage):
    with open(file, "rb") as opened:
        text = opened.read()
    with open(file, "wb") as opened:
        opened.write(DAMAGE[damage](text))

    assert Counter() == samples.take(cache, KEY)


def test_clearing_the_cache_removes_them(cache, file):
    upkeep.clear(cache)

    assert Counter() == samples.take(cache, KEY)
