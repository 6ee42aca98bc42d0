"""All other sections: vectors of entries → arrays of records (specification section 5.5; native subset)."""

from wasihost.abi import ExternKind, SegmentMode
from wasihost.native import memcpy, native, ptr, sizeof, u8, u32, u64
from wasihost.wasm import limits
from wasihost.wasm.sections.expressions import read_expression
from wasihost.wasm.sections.layout import (
    NON_NULL,
    TYPE_EACH,
    TYPE_FOR_ALL,
    Body,
    Data,
    Element,
    Export,
    Expression,
    Fault,
    GlobalType,
    Import,
    MemoryType,
    TableType,
    Vector,
)
from wasihost.wasm.sections.reader import (
    Decoder,
    allocate,
    fail,
    offset_of,
    read_byte,
    read_count,
    read_name,
    read_span,
    read_u32,
    reject,
    skip,
)
from wasihost.wasm.sections.types import (
    FUNCREF,
    read_global_type,
    read_memory_type,
    read_reftype,
    read_table_type,
    read_tag_type,
)

EXPLICIT = 0x40  # begins a table with an initial value
NOT_ACTIVE, HAS_TABLE, DECLARATIVE, EXPRESSIONS = 1, 2, 2, 4  # flags of element segments


@native
def read_import_section(d: Decoder):
    count = read_count(d, Vector.IMPORTS, limits.IMPORTS)
    make_room_for_imports(d, count)
    module, room = d.module, count
    for i in range(count):
        if d.fault != 0:
            return
        imported = module.imports[module.import_count]
        imported.offset = offset_of(d, d.p)
        read_name(d, imported.module)
        read_name(d, imported.name)
        if imported.name.size == 0 and d.p < d.end and (u8[d.p] == TYPE_EACH or u8[d.p] == TYPE_FOR_ALL):
            room = read_imports(d, room, count - i)
        else:
            read_import_type(d, imported)
            count_import(d, imported)
        if module.import_count > limits.IMPORTS:
            reject(d, Fault.COUNT_LIMIT, d.p, module.import_count, Vector.IMPORTS)
    module.function_count, module.table_count = module.imported[ExternKind.FUNC], module.imported[ExternKind.TABLE]
    module.memory_count, module.global_count = module.imported[ExternKind.MEMORY], module.imported[ExternKind.GLOBAL]
    module.tag_count = module.imported[ExternKind.TAG]


@native
def read_imports(d: Decoder, room: u32, left: u32) -> u32:
    """Imports from one module: each with its name and type, or one type and then the names (compact import section).

    The next element of `imports` has the name of the module.  `room` is what the arrays hold, and `left` counts the
    entries of the section from this one on.  Returns the new room.
    """
    module = d.module
    span, each = module.imports[module.import_count].module, u32(u8[d.p]) == TYPE_EACH
    start, size = span.start, span.size
    d.p += 1
    type_at = d.p
    if not each:
        read_import_type(d, module.imports[module.import_count])
    count = read_count(d, Vector.IMPORTS, limits.IMPORTS)
    needed = module.import_count + count + left
    if needed > room:
        room = 2 * needed
        make_room_for_imports(d, room - module.import_count)
    for _ in range(count):
        if d.fault != 0:
            return room
        imported = module.imports[module.import_count]
        imported.module.start, imported.module.size, imported.offset = start, size, offset_of(d, d.p)
        read_name(d, imported.name)
        after = d.p
        if not each:
            d.p = type_at
        read_import_type(d, imported)
        if not each:
            d.p = after
        count_import(d, imported)
    return room


