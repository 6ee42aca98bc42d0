"""What generated code can touch: stores, memories, tables, and the context of a module."""

from enum import IntEnum

from wasihost.layout import Array, Ptr, Struct, ptr, u8, u16, u32, u64

from .numbers import SLOT
from .traps import ThreadRecord


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
    reserved: u64  # bytes of address space from base on
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
