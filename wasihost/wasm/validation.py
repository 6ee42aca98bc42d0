"""Validate everything in a module except its function bodies: Module → nothing, or ValidationError (section 3.5).

`validator.module` holds the rules, as machine code.  Messages begin with the words of the specification's test suite;
`offset` is the byte where the entry begins.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

from wasihost.errors import DecodeError, InvalidModule, ValidationError
from wasihost.host.library import load
from wasihost.wasm import decoder
from wasihost.wasm.module import ConstInstr, Module
from wasihost.wasm.sections.layout import Fault, Rejection
from wasihost.wasm.types import HEAP_TYPES, RefType, ValType

# The message for each fault; braces are filled in.
MESSAGES = {
    Fault.NO_MEMORY: "there is not enough memory to validate the module",
    Fault.UNKNOWN_TYPE: "unknown type {found}",
    Fault.UNKNOWN_FUNCTION: "unknown function {found}",
    Fault.UNKNOWN_TABLE: "unknown table {found}",
    Fault.UNKNOWN_MEMORY: "unknown memory {found}",
    Fault.UNKNOWN_GLOBAL: "unknown global {found}",
    Fault.UNKNOWN_TAG: "unknown tag {found}",
    Fault.TABLE_SIZE: "table size must be at most 2^{found}-1",
    Fault.MEMORY_SIZE: "memory size must be at most {found} pages{in_bytes}",
    Fault.LIMITS_ORDER: "size minimum must not be greater than maximum",
    Fault.SHARED_WITHOUT_MAXIMUM: "shared memory must have maximum",
    Fault.TAG_RESULT: "non-empty tag result type",
    Fault.NO_INITIAL_VALUE: "type mismatch: a table of {table} needs an initial value",
    Fault.MUTABLE_GLOBAL: "constant expression required, found mutable global {found}",
    Fault.CONSTANT_OPERANDS: "type mismatch: `{name}` expected {operands}, found {types}",
    Fault.CONSTANT_RESULT: "type mismatch in constant expression: expected {found_type}, found {types}",
    Fault.ELEMENT_TYPE: "type mismatch: expected {found_type}, found {what_type}",
    Fault.START_TYPE: "start function must have type () -> (), found {function}",
    Fault.DUPLICATE_EXPORT: "duplicate export name `{export}`",
}


def validate(module: Module) -> None:
    """Validate everything that does not need function bodies, in the order of the specification's rule for modules."""
    rejection = ctypes.create_string_buffer(Rejection.size)
    if load().validate_module(module.decoded, rejection):
        raise _error(module, Rejection.unpack(rejection.raw))


def _error(module: Module, rejection: Any) -> InvalidModule:
    fault, found = Fault(rejection.fault), rejection.found
    facts: dict[str, object] = {"found": found, "in_bytes": " (4GiB)" if rejection.what else ""}
    match fault:
        case Fault.NO_INITIAL_VALUE:
            facts["table"] = module.tables[found].type.element
        case Fault.CONSTANT_OPERANDS | Fault.CONSTANT_RESULT:
            constants = decoder.constants(module, rejection.expression)
            if fault == Fault.CONSTANT_OPERANDS:
                name = facts["name"] = constants[found].name
                facts["operands"] = _types([name.partition(".")[0]] * 2)
                facts["types"] = _types(_stack(module, constants[:found])[-2:])
            else:
                facts["types"] = _types(_stack(module, constants))
                facts["found_type"] = decoder.type_names(module)[found]
        case Fault.ELEMENT_TYPE:
            names = decoder.type_names(module)
            facts["found_type"], facts["what_type"] = names[found], names[rejection.what]
        case Fault.START_TYPE:
            facts["function"] = module.function_type(found)
        case Fault.DUPLICATE_EXPORT:
            facts["export"] = module.exports[found].name
    message = MESSAGES[fault].format(**facts)
    if fault == Fault.NO_MEMORY:
        return DecodeError(message, offset=0)
    is_function = fault == Fault.UNKNOWN_TYPE and rejection.what < len(module.functions)
    return ValidationError(message, offset=rejection.offset, funcidx=rejection.what if is_function else None)


def _stack(module: Module, constants: Sequence[ConstInstr]) -> list[ValType]:
    """The types of the values that valid constant instructions leave on the stack."""
    stack: list[ValType] = []
    for instruction in constants:
        prefix, _, operation = instruction.name.partition(".")
        value = instruction.value
        if value is None:
            stack.pop()
        elif operation == "const":
            stack.append(prefix)
        elif instruction.name == "ref.null":
            stack.append(str(RefType(value if value >= 0 else HEAP_TYPES[value + 0x80])))
        elif instruction.name == "ref.func":
            stack.append(str(RefType(module.canonical[module.functions[value]], nullable=False)))
        else:
            stack.append(module.globals[value].valtype)
    return stack


def _types(types: Sequence[ValType]) -> str:
    return " ".join(types) or "nothing"
