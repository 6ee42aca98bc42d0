"""Element and data segments, and the initial bytes of memory 0 (native subset).

`codegen.memory_image` says which segments the image may have.
"""

from wasihost.abi import (
    HOST_PAGE,
    ConstOp,
    DataRecord,
    ElementRecord,
    ExprRef,
    ExternKind,
    Section,
    SegmentMode,
)
from wasihost.native import Ptr, bool_, memcpy, native, new, ptr, sizeof, u32, u64
from wasihost.skeleton.expressions import (
    OPERATION_OF,
    REF_NULL,
    constant_value,
    locator,
    put_expression,
    put_no_expression,
)
from wasihost.skeleton.layout import Skeleton
from wasihost.skeleton.types import kind_of
from wasihost.skeleton.writer import ALIGNMENT, begin, finish
from wasihost.wasm.sections.layout import Constant, Element, Expression

MAX_SPARSE_BYTES = 1 << 20  # an image of this size may have any number of zeros
MAX_RATIO = 8  # a larger one may be so many times as large as its contents


# -------------------------------------------------------------------------------------------------------------- image
@native
def put_memory_image(w: Skeleton):
    """Write the image, of whole pages, and note which segments are in it."""
    module, offset = w.module, new(u64)
    image = begin(w, Section.MEMORY, HOST_PAGE)
    end: u64 = 0
    w.image_stop = 0
    if module.memory_count and not module.imported[ExternKind.MEMORY] and not elements_may_trap(w):
        most = largest_image(w)
        while w.image_stop < module.data_count:
            data = module.datas[w.image_stop]
            if data.mode == SegmentMode.ACTIVE:
                size = u64(data.content.size)
                if data.memory or not constant_value(w, data.offset, offset) or size > most or offset[0] > most - size:
                    break
                memcpy(image + offset[0], module.data + data.content.start, size)
                end = max(end, offset[0] + size)
            w.image_stop += 1
    finish(w, Section.MEMORY, (end + HOST_PAGE - 1) // HOST_PAGE * HOST_PAGE)


@native
def largest_image(w: Skeleton) -> u64:
    """No image is larger than the memory, or has too many zeros."""
    module = w.module
    limits = module.memories[0].limits
    contents: u64 = 0
    for i in range(module.data_count):
        if module.datas[i].mode == SegmentMode.ACTIVE:
            contents += module.datas[i].content.size
    most = max(u64(MAX_SPARSE_BYTES), MAX_RATIO * contents)
    if limits.minimum > most >> limits.page_shift:
        return most
    return min(most, limits.minimum << limits.page_shift)


@native
def elements_may_trap(w: Skeleton) -> bool_:
    """Whether an element segment might end instantiation after functions have escaped into an imported table."""
    module, offset = w.module, new(u64)
    if module.imported[ExternKind.TABLE]:
        for i in range(module.element_count):
            segment = module.elements[i]
            if segment.mode == SegmentMode.ACTIVE:
                minimum = module.tables[segment.table].limits.minimum
                if not constant_value(w, segment.offset, offset):
                    return True
                if segment.count > minimum or offset[0] > minimum - segment.count:
                    return True
    return False


# --------------------------------------------------------------------------------------------------------------- data
@native
def put_data(w: Skeleton):
    module = w.module
    records = DataRecord(begin(w, Section.DATA, ALIGNMENT))
    first: u64 = 0
    for i in range(module.data_count):
        data, record = module.datas[i], records[i]
        record.mode, record.memory, record.first = data.mode, data.memory, first
        if data.mode == SegmentMode.ACTIVE and i < w.image_stop:
            record.mode = SegmentMode.IN_IMAGE
            put_no_expression(w, record.offset)
        else:
            put_offset(w, record.offset, data.mode, data.offset)
            record.count = data.content.size
            first += record.count
    finish(w, Section.DATA, u64(module.data_count) * sizeof(DataRecord))
    contents = begin(w, Section.DATA_BYTES, ALIGNMENT)
    for i in range(module.data_count):
        memcpy(contents + records[i].first, module.data + module.datas[i].content.start, records[i].count)
    finish(w, Section.DATA_BYTES, first)


@native
def put_offset(w: Skeleton, ref: Ptr(ExprRef), mode: u32, offset: Ptr(Expression)):
    if mode == SegmentMode.ACTIVE:
        put_expression(w, ref, offset)
    else:
        put_no_expression(w, ref)


# ----------------------------------------------------------------------------------------------------------- elements
@native
def put_elements(w: Skeleton):
    module = w.module
    records = ElementRecord(begin(w, Section.ELEMENTS, ALIGNMENT))
    finish(w, Section.ELEMENTS, u64(module.element_count) * sizeof(ElementRecord))
    items = begin(w, Section.ELEMENT_ITEMS, ALIGNMENT)
    first: u64 = 0
    for i in range(module.element_count):
        segment, record = module.elements[i], records[i]
        record.mode, record.table, record.count = segment.mode, segment.table, segment.count
        record.valtype, record.first = kind_of(module, segment.element), u32(first)
        record.expressions = u32(segment.expressions != 0 and not are_locators(w, segment))
        if record.expressions:
            put_items(w, ExprRef(items + 4 * first), segment)
            first += 2 * u64(segment.count)
        else:
            put_locators(w, items + 4 * first, segment)
            first += segment.count
        put_offset(w, record.offset, segment.mode, segment.offset)
    finish(w, Section.ELEMENT_ITEMS, 4 * first)


@native
def first_constant(w: Skeleton, segment: Element, i: u32) -> Constant:
    return w.module.constants[Expression(segment.items)[i].first]


@native
def are_locators(w: Skeleton, segment: Element) -> bool_:
    """Whether all entries are functions of this module, or null."""
    for i in range(segment.count):
        constant = first_constant(w, segment, i)
        if constant.opcode != REF_NULL and OPERATION_OF[constant.opcode] != ConstOp.REF_FUNC:
            return False
    return True


@native
def put_locators(w: Skeleton, items: ptr, segment: Element):
    for i in range(segment.count):
        if segment.expressions == 0:
            u32[items, i] = locator(w, u32[segment.items, i])
        else:
            constant = first_constant(w, segment, i)
            u32[items, i] = u32(0) if constant.opcode == REF_NULL else locator(w, u32(constant.value))


@native
def put_items(w: Skeleton, refs: Ptr(ExprRef), segment: Element):
    for i in range(segment.count):
        put_expression(w, refs[i], Expression(segment.items)[i])
