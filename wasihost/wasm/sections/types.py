"""Types: bytes → codes and records (specification section 5.3; native subset)."""

from wasihost.abi import NULLABLE_REFERENCE, PAGE_SHIFT, REFERENCE, VALTYPES
from wasihost.native import Global, Ptr, bool_, native, ptr, u8, u32, u64
from wasihost.wasm.sections.layout import (
    ABSTRACT,
    ADDRESS_64,
    HAS_MAXIMUM,
    HAS_PAGE_SIZE,
    NON_NULL,
    NON_NULL_CODES,
    NULLABLE_CODES,
    SHARED,
    Decoded,
    Fault,
    GlobalType,
    Limits,
    MemoryType,
    TableType,
)
from wasihost.wasm.sections.reader import Decoder, fail, read_byte, read_leb128, read_u32, reject
from wasihost.wasm.types import HEAP_TYPES, LATER_DEFINITIONS, LATER_TYPES, PAGE_SHIFTS, VALTYPE_CODES

I32, I64, FUNCREF = (VALTYPE_CODES[name] for name in ("i32", "i64", "funcref"))
PLAIN_TYPES, HEAP_CODES, LATER_CODES = tuple(VALTYPES), tuple(HEAP_TYPES), tuple(LATER_TYPES)
LATER_DEFINITION_CODES = tuple(LATER_DEFINITIONS)
NON_NULL_OF = Global(u8, data=bytes(NON_NULL.get(code, 0) for code in range(256)))
# Codes that only stand in a type that is being read, for references to itself.
ITSELF_NULLABLE, ITSELF = 0x60, 0x61


@native
def is_reference(code: u32) -> bool_:
    return code in HEAP_CODES or code <= ITSELF or code >= NON_NULL_CODES.start


@native(inline=False)
def read_valtype(d: Decoder, malformed: u32) -> u32:
    """The code of a value type; `malformed` is the fault if there is no such type."""
    at = d.p
    code = read_byte(d)
    if code in PLAIN_TYPES:
        return code
    if code in (NULLABLE_REFERENCE, REFERENCE):
        return reference_code(d, read_heap_type(d), bool_(code == NULLABLE_REFERENCE), at)
    if code in LATER_CODES:
        reject(d, Fault.LATER_TYPE, at, code, 0)
    else:
        fail(d, malformed, at)
    return FUNCREF


@native
def read_reftype(d: Decoder) -> u32:
    at = d.p
    code = read_valtype(d, Fault.REFERENCE_TYPE)
    if not is_reference(code):
        fail(d, Fault.REFERENCE_TYPE, at)
    return code


@native(inline=False)
def read_heap_type(d: Decoder) -> u32:
    """The canonical index of a type, or ABSTRACT plus a code.  A code must have exactly one byte."""
    at = d.p
    value = read_leb128(d, 33, 1)
    if d.fault != 0:
        return ABSTRACT + FUNCREF
    if value < 1 << 32:
        if value < d.module.type_count:
            return u32[d.module.canonical, value]
        reject(d, Fault.UNKNOWN_TYPE, at, value, 0)
        return ABSTRACT + FUNCREF
    code = u32(value + 0x80)
    if u64(d.p) - u64(at) != 1:
        fail(d, Fault.HEAP_TYPE, at)
    elif code in HEAP_CODES:
        return ABSTRACT + code
    elif code in LATER_CODES:
        reject(d, Fault.LATER_TYPE, at, code, 0)
    else:
        fail(d, Fault.HEAP_TYPE, at)
    return ABSTRACT + FUNCREF


@native
def reference_code(d: Decoder, heap: u32, nullable: bool_, at: ptr) -> u32:
    """The code of a reference type."""
    if heap == d.reading_type:
        return u32(ITSELF_NULLABLE) if nullable else u32(ITSELF)
    code = code_of_reference(d.module, heap, nullable)
    if code == 0:
        fail(d, Fault.TOO_MANY_REFERENCE_TYPES, at)
        return FUNCREF
    return code


@native
def code_of_reference(module: Ptr(Decoded), heap: u32, nullable: bool_) -> u32:
    """The code of a reference type; 0: there are no more codes."""
    if heap >= ABSTRACT:
        return heap - ABSTRACT if nullable else u32(u8[NON_NULL_OF, heap - ABSTRACT])
    which = u64(not nullable)
    place = module.reference_codes + 2 * u64(heap) + which
    if u8[place] == 0:
        code = module.next_codes[which]
        if code == (u32(NULLABLE_CODES.stop) if nullable else u32(NON_NULL_CODES.stop)):
            return 0
        module.next_codes[which] = code + 1
        module.heaps[code] = heap
        u8[place] = u8(code)
    return u8[place]


@native
def read_limits(d: Decoder, limits: Ptr(Limits), known_flags: u32):
    at = d.p
    flags = read_byte(d)
    if flags & ~known_flags:
        fail(d, Fault.LIMITS_FLAGS, at)
    limits.flags, limits.page_shift = flags, PAGE_SHIFT
    limits.minimum = read_leb128(d, 64, 0)
    limits.maximum = read_leb128(d, 64, 0) if flags & HAS_MAXIMUM else u64(0)


@native
def address_type(limits: Ptr(Limits)) -> u8:
    return u8(I64) if limits.flags & ADDRESS_64 else u8(I32)


@native
def read_table_type(d: Decoder, table: Ptr(TableType)):
    table.element = u8(read_reftype(d))
    read_limits(d, table.limits, HAS_MAXIMUM | ADDRESS_64)
    table.address = address_type(table.limits)


@native
def read_memory_type(d: Decoder, memory: Ptr(MemoryType)):
    limits = memory.limits
    read_limits(d, limits, HAS_MAXIMUM | SHARED | ADDRESS_64 | HAS_PAGE_SIZE)
    memory.address = address_type(limits)
    if limits.flags & HAS_PAGE_SIZE and d.fault == 0:
        at = d.p
        limits.page_shift = read_u32(d)
        if limits.page_shift > 64:
            reject(d, Fault.PAGE_SIZE, at, limits.page_shift, 0)
        elif limits.page_shift not in PAGE_SHIFTS:
            reject(d, Fault.UNSUPPORTED_PAGE_SIZE, at, limits.page_shift, 0)


@native
def read_global_type(d: Decoder, type: Ptr(GlobalType)):
    type.valtype = u8(read_valtype(d, Fault.VALUE_TYPE))
    at = d.p
    type.mutable = u8(read_byte(d))
    if type.mutable > 1:
        fail(d, Fault.MUTABILITY, at)


@native
def read_tag_type(d: Decoder) -> u32:
    at = d.p
    if read_byte(d) != 0:
        fail(d, Fault.TAG_ATTRIBUTE, at)
    return read_u32(d)
