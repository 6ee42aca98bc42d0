"""The facts that generated code, native code and Python share: layouts, numbers, order.  Nothing here acts.

Three parties agree on this file: the IR text of compiled modules (by offset), the runtime and WASI in the native subset
(by field), and Python (by `pack` and `unpack`).  Any change makes old artifacts stale: raise `VERSION`.
"""

from enum import IntEnum

from wasihost.layout import Array, Ptr, Struct, i32, i64, ptr, u8, u16, u32, u64

VERSION = 7
MAGIC = int.from_bytes(b"wasihost", "little")
PAGE_SHIFT = 16  # a WebAssembly page is 64 KiB
# A 32-bit address plus a 32-bit offset reaches below 2**33; the last access may be 16 bytes wide.
RESERVATION = (1 << 33) + (1 << PAGE_SHIFT)
HOST_PAGE = 1 << 16  # the largest page of any supported machine: sections of an artifact are aligned to it when mapped
SLOT = 16  # bytes of a value in globals, argument arrays and exception payloads: wide enough for v128
NONE = 0xFFFFFFFF
NO_MAXIMUM = (1 << 64) - 1
NO_LIMIT = (1 << 64) - 1  # more than can be used up
# Ours, whatever a guest is allowed: what has addresses of 32 bits may be as large as those reach.
TABLE_LIMIT = (1 << 32) - 1  # entries a table may grow to
MEMORY_LIMIT = 1 << 38  # bytes a memory with addresses of 64 bits may grow to: its address space is reserved at once
EXPRESSION_DEPTH = 64  # values that a constant expression may have on its stack
HEADROOM = 128 << 10  # bytes of stack that a host function may rely on
# Value types of the binary format, and their names in the text format.
VALTYPES = {0x7F: "i32", 0x7E: "i64", 0x7D: "f32", 0x7C: "f64", 0x7B: "v128"}
VALTYPES |= {0x70: "funcref", 0x6F: "externref", 0x69: "exnref"}


# ------------------------------------------------------------------------------------------------ traps and outcomes
class Trap(IntEnum):
    """Trap codes; generated code puts them in the trapping instruction itself (`llvm.ubsantrap`)."""

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
    # Not the guest's own doing: it reached a limit that it was given, or cannot be served.
    OUT_OF_FUEL = 19
    OUT_OF_TIME = 20
    TOO_MUCH_OUTPUT = 21
    TOO_MUCH_MEMORY = 22
    NO_MEMORY_EXPORT = 23  # it called a function of WASI, whose pointers mean nothing without that memory


# The specification's own words (its test suite compares them), but for what it does not know.
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


# How the end of a guest is worded that reached a limit: before and after the limit, which is a field of Limits.
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
OUTERMOST_KEPT = 16  # and the outermost ones, kept as a ring while walking
MOST_FRAMES = 1 + FRAMES_KEPT + OUTERMOST_KEPT  # with the one that trapped


class ThreadRecord(Struct):
    """One per thread that runs wasm, right above its wasm stack.  It begins like a `registry.Range`: of that stack."""

    next: ptr
    stack_low: u64  # the guard included
    stack_high: u64
    landing_sp: u64  # stack pointer that a trap unwinds to; 0 while no wasm runs on this thread
    outcome: u32
    signal: u32
    exit_code: u32
    frame_count: u32  # frames walked in all; the first FRAMES_KEPT are in `frames`, the last ones in `outermost`
    import_index: u32  # of UNKNOWN_IMPORT
    expired: u32  # the time is over, and what runs on this thread is to end
    fault_address: u64
    pc: u64
    memory_base: u64  # of the memory that a fault lies behind; 0: the trap was no fault
    memory_length: u64
    registers: Array(u64, 17)  # at the fault, in the kernel's order
    diverted: u64  # place of a return address that now leads to the end of the run (runtime.deadline), or 0
    diverted_from: u64  # what was there
    frames: Array(u64, FRAMES_KEPT)  # return addresses, innermost first
    outermost: Array(u64, OUTERMOST_KEPT)  # ring: frame number n is at n % OUTERMOST_KEPT


class Frame(Struct):
    """A function that was active, and where it stood."""

    image: ptr  # runtime.image.Image
    funcidx: u32
    offset: u32  # of the instruction in the module, or NONE


