"""The data that generated code uses: stores, memories, tables, and the context of a module."""

from enum import IntEnum

from wasihost.layout import Array, Ptr, Struct, ptr, u8, u16, u32, u64

from .numbers import SLOT
from .traps import ThreadRecord


class Limits(Struct):
    """What a guest may still use, or NO_LIMIT."""

    fuel: u64  # instructions, as codegen.translate.fuel counts them
    memory: u64  # bytes of all memories together, and of the host's data for the guest (runtime.accounting)
    table: u64  # entries of all tables together
    output: u64  # bytes on the standard streams


class Store(Struct):
    """The state that instances share if they can call each other.  One thread at a time uses it."""

    stack_limit: u64  # lowest stack pointer at which generated code may call the host
    thread: Ptr(ThreadRecord)
    heap: ptr  # runtime.heap.Heap of its exceptions; null: nothing was thrown yet
    instances: ptr  # linked list of runtime.state.Instance
    held: ptr  # exceptions that Python has references to: u64 addresses
    held_count: u64
    kept: u64  # bytes that the host uses for its guests beside their memories
    spilled: Array(u8, SLOT * 1000)  # values that a tail call cannot pass in registers (codegen.translate.convention)
    limits: Limits


class FuncRef(Struct):
    """A function reference: a funcref points to it.  Its identity is its address."""

    code: ptr
    vmctx: ptr
    type_id: u32  # interned: equal for equal types of any module in this process
    funcidx: u32
    tail: ptr  # like `code`, for tail calls (codegen.translate.convention); null: not used in tail calls
    # Of a function that is interpreted, whose `code` is the same for all, and whose `vmctx` is this FuncRef:
    body: ptr  # its code; null: it is not interpreted
    context: ptr  # its VMContext


class ImportedFunction(Struct):
    code: ptr
    vmctx: ptr  # the callee's own context, its first argument
    funcref: Ptr(FuncRef)


class Memory(Struct):
    base: ptr  # never moves
    length: u64  # accessible bytes; for a shared memory, other threads read it while one grows the memory
    maximum: u64  # maximum pages, or NO_MAXIMUM
    reserved: u64  # bytes of address space, starting at `base`
    page_shift: u32
    guarded: u32  # 1: the reservation makes bounds checks unnecessary
    flags: u32  # of its MemoryRecord
    growing: u32  # runtime.lock: held by the thread that grows it


class MemorySlot(Struct):
    base: ptr
    memory: Ptr(Memory)


class Table(Struct):
    """A table.  Entries of a table of functions are relative (see TABLE_HEAD); others are references."""

    base: ptr  # entries, 8 bytes each; never moves
    length: u64  # entries
    maximum: u64
    reserved: u64  # bytes of address space, starting at the FuncRef before `base`
    owner: ptr  # runtime.state.Instance that defines it, and whose segments fill it
    index: u32  # of the table in this instance
    valtype: u32  # of its TableRecord
    from_segments: u32  # 1: the value of a zero entry is found in the segments on first use
    flags: u32  # of its TableRecord
    heap: u32  # the interned id of the function type; 0: none
    pad: u32


# Right before the first entry is a FuncRef without a type.  An entry is the distance from there to the FuncRef of its
# function.  So a zero, as in fresh pages, refers to the FuncRef without a type: a call detects the wrong type, and
# fills the entry.  Instantiating takes no time for tables of any size, and a call takes one more addition.
TABLE_HEAD = FuncRef.size  # bytes before `base`


class TableSlot(Struct):
    base: ptr
    table: Ptr(Table)


class Tag(Struct):
    """An exception tag.  Its identity is its address."""

    type_id: u32
    payload_slots: u16
    kind: u16  # kind of the cells for its exceptions (runtime.heap)


class Exception_(Struct):
    """An exception object: an exnref points to it.  The payload follows, one SLOT per value."""

    tag: Ptr(Tag)
    mark: u32  # one of those below, or the number of the last collection that marked it
    link: u32  # to the next free or marked cell (runtime.heap)


