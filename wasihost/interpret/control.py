"""Blocks, branches and returns (native subset).

When a block begins, all operands go home, except constants, so labels need no state.  What a branch carries goes to the
homes of the operands that it becomes.
"""

from wasihost.baseline.layout import Label
from wasihost.baseline.shapes import SHAPES, TYPE_OF, Do, Shape
from wasihost.baseline.state import (
    State,
    begin_instruction,
    has_room,
    has_room_for,
    here,
    immediate_count,
    next_shape,
    shape_of,
    take_word,
)
from wasihost.interpret.emit import (
    MANY,
    MOVE_MANY,
    At,
    bind,
    bind_chain,
    move,
    move_constant,
    pop_to,
    push_home,
    put_kept,
    put_number,
    put_operand,
    put_word,
    release,
    settle,
    settle_all,
    slot_of_unit,
    take_any,
    take_slot,
    to_home,
    units_at,
    width,
)
from wasihost.interpret.fuel import pay
from wasihost.interpret.shapes import BINARY_COUNT, FORMS, handler, handlers
from wasihost.interpret.straight import take_kinds
from wasihost.native import i32, native, u8, u32, u64
from wasihost.wasm.validator.layout import EMPTY_BLOCK_TYPE, RESULT_BLOCK_TYPE, shape_index

EQZ = shape_index(0, 0x45)
BR, BR_TABLES = handler("br"), handlers("br_table L", "br_table R")
IF_ZERO, UNLESS_ZERO = handler("if i32.eqz L"), handler("unless i32.eqz L")
IF_NULL, UNLESS_NULL = handler("if ref.is_null L"), handler("unless ref.is_null L")
RETURN, RETURN_MANY = handler("return"), handler("return many")
RETURNS = handlers(*(f"return {valtype} L" for valtype in ("i32", "i64", "f64", "f64", "v128")))


@native(inline=True)
def type_at(s: State, types: u32, n: u32) -> u32:
    """One of a range of Types.valtypes."""
    return u8[TYPE_OF, u8[s.types.valtypes, types + n]]


@native
def slots_of(s: State, types: u32, count: u32) -> u32:
    """The slots that values of these types take."""
    total = u32(0)
    for i in range(count):
        total += width(type_at(s, types, i))
    return total


# -------------------------------------------------------------------------------------------------------------- labels
@native(inline=True)
def label_at(s: State, depth: u32) -> Label:
    """The label that a branch names."""
    return s.labels[s.depth - depth]


@native(inline=True)
def arity(label: Label) -> u32:
    return label.param_count if label.kind == Do.LOOP else label.result_count


@native
def open_label(s: State, kind: u32, word: u64) -> Label:
    """Begin a block whose type is an immediate; its parameters are on the stack."""
    s.depth += 1
    label = s.labels[s.depth]
    label.kind, label.chain, label.otherwise, label.sites, label.stub = u8(kind), 0, 0, 0, 0
    label.params, label.param_count, label.results, label.result_count = 0, 0, 0, 0
    if word < RESULT_BLOCK_TYPE:
        signature = s.types.signatures[word]
        label.params, label.param_count = signature.params, signature.param_count
        label.results, label.result_count = signature.results, signature.result_count
    elif word < EMPTY_BLOCK_TYPE:
        label.results, label.result_count = u32(word - RESULT_BLOCK_TYPE), 1
    label.height = s.top - label.param_count
    return label


@native
def push_carried(s: State, types: u32, count: u32):
    """Push what branches have brought."""
    for i in range(count):
        push_home(s, type_at(s, types, i))


@native(inline=True)
def put_distance(s: State) -> u32:
    """Room for a distance; its place."""
    place = here(s)
    put_word(s, 0)
    s.made_end = 0
    return place


@native(inline=False)
def lead(s: State, place: u32, label: Label):
    """Let a distance lead to a label."""
    if label.kind == Do.LOOP:
        bind(s, place, label.start)
    else:
        u32[s.code + place] = label.chain
        label.chain = place


@native(inline=True)
def jump(s: State) -> u32:
    put_number(s, BR)
    return put_distance(s)


# -------------------------------------------------------------------------------------------------------------- blocks
@native(inline=True)
def begin_block(s: State, kind: u32):
    settle(s, s.top)
    label = open_label(s, kind, take_word(s))
    s.made_end = 0
    if kind == Do.LOOP:
        settle_all(s, label.height)
        label.start = here(s)


@native(inline=False)
def begin_else(s: State, dead: u32):
    label = s.labels[s.depth]
    if dead == 0:
        carry(s, label)
        lead(s, jump(s), label)
    label.kind = Do.ELSE
    bind(s, label.otherwise, here(s))
    label.otherwise = 0
    pop_to(s, label.height)
    push_carried(s, label.params, label.param_count)


