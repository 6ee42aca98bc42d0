"""Blocks and branches (native subset).

When a block begins, all operands go home, except constants; so wherever paths meet, the operands below are in the same
places.  What a branch carries is in one register, that of the operand which it becomes, or else in the operands' homes.
"""

from wasihost.baseline.convention import put_results
from wasihost.baseline.emit import JUMPS, emit_branch, find, note_stub
from wasihost.baseline.layout import Label
from wasihost.baseline.loops import note_jump, note_loop
from wasihost.baseline.moves import (
    MANY,
    Place,
    is_constant,
    materialise,
    push_register,
    push_slot,
    register_of,
    settle,
    settle_constants,
    to_memory,
    to_register,
)
from wasihost.baseline.runs import settle_many, store_values
from wasihost.baseline.shapes import F32, SHAPES, TYPE_OF, Do, Shape
from wasihost.baseline.state import (
    State,
    has_room,
    has_room_for,
    here,
    immediate_count,
    shape_of,
    slot_of_operand,
    take_word,
)
from wasihost.baseline.stencils import operation
from wasihost.baseline.straight import refer_to_constant, take_constant
from wasihost.baseline.x86_64 import (
    FRAME,
    NOWHERE,
    TEMPORARY,
    begin_without_frame,
    bind,
    bind_chain,
    jump,
    jump_by_table,
    leave,
    link,
    ret,
)
from wasihost.codegen.stencils.layout import ABSENT
from wasihost.native import bool_, native, u8, u32, u64
from wasihost.wasm.validator.layout import EMPTY_BLOCK_TYPE, RESULT_BLOCK_TYPE

IF_ZERO, UNLESS_ZERO = operation("if i32.eqz"), operation("unless i32.eqz")
IF_NULL, UNLESS_NULL = operation("if ref.is_null"), operation("unless ref.is_null")
BRANCHES_IF, BRANCHES_UNLESS = 1, 2  # after the number of a comparison


@native(inline=True)
def type_at(s: State, types: u32, n: u32) -> u32:
    """One of a range of Types.valtypes."""
    return u8[TYPE_OF, u8[s.types.valtypes, types + n]]


# -------------------------------------------------------------------------------------------------------------- labels
@native(inline=True)
def label_at(s: State, depth: u32) -> Label:
    """The label that a branch names."""
    return s.labels[s.depth - depth]


@native(inline=True)
def arity(label: Label) -> u32:
    return label.param_count if label.kind == Do.LOOP else label.result_count


@native(inline=True)
def carried(label: Label) -> u32:
    """The types that a branch carries."""
    return label.params if label.kind == Do.LOOP else label.results


@native(inline=True)
def uses_register(label: Label) -> bool_:
    return label.result_count == 1 and label.kind != Do.LOOP


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


@native(inline=True)
def carries_nothing(s: State, label: Label) -> bool_:
    """Whether a branch needs no moves: what it carries is there already."""
    count = arity(label)
    if count == 0:
        return True
    if label.kind == Do.NOP:
        return False
    if uses_register(label):
        e = s.operands[s.top - 1]
        return s.top - 1 == label.height and e.place == Place.REGISTER and not e.is_local
    return False


@native
def carry(s: State, label: Label):
    """Move what a branch carries; it is on top of the stack."""
    count = arity(label)
    first = s.top - count
    if label.kind == Do.NOP:
        put_results(s, s.signature, first)
    elif uses_register(label):
        e = s.operands[first]
        to_register(s, e, register_of(s, label.height, e.type))
    elif count > MANY:
        carry_many(s, label, first, count)
    else:
        for i in range(count):
            e = s.operands[first + i]
            slot = slot_of_operand(s, label.height + i)
            if e.is_local or e.place == Place.REGISTER or is_constant(e) or u32(e.value) != slot:
                to_memory(s, e, FRAME, slot)


@native
def carry_many(s: State, label: Label, first: u32, count: u32):
    if first != label.height:
        for i in range(count):
            place = s.task.arguments[i]
            place.register, place.offset = NOWHERE, slot_of_operand(s, label.height + i)
        store_values(s, s.operands[first], count, FRAME)


