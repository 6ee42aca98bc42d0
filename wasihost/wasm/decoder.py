"""Decode a module: bytes → Module (specification section 5.5).  Raises DecodeError with the byte offset.

`sections` reads the bytes, as machine code.  This file is its Python side: it makes values of the structure that
decoding returns, and turns a fault into a message.  Function bodies stay bytes; `validator` reads them.  An expression
with an instruction that is not constant is a ValidationError.
"""

from __future__ import annotations

import ctypes
import struct
from array import array
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from wasihost.abi import VALTYPES, ExternKind, SegmentMode
from wasihost.errors import DecodeError, InvalidModule, ValidationError
from wasihost.host.library import load
from wasihost.layout import Array, Struct
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
from wasihost.wasm.sections import layout
from wasihost.wasm.sections.layout import CONSTANTS, Decoded, Fault, Immediate, Rejection, Vector
from wasihost.wasm.types import (
    HEAP_TYPES,
    LATER_DEFINITIONS,
    LATER_TYPES,
    FuncType,
    GlobalType,
    Limits,
    MemoryType,
    RefType,
    TableType,
    TagType,
    ValType,
)

if TYPE_CHECKING:
    ImportedType = int | TableType | MemoryType | GlobalType | TagType

# The message for each fault; braces are filled in.
MESSAGES = {
    Fault.UNEXPECTED_END: "unexpected end of section or function",
    Fault.INTEGER_TOO_LONG: "integer representation too long",
    Fault.INTEGER_TOO_LARGE: "integer too large",
    Fault.NO_MEMORY: "there is not enough memory to decode the module",
    Fault.FILE_TOO_SHORT: "unexpected end",
    Fault.NO_MAGIC: "magic header not detected",
    Fault.UNKNOWN_VERSION: "unknown binary version",
    Fault.COMPONENT: "unknown binary version: this is a component, not a core module",
    Fault.MODULE_TOO_LARGE: f"a module of {{found}} bytes; this implementation's limit is {limits.MODULE_SIZE}",
    Fault.SECTION_ID: "malformed section id",
    Fault.SECTION_ORDER: "unexpected content after last section",
    Fault.SECTION_SIZE: "section size mismatch",
    Fault.OUT_OF_BOUNDS: "length out of bounds",
    Fault.COUNT_OUT_OF_BOUNDS: "length out of bounds: {found} {what}",
    Fault.COUNT_BEYOND_SECTION: "unexpected end of section or function: {found} {what}",
    Fault.COUNT_LIMIT: "too many {what}: {found}; this implementation's limit is {limit}",
    Fault.UTF8: "malformed UTF-8 encoding",
    Fault.LATER_TYPE: "unsupported feature: {feature}",
    Fault.LATER_DEFINITION: "unsupported feature: {feature}",
    Fault.VALUE_TYPE: "malformed value type",
    Fault.REFERENCE_TYPE: "malformed reference type",
    Fault.HEAP_TYPE: "malformed heap type",
    Fault.DEFINITION_TYPE: "malformed definition type",
    Fault.LIMITS_FLAGS: "malformed limits flags",
    Fault.PAGE_SIZE: "invalid custom page size 2**{found}",
    Fault.MUTABILITY: "malformed mutability",
    Fault.TAG_ATTRIBUTE: "malformed tag attribute",
    Fault.IMPORT_KIND: "malformed import kind {found:02x}",
    Fault.EXPORT_KIND: "malformed export kind",
    Fault.NOT_ZERO: "zero byte expected",
    Fault.ELEMENTS_KIND: "malformed elements segment kind",
    Fault.ELEMENT_KIND: "malformed element kind",
    Fault.DATA_KIND: "malformed data segment kind",
    Fault.BODY_SIZE: f"a function body of {{found}} bytes; this implementation's limit is {limits.BODY_SIZE}",
    Fault.BODY_COUNT: "function and code section have inconsistent lengths",
    Fault.DATA_COUNT: "data count and data section have inconsistent lengths",
    Fault.TOO_MANY_REFERENCE_TYPES: "too many reference types; this implementation's limit is about a hundred",
    Fault.UNKNOWN_TYPE: "unknown type {found}",
    Fault.UNSUPPORTED_PAGE_SIZE: "invalid custom page size 2**{found}",
    Fault.NOT_CONSTANT: "constant expression required, found `{name}`",
}
# What a vector counts, and how many of them a module may have.
VECTORS = {
    Vector.TYPES: ("types", limits.TYPES),
    Vector.PARAMETERS: ("parameters", limits.PARAMETERS),
    Vector.RESULTS: ("results", limits.PARAMETERS),
    Vector.IMPORTS: ("imports", limits.IMPORTS),
    Vector.FUNCTIONS: ("functions", limits.FUNCTIONS),
    Vector.TABLES: ("tables", limits.TABLES),
    Vector.MEMORIES: ("memories", limits.MEMORIES),
    Vector.TAGS: ("tags", limits.TAGS),
    Vector.GLOBALS: ("globals", limits.GLOBALS),
    Vector.EXPORTS: ("exports", limits.EXPORTS),
    Vector.ELEMENT_SEGMENTS: ("element segments", limits.ELEMENT_SEGMENTS),
    Vector.ELEMENT_SEGMENT_ENTRIES: ("element segment entries", limits.ELEMENTS),
    Vector.DATA_SEGMENTS: ("data segments", limits.DATA_SEGMENTS),
}
SIGNED = {Immediate.S32, Immediate.S64}


