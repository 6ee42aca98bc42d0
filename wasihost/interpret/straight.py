"""Instructions that compute, access memories, and call the runtime (native subset)."""

from wasihost.abi import MemorySlot
from wasihost.baseline.lanes import less_16, without_second
from wasihost.baseline.layout import Kind, MemoryFacts
from wasihost.baseline.shapes import I32, I64, NO_TYPE, V128, Settle, Shape
from wasihost.baseline.state import State, here, immediate_count, take_word
from wasihost.interpret.emit import (
    At,
    made_kept,
    move_constant,
    pop_to,
    put_double,
    put_home,
    put_homes,
    put_number,
    put_operand,
    put_word,
    release,
    take_any,
    take_slot,
    to_home,
)
from wasihost.interpret.shapes import (
    BINARY_KINDS,
    STORED_KINDS,
    Form,
    Places,
    handler,
    handlers,
)
from wasihost.native import bool_, native, u8, u32, u64

ADD_OFFSETS = handlers("add offset i32", "add offset i64")
SIZES = handlers("memory.size i32 R", "memory.size i64 R")
SHUFFLE = handler("i8x16.shuffle")
LARGEST = (1 << 31) - 1  # offset plus width that a checked access can have


# ----------------------------------------------------------------------------------------------------------- computing
@native(inline=False)
def to_accumulator(s: State, n: u32):
    """Put a constant into the accumulator."""
    e = s.operands[n]
    release(s)
    move_constant(s, e.type, e.value, 0, 0)
    e.place = At.ACCUMULATOR
    s.kept, s.made_end = n + 1, 0


@native(inline=True)
def compute(s: State, shape: Shape, form: Form, lane: u32):
    n = s.top - shape.count
    number = u32(form.canonical) if s.task.canonical else u32(form.first)
    if form.places == Places.SLOTS or number != form.first:
        in_slots(s, shape, number + lane, n)
        return
    number += 2 * take_kinds(s, shape, n)
    start = here(s)
    put_number(s, number)
    put_operand(s, 0)
    if shape.count == 2:
        put_operand(s, 1)
    made_kept(s, n, shape.result, start, number + 1)


@native(inline=False)
def in_slots(s: State, shape: Shape, number: u32, n: u32):
    """A handler whose operands and result are in slots."""
    take_all(s, n)
    put_number(s, number)
    put_all(s, n)
    put_home(s, n, shape.result)


@native(inline=False)
def compute_pair(s: State, shape: Shape, form: Form):
    """A handler whose operands and two results are in slots."""
    n = s.top - shape.count
    take_all(s, n)
    put_number(s, form.first)
    put_all(s, n)
    put_homes(s, n, shape.result, shape.second_result)


@native(inline=False)
def take_all(s: State, first: u32):
    """All operands from one on, up to four, in slots."""
    release(s)
    for k in range(s.top - first):
        take_slot(s, first + k, k)


@native(inline=True)
def put_all(s: State, first: u32):
    for k in range(s.top - first):
        put_operand(s, k)


@native(inline=True)
def take_kinds(s: State, shape: Shape, n: u32) -> u32:
    """Take the operands of a unary or binary operation where they are; the number of the form for it."""
    if s.kept != 0 and s.kept <= n:
        release(s)
    if shape.count == 1:
        if s.operands[n].place == At.CONSTANT:
            to_accumulator(s, n)
        take_any(s, n, 0)
        return u32(s.places[0] == At.ACCUMULATOR)
    a, b = s.operands[n], s.operands[n + 1]
    if b.place == At.CONSTANT:
        take_constant(s, shape, n + 1)
        if a.place == At.CONSTANT and b.place == At.CONSTANT:
            to_accumulator(s, n)
    take_any(s, n, 0)
    take_any(s, n + 1, 1)
    return u32(u8[BINARY_KINDS, 3 * s.places[0] + s.places[1]])


