"""What each relocation type does, one table per machine (x86-64 psABI, table 4.9; AArch64 ELF ABI, section 5.7).

A row's `apply(image, places, values)` writes many at once: `places` are offsets in `image`, `values` are the addresses
meant (the ABIs' S + A), one for each place, counted from the same point as the places.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from struct import Struct, error
from typing import NamedTuple

from wasihost.codegen.link.elf import ObjectError
from wasihost.elf import EM_AARCH64, EM_X86_64

Apply = Callable[[bytearray, Iterable[int], Iterable[int]], None]


class Needs(Enum):
    """What a relocation depends on."""

    DISTANCE = 1  # how far the symbol is from the place
    PAGES = 2  # both addresses modulo 4 KiB too
    ADDRESS = 3  # where the symbol is loaded


class Relocation(NamedTuple):
    name: str
    needs: Needs
    width: int  # bytes at the place
    apply: Apply
    through_slot: Apply | None = None  # of a load of an address from a slot: values are slots, `apply` skips the slot


class Machine(NamedTuple):
    name: str
    relocations: dict[int, Relocation]
    padding: bytes  # one byte that traps when executed
    page: int  # the largest that a kernel may use
    address64: int  # the relocation that stores a 64-bit address; for the loader too
    loader_relative: int  # for the loader: store the load address plus the addend
    loader_slot: int  # for the loader: store the address of a symbol


def find_machine(number: int) -> Machine:
    """ObjectError: no table for this machine."""
    machine = MACHINES.get(number)
    if machine is None:
        raise ObjectError(f"objects of ELF machine {number} are not supported")
    return machine


def find_relocation(machine: Machine, type_: int) -> Relocation:
    """ObjectError: not in the machine's table."""
    relocation = machine.relocations.get(type_)
    if relocation is None:
        raise ObjectError(f"relocation type {type_} of {machine.name} is not supported")
    return relocation


def relocate(
    row: Relocation, image: bytearray, places: Sequence[int], values: Sequence[int], *, through_slot: bool = False
) -> None:
    """Apply a row.  ObjectError: a target is out of reach, or a place lies outside the image."""
    if not places:
        return
    if min(places) < 0 or max(places) + row.width > len(image):
        raise ObjectError(f"a place of {row.name} lies outside its section")
    apply = row.through_slot if through_slot and row.through_slot else row.apply
    try:
        apply(image, places, values)
    except (error, OverflowError):
        farthest = max(abs(value - place) for place, value in zip(places, values, strict=True))
        raise ObjectError(f"{row.name} cannot reach its target {farthest} bytes away") from None


# -------------------------------------------------------------------------------------------------- whole words
def _distance(layout: str) -> Apply:
    pack_into = Struct(layout).pack_into

    def apply(image: bytearray, places: Iterable[int], values: Iterable[int]) -> None:
        for place, value in zip(places, values, strict=True):
            pack_into(image, place, value - place)

    return apply


def _address(layout: str) -> Apply:
    pack_into = Struct(layout).pack_into

    def apply(image: bytearray, places: Iterable[int], values: Iterable[int]) -> None:
        for place, value in zip(places, values, strict=True):
            pack_into(image, place, value)

    return apply


# -------------------------------------------------------------------------------------------------------- x86-64
_distance32 = _distance("<i")


def _skip_slot(image: bytearray, places: Iterable[int], values: Iterable[int]) -> None:
    """Make `op *slot(%rip)` use the symbol itself (psABI, B.2 "optimize GOTPCRELX relocations")."""
    for place, value in zip(places, values, strict=True):
        match image[place - 2], image[place - 1]:
            case 0xFF, 0x15:  # call *slot(%rip) → addr32 call symbol
                image[place - 2 : place] = b"\x67\xe8"
            case 0xFF, 0x25:  # jmp *slot(%rip) → jmp symbol; nop
                image[place - 2 : place + 4] = b"\xe9\0\0\0\0\x90"
                place -= 1
            case 0x8B, _:  # mov slot(%rip), register → lea symbol(%rip), register
                image[place - 2] = 0x8D
            case _:
                raise ObjectError("an instruction that uses the address of a symbol cannot be rewritten")
        _distance32(image, (place,), (value,))


_X86_64 = {
    1: Relocation("R_X86_64_64", Needs.ADDRESS, 8, _address("<Q")),
    2: Relocation("R_X86_64_PC32", Needs.DISTANCE, 4, _distance32),
    4: Relocation("R_X86_64_PLT32", Needs.DISTANCE, 4, _distance32),
    9: Relocation("R_X86_64_GOTPCREL", Needs.DISTANCE, 4, _skip_slot, _distance32),
    10: Relocation("R_X86_64_32", Needs.ADDRESS, 4, _address("<I")),
    11: Relocation("R_X86_64_32S", Needs.ADDRESS, 4, _address("<i")),
    24: Relocation("R_X86_64_PC64", Needs.DISTANCE, 8, _distance("<q")),
    41: Relocation("R_X86_64_GOTPCRELX", Needs.DISTANCE, 4, _skip_slot, _distance32),
    42: Relocation("R_X86_64_REX_GOTPCRELX", Needs.DISTANCE, 4, _skip_slot, _distance32),
}


