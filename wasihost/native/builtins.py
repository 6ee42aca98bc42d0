"""Functions that the compiler translates itself: system calls, assembly, bit operations, special memory accesses."""

from __future__ import annotations

import ast
import builtins as python
from typing import TYPE_CHECKING, Any

from wasihost.layout import Ptr, Scalar, i64, ptr, u8, u64, void

from . import platform
from .constants import AT_RUN_TIME, NOT_CONSTANT
from .debug import quoted
from .emitter import LITERAL, Value
from .types import Builtin, is_native_type, value_type

if TYPE_CHECKING:
    from .expressions import Expressions


def type_argument(c: Expressions, node: ast.AST) -> Any:
    type_ = c.constant(node)
    if not is_native_type(type_) or not type_.size:
        c.fail(node, "a type is expected here")
    return type_


def constant_argument(c: Expressions, node: ast.AST, type_: type, what: str) -> Any:
    value = c.constant(node)
    if not isinstance(value, type_):
        c.fail(node, f"{what} is expected here")
    return value


def integer(c: Expressions, node: ast.AST) -> Value:
    value = c.expr(node)
    if value.type.kind != "int":
        c.fail(node, f"an integer with a type is expected here, not {value.type}")
    return value


# ---- machine


@Builtin
def syscall(c: Expressions, node: ast.Call, number: ast.AST, *arguments: ast.AST) -> Value:
    """Make a system call.  Arguments are converted to 64 bits; the result is negative for an error."""
    if len(arguments) > 6:
        c.fail(arguments[6], "a system call has at most 6 arguments")
    convention = platform.SYSCALL
    passed = ", ".join(f"i64 {c.casted(argument, i64)}" for argument in (number, *arguments))
    registers = ",".join(convention.registers[: 1 + len(arguments)])
    constraints = f"{convention.result},{registers},{convention.clobbers}"
    return Value(i64, c.define(f'call i64 asm sideeffect "{convention.template}", "{constraints}"({passed})'))


@Builtin
def asm(
    c: Expressions, node: ast.Call, template: ast.AST, constraints: Any = None, result: Any = None, *arguments: ast.AST
) -> Value:
    """Inline assembly in LLVM's notation.

    If `result` is a tuple of types, there are several results: `a, b = asm(…)`.
    """
    text = constant_argument(c, template, str, "constant text")
    rules = constant_argument(c, constraints, str, "constant text") if constraints else ""
    type_ = c.constant(result) if result else void
    parts = [value_type(part) for part in type_] if isinstance(type_, tuple) else [value_type(type_)]
    if not all(isinstance(part, Scalar) for part in parts):
        c.fail(result, "a type or a tuple of types is expected here")
    values = [c.expr(argument) for argument in arguments]
    values = [Value(i64, c.literal_text(v.constant, i64, node)) if v.type is LITERAL else v for v in values]
    passed = ", ".join(f"{value.type.llvm} {value.text}" for value in values)
    llvm = f"{{ {', '.join(part.llvm for part in parts)} }}" if len(parts) > 1 else parts[0].llvm
    call = f'call {llvm} asm sideeffect "{quoted(text.encode())}", "{rules}"({passed})'
    if llvm == "void":
        c.emit(call)
        return Value(void)
    made = c.define(call)
    if len(parts) == 1:
        return Value(parts[0], made)
    taken = [Value(part, c.define(f"extractvalue {llvm} {made}, {i}")) for i, part in enumerate(parts)]
    return Value(void, parts=taken)


@Builtin
def unreachable(c: Expressions, node: ast.Call) -> Value:
    """Promise that control never reaches this point."""
    c.end("unreachable")
    return Value(void)


@Builtin
def tail(c: Expressions, node: ast.Call, call: ast.AST) -> Value:
    """`return tail(f(x))`: a tail call, which reuses the frame.  f must have the caller's parameters and result."""
    if not isinstance(call, ast.Call):
        c.fail(call, "a call is expected here")
    fn, target = c.callee(call)
    if (fn.result, fn.params, fn.cc) != (c.fn.result, c.fn.params, c.fn.cc):
        c.fail(call, "a tail call needs a function with the same parameters and result")
    value = c.apply(call, fn, target, tail="musttail ")
    c.end(f"ret {fn.result.llvm} {value.text}")
    return Value(void)


@Builtin
def frame_address(c: Expressions, node: ast.Call) -> Value:
    """The frame pointer."""
    return address_of(c, c.intrinsic("llvm.frameaddress.p0", "ptr", "i32 0"))


@Builtin
def return_address(c: Expressions, node: ast.Call) -> Value:
    return address_of(c, c.intrinsic("llvm.returnaddress", "ptr", "i32 0"))