def decode(data: bytes) -> Module:
    """Decode a module.  DecodeError: it is malformed, exceeds a limit, or uses an unsupported feature."""
    return _decode(data, whole=True)


def decode_sections(data: bytes) -> Module:
    """Decode each section, without checking that they agree."""
    return _decode(data, whole=False)


def _decode(data: bytes, *, whole: bool) -> Module:
    library = load()
    decoded = _Buffer(library)
    rejection = ctypes.create_string_buffer(Rejection.size)
    if library.decode_module(data, ctypes.c_uint64(len(data)), whole, decoded, rejection):
        raise _error(Rejection.unpack(rejection.raw))
    module = _Contents(data, Decoded.unpack(decoded.raw)).module
    module.decoded = decoded
    return module


class _Buffer:
    """A Decoded, and what it has allocated."""

    def __init__(self, library: ctypes.CDLL) -> None:
        self.storage = ctypes.create_string_buffer(Decoded.size)
        self._as_parameter_ = self.storage
        self._free = library.free_module

    @property
    def raw(self) -> bytes:
        return self.storage.raw

    def __del__(self) -> None:
        self._free(self.storage)


def constants(module: Module, expression: Any) -> list[ConstInstr]:
    """The instructions of a `sections.layout.Expression`."""
    decoded = Decoded.unpack(module.decoded.raw)
    address = decoded.constants + expression.first * layout.Constant.size
    return [_constant(*record) for record in _records(layout.Constant, address, expression.count)]


def type_names(module: Module) -> dict[int, ValType]:
    """The name of each code of a value type that the module uses."""
    return _type_names(Decoded.unpack(module.decoded.raw))


