"""The state of one body that is being validated, and how its first fault is kept (native subset).

The stacks are those of the specification's validation algorithm (section 7.2).  An operand is one byte, its value
type; BOTTOM is a value that unreachable code made up.

The first fault wins.  `fail` moves the cursor to the end, so that the failed instruction runs to its end harmlessly:
every helper returns something safe after a fault.
"""

from wasihost.native import Ptr, Struct, bool_, native, ptr, u32, u64
from wasihost.wasm.types import VALTYPE_CODES
from wasihost.wasm.validator.layout import Frame, Types

I32, I64, FUNCREF, EXTERNREF, EXNREF = (
    VALTYPE_CODES[name] for name in ("i32", "i64", "funcref", "externref", "exnref")
)
BOTTOM = 0
BODY, LOOP, IF, ELSE = 0x00, 0x03, 0x04, 0x05  # Frame.opcode


class State(Struct):
    """One body being validated.  `frame` is the innermost block; `base` and `unreachable` belong to it."""

    types: Ptr(Types)
    start: ptr  # of the instruction
    p: ptr  # the next byte to read
    end: ptr
    operands: ptr  # the operand stack; four bytes ahead of it may be read
    operands_end: ptr
    top: ptr  # behind the last operand
    base: ptr  # the innermost block's lowest operand
    frames: Ptr(Frame)
    frame: Ptr(Frame)
    last_frame: Ptr(Frame)
    calls: ptr  # where the next callee is noted
    throwing: ptr  # this function's byte
    tails: ptr  # and this one's
    locals: ptr  # u8 value type
    local_count: u32
    unreachable: u32
    finished: u32  # the final `end` was met
    fault: u32
    expected: u32
    found: u32
    fault_offset: u32
    instruction_count: u32  # instructions begun; 0: among the local declarations


@native(inline=False)
def fail(s: State, fault: u32, expected: u32, found: u32):
    if s.fault == 0:
        s.fault, s.expected, s.found = fault, expected, found
        s.fault_offset = u32(u64(s.start) - u64(s.types.data))
    s.p = s.end


@native
def is_reference(valtype: u32) -> bool_:
    return valtype in (FUNCREF, EXTERNREF, EXNREF)
