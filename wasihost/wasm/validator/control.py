"""Validate control instructions: blocks, branches, calls, exceptions (specification section 3.4.8; native subset)."""

from wasihost.native import bool_, memcpy, native, new, ptr, sizeof, u8, u32, u64
from wasihost.wasm.sections.layout import NON_NULL, Signature
from wasihost.wasm.validator.immediates import (
    read_byte,
    read_count,
    read_index,
    read_leb128,
    read_table,
    read_valtype,
)
from wasihost.wasm.validator.layout import EMPTY_BLOCK_TYPE, RESULT_BLOCK_TYPE, ValidationFault
from wasihost.wasm.validator.shapes import Action
from wasihost.wasm.validator.stacks import (
    expect,
    forget_set_locals,
    label_arity,
    label_types,
    pop,
    pop_frame,
    pop_one,
    pop_reference,
    pop_results,
    push,
    push_frame,
    push_one,
    read_label,
    require_type,
    set_unreachable,
)
from wasihost.wasm.validator.state import (
    ELSE,
    EXNREF,
    FUNCREF,
    I32,
    IF,
    State,
    code_of,
    fail,
    is_reference,
    matches,
    non_null,
    note_immediate,
)

EMPTY_BLOCK = 0x40
CATCH, CATCH_REF, CATCH_ALL, CATCH_ALL_REF = range(4)


@native(inline=False)
def validate_control(s: State, action: u8):
    match action:
        case Action.ILLEGAL:
            fail(s, ValidationFault.ILLEGAL_OPCODE, 0, 0)
        case Action.UNSUPPORTED:
            fail(s, ValidationFault.UNSUPPORTED_OPCODE, 0, 0)
        case Action.ATOMIC_FENCE:
            if read_byte(s) != 0:
                fail(s, ValidationFault.NOT_ZERO, 0, 0)
            note_immediate(s, 0)
        case Action.UNREACHABLE:
            set_unreachable(s)
        case Action.BLOCK | Action.LOOP | Action.IF | Action.TRY_TABLE:
            begin_block(s, action)
        case Action.ELSE:
            if s.frame.opcode != IF:
                fail(s, ValidationFault.MISPLACED_ELSE, 0, 0)
            pop_results(s)
            s.frame.opcode = ELSE
            s.top, s.unreachable = s.base, 0
            forget_set_locals(s)
            push(s, s.types.valtypes + s.frame.params, s.frame.param_count)
        case Action.END:
            end_block(s)
        case Action.BR:
            label = read_label(s)
            pop(s, label_types(s, label), label_arity(label))
            set_unreachable(s)
        case Action.BR_IF:
            label = read_label(s)
            pop_one(s, I32)
            pop(s, label_types(s, label), label_arity(label))
            push(s, label_types(s, label), label_arity(label))
        case Action.BR_TABLE:
            branch_table(s)
        case Action.RETURN:
            pop(s, s.types.valtypes + s.frames.results, s.frames.result_count)
            set_unreachable(s)
        case Action.CALL:
            call(s, s.types.signatures[u32[s.types.functions, read_callee(s)]])
        case Action.CALL_INDIRECT:
            call(s, read_indirect(s))
        case Action.RETURN_CALL:
            funcidx = read_callee(s)
            u8[s.types.tails, funcidx] = 1
            return_call(s, s.types.signatures[u32[s.types.functions, funcidx]])
        case Action.RETURN_CALL_INDIRECT:
            u8[s.types.tails, s.types.function_count] = 1
            return_call(s, read_indirect(s))
        case Action.CALL_REF:
            call(s, read_reference_callee(s))
        case Action.RETURN_CALL_REF:
            u8[s.types.tails, s.types.function_count] = 1
            return_call(s, read_reference_callee(s))
        case Action.BR_ON_NULL:
            label = read_label(s)
            found = pop_reference(s)
            pop(s, label_types(s, label), label_arity(label))
            push(s, label_types(s, label), label_arity(label))
            push_one(s, non_null(s, found))
        case Action.BR_ON_NON_NULL:
            branch_with_reference(s)
        case Action.THROW:
            tag = s.types.signatures[u32[s.types.tags, read_index(s, s.types.tag_count, ValidationFault.UNKNOWN_TAG)]]
            pop(s, s.types.valtypes + tag.params, tag.param_count)
            set_unreachable(s)
            u8[s.throwing] = 1
        case Action.THROW_REF:
            pop_one(s, EXNREF)
            set_unreachable(s)
            u8[s.throwing] = 1


@native
def begin_block(s: State, action: u8):
    valtypes = s.types.valtypes
    signature = new(Signature)
    read_block_type(s, signature)
    if action == Action.IF:
        pop_one(s, I32)
    pop(s, valtypes + signature.params, signature.param_count)
    if action == Action.TRY_TABLE:
        for _ in range(read_count(s)):
            read_catch(s)
            if s.fault != 0:
                return
    push_frame(s, u8[s.start], signature)


@native
def read_block_type(s: State, signature: Signature):
    """Record a block type: no result, one result, or a type index."""
    signature.params, signature.param_count, signature.results, signature.result_count = 0, 0, 0, 0
    if s.p >= s.end or u8[s.p] & 0xC0 != 0x40:  # not a negative integer of one byte
        typeidx = read_leb128(s, 33, 1)
        if typeidx >= s.types.type_count:
            fail(s, ValidationFault.UNKNOWN_TYPE, 0, u32(typeidx))
        else:
            memcpy(signature, s.types.signatures[typeidx], sizeof(Signature))
            note_immediate(s, typeidx)
    elif u8[s.p] == EMPTY_BLOCK:
        s.p += 1
        note_immediate(s, u64(EMPTY_BLOCK_TYPE))
    else:
        signature.results = read_valtype(s)
        note_immediate(s, u64(RESULT_BLOCK_TYPE) + signature.results)
        signature.result_count = 1


