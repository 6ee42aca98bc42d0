"""Calls and exceptions (native subset).

The arguments of a call are in their homes, on top of the stack, where the callee has its parameters.  One result comes
in the accumulator; several come to the homes that follow the operands below.
"""

from wasihost.abi import SLOT, Exception_, ImportedFunction
from wasihost.baseline.layout import Label
from wasihost.baseline.shapes import I64, V128, Do
from wasihost.baseline.state import State, has_room, here, immediate_count, take_word
from wasihost.interpret.control import (
    begin_block,
    branch,
    carry,
    end_block,
    jump,
    lead,
    put_distance,
    return_from,
    slots_of,
    type_at,
)
from wasihost.interpret.emit import (
    MANY,
    bind,
    is_near,
    move,
    pop_to,
    push_home,
    push_kept,
    put_home,
    put_number,
    put_operand,
    put_slot,
    put_word,
    release,
    settle,
    settle_all,
    slot_of_unit,
    take_slot,
    units_at,
    width,
)
from wasihost.interpret.shapes import handler, handlers
from wasihost.native import bool_, i32, native, u32, u64
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.validator.control import CATCH_ALL_REF, CATCH_REF

CALL, RETURN_CALL, RETURN = handler("call"), handler("return_call"), handler("return")
IMPORTS = handlers("call import", "return_call import")
REFERENCES = handlers("call ref", "return_call ref")
INDIRECT = handlers(*(f"{call} indirect {a}" for call in ("call", "return_call") for a in ("i32", "i64")))
NEW, THROW = handler("exception_new"), handler("exception_throw")
CAUGHT, MARK, CATCH = handler("exception_caught"), handler("exception_mark"), handler("catch")
KEEP = handler("keep i64")
READS, WRITES = handlers("read i64", "read v128"), handlers("write i64", "write v128")
READ_MANY, WRITE_MANY = handlers("read many i64", "read many v128"), handlers("write many i64", "write many v128")


# --------------------------------------------------------------------------------------------------------------- calls
@native(inline=True)
def take_arguments(s: State, signature: Signature) -> u32:
    """Send the arguments home; the number of slots below them."""
    first = s.top - signature.param_count
    settle_all(s, first)
    return units_at(s, first)


@native
def put_window(s: State, unit: u32, count: u32):
    """Where the callee's frame is, whose parameters are `count` slots that begin with a unit."""
    put_word(s, 8 * (s.first + s.declared + unit + count + 2))


@native
def end_call(s: State, signature: Signature):
    """The size of the frame, and then the results."""
    note_call(s)
    put_word(s, s.frame)
    s.made_end = 0


@native
def take_results(s: State, signature: Signature):
    pop_to(s, s.top - signature.param_count)
    if signature.result_count == 1:
        push_kept(s, type_at(s, signature.results, 0))
    else:
        for i in range(signature.result_count):
            push_home(s, type_at(s, signature.results, i))


@native(inline=True)
def note_call(s: State):
    """A call has just been written: where it continues if it throws, is known later."""
    if s.trying:
        note_site(s, here(s) - 1)


@native(inline=False)
def note_site(s: State, place: u32):
    task = s.task
    label = s.labels[s.trying]
    site = task.unwind_sites[task.site_count]
    site.start, site.end, site.landing_pad = place, place + 1, label.sites
    task.site_count += 1
    label.sites = task.site_count


@native(inline=True)
def call_function(s: State, funcidx: u32):
    typeidx = u32[s.types.functions, funcidx]
    signature = s.types.signatures[typeidx]
    unit = take_arguments(s, signature)
    count = units_at(s, s.top) - unit
    if funcidx < s.types.imported_functions:
        put_number(s, IMPORTS[0])
        put_word(s, funcref_field(s, funcidx))
        call_through(s, signature, typeidx, unit, count)
    else:
        put_number(s, CALL)
        lead_to_function(s, put_distance(s), funcidx)
        put_window(s, unit, count)
        end_call(s, signature)
    take_results(s, signature)


@native(inline=True)
def funcref_field(s: State, funcidx: u32) -> u32:
    return s.task.places.functions + ImportedFunction.size * funcidx + ImportedFunction.offset("funcref")


@native
def call_through(s: State, signature: Signature, typeidx: u32, unit: u32, count: u32):
    """The rest of a call that may lead to another instance, or to native code."""
    put_word(s, typeidx)
    put_word(s, u32(slot_of_unit(s, unit, 1)))
    put_window(s, unit, count)
    end_call(s, signature)


