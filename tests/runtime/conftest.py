"""Compile text modules at each level and instantiate them."""

import functools

import pytest

from tests.wat import wat
from wasihost.engine import Engine
from wasihost.host.instance import Module, Store


@functools.cache
def _compile(level: str, guarded: bool, text: str) -> Module:
    return Engine(level=level, cache=None, guarded=guarded).compile(wat(text))


@pytest.fixture(params=["fast", "max"])
def level(request):
    return request.param


@pytest.fixture
def compile(level):
    """`compile(text, guarded=True)` → Module."""
    return lambda text, guarded=True: _compile(level, guarded, text)


@pytest.fixture
def run(compile):
    """`run(text, *args, guarded=True)` → results of the export `f` as raw bits."""

    def run(text, *args, guarded=True):
        return Store().instantiate(compile(text, guarded)).exports["f"].call_raw(args)

    return run
