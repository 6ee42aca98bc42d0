"""The task of compiling a module: what the code depends on, and storage (native subset)."""

from wasihost.abi import (
    NONE,
    PAGE_SHIFT,
    PREVIEW1_MODULE,
    UNSTABLE_MODULE,
    ExternKind,
    LineUnit,
    MemorySlot,
    TableSlot,
    UnwindFunction,
    UnwindSite,
    VMRecord,
)
from wasihost.baseline.emit import expand_library
from wasihost.baseline.layout import Entry, Expanded, Kind, Label, MemoryFacts, Options, Place, Stub, TableFacts, Task
from wasihost.baseline.library import library_for
from wasihost.baseline.lines import UNIT
from wasihost.codegen.stencils.layout import Header
from wasihost.native import Ptr, bool_, memset, native, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import PROT_READ, PROT_WRITE, SYS
from wasihost.native.prelude import memcmp
from wasihost.runtime.accounting import FRESH
from wasihost.wasm.limits import LOCALS, NESTING, OPERANDS, PARAMETERS
from wasihost.wasm.sections.layout import ABSTRACT, HAS_MAXIMUM, SHARED, Decoded, Import
from wasihost.wasm.types import VALTYPE_CODES
from wasihost.wasm.validator.layout import WEIGHED, Transcript, Types
from wasihost.wasm.validator.state import FUNCREF, I64, is_reference

V128 = VALTYPE_CODES["v128"]
LINE_BYTES = 16  # of line programs, for each byte of bodies: more than any body needs
UNIT_BYTES = 128  # for what begins and ends the program of a unit; or of a function, its entry, and a thunk
PREVIEW1, UNSTABLE = PREVIEW1_MODULE.encode(), UNSTABLE_MODULE.encode()
SPARE = 64  # words and stubs that do not stand for bytes of a body


@native
def baseline_task(task: Task, types: Types, vm: VMRecord, options: Options) -> u32:
    """Fill `task` for a module.  0: there is not enough memory."""
    memset(task, 0, sizeof(Task))
    task.types, task.library = types, library_for(bool_(options.any_cpu))
    task.code, task.code_limit = options.code, options.code_limit
    task.recorded = NONE
    task.canonical, task.metered = options.canonical_nans, options.metered
    if not take_storage(task):
        return 0
    expand_library(task)
    task.places.functions, task.places.tags = vm.functions, vm.tags
    task.places.globals, task.places.type_ids = vm.globals, vm.type_ids
    task.imported_globals, task.memory_count = vm.global_imports, types.memory_count
    find_memories(task, vm, options.guarded)
    find_tables(task, vm)
    find_thunks(task)
    task.may_throw = u32(not is_closed(types.module))
    task.vectors = u32(mentions_vectors(types.module))
    return 1


@native
def baseline_free(task: Task):
    """Free the storage of a task; not the code."""
    syscall(SYS.munmap, task.storage, task.storage_size)


# ------------------------------------------------------------------------------------------------------------- storage
@native
def take_storage(task: Task) -> bool_:
    """Twice: first to see how much it takes, then to give it out.  Only pages that are written take memory."""
    share_out(task, ptr(0))
    at = syscall(SYS.mmap, 0, task.storage_size, PROT_READ | PROT_WRITE, FRESH, -1, 0)
    if at < 0:
        task.storage_size = 0  # nothing to free
        return False
    share_out(task, ptr(at))
    return True


