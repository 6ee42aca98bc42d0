"""Validate everything in a module except its function bodies (specification section 3.5; native subset).

The order is that of the specification's rule for modules, which decides about the fault of a module with several.
"""

from wasihost.abi import NONE, ExternKind, SegmentMode
from wasihost.native import Ptr, bool_, native, new, ptr, u8, u32, u64
from wasihost.native.prelude import memcmp
from wasihost.wasm.sections.arena import take
from wasihost.wasm.sections.hashing import hash_of, slot_mask
from wasihost.wasm.sections.integers import Integer, read_integer
from wasihost.wasm.sections.layout import (
    ADDRESS_64,
    HAS_MAXIMUM,
    NON_NULL_CODES,
    SHARED,
    Decoded,
    Element,
    Expression,
    Fault,
    Limits,
    Rejection,
    SectionId,
)
from wasihost.wasm.validator.constants import (
    Check,
    is_subtype,
    reject,
    require_index,
    type_of,
    validate_constant,
)


@native(export=True)
def validate_module(module: Ptr(Decoded), rejection: Ptr(Rejection)) -> u32:
    """Validate a decoded module.  Returns a Fault, and describes it in `rejection`."""
    c = new(Check)
    c.module, c.rejection, c.fault = module, rejection, 0
    c.stack = take(module, 8 * u64(module.largest_expression))
    if not c.stack:
        reject(c, Fault.NO_MEMORY, 0, 0, 0)
        return c.fault
    validate_functions(c)
    validate_limits(c)
    validate_tags(c)
    if c.fault == 0:
        validate_initializers(c)
    if c.fault == 0:
        validate_segments(c)
    if c.fault == 0:
        validate_start(c)
        validate_exports(c)
    return c.fault


@native
def validate_functions(c: Check):
    module = c.module
    for funcidx in range(module.function_count):
        typeidx = u32[module.functions, funcidx]
        if typeidx >= module.type_count:
            reject(c, Fault.UNKNOWN_TYPE, where_is_function(module, funcidx), typeidx, funcidx)
            return


@native
def validate_limits(c: Check):
    module = c.module
    for index in range(module.table_count):
        limits = module.tables[index].limits
        bits = u64(64) if limits.flags & ADDRESS_64 else u64(32)
        fault = limits_fault(limits, ~u64(0) >> (64 - bits), Fault.TABLE_SIZE)
        if fault != 0:
            reject(c, fault, where_is(module, ExternKind.TABLE, SectionId.TABLE, index), bits, 0)
            return
    for index in range(module.memory_count):
        limits = module.memories[index].limits
        most = most_pages(limits)
        fault = limits_fault(limits, most, Fault.MEMORY_SIZE)
        if limits.flags & SHARED and not limits.flags & HAS_MAXIMUM:
            fault = Fault.SHARED_WITHOUT_MAXIMUM
        if fault != 0:
            is_4gib = u32(limits.flags & ADDRESS_64 == 0 and limits.page_shift != 0)
            reject(c, fault, where_is(module, ExternKind.MEMORY, SectionId.MEMORY, index), most, is_4gib)
            return


@native
def most_pages(limits: Ptr(Limits)) -> u64:
    bits = u64(64) if limits.flags & ADDRESS_64 else u64(32)
    if limits.page_shift == 0:
        return ~u64(0) >> (64 - bits)
    return u64(1) << (bits - limits.page_shift)


@native
def limits_fault(limits: Ptr(Limits), most: u64, too_large: u32) -> u32:
    if limits.minimum > most or limits.maximum > most:
        return too_large
    if limits.flags & HAS_MAXIMUM and limits.minimum > limits.maximum:
        return Fault.LIMITS_ORDER
    return 0


@native
def validate_tags(c: Check):
    module = c.module
    for index in range(module.tag_count):
        typeidx = u32[module.tags, index]
        if typeidx >= module.type_count:
            reject(c, Fault.UNKNOWN_TYPE, where_is(module, ExternKind.TAG, SectionId.TAG, index), typeidx, NONE)
            return
        if module.signatures[typeidx].result_count != 0:
            reject(c, Fault.TAG_RESULT, where_is(module, ExternKind.TAG, SectionId.TAG, index), 0, 0)
            return


@native
def validate_initializers(c: Check):
    """Initializers of tables may use imported globals, those of globals also the globals before them."""
    module = c.module
    first = module.imported[ExternKind.GLOBAL]
    at = section_start(module, SectionId.TABLE)
    for index in range(module.imported[ExternKind.TABLE], module.table_count):
        table = module.tables[index]
        if table.has_init:
            validate_constant(c, table.init, table.element, first, at)
        elif table.element >= NON_NULL_CODES.start:
            reject(c, Fault.NO_INITIAL_VALUE, at, index, 0)
        if c.fault != 0:
            return
    at = section_start(module, SectionId.GLOBAL)
    for index in range(first, module.global_count):
        type = module.globals[index]
        validate_constant(c, type.init, type.valtype, index, at)
        if c.fault != 0:
            return


