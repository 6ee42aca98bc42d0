"""Create instances: an image and its imports in, a VMContext that is ready to run out (specification 4.5.4).

An instance is one mapping: the Instance, the entities that it owns, then its VMContext.  Imports arrive resolved, as
ExternValues in import order; the caller handles names.
"""

from wasihost.abi import (
    ADDRESS_64,
    FUNCREF,
    MUTABLE,
    NO_MAXIMUM,
    NON_NULL,
    NONE,
    PAGE_SHIFT,
    SLOT,
    TABLE_LIMIT,
    ArtifactHeader,
    DataRecord,
    ElementRecord,
    ExportRecord,
    ExternKind,
    ExternValue,
    FuncRef,
    GlobalRecord,
    ImportedFunction,
    ImportRecord,
    InstantiationFault,
    InstantiationReport,
    Memory,
    MemoryRecord,
    MemorySlot,
    Section,
    SegmentMode,
    Store,
    Table,
    TableRecord,
    TableSlot,
    Tag,
    Trap,
    TypeRecord,
    VMContext,
)
from wasihost.native import bool_, memcpy, native, ptr, sizeof, u8, u16, u32, u64
from wasihost.native.prelude import memcmp
from wasihost.runtime.accounting import keep, map_kept, unkeep, unmap_kept
from wasihost.runtime.expression import evaluate, evaluate_address, evaluate_upper
from wasihost.runtime.heap import kind_of
from wasihost.runtime.image import Image, image_release, image_retain, section
from wasihost.runtime.memory import OwnedMemory, memory_free, memory_map_image, memory_new, memory_of
from wasihost.runtime.reference import function_reference
from wasihost.runtime.state import MAX_SEGMENTS, Instance
from wasihost.runtime.table import TABLE_ENTRY, fill_fresh, table_apply, table_free, table_new, table_of
from wasihost.runtime.trap import end_in_time, next_piece, raise_trap
from wasihost.wasi.pieces import BYTES


@native(export=True)
def instance_new(
    store: Store, image: Image, builtins: ptr, externs: ExternValue, report: InstantiationReport
) -> Instance:
    """Allocate and link an instance.  `externs` has one entry per import.  Null: see `report`.  Runs no guest code."""
    none = Instance(ptr(0))
    header = image.header
    instance = allocate(store, header, report)
    if not instance:
        return none
    image_retain(image)
    instance.image, instance.store = image, store
    vm = instance.vm
    vm.store, vm.builtins, vm.instance, vm.image = store, builtins, ptr(instance), ptr(image)
    memcpy(ptr(vm) + header.vm.type_ids, image.type_ids, u64(header.vm.type_count) * 4)
    fault = link_imports(instance, externs, report)
    if fault == InstantiationFault.NONE:
        fault = define(instance, report)
    if fault != InstantiationFault.NONE:
        report.fault = fault
        instance_free(instance)
        return none
    instance.next = store.instances
    store.instances = ptr(instance)
    return instance


@native
def allocate(store: Store, header: ArtifactHeader, report: InstantiationReport) -> Instance:
    """Map the block, and set the pointers of an instance to its parts.  Null: see `report`."""
    vm = header.vm
    memories = u64(vm.memory_count - vm.memory_imports)
    tables = u64(vm.table_count - vm.table_imports)
    tags = u64(vm.tag_count - vm.tag_imports)
    elements = header.sections[Section.ELEMENTS].size // sizeof(ElementRecord)
    datas = header.sections[Section.DATA].size // sizeof(DataRecord)
    own = sizeof(Instance) + memories * sizeof(OwnedMemory) + tables * sizeof(Table) + tags * sizeof(Tag)
    context = (own + elements + datas + 63) // 64 * 64
    size = context + vm.size
    block = map_kept(store, size)
    if not block:
        report.fault, report.size = kept_fault(store, size), size
        return Instance(block)
    instance = Instance(block)
    instance.size, instance.vm = size, VMContext(block + context)
    instance.memories = OwnedMemory(block + sizeof(Instance))
    instance.tables = Table(ptr(instance.memories) + memories * sizeof(OwnedMemory))
    instance.tags = Tag(ptr(instance.tables) + tables * sizeof(Table))
    instance.dropped_elements = ptr(instance.tags) + tags * sizeof(Tag)
    instance.dropped_data = instance.dropped_elements + elements
    return instance


@native
def kept_fault(store: Store, size: u64) -> u32:
    """The fault for a null from `map_kept`."""
    if not keep(store, size):
        return InstantiationFault.KEPT_LIMIT
    unkeep(store, size)
    return InstantiationFault.NO_MEMORY