def _error(rejection: Any) -> InvalidModule:
    fault, found, offset = Fault(rejection.fault), rejection.found, rejection.offset
    feature = name = what = ""
    limit = 0
    if fault in (Fault.COUNT_OUT_OF_BOUNDS, Fault.COUNT_BEYOND_SECTION, Fault.COUNT_LIMIT):
        what, limit = VECTORS[Vector(rejection.what)]
    elif fault in (Fault.LATER_TYPE, Fault.LATER_DEFINITION):
        feature = (LATER_TYPES if fault == Fault.LATER_TYPE else LATER_DEFINITIONS)[found]
    elif fault == Fault.NOT_CONSTANT:
        from wasihost.ops import BY_CODE  # imported only for errors: a valid module does not need the whole table here

        row = BY_CODE.get((rejection.what, found))
        if row is None:
            return DecodeError(f"illegal opcode {rejection.what or found:02x}", offset=offset)
        name = row.name
    message = MESSAGES[fault].format(found=found, what=what, limit=limit, feature=feature, name=name)
    if fault >= Fault.UNKNOWN_TYPE:
        return ValidationError(message, offset=offset)
    truncated = "the file is probably truncated" if fault == Fault.OUT_OF_BOUNDS else None
    error = DecodeError(message, offset=offset, hint=truncated)
    error.feature = feature or None
    return error


class _Contents:
    """The values of a decoded structure."""

    def __init__(self, data: bytes, decoded: Any) -> None:
        self.data = data
        self.names = _type_names(decoded)
        self.constants = [
            _constant(*record) for record in _records(layout.Constant, decoded.constants, decoded.constant_count)
        ]
        self.module = module = Module(data)
        self.add_types(decoded)
        module.functions = _integers(decoded.functions, decoded.function_count).tolist()
        module.tables = [
            self.table(*record) for record in _records(layout.TableType, decoded.tables, decoded.table_count)
        ]
        module.memories = [
            self.memory(*record) for record in _records(layout.MemoryType, decoded.memories, decoded.memory_count)
        ]
        module.imported = dict(zip(ExternKind, decoded.imported, strict=True))
        for number, record in enumerate(_records(layout.GlobalType, decoded.globals, decoded.global_count)):
            first, count, valtype, mutable, _ = record
            module.globals.append(GlobalType(self.names[valtype], bool(mutable)))
            if number >= module.imported[ExternKind.GLOBAL]:
                module.global_inits.append(self.expression(first, count))
        module.tags = [TagType(typeidx) for typeidx in _integers(decoded.tags, decoded.tag_count)]
        module.imports = [
            self.imported(*record) for record in _records(layout.Import, decoded.imports, decoded.import_count)
        ]
        module.exports = [
            Export(self.text(start, size), ExternKind(kind), index, offset)
            for start, size, kind, index, offset in _records(layout.Export, decoded.exports, decoded.export_count)
        ]
        module.start = decoded.start if decoded.has_start else None
        module.elements = [
            self.element(*record) for record in _records(layout.Element, decoded.elements, decoded.element_count)
        ]
        module.datas = [
            Data(SegmentMode(mode), memory, self.expression(first, count), start, start + size)
            for mode, memory, first, count, start, size in _records(layout.Data, decoded.datas, decoded.data_count)
        ]
        module.data_count = decoded.announced_data_count if decoded.has_data_count else None
        module.bodies = list(map(Body._make, _records(layout.Body, decoded.bodies, decoded.body_count)))
        for id_, start, end, name, size in _records(layout.Section, decoded.sections, decoded.section_count):
            module.sections.append((id_, start, end))
            if not id_:
                module.custom_sections.append(CustomSection(self.text(name, size), name + size, end))

    def text(self, start: int, size: int) -> str:
        return self.data[start : start + size].decode()

    def expression(self, first: int, count: int) -> ConstExpr:
        return tuple(self.constants[first : first + count])

    def add_types(self, decoded: Any) -> None:
        types = self.module.types
        self.module.canonical = canonical = _integers(decoded.canonical, decoded.type_count).tolist()
        signatures = list(_records(layout.Signature, decoded.signatures, decoded.type_count))
        end = max((results + count for _, _, results, count in signatures), default=0)
        valtypes = ctypes.string_at(decoded.valtypes, end)
        for typeidx, (params, param_count, results, result_count) in enumerate(signatures):
            if canonical[typeidx] < typeidx:
                types.append(types[canonical[typeidx]])
            else:
                ranges = (valtypes[params : params + param_count], valtypes[results : results + result_count])
                types.append(FuncType(*(tuple([self.names[code] for code in codes]) for codes in ranges)))

    def table(
        self, minimum: int, maximum: int, flags: int, _: int, first: int, count: int, element: int, address: int,
        has_init: int, *pads: int,
    ) -> Table:  # fmt: skip
        type_ = TableType(self.names[element], _limits(minimum, maximum, flags), self.names[address])
        return Table(type_, self.expression(first, count) if has_init else None)

    def memory(self, minimum: int, maximum: int, flags: int, page_shift: int, address: int) -> MemoryType:
        shared = bool(flags & layout.SHARED)
        return MemoryType(_limits(minimum, maximum, flags), page_shift, shared, self.names[address])

    def imported(
        self, module_start: int, module_size: int, start: int, size: int, kind: int, index: int, offset: int
    ) -> Import:
        type_: ImportedType
        match kind:
            case ExternKind.FUNC:
                type_ = self.module.functions[index]
            case ExternKind.TABLE:
                type_ = self.module.tables[index].type
            case ExternKind.MEMORY:
                type_ = self.module.memories[index]
            case ExternKind.GLOBAL:
                type_ = self.module.globals[index]
            case _:
                type_ = self.module.tags[index]
        return Import(self.text(module_start, module_size), self.text(start, size), ExternKind(kind), type_, offset)

    def element(
        self, items: int, count: int, expressions: int, mode: int, table: int, first: int, offset_count: int,
        element: int, position: int,
    ) -> Element:  # fmt: skip
        offset = self.expression(first, offset_count)
        functions, entries = array("I"), None
        if expressions:
            entries = tuple([self.expression(*record) for record in _records(layout.Expression, items, count)])
        else:
            functions = _integers(items, count)
        return Element(SegmentMode(mode), table, offset, self.names[element], functions, entries, position)


