"""The operand stack and the control stack of a body (specification section 7.2; native subset).

The caller owns all storage, and `push` is the only function that can run out of it: any other instruction pushes at
most as many operands as it has bytes, and `validate_body` starts with room for one operand per byte of the body.
"""

from wasihost.native import Ptr, memcpy, native, ptr, sizeof, u8, u32, u64
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.validator.immediates import read_u32
from wasihost.wasm.validator.layout import NOTHING, Frame, ValidationFault
from wasihost.wasm.validator.state import BOTTOM, LOOP, State, fail, is_reference, matches, note_immediate


@native
def expect(s: State, types: ptr, count: u64):
    """Check that `types` are on top of the stack.  In unreachable code, missing operands have any type."""
    operand = s.top
    while count > 0:
        # Compare eight at a time, because a hostile function may have a thousand parameters.
        if count >= 8 and u64(operand) - u64(s.base) >= 8:
            eight = u64[operand - 8]
            if eight == u64[types + (count - 8)] or eight == BOTTOM:
                operand -= 8
                count -= 8
                continue
        count -= 1
        if operand == s.base:
            if s.unreachable == 0:
                fail(s, ValidationFault.TYPE_MISMATCH, u8[types, count], NOTHING)
            return
        operand -= 1
        if not matches(s, u8[operand], u8[types, count]):
            fail(s, ValidationFault.TYPE_MISMATCH, u8[types, count], u8[operand])
            return


@native(inline=True)
def drop(s: State, count: u64):
    if u64(s.top) - u64(s.base) < count:
        s.top = s.base
    else:
        s.top -= count


@native(inline=True)
def pop(s: State, types: ptr, count: u32):
    if count != 0:
        expect(s, types, count)
        drop(s, count)


@native(inline=True)
def pop_one(s: State, valtype: u32):
    if s.top != s.base and u8[s.top - 1] == valtype:
        s.top -= 1
    else:
        pop(s, s.types.valtypes + valtype, 1)


@native
def pop_any(s: State) -> u32:
    """Pop an operand.  Returns its type, which may be BOTTOM."""
    if s.top != s.base:
        s.top -= 1
        return u8[s.top]
    if s.unreachable == 0:
        fail(s, ValidationFault.TYPE_MISMATCH, BOTTOM, NOTHING)
    return BOTTOM


@native
def pop_reference(s: State) -> u32:
    """Pop a reference.  Returns its type, which may be BOTTOM."""
    found = pop_any(s)
    if found != BOTTOM and not is_reference(found):
        fail(s, ValidationFault.NOT_A_REFERENCE, 0, found)
        return BOTTOM
    return found


@native(inline=True)
def push_one(s: State, valtype: u32):
    u8[s.top] = u8(valtype)
    s.top += 1


@native(inline=True)
def push(s: State, types: ptr, count: u32):
    """Push `types`.  Keeps room for one operand per remaining byte of the body."""
    if count == 0:
        return
    if u64(s.operands_end) - u64(s.top) < count + (u64(s.end) - u64(s.p)):
        fail(s, ValidationFault.TOO_MANY_OPERANDS, 0, 0)
        return
    memcpy(s.top, types, count)
    s.top += count


@native(inline=True)
def require_type(s: State, expected: u32, found: u32):
    if not matches(s, found, expected):
        fail(s, ValidationFault.TYPE_MISMATCH, expected, found)


# ---------------------------------------------------------------------------------------------------- control stack
@native(inline=True)
def push_frame(s: State, opcode: u8, signature: Signature):
    """Begin a block whose parameters were popped."""
    if s.frame == s.last_frame:
        fail(s, ValidationFault.TOO_DEEP, 0, 0)
        return
    s.frame.unreachable = u8(s.unreachable)
    f = Frame(ptr(s.frame) + sizeof(Frame))
    f.height = u32(u64(s.top) - u64(s.operands))
    f.params, f.param_count = signature.params, signature.param_count
    f.results, f.result_count = signature.results, signature.result_count
    f.opcode, f.set_count = opcode, s.set_count
    s.frame = f
    s.base = s.top
    s.unreachable = 0
    push(s, s.types.valtypes + f.params, f.param_count)


@native(inline=True)
def pop_frame(s: State):
    """End a block whose results were popped, and drop the rest of its operands."""
    s.top = s.base
    if s.set_count != s.frame.set_count:
        forget_set_locals(s)
    s.frame = Frame(ptr(s.frame) - sizeof(Frame))
    s.base = s.operands + s.frame.height
    s.unreachable = s.frame.unreachable


@native(inline=False)
def forget_set_locals(s: State):
    """After a block, locals that were first set in it count as unset again."""
    while s.set_count != s.frame.set_count:
        s.set_count -= 1
        u8[s.unset, u32[s.set_locals, s.set_count]] = 1


@native(inline=True)
def set_unreachable(s: State):
    """Mark the rest of the block as unreachable: its operands may have any type."""
    s.top = s.base
    s.unreachable = 1


@native(inline=True)
def pop_results(s: State):
    """Check that the operands of the innermost block are exactly its results."""
    pop(s, s.types.valtypes + s.frame.results, s.frame.result_count)
    if s.top != s.base:
        fail(s, ValidationFault.OPERANDS_LEFT, 0, u32(u64(s.top) - u64(s.base)))


@native(inline=True)
def read_label(s: State) -> Ptr(Frame):
    """Record a label.  Returns the block that a branch to it targets."""
    depth = read_u32(s)
    note_immediate(s, depth)
    if depth <= (u64(s.frame) - u64(s.frames)) // sizeof(Frame):
        return Frame(ptr(s.frame) - u64(depth) * sizeof(Frame))
    fail(s, ValidationFault.UNKNOWN_LABEL, 0, depth)
    return s.frame


@native(inline=True)
def label_types(s: State, label: Frame) -> ptr:
    """The types that a branch carries: the parameters of a loop, or the results of any other block."""
    return s.types.valtypes + (label.params if label.opcode == LOOP else label.results)


@native(inline=True)
def label_arity(label: Frame) -> u32:
    return label.param_count if label.opcode == LOOP else label.result_count
