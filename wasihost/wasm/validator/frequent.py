"""The loop over the instructions of a body (native subset).

It validates nearly all instructions of ordinary code itself, in their usual encodings, with the cursor and the top of
the stack in registers.  Whatever is rare or wrong goes to `validate_instruction`: another encoding of an integer,
operands of other types, unreachable code, a second memory.  So only that function reports faults.
"""

from wasihost.native import Global, bool_, ctz, i64, native, ptr, select, sizeof, static_assert, u8, u32, u64
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.validator.control import EMPTY_BLOCK, note_callee
from wasihost.wasm.validator.instructions import validate_instruction
from wasihost.wasm.validator.layout import EMPTY_BLOCK_TYPE, Context, Frame, Transcript
from wasihost.wasm.validator.recording import record_instruction
from wasihost.wasm.validator.shapes import SHAPES, Action, Immediate, Shape
from wasihost.wasm.validator.stacks import label_arity, pop_frame, push_frame
from wasihost.wasm.validator.state import I32, LOOP, NON_NULL_START, State
from wasihost.wasm.validator.transcript import note_call, transcribe, weigh, weigh_call, weight_of, word_of

# Bytes that may be read after an opcode: an alignment, then eight bytes of an integer, and the `end` of the body.
READABLE = 11
FAR = (1 << 31) - 16  # offsets from here on are rare, and need another kind of access
USUAL = 5  # linkers write numbers that they fill in with so many bytes
CONTINUES = 0x8080808080808080  # the bits that say that another byte follows

EMPTY = Global(Signature)  # without parameters and results


def _fixed_is_pure() -> bool:
    """Whether what is validated here as FIXED neither calls nor needs the instance."""
    shapes = [Shape.unpack(SHAPES.data or b"", Shape.size * opcode) for opcode in range(256)]
    fixed = [shape for shape in shapes if shape.action == Action.FIXED and shape.first_immediate == Immediate.NONE]
    return not any(shape.context for shape in fixed)


@native
def validate_instructions(s: State):
    if s.transcript:
        validate(s, s.transcript)
    else:
        validate(s, Transcript(ptr(0)))


@native(inline=True)
def validate(s: State, t: Transcript):
    """The same text twice: with a transcript, and without one.

    An instruction's immediates are written after `words`, where the transcript goes on, or to `s.immediates`.
    """
    static_assert(Shape.size & (Shape.size - 1) == 0, "a multiplication would delay every instruction")
    static_assert(_fixed_is_pure(), "only other actions note calls, and that the instance is needed")
    p, top, base, end = s.p, s.top, s.base, s.end
    locals, local_count = s.locals, s.local_count
    plain_memory = s.types.memory_count != 0 and u8[s.types.memories] == I32
    count, size = u32(0), u32(0)
    words = t.end if t else s.immediates - 8
    begin = s.types.data + t.start if t else ptr(0)
    highest, weight = top, u32(1)
    # Up to here, an instruction that begins can be read without asking how many bytes are left.
    last = p if u64(end) - u64(p) <= READABLE else end - READABLE
    while p < end and s.finished == 0:
        while p < last:
            opcode = u32(u8[p])
            shape = SHAPES[opcode]
            next = ptr(0)  # the instruction after this one; null: it needs the general code
            immediates = u32(0)
            match shape.action:
                case Action.LOCAL_GET:
                    localidx = index_at(p + 1)
                    if localidx < local_count and u8[locals, localidx] < NON_NULL_START:
                        u64[words, 1], immediates, next = localidx, 1, after_index(p + 1)
                        if t:
                            weigh(t, localidx, weight)
                        u8[top] = u8[locals, localidx]
                        top += 1
                case Action.LOCAL_SET:
                    localidx = index_at(p + 1)
                    if localidx < local_count and is_plain(top, base, u8[locals, localidx]):
                        u64[words, 1], immediates, next = localidx, 1, after_index(p + 1)
                        if t:
                            weigh(t, localidx, weight)
                        top -= 1
                case Action.LOCAL_TEE:
                    localidx = index_at(p + 1)
                    if localidx < local_count and is_plain(top, base, u8[locals, localidx]):
                        u64[words, 1], immediates, next = localidx, 1, after_index(p + 1)
                        if t:
                            weigh(t, localidx, weight)
                case Action.FIXED:
                    if shape.first_immediate == Immediate.NONE and suits(shape, top, base):
                        next = p + 1
                        top -= u64(shape.param_count)
                        u8[top] = shape.result
                        top += u64(shape.result_count)
                case Action.CONST_I32 | Action.CONST_I64:
                    length = length_of(p + 1)
                    value = signed_at(p + 1, length)
                    if length <= USUAL and (shape.action == Action.CONST_I64 or fits_i32(value)):
                        u64[words, 1], immediates, next = value, 1, p + 1 + length
                        u8[top] = shape.result
                        top += 1
                case Action.ACCESS:
                    offset = index_at(p + 2)
                    if u8[p, 1] <= shape.alignment and plain_memory and offset < FAR and suits(shape, top, base):
                        u64[words, 1], u64[words, 2], immediates, next = 0, offset, 2, after_index(p + 2)
                        if t:
                            t.context |= Context.MEMORY
                        top -= u64(shape.param_count)
                        u8[top] = shape.result
                        top += u64(shape.result_count)
                case Action.GLOBAL_GET:
                    globalidx = index_at(p + 1)
                    if globalidx < s.types.global_count:
                        u64[words, 1], immediates, next = globalidx, 1, after_index(p + 1)
                        if t:
                            t.context |= Context.INSTANCE
                        u8[top] = u8[s.types.globals, 2 * globalidx]
                        top += 1
                case Action.BR | Action.BR_IF:
                    depth = index_at(p + 1)
                    is_conditional = shape.action == Action.BR_IF
                    if (not is_conditional or is_plain(top, base, I32)) and carries_nothing(s, depth):
                        u64[words, 1], immediates, next = depth, 1, after_index(p + 1)
                        if is_conditional:
                            top -= 1
                        else:
                            top, s.unreachable = base, 1
                case Action.BLOCK | Action.LOOP:
                    if u8[p, 1] == EMPTY_BLOCK and s.frame != s.last_frame:
                        u64[words, 1], immediates, next = EMPTY_BLOCK_TYPE, 1, p + 2
                        s.top = top
                        push_frame(s, u8(opcode), EMPTY)
                        base = top
                        if t and opcode == LOOP:
                            t.loops += 1
                            weight = weight_of(t)
                case Action.END:
                    if top == base and s.frame != s.frames and ends_plainly(s):
                        next = p + 1
                        if t and s.frame.opcode == LOOP:
                            t.loops -= 1
                            weight = weight_of(t)
                        pop_frame(s)
                        base = s.base
                case Action.CALL:
                    funcidx = index_at(p + 1)
                    if funcidx < s.types.function_count:
                        callee = s.types.signatures[u32[s.types.functions, funcidx]]
                        params = s.types.valtypes + callee.params
                        if callee.result_count <= 1 and takes(top, base, params, callee.param_count):
                            u64[words, 1], immediates, next = funcidx, 1, after_index(p + 1)
                            if t:
                                note_call(t, callee)
                                weigh_call(t, weight)
                                t.context |= Context.INSTANCE | Context.CALLS
                            else:
                                note_callee(s, u32(funcidx))
                            top -= u64(callee.param_count)
                            u8[top] = u8[s.types.valtypes, callee.results]
                            top += u64(callee.result_count)
                case Action.DROP:
                    if top != base:
                        next = p + 1
                        top -= 1
            if not next:
                break
            count += 1
            if t:
                u64[words] = word_of(opcode, immediates, u64(p) - u64(begin))
                words += 8 * (1 + u64(immediates))
                highest = select(u64(top) > u64(highest), top, highest)
            else:
                size += 1 + immediates
                if s.recording:
                    s.start, s.shape, s.immediate_count = p, opcode, immediates
                    record_instruction(s)
            p = next
        if p < end:
            s.start, s.p, s.top = p, p, top
            validate_instruction(s)
            p, top, base = s.p, s.top, s.base
            count += 1
            if t:
                if s.fault == 0:
                    t.end = words
                    transcribe(s)
                    words, weight = t.end, weight_of(t)
            else:
                size += 1 + s.immediate_count
                if s.recording and s.fault == 0:
                    record_instruction(s)
    s.p, s.top, s.instruction_count, s.size = p, top, count, size
    if t:
        t.end = words
        t.highest = max(t.highest, u32(u64(highest) - u64(s.operands)))


