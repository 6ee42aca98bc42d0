"""Print a module: binary → text that is read as the same module (specification chapters 5 and 6).

The printer reads the binary itself, section by section, so it also prints modules of every release, and invalid ones.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from wasihost.errors import DecodeError
from wasihost.wasm import limits
from wasihost.wasm.module import CustomSection, Module
from wasihost.wasm.names import Names
from wasihost.wasm.reader import Reader
from wasihost.wasm.sections.layout import SECTION_ORDER, TYPE_EACH, TYPE_FOR_ALL
from wasihost.wasm.text import types
from wasihost.wasm.text.disassembler import Disassembler, Identifiers
from wasihost.wasm.text.module import DECLARED, EXPLICIT, EXPRESSIONS, HEADER, KINDS, PASSIVE, SECTION_IDS
from wasihost.wasm.text.names import FIELDS, LABELS, LOCALS, SUBSECTIONS
from wasihost.wasm.text.tokens import IDCHARS

_PLAIN_ID = re.compile(f"[{IDCHARS}]+")
_KINDS = {code: name for name, code in KINDS.items()}
_SECTION_NAMES = {code: name for name, code in SECTION_IDS.items()}
_PACKED = {code: name for name, code in types.PACKED.items()}
_INDICES_IN_A_LINE = 20
_BYTES_IN_A_LINE = 64
_LOCALS_IN_A_LINE = 20

Signature = tuple[list[str], list[str]]


def print_module(data: bytes) -> Iterator[str]:
    """The lines of a module.  DecodeError, raised when it is reached: a part that cannot be read."""
    yield from _Printer(data, _Printer(data, {}).sizes()).lines()


class _Printer:
    """Prints one module.

    `sizes`: number of entries in each index space; names of others would be unknown identifiers.
    """

    def __init__(self, data: bytes, sizes: Mapping[str, int]) -> None:
        if data[:8] != HEADER:
            raise DecodeError("magic header not detected", offset=0)
        self.data = data
        self.sections = list(_sections(data))
        shell = Module(data)
        shell.custom_sections += [_custom(reader) for section_id, reader in self.sections if section_id == 0]
        names = Names(shell)
        self.module_name = names.module_name
        spaces = {what: names.name_map(subsection) for subsection, what in SUBSECTIONS.items()}
        self.text = Disassembler(
            {what: identifiers(found, sizes.get(what, 0)) for what, found in spaces.items()},
            {index: identifiers(found) for index, found in names.indirect_name_map(FIELDS).items()},
        )
        self.names = spaces
        self.locals = names.indirect_name_map(LOCALS)
        self.labels = names.indirect_name_map(LABELS)
        self.signatures: list[Signature | None] = []  # None: not a function type
        self.functions: list[int] = []  # type indices
        self.counts = dict.fromkeys((*KINDS, "elem", "data"), 0)
        self.name_section_seen = False

    def sizes(self) -> Mapping[str, int]:
        for section_id, reader in self.sections:
            what = _SECTION_NAMES.get(section_id, "")
            if what in ("type", "import"):
                for _ in _SECTIONS[section_id](self, reader):
                    pass
            elif what in self.counts:
                self.counts[what] += reader.u32()
        return self.counts | {"type": len(self.signatures)}

    def lines(self) -> Iterator[str]:
        name = self.module_name
        yield "(module" + ("" if name is None else f" {identifier(name)}" if name else ' (@name "")')
        data, last = self.data, ""
        for section_id, reader in self.sections:
            if section_id == 0:
                yield from self._custom_section(reader, last)
                continue
            if data[reader.pos : reader.end] != b"\0":  # the text format cannot express an empty section
                last = _SECTION_NAMES[section_id]
            for line in _SECTIONS[section_id](self, reader):
                yield f"  {line}"
            if reader.pos != reader.end:
                raise DecodeError("section size mismatch", offset=reader.pos)
        if self.counts["func"] != len(self.functions):
            raise DecodeError("function and code section have inconsistent lengths", offset=len(data))
        yield ")"

    # -------------------------------------------------------------------------------------------------------- naming
    def binding(self, space: str, index: int) -> str:
        """The text after the keyword of a definition: its identifier or name, and its index as a comment."""
        name = self.text.spaces[space].get(index) or _annotation(self.names[space].get(index))
        return f" {name} (;{index};)" if name else f" (;{index};)"

    def defined(self, space: str) -> str:
        index = self.counts[space]
        self.counts[space] += 1
        return self.binding(space, index)

    # --------------------------------------------------------------------------------------------------------- types
    def types(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("types", limits.TYPES)):
            if reader.pos < reader.end and reader.data[reader.pos] == types.REC:
                reader.byte()
                count = reader.count("types", limits.TYPES)
                if count == 1:  # equal to a type outside of a group
                    yield self._type(reader)
                    continue
                yield "(rec"
                for _ in range(count):
                    yield f"  {self._type(reader)}"
                yield ")"
            else:
                yield self._type(reader)

    def _type(self, reader: Reader) -> str:
        index = len(self.signatures)
        self.signatures.append(None)
        at = reader.pos
        form = reader.byte()
        if form not in (types.SUB, types.SUB_FINAL):
            return f"(type{self.binding('type', index)} {self._composite_type(reader, form, index, at)})"
        supertypes = [self.text.index("type", reader) for _ in range(reader.count("supertypes", limits.TYPES))]
        at = reader.pos
        composite = self._composite_type(reader, reader.byte(), index, at)
        if form == types.SUB_FINAL and not supertypes:
            return f"(type{self.binding('type', index)} {composite})"
        words = ["sub", *(["final"] if form == types.SUB_FINAL else []), *supertypes, composite]
        return f"(type{self.binding('type', index)} ({' '.join(words)}))"

    def _composite_type(self, reader: Reader, form: int, index: int, at: int) -> str:
        if form == types.FUNC:
            signature = self._value_types(reader), self._value_types(reader)
            self.signatures[index] = signature
            return f"(func{_group('param', signature[0])}{_group('result', signature[1])})"
        if form == types.STRUCT:
            names = self.text.fields.get(index, {})
            fields = []
            for field in range(reader.count("fields", limits.TYPES)):
                name = f" {names[field]}" if field in names else ""
                fields.append(f" (field{name} {self._field_type(reader)})")
            return f"(struct{''.join(fields)})"
        if form == types.ARRAY:
            return f"(array {self._field_type(reader)})"
        raise DecodeError("malformed definition type", offset=at)

    def _value_types(self, reader: Reader) -> list[str]:
        return [self.text.value_type(reader) for _ in range(reader.count("types", limits.PARAMETERS))]

    def _field_type(self, reader: Reader) -> str:
        code = reader.data[reader.pos] if reader.pos < reader.end else 0
        if code in _PACKED:
            reader.byte()
        storage = _PACKED.get(code) or self.text.value_type(reader)
        return f"(mut {storage})" if _flag(reader, "mutability") else storage

    def type_use(self, typeidx: int, names: Identifiers) -> str:
        """`(type x)`, and for readers its parameters, with identifiers, and results."""
        use = f" (type {self.text.name('type', typeidx)})"
        signature = self.signatures[typeidx] if typeidx < len(self.signatures) else None
        if signature is None:
            return use
        return f"{use}{_declarations('param', signature[0], 0, names)}{_group('result', signature[1])}"

    def _limits(self, reader: Reader, allowed: int) -> tuple[str, str]:
        """The address type followed by a space, or nothing; and the numbers, with what follows them."""
        at = reader.pos
        flags = reader.byte()
        if flags & ~allowed:
            raise DecodeError("malformed limits flags", offset=at)
        words = [str(reader.u64())]
        if flags & types.HAS_MAXIMUM:
            words.append(str(reader.u64()))
        if flags & types.SHARED:
            words.append("shared")
        if flags & types.PAGE_SIZE:
            shift = reader.u32()
            if shift > 31:
                raise DecodeError("invalid custom page size", offset=at)
            words.append(f"(pagesize {1 << shift})")
        return "i64 " if flags & types.IS_64 else "", " ".join(words)

    def table_type(self, reader: Reader) -> str:
        element = self.text.reference_type(reader)
        address, numbers = self._limits(reader, types.HAS_MAXIMUM | types.IS_64)
        return f"{address}{numbers} {element}"

    def memory_type(self, reader: Reader) -> str:
        return "".join(self._limits(reader, types.HAS_MAXIMUM | types.SHARED | types.IS_64 | types.PAGE_SIZE))

    def global_type(self, reader: Reader) -> str:
        found = self.text.value_type(reader)
        return f"(mut {found})" if _flag(reader, "mutability") else found

    def tag_type(self, reader: Reader) -> str:
        _flag(reader, "tag attribute")
        return self.type_use(reader.u32(), {}).lstrip()

    # ------------------------------------------------------------------------------------------------------- imports
    def imports(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("imports", limits.IMPORTS)):
            module, name = reader.name(), reader.name()
            code = reader.data[reader.pos] if reader.pos < reader.end else 0
            if not name and code in (TYPE_EACH, TYPE_FOR_ALL):
                reader.byte()
                items = self._imports_each(reader) if code == TYPE_EACH else self._imports_for_all(reader)
                begin = f"(import {quoted(module)}"
                yield from (begin, *(f"  {item}" for item in items), ")") if items else (f"{begin})",)
            else:
                yield f"(import {quoted(module)} {quoted(name)} {self._import_type(reader)})"

    def _imports_each(self, reader: Reader) -> list[str]:
        """Imports from one module, each with its type."""
        count = reader.count("imports", limits.IMPORTS)
        return [f"(item {quoted(reader.name())} {self._import_type(reader)})" for _ in range(count)]

    def _imports_for_all(self, reader: Reader) -> list[str]:
        """Imports from one module with one type, which has no identifier in the text: what has one gets its own."""
        start = reader.pos
        kind = self._import_kind(reader)
        type_ = self.type_use(reader.u32(), {}).lstrip() if kind == "func" else _EXTERNAL_TYPES[kind](self, reader)
        names = [quoted(reader.name()) for _ in range(reader.count("imports", limits.IMPORTS))]
        end, first, own = reader.pos, self.counts[kind], []
        for _ in names:
            reader.pos = start
            own.append(self._import_type(reader))
        reader.pos = end
        if own == [f"({kind} (;{first + n};) {type_})" for n in range(len(names))]:
            return [*(f"(item {name}) (;{first + n};)" for n, name in enumerate(names)), f"({kind} {type_})"]
        return [f"(item {name} {each})" for name, each in zip(names, own, strict=True)]

    def _import_type(self, reader: Reader) -> str:
        """The kind, the identifier and the type of the next import."""
        kind = self._import_kind(reader)
        binding = self.defined(kind)
        if kind == "func":
            typeidx = reader.u32()
            index = len(self.functions)
            self.functions.append(typeidx)
            type_ = self.type_use(typeidx, identifiers(self.locals.get(index, {}))).lstrip()
        else:
            type_ = _EXTERNAL_TYPES[kind](self, reader)
        return f"({kind}{binding} {type_})"

    def _import_kind(self, reader: Reader) -> str:
        at = reader.pos
        code = reader.byte()
        if code not in _KINDS:
            raise DecodeError("malformed import kind", offset=at)
        return _KINDS[code]

    def function_types(self, reader: Reader) -> Iterator[str]:
        self.functions += reader.indices(reader.count("functions", limits.FUNCTIONS))
        return iter(())

    # --------------------------------------------------------------------------------------------------- definitions
    def tables(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("tables", limits.TABLES)):
            init = ""
            with_init = reader.pos < reader.end and reader.data[reader.pos] == 0x40
            if with_init:
                reader.skip(2)
            table_type = self.table_type(reader)
            if with_init:
                init = f" {self.text.expression(reader)}"
            yield f"(table{self.defined('table')} {table_type}{init})"

    def memories(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("memories", limits.MEMORIES)):
            yield f"(memory{self.defined('memory')} {self.memory_type(reader)})"

    def tags(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("tags", limits.TAGS)):
            yield f"(tag{self.defined('tag')} {self.tag_type(reader)})"

    def globals(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("globals", limits.GLOBALS)):
            global_type = self.global_type(reader)
            yield f"(global{self.defined('global')} {global_type} {self.text.expression(reader)})"

    def exports(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("exports", limits.EXPORTS)):
            name, at = reader.name(), reader.pos
            code = reader.byte()
            if code not in _KINDS:
                raise DecodeError("malformed export kind", offset=at)
            yield f"(export {quoted(name)} ({_KINDS[code]} {self.text.index(_KINDS[code], reader)}))"

    def start(self, reader: Reader) -> Iterator[str]:
        yield f"(start {self.text.index('func', reader)})"

    # ------------------------------------------------------------------------------------------------------ segments
    def elements(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("element segments", limits.ELEMENT_SEGMENTS)):
            yield from self._element(reader)

    def _element(self, reader: Reader) -> Iterator[str]:
        at = reader.pos
        flags = reader.u32()
        if flags > 7:
            raise DecodeError("malformed elements segment kind", offset=at)
        head = f"(elem{self.defined('elem')}"
        if not flags & PASSIVE:
            table = reader.u32() if flags & EXPLICIT else 0
            head += f" (table {self.text.name('table', table)})" if table else ""
            head += f" {_offset(self.text.expression(reader))}"
        elif flags & DECLARED == DECLARED:
            head += " declare"
        element = "funcref"
        if flags & DECLARED:
            if flags & EXPRESSIONS:
                element = self.text.reference_type(reader)
            elif reader.byte():
                raise DecodeError("malformed element kind", offset=reader.pos - 1)
        count = reader.count("element segment entries", limits.ELEMENTS)
        if flags & EXPRESSIONS:
            yield f"{head} {element}"
            for _ in range(count):
                yield f"  (item {self.text.expression(reader)})"
            yield ")"
            return
        indices = [self.text.name("func", index) for index in reader.indices(count)]
        yield from _wrapped(f"{head} func", indices, _INDICES_IN_A_LINE)

    def data_count(self, reader: Reader) -> Iterator[str]:
        reader.u32()
        return iter(())

    def datas(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("data segments", limits.DATA_SEGMENTS)):
            at = reader.pos
            flags = reader.u32()
            if flags > 2:
                raise DecodeError("malformed data segment kind", offset=at)
            head = f"(data{self.defined('data')}"
            memory = reader.u32() if flags == 2 else 0
            head += f" (memory {self.text.name('memory', memory)})" if memory else ""
            if flags != 1:
                head += f" {_offset(self.text.expression(reader))}"
            size = reader.u32()
            start = reader.skip(size)
            yield from _wrapped(head, list(_strings(self.data[start : start + size])), 1)

    # ----------------------------------------------------------------------------------------------------- functions
    def code(self, reader: Reader) -> Iterator[str]:
        for _ in range(reader.count("functions", limits.FUNCTIONS)):
            size = reader.u32()
            start = reader.skip(size)
            yield from self._function(Reader(self.data, start, start + size))

    def _function(self, reader: Reader) -> Iterator[str]:
        index = self.counts["func"]
        if index >= len(self.functions):
            raise DecodeError("function and code section have inconsistent lengths", offset=reader.pos)
        typeidx = self.functions[index]
        signature = self.signatures[typeidx] if typeidx < len(self.signatures) else None
        params = len(signature[0]) if signature else 0
        declared = self._local_types(reader)
        self.text.locals = identifiers(self.locals.get(index, {}), params + len(declared))
        yield f"(func{self.defined('func')}{self.type_use(typeidx, self.text.locals)}"
        for start in range(0, len(declared), _LOCALS_IN_A_LINE):
            chunk = declared[start : start + _LOCALS_IN_A_LINE]
            yield f" {_declarations('local', chunk, params + start, self.text.locals)}"
        for line in self.text.body(reader, identifiers(self.labels.get(index, {}))):
            yield f"  {line}"
        if reader.pos != reader.end:
            raise DecodeError("END opcode expected", offset=reader.pos)
        yield ")"

    def _local_types(self, reader: Reader) -> list[str]:
        found: list[str] = []
        for _ in range(reader.count("local declarations", limits.LOCALS)):
            at = reader.pos
            count = reader.u32()
            if len(found) + count > limits.LOCALS:
                raise DecodeError(f"too many locals; this implementation's limit is {limits.LOCALS}", offset=at)
            found += [self.text.value_type(reader)] * count
        return found

    # ------------------------------------------------------------------------------------------------------- customs
    def _custom_section(self, reader: Reader, last: str) -> Iterator[str]:
        """Print a custom section, except the first name section, which the identifiers represent."""
        custom = _custom(reader)
        if custom.name == "name" and not self.name_section_seen:
            self.name_section_seen = True
            return
        place = f"(after {last})" if last else "(before first)"
        head = f"  (@custom {quoted(custom.name)} {place}"
        yield from _wrapped(head, list(_strings(self.data[custom.start : custom.end])), 1)


_EXTERNAL_TYPES: dict[str, Callable[[_Printer, Reader], str]] = {
    "table": _Printer.table_type,
    "memory": _Printer.memory_type,
    "global": _Printer.global_type,
    "tag": _Printer.tag_type,
}
_SECTIONS: dict[int, Callable[[_Printer, Reader], Iterator[str]]] = {
    SECTION_IDS["type"]: _Printer.types,
    SECTION_IDS["import"]: _Printer.imports,
    SECTION_IDS["func"]: _Printer.function_types,
    SECTION_IDS["table"]: _Printer.tables,
    SECTION_IDS["memory"]: _Printer.memories,
    SECTION_IDS["tag"]: _Printer.tags,
    SECTION_IDS["global"]: _Printer.globals,
    SECTION_IDS["export"]: _Printer.exports,
    SECTION_IDS["start"]: _Printer.start,
    SECTION_IDS["elem"]: _Printer.elements,
    SECTION_IDS["datacount"]: _Printer.data_count,
    SECTION_IDS["code"]: _Printer.code,
    SECTION_IDS["data"]: _Printer.datas,
}


def _sections(data: bytes) -> Iterator[tuple[int, Reader]]:
    top = Reader(data, 8, len(data))
    waiting = list(SECTION_ORDER)
    while top.pos < top.end:
        at = top.pos
        section_id = top.byte()
        if section_id and section_id not in SECTION_ORDER:
            raise DecodeError("malformed section id", offset=at)
        if section_id:
            if section_id not in waiting:
                raise DecodeError("unexpected content after last section", offset=at)
            del waiting[: waiting.index(section_id) + 1]
        size = top.u32()
        start = top.skip(size)
        yield section_id, Reader(data, start, start + size)


def _custom(reader: Reader) -> CustomSection:
    reader = Reader(reader.data, reader.pos, reader.end)
    return CustomSection(reader.name(), reader.pos, reader.end)


def _flag(reader: Reader, what: str) -> int:
    at = reader.pos
    flag = reader.byte()
    if flag > 1:
        raise DecodeError(f"malformed {what}", offset=at)
    return flag


# ------------------------------------------------------------------------------------------------------------- pieces
def identifiers(names: Mapping[int, bytes], size: int | None = None) -> dict[int, str]:
    """An identifier for each of `size` entries whose name is UTF-8, not empty, and unique."""
    owners: dict[bytes, int] = {}
    for name in names.values():
        owners[name] = owners.get(name, 0) + 1
    found = {}
    for index, name in names.items():
        try:
            if name and owners[name] == 1 and (size is None or index < size):
                found[index] = identifier(name.decode())
        except UnicodeDecodeError:
            pass
    return found


def identifier(name: str) -> str:
    return f"${name}" if _PLAIN_ID.fullmatch(name) else f"${quoted(name)}"


def quoted(name: str) -> str:
    """A name as a string, with unprintable characters escaped."""
    return '"' + "".join([_escaped(character) for character in name]) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\u{{{ord(character):x}}}"


_BYTES = [chr(byte) if 0x20 <= byte < 0x7F and byte not in b'"\\' else f"\\{byte:02x}" for byte in range(256)]


def _strings(content: bytes) -> Iterator[str]:
    """Bytes as strings of limited length; an empty string for no bytes."""
    for start in range(0, max(1, len(content)), _BYTES_IN_A_LINE):
        yield '"' + "".join([_BYTES[byte] for byte in content[start : start + _BYTES_IN_A_LINE]]) + '"'


def _wrapped(head: str, items: list[str], in_a_line: int) -> Iterator[str]:
    """A form with many items: on one line, or with some items on each line."""
    if len(items) <= in_a_line:
        yield f"{' '.join((head, *items))})"
        return
    yield head
    for start in range(0, len(items), in_a_line):
        yield f"    {' '.join(items[start : start + in_a_line])}"
    yield "  )" if head.startswith(" ") else ")"


def _annotation(name: bytes | None) -> str:
    """An annotation for a name that cannot be an identifier because it is not unique."""
    try:
        return "" if name is None else f"(@name {quoted(name.decode())})"
    except UnicodeDecodeError:
        return ""


def _offset(expression: str) -> str:
    return expression if expression.startswith("(") else f"(offset {expression})"


def _group(keyword: str, found: list[str]) -> str:
    return f" ({keyword} {' '.join(found)})" if found else ""


def _declarations(keyword: str, found: list[str], first: int, names: Identifiers) -> str:
    """Parameters or locals: each one with an identifier in a form of its own, the others combined."""
    pieces, unnamed = [], list[str]()
    for index, valtype in enumerate(found, first):
        if index in names:
            pieces += [_group(keyword, unnamed), f" ({keyword} {names[index]} {valtype})"]
            unnamed = []
        else:
            unnamed.append(valtype)
    return "".join((*pieces, _group(keyword, unnamed)))
