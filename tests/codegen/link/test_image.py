"""Units become one image: code that calls across units runs, and what cannot be linked is refused with its reason."""

import contextlib
import ctypes
import random
import struct
import time
from array import array

import pytest

from tests.codegen.objects import HOST, Code, compile
from wasihost.codegen.link import elf
from wasihost.codegen.link.elf import ObjectError
from wasihost.codegen.link.image import PAGE, CompiledUnit, Group, link_image, prepare
from wasihost.elf import EM_X86_64

ADD = "define hidden i64 @f1(i64 %a, i64 %b) nounwind { %r = add i64 %a, %b ret i64 %r }"
CALLS = """
declare hidden i64 @f1(i64, i64)
declare hidden double @f3(i64)
define hidden i64 @f2(i64 %a) nounwind {
  %s = call i64 @f1(i64 %a, i64 40)
  %d = call double @f3(i64 %s)
  %r = fptosi double %d to i64
  ret i64 %r
}
"""
# A constant in memory, a jump table that refers back to the text, and a local function.
CONSTANTS = """
declare hidden i64 @f2(i64)
define hidden double @f3(i64 %a) nounwind {
  %d = sitofp i64 %a to double
  %r = fmul double %d, 1.1
  ret double %r
}
define hidden i64 @f4(i64 %a) nounwind {
  switch i64 %a, label %other [
    i64 0, label %b0  i64 1, label %b1  i64 2, label %b2  i64 3, label %b3  i64 4, label %b4  i64 5, label %b5
  ]
b0: %r0 = call i64 @f2(i64 11) ret i64 %r0
b1: %r1 = call i64 @f2(i64 21) ret i64 %r1
b2: %r2 = call i64 @f2(i64 31) ret i64 %r2
b3: %r3 = call i64 @local(i64 41) ret i64 %r3
b4: %r4 = call i64 @f2(i64 51) ret i64 %r4
b5: %r5 = call i64 @f2(i64 61) ret i64 %r5
other: ret i64 -1
}
define internal i64 @local(i64 %a) nounwind noinline { %r = mul i64 %a, 3 ret i64 %r }
define hidden ptr @f5() nounwind { ret ptr @f4 }
"""
COLD = """
define hidden i32 @f6() nounwind section ".text.unlikely." { ret i32 6 }
define hidden i32 @f7() nounwind { ret i32 7 }
"""
VARIABLE = "@v = internal global i32 {} define hidden ptr @f1() nounwind {{ ret ptr @v }}"


def link(*texts: str, level: str = "fast", architecture: str = HOST):
    return link_image([prepare(compile(text, level, architecture)) for text in texts])


# ---------------------------------------------------------------------------------------------------- what works
@pytest.mark.parametrize("level", ["fast", "max"])
def test_code_runs_across_units(level):
    image = link(CALLS, CONSTANTS, ADD, level=level)
    code = Code(image.code)

    assert int((2 + 40) * 1.1) == code.call(image.symbols["f2"], 2)
    assert [int((11 + 10 * i + 40) * 1.1) if i != 3 else 123 for i in range(6)] + [-1] == [
        code.call(image.symbols["f4"], i) for i in range(7)
    ]
    assert code.call(image.symbols["f3"], 5, result=ctypes.c_double) == 5.5
    assert code.address + image.symbols["f4"] == code.call(image.symbols["f5"])


def test_text_of_all_units_precedes_their_constants():
    image = link(CONSTANTS, CALLS, ADD)

    assert image.texts[0][0] == 0
    assert image.text_size == image.texts[-1][1]
    assert all(start % 16 == 0 for start, _ in image.texts)
    assert all(0 <= offset < image.text_size for offset in image.symbols.values())
    assert len(image.code) % PAGE == 0
    assert struct.pack("<d", 1.1) in image.code[image.text_size :]


def test_only_global_symbols_are_kept():
    assert {"f1", "f2", "f3", "f4", "f5"} == set(link(ADD, CALLS, CONSTANTS).symbols)


def test_cold_sections_are_text():
    image = link(COLD)

    assert Code(image.code).call(image.symbols["f6"], result=ctypes.c_int32) == 6
    assert Code(image.code).call(image.symbols["f7"], result=ctypes.c_int32) == 7


def test_gaps_between_units_trap():
    unit = prepare(compile(COLD, architecture="x86_64"))
    end = unit.symbols[0]["f7"] + 6  # mov $7, %eax; ret
    image = link_image([unit._replace(pieces=(unit.pieces[0][:end], b"")), unit._replace(symbols=({}, {}))])

    assert set(image.code[end : image.texts[1][0]]) <= {0xCC}


def test_loads_of_addresses_are_made_direct():
    """A symbol that is not hidden is reached through a slot, which an image does not have."""
    image = link(ADD, "declare i64 @f1(i64, i64) define hidden ptr @f9() nounwind { ret ptr @f1 }")
    code = Code(image.code)

    assert code.address + image.symbols["f1"] == code.call(image.symbols["f9"])


def test_image_without_units_is_empty():
    assert len(link_image([]).code) == 0


def test_a_unit_survives_the_way_to_the_parent():
    unit = prepare(compile(CONSTANTS))

    assert unit == CompiledUnit.from_bytes(unit.to_bytes())


