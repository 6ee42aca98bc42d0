"""Validate one instruction: read it, check its operands, push its results (section 3.4; native subset)."""

from wasihost.native import native, new, ptr, u8, u32, u64
from wasihost.wasm.validator.control import validate_control
from wasihost.wasm.validator.immediates import (
    read_byte,
    read_bytes,
    read_heap_type,
    read_index,
    read_leb128,
    read_signed,
    read_table,
    read_u32,
    read_valtype,
)
from wasihost.wasm.validator.layout import ValidationFault
from wasihost.wasm.validator.shapes import SHAPES, Action, Immediate, Shape
from wasihost.wasm.validator.stacks import pop, pop_any, pop_one, pop_reference, push_one, require_type
from wasihost.wasm.validator.state import (
    BOTTOM,
    I32,
    I64,
    NON_NULL_START,
    State,
    code_of,
    fail,
    is_reference,
    non_null,
    note_immediate,
)

MEMIDX_FLAG = 0x40  # in the alignment of a memarg: a memory index follows


@native
def validate_instruction(s: State):
    """Validate the instructions that make up nearly all code.  The two calls at the end handle the others."""
    opcode = u64(u8[s.p])
    s.p += 1
    s.immediate_count = 0
    shape = SHAPES[opcode]
    if shape.action == Action.PREFIX:
        opcode = read_prefixed(s, shape)
        shape = SHAPES[opcode]
    s.shape = u32(opcode)
    match shape.action:
        case Action.FIXED:
            if shape.first_immediate != Immediate.NONE:
                apply_to_spaces(s, shape)
            else:
                apply(s, shape, shape.params)
        case Action.PAIR:
            apply(s, shape, shape.params)
            u8[s.top - 1] = shape.second_result
        case Action.ACCESS | Action.ATOMIC_ACCESS:
            apply(s, shape, shape.params ^ (shape.wide if read_memarg(s, shape) == I64 else u32(0)))
        case Action.CONST_I32:
            read_signed(s, 32)
            apply(s, shape, shape.params)
        case Action.CONST_I64:
            read_signed(s, 64)
            apply(s, shape, shape.params)
        case Action.CONST_F32:
            read_bytes(s, 4)
            apply(s, shape, shape.params)
        case Action.CONST_F64:
            read_bytes(s, 8)
            apply(s, shape, shape.params)
        case Action.CONST_V128:
            read_bytes(s, 16)
            apply(s, shape, shape.params)
        case Action.LANE:
            read_lane(s, shape.lanes)
            apply(s, shape, shape.params)
        case Action.LANE_ACCESS:
            address = read_memarg(s, shape)
            read_lane(s, shape.lanes)
            apply(s, shape, shape.params ^ (shape.wide if address == I64 else u32(0)))
        case Action.LANES:
            for _ in range(16):
                read_lane(s, 32)  # of two vectors with 16 lanes each
            apply(s, shape, shape.params)
        case Action.LOCAL_GET:
            localidx = read_local(s)
            valtype = u32(u8[s.locals, localidx])
            if valtype >= NON_NULL_START and u8[s.unset, localidx]:
                fail(s, ValidationFault.UNINITIALIZED_LOCAL, 0, localidx)
            push_one(s, valtype)
        case Action.LOCAL_SET:
            localidx = read_local(s)
            pop_one(s, u8[s.locals, localidx])
            note_set(s, localidx)
        case Action.LOCAL_TEE:
            localidx = read_local(s)
            pop_one(s, u8[s.locals, localidx])
            push_one(s, u8[s.locals, localidx])
            note_set(s, localidx)
        case Action.GLOBAL_GET:
            push_one(s, u8[s.types.globals, 2 * read_index(s, s.types.global_count, ValidationFault.UNKNOWN_GLOBAL)])
        case Action.GLOBAL_SET:
            globalidx = read_index(s, s.types.global_count, ValidationFault.UNKNOWN_GLOBAL)
            if u8[s.types.globals, 2 * globalidx + 1] == 0:
                fail(s, ValidationFault.IMMUTABLE_GLOBAL, 0, globalidx)
            pop_one(s, u8[s.types.globals, 2 * globalidx])
        case Action.DROP:
            pop_any(s)
        case Action.SELECT:
            select_untyped(s)
        case _:
            if shape.action <= Action.TRY_TABLE:
                validate_control(s, shape.action)
            else:
                validate_reference(s, shape)