@native(inline=False)
def take_constant(s: State, shape: Shape, n: u32):
    """Make a constant second operand one that handlers take."""
    b = s.operands[n]
    match shape.settle:
        case Settle.MODULO_32:
            b.value &= 31
        case Settle.MODULO_64:
            b.value &= 63
        case Settle.DIVISOR:
            if u32(b.value) + 1 < 2:
                to_home(s, n)
        case _:
            pass


@native(inline=False)
def shuffle(s: State, shape: Shape):
    """i8x16.shuffle: its lanes are a constant, for each operand."""
    n = s.top - 2
    low, high = u64(0), u64(0)
    for at in range(u64(0), 64, 8):
        low |= u64[s.p, at >> 3] << at
        high |= u64[s.p + 64, at >> 3] << at
    s.p += 8 * u64(immediate_count(s))
    take_all(s, n)
    put_number(s, SHUFFLE)
    put_all(s, n)
    put_double(s, without_second(low))
    put_double(s, without_second(high))
    put_double(s, less_16(low))
    put_double(s, less_16(high))
    put_home(s, n, V128)


# ------------------------------------------------------------------------------------------------------------ memories
@native(inline=True)
def kind_for(memory: MemoryFacts, offset: u64, size: u32) -> u32:
    """The kind of handler: 0 for guarded memories, 1 for checked ones, 2 for those with addresses of 64 bits."""
    if memory.kind == Kind.GUARDED:
        return 0
    return u32(2) if offset + size > LARGEST or offset > LARGEST else u32(memory.kind) - 1


@native(inline=False)
def reduce_offset(s: State, n: u32, offset: u64):
    """Add an offset that no handler has to the address, which then has 64 bits and is in its home."""
    e = s.operands[n]
    release(s)
    take_slot(s, n, 0)
    type_, top, settled = u32(e.type), s.top, s.settled
    put_number(s, ADD_OFFSETS[type_])
    put_operand(s, 0)
    put_double(s, offset)
    # The operands above keep their homes, because an i64 takes as much room.
    put_home(s, n, I64)
    s.top, s.settled, s.made_end = top, min(settled, n), 0


@native(inline=True)
def put_place(s: State, memory: MemoryFacts, kind: u32, offset: u64):
    """Where the instance has the memory, unless it is guarded; and the offset."""
    if kind != 0:
        put_word(s, memory.slot + MemorySlot.offset("memory"))
    put_word(s, u32(offset))


@native(inline=True)
def is_fixed(s: State, n: u32, offset: u64) -> bool_:
    """Whether an address is a constant that becomes part of the offset."""
    e = s.operands[n]
    return e.place == At.CONSTANT and u64(u32(e.value)) + offset < 1 << 32


@native(inline=True)
def load_from(s: State, shape: Shape, form: Form):
    memory = s.task.memories[take_word(s)]
    offset = take_word(s)
    n = s.top - 1
    kind = kind_for(memory, offset, shape.width)
    if kind != 0:
        checked(s, shape, form, memory, kind, offset, 0)
        return
    places = u32(2)
    if is_fixed(s, n, offset):
        release(s)
        offset += u64(u32(s.operands[n].value))
        s.places[0] = At.ACCUMULATOR  # nothing to write
    else:
        places = take_kinds(s, shape, n)
    start = here(s)
    number = u32(form.first) + (2 * places if form.keeps else places)
    put_number(s, number)
    put_operand(s, 0)
    put_word(s, u32(offset))
    if form.keeps:
        made_kept(s, n, shape.result, start, number + 1)
    else:
        put_home(s, n, shape.result)


