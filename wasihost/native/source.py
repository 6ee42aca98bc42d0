"""A native function → its syntax tree; a syntax node → an error that shows the line with a caret."""

from __future__ import annotations

import ast
import linecache
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .types import Native


class CompileError(Exception):
    """A native function that the compiler rejects.  `line` and `column` start at 1; `column` counts characters."""

    def __init__(self, path: str, line: int, column: int, function: str, message: str, text: str = "") -> None:
        super().__init__(message)
        self.path, self.line, self.column = path, line, column
        self.function, self.message, self.text = function, message, text

    def __str__(self) -> str:
        # The padding keeps tabs, so that the caret is below its column at any tab width.
        padding = "".join("\t" if char == "\t" else " " for char in self.text[: self.column - 1])
        where = f"{self.path}:{self.line}:{self.column}: in {self.function}: {self.message}"
        return f"{where}\n    {self.text}\n    {padding}^" if self.text else where


class Source:
    """The definition of one native function: file, syntax tree, positions."""

    def __init__(self, fn: Native) -> None:
        code = fn.function.__code__
        self.name, self.path = fn.name, code.co_filename
        self.lines = tuple(linecache.getlines(self.path, fn.function.__globals__))
        found = _functions(self.path, self.lines).get((code.co_name, code.co_firstlineno))
        if found is None:
            raise CompileError(self.path, code.co_firstlineno, 1, self.name, "this function's source is not available")
        self.node = found

    def column(self, node: ast.AST) -> int:
        """The column in characters, starting at 1; the syntax tree counts UTF-8 bytes, starting at 0."""
        line = self.lines[node.lineno - 1]  # type: ignore[attr-defined]
        return len(line.encode()[: node.col_offset].decode()) + 1  # type: ignore[attr-defined]

    def error(self, node: ast.AST, message: str) -> CompileError:
        line: int = node.lineno  # type: ignore[attr-defined]
        return CompileError(self.path, line, self.column(node), self.name, message, self.lines[line - 1].rstrip("\n"))


@cache
def _functions(path: str, lines: tuple[str, ...]) -> dict[tuple[str, int], ast.FunctionDef]:
    """All functions of a file, by name and first line.

    As in a code object, this is the line of the first decorator.
    """
    return {
        (node.name, node.decorator_list[0].lineno if node.decorator_list else node.lineno): node
        for node in ast.walk(ast.parse("".join(lines), path))
        if isinstance(node, ast.FunctionDef)
    }