@native(inline=True)
def index_at(p: ptr) -> u64:
    """The index at `p`; more than any index if it is too large or takes more bytes than usual."""
    length = length_of(p)
    return unsigned_at(p, length) if length <= USUAL else ~u64(0)


@native(inline=True)
def after_index(p: ptr) -> ptr:
    return p + length_of(p)


@native(inline=True)
def is_plain(top: ptr, base: ptr, valtype: u32) -> bool_:
    """Whether the operand on top has exactly this type, which may be null."""
    return top != base and u8[top - 1] == valtype and valtype < NON_NULL_START


@native(inline=True)
def suits(shape: Shape, top: ptr, base: ptr) -> bool_:
    """Whether the operands on top have exactly the types of a shape."""
    return (u32[top - 4] ^ shape.params) & shape.mask == 0 and u64(top) - u64(base) >= shape.param_count


@native(inline=True)
def takes(top: ptr, base: ptr, types: ptr, count: u32) -> bool_:
    """Whether the operands on top have exactly these types."""
    if u64(top) - u64(base) < count:
        return False
    at = top - u64(count)
    same: u32 = 0
    for i in range(count):
        same |= u32(u8[at, i] ^ u8[types, i])
    return same == 0


@native(inline=True)
def carries_nothing(s: State, depth: u64) -> bool_:
    """Whether there is such a label, and a branch to it carries no values."""
    if depth > (u64(s.frame) - u64(s.frames)) // sizeof(Frame):
        return False
    return label_arity(Frame(ptr(s.frame) - depth * sizeof(Frame))) == 0


@native(inline=True)
def ends_plainly(s: State) -> bool_:
    """Whether the innermost block has neither parameters nor results, and sets no local that had to be set."""
    return s.frame.param_count + s.frame.result_count == 0 and s.frame.set_count == s.set_count


@native(inline=True)
def length_of(p: ptr) -> u64:
    """The number of bytes of an integer; more than 8 if it is longer."""
    if u8[p] < 0x80:
        return 1
    stops = ~u64[p] & CONTINUES
    return (ctz(stops) >> 3) + 1 if stops else u64(9)


@native(inline=True)
def unsigned_at(p: ptr, length: u64) -> u64:
    """An integer of at most USUAL bytes."""
    if length == 1:
        return u8[p]
    bits = u64[p] & (~u64(0) >> (64 - 8 * length))
    bits = (bits & 0x007F007F007F) | (bits & 0x7F007F00) >> 1
    return (bits & 0x3FFF) | (bits & 0x3FFF0000) >> 2 | (bits & 0x7F00000000) >> 4


@native(inline=True)
def signed_at(p: ptr, length: u64) -> u64:
    """An integer of at most USUAL bytes, extended."""
    unused = 64 - 7 * length
    return u64(i64(unsigned_at(p, length) << unused) >> i64(unused))


@native(inline=True)
def fits_i32(value: u64) -> bool_:
    return value + 0x80000000 < 1 << 32
