"""The data that Python and the validator's machine code exchange: layouts and fault numbers.

This file imports nothing of the native subset, so compiling a module does not load the subset's compiler.
"""

from enum import IntEnum, IntFlag

from wasihost.layout import Ptr, Struct, ptr, u8, u32, u64
from wasihost.wasm.sections.layout import Decoded, Fault, Signature

# Prefix → the range of indices in `shapes.SHAPES` for the opcodes after it.
PREFIXES = {0xFC: range(256, 288), 0xFE: range(288, 368), 0xFD: range(368, 644)}


def shape_index(prefix: int, opcode: int) -> int:
    """The index of an instruction's shape; without a prefix (0), it is the opcode."""
    return PREFIXES[prefix][opcode] if prefix else opcode


NOTHING = 0xFFFFFFFF  # in a failure: there was no operand
# The immediate `blocktype`: a type index, or one of these (the second plus a value type).
EMPTY_BLOCK_TYPE = 1 << 33
RESULT_BLOCK_TYPE = 1 << 32


class ValidationFault(IntEnum):
    """Why a body is rejected.  `body_validation.MESSAGES` has the texts."""

    NONE = 0
    UNEXPECTED_END = Fault.UNEXPECTED_END
    INTEGER_TOO_LONG = Fault.INTEGER_TOO_LONG
    INTEGER_TOO_LARGE = Fault.INTEGER_TOO_LARGE
    ILLEGAL_OPCODE = 4
    UNSUPPORTED_OPCODE = 5
    UNSUPPORTED_TYPE = 6  # found: the type's byte
    MALFORMED_TYPE = 8
    MALFORMED_HEAP_TYPE = 9
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
    # Faults from here on: the module is well-formed but invalid.
    TOO_MANY_REFERENCE_TYPES = 20
    TYPE_MISMATCH = 32  # expected, found: value types
    NOT_A_REFERENCE = 33  # found
    NOT_A_NUMBER = 34  # found
    OPERANDS_LEFT = 35  # found: their number
    IF_WITHOUT_ELSE = 36
    LABEL_ARITY = 37  # expected, found: numbers of values
    CATCH_TYPE = 38
    ALIGNMENT = 39
    OFFSET_OUT_OF_RANGE = 40
    IMMUTABLE_GLOBAL = 41
    RESULT_ARITY = 42
    UNDECLARED_FUNCTION = 43
    ATOMIC_ALIGNMENT = 44
    OTHER_RESULTS = 45
    UNINITIALIZED_LOCAL = 46  # found: the index
    INVALID_LANE = 47  # found
    UNKNOWN_TYPE = 48  # found: the index, for this fault and the following
    UNKNOWN_FUNCTION = 49
    UNKNOWN_TABLE = 50
    UNKNOWN_MEMORY = 51
    UNKNOWN_GLOBAL = 52
    UNKNOWN_TAG = 53
    UNKNOWN_LOCAL = 54
    UNKNOWN_LABEL = 55
    UNKNOWN_ELEMENT = 56
    UNKNOWN_DATA = 57


class Types(Struct):
    """The entities that bodies refer to, and what validation finds out about each function.

    Threads may share it after all bodies are validated; until then, codes of reference types are added.

    Each array has at least one element, so that index 0, which replaces an invalid index after a fault, can be read.
    """

    module: Ptr(Decoded)
    data: ptr  # the module's bytes
    bodies: ptr  # u32 start, u32 end of each defined function
    instruction_counts: ptr  # u32 of each defined function; written
    throwing: ptr  # u8 of every function; written: 1 = it contains a throw or a call whose callee is unknown
    tails: ptr  # u8 of every function, then of calls through references; written: 1 = it takes part in tail calls
    calls: ptr  # u32 callees of each defined function, starting at half its distance from the first body; written
    call_counts: ptr  # u32 of each defined function; written
    sizes: ptr  # u32 of each defined function; written: the number of its instructions and immediates
    valtypes: ptr
    signatures: Ptr(Signature)
    functions: ptr  # u32 typeidx of every function, imports first
    declared: ptr  # u8 of every function: 1 = `ref.func` may name it
    globals: ptr  # u8 value type, u8 mutable
    memories: ptr  # u8 address type
    tables: ptr  # u8 element type, u8 address type
    elements: ptr  # u8 element type
    tags: ptr  # u32 typeidx
    canonical: ptr  # u32 of every type: the first type that is equal to it
    reference_codes: ptr  # u8 of every type: of (ref null $t), then of (ref $t); 0 = none yet; written
    heaps: ptr  # u32 of each of 256 codes: the heap type of the reference (see `heap_number`); written
    next_codes: ptr  # u32: the next free code of a nullable reference, then of a non-nullable one; written
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
    code_start: u32  # offset of the first body
    pad: u32


