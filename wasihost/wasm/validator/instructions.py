"""One instruction: read it, check its operands, push its results (specification section 3.4; native subset)."""

from wasihost.native import addr, native, ptr, u8, u32, u64
from wasihost.wasm.validator.control import validate_control
from wasihost.wasm.validator.immediates import (
    read_byte,
    read_index,
    read_leb128,
    read_signed,
    read_table,
    read_u32,
    read_valtype,
    skip,
)
from wasihost.wasm.validator.layout import Fault
from wasihost.wasm.validator.shapes import SHAPES, Action, Immediate, Shape
from wasihost.wasm.validator.stacks import pop, pop_any, pop_one, push_one, require_type
from wasihost.wasm.validator.state import BOTTOM, FUNCREF, I32, State, fail, is_reference

MULTI_MEMORY_FLAG = 0x40  # in the alignment of a memarg


@native
def validate_instruction(s: State):
    """The cases that make up nearly all code; the others are behind the two calls at the end."""
    opcode = u64(u8[s.p])
    s.p += 1
    shape = SHAPES[opcode]
    if shape.action == Action.PREFIX:
        shape = SHAPES[read_prefixed(s, shape)]
    match shape.action:
        case Action.FIXED:
            if shape.first_immediate != Immediate.NONE:
                read_indices(s, shape)
            apply(s, shape)
        case Action.ACCESS | Action.ATOMIC_ACCESS:
            read_memarg(s, shape)
            apply(s, shape)
        case Action.CONST_I32:
            read_signed(s, 32)
            apply(s, shape)
        case Action.CONST_I64:
            read_signed(s, 64)
            apply(s, shape)
        case Action.CONST_F32:
            skip(s, 4)
            apply(s, shape)
        case Action.CONST_F64:
            skip(s, 8)
            apply(s, shape)
        case Action.CONST_V128:
            skip(s, 16)
            apply(s, shape)
        case Action.LANE:
            read_lane(s, shape.lanes)
            apply(s, shape)
        case Action.LANE_ACCESS:
            read_memarg(s, shape)
            read_lane(s, shape.lanes)
            apply(s, shape)
        case Action.LANES:
            for _ in range(16):
                read_lane(s, 32)  # two vectors of 16
            apply(s, shape)
        case Action.LOCAL_GET:
            push_one(s, read_local(s))
        case Action.LOCAL_SET:
            pop_one(s, read_local(s))
        case Action.LOCAL_TEE:
            valtype = read_local(s)
            pop_one(s, valtype)
            push_one(s, valtype)
        case Action.GLOBAL_GET:
            push_one(s, u8[s.types.globals, 2 * read_index(s, s.types.global_count, Fault.UNKNOWN_GLOBAL)])
        case Action.GLOBAL_SET:
            globalidx = read_index(s, s.types.global_count, Fault.UNKNOWN_GLOBAL)
            if u8[s.types.globals, 2 * globalidx + 1] == 0:
                fail(s, Fault.IMMUTABLE_GLOBAL, 0, globalidx)
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
def apply(s: State, shape: Shape):
    """Pop the shape's operands, push its result."""
    count = shape.param_count
    if (u32[s.top - 4] ^ shape.params) & shape.mask == 0 and u64(s.top) - u64(s.base) >= count:
        s.top -= count
    else:
        pop(s, ptr(addr(shape.params)) + (4 - u64(count)), count)
    u8[s.top] = shape.result
    s.top += shape.result_count


@native
def read_prefixed(s: State, prefix: Shape) -> u64:
    """The index in SHAPES of the opcode behind a prefix."""
    opcode = read_u32(s)
    if opcode < prefix.mask:
        return u64(prefix.params) + opcode
    fail(s, Fault.ILLEGAL_OPCODE, 0, 0)
    return 1  # `nop`


@native
def read_indices(s: State, shape: Shape):
    """The one or two index immediates of a FIXED instruction."""
    read_one_index(s, shape.first_immediate)
    if shape.second_immediate != Immediate.NONE:
        read_one_index(s, shape.second_immediate)


@native
def read_one_index(s: State, immediate: u32) -> u32:
    match immediate:
        case Immediate.MEMIDX:
            return read_index(s, s.types.memory_count, Fault.UNKNOWN_MEMORY)
        case Immediate.TABLEIDX:
            return read_index(s, s.types.table_count, Fault.UNKNOWN_TABLE)
        case Immediate.ELEMIDX:
            return read_index(s, s.types.element_count, Fault.UNKNOWN_ELEMENT)
    if s.types.has_data_count == 0:
        fail(s, Fault.DATA_COUNT_REQUIRED, 0, 0)
    return read_index(s, s.types.data_count, Fault.UNKNOWN_DATA)


