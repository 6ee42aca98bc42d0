"""Bodies as the validator read them: the same instructions, however their integers are encoded."""

import pytest

from tests.wasm.binary import (
    CODE,
    DATA,
    DATA_COUNT,
    ELEMENT,
    EXNREF,
    F64,
    FUNCREF,
    FUNCTION,
    GLOBAL,
    I32,
    I64,
    MEMORY,
    TABLE,
    TAG,
    TYPE,
    body,
    functype,
    module,
    section,
    u32,
    vector,
)
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import ValidationError
from wasihost.host.instance import Store
from wasihost.wasm.bodies import BodyReader
from wasihost.wasm.body_validation import BodyValidator, validate_bodies
from wasihost.wasm.decoder import decode

TYPES = 70  # so many function types, so that a type index may look like a value type


def of_bodies(*codes, locals_=()):
    """A module that has something of everything to name."""
    return module(
        section(TYPE, vector([functype(), *[functype([I32] * n) for n in range(1, TYPES - 1)], functype()])),
        section(FUNCTION, vector([0] * len(codes))),
        section(TABLE, vector([bytes([FUNCREF, 0, 1])] * 2)),
        section(MEMORY, vector([b"\0\1"] * 4)),
        section(TAG, vector([b"\0\0", b"\0\1"])),
        section(GLOBAL, vector([bytes([I32, 1, 0x41, 0, 0x0B])])),
        section(ELEMENT, vector([b"\1\0" + vector([0])])),
        section(DATA_COUNT, b"\1"),
        section(CODE, vector([body(code, locals_) for code in codes])),
        section(DATA, vector([b"\1\0"])),
    )


def reader_of(data):
    return BodyReader(validate_bodies(decode(data)))


def read(code, **fields):
    """Name and immediates of each instruction of a body."""
    reader = reader_of(of_bodies(code, **fields))
    return [
        (found.row.name, found.immediates) for found in map(reader.instructions.__getitem__, reader.read(0).numbers)
    ]