@native
def read_catch(s: State):
    """Read a clause of try_table.

    Its label, counted from outside of the block, must accept the values that the clause catches.
    """
    kind = read_byte(s)
    if kind > CATCH_ALL_REF:
        fail(s, ValidationFault.MALFORMED_CATCH, 0, 0)
        return
    note_immediate(s, kind)
    valtypes = s.types.valtypes
    tag = new(Signature)
    tag.params, tag.param_count = 0, 0
    if kind in (CATCH, CATCH_REF):
        tagidx = read_index(s, s.types.tag_count, ValidationFault.UNKNOWN_TAG)
        memcpy(tag, s.types.signatures[u32[s.types.tags, tagidx]], sizeof(Signature))
    with_ref = u32(kind in (CATCH_REF, CATCH_ALL_REF))
    label = read_label(s)
    wanted = label_types(s, label)
    same = label_arity(label) == tag.param_count + with_ref
    same = same and match(s, valtypes + tag.params, wanted, tag.param_count)
    if not same or (with_ref and not matches(s, NON_NULL[EXNREF], u8[wanted, tag.param_count])):
        fail(s, ValidationFault.CATCH_TYPE, 0, 0)


@native
def match(s: State, found: ptr, expected: ptr, count: u32) -> bool_:
    """Whether each of `count` types is a subtype of the expected one."""
    same: u32 = 1
    for i in range(count):
        same &= u32(matches(s, u8[found, i], u8[expected, i]))
    return bool_(same)


@native
def end_block(s: State):
    pop_results(s)
    frame = s.frame
    valtypes = s.types.valtypes
    if frame == s.frames:
        s.finished = 1
        return
    if frame.opcode == IF:  # without `else`, the parameters must be equal to the results
        same = frame.param_count == frame.result_count
        if not (same and match(s, valtypes + frame.params, valtypes + frame.results, frame.result_count)):
            fail(s, ValidationFault.IF_WITHOUT_ELSE, 0, 0)
    pop_frame(s)
    push(s, valtypes + frame.results, frame.result_count)


@native
def branch_table(s: State):
    """Validate br_table.

    A label whose types equal those of the one before is not checked again, so time is proportional to the table's
    bytes.
    """
    count = read_count(s)
    pop_one(s, I32)
    label = read_label(s)
    arity, known = label_arity(label), label_types(s, label)
    expect(s, known, arity)
    for _ in range(count):  # +1 for the default label
        label = read_label(s)
        wanted = label_types(s, label)
        if label_arity(label) != arity:
            fail(s, ValidationFault.LABEL_ARITY, arity, label_arity(label))
        if s.fault != 0:
            return
        if wanted != known:
            known = wanted
            expect(s, known, arity)
    set_unreachable(s)


@native
def branch_with_reference(s: State):
    """Validate br_on_non_null: a branch carries the reference on top, which is dropped if the branch is not taken."""
    label = read_label(s)
    found = non_null(s, pop_reference(s))
    arity = label_arity(label)
    if arity == 0:
        fail(s, ValidationFault.LABEL_ARITY, 1, 0)
        return
    types = label_types(s, label)
    require_type(s, u8[types, arity - 1], found)
    if not is_reference(u8[types, arity - 1]):
        fail(s, ValidationFault.NOT_A_REFERENCE, 0, u8[types, arity - 1])
    pop(s, types, arity - 1)
    push(s, types, arity - 1)


@native
def read_reference_callee(s: State) -> Signature:
    """The function type of call_ref, whose reference is popped."""
    typeidx = read_index(s, s.types.type_count, ValidationFault.UNKNOWN_TYPE)
    pop_one(s, code_of(s, u32[s.types.canonical, typeidx], 1))
    u8[s.throwing] = 1
    return s.types.signatures[typeidx]


@native
def read_callee(s: State) -> u32:
    funcidx = read_index(s, s.types.function_count, ValidationFault.UNKNOWN_FUNCTION)
    note_callee(s, funcidx)
    return funcidx


@native(inline=True)
def note_callee(s: State, funcidx: u32):
    if s.calls:
        u32[s.calls] = funcidx
        s.calls = s.calls + 4


@native
def read_indirect(s: State) -> Signature:
    """The function type of call_indirect, whose table index is popped."""
    signature = s.types.signatures[read_index(s, s.types.type_count, ValidationFault.UNKNOWN_TYPE)]
    table = read_table(s)
    require_type(s, FUNCREF, u8[table])
    pop_one(s, u8[table, 1])
    u8[s.throwing] = 1
    return signature


@native
def return_call(s: State, signature: Signature):
    """Check that the callee's results match the results of this function."""
    u8[s.tails] = 1
    valtypes, function = s.types.valtypes, s.frames
    same = signature.result_count == function.result_count
    if not (same and match(s, valtypes + signature.results, valtypes + function.results, signature.result_count)):
        fail(s, ValidationFault.OTHER_RESULTS, 0, 0)
    pop(s, valtypes + signature.params, signature.param_count)
    set_unreachable(s)


@native
def call(s: State, signature: Signature):
    pop(s, s.types.valtypes + signature.params, signature.param_count)
    push(s, s.types.valtypes + signature.results, signature.result_count)
