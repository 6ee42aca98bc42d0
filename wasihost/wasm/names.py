"""Read the name section: Module → names of the module and of its functions (specification section 7.4.1).

Names are a courtesy: what is malformed is left out and never an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from wasihost.errors import DecodeError
from wasihost.wasm.module import Module
from wasihost.wasm.reader import Reader

MODULE_NAME, FUNCTION_NAMES = 0, 1  # subsection ids


class Names:
    """The first name section of a module, read when asked."""

    def __init__(self, module: Module) -> None:
        self.data = module.data
        self.section = next((s for s in module.custom_sections if s.name == "name"), None)
        self.function_count = len(module.functions)

    @property
    def module_name(self) -> str | None:
        found = self._subsection(MODULE_NAME)
        if found is None:
            return None
        try:
            return found.name()
        except DecodeError:
            return None

    @cached_property
    def functions(self) -> dict[int, tuple[int, int]]:
        """Function index → byte range of its name in the module.  The first name of a function counts."""
        names: dict[int, tuple[int, int]] = {}
        found = self._subsection(FUNCTION_NAMES)
        if found is None:
            return names
        try:
            for _ in range(found.u32()):
                funcidx = found.u32()
                start = found.skip(found.u32())
                if funcidx < self.function_count:
                    names.setdefault(funcidx, (start, found.pos))
        except DecodeError:
            pass
        return names

    def function(self, funcidx: int) -> str | None:
        if funcidx not in self.functions:
            return None
        start, end = self.functions[funcidx]
        return self.data[start:end].decode(errors="replace")

    def _subsection(self, wanted: int) -> Reader | None:
        return next((reader for subsection_id, reader in self._subsections() if subsection_id == wanted), None)

    def _subsections(self) -> Iterator[tuple[int, Reader]]:
        if self.section is None:
            return
        reader = Reader(self.data, self.section.start, self.section.end)
        try:
            while reader.pos < reader.end:
                subsection_id, size = reader.byte(), reader.u32()
                start = reader.skip(size)
                yield subsection_id, Reader(self.data, start, start + size)
        except DecodeError:
            return
