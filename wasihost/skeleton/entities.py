"""Imports, exports, and the entities that a module defines (native subset)."""

from wasihost.abi import (
    ADDRESS_64,
    MUTABLE,
    NO_MAXIMUM,
    SHARED,
    ExportRecord,
    ExternKind,
    GlobalRecord,
    ImportRecord,
    MemoryRecord,
    Section,
    TableRecord,
)
from wasihost.native import Ptr, bool_, memcpy, native, sizeof, u32, u64
from wasihost.native.prelude import memcmp
from wasihost.skeleton.expressions import REF_NULL, put_expression, put_no_expression
from wasihost.skeleton.layout import Skeleton
from wasihost.skeleton.types import heap_of, kind_of, nullness_of
from wasihost.skeleton.writer import ALIGNMENT, begin, finish, put_section, put_string
from wasihost.wasm.sections import layout
from wasihost.wasm.sections.layout import HAS_MAXIMUM, GlobalType, Import, Limits, Span, TableType

WIDE_ADDRESSES, SHARED_MEMORY = layout.ADDRESS_64, layout.SHARED


@native
def put_imports(w: Skeleton):
    module = w.module
    records = ImportRecord(begin(w, Section.IMPORTS, ALIGNMENT))
    for i in range(module.import_count):
        imported, record = module.imports[i], records[i]
        if i and same_text(w, imported.module, module.imports[i - 1].module):
            memcpy(record.module, records[i - 1].module, sizeof(Span))
        else:
            put_string(w, record.module, module.data + imported.module.start, imported.module.size)
        put_string(w, record.name, module.data + imported.name.start, imported.name.size)
        record.kind = imported.kind
        put_import_type(w, record, imported)
    finish(w, Section.IMPORTS, u64(module.import_count) * sizeof(ImportRecord))


@native
def same_text(w: Skeleton, a: Ptr(Span), b: Ptr(Span)) -> bool_:
    return a.size == b.size and memcmp(w.module.data + a.start, w.module.data + b.start, a.size) == 0


@native
def put_import_type(w: Skeleton, record: ImportRecord, imported: Import):
    module = w.module
    match imported.kind:
        case ExternKind.FUNC:
            record.typeidx = u32[module.functions, imported.index]
        case ExternKind.TAG:
            record.typeidx = u32[module.tags, imported.index]
        case ExternKind.GLOBAL:
            type = module.globals[imported.index]
            record.valtype, record.flags = kind_of(module, type.valtype), flags_of_global(type)
            record.typeidx = heap_of(module, type.valtype)
        case ExternKind.TABLE:
            table = module.tables[imported.index]
            record.minimum, record.maximum, record.flags = (
                table.limits.minimum,
                maximum_of(table.limits),
                flags_of_table(table),
            )
            record.valtype, record.typeidx = kind_of(module, table.element), heap_of(module, table.element)
        case ExternKind.MEMORY:
            limits = module.memories[imported.index].limits
            record.minimum, record.maximum, record.flags = limits.minimum, maximum_of(limits), flags_of_memory(limits)
            record.page_shift = limits.page_shift


@native
def maximum_of(limits: Ptr(Limits)) -> u64:
    return limits.maximum if limits.flags & HAS_MAXIMUM else u64(NO_MAXIMUM)


@native
def flags_of_memory(limits: Ptr(Limits)) -> u32:
    address = u32(ADDRESS_64) if limits.flags & WIDE_ADDRESSES else u32(0)
    return address | (u32(SHARED) if limits.flags & SHARED_MEMORY else u32(0))


@native
def flags_of_table(table: Ptr(TableType)) -> u32:
    address = u32(ADDRESS_64) if table.limits.flags & WIDE_ADDRESSES else u32(0)
    return address | nullness_of(table.element)


@native
def flags_of_global(type: Ptr(GlobalType)) -> u32:
    return (u32(MUTABLE) if type.mutable else u32(0)) | nullness_of(type.valtype)


@native
def put_exports(w: Skeleton):
    module = w.module
    records = ExportRecord(begin(w, Section.EXPORTS, ALIGNMENT))
    for i in range(module.export_count):
        export, record = module.exports[i], records[i]
        put_string(w, record.name, module.data + export.name.start, export.name.size)
        record.kind, record.index = export.kind, export.index
    finish(w, Section.EXPORTS, u64(module.export_count) * sizeof(ExportRecord))


@native
def put_memories(w: Skeleton):
    first = w.module.imported[ExternKind.MEMORY]
    count = w.module.memory_count - first
    records = MemoryRecord(begin(w, Section.MEMORIES, ALIGNMENT))
    for i in range(count):
        limits, record = w.module.memories[first + i].limits, records[i]
        record.minimum, record.maximum = limits.minimum, maximum_of(limits)
        record.page_shift, record.flags = limits.page_shift, flags_of_memory(limits)
    finish(w, Section.MEMORIES, u64(count) * sizeof(MemoryRecord))


@native
def put_tables(w: Skeleton):
    module, first = w.module, w.module.imported[ExternKind.TABLE]
    count = module.table_count - first
    records = TableRecord(begin(w, Section.TABLES, ALIGNMENT))
    for i in range(count):
        table, record = module.tables[first + i], records[i]
        record.minimum, record.maximum, record.flags = (
            table.limits.minimum,
            maximum_of(table.limits),
            flags_of_table(table),
        )
        record.valtype, record.heap = kind_of(module, table.element), heap_of(module, table.element)
        if table.has_init and not is_null(w, table):
            put_expression(w, record.init, table.init)
        else:
            put_no_expression(w, record.init)
    finish(w, Section.TABLES, u64(count) * sizeof(TableRecord))


@native
def is_null(w: Skeleton, table: Ptr(TableType)) -> bool_:
    constant = w.module.constants[table.init.first]
    return constant.prefix == 0 and constant.opcode == REF_NULL


@native
def put_globals(w: Skeleton):
    module, first = w.module, w.module.imported[ExternKind.GLOBAL]
    count = module.global_count - first
    records = GlobalRecord(begin(w, Section.GLOBALS, ALIGNMENT))
    for i in range(count):
        type, record = module.globals[first + i], records[i]
        record.valtype, record.flags = kind_of(module, type.valtype), flags_of_global(type)
        record.heap = heap_of(module, type.valtype)
        put_expression(w, record.init, type.init)
    finish(w, Section.GLOBALS, u64(count) * sizeof(GlobalRecord))


@native
def put_tags(w: Skeleton):
    first = w.module.imported[ExternKind.TAG]
    put_section(w, Section.TAGS, w.module.tags + 4 * u64(first), 4 * u64(w.module.tag_count - first))
