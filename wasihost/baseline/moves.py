"""The operand stack, and moves between registers, slots and constants (native subset).

Operand n is in its register, one of a few of its bank in turn (see frames), or where it was before it was pushed: in
the register or slot of a local, or it is a constant.  Its own slot is its home.
"""

from enum import IntEnum

from wasihost.baseline.layout import Entry
from wasihost.baseline.shapes import F32, F64, I64, TYPE_OF
from wasihost.baseline.state import State, has_room, slot_of_local, slot_of_operand
from wasihost.baseline.x86_64 import (
    FRAME,
    STACK,
    TEMPORARY,
    TEMPORARY_FLOAT,
    load,
    load_constant,
    move,
    saves,
    store,
    store_constant,
)
from wasihost.native import bool_, i32, i64, native, u8, u32, u64, u128
from wasihost.wasm.validator.layout import WEIGHED


class Place(IntEnum):
    """Entry.place, as stencils.py counts them."""

    REGISTER = 0
    NEAR_SLOT = 1
    FAR_SLOT = 2
    NEAR_CONSTANT = 3
    FAR_CONSTANT = 4


MANY = 16  # operands that are looked at one by one


@native(inline=True)
def register_of(s: State, n: u32, type_: u32) -> u32:
    """The register of operand n."""
    return u8[s.stacks[u32(type_ >= F32)], n & 255]


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
    register = register_of(s, s.top, type_)
    s.owners[register] = s.top + 1
    push(s, Place.REGISTER, type_, register, 0)


@native
def push_slot(s: State, type_: u32):
    """Push what is in the home of the next operand."""
    slot = slot_of_operand(s, s.top)
    push(s, slot_place(slot), type_, 0, u64(slot))


@native
def push_constant(s: State, type_: u32, value: u64):
    """Push a constant that `is_small`."""
    describe_constant(s.operands[s.top], type_, value)
    s.settled = min(s.settled, s.top)
    s.top += 1


@native(inline=True)
def describe_constant(e: Entry, type_: u32, value: u64):
    """The operand that a constant becomes."""
    place = u32(Place.NEAR_CONSTANT) if is_near(u32(value)) else u32(Place.FAR_CONSTANT)
    u64[e] = place | type_ << 8
    e.value = value


@native(inline=True)
def is_small(value: u64) -> bool_:
    """Whether a constant has 32 bits with its sign, and so has its opposite."""
    return value + (1 << 31) - 1 < (1 << 32) - 1


@native(inline=True)
def extended(value: u64) -> u64:
    """An i32, with its sign."""
    return u64(i64(i32(u32(value))))


@native
def describe_local(s: State, e: Entry, local: u32):
    """The operand that a local becomes."""
    register, slot = u32(u8[s.pins, local]), slot_of_local(s, local)
    e.place = Place.REGISTER if register else u8(slot_place(slot))
    e.type, e.register, e.is_local = u8[TYPE_OF, u8[s.local_types, local]], u8(register), 1
    e.local, e.value = local, u64(slot)


@native
def describe_locals(s: State):
    """Once for all their uses; where functions have many locals, the others are described when they are used."""
    for local in range(min(s.locals, u32(WEIGHED))):
        describe_local(s, s.described[local], local)


@native(inline=True)
def push_local(s: State, local: u32):
    e = s.operands[s.top]
    if local < WEIGHED:
        u128[e] = u128[s.described[local]]
    else:
        describe_local(s, e, local)
    s.settled = min(s.settled, s.top)
    s.top += 1


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
    elif is_constant(e) and (e.type < F64 or e.value == 0):
        store_constant(s, e.type, u32(e.value), base, offset)
    elif is_constant(e):
        load_constant(s, I64, TEMPORARY, e.value)
        store(s, I64, TEMPORARY, base, offset)
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
    register = register_of(s, n, e.type)
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
        if (e.place == Place.REGISTER or e.is_local) and has_room(s):
            to_home(s, n)
    s.settled = max(s.settled, upto)


@native
def settle_constants(s: State, first: u32):
    """Send all operands from one on home, constants too."""
    for n in range(first, s.top):
        e = s.operands[n]
        if (is_constant(e) or e.place == Place.REGISTER or e.is_local) and has_room(s):
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
def save_pins(s: State):
    """Before a call, store the locals whose registers it changes."""
    if s.loses:
        store_pins(s)


@native(inline=True)
def restore_pins(s: State, first: u32):
    """After a call, load them; only registers from one on."""
    if s.loses:
        load_pins(s, first)


@native(inline=False)
def store_pins(s: State):
    for i in range(s.pinned_count):
        local = s.pinned[i]
        register = u32(u8[s.pins, local])
        if saves(register) == 0:
            store(s, u8[TYPE_OF, u8[s.local_types, local]], register, FRAME, slot_of_local(s, local))


@native(inline=False)
def load_pins(s: State, first: u32):
    for i in range(s.pinned_count):
        local = s.pinned[i]
        register = u32(u8[s.pins, local])
        if saves(register) == 0 and register >= first:
            load(s, u8[TYPE_OF, u8[s.local_types, local]], register, FRAME, slot_of_local(s, local))


@native(inline=True)
def save_local(s: State, local: u32, upto: u32):
    """Move operands that stand for a local which is about to change: to their registers, if free, or home."""
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
            register = register_of(s, n, e.type)
            if is_taken(s, register):
                to_home(s, n)
            else:
                materialise(s, n)


@native
def is_taken(s: State, register: u32) -> bool_:
    """Whether an operand, also of the current instruction, is in this register of the stack."""
    owner = s.owners[register]
    if owner == 0 or owner > s.top:
        return False
    e = s.operands[owner - 1]
    return e.place == Place.REGISTER and e.register == register and not e.is_local