@Builtin
def stack_address(c: Expressions, node: ast.Call) -> Value:
    """The stack pointer."""
    return address_of(c, c.intrinsic("llvm.stackaddress.p0", "ptr"))


def address_of(c: Expressions, pointer: str) -> Value:
    return Value(u64, c.define(f"ptrtoint ptr {pointer} to i64"))


# ---- memory


@Builtin
def new(c: Expressions, node: ast.Call, type: ast.AST, count: Any = None) -> Value:
    """Allocate uninitialized stack storage for `count` elements, once per call of the function, even inside a loop."""
    type_ = type_argument(c, type)
    number = constant_argument(c, count, int, "a constant count") if count else 1
    if number < 1:
        c.fail(count, "a constant count is expected here")
    return Value(Ptr(type_), c.slot(type_.size * number, max(type_.align, 16), "new"))


@Builtin
def addr(c: Expressions, node: ast.Call, place: ast.AST) -> Value:
    """The address of a local, a field or an element."""
    type_, address = c.place(place)
    return Value(Ptr(type_) if isinstance(type_, Scalar) else c.load(type_, address).type, address)


@Builtin
def memcpy(c: Expressions, node: ast.Call, to: ast.AST, source: ast.AST, size: ast.AST) -> Value:
    """Copy bytes; the ranges may overlap."""
    operands = f"ptr {c.operand(to, ptr)}", f"ptr {c.operand(source, ptr)}", f"i64 {c.operand(size, u64)}"
    c.intrinsic("llvm.memmove.p0.p0.i64", "void", *operands, "i1 false")
    return Value(void)


@Builtin
def memset(c: Expressions, node: ast.Call, to: ast.AST, byte: ast.AST, size: ast.AST) -> Value:
    operands = f"ptr {c.operand(to, ptr)}", f"i8 {c.casted(byte, u8)}", f"i64 {c.operand(size, u64)}"
    c.intrinsic("llvm.memset.p0.i64", "void", *operands, "i1 false")
    return Value(void)


@Builtin
def volatile_load(c: Expressions, node: ast.Call, type: ast.AST, p: ast.AST) -> Value:
    """Load exactly once, in program order."""
    return c.load(scalar(c, type), c.operand(p, ptr), "volatile ")


@Builtin
def volatile_store(c: Expressions, node: ast.Call, type: ast.AST, p: ast.AST, value: ast.AST) -> Value:
    type_ = scalar(c, type)
    address = c.operand(p, ptr)
    c.store(type_, address, c.operand(value, type_), "volatile ")
    return Value(void)


def scalar(c: Expressions, node: ast.AST) -> Scalar:
    type_ = type_argument(c, node)
    if not isinstance(type_, Scalar):
        c.fail(node, "a scalar type is expected here")
    return type_


# ---- atomic memory: sequentially consistent, naturally aligned


def atomic(c: Expressions, node: ast.AST) -> Scalar:
    type_ = scalar(c, node)
    if type_.kind not in ("int", "ptr") or type_.size > 8:
        c.fail(node, f"{type_} has no atomic access")
    return type_


@Builtin
def atomic_load(c: Expressions, node: ast.Call, type: ast.AST, p: ast.AST) -> Value:
    type_ = atomic(c, type)
    return Value(type_, c.define(f"load atomic {type_.llvm}, ptr {c.operand(p, ptr)} seq_cst, align {type_.size}"))


@Builtin
def atomic_store(c: Expressions, node: ast.Call, type: ast.AST, p: ast.AST, value: ast.AST) -> Value:
    type_ = atomic(c, type)
    address, text = c.operand(p, ptr), c.operand(value, type_)
    c.emit(f"store atomic {type_.llvm} {text}, ptr {address} seq_cst, align {type_.size}")
    return Value(void)


@Builtin
def atomic_add(c: Expressions, node: ast.Call, type: ast.AST, p: ast.AST, value: ast.AST) -> Value:
    """Add to a value in memory.  Returns the previous value."""
    type_ = atomic(c, type)
    if type_.kind != "int":
        c.fail(type, "an integer type is expected here")
    address, text = c.operand(p, ptr), c.operand(value, type_)
    return Value(type_, c.define(f"atomicrmw add ptr {address}, {type_.llvm} {text} seq_cst"))


@Builtin
def atomic_cas(c: Expressions, node: ast.Call, type: ast.AST, p: ast.AST, old: ast.AST, new: ast.AST) -> Value:
    """Store `new` if the value in memory is `old`.  Returns the previous value."""
    type_ = atomic(c, type)
    address, before, after = c.operand(p, ptr), c.operand(old, type_), c.operand(new, type_)
    pair = c.define(f"cmpxchg ptr {address}, {type_.llvm} {before}, {type_.llvm} {after} seq_cst seq_cst")
    return Value(type_, c.define(f"extractvalue {{ {type_.llvm}, i1 }} {pair}, 0"))