class Frames(Struct):
    """A backtrace, the innermost frame first."""

    count: u32
    omitted: u32  # how many frames are left out …
    omitted_at: u32  # … behind so many of the rows
    pad: u32
    rows: Array(Frame, MOST_FRAMES)


# ------------------------------------------------------------------------------------- what generated code can touch
class Limits(Struct):
    """What a guest may still use, or NO_LIMIT."""

    fuel: u64  # instructions, as codegen.translate.fuel counts them
    memory: u64  # bytes of all memories together, and of what the host keeps beside them (runtime.accounting)
    table: u64  # entries of all tables together
    output: u64  # bytes on the standard streams


class Store(Struct):
    """What instances that call each other share; used by one thread at a time."""

    stack_limit: u64  # lowest stack pointer at which generated code may call the host
    thread: Ptr(ThreadRecord)
    heap: ptr  # runtime.heap.Heap of its exceptions, or null: nothing was thrown yet
    instances: ptr  # chain: runtime.state.Instance
    held: ptr  # exceptions that Python has references to: addresses, u64 each
    held_count: u64
    kept: u64  # bytes that the host keeps for its guests beside their memories
    spilled: Array(u8, SLOT * 1000)  # what a tail call cannot pass in registers (codegen.translate.convention)
    limits: Limits


class FuncRef(Struct):
    """A function as a value: what a funcref points to.  Identity is its address."""

    code: ptr
    vmctx: ptr
    type_id: u32  # interned: equal for equal types of any module in this process
    funcidx: u32
    tail: ptr  # as `code`, but for tail calls (codegen.translate.convention); null: it takes no part in any


class ImportedFunction(Struct):
    code: ptr
    vmctx: ptr  # the callee's own context, its first argument
    funcref: Ptr(FuncRef)


class Memory(Struct):
    base: ptr  # never moves
    length: u64  # bytes now accessible; of a shared memory, other threads read it while one lets it grow
    maximum: u64  # pages it may grow to, or NO_MAXIMUM
    reserved: u64  # bytes of address space behind base
    page_shift: u32
    guarded: u32  # 1: the reservation makes bounds checks unnecessary
    flags: u32  # of its MemoryRecord
    growing: u32  # runtime.lock: one thread at a time


class MemorySlot(Struct):
    base: ptr
    memory: Ptr(Memory)


class Table(Struct):
    """A table.  The entries of one that holds functions are relative, see TABLE_HEAD; all others are references."""

    base: ptr  # entries, 8 bytes each; never moves
    length: u64  # entries
    maximum: u64
    reserved: u64  # bytes of address space from the FuncRef before `base` on
    owner: ptr  # runtime.state.Instance that defines it, and whose segments fill it
    index: u32  # of the table there
    valtype: u32  # of its TableRecord
    from_segments: u32  # 1: what a zero entry holds is found in the segments when it is first asked for
    flags: u32  # of its TableRecord
    heap: u32  # the interned id of the function type; 0: none
    pad: u32


# Right before the first entry lies a FuncRef of no type.  An entry is the distance from there to the FuncRef of its
# function, so that zero, of which fresh pages are full, leads to it: a call finds another type than it wants, looks
# closer, and fills the entry.  So instantiating takes no time for tables, however long, and a call one addition more.
TABLE_HEAD = FuncRef.size  # bytes before `base`


class TableSlot(Struct):
    base: ptr
    table: Ptr(Table)


class Tag(Struct):
    """An exception tag.  Identity is its address."""

    type_id: u32
    payload_slots: u16
    kind: u16  # of the cells that its exceptions take (runtime.heap)


class Exception_(Struct):
    """An exception object: what an exnref points to.  The payload follows, one SLOT a value."""

    tag: Ptr(Tag)
    mark: u32  # one of those below, or the number of the collection that last found it
    link: u32  # to the next one that is free, or that was found (runtime.heap)


EXCEPTION_FREE = 0
EXCEPTION_THROWN = 1  # no reference to it was ever given to the guest
EXCEPTION_REFERENCED = 2  # the guest may have kept one, anywhere


class VMContext(Struct):
    """The first argument of every wasm function.  The regions of `VMLayout` follow."""

    store: Ptr(Store)
    builtins: ptr  # table of code addresses in the order of BUILTINS
    instance: ptr  # runtime.state.Instance
    image: ptr  # runtime.image.Image


