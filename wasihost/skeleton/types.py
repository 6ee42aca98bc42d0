"""Function types: their signatures, which are equal in every module, and their texts (native subset).

`codegen.signature` describes the bytes of a signature.
"""

from wasihost.abi import (
    FUNCREF,
    NON_NULL,
    NONE,
    NULLABLE_REFERENCE,
    REFERENCE,
    SIGNATURE_DIGEST,
    VALTYPES,
    Section,
    StringRef,
    TypeRecord,
)
from wasihost.native import Ptr, memcpy, memset, native, ptr, sizeof, u8, u32, u64
from wasihost.native.prelude import copy_text, format_decimal
from wasihost.runtime.blake2b import blake2b
from wasihost.skeleton.layout import Skeleton
from wasihost.skeleton.writer import ALIGNMENT, begin, finish
from wasihost.wasm.sections.layout import ABSTRACT, NON_NULL_CODES, Decoded, Signature
from wasihost.wasm.types import HEAP_TYPES
from wasihost.wasm.validator.state import is_reference

FUNCTION_TYPE = 0x60
# The most bytes for a value type in a signature and in a text.
SIGNATURE_BYTES, TEXT_BYTES = 2 + SIGNATURE_DIGEST, len("(ref null 1000000), ")
TEXT_AROUND = len("() -> ()") + 1
TYPE_TEXTS = tuple((code, name.encode()) for code, name in VALTYPES.items())
HEAP_TEXTS = tuple((code, name.encode()) for code, name in HEAP_TYPES.items())


@native
def put_types(w: Skeleton):
    module = w.module
    records = TypeRecord(begin(w, Section.TYPES, ALIGNMENT))
    for typeidx in range(module.type_count):
        record, signature = records[typeidx], module.signatures[typeidx]
        first = u32[module.canonical, typeidx]
        record.thunk = NONE
        record.slots = max(signature.param_count, signature.result_count)
        if first < typeidx:
            memcpy(record.signature, records[first].signature, sizeof(StringRef))
            memcpy(record.text, records[first].text, sizeof(StringRef))
        else:
            put_signature(w, record.signature, signature, typeidx)
            put_text(w, record.text, signature)
    finish(w, Section.TYPES, u64(module.type_count) * sizeof(TypeRecord))


@native
def put_signature(w: Skeleton, string: Ptr(StringRef), signature: Signature, typeidx: u32):
    module, start = w.module, w.strings_end
    string.offset = u32(u64(start) - u64(w.strings))
    at = put_types_of(w, start, signature.params, signature.param_count, typeidx)
    u8[at] = 0
    w.strings_end = put_types_of(w, at + 1, signature.results, signature.result_count, typeidx)
    string.size = u32(u64(w.strings_end) - u64(start))
    if u8[module.reference_codes, 2 * u64(typeidx)] or u8[module.reference_codes, 2 * u64(typeidx) + 1]:
        blake2b(w.digests + u64(typeidx) * SIGNATURE_DIGEST, SIGNATURE_DIGEST, start, string.size)


@native
def put_types_of(w: Skeleton, at: ptr, types: u32, count: u32, itself: u32) -> ptr:
    module = w.module
    for i in range(count):
        code = u32(u8[module.valtypes, types + i])
        if code in VALTYPES:
            u8[at] = u8(code)
            at += 1
            continue
        heap = module.heaps[code]
        u8[at] = u8(NULLABLE_REFERENCE) if code < NON_NULL_CODES.start else u8(REFERENCE)
        if heap >= ABSTRACT:
            u8[at, 1] = u8(heap - ABSTRACT)
            at += 2
            continue
        u8[at, 1] = FUNCTION_TYPE
        if heap == itself:
            memset(at + 2, 0, SIGNATURE_DIGEST)
        else:
            memcpy(at + 2, w.digests + u64(heap) * SIGNATURE_DIGEST, SIGNATURE_DIGEST)
        at += SIGNATURE_BYTES
    return at


@native
def put_text(w: Skeleton, string: Ptr(StringRef), signature: Signature):
    """`(i32, i64) -> (f32)`."""
    start = w.strings_end
    at = text_of_types(w.module, start, signature.params, signature.param_count)
    at = copy_text(at, b" -> ")
    w.strings_end = text_of_types(w.module, at, signature.results, signature.result_count)
    string.offset, string.size = u32(u64(start) - u64(w.strings)), u32(u64(w.strings_end) - u64(start))


@native
def text_of_types(module: Ptr(Decoded), at: ptr, types: u32, count: u32) -> ptr:
    at = copy_text(at, b"(")
    for i in range(count):
        if i:
            at = copy_text(at, b", ")
        at = text_of_type(module, at, u8[module.valtypes, types + i])
    return copy_text(at, b")")


@native
def text_of_type(module: Ptr(Decoded), at: ptr, code: u32) -> ptr:
    for known, text in TYPE_TEXTS:
        if code == known:
            return copy_text(at, text)
    at = copy_text(at, b"(ref null " if code < NON_NULL_CODES.start else b"(ref ")
    heap = module.heaps[code]
    for known, text in HEAP_TEXTS:
        if heap == ABSTRACT + known:
            at = copy_text(at, text)
    if heap < ABSTRACT:
        at = format_decimal(at, heap)
    return copy_text(at, b")")


# ------------------------------------------------------------------------------------------------ the types of records
@native
def kind_of(module: Ptr(Decoded), code: u32) -> u32:
    """The code of a number type in the binary format; for a reference, that of the nullable abstract reference type."""
    if not is_reference(code):
        return code
    heap = module.heaps[code]
    return heap - ABSTRACT if heap >= ABSTRACT else u32(FUNCREF)


@native
def heap_of(module: Ptr(Decoded), code: u32) -> u32:
    """The type index of a reference to functions of one type; otherwise NONE."""
    if not is_reference(code) or module.heaps[code] >= ABSTRACT:
        return NONE
    return module.heaps[code]


@native
def nullness_of(code: u32) -> u32:
    """The flag of a reference that is never null."""
    return u32(NON_NULL) if code >= NON_NULL_CODES.start else u32(0)