@native(inline=False)
def end_block(s: State, dead: u32) -> u32:
    """Returns 1 if nothing leads here."""
    label = s.labels[s.depth]
    if label.otherwise and label.param_count:  # without `else`: the parameters are the results
        begin_else(s, dead)
        dead = 0
    reached = label.chain != 0 or label.otherwise != 0 or dead == 0
    if dead == 0 and label.kind != Do.LOOP:
        carry(s, label)
    if label.otherwise:
        bind(s, label.otherwise, here(s))
    s.depth -= 1
    if label.kind != Do.LOOP or dead:
        bind_chain(s, label.chain, here(s))
        pop_to(s, label.height)
        push_carried(s, label.results, label.result_count)
    return u32(not reached)


# ------------------------------------------------------------------------------------------------------------ branches
@native
def carry(s: State, label: Label):
    """Move what a branch carries, on top of the stack, to homes above the label's height."""
    count = arity(label)
    first = s.top - count
    if count > MANY:
        settle_all(s, first)
        if first != label.height:
            move_many(s, first, units_at(s, label.height))
        return
    if s.kept != 0 and s.kept != s.top:
        release(s)
    unit = units_at(s, label.height)
    for i in range(count):
        e = s.operands[first + i]
        size = width(e.type)
        move_to(s, first + i, slot_of_unit(s, unit, size))
        unit += size


@native
def move_many(s: State, first: u32, unit: u32):
    """Copy all operands from one on, which are at home, to the homes of operands from a unit on."""
    start = units_at(s, first)
    put_number(s, MOVE_MANY)
    put_word(s, u32(slot_of_unit(s, start, 1)))
    put_word(s, u32(slot_of_unit(s, unit, 1)))
    put_word(s, units_at(s, s.top) - start)
    s.made_end = 0


@native(inline=False)
def move_to(s: State, n: u32, slot: i32):
    """Put an operand into a slot, too.  One in the accumulator is then there, and no longer used."""
    e = s.operands[n]
    if e.place == At.ACCUMULATOR:
        s.kept = 0
        put_kept(s, e.type, slot)
        e.place, e.value, e.is_local = At.SLOT, u64(u32(slot)), 0
    elif e.place == At.CONSTANT:
        move_constant(s, e.type, e.value, 1, slot)
    elif i32(u32(e.value)) != slot:
        move(s, e.type, i32(u32(e.value)), slot)


@native
def branch(s: State, label: Label):
    if label.kind == Do.NOP:
        return_values(s)
    else:
        carry(s, label)
        lead(s, jump(s), label)


@native(inline=True)
def carries_nothing(s: State, label: Label) -> u32:
    """Whether a branch is only a jump."""
    return u32(label.kind != Do.NOP and arity(label) == 0)


@native(inline=True)
def user_of_truth(s: State) -> u32:
    """What the result of a comparison, perhaps inverted, is for."""
    following = next_shape(s)
    if following == EQZ:
        following = shape_of(u64[s.p, 1])
    return SHAPES[following].action


@native(inline=True)
def branch_on_comparison(s: State, shape: Shape):
    """The next instruction is a branch or an `if`, perhaps on the opposite."""
    inverted = u32(next_shape(s) == EQZ)
    for _ in range(inverted + 1):
        using = SHAPES[begin_instruction(s)]
        if s.task.metered:
            pay(s, using)
    n = s.top - shape.count
    form = FORMS[shape_index_of(shape)]
    block = BINARY_COUNT if shape.count == 2 else u32(2)
    if_, unless = u32(form.branch), form.branch + block
    if inverted:
        if_, unless = unless, if_
    branch_on(s, if_, unless, shape, n)


