"""The table of instructions: that of `ops`, and what it does not have yet."""

from wasihost.ops import ROWS
from wasihost.wasm.text.immediates import READ
from wasihost.wasm.text.instructions import BY_CODE, BY_NAME


def test_every_row_of_ops_is_there():
    for row in ROWS:
        found = BY_NAME[row.name]
        assert (row.prefix, row.opcode, row.immediates) == (found.prefix, found.opcode, found.immediates)


def test_opcodes_are_unique():
    assert len(BY_NAME) == len(BY_CODE)


def test_all_instructions_of_the_specification_are_there():
    """Numbers of opcodes by prefix: garbage collection, wide arithmetic, vectors with the 20 relaxed ones, atomics."""
    counts = {prefix: sum(row.prefix == prefix for row in BY_NAME.values()) for prefix in (0xFB, 0xFC, 0xFD, 0xFE)}

    assert {0xFB: 31, 0xFC: 22, 0xFD: 256, 0xFE: 67} == counts


def test_immediates_of_every_row_can_be_read():
    assert {row.immediates for row in BY_NAME.values() if row.immediates} - READ.keys() == {
        ("blocktype",),
        ("blocktype", "catches"),
    }
