"""How calls into wasm end: traps, their records, backtraces."""

from enum import IntEnum

from wasihost.layout import Array, Struct, ptr, u32, u64


class Trap(IntEnum):
    """Trap codes.  Generated code encodes them in the trapping instruction (`llvm.ubsantrap`)."""

    UNREACHABLE = 1
    MEMORY_OUT_OF_BOUNDS = 2
    TABLE_OUT_OF_BOUNDS = 3
    UNDEFINED_ELEMENT = 4
    UNINITIALIZED_ELEMENT = 5
    INDIRECT_CALL_TYPE_MISMATCH = 6
    INTEGER_DIVIDE_BY_ZERO = 7
    INTEGER_OVERFLOW = 8
    INVALID_CONVERSION = 9
    STACK_EXHAUSTED = 10
    UNCAUGHT_EXCEPTION = 11
    NULL_EXCEPTION = 12
    UNKNOWN_IMPORT = 13
    OUT_OF_HOST_MEMORY = 14
    UNALIGNED_ATOMIC = 15
    EXPECTED_SHARED_MEMORY = 16
    NULL_REFERENCE = 17
    NULL_FUNCTION_REFERENCE = 18
    # Not caused by the guest itself: it reached a limit, or cannot be served.
    OUT_OF_FUEL = 19
    OUT_OF_TIME = 20
    TOO_MUCH_OUTPUT = 21
    TOO_MUCH_MEMORY = 22
    NO_MEMORY_EXPORT = 23  # it called a WASI function, whose pointers mean nothing without this memory


# The words of the specification, which its test suite compares, and our own for other traps.
TRAP_MESSAGES = {
    Trap.UNREACHABLE: "unreachable",
    Trap.NULL_REFERENCE: "null reference",
    Trap.NULL_FUNCTION_REFERENCE: "null function reference",
    Trap.MEMORY_OUT_OF_BOUNDS: "out of bounds memory access",
    Trap.TABLE_OUT_OF_BOUNDS: "out of bounds table access",
    Trap.UNDEFINED_ELEMENT: "undefined element",
    Trap.UNINITIALIZED_ELEMENT: "uninitialized element",
    Trap.INDIRECT_CALL_TYPE_MISMATCH: "indirect call type mismatch",
    Trap.INTEGER_DIVIDE_BY_ZERO: "integer divide by zero",
    Trap.INTEGER_OVERFLOW: "integer overflow",
    Trap.INVALID_CONVERSION: "invalid conversion to integer",
    Trap.STACK_EXHAUSTED: "call stack exhausted",
    Trap.UNCAUGHT_EXCEPTION: "unhandled exception",
    Trap.NULL_EXCEPTION: "null exception reference",
    Trap.UNKNOWN_IMPORT: "call of an unknown import",
    Trap.OUT_OF_HOST_MEMORY: "the host is out of memory",
    Trap.UNALIGNED_ATOMIC: "unaligned atomic",
    Trap.EXPECTED_SHARED_MEMORY: "expected shared memory",
    Trap.OUT_OF_FUEL: "out of fuel",
    Trap.OUT_OF_TIME: "out of time",
    Trap.TOO_MUCH_OUTPUT: "too much output",
    Trap.TOO_MUCH_MEMORY: "too much memory",
    Trap.NO_MEMORY_EXPORT: "WASI needs a memory that the module exports as `memory`, and it exports none",
}


# The message for a guest that reached a limit: the text before and after the limit, which is a field of Limits.
REACHED = {
    Trap.OUT_OF_FUEL: ("out of fuel: ", "fuel", " used"),
    Trap.OUT_OF_TIME: ("the guest ran longer than ", "timeout", " s"),
    Trap.TOO_MUCH_OUTPUT: ("the guest wrote more than ", "output", ""),
    Trap.TOO_MUCH_MEMORY: ("the guest needs more than ", "memory", " of memory"),
}


class Outcome(IntEnum):
    """How a call into wasm ended: `RETURNED`, `EXITED` (proc_exit), or 256 + a `Trap`."""

    RETURNED = 0
    EXITED = 1
    TRAPPED = 256


FRAMES_KEPT = 64  # innermost frames that a trap records
OUTERMOST_KEPT = 16  # and outermost frames, kept in a ring during the walk
MAX_FRAMES = 1 + FRAMES_KEPT + OUTERMOST_KEPT  # including the one that trapped


class ThreadRecord(Struct):
    """One per thread that runs wasm, right above its wasm stack.  It begins like a `registry.Range` for that stack."""

    next: ptr
    stack_low: u64  # including the guard
    stack_high: u64
    landing_sp: u64  # stack pointer that a trap unwinds to; 0: no wasm runs on this thread
    outcome: u32
    signal: u32
    exit_code: u32
    frame_count: u32  # total frames; the first FRAMES_KEPT are in `frames`, the last ones in `outermost`
    import_index: u32  # of UNKNOWN_IMPORT
    expired: u32  # the deadline has passed, and the code on this thread must end
    fault_address: u64
    pc: u64
    memory_base: u64  # of the memory that an access left; 0: the trap was not a fault
    memory_length: u64
    registers: Array(u64, 17)  # at the fault, in the kernel's order
    diverted: u64  # address of a diverted return address (runtime.deadline), or 0
    diverted_from: u64  # the original return address
    frames: Array(u64, FRAMES_KEPT)  # return addresses, innermost first
    outermost: Array(u64, OUTERMOST_KEPT)  # ring: frame number n is at n % OUTERMOST_KEPT


class Frame(Struct):
    """A function in a backtrace, and the position in it."""

    image: ptr  # runtime.image.Image
    funcidx: u32
    offset: u32  # of the instruction in the module, or NONE


class Frames(Struct):
    """A backtrace, the innermost frame first."""

    count: u32
    omitted: u32  # number of omitted frames …
    omitted_at: u32  # … after so many of the rows
    pad: u32
    rows: Array(Frame, MAX_FRAMES)
