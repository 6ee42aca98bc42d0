"""Compile a native function: its syntax tree in, its LLVM IR definition out."""

from __future__ import annotations

import ast

from wasihost.layout import Scalar, void

from .builtins import asm
from .control_flow import ControlFlow
from .symbols import LINKAGE, Symbols, abi_type
from .types import Native

INLINE = {True: " alwaysinline", False: " noinline", None: ""}  # `inline` → attribute


class FunctionCompiler(ControlFlow):
    def __init__(self, module: Symbols, fn: Native) -> None:
        super().__init__(module, fn)
        self.check_signature()

    def check_signature(self) -> None:
        """Check the parameters and the result, before any caller uses them."""
        definition = self.source.node
        arguments = definition.args
        for other in (*arguments.posonlyargs, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg):
            if other:
                self.fail(other, "only plain parameters are supported")
        for default in arguments.defaults:
            self.fail(default, "a parameter has no default")
        for argument, type_ in zip(arguments.args, self.fn.params, strict=True):
            if type_ is None:
                self.fail(argument, f"parameter `{argument.arg}` needs a type")
            self.check_type(type_, argument.annotation or argument)
            self.check_name(argument.arg, argument)
        result = self.fn.result
        if not (isinstance(result, Scalar) and result.kind == "void"):
            self.check_type(result, definition.returns or definition)

    def define_function(self) -> str:
        fn, body = self.fn, self.source.node.body
        scope = self.module.debug.subprogram(fn, self.source, self.module.symbol(fn)[1:])
        self.locate(self.source.node)
        params = [self.new_name(name) for name in fn.param_names]
        if fn.naked:
            self.naked_body(body)
        else:
            self.usual_body(body, params)
        signature = ", ".join(f"{abi_type(type_)} {param}" for type_, param in zip(fn.params, params, strict=True))
        result = abi_type(fn.result, result=True)
        header = f"define {LINKAGE[fn.export]}{fn.cc}{result} {self.module.symbol(fn)}({signature}) #0"
        attributes = " naked noinline" if fn.naked else INLINE[fn.inline]
        header += f"{attributes} {fn.attrs}".rstrip() + scope
        return "\n".join([f"{header} {{", "entry:", *self.entry, *self.lines, "}"])

    def usual_body(self, body: list[ast.stmt], params: list[str]) -> None:
        for name, type_, param in zip(self.fn.param_names, self.fn.params, params, strict=True):
            self.store(type_, self.declare(name, type_, self.source.node), param)
        self.assigned = frozenset(self.fn.param_names)
        self.block(body)
        if self.assigned is not None and self.fn.result is not void:
            self.fail(body[-1], f"the end of a function with result {self.fn.result} can be reached: return a value")
        self.end("ret void")

    def naked_body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            value = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(value, ast.Call) and self.constant(value.func) is asm:
                self.expr(value)
            elif not isinstance(value, ast.Constant):
                self.fail(statement, "a naked function contains only asm(…)")
        self.end("unreachable")
