"""The frame of a function: its registers, slots and arguments (native subset)."""

from wasihost.abi import MemorySlot
from wasihost.baseline.convention import OWN, fits, place_arguments
from wasihost.baseline.layout import Kind
from wasihost.baseline.runs import load_parameters
from wasihost.baseline.shapes import F32, F64, I32, I64, TYPE_OF, V128
from wasihost.baseline.state import State, here, slot_of_local
from wasihost.baseline.x86_64 import (
    ASIDE,
    FLOAT,
    FLOAT_STACKS,
    FRAME,
    FREE_FLOAT,
    INTEGER_STACKS,
    LOAD,
    MEMORY,
    NOWHERE,
    OTHER_TEMPORARY,
    PERIOD,
    PINNED_FLOATS,
    PINNED_INTEGERS,
    RDI,
    TEMPORARY_FLOAT,
    VM,
    clear,
    enter,
    in_registers,
    load,
    load_constant,
    load_store,
    move,
    saves,
    store,
)
from wasihost.native import native, new, popcnt, ptr, u8, u32
from wasihost.wasm.validator.layout import WEIGHED, Context

LEAST = 2  # uses that make it worth while to keep a local in a register
OFTEN = 8  # and in one of the operand stack's
OWN_INTEGERS, OWN_FLOATS, PINS = 3, 2, 5  # registers that are only for locals; most for locals
MANY_WORDS = 32  # that are cleared by a loop
PASSED_OTHERWISE = 3  # parameters that registers pass which hold no locals


@native
def begin_frame(s: State):
    """The beginning of a function, and the first place of every local."""
    t = s.task.transcript
    s.shift = u32(4) if t.vectors or s.task.vectors else u32(3)
    choose_pins(s)
    needs_memory = t.context & Context.MEMORY != 0 and s.task.memories[0].kind == Kind.GUARDED
    needs_instance = t.context & Context.INSTANCE != 0 or s.task.metered != 0 or not fits(s, s.signature)
    if t.context & Context.MEMORY and (not needs_memory or t.context & Context.LOOP):
        needs_instance = True  # in a loop: for code that continues there
    s.saved = (saves(VM) if needs_instance else u32(0)) | (saves(MEMORY) if needs_memory else u32(0))
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
    s.frame_size = ((size + 15) & ~u32(15)) - saved
    enter(s, s.frame_size)
    s.homes, s.entry = s.saved, here(s)
    if needs_instance:
        move(s, I64, VM, RDI)
    if needs_memory:
        load(s, I64, MEMORY, RDI, s.task.memories[0].slot + MemorySlot.offset("base"))
    take_parameters(s)
    clear_locals(s)


# ---------------------------------------------------------------------------------------------------------------- pins
@native
def choose_pins(s: State):
    """Keep the locals in registers that are used most.

    Where more locals are worth a register than registers are meant for them, the operand stack leaves some of its own.
    Registers that calls change are saved before each of them, and restored: they are for locals that are used more.
    """
    t = s.task.transcript
    for i in range(s.pinned_count):
        u8[s.pins, s.pinned[i]] = 0
    s.pinned_count, s.loses = 0, 0
    integers, floats = new(u32, PINS), new(u32, PINS)
    integer_count, float_count = u32(0), u32(0)
    for local in range(min(s.locals, u32(WEIGHED))):
        if u32[t.weights, local]:
            if u8[TYPE_OF, u8[s.local_types, local]] >= F32:
                float_count = rank(t.weights, floats, float_count, local)
            else:
                integer_count = rank(t.weights, integers, integer_count, local)
    shrinks = t.highest < PERIOD  # a stack of 3 registers has no other period
    calls = t.context & Context.CALLS
    is_leaf = u32(shrinks and calls == 0)  # then the register that need not be saved comes first
    for i in range(integer_count):
        register = u32(u8[PINNED_INTEGERS, PINS * is_leaf + i])
        least = u32(LEAST)
        if saves(register) == 0:
            least = u32(1) if is_leaf and i == 0 else OFTEN + 2 * t.calls
        if u32[t.weights, integers[i]] >= least and (shrinks or i < OWN_INTEGERS):
            pin_local(s, integers[i], register)
            s.loses += u32(saves(register) == 0)
    s.stacks[0] = INTEGER_STACKS + PERIOD * (2 - s.loses)
    left = u32(0)
    for i in range(float_count):
        most = u32(4) if shrinks else u32(OWN_FLOATS)
        if i < most and u32[t.weights, floats[i]] >= (u32(1) if i < OWN_FLOATS else u32(OFTEN)) + 2 * t.calls:
            pin_local(s, floats[i], u8[PINNED_FLOATS, i])
            s.loses = 1
            left = max(i + 1, u32(OWN_FLOATS)) - OWN_FLOATS
    s.stacks[1] = FLOAT_STACKS + PERIOD * (2 - left)
    if calls == 0:
        s.loses = 0