@native(inline=True)
def apply(s: State, shape: Shape, params: u32):
    """Pop the operands of a shape, whose types are `params`, and push its result; of two, the first."""
    count = shape.param_count
    if (u32[s.top - 4] ^ params) & shape.mask == 0 and u64(s.top) - u64(s.base) >= count:
        s.top -= count
    else:
        pop_params(s, params, count)
    u8[s.top] = shape.result
    s.top += shape.result_count


@native(inline=False)
def pop_params(s: State, params: u32, count: u32):
    types = new(u32)
    types[0] = params
    pop(s, ptr(types) + (4 - u64(count)), count)


@native
def read_prefixed(s: State, prefix: Shape) -> u64:
    """The index in SHAPES of the opcode after a prefix."""
    opcode = read_u32(s)
    if opcode < prefix.mask:
        return u64(prefix.params) + opcode
    fail(s, ValidationFault.ILLEGAL_OPCODE, 0, 0)
    return 1  # the index of `nop`


@native
def apply_to_spaces(s: State, shape: Shape):
    """Validate a FIXED instruction with one or two indices.

    If these name memories, they determine the address types.
    """
    first = read_one_index(s, shape.first_immediate)
    second = read_one_index(s, shape.second_immediate) if shape.second_immediate != Immediate.NONE else first
    if first == BOTTOM:  # the index of a segment
        first = second
    apply_to_addresses(s, shape, first, second)


@native
def apply_to_addresses(s: State, shape: Shape, first: u32, second: u32):
    """Apply a shape to memories or tables with these address types."""
    params = shape.params
    if first == I64:
        params ^= shape.wide
    if second == I64:
        params ^= shape.wide2
    if first == I64 and second == I64:
        params ^= shape.wide_both
    apply(s, shape, params)
    if first == I64:
        u8[s.top - 1] = u8[s.top - 1] ^ shape.wide_result  # without a result, nobody reads this byte


@native
def read_one_index(s: State, immediate: u32) -> u32:
    """Record an index.  Returns the address type if it names a memory, otherwise BOTTOM."""
    match immediate:
        case Immediate.MEMIDX:
            return u8[s.types.memories, read_index(s, s.types.memory_count, ValidationFault.UNKNOWN_MEMORY)]
        case Immediate.ELEMIDX:
            read_index(s, s.types.element_count, ValidationFault.UNKNOWN_ELEMENT)
        case Immediate.DATAIDX:
            if s.types.has_data_count == 0:
                fail(s, ValidationFault.DATA_COUNT_REQUIRED, 0, 0)
            read_index(s, s.types.data_count, ValidationFault.UNKNOWN_DATA)
    return BOTTOM


@native(inline=True)
def read_memarg(s: State, shape: Shape) -> u32:
    """Record a memory and an offset.  Returns the memory's address type."""
    flags = read_u32(s)
    memidx = u32(0)
    if flags > shape.alignment:
        if flags >= 2 * MEMIDX_FLAG:
            fail(s, ValidationFault.MALFORMED_MEMOP_FLAGS, 0, 0)
        elif flags >= MEMIDX_FLAG:
            memidx = read_u32(s)
            flags -= MEMIDX_FLAG
        if flags > shape.alignment:
            fail(s, ValidationFault.ALIGNMENT, shape.alignment, flags)
    if memidx >= s.types.memory_count:
        fail(s, ValidationFault.UNKNOWN_MEMORY, 0, memidx)
        memidx = 0
    if flags != shape.alignment and shape.action == Action.ATOMIC_ACCESS:
        fail(s, ValidationFault.ATOMIC_ALIGNMENT, 0, 0)
    address = u32(u8[s.types.memories, memidx])
    note_immediate(s, memidx)
    if s.p < s.end and u8[s.p] < 0x80:
        note_immediate(s, u64(u8[s.p]))
        s.p += 1
    else:
        offset = read_leb128(s, 64, 0)
        note_immediate(s, offset)
        if offset >= 1 << 32 and address == I32:
            fail(s, ValidationFault.OFFSET_OUT_OF_RANGE, 0, 0)
    return address


