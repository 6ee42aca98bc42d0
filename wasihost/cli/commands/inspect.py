"""`wasihost inspect`: the content of a module or an artifact → text, or JSON with the same facts."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

import typer

from wasihost.abi import ExternKind
from wasihost.artifact import read_header
from wasihost.characters import printable
from wasihost.cli.report.reporter import about
from wasihost.errors import InvalidModule, PrecompiledModule, UsageError, size_text
from wasihost.module_file import binary, open_module, read_module
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module
from wasihost.wasm.names import Names
from wasihost.wasm.types import GlobalType, MemoryType, TableType, TagType

SECTIONS = {
    1: "type", 2: "import", 3: "function", 4: "table", 5: "memory", 6: "global", 7: "export",
    8: "start", 9: "element", 10: "code", 11: "data", 12: "data count", 13: "tag",
}  # fmt: skip
LARGEST = 20  # number of functions that are listed without `--all`

Facts = dict[str, Any]


def inspect_module(
    module: Annotated[str, typer.Argument(metavar="MODULE")],
    as_json: Annotated[bool, typer.Option("--json", help="print everything, as JSON")] = False,
    all_functions: Annotated[bool, typer.Option("--all", help="list all functions, not only the largest")] = False,
    as_wat: Annotated[bool, typer.Option("--wat", help="print the module in the text format")] = False,
) -> None:
    """Show the sections, imports, exports and functions of MODULE."""
    if as_json and as_wat:
        raise UsageError("`--json` and `--wat` cannot be combined", hint="choose one")
    with about(module):
        data = read_module(module).data
        if as_wat:
            write_text(module, data)
            return
        facts = artifact_facts(module) if data is None else module_facts(decode(binary(data)))
    if as_json:
        json.dump(facts, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        sys.stdout.writelines(f"{printable(line)}\n" for line in as_text(facts, all_functions))


def write_text(path: str, data: bytes | None) -> None:
    """Print the module as text, line by line, because a large one may be read in a pager."""
    from wasihost.wasm.text.printer import print_module

    if data is None:
        raise PrecompiledModule(path)
    sys.stdout.writelines(f"{line}\n" for line in print_module(binary(data)))


# ------------------------------------------------------------------------------------------------------------- facts
def module_facts(module: Module) -> Facts:
    names = Names(module)
    custom = iter(module.custom_sections)
    sections = [
        {
            "name": f"custom `{next(custom).name}`" if number == 0 else SECTIONS[number],
            "offset": start,
            "size": end - start,
        }
        for number, start, end in module.sections
    ]
    functions = [
        {"index": index, "name": names.function(index), "type": str(module.function_type(index)), "offset": body.start,
         "size": body.end - body.start}
        for index, body in enumerate(module.bodies, module.imported_functions)
    ]  # fmt: skip
    return {
        "format": "module",
        "size": len(module.data),
        "sections": sections,
        "imports": [
            {"module": i.module, "name": i.name, "kind": i.kind.name.lower(), "type": _import_type(module, i.type)}
            for i in module.imports
        ],
        "exports": [
            {
                "name": e.name,
                "kind": e.kind.name.lower(),
                "index": e.index,
                "type": _export_type(module, e.kind, e.index),
            }
            for e in module.exports
        ],
        "start": module.start,
        "functions": functions,
    }


def artifact_facts(path: str) -> Facts:
    fd = open_module(path)
    try:
        header = read_header(fd)
    finally:
        os.close(fd)
    if header is None:
        raise InvalidModule("the artifact is cut short")
    return {
        "format": "artifact",
        "size": header.file_size,
        "version": header.version,
        "level": header.level,
        "nans": "canonical" if header.variant.canonical_nans else "any",
        "fuel": "counted" if header.variant.metered else "not counted",
        "machine": header.machine,
        "key": header.key.hex(),
        "sections": [{"name": name.lower(), "size": size} for name, size in header.sections.items() if size],
        "functions": header.functions,
    }


def _import_type(module: Module, type_: int | TableType | MemoryType | GlobalType | TagType) -> str:
    return str(module.types[type_]) if isinstance(type_, int) else _type_text(module, type_)


def _export_type(module: Module, kind: ExternKind, index: int) -> str:
    match kind:
        case ExternKind.FUNC:
            return str(module.function_type(index))
        case ExternKind.TABLE:
            return _type_text(module, module.tables[index].type)
        case ExternKind.MEMORY:
            return _type_text(module, module.memories[index])
        case ExternKind.GLOBAL:
            return _type_text(module, module.globals[index])
    return _type_text(module, module.tags[index])


def _type_text(module: Module, type_: TableType | MemoryType | GlobalType | TagType) -> str:
    match type_:
        case TableType(element, limits):
            return f"{limits} {element}"
        case MemoryType(limits, _, shared):
            return f"{limits} pages{', shared' if shared else ''}"
        case GlobalType(valtype, mutable):
            return f"mut {valtype}" if mutable else valtype
        case TagType(typeidx):
            return str(module.types[typeidx])


# -------------------------------------------------------------------------------------------------------------- text
def as_text(facts: Facts, all_functions: bool) -> Iterator[str]:
    yield f"{facts['format']}, {size_text(facts['size'])}"
    for key in ("version", "level", "nans", "fuel", "machine", "key"):
        if key in facts:
            yield f"{key}: {facts[key]}"
    yield from _table("sections", [(s["name"], size_text(s["size"]), _offset(s)) for s in facts["sections"]])
    if facts["format"] == "artifact":
        return
    yield from _table("imports", [(f"{i['module']}::{i['name']}", i["kind"], i["type"]) for i in facts["imports"]])
    yield from _table("exports", [(e["name"], e["kind"], f"[{e['index']}]", e["type"]) for e in facts["exports"]])
    if facts["start"] is not None:
        yield ""
        yield f"start function: func[{facts['start']}]"
    functions = sorted(facts["functions"], key=lambda function: -function["size"])
    shown = functions if all_functions else functions[:LARGEST]
    rows = [(f"func[{f['index']}]", size_text(f["size"]), _offset(f), f["name"] or "-", f["type"]) for f in shown]
    yield from _table(f"functions by size: {len(functions)}", rows)
    if len(shown) < len(functions):
        yield f"  … {len(functions) - len(shown)} smaller ones (--all)"


def _offset(entry: Facts) -> str:
    return f"at {entry['offset']:#x}" if "offset" in entry else ""


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """A table with a title and aligned columns; nothing if there are no rows."""
    if rows:
        yield ""
        yield title
        widths = [min(60, max(map(len, column))) for column in zip(*rows, strict=True)]
        for row in rows:
            yield "  " + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
