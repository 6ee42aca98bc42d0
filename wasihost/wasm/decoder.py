"""Decode a module: bytes → Module (specification section 5.5).  Raises DecodeError with the byte offset.

Function bodies stay bytes; `validator` reads them.  The decoder reads only constant expressions, instruction by
instruction.  An expression with an instruction that is not constant is a ValidationError.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable

from wasihost.abi import NULLABLE_REFERENCE, PAGE_SHIFT, REFERENCE, VALTYPES, ExternKind, SegmentMode
from wasihost.errors import DecodeError, ValidationError
from wasihost.wasm import limits
from wasihost.wasm.module import (
    Body,
    ConstExpr,
    ConstInstr,
    CustomSection,
    Data,
    Element,
    Export,
    Import,
    Module,
    Table,
)
from wasihost.wasm.reader import Reader
from wasihost.wasm.types import (
    HEAP_TYPES,
    LATER_TYPES,
    PAGE_SHIFTS,
    VALTYPE_CODES,
    FuncType,
    GlobalType,
    HeapType,
    Limits,
    MemoryType,
    RefType,
    TableType,
    TagType,
    ValType,
    is_reference,
)

ITSELF = -1  # a type index that refers to the type that is being read
LATER_DEFINITIONS = dict.fromkeys((0x5F, 0x5E, 0x50, 0x4F, 0x4E), "garbage collection")  # type definitions

CONSTANT_INSTRUCTIONS: dict[tuple[int, int], tuple[str, Callable[[Reader], int | None]]] = {
    # (prefix, opcode): name, reader of the immediate
    (0, 0x23): ("global.get", Reader.u32),
    (0, 0x41): ("i32.const", Reader.s32),
    (0, 0x42): ("i64.const", Reader.s64),
    (0, 0x43): ("f32.const", lambda reader: _fixed(reader, 4)),
    (0, 0x44): ("f64.const", lambda reader: _fixed(reader, 8)),
    (0, 0x6A): ("i32.add", lambda reader: None),
    (0, 0x6B): ("i32.sub", lambda reader: None),
    (0, 0x6C): ("i32.mul", lambda reader: None),
    (0, 0x7C): ("i64.add", lambda reader: None),
    (0, 0x7D): ("i64.sub", lambda reader: None),
    (0, 0x7E): ("i64.mul", lambda reader: None),
    (0, 0xD0): ("ref.null", lambda reader: _null(reader)),
    (0, 0xD2): ("ref.func", Reader.u32),
    (0xFD, 0x0C): ("v128.const", lambda reader: _fixed(reader, 16)),
}
END = (0, 0x0B)


def decode(data: bytes) -> Module:
    """Decode a module.  DecodeError: it is malformed, exceeds a limit, or uses an unsupported feature."""
    if len(data) < 4:
        raise DecodeError("unexpected end", offset=len(data))
    if data[:4] != b"\0asm":
        raise DecodeError("magic header not detected", offset=0)
    if len(data) < 8:
        raise DecodeError("unexpected end", offset=len(data))
    if data[4:8] != b"\x01\0\0\0":
        component = data[6:8] == b"\x01\0"
        what = "unknown binary version" + (": this is a component, not a core module" if component else "")
        raise DecodeError(what, offset=4)
    if len(data) > limits.MODULE_SIZE:
        raise DecodeError(
            f"a module of {len(data)} bytes; this implementation's limit is {limits.MODULE_SIZE}", offset=0
        )
    module = Module(data)
    decode_sections(module)
    if len(module.bodies) != len(module.functions) - module.imported_functions:
        raise DecodeError("function and code section have inconsistent lengths", offset=len(data))
    if module.data_count is not None and module.data_count != len(module.datas):
        raise DecodeError("data count and data section have inconsistent lengths", offset=len(data))
    return module


def decode_sections(module: Module) -> None:
    """Decode each section, without checking that they agree."""
    data = module.data
    top = Reader(data, 8, len(data))
    last = 0  # rank of the last section that is not a custom section
    while top.pos < top.end:
        at = top.pos
        section_id = top.byte()
        if section_id > len(SECTIONS):
            raise DecodeError("malformed section id", offset=at)
        size = top.u32()
        start = top.skip(size)
        module.sections.append((section_id, start, start + size))
        reader = Reader(data, start, start + size)
        reader.canonical = module.canonical
        if section_id == 0:
            module.custom_sections.append(CustomSection(reader.name(), reader.pos, reader.end))
            continue
        rank, decode_section = SECTIONS[section_id]
        if rank <= last:
            raise DecodeError("unexpected content after last section", offset=at)
        last = rank
        decode_section(reader, module)
        if reader.pos != reader.end:
            raise DecodeError("section size mismatch", offset=reader.pos)


# --------------------------------------------------------------------------------------------- types (section 5.3)
def _unsupported(feature: str, offset: int) -> DecodeError:
    error = DecodeError(f"unsupported feature: {feature}", offset=offset)
    error.feature = feature
    return error


def _valtype(reader: Reader, malformed: str = "malformed value type") -> ValType:
    at = reader.pos
    code = reader.byte()
    if code in (NULLABLE_REFERENCE, REFERENCE):
        return str(RefType(_heap_type(reader), code == NULLABLE_REFERENCE))
    if code in LATER_TYPES:
        raise _unsupported(LATER_TYPES[code], at)
    if code not in VALTYPES:
        raise DecodeError(malformed, offset=at)
    return VALTYPES[code]


def _reftype(reader: Reader) -> ValType:
    at = reader.pos
    valtype = _valtype(reader, "malformed reference type")
    if not is_reference(valtype):
        raise DecodeError("malformed reference type", offset=at)
    return valtype


def _heap_type(reader: Reader) -> HeapType:
    at = reader.pos
    code = reader.heap_type()
    if code >= 0:
        if code >= len(reader.canonical):
            raise ValidationError(f"unknown type {code}", offset=at)
        return reader.canonical[code]
    code += 0x80
    if code in LATER_TYPES:
        raise _unsupported(LATER_TYPES[code], at)
    if code not in HEAP_TYPES:
        raise DecodeError("malformed heap type", offset=at)
    return HEAP_TYPES[code]


def _result_type(reader: Reader, what: str) -> tuple[ValType, ...]:
    return tuple(_valtype(reader) for _ in range(reader.count(what, limits.PARAMETERS)))


# Flags before limits:
HAS_MAXIMUM, SHARED, ADDRESS_64, HAS_PAGE_SIZE = 1, 2, 4, 8


def _limits(reader: Reader, known_flags: int) -> tuple[Limits, int]:
    """Read limits.  Returns them, and the flags before them."""
    at = reader.pos
    flags = reader.byte()
    if flags & ~known_flags:
        raise DecodeError("malformed limits flags", offset=at)
    return Limits(reader.u64(), reader.u64() if flags & HAS_MAXIMUM else None), flags


def _address(flags: int) -> ValType:
    return "i64" if flags & ADDRESS_64 else "i32"


def _table_type(reader: Reader) -> TableType:
    element = _reftype(reader)
    limits, flags = _limits(reader, HAS_MAXIMUM | ADDRESS_64)
    return TableType(element, limits, _address(flags))


def _memory_type(reader: Reader) -> MemoryType:
    limits, flags = _limits(reader, HAS_MAXIMUM | SHARED | ADDRESS_64 | HAS_PAGE_SIZE)
    page_shift = PAGE_SHIFT
    if flags & HAS_PAGE_SIZE:
        at = reader.pos
        page_shift = reader.u32()
        if page_shift > 64:
            raise DecodeError(f"invalid custom page size 2**{page_shift}", offset=at)
        if page_shift not in PAGE_SHIFTS:
            raise ValidationError(f"invalid custom page size 2**{page_shift}", offset=at)
    return MemoryType(limits, page_shift, bool(flags & SHARED), _address(flags))


def _global_type(reader: Reader) -> GlobalType:
    valtype, at = _valtype(reader), reader.pos
    mutable = reader.byte()
    if mutable > 1:
        raise DecodeError("malformed mutability", offset=at)
    return GlobalType(valtype, bool(mutable))


def _tag_type(reader: Reader) -> TagType:
    at = reader.pos
    if reader.byte():
        raise DecodeError("malformed tag attribute", offset=at)
    return TagType(reader.u32())


# ------------------------------------------------------------------------------------------ expressions (section 5.4)
def _fixed(reader: Reader, size: int) -> int:
    start = reader.skip(size)
    return int.from_bytes(reader.data[start : start + size], "little")


def _null(reader: Reader) -> int:
    """Read a heap type as an integer: a type index, or, if negative, the code in the binary format."""
    heap = _heap_type(reader)
    return heap if isinstance(heap, int) else VALTYPE_CODES[f"{heap}ref"] - 0x80


def _expression(reader: Reader) -> ConstExpr:
    instructions: list[ConstInstr] = []
    while True:
        at = reader.pos
        code = reader.opcode()
        if code == END:
            return tuple(instructions)
        row = CONSTANT_INSTRUCTIONS.get(code)
        if row is None:
            raise _not_constant(code, at)
        name, immediate = row
        instructions.append(ConstInstr(code, name, immediate(reader), at))


def _not_constant(code: tuple[int, int], at: int) -> DecodeError | ValidationError:
    """The error for an opcode that a constant expression must not contain."""
    from wasihost.ops import BY_CODE  # imported only for errors: a valid module does not need the whole table here

    row = BY_CODE.get(code)
    if row is not None:
        return ValidationError(f"constant expression required, found `{row.name}`", offset=at)
    prefix, opcode = code
    return DecodeError(f"illegal opcode {prefix or opcode:02x}", offset=at)


# --------------------------------------------------------------------------------------------- sections (section 5.5)
def _type_section(reader: Reader, module: Module) -> None:
    known: dict[FuncType, int] = {}
    types, canonical = module.types, module.canonical
    for typeidx in range(reader.count("types", limits.TYPES)):
        at = reader.pos
        form = reader.byte()
        if form in LATER_DEFINITIONS:
            raise _unsupported(LATER_DEFINITIONS[form], at)
        if form != 0x60:
            raise DecodeError("malformed definition type", offset=at)
        canonical.append(ITSELF)  # because a type may refer to itself
        functype = FuncType(_result_type(reader, "parameters"), _result_type(reader, "results"))
        first = canonical[typeidx] = known.setdefault(functype, typeidx)
        types.append(types[first] if first < typeidx else _with_itself(functype, typeidx))


def _with_itself(functype: FuncType, typeidx: int) -> FuncType:
    """The type with its own index in place of references to itself."""
    if not any(str(ITSELF) in valtype for types in functype for valtype in types):
        return functype
    params, results = (tuple(valtype.replace(str(ITSELF), str(typeidx)) for valtype in types) for types in functype)
    return FuncType(params, results)


def _import_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("imports", limits.IMPORTS)):
        start = reader.pos
        module_name, name, at = reader.name(), reader.name(), reader.pos
        kind = reader.byte()
        if kind not in IMPORT_KINDS:
            raise DecodeError(f"malformed import kind {kind:02x}", offset=at)
        kind = ExternKind(kind)
        externtype = IMPORT_KINDS[kind](reader)
        module.imports.append(Import(module_name, name, kind, externtype, start))
        module.imported[kind] += 1
        if isinstance(externtype, int):
            module.functions.append(externtype)
        elif isinstance(externtype, TableType):
            module.tables.append(Table(externtype, None))
        elif isinstance(externtype, MemoryType):
            module.memories.append(externtype)
        elif isinstance(externtype, GlobalType):
            module.globals.append(externtype)
        else:
            module.tags.append(externtype)


IMPORT_KINDS: dict[int, Callable[[Reader], int | TableType | MemoryType | GlobalType | TagType]] = {
    ExternKind.FUNC: Reader.u32,
    ExternKind.TABLE: _table_type,
    ExternKind.MEMORY: _memory_type,
    ExternKind.GLOBAL: _global_type,
    ExternKind.TAG: _tag_type,
}


def _function_section(reader: Reader, module: Module) -> None:
    module.functions += reader.indices(reader.count("functions", limits.FUNCTIONS))


def _table_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("tables", limits.TABLES)):
        at = reader.pos
        if at < reader.end and reader.data[at] == 0x40:  # a table with an explicit initial value
            reader.byte()
            if reader.byte():
                raise DecodeError("zero byte expected", offset=at + 1)
            module.tables.append(Table(_table_type(reader), _expression(reader)))
        else:
            module.tables.append(Table(_table_type(reader), None))


def _memory_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("memories", limits.MEMORIES)):
        module.memories.append(_memory_type(reader))


def _tag_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("tags", limits.TAGS)):
        module.tags.append(_tag_type(reader))


def _global_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("globals", limits.GLOBALS)):
        module.globals.append(_global_type(reader))
        module.global_inits.append(_expression(reader))


def _export_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("exports", limits.EXPORTS)):
        start = reader.pos
        name, at = reader.name(), reader.pos
        kind = reader.byte()
        if kind not in IMPORT_KINDS:
            raise DecodeError("malformed export kind", offset=at)
        module.exports.append(Export(name, ExternKind(kind), reader.u32(), start))


def _start_section(reader: Reader, module: Module) -> None:
    module.start = reader.u32()


def _element_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("element segments", limits.ELEMENT_SEGMENTS)):
        module.elements.append(_element(reader))


FUNCTION = str(RefType("func", nullable=False))  # element type of a segment of function indices


def _element(reader: Reader) -> Element:
    """Read an element segment.

    Flags: 1 = not active; 2 = has a table index (active) or is declarative; 4 = expressions in place of indices.
    """
    start = reader.pos
    flags = reader.u32()
    if flags > 7:
        raise DecodeError("malformed elements segment kind", offset=start)
    table, element = 0, "funcref" if flags & 4 else FUNCTION
    offset: ConstExpr = ()
    if flags & 1:
        mode = SegmentMode.DECLARATIVE if flags & 2 else SegmentMode.PASSIVE
    else:
        mode = SegmentMode.ACTIVE
        table = reader.u32() if flags & 2 else 0
        offset = _expression(reader)
    expressions = bool(flags & 4)
    if flags & 3:
        at = reader.pos
        if expressions:
            element = _reftype(reader)
        elif reader.byte():
            raise DecodeError("malformed element kind", offset=at)
    count = reader.count("element segment entries", limits.ELEMENTS)
    if expressions:
        items = tuple(_expression(reader) for _ in range(count))
        return Element(mode, table, offset, element, array("I"), items, start)
    return Element(mode, table, offset, element, reader.indices(count), None, start)


def _data_count_section(reader: Reader, module: Module) -> None:
    module.data_count = reader.u32()


def _code_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("functions", limits.FUNCTIONS)):
        at = reader.pos
        size = reader.u32()
        if size > limits.BODY_SIZE:
            message = f"a function body of {size} bytes; this implementation's limit is {limits.BODY_SIZE}"
            raise DecodeError(message if size <= reader.end - reader.pos else "length out of bounds", offset=at)
        start = reader.skip(size)
        module.bodies.append(Body(start, start + size))


def _data_section(reader: Reader, module: Module) -> None:
    for _ in range(reader.count("data segments", limits.DATA_SEGMENTS)):
        at = reader.pos
        flags = reader.u32()
        if flags > 2:
            raise DecodeError("malformed data segment kind", offset=at)
        memory = reader.u32() if flags == 2 else 0
        offset = () if flags == 1 else _expression(reader)
        size = reader.u32()
        start = reader.skip(size)
        mode = SegmentMode.PASSIVE if flags == 1 else SegmentMode.ACTIVE
        module.datas.append(Data(mode, memory, offset, start, start + size))


# Section id → rank in the order that the format requires, decoder.
SECTIONS: dict[int, tuple[int, Callable[[Reader, Module], None]]] = {
    1: (1, _type_section),
    2: (2, _import_section),
    3: (3, _function_section),
    4: (4, _table_section),
    5: (5, _memory_section),
    13: (6, _tag_section),
    6: (7, _global_section),
    7: (8, _export_section),
    8: (9, _start_section),
    9: (10, _element_section),
    12: (11, _data_count_section),
    10: (12, _code_section),
    11: (13, _data_section),
}
