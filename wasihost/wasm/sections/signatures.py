"""The type section: each function type, and the first type that is equal to it (native subset).

A type may refer to itself.  Two such types are equal if they are written alike, so a reference to the type that is
being read has a code of its own until the type was compared.
"""

from wasihost.native import Ptr, bool_, memcpy, native, ptr, sizeof, u8, u32, u64
from wasihost.wasm import limits
from wasihost.wasm.sections.hashing import hash_of, slot_mask
from wasihost.wasm.sections.layout import Decoded, Fault, Signature, Vector
from wasihost.wasm.sections.reader import NO_TYPE, Decoder, allocate, fail, read_byte, read_count, reject
from wasihost.wasm.sections.types import (
    ITSELF,
    ITSELF_NULLABLE,
    LATER_DEFINITION_CODES,
    code_of_reference,
    read_valtype,
)

FUNCTION_TYPE = 0x60
PLAIN = 256  # number of value types at the beginning of `valtypes`


@native
def read_type_section(d: Decoder):
    size = u64(d.end) - u64(d.p)  # each value type takes at least a byte
    count = read_count(d, Vector.TYPES, limits.TYPES)
    mask = slot_mask(count)
    module = d.module
    module.signatures = Signature(allocate(d, count, sizeof(Signature)))
    module.canonical = allocate(d, count, 4)
    module.reference_codes = allocate(d, count, 2)
    slots = allocate(d, mask, 4)
    make_valtypes(d, size)
    end: u32 = PLAIN
    for typeidx in range(count):
        if d.fault != 0:
            return
        module.type_count = typeidx + 1
        end = read_type(d, typeidx, end)
        if d.fault == 0:
            make_canonical(d, typeidx, slots, mask)
    d.reading_type = NO_TYPE


@native
def make_valtypes(d: Decoder, size: u64):
    """Make room for value types after those that stand for themselves."""
    valtypes = allocate(d, PLAIN + size, 1)
    d.module.valtypes = valtypes
    if valtypes:
        for code in range(PLAIN):
            u8[valtypes, code] = u8(code)


@native
def read_type(d: Decoder, typeidx: u32, first: u32) -> u32:
    """Read a type, with value types from `first` on.  Returns where they end."""
    at = d.p
    form = read_byte(d)
    if form in LATER_DEFINITION_CODES:
        reject(d, Fault.LATER_DEFINITION, at, form, 0)
    elif form != FUNCTION_TYPE:
        fail(d, Fault.DEFINITION_TYPE, at)
    u32[d.module.canonical, typeidx] = typeidx
    d.reading_type = typeidx
    signature = d.module.signatures[typeidx]
    signature.params = first
    signature.param_count = read_valtypes(d, Vector.PARAMETERS, first)
    signature.results = first + signature.param_count
    signature.result_count = read_valtypes(d, Vector.RESULTS, signature.results)
    return signature.results + signature.result_count


@native
def read_valtypes(d: Decoder, what: u32, first: u32) -> u32:
    count = read_count(d, what, limits.PARAMETERS)
    for i in range(count):
        u8[d.module.valtypes, first + i] = u8(read_valtype(d, Fault.VALUE_TYPE))
    return count


@native
def make_canonical(d: Decoder, typeidx: u32, slots: ptr, mask: u64):
    """Find the first type that is equal to a type that was read.  If it is this one, its references to itself end."""
    module = d.module
    signature = module.signatures[typeidx]
    types, size = module.valtypes + signature.params, signature.param_count + signature.result_count
    slot = hash_of(module, types, size, signature.param_count) & mask
    while u32[slots, slot] and not same(module, u32[slots, slot] - 1, signature):
        slot = (slot + 1) & mask
    if u32[slots, slot]:
        first = u32[slots, slot] - 1
        u32[module.canonical, typeidx] = first
        memcpy(signature, module.signatures[first], sizeof(Signature))
        return
    u32[slots, slot] = typeidx + 1
    for i in range(size):
        if u8[types, i] in (ITSELF, ITSELF_NULLABLE):
            code = code_of_reference(module, typeidx, bool_(u8[types, i] == ITSELF_NULLABLE))
            if code == 0:
                fail(d, Fault.TOO_MANY_REFERENCE_TYPES, d.p)
            u8[types, i] = u8(code)


@native
def same(module: Ptr(Decoded), known: u32, signature: Signature) -> bool_:
    """Whether a type that was read is equal to a canonical one, whose references to itself have ordinary codes."""
    other = module.signatures[known]
    if other.param_count != signature.param_count or other.result_count != signature.result_count:
        return False
    nullable, itself = u8[module.reference_codes, 2 * u64(known)], u8[module.reference_codes, 2 * u64(known) + 1]
    types, known_types = module.valtypes + signature.params, module.valtypes + other.params
    for i in range(signature.param_count + signature.result_count):
        code = u8[known_types, i]
        if code == nullable:
            code = ITSELF_NULLABLE
        elif code == itself:
            code = ITSELF
        if code != u8[types, i]:
            return False
    return True
