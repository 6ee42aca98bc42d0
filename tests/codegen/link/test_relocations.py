"""Relocation arithmetic against encodings computed by hand from the manuals."""

import struct

import pytest

from wasihost.codegen.link.elf import ObjectError
from wasihost.codegen.link.relocations import MACHINES, find_machine, find_relocation, relocate
from wasihost.elf import EM_AARCH64, EM_X86_64

AARCH64, X86_64 = MACHINES[EM_AARCH64], MACHINES[EM_X86_64]


def apply(machine, name, before, place, value, **options):
    """Relocate the bytes `before`, which lie at `place`; what they are then."""
    row = next(row for row in machine.relocations.values() if row.name == name)
    image = bytearray(place) + before
    relocate(row, image, (place,), (value,), **options)
    assert not any(image[: place - 2])
    return bytes(image[place:])


@pytest.mark.parametrize(
    "name, before, place, value, after",
    [
        ("CALL26", 0x94000000, 0x100, 0x200, 0x94000040),  # bl +0x100
        ("JUMP26", 0x14000000, 0x200, 0x100, 0x17FFFFC0),  # b -0x100
        ("CONDBR19", 0x54000000, 0x100, 0x108, 0x54000040),  # b.eq +8
        ("TSTBR14", 0x36000000, 0x100, 0xFC, 0x3607FFE0),  # tbz w0, #0, -4
        ("LD_PREL_LO19", 0x58000003, 0x100, 0x110, 0x58000083),  # ldr x3, +16
        ("ADR_PREL_LO21", 0x10000000, 0x100, 0x105, 0x30000020),  # adr x0, +5
        ("ADR_PREL_PG_HI21", 0x90000000, 0x1FFC, 0x5234, 0x90000020),  # adrp x0, 4 pages on
        ("ADR_PREL_PG_HI21", 0x90000000, 0x1000, 0x2000, 0xB0000000),  # adrp x0, 1 page on
        ("ADR_PREL_PG_HI21", 0x90000008, 0x1000, 0xFFF, 0xF0FFFFE8),  # adrp x8, 1 page back
        ("ADD_ABS_LO12_NC", 0x91000000, 0x1000, 0x5234, 0x9108D000),  # add x0, x0, #0x234
        ("LDST8_ABS_LO12_NC", 0x39400000, 0x1000, 0x5235, 0x3948D400),  # ldrb w0, [x0, #0x235]
        ("LDST16_ABS_LO12_NC", 0x79400000, 0x1000, 0x5236, 0x79446C00),  # ldrh w0, [x0, #0x236]
        ("LDST32_ABS_LO12_NC", 0xB9400000, 0x1000, 0x5234, 0xB9423400),  # ldr w0, [x0, #0x234]
        ("LDST64_ABS_LO12_NC", 0xF9400000, 0x1000, 0x5238, 0xF9411C00),  # ldr x0, [x0, #0x238]
        ("LDST128_ABS_LO12_NC", 0x3DC00000, 0x1000, 0x5230, 0x3DC08C00),  # ldr q0, [x0, #0x230]
        ("PREL32", 0, 0x100, 0xF0, 0xFFFFFFF0),
        ("PLT32", 0, 0x100, 0x1F0, 0xF0),
        ("ADR_GOT_PAGE", 0x90000000, 0x1000, 0x2234, 0xB0000000),  # the symbol's own page
        ("LD64_GOT_LO12_NC", 0xF9400020, 0x1000, 0x5234, 0x9108D020),  # ldr x0, [x1, slot] → add x0, x1, #0x234
    ],
)
def test_aarch64_relocations_patch_the_instruction(name, before, place, value, after):
    changed = apply(AARCH64, f"R_AARCH64_{name}", struct.pack("<I", before), place, value)

    assert after == struct.unpack("<I", changed)[0], hex(struct.unpack("<I", changed)[0])


@pytest.mark.parametrize(
    "name, before, after",
    [
        ("ADR_GOT_PAGE", 0x90000000, 0xB0000000),  # adrp x0, 1 page on
        ("LD64_GOT_LO12_NC", 0xF9400020, 0xF9411C20),  # ldr x0, [x1, #0x238]
    ],
)
def test_aarch64_through_a_slot(name, before, after):
    changed = apply(AARCH64, f"R_AARCH64_{name}", struct.pack("<I", before), 0x1000, 0x2238, through_slot=True)

    assert after == struct.unpack("<I", changed)[0]


