"""What Python reads of a module and what machine code reads of a body are the same bytes: both come to the same."""

import ctypes
import random

import pytest

from tests.native.library import Library
from tests.wasm import binary
from tests.wasm.binary import (
    CODE,
    ELEMENT,
    EXTERNREF,
    FUNCREF,
    FUNCTION,
    GLOBAL,
    I32,
    IMPORT,
    TYPE,
    body,
    functype,
    module,
    section,
    vector,
)
from wasihost.abi import VALTYPES
from wasihost.errors import DecodeError, InvalidModule, ValidationError
from wasihost.native import Ptr, memset, native, new, ptr, sizeof, u32, u64
from wasihost.wasm.reader import Reader
from wasihost.wasm.validator.immediates import read_leb128
from wasihost.wasm.validator.layout import Types, ValidationFault
from wasihost.wasm.validator.state import State

INTEGERS = {"u32": (32, 0), "u64": (64, 0), "s32": (32, 1), "s33": (33, 1), "s64": (64, 1)}
FAULTS = {
    ValidationFault.UNEXPECTED_END: "unexpected end",
    ValidationFault.INTEGER_TOO_LARGE: "integer too large",
    ValidationFault.INTEGER_TOO_LONG: "integer representation too long",
}


@native(export=True)
def integer(data: ptr, size: u64, bits: u64, signed: u64, read: Ptr(u64)) -> u64:
    """The value; `read` is how many bytes it took, and the fault."""
    s, types = new(State), new(Types)
    memset(s, 0, sizeof(State))
    types.data = data
    s.types, s.start, s.p, s.end = types, data, data, data + size
    value = read_leb128(s, u32(bits), u32(signed))
    read[0], read[1] = u64(s.p) - u64(data), s.fault
    return value


@pytest.fixture(scope="module")
def read_integer(tmp_path_factory):
    library = Library(tmp_path_factory.mktemp("integers"), integer).loaded
    library.integer.restype = ctypes.c_uint64

    def read(data, bits, signed):
        read = (ctypes.c_uint64 * 2)()
        value = library.integer(data, *map(ctypes.c_uint64, (len(data), bits, signed)), read)
        return (value, read[0]) if not read[1] else FAULTS[ValidationFault(read[1])]

    return read


def by_python(kind, data):
    reader = Reader(data, 0, len(data))
    try:
        return getattr(reader, kind)() % (1 << 64), reader.pos
    except DecodeError as error:
        return next(text for text in FAULTS.values() if error.message.startswith(text))


@pytest.mark.parametrize("kind", INTEGERS)
def test_integers_are_read_the_same_everywhere(read_integer, kind):
    rng, good = random.Random(kind), 0
    for _ in range(20_000):
        size = rng.randint(0, 12)
        data = bytearray(rng.choice((0x00, 0x7F, 0x40, 0x3F, 0x01, rng.randrange(128))) | 0x80 for _ in range(size))
        if size and rng.random() < 0.9:
            data[rng.randrange(size)] &= 0x7F
        expected = by_python(kind, bytes(data))
        good += isinstance(expected, tuple)
        assert expected == read_integer(bytes(data), *INTEGERS[kind]), data.hex()
    assert 2_000 < good < 18_000


# ---------------------------------------------------------------------------------------------------------------- types
TYPES = [functype(), functype([I32], [I32]), functype()]
MANY = 2_000


def random_type(rng):
    if rng.random() < 0.3:
        return bytes([rng.choice((*VALTYPES, rng.randrange(256)))])
    heap = rng.choice((b"\x00", b"\x01", b"\x02", b"\x03", b"\x70", b"\x6f", b"\x69", b"\x6e", b"\x40", b"\x7f"))
    if rng.random() < 0.4:
        sign = 0x7F if heap[0] & 0x40 else 0
        heap = bytes([heap[0] | 0x80, *[sign | 0x80] * rng.randrange(4), sign])
    if rng.random() < 0.1:
        heap = bytes(rng.randrange(256) for _ in range(rng.randrange(6)))
    return bytes([rng.choice((0x63, 0x64))]) + heap


def verdict(check, data):
    try:
        check(data)
    except InvalidModule as error:
        return type(error), error.message.partition(": ")[2] if error.message.startswith("func[") else error.message
    return None