@native(export=True)
def instance_free(instance: Instance):
    """Free memories, tables and the instance itself.  Nothing may refer to any of them."""
    vm = instance.image.header.vm
    for i in range(vm.memory_count - vm.memory_imports):
        memory_free(instance.store, instance.memories[i])
    for i in range(vm.table_count - vm.table_imports):
        if instance.tables[i].base:
            table_free(instance.store, instance.tables[i])
    image = instance.image
    unmap_kept(instance.store, ptr(instance), instance.size)
    image_release(image)


# ------------------------------------------------------------------------------------------------------------ imports
@native
def link_imports(instance: Instance, externs: ExternValue, report: InstantiationReport) -> u32:
    """Check the type of each import, and store it in its slot.  Stops at the first fault."""
    header = instance.image.header
    records = ImportRecord(section(header, Section.IMPORTS))
    count = header.sections[Section.IMPORTS].size // sizeof(ImportRecord)
    at = ptr(instance.vm)
    functions, tables, memories = at + header.vm.functions, at + header.vm.tables, at + header.vm.memories
    globals, tags = at + header.vm.globals, at + header.vm.tags
    for i in range(count):
        record, extern = records[i], externs[i]
        report.import_index = u32(i)
        if not extern.address:
            return InstantiationFault.UNKNOWN_IMPORT
        if extern.kind != record.kind or not matches(instance, record, extern):
            return InstantiationFault.INCOMPATIBLE_IMPORT
        match record.kind:
            case ExternKind.FUNC:
                slot, target = ImportedFunction(functions), FuncRef(extern.address)
                slot.code, slot.vmctx, slot.funcref = target.code, target.vmctx, target
                functions = functions + sizeof(ImportedFunction)
            case ExternKind.TABLE:
                table = TableSlot(tables)
                table.base, table.table = Table(extern.address).base, Table(extern.address)
                tables = tables + sizeof(TableSlot)
            case ExternKind.MEMORY:
                memory = MemorySlot(memories)
                memory.base, memory.memory = Memory(extern.address).base, Memory(extern.address)
                may_be_guarded = record.page_shift == PAGE_SHIFT and not record.flags & ADDRESS_64
                if header.guarded and may_be_guarded and not memory.memory.guarded:
                    return InstantiationFault.NO_ADDRESS_SPACE
                memories = memories + sizeof(MemorySlot)
            case ExternKind.GLOBAL:
                ptr[globals] = extern.address
                globals = globals + SLOT
            case ExternKind.TAG:
                ptr[tags] = extern.address
                tags = tags + 8
    report.import_index = NONE
    return InstantiationFault.NONE


@native
def matches(instance: Instance, record: ImportRecord, extern: ExternValue) -> bool_:
    """Import matching (specification 4.5.3): functions and tags exactly, limits by inclusion."""
    ids = instance.image.type_ids
    match record.kind:
        case ExternKind.FUNC:
            return FuncRef(extern.address).type_id == u32[ids, record.typeidx]
        case ExternKind.TAG:
            return Tag(extern.address).type_id == u32[ids, record.typeidx]
        case ExternKind.GLOBAL:
            return global_matches(record, extern, heap_id(instance.image, record.typeidx))
        case ExternKind.TABLE:
            table = Table(extern.address)
            same = table.valtype == record.valtype and table.flags == record.flags
            same = same and table.heap == heap_id(instance.image, record.typeidx)
            return same and within(table.length, table.maximum, record)
        case ExternKind.MEMORY:
            memory = Memory(extern.address)
            same = memory.page_shift == record.page_shift and memory.flags == record.flags
            return same and within(memory.length >> memory.page_shift, memory.maximum, record)
    return False


@native
def global_matches(record: ImportRecord, extern: ExternValue, heap: u32) -> bool_:
    """A mutable global must have the same type, an immutable one a subtype."""
    same = extern.valtype == record.valtype
    if not same or extern.flags & MUTABLE != record.flags & MUTABLE:
        return False
    if record.flags & MUTABLE:
        return extern.flags == record.flags and extern.heap == heap
    return (extern.heap == heap or heap == 0) and extern.flags & NON_NULL >= record.flags & NON_NULL


@native
def heap_id(image: Image, typeidx: u32) -> u32:
    """The interned id of the function type of a reference; 0 for NONE."""
    return u32(0) if typeidx == NONE else u32[image.type_ids, typeidx]