@native
def lead_to_function(s: State, place: u32, funcidx: u32):
    """Let a distance lead to a function, now or in `bind_calls`, when all functions have been compiled."""
    if funcidx <= s.funcidx:
        bind(s, place, u32[s.task.functions, funcidx])
    else:
        u32[s.task.calls, s.task.call_count] = place
        u32[s.code + place] = funcidx
        s.task.call_count += 1


@native(inline=True)
def take_reference(s: State) -> u32:
    """The topmost operand, which says what is called, in a slot.  Returns its number."""
    n = s.top - 1
    release(s)
    take_slot(s, n, 0)
    return n


@native(inline=False)
def call_indirect(s: State, tail: u32):
    typeidx, tableidx = u32(take_word(s)), u32(take_word(s))
    signature = s.types.signatures[typeidx]
    reference = take_reference(s)
    s.top = reference
    unit = take_arguments(s, signature)
    count = units_at(s, s.top) - unit
    put_number(s, INDIRECT[2 * tail + s.task.tables[tableidx].is_wide])
    put_operand(s, 0)
    put_word(s, s.task.tables[tableidx].slot)
    put_word(s, s.task.places.type_ids + 4 * typeidx)
    put_word(s, tableidx)
    finish_call(s, signature, typeidx, unit, count, tail)


@native(inline=False)
def call_reference(s: State, tail: u32):
    typeidx = u32(take_word(s))
    signature = s.types.signatures[typeidx]
    reference = take_reference(s)
    s.top = reference
    unit = take_arguments(s, signature)
    count = units_at(s, s.top) - unit
    put_number(s, REFERENCES[tail])
    put_operand(s, 0)
    finish_call(s, signature, typeidx, unit, count, tail)


@native
def finish_call(s: State, signature: Signature, typeidx: u32, unit: u32, count: u32, tail: u32):
    if tail:
        return_through(s, signature, typeidx, unit, count)
    else:
        call_through(s, signature, typeidx, unit, count)
        take_results(s, signature)


# ---------------------------------------------------------------------------------------------------------- tail calls
@native(inline=False)
def return_call_function(s: State, funcidx: u32):
    typeidx = u32[s.types.functions, funcidx]
    signature = s.types.signatures[typeidx]
    unit = take_arguments(s, signature)
    count = units_at(s, s.top) - unit
    if funcidx < s.types.imported_functions:
        put_number(s, IMPORTS[1])
        put_word(s, funcref_field(s, funcidx))
        return_through(s, signature, typeidx, unit, count)
        return
    put_number(s, RETURN_CALL)
    lead_to_function(s, put_distance(s), funcidx)
    put_moved(s, unit, count)


@native
def put_moved(s: State, unit: u32, count: u32):
    """Arguments that replace the parameters of this function."""
    put_word(s, u32(slot_of_unit(s, unit, 1)))
    put_word(s, count)
    put_word(s, s.own)
    s.made_end = 0


@native
def return_through(s: State, signature: Signature, typeidx: u32, unit: u32, count: u32):
    """The rest of a tail call.  After native code, its results are returned."""
    put_word(s, typeidx)
    put_moved(s, unit, count)
    if signature.result_count > 1:
        return_from(s, unit, slots_of(s, signature.results, signature.result_count))
    else:
        put_number(s, RETURN)


# ---------------------------------------------------------------------------------------------------------- exceptions
@native
def tag_signature(s: State, tagidx: u32) -> Signature:
    return s.types.signatures[u32[s.types.tags, tagidx]]


@native(inline=False)
def throw(s: State, tagidx: u32):
    signature = tag_signature(s, tagidx)
    count = signature.param_count
    first = s.top - count
    settle_all(s, first)
    put_number(s, NEW)
    put_word(s, tagidx)
    put_home(s, s.top, I64)
    exception = s.top - 1
    copy_payload(s, signature, exception, units_at(s, first), 1)
    throw_operand(s, exception)


@native(inline=False)
def throw_reference(s: State):
    release(s)
    throw_operand(s, s.top - 1)


@native
def throw_operand(s: State, n: u32):
    take_slot(s, n, 0)
    if s.trying:
        note_site(s, here(s) + 1)  # what the handler notes, is after its number
    put_number(s, THROW)
    put_operand(s, 0)


