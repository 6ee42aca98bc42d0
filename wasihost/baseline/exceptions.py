"""try_table, throw and throw_ref (native subset).

A landing pad is simple: what is live is in the frame, or in registers that the unwinder restores.
"""

from wasihost.abi import BUILTIN_INDEX, EXCEPTION_REFERENCED, SLOT, Exception_
from wasihost.baseline.calls import call_builtin, note_call
from wasihost.baseline.control import begin_block, carry, end_block, lead
from wasihost.baseline.convention import type_of
from wasihost.baseline.layout import Label
from wasihost.baseline.moves import free_registers, push_slot, restore_pins, save_pins, to_register
from wasihost.baseline.runs import load_values, settle_many, store_values
from wasihost.baseline.shapes import I32, I64, Do
from wasihost.baseline.state import State, has_room, here, immediate_count, slot_of_operand, take_word
from wasihost.baseline.x86_64 import (
    COMPARE,
    FRAME,
    NOT_EQUAL,
    NOWHERE,
    RSI,
    TEMPORARY,
    VM,
    WIDE,
    bind,
    in_memory,
    jump,
    jump_if,
    load,
    load_constant,
    move,
    store,
    store_constant,
)
from wasihost.native import native, u8, u32, u64
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.validator.control import CATCH_ALL_REF, CATCH_REF


@native
def tag_signature(s: State, tagidx: u32) -> Signature:
    return s.types.signatures[u32[s.types.tags, tagidx]]


@native
def throw(s: State, tagidx: u32):
    signature = tag_signature(s, tagidx)
    count = signature.param_count
    settle_many(s, count)
    save_pins(s)
    free_registers(s, s.top)
    load_constant(s, I32, RSI, u64(tagidx))
    call_builtin(s, BUILTIN_INDEX["exception_new"])
    move(s, I64, RSI, TEMPORARY)
    place_payload(s, signature)
    store_values(s, s.operands[s.top - count], count, RSI)
    throw_argument(s)


@native
def place_payload(s: State, signature: Signature):
    """Fill `arguments` with the places of an exception's values in it."""
    for i in range(signature.param_count):
        place = s.task.arguments[i]
        place.register, place.type = NOWHERE, u8(type_of(s, signature.params, i))
        place.offset = Exception_.size + SLOT * i


@native
def throw_reference(s: State):
    s.top -= 1
    save_pins(s)
    free_registers(s, s.top)
    to_register(s, s.operands[s.top], RSI)
    throw_argument(s)


@native
def throw_argument(s: State):
    """Throw the exception that is the first argument."""
    call_builtin(s, BUILTIN_INDEX["exception_throw"])
    note_call(s)


@native
def begin_try(s: State):
    words = immediate_count(s)
    begin_block(s, Do.TRY_TABLE)
    label = s.labels[s.depth]
    label.clauses, label.clause_words = u32(u64(s.p) - u64(s.task.transcript.words)), words - 1
    label.outer = s.trying
    s.trying = s.depth
    s.p += 8 * u64(words - 1)


@native
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
    height, after = label.height, s.p
    exception = slot_of_operand(s, height)
    store(s, I64, TEMPORARY, FRAME, exception)
    s.p = task.transcript.words + label.clauses
    end = s.p + 8 * u64(label.clause_words)
    catches_all = u32(0)
    while s.p < end and not catches_all and has_room(s):
        catches_all = write_clause(s, height, exception)
    s.p, s.top = after, height
    if not catches_all:
        load(s, I64, RSI, FRAME, exception)
        throw_argument(s)


@native
def write_clause(s: State, height: u32, exception: u32) -> u32:
    """Returns 1 if it catches everything."""
    kind = u32(take_word(s))
    following = u32(0)
    s.top = height + 1  # above the exception
    if kind <= CATCH_REF:
        tagidx = u32(take_word(s))
        load(s, I64, TEMPORARY, FRAME, exception)
        load(s, I64, TEMPORARY, TEMPORARY, Exception_.offset("tag"))
        in_memory(s, COMPARE | WIDE, TEMPORARY, VM, s.task.places.tags + 8 * tagidx)
        following = jump_if(s, NOT_EQUAL)
        push_payload(s, tag_signature(s, tagidx), exception)
    target = s.labels[s.depth - 1 - u32(take_word(s))]
    if kind in (CATCH_REF, CATCH_ALL_REF):
        load(s, I64, TEMPORARY, FRAME, exception)
        store_constant(s, I32, EXCEPTION_REFERENCED, TEMPORARY, Exception_.offset("mark"))
        store(s, I64, TEMPORARY, FRAME, slot_of_operand(s, s.top))  # above the payload, as the label wants it
        push_slot(s, I64)
    else:
        load(s, I64, RSI, FRAME, exception)
        call_builtin(s, BUILTIN_INDEX["exception_caught"])
    restore_pins(s, 0)
    carry(s, target)
    lead(s, jump(s), target)
    if following:
        bind(s, following, here(s))
    return u32(kind > CATCH_REF)


@native
def push_payload(s: State, signature: Signature, exception: u32):
    """Copy the payload to homes: the object may be freed."""
    load(s, I64, RSI, FRAME, exception)
    place_payload(s, signature)
    load_values(s, signature.param_count, RSI, 0)
