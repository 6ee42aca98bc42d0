"""Instances: an image and its imports in, a VMContext ready to run out (specification 4.5.4).

An instance is one mapping: Instance, the things it owns, then its VMContext.  Imports arrive resolved, as ExternValues
in import order; names are the caller's business.
"""

from wasihost.abi import (
    NO_MAXIMUM,
    NONE,
    SLOT,
    TABLE_LIMIT,
    ArtifactHeader,
    DataRecord,
    ElementRecord,
    ExportRecord,
    ExprRef,
    ExternKind,
    ExternValue,
    FuncRef,
    FunctionRecord,
    GlobalRecord,
    ImportedFunction,
    ImportRecord,
    LinkFault,
    LinkReport,
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
from wasihost.native import Ptr, Struct, bool_, memcpy, native, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import (
    MAP_ANONYMOUS,
    MAP_NORESERVE,
    MAP_PRIVATE,
    PROT_READ,
    PROT_WRITE,
    SYS,
)
from wasihost.native.prelude import memcmp
from wasihost.runtime.expression import evaluate, locate
from wasihost.runtime.image import Image, section
from wasihost.runtime.memory import OwnedMemory, memory_free, memory_map_image, memory_new
from wasihost.runtime.type_ids import pages

FRESH = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE


class Instance(Struct):
    size: u64  # bytes of the mapping
    image: Ptr(Image)
    store: Ptr(Store)
    vm: Ptr(VMContext)
    memories: Ptr(OwnedMemory)  # defined ones
    tables: Ptr(Table)
    tags: Ptr(Tag)
    dropped_elements: ptr  # u8 per segment
    dropped_data: ptr


@native(export=True)
def instance_new(store: Store, image: Image, builtins: ptr, externs: ExternValue, report: LinkReport) -> Instance:
    """Allocate and link.  `externs` has one entry per import.  Null: `report` says why.  Runs no code of the guest."""
    none = Instance(ptr(0))
    header = image.header
    instance = allocate(header)
    if not instance:
        report.fault = LinkFault.NO_MEMORY
        return none
    instance.image, instance.store = image, store
    vm = instance.vm
    vm.store, vm.builtins, vm.instance, vm.image = store, builtins, ptr(instance), ptr(image)
    memcpy(ptr(vm) + header.vm.type_ids, image.type_ids, u64(header.vm.type_count) * 4)
    fault = link_imports(instance, externs, report)
    if fault == LinkFault.NONE:
        fault = define(instance)
    if fault != LinkFault.NONE:
        report.fault = fault
        instance_free(instance)
        return none
    return instance


@native
def allocate(header: ArtifactHeader) -> Instance:
    """Map the block and point the parts of an instance into it."""
    vm = header.vm
    memories = u64(vm.memory_count - vm.memory_imports)
    tables = u64(vm.table_count - vm.table_imports)
    tags = u64(vm.tag_count - vm.tag_imports)
    elements = header.sections[Section.ELEMENTS].size // sizeof(ElementRecord)
    datas = header.sections[Section.DATA].size // sizeof(DataRecord)
    own = sizeof(Instance) + memories * sizeof(OwnedMemory) + tables * sizeof(Table) + tags * sizeof(Tag)
    context = (own + elements + datas + 63) // 64 * 64
    size = context + vm.size
    block = pages(size)
    if not block:
        return Instance(block)
    instance = Instance(block)
    instance.size, instance.vm = size, VMContext(block + context)
    instance.memories = OwnedMemory(block + sizeof(Instance))
    instance.tables = Table(ptr(instance.memories) + memories * sizeof(OwnedMemory))
    instance.tags = Tag(ptr(instance.tables) + tables * sizeof(Table))
    instance.dropped_elements = ptr(instance.tags) + tags * sizeof(Tag)
    instance.dropped_data = instance.dropped_elements + elements
    return instance


@native(export=True)
def instance_free(instance: Instance):
    """Give memories, tables and the instance itself back.  Nothing may refer to any of them any more."""
    vm = instance.image.header.vm
    for i in range(vm.memory_count - vm.memory_imports):
        memory_free(instance.memories[i])
    for i in range(vm.table_count - vm.table_imports):
        if instance.tables[i].base:
            syscall(SYS.munmap, instance.tables[i].base, instance.tables[i].reserved)
    syscall(SYS.munmap, instance, instance.size)


# ------------------------------------------------------------------------------------------------------------ imports
@native
def link_imports(instance: Instance, externs: ExternValue, report: LinkReport) -> u32:
    """Check each import's type exactly and put it in its slot.  Stops at the first fault."""
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
            return LinkFault.UNKNOWN_IMPORT
        if extern.kind != record.kind or not matches(instance, record, extern):
            return LinkFault.INCOMPATIBLE_IMPORT
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
                if header.guarded and not memory.memory.guarded:
                    return LinkFault.NO_ADDRESS_SPACE
                memories = memories + sizeof(MemorySlot)
            case ExternKind.GLOBAL:
                ptr[globals] = extern.address
                globals = globals + SLOT
            case ExternKind.TAG:
                ptr[tags] = extern.address
                tags = tags + 8
    report.import_index = NONE
    return LinkFault.NONE


@native
def matches(instance: Instance, record: ImportRecord, extern: ExternValue) -> bool_:
    """Import matching (specification 4.5.3): functions, globals and tags exactly, limits by inclusion."""
    ids = instance.image.type_ids
    match record.kind:
        case ExternKind.FUNC:
            return FuncRef(extern.address).type_id == u32[ids, record.typeidx]
        case ExternKind.TAG:
            return Tag(extern.address).type_id == u32[ids, record.typeidx]
        case ExternKind.GLOBAL:
            return extern.valtype == record.valtype and extern.mutable == record.flags & 1
        case ExternKind.TABLE:
            table = Table(extern.address)
            return table.valtype == record.valtype and within(table.length, table.maximum, record, 0)
        case ExternKind.MEMORY:
            memory = Memory(extern.address)
            return within(memory.length, memory.maximum, record, memory.page_shift)
    return False


@native
def within(size: u64, maximum: u64, record: ImportRecord, shift: u32) -> bool_:
    if size >> shift < record.minimum:
        return False
    return record.maximum == NO_MAXIMUM or (maximum != NO_MAXIMUM and maximum >> shift <= record.maximum)


# -------------------------------------------------------------------------------------------------------- definitions
@native
def define(instance: Instance) -> u32:
    """Make what the module defines: functions as values, tags, memories, globals, tables.  Returns a LinkFault."""
    define_funcrefs(instance)
    define_tags(instance)
    fault = define_memories(instance)
    if fault != LinkFault.NONE:
        return fault
    define_globals(instance)
    return define_tables(instance)


@native
def define_funcrefs(instance: Instance):
    image, vm = instance.image, instance.image.header.vm
    escaped = section(image.header, Section.FUNCREFS)
    functions = FunctionRecord(section(image.header, Section.FUNCTIONS))
    refs = FuncRef(ptr(instance.vm) + vm.funcrefs)
    for i in range(vm.funcref_count):
        funcidx = u32[escaped, i]
        function, ref = functions[funcidx - vm.function_imports], refs[i]
        ref.code, ref.vmctx = ptr(image.code.low + function.code), ptr(instance.vm)
        ref.type_id, ref.funcidx = u32[image.type_ids, function.typeidx], funcidx


@native
def define_tags(instance: Instance):
    image, vm = instance.image, instance.image.header.vm
    typeidxs = section(image.header, Section.TAGS)
    types = TypeRecord(section(image.header, Section.TYPES))
    slots = ptr(instance.vm) + vm.tags + u64(vm.tag_imports) * 8
    for i in range(vm.tag_count - vm.tag_imports):
        tag, typeidx = instance.tags[i], u32[typeidxs, i]
        tag.type_id, tag.payload_slots = u32[image.type_ids, typeidx], types[typeidx].slots
        ptr[slots, i] = ptr(tag)


@native
def define_memories(instance: Instance) -> u32:
    header = instance.image.header
    vm = header.vm
    records = MemoryRecord(section(header, Section.MEMORIES))
    slots = MemorySlot(ptr(instance.vm) + vm.memories)
    for i in range(vm.memory_count - vm.memory_imports):
        owned = instance.memories[i]
        fault = memory_new(owned, records[i], header.guarded)
        if fault != LinkFault.NONE:
            return fault
        slot = slots[vm.memory_imports + i]
        slot.base, slot.memory = owned.memory.base, owned.memory
    image = header.sections[Section.MEMORY]
    if image.size and not memory_map_image(slots[0].memory, instance.image.fd, image.offset, image.size):
        return LinkFault.NO_MEMORY
    return LinkFault.NONE


@native
def define_globals(instance: Instance):
    vm = instance.image.header.vm
    records = GlobalRecord(section(instance.image.header, Section.GLOBALS))
    values = ptr(instance.vm) + vm.globals + u64(vm.global_imports) * SLOT
    for i in range(vm.global_count - vm.global_imports):
        u64[values + u64(i) * SLOT] = evaluate(instance.image, instance.vm, records[i].init)


@native
def define_tables(instance: Instance) -> u32:
    vm = instance.image.header.vm
    records = TableRecord(section(instance.image.header, Section.TABLES))
    slots = TableSlot(ptr(instance.vm) + vm.tables)
    for i in range(vm.table_count - vm.table_imports):
        record, table = records[i], instance.tables[i]
        if record.minimum > TABLE_LIMIT:
            return LinkFault.NO_MEMORY
        most: u64 = record.maximum if record.maximum < TABLE_LIMIT else u64(TABLE_LIMIT)
        room = (most + 1) * 8
        base = syscall(SYS.mmap, 0, room, PROT_READ | PROT_WRITE, FRESH, -1, 0)
        if base < 0:
            return LinkFault.NO_MEMORY
        table.base, table.length, table.maximum = ptr(base), record.minimum, record.maximum
        table.reserved, table.valtype = room, record.valtype
        slot = slots[vm.table_imports + i]
        slot.base, slot.table = table.base, table
        if record.init.count:
            value = evaluate(instance.image, instance.vm, record.init)
            for j in range(record.minimum):
                u64[table.base, j] = value
    return LinkFault.NONE


# ----------------------------------------------------------------------------------------------------------- segments
@native(export=True)
def instance_fill(instance: Instance) -> u32:
    """Run the active segments: elements, then data.  Returns a `Trap`, or 0; what was written before a trap stays."""
    header = instance.image.header
    elements = ElementRecord(section(header, Section.ELEMENTS))
    for i in range(header.sections[Section.ELEMENTS].size // sizeof(ElementRecord)):
        record = elements[i]
        if record.mode == SegmentMode.ACTIVE:
            start = evaluate(instance.image, instance.vm, record.offset) & NONE
            if not table_write(instance, record.table, record, start, 0, record.count):
                return Trap.TABLE_OUT_OF_BOUNDS
        u8[instance.dropped_elements, i] = record.mode != SegmentMode.PASSIVE
    datas = DataRecord(section(header, Section.DATA))
    for i in range(header.sections[Section.DATA].size // sizeof(DataRecord)):
        data = datas[i]
        if data.mode == SegmentMode.ACTIVE:
            start = evaluate(instance.image, instance.vm, data.offset) & NONE
            if not memory_write(instance, data.memory, data, start, 0, data.count):
                return Trap.MEMORY_OUT_OF_BOUNDS
        u8[instance.dropped_data, i] = data.mode != SegmentMode.PASSIVE
    return 0


@native
def table_write(instance: Instance, tableidx: u32, record: ElementRecord, to: u64, first: u64, count: u64) -> bool_:
    """Copy `count` items of a segment from `first` on; False, with nothing written, when out of bounds."""
    image, vm = instance.image, instance.vm
    table = TableSlot(ptr(vm) + image.header.vm.tables)[tableidx].table
    if count > table.length or to > table.length - count:
        return False
    items = section(image.header, Section.ELEMENT_ITEMS) + u64(record.first) * 4
    target = table.base + to * 8
    for i in range(first, first + count):
        if record.expressions:
            u64[target, i - first] = evaluate(image, vm, ExprRef(items)[i])
        else:
            u64[target, i - first] = locate(vm, u32[items, i])
    return True


@native
def memory_write(instance: Instance, memidx: u32, record: DataRecord, to: u64, first: u64, count: u64) -> bool_:
    """Copy `count` bytes of a segment from `first` on; False, with nothing written, when out of bounds."""
    header = instance.image.header
    memory = MemorySlot(ptr(instance.vm) + header.vm.memories)[memidx].memory
    if count > memory.length or to > memory.length - count:
        return False
    memcpy(memory.base + to, section(header, Section.DATA_BYTES) + record.first + first, count)
    return True


# ------------------------------------------------------------------------------------------------------------ exports
@native(export=True)
def function_reference(instance: Instance, funcidx: u32) -> FuncRef:
    """The FuncRef of an imported or escaped function; null for one that cannot be a value."""
    vm = instance.image.header.vm
    if funcidx < vm.function_imports:
        return ImportedFunction(ptr(instance.vm) + vm.functions)[funcidx].funcref
    escaped = section(instance.image.header, Section.FUNCREFS)
    low, high = u32(0), vm.funcref_count
    while low < high:
        middle = (low + high) // 2
        if u32[escaped, middle] < funcidx:
            low = middle + 1
        else:
            high = middle
    if low < vm.funcref_count and u32[escaped, low] == funcidx:
        return FuncRef(ptr(instance.vm) + vm.funcrefs)[low]
    return FuncRef(ptr(0))


@native(export=True)
def export_address(instance: Instance, kind: u32, index: u32) -> ptr:
    """What an ExternValue of this export holds; see there."""
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


@native
def find_export(header: ArtifactHeader, name: ptr, size: u64, kind: u32) -> u32:
    """The index of an export by name and kind, or NONE."""
    records = ExportRecord(section(header, Section.EXPORTS))
    strings = section(header, Section.STRINGS)
    for i in range(header.sections[Section.EXPORTS].size // sizeof(ExportRecord)):
        record = records[i]
        if record.kind == kind and record.name.size == size and memcmp(strings + record.name.offset, name, size) == 0:
            return record.index
    return NONE