@native
def rank(weights: ptr, found: ptr, count: u32, local: u32) -> u32:
    """Keep the heaviest locals, in order.  Returns how many there are."""
    weight = u32[weights, local]
    i = count
    while i > 0 and u32[weights, u32[found, i - 1]] < weight:
        if i < PINS:
            u32[found, i] = u32[found, i - 1]
        i -= 1
    if i < PINS:
        u32[found, i] = local
    return min(count + 1, u32(PINS))


@native
def pin_local(s: State, local: u32, register: u32):
    u8[s.pins, local] = u8(register)
    s.pinned[s.pinned_count] = local
    s.pinned_count += 1


# -------------------------------------------------------------------------------------------------------------- locals
@native
def take_parameters(s: State):
    """Those in registers first: then registers are free to move others, and each other."""
    place_arguments(s, s.signature, OWN)
    count, in_memory = s.signature.param_count, u32(0)
    passes = u32(count > PASSED_OTHERWISE)  # the register for a local may pass another parameter
    for local in range(count):
        place, pin = s.task.arguments[local], u32(u8[s.pins, local])
        if place.register == NOWHERE:
            in_memory = 1
        elif pin == 0:
            if is_used(s, local):
                s.homes = 1
                store(s, place.type, place.register, FRAME, slot_of_local(s, local))
        elif pin >= FLOAT:
            move(s, place.type, FREE_FLOAT + (pin & 7) if passes else pin, place.register)
        elif passes and saves(pin) == 0:
            move(s, I64, pin + ASIDE, place.register)
        elif place.type == I32:
            in_registers(s, LOAD, pin, place.register)  # the upper half is undefined
        else:
            move(s, place.type, pin, place.register)
    if passes:
        take_passed(s, count)
    if in_memory:
        take_from_memory(s, count)


@native(inline=True)
def is_used(s: State, local: u32) -> u32:
    return u32(1) if local >= WEIGHED else u32(u32[s.task.transcript.weights, local] != 0)


@native
def take_passed(s: State, count: u32):
    for i in range(s.pinned_count):
        local = s.pinned[i]
        pin = u32(u8[s.pins, local])
        if saves(pin) == 0 and local < count and s.task.arguments[local].register != NOWHERE:
            type_ = u32(s.task.arguments[local].type)
            if type_ == I32:
                in_registers(s, LOAD, pin, pin + ASIDE)
            else:
                move(s, type_, pin, FREE_FLOAT + (pin & 7) if pin >= FLOAT else pin + ASIDE)


@native
def take_from_memory(s: State, count: u32):
    """Through their slots, also to registers."""
    s.homes = 1
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
    words = (s.locals - first) << (s.shift - 3)
    if words > MANY_WORDS:
        s.homes = 1
        clear(s, slot_of_local(s, s.locals - 1), words)
        return
    zero = u32(0)
    for local in range(first, s.locals):
        if u8[s.pins, local] == 0 and is_used(s, local):
            if zero == 0:
                s.homes, zero = 1, TEMPORARY_FLOAT
                load_constant(s, F64, zero, 0)
            store(s, V128 if s.shift == 4 else F64, zero, FRAME, slot_of_local(s, local))
