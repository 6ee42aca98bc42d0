"""Some of the damaged modules that `python -m tests.fuzz.mutations` makes without end."""

from tests.fuzz.findings import Panel, described, differences
from tests.fuzz.mutations import damaged
from tests.wat import wat

MODULE = """(module (type $t (func (param i32) (result i32))) (import "a" "b" (func $f (type $t)))
  (memory 1) (table 2 funcref) (tag (param i64)) (global (mut f64) (f64.const 1))
  (elem (i32.const 0) $f) (data (i32.const 0) "x")
  (func (export "g") (type $t) (local f32)
    (block $b (result i32) (br_if $b (i32.load (local.get 0)) (call $f (i32.const 7))))))"""


def test_both_validators_say_the_same():
    panel = Panel("tests.fuzz.mutations", ["validator"], "Wasmtime's validator")
    corpus = (wat(MODULE),)
    try:
        for seed in range(150):
            data = damaged(seed, corpus)
            found = differences(panel.observe(data))
            assert not found, f"{data.hex()}: {described(found)}"
    finally:
        panel.close()
