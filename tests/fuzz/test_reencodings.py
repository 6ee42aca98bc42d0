"""A few modules in other bytes, and that `tests.fuzz.reencodings` finds a reader that errs."""

import random
from pathlib import Path

import pytest

from tests.fuzz.encoding import Encoder, Reader, fewest_bytes, leb128, most_bytes, read_module
from tests.fuzz.findings import Panel, differences
from tests.fuzz.reencodings import ENCODINGS, ORIGINAL, encoding_of, must_be_refused
from tests.fuzz.test_modules import fuzz
from tests.wasm.binary import TYPE, functype, module, section, vector
from tests.wat import binary, wat
from wasihost.wasm.decoder import decode
from wasihost.wasm.names import Names

TEXTS = sorted((Path(__file__).parents[1] / "disas").glob("*.wat"))
MODULE = """(module $m (type $t (func (param i32) (result i32))) (import "world" "f0" (func $f))
  (import "world" (item "g0") (item "g1") (global i64)) (import "world" (item "m" (memory 0)))
  (memory 1) (table 2 funcref) (tag $e (param i64)) (global (mut f64) (f64.const 1))
  (elem (i32.const 0) $f) (data (i32.const 0) "x")
  (func $named (export "g") (type $t) (local f32)
    (block $b (result i64) (try_table (catch $e $b) (call $f)) (i64.const -1)) drop
    (block $b (result i32) (br_if $b (i32.load (local.get 0)) (i32.const 7)))))"""


class Shortest(Encoder):
    def number(self, value, bits, signed):
        return leb128(value, fewest_bytes(value, signed))

    def arranged(self, module):
        return module.sections

    def names(self, section):
        return section.content


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_read_module_is_written_back_unchanged(path):
    module = read_module(binary(path))

    assert module.is_whole
    assert Shortest(random.Random(0)).module(module).data == binary(path)


def test_all_lengths_of_an_integer():
    for bits, signed in ((32, False), (32, True), (33, True), (64, False), (64, True)):
        for value in (-1, 0, 63, 64, -64, -65, -1 << bits - 1) if signed else (0, 127, 128, (1 << bits) - 1):
            for width in range(fewest_bytes(value, signed), most_bytes(bits) + 1):
                reader = Reader(leb128(value, width))

                assert (value, width) == (reader.number(bits, signed), reader.at)


def test_encodings_differ_and_offsets_lead_back():
    data = wat(MODULE)
    module = decode(data)
    for number in range(20):
        encoding = encoding_of(data, number)
        other = decode(encoding.data)

        assert encoding.data != data
        assert [body.start for body in module.bodies] == [encoding.origin(body.start) for body in other.bodies]
        assert [body.end for body in module.bodies] == [encoding.origin(body.end) for body in other.bodies]
        assert (Names(other).module_name, Names(other).function(1)) == ("m", "named")


def test_integers_that_are_none_are_refused():
    must_be_refused(wat(MODULE))


def test_encodings_become_the_same():
    panel = Panel("tests.fuzz.reencodings", [ORIGINAL, *ENCODINGS], "")
    texts = [MODULE, MODULE.replace("i64.const -1", "i32.const -1"), *(path.read_text() for path in TEXTS[::12])]
    try:
        for text in texts:
            found = panel.observe(wat(text))
            assert not differences(found), found
            assert len(found[ORIGINAL]) >= (1 if text is texts[1] else 10)
    finally:
        panel.close()


def test_a_reader_that_errs_is_found(tmp_path):
    status, output = fuzz("planted_reader", "--seed", 0, "--count", 1, "--reduce", 0, "--out", tmp_path)

    assert status == 1, output


def test_unknown_code_is_kept_unchanged():
    data = module(section(TYPE, vector([functype([b"\x63\x6e"])])))  # (ref null any)

    assert not read_module(data).is_whole
    assert all(b"\x63\x6e" in encoding_of(data, number).data for number in range(20))