@native(inline=True)
def shape_index_of(shape: Shape) -> u32:
    return u32((u64(shape) - u64(SHAPES)) // Shape.size)


@native
def branch_on(s: State, if_: u32, unless: u32, shape: Shape, n: u32):
    """A branch or an `if` on operands from n on; the handlers for operands in slots that branch if or unless."""
    following = SHAPES[shape_of(s.word)].action
    if following != Do.IF:
        settle_carried(s, label_at(s, u32(u64[s.p])), n)
    kinds = take_kinds(s, shape, n)
    if following == Do.IF:
        word = take_word(s)
        settle_before(s, n, word)
        # Settling may have written moves, after which the accumulator is still what it was.
        place = condition(s, unless + kinds, shape.count)
        pop_to(s, n)
        label = open_label(s, Do.IF, word)
        label.otherwise = place
        return
    label = label_at(s, u32(take_word(s)))
    if carries_nothing(s, label):
        place = condition(s, if_ + kinds, shape.count)
        pop_to(s, n)
        lead(s, place, label)
        return
    over = condition(s, unless + kinds, shape.count)
    pop_to(s, n)
    branch(s, label)
    bind(s, over, here(s))


@native
def settle_before(s: State, n: u32, word: u64):
    """Before the branch of an `if`: the operands below n go home, and its parameters, also constants."""
    first = n
    if word < RESULT_BLOCK_TYPE:
        first = n - s.types.signatures[word].param_count
    for i in range(s.settled, n):
        if s.operands[i].is_local:
            to_home(s, i)
    for i in range(first, n):
        if s.operands[i].place == At.CONSTANT:
            to_home(s, i)
    s.settled = max(s.settled, n)


@native(inline=True)
def condition(s: State, number: u32, count: u32) -> u32:
    """Write a conditional branch.  Returns the place of the distance."""
    put_number(s, number)
    put_operand(s, 0)
    if count == 2:
        put_operand(s, 1)
    return put_distance(s)


@native(inline=False)
def branch_if(s: State):
    """br_if or `if` on an operand that no comparison made."""
    branch_on(s, UNLESS_ZERO, IF_ZERO, SHAPES[EQZ], s.top - 1)


@native(inline=False)
def branch_on_null(s: State):
    """The reference stays if it is not null."""
    n = s.top - 1
    label = label_at(s, u32(take_word(s)))
    settle_carried(s, label, n)
    release(s)
    take_slot(s, n, 0)
    over = condition(s, UNLESS_NULL, 1)
    s.top = n
    branch(s, label)
    bind(s, over, here(s))
    s.top = n + 1


@native(inline=False)
def branch_on_non_null(s: State):
    """The branch carries the reference, which is dropped otherwise."""
    n = s.top - 1
    label = label_at(s, u32(take_word(s)))
    settle_carried(s, label, s.top)
    release(s)
    take_slot(s, n, 0)
    over = condition(s, IF_NULL, 1)
    branch(s, label)
    bind(s, over, here(s))
    pop_to(s, n)


@native(inline=True)
def settle_carried(s: State, label: Label, upto: u32):
    """Before a condition: what `carry` and `return_values` would send home on one way only."""
    count = arity(label)
    if count > MANY or (count > 1 and label.kind == Do.NOP):
        settle_range(s, upto - count, upto)


@native(inline=False)
def settle_range(s: State, first: u32, upto: u32):
    release(s)
    for i in range(first, upto):
        e = s.operands[i]
        if e.place == At.CONSTANT or e.is_local:
            to_home(s, i)


@native(inline=False)
def branch_table(s: State):
    """br_table: distances to the labels, or to code that moves what they carry."""
    count = immediate_count(s) - 1
    n = s.top - 1
    for i in range(count + 1):
        settle_carried(s, label_at(s, u32(u64[s.p, i])), n)
    if s.kept <= n:
        release(s)
    if s.operands[n].place == At.CONSTANT:
        to_home(s, n)
    take_any(s, n, 0)
    put_number(s, BR_TABLES[u64(s.places[0] == At.ACCUMULATOR)])
    put_operand(s, 0)
    put_word(s, count)
    pop_to(s, n)
    table, start = here(s), here(s)
    if not has_room_for(s, 4 * (u64(count) + 1)):
        return
    s.out += 4 * (u64(count) + 1)
    for i in range(count + 1):
        if not has_room(s):
            return
        label = label_at(s, u32(take_word(s)))
        place = table + 4 * i
        if carries_nothing(s, label):
            lead(s, place, label)
        else:
            if label.stub <= start:  # the first jump of this table to this label
                label.stub = here(s)
                branch(s, label)
            bind(s, place, label.stub)


# ------------------------------------------------------------------------------------------------------------- returns
@native
def return_values(s: State):
    """Return the operands on top."""
    count = s.signature.result_count
    n = s.top - count
    if count == 1:
        e = s.operands[n]
        if s.kept != 0 and s.kept <= n:
            release(s)
        if e.place == At.CONSTANT:
            value_in_accumulator(s, n)
            return
        if e.place == At.SLOT:
            take_any(s, n, 0)
            put_number(s, RETURNS[e.type])
            put_operand(s, 0)
            return
    if count > 1:
        settle_all(s, n)
        return_from(s, units_at(s, n), units_at(s, s.top) - units_at(s, n))
        return
    put_number(s, RETURN)


@native(inline=False)
def value_in_accumulator(s: State, n: u32):
    e = s.operands[n]
    move_constant(s, e.type, e.value, 0, 0)
    put_number(s, RETURN)


@native
def return_from(s: State, unit: u32, count: u32):
    """Return `count` slots that begin with a unit."""
    put_number(s, RETURN_MANY)
    put_word(s, u32(slot_of_unit(s, unit, 1)))
    put_word(s, count)
    put_word(s, s.own)
    s.made_end = 0


@native
def end_body(s: State, dead: u32):
    if dead == 0:
        return_values(s)
