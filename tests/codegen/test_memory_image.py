"""Which data segments become part of the memory image: those whose folding nobody can observe."""

import pytest

from tests.wat import wat
from wasihost.abi import HOST_PAGE
from wasihost.codegen.memory_image import lay_out_memory
from wasihost.wasm.decoder import decode


def lay_out(text: str):
    return lay_out_memory(decode(wat(f"(module {text})")))


def test_segments_lie_where_they_are_loaded_and_later_ones_win():
    image, segments = lay_out('(memory 2) (data (i32.const 1024) "abcdef") (data (i32.const 1026) "XY") (data "z")')

    assert b"abXYef" == image[1024:1030]
    assert HOST_PAGE == len(image)
    assert {0, 1} == segments


IMPORTED_TABLE = '(import "" "" (table 1 funcref)) (memory 1) (func) (data (i32.const 0) "a")'
FOLDABLE = {
    "no data": ("(memory 1)", set()),
    "at the end": ('(memory 1) (data (i32.const 65535) "a")', {0}),
    "nothing at the end": ('(memory 1) (data (i32.const 65536) "")', {0}),
    "behind the end": ('(memory 1) (data (i32.const 65536) "a")', set()),
    "far behind": ('(memory 1) (data (i32.const -1) "a")', set()),
    "extended constant": ('(memory 1) (data (i32.add (i32.const 3) (i32.const 4)) "a")', {0}),
    "imported memory": ('(import "" "" (memory 1)) (data (i32.const 0) "a")', set()),
    "behind one that is not known": (
        '(import "" "" (global i32)) (memory 1)'
        '(data (i32.const 0) "a") (data (global.get 0) "b") (data (i32.const 9) "c")',
        {0},
    ),
    "behind one that traps": (
        '(memory 1) (data (i32.const 0) "a") (data (i32.const 70000) "b") (data (i32.const 9) "c")',
        {0},
    ),
    "sparse": ('(memory 65536) (data (i32.const 0) "a") (data (i32.const 0x7fff0000) "b")', {0}),
    "own table": ('(memory 1) (table 1 funcref) (elem (i32.const 5) func 0) (func) (data (i32.const 0) "a")', {0}),
    "imported table that may trap": (f"{IMPORTED_TABLE} (elem (i32.const 1) func 0)", set()),
    "imported table that cannot trap": (f"{IMPORTED_TABLE} (elem (i32.const 0) func 0)", {0}),
}


@pytest.mark.parametrize("text, folded", FOLDABLE.values(), ids=FOLDABLE.keys())
def test_segments_fold_into_the_image_if_in_bounds(text, folded):
    assert folded == lay_out(text)[1]