EXCEPTION_FREE = 0
EXCEPTION_THROWN = 1  # the guest never got a reference to it
EXCEPTION_REFERENCED = 2  # the guest may have a reference anywhere


class VMContext(Struct):
    """The first argument of every wasm function.  The regions of `VMLayout` follow."""

    store: Ptr(Store)
    builtins: ptr  # table of code addresses in the order of BUILTINS
    instance: ptr  # runtime.state.Instance
    image: ptr  # runtime.image.Image


# Runtime functions that code calls through `VMContext.builtins`: name → LLVM result and parameters after %vm.
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
    "table_entry": ("ptr", "i32", "i64"),  # (tableidx, index) → the function at an index, which is in bounds
    "function_reference": ("ptr", "i32"),  # (funcidx) → its FuncRef
    "exception_new": ("ptr", "i32"),  # (tagidx) → object whose payload the caller fills
    "exception_throw": ("void", "ptr"),  # does not return; traps if the reference is null
    "exception_caught": (
        "void",
        "ptr",
    ),  # a catch without a reference: frees it unless a reference was given out before
    "memory_wait": ("i32", "ptr", "i64", "i64", "i32"),  # (address, expected, timeout in ns, width) → WaitResult
    "memory_notify": ("i32", "ptr", "i32"),  # (address, maximum) → number of threads woken
    "interpreter_call": ("void", "ptr", "i32", "ptr"),  # (FuncRef, typeidx, slot of the first argument): native code
}
# LLVM's calling convention, if it is not C's: a call that rarely happens preserves all registers.
CONVENTIONS = {"table_entry": "preserve_mostcc"}
BUILTIN_INDEX = {name: index for index, name in enumerate(BUILTINS)}


class WaitResult(IntEnum):
    """The result of memory.atomic.wait32 and wait64."""

    OK = 0
    NOT_EQUAL = 1
    TIMED_OUT = 2


def regions() -> tuple[tuple[str, str, int, int], ...]:
    """The regions after a VMContext: the field of a VMRecord with the offset, and with the count; size, alignment."""
    return (
        ("memories", "memory_count", MemorySlot.size, 8),
        ("functions", "function_imports", ImportedFunction.size, 8),
        ("tables", "table_count", TableSlot.size, 8),
        ("tags", "tag_count", 8, 8),
        ("globals", "global_count", SLOT, SLOT),
        ("funcrefs", "funcref_count", FuncRef.size, 8),
        ("type_ids", "type_count", 4, 4),
    )


class VMLayout:
    """The offset of each region of a module's VMContext, in bytes."""

    FIELDS = ("size", "memories", "functions", "tables", "tags", "globals", "type_ids", "funcrefs")
    size: int
    memories: int
    functions: int
    tables: int
    tags: int
    globals: int
    type_ids: int
    funcrefs: int

    def __init__(
        self, *, memories: int, functions: int, tables: int, tags: int, globals: int, types: int, funcrefs: int
    ) -> None:
        """Counts: all memories, *imported* functions, all tables, tags, globals and types, *escaped* functions."""
        end = VMContext.size
        counts = (memories, functions, tables, tags, globals, funcrefs, types)
        for (region, _, size, align), count in zip(regions(), counts, strict=True):
            start = _align(end, align)
            setattr(self, region, start)
            end = start + count * size
        self.size = _align(end, SLOT)

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
        """Offset of the value of a defined global, or of the pointer to the value of an imported global."""
        return self.globals + globalidx * SLOT

    def type_id(self, typeidx: int) -> int:
        """Offset of an interned type id (u32)."""
        return self.type_ids + typeidx * 4

    def funcref(self, slot: int) -> int:
        """Offset of the FuncRef of the escaped function number `slot`."""
        return self.funcrefs + slot * FuncRef.size


def _align(value: int, to: int) -> int:
    return (value + to - 1) // to * to
