"""Evaluate the constant expressions and references in artifacts against a VMContext (specification 4.9)."""

from wasihost.abi import ADDRESS_64, EXPRESSION_DEPTH, NONE, SLOT, ConstOp, ExprOp, ExprRef, Section, VMContext
from wasihost.native import native, new, ptr, u32, u64
from wasihost.runtime.image import Image, section
from wasihost.runtime.reference import locate


@native
def evaluate(image: Image, vm: VMContext, expression: ExprRef) -> u64:
    """The lower 64 bits of the value.  The artifact's writer has limited the depth to EXPRESSION_DEPTH."""
    ops = ExprOp(section(image.header, Section.EXPRESSIONS))
    stack = new(u64, EXPRESSION_DEPTH)
    depth: u64 = 0
    for i in range(expression.first, expression.first + expression.count):
        op = ops[i]
        match op.operation:
            case ConstOp.CONST:
                stack[depth] = op.value
                depth += 1
            case ConstOp.GLOBAL_GET:
                stack[depth] = u64[global_cell(image, vm, u32(op.value))]
                depth += 1
            case ConstOp.REF_FUNC:
                stack[depth] = locate(vm, u32(op.value))
                depth += 1
            case _:
                depth -= 1
                stack[depth - 1] = combine(op.operation, stack[depth - 1], stack[depth])
    return stack[0]


@native
def evaluate_address(image: Image, vm: VMContext, expression: ExprRef, flags: u32) -> u64:
    """An offset in a memory or table with these flags."""
    value = evaluate(image, vm, expression)
    return value if flags & ADDRESS_64 else value & NONE


@native
def evaluate_upper(image: Image, vm: VMContext, expression: ExprRef) -> u64:
    """The upper 64 bits of the value.  Only a v128 has them, and its expression is a single instruction."""
    op = ExprOp(section(image.header, Section.EXPRESSIONS))[expression.first]
    if op.operation == ConstOp.GLOBAL_GET:
        return u64[global_cell(image, vm, u32(op.value)), 1]
    return op.upper


@native
def combine(operation: u32, a: u64, b: u64) -> u64:
    match operation:
        case ConstOp.I32_ADD:
            return u64(u32(a) + u32(b))
        case ConstOp.I32_SUB:
            return u64(u32(a) - u32(b))
        case ConstOp.I32_MUL:
            return u64(u32(a) * u32(b))
        case ConstOp.I64_ADD:
            return a + b
        case ConstOp.I64_SUB:
            return a - b
    return a * b  # I64_MUL, the only operation left


@native
def global_cell(image: Image, vm: VMContext, globalidx: u32) -> ptr:
    """The address of a global's value."""
    layout = image.header.vm
    cell = ptr(vm) + layout.globals + u64(globalidx) * SLOT
    return ptr[cell] if globalidx < layout.global_imports else cell