@native
def push_carried(s: State, label: Label, types: u32, count: u32):
    """Push what branches have brought."""
    if uses_register(label):
        push_register(s, type_at(s, types, 0))
    else:
        for i in range(count):
            push_slot(s, type_at(s, types, i))


@native(inline=False)
def lead(s: State, place: u32, label: Label):
    """Let a jump lead to a label."""
    if label.kind == Do.LOOP:
        bind(s, place, label.start)
        note_jump(s, label, place, place + 4)
    else:
        label.chain = link(s, place, label.chain)


# -------------------------------------------------------------------------------------------------------------- blocks
@native
def begin_block(s: State, kind: u32):
    settle(s, s.top)
    label = open_label(s, kind, take_word(s))
    if kind == Do.LOOP:
        settle_constants(s, label.height)
        label.start = here(s)
        note_loop(s, label)


@native
def begin_if(s: State, otherwise: u32, word: u64):
    """The branch to `else` has been written; the operands were settled before it."""
    label = open_label(s, Do.IF, word)
    label.otherwise = otherwise


@native
def settle_for_if(s: State, word: u64):
    """Before the branch of an `if`: its parameters go home, for `else`."""
    settle(s, s.top)
    if word < RESULT_BLOCK_TYPE:
        settle_constants(s, s.top - s.types.signatures[word].param_count)


@native
def begin_else(s: State, dead: u32):
    label = s.labels[s.depth]
    if dead == 0:
        settle_many(s, label.result_count)
        carry(s, label)
        lead(s, jump(s), label)
    label.kind = Do.ELSE
    bind(s, label.otherwise, here(s))
    label.otherwise = 0
    s.top = label.height
    for i in range(label.param_count):
        push_slot(s, type_at(s, label.params, i))


@native
def end_block(s: State, dead: u32) -> u32:
    """Returns 1 if nothing leads here."""
    label = s.labels[s.depth]
    if label.otherwise and label.param_count:  # without `else`: the parameters are the results
        begin_else(s, dead)
        dead = 0
    reached = label.chain != 0 or label.otherwise != 0 or dead == 0
    if dead == 0:
        if label.kind != Do.LOOP:
            settle_many(s, label.result_count)
            carry(s, label)
        else:
            end_loop(s, label)
    if label.otherwise:
        bind(s, label.otherwise, here(s))
    bind_chain(s, label.chain, here(s))
    s.depth -= 1
    if label.kind != Do.LOOP or dead:
        s.top = label.height
        push_carried(s, label, label.results, label.result_count)
    return u32(not reached)


@native
def end_loop(s: State, label: Label):
    """Only the way through the loop leads to its end, with its results on top: they stay where they are."""


# ------------------------------------------------------------------------------------------------------------ branches
@native
def branch(s: State, label: Label):
    settle_many(s, arity(label))
    carry(s, label)
    lead(s, jump(s), label)


@native
def branch_on(s: State, if_: u32, unless: u32, shape: Shape, count: u32):
    """A branch or an `if` on a condition, whose operands are on top; operations that branch if it holds, or unless."""
    following = SHAPES[shape_of(s.word)].action
    n = s.top - count
    prepare_condition(s, shape, count)
    s.top = n
    if following == Do.IF:
        word = take_word(s)
        settle_for_if(s, word)
        begin_if(s, condition(s, unless, n, count), word)
        return
    label = label_at(s, u32(take_word(s)))
    settle_many(s, arity(label))
    if carries_nothing(s, label):
        lead(s, condition(s, if_, n, count), label)
    else:
        over = condition(s, unless, n, count)
        branch(s, label)
        bind(s, over, here(s))


@native
def prepare_condition(s: State, shape: Shape, count: u32):
    """Constants that no stencil takes go to registers."""
    n = s.top - count
    if is_constant(s.operands[n]):
        materialise(s, n)
    if count == 2 and is_constant(s.operands[n + 1]):
        take_constant(s, shape, n + 1)