@native
def validate_segments(c: Check):
    module = c.module
    for i in range(module.element_count):
        validate_element(c, module.elements[i])
        if c.fault != 0:
            return
    for i in range(module.data_count):
        data = module.datas[i]
        if data.mode == SegmentMode.ACTIVE:
            at = data.content.start
            require_index(c, data.memory, module.memory_count, Fault.UNKNOWN_MEMORY, at)
            if c.fault == 0:
                validate_constant(c, data.offset, module.memories[data.memory].address, module.global_count, at)
            if c.fault != 0:
                return


@native
def validate_element(c: Check, segment: Element):
    module, at = c.module, segment.position
    if segment.expressions:
        for i in range(segment.count):
            validate_constant(c, Expression(segment.items)[i], segment.element, module.global_count, at)
            if c.fault != 0:
                return
    else:
        validate_functions_of(c, segment)
    if segment.mode != SegmentMode.ACTIVE:
        return
    require_index(c, segment.table, module.table_count, Fault.UNKNOWN_TABLE, at)
    if c.fault != 0:
        return
    table = module.tables[segment.table]
    if not is_subtype(module, type_of(module, segment.element), type_of(module, table.element)):
        reject(c, Fault.ELEMENT_TYPE, at, table.element, segment.element)
    else:
        validate_constant(c, segment.offset, table.address, module.global_count, at)


@native
def validate_functions_of(c: Check, segment: Element):
    """Check the function indices of a segment.  A fault names the largest one."""
    largest: u32 = 0
    for i in range(segment.count):
        funcidx = u32[segment.items, i]
        largest = max(largest, funcidx)
        if funcidx < c.module.function_count:
            u8[c.module.declared, funcidx] = 1
    if segment.count:
        require_index(c, largest, c.module.function_count, Fault.UNKNOWN_FUNCTION, segment.position)


@native
def validate_start(c: Check):
    module = c.module
    if not module.has_start:
        return
    at = section_start(module, SectionId.START)
    require_index(c, module.start, module.function_count, Fault.UNKNOWN_FUNCTION, at)
    if c.fault == 0:
        type = module.signatures[u32[module.functions, module.start]]
        if type.param_count + type.result_count != 0:
            reject(c, Fault.START_TYPE, at, module.start, 0)


@native
def validate_exports(c: Check):
    module = c.module
    mask = slot_mask(module.export_count)
    slots = take(module, 4 * (mask + 1))
    if not slots:
        reject(c, Fault.NO_MEMORY, 0, 0, 0)
        return
    for i in range(module.export_count):
        export = module.exports[i]
        match export.kind:
            case ExternKind.FUNC:
                require_index(c, export.index, module.function_count, Fault.UNKNOWN_FUNCTION, export.offset)
                if c.fault == 0:
                    u8[module.declared, export.index] = 1
            case ExternKind.TABLE:
                require_index(c, export.index, module.table_count, Fault.UNKNOWN_TABLE, export.offset)
            case ExternKind.MEMORY:
                require_index(c, export.index, module.memory_count, Fault.UNKNOWN_MEMORY, export.offset)
            case ExternKind.GLOBAL:
                require_index(c, export.index, module.global_count, Fault.UNKNOWN_GLOBAL, export.offset)
            case ExternKind.TAG:
                require_index(c, export.index, module.tag_count, Fault.UNKNOWN_TAG, export.offset)
        if not is_new_name(module, slots, mask, i):
            reject(c, Fault.DUPLICATE_EXPORT, export.offset, i, 0)
        if c.fault != 0:
            return


@native
def is_new_name(module: Ptr(Decoded), slots: ptr, mask: u64, number: u32) -> bool_:
    """Enter the name of an export.  False: an earlier one has the same."""
    name = module.exports[number].name
    text = module.data + name.start
    slot = hash_of(module, text, name.size, name.size) & mask
    while u32[slots, slot]:
        other = module.exports[u32[slots, slot] - 1].name
        if other.size == name.size and memcmp(module.data + other.start, text, name.size) == 0:
            return False
        slot = (slot + 1) & mask
    u32[slots, slot] = number + 1
    return True


# ------------------------------------------------------------------------------------------------- where a fault is
@native
def section_start(module: Ptr(Decoded), id: u32) -> u32:
    """The offset of a section's content; 0: there is no such section."""
    for i in range(module.section_count):
        if module.sections[i].id == id:
            return module.sections[i].start
    return 0


@native
def where_is(module: Ptr(Decoded), kind: u32, section: u32, index: u32) -> u32:
    """The offset to report for an entry of an index space: that of its import, or of the section that defines it."""
    if index >= module.imported[kind]:
        return section_start(module, section)
    i: u32 = 0
    while module.imports[i].kind != kind or module.imports[i].index != index:
        i += 1
    return module.imports[i].offset


@native
def where_is_function(module: Ptr(Decoded), funcidx: u32) -> u32:
    """The offset of a function's import, or of its type index in the function section."""
    at = where_is(module, ExternKind.FUNC, SectionId.FUNCTION, funcidx)
    first = module.imported[ExternKind.FUNC]
    if funcidx < first:
        return at
    found = new(Integer)
    found.next = module.data + at
    for _ in range(1 + funcidx - first):  # the count, and the functions before it
        read_integer(found, found.next, module.data + module.size, 32, 0)
    return u32(u64(found.next) - u64(module.data))
