"""Native functions and globals in, one module of LLVM IR text out, with debug lines that name the Python source."""

from __future__ import annotations

from . import platform
from .function import FunctionCompiler
from .prelude import MEMORY_FUNCTIONS
from .symbols import Symbols
from .types import Extern, Global, Native

# nounwind                 nothing here throws
# null_pointer_is_valid    address 0 faults; without this LLVM would assume that it is never used
# frame-pointer            backtraces walk frame pointers
# probe-stack              every page of a big frame is touched, so that the guard page is met
# no-builtins              loops are not turned into calls of memset, strlen, …
# tune-cpu                 LLVM's own default for x86-64 avoids vector moves that are not aligned, which were slow once
ATTRIBUTES = (
    'nounwind null_pointer_is_valid "frame-pointer"="all" "probe-stack"="inline-asm" "no-builtins" "tune-cpu"="generic"'
)


class Module:
    """What is added, and everything it refers to.

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
        """The module's text.  CompileError: a function that is not in the subset."""
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
