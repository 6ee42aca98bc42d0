"""How a module is to be translated."""

from __future__ import annotations

from typing import NamedTuple


class Options(NamedTuple):
    triple: str  # of LLVM
    datalayout: str
    level: str = "fast"  # fast, balanced, max: which passes will run
    guarded: bool = True  # accesses to memory 0 need no bounds check: a reservation catches them
    debug_lines: bool = False  # locations on accesses, calls and traps; a line is a byte offset in the module
