"""Integers of every width, and the words of what is wrong with them."""

import pytest

from tests.wasm.binary import u32
from wasihost.errors import DecodeError
from wasihost.wasm.reader import Reader


def reader(data: bytes) -> Reader:
    return Reader(data, 0, len(data))


@pytest.mark.parametrize(
    "method, data, expected",
    [
        ("u32", "00", 0),
        ("u32", "7f", 127),
        ("u32", "80 01", 128),
        ("u32", "80 80 80 80 00", 0),
        ("u32", "ff ff ff ff 0f", 2**32 - 1),
        ("s32", "7f", -1),
        ("s32", "3f", 63),
        ("s32", "40", -64),
        ("s32", "80 80 80 80 78", -(2**31)),
        ("s32", "ff ff ff ff 07", 2**31 - 1),
        ("s32", "ff ff ff ff 7f", -1),
        ("s33", "80 80 80 80 70", -(2**32)),
        ("s33", "ff ff ff ff 0f", 2**32 - 1),
        ("s64", "80 80 80 80 80 80 80 80 80 7f", -(2**63)),
        ("s64", "ff ff ff ff ff ff ff ff ff 00", 2**63 - 1),
        ("u64", "ff ff ff ff ff ff ff ff ff 01", 2**64 - 1),
    ],
)
def test_integers_are_read_up_to_their_end(method, data, expected):
    subject = reader(bytes.fromhex(data))

    assert expected == getattr(subject, method)()
    assert subject.end == subject.pos


@pytest.mark.parametrize(
    "method, data, message",
    [
        ("u32", "", "unexpected end"),
        ("u32", "80", "unexpected end"),
        ("u32", "80 80 80 80 80 00", "integer representation too long"),
        ("u32", "ff ff ff ff 1f", "integer too large"),
        ("u32", "80 80 80 80 70", "integer too large"),
        ("s32", "80 80 80 80 08", "integer too large"),
        ("s32", "ff ff ff ff 0f", "integer too large"),
        ("s32", "80 80 80 80 68", "integer too large"),
        ("s33", "ff ff ff ff 1f", "integer too large"),
        ("s64", "80 80 80 80 80 80 80 80 80 01", "integer too large"),
        ("s64", "80 80 80 80 80 80 80 80 80 80 00", "integer representation too long"),
        ("u64", "80 80 80 80 80 80 80 80 80 02", "integer too large"),
    ],
)
def test_integers_that_are_refused(method, data, message):
    with pytest.raises(DecodeError, match=message):
        getattr(reader(bytes.fromhex(data)), method)()


def test_indices_of_every_length():
    values = [0, 1, 127, 128, 16383, 16384, 2**21, 2**32 - 1, 5]

    assert values == reader(b"".join(map(u32, values))).indices(len(values)).tolist()


def test_indices_stop_at_the_end_of_the_section():
    with pytest.raises(DecodeError, match="unexpected end") as caught:
        Reader(b"\x01\x02\x03", 0, 2).indices(3)

    assert 2 == caught.value.offset


@pytest.mark.parametrize(
    "data, message, offset",
    [(b"\x03ab", "unexpected end|length out of bounds", 1), (b"\x02a\xff", "malformed UTF-8 encoding", 2)],
    ids=["short", "not UTF-8"],
)
def test_names_that_are_refused(data, message, offset):
    with pytest.raises(DecodeError, match=message) as caught:
        reader(data).name()

    assert offset == caught.value.offset
