"""Simple statements of the subset: assignment to locals and memory, return, calls; and blocks of statements."""

from __future__ import annotations

import ast
from typing import Any

from wasihost.layout import Scalar, bool_, type_name, void

from .emitter import LITERAL, NO_VALUE, Value
from .expressions import Expressions
from .types import is_struct, value_type

UNSUPPORTED = {
    ast.FunctionDef: "a function cannot be defined inside a native function",
    ast.ClassDef: "a class cannot be defined inside a native function",
    ast.Try: "exceptions are not supported: return an error code",
    ast.Raise: "exceptions are not supported: return an error code",
    ast.Assert: "assert is not supported: use static_assert(…) or if",
    ast.Nonlocal: "use a Global instead of an enclosing function's variable",
    ast.Global: "use a Global instead of a global variable",
}


class Statements(Expressions):
    def locate(self, node: ast.AST) -> None:
        self.debug = self.module.debug.location(self.source, node)

    def block(self, body: list[ast.stmt]) -> None:
        """Compile statements.  Unreachable ones are skipped, as are arms that a constant condition excludes."""
        for statement in body:
            if self.assigned is None:
                return
            self.locate(statement)
            compile_statement = getattr(self, f"do_{type(statement).__name__}", None)
            if compile_statement is None:
                name = type(statement).__name__
                self.fail(statement, UNSUPPORTED.get(type(statement), f"unsupported statement {name}"))
            compile_statement(statement)

    # ---- locals

    def check_type(self, type_: Any, node: ast.AST) -> None:
        if isinstance(type_, str):
            self.fail(node, "annotations are strings here: remove `from __future__ import annotations`")
        if not isinstance(type_, Scalar) or not type_.size:
            self.fail(node, f"{type_name(type_)} is not the type of a value")

    def check_name(self, name: str, node: ast.AST) -> None:
        if name in self.fn.function.__globals__:
            self.fail(node, f"local `{name}` hides the module's `{name}`: choose another name")

    def declare(self, name: str, type_: Scalar, node: ast.AST) -> str:
        """The stack slot of a local, which has one type throughout the function."""
        if name in self.unrolled:
            self.fail(node, f"`{name}` is the constant of an unrolled loop and cannot be assigned")
        if name not in self.variables:
            self.check_type(type_, node)
            if name not in self.fn.param_names:
                self.check_name(name, node)
            self.variables[name] = type_, self.slot(type_.size, type_.align, name)
        known, slot = self.variables[name]
        if known is not type_:
            self.fail(node, f"local `{name}` is {known} already")
        return slot

    # ---- assignment

    def assign(self, target: ast.AST, value: Value, node: ast.AST) -> None:
        """Store a value; `node` is the expression that it comes from."""
        if isinstance(target, ast.Name):
            self.assign_local(target, value, node)
        elif isinstance(target, (ast.Attribute, ast.Subscript)):
            type_, address = self.place(target)
            self.store_place(target, type_, address, value, node)
        else:
            self.fail(target, f"cannot assign to {type(target).__name__}")

    def assign_local(self, target: ast.Name, value: Value, node: ast.AST) -> None:
        name = target.id
        known = self.variables[name][0] if name in self.variables else value.type
        if known is LITERAL and isinstance(value.constant, bool):
            known = bool_
        if known is LITERAL:
            self.fail(target, f"the type of `{name}` is not known: write {name}: u32 = … or {name} = u32(…)")
        if known.kind == "void":
            self.fail(node, NO_VALUE)
        slot = self.declare(name, known, target)
        self.store(known, slot, self.coerce(value, known, node))
        self.assigned = (self.assigned or frozenset()) | {name}

    def store_place(self, target: ast.AST, type_: Any, address: str, value: Value, node: ast.AST) -> None:
        if not isinstance(type_, Scalar):
            self.fail(target, f"a whole {'struct' if is_struct(type_) else 'array'} cannot be assigned: use memcpy(…)")
        self.store(type_, address, self.coerce(value, type_, node))

    def wanted(self, target: ast.AST, value: ast.AST | None = None) -> Scalar | None:
        """The type that a target already has, for a value that consists of constants."""
        if isinstance(target, ast.Name):
            return self.variables.get(target.id, (None, ""))[0]
        if not isinstance(value, ast.IfExp) or not isinstance(target, (ast.Attribute, ast.Subscript)):
            return None
        # Python evaluates the target after the value.  This evaluation only finds the type, and drops its instructions.
        written = self.lines, self.entry, self.block_label, self.assigned
        self.lines, self.entry = [], []
        type_, _ = self.place(target)
        self.lines, self.entry, self.block_label, self.assigned = written
        return type_ if isinstance(type_, Scalar) else None

    def do_Assign(self, node: ast.Assign) -> None:
        first = node.targets[0]
        if isinstance(first, ast.Tuple):
            self.unpack(first, node)
            return
        value = self.expr(node.value, self.wanted(first, node.value))
        for target in node.targets:
            self.assign(target, value, node.value)

    def unpack(self, target: ast.Tuple, node: ast.Assign) -> None:
        """`a, b = x, y`, where the whole right side is evaluated first; or the results of asm()."""
        if len(node.targets) > 1:
            self.fail(node.targets[1], "a tuple is assigned to one tuple of targets")
        if isinstance(node.value, ast.Tuple):
            sources: list[ast.expr] = node.value.elts
            values = [self.expr(item, self.wanted(to, item)) for to, item in zip(target.elts, sources, strict=False)]
        else:
            values = list(self.expr(node.value).parts)
            sources = [node.value] * len(values)
        if len(sources) != len(target.elts):
            self.fail(node.value, f"{len(target.elts)} targets, but {len(sources)} values")
        for to, value, item in zip(target.elts, values, sources, strict=True):
            self.assign(to, value, item)

    def do_AnnAssign(self, node: ast.AnnAssign) -> None:
        type_ = value_type(self.constant(node.annotation))
        if not isinstance(node.target, ast.Name):
            self.fail(node.target, "only a local can be annotated")
        self.check_type(type_, node.annotation)
        self.declare(node.target.id, type_, node.target)
        if node.value:
            self.assign_local(node.target, self.expr(node.value, type_), node.value)

    def do_AugAssign(self, node: ast.AugAssign) -> None:
        """An augmented assignment evaluates its target once."""
        type_, address = self.place(node.target)
        before = self.load(type_, address)
        value = self.arithmetic(node, before, node.op, self.expr(node.value, before.type))
        self.store_place(node.target, type_, address, value, node.value)

    def do_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.expr(node.value)
        elif not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
            self.fail(node, "this expression has no effect")

    def do_Pass(self, node: ast.Pass) -> None:
        pass

    def do_Return(self, node: ast.Return) -> None:
        result = self.fn.result
        value = self.expr(node.value, result) if node.value else None
        if self.assigned is None:  # tail(…) has already returned
            return
        if (value is None) != (result is void):
            self.fail(node, f"the function's result is {result}")
        if value is None or node.value is None:
            self.end("ret void")
        else:
            self.end(f"ret {result.llvm} {self.coerce(value, result, node.value)}")
