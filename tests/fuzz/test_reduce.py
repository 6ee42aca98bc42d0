"""Modules are made as small as what they are to show allows."""

import time

from tests.fuzz.reduce import reduce
from tests.wat import wat

MODULE = """(module (type (func)) (memory 1) (global $g (mut i64) (i64.const 7))
  (func $a (export "a") (drop (i32.const 1)) (drop (call $b (i32.const 2))))
  (func $b (export "b") (param i32) (result exnref)
    (block (result exnref) (if (local.get 0) (then (drop (i32.rotl (i32.const 5) (local.get 0))))) (ref.null exn))))"""
ROTL = 0x77


def test_reduction_keeps_only_what_shows_the_difference():
    def shows(data):
        return ROTL in data and b"\x69" in data  # exnref

    text = reduce(wat(MODULE), shows, seconds=20)

    assert shows(wat(text))
    assert "rotl" in text
    for gone in ("memory", "global", "export", "(if", "call"):
        assert gone not in text


def test_time_is_kept():
    start = time.monotonic()

    text = reduce(wat(MODULE), lambda data: True, seconds=0)

    assert "rotl" in text
    assert time.monotonic() - start < 2
