"""Validate constant expressions (specification section 3.4.14; native subset).

A value on the stack is a type as a number: a code below REFERENCES, or a reference's heap type and nullability.  It
needs no code for a reference to a function type, of which there are few.
"""

from wasihost.abi import FUNCREF
from wasihost.native import Global, Ptr, Struct, bool_, native, ptr, u8, u32, u64
from wasihost.wasm.sections.layout import (
    ABSTRACT,
    CONSTANTS,
    NON_NULL_CODES,
    Constant,
    Decoded,
    Expression,
    Fault,
    Rejection,
)
from wasihost.wasm.types import VALTYPE_CODES
from wasihost.wasm.validator.state import is_reference

REFERENCES = 256


def types_of(operations: tuple[str, ...]) -> bytes:
    """The value type of each opcode for one of these operations, such as `i32.add`; 0 for all others."""
    types = bytearray(256)
    for (prefix, opcode), (name, _) in CONSTANTS.items():
        valtype, _, operation = name.partition(".")
        if not prefix and operation in operations:
            types[opcode] = VALTYPE_CODES[valtype]
    return bytes(types)


OPERANDS, RESULTS = Global(u8, data=types_of(("add", "sub", "mul"))), Global(u8, data=types_of(("const",)))
GLOBAL_GET, REF_NULL = (opcode for (_, opcode), (name, _) in CONSTANTS.items() if name in ("global.get", "ref.null"))
V128 = VALTYPE_CODES["v128"]


class Check(Struct):
    """The validation of a module."""

    module: Ptr(Decoded)
    rejection: Ptr(Rejection)
    stack: ptr  # u64 types, as many as the largest expression has instructions
    fault: u32
    pad: u32


@native(inline=False)
def reject(c: Check, fault: u32, at: u32, found: u64, what: u32):
    """Keep the first fault."""
    if c.fault == 0:
        c.fault = fault
        c.rejection.fault, c.rejection.what = fault, what
        c.rejection.offset, c.rejection.found = at, found


@native
def reject_expression(c: Check, fault: u32, at: u32, found: u64, expression: Ptr(Expression)):
    reject(c, fault, at, found, 0)
    c.rejection.expression.first, c.rejection.expression.count = expression.first, expression.count


@native
def require_index(c: Check, index: u32, count: u32, unknown: u32, at: u32):
    if index >= count:
        reject(c, unknown, at, index, 0)


@native
def type_of(module: Ptr(Decoded), code: u32) -> u64:
    """A type with a code, as a number."""
    if not is_reference(code):
        return code
    return reference_to(module.heaps[code], bool_(code < NON_NULL_CODES.start))


@native
def reference_to(heap: u32, nullable: bool_) -> u64:
    return REFERENCES + 2 * u64(heap) + u64(nullable)


@native
def is_subtype(module: Ptr(Decoded), found: u64, expected: u64) -> bool_:
    if found == expected:
        return True
    if found < REFERENCES or expected < REFERENCES or (found & 1 and not expected & 1):
        return False
    heap, wanted = (found - REFERENCES) >> 1, (expected - REFERENCES) >> 1
    return heap == wanted or (heap < ABSTRACT and wanted == ABSTRACT + FUNCREF)


@native
def validate_constant(c: Check, expression: Ptr(Expression), expected: u32, visible_globals: u32, at: u32):
    """Check that an expression uses only globals below `visible_globals`, and yields one value of a type."""
    depth: u64 = 0
    for i in range(expression.count):
        constant = c.module.constants[expression.first + i]
        operand = operands_of(constant)
        if operand == 0:
            u64[c.stack, depth] = result_of(c, constant, visible_globals)
            depth += 1
        elif depth >= 2 and u64[c.stack, depth - 1] == operand and u64[c.stack, depth - 2] == operand:
            depth -= 1
        else:
            reject_expression(c, Fault.CONSTANT_OPERANDS, constant.offset, i, expression)
        if c.fault != 0:
            return
    if depth == 1 and is_subtype(c.module, u64[c.stack], type_of(c.module, expected)):
        return
    start = c.module.constants[expression.first].offset if expression.count else at
    reject_expression(c, Fault.CONSTANT_RESULT, start, expected, expression)


@native
def operands_of(constant: Constant) -> u32:
    """The type of both operands and of the result; 0: the instruction has no operands."""
    return OPERANDS[constant.opcode] if constant.prefix == 0 else u8(0)


@native
def result_of(c: Check, constant: Constant, visible_globals: u32) -> u64:
    """The type of the result of an instruction without operands."""
    module, value, at = c.module, u32(constant.value), constant.offset
    if constant.prefix != 0:
        return V128  # the only one with a prefix
    if RESULTS[constant.opcode] != 0:
        return RESULTS[constant.opcode]
    if constant.opcode == REF_NULL:
        return reference_to(value, True)
    if constant.opcode == GLOBAL_GET:
        require_index(c, value, visible_globals, Fault.UNKNOWN_GLOBAL, at)
        if c.fault != 0:
            return 0
        if module.globals[value].mutable:
            reject(c, Fault.MUTABLE_GLOBAL, at, value, 0)
        return type_of(module, module.globals[value].valtype)
    require_index(c, value, module.function_count, Fault.UNKNOWN_FUNCTION, at)
    if c.fault != 0:
        return 0
    u8[module.declared, value] = 1
    return reference_to(u32[module.canonical, u32[module.functions, value]], False)