@native
def read_import_type(d: Decoder, imported: Import):
    """The kind of an import and its type, which is the next entry of its index space once the import is counted."""
    module = d.module
    at = d.p
    kind = read_byte(d)
    if kind > ExternKind.TAG:
        reject(d, Fault.IMPORT_KIND, at, kind, 0)
        return
    index = module.imported[kind]
    imported.kind, imported.index = kind, index
    match kind:
        case ExternKind.FUNC:
            u32[module.functions, index] = read_u32(d)
        case ExternKind.TABLE:
            read_table_type(d, module.tables[index])
        case ExternKind.MEMORY:
            read_memory_type(d, module.memories[index])
        case ExternKind.GLOBAL:
            read_global_type(d, module.globals[index])
        case ExternKind.TAG:
            u32[module.tags, index] = read_tag_type(d)


@native(inline=True)
def count_import(d: Decoder, imported: Import):
    d.module.imported[imported.kind] += 1
    d.module.import_count += 1


@native
def make_room_for_imports(d: Decoder, count: u32):
    """Room for `count` more imports, whatever their kinds are."""
    module = d.module
    imported = module.imported
    module.imports = Import(extended(d, ptr(module.imports), module.import_count, count, sizeof(Import)))
    module.functions = extended(d, module.functions, imported[ExternKind.FUNC], count, 4)
    module.tables = TableType(extended(d, ptr(module.tables), imported[ExternKind.TABLE], count, sizeof(TableType)))
    module.memories = MemoryType(
        extended(d, ptr(module.memories), imported[ExternKind.MEMORY], count, sizeof(MemoryType))
    )
    module.globals = GlobalType(
        extended(d, ptr(module.globals), imported[ExternKind.GLOBAL], count, sizeof(GlobalType))
    )
    module.tags = extended(d, module.tags, imported[ExternKind.TAG], count, 4)


@native
def extended(d: Decoder, entries: ptr, entry_count: u32, count: u32, size: u64) -> ptr:
    """An array of entries, and room for `count` more."""
    space = allocate(d, u64(entry_count) + count, size)
    if space:
        memcpy(space, entries, u64(entry_count) * size)
    return space


@native
def read_function_section(d: Decoder):
    module = d.module
    first = module.function_count
    count = read_count(d, Vector.FUNCTIONS, limits.FUNCTIONS)
    module.functions = extended(d, module.functions, first, count, 4)
    read_indices(d, module.functions + 4 * u64(first), count)
    module.function_count = first + count


@native
def read_indices(d: Decoder, indices: ptr, count: u32):
    for i in range(count):
        if d.fault != 0:
            return
        u32[indices, i] = read_u32(d)


@native
def read_table_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.TABLES, limits.TABLES)
    module.tables = TableType(extended(d, ptr(module.tables), module.table_count, count, sizeof(TableType)))
    for _ in range(count):
        if d.fault != 0:
            return
        table = module.tables[module.table_count]
        if d.p < d.end and u8[d.p] == EXPLICIT:
            d.p += 1
            if read_byte(d) != 0:
                fail(d, Fault.NOT_ZERO, d.p - 1)
            table.has_init = 1
        read_table_type(d, table)
        if table.has_init:
            read_expression(d, table.init)
        module.table_count += 1


@native
def read_memory_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.MEMORIES, limits.MEMORIES)
    module.memories = MemoryType(extended(d, ptr(module.memories), module.memory_count, count, sizeof(MemoryType)))
    for _ in range(count):
        if d.fault != 0:
            return
        read_memory_type(d, module.memories[module.memory_count])
        module.memory_count += 1


@native
def read_tag_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.TAGS, limits.TAGS)
    module.tags = extended(d, module.tags, module.tag_count, count, 4)
    for _ in range(count):
        if d.fault != 0:
            return
        u32[module.tags, module.tag_count] = read_tag_type(d)
        module.tag_count += 1


@native
def read_global_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.GLOBALS, limits.GLOBALS)
    module.globals = GlobalType(extended(d, ptr(module.globals), module.global_count, count, sizeof(GlobalType)))
    for _ in range(count):
        if d.fault != 0:
            return
        type = module.globals[module.global_count]
        read_global_type(d, type)
        read_expression(d, type.init)
        module.global_count += 1


