"""Compile native functions and globals to one module of LLVM IR text, with debug lines for the Python source."""

from __future__ import annotations

from . import platform
from .function import FunctionCompiler
from .prelude import MEMORY_FUNCTIONS
from .symbols import Symbols
from .types import Extern, Global, Native

# nounwind                 nothing here throws
# null_pointer_is_valid    an access to address 0 faults; otherwise LLVM would assume that it never happens
# frame-pointer            backtraces walk frame pointers
# probe-stack              a function touches every page of a large frame, so it cannot skip the guard page
# no-builtins              LLVM does not turn loops into calls of memset, strlen, …
# tune-cpu                 LLVM's default for x86-64 avoids unaligned vector moves, which were slow on old processors
ATTRIBUTES = (
    'nounwind null_pointer_is_valid "frame-pointer"="all" "probe-stack"="inline-asm" "no-builtins" "tune-cpu"="generic"'
)


class Module:
    """The functions and globals that were added, and everything that they refer to.

    debug              emit debug information
    memory_functions   define memcpy, memmove, memset and memcmp, which LLVM may call by name
    """

    def __init__(self, *, debug: bool = True, memory_functions: bool = True) -> None:
        self.symbols = Symbols(self._begin, debug=debug)
        self.pending: list[FunctionCompiler] = []
        self.functions: list[str] = []
        if memory_functions:
            self.add(*MEMORY_FUNCTIONS)

    def add(self, *items: Native | Extern | Global) -> Module:
        for item in items:
            self.symbols.symbol(item)
        return self

    def ir(self) -> str:
        """The text of the module.  CompileError: a function is not in the subset."""
        while self.pending:
            self.functions.append(self.pending.pop(0).define_function())
        symbols = self.symbols
        return "\n".join([
            f'target triple = "{platform.TRIPLE}"',
            *symbols.globals,
            *(f"declare {declaration}" for declaration in symbols.declarations),
            *(f"declare {declaration}" for name, declaration in symbols.externs.items() if name not in symbols.names),
            *self.functions,
            f"attributes #0 = {{ {ATTRIBUTES} }}",
            *symbols.debug.text(),
            "",
        ])  # fmt: skip

    def _begin(self, function: Native) -> None:
        self.pending.append(FunctionCompiler(self.symbols, function))
