"""Constant expressions: decoded instructions → operations of our own, folded (native subset).

No operation has two constants, as in `codegen.constant`.  In postfix order, two constants before an operation are its
operands, so one pass is enough.
"""

from wasihost.abi import EXPRESSION_DEPTH, ConstOp, ExprOp, ExprRef, FuncRef, ImportedFunction, Section
from wasihost.native import Global, Ptr, bool_, native, sizeof, u8, u32, u64
from wasihost.runtime.expression import combine
from wasihost.skeleton.layout import Skeleton, SkeletonFault
from wasihost.skeleton.writer import fail, put_section
from wasihost.wasm.sections.layout import CONSTANTS, Constant, Expression

# ConstOp of each opcode without a prefix; all others are constants.
OPERATIONS = {name: ConstOp[name.upper().replace(".", "_")] for _, (name, _) in CONSTANTS.items() if "const" not in name
              and name != "ref.null"}  # fmt: skip
OPERATION_OF = Global(
    u8, data=bytes(OPERATIONS.get(CONSTANTS.get((0, opcode), ("", 0))[0], ConstOp.CONST) for opcode in range(256))
)
I32_CONST, REF_NULL = (opcode for (_, opcode), (name, _) in CONSTANTS.items() if name in ("i32.const", "ref.null"))
INDIRECT = ImportedFunction.offset("funcref")


@native
def locator(w: Skeleton, funcidx: u32) -> u32:
    """The locator of a function that a reference names (`abi.ref_locator`)."""
    vm = w.header.vm
    if funcidx < vm.function_imports:
        return (vm.functions + funcidx * sizeof(ImportedFunction) + INDIRECT) << 1 | 1
    return (vm.funcrefs + u32[w.slots, funcidx] * sizeof(FuncRef)) << 1


@native
def fold(w: Skeleton, expression: Ptr(Expression)) -> u32:
    """Write the operations of an expression after the last ones.  Returns their number; they are not counted yet."""
    ops = ExprOp(w.expressions[w.expression_count])
    count: u32 = 0
    for i in range(expression.count):
        constant = w.module.constants[expression.first + i]
        operation = u32(OPERATION_OF[constant.opcode]) if constant.prefix == 0 else u32(ConstOp.CONST)
        if operation >= ConstOp.I32_ADD and is_constant(ops[count - 1]) and is_constant(ops[count - 2]):
            count -= 1
            ops[count - 1].value = combine(operation, ops[count - 1].value, ops[count].value)
        else:
            put_operation(w, ops[count], operation, constant)
            count += 1
    return count


@native
def is_constant(op: Ptr(ExprOp)) -> bool_:
    return op.operation == ConstOp.CONST


@native
def put_operation(w: Skeleton, op: Ptr(ExprOp), operation: u32, constant: Constant):
    op.operation, op.value, op.upper = operation, constant.value, constant.upper
    if operation == ConstOp.REF_FUNC:
        op.value = locator(w, u32(constant.value))
    elif constant.prefix == 0 and constant.opcode == I32_CONST:
        op.value = u64(u32(constant.value))
    elif constant.prefix == 0 and constant.opcode == REF_NULL:
        op.value = 0


@native
def put_expression(w: Skeleton, ref: Ptr(ExprRef), expression: Ptr(Expression)):
    count = fold(w, expression)
    if depth(w.expressions[w.expression_count], count) > EXPRESSION_DEPTH:
        fail(w, SkeletonFault.TOO_DEEP)
    ref.first, ref.count = w.expression_count, count
    w.expression_count += count


@native
def put_no_expression(w: Skeleton, ref: Ptr(ExprRef)):
    ref.first, ref.count = w.expression_count, 0


@native
def depth(ops: Ptr(ExprOp), count: u32) -> u32:
    """The largest number of values that evaluation has on its stack."""
    height, deepest = u32(0), u32(0)
    for i in range(count):
        if ops[i].operation >= ConstOp.I32_ADD:
            height -= 1
        else:
            height += 1
        deepest = max(deepest, height)
    return deepest


@native
def constant_value(w: Skeleton, expression: Ptr(Expression), value: Ptr(u64)) -> bool_:
    """Whether the value of an integer expression is known."""
    count = fold(w, expression)
    op = w.expressions[w.expression_count]
    value[0] = op.value
    return count == 1 and is_constant(op)


@native
def put_expressions(w: Skeleton):
    put_section(w, Section.EXPRESSIONS, w.expressions, u64(w.expression_count) * sizeof(ExprOp))
