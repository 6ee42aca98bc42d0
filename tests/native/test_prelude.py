"""The small C library: every size and overlap of a copy, strings, numbers as text, messages."""

import ctypes
import os
import random
import subprocess
import sys

import pytest

from wasihost.native import i32, i64, memcpy, memset, native, ptr, u32, u64
from wasihost.native.prelude import (
    copy_text,
    format_decimal,
    format_hex,
    memcmp,
    say,
    say_decimal,
    say_hex,
    streq,
    strlen,
    write_all,
)  # fmt: skip

SIZES = [*range(70), 79, 80, 81, 95, 96, 97, 127, 128, 129, 143, 144, 145, 200, 255, 256, 1000, 4096, 5000]
DISTANCES = [0, 1, 3, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 2000]


@native(export=True)
def moved(to: ptr, source: ptr, size: u64):
    memcpy(to, source, size)


@native(export=True)
def filled(to: ptr, byte: u32, size: u64):
    memset(to, byte, size)


@native(export=True)
def compared(a: ptr, b: ptr, size: u64) -> i32:
    return memcmp(a, b, size)


@pytest.mark.parametrize("alignment", [0, 1, 7])
def test_copies_of_any_size_and_overlap(call, alignment):
    noise = random.Random(1).randbytes(16384)
    memory = ctypes.create_string_buffer(noise, len(noise))
    base = ctypes.addressof(memory)
    for size in SIZES:
        for distance in DISTANCES:
            for source, to in ((4000 + alignment, 4000 + distance), (4000 + distance, 4000 + alignment)):
                ctypes.memmove(memory, noise, len(noise))
                expected = bytearray(noise)
                expected[to : to + size] = noise[source : source + size]

                call(moved, base + to, base + source, size)

                assert expected == memory.raw, (size, source, to)


@pytest.mark.parametrize("alignment", [0, 1, 7, 15])
def test_fills_of_any_size(call, alignment):
    for size in SIZES:
        memory = ctypes.create_string_buffer(b"#" * 6000, 6000)
        start = ctypes.addressof(memory) % 16 + alignment

        call(filled, ctypes.addressof(memory) + start, 0x1A5, size)

        assert b"#" * start + b"\xa5" * size + b"#" * (6000 - start - size) == memory.raw, size


@pytest.mark.parametrize("size", [0, 1, 7, 8, 9, 16, 20])
def test_comparisons_find_the_first_difference(call, size):
    data = bytes(range(100, 100 + size))
    assert 0 == call(compared, data, data + b"x", size)
    for position in range(size):
        other = bytearray(data)
        other[position] = 255
        for later in range(position + 1, size):
            other[later] = 0

        assert call(compared, data, bytes(other), size) < 0 < call(compared, bytes(other), data, size)


@native(export=True)
def length(text: ptr) -> u64:
    return strlen(text)


@native(export=True)
def equal(a: ptr, b: ptr) -> u32:
    return streq(a, b)


@native(export=True)
def joined(to: ptr, a: ptr, b: ptr) -> i64:
    return copy_text(copy_text(to, a), b) - to


def test_string_functions_agree_with_python(call):
    assert [0, 5] == [call(length, text) for text in (b"", b"hello")]
    pairs = [(b"", b""), (b"a", b""), (b"", b"a"), (b"ab", b"ab"), (b"ab", b"abc"), (b"ab", b"ac")]
    assert [a == b for a, b in pairs] == [call(equal, a, b) for a, b in pairs]
    memory = ctypes.create_string_buffer(b"#" * 10)
    assert 5 == call(joined, memory, b"he", b"llo")
    assert b"hello\0####\0" == memory.raw


@native(export=True)
def in_hex(to: ptr, value: u64, digits: u32) -> i64:
    return format_hex(to, value, digits) - to


@native(export=True)
def in_decimal(to: ptr, value: u64) -> i64:
    return format_decimal(to, value) - to


@pytest.mark.parametrize("value", [0, 7, 10, 99, 12345, 2**32, 10**19, 2**64 - 1])
def test_numbers_as_text(call, value):
    memory = ctypes.create_string_buffer(32)

    size = call(in_decimal, memory, value)
    assert str(value).encode() == memory.raw[:size]

    size = call(in_hex, memory, value, 16)
    assert f"{value:016x}".encode() == memory.raw[:size]


def test_hexadecimal_keeps_the_lowest_digits(call):
    memory = ctypes.create_string_buffer(32)

    assert 3 == call(in_hex, memory, 0xABCDE, 3)
    assert b"cde\0" == memory.raw[:4]


@native(export=True)
def messages():
    say(b"trap at ")
    say_hex(0xABC)
    say(b" after ")
    say_decimal(120)
    say(b" us\n")


def test_messages_go_to_stderr(call):
    code = f"import ctypes; ctypes.CDLL({str(call.path)!r}).messages()"

    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)

    assert ("", "trap at 0x0000000000000abc after 120 us\n") == (ran.stdout, ran.stderr)


@native(export=True)
def written(fd: i32, data: ptr, size: u64) -> i64:
    return write_all(fd, data, size)


def test_everything_is_written(call):
    reader, writer = os.pipe()
    try:
        assert 0 == call(written, writer, b"x" * 60_000, 60_000)
        assert 60_000 == len(os.read(reader, 100_000))
    finally:
        os.close(reader)
        os.close(writer)
    assert -9 == call(written, writer, b"x", 1)
