"""Texts for people and for programs: native code shows every character as Python does."""

import ctypes
import json
import os
import random
import unicodedata

import pytest

from wasihost.abi import Text
from wasihost.characters import STEERING, printable, shortened
from wasihost.native import native, ptr, u64
from wasihost.runtime.report.text import put_decimal, put_grouped, put_hex, put_json, put_padded, put_printable

ROOM = 1 << 18


@native(export=True)
def line(text: Text, data: ptr, size: u64):
    put_printable(text, data, size)


@native(export=True)
def string(text: Text, data: ptr, size: u64):
    put_json(text, data, size)


@native(export=True)
def numbers(text: Text, value: u64):
    put_padded(text, value, 5)
    put_grouped(text, value)
    put_hex(text, value)
    put_decimal(text, value)


@pytest.fixture
def written(call):
    def written(function, *args):
        text = ctypes.create_string_buffer(Text.size)
        call(function, text, *args)
        size = int.from_bytes(text.raw[:8], "little")
        return text.raw[8 : 8 + size]

    return written


def bytes_of(seed: int) -> bytes:
    """Characters of all kinds and widths, and bytes that are none."""
    chance = random.Random(seed)
    pieces = []
    for _ in range(chance.choice([1, 5, 40, 1001, 3000])):
        limit = chance.choice([0x80, 0x100, 0x800, 0x3000, 0x10000, 0x110000])
        code = chance.randrange(limit)
        pieces.append(chance.randbytes(1) if 0xD800 <= code < 0xE000 else chr(code).encode())
    return b"".join(pieces)


TEXTS = [
    b"",
    b"plain",
    b'a "quoted" \\ text\n\r\t\b\f\x00\x1b[31m\x7f',
    "größe … \u202e\u200b\ue000\U0001f600".encode(),
]
TEXTS += [b"\xff", b"\xe2\x82", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xf0\x80\x80\x80", b"\x80"]
TEXTS += [b"x" * n for n in (999, 1000, 1001, 5000)] + ["ä".encode() * 1001]


@pytest.mark.parametrize("data", TEXTS, ids=range(len(TEXTS)))
def test_text_is_escaped_as_by_python(written, data):
    text = os.fsdecode(data)
    assert printable(shortened(text)).encode() == written(line, data, len(data))
    assert json.dumps(text).encode() == written(string, data, len(data))


def test_random_text_is_escaped_as_by_python(written):
    for seed in range(200):
        data = bytes_of(seed)
        text = os.fsdecode(data)
        assert printable(shortened(text)).encode() == written(line, data, len(data)), seed
        assert json.dumps(text).encode() == written(string, data, len(data)), seed


def test_numbers_are_formatted_as_by_python(written):
    for value in (0, 7, 999, 1000, 12345, 1234567, (1 << 64) - 1):
        grouped = f"{value:,}".replace(",", " ")
        assert f"{value:5}{grouped}{value:#x}{value}".encode() == written(numbers, value)


def test_every_character_that_steers_is_in_the_table():
    """Also those of this Python's Unicode, which may be a later one."""
    categories = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co")
    missed = [
        hex(code)
        for code in range(0x110000)
        if unicodedata.category(chr(code)) in categories and not any(first <= code <= last for first, last in STEERING)
    ]
    assert [] == missed


def test_escaped_characters_are_not_printable():
    wrong = [
        hex(code)
        for first, last in STEERING
        for code in range(first, last + 1)
        if unicodedata.category(chr(code))[0] in "LNS"
    ]
    assert [] == wrong