@native
def read_lane(s: State, lanes: u32):
    lane = read_byte(s)
    note_immediate(s, lane)
    if lane >= lanes:
        fail(s, ValidationFault.INVALID_LANE, 0, lane)


@native(inline=True)
def read_local(s: State) -> u32:
    """The index of a local; after a fault 0, which can be read safely."""
    localidx = read_u32(s)
    note_immediate(s, localidx)
    if localidx < s.local_count:
        return localidx
    fail(s, ValidationFault.UNKNOWN_LOCAL, 0, localidx)
    return 0


@native(inline=True)
def note_set(s: State, localidx: u32):
    if u8[s.locals, localidx] >= NON_NULL_START and u8[s.unset, localidx]:
        u8[s.unset, localidx] = 0
        u32[s.set_locals, s.set_count] = localidx
        s.set_count += 1


@native
def select_untyped(s: State):
    """Validate `select` without a type, which allows only numbers and vectors."""
    pop_one(s, I32)
    second = pop_any(s)
    first = pop_any(s)
    if is_reference(first) or is_reference(second):
        fail(s, ValidationFault.NOT_A_NUMBER, 0, first if is_reference(first) else second)
    if first != second and first != BOTTOM and second != BOTTOM:
        fail(s, ValidationFault.TYPE_MISMATCH, first, second)
    push_one(s, second if first == BOTTOM else first)


# ------------------------------------------------------------------------ references and tables (sections 3.4.4, 3.4.5)
@native(inline=False)
def validate_reference(s: State, shape: Shape):
    match shape.action:
        case Action.SELECT_T:
            if read_u32(s) != 1:
                fail(s, ValidationFault.RESULT_ARITY, 0, 0)
            valtype = read_valtype(s)
            note_immediate(s, valtype)
            pop_one(s, I32)
            pop_one(s, valtype)
            pop_one(s, valtype)
            push_one(s, valtype)
        case Action.TABLE_GET:
            table = read_table(s)
            pop_one(s, u8[table, 1])
            push_one(s, u8[table])
        case Action.TABLE_SET:
            table = read_table(s)
            pop_one(s, u8[table])
            pop_one(s, u8[table, 1])
        case Action.TABLE_SIZE:
            push_one(s, u8[read_table(s), 1])
        case Action.TABLE_GROW:
            table = read_table(s)
            pop_one(s, u8[table, 1])
            pop_one(s, u8[table])
            push_one(s, u8[table, 1])
        case Action.TABLE_FILL:
            table = read_table(s)
            pop_one(s, u8[table, 1])
            pop_one(s, u8[table])
            pop_one(s, u8[table, 1])
        case Action.TABLE_INIT:
            elemidx = read_index(s, s.types.element_count, ValidationFault.UNKNOWN_ELEMENT)
            table = read_table(s)
            require_type(s, u8[table], u8[s.types.elements, elemidx])
            apply_to_addresses(s, shape, u8[table, 1], u8[table, 1])
        case Action.TABLE_COPY:
            to = read_table(s)
            source = read_table(s)
            require_type(s, u8[to], u8[source])
            apply_to_addresses(s, shape, u8[to, 1], u8[source, 1])
        case Action.REF_NULL:
            null = code_of(s, read_heap_type(s), 1)
            note_immediate(s, null)
            push_one(s, null)
        case Action.REF_IS_NULL:
            pop_reference(s)
            push_one(s, I32)
        case Action.REF_FUNC:
            funcidx = read_index(s, s.types.function_count, ValidationFault.UNKNOWN_FUNCTION)
            if u8[s.types.declared, funcidx] == 0:
                fail(s, ValidationFault.UNDECLARED_FUNCTION, 0, funcidx)
            push_one(s, code_of(s, u32[s.types.canonical, u32[s.types.functions, funcidx]], 0))
        case Action.REF_AS_NON_NULL:
            push_one(s, non_null(s, pop_reference(s)))
