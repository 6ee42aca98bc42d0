"""Debug information: the lines of the Python source."""

from __future__ import annotations

import ast
import os

from .source import Source
from .types import Native

PLACE = os.path.join(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))), "")


def quoted(data: bytes) -> str:
    """Bytes in the form that LLVM writes between quotes."""
    return "".join(chr(b) if 32 <= b < 127 and b not in b'"\\' else f"\\{b:02X}" for b in data)


class DebugInfo:
    """Numbered metadata: files, functions, and one location per statement."""

    FIRST = 3  # !0 … !2 are the compile unit and the flags

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled
        self.nodes: dict[str, str] = {}
        self.scope = ""  # the function that contains the current locations

    def node(self, text: str) -> str:
        return self.nodes.setdefault(text, f"!{len(self.nodes) + self.FIRST}")

    def file(self, path: str) -> str:
        """Paths in the package are relative to its parent directory, so they do not depend on where it is built."""
        directory, name = os.path.split(path.removeprefix(PLACE))
        name, directory = (quoted(part.encode()) for part in (name, directory))
        return self.node(f'!DIFile(filename: "{name}", directory: "{directory}")')

    def subprogram(self, function: Native, source: Source, symbol: str) -> str:
        """The ` !dbg !N` of a definition."""
        if not self.enabled:
            return ""
        file, line = self.file(source.path), source.node.lineno
        type_ = self.node("!DISubroutineType(types: !{null})")
        linkage = "" if symbol == function.name else f'linkageName: "{symbol}", '
        self.scope = self.node(
            f'distinct !DISubprogram(name: "{function.name}", {linkage}scope: {file}, file: {file}, line: {line}, '
            f"scopeLine: {line}, type: {type_}, unit: !0, spFlags: DISPFlagDefinition | DISPFlagOptimized)"
        )
        return f" !dbg {self.scope}"

    def location(self, source: Source, node: ast.AST) -> str:
        if not self.enabled:
            return ""
        line, column = node.lineno, source.column(node)  # type: ignore[attr-defined]
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