# Behind this any operand will do, and none is left over.
UNREACHABLE = b"\x00"
ZERO = [b"\0", b"\x80\0", b"\x80\x80\0", b"\x80\x80\x80\x80\0"]  # in more bytes than it needs
# fmt: off
INSTRUCTIONS = [  # all forms of the bytes, the row and its immediates
    ([b"\x01"], "nop", ()),
    ([b"\x20" + zero for zero in ZERO], "local.get", (0,)),
    ([b"\x41\x7f", b"\x41\xff\x7f", b"\x41\xff\xff\xff\xff\x7f"], "i32.const", (-1,)),
    ([b"\x41\xff\xff\xff\xff\x07"], "i32.const", (0x7FFFFFFF,)),
    ([b"\x42\x80\x7f", b"\x42\x80\xff\x7f", b"\x42\x80" + b"\xff" * 8 + b"\x7f"], "i64.const", (-128,)),
    ([b"\x42" + b"\x80" * 9 + b"\x7f"], "i64.const", (-(1 << 63),)),
    ([b"\x43\x0b\x0b\x0b\x0b"], "f32.const", (0x0B0B0B0B,)),  # bytes that would be `end` elsewhere
    ([b"\x44" + bytes(range(8))], "f64.const", (0x0706050403020100,)),
    ([b"\x28\x02\x10", b"\x28\x82\0\x90\0"], "i32.load", ((0, 16),)),
    ([b"\x28\x42\x03\x10", b"\x28\xc2\0\x83\0\x90\x80\0"], "i32.load", ((3, 16),)),  # with the index of a memory
    ([b"\x28\x42\x00\x10"], "i32.load", ((0, 16),)),
    ([b"\xfc\x0b" + zero for zero in ZERO] + [b"\xfc\x8b\x80\0\0"], "memory.fill", (0,)),
    ([b"\xfc" + zero for zero in ZERO], "i32.trunc_sat_f32_s", ()),
    ([b"\xfc\x0a\2\1"], "memory.copy", (2, 1)),
    ([b"\xfc\x08\0\1", b"\xfc\x88\0\x80\0\x81\0"], "memory.init", (0, 1)),
    ([b"\xfc\x0c\0\1"], "table.init", (0, 1)),
    ([b"\x0e\x02" + zero + b"\0\0" for zero in ZERO] + [b"\x0e\x82\0\0\0\0"], "br_table", ((0, 0, 0),)),
    ([b"\x0e\x78" + bytes(121), b"\x0e\xf8\0" + b"\x80\0" * 121], "br_table", ((0,) * 121,)),
    ([b"\x1c\x01\x7e", b"\x1c\x81\0\x7e"], "select t", (("i64",),)),
    ([b"\x1c\x01\x63\x70", b"\x1c\x01\x63\xc5\0", b"\x1c\x01\x64\xc5\0"], "select t", (("funcref",),)),
    ([b"\x11\0\1", b"\x11\x80\0\x81\0"], "call_indirect", (0, 1)),
    ([b"\xd0\x70", b"\xd0\xc5\0"], "ref.null", ("funcref",)),
    ([b"\xd0\x69"], "ref.null", ("exnref",)),
    ([b"\xfd\x00\x04\x10", b"\xfd\x80\0\x04\x10"], "v128.load", ((0, 16),)),
    ([b"\xfd\x54\x40\x01\x10\x0f"], "v128.load8_lane", ((1, 16), 15)),
    ([b"\xfd\x0c" + bytes([7] + [0] * 15)], "v128.const", (7,)),
    ([b"\xfd\x0c" + bytes([0] * 8 + [9] + [0] * 7)], "v128.const", (9 << 64,)),
    ([b"\xfd\x0d" + bytes(range(16))], "i8x16.shuffle", (tuple(range(16)),)),
    ([b"\xfd\x15\x0b", b"\xfd\x95\0\x0b"], "i8x16.extract_lane_s", (11,)),  # a byte that would be `end` elsewhere
    ([b"\xfd\x80\x01"], "i16x8.abs", ()),
    ([b"\xfd\x80\x02"], "i8x16.relaxed_swizzle", ()),
    ([b"\xfe\x03\x00"], "atomic.fence", (0,)),
    ([b"\x08\1", b"\x08\x81\0"], "throw", (1,)),
]
BLOCKS = [  # as above, but an `end` follows
    ([b"\x02\x40"], "block", (None,)),
    ([b"\x03\x7e"], "loop", ("i64",)),
    ([b"\x02\x63\x70", b"\x02\x64\xc5\0", b"\x02\x63\xc5\x80\0"], "block", ("funcref",)),
    ([b"\x02\xc5\0", b"\x02\xc5\x80\x80\0"], "block", (TYPES - 1,)),  # 0x45 would be a value type
    ([b"\x1f\x40\x02\x00\0\0\x02\x00", b"\x1f\x40\x82\0\x00\x80\0\0\x02\x80\0"],
     "try_table", (None, ((0, False, 0), (None, False, 0)))),
    ([b"\x1f\xc5\0\x06" + b"\0\0\0" * 6], "try_table", (TYPES - 1, ((0, False, 0),) * 6)),
    ([b"\x1f\x40\0"], "try_table", (None, ())),
]
# fmt: on
CASES = [
    *(
        (form + (UNREACHABLE + b"\x0b" if row in BLOCKS else b""), *row[1:])
        for row in INSTRUCTIONS + BLOCKS
        for form in row[0]
    ),
]


@pytest.mark.parametrize(
    "form, name, immediates", CASES, ids=lambda part: part.hex()[:40] if isinstance(part, bytes) else ""
)
def test_an_instruction_is_read(form, name, immediates):
    assert read(UNREACHABLE + form + UNREACHABLE, locals_=[(1, I32)])[1] == (name, immediates)


