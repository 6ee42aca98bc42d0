"""Expressions of the subset: a syntax node in, instructions and a typed value out."""

from __future__ import annotations

import ast
from collections.abc import Hashable
from typing import TYPE_CHECKING, Any

from wasihost.layout import Array, Ptr, Scalar, bool_, i64, noreturn, ptr, type_name, u8, void

from .constants import AT_RUN_TIME, NOT_CONSTANT, Constants, plain
from .emitter import LITERAL, Value
from .symbols import Symbols, abi_type
from .types import Builtin, Extern, Fn, Global, Native, is_native_type, is_struct, value_type

if TYPE_CHECKING:
    from .emitter import State


class Expressions(Constants):
    def __init__(self, module: Symbols, fn: Native) -> None:
        super().__init__(module, fn)
        self.variables: dict[str, tuple[Scalar, str]] = {}  # local → type, stack slot
        self.reachable: State = None  # the state at the branch that ends condition()

    def expr(self, node: ast.AST, want: Scalar | None = None) -> Value:
        """Evaluate an expression.

        `want` is the type that the context expects, for expressions that consist of constants.
        """
        constant = self.constant(node)
        if constant is not NOT_CONSTANT:
            return self.constant_value(constant, node)
        match node:
            case ast.IfExp():
                return self.conditional(node, want)
            case ast.BoolOp() | ast.UnaryOp(op=ast.Not()):
                return self.short_circuit(node)
            case ast.Compare() if len(node.ops) > 1:
                return self.short_circuit(node)
            case ast.Compare():
                return self.comparison(node, self.expr(node.left), node.ops[0], node.comparators[0])
            case ast.BinOp():
                left = self.expr(node.left)
                return self.arithmetic(node, left, node.op, self.expr(node.right, _typed(left)))
            case ast.UnaryOp():
                return self.unary(node, self.expr(node.operand))
            case ast.Name() | ast.Attribute() | ast.Subscript():
                return self.load(*self.place(node))
            case ast.Call():
                return self.call(node)
        self.fail(node, f"unsupported expression {type(node).__name__}")

    def operand(self, node: ast.AST, type_: Scalar) -> str:
        """The IR text of an expression that has the type `type_`, or converts to it implicitly."""
        return self.coerce(self.expr(node, type_), type_, node)

    def casted(self, node: ast.AST, type_: Scalar) -> str:
        return self.cast(self.expr(node, type_), type_, node)

    def constant_value(self, constant: Any, node: ast.AST) -> Value:
        constant = plain(constant)
        if constant is None or isinstance(constant, (bool, int, float)):
            return Value(LITERAL, constant=constant)
        if isinstance(constant, bytes):
            return Value(Ptr(u8), self.module.bytes_symbol(constant))
        if isinstance(constant, (Native, Extern)):
            return Value(ptr, self.module.symbol(constant))
        if isinstance(constant, Global):
            return Value(Ptr(constant.type), self.module.symbol(constant, getattr(node, "id", "global")))
        if is_native_type(constant):
            self.fail(node, f"`{type_name(constant)}` is a type, not a value")
        self.fail(node, f"a Python {type(constant).__name__} has no meaning in native code")

    # ---- memory locations

    def place(self, node: ast.AST) -> tuple[Any, str]:
        """The type and the address of a local, `p.field`, `p[i]` or `T[p, i]`."""
        match node:
            case ast.Name(id=name):
                if name in self.unrolled:
                    self.fail(node, f"`{name}` is the constant of an unrolled loop")
                if name not in self.variables or self.assigned is None or name not in self.assigned:
                    may_be = "may be" if name in self.variables else "is"
                    self.fail(node, f"local `{name}` {may_be} used before it has a value")
                return self.variables[name]
            case ast.Attribute():
                return self.field(node)
            case ast.Subscript():
                return self.element(node)
        self.fail(node, f"`{ast.unparse(node)}` is not in memory")

    def field(self, node: ast.Attribute) -> tuple[Any, str]:
        base = self.expr(node.value)
        struct: Any = base.type.elem
        if not is_struct(struct):
            self.fail(node, f"`{ast.unparse(node.value)}` has type {base.type}, which has no fields")
        if node.attr not in struct.fields:
            self.fail(node, f"struct {struct.__name__} has no field `{node.attr}`")
        offset, type_ = struct.fields[node.attr]
        return type_, self.offset_address(base.text, offset)

    def element(self, node: ast.Subscript) -> tuple[Any, str]:
        type_ = self.constant(node.value)
        if not is_native_type(type_):
            base, count = self.indexable(node.value)
            return base.type.elem, self.index_address(base, base.type.elem, node.slice, count)
        arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if not 1 <= len(arguments) <= 2:
            self.fail(node, f"write {type_name(type_)}[pointer] or {type_name(type_)}[pointer, index]")
        if not type_.size:
            self.fail(node, f"a {type_name(type_)} cannot be in memory")
        pointer = self.expr(arguments[0])
        if pointer.type.kind != "ptr":
            self.fail(arguments[0], f"{type_name(type_)}[…] needs a pointer, not {pointer.type}")
        return type_, self.index_address(pointer, type_, arguments[1]) if len(arguments) > 1 else pointer.text

    def indexable(self, node: ast.AST) -> tuple[Value, int | None]:
        """A pointer to elements, and their number if it is known."""
        constant = self.constant(node)
        if isinstance(constant, Global):
            return self.constant_value(constant, node), constant.n
        if isinstance(node, ast.Attribute):
            type_, address = self.place(node)
            if isinstance(type_, Array):
                return Value(Ptr(type_.elem), address), type_.n
            value = self.load(type_, address)
        else:
            value = self.expr(node)
        if value.type.elem is None:
            name = ast.unparse(node)
            self.fail(node, f"`{name}` has type {value.type}, which has no elements: write u32[p, i], …")
        return value, None

    def index_address(self, base: Value, type_: Any, node: ast.AST, count: int | None = None) -> str:
        index = self.expr(node)
        if index.type is LITERAL and isinstance(index.constant, int):
            if count is not None and not 0 <= index.constant < count:
                self.fail(node, f"index {index.constant} is outside of {count} elements")
            return self.offset_address(base.text, index.constant * type_.size)
        if index.type.kind != "int":
            self.fail(node, f"an index is an integer, not {index.type}")
        return self.define(f"getelementptr [{type_.size} x i8], ptr {base.text}, i64 {self.cast(index, i64, node)}")

    def offset_address(self, base: str, offset: int) -> str:
        return self.define(f"getelementptr i8, ptr {base}, i64 {offset}") if offset else base

    # ---- conditions

    def comparison(self, node: ast.AST, left: Value, op: ast.cmpop, comparator: ast.AST) -> Value:
        if isinstance(op, (ast.In, ast.NotIn)):
            return self.membership(comparator, left, isinstance(op, ast.In))
        return self.compare(node, left, op, self.expr(comparator, _typed(left)))

    def membership(self, node: ast.AST, left: Value, wanted: bool) -> Value:
        """`x in (1, 2, 3)`: one comparison per element, which LLVM turns into a bit test or a switch."""
        items = self.constant(node)
        if items is NOT_CONSTANT or not hasattr(items, "__iter__"):
            self.fail(node, "`in` needs a constant collection")
        found = "false"
        for item in items:
            equal = self.compare(node, left, ast.Eq(), self.constant_value(item, node))
            found = self.define(f"or i1 {found}, {equal.text}")
        return Value(bool_, found if wanted else self.define(f"xor i1 {found}, true"))

    def short_circuit(self, node: ast.AST) -> Value:
        """The truth value of `and`, `or`, `not` and chained comparisons."""
        yes, no, end = self.new_labels("true", "false", "end")
        self.condition(node, yes, no)
        for label in (yes, no):
            self.start(label, self.reachable)
            self.goto(end)
        self.start(end, self.reachable)
        return Value(bool_, self.define(f"phi i1 [ true, %{yes} ], [ false, %{no} ]"))

    def conditional(self, node: ast.IfExp, want: Scalar | None) -> Value:
        """`a if test else b`: only the selected arm is evaluated."""
        yes, no, end = self.new_labels("then", "else", "end")
        self.condition(node.test, yes, no)
        before, state, arms = self.lines, self.reachable, []
        for label, arm in ((yes, node.body), (no, node.orelse)):
            self.lines = []  # collect each arm separately: its conversion is added when both types are known
            self.start(label, state)
            arms.append((self.expr(arm, want), arm, self.block_label, self.lines))
        if all(value.type is LITERAL for value, *_ in arms) and want is None:
            self.fail(node, "both arms are bare constants: give one a type, as in u32(…)")
        type_ = self.common_type(arms[0][0], arms[1][0], node)
        type_ = want if type_ is LITERAL and want is not None else type_
        incoming = []
        for value, arm, label, lines in arms:
            self.lines, self.block_label, self.assigned = lines, label, state
            incoming.append(f"[ {self.coerce(value, type_, arm)}, %{label} ]")
            self.goto(end)
            before += lines
        self.lines = before
        self.start(end, state)
        return Value(type_, self.define(f"phi {type_.llvm} {', '.join(incoming)}"))

    def condition(self, node: ast.AST, yes: str, no: str) -> None:
        """Branch to `yes` or `no`, with short-circuit evaluation.

        The state afterwards is that before, for both targets.
        """
        constant = self.constant(node)
        if constant is not NOT_CONSTANT:
            self.branch(f"br label %{yes if constant else no}")
            return
        match node:
            case ast.BoolOp(op=op, values=values):
                for value in values[:-1]:
                    (following,) = self.new_labels("and" if isinstance(op, ast.And) else "or")
                    self.condition(value, *((following, no) if isinstance(op, ast.And) else (yes, following)))
                    self.start(following, self.reachable)
                self.condition(values[-1], yes, no)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                self.condition(operand, no, yes)
            case ast.Compare(ops=ops) if len(ops) > 1:
                self.chain(node, yes, no)
            case _:
                self.branch(f"br i1 {self.truth(self.expr(node), node)}, label %{yes}, label %{no}")

    def chain(self, node: ast.Compare, yes: str, no: str) -> None:
        """`a <= b < c`: each operand is evaluated at most once."""
        left = self.expr(node.left)
        for op, comparator in zip(node.ops, node.comparators, strict=True):
            (following,) = self.new_labels("chain")
            if isinstance(op, (ast.In, ast.NotIn)):
                self.fail(node, "`in` cannot be chained")
            right = self.expr(comparator, _typed(left))
            self.branch(f"br i1 {self.compare(node, left, op, right).text}, label %{following}, label %{no}")
            self.start(following, self.reachable)
            left = right
        self.branch(f"br label %{yes}")

    def branch(self, text: str) -> None:
        self.reachable = self.end(text)

    # ---- calls

    def call(self, node: ast.Call) -> Value:
        if node.keywords:
            self.fail(node.keywords[0], "keyword arguments are not supported")
        function = self.constant(node.func)
        if isinstance(function, Hashable):
            function = AT_RUN_TIME.get(function, function)
        if isinstance(function, Builtin):
            if len(node.args) not in function.counts:
                self.fail(node, f"wrong number of arguments: {function.usage}")
            result: Value = function.emit(self, node, *node.args)
            return result
        if is_native_type(function):
            return self.cast_call(node, function)
        return self.apply(node, *self.callee(node))

    def cast_call(self, node: ast.Call, function: Any) -> Value:
        type_ = value_type(function)
        if len(node.args) != 1:
            self.fail(node, f"{type_name(function)}(…) takes one value")
        if type_.kind == "void":
            self.fail(node, f"nothing can be cast to {type_}")
        return Value(type_, self.casted(node.args[0], type_))

    def callee(self, node: ast.Call) -> tuple[Fn, str]:
        """The type and the address of the function that `f(x)` or `F(p)(x)` calls."""
        function = self.constant(node.func)
        if isinstance(function, (Native, Extern)):
            return function, self.module.symbol(function)
        if isinstance(node.func, ast.Call):
            type_ = self.constant(node.func.func)
            if isinstance(type_, Fn) and len(node.func.args) == 1:
                return type_, self.casted(node.func.args[0], ptr)
        name = ast.unparse(node.func)
        if isinstance(function, Fn):
            self.fail(node, f"`{name}` is a function type: `{name}(pointer)(arguments)` calls")
        self.fail(node, f"`{name}` is not a native function")

    def apply(self, node: ast.Call, fn: Fn, target: str, tail: str = "") -> Value:
        if len(node.args) != len(fn.params):
            self.fail(node, f"`{ast.unparse(node.func)}` takes {len(fn.params)} arguments, not {len(node.args)}")
        arguments = zip(node.args, fn.params, strict=True)
        passed = [f"{abi_type(type_)} {self.operand(argument, type_)}" for argument, type_ in arguments]
        call = f"{tail}call {fn.cc}{abi_type(fn.result, result=True)} {target}({', '.join(passed)})"
        if fn.result.kind != "void":
            return Value(fn.result, self.define(call))
        self.emit(call)
        if fn.result is noreturn and not tail:
            self.end("unreachable")
        return Value(void)


def _typed(value: Value) -> Scalar | None:
    return None if value.type is LITERAL else value.type