# ------------------------------------------------------------------------------------------------------- aarch64
_WORD = Struct("<I")


def _rewrite(encode: Callable[[int, int, int], int]) -> Apply:
    """A relocation of one instruction: `encode(instruction, place, value)` is the new one."""

    def apply(image: bytearray, places: Iterable[int], values: Iterable[int]) -> None:
        for place, value in zip(places, values, strict=True):
            _WORD.pack_into(image, place, encode(_WORD.unpack_from(image, place)[0], place, value))

    return apply


def _signed_field(value: int, bits: int) -> int:
    if not -(1 << bits - 1) <= value < 1 << bits - 1:
        raise OverflowError
    return value & (1 << bits) - 1


def _branch(bits: int, position: int) -> Apply:
    """A distance in instructions, in `bits` bits from bit `position` on."""
    others = ~(((1 << bits) - 1) << position)

    def encode(instruction: int, place: int, value: int) -> int:
        if (value - place) % 4:
            raise OverflowError
        return instruction & others | _signed_field((value - place) // 4, bits) << position

    return _rewrite(encode)


def _split21(instruction: int, value: int) -> int:
    """The immediate of `adr` and `adrp`: two low bits from bit 29 on, nineteen from bit 5 on."""
    field = _signed_field(value, 21)
    return instruction & 0x9F00001F | (field & 3) << 29 | field >> 2 << 5


def _low12(shift: int) -> Apply:
    """An offset in a 4 KiB page, in units of the access, from bit 10 on."""

    def encode(instruction: int, place: int, value: int) -> int:
        if value % (1 << shift):
            raise OverflowError
        return instruction & ~(0xFFF << 10) | (value & 0xFFF) >> shift << 10

    return _rewrite(encode)


_adr = _rewrite(lambda instruction, place, value: _split21(instruction, value - place))
_adrp = _rewrite(lambda instruction, place, value: _split21(instruction, (value >> 12) - (place >> 12)))


def _add_low12(instruction: int, place: int, value: int) -> int:
    """`ldr Xt, [Xn, slot]` → `add Xt, Xn, symbol`; the registers have the same fields in both."""
    if instruction & 0xFFC00000 != 0xF9400000:
        raise ObjectError("an instruction that uses the address of a symbol cannot be rewritten")
    return 0x91000000 | instruction & 0x3FF | (value & 0xFFF) << 10


_AARCH64 = {
    257: Relocation("R_AARCH64_ABS64", Needs.ADDRESS, 8, _address("<Q")),
    258: Relocation("R_AARCH64_ABS32", Needs.ADDRESS, 4, _address("<I")),
    260: Relocation("R_AARCH64_PREL64", Needs.DISTANCE, 8, _distance("<q")),
    261: Relocation("R_AARCH64_PREL32", Needs.DISTANCE, 4, _distance32),
    273: Relocation("R_AARCH64_LD_PREL_LO19", Needs.DISTANCE, 4, _branch(19, 5)),
    274: Relocation("R_AARCH64_ADR_PREL_LO21", Needs.DISTANCE, 4, _adr),
    275: Relocation("R_AARCH64_ADR_PREL_PG_HI21", Needs.PAGES, 4, _adrp),
    276: Relocation("R_AARCH64_ADR_PREL_PG_HI21_NC", Needs.PAGES, 4, _adrp),
    277: Relocation("R_AARCH64_ADD_ABS_LO12_NC", Needs.PAGES, 4, _low12(0)),
    278: Relocation("R_AARCH64_LDST8_ABS_LO12_NC", Needs.PAGES, 4, _low12(0)),
    279: Relocation("R_AARCH64_TSTBR14", Needs.DISTANCE, 4, _branch(14, 5)),
    280: Relocation("R_AARCH64_CONDBR19", Needs.DISTANCE, 4, _branch(19, 5)),
    282: Relocation("R_AARCH64_JUMP26", Needs.DISTANCE, 4, _branch(26, 0)),
    283: Relocation("R_AARCH64_CALL26", Needs.DISTANCE, 4, _branch(26, 0)),
    284: Relocation("R_AARCH64_LDST16_ABS_LO12_NC", Needs.PAGES, 4, _low12(1)),
    285: Relocation("R_AARCH64_LDST32_ABS_LO12_NC", Needs.PAGES, 4, _low12(2)),
    286: Relocation("R_AARCH64_LDST64_ABS_LO12_NC", Needs.PAGES, 4, _low12(3)),
    299: Relocation("R_AARCH64_LDST128_ABS_LO12_NC", Needs.PAGES, 4, _low12(4)),
    311: Relocation("R_AARCH64_ADR_GOT_PAGE", Needs.PAGES, 4, _adrp, _adrp),
    312: Relocation("R_AARCH64_LD64_GOT_LO12_NC", Needs.PAGES, 4, _rewrite(_add_low12), _low12(3)),
    314: Relocation("R_AARCH64_PLT32", Needs.DISTANCE, 4, _distance32),
}

MACHINES = {
    EM_X86_64: Machine("x86-64", _X86_64, b"\xcc", 1 << 12, address64=1, loader_relative=8, loader_slot=6),
    EM_AARCH64: Machine("aarch64", _AARCH64, b"\0", 1 << 16, address64=257, loader_relative=1027, loader_slot=1025),
}
