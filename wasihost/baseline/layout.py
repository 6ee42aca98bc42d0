"""The data that Python and the stitcher's machine code exchange.

This file imports nothing of the native subset, so compiling a module does not load the subset's compiler.
"""

from enum import IntEnum

from wasihost.abi import LineUnit, UnwindFunction, UnwindSite
from wasihost.layout import Array, Ptr, Struct, ptr, u8, u16, u32, u64
from wasihost.wasm.sections.layout import Rejection
from wasihost.wasm.validator.layout import Failure, Transcript, Types

# Address space for code: for each byte of bodies, for each function, for the constants of stencils and thunks.
GROWTH, FUNCTION_GROWTH, SMALLEST_CODE = 128, 4096, 1 << 20
BRIDGE = 512  # bytes of code that a bridge may have (Loops)
LARGEST_CODE = (1 << 31) - (1 << 20)  # distances have 31 bits


class Kind(IntEnum):
    """How the code finds a memory (codegen.stencils.memory)."""

    GUARDED = 0
    BASED = 1
    CHECKED = 2
    WIDE = 3


class MemoryFacts(Struct):
    slot: u32  # offset of its MemorySlot in the instance
    kind: u8
    is_wide: u8  # 1: addresses have 64 bits
    page_shift: u8
    is_shared: u8


class TableFacts(Struct):
    slot: u32  # offset of its TableSlot in the instance
    length: u32  # of a table that cannot grow, or NONE
    is_wide: u8
    holds_functions: u8
    pad: u8
    pad2: u8


class Places(Struct):
    """Offsets of regions in the instance (abi.VMLayout)."""

    functions: u32
    tags: u32
    globals: u32
    type_ids: u32


class Entry(Struct):
    """An operand: where it is."""

    place: u8  # of `moves.Place`
    type: u8
    register: u8  # with its bank; 0 unless the place is a register
    is_local: u8  # 1: it stands for a local, which may change
    local: u32
    value: u64  # the offset of a slot from the frame pointer, or a constant


class Label(Struct):
    """An open block."""

    kind: u8
    pad: u8
    pad2: u8
    pad3: u8
    height: u32  # of the operand stack below it
    params: u32  # in Types.valtypes; likewise the results
    param_count: u32
    results: u32
    result_count: u32
    chain: u32  # the last jump to its end: the place of the distance, which holds that of the jump before; 0: none
    otherwise: u32  # the jump of an `if` to its `else`; 0: none
    stub: u32  # the last jump to it that a table needed
    loop: u32  # its number in Loops
    start: u32  # of a loop's code
    clauses: u32  # of a try_table: the first word of its clauses, and their number of words
    clause_words: u32
    sites: u32  # of a try_table: its last call, counted from 1; each has the one before
    outer: u32  # of a try_table: the depth of the one around it, or 0


class Stub(Struct):
    """Code that is rarely run and lies behind the body."""

    kind: u32
    place: u32  # of the distance that leads to it
    offset: u32  # of the instruction in the module
    back: u32  # where it returns to
    number: u64  # a trap, a table, or half of a constant
    other: u64


class Place(Struct):
    """Where a function's argument or result is."""

    register: u8  # with its bank, or NOWHERE
    type: u8
    pad: u8
    pad2: u8
    offset: u32  # in memory


class Stage(IntEnum):
    """Where compiling a module has failed, and which fault `Attempt.fault` is."""

    DECODE = 0  # sections.layout.Fault, see `rejection`
    VALIDATE = 1  # likewise
    MEMORY = 2  # there is not enough
    SKELETON = 3  # skeleton.layout.SkeletonFault
    BODY = 4  # ValidationFault, see `failure`
    STITCH = 5  # StitchFault
    FILE = 6  # an error number


class Attempt(Struct):
    """How compiling a module has ended."""

    stage: u32
    fault: u32  # 0: it has succeeded
    lacking: u32  # the shape that the stitcher lacks
    rejection: Rejection
    failure: Failure


