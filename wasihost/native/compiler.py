"""Native functions and globals in, one module of LLVM IR text out, with debug lines that name the Python source."""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING, Any

from . import platform
from .expressions import abi_type
from .function import LINKAGE, FunctionCompiler
from .types import Extern, Fn, Global, Native

if TYPE_CHECKING:
    from .emitter import Emitter

# nounwind                 nothing here throws
# null_pointer_is_valid    address 0 faults; without this LLVM would assume that it is never used
# frame-pointer            backtraces walk frame pointers
# probe-stack              every page of a big frame is touched, so that the guard page is met
# no-builtins              loops are not turned into calls of memset, strlen, …
# tune-cpu                 LLVM's own default for x86-64 avoids vector moves that are not aligned, which were slow once
ATTRIBUTES = (
    'nounwind null_pointer_is_valid "frame-pointer"="all" "probe-stack"="inline-asm" "no-builtins" "tune-cpu"="generic"'
)
PLACE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "")


class Module:
    """What is added, and everything it refers to.

    debug              emit debug information
    memory_functions   define memcpy, memmove, memset and memcmp, which LLVM may call by name
    """

    def __init__(self, *, debug: bool = True, memory_functions: bool = True) -> None:
        self.debug = DebugInfo(enabled=debug)
        self.names: set[str] = set()  # the symbols that are defined
        self.symbols: dict[Any, str] = {}  # function, global or bytes → "@symbol"
        self.pending: list[FunctionCompiler] = []
        self.globals: list[str] = []
        self.declarations: dict[str, None] = {}
        self.externs: dict[str, str] = {}  # symbol → declaration, needed unless the module defines it too
        self.functions: list[str] = []
        if memory_functions:
            from .prelude import MEMORY_FUNCTIONS

            self.add(*MEMORY_FUNCTIONS)

    def add(self, *items: Native | Extern | Global) -> Module:
        for item in items:
            self.symbol(item)
        return self

    def ir(self) -> str:
        """The module's text.  CompileError: a function that is not in the subset."""
        while self.pending:
            self.functions.append(self.pending.pop(0).define_function())
        return "\n".join([
            f'target triple = "{platform.TRIPLE}"',
            *self.globals,
            *(f"declare {declaration}" for declaration in self.declarations),
            *(f"declare {declaration}" for name, declaration in self.externs.items() if name not in self.names),
            *self.functions,
            f"attributes #0 = {{ {ATTRIBUTES} }}",
            *self.debug.text(),
            "",
        ])  # fmt: skip

    def declare(self, declaration: str) -> None:
        self.declarations[declaration] = None

    # ---- symbols

    def symbol(self, item: Fn | Global, hint: str = "global") -> str:
        """The IR name of a function or a global, which becomes part of the module; `hint` names a nameless global."""
        if item not in self.symbols:
            self.symbols[item] = ""  # a table may refer to itself
            if isinstance(item, Native):
                self.symbols[item] = self.new_name(item.name, _prefix(item), exact=bool(item.export))
                self.pending.append(FunctionCompiler(self, item))
            elif isinstance(item, Extern):
                self.symbols[item] = f"@{item.name}"
                params = ", ".join(map(abi_type, item.params))
                visibility, binding = ("hidden ", "") if item.hidden else ("", " nonlazybind")
                result = abi_type(item.result, result=True)
                self.externs[item.name] = f"{visibility}{item.cc}{result} @{item.name}({params}){binding}"
            elif isinstance(item, Global):
                self.symbols[item] = self.new_name(item.name or hint, "data", exact=item.name is not None)
                self.define_global(item)
            else:
                raise TypeError(f"{item!r} is not a native function or global")
        return self.symbols[item]

    def new_name(self, name: str, prefix: str, exact: bool) -> str:
        """A symbol of its own; internal ones carry the file's name, for gdb and perf."""
        symbol, number = name if exact else f"{prefix}.{name}", 0
        while symbol in self.names:
            if exact:
                raise ValueError(f"two definitions of `{name}`")
            number += 1
            symbol = f"{prefix}.{name}.{number}"
        self.names.add(symbol)
        return f"@{symbol}"

    def bytes_symbol(self, data: bytes) -> str:
        """Constant bytes with a NUL behind them; equal ones are stored once."""
        if data not in self.symbols:
            self.symbols[data] = self.symbol(Global(data=data + b"\0", align=1), "bytes")
        return self.symbols[data]

    def define_global(self, item: Global) -> None:
        linkage = LINKAGE[item.export]
        if item.table is not None:
            entries = ", ".join(f"ptr {self.symbol(entry) if entry else 'null'}" for entry in item.table)
            storage = f"constant [{len(item.table)} x ptr] [{entries}]"
        elif item.data is not None:
            storage = f'constant [{len(item.data)} x i8] c"{self.escape(item.data)}"'
        else:
            storage = f"global [{item.type.size * item.n} x i8] zeroinitializer"
        self.globals.append(f"{self.symbols[item]} = {linkage}{storage}, align {item.align}")

    @staticmethod
    def escape(data: bytes) -> str:
        """Bytes as LLVM writes them between quotes."""
        return "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:02X}" for b in data)


