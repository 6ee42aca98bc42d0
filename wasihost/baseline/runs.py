"""Many values at once: a loop that copies them, instead of code for each (native subset).

A hostile function passes a thousand values with each call, whose code would take kilobytes for two bytes of a body.
"""

from wasihost.abi import SLOT
from wasihost.baseline.layout import Entry
from wasihost.baseline.moves import MANY, push_slot, settle_constants, slot_place, to_memory
from wasihost.baseline.shapes import F32
from wasihost.baseline.state import State, has_room, slot_of_local, slot_of_operand
from wasihost.baseline.x86_64 import FRAME, NOWHERE, OTHER_TEMPORARY, TEMPORARY, TEMPORARY_FLOAT, copy_loop, load, store
from wasihost.native import native, ptr, u32


@native
def settle_many(s: State, count: u32):
    """Send the operands on top home, if there are many: then `store_values` can copy them."""
    if count > MANY:
        settle_constants(s, s.top - count)


@native
def store_values(s: State, values: ptr, count: u32, base: u32):
    """Copy those operands that go to memory to their places in `arguments`, which count from a register on."""
    i = u32(0)
    while i < count and has_room(s):
        place, e = s.task.arguments[i], Entry(values)[i]
        length = stored_run(s, values, i, count)
        if length > MANY:
            copy(s, length, FRAME, u32(e.value), u32(0) - (u32(1) << s.shift), base, place.offset, step_at(s, i))
            i += length
        else:
            if place.register == NOWHERE:
                to_memory(s, e, base, place.offset)
            i += 1


@native
def stored_run(s: State, values: ptr, first: u32, count: u32) -> u32:
    """How many operands from one on are in slots, and go to memory, at constant distances."""
    if count - first <= MANY:
        return 0
    i, step = first, step_at(s, first)
    while i < count and is_in_slot(Entry(values)[i]) and s.task.arguments[i].register == NOWHERE:
        if i > first:
            far = u32(Entry(values)[i].value) - u32(Entry(values)[i - 1].value) != u32(0) - (u32(1) << s.shift)
            if far or s.task.arguments[i].offset - s.task.arguments[i - 1].offset != step:
                break
        i += 1
    return i - first


@native(inline=True)
def is_in_slot(e: Entry) -> u32:
    return u32(slot_place(u32(e.value)) == e.place)


@native(inline=True)
def step_at(s: State, i: u32) -> u32:
    return s.task.arguments[i + 1].offset - s.task.arguments[i].offset


@native
def load_values(s: State, count: u32, base: u32, offset: u32):
    """Push values from their places in `arguments`, in memory, which count from an offset of a register on."""
    i = u32(0)
    while i < count:
        length = load_some(s, i, count, base, offset) if has_room(s) else count - i
        for _ in range(length):
            push_slot(s, s.task.arguments[i].type)
            i += 1


@native
def load_some(s: State, first: u32, count: u32, base: u32, offset: u32) -> u32:
    """Copy one value, or many at once, to the homes of the next operands.  Returns how many."""
    place, slot = s.task.arguments[first], slot_of_operand(s, s.top)
    length = loaded_run(s, first, count)
    if length > MANY:
        copy(s, length, base, offset + place.offset, step_at(s, first), FRAME, slot, u32(0) - (u32(1) << s.shift))
        return length
    temporary = u32(TEMPORARY_FLOAT) if place.type >= F32 else u32(TEMPORARY)
    load(s, place.type, temporary, base, offset + place.offset)
    store(s, place.type, temporary, FRAME, slot)
    return 1


@native
def load_parameters(s: State, count: u32):
    """Copy parameters in memory, whose offsets count from OTHER_TEMPORARY, to the slots of locals."""
    i = u32(0)
    while i < count and has_room(s):
        length = u32(0)
        while i + length < count and s.task.arguments[i + length].register == NOWHERE:
            length += 1
        if length > MANY:
            step = u32(0) - (u32(1) << s.shift)
            copy(s, length, OTHER_TEMPORARY, s.task.arguments[i].offset, SLOT, FRAME, slot_of_local(s, i), step)
        else:
            for k in range(i, i + length):
                place = s.task.arguments[k]
                temporary = u32(TEMPORARY_FLOAT) if place.type >= F32 else u32(TEMPORARY)
                load(s, place.type, temporary, OTHER_TEMPORARY, place.offset)
                store(s, place.type, temporary, FRAME, slot_of_local(s, k))
        i += max(length, u32(1))


@native
def loaded_run(s: State, first: u32, count: u32) -> u32:
    """How many values from one on are in memory at constant distances."""
    if count - first <= MANY:
        return 0
    i = first + 1
    while i < count and s.task.arguments[i].offset - s.task.arguments[i - 1].offset == step_at(s, first):
        i += 1
    return i - first


@native
def copy(s: State, count: u32, base: u32, offset: u32, step: u32, to: u32, to_offset: u32, to_step: u32):
    """Copy as many bytes of each value as both places have."""
    size = min(size_of(step), size_of(to_step))
    copy_loop(s, count, size, base, offset, step, to, to_offset, to_step)


@native(inline=True)
def size_of(step: u32) -> u32:
    """Bytes of a value, as far as one is copied at once."""
    return min(step if step < 1 << 31 else u32(0) - step, u32(16))
