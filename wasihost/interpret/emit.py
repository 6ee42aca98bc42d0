"""Write instructions, and know where operands are (native subset).

An operand is in its home, a slot of the frame, or it was read from a local and is still there, or it is a constant, or
the last instruction has left it in the accumulator.  Only the topmost operand can be there, and only until the next
instruction is written: then it is used, or goes home.  For that, the instruction that made it is changed.
"""

from enum import IntEnum

from wasihost.baseline.layout import Entry
from wasihost.baseline.shapes import F32, F64, I32, TYPE_OF, V128
from wasihost.baseline.state import State, has_room, here
from wasihost.interpret.shapes import handler, handlers
from wasihost.native import bool_, i32, i64, native, u8, u16, u32, u64

NEAREST = 1 << 15  # slots below the frame pointer that 16 bits reach
SCRATCH = 8  # slots for operands that are farther
MOVES = handlers("move i64", "move v128")
FAR_MOVES = handlers("move far i64", "move far v128")
KEEPS = handlers("keep i64", "keep i64", "keep f64", "keep f64", "keep v128")  # by type
CONSTANTS = handlers("constant i32 R", "constant i32 L", "constant i64 R", "constant i64 L")  # by type
WIDE_CONSTANTS = handlers("constant wide R", "constant wide L")
F32_CONSTANTS = handlers("constant f32 R", "constant f32 L")
F64_CONSTANTS = handlers("constant f64 R", "constant f64 L")
MOVE_MANY = handler("move many")
MANY = 16  # values that are moved one by one


class At(IntEnum):
    """Entry.place, in the order of shapes._KINDS."""

    SLOT = 0
    CONSTANT = 1
    ACCUMULATOR = 2


# ------------------------------------------------------------------------------------------------------------- writing
@native(inline=True)
def put_number(s: State, number: u32):
    u16[s.out] = u16(number)
    s.out += 2


@native(inline=True)
def put_word(s: State, word: u32):
    u32[s.out] = word
    s.out += 4


@native(inline=True)
def put_double(s: State, word: u64):
    u64[s.out] = word
    s.out += 8


@native(inline=True)
def put_slot(s: State, slot: i32):
    """A slot that is near."""
    u16[s.out] = u16(u32(slot))
    s.out += 2


@native(inline=False)
def bind(s: State, place: u32, target: u32):
    """Let the distance at a place lead to a target."""
    u32[s.code + place] = target - place
    s.made_end = 0


@native(inline=False)
def bind_chain(s: State, chain: u32, target: u32):
    while chain:
        before = u32[s.code + chain]
        bind(s, chain, target)
        chain = before
    s.made_end = 0


# --------------------------------------------------------------------------------------------------------------- slots
@native(inline=True)
def width(type_: u32) -> u32:
    """Slots of a value."""
    return u32(2) if type_ == V128 else u32(1)


@native(inline=True)
def units_at(s: State, n: u32) -> u32:
    """The number of slots of the operands below n."""
    if n == 0:
        return 0
    e = s.operands[n - 1]
    return e.local + width(e.type)


@native(inline=True)
def slot_of_unit(s: State, unit: u32, size: u32) -> i32:
    """The slot of an operand's home, which is the last one of the `size` slots that begin with a unit."""
    return -i32(s.first + s.declared + unit + size)


@native(inline=True)
def home_of(s: State, e: Entry) -> i32:
    return slot_of_unit(s, e.local, width(e.type))


@native(inline=True)
def is_near(slot: i32) -> bool_:
    return slot >= -NEAREST


@native(inline=True)
def near(s: State, slot: i32, type_: u32, k: u32) -> i32:
    """A slot that 16 bits reach with the same content."""
    return slot if s.is_far == 0 or is_near(slot) else copied_near(s, slot, type_, k)


@native(inline=False)
def copied_near(s: State, slot: i32, type_: u32, k: u32) -> i32:
    scratch = scratch_slot(k)
    move_far(s, type_, slot, scratch)
    return scratch


@native(inline=True)
def scratch_slot(k: u32) -> i32:
    return -i32(4 + 2 * k)


@native(inline=False)
def move_far(s: State, type_: u32, source: i32, target: i32):
    put_number(s, FAR_MOVES[u64(type_ == V128)])
    put_word(s, u32(source))
    put_word(s, u32(target))
    s.made_end = 0