# ---- arithmetic


@Builtin
def sdiv(c: Expressions, node: ast.Call, a: ast.AST, b: ast.AST) -> Value:
    """Signed division that truncates.  Dividing by zero, or the lowest value by -1, is undefined."""
    return signed_division(c, node, "sdiv", a, b)


@Builtin
def srem(c: Expressions, node: ast.Call, a: ast.AST, b: ast.AST) -> Value:
    return signed_division(c, node, "srem", a, b)


def signed_division(c: Expressions, node: ast.Call, op: str, a: ast.AST, b: ast.AST) -> Value:
    type_, left, right = two_operands(c, node, a, b)
    if type_.kind != "int" or not type_.signed:
        c.fail(node, f"{op} is for signed integers, not {type_}")
    if right == "0":
        c.fail(node, "division by zero")
    return Value(type_, c.define(f"{op} {type_.llvm} {left}, {right}"))


def two_operands(c: Expressions, node: ast.Call, a: ast.AST, b: ast.AST) -> tuple[Scalar, str, str]:
    left, right = c.expr(a), c.expr(b)
    type_ = c.common_type(left, right, node)
    if type_ is LITERAL:
        c.fail(node, "both operands are bare constants: give one a type, as in u32(…)")
    return type_, c.coerce(left, type_, a), c.coerce(right, type_, b)


@Builtin
def select(c: Expressions, node: ast.Call, test: ast.AST, a: ast.AST, b: ast.AST) -> Value:
    """`a if test else b` without a branch: both operands are evaluated."""
    choice = c.truth(c.expr(test), test)
    type_, left, right = two_operands(c, node, a, b)
    return Value(type_, c.define(f"select i1 {choice}, {type_.llvm} {left}, {type_.llvm} {right}"))


@Builtin
def min_(c: Expressions, node: ast.Call, a: ast.AST, b: ast.AST) -> Value:
    return extreme(c, node, "min", a, b)


@Builtin
def max_(c: Expressions, node: ast.Call, a: ast.AST, b: ast.AST) -> Value:
    return extreme(c, node, "max", a, b)


def extreme(c: Expressions, node: ast.Call, op: str, a: ast.AST, b: ast.AST) -> Value:
    type_, left, right = two_operands(c, node, a, b)
    if type_.kind != "int":
        c.fail(node, f"{op} is for integers, not {type_}")
    name = f"llvm.{'s' if type_.signed else 'u'}{op}.{type_.llvm}"
    return Value(type_, c.intrinsic(name, type_.llvm, f"{type_.llvm} {left}", f"{type_.llvm} {right}"))


@Builtin
def clz(c: Expressions, node: ast.Call, x: ast.AST) -> Value:
    """The number of leading zero bits; for 0, all bits."""
    return count_bits(c, x, "ctlz", "i1 false")


@Builtin
def ctz(c: Expressions, node: ast.Call, x: ast.AST) -> Value:
    """The number of trailing zero bits; for 0, all bits."""
    return count_bits(c, x, "cttz", "i1 false")


@Builtin
def popcnt(c: Expressions, node: ast.Call, x: ast.AST) -> Value:
    return count_bits(c, x, "ctpop")


def count_bits(c: Expressions, node: ast.AST, name: str, *more: str) -> Value:
    value = integer(c, node)
    llvm = value.type.llvm
    return Value(value.type, c.intrinsic(f"llvm.{name}.{llvm}", llvm, f"{llvm} {value.text}", *more))


@Builtin
def bitcast(c: Expressions, node: ast.Call, type: ast.AST, x: ast.AST) -> Value:
    """Reinterpret the bits as another number type of the same size."""
    type_, value = scalar(c, type), c.expr(x)
    kinds = {type_.kind, value.type.kind}
    if value.type.size != type_.size or not kinds <= {"int", "float"}:
        c.fail(node, f"{value.type} and {type_} are not numbers of the same size")
    return Value(type_, c.define(f"bitcast {value.type.llvm} {value.text} to {type_.llvm}"))


@Builtin
def static_assert(c: Expressions, node: ast.Call, test: ast.AST, message: Any = None) -> Value:
    """Fail to compile unless the constant condition holds."""
    value = c.constant(test)
    if value is NOT_CONSTANT:
        c.fail(test, "a constant condition is expected here")
    if not value:
        c.fail(node, constant_argument(c, message, str, "constant text") if message else "the condition does not hold")
    return Value(void)


AT_RUN_TIME.update({python.min: min_, python.max: max_})