class Expanded(Struct):
    """A template of the library, ready to be copied."""

    low: u64  # its first 16 bytes
    high: u64
    widths: Array(u64, 3)  # bits of the numbers for its holes; 0: it has no such hole
    fields: Array(u32, 3)  # offsets of the masks for its registers
    code: u32
    references: u16
    window: u8
    pad: u8
    size: u32
    places: Array(u8, 3)
    reference_count: u8
    flags: u8
    target: u8  # place of the distance to a label
    further: Array(u8, 2)  # u16


class Options(Struct):
    """How a module is compiled."""

    code: ptr  # where the code goes; its offsets count from there
    code_limit: ptr
    guarded: u32  # 1: accesses to memory 0 rely on the reservation around it
    canonical_nans: u32
    metered: u32  # 1: fuel is counted
    any_cpu: u32  # 1: the code must run on any processor of the architecture
    interpreted: u32  # 1: the code is for the interpreter
    keeps_module: u32  # 1: the artifact has the whole module


class Loop(Struct):
    """A loop of a function, as its code has it."""

    offset: u32  # of the instruction in the module
    start: u32  # of its code
    end: u32  # of its last jump back
    first: u32  # its operands, in Loops.operands: those below it, and its parameters
    count: u32


class LoopJump(Struct):
    """A distance in the code that leads to the start of a loop."""

    loop: u32
    place: u32
    base: u32  # what it counts from


class Loops(Struct):
    """What other code needs to continue a call of a function at one of its loops, and where that is stored."""

    loops: Ptr(Loop)
    jumps: Ptr(LoopJump)
    operands: Ptr(Entry)
    locals: ptr  # u32 of each local: the offset of its slot from the frame pointer, once the bridge has begun
    bridge: ptr  # BRIDGE bytes: code that calls the other code, and returns from the function
    loop_count: u32
    jump_count: u32
    operand_count: u32
    local_count: u32
    limit: u32  # of each number; if one is larger, there is not enough storage
    bridge_size: u32
    bridge_at: u32  # where it was made
    call: u32  # place in the bridge of the distance to the other code
    saved: u32  # the registers that the frame saves (UnwindFunction.saved)
    start: u32  # of the function; the other offsets count from the same point


class Task(Struct):
    """A module that is compiled, the storage for it, and what was made."""

    types: Ptr(Types)
    transcript: Ptr(Transcript)
    library: ptr  # the packed stencils
    stencils: Ptr(Expanded)  # its templates
    masks: ptr  # u128 of each field and register
    code: ptr
    code_limit: ptr
    functions: ptr  # u32 of every function: where its code begins
    entries: ptr  # u32 of every function: where calls by reference enter it; 0: nobody refers to it
    thunks: ptr  # u32 of every type: its entry thunk; before that, 1 where one is wanted
    calls: ptr  # u32 of each call of a later function: the place of its distance, which is the function until then
    storage: ptr  # of all these
    storage_size: u64
    pins: ptr  # u8 of each local, zero: the register that holds it
    local_slots: ptr  # i32 of each local: its slot in a frame of the interpreter
    described: Ptr(Entry)  # the operands that the first locals become
    operands: Ptr(Entry)
    labels: Ptr(Label)
    stubs: Ptr(Stub)
    arguments: Ptr(Place)
    passed: Ptr(Entry)
    unwind_functions: Ptr(UnwindFunction)
    unwind_sites: Ptr(UnwindSite)
    line_units: Ptr(LineUnit)
    lines: ptr
    memories: Ptr(MemoryFacts)
    tables: Ptr(TableFacts)
    places: Places
    imported_globals: u32
    memory_count: u32
    may_throw: u32
    canonical: u32
    metered: u32
    vectors: u32  # 1: functions may pass or return vectors, or globals hold them
    call_count: u32
    unwind_count: u32
    site_count: u32
    line_unit_count: u32
    line_size: u32
    code_size: u64
    text_size: u64
    recorded: u32  # the function whose loops are recorded, or NONE
    loops: Ptr(Loops)
    fault: u32
    detail: u32  # of a fault: the shape that the stitcher lacks
    offset: u32


class StitchFault(IntEnum):
    NONE = 0
    LACKS = 1  # an instruction that it cannot compile
    TOO_LARGE = 2  # the code exceeds its room
