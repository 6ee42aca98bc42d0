"""Attacks on the decoder's machine code: sizes that lie, bytes that end too early, entries that collide, no memory."""

import ctypes
import mmap
import random
import resource
import subprocess
import sys
import time

import pytest

from tests.codegen.objects import in_worker
from tests.wasm.binary import (
    CODE,
    DATA,
    DATA_COUNT,
    ELEMENT,
    EXPORT,
    EXTERNREF,
    F64,
    FUNCREF,
    FUNCTION,
    GLOBAL,
    HEADER,
    I32,
    I64,
    IMPORT,
    MEMORY,
    START,
    TABLE,
    TAG,
    TYPE,
    body,
    functype,
    module,
    name,
    section,
    u32,
    vector,
)
from wasihost.errors import DecodeError, InvalidModule
from wasihost.host.library import load
from wasihost.wasm.decoder import decode
from wasihost.wasm.sections.layout import Decoded, Rejection
from wasihost.wasm.validation import validate

ZERO = b"\x41\0\x0b"  # i32.const 0, end
SECTIONS = (
    section(0, name("custom") + b"xyz"),
    section(TYPE, vector([functype([I32, I64], [FUNCREF]), functype(), functype([b"\x63\2"], [b"\x64\0"])])),
    section(
        IMPORT,
        vector([
            name("m") + name("é") + b"\0\x01",
            name("") + name("t") + b"\x01" + bytes([FUNCREF, 1, 2, 5]),
            name("m") + name("m") + b"\x02\x0b\x03\x04\x10",
            name("m") + name("g") + b"\x03" + bytes([F64, 1]),
            name("m") + name("e") + b"\x04\0\x01",
        ]),
    ),
    section(FUNCTION, vector([1, 1])),
    section(TABLE, vector([bytes([EXTERNREF, 0, 7]), b"\x40\0" + bytes([FUNCREF, 0, 1]) + b"\xd0\x70\x0b"])),
    section(MEMORY, vector([b"\x05\x80\x02\xff\xff\x03"])),
    section(TAG, vector([b"\0\x01"])),
    section(GLOBAL, vector([bytes([I32, 0]) + b"\x41\xff\x7f\x0b", b"\x7b\1\xfd\x0c" + bytes(16) + b"\x0b"])),
    section(EXPORT, vector([name("é") + b"\0\x01", name("") + b"\x02\0"])),
    section(START, b"\x01"),
    section(ELEMENT, vector([b"\0" + ZERO + b"\x02\x01\x02", b"\x07\x70\x01\xd2\x01\x0b"])),
    section(DATA_COUNT, b"\x02"),
    section(CODE, vector([body(b""), body(b"\x00")])),
    section(DATA, vector([b"\0" + ZERO + b"\x02hi", b"\x01\x01!"])),
    section(0, name("end")),
)  # fmt: skip
WHOLE = module(*SECTIONS)


def verdict(data: bytes) -> InvalidModule | None:
    try:
        validate(decode(data))
    except InvalidModule as error:
        return error
    return None


def test_a_module_that_ends_anywhere_is_refused_where_it_ends():
    assert verdict(WHOLE) is None
    for size in range(len(WHOLE)):
        error = verdict(WHOLE[:size])
        assert error is None or (error.offset is not None and error.offset <= size), (size, error)
        assert error is not None or WHOLE[size:][:1] in b"\0\1\2\3\4\5\6\7\x08\x09\x0a\x0b\x0c\x0d", size


def test_nothing_beyond_the_module_is_read():
    """The byte after the module lies in a page that cannot be read."""
    libc, library = ctypes.CDLL(None, use_errno=True), load()
    page = mmap.PAGESIZE
    room = mmap.mmap(-1, 2 * page)
    start = ctypes.addressof(ctypes.c_char.from_buffer(room))
    assert libc.mprotect(ctypes.c_void_p(start + page), page, 0) == 0

    def read_all() -> bytes:
        decoded, rejection = (ctypes.create_string_buffer(layout.size) for layout in (Decoded, Rejection))
        refused = 0
        source = random.Random(3)
        for size in range(len(WHOLE) + 1):
            for change in range(20):
                data = bytearray(WHOLE[:size])
                if data and change:
                    data[-source.randrange(1, min(size, 12) + 1)] = source.choice((0x7F, 0x80, 0xFF, 0x0F, 0x63, 0xFD))
                address = start + page - size
                ctypes.memmove(address, bytes(data), size)
                fault = library.decode_module(
                    ctypes.c_void_p(address), ctypes.c_uint64(size), 1, decoded, rejection
                ) or library.validate_module(decoded, rejection)
                library.free_module(decoded)
                refused += fault != 0
        return str(refused).encode()

    assert int(in_worker(read_all)) > 1000  # in another process, which a fault would end