@native
def copy_payload(s: State, signature: Signature, exception: u32, unit: u32, writes: u32):
    """Copy values between an exception and the slots from a unit on; many of one width by a loop."""
    i = u32(0)
    while i < signature.param_count and has_room(s):
        is_vector = u32(type_at(s, signature.params, i) == V128)
        length = u32(1)
        while i + length < signature.param_count and same_width(s, signature, i, length):
            length += 1
        if length <= MANY:
            length = 1
        take_slot(s, exception, 0)
        slot = slot_of_unit(s, unit, 1 + is_vector)
        if length == 1 and is_near(slot):
            put_number(s, WRITES[is_vector] if writes else READS[is_vector])
            put_operand(s, 0)
            if writes:
                put_slot(s, slot)
            put_word(s, Exception_.size + SLOT * i)
            if writes == 0:
                put_slot(s, slot)
        else:
            put_number(s, WRITE_MANY[is_vector] if writes else READ_MANY[is_vector])
            put_operand(s, 0)
            put_word(s, Exception_.size + SLOT * i)
            put_word(s, u32(slot))
            put_word(s, length)
        unit += (1 + is_vector) * length
        i += length
    s.made_end = 0


@native(inline=True)
def same_width(s: State, signature: Signature, i: u32, length: u32) -> bool_:
    return width(type_at(s, signature.params, i + length)) == width(type_at(s, signature.params, i))


@native(inline=False)
def begin_try(s: State):
    words = immediate_count(s)
    begin_block(s, Do.TRY_TABLE)
    label = s.labels[s.depth]
    label.clauses, label.clause_words = u32(u64(s.p) - u64(s.task.transcript.words)), words - 1
    label.outer = s.trying
    s.trying = s.depth
    s.p += 8 * u64(words - 1)


@native(inline=False)
def end_try(s: State, dead: u32) -> u32:
    """As `control.end_block`."""
    label = s.labels[s.depth]
    s.trying = label.outer
    if label.sites == 0:
        return end_block(s, dead)
    if dead == 0:
        carry(s, label)
        lead(s, jump(s), label)
    write_pad(s, label)
    return end_block(s, 1)


@native
def write_pad(s: State, label: Label):
    """Branch to the first clause whose tag is that of the exception, or throw it again."""
    task = s.task
    pad = here(s)
    number = label.sites
    while number:
        site = task.unwind_sites[number - 1]
        number = site.landing_pad
        site.landing_pad = pad
    label.sites = 0
    put_word(s, s.frame)  # as after a call
    height, after = label.height, s.p
    s.top = height
    push_kept(s, I64)
    settle(s, s.top)
    s.p = task.transcript.words + label.clauses
    end = s.p + 8 * u64(label.clause_words)
    catches_all = u32(0)
    while s.p < end and not catches_all and has_room(s):
        catches_all = write_clause(s, height)
    s.p, s.top = after, height + 1
    if not catches_all:
        throw_operand(s, height)
    s.top = height


@native
def write_clause(s: State, height: u32) -> u32:
    """Returns 1 if it catches everything.  Operand `height` is the exception."""
    kind = u32(take_word(s))
    following = u32(0)
    s.top = height + 1
    if kind <= CATCH_REF:
        tagidx = u32(take_word(s))
        take_slot(s, height, 0)
        put_number(s, CATCH)
        put_operand(s, 0)
        put_word(s, s.task.places.tags + 8 * tagidx)
        following = put_distance(s)
        signature = tag_signature(s, tagidx)
        copy_payload(s, signature, height, units_at(s, s.top), 0)
        for i in range(signature.param_count):
            push_home(s, type_at(s, signature.params, i))
    target = s.labels[s.depth - 1 - u32(take_word(s))]
    take_slot(s, height, 0)
    with_reference = kind in (CATCH_REF, CATCH_ALL_REF)
    put_number(s, MARK if with_reference else CAUGHT)
    put_operand(s, 0)
    if with_reference:
        push_copy(s, height)
    branch(s, target)
    if following:
        bind(s, following, here(s))
    return u32(kind > CATCH_REF)


@native
def push_copy(s: State, n: u32):
    """Push an operand that is in its home, again, in a home of its own: the first one may be overwritten."""
    push_home(s, I64)
    move(s, I64, i32(u32(s.operands[n].value)), i32(u32(s.operands[s.top - 1].value)))