def _prefix(fn: Native) -> str:
    return (fn.function.__module__ or "native").rpartition(".")[2]


class DebugInfo:
    """Numbered metadata: files, functions, and one location per statement."""

    FIRST = 3  # !0 … !2 are the compile unit and the flags

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self.nodes: dict[str, str] = {}
        self.scope = ""  # the function that locations belong to

    def node(self, text: str) -> str:
        return self.nodes.setdefault(text, f"!{len(self.nodes) + self.FIRST}")

    def file(self, path: str) -> str:
        """Files of the package are named from where it lies, so that it is the same wherever it was built."""
        directory, name = os.path.split(path.removeprefix(PLACE))
        name, directory = (Module.escape(part.encode()) for part in (name, directory))
        return self.node(f'!DIFile(filename: "{name}", directory: "{directory}")')

    def subprogram(self, function: Emitter) -> str:
        """The ` !dbg !N` of a definition."""
        if not self.enabled:
            return ""
        file, line = self.file(function.source.path), function.source.node.lineno
        type_ = self.node("!DISubroutineType(types: !{null})")
        symbol = function.module.symbol(function.fn)[1:]
        linkage = "" if symbol == function.fn.name else f'linkageName: "{symbol}", '
        self.scope = self.node(
            f'distinct !DISubprogram(name: "{function.fn.name}", {linkage}scope: {file}, file: {file}, line: {line}, '
            f"scopeLine: {line}, type: {type_}, unit: !0, spFlags: DISPFlagDefinition | DISPFlagOptimized)"
        )
        return f" !dbg {self.scope}"

    def location(self, function: Emitter, node: ast.AST) -> str:
        if not self.enabled:
            return ""
        line, column = node.lineno, function.source.column(node)  # type: ignore[attr-defined]
        return f", !dbg {self.node(f'!DILocation(line: {line}, column: {column}, scope: {self.scope})')}"

    def text(self) -> list[str]:
        if not self.nodes:
            return []
        unit = self.node('!DIFile(filename: "wasihost", directory: ".")')
        return [
            "!llvm.dbg.cu = !{!0}",
            "!llvm.module.flags = !{!1, !2}",
            f'!0 = distinct !DICompileUnit(language: DW_LANG_C99, file: {unit}, producer: "wasihost", '
            "isOptimized: true, runtimeVersion: 0, emissionKind: FullDebug, splitDebugInlining: false)",
            '!1 = !{i32 7, !"Dwarf Version", i32 4}',
            '!2 = !{i32 2, !"Debug Info Version", i32 3}',
            *(f"{number} = {text}" for text, number in self.nodes.items()),
        ]