# Runtime functions that code calls through `VMContext.builtins`: name → LLVM result and parameters behind %vm.
BUILTINS = {
    "memory_grow": ("i64", "i32", "i64"),  # (memidx, delta in pages) → old size in pages, or -1
    "memory_copy": ("void", "i32", "i32", "i64", "i64", "i64"),  # (memidx to, memidx from, to, from, count)
    "memory_fill": ("void", "i32", "i64", "i32", "i64"),  # (memidx, to, byte, count)
    "memory_init": ("void", "i32", "i32", "i64", "i32", "i32"),  # (memidx, dataidx, to, from, count)
    "data_drop": ("void", "i32"),
    "table_grow": ("i64", "i32", "ptr", "i64"),  # (tableidx, initial value, delta) → old length, or -1
    "table_copy": ("void", "i32", "i32", "i64", "i64", "i64"),  # (tableidx to, tableidx from, to, from, count)
    "table_fill": ("void", "i32", "i64", "ptr", "i64"),  # (tableidx, to, value, count)
    "table_init": ("void", "i32", "i32", "i64", "i32", "i32"),  # (tableidx, elemidx, to, from, count)
    "elem_drop": ("void", "i32"),
    "table_entry": ("ptr", "i32", "i64"),  # (tableidx, index) → the function there, which is known to be in bounds
    "function_reference": ("ptr", "i32"),  # (funcidx) → its FuncRef
    "exception_new": ("ptr", "i32"),  # (tagidx) → object whose payload the caller fills
    "exception_throw": ("void", "ptr"),  # does not return; traps when the reference is null
    "exception_caught": ("void", "ptr"),  # without a reference: it is free unless one was given out before
    "memory_wait": ("i32", "ptr", "i64", "i64", "i32"),  # (address, expected, timeout in ns, width) → WaitResult
    "memory_notify": ("i32", "ptr", "i32"),  # (address, most) → how many it woke
}
# LLVM's calling convention of those that have another than C's: a call that is hardly ever made leaves all registers.
CONVENTIONS = {"table_entry": "preserve_mostcc"}
BUILTIN_INDEX = {name: index for index, name in enumerate(BUILTINS)}


class WaitResult(IntEnum):
    """What memory.atomic.wait32 and wait64 return."""

    OK = 0
    NOT_EQUAL = 1
    TIMED_OUT = 2


class VMLayout:
    """Where each region of one module's VMContext lies, in bytes from its start."""

    FIELDS = ("size", "memories", "functions", "tables", "tags", "globals", "type_ids", "funcrefs")

    def __init__(
        self, *, memories: int, functions: int, tables: int, tags: int, globals: int, types: int, funcrefs: int
    ) -> None:
        """Counts: all memories, *imported* functions, all tables, tags, globals and types, *escaped* functions."""
        self.memories = VMContext.size
        self.functions = self.memories + memories * MemorySlot.size
        self.tables = self.functions + functions * ImportedFunction.size
        self.tags = self.tables + tables * TableSlot.size
        self.globals = _align(self.tags + tags * 8, SLOT)
        self.funcrefs = self.globals + globals * SLOT
        self.type_ids = self.funcrefs + funcrefs * FuncRef.size
        self.size = _align(self.type_ids + types * 4, SLOT)

    def memory(self, memidx: int) -> int:
        """Offset of a MemorySlot."""
        return self.memories + memidx * MemorySlot.size

    def function(self, funcidx: int) -> int:
        """Offset of an ImportedFunction."""
        return self.functions + funcidx * ImportedFunction.size

    def table(self, tableidx: int) -> int:
        """Offset of a TableSlot."""
        return self.tables + tableidx * TableSlot.size

    def tag(self, tagidx: int) -> int:
        """Offset of a pointer to a Tag."""
        return self.tags + tagidx * 8

    def global_(self, globalidx: int) -> int:
        """Offset of a defined global's value, or of the pointer to an imported global's value."""
        return self.globals + globalidx * SLOT

    def type_id(self, typeidx: int) -> int:
        """Offset of an interned type id (u32)."""
        return self.type_ids + typeidx * 4

    def funcref(self, slot: int) -> int:
        """Offset of the FuncRef of the escaped function number `slot`."""
        return self.funcrefs + slot * FuncRef.size