def test_calls_and_constants_are_linked_for_aarch64():
    image = link(CALLS, CONSTANTS, ADD, architecture="aarch64")
    f2, f1 = image.symbols["f2"], image.symbols["f1"]
    words = [word for (word,) in struct.iter_unpack("<I", image.code[f2 : image.texts[0][1]])]
    calls = [index for index, word in enumerate(words) if word >> 26 == 0x25]  # bl
    targets = [f2 + 4 * index + ((words[index] & 0x3FFFFFF) << 2) for index in calls]

    assert [f1, image.symbols["f3"]] == targets


def test_empty_jumps_after_invokes_become_nops():
    image = link(
        """
        declare i32 @personality(...)
        define hidden void @f0() nounwind { ret void }
        define hidden i32 @f1() nounwind { ret i32 1 }
        define hidden i32 @f2(ptr %code) "frame-pointer"="all" personality ptr @personality {
          invoke void @f0() to label %a unwind label %pad
        a: %r = invoke i32 @f1() to label %b unwind label %pad
        b: invoke void %code() to label %c unwind label %pad
        c: ret i32 %r
        pad: %l = landingpad { ptr, i32 } cleanup
          ret i32 0
        }
        """,
        architecture="x86_64",
    )

    assert b"\xeb\0" not in image.code
    assert image.code.count(b"\x66\x90") == 3


# ----------------------------------------------------------------------------------------------- what is refused
@pytest.mark.parametrize(
    "texts, message",
    [
        ([CALLS], "undefined symbol `f1` and 1 more"),
        ([CALLS, CONSTANTS], "undefined symbol `f1`$"),
        ([ADD, ADD], "`f1` is defined in two units"),
        ([VARIABLE.format(1)], "section `.data` holds variables"),
        ([VARIABLE.format(0)], "section `.bss` holds variables"),
        (
            ["@t = hidden constant [1 x ptr] [ptr @f1] define hidden void @f1() nounwind { ret void }"],
            "R_X86_64_64 needs an absolute address",
        ),
    ],
    ids=["undefined", "undefined in one unit", "duplicate", "data", "bss", "address"],
)
def test_unsupported_sections_and_symbols_are_rejected(texts, message):
    with pytest.raises(ObjectError, match=message):
        link(*texts, architecture="x86_64")


def test_units_of_different_machines():
    units = [prepare(compile(ADD, architecture=name)) for name in ("x86_64", "aarch64")]

    with pytest.raises(ObjectError, match="different machines"):
        link_image(units)


def test_branches_that_do_not_reach():
    unit = prepare(compile(CALLS, architecture="aarch64"))
    far = unit._replace(pieces=(bytes(1 << 27), b""), symbols=({"f1": 0, "f3": (1 << 27) - 4}, {}), groups=[])

    with pytest.raises(ObjectError, match="R_AARCH64_CALL26 cannot reach its target"):
        link_image([unit, far])


@pytest.mark.parametrize(
    "data, message",
    [
        (b"", "not a little-endian ELF64 object"),
        (b"MZ" + bytes(100), "not a little-endian ELF64 object"),
        (b"\x7fELF\x01\x01\x01" + bytes(100), "not a little-endian ELF64 object"),
        (elf.IDENTIFICATION + struct.pack("<H", 3) + bytes(100), "not a relocatable object but ELF type 3"),
        (elf.IDENTIFICATION + struct.pack("<H", 1), "truncated or corrupt"),
    ],
    ids=["empty", "foreign", "32 bits", "shared object", "truncated"],
)
def test_data_that_is_not_an_object_is_rejected(data, message):
    with pytest.raises(ObjectError, match=message):
        prepare(data)


def test_every_truncation_is_noticed():
    data = compile(CONSTANTS)

    for size in range(0, len(data), 7):
        with pytest.raises(ObjectError):
            prepare(data[:size])


@pytest.mark.parametrize("seed", range(5))
def test_corruption_is_noticed_or_harmless(seed):
    source = random.Random(seed)
    data = compile(CONSTANTS)
    for _ in range(100):
        corrupt = bytearray(data)
        for _ in range(3):
            corrupt[source.randrange(len(data))] = source.randrange(256)
        with contextlib.suppress(ObjectError):
            prepare(bytes(corrupt))


# ------------------------------------------------------------------------------------------------------- amounts
def test_large_modules_are_linked_in_seconds():
    """46 000 functions, 90 MB of text, a million calls between units."""
    functions, size, calls = 200, 2000, 5000
    source = random.Random(1)
    units = []
    for number in range(230):
        first = number * functions
        units.append(
            CompiledUnit(
                EM_X86_64,
                (bytes(functions * size), b""),
                (16, 1),
                ({f"f{first + i}": i * size for i in range(functions)}, {}),
                [f"f{source.randrange(46000)}" for _ in range(500)],
                [
                    Group(
                        0,
                        4,
                        array("I", range(0, 4 * calls, 4)),
                        array("I", [2 + source.randrange(500) for _ in range(calls)]),
                        array("q", [-4]) * calls,
                    )
                ],
                array("I", [0, size, 0, 0, 0] * functions),
                array("I"),
                b"",
            )
        )

    begun = time.perf_counter()
    image = link_image(units)

    assert time.perf_counter() - begun < 20  # about 1 s on an idle machine
    assert len(image.symbols) == 46000
    target = image.symbols[units[7].imports[units[7].groups[0].targets[3] - 2]]
    place = image.texts[7][0] + 12
    assert target - place - 4 == struct.unpack_from("<i", image.code, place)[0]
