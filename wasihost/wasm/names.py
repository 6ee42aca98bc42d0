"""Read the name section: Module → names of the module and of its functions (specification section 7.4.1).

Names are only for display: malformed names are ignored and never an error.  `sections.names` reads those of functions
in a decoded module; the others are only for printing.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator

from wasihost.errors import DecodeError
from wasihost.host.library import load
from wasihost.lazy import cached_property
from wasihost.wasm.module import Module
from wasihost.wasm.reader import Reader
from wasihost.wasm.sections.layout import Span

MODULE_NAME = 0  # subsection id


class Names:
    """The first name section of a module, read on demand."""

    def __init__(self, module: Module) -> None:
        self.data = module.data
        self.decoded = module.decoded
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
        """Function index → byte range of its name in the module.

        If a function has several names, the first one counts.
        """
        spans = ctypes.create_string_buffer(Span.size * self.function_count)
        if not load().read_function_names(self.decoded, spans):
            return {}
        pairs = enumerate(struct.iter_unpack("<II", spans))
        return {funcidx: (start, start + size) for funcidx, (start, size) in pairs if start}

    def function(self, funcidx: int) -> str | None:
        if funcidx not in self.functions:
            return None
        start, end = self.functions[funcidx]
        return self.data[start:end].decode(errors="replace")

    def name_map(self, subsection: int) -> dict[int, bytes]:
        """Index → name, for a subsection with one name per index.  The first name of an index counts."""
        entries = list(self._name_map(self._subsection(subsection)))
        return {index: self.data[start:end] for index, start, end in reversed(entries)}

    def indirect_name_map(self, subsection: int) -> dict[int, dict[int, bytes]]:
        """Index → inner index → name: locals and labels of functions, fields of types."""
        found: dict[int, dict[int, bytes]] = {}
        reader = self._subsection(subsection)
        try:
            for _ in range(reader.u32() if reader else 0):
                assert reader is not None
                index = reader.u32()
                names = {inner: self.data[start:end] for inner, start, end in self._name_map(reader)}
                found.setdefault(index, names)
        except DecodeError:
            pass
        return found

    def _name_map(self, reader: Reader | None) -> Iterator[tuple[int, int, int]]:
        """Index, start and end of each name, up to the first malformed one."""
        try:
            for _ in range(reader.u32() if reader else 0):
                assert reader is not None
                index = reader.u32()
                start = reader.skip(reader.u32())
                yield index, start, reader.pos
        except DecodeError:
            return

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