@native
def read_export_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.EXPORTS, limits.EXPORTS)
    module.exports = Export(allocate(d, count, sizeof(Export)))
    for _ in range(count):
        if d.fault != 0:
            return
        export = module.exports[module.export_count]
        export.offset = offset_of(d, d.p)
        read_name(d, export.name)
        at = d.p
        export.kind = read_byte(d)
        if export.kind > ExternKind.TAG:
            fail(d, Fault.EXPORT_KIND, at)
        export.index = read_u32(d)
        module.export_count += 1


@native
def read_start_section(d: Decoder):
    d.module.has_start, d.module.start = 1, read_u32(d)


@native
def read_element_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.ELEMENT_SEGMENTS, limits.ELEMENT_SEGMENTS)
    module.elements = Element(allocate(d, count, sizeof(Element)))
    for _ in range(count):
        if d.fault != 0:
            return
        read_element(d, module.elements[module.element_count])
        module.element_count += 1


@native
def read_element(d: Decoder, segment: Element):
    at = d.p
    flags = read_u32(d)
    if flags > 7:
        fail(d, Fault.ELEMENTS_KIND, at)
    segment.position, segment.expressions = offset_of(d, at), flags & EXPRESSIONS
    segment.element = u32(FUNCREF) if flags & EXPRESSIONS else u32(NON_NULL[FUNCREF])
    if flags & NOT_ACTIVE:
        segment.mode = u32(SegmentMode.DECLARATIVE) if flags & DECLARATIVE else u32(SegmentMode.PASSIVE)
    else:
        segment.mode = SegmentMode.ACTIVE
        segment.table = read_u32(d) if flags & HAS_TABLE else u32(0)
        read_expression(d, segment.offset)
    if flags & (NOT_ACTIVE | HAS_TABLE):
        at = d.p
        if segment.expressions:
            segment.element = read_reftype(d)
        elif read_byte(d) != 0:
            fail(d, Fault.ELEMENT_KIND, at)
    count = read_count(d, Vector.ELEMENT_SEGMENT_ENTRIES, limits.ELEMENTS)
    segment.count = count
    segment.items = allocate(d, count, u64(sizeof(Expression)) if segment.expressions else u64(4))
    if not segment.expressions:
        read_indices(d, segment.items, count)
        return
    for i in range(count):
        if d.fault != 0:
            return
        read_expression(d, Expression(segment.items)[i])


@native
def read_data_count_section(d: Decoder):
    d.module.has_data_count, d.module.announced_data_count = 1, read_u32(d)


@native
def read_code_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.FUNCTIONS, limits.FUNCTIONS)
    module.bodies = Body(allocate(d, count, sizeof(Body)))
    for _ in range(count):
        if d.fault != 0:
            return
        at = d.p
        size = read_u32(d)
        if size > limits.BODY_SIZE:
            if size > u64(d.end) - u64(d.p):
                fail(d, Fault.OUT_OF_BOUNDS, at)
            else:
                reject(d, Fault.BODY_SIZE, at, size, 0)
        body = module.bodies[module.body_count]
        body.start = offset_of(d, skip(d, size))
        body.end = body.start + size
        module.body_count += 1


@native
def read_data_section(d: Decoder):
    module = d.module
    count = read_count(d, Vector.DATA_SEGMENTS, limits.DATA_SEGMENTS)
    module.datas = Data(allocate(d, count, sizeof(Data)))
    for _ in range(count):
        if d.fault != 0:
            return
        segment = module.datas[module.data_count]
        at = d.p
        flags = read_u32(d)
        if flags > 2:
            fail(d, Fault.DATA_KIND, at)
        segment.mode = u32(SegmentMode.PASSIVE) if flags == 1 else u32(SegmentMode.ACTIVE)
        segment.memory = read_u32(d) if flags == 2 else u32(0)
        if flags != 1:
            read_expression(d, segment.offset)
        read_span(d, segment.content)
        module.data_count += 1
