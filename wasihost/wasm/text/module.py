"""Translate a module: text → binary (specification section 6.6).

There are two passes over the fields: the first assigns an index to each identifier, the second writes the fields.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from wasihost.wasm import writer
from wasihost.wasm.sections.layout import SECTION_ORDER, TYPE_EACH, TYPE_FOR_ALL
from wasihost.wasm.text import types
from wasihost.wasm.text.body import expression, folded_expression, instructions
from wasihost.wasm.text.names import FunctionNames, name_section
from wasihost.wasm.text.parser import Labels, Parser, Space
from wasihost.wasm.text.tokens import BRANCH_HINT, END, Fault, Source, utf8

HEADER = b"\0asm\x01\0\0\0"
# Section ids, by the names that annotations use.
SECTION_IDS = {
    "type": 1, "import": 2, "func": 3, "table": 4, "memory": 5, "tag": 13, "global": 6, "export": 7, "start": 8,
    "elem": 9, "datacount": 12, "code": 10, "data": 11,
}  # fmt: skip
KINDS = {"func": 0, "table": 1, "memory": 2, "global": 3, "tag": 4}
FUNCREF = b"\x70"
ZERO = (b"\x41\0\x0b", b"\x42\0\x0b")  # constant expressions: i32.const 0 and i64.const 0
DECLARED, PASSIVE, EXPLICIT, EXPRESSIONS = 3, 1, 2, 4  # flags of element segments (section 5.5.12)


class Field(NamedTuple):
    keyword: str
    start: int  # token after the keyword and identifier
    index: int  # type: ignore[assignment]  # of what it defines


class Custom(NamedTuple):
    """A custom section, placed before (or after) the section with an id; 0: the start or the end of the module."""

    section: int
    after: bool
    content: bytes


class _Module(Parser):
    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.module_name: bytes | None = None
        self.entries: dict[int, list[bytes]] = {section_id: [] for section_id in SECTION_IDS.values()}
        self.customs: list[Custom] = []
        self.hinted: list[bytes] = []  # functions and the hints on their branches
        self.functions: dict[int, FunctionNames] = {}
        self.start: bytes | None = None
        self.imported = dict.fromkeys(KINDS, 0)  # imports of each kind that are translated


def parse_module(text: str, first_line: int = 1) -> bytes:
    """The binary of a module in the text format.  `first_line` is the line number of the first line in errors.

    TextError: not well-formed.  This function does not check whether the module is valid.
    """
    m = _Module(Source(text, first_line))
    try:
        fields = _declare(m)
        for field in fields:
            if field.keyword in _TYPES:
                m.pos = field.start
                _TYPES[field.keyword](m)
        for field in fields:
            if field.keyword not in _TYPES:
                m.pos = field.start
                _FIELDS[field.keyword](m, field.index)
                m.close()
        _no_annotation_left(m)
        if m.hinted:
            hints = writer.name(BRANCH_HINT[1:].encode()) + writer.vector(m.hinted)
            m.customs.append(Custom(SECTION_IDS["code"], False, hints))
        return _binary(m)
    except Fault as fault:
        raise m.error(fault) from None


# --------------------------------------------------------------------------------------------- first pass: identifiers
def _declare(m: _Module) -> list[Field]:
    """The fields, each with the index that it defines."""
    wrapped = m.opens("module")
    if wrapped:
        name = m.id()
        m.module_name = None if name is None else name[1:].encode()
        for number, _ in enumerate(m.annotations("@name")):
            m.module_name = utf8(m.take()).encode()
            if number:
                raise Fault("@name annotation: multiple module names")
    fields: list[Field] = []
    while True:
        _customs(m)
        if m.tokens[m.pos] != "(":
            break
        m.pos += 1
        keyword = m.take()
        if keyword not in _DECLARATIONS:
            raise Fault(f"unexpected token `{keyword}`: not a module field" if keyword != END else "unexpected end")
        fields.append(_DECLARATIONS[keyword](m, keyword))
        m.skip()
    if wrapped:
        m.close()
    if m.tokens[m.pos] != END:
        m.pos += 1
        raise m.unexpected()
    _imports_first(m, fields)
    return fields


def _declare_type(m: _Module, keyword: str) -> Field:
    start = m.pos
    return Field(keyword, start, m.declare(m.spaces["type"]))


def _declare_group(m: _Module, keyword: str) -> Field:
    start, first = m.pos, m.spaces["type"].size
    while m.opens("type"):
        m.declare(m.spaces["type"])
        m.skip()
    return Field(keyword, start, first)


def _declare_import(m: _Module, keyword: str) -> Field:
    start = m.pos
    m.string()
    if m.tokens[m.pos] in ("(", ")"):
        _declare_imports(m)
    else:
        m.string()
        m.declare(m.spaces[_kind(m)])
        m.skip()
    return Field(keyword, start, 0)


def _declare_imports(m: _Module) -> None:
    """Imports from one module: each with its name and type, or names and then the type of all."""
    items, names = 0, 0
    while m.opens("item"):
        m.string()
        if m.tokens[m.pos] == "(" or items != names:
            if names:
                raise Fault("unexpected import type", m.pos)
            m.declare(m.spaces[_kind(m)])
            m.skip()
        else:
            names += 1
        items += 1
        m.close()
    if names or (not items and m.tokens[m.pos] == "("):
        kind = _kind(m)
        if m.id():
            raise Fault("identifier not allowed")
        for _ in range(names):
            m.spaces[kind].declare(None)
        m.skip()


def _kind(m: _Module) -> str:
    """The beginning of the type of an import."""
    m.expect("(")
    kind = m.take()
    if kind not in KINDS:
        raise m.unexpected()
    return kind


def _declare_entry(m: _Module, keyword: str) -> Field:
    """Declare a function, table, memory, global or tag.  A segment written inside it gets an index, too."""
    index = m.declare(m.spaces[keyword])
    start = m.pos
    if keyword in ("table", "memory"):
        segment = "elem" if keyword == "table" else "data"
        m.skip()
        if segment in m.tokens[start : m.pos]:
            m.spaces[segment].declare(None)
        m.pos = start
    return Field(keyword, start, index)


def _declare_segment(m: _Module, keyword: str) -> Field:
    index = m.declare(m.spaces[keyword])
    return Field(keyword, m.pos, index)


def _declare_nothing(m: _Module, keyword: str) -> Field:
    return Field(keyword, m.pos, 0)


_DECLARATIONS: dict[str, Callable[[_Module, str], Field]] = {
    "type": _declare_type,
    "rec": _declare_group,
    "import": _declare_import,
    **dict.fromkeys(KINDS, _declare_entry),
    "elem": _declare_segment,
    "data": _declare_segment,
    "export": _declare_nothing,
    "start": _declare_nothing,
}


def _imports_first(m: _Module, fields: list[Field]) -> None:
    """Check that imports come before definitions, because they come first in their index spaces (section 6.6.13)."""
    defined = ""
    for field in fields:
        if field.keyword == "import" or (field.keyword in KINDS and _is_import(m, field.start)):
            if defined:
                raise Fault(f"import after {defined}", field.start - 1)
        elif field.keyword in KINDS:
            defined = field.keyword


def _is_import(m: _Module, at: int) -> bool:
    """Whether `(import` follows, after any number of `(export name)`."""
    tokens = m.tokens
    while tokens[at] == "(" and tokens[at + 1] == "export":
        at += 4
        if at >= len(tokens) - 1:
            return False
    return tokens[at] == "(" and tokens[at + 1] == "import"


# ------------------------------------------------------------------------------------------------- second pass: fields
def _import(m: _Module, index: int) -> None:
    module = m.name()
    if m.tokens[m.pos] in ("(", ")"):
        _imports(m, module)
        return
    name = m.name()
    m.entries[SECTION_IDS["import"]].append(module + name + _import_type(m))


def _imports(m: _Module, module: bytes) -> None:
    items, for_all = [], True
    while m.opens("item"):
        item = m.name()
        if m.tokens[m.pos] == "(":
            item += _import_type(m)
            for_all = False
        items.append(item)
        m.close()
    found, start = bytes([TYPE_EACH]), m.pos
    if for_all and m.tokens[start] == "(":
        for is_import in [True] * len(items) or [False]:  # for each, because each has an index
            m.pos = start
            found = bytes([TYPE_FOR_ALL]) + _import_type(m, is_import=is_import)
    m.entries[SECTION_IDS["import"]].append(module + writer.name(b"") + found + writer.vector(items))


def _import_type(m: _Module, *, is_import: bool = True) -> bytes:
    """The kind and the type of the next import; or of none."""
    kind = _kind(m)
    m.id()
    found = _imported(m, kind) if is_import else bytes([KINDS[kind]]) + _IMPORTED[kind](m, None)
    m.close()
    return found


def _imported(m: _Module, kind: str) -> bytes:
    """Imports precede all definitions, so the next one of its kind has the next index."""
    index = m.imported[kind]
    m.imported[kind] += 1
    return bytes([KINDS[kind]]) + _IMPORTED[kind](m, index)


def _function_type(m: _Module, index: int | None) -> bytes:
    m.locals, m.labels = Space("local"), Labels()
    found = writer.unsigned(types.type_use(m, m.locals))
    if index is not None:
        _keep_names(m, index)
    return found


def _keep_names(m: _Module, index: int) -> None:
    if m.locals.names or m.labels.names:
        m.functions[index] = FunctionNames(m.locals.names, m.labels.names)


_IMPORTED: dict[str, Callable[[_Module, int | None], bytes]] = {
    "func": _function_type,
    "table": lambda m, index: types.table_type(m),
    "memory": lambda m, index: types.memory_type(m),
    "global": lambda m, index: types.global_type(m),
    "tag": lambda m, index: types.tag_type(m),
}


def _inline(kind: str, define: Callable[[_Module, int], None]) -> Callable[[_Module, int], None]:
    """Translate a definition that may contain inline exports or an inline import."""

    def field(m: _Module, index: int) -> None:
        while m.opens("export"):
            m.entries[SECTION_IDS["export"]].append(m.name() + bytes([KINDS[kind]]) + writer.unsigned(index))
            m.close()
        if not m.opens("import"):
            define(m, index)
            return
        names = m.name() + m.name()
        m.close()
        m.entries[SECTION_IDS["import"]].append(names + _imported(m, kind))

    return field


def _function(m: _Module, index: int) -> None:
    m.entries[SECTION_IDS["func"]].append(_function_type(m, index))
    runs: list[tuple[int, bytes]] = []
    while m.opens("local"):
        for valtype in types.declared_types(m, m.locals):
            count = runs.pop()[0] if runs and runs[-1][1] == valtype else 0
            runs.append((count + 1, valtype))
    body = bytearray(writer.vector([writer.unsigned(count) + valtype for count, valtype in runs]))
    m.hints = []
    instructions(m, body)
    if m.hints:
        hints = [writer.unsigned(offset) + writer.name(hint) for offset, hint in m.hints]
        m.hinted.append(writer.unsigned(index) + writer.vector(hints))
    body.append(0x0B)
    m.entries[SECTION_IDS["code"]].append(writer.name(body))
    _keep_names(m, index)


def _table(m: _Module, index: int) -> None:
    entries, start = m.entries[SECTION_IDS["table"]], m.pos
    is_64 = types.is_64(m)
    if m.tokens[m.pos][:1].isdecimal():
        m.pos = start
        table_type = types.table_type(m)
        entries.append(table_type if m.tokens[m.pos] == ")" else b"\x40\0" + table_type + expression(m))
        return
    element = types.reference_type(m)
    m.expect("(")
    m.expect("elem")
    flags, items = _elements(m, element)
    m.close()
    entries.append(types.exact_table_type(len(items), is_64, element))
    _element_segment(m, flags, index, ZERO[is_64], element, items)


def _memory(m: _Module, index: int) -> None:
    entries, start = m.entries[SECTION_IDS["memory"]], m.pos
    is_64, page_size = types.is_64(m), types.page_size(m)
    if not m.opens("data"):
        m.pos = start
        entries.append(types.memory_type(m))
        return
    content = m.strings()
    m.close()
    entries.append(types.exact_memory_type(len(content), is_64, page_size))
    _data_segment(m, index, ZERO[is_64], content)


def _global(m: _Module, index: int) -> None:
    m.entries[SECTION_IDS["global"]].append(types.global_type(m) + expression(m))


def _tag(m: _Module, index: int) -> None:
    m.entries[SECTION_IDS["tag"]].append(types.tag_type(m))


def _export(m: _Module, index: int) -> None:
    name = m.name()
    m.expect("(")
    kind = m.take()
    if kind not in KINDS:
        raise m.unexpected()
    m.entries[SECTION_IDS["export"]].append(name + bytes([KINDS[kind]]) + m.index(kind))
    m.close()


def _start(m: _Module, index: int) -> None:
    if m.start is not None:
        raise Fault("multiple start sections")
    m.start = m.index("func")


# ----------------------------------------------------------------------------------------------------------- segments
def _elem(m: _Module, index: int) -> None:
    flags, table, offset = 0, 0, b""
    if m.accept("declare"):
        flags = DECLARED
    elif (m.tokens[m.pos] != "(" and not m.at_index()) or m.tokens[m.pos + 1] == "ref":
        flags = PASSIVE
    else:
        table = _target(m, "table")
        offset = folded_expression(m, "offset")
    if m.accept("func") or (not flags and (m.at_index() or m.tokens[m.pos] == ")")):
        _element_segment(m, flags, table, offset, FUNCREF, _indices(m))
    else:
        element = types.reference_type(m)
        _element_segment(m, flags | EXPRESSIONS, table, offset, element, _expressions(m))


def _target(m: _Module, space: str) -> int:
    """The table or memory of an active segment: `(memory x)`, or x alone as in older texts, or 0."""
    wrapped = m.opens(space)
    if not wrapped and not m.at_index():
        return 0
    index = m.spaces[space].index(m.take())
    if wrapped:
        m.close()
    return index


def _indices(m: _Module) -> list[bytes]:
    found = []
    while m.at_index():
        found.append(m.index("func"))
    return found


def _expressions(m: _Module) -> list[bytes]:
    found = []
    while m.tokens[m.pos] == "(":
        found.append(folded_expression(m, "item"))
    return found


def _elements(m: _Module, element: bytes) -> tuple[int, list[bytes]]:
    """The inline elements of a table, and the flags of their segment."""
    if not m.at_index() and m.tokens[m.pos] != ")":
        return EXPRESSIONS, _expressions(m)
    items = _indices(m)
    if element == FUNCREF:
        return 0, items
    return EXPRESSIONS, [b"\xd2" + funcidx + b"\x0b" for funcidx in items]  # ref.func


def _element_segment(m: _Module, flags: int, table: int, offset: bytes, element: bytes, items: list[bytes]) -> None:
    """Write the shortest form: an active segment omits table 0 and type funcref (section 5.5.12)."""
    active = not flags & PASSIVE
    if active and (table or element != FUNCREF):
        flags |= EXPLICIT
    content = writer.unsigned(flags)
    if active:
        content += (writer.unsigned(table) if flags & EXPLICIT else b"") + offset
    if flags & (PASSIVE | EXPLICIT):
        content += element if flags & EXPRESSIONS else b"\0"
    m.entries[SECTION_IDS["elem"]].append(content + writer.vector(items))


def _data(m: _Module, index: int) -> None:
    if m.tokens[m.pos] != "(" and not m.at_index():
        m.entries[SECTION_IDS["data"]].append(b"\x01" + writer.name(m.strings()))
        return
    memory = _target(m, "memory")
    offset = folded_expression(m, "offset")
    _data_segment(m, memory, offset, m.strings())


def _data_segment(m: _Module, memory: int, offset: bytes, content: bytes) -> None:
    prefix = b"\x02" + writer.unsigned(memory) if memory else b"\0"
    m.entries[SECTION_IDS["data"]].append(prefix + offset + writer.name(content))


_TYPES: dict[str, Callable[[Parser], None]] = {"type": types.type_definition, "rec": types.recursive_type}
_FIELDS: dict[str, Callable[[_Module, int], None]] = {
    "import": _import,
    "func": _inline("func", _function),
    "table": _inline("table", _table),
    "memory": _inline("memory", _memory),
    "global": _inline("global", _global),
    "tag": _inline("tag", _tag),
    "export": _export,
    "start": _start,
    "elem": _elem,
    "data": _data,
}


# -------------------------------------------------------------------------------------------------------- annotations
def _customs(m: _Module) -> None:
    """`(@custom "name" (before|after section)? "content"*)`, in place of a field (appendix, custom annotations)."""
    for _ in m.annotations("@custom"):
        if m.tokens[m.pos][:1] != '"':
            raise Fault("@custom annotation: missing section name", m.pos)
        name = m.name()
        section, after = 0, True
        if m.accept("("):
            section, after = _placement(m)
        content = m.strings()
        m.customs.append(Custom(section, after, name + content))


def _placement(m: _Module) -> tuple[int, bool]:
    where = m.take()
    if where not in ("before", "after"):
        raise Fault("@custom annotation: malformed placement")
    section = m.take()
    after = where == "after"
    if section not in ("first", "last", *SECTION_IDS):
        raise Fault("@custom annotation: malformed section kind")
    m.close()
    if section == "first":
        return SECTION_ORDER[0], after
    return SECTION_IDS.get(section, 0), after


def _no_annotation_left(m: _Module) -> None:
    for waiting in m.source.annotations.values():
        for kind, at in waiting:
            raise Fault(f"misplaced {kind} annotation", at)


# ------------------------------------------------------------------------------------------------------------- binary
def _binary(m: _Module) -> bytes:
    """The sections in the order of the format, with the custom sections at their places."""
    m.entries[SECTION_IDS["type"]] = m.types
    contents = {section_id: writer.vector(entries) for section_id, entries in m.entries.items() if entries}
    if m.start is not None:
        contents[SECTION_IDS["start"]] = m.start
    if m.uses_data:
        contents[SECTION_IDS["datacount"]] = writer.unsigned(len(m.entries[SECTION_IDS["data"]]))
    pieces = [HEADER]
    for section_id in (*SECTION_ORDER, 0):
        pieces += [writer.section(0, c.content) for c in m.customs if (c.section, c.after) == (section_id, False)]
        if section_id in contents:
            pieces.append(writer.section(section_id, contents[section_id]))
        pieces += [writer.section(0, c.content) for c in m.customs if (c.section, c.after) == (section_id, True)]
    pieces.append(name_section(m.module_name, m.spaces, m.functions, m.fields))
    return b"".join(pieces)
