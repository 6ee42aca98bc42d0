"""How a module is translated."""

from __future__ import annotations

from typing import NamedTuple

from wasihost import levels
from wasihost.variant import DEFAULT, CompileVariant


class Options(NamedTuple):
    triple: str  # of LLVM
    datalayout: str
    level: str = "fast"
    variant: CompileVariant = DEFAULT
    debug_lines: bool = False  # locations on accesses, calls and traps; a line is a byte offset in the module
    features: frozenset[str] = frozenset()  # what the machine has, in the words of rows (`on` in ops/row.py)

    @property
    def has_passes(self) -> bool:
        """Whether LLVM looks at more than one block at a time, and sees through what it can."""
        return levels.BY_NAME[self.level].across_blocks
