"""Types: text → the binary format (specification sections 6.4 and 6.6.1)."""

from __future__ import annotations

from wasihost.abi import PAGE_SHIFT
from wasihost.wasm import writer
from wasihost.wasm.text.numbers import natural
from wasihost.wasm.text.parser import Parser, Signature, Space
from wasihost.wasm.text.tokens import Fault

NUMBERS = {"i32": 0x7F, "i64": 0x7E, "f32": 0x7D, "f64": 0x7C, "v128": 0x7B}
PACKED = {"i8": 0x78, "i16": 0x77}
HEAP_TYPES = {
    "func": 0x70, "extern": 0x6F, "any": 0x6E, "eq": 0x6D, "i31": 0x6C, "struct": 0x6B, "array": 0x6A, "exn": 0x69,
    "nofunc": 0x73, "noextern": 0x72, "none": 0x71, "noexn": 0x74,
}  # fmt: skip
# Abbreviations for `(ref null …)`.
REFERENCES = {
    "funcref": 0x70, "externref": 0x6F, "anyref": 0x6E, "eqref": 0x6D, "i31ref": 0x6C, "structref": 0x6B,
    "arrayref": 0x6A, "exnref": 0x69, "nullfuncref": 0x73, "nullexternref": 0x72, "nullref": 0x71, "nullexnref": 0x74,
}  # fmt: skip
FUNC, STRUCT, ARRAY, SUB, SUB_FINAL, REC = 0x60, 0x5F, 0x5E, 0x50, 0x4F, 0x4E
REF, REF_NULL = 0x64, 0x63
HAS_MAXIMUM, SHARED, IS_64, PAGE_SIZE = 1, 2, 4, 8  # flags of limits (section 5.3.12; threads, custom page sizes)

_VALTYPES = {name: bytes([code]) for name, code in {**NUMBERS, **REFERENCES}.items()}
_PACKED = {name: bytes([code]) for name, code in PACKED.items()}
_HEAP_TYPES = {name: bytes([code]) for name, code in HEAP_TYPES.items()}
_ADDRESS_TYPES = ("i32", "i64")


# ------------------------------------------------------------------------------------------------------- value types
def heap_type(p: Parser) -> bytes:
    token = p.take()
    if token in _HEAP_TYPES:
        return _HEAP_TYPES[token]
    return writer.signed(p.spaces["type"].index(token))


def reference_parts(p: Parser) -> tuple[bool, bytes]:
    """Whether a reference type is nullable, and its heap type."""
    token = p.take()
    if token in REFERENCES:
        return True, _VALTYPES[token]
    if token != "(" or p.take() != "ref":
        raise Fault("unexpected token: expected a reference type")
    nullable = p.accept("null")
    found = heap_type(p)
    p.close()
    return nullable, found


def reference_type(p: Parser) -> bytes:
    nullable, heap = reference_parts(p)
    if nullable and heap in _HEAP_TYPES.values():
        return heap
    return bytes([REF_NULL if nullable else REF]) + heap


def value_type(p: Parser) -> bytes:
    found = _VALTYPES.get(p.tokens[p.pos])
    if found is not None:
        p.pos += 1
        return found
    if p.tokens[p.pos] != "(":
        p.pos += 1
        raise Fault("unexpected token: expected a value type")
    return reference_type(p)


def value_types(p: Parser) -> list[bytes]:
    """Value types up to a parenthesis, which is consumed."""
    found = []
    while not p.accept(")"):
        found.append(value_type(p))
    return found


# ---------------------------------------------------------------------------------------------------- function types
def signature(p: Parser, names: Space | None = None, *, named: bool = True) -> Signature:
    """`(param …)* (result …)*`.  Identifiers of parameters are added to `names`; `named`: they are allowed."""
    params: list[bytes] = []
    results: list[bytes] = []
    while p.opens("param"):
        if named:
            params += declared_types(p, Space("param") if names is None else names)
        else:
            params += value_types(p)
    while p.opens("result"):
        results += value_types(p)
    return tuple(params), tuple(results)


def declared_types(p: Parser, names: Space) -> list[bytes]:
    """The rest of `(param …)` or `(local …)`: one type after an identifier, or any number of types."""
    if p.tokens[p.pos][:1] == "$" or p.pos in p.source.annotations:
        p.declare(names)
        found = [value_type(p)]
        p.close()
        return found
    found = value_types(p)
    names.size += len(found)
    return found


def type_use(p: Parser, names: Space | None = None, *, named: bool = True) -> int:
    """`(type x)? (param …)* (result …)*` → a type index; without `(type x)`, that of the first equal type (6.4.9)."""
    if not p.opens("type"):
        return type_of(p, signature(p, names, named=named))
    at = p.pos
    index = p.spaces["type"].index(p.take())
    p.close()
    found = signature(p, names, named=named)
    known = p.signatures[index] if index < len(p.signatures) else None
    if found != ((), ()):
        if index >= len(p.signatures):
            raise Fault(f"unknown type {index}", at)
        if found != known:
            raise Fault(f"inline function type: differs from type {index}", at)
    elif known is not None and names is not None:
        names.size = len(known[0])
    return index


def type_of(p: Parser, found: Signature) -> int:
    """The index of a function type that is written inline; a new index if there is no equal type."""
    index = p.plain_types.get(found)
    if index is None:
        index = p.spaces["type"].declare(None)
        p.signatures.append(found)
        p.plain_types[found] = index
        p.types.append(function_type(found))
    return index


def function_type(found: Signature) -> bytes:
    params, results = found
    return bytes([FUNC]) + writer.vector(params) + writer.vector(results)