@native(inline=True)
def read_memarg(s: State, shape: Shape):
    flags = read_u32(s)
    if flags != shape.alignment and shape.action == Action.ATOMIC_ACCESS:
        fail(s, Fault.ATOMIC_ALIGNMENT, 0, 0)
    if flags > shape.alignment:
        if flags >= 2 * MULTI_MEMORY_FLAG:
            fail(s, Fault.MALFORMED_MEMOP_FLAGS, 0, 0)
        elif flags >= MULTI_MEMORY_FLAG:
            fail(s, Fault.MULTI_MEMORY, 0, 0)
        else:
            fail(s, Fault.ALIGNMENT, shape.alignment, flags)
    if s.types.memory_count == 0:
        fail(s, Fault.UNKNOWN_MEMORY, 0, 0)
    if s.p < s.end and u8[s.p] < 0x80:
        s.p += 1
    elif read_leb128(s, 64, 0) >= 1 << 32:
        fail(s, Fault.OFFSET_OUT_OF_RANGE, 0, 0)


@native
def read_lane(s: State, lanes: u32):
    lane = read_byte(s)
    if lane >= lanes:
        fail(s, Fault.INVALID_LANE, 0, lane)


@native(inline=True)
def read_local(s: State) -> u32:
    """The type of the local that an index names; BOTTOM after a fault."""
    localidx = read_u32(s)
    if localidx < s.local_count:
        return u8[s.locals, localidx]
    fail(s, Fault.UNKNOWN_LOCAL, 0, localidx)
    return BOTTOM


@native
def select_untyped(s: State):
    """Only numbers and vectors: a `select` of references states its type."""
    pop_one(s, I32)
    second = pop_any(s)
    first = pop_any(s)
    if is_reference(first) or is_reference(second):
        fail(s, Fault.NOT_A_NUMBER, 0, first if is_reference(first) else second)
    if first != second and first != BOTTOM and second != BOTTOM:
        fail(s, Fault.TYPE_MISMATCH, first, second)
    push_one(s, second if first == BOTTOM else first)


# ------------------------------------------------------------------------ references and tables (sections 3.4.4, 3.4.5)
@native(inline=False)
def validate_reference(s: State, shape: Shape):
    match shape.action:
        case Action.SELECT_T:
            if read_u32(s) != 1:
                fail(s, Fault.RESULT_ARITY, 0, 0)
            valtype = read_valtype(s)
            pop_one(s, I32)
            pop_one(s, valtype)
            pop_one(s, valtype)
            push_one(s, valtype)
        case Action.TABLE_GET:
            valtype = read_table(s)
            pop_one(s, I32)
            push_one(s, valtype)
        case Action.TABLE_SET:
            pop_one(s, read_table(s))
            pop_one(s, I32)
        case Action.TABLE_GROW:
            valtype = read_table(s)
            pop_one(s, I32)
            pop_one(s, valtype)
            push_one(s, I32)
        case Action.TABLE_FILL:
            valtype = read_table(s)
            pop_one(s, I32)
            pop_one(s, valtype)
            pop_one(s, I32)
        case Action.TABLE_INIT:
            elemidx = read_index(s, s.types.element_count, Fault.UNKNOWN_ELEMENT)
            require_type(s, read_table(s), u8[s.types.elements, elemidx])
            apply(s, shape)
        case Action.TABLE_COPY:
            valtype = read_table(s)
            require_type(s, valtype, read_table(s))
            apply(s, shape)
        case Action.REF_NULL:
            valtype = read_valtype(s)
            if not is_reference(valtype):
                fail(s, Fault.MALFORMED_REFERENCE_TYPE, 0, valtype)
            push_one(s, valtype)
        case Action.REF_IS_NULL:
            found = pop_any(s)
            if found != BOTTOM and not is_reference(found):
                fail(s, Fault.NOT_A_REFERENCE, 0, found)
            push_one(s, I32)
        case Action.REF_FUNC:
            funcidx = read_index(s, s.types.function_count, Fault.UNKNOWN_FUNCTION)
            if u8[s.types.declared, funcidx] == 0:
                fail(s, Fault.UNDECLARED_FUNCTION, 0, funcidx)
            push_one(s, FUNCREF)