@native(inline=False)
def move(s: State, type_: u32, source: i32, target: i32):
    """Copy a value from slot to slot."""
    if not is_near(source) or not is_near(target):
        move_far(s, type_, source, target)
        return
    put_number(s, MOVES[u64(type_ == V128)])
    put_slot(s, source)
    put_slot(s, target)
    s.made_end = 0


@native(inline=False)
def move_constant(s: State, type_: u32, value: u64, to_slot: u32, slot: i32):
    """Put a constant into a slot, or into the accumulator."""
    target = slot if is_near(slot) else scratch_slot(3)
    if type_ == F32:
        put_number(s, F32_CONSTANTS[to_slot])
        put_word(s, u32(value))
    elif type_ == F64:
        put_number(s, F64_CONSTANTS[to_slot])
        put_double(s, value)
    elif fits(value):
        put_number(s, CONSTANTS[2 * type_ + to_slot])
        put_word(s, u32(value))
    else:
        put_number(s, WIDE_CONSTANTS[to_slot])
        put_double(s, value)
    s.made_end = 0
    if to_slot:
        put_slot(s, target)
        if target != slot:
            move_far(s, type_, target, slot)


@native(inline=True)
def fits(value: u64) -> bool_:
    """Whether an integer has 32 bits with its sign."""
    return u64(i64(i32(u32(value)))) == value


# ------------------------------------------------------------------------------------------------------ operand stack
@native(inline=True)
def push(s: State, place: u32, type_: u32, value: u64) -> Entry:
    e = s.operands[s.top]
    e.local = units_at(s, s.top)
    e.place, e.type, e.register, e.is_local, e.value = u8(place), u8(type_), 0, 0, value
    s.settled = min(s.settled, s.top)
    s.top += 1
    return e


@native(inline=True)
def push_home(s: State, type_: u32):
    """Push what is in the home of the next operand."""
    e = push(s, At.SLOT, type_, 0)
    e.value = u64(i64(home_of(s, e)))


@native(inline=True)
def push_local(s: State, local: u32):
    e = push(s, At.SLOT, u8[TYPE_OF, u8[s.local_types, local]], u64(i64(i32[s.local_slots, local])))
    e.is_local = 1


@native(inline=True)
def push_kept(s: State, type_: u32):
    """Push what is in the accumulator: what an instruction has made that cannot be changed."""
    push(s, At.ACCUMULATOR, type_, 0)
    s.kept, s.made_end = s.top, 0


@native(inline=True)
def pop_to(s: State, n: u32):
    s.top = n
    s.settled = min(s.settled, n)
    if s.kept > n:
        s.kept = 0


@native(inline=False)
def put_kept(s: State, type_: u32, slot: i32):
    """Let what is in the accumulator be in a slot, instead or also."""
    target = slot if is_near(slot) else scratch_slot(3)
    if s.made_end == here(s) and s.made_there:
        u16[s.code + s.made] = u16(s.made_there)
        s.made_there = 0
    else:
        put_number(s, KEEPS[type_])
        s.made_end = 0
    put_slot(s, target)
    if s.made_end:
        s.made_end = here(s)
    if target != slot:
        move_far(s, type_, target, slot)


@native(inline=False)
def to_home(s: State, n: u32):
    e = s.operands[n]
    slot = home_of(s, e)
    if not has_room(s):  # a loop may send thousands home
        s.kept = 0
    elif e.place == At.ACCUMULATOR:
        s.kept = 0
        put_kept(s, e.type, slot)
    elif e.place == At.CONSTANT:
        move_constant(s, e.type, e.value, 1, slot)
    elif e.is_local:
        move(s, e.type, i32(u32(e.value)), slot)
    e.place, e.is_local, e.value = At.SLOT, 0, u64(i64(slot))


@native(inline=True)
def release(s: State):
    """Before an instruction that does not use the accumulator: what is there goes home."""
    if s.kept:
        to_home(s, s.kept - 1)


@native(inline=False)
def settle(s: State, upto: u32):
    """Send operands home that are in the accumulator or stand for locals."""
    release(s)
    for n in range(s.settled, upto):
        if s.operands[n].is_local:
            to_home(s, n)
    s.settled = max(s.settled, upto)


