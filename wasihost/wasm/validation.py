"""Validate everything in a module except its function bodies: Module → nothing, or ValidationError (section 3.5).

Messages begin with the words of the specification's test suite; `offset` is the byte where the entry begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wasihost.abi import ExternKind, SegmentMode
from wasihost.errors import ValidationError
from wasihost.wasm.module import ConstExpr, Module
from wasihost.wasm.reader import Reader
from wasihost.wasm.types import BITS, HEAP_TYPES, Limits, RefType, ValType, is_subtype, reference

# Sections that define entities that can also be imported.
SECTIONS = {ExternKind.FUNC: 3, ExternKind.TABLE: 4, ExternKind.MEMORY: 5, ExternKind.GLOBAL: 6, ExternKind.TAG: 13}
START = 8
# Constant instructions whose types do not depend on the module: operands, result.
CONSTANT_SIGNATURES: dict[str, tuple[tuple[ValType, ...], ValType]] = {
    f"{valtype}.const": ((), valtype) for valtype in ("i32", "i64", "f32", "f64", "v128")
}
CONSTANT_SIGNATURES |= {
    f"{valtype}.{name}": ((valtype, valtype), valtype) for valtype in ("i32", "i64") for name in ("add", "sub", "mul")
}


def validate(module: Module) -> None:
    """Validate everything that does not need function bodies, in the order of the specification's rule for modules."""
    _validate_functions(module)
    _validate_limits(module)
    _validate_tags(module)
    _validate_initializers(module)
    _validate_segments(module)
    _validate_start(module)
    _validate_exports(module)


def _validate_functions(module: Module) -> None:
    known = len(module.types)
    if not module.functions or max(module.functions) < known:
        return
    funcidx = next(n for n, typeidx in enumerate(module.functions) if typeidx >= known)
    at = _where(module, ExternKind.FUNC, funcidx)
    if funcidx >= module.imported_functions:
        reader = Reader(module.data, at, len(module.data))
        reader.indices(1 + funcidx - module.imported_functions)  # the count, and the functions before it
        at = reader.pos
    raise ValidationError(f"unknown type {module.functions[funcidx]}", offset=at, funcidx=funcidx)


def _validate_limits(module: Module) -> None:
    for index, table in enumerate(module.tables):
        most = (1 << BITS[table.type.address]) - 1
        message = _limits_fault(table.type.limits, most, f"table size must be at most 2^{BITS[table.type.address]}-1")
        if message:
            raise ValidationError(message, offset=_where(module, ExternKind.TABLE, index))
    for index, memory in enumerate(module.memories):
        most = min(1 << BITS[memory.address] - memory.page_shift, (1 << BITS[memory.address]) - 1)
        in_bytes = " (4GiB)" if memory.address == "i32" and memory.page_shift else ""
        message = _limits_fault(memory.limits, most, f"memory size must be at most {most} pages{in_bytes}")
        if memory.shared and memory.limits.maximum is None:
            message = "shared memory must have maximum"
        if message:
            raise ValidationError(message, offset=_where(module, ExternKind.MEMORY, index))


def _limits_fault(limits: Limits, most: int, too_large: str) -> str:
    if max(limits.minimum, limits.maximum or 0) > most:
        return too_large
    if limits.maximum is not None and limits.minimum > limits.maximum:
        return "size minimum must not be greater than maximum"
    return ""


def _validate_tags(module: Module) -> None:
    for index, tag in enumerate(module.tags):
        if tag.typeidx >= len(module.types):
            raise ValidationError(f"unknown type {tag.typeidx}", offset=_where(module, ExternKind.TAG, index))
        if module.types[tag.typeidx].results:
            raise ValidationError("non-empty tag result type", offset=_where(module, ExternKind.TAG, index))


def _validate_initializers(module: Module) -> None:
    """Initializers of tables may use imported globals, those of globals also the globals before them."""
    first = module.imported[ExternKind.GLOBAL]
    at = module.section_starts.get(SECTIONS[ExternKind.TABLE], 0)
    for index, table in enumerate(module.tables):
        parts = reference(table.type.element)
        defined = index >= module.imported[ExternKind.TABLE]
        if defined and table.init is None and parts is not None and not parts.nullable:
            raise ValidationError(f"type mismatch: a table of {table.type.element} needs an initial value", offset=at)
        if table.init is not None:
            _constant(module, table.init, table.type.element, first, at)
    at = module.section_starts.get(SECTIONS[ExternKind.GLOBAL], 0)
    for index, init in enumerate(module.global_inits, first):
        _constant(module, init, module.globals[index].valtype, index, at)


def _validate_segments(module: Module) -> None:
    every = len(module.globals)
    for element in module.elements:
        at = element.position
        if element.functions:
            _index(max(element.functions), module.functions, "function", at)
        for item in element.expressions or ():
            _constant(module, item, element.element, every, at)
        if element.mode == SegmentMode.ACTIVE:
            _index(element.table, module.tables, "table", at)
            expected = module.tables[element.table].type.element
            if not is_subtype(element.element, expected):
                raise ValidationError(f"type mismatch: expected {expected}, found {element.element}", offset=at)
            _constant(module, element.offset, module.tables[element.table].type.address, every, at)
    for data in module.datas:
        if data.mode == SegmentMode.ACTIVE:
            _index(data.memory, module.memories, "memory", data.start)
            _constant(module, data.offset, module.memories[data.memory].address, every, data.start)


def _validate_start(module: Module) -> None:
    if module.start is None:
        return
    at = module.section_starts[START]
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
    """Check that an expression is constant, uses only globals below `visible_globals`, and yields one `expected`."""
    stack: list[ValType] = []
    for instruction in expression:
        operands, result = _signature(module, instruction.name, instruction.value, visible_globals, instruction.offset)
        found = tuple(stack[len(stack) - len(operands) :])
        if found != operands:  # the operands are integers, which have no subtypes
            message = f"type mismatch: `{instruction.name}` expected {_types(operands)}, found {_types(found)}"
            raise ValidationError(message, offset=instruction.offset)
        stack[len(stack) - len(operands) :] = [result]
    if len(stack) != 1 or not is_subtype(stack[0], expected):
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
        return (), str(RefType(value if value >= 0 else HEAP_TYPES[value + 0x80]))
    if name == "ref.func":
        _index(value, module.functions, "function", offset)
        return (), str(RefType(module.canonical[module.functions[value]], nullable=False))
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


def _where(module: Module, kind: ExternKind, index: int) -> int:
    """The offset to report for an entry of an index space: that of its import, or of the section that defines it."""
    if index < module.imported[kind]:
        return [imported for imported in module.imports if imported.kind == kind][index].offset
    return module.section_starts[SECTIONS[kind]]