def _type_names(decoded: Any) -> dict[int, ValType]:
    names = dict(VALTYPES)
    nullable, non_null = decoded.next_codes
    for code in (*range(layout.NULLABLE_CODES.start, nullable), *range(layout.NON_NULL_CODES.start, non_null)):
        heap = decoded.heaps[code]
        named = HEAP_TYPES[heap - layout.ABSTRACT] if heap >= layout.ABSTRACT else heap
        names[code] = str(RefType(named, code in layout.NULLABLE_CODES))
    return names


def _constant(prefix: int, opcode: int, offset: int, lower: int, upper: int) -> ConstInstr:
    name, immediate = CONSTANTS[prefix, opcode]
    value: int | None = lower | upper << 64
    if immediate == Immediate.NOTHING:
        value = None
    elif immediate in SIGNED and lower >> 63:
        value = lower - (1 << 64)
    elif immediate == Immediate.HEAP_TYPE and lower >= layout.ABSTRACT:  # the code in the binary format
        value = lower - layout.ABSTRACT - 0x80
    return ConstInstr((prefix, opcode), name, value, offset)


def _limits(minimum: int, maximum: int, flags: int) -> Limits:
    return Limits(minimum, maximum if flags & layout.HAS_MAXIMUM else None)


def _integers(address: int, count: int) -> array[int]:
    return array("I", ctypes.string_at(address, 4 * count))


def _records(type_: type[Struct], address: int, count: int) -> Iterator[tuple[int, ...]]:
    """The integers of each record of an array, without arrays in it."""
    return struct.iter_unpack(f"<{_format(type_)}", ctypes.string_at(address, count * type_.size))


@cache
def _format(type_: type[Struct]) -> str:
    codes, end = "", 0
    for offset, field in type_.fields.values():
        if isinstance(field, Array):
            continue
        codes += "x" * (offset - end)
        codes += _format(field) if isinstance(field, type) else {1: "B", 2: "H", 4: "I", 8: "Q"}[field.size]
        end = offset + field.size
    return codes + "x" * (type_.size - end)
