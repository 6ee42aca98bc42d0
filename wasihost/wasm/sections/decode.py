"""Decode a module: its header, then each section (specification section 5.5; native subset).

It takes time and memory proportional to the size of the module, whatever it contains.
"""

from wasihost.abi import EXNREF, EXTERNREF, FUNCREF, ExternKind
from wasihost.native import Global, Ptr, addr, memcpy, memset, native, new, ptr, sizeof, syscall, u8, u32, u64
from wasihost.native.platform import SYS
from wasihost.wasm import limits
from wasihost.wasm.sections.arena import free_all
from wasihost.wasm.sections.entries import (
    read_code_section,
    read_data_count_section,
    read_data_section,
    read_element_section,
    read_export_section,
    read_function_section,
    read_global_section,
    read_import_section,
    read_memory_section,
    read_start_section,
    read_table_section,
    read_tag_section,
)
from wasihost.wasm.sections.layout import (
    ABSTRACT,
    NON_NULL,
    NON_NULL_CODES,
    NULLABLE_CODES,
    SECTION_ORDER,
    Body,
    Data,
    Decoded,
    Element,
    Export,
    Fault,
    GlobalType,
    Import,
    MemoryType,
    Rejection,
    Section,
    SectionId,
    Signature,
    TableType,
)
from wasihost.wasm.sections.names import read_function_names
from wasihost.wasm.sections.reader import (
    NO_TYPE,
    Decoder,
    allocate,
    fail,
    offset_of,
    read_byte,
    read_name,
    read_u32,
    reject,
    skip,
)
from wasihost.wasm.sections.signatures import make_valtypes, read_type_section

MAGIC = int.from_bytes(b"\0asm", "little")
VERSION = 1
COMPONENT_LAYER = 1  # upper half of a component's version
RANKS = Global(u8, data=bytes(SECTION_ORDER.index(i) + 1 if i in SECTION_ORDER else 0 for i in range(len(SectionId))))
SMALLEST = 32  # sections that the first array has room for


@native(export=True)
def decode_module(data: ptr, size: u64, whole: u32, module: Ptr(Decoded), rejection: Ptr(Rejection)) -> u32:
    """Decode a module, which must stay where it is.  Returns a Fault, and describes it in `rejection`.

    `whole` 0: do not check that the sections agree.  The caller owns `module`, and passes it to `free_module`, also
    after a fault.
    """
    d = new(Decoder)
    d.module, d.fault, d.reading_type = module, 0, NO_TYPE
    d.p, d.end, d.module_end = data, data + size, data + size
    begin(d, data, size)
    read_header(d, size)
    read_sections(d)
    if whole and d.fault == 0:
        check_counts(d)
    module.declared = allocate(d, module.function_count, 1)
    rejection.fault, rejection.what, rejection.found, rejection.offset = d.fault, d.what, d.found, d.fault_offset
    return d.fault


@native(export=True)
def free_module(module: Ptr(Decoded)):
    """Free everything that `decode_module` has allocated."""
    free_all(module)


@native
def begin(d: Decoder, data: ptr, size: u64):
    """An empty module: every array has an element that can be read."""
    module = d.module
    memset(module, 0, sizeof(Decoded))
    module.data, module.size = data, size
    module.multiplier = u64(module)
    syscall(SYS.getrandom, addr(module.multiplier), 8, 0)
    module.multiplier |= 1
    make_valtypes(d, 0)
    nothing = allocate(d, 0, sizeof(TableType))  # the largest record
    module.signatures, module.canonical, module.reference_codes = Signature(nothing), nothing, nothing
    module.functions, module.tables, module.memories = nothing, TableType(nothing), MemoryType(nothing)
    module.globals, module.tags, module.imports = GlobalType(nothing), nothing, Import(nothing)
    module.exports, module.elements, module.datas = Export(nothing), Element(nothing), Data(nothing)
    module.bodies = Body(nothing)
    module.next_codes[0], module.next_codes[1] = NULLABLE_CODES.start, NON_NULL_CODES.start + len(NON_NULL)
    for code in (FUNCREF, EXTERNREF, EXNREF):
        module.heaps[code] = ABSTRACT + code
        module.heaps[NON_NULL[code]] = ABSTRACT + code


@native
def read_header(d: Decoder, size: u64):
    data = d.module.data
    if size < 4:
        fail(d, Fault.FILE_TOO_SHORT, d.end)
    elif u32[data] != MAGIC:
        fail(d, Fault.NO_MAGIC, data)
    elif size < 8:
        fail(d, Fault.FILE_TOO_SHORT, d.end)
    elif u32[data, 1] != VERSION:
        is_component = u32[data, 1] >> 16 == COMPONENT_LAYER
        fail(d, Fault.COMPONENT if is_component else Fault.UNKNOWN_VERSION, data + 4)
    elif size > limits.MODULE_SIZE:
        reject(d, Fault.MODULE_TOO_LARGE, data, size, 0)
    else:
        d.p = data + 8


@native
def read_sections(d: Decoder):
    last: u8 = 0  # rank of the last section that is not a custom section
    while d.fault == 0 and d.p < d.module_end:
        at = d.p
        id = read_byte(d)
        if id >= len(SectionId):
            fail(d, Fault.SECTION_ID, at)
            return
        size = read_u32(d)
        start = skip(d, size)
        if d.fault != 0:
            return
        section = add_section(d, id, start, size)
        if d.fault != 0:
            return
        d.p, d.end = start, start + size
        if id == SectionId.CUSTOM:
            read_name(d, section.name)
        elif RANKS[id] <= last:
            fail(d, Fault.SECTION_ORDER, at)
        else:
            last = RANKS[id]
            read_section(d, id)
            if d.p != d.end:
                fail(d, Fault.SECTION_SIZE, d.p)
        d.p = d.end
        d.end = d.module_end


@native
def add_section(d: Decoder, id: u32, start: ptr, size: u32) -> Section:
    module = d.module
    if module.section_count == module.section_room:
        room = max(2 * module.section_room, u32(SMALLEST))
        larger = allocate(d, room, sizeof(Section))
        if not larger:
            return Section(larger)
        memcpy(larger, module.sections, u64(module.section_count) * sizeof(Section))
        module.sections, module.section_room = Section(larger), room
    section = module.sections[module.section_count]
    section.id, section.start, section.end = id, offset_of(d, start), offset_of(d, start) + size
    module.section_count += 1
    return section


@native
def read_section(d: Decoder, id: u32):
    match id:
        case SectionId.TYPE:
            read_type_section(d)
        case SectionId.IMPORT:
            read_import_section(d)
        case SectionId.FUNCTION:
            read_function_section(d)
        case SectionId.TABLE:
            read_table_section(d)
        case SectionId.MEMORY:
            read_memory_section(d)
        case SectionId.TAG:
            read_tag_section(d)
        case SectionId.GLOBAL:
            read_global_section(d)
        case SectionId.EXPORT:
            read_export_section(d)
        case SectionId.START:
            read_start_section(d)
        case SectionId.ELEMENT:
            read_element_section(d)
        case SectionId.DATA_COUNT:
            read_data_count_section(d)
        case SectionId.CODE:
            read_code_section(d)
        case SectionId.DATA:
            read_data_section(d)


@native
def check_counts(d: Decoder):
    module = d.module
    if module.body_count != module.function_count - module.imported[ExternKind.FUNC]:
        fail(d, Fault.BODY_COUNT, d.module_end)
    if module.has_data_count and module.announced_data_count != module.data_count:
        fail(d, Fault.DATA_COUNT, d.module_end)


EXPORTS = (decode_module, free_module, read_function_names)  # functions that the shared object exports