@native(inline=False)
def settle_all(s: State, first: u32):
    """Send all operands from one on home, constants too."""
    release(s)
    for n in range(first, s.top):
        e = s.operands[n]
        if e.place == At.CONSTANT or e.is_local:
            to_home(s, n)


@native(inline=True)
def save_local(s: State, slot: i32, upto: u32) -> bool_:
    """Copy operands below `upto` that stand for a local which is about to change.  Returns whether there are any."""
    return s.settled < upto and save_in_range(s, slot, upto)


@native(inline=False)
def save_in_range(s: State, slot: i32, upto: u32) -> bool_:
    found = u32(0)
    if upto - s.settled > MANY:  # each of them is looked at once
        for n in range(s.settled, upto):
            if s.operands[n].is_local:
                to_home(s, n)
                found = 1
        s.settled = upto
        return bool_(found)
    for n in range(s.settled, upto):
        e = s.operands[n]
        if e.is_local and i32(u32(e.value)) == slot:
            to_home(s, n)
            found = 1
    return bool_(found)


# ------------------------------------------------------------------------------------------- operands of instructions
@native(inline=True)
def take_slot(s: State, n: u32, k: u32):
    """Operand n, in a slot, becomes the instruction's operand k."""
    e = s.operands[n]
    if e.place != At.SLOT:
        to_home(s, n)
    s.places[k], s.types_of[k] = At.SLOT, e.type
    s.values[k] = u64(i64(near(s, i32(u32(e.value)), e.type, k)))


@native(inline=True)
def take_any(s: State, n: u32, k: u32):
    """Likewise, wherever it is."""
    e = s.operands[n]
    if e.place == At.SLOT:
        take_slot(s, n, k)
        return
    s.places[k], s.types_of[k], s.values[k] = u32(e.place), e.type, e.value


@native(inline=True)
def put_operand(s: State, k: u32):
    match s.places[k]:
        case 0:
            put_slot(s, i32(u32(s.values[k])))
        case 1:
            if s.types_of[k] == F64:
                put_double(s, s.values[k])
            else:
                put_word(s, u32(s.values[k]))
        case _:
            pass


@native(inline=True)
def made_kept(s: State, n: u32, type_: u32, start: u32, there: u32):
    """The instruction that begins at `start` has put operand n into the accumulator; the handler for a slot."""
    pop_to(s, n)
    push(s, At.ACCUMULATOR, type_, 0)
    s.kept, s.made, s.made_end, s.made_there = s.top, start, here(s), there


@native(inline=True)
def put_home(s: State, n: u32, type_: u32):
    """End an instruction whose result, operand n, goes to its home."""
    pop_to(s, n)
    push_home(s, type_)
    slot = i32(u32(s.operands[n].value))
    if is_near(slot):
        put_slot(s, slot)
        s.made_end, s.made_there = here(s), 0
    else:
        put_slot(s, scratch_slot(3))
        move_far(s, type_, scratch_slot(3), slot)


@native(inline=False)
def put_homes(s: State, n: u32, first: u32, second: u32):
    """End an instruction whose two results, operands n and n + 1, go to their homes."""
    pop_to(s, n)
    push_home(s, first)
    push_home(s, second)
    for i in range(u32(2)):
        slot = i32(u32(s.operands[n + i].value))
        put_slot(s, slot if is_near(slot) else scratch_slot(2 + i))
    s.made_end, s.made_there = here(s), 0
    for i in range(u32(2)):
        e = s.operands[n + i]
        slot = i32(u32(e.value))
        if not is_near(slot):
            move_far(s, e.type, scratch_slot(2 + i), slot)


@native(inline=True)
def is_last_made(s: State, e: Entry) -> bool_:
    """Whether the last instruction ends with the slot of this operand, and can name another one instead."""
    ends = s.made_end == here(s) and s.made_there == 0 and e.place == At.SLOT and e.is_local == 0
    return ends and u16[s.out - 2] == u16(u32(e.value))


@native(inline=True)
def extended(type_: u32, value: u64) -> u64:
    """A constant as operands have it: an i32 with its sign."""
    return u64(i64(i32(u32(value)))) if type_ == I32 else value
