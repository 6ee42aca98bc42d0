"""Write the artifact: Module, linked code → one file that is mapped and run (layout: `abi`, starting at `Section`).

All references in the file are offsets.  The header page comes first; code and memory image are aligned to HOST_PAGE, so
that they can be mapped in place.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from mmap import PAGESIZE
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple

from wasihost import abi, levels
from wasihost.abi import ConstOp, ExternKind, Section, SegmentMode
from wasihost.artifact import checksum
from wasihost.codegen.constant import depth, fold
from wasihost.codegen.link.image import Image, shifted
from wasihost.codegen.memory_image import lay_out_memory
from wasihost.codegen.signature import signatures
from wasihost.codegen.translate.convention import ENTRY_SYMBOL
from wasihost.elf import MACHINES
from wasihost.errors import CompileError
from wasihost.host.symbols import Artifact
from wasihost.skeleton.layout import MESSAGES, SkeletonFault
from wasihost.variant import CompileVariant
from wasihost.wasm.module import ConstExpr, Element, Import, Module
from wasihost.wasm.names import Names
from wasihost.wasm.types import (
    VALTYPE_CODES,
    GlobalType,
    MemoryType,
    TableType,
    TagType,
    ValType,
    kind_of,
    reference,
)

FUNCTION_SYMBOL, THUNK_SYMBOL = "f{}", "thunk{}"  # the code generator's names, with a function or type index
ALIGNED = (Section.CODE, Section.MEMORY)  # mapped on their own
ALIGNMENT = 16  # of the others

# Constant instructions → what evaluates them.
OPERATIONS = dict.fromkeys(
    ("i32.const", "i64.const", "f32.const", "f64.const", "v128.const", "ref.null"), ConstOp.CONST
)
OPERATIONS |= {
    "global.get": ConstOp.GLOBAL_GET, "ref.func": ConstOp.REF_FUNC,
    "i32.add": ConstOp.I32_ADD, "i32.sub": ConstOp.I32_SUB, "i32.mul": ConstOp.I32_MUL,
    "i64.add": ConstOp.I64_ADD, "i64.sub": ConstOp.I64_SUB, "i64.mul": ConstOp.I64_MUL,
}  # fmt: skip

Contents = dict[Section, bytes | bytearray | memoryview]
_NOTHING = bytes(abi.SectionRef.size)


def build(
    module: Module,
    image: Image,
    out: BinaryIO,
    *,
    key: bytes,
    level: str,
    variant: CompileVariant,
) -> None:
    """Write the artifact of a valid module to the empty file `out`.

    CompileError: more than an artifact can hold.
    """
    try:
        contents = _Sections(module, image).contents
    except OverflowError:
        raise CompileError(MESSAGES[SkeletonFault.TOO_LARGE]) from None
    _write(
        contents,
        out,
        key=key,
        level=levels.BY_NAME[level].number,
        guarded=variant.guarded,
        start_function=abi.NONE if module.start is None else module.start,
        has_names=bool(contents[Section.NAMES]),
        bodies_at=module.bodies[0].start if module.bodies else 0,
        canonical_nans=variant.canonical_nans,
        metered=variant.metered,
        vm=vm_record(module),
    )


class Part(NamedTuple):
    """A function in an artifact that has only some: offsets in the code."""

    funcidx: int
    start: int
    stub: int | None = None  # code behind all functions that belongs to none in backtraces


def build_part(image: Image, parts: Sequence[Part]) -> bytes:
    """An artifact that has only the code of some functions, and what describes it; its size is in whole pages."""
    lines, line_bytes = _lines(image)
    contents: Contents = {
        Section.CODE: image.code,
        Section.FUNCTIONS: b"".join(
            abi.FunctionRecord.pack(code=part.start, entry=part.start if part.stub is None else part.stub)
            for part in parts
        ),
        Section.INDICES: array("I", [part.funcidx for part in parts]).tobytes(),
        Section.UNWIND_FUNCTIONS: image.unwind_functions.tobytes(),
        Section.UNWIND_SITES: image.unwind_sites.tobytes(),
        Section.LINES: lines,
        Section.LINE_BYTES: line_bytes,
    }
    out = BytesIO()
    _write(contents, out, page=PAGESIZE, vm={"function_count": len(parts)})
    return out.getvalue()


def build_mixed(older: Artifact, code: bytes, image: Image, parts: Sequence[Part], out: BinaryIO, key: bytes) -> None:
    """Write an artifact to the empty file `out`: another one, in which some functions have better code.

    code    that of the other artifact, changed so that it leads to the better code, which follows it
    image   linked for this place

    CompileError: more than an artifact can hold.
    """
    base = len(code)
    if base + len(image.code) > abi.NONE:
        raise CompileError(MESSAGES[SkeletonFault.TOO_LARGE])
    contents: Contents = {section: older.section(section) for section in Section if older.header.sections[section].size}
    whole = older.header.sections[Section.MODULE]
    # What refers to a part of the module still does.
    within: dict[Section, int] = {
        section: older.header.sections[section].offset - whole.offset
        for section in contents
        if section is not Section.MODULE
        and whole.offset <= older.header.sections[section].offset < whole.offset + whole.size
    }
    unit_lines, line_bytes = _lines(image)
    first_site = older.header.sections[Section.UNWIND_SITES].size // abi.UnwindSite.size
    first_line = older.header.sections[Section.LINE_BYTES].size
    more: Contents = {
        Section.CODE: image.code,
        Section.UNWIND_FUNCTIONS: shifted(image.unwind_functions, (base, base, 0, first_site, 0)).tobytes(),
        Section.UNWIND_SITES: shifted(image.unwind_sites, (base, base, base)).tobytes(),
        Section.LINES: shifted(array("I", unit_lines), (base, base, first_line, 0)).tobytes(),
        Section.LINE_BYTES: line_bytes,
    }
    contents[Section.CODE] = code
    for section, data in more.items():
        contents[section] = bytes(contents.get(section, b"")) + bytes(data)
    contents[Section.FUNCTIONS] = _with_parts(older, base, parts)
    fields = {name: getattr(older.header, name) for name in _KEPT_FIELDS}
    fields |= {"key": key, "level": levels.MIXED.number, "optimized": older.header.optimized + len(parts)}
    _write(contents, out, within=within, **fields)


_KEPT_FIELDS = ("guarded", "start_function", "has_names", "bodies_at", "canonical_nans", "metered", "vm")


def _with_parts(older: Artifact, base: int, parts: Sequence[Part]) -> bytes:
    """The FunctionRecords of an artifact with these functions in the code at `base`."""
    records = array("I", bytes(older.section(Section.FUNCTIONS)))
    width = abi.FunctionRecord.size // records.itemsize
    code, entry = (abi.FunctionRecord.offset(name) // records.itemsize for name in ("code", "entry"))
    for part in parts:
        at = width * (part.funcidx - older.header.vm.function_imports)
        if records[at + entry] == records[at + code]:
            records[at + entry] = base + part.start
        records[at + code] = base + part.start
    return records.tobytes()


def _write(
    contents: Contents,
    out: BinaryIO,
    *,
    page: int = 1,
    within: Mapping[Section, int] = MappingProxyType({}),
    **fields: Any,
) -> None:
    """Write an artifact, whose size is a multiple of `page`; `fields` of its header besides those of every file.

    `within`: sections that are a part of the section MODULE, at this offset.
    """
    sections, size, digest = _write_sections(contents, out, page, within)
    fields |= {
        "magic": abi.MAGIC,
        "version": abi.VERSION,
        "machine": MACHINES[os.uname().machine],
        "file_size": size,
        "digest": digest,
        "sections": sections,
    }
    fields["header_check"] = checksum(abi.ArtifactHeader.pack(**fields))
    out.seek(0)
    out.write(abi.ArtifactHeader.pack(**fields))
    out.truncate(size)  # the header page is whole even when nothing follows it


def _write_sections(
    contents: Contents, out: BinaryIO, page: int, within: Mapping[Section, int]
) -> tuple[list[bytes], int, bytes]:
    """Write what follows the header page; returns the section table, the size of the file, the digest."""
    hasher, position = sha256(), abi.HOST_PAGE
    refs = {}
    out.seek(position)
    for section, data in contents.items():
        if section in within:
            continue
        padding = bytes(-position % (abi.HOST_PAGE if section in ALIGNED else ALIGNMENT)) if data else b""
        for piece in (padding, data):
            hasher.update(piece)
            out.write(piece)
        position += len(padding)
        refs[section] = abi.SectionRef.pack(offset=position, size=len(data))
        position += len(data)
    for section in within:
        start = abi.SectionRef.unpack(refs[Section.MODULE]).offset + within[section]
        refs[section] = abi.SectionRef.pack(offset=start, size=len(contents[section]))
    end = bytes(-position % page)
    hasher.update(end)
    out.write(end)
    return [refs.get(section, _NOTHING) for section in Section], position + len(end), hasher.digest()


def vm_record(module: Module) -> dict[str, int]:
    layout = module.vm_layout
    record = {field: getattr(layout, field) for field in layout.FIELDS}
    return {
        **record,
        "memory_count": len(module.memories),
        "memory_imports": module.imported[ExternKind.MEMORY],
        "function_imports": module.imported_functions,
        "table_count": len(module.tables),
        "table_imports": module.imported[ExternKind.TABLE],
        "global_count": len(module.globals),
        "global_imports": module.imported[ExternKind.GLOBAL],
        "tag_count": len(module.tags),
        "tag_imports": module.imported[ExternKind.TAG],
        "type_count": len(module.types),
        "funcref_count": len(module.escaped_functions),
        "function_count": len(module.bodies),
    }


class _Sections:
    """The contents of every section, in file order: mapped sections first, rarely read ones last."""

    def __init__(self, module: Module, image: Image) -> None:
        self.module = module
        self.image = image
        self.strings = bytearray()
        self.known_strings: dict[bytes, dict[str, int]] = {}
        self.expressions = bytearray()
        memory_image, in_image = lay_out_memory(module)
        elements, element_items = self._elements()
        datas, data_bytes = self._datas(in_image)
        names, name_bytes = _names(module)
        lines, line_bytes = _lines(image)
        parts: Contents = {
            Section.CODE: image.code,
            Section.MEMORY: memory_image,
            Section.TYPES: self._types(),
            Section.FUNCTIONS: self._functions(),
            Section.FUNCREFS: array("I", module.escaped_functions).tobytes(),
            Section.IMPORTS: b"".join(map(self._import, module.imports)),
            Section.EXPORTS: self._exports(),
            Section.MEMORIES: self._memories(),
            Section.TABLES: self._tables(),
            Section.GLOBALS: self._globals(),
            Section.TAGS: array("I", [t.typeidx for t in module.tags[module.imported[ExternKind.TAG] :]]).tobytes(),
            Section.ELEMENTS: elements,
            Section.ELEMENT_ITEMS: element_items,
            Section.DATA: datas,
            Section.DATA_BYTES: data_bytes,
            Section.UNWIND_FUNCTIONS: image.unwind_functions.tobytes(),
            Section.UNWIND_SITES: image.unwind_sites.tobytes(),
            Section.NAMES: names,
            Section.NAME_BYTES: name_bytes,
            Section.LINES: lines,
            Section.LINE_BYTES: line_bytes,
            Section.BODIES: module.data[module.bodies[0].start : module.bodies[-1].end] if module.bodies else b"",
        }
        self.contents = {**parts, Section.STRINGS: self.strings, Section.EXPRESSIONS: self.expressions}

    # ---- what records refer to

    def _string(self, text: str | bytes) -> dict[str, int]:
        data = text.encode() if isinstance(text, str) else text
        if data not in self.known_strings:
            self.known_strings[data] = {"offset": len(self.strings), "size": len(data)}
            self.strings += data
        return self.known_strings[data]

    def _expression(self, expression: ConstExpr) -> dict[str, int]:
        """An ExprRef.  CompileError: evaluation needs more stack than the runtime has."""
        folded = fold(expression)
        if depth(folded) > abi.EXPRESSION_DEPTH:
            raise CompileError(MESSAGES[SkeletonFault.TOO_DEEP])
        first = len(self.expressions) // abi.ExprOp.size
        for instruction in folded:
            operation, value = OPERATIONS[instruction.name], instruction.value or 0
            if operation == ConstOp.REF_FUNC:
                value = self._locator(value)
            elif instruction.name == "ref.null":
                value = 0
            upper, lower = divmod(value, 1 << 64)
            self.expressions += abi.ExprOp.pack(operation=operation, value=lower, upper=upper)
        return {"first": first, "count": len(folded)}

    def _locator(self, funcidx: int) -> int:
        layout = self.module.vm_layout
        if funcidx < self.module.imported_functions:
            return abi.ref_locator(layout.function(funcidx) + abi.ImportedFunction.offset("funcref"), True)
        return abi.ref_locator(layout.funcref(self.module.escaped_functions[funcidx]), False)

    # ---- records

    def _types(self) -> bytes:
        records = []
        found = signatures(self.module)
        for typeidx, (params, results) in enumerate(self.module.types):
            records.append(
                abi.TypeRecord.pack(
                    signature=self._string(found[typeidx]),
                    thunk=self.image.symbols.get(THUNK_SYMBOL.format(typeidx), abi.NONE),
                    slots=max(len(params), len(results)),
                    text=self._string(str(self.module.types[typeidx])),
                )
            )
        return b"".join(records)

    def _functions(self) -> bytes:
        first, symbols = self.module.imported_functions, self.image.symbols
        records = array("I")
        for funcidx, typeidx in enumerate(self.module.functions[first:], first):
            code = symbols[FUNCTION_SYMBOL.format(funcidx)]
            records.extend((code, symbols.get(ENTRY_SYMBOL.format(funcidx), code), typeidx))
        return records.tobytes()

    def _import(self, imported: Import) -> bytes:
        type_ = dict(_extern_type(imported.type))
        if "heap" in type_:
            type_["typeidx"] = type_.pop("heap")
        return abi.ImportRecord.pack(
            module=self._string(imported.module),
            name=self._string(imported.name),
            kind=imported.kind,
            **type_,
        )

    def _exports(self) -> bytes:
        pack = abi.ExportRecord.pack
        return b"".join(pack(name=self._string(e.name), kind=e.kind, index=e.index) for e in self.module.exports)

    def _memories(self) -> bytes:
        defined = self.module.memories[self.module.imported[ExternKind.MEMORY] :]
        return b"".join(abi.MemoryRecord.pack(**_extern_type(memory)) for memory in defined)

    def _tables(self) -> bytes:
        records = []
        for table in self.module.tables[self.module.imported[ExternKind.TABLE] :]:
            init = table.init or ()
            if init and init[0].name == "ref.null":
                init = ()
            records.append(abi.TableRecord.pack(**_extern_type(table.type), init=self._expression(init)))
        return b"".join(records)

    def _globals(self) -> bytes:
        defined = self.module.globals[self.module.imported[ExternKind.GLOBAL] :]
        return b"".join(
            abi.GlobalRecord.pack(
                **_value_type(type_.valtype, abi.MUTABLE if type_.mutable else 0), init=self._expression(init)
            )
            for type_, init in zip(defined, self.module.global_inits, strict=True)
        )

    def _elements(self) -> tuple[bytes, bytes]:
        """The records and their items; both count items in u32."""
        records, items = [], array("I")
        for element in self.module.elements:
            first = len(items)
            locators = self._locators(element)
            if locators is None:
                for expression in element.expressions or ():
                    items.extend(self._expression(expression).values())
            else:
                items.extend(locators)
            records.append(
                abi.ElementRecord.pack(
                    mode=element.mode,
                    table=element.table,
                    offset=self._expression(element.offset),
                    first=first,
                    count=element.size,
                    expressions=locators is None,
                    valtype=kind_of(element.element),
                )
            )
        return b"".join(records), items.tobytes()

    def _locators(self, element: Element) -> list[int] | None:
        """The items as reference locators; None if some are unknown before the module is instantiated."""
        locators = [self._locator(funcidx) for funcidx in element.functions]
        for item in element.expressions or ():
            if item[0].name == "ref.func" and item[0].value is not None:
                locators.append(self._locator(item[0].value))
            elif item[0].name == "ref.null":
                locators.append(0)
            else:
                return None
        return locators

    def _datas(self, in_image: frozenset[int]) -> tuple[bytes, bytearray]:
        records, contents = [], bytearray()
        for index, data in enumerate(self.module.datas):
            kept = b"" if index in in_image else self.module.data[data.start : data.end]
            records.append(
                abi.DataRecord.pack(
                    mode=SegmentMode.IN_IMAGE if index in in_image else data.mode,
                    memory=data.memory,
                    offset=self._expression(() if index in in_image else data.offset),
                    first=len(contents),
                    count=len(kept),
                )
            )
            contents += kept
        return b"".join(records), contents


def _extern_type(type_: int | TableType | MemoryType | GlobalType | TagType) -> Mapping[str, int]:
    """The fields of an ImportRecord that describe its type; records of tables and memories have the same."""
    if isinstance(type_, int):
        return {"typeidx": type_}
    if isinstance(type_, TagType):
        return {"typeidx": type_.typeidx}
    if isinstance(type_, GlobalType):
        return _value_type(type_.valtype, abi.MUTABLE if type_.mutable else 0)
    minimum, maximum = type_.limits
    flags = abi.ADDRESS_64 if type_.address == "i64" else 0
    fields = {"minimum": minimum, "maximum": abi.NO_MAXIMUM if maximum is None else maximum, "flags": flags}
    if isinstance(type_, TableType):
        return {**fields, **_value_type(type_.element, flags)}
    return {**fields, "page_shift": type_.page_shift, "flags": flags | (abi.SHARED if type_.shared else 0)}


def _value_type(valtype: ValType, flags: int) -> dict[str, int]:
    """The fields of a GlobalRecord or TableRecord that describe a type."""
    parts = reference(valtype)
    if parts is None:
        return {"valtype": VALTYPE_CODES[valtype], "flags": flags, "heap": abi.NONE}
    heap = parts.heap if isinstance(parts.heap, int) else abi.NONE
    return {"valtype": kind_of(valtype), "flags": flags if parts.nullable else flags | abi.NON_NULL, "heap": heap}


def _names(module: Module) -> tuple[bytes, bytes]:
    """A StringRef per function, and the text that they refer to; both empty without names."""
    names = Names(module).functions
    if not names:
        return b"", b""
    first, last = min(start for start, _ in names.values()), max(end for _, end in names.values())
    refs = array("I", bytes(abi.StringRef.size * len(module.functions)))
    for funcidx, (start, end) in names.items():
        refs[2 * funcidx], refs[2 * funcidx + 1] = start - first, end - start
    return refs.tobytes(), module.data[first:last]


def _lines(image: Image) -> tuple[bytes, bytes]:
    """A LineUnit per unit that has lines, and their `.debug_line`s."""
    units, contents = array("I"), bytearray()
    for (start, end), lines in zip(image.texts, image.lines, strict=True):
        if lines:
            units.extend((start, end, len(contents), len(lines)))
            contents += lines
    return units.tobytes(), bytes(contents)