class Frame(Struct):
    """An entry of the control stack: an open block."""

    height: u32  # of the operand stack below the block
    params: u32
    param_count: u32
    results: u32
    result_count: u32
    set_count: u32  # number of locals that were set when it began
    opcode: u8
    unreachable: u8
    pad: u8
    pad2: u8


class Workspace(Struct):
    """Storage for one call at a time (`validator.prepare`), in one mapping that begins with `immediates`."""

    operands: ptr  # with four readable bytes before it
    operands_end: ptr
    frames: Ptr(Frame)
    frames_end: ptr
    locals: ptr  # LOCALS bytes
    unset: ptr  # LOCALS bytes
    set_locals: ptr  # LOCALS u32
    immediates: ptr  # u64, as many as the largest body has bytes, and SPARE_IMMEDIATES
    size: u64  # of the mapping


SPARE_IMMEDIATES = 64  # an invalid instruction may record this many without reading a byte for each


class Distinct(Struct):
    """An instruction.  All instructions of a module with the same shape and immediates share one."""

    shape: u32  # index in `shapes.SHAPES`
    hash: u32
    first_immediate: u32  # index in Recording.immediates
    immediate_count: u32


class Recording(Struct):
    """The bodies of a module, as the validator read them.  `wasm.bodies` owns the storage and computes its size.

    The first part describes the body that was read last.  The second part grows from body to body.
    """

    numbers: ptr  # u32 of each instruction: its index in `distinct`
    offsets: ptr  # u32 of each instruction: its offset in the module
    locals: ptr  # u32 count, u32 value type of each group of locals
    count: u32  # number of instructions
    local_count: u32  # number of groups

    distinct: Ptr(Distinct)
    immediates: ptr  # u64
    slots: ptr  # u32: a hash table of indices in `distinct`, plus 1; 0 is a free slot
    multiplier: u64  # odd and secret, so that an attacker cannot choose immediates that collide
    slot_mask: u32
    distinct_count: u32
    immediate_count: u32
    pad: u32


WEIGHED = 1024  # locals whose uses a Transcript counts
LOOP_WEIGHT = 3  # log2 of how much more a use counts in a loop
DEEPEST = 8  # nested loops that count
HEAVIEST = 1 << 28  # where a count stays: none becomes 0 again, which means that there is no use


class Context(IntFlag):
    """What an instruction needs besides its operands."""

    INSTANCE = 1
    MEMORY = 2  # a memory; or the instance, if it is not the first one, or the offset is large
    LOOP = 8  # it is a loop
    CALLS = 4  # it may call a function, of the module or of the runtime


class Transcript(Struct):
    """A body as the validator read it, for a compiler that reads it once: each instruction, then its immediates.

    An instruction is one word: its shape, the number of its immediates, and its offset in the body.
    """

    words: ptr  # u64
    end: ptr  # after the last word
    weights: ptr  # u32 of each of the first WEIGHED locals: how often it is used, deeper loops counting for more
    start: u32  # offset of the body in the module
    loops: u32  # open loops
    highest: u32  # most operands at once
    arguments: u32  # most arguments of one call
    results: u32  # most results of one call
    calls: u32  # how often it may call something, deeper loops counting for more: see also `context`
    context: u32  # what its code needs
    vectors: u32  # 1: it declares locals of vectors, or has instructions on them
    tries: u32  # 1: it handles exceptions
    caught: u32  # most values of an exception that it handles


SHAPE_BITS, COUNT_BITS = 10, 23  # of an instruction's word; the rest is its offset


class Failure(Struct):
    fault: u32
    funcidx: u32
    offset: u32  # in the module
    expected: u32
    found: u32
    instruction: u32  # its number in the body; 0: the fault is in the local declarations