SIZES = {
    "section": (b"\x01\xff\xff\xff\xff\x0f\0", "length out of bounds", 14),
    "custom section's name": (section(0, b"\xff\xff\xff\xff\x0fa"), "length out of bounds", 15),
    "name beyond its section": (section(0, b"\x05ab") + section(0, b"\0"), "unexpected end", 11),
    "import's name": (section(IMPORT, b"\1\1m\5f") + section(0, b"\0ab"), "unexpected end", 14),
    "body beyond its section": (section(CODE, b"\1\4\0\x0b") + section(0, b"\0ab"), "unexpected end", 12),
    "segment beyond its section": (section(DATA, b"\1\1\4a") + section(0, b"\0ab"), "unexpected end", 13),
    "vector beyond its section": (section(GLOBAL, b"\1\x7b\0\xfd\x0c" + bytes(9)) + bytes(20), "unexpected end", 15),
    "parameters beyond their section": (section(TYPE, b"\1\x60\5\x7f") + bytes(20), "unexpected end", 12),
    "entries beyond their section": (section(ELEMENT, b"\1\1\0\5\0\0") + bytes(20), "unexpected end", 13),
    "integer beyond its section": (section(FUNCTION, b"\1\x80") + section(0, b"\0"), "unexpected end", 12),
    "integer that is too long": (section(FUNCTION, b"\1\x80\x80\x80\x80\x80\0"), "representation too long", 11),
    "integer that is too large": (section(FUNCTION, b"\1\xff\xff\xff\xff\x1f"), "integer too large", 11),
}


@pytest.mark.parametrize("sections, message, offset", SIZES.values(), ids=SIZES.keys())
def test_sizes_that_lie(sections, message, offset):
    with pytest.raises(DecodeError, match=message) as caught:
        decode(HEADER + sections)

    assert offset == caught.value.offset


# ------------------------------------------------------------------------------------------------------------- names
def test_names_are_utf8_as_python_reads_it():
    source, good = random.Random(8), 0
    for _ in range(3000):
        text = bytearray(
            "".join(source.choices("aé€\U0001f600\U0010ffff\ud7ff\ue000\0", k=source.randrange(12))).encode()
        )
        if text and source.random() < 0.7:
            text[source.randrange(len(text))] = source.choice(
                (0x80, 0xBF, 0xC0, 0xC1, 0xE0, 0xED, 0xF0, 0xF4, 0xF5, 0xFF)
            )
        data = module(section(0, name(bytes(text))))
        try:
            expected = bytes(text).decode()
        except UnicodeDecodeError as error:
            with pytest.raises(DecodeError, match="malformed UTF-8") as caught:
                decode(data)
            assert data.index(bytes(text), 10) + error.start == caught.value.offset
        else:
            good += 1
            assert [expected] == [custom.name for custom in decode(data).custom_sections]
    assert 500 < good < 2500


# ------------------------------------------------------------------------------------------------------------- types
NULL, REF = b"\x63", b"\x64"
EQUAL = {
    # Name: types, the first equal type of each.
    "plain": ([functype(), functype([I32]), functype(), functype([], [I32]), functype([I32])], [0, 1, 0, 3, 1]),
    "parameters are not results": ([functype([I32, I32]), functype([I32], [I32])], [0, 1]),
    "a reference to an equal type": (
        [functype(), functype(), functype([REF + b"\0"]), functype([REF + b"\1"])], [0, 0, 2, 2]
    ),
    "references to themselves": ([functype([REF + b"\0"]), functype([REF + b"\1"])], [0, 0]),
    "a nullable one": ([functype([REF + b"\0"]), functype([NULL + b"\1"])], [0, 1]),
    "a reference to one that refers to itself": ([functype([REF + b"\0"]), functype([REF + b"\0"])], [0, 1]),
    "both": (
        [functype([REF + b"\0"], [NULL + b"\0"]), functype([REF + b"\1"], [NULL + b"\1"]),
         functype([REF + b"\0"], [NULL + b"\2"])], [0, 0, 2],
    ),
}  # fmt: skip


