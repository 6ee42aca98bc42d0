"""Constant expressions and references as artifacts hold them, evaluated against a VMContext (specification 4.9)."""

from wasihost.abi import ADDRESS_64, EXPRESSION_DEPTH, NONE, SLOT, ExprOp, ExprRef, Section, VMContext
from wasihost.native import native, new, ptr, u32, u64
from wasihost.runtime.image import Image, section
from wasihost.runtime.reference import locate


class Opcode:
    """Of the binary format (specification 5.4.9).  v128.const has a prefix, but no other instruction its number."""

    GLOBAL_GET, REF_NULL, REF_FUNC = 0x23, 0xD0, 0xD2
    I32_CONST, I64_CONST, F32_CONST, F64_CONST = 0x41, 0x42, 0x43, 0x44
    I32_ADD, I32_SUB, I32_MUL = 0x6A, 0x6B, 0x6C
    I64_ADD, I64_SUB, I64_MUL = 0x7C, 0x7D, 0x7E
    V128_CONST = 0x0C


@native
def evaluate(image: Image, vm: VMContext, expression: ExprRef) -> u64:
    """The value's lower 64 bits.  The artifact's writer has bounded the depth by EXPRESSION_DEPTH."""
    ops = ExprOp(section(image.header, Section.EXPRESSIONS))
    stack = new(u64, EXPRESSION_DEPTH)
    depth: u64 = 0
    for i in range(expression.first, expression.first + expression.count):
        op = ops[i]
        match op.opcode:
            case Opcode.GLOBAL_GET:
                stack[depth] = u64[global_cell(image, vm, u32(op.value))]
                depth += 1
            case Opcode.REF_FUNC:
                stack[depth] = locate(vm, u32(op.value))
                depth += 1
            case Opcode.REF_NULL:
                stack[depth] = 0
                depth += 1
            case Opcode.I32_CONST | Opcode.I64_CONST | Opcode.F32_CONST | Opcode.F64_CONST | Opcode.V128_CONST:
                stack[depth] = op.value
                depth += 1
            case _:
                depth -= 1
                stack[depth - 1] = combine(op.opcode, stack[depth - 1], stack[depth])
    return stack[0]


@native
def evaluate_address(image: Image, vm: VMContext, expression: ExprRef, flags: u32) -> u64:
    """An offset in a memory or table of these flags."""
    value = evaluate(image, vm, expression)
    return value if flags & ADDRESS_64 else value & NONE


@native
def evaluate_upper(image: Image, vm: VMContext, expression: ExprRef) -> u64:
    """The value's upper 64 bits.  Only a v128 has any, and its expression is one instruction: none computes vectors."""
    op = ExprOp(section(image.header, Section.EXPRESSIONS))[expression.first]
    if op.opcode == Opcode.GLOBAL_GET:
        return u64[global_cell(image, vm, u32(op.value)), 1]
    return op.upper


@native
def combine(opcode: u32, a: u64, b: u64) -> u64:
    match opcode:
        case Opcode.I32_ADD:
            return u64(u32(a) + u32(b))
        case Opcode.I32_SUB:
            return u64(u32(a) - u32(b))
        case Opcode.I32_MUL:
            return u64(u32(a) * u32(b))
        case Opcode.I64_ADD:
            return a + b
        case Opcode.I64_SUB:
            return a - b
    return a * b  # i64.mul: nothing else is left


@native
def global_cell(image: Image, vm: VMContext, globalidx: u32) -> ptr:
    """Where a global's value lies."""
    layout = image.header.vm
    cell = ptr(vm) + layout.globals + u64(globalidx) * SLOT
    return ptr[cell] if globalidx < layout.global_imports else cell
