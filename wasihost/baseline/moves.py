"""The operand stack, and moves between registers, slots and constants (native subset).

Operand n is in its register, n % 4 of its bank, or where it was before it was pushed: in the register or slot of a
local, or it is a constant.  Its own slot is its home.
"""

from enum import IntEnum

from wasihost.baseline.layout import Entry
from wasihost.baseline.shapes import F32
from wasihost.baseline.state import State, slot_of_local, slot_of_operand
from wasihost.baseline.x86_64 import (
    FRAME,
    STACK,
    TEMPORARY,
    TEMPORARY_FLOAT,
    load,
    load_constant,
    move,
    store,
    store_constant,
)
from wasihost.native import bool_, native, u8, u32, u64


class Place(IntEnum):
    """Entry.place, as stencils.py counts them."""

    REGISTER = 0
    NEAR_SLOT = 1
    FAR_SLOT = 2
    NEAR_CONSTANT = 3
    FAR_CONSTANT = 4


MANY = 16  # operands that are looked at one by one


@native(inline=True)
def bank(type_: u32) -> u32:
    """4 for floats and vectors, otherwise 0: where the bank's registers begin in STACK."""
    return u32(type_ >= F32) << 2


@native(inline=True)
def register_of(n: u32, type_: u32) -> u32:
    """The register of operand n."""
    return u8[STACK, bank(type_) + (n & 3)]


@native(inline=True)
def is_constant(e: Entry) -> bool_:
    return e.place >= Place.NEAR_CONSTANT


@native(inline=True)
def is_near(offset: u32) -> bool_:
    """Whether a number fits into a byte, and so does its opposite, if it is a constant."""
    return offset + 127 < 255


@native(inline=True)
def slot_place(slot: u32) -> u32:
    return u32(Place.NEAR_SLOT) if slot + 128 < 256 else u32(Place.FAR_SLOT)


@native(inline=True)
def push(s: State, place: u32, type_: u32, register: u32, value: u64) -> Entry:
    e = s.operands[s.top]
    e.place, e.type, e.register, e.is_local, e.value = u8(place), u8(type_), u8(register), 0, value
    s.settled = min(s.settled, s.top)
    s.top += 1
    return e


@native(inline=True)
def push_register(s: State, type_: u32):
    """Push what is in the register of the next operand."""
    register = register_of(s.top, type_)
    s.owners[register] = s.top + 1
    push(s, Place.REGISTER, type_, register, 0)


@native
def push_slot(s: State, type_: u32):
    """Push what is in the home of the next operand."""
    slot = slot_of_operand(s, s.top)
    push(s, slot_place(slot), type_, 0, u64(slot))


@native
def push_constant(s: State, type_: u32, value: u64):
    """Push a constant of 32 bits, which is extended with its sign for an i64."""
    push(s, u32(Place.NEAR_CONSTANT) if is_near(u32(value)) else u32(Place.FAR_CONSTANT), type_, 0, value)


@native
def push_local(s: State, local: u32, type_: u32):
    register = u32(u8[s.pins, local])
    slot = slot_of_local(s, local)
    e = push(s, u32(Place.REGISTER) if register else slot_place(slot), type_, register, u64(slot))
    e.is_local, e.local = 1, local


# --------------------------------------------------------------------------------------------------------- one operand
@native
def to_register(s: State, e: Entry, register: u32):
    if e.place == Place.REGISTER:
        move(s, e.type, register, e.register)
    elif is_constant(e):
        load_constant(s, e.type, register, e.value)
    else:
        load(s, e.type, register, FRAME, u32(e.value))


@native
def to_memory(s: State, e: Entry, base: u32, offset: u32):
    """Store an operand.  Uses the temporary register of its bank."""
    if e.place == Place.REGISTER:
        store(s, e.type, e.register, base, offset)
    elif is_constant(e):
        store_constant(s, e.type, u32(e.value), base, offset)
    else:
        temporary = u32(TEMPORARY_FLOAT) if e.type >= F32 else u32(TEMPORARY)
        load(s, e.type, temporary, FRAME, u32(e.value))
        store(s, e.type, temporary, base, offset)


@native(inline=False)
def to_home(s: State, n: u32):
    e = s.operands[n]
    slot = slot_of_operand(s, n)
    if e.is_local or e.place == Place.REGISTER or is_constant(e):
        to_memory(s, e, FRAME, slot)
    e.place, e.register, e.is_local, e.value = u8(slot_place(slot)), 0, 0, u64(slot)


@native(inline=True)
def claim(s: State, register: u32, n: u32):
    """Operand n takes a register; the operand below that has it goes home."""
    owner = s.owners[register]
    if owner != 0 and owner <= n:
        other = s.operands[owner - 1]
        if other.place == Place.REGISTER and other.register == register and not other.is_local:
            to_home(s, owner - 1)
    s.owners[register] = n + 1


@native(inline=False)
def materialise(s: State, n: u32):
    """Move operand n to its register, unless it is there."""
    e = s.operands[n]
    if e.place == Place.REGISTER and not e.is_local:
        return
    register = register_of(n, e.type)
    claim(s, register, n)
    to_register(s, e, register)
    e.place, e.register, e.is_local = Place.REGISTER, u8(register), 0
    s.settled = min(s.settled, n)


# --------------------------------------------------------------------------------------------------------- all of them
@native(inline=False)
def settle(s: State, upto: u32):
    """Send operands home that are in registers or stand for locals."""
    for n in range(s.settled, upto):
        e = s.operands[n]
        if e.place == Place.REGISTER or e.is_local:
            to_home(s, n)
    s.settled = max(s.settled, upto)


@native
def settle_constants(s: State, first: u32):
    """Send all operands from one on home, constants too."""
    for n in range(first, s.top):
        e = s.operands[n]
        if is_constant(e) or e.place == Place.REGISTER or e.is_local:
            to_home(s, n)


@native(inline=False)
def free_registers(s: State, upto: u32):
    """Send those operands below `upto` home that are in registers of the stack: a call changes these."""
    for i in range(8):
        register = u8[STACK, i]
        owner = s.owners[register]
        if owner != 0 and owner <= upto:
            other = s.operands[owner - 1]
            if other.place == Place.REGISTER and other.register == register and not other.is_local:
                to_home(s, owner - 1)
        if owner <= upto:
            s.owners[register] = 0


@native(inline=True)
def save_local(s: State, local: u32, upto: u32):
    """Send operands home that stand for a local which is about to change.

    Not to registers, which may hold operands of the current instruction.
    """
    if s.settled < upto:
        save_in_range(s, local, upto)


@native(inline=False)
def save_in_range(s: State, local: u32, upto: u32):
    if upto - s.settled > MANY:  # each of them is looked at once
        settle(s, upto)
        return
    for n in range(s.settled, upto):
        e = s.operands[n]
        if e.is_local and e.local == local:
            to_home(s, n)