@native
def within(size: u64, maximum: u64, record: ImportRecord) -> bool_:
    if size < record.minimum:
        return False
    return record.maximum == NO_MAXIMUM or (maximum != NO_MAXIMUM and maximum <= record.maximum)


# -------------------------------------------------------------------------------------------------------- definitions
@native
def define(instance: Instance, report: InstantiationReport) -> u32:
    """Create the entities that the module defines: tags, memories, globals, tables.  Returns a InstantiationFault."""
    define_tags(instance)
    fault = define_memories(instance, report)
    if fault != InstantiationFault.NONE:
        return fault
    define_globals(instance)
    return define_tables(instance, report)


@native
def define_tags(instance: Instance):
    image, vm = instance.image, instance.image.header.vm
    typeidxs = section(image.header, Section.TAGS)
    types = TypeRecord(section(image.header, Section.TYPES))
    slots = ptr(instance.vm) + vm.tags + u64(vm.tag_imports) * 8
    for i in range(vm.tag_count - vm.tag_imports):
        tag, typeidx = instance.tags[i], u32[typeidxs, i]
        payload = types[typeidx].slots
        tag.type_id, tag.payload_slots = u32[image.type_ids, typeidx], u16(payload)
        tag.kind = u16(kind_of(payload))
        ptr[slots, i] = ptr(tag)


@native
def define_memories(instance: Instance, report: InstantiationReport) -> u32:
    header = instance.image.header
    vm = header.vm
    records = MemoryRecord(section(header, Section.MEMORIES))
    slots = MemorySlot(ptr(instance.vm) + vm.memories)
    for i in range(vm.memory_count - vm.memory_imports):
        owned = instance.memories[i]
        fault = memory_new(instance.store, owned, records[i], header.guarded)
        if fault != InstantiationFault.NONE:
            # The size in bytes may exceed a u64.
            report.size = min(records[i].minimum, u64(NO_MAXIMUM) >> records[i].page_shift) << records[i].page_shift
            return fault
        slot = slots[vm.memory_imports + i]
        slot.base, slot.memory = owned.memory.base, owned.memory
    image = header.sections[Section.MEMORY]
    at = instance.image.at + image.offset
    if image.size and not memory_map_image(slots[0].memory, instance.image.fd, at, image.size):
        return InstantiationFault.NO_MEMORY
    return InstantiationFault.NONE


@native
def define_globals(instance: Instance):
    vm = instance.image.header.vm
    records = GlobalRecord(section(instance.image.header, Section.GLOBALS))
    values = ptr(instance.vm) + vm.globals + u64(vm.global_imports) * SLOT
    for i in range(vm.global_count - vm.global_imports):
        value = values + u64(i) * SLOT
        u64[value] = evaluate(instance.image, instance.vm, records[i].init)
        u64[value, 1] = evaluate_upper(instance.image, instance.vm, records[i].init)


@native
def define_tables(instance: Instance, report: InstantiationReport) -> u32:
    header = instance.image.header
    vm = header.vm
    records = TableRecord(section(header, Section.TABLES))
    slots = TableSlot(ptr(instance.vm) + vm.tables)
    from_segments = header.sections[Section.ELEMENTS].size // sizeof(ElementRecord) <= MAX_SEGMENTS
    for i in range(vm.table_count - vm.table_imports):
        record, table = records[i], instance.tables[i]
        limits = instance.store.limits
        if record.minimum > min(limits.table, u64(TABLE_LIMIT)):
            report.size = record.minimum
            return InstantiationFault.TABLE_LIMIT
        limits.table -= record.minimum
        table.owner, table.index = ptr(instance), vm.table_imports + i
        table.heap = heap_id(instance.image, record.heap)
        if not table_new(instance.store, table, record, vm.table_count - vm.table_imports):
            report.size = record.minimum * TABLE_ENTRY
            return kept_fault(instance.store, report.size)
        slot = slots[vm.table_imports + i]
        slot.base, slot.table = table.base, table
        if table.valtype == FUNCREF and from_segments and not record.init.count:
            table.from_segments = 1
    return InstantiationFault.NONE