def _align(value: int, to: int) -> int:
    return (value + to - 1) // to * to


# ------------------------------------------------------------------------------------------------------ the artifact
class Section(IntEnum):
    """What the sections of an artifact hold: arrays of the record named, or bytes."""

    CODE = 0  # text and constants, mapped read and execute at a multiple of HOST_PAGE
    MEMORY = 1  # initial bytes of memory 0, mapped copy-on-write at a multiple of HOST_PAGE
    STRINGS = 2  # bytes that StringRefs point into
    TYPES = 3  # TypeRecord
    FUNCTIONS = 4  # FunctionRecord, defined functions in index order
    FUNCREFS = 5  # u32 funcidx of each escaped function, in slot order
    IMPORTS = 6  # ImportRecord
    EXPORTS = 7  # ExportRecord
    MEMORIES = 8  # MemoryRecord, defined only
    TABLES = 9  # TableRecord, defined only
    GLOBALS = 10  # GlobalRecord, defined only
    TAGS = 11  # u32 typeidx, defined only
    ELEMENTS = 12  # ElementRecord
    ELEMENT_ITEMS = 13  # u32 reference locators (see ref_locator), or ExprRefs
    DATA = 14  # DataRecord
    DATA_BYTES = 15
    EXPRESSIONS = 16  # ExprOp
    UNWIND_FUNCTIONS = 17  # UnwindFunction, sorted by start
    UNWIND_SITES = 18  # UnwindSite, sorted by start
    NAMES = 19  # StringRef per function (imported ones first) into NAME_BYTES; empty without a name section
    NAME_BYTES = 20  # UTF-8, as people are shown them: demangled, without characters that steer a terminal
    LINES = 21  # LineUnit
    LINE_BYTES = 22  # raw .debug_line of each unit; a "line" is a byte offset in the module
    BODIES = 23  # bytes of the module from the first body to the last, for whoever reports a trap


SECTION_COUNT = 32  # that the header has room for


class SectionRef(Struct):
    offset: u64
    size: u64


class VMRecord(Struct):
    """VMLayout as stored: offsets of the regions, then their counts."""

    size: u32
    memories: u32
    functions: u32
    tables: u32
    tags: u32
    globals: u32
    type_ids: u32
    funcrefs: u32
    memory_count: u32
    memory_imports: u32
    function_imports: u32
    table_count: u32
    table_imports: u32
    global_count: u32
    global_imports: u32
    tag_count: u32
    tag_imports: u32
    type_count: u32
    funcref_count: u32
    function_count: u32  # defined functions


class ArtifactHeader(Struct):
    """The first HOST_PAGE of an artifact.  Everything in the file is position independent."""

    magic: u64
    version: u32
    machine: u32  # ELF's e_machine
    file_size: u64
    header_check: u64  # checksum of this header with this field zero
    digest: Array(u8, 32)  # SHA-256 of the file from the end of the header page on
    key: Array(u8, 32)  # digest of module, options, CPU and version: the name in the cache
    level: u32
    guarded: u32  # 1: memory 0 must be a guard reservation; 0: bounds are checked by the code
    start_function: u32  # funcidx, or NONE
    has_names: u32
    bodies_at: u32  # offset of BODIES in the module
    canonical_nans: u32  # 1: arithmetic gives no other NaN
    metered: u32  # 1: the code counts fuel
    pad: u32
    vm: VMRecord
    sections: Array(SectionRef, SECTION_COUNT)


class StringRef(Struct):
    offset: u32
    size: u32


class ExprRef(Struct):
    """A constant expression: `count` ExprOps from `first` on, in postfix order."""

    first: u32
    count: u32


class ConstOp(IntEnum):
    """What an ExprOp does; the numbers are our own."""

    CONST = 0  # bits of any type; a null reference is 0
    GLOBAL_GET = 1  # value: the global's index
    REF_FUNC = 2  # value: a reference locator
    I32_ADD = 3
    I32_SUB = 4
    I32_MUL = 5
    I64_ADD = 6
    I64_SUB = 7
    I64_MUL = 8


class ExprOp(Struct):
    """One instruction of a constant expression."""

    operation: u32  # ConstOp
    pad: u32
    value: u64
    upper: u64  # bits 64 to 127 of a v128's CONST