@native(inline=True)
def store_to(s: State, shape: Shape, form: Form):
    memory = s.task.memories[take_word(s)]
    offset = take_word(s)
    n = s.top - 2
    kind = kind_for(memory, offset, shape.width)
    if kind != 0 or form.places == Places.SLOTS:
        checked(s, shape, form, memory, kind, offset, 0)
        return
    if s.kept != 0 and s.kept <= n:
        release(s)
    if s.operands[n + 1].place == At.CONSTANT and s.operands[n + 1].type > I64:
        to_home(s, n + 1)
    fixed = is_fixed(s, n, offset)
    if fixed:
        offset += u64(u32(s.operands[n].value))
    elif s.operands[n].place == At.CONSTANT:
        to_home(s, n)
    take_any(s, n, 0)
    take_any(s, n + 1, 1)
    put_number(s, form.first + u32(u8[STORED_KINDS, 3 * s.places[0] + s.places[1]]))
    if not fixed:
        put_operand(s, 0)
    put_operand(s, 1)
    put_word(s, u32(offset))
    pop_to(s, n)


@native(inline=False)
def checked(s: State, shape: Shape, form: Form, memory: MemoryFacts, kind: u32, offset: u64, lane: u32):
    """An access whose operands, and perhaps result, are in slots."""
    n = s.top - shape.count
    if kind == 2 and (offset + shape.width > LARGEST or offset > LARGEST):
        reduce_offset(s, n, offset)
        offset = 0
    take_all(s, n)
    if form.places == Places.SLOTS:
        put_number(s, form.first + 3 * lane + kind)
    else:
        put_number(s, form.other + kind - 1)
    put_all(s, n)
    put_place(s, memory, kind, offset)
    if shape.result != NO_TYPE:
        put_home(s, n, shape.result)
    else:
        pop_to(s, n)


@native(inline=False)
def access(s: State, shape: Shape, form: Form):
    memory = s.task.memories[take_word(s)]
    offset = take_word(s)
    lane = u32(take_word(s)) if shape.lanes else u32(0)
    checked(s, shape, form, memory, kind_for(memory, offset, shape.width), offset, lane)


@native(inline=False)
def wait(s: State, shape: Shape, form: Form):
    """wait and notify"""
    memory = s.task.memories[take_word(s)]
    offset = take_word(s)
    n = s.top - shape.count
    kind = kind_for(memory, offset, shape.width)
    if kind == 2 and (offset + shape.width > LARGEST or offset > LARGEST):
        reduce_offset(s, n, offset)
        offset = 0
    take_all(s, n)
    put_number(s, form.first + 2 * kind + memory.is_shared)
    put_all(s, n)
    put_place(s, memory, kind, offset)
    put_home(s, n, I32)


@native(inline=False)
def memory_size(s: State):
    memory = s.task.memories[take_word(s)]
    release(s)
    start, number = here(s), u32(SIZES[u64(memory.is_wide)])
    put_number(s, number)
    put_word(s, memory.slot + MemorySlot.offset("memory"))
    put_word(s, memory.page_shift)
    made_kept(s, s.top, u32(I64) if memory.is_wide else u32(I32), start, number + 1)


# --------------------------------------------------------------------------------------------------------- the runtime
@native(inline=False)
def call_runtime(s: State, shape: Shape, form: Form):
    """An instruction that calls a function of the runtime with immediates and operands."""
    count = immediate_count(s)
    n = s.top - shape.count
    take_all(s, n)
    # The first and the second address say which of four handlers it is.
    first = is_wide(s, form.space, u64[s.p, form.is_init]) if form.space else u32(0)
    second = is_wide(s, form.space, u64[s.p, count - 1]) if form.space else u32(0)
    put_number(s, form.first + 2 * first + second)
    put_all(s, n)
    for i in range(count):
        put_word(s, u32(u64[s.p, i]))
    s.p += 8 * u64(count)
    if shape.result != NO_TYPE:
        put_home(s, n, u32(I64) if first else u32(I32))
    else:
        pop_to(s, n)


@native(inline=True)
def is_wide(s: State, space: u32, index: u64) -> u32:
    return u32(s.task.memories[index].is_wide) if space == 1 else u32(s.task.tables[index].is_wide)