@pytest.mark.parametrize(
    "name, before, value, after",
    [
        ("PC32", "00000000", 0x1FC, "fc000000"),
        ("PLT32", "00000000", 0x80, "80ffffff"),
        ("64", "0000000000000000", 0x1122334455667788, "8877665544332211"),
        ("32", "00000000", 0x80000000, "00000080"),
        ("32S", "00000000", -2, "feffffff"),
        ("PC64", "0000000000000000", 0, "00ffffffffffffff"),
    ],
)
def test_x86_64_relocations_patch_the_field(name, before, value, after):
    assert after == apply(X86_64, f"R_X86_64_{name}", bytes.fromhex(before), 0x100, value).hex()


@pytest.mark.parametrize(
    "before, after",
    [
        ("488b0500000000", "488d05fc000000"),  # mov slot(%rip), %rax → lea symbol(%rip), %rax
        ("ff1500000000", "67e8fc000000"),  # call *slot(%rip) → addr32 call symbol
        ("ff2500000000", "e9fd00000090"),  # jmp *slot(%rip) → jmp symbol; nop, with the operand a byte earlier
    ],
    ids=["mov", "call", "jmp"],
)
def test_x86_64_skips_the_slot(before, after):
    code = bytearray(0x100) + bytes.fromhex(before)
    place = len(code) - 4

    relocate(X86_64.relocations[41], code, (place,), (place + 0xFC,))

    assert after == code[0x100:].hex()


def test_x86_64_got_relocation_uses_the_slot():
    assert apply(X86_64, "R_X86_64_GOTPCRELX", bytes(4), 0x100, 0x1FC, through_slot=True).hex() == "fc000000"


@pytest.mark.parametrize(
    "machine, name, value",
    [
        (X86_64, "R_X86_64_PC32", 0x100 + (1 << 31)),
        (X86_64, "R_X86_64_PC32", 0x100 - (1 << 31) - 1),
        (X86_64, "R_X86_64_32", 1 << 32),
        (AARCH64, "R_AARCH64_CALL26", 0x100 + (1 << 27)),
        (AARCH64, "R_AARCH64_CALL26", 0x100 - (1 << 27) - 4),
        (AARCH64, "R_AARCH64_CALL26", 0x102),
        (AARCH64, "R_AARCH64_CONDBR19", 0x100 + (1 << 20)),
        (AARCH64, "R_AARCH64_ADR_PREL_PG_HI21", 1 << 32),
        (AARCH64, "R_AARCH64_LDST64_ABS_LO12_NC", 0x104),
        (AARCH64, "R_AARCH64_PREL32", 1 << 32),
    ],
)
def test_targets_out_of_reach(machine, name, value):
    with pytest.raises(ObjectError, match=f"{name} cannot reach its target"):
        apply(machine, name, bytes(8), 0x100, value)


@pytest.mark.parametrize("value", [0x100 + (1 << 27) - 4, 0x100 - (1 << 27)])
def test_the_farthest_branches(value):
    changed = apply(AARCH64, "R_AARCH64_CALL26", bytes(4), 0x100, value)

    distance = struct.unpack("<I", changed)[0] << 2
    assert value - 0x100 == (distance if distance < 1 << 27 else distance - (1 << 28))


@pytest.mark.parametrize("machine, type_", [(X86_64, 41), (AARCH64, 312)])
def test_instructions_that_cannot_skip_the_slot(machine, type_):
    with pytest.raises(ObjectError, match="cannot be rewritten"):
        relocate(machine.relocations[type_], bytearray(16), (4,), (8,))


@pytest.mark.parametrize("place", [-1, 13, 1000])
def test_places_outside_the_image(place):
    with pytest.raises(ObjectError, match="lies outside its section"):
        relocate(X86_64.relocations[2], bytearray(16), (4, place), (0, 0))


def test_unknown_relocation_and_machine_are_named():
    with pytest.raises(ObjectError, match="relocation type 99 of x86-64 is not supported"):
        find_relocation(X86_64, 99)
    with pytest.raises(ObjectError, match="ELF machine 8 are not supported"):
        find_machine(8)