SIGNATURE_DIGEST = 32  # bytes that stand for a function type inside another one


class TypeRecord(Struct):
    signature: StringRef  # see codegen.signature
    thunk: u32  # offset in CODE of `void (vmctx, code, slots)`, or NONE when nothing exported has this type
    slots: u32  # SLOTs that arguments or results take: the larger of both
    text: StringRef  # `(i32, i64) -> (f32)`


class FunctionRecord(Struct):
    code: u32  # offset in CODE
    entry: u32  # the same for callers by reference: another one where `code` is for tail calls
    typeidx: u32


class ImportRecord(Struct):
    module: StringRef
    name: StringRef
    kind: u32  # ExternKind
    typeidx: u32  # functions and tags; globals and tables: `heap`
    valtype: u32  # globals and tables
    flags: u32  # globals, memories and tables
    minimum: u64  # memories: pages; tables: entries
    maximum: u64
    page_shift: u32  # memories
    pad: u32


class ExportRecord(Struct):
    name: StringRef
    kind: u32
    index: u32


ADDRESS_64 = 1  # a flag of memories and tables: their addresses have 64 bits
MUTABLE = 1  # a flag of globals
SHARED = 2  # a flag of memories: several threads use it
NON_NULL = 2  # a flag of tables and globals: what they hold is a reference that is never null


class MemoryRecord(Struct):
    minimum: u64  # pages
    maximum: u64  # pages, or NO_MAXIMUM
    page_shift: u32
    flags: u32  # ADDRESS_64, SHARED


class TableRecord(Struct):
    minimum: u64
    maximum: u64
    valtype: u32  # as of a global, and so `heap`
    flags: u32  # ADDRESS_64, NON_NULL
    heap: u32
    pad: u32
    init: ExprRef  # count 0: null


class GlobalRecord(Struct):
    valtype: u32  # the binary format's code; of a reference, that of the abstract nullable one
    flags: u32  # MUTABLE, NON_NULL
    heap: u32  # of a reference to functions of one type: its index; else NONE
    pad: u32
    init: ExprRef


class SegmentMode(IntEnum):
    ACTIVE = 0
    PASSIVE = 1
    DECLARATIVE = 2
    IN_IMAGE = 3  # an active data segment that the MEMORY section already holds


class ElementRecord(Struct):
    mode: u32
    table: u32
    offset: ExprRef
    first: u32  # index in ELEMENT_ITEMS, counted in u32
    count: u32
    expressions: u32  # 1: items are ExprRefs (two u32 each), 0: reference locators
    valtype: u32


class DataRecord(Struct):
    mode: u32
    memory: u32
    offset: ExprRef
    first: u64  # in DATA_BYTES
    count: u64


class UnwindFunction(Struct):
    """What the unwinder needs of one function: `saved` is the mask of callee-saved registers right below rbp."""

    start: u32
    end: u32
    saved: u32
    first_site: u32
    site_count: u32


class UnwindSite(Struct):
    """Calls whose return address minus one lies in [start, end) continue at `landing_pad` when they throw."""

    start: u32
    end: u32
    landing_pad: u32


class LineUnit(Struct):
    start: u32  # the unit's text in CODE
    end: u32
    first: u32  # in LINE_BYTES
    count: u32


class ExternKind(IntEnum):
    """Kinds of imports and exports, with the binary format's numbers."""

    FUNC = 0
    TABLE = 1
    MEMORY = 2
    GLOBAL = 3
    TAG = 4


def ref_locator(offset: int, indirect: bool) -> int:
    """How a constant names a function: its FuncRef at VMContext + offset, or (`indirect`) a pointer to one there.

    0 is null.  Offsets stay below 2**31.
    """
    return offset << 1 | indirect


# ------------------------------------------------------------------------------------------------- linking and running
class ExternValue(Struct):
    """Something that can be imported: a FuncRef, Table, Memory, global's value or Tag at `address`."""

    kind: u32  # ExternKind
    valtype: u32  # globals only, and so the next two: see GlobalRecord
    flags: u32
    heap: u32  # the interned id of the function type; 0: none
    address: ptr  # null: nothing was found under the import's name