@pytest.mark.parametrize(
    "forms, name, immediates", INSTRUCTIONS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_all_forms_of_an_instruction_have_one_number(forms, name, immediates):
    reader = reader_of(of_bodies(b"".join(UNREACHABLE + form for form in forms) + UNREACHABLE, locals_=[(1, I32)]))
    numbers = reader.read(0).numbers
    alike = {numbers[position] for position in range(1, 2 * len(forms), 2)}
    # References to different types are read alike, and are yet different instructions.
    assert len(alike) == 1 or name in ("select t", "ref.null")


def test_offsets_are_those_of_the_module():
    data = of_bodies(b"", b"\x01\x41\x80\0\x1a")
    body_ = reader_of(data).read(1)
    start = data.rindex(b"\x01\x41\x80\0\x1a\x0b")
    assert [start, start + 1, start + 4, start + 5] == body_.offsets


def test_locals_are_read():
    groups = [(2, I64), (0, F64), (1, EXNREF), (3, F64)]
    reader = reader_of(of_bodies(b"", locals_=groups))
    assert [(2, "i64"), (0, "f64"), (1, "exnref"), (3, "f64")] == reader.read(0).locals


def test_numbers_mean_the_same_in_all_bodies_however_many_there_are():
    """More instructions that differ than there is room for at first, read in any order, and again."""
    count = 300
    codes = [b"".join(b"\x41" + u32(64 * n + k) + b"\x1a" for k in range(64)) for n in range(count)]
    reader = reader_of(of_bodies(*codes))
    for n in (7, *range(count), 7):
        found = [reader.instructions[number] for number in reader.read(n).numbers]
        constants = [instruction.immediates[0] for instruction in found[:-1:2]]
        assert [signed(64 * n + k) for k in range(64)] == constants
    assert len(reader.instructions) == len({(row.name, immediates) for row, immediates in reader.instructions})


def signed(value):
    """What the shortest unsigned encoding of a number means as a signed one."""
    bits = 7 * len(u32(value))
    return value - (1 << bits) if value >> bits - 1 else value


def test_a_body_is_validated_whenever_it_is_read():
    """A consumer that forgets to validate a module first gets the error, not the instructions."""
    reader = BodyReader(BodyValidator(decode(of_bodies(b"\x01", b"\x1a"))))
    reader.read(0)
    with pytest.raises(ValidationError, match=r"func\[1\] `drop`: type mismatch"):
        reader.read(1)


# ------------------------------------------------------------------------------------ valid modules that were misread
def start(code, *, types=(b"\x60\0\0",)):
    """A module with one exported function."""
    return module(
        section(TYPE, vector(types)),
        section(FUNCTION, b"\1\0"),
        section(TAG, vector([b"\0\0"])),
        section(7, vector([b"\1f\0\0"])),
        section(CODE, vector([body(code)])),
    )


def clauses_of_a_type_that_looks_like_a_value_type(number):
    types = [functype([I32] * n) for n in range(128)]
    types[0] = types[number] = functype()
    return start(b"\x02\x40\x1f" + bytes([number | 0x80, 0, 6]) + b"\0\0\0" * 6 + b"\x0b\x0b", types=types)


def opcodes_in_more_bytes_than_they_need(count):
    """Each constant has the bytes of a `br_table` of 95 labels, one of whose labels does not end."""
    constant = b"\xfd\x8c\x00" + b"\x0e\x5f" + b"\x80" * 14 + b"\x1a"
    return start((constant + (b"\x42" + b"\x80" * 9 + b"\x00\x1a") * 4) * count)


# fmt: off
MODULES = {
    **{f"type {n}": clauses_of_a_type_that_looks_like_a_value_type(n) for n in (64, 69, 105, 112, 127)},
    "padded opcodes": opcodes_in_more_bytes_than_they_need(1000),
    "six clauses of long labels": start(b"\x02\x40\x1f\x40\x06" + b"\0\x80\0\x80\0" * 6 + b"\x0b\x0b"),
    "long reference type": start(b"\x02\x63\x80\x80\x80\x80\0\xd0\0\x0b\x1a"),
    "long count of results": start(b"\x00\x1c\x81\x80\x80\x80\0\x7f\x1a"),
}
# fmt: on


@pytest.mark.parametrize("level", ["fast", "balanced", "max"])
@pytest.mark.parametrize("name", MODULES)
def test_valid_modules_run(name, level):
    compiled = Engine(level=level, cache=None).compile(MODULES[name])
    instance = Store().instantiate(compiled, {})
    if b"\x00\x1c" not in MODULES[name]:  # begins with `unreachable`
        assert [] == instance.exports["f"].call_raw([])


def test_code_does_not_depend_on_how_integers_are_encoded(tmp_path):
    """Units are divided by what bodies hold, not by their bytes."""
    short = start(b"\x41\1\x1a" * 5000)
    long = start(b"\x41\x81\x80\x80\x80\0\x1a" * 5000)
    sizes = [validate_bodies(decode(data)).sizes.tolist() for data in (short, long)]
    assert sizes[0] == sizes[1] == [3 * 5000 + 1]


def test_body_has_the_instructions_of_the_text():
    reader = reader_of(wat("(module (func (param i32) (drop (i32.add (local.get 0) (i32.const 5)))))"))
    names = [reader.instructions[number].row.name for number in reader.read(0).numbers]
    assert ["local.get", "i32.const", "i32.add", "drop", "end"] == names
