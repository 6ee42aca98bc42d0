"""The frame of a function: its registers, slots and arguments (native subset)."""

from wasihost.abi import MemorySlot
from wasihost.baseline.convention import OWN, place_arguments
from wasihost.baseline.runs import load_parameters
from wasihost.baseline.shapes import F32, I32, I64, TYPE_OF
from wasihost.baseline.state import State, slot_of_local
from wasihost.baseline.x86_64 import (
    FLOAT,
    FRAME,
    FREE_FLOAT,
    LOAD,
    MEMORY,
    NOWHERE,
    OTHER_TEMPORARY,
    PINNED,
    PINNED_FLOATS,
    PINNED_INTEGERS,
    RDI,
    VM,
    clear,
    enter,
    in_registers,
    load,
    load_constant,
    load_field,
    load_store,
    move,
    saves,
    store,
    store_constant,
)
from wasihost.native import native, popcnt, u8, u32
from wasihost.wasm.validator.layout import WEIGHED

LEAST = 2  # uses that make it worth while to keep a local in a register
FEW = 8  # words that are cleared one by one


@native
def begin_frame(s: State):
    """The beginning of a function, and the first place of every local."""
    t = s.task.transcript
    s.shift = u32(4) if t.vectors or s.task.vectors else u32(3)
    choose_pins(s)
    s.saved = saves(VM) | (saves(MEMORY) if s.task.memory_count else u32(0))
    for i in range(s.pinned_count):
        s.saved |= saves(u8[s.pins, s.pinned[i]])
    saved = 8 * popcnt(s.saved)
    s.first_slot = (saved + 15) & ~u32(15) if s.shift == 4 else saved  # slots of 16 bytes are aligned
    slots = s.locals + t.highest + (t.caught + 2 if t.tries else u32(0))
    outgoing = u32(0)
    if t.arguments > 4:
        outgoing += t.arguments << s.shift
    if t.results > 2:
        outgoing += (t.results << s.shift) + 16
    size = s.first_slot + (slots << s.shift) + outgoing
    enter(s, ((size + 15) & ~u32(15)) - saved)
    move(s, I64, VM, RDI)
    if s.task.memory_count:
        load_field(s, MEMORY, s.task.memories[0].slot + MemorySlot.offset("base"))
    take_parameters(s)
    clear_locals(s)


# ---------------------------------------------------------------------------------------------------------------- pins
@native
def choose_pins(s: State):
    """Keep the locals in registers that are used most; floats only if no call changes their registers."""
    for i in range(s.pinned_count):
        u8[s.pins, s.pinned[i]] = 0
    s.pinned_count = 0
    integers, floats = u32(0), u32(PINNED_FLOATS) if s.task.transcript.calls else u32(0)
    while integers < PINNED_INTEGERS or floats < PINNED_FLOATS:
        local = most_used(s, integers < PINNED_INTEGERS, floats < PINNED_FLOATS)
        if local == WEIGHED:
            return
        if u8[TYPE_OF, u8[s.local_types, local]] >= F32:
            u8[s.pins, local] = u8[PINNED, PINNED_INTEGERS + floats]
            floats += 1
        else:
            u8[s.pins, local] = u8[PINNED, integers]
            integers += 1
        s.pinned[s.pinned_count] = local
        s.pinned_count += 1


@native
def most_used(s: State, integers: u32, floats: u32) -> u32:
    """The local of these banks that is used most and is not in a register yet, or WEIGHED."""
    best, most = u32(WEIGHED), u32(LEAST - 1)
    for local in range(min(s.locals, u32(WEIGHED))):
        weight = u32[s.task.transcript.weights, local]
        if weight > most and u8[s.pins, local] == 0:
            wanted = floats if u8[TYPE_OF, u8[s.local_types, local]] >= F32 else integers
            if wanted:
                best, most = local, weight
    return best


# -------------------------------------------------------------------------------------------------------------- locals
@native
def take_parameters(s: State):
    """Those in registers first: then registers are free to move others, and each other."""
    place_arguments(s, s.signature, OWN)
    count, in_memory = s.signature.param_count, u32(0)
    for local in range(count):
        place, pin = s.task.arguments[local], u32(u8[s.pins, local])
        if place.register == NOWHERE:
            in_memory = 1
        elif pin == 0:
            store(s, place.type, place.register, FRAME, slot_of_local(s, local))
        elif pin >= FLOAT:
            move(s, place.type, FREE_FLOAT + (pin & 7), place.register)
        elif place.type == I32:
            in_registers(s, LOAD, pin, place.register)  # the upper half is undefined
        else:
            move(s, place.type, pin, place.register)
    for i in range(s.pinned_count):
        local = s.pinned[i]
        pin = u32(u8[s.pins, local])
        if pin >= FLOAT and local < count and s.task.arguments[local].register != NOWHERE:
            move(s, s.task.arguments[local].type, pin, FREE_FLOAT + (pin & 7))
    if in_memory:
        take_from_memory(s, count)


@native
def take_from_memory(s: State, count: u32):
    """Through their slots, also to registers."""
    load_store(s, OTHER_TEMPORARY)
    load_parameters(s, count)
    for i in range(s.pinned_count):
        local = s.pinned[i]
        if local < count and s.task.arguments[local].register == NOWHERE:
            load(s, s.task.arguments[local].type, u8[s.pins, local], FRAME, slot_of_local(s, local))


@native
def clear_locals(s: State):
    """Declared locals begin as zero."""
    first = s.signature.param_count
    for i in range(s.pinned_count):
        local = s.pinned[i]
        if local >= first:
            load_constant(s, u8[TYPE_OF, u8[s.local_types, local]], u8[s.pins, local], 0)
    count = s.locals - first
    if count == 0:
        return
    if count << (s.shift - 3) > FEW:
        clear(s, slot_of_local(s, s.locals - 1), count << (s.shift - 3))
        return
    for local in range(first, s.locals):
        if u8[s.pins, local] == 0:
            slot = slot_of_local(s, local)
            store_constant(s, I64, 0, FRAME, slot)
            if s.shift == 4:
                store_constant(s, I64, 0, FRAME, slot + 8)
