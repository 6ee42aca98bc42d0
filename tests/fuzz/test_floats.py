"""A few of the expressions that `floats.py` and `open_nans.py` make without end, and what these can see."""

import importlib.util

import pytest

from tests.fuzz import floats, open_nans
from tests.fuzz.findings import Panel, described, differences
from tests.fuzz.floats import CHOICES, ROWS, is_arithmetic
from tests.fuzz.workers import CANONICAL_HOSTS, CANONICAL_REFERENCE, HOSTS, REFERENCE
from tests.wat import wat

with_wasmtime = pytest.mark.skipif(importlib.util.find_spec("wasmtime") is None, reason="wasmtime is not installed")
PANELS = {
    # maker, hosts, reference
    "canonical": (floats.module, CANONICAL_HOSTS, CANONICAL_REFERENCE),
    "open": (open_nans.module, HOSTS, REFERENCE),
}


def observed(hosts, reference, *modules):
    panel = Panel("tests.fuzz.floats", hosts, reference)
    try:
        return [panel.observe(data) for data in modules]
    finally:
        panel.close()


@pytest.mark.parametrize("make, hosts, reference", PANELS.values(), ids=PANELS)
def test_hosts_agree_on_float_expressions(make, hosts, reference):
    (found,) = observed(hosts, reference, make(1))

    assert not differences(found), described(differences(found))
    assert sum(line.startswith("call") for line in found["fast" if "fast" in found else "canonical fast"]) > 100


@with_wasmtime
def test_a_nan_that_is_not_canonical_is_seen():
    (found,) = observed(["fast"], CANONICAL_REFERENCE, floats.module(1))

    assert differences(found)


SETTLED = [
    # type, bits, whether it must be canonical, how many are wrong
    ("f32", 0x7F800001, 0, 1),
    ("f32", 0xFFC00001, 0, 0),
    ("f32", 0xFFC00001, 1, 1),
    ("f32", 0xFFC00000, 1, 0),
    ("f32", 0xFF800000, 1, 0),
    ("f64", 0xFFF7FFFFFFFFFFFF, 0, 1),
    ("f64", 0x7FFFFFFFFFFFFFFF, 0, 0),
    ("f64", 0x7FFFFFFFFFFFFFFF, 1, 1),
    ("f64", 0x7FF8 << 48, 1, 0),
    ("f64", 0x7FF0 << 48, 1, 0),
]


def test_nans_that_are_not_allowed_are_counted():
    modules = [
        wat(f"""(module (import "world" "settle_{type_}" (func $settle (param {type_} i32) (result {type_})))
          (func (export "f") (drop (call $settle ({type_}.reinterpret_i{type_[1:]} (i{type_[1:]}.const {bits:#x}))
            (i32.const {strict})))))""")
        for type_, bits, strict, _ in SETTLED
    ]

    for found, (*given, wrong) in zip(observed(["fast"], REFERENCE, *modules), SETTLED, strict=True):
        assert not differences(found), given
        assert f"global world'wrong': i64:{wrong:#x}" in found["fast"], given


def test_every_float_instruction_is_generated():
    chosen = {row for rows in CHOICES.values() for row in rows}

    of_floats = [row for row in ROWS if row.params and row.results and {"f32", "f64"} & {*row.params, *row.results}]
    of_floats += [row for row in ROWS if row.params and row.name.startswith(("f32x4.", "f64x2."))]
    missing = {row.name for row in of_floats if not row.touches and "relaxed" not in row.name} - {
        r.name for r in chosen
    }
    assert not missing
    assert sum(map(is_arithmetic, chosen)) == 2 * 12 + 2 * 12


def test_text_of_a_seed_is_the_same_each_time():
    assert floats.module(7) == floats.module(7) != floats.module(8)
