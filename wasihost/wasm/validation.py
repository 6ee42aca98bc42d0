"""Validate a module but for its function bodies: Module → nothing, or ValidationError (specification section 3.5).

The messages begin with the words of the specification's test suite; `offset` is the byte where the entry begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wasihost.abi import VALTYPES, ExternKind, SegmentMode
from wasihost.errors import ValidationError
from wasihost.wasm.module import ConstExpr, Module
from wasihost.wasm.reader import Reader
from wasihost.wasm.types import Limits, ValType

MAXIMUM_PAGES = 1 << 16
MAXIMUM_ENTRIES = (1 << 32) - 1
# Constant instructions that only move values: operands, result.
CONSTANT_SIGNATURES: dict[str, tuple[tuple[ValType, ...], ValType]] = {
    f"{valtype}.const": ((), valtype) for valtype in ("i32", "i64", "f32", "f64")
}
CONSTANT_SIGNATURES |= {
    f"{valtype}.{name}": ((valtype, valtype), valtype) for valtype in ("i32", "i64") for name in ("add", "sub", "mul")
}


def validate(module: Module) -> None:
    """Everything that needs no function body.  The order is that of the specification's module rule."""
    _validate_functions(module)
    _validate_limits(module)
    _validate_tags(module)
    _validate_initializers(module)
    _validate_segments(module)
    _validate_start(module)
    _validate_exports(module)


def _validate_functions(module: Module) -> None:
    known = len(module.types)
    for imported in module.imports:
        if isinstance(imported.type, int) and imported.type >= known:
            raise ValidationError(f"unknown type {imported.type}", offset=imported.offset)
    if module.functions and max(module.functions) >= known:
        position = next(n for n, typeidx in enumerate(module.functions) if typeidx >= known)
        reader = Reader(module.data, _start_of(module, 3), len(module.data))
        reader.indices(position - module.imported_functions + 1)  # its count comes first
        raise ValidationError(f"unknown type {module.functions[position]}", offset=reader.pos, funcidx=position)


def _validate_limits(module: Module) -> None:
    for table in module.tables:
        if max(table.type.limits.minimum, table.type.limits.maximum or 0) > MAXIMUM_ENTRIES:
            raise ValidationError("table size must be at most 2^32-1", offset=_start_of(module, 4))
        _ordered(table.type.limits, _start_of(module, 4))
    for memory in module.memories:
        if max(memory.limits.minimum, memory.limits.maximum or 0) > MAXIMUM_PAGES:
            message = "memory size must be at most 65536 pages (4GiB)"
            raise ValidationError(message, offset=_start_of(module, 5))
        _ordered(memory.limits, _start_of(module, 5))
    if len(module.memories) > 1:
        raise ValidationError("unsupported feature: multiple memories", offset=_start_of(module, 5))


def _ordered(limits: Limits, offset: int) -> None:
    if limits.maximum is not None and limits.minimum > limits.maximum:
        raise ValidationError("size minimum must not be greater than maximum", offset=offset)


def _validate_tags(module: Module) -> None:
    for tag in module.tags:
        _index(tag.typeidx, module.types, "type", _start_of(module, 13))
        if module.types[tag.typeidx].results:
            raise ValidationError("non-empty tag result type", offset=_start_of(module, 13))


def _validate_initializers(module: Module) -> None:
    """Tables see the imported globals only, globals also those before them."""
    first = module.imported[ExternKind.GLOBAL]
    for table in module.tables:
        if table.init is not None:
            _constant(module, table.init, table.type.element, first, _start_of(module, 4))
    for index, init in enumerate(module.global_inits, first):
        _constant(module, init, module.globals[index].valtype, index, _start_of(module, 6))


def _validate_segments(module: Module) -> None:
    every = len(module.globals)
    for element in module.elements:
        at = element.position
        for item in element.items:
            if isinstance(item, int):
                if item >= len(module.functions):
                    raise ValidationError(f"unknown function {item}", offset=at)
            else:
                _constant(module, item, element.element, every, at)
        if element.mode == SegmentMode.ACTIVE:
            _index(element.table, module.tables, "table", at)
            expected = module.tables[element.table].type.element
            if expected != element.element:
                raise ValidationError(f"type mismatch: expected {expected}, found {element.element}", offset=at)
            _constant(module, element.offset, "i32", every, at)
    for data in module.datas:
        if data.mode == SegmentMode.ACTIVE:
            _index(data.memory, module.memories, "memory", data.start)
            _constant(module, data.offset, "i32", every, data.start)


def _validate_start(module: Module) -> None:
    if module.start is None:
        return
    at = _start_of(module, 8)
    _index(module.start, module.functions, "function", at)
    functype = module.function_type(module.start)
    if functype.params or functype.results:
        raise ValidationError(f"start function must have type () -> (), found {functype}", offset=at)


def _validate_exports(module: Module) -> None:
    spaces: dict[ExternKind, tuple[str, Sequence[Any]]] = {
        ExternKind.FUNC: ("function", module.functions),
        ExternKind.TABLE: ("table", module.tables),
        ExternKind.MEMORY: ("memory", module.memories),
        ExternKind.GLOBAL: ("global", module.globals),
        ExternKind.TAG: ("tag", module.tags),
    }
    names: set[str] = set()
    for export in module.exports:
        what, space = spaces[export.kind]
        _index(export.index, space, what, export.offset)
        if export.name in names:
            raise ValidationError(f"duplicate export name `{export.name}`", offset=export.offset)
        names.add(export.name)


# -------------------------------------------------------------------------------- constant expressions (section 3.4.14)
def _constant(module: Module, expression: ConstExpr, expected: ValType, visible_globals: int, offset: int) -> None:
    """The expression is constant, sees the first `visible_globals` globals, and leaves exactly one `expected`."""
    stack: list[ValType] = []
    for instruction in expression:
        operands, result = _signature(module, instruction.name, instruction.value, visible_globals, instruction.offset)
        found = tuple(stack[len(stack) - len(operands) :])
        if found != operands:
            message = f"type mismatch: `{instruction.name}` expected {_types(operands)}, found {_types(found)}"
            raise ValidationError(message, offset=instruction.offset)
        stack[len(stack) - len(operands) :] = [result]
    if stack != [expected]:
        at = expression[0].offset if expression else offset
        message = f"type mismatch in constant expression: expected {expected}, found {_types(stack)}"
        raise ValidationError(message, offset=at)


def _signature(
    module: Module, name: str, value: int | None, visible_globals: int, offset: int
) -> tuple[tuple[ValType, ...], ValType]:
    if name in CONSTANT_SIGNATURES:
        return CONSTANT_SIGNATURES[name]
    assert value is not None
    if name == "ref.null":
        return (), VALTYPES[value]
    if name == "ref.func":
        _index(value, module.functions, "function", offset)
        return (), "funcref"
    if value >= visible_globals:
        raise ValidationError(f"unknown global {value}", offset=offset)
    if module.globals[value].mutable:
        raise ValidationError(f"constant expression required, found mutable global {value}", offset=offset)
    return (), module.globals[value].valtype


def _types(types: Sequence[ValType]) -> str:
    return " ".join(types) or "nothing"


def _index(index: int, space: Sequence[Any], what: str, offset: int) -> None:
    if index >= len(space):
        raise ValidationError(f"unknown {what} {index}", offset=offset)


def _start_of(module: Module, section_id: int) -> int:
    """Where that section's content begins; 0 when it is absent, so that imports are to blame."""
    return next((start for found, start, _ in module.sections if found == section_id), 0)
