"""Bodies are split into their instructions, whatever the form of their numbers."""

import pytest

from wasihost.codegen.translate.tokens import read, split
from wasihost.errors import InternalError

PADDED = b"\x80\x80\x00"  # zero, in more bytes than it needs
LABELS = bytes([0x0E, 120]) + bytes(121)  # br_table: more labels than the expression knows
# fmt: off
INSTRUCTIONS = {  # bytes → the row and its immediates
    b"\x01": ("nop", ()),
    b"\x20\x07": ("local.get", (7,)),
    b"\x20" + PADDED: ("local.get", (0,)),
    b"\x41\x7f": ("i32.const", (-1,)),
    b"\x41\xff\xff\xff\xff\x07": ("i32.const", (0x7FFFFFFF,)),
    b"\x42\x80\x7f": ("i64.const", (-128,)),
    b"\x43\x0b\x0b\x0b\x0b": ("f32.const", (0x0B0B0B0B,)),  # bytes that would be `end` elsewhere
    b"\x44" + bytes(range(8)): ("f64.const", (0x0706050403020100,)),
    b"\x28\x02\x10": ("i32.load", ((0, 16),)),
    b"\x28\x42\x03\x10": ("i32.load", ((3, 16),)),  # with the index of a memory
    b"\xfc\x0b\x00": ("memory.fill", (0,)),
    b"\xfc\x8b\x00\x00": ("memory.fill", (0,)),  # an opcode in two bytes
    b"\xfc" + PADDED: ("i32.trunc_sat_f32_s", ()),
    b"\x0e\x02\x00\x01\x02": ("br_table", ((0, 1, 2),)),
    LABELS: ("br_table", ((0,) * 121,)),
    b"\x1c\x01\x7e": ("select t", (("i64",),)),
    b"\x1f\x40\x02\x00\x03\x01\x02\x00": ("try_table", (None, ((3, False, 1), (None, False, 0)))),
    b"\xfd\x00\x04\x10": ("v128.load", ((0, 16),)),
    b"\xfd\x54\x40\x01\x10\x0f": ("v128.load8_lane", ((1, 16), 15)),
    b"\xfd\x0c" + bytes([7] + [0] * 15): ("v128.const", (7,)),
    b"\xfd\x0d" + bytes([31] * 16): ("i8x16.shuffle", (f"<16 x i32> <{', '.join(['i32 31'] * 16)}>",)),
    b"\xfd\x15\x0b": ("i8x16.extract_lane_s", (11,)),  # a byte that would be `end` elsewhere
    b"\xfd\x95\x00\x0b": ("i8x16.extract_lane_s", (11,)),
    b"\xfd\x80\x01": ("i16x8.abs", ()),
    b"\xfd\x80\x02": ("i8x16.relaxed_swizzle", ()),
    b"\x0b": ("end", ()),
}
# fmt: on


@pytest.mark.parametrize("token", INSTRUCTIONS, ids=lambda token: token[:4].hex())
def test_an_instruction_is_read(token):
    row, immediates = read(token)
    assert (row.name, immediates) == INSTRUCTIONS[token]
    assert split(token + b"\x0b") == [token, b"\x0b"]


def test_a_body_of_all_of_them_is_split():
    assert split(b"".join(INSTRUCTIONS)) == list(INSTRUCTIONS)


def test_what_the_validator_should_have_refused_is_an_error():
    with pytest.raises(InternalError, match="no instruction begins with byte 0xff at 1"):
        split(b"\x01\xff\x0b")
