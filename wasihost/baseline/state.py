"""The state of the body that is being compiled, and the words of its transcript (native subset)."""

from wasihost.baseline.layout import Entry, Expanded, Label, StitchFault, Task
from wasihost.layout import Array
from wasihost.native import Ptr, Struct, bool_, native, ptr, u8, u32, u64
from wasihost.wasm.sections.layout import Signature
from wasihost.wasm.validator.layout import COUNT_BITS, SHAPE_BITS, Types

ROOM = 1 << 12  # bytes of code that may be written after `has_room`, before it is asked again


class State(Struct):
    task: Ptr(Task)
    types: Ptr(Types)
    p: ptr  # the next word
    word: u64  # of the instruction
    code: ptr  # where all code begins
    out: ptr  # where the next code goes
    fresh: ptr  # where pages begin that no code has reached
    limit: ptr  # ROOM bytes before the end of the room for code; null after a fault
    rows: ptr  # codegen.stencils.layout.Row
    stencils: Ptr(Expanded)
    changes: ptr
    masks: ptr
    library: ptr
    operands: Ptr(Entry)
    described: Ptr(Entry)
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
    frame_size: u32  # bytes of the frame below them
    funcidx: u32
    body: u32  # its offset in the module
    payment: u32  # where the code has the cost of the current sequence of instructions; 0: none yet
    cost: u32
    negates: u32  # 1: it is the opposite of the cost
    stub_count: u32
    pinned_count: u32
    line_end: ptr  # of the line program
    line_address: u32  # of its last row
    line: u32
    unit_start: u32
    outgoing: u32  # bytes below the slots, for arguments on the stack
    memory_arguments: u32  # bytes that the last signature passes in memory
    memory_results: u32  # 1: the last signature returns its results in memory
    result_size: u32  # bytes of that memory in C's convention
    pinned: Array(u32, 10)  # locals
    stacks: Array(ptr, 2)  # of integers and of others: u8 of each operand modulo 256, the register for it
    homes: u32  # not 0: the function needs its frame
    start: u32  # where it begins
    entry: u32  # where it begins if it needs no frame
    loses: u32  # 1: calls change the register of a pinned local
    owners: Array(u32, 32)  # of each register: the operand that it holds, counted from 1
    # Of the interpreter's compiler:
    kept: u32  # the operand in the accumulator, counted from 1; 0: none
    made: u32  # where the last instruction that made an operand begins
    made_end: u32  # and ends; 0: it cannot be changed
    made_there: u32  # the number of the handler that puts the result into a slot; 0: this one does
    local_slots: ptr  # i32 of each local: its slot
    first: u32  # slots below the frame pointer that precede those of locals
    declared: u32  # slots of locals that are no parameters
    own: u32  # slots of parameters
    frame: u32  # bytes
    is_far: u32  # 1: slots may be farther than a handler reaches
    places: Array(u32, 4)  # of the operands of the instruction that is being written
    values: Array(u64, 4)
    types_of: Array(u32, 4)


@native(inline=False)
def fail(s: State, fault: u32, detail: u32):
    task = s.task
    if task.fault == StitchFault.NONE:
        task.fault, task.detail, task.offset = fault, detail, offset_of(s)
    s.limit = ptr(0)


@native(inline=True)
def has_room(s: State) -> bool_:
    """Whether code may be written; if not, compiling has failed.

    Every loop asks that writes code and whose length a module chooses.  After a fault, such a loop keeps what it knows
    of operands in order, so that the rest of the instruction does no harm.
    """
    return has_room_for(s, 0)


@native(inline=True)
def has_room_for(s: State, size: u64) -> bool_:
    """Likewise for so many bytes, besides those that need no question."""
    if u64(s.out) + size <= u64(s.limit):
        return True
    fail(s, StitchFault.TOO_LARGE, 0)
    return False


@native(inline=False)
def lack(s: State):
    """The instruction cannot be compiled yet."""
    fail(s, StitchFault.LACKS, shape_of(s.word))


@native(inline=True)
def here(s: State) -> u32:
    """The offset in the code of what comes next."""
    return u32(u64(s.out) - u64(s.code))


@native(inline=True)
def take_word(s: State) -> u64:
    """The next immediate."""
    word = u64[s.p]
    s.p += 8
    return word


@native(inline=True)
def next_shape(s: State) -> u32:
    """The shape of the instruction after this one."""
    return shape_of(u64[s.p])


@native(inline=True)
def begin_instruction(s: State) -> u32:
    """Returns the instruction's shape."""
    s.word = u64[s.p]
    s.p += 8
    return shape_of(s.word)


@native(inline=True)
def shape_of(word: u64) -> u32:
    return u32(word) & ((1 << SHAPE_BITS) - 1)


@native(inline=True)
def immediate_count(s: State) -> u32:
    """How many immediates the instruction has."""
    return u32(s.word >> SHAPE_BITS) & ((1 << COUNT_BITS) - 1)


@native(inline=True)
def offset_of(s: State) -> u32:
    """The offset of the instruction in the module."""
    return s.body + u32(s.word >> (SHAPE_BITS + COUNT_BITS))


@native(inline=True)
def slot_of_local(s: State, local: u32) -> u32:
    """The offset of a local's slot from the frame pointer."""
    return u32(0) - (s.first_slot + ((local + 1) << s.shift))


@native(inline=True)
def slot_of_operand(s: State, n: u32) -> u32:
    s.homes = 1
    return u32(0) - (s.first_slot + ((s.locals + n + 1) << s.shift))


@native
def has_escaped(s: State, funcidx: u32) -> bool_:
    """Whether a function is defined here and can be called by reference."""
    starts = s.types.module.has_start and s.types.module.start == funcidx
    return funcidx >= s.types.imported_functions and (u8[s.types.declared, funcidx] or bool_(starts))