@native
def condition(s: State, operation_: u32, n: u32, count: u32) -> u32:
    """Branch on operands n and, if there are two, n + 1.  Returns the place of the distance."""
    a, b = s.operands[n], s.operands[n + 1]
    pb = u32(b.place) if count == 2 else u32(0)
    rb = u32(b.register) if count == 2 else u32(0)
    row = find(s, operation_, u32(a.place) | pb << 3, (a.register | rb) & ~u32(16))
    if row == ABSENT:
        return any_condition(s, operation_, n, count)
    return emit_branch(s, row, a.register, rb, a.value, b.value)


@native(inline=False)
def any_condition(s: State, operation_: u32, n: u32, count: u32) -> u32:
    """A condition that lacks the form: with its operands in registers.  Nothing else is in registers that it takes."""
    a, b = s.operands[n], s.operands[n + 1]
    if count == 2 and is_constant(b) and b.type >= F32:
        row = find(s, operation_, u32(a.place) | Place.FAR_SLOT << 3, a.register & ~u32(16))
        if row != ABSENT:
            start = here(s)
            place = emit_branch(s, row, a.register, 0, a.value, 0)
            refer_to_constant(s, row, start, 1, b.value)
            return place
    top = s.top
    s.top = n + count
    if count == 2 and s.operands[n + 1].place != Place.REGISTER:
        materialise(s, n + 1)
    if s.operands[n].place != Place.REGISTER:
        materialise(s, n)
    s.top = top
    rb = u32(b.register) if count == 2 else u32(0)
    row = find(s, operation_, 0, (a.register | rb) & ~u32(16))
    return emit_branch(s, row, a.register, rb, 0, 0)


@native
def branch_if(s: State):
    """br_if or `if` on an operand that no comparison made."""
    branch_on(s, UNLESS_ZERO, IF_ZERO, SHAPES[shape_of(s.word)], 1)


@native
def branch_on_null(s: State):
    """The reference stays if it is not null."""
    n = s.top - 1
    if is_constant(s.operands[n]):
        materialise(s, n)
    s.top = n
    label = label_at(s, u32(take_word(s)))
    settle_many(s, arity(label))
    over = condition(s, UNLESS_NULL, n, 1)
    branch(s, label)
    bind(s, over, here(s))
    s.top = n + 1


@native
def branch_on_non_null(s: State):
    """The branch carries the reference, which is dropped otherwise."""
    n = s.top - 1
    if is_constant(s.operands[n]):
        materialise(s, n)
    label = label_at(s, u32(take_word(s)))
    settle_many(s, arity(label))
    over = condition(s, IF_NULL, n, 1)
    branch(s, label)
    bind(s, over, here(s))
    s.top = n


@native
def branch_table(s: State):
    """br_table: a jump by a table of distances, to the labels or to code that moves what they carry."""
    count = immediate_count(s) - 1
    s.top -= 1
    settle_for_table(s)
    to_register(s, s.operands[s.top], TEMPORARY)
    if not has_room_for(s, 4 * u64(count)):
        return
    table = jump_by_table(s, count)
    start = here(s)
    note_stub(s, JUMPS, start, u64(count) + 1, 0)
    for i in range(count + 1):
        if not has_room(s):
            return
        label = label_at(s, u32(take_word(s)))
        if label.kind == Do.LOOP and carries_nothing(s, label):
            u32[table, i] = label.start - u32(u64(table) - u64(s.code))
            note_jump(s, label, u32(u64(table) - u64(s.code)) + 4 * i, u32(u64(table) - u64(s.code)))
        else:
            if label.stub < start:  # the first jump of this table to this label
                label.stub = here(s)
                branch(s, label)
            u32[table, i] = label.stub - u32(u64(table) - u64(s.code))


@native
def settle_for_table(s: State):
    """All labels of a table carry equally many values.  The index is above them."""
    settle_many(s, arity(label_at(s, u32(u64[s.p]))))


# ------------------------------------------------------------------------------------------------------------ the body
@native
def end_body(s: State, dead: u32):
    label = s.labels[0]
    if dead == 0:
        settle_many(s, label.result_count)
        carry(s, label)
    bind_chain(s, label.chain, here(s))
    if s.homes | s.stub_count | s.task.transcript.calls == 0:
        begin_without_frame(s)
        ret(s)
    elif dead == 0 or label.chain:
        leave(s)
        ret(s)
