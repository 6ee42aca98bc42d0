"""Identifiers → the name section (specification section 7.4.1, and the extended name section proposal)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wasihost.wasm import writer
from wasihost.wasm.text.parser import Space

MODULE, LOCALS, LABELS, FIELDS = 0, 2, 3, 10  # subsection ids
SUBSECTIONS = {1: "func", 4: "type", 5: "table", 6: "memory", 7: "global", 8: "elem", 9: "data", 11: "tag"}

NameMap = Mapping[int, bytes]  # index → name


class FunctionNames(NamedTuple):
    locals: NameMap
    labels: NameMap


def name_section(
    module: bytes | None,
    spaces: Mapping[str, Space],
    functions: Mapping[int, FunctionNames],
    fields: Mapping[int, Space],
) -> bytes:
    """The whole section, or nothing if there are no names."""
    found = {
        subsection: _name_map(spaces[what].names) for subsection, what in SUBSECTIONS.items() if spaces[what].names
    }
    if module is not None:
        found[MODULE] = writer.name(module)
    indirect: dict[int, dict[int, NameMap]] = {
        LOCALS: {index: names.locals for index, names in functions.items()},
        LABELS: {index: names.labels for index, names in functions.items()},
        FIELDS: {index: space.names for index, space in fields.items()},
    }
    for subsection, maps in indirect.items():
        named = [writer.unsigned(index) + _name_map(names) for index, names in sorted(maps.items()) if names]
        if named:
            found[subsection] = writer.vector(named)
    if not found:
        return b""
    content = b"".join(writer.section(subsection, found[subsection]) for subsection in sorted(found))
    return writer.section(0, writer.name(b"name") + content)


def _name_map(names: NameMap) -> bytes:
    return writer.vector([writer.unsigned(index) + writer.name(name) for index, name in sorted(names.items())])