def block_type(p: Parser) -> bytes:
    """Nothing, one value type, or a type index (section 6.5.1)."""
    if p.tokens[p.pos] != "(":
        return b"\x40"
    if p.tokens[p.pos + 1] == "type":
        return writer.signed(type_use(p, named=False))
    params, results = signature(p, named=False)
    if not params and len(results) < 2:
        return results[0] if results else b"\x40"
    return writer.signed(type_of(p, (params, results)))


# -------------------------------------------------------------------------------------------------- type definitions
def recursive_type(p: Parser) -> None:
    """The rest of `(rec (type …)*)`."""
    members = []
    while p.opens("type"):
        members.append(_sub_type(p))
    p.close()
    if len(members) == 1:  # equal to a type outside of a group
        _define(p, members[0])
    else:
        p.types.append(bytes([REC]) + writer.vector(members))


def type_definition(p: Parser) -> None:
    """The rest of a field `(type …)`."""
    _define(p, _sub_type(p))


def _define(p: Parser, encoded: bytes) -> None:
    index = len(p.signatures) - 1
    found = p.signatures[index]
    if found is not None and encoded[0] == FUNC:  # final, and without a supertype
        p.plain_types.setdefault(found, index)
    p.types.append(encoded)


def _sub_type(p: Parser) -> bytes:
    p.id()
    p.expect("(")
    if not p.accept("sub"):
        encoded = _composite_type(p)
        p.close()
        return encoded
    final = p.accept("final")
    supertypes = []
    while p.at_index():
        supertypes.append(p.index("type"))
    p.expect("(")
    encoded = _composite_type(p)
    p.close()
    p.close()
    if final and not supertypes:
        return encoded
    return bytes([SUB_FINAL if final else SUB]) + writer.vector(supertypes) + encoded


def _composite_type(p: Parser) -> bytes:
    index = len(p.signatures)
    p.signatures.append(None)
    match p.take():
        case "func":
            found = p.signatures[index] = signature(p)
            encoded = function_type(found)
        case "struct":
            p.fields[index] = Space("field")
            encoded = bytes([STRUCT]) + _struct_fields(p, p.fields[index])
        case "array":
            encoded = bytes([ARRAY]) + _field_type(p)
        case _:
            raise p.unexpected()
    p.close()
    return encoded


def _struct_fields(p: Parser, names: Space) -> bytes:
    found = []
    while p.opens("field"):
        if p.tokens[p.pos][:1] == "$" or p.pos in p.source.annotations:
            p.declare(names)
            found.append(_field_type(p))
            p.close()
            continue
        while not p.accept(")"):
            found.append(_field_type(p))
            names.size += 1
    return writer.vector(found)


def _field_type(p: Parser) -> bytes:
    mutable = p.opens("mut")
    packed = _PACKED.get(p.tokens[p.pos])
    p.pos += packed is not None
    storage = value_type(p) if packed is None else packed
    if mutable:
        p.close()
    return storage + bytes([mutable])


# ---------------------------------------------------------------------------------------------------- external types
def is_64(p: Parser) -> bool:
    """Read the optional address type of a table or memory."""
    token = p.tokens[p.pos]
    p.pos += token in _ADDRESS_TYPES
    return token == "i64"


def limits(p: Parser, flags: int) -> tuple[int, bytes]:
    """The flags and the numbers of limits."""
    numbers = writer.unsigned(natural(p.take(), 64))
    if p.tokens[p.pos][:1].isdecimal():
        flags |= HAS_MAXIMUM
        numbers += writer.unsigned(natural(p.take(), 64))
    return flags, numbers


def table_type(p: Parser) -> bytes:
    flags, numbers = limits(p, IS_64 if is_64(p) else 0)
    return reference_type(p) + bytes([flags]) + numbers


def memory_type(p: Parser) -> bytes:
    flags, numbers = limits(p, IS_64 if is_64(p) else 0)
    if p.accept("shared"):
        flags |= SHARED
    size = page_size(p)
    if size is not None:
        return bytes([flags | PAGE_SIZE]) + numbers + writer.unsigned(size.bit_length() - 1)
    return bytes([flags]) + numbers


def exact_table_type(size: int, is_64: bool, element: bytes) -> bytes:
    """The type of a table that holds exactly its inline elements."""
    number = writer.unsigned(size)
    return element + bytes([HAS_MAXIMUM | (IS_64 if is_64 else 0)]) + number + number


def exact_memory_type(size: int, is_64: bool, page_size: int | None) -> bytes:
    """The type of a memory that holds exactly its inline data of `size` bytes."""
    shift = PAGE_SHIFT if page_size is None else page_size.bit_length() - 1
    flags = HAS_MAXIMUM | (IS_64 if is_64 else 0) | (0 if page_size is None else PAGE_SIZE)
    pages = writer.unsigned(-(-size >> shift))
    return bytes([flags]) + pages + pages + (b"" if page_size is None else writer.unsigned(shift))


def page_size(p: Parser) -> int | None:
    """`(pagesize n)`, in bytes (custom page sizes proposal)."""
    if not p.opens("pagesize"):
        return None
    size = natural(p.take(), 32)
    if not size or size & (size - 1):
        raise Fault("invalid custom page size: it must be a power of 2")
    p.close()
    return size


def global_type(p: Parser) -> bytes:
    mutable = p.opens("mut")
    found = value_type(p)
    if mutable:
        p.close()
    return found + bytes([mutable])


def tag_type(p: Parser, names: Space | None = None) -> bytes:
    return b"\0" + writer.unsigned(type_use(p, names))
