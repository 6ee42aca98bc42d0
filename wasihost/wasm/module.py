"""A decoded module: the index spaces and segments of one binary (specification section 2.5)."""

from __future__ import annotations

from array import array
from typing import Any, NamedTuple

from wasihost.abi import PAGE_SHIFT, ExternKind, SegmentMode, VMLayout
from wasihost.lazy import cached_property
from wasihost.wasm.types import FuncType, GlobalType, MemoryType, TableType, TagType, ValType


class ConstInstr(NamedTuple):
    """One instruction of a constant expression.

    `value` is the immediate: an integer (constants of floats and vectors as bit patterns), an index, or None.
    """

    code: tuple[int, int]  # prefix or 0, opcode
    name: str
    value: int | None
    offset: int  # byte in the module


ConstExpr = tuple[ConstInstr, ...]  # without the final `end`


class Import(NamedTuple):
    module: str
    name: str
    kind: ExternKind
    type: int | TableType | MemoryType | GlobalType | TagType  # int: the type index of a function
    offset: int


class Export(NamedTuple):
    name: str
    kind: ExternKind
    index: int  # type: ignore[assignment]  # tuple.index is not missed
    offset: int


class Table(NamedTuple):
    type: TableType
    init: ConstExpr | None  # None: null


class Global(NamedTuple):
    type: GlobalType
    init: ConstExpr


class Element(NamedTuple):
    """An element segment: function indices, or, if these are None, constant expressions."""

    mode: SegmentMode
    table: int
    offset: ConstExpr
    element: ValType
    functions: array[int]
    expressions: tuple[ConstExpr, ...] | None
    position: int  # byte in the module

    @property
    def size(self) -> int:
        return len(self.functions if self.expressions is None else self.expressions)


class Data(NamedTuple):
    """A data segment: bytes [start, end) of the module."""

    mode: SegmentMode
    memory: int
    offset: ConstExpr
    start: int
    end: int


class Body(NamedTuple):
    """A function body: bytes [start, end) of the module, from the local declarations to the final `end`."""

    start: int
    end: int


class CustomSection(NamedTuple):
    name: str
    start: int  # start of the content, after the name
    end: int


class Module:
    """A decoded module.  Index spaces contain imports first, as in the specification."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.decoded: Any = None  # the sections.layout.Decoded that these values were made of
        self.types: list[FuncType] = []
        self.canonical: list[int] = []  # type index → that of the first equal type
        self.imports: list[Import] = []
        self.functions: list[int] = []  # type index of every function, imported ones first
        self.tables: list[Table] = []  # imported tables first, with init None
        self.memories: list[MemoryType] = []
        self.globals: list[GlobalType] = []
        self.tags: list[TagType] = []
        self.global_inits: list[ConstExpr] = []  # initializers of the defined globals
        self.exports: list[Export] = []
        self.start: int | None = None
        self.elements: list[Element] = []
        self.datas: list[Data] = []
        self.data_count: int | None = None
        self.bodies: list[Body] = []  # of the defined functions
        self.custom_sections: list[CustomSection] = []
        self.sections: list[tuple[int, int, int]] = []  # (id, start, end) of each section's content, in file order
        self.imported = dict.fromkeys(ExternKind, 0)  # number of imports in each index space

    def function_type(self, funcidx: int) -> FuncType:
        return self.types[self.functions[funcidx]]

    def type_text(self, type_: int | TableType | MemoryType | GlobalType | TagType) -> str:
        """A type as it appears in messages:

        `function (i32) -> ()`, `memory 1..4`, `table 10.. funcref`, `tag (i32)`.
        """
        match type_:
            case int():
                return f"function {self.types[type_]}"
            case TagType(typeidx):
                return f"tag ({', '.join(self.types[typeidx].params)})"
            case GlobalType(valtype, mutable):
                return f"global {'mut ' if mutable else ''}{valtype}"
        text = f"{'i64 ' if type_.address == 'i64' else ''}{type_.limits}"
        if isinstance(type_, TableType):
            return f"table {text} {type_.element}"
        shared = " shared" if type_.shared else ""
        size = "" if type_.page_shift == PAGE_SHIFT else f" pagesize {1 << type_.page_shift}"
        return f"memory {text}{shared}{size}"

    @property
    def imported_functions(self) -> int:
        return self.imported[ExternKind.FUNC]

    @cached_property
    def section_starts(self) -> dict[int, int]:
        """Section id → offset of its content, for each section that is present, except custom sections."""
        return {section_id: start for section_id, start, _ in self.sections if section_id}

    @cached_property
    def declared_functions(self) -> set[int]:
        """Functions that `ref.func` may name: those that occur outside of bodies (C.refs, section 3.5.16)."""
        found: set[int] = {export.index for export in self.exports if export.kind == ExternKind.FUNC}
        expressions: list[ConstExpr] = [*self.global_inits, *(table.init for table in self.tables if table.init)]
        for element in self.elements:
            found.update(element.functions)
            expressions.extend(element.expressions or ())
        for expression in expressions:
            found.update(i.value for i in expression if i.name == "ref.func" and i.value is not None)
        return found

    @cached_property
    def escaped_functions(self) -> dict[int, int]:
        """Index → slot of each *defined* function with a FuncRef: functions that references name or the host calls."""
        found = self.declared_functions | (set() if self.start is None else {self.start})
        defined = sorted(f for f in found if f >= self.imported_functions)
        return {funcidx: slot for slot, funcidx in enumerate(defined)}

    @cached_property
    def vm_layout(self) -> VMLayout:
        return VMLayout(
            memories=len(self.memories),
            functions=self.imported_functions,
            tables=len(self.tables),
            tags=len(self.tags),
            globals=len(self.globals),
            types=len(self.types),
            funcrefs=len(self.escaped_functions),
        )