class LinkFault(IntEnum):
    """Why an instance could not be made."""

    NONE = 0
    UNKNOWN_IMPORT = 1
    INCOMPATIBLE_IMPORT = 2
    NO_ADDRESS_SPACE = 3  # the guard reservation failed: code with bounds checks is needed
    NO_MEMORY = 4
    BAD_ARTIFACT = 5  # the file is no artifact of this version for this machine
    NO_ENTRY = 6  # no entry is exported, or it or `_initialize` takes parameters or returns results
    NO_ROOM_TO_SHARE = 7  # the address space that a shared memory may grow into cannot be reserved
    MEMORY_LIMIT = 8  # the memories begin larger than `Limits.memory`, or than any memory may be
    TABLE_LIMIT = 9
    KEPT_LIMIT = 10  # what the host keeps for the instance is more than `Limits.memory`
    NOT_CONFINED = 11  # the kernel does not do what `RunRequest.confine` asks for


# How definitions are worded that begin larger than they may become: before and after their size …
BEGINS = {
    LinkFault.MEMORY_LIMIT: ("a memory begins with ", ""),
    LinkFault.TABLE_LIMIT: ("a table begins with ", " entries"),
    LinkFault.KEPT_LIMIT: ("its tables, globals and functions need ", ""),
}
# … and before the limit.
ALL_MAY_HAVE = ", and all together may have "
MAY_HAVE = ", and may have "
NONE_MAY_HAVE = ", and wasihost lets none have more than "


class LinkReport(Struct):
    """What `LinkFault` was about."""

    fault: u32
    import_index: u32  # of the first import at fault; NOT_CONFINED: what failed (runtime.confinement)
    size: u64  # of MEMORY_LIMIT, TABLE_LIMIT and KEPT_LIMIT: what the definition at fault asks for; NOT_CONFINED: errno


PATH_MAX = 4096  # bytes of a path with its NUL, as Linux has it


class RefusalKind(IntEnum):
    """What a guest was refused that a grant would have given it."""

    NONE = 0
    OUTSIDE = 1  # a relative path that led out of preopen `mount`, maybe by way of a link
    ABSOLUTE = 2  # a path from the root on
    READ_ONLY = 3  # a change of something beneath preopen `mount`


class Refusal(Struct):
    """The last one."""

    kind: u32
    mount: u32  # number of the Preopen
    path_size: u32
    pad: u32
    path: Array(u8, PATH_MAX)


# What a run calls: the first of these exports that is a function.  The empty name is that of the default export.
ENTRIES = (b"", b"_start")
INITIALIZE = b"_initialize"  # called before the entry, where it is another function
STACK_SIZE = 8 << 20  # bytes of wasm stack without `max_stack`, as large as a native program's by default
TRAP_UNKNOWN = 2  # GuestOptions.unknown_imports: `trap`
# ClockOption.kind
VIRTUAL_CLOCK = 1  # begins at `time`, and goes on when it is read or waited for
FIXED_CLOCK = 2  # stands at `time`


class NumberOption(Struct):
    """A number that may be zero."""

    given: u64
    value: u64


class ClockOption(Struct):
    kind: u64  # VIRTUAL_CLOCK, FIXED_CLOCK, or 0: the host's own
    time: u64  # nanoseconds since 1970


class GuestOptions(Struct):
    """The options of a run that reach the guest, by their names in `options.table`.  Zero: not given.

    Both entry points only fill it (`options.encoded`, `launcher.options`).
    """

    confine: u64  # also to the system calls that the run needs; or do not start
    no_confine: u64  # not even to the granted directories, where the kernel can
    unknown_imports: u64  # of choices the number, from 1 on
    epipe: u64  # writing to a standard stream that nobody reads is an error; else it ends the process, as SIGPIPE does
    timeout: u64  # nanoseconds from the guest's first instruction on
    fuel: u64  # instructions, as codegen.translate.fuel counts them
    max_memory: u64  # bytes
    max_table: u64
    max_stack: u64  # bytes
    max_fds: u64
    max_output: u64  # bytes
    reproducible: u64  # the next three, where they are not given
    seed: NumberOption  # random numbers follow from it
    clock: ClockOption
    sorted_dirs: u64  # directories list their entries by name


