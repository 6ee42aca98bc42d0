"""What the validator works on: the module's types laid out flat, the state of one body, its faults (native subset).

The stacks are those of the specification's validation algorithm (section 7.2).  An operand is one byte, its value
type; BOTTOM is a value that unreachable code made up.

The first fault wins.  `fail` moves the cursor to the end, so that the failed instruction runs to its end harmlessly:
every helper returns something safe after a fault.
"""

from enum import IntEnum

from wasihost.native import Ptr, Struct, bool_, native, ptr, u8, u32, u64
from wasihost.wasm.types import VALTYPE_CODES

I32, FUNCREF, EXTERNREF, EXNREF = (VALTYPE_CODES[name] for name in ("i32", "funcref", "externref", "exnref"))
BOTTOM = 0
NOTHING = 0xFFFFFFFF  # in a fault: no operand at all
BODY, LOOP, IF, ELSE = 0x00, 0x03, 0x04, 0x05  # Frame.opcode


class Fault(IntEnum):
    """Why a body is refused.  `validator.MESSAGES` has the words."""

    NONE = 0
    UNEXPECTED_END = 1
    INTEGER_TOO_LONG = 2
    INTEGER_TOO_LARGE = 3
    ILLEGAL_OPCODE = 4
    UNSUPPORTED_OPCODE = 5
    UNSUPPORTED_TYPE = 6  # found: the type's byte
    MULTI_MEMORY = 7
    MALFORMED_TYPE = 8
    MALFORMED_REFERENCE_TYPE = 9
    MALFORMED_MEMOP_FLAGS = 10
    MALFORMED_CATCH = 11
    TOO_MANY_LOCALS = 12
    DATA_COUNT_REQUIRED = 13
    END_EXPECTED = 14
    MISPLACED_ELSE = 15
    JUNK_AFTER_END = 16
    TOO_DEEP = 17
    TOO_MANY_OPERANDS = 18
    NOT_ZERO = 19
    # From here on the module is well-formed but invalid.
    TYPE_MISMATCH = 32  # expected, found: value types
    NOT_A_REFERENCE = 33  # found
    NOT_A_NUMBER = 34  # found
    OPERANDS_LEFT = 35  # found: how many
    IF_WITHOUT_ELSE = 36
    LABEL_ARITY = 37  # expected, found: how many
    CATCH_TYPE = 38
    ALIGNMENT = 39
    OFFSET_OUT_OF_RANGE = 40
    IMMUTABLE_GLOBAL = 41
    RESULT_ARITY = 42
    UNDECLARED_FUNCTION = 43
    ATOMIC_ALIGNMENT = 44
    UNKNOWN_TYPE = 48  # found: the index, here and below
    UNKNOWN_FUNCTION = 49
    UNKNOWN_TABLE = 50
    UNKNOWN_MEMORY = 51
    UNKNOWN_GLOBAL = 52
    UNKNOWN_TAG = 53
    UNKNOWN_LOCAL = 54
    UNKNOWN_LABEL = 55
    UNKNOWN_ELEMENT = 56
    UNKNOWN_DATA = 57


class Signature(Struct):
    """A function type: ranges of `Types.valtypes`, whose first 256 bytes are each value type alone."""

    params: u32
    param_count: u32
    results: u32
    result_count: u32


class Types(Struct):
    """What bodies refer to, laid out flat by `validator._flatten`.  Read only, so any number of threads may share it.

    Every array has at least one element, so that index 0, which stands for a wrong one after a fault, can be read.
    """

    data: ptr  # the module's bytes
    bodies: ptr  # u32 start, u32 end of each defined function
    instruction_counts: ptr  # u32 of each defined function; written
    valtypes: ptr
    signatures: Ptr(Signature)
    functions: ptr  # u32 typeidx of every function, imported ones first
    declared: ptr  # u8 of every function: 1 = `ref.func` may name it
    globals: ptr  # u8 value type, u8 mutable
    tables: ptr  # u8 element type
    elements: ptr  # u8 element type
    tags: ptr  # u32 typeidx
    type_count: u32
    function_count: u32
    imported_functions: u32
    global_count: u32
    table_count: u32
    memory_count: u32
    element_count: u32
    tag_count: u32
    data_count: u32
    has_data_count: u32


class Frame(Struct):
    """An entry of the control stack: a block that has begun."""

    height: u32  # of the operand stack below the block
    params: u32
    param_count: u32
    results: u32
    result_count: u32
    opcode: u8
    unreachable: u8
    pad: u8
    pad2: u8


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