# ----------------------------------------------------------------------------------------------------------- segments
@native
def instance_fill(instance: Instance):
    """Fill tables, then run the active segments: elements, then data.

    Called on the wasm stack, where it may trap; earlier writes stay.
    """
    fill_tables(instance)
    header, store = instance.image.header, instance.store
    elements = ElementRecord(section(header, Section.ELEMENTS))
    for i in range(header.sections[Section.ELEMENTS].size // sizeof(ElementRecord)):
        end_in_time(store)
        record = elements[i]
        if record.mode == SegmentMode.ACTIVE:
            flags = table_of(instance.vm, record.table).flags
            start = evaluate_address(instance.image, instance.vm, record.offset, flags)
            if i < MAX_SEGMENTS:
                instance.element_starts[i] = start
            if not table_apply(instance, record, start):
                raise_trap(store, Trap.TABLE_OUT_OF_BOUNDS)
        instance.applied_elements = i + 1
        u8[instance.dropped_elements, i] = record.mode != SegmentMode.PASSIVE
    datas = DataRecord(section(header, Section.DATA))
    for i in range(header.sections[Section.DATA].size // sizeof(DataRecord)):
        end_in_time(store)
        data = datas[i]
        if data.mode == SegmentMode.ACTIVE:
            flags = memory_of(instance.vm, data.memory).flags
            start = evaluate_address(instance.image, instance.vm, data.offset, flags)
            if not memory_write(instance, data.memory, data, start, 0, data.count):
                raise_trap(store, Trap.MEMORY_OUT_OF_BOUNDS)
        u8[instance.dropped_data, i] = data.mode != SegmentMode.PASSIVE


@native
def fill_tables(instance: Instance):
    """Write the initial value of each table whose initial value is not null."""
    vm = instance.image.header.vm
    records = TableRecord(section(instance.image.header, Section.TABLES))
    for i in range(vm.table_count - vm.table_imports):
        if records[i].init.count:
            value = evaluate(instance.image, instance.vm, records[i].init)
            fill_fresh(instance.store, instance.tables[i], 0, records[i].minimum, value)


@native
def memory_write(instance: Instance, memidx: u32, record: DataRecord, to: u64, first: u64, count: u64) -> bool_:
    """Copy `count` bytes of a segment, starting at `first`.  False, with nothing written: out of bounds."""
    header, memory = instance.image.header, memory_of(instance.vm, memidx)
    if count > memory.length or to > memory.length - count:
        return False
    source, target = section(header, Section.DATA_BYTES) + record.first + first, memory.base + to
    while count:
        size = next_piece(instance.store, count, BYTES)
        memcpy(target, source, size)
        source, target, count = source + size, target + size, count - size
    return True


# ------------------------------------------------------------------------------------------------------------ exports
@native(export=True)
def export_address(instance: Instance, kind: u32, index: u32) -> ptr:
    """The address in the ExternValue of an export."""
    vm, at = instance.image.header.vm, ptr(instance.vm)
    match kind:
        case ExternKind.FUNC:
            return ptr(function_reference(instance, index))
        case ExternKind.TABLE:
            return ptr(TableSlot(at + vm.tables)[index].table)
        case ExternKind.MEMORY:
            return ptr(MemorySlot(at + vm.memories)[index].memory)
        case ExternKind.GLOBAL:
            cell = at + vm.globals + u64(index) * SLOT
            return ptr[cell] if index < vm.global_imports else cell
        case ExternKind.TAG:
            return ptr[at + vm.tags, index]
    return ptr(0)


@native(export=True)
def export_value(instance: Instance, kind: u32, index: u32, extern: ExternValue):
    """Describe an export as an importable value."""
    header = instance.image.header
    extern.kind, extern.address = kind, export_address(instance, kind, index)
    if kind != ExternKind.GLOBAL:
        return
    first = header.vm.global_imports
    if index >= first:
        record = GlobalRecord(section(header, Section.GLOBALS))[index - first]
        extern.valtype, extern.flags, extern.heap = record.valtype, record.flags, heap_id(instance.image, record.heap)
        return
    imports = ImportRecord(section(header, Section.IMPORTS))
    for i in range(header.sections[Section.IMPORTS].size // sizeof(ImportRecord)):
        imported = imports[i]
        if imported.kind == ExternKind.GLOBAL:
            if index == 0:
                extern.valtype, extern.flags = imported.valtype, imported.flags
                extern.heap = heap_id(instance.image, imported.typeidx)
                return
            index -= 1


@native
def find_export(header: ArtifactHeader, name: ptr, size: u64, kind: u32) -> u32:
    """The index of an export with this name and kind, or NONE."""
    records = ExportRecord(section(header, Section.EXPORTS))
    strings = section(header, Section.STRINGS)
    for i in range(header.sections[Section.EXPORTS].size // sizeof(ExportRecord)):
        record = records[i]
        if record.kind == kind and record.name.size == size and memcmp(strings + record.name.offset, name, size) == 0:
            return record.index
    return NONE