class RunRequest(Struct):
    """One program run from an artifact, and how it ended."""

    artifact_fd: i32
    by_python: u32  # 1: Python goes on when the run has ended
    artifact_at: u64  # where it begins in the file
    artifact_size: u64  # 0: it goes to the file's end
    options: GuestOptions
    wasi: ptr  # WasiConfig
    # results
    report: LinkReport
    outcome: u32
    exit_code: u32
    thread: Ptr(ThreadRecord)
    image: ptr  # runtime.image.Image of the artifact
    refusal: Refusal
    trace_error: u32  # the error number that lines of the trace were lost for, or 0
    output_error: u32  # the same, of what the command itself prints


# ReportOptions.flags
REPORT_COLORED = 1
REPORT_JSON = 2
REPORT_HINTS = 4  # what to do next; not for executables, which have no options
REPORT_GRANTS = 8  # hints of grants, too
REPORT_LOOKS = 16  # whoever reports may still ask what the host's paths name


class ReportOptions(Struct):
    """How the end of a guest is reported (runtime.report)."""

    module: ptr  # its path, terminated; so are the others
    words: ptr  # pointers to the guest's arguments
    word_count: u64
    grants: ptr  # pointers to HOST[::GUEST[::ro]]
    grant_count: u64
    flags: u32
    pad: u32


class Preopen(Struct):
    """One granted directory."""

    host_fd: i32
    read_only: u32
    name: ptr  # guest path, not terminated
    name_size: u64


# WasiConfig.flags
WALK_ONLY = 1  # resolve paths component by component although the kernel has openat2; for tests
TRACE = 2  # write a line for each call
TRACE_SUMMARY = 4  # write a table of the calls at the end


class WasiConfig(Struct):
    """What a guest may see and reach; nothing else is granted.  Strings are NUL-terminated, one behind the other."""

    argc: u32
    envc: u32
    args: ptr
    args_size: u64
    env: ptr
    env_size: u64
    preopens: ptr
    preopen_count: u32
    flags: u32
    stdio: Array(i32, 3)  # host descriptors, -1 = closed
    trace_fd: i32  # of the host, for the lines of TRACE
    trace_filter: ptr  # which functions, see wasi.trace.filter; NUL-terminated, or null
    vdso: ptr  # where the kernel mapped it (AT_SYSINFO_EHDR): clocks without a system call; or null
    options: Ptr(GuestOptions)


# ----------------------------------------------------------------------------------------------------- the cache
class IndexRecord(Struct):
    """An entry of the index behind its seal: the artifact's key, and what file it was; the module's path follows."""

    key: Array(u8, 32)
    inode: u64
    size: u64
    mtime: i64  # nanoseconds
    ctime: i64


# ----------------------------------------------------------------------------------------- executables with a module
PT_LOAD = 1  # type of the program headers by which the kernel maps parts of an executable
PT_BUNDLE = int.from_bytes(b"wasm", "little")  # type of the program header that says where the bundle lies in the file
PT_PACKAGED = int.from_bytes(b"pypi", "little")  # of one that says only this: the command belongs to a Python package
BUNDLE_SETTABLE = 1  # Bundle.flags: whoever runs it gives it options, in an environment variable
ANY_CPU = bytes(8)  # stands for the CPU in the key of an artifact that runs on every one of the architecture


class ElfHeader(Struct):
    """How an ELF file begins (System V gABI, chapter 4): executables, and what the kernel maps as the vDSO."""

    ident: Array(u8, 16)
    type: u16
    machine: u16
    version: u32
    entry: u64
    program_headers: u64  # offset
    section_headers: u64
    flags: u32
    size: u16
    program_header_size: u16
    program_header_count: u16
    section_header_size: u16
    section_header_count: u16
    section_names: u16


class ProgramHeader(Struct):
    type: u32
    flags: u32
    offset: u64
    address: u64
    physical: u64
    file_size: u64
    memory_size: u64
    align: u64


class Bundle(Struct):
    """A module in an executable.  Texts follow, each with its NUL: options, CPU flags, facts for people; and then,
    at a multiple of HOST_PAGE, the artifact."""

    magic: u64
    version: u32
    flags: u32
    artifact: u64  # offset from here
    artifact_size: u64
    words: u32  # options, as on a command line
    needs: u32  # flags that the CPU must have, as the kernel calls them in /proc/cpuinfo
    facts: u32
    pad: u32
