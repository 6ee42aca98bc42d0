"""Function types as bytes: equal types of any modules have equal bytes, which the runtime interns (runtime.type_ids).

    parameter types, 0x00, result types

A value type is its code in the binary format.  A reference to a function type is 0x63 or 0x64, 0x60, and a digest of
that type's bytes, or zeros where a type refers to itself.
"""

from __future__ import annotations

from hashlib import blake2b

from wasihost.abi import NULLABLE_REFERENCE, REFERENCE, SIGNATURE_DIGEST
from wasihost.wasm.module import Module
from wasihost.wasm.types import VALTYPE_CODES, ValType, kind_of, reference

FUNCTION_TYPE = 0x60


def signatures(module: Module) -> list[bytes]:
    """The bytes of each type.  A type refers only to earlier ones and to itself."""
    found: list[bytes] = []
    for typeidx, (params, results) in enumerate(module.types):
        if module.canonical[typeidx] < typeidx:
            found.append(found[module.canonical[typeidx]])
        else:
            params_bytes, results_bytes = (
                b"".join(_value_type(valtype, found, typeidx) for valtype in types) for types in (params, results)
            )
            found.append(params_bytes + b"\0" + results_bytes)
    return found


def _value_type(valtype: ValType, found: list[bytes], itself: int) -> bytes:
    parts = reference(valtype)
    if parts is None or valtype in VALTYPE_CODES:
        return bytes([VALTYPE_CODES[valtype]])
    prefix = NULLABLE_REFERENCE if parts.nullable else REFERENCE
    if isinstance(parts.heap, str):
        return bytes([prefix, kind_of(valtype)])
    if parts.heap == itself:
        return bytes([prefix, FUNCTION_TYPE]) + bytes(SIGNATURE_DIGEST)
    return bytes([prefix, FUNCTION_TYPE]) + blake2b(found[parts.heap], digest_size=SIGNATURE_DIGEST).digest()