def test_types_are_read_the_same_everywhere(check):
    """An imported global's, a local's and a block's."""
    rng, good = random.Random(4), 0
    for _ in range(MANY):
        type_ = random_type(rng)

        def with_code(code, local_groups=b"\0", *between):
            content = local_groups + code + b"\x0b"
            return module(
                section(TYPE, vector(TYPES)), section(FUNCTION, b"\1\0"), *between,
                section(CODE, vector([binary.name(content)])),
            )  # fmt: skip

        local = verdict(check, with_code(b"", b"\1\0" + type_))
        block = verdict(check, with_code(b"\x00\x02" + type_ + b"\x00\x0b\x1a"))
        global_ = verdict(check, module(section(TYPE, vector(TYPES)), section(IMPORT, b"\1\0\0\3" + type_ + b"\0")))
        good += global_ is None
        assert (global_ is None) == (local is None), (type_.hex(), global_, local)
        if type_[:1] in (b"\x63", b"\x64") or type_[0] & 0x80 or type_[0] == 0x40 or type_[0] < 0x40:
            continue  # as a block's, these may also be the index of a type
        assert (global_ is None) == (block is None), (type_.hex(), global_, block)
    assert MANY // 10 < good < MANY


# ------------------------------------------------------------------------------------------------- constant expressions
IMMEDIATES = {
    # Opcode → what follows it.
    b"\x23": "index", b"\x41": "s32", b"\x42": "s64", b"\x43": 4, b"\x44": 8, b"\x6a": 0, b"\x6b": 0, b"\x6c": 0,
    b"\x7c": 0, b"\x7d": 0, b"\x7e": 0, b"\xd0": "heap", b"\xd2": "index", b"\xfd\x0c": 16, b"\xfd\x8c\x00": 16,
    b"\x1a": 0, b"\x01": 0, b"\x0b": 0, b"\x45": 0, b"\xfc\x00": 0,
}  # fmt: skip
RESULTS = (I32, 0x7E, 0x7D, 0x7C, 0x7B, FUNCREF, EXTERNREF)


def random_number(rng, bits, signed):
    size = rng.choice((1, 1, 2, -(-bits // 7), -(-bits // 7) + 1))
    data = [rng.randrange(128) | 0x80 for _ in range(size)]
    if rng.random() < 0.9:
        data[-1] = rng.choice((0, 0x7F if signed else 1, data[-1] & 0x7F)) & 0x7F
    return bytes(data)


def random_expression(rng):
    code = b""
    for _ in range(rng.choice((1, 1, 1, 2, 3, 3, 5))):
        opcode = rng.choice(list(IMMEDIATES))
        immediate = IMMEDIATES[opcode]
        code += opcode
        if isinstance(immediate, int):
            code += rng.randbytes(immediate)
        elif immediate == "heap":
            code += random_type(rng)[-1:] if rng.random() < 0.8 else rng.choice((b"\xf0\x7f", b"\x80\x00", b"\xef\x7f"))
        elif immediate == "index":
            code += rng.choice((b"\0", b"\1", b"\2", b"\x80\0", b"\x81\x80\x80\x80\0", b"\3", b"\x80"))
        else:
            code += random_number(rng, int(immediate[1:]), True)
    return code


def test_constant_expressions_validate_as_in_a_body(check):
    """Globals 0 and 1 are immutable, and all functions declared: what a global may begin with, a function may return.

    And the other way round, but for instructions that are not constant.
    """
    rng, good, refused = random.Random(7), 0, 0
    declared = section(ELEMENT, vector([b"\3\0" + vector([b"\0", b"\1"])]))
    first = vector([bytes([I32, 0]) + b"\x41\7\x0b", bytes([FUNCREF, 0]) + b"\xd2\0\x0b"])[1:]
    for _ in range(10_000):
        code, result = random_expression(rng), rng.choice(RESULTS)
        types = section(TYPE, vector([functype(), functype([], [result])]))

        def with_(globals_, count, last, types=types):
            bodies = vector([body(b""), body(last)])
            return module(
                types, section(FUNCTION, b"\2\0\1"), section(GLOBAL, bytes([count]) + globals_), declared,
                section(CODE, bodies),
            )  # fmt: skip

        in_global = verdict(check, with_(first + bytes([result, 0]) + code + b"\x0b", 3, b"\0"))
        in_body = verdict(check, with_(first, 2, code))
        good += in_global is None
        if in_global is None:
            assert in_body is None, (code.hex(), result, in_body)
        elif in_body is None:
            refused += 1
            assert in_global[0] is ValidationError and "constant expression required" in in_global[1], (
                code.hex(), in_global,
            )  # fmt: skip
    assert good > 150 and refused > 5
