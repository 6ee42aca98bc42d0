"""The state of the body that is being validated, and its first fault (native subset).

The stacks are those of the specification's validation algorithm (section 7.2).  An operand is one byte, its value type.
BOTTOM is the type of a value in unreachable code.

Only the first fault is kept.  `fail` moves the cursor to the end, so the current instruction continues without harm:
after a fault, each helper returns a value that is safe to use.
"""

from wasihost.native import Ptr, Struct, bool_, native, ptr, u32, u64
from wasihost.wasm.sections.layout import ABSTRACT, NON_NULL_CODES, NULLABLE_CODES
from wasihost.wasm.sections.types import code_of_reference
from wasihost.wasm.types import VALTYPE_CODES
from wasihost.wasm.validator.layout import Frame, Recording, Transcript, Types, ValidationFault

I32, I64, FUNCREF, EXTERNREF, EXNREF = (
    VALTYPE_CODES[name] for name in ("i32", "i64", "funcref", "externref", "exnref")
)
BOTTOM = 0
NULLABLE_END, NON_NULL_START = NULLABLE_CODES.stop, NON_NULL_CODES.start
BODY, LOOP, IF, ELSE = 0x00, 0x03, 0x04, 0x05  # Frame.opcode


class State(Struct):
    """One body that is being validated.  `frame` is the innermost block; `base` and `unreachable` belong to it."""

    types: Ptr(Types)
    start: ptr  # start of the instruction
    p: ptr  # the next byte to read
    end: ptr
    operands: ptr  # the operand stack; four bytes before it are readable
    operands_end: ptr
    top: ptr  # end of the last operand
    base: ptr  # lowest operand of the innermost block
    frames: Ptr(Frame)
    frame: Ptr(Frame)
    last_frame: Ptr(Frame)
    calls: ptr  # address for the next callee, or null if nobody needs them
    throwing: ptr  # this function's byte in Types.throwing
    tails: ptr  # this function's byte in Types.tails
    locals: ptr  # u8 value type of each local
    unset: ptr  # u8 of each local: 1 = a non-nullable reference that must be set before it is read
    set_locals: ptr  # u32 index of each local that was set, in this order, until its block ends
    set_count: u32
    collects: u32  # 1: callees are noted in Types.calls
    local_count: u32
    unreachable: u32
    finished: u32  # 1: the final `end` was read
    fault: u32
    expected: u32
    found: u32
    fault_offset: u32
    instruction_count: u32  # instructions begun; 0: in the local declarations
    shape: u32  # index of the instruction in `shapes.SHAPES`
    immediates: ptr  # u64 of each immediate of the instruction
    immediate_count: u32
    size: u32  # instructions and immediates so far
    recording: Ptr(Recording)  # null: the body is not recorded
    transcript: Ptr(Transcript)  # null: no compiler reads the body


@native(inline=False)
def fail(s: State, fault: u32, expected: u32, found: u32):
    if s.fault == 0:
        s.fault, s.expected, s.found = fault, expected, found
        s.fault_offset = u32(u64(s.start) - u64(s.types.data))
    s.p = s.end


@native(inline=True)
def note_immediate(s: State, value: u64):
    """Record an immediate, for the code that uses the instruction afterwards and never reads its bytes."""
    u64[s.immediates, s.immediate_count] = value
    s.immediate_count += 1


@native
def is_reference(valtype: u32) -> bool_:
    return valtype in (FUNCREF, EXTERNREF, EXNREF) or (BOTTOM < valtype < NULLABLE_END) or valtype >= NON_NULL_START


@native
def matches(s: State, found: u32, expected: u32) -> bool_:
    """Whether the type `found` is a subtype of `expected` (specification section 3.3)."""
    if not found or found == expected:  # BOTTOM is any type
        return True
    if not is_reference(found) or not is_reference(expected) or (found < NON_NULL_START <= expected):
        return False
    mine, wanted = u32[s.types.heaps, found], u32[s.types.heaps, expected]
    return mine == wanted or (wanted == ABSTRACT + FUNCREF and mine < ABSTRACT)


@native
def code_of(s: State, heap: u32, nullable: u32) -> u32:
    """The code of a reference type; BOTTOM after a fault."""
    code = code_of_reference(s.types.module, heap, bool_(nullable))
    if code == 0:
        fail(s, ValidationFault.TOO_MANY_REFERENCE_TYPES, 0, 0)
    return code  # 0 is BOTTOM


@native
def non_null(s: State, code: u32) -> u32:
    """The non-nullable variant of a reference type."""
    if code == BOTTOM or code >= NON_NULL_START:
        return code
    return code_of(s, u32[s.types.heaps, code], 0)