@pytest.mark.parametrize("types, canonical", EQUAL.values(), ids=EQUAL.keys())
def test_equal_types(types, canonical):
    decoded = decode(module(section(TYPE, vector(types))))

    assert canonical == decoded.canonical
    assert all(decoded.types[first] is type_ for first, type_ in zip(canonical, decoded.types, strict=True))


def test_there_are_few_reference_types():
    types = [functype()] + [functype([NULL + bytes([number & 0x7F | 0x80, number >> 7])]) for number in range(200)]

    with pytest.raises(DecodeError, match="too many reference types"):
        decode(module(section(TYPE, vector(types))))


def test_constant_expressions_need_no_codes_for_their_types():
    """Functions of more types than there are codes of references."""
    count = 500
    types = vector([functype([I32] * number) for number in range(count)])
    bodies = section(CODE, vector([body(b"")] * count))
    entries = vector([b"\xd2" + u32(number) + b"\x0b" for number in range(count)])
    elements = section(ELEMENT, vector([b"\x07\x70" + entries]))

    assert (
        verdict(module(section(TYPE, types), section(FUNCTION, vector(map(u32, range(count)))), elements, bodies))
        is None
    )


# --------------------------------------------------------------------------------------------------- time and memory
MANY = 200_000
LARGE = {
    "types": section(TYPE, vector([functype([I32] * (number % 3) + [I64] * (number % 7)) for number in range(MANY)])),
    "distinct types": section(
        TYPE, vector([functype([I32 if number >> bit & 1 else I64 for bit in range(18)]) for number in range(MANY)])
    ),
    "imports": section(IMPORT, vector([b"\0\0\3\x7f\0"] * MANY)),
    "imports of one type": section(IMPORT, vector([b"\0\0\x7e\3\x7f\0" + vector([b"\0"] * MANY)])),
    "imports by twos": section(IMPORT, vector([b"\0\0\x7e\3\x7f\0\2\0\0"] * MANY)),
    "exports": section(MEMORY, b"\1\0\0")
    + section(EXPORT, vector([name(u32(n).hex()) + b"\2\0" for n in range(MANY)])),
    "globals": section(GLOBAL, vector([bytes([I32, 0]) + ZERO] * MANY)),
    "segments": section(ELEMENT, vector([b"\1\0\0"] * MANY)),
    "entries": section(ELEMENT, vector([b"\5\x70" + vector([b"\xd0\x70\x0b"] * MANY)])),
    "sections": section(0, b"\0") * MANY,
}


@pytest.mark.parametrize("sections", LARGE.values(), ids=LARGE.keys())
def test_many_entries_take_time_in_proportion(sections):
    data = HEADER + sections
    start = time.thread_time()

    assert verdict(data) is None
    assert 3 > time.thread_time() - start


STARVED = """
import resource, sys
import wasihost.engine
from wasihost.errors import DecodeError
from wasihost.host.library import load
from wasihost.wasm.decoder import decode
data = open(sys.argv[1], "rb").read()
load()
decode(data[:8])
used = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (4 << 20), resource.RLIM_INFINITY))
try:
    decode(data)
except DecodeError as error:
    print(error.message)
"""


def test_too_little_memory_is_reported(tmp_path):
    path = tmp_path / "module.wasm"
    path.write_bytes(module(section(ELEMENT, vector([b"\5\x70" + vector([b"\xd0\x70\x0b"] * 1_000_000)]))))

    done = subprocess.run([sys.executable, "-c", STARVED, path], capture_output=True, text=True)

    assert ("there is not enough memory to decode the module\n", "") == (done.stdout, done.stderr)


def test_what_was_decoded_is_freed():
    data = module(section(ELEMENT, vector([b"\5\x70" + vector([b"\xd0\x70\x0b"] * 20_000)])))
    decode(data)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for _ in range(50):
        decode(data)

    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10 << 10  # KiB
