"""The state of the body that is being compiled, and the words of its transcript (native subset)."""

from wasihost.baseline.layout import Entry, Expanded, Label, StitchFault, Task
from wasihost.layout import Array
from wasihost.native import Ptr, Struct, bool_, native, ptr, u8, u32, u64
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.validator.layout import COUNT_BITS, SHAPE_BITS, Types

ROOM = 1 << 12  # bytes of code that an instruction may take without asking


class State(Struct):
    task: Ptr(Task)
    types: Ptr(Types)
    p: ptr  # the next word
    end: ptr
    out: ptr  # where the next code goes
    limit: ptr  # where an instruction must not begin, so that what it needs fits
    rows: ptr  # codegen.stencils.layout.Row
    stencils: Ptr(Expanded)
    changes: ptr
    masks: ptr
    library: ptr
    operands: Ptr(Entry)
    labels: Ptr(Label)
    local_types: ptr  # u8 code of the value type of each local
    pins: ptr  # u8 of each local: the register that holds it, or 0
    signature: Ptr(Signature)
    top: u32  # number of operands
    settled: u32  # operands below are in their slots, or constants
    depth: u32
    trying: u32  # depth of the innermost try_table, or 0
    locals: u32
    shift: u32  # log2 of the bytes of a slot
    first_slot: u32  # bytes between the frame pointer and the first slot
    saved: u32  # the registers that the frame saves (UnwindFunction.saved)
    funcidx: u32
    offset: u32  # of the instruction in the module
    shape: u32
    immediates: u32
    payment: u32  # where the code has the cost of the current sequence of instructions; 0: none yet
    cost: u32
    negates: u32  # 1: it is the opposite of the cost
    stub_count: u32
    pinned_count: u32
    line_address: u32  # of the last row of the line program
    line: u32
    unit_start: u32
    outgoing: u32  # bytes below the slots, for arguments on the stack
    memory_arguments: u32  # bytes that the last signature passes in memory
    memory_results: u32  # 1: the last signature returns its results in memory
    result_size: u32  # bytes of that memory in C's convention
    pinned: Array(u32, 5)  # locals
    owners: Array(u32, 32)  # of each register: the operand that it holds, counted from 1


@native(inline=False)
def fail(s: State, fault: u32, detail: u32):
    task = s.task
    if task.fault == StitchFault.NONE:
        task.fault, task.detail, task.offset = fault, detail, s.offset


@native(inline=False)
def lack(s: State):
    """The instruction cannot be compiled yet."""
    fail(s, StitchFault.LACKS, s.shape)


@native(inline=True)
def here(s: State) -> u32:
    """The offset in the code of what comes next."""
    return u32(u64(s.out) - u64(s.task.code))


@native(inline=True)
def take_word(s: State) -> u64:
    """The next immediate."""
    word = u64[s.p]
    s.p += 8
    return word


@native(inline=True)
def next_shape(s: State) -> u32:
    """The shape of the instruction after this one."""
    return u32(u64[s.p]) & ((1 << SHAPE_BITS) - 1)


@native(inline=True)
def begin_instruction(s: State):
    word = u64[s.p]
    s.p += 8
    s.shape = u32(word) & ((1 << SHAPE_BITS) - 1)
    s.immediates = u32(word >> SHAPE_BITS) & ((1 << COUNT_BITS) - 1)
    s.offset = s.task.transcript.start + u32(word >> (SHAPE_BITS + COUNT_BITS))


@native(inline=True)
def slot_of_local(s: State, local: u32) -> u32:
    """The offset of a local's slot from the frame pointer."""
    return u32(0) - (s.first_slot + ((local + 1) << s.shift))


@native(inline=True)
def slot_of_operand(s: State, n: u32) -> u32:
    return u32(0) - (s.first_slot + ((s.locals + n + 1) << s.shift))


@native
def has_escaped(s: State, funcidx: u32) -> bool_:
    """Whether a function is defined here and can be called by reference."""
    starts = s.types.module.has_start and s.types.module.start == funcidx
    return funcidx >= s.types.imported_functions and (u8[s.types.declared, funcidx] or bool_(starts))
