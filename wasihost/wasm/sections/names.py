"""The names of functions in the name section (specification section 7.4.1; native subset).

Names are only for display: malformed ones are left out, and are never a fault.
"""

from wasihost.native import Ptr, bool_, native, new, u32
from wasihost.native.prelude import memcmp
from wasihost.wasm.sections.layout import Decoded, Section, SectionId, Span
from wasihost.wasm.sections.reader import NO_TYPE, Decoder, read_byte, read_span, read_u32

FUNCTION_NAMES = 1  # a subsection


@native(export=True)
def read_function_names(module: Ptr(Decoded), names: Ptr(Span)) -> u32:
    """Fill the Span of each function that has a name; the first name of a function counts.  Returns their number."""
    d = new(Decoder)
    count: u32 = 0
    if not find_names(module, d):
        return 0
    for _ in range(read_u32(d)):
        funcidx = read_u32(d)
        name = new(Span)
        read_span(d, name)
        if d.fault != 0:
            break
        if funcidx < module.function_count and names[funcidx].start == 0:
            names[funcidx].start, names[funcidx].size = name.start, name.size
            count += 1
    return count


@native
def find_names(module: Ptr(Decoded), d: Decoder) -> bool_:
    """Make `d` read the first subsection with names of functions, of the first name section."""
    for i in range(module.section_count):
        section = module.sections[i]
        if is_name_section(module, section):
            d.module, d.fault, d.reading_type = module, 0, NO_TYPE
            d.p, d.end = module.data + section.name.start + section.name.size, module.data + section.end
            d.module_end = d.end
            return find_subsection(d)
    return False


@native
def is_name_section(module: Ptr(Decoded), section: Ptr(Section)) -> bool_:
    if section.id != SectionId.CUSTOM or section.name.size != 4:
        return False
    return memcmp(module.data + section.name.start, b"name", 4) == 0


@native
def find_subsection(d: Decoder) -> bool_:
    content = new(Span)
    while d.p < d.end and d.fault == 0:
        id = read_byte(d)
        read_span(d, content)
        if id == FUNCTION_NAMES and d.fault == 0:
            d.p = d.module.data + content.start
            d.end = d.p + content.size
            return True
    return False