@native
def share_out(task: Task, at: ptr):
    types, header = task.types, Header(task.library)
    largest, total = u64(0), u64(0)
    count = u64(types.function_count - types.imported_functions)
    for defined in range(count):
        size = u64(types.module.bodies[defined].end - types.module.bodies[defined].start)
        largest, total = max(largest, size), total + size
    task.storage, task.storage_size = at, 0
    t = Transcript(take(task, sizeof(Transcript)))
    words, weights = take(task, 8 * (2 * largest + SPARE)), take(task, 4 * WEIGHED)
    if at:
        t.words, t.weights = words, weights
    task.transcript = t
    task.stencils = take(task, sizeof(Expanded) * u64(header.templates.count))
    task.masks = take(task, 16 * 16 * u64(header.fields.count))
    task.functions, task.entries = take(task, 4 * count_of(types)), take(task, 4 * count_of(types))
    task.thunks = take(task, 4 * (u64(types.type_count) + 1))
    task.pins, task.local_slots = take(task, LOCALS), take(task, 4 * LOCALS)
    task.described = take(task, sizeof(Entry) * WEIGHED)
    task.operands = take(task, sizeof(Entry) * (largest + OPERANDS + PARAMETERS + SPARE))  # also of a landing pad
    task.labels = take(task, sizeof(Label) * (min(largest, u64(NESTING)) + 2))
    task.stubs = take(task, sizeof(Stub) * (2 * largest + SPARE))
    task.arguments, task.passed = (
        take(task, sizeof(Place) * (PARAMETERS + 8)),
        take(task, sizeof(Entry) * (PARAMETERS + 8)),
    )
    task.calls = take(task, 4 * (total // 2 + 1))
    task.unwind_functions = take(task, sizeof(UnwindFunction) * (2 * count + 1))
    task.unwind_sites = take(task, sizeof(UnwindSite) * (total + 1))
    units = u64(task.code_limit - task.code) // UNIT + 2
    task.line_units = take(task, sizeof(LineUnit) * units)
    task.lines = take(task, LINE_BYTES * total + UNIT_BYTES * (units + count_of(types)))
    task.memories = take(task, sizeof(MemoryFacts) * (u64(types.memory_count) + 1))
    task.tables = take(task, sizeof(TableFacts) * (u64(types.table_count) + 1))


@native
def take(task: Task, size: u64) -> ptr:
    found = task.storage + task.storage_size
    task.storage_size += (size + 15) & ~u64(15)
    return found


@native(inline=True)
def count_of(types: Types) -> u64:
    return u64(types.function_count) + 1


# --------------------------------------------------------------------------------------------------------------- facts
@native
def find_memories(task: Task, vm: VMRecord, guarded: u32):
    for memidx in range(task.types.memory_count):
        memory, facts = task.types.module.memories[memidx], task.memories[memidx]
        facts.slot = vm.memories + MemorySlot.size * memidx
        facts.is_wide = u8(memory.address == I64)
        facts.page_shift = u8(memory.limits.page_shift)
        facts.is_shared = u8(bool_(memory.limits.flags & SHARED))
        if guarded and memidx == 0 and memory.address != I64 and memory.limits.page_shift == PAGE_SHIFT:
            facts.kind = Kind.GUARDED
        else:
            facts.kind = Kind.WIDE if memory.address == I64 else Kind.CHECKED


@native
def find_tables(task: Task, vm: VMRecord):
    for tableidx in range(task.types.table_count):
        table, facts = task.types.module.tables[tableidx], task.tables[tableidx]
        facts.slot, facts.length = vm.tables + TableSlot.size * tableidx, NONE
        facts.is_wide = u8(table.address == I64)
        facts.holds_functions = u8(holds_functions(task.types.module, table.element))
        limits = table.limits
        if limits.flags & HAS_MAXIMUM and limits.minimum == limits.maximum and limits.minimum < NONE:
            facts.length = u32(limits.minimum)


@native
def holds_functions(module: Ptr(Decoded), valtype: u32) -> bool_:
    """Whether a reference type is one to functions."""
    heap = module.heaps[valtype]
    return heap < ABSTRACT or heap == ABSTRACT + FUNCREF


@native
def find_thunks(task: Task):
    module = task.types.module
    for i in range(module.export_count):
        export = module.exports[i]
        if export.kind == ExternKind.FUNC:
            u32[task.thunks, u32[task.types.functions, export.index]] = 1


@native
def mentions_vectors(module: Ptr(Decoded)) -> bool_:
    """Whether a vector can be passed, returned, or held by a global."""
    found = u32(0)
    for typeidx in range(module.type_count):
        found |= u32(has(module, typeidx, V128))
    for globalidx in range(module.global_count):
        found |= u32(module.globals[globalidx].valtype == V128)
    return bool_(found)


@native
def has(module: Ptr(Decoded), typeidx: u32, wanted: u32) -> bool_:
    """Whether a function type has a parameter or result of a type; 0: that is a reference."""
    signature, found = module.signatures[typeidx], u32(0)
    for i in range(signature.param_count):
        found |= u32(is_like(u8[module.valtypes, signature.params + i], wanted))
    for i in range(signature.result_count):
        found |= u32(is_like(u8[module.valtypes, signature.results + i], wanted))
    return bool_(found)


@native(inline=True)
def is_like(valtype: u32, wanted: u32) -> bool_:
    return valtype == wanted or (wanted == 0 and is_reference(valtype))


@native
def is_closed(module: Ptr(Decoded)) -> bool_:
    """As in codegen.translate.facts: no exception can be made here, or come in."""
    open_ = u32(module.tag_count != 0)
    for i in range(module.import_count):
        open_ |= u32(is_open(module, module.imports[i]))
    for typeidx in range(module.type_count):
        open_ |= u32(has(module, typeidx, 0))
    for i in range(module.export_count):
        open_ |= u32(module.exports[i].kind == ExternKind.TABLE)
    for i in range(module.global_count):
        open_ |= u32(is_reference(module.globals[i].valtype))
    return open_ == 0


@native
def is_open(module: Ptr(Decoded), import_: Ptr(Import)) -> bool_:
    """Whether an exception can come in through an import: one that is neither WASI's nor data."""
    if import_.kind in (ExternKind.TABLE, ExternKind.GLOBAL):
        return True
    return not (
        is_named(module, import_, PREVIEW1, len(PREVIEW1)) or is_named(module, import_, UNSTABLE, len(UNSTABLE))
    )


@native
def is_named(module: Ptr(Decoded), import_: Ptr(Import), name: ptr, size: u32) -> bool_:
    return import_.module.size == size and memcmp(module.data + import_.module.start, name, size) == 0
