"""Compile-time evaluation: Python computes every expression in a native function that does not depend on its locals."""

from __future__ import annotations

import ast
import builtins
import enum
import operator
from collections import ChainMap
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from .operators import Operators
from .symbols import Symbols
from .types import Builtin, Fn, Global, is_native_type

if TYPE_CHECKING:
    from collections.abc import Callable

    from .types import Native

NOT_CONSTANT = object()

PYTHON: dict[type, Callable[..., Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow,
    ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor,
    ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.inv, ast.Not: operator.not_,
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le,
    ast.Gt: operator.gt, ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip

# Python functions with a special meaning in native code.  The compiler's builtins are added where they are defined.
AT_RUN_TIME: dict[Any, Builtin | None] = {range: None}


class Constants(Operators):
    def __init__(self, module: Symbols, fn: Native) -> None:
        super().__init__(module, fn)
        function = fn.function
        cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
        enclosing = {name: cell.cell_contents for name, cell in cells}
        self.names = ChainMap(enclosing, function.__globals__, vars(builtins))
        self.unrolled: dict[str, Any] = {}  # variables of unrolled loops, which are constants
        self.locals = {*function.__code__.co_varnames, *function.__code__.co_cellvars}

    def constant(self, node: ast.AST | None) -> Any:
        """The value that Python computes for the expression, or NOT_CONSTANT."""
        if node is None:
            return None
        fold = getattr(self, f"fold_{type(node).__name__}", None)
        return fold(node) if fold else NOT_CONSTANT

    def compute(self, node: ast.AST, function: Callable[..., Any], *operands: Any) -> Any:
        """Call `function` at compile time, or return NOT_CONSTANT if an operand is not constant."""
        if any(operand is NOT_CONSTANT for operand in operands):
            return NOT_CONSTANT
        try:
            return function(*operands)
        except Exception as error:
            self.fail(node, f"`{ast.unparse(node)}` cannot be computed: {type(error).__name__}: {error}")

    def fold_Constant(self, node: ast.Constant) -> Any:
        return node.value

    def fold_Name(self, node: ast.Name) -> Any:
        if node.id in self.unrolled:
            return self.unrolled[node.id]
        if node.id in self.locals:
            return NOT_CONSTANT
        if node.id not in self.names:
            self.fail(node, f"name `{node.id}` is not defined")
        return self.names[node.id]

    def fold_Attribute(self, node: ast.Attribute) -> Any:
        base = self.constant(node.value)
        return NOT_CONSTANT if isinstance(base, Global) else self.compute(node, getattr, base, node.attr)

    def fold_Tuple(self, node: ast.Tuple | ast.List) -> Any:
        return self.compute(node, lambda *items: items, *map(self.constant, node.elts))

    fold_List = fold_Tuple

    def fold_Slice(self, node: ast.Slice) -> Any:
        return self.compute(node, slice, *map(self.constant, (node.lower, node.upper, node.step)))

    def fold_Subscript(self, node: ast.Subscript) -> Any:
        base = self.constant(node.value)
        if is_native_type(base) or isinstance(base, Global):
            return NOT_CONSTANT
        return self.compute(node, operator.getitem, base, self.constant(node.slice))

    def fold_UnaryOp(self, node: ast.UnaryOp) -> Any:
        return self.compute(node, PYTHON[type(node.op)], self.constant(node.operand))

    def fold_BinOp(self, node: ast.BinOp) -> Any:
        operands = self.constant(node.left), self.constant(node.right)
        if type(node.op) not in PYTHON or any(isinstance(operand, (Global, Fn)) for operand in operands):
            return NOT_CONSTANT
        return self.compute(node, PYTHON[type(node.op)], *operands)

    def fold_BoolOp(self, node: ast.BoolOp) -> Any:
        """As in Python: the first operand that decides, or the last one.

        Only the operands up to it must be constant.
        """
        decisive = isinstance(node.op, ast.Or)
        value = None
        for operand in node.values:
            value = self.constant(operand)
            if value is NOT_CONSTANT or bool(value) == decisive:
                return value
        return value

    def fold_Compare(self, node: ast.Compare) -> Any:
        left = self.constant(node.left)
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            right = self.constant(comparator)
            result = self.compute(node, PYTHON[type(op)], left, right)
            if result is NOT_CONSTANT or not result:
                return result
            left = right
        return True

    def fold_IfExp(self, node: ast.IfExp) -> Any:
        test = self.constant(node.test)
        return NOT_CONSTANT if test is NOT_CONSTANT else self.constant(node.body if test else node.orelse)

    def fold_Call(self, node: ast.Call) -> Any:
        """An ordinary Python function is called at compile time, so its arguments must be constant."""
        function = self.constant(node.func)
        if function is NOT_CONSTANT or is_native_type(function) or isinstance(function, (Fn, Builtin)):
            return NOT_CONSTANT
        if node.keywords:
            self.fail(node.keywords[0], "keyword arguments are not supported")
        arguments = [self.constant(argument) for argument in node.args]
        if all(argument is not NOT_CONSTANT for argument in arguments):
            return self.compute(node, function, *arguments)
        if isinstance(function, Hashable) and function in AT_RUN_TIME:
            return NOT_CONSTANT
        self.fail(node, f"`{ast.unparse(node.func)}` is an ordinary Python function: its arguments must be constant")


def plain(constant: Any) -> Any:
    """The value of an enum member; any other constant unchanged."""
    return constant.value if isinstance(constant, enum.Enum) else constant
