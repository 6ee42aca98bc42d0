"""Statements of the subset, and a function as a whole: a native function in, its LLVM IR definition out."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from wasihost.layout import Scalar, i64, noreturn, ptr, type_name, u64, void

from .constants import NOT_CONSTANT
from .emitter import LITERAL, Value, merge
from .expressions import Expressions, abi_type
from .types import is_struct, value_type

if TYPE_CHECKING:
    from .compiler import Module
    from .emitter import State
    from .types import Native


class Loop:
    """Where `continue` and `break` go, and the states in which they were met."""

    def __init__(self, next_label: str, end_label: str) -> None:
        self.next_label, self.end_label = next_label, end_label
        self.nexts: list[State] = []
        self.ends: list[State] = []


class FunctionCompiler(Expressions):
    def __init__(self, module: Module, fn: Native) -> None:
        super().__init__(module, fn)
        self.loops: list[Loop] = []
        self.check_signature()

    # ---- the function

    def check_signature(self) -> None:
        arguments = self.source.node.args
        others = [*arguments.posonlyargs, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        for other in others:
            if other:
                self.fail(other, "only plain parameters are supported")
        for value in arguments.defaults:
            self.fail(value, "a parameter has no default")
        for argument, type_ in zip(arguments.args, self.fn.params):
            if type_ is None:
                self.fail(argument, f"parameter `{argument.arg}` needs a type")
            self.check_type(type_, argument.annotation or argument)
            self.check_name(argument.arg, argument)
        if self.fn.result.__class__ is not Scalar or self.fn.result.kind != "void":
            self.check_type(self.fn.result, self.source.node.returns or self.source.node)

    def check_type(self, type_: Any, node: ast.AST) -> None:
        if isinstance(type_, str):
            self.fail(node, "annotations are strings here: remove `from __future__ import annotations`")
        if not isinstance(type_, Scalar) or not type_.size:
            self.fail(node, f"{type_name(type_)} is not the type of a value")

    def check_name(self, name: str, node: ast.AST) -> None:
        if name in self.fn.function.__globals__:
            self.fail(node, f"local `{name}` hides the module's `{name}`: choose another name")

    def define_function(self) -> str:
        """The function's `define …`."""
        fn, body, scope = self.fn, self.source.node.body, self.module.debug.subprogram(self)
        params = [self.new_name(name) for name in fn.param_names]
        self.locate(self.source.node)
        if fn.naked:
            self.naked_body(body)
        else:
            for name, type_, param in zip(fn.param_names, fn.params, params):
                self.store(type_, self.declare(name, type_, self.source.node), param)
            self.assigned = frozenset(fn.param_names)
            self.block(body)
            self.finish(body[-1])
        linkage = {False: "internal ", "hidden": "hidden "}.get(fn.export, "")
        inline = {True: " alwaysinline", False: " noinline", None: ""}[fn.inline]
        attributes = f"{' naked noinline' if fn.naked else inline} {fn.attrs}".rstrip()
        signature = ", ".join(f"{abi_type(type_)} {param}" for type_, param in zip(fn.params, params))
        header = f"define {linkage}{fn.cc}{abi_type(fn.result, result=True)} {self.module.symbol(fn)}({signature})"
        return "\n".join([f"{header} #0{attributes}{scope} {{", "entry:", *self.entry, *self.lines, "}"])

    def naked_body(self, body: list[ast.stmt]) -> None:
        from .builtins import asm

        for statement in body:
            value = statement.value if isinstance(statement, ast.Expr) else None
            if isinstance(value, ast.Call) and self.constant(value.func) is asm:
                self.expr(value)
            elif not isinstance(value, ast.Constant):
                self.fail(statement, "a naked function contains only asm(…)")
        self.end("unreachable")

    def finish(self, last: ast.stmt) -> None:
        if self.assigned is None:
            return
        if self.fn.result is not void:
            self.fail(last, f"the end of a function with result {self.fn.result} can be reached: add return, or unreachable()")
        self.end("ret void")

    def locate(self, node: ast.AST) -> None:
        self.debug = self.module.debug.location(self, node)

    def block(self, body: list[ast.stmt]) -> None:
        """What cannot be reached is not compiled, like the arms that a constant condition excludes."""
        for statement in body:
            if self.assigned is None:
                return
            self.locate(statement)
            compile_statement = getattr(self, f"do_{type(statement).__name__}", None)
            if compile_statement is None:
                self.fail(statement, UNSUPPORTED.get(type(statement), f"unsupported statement {type(statement).__name__}"))
            compile_statement(statement)

    # ---- assignment

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

    def assign(self, target: ast.AST, value: Value, node: ast.AST) -> None:
        """Store a value; `node` is where it came from."""
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
        if known is LITERAL:
            self.fail(target, f"the type of `{name}` is not known: write {name}: u32 = … or {name} = u32(…)")
        if known.kind == "void":
            self.fail(node, "a call without result is used as a value")
        slot = self.declare(name, known, target)
        self.store(known, slot, self.coerce(value, known, node))
        self.assigned = (self.assigned or frozenset()) | {name}

    def store_place(self, target: ast.AST, type_: Any, address: str, value: Value, node: ast.AST) -> None:
        if not isinstance(type_, Scalar):
            self.fail(target, f"a whole {'struct' if is_struct(type_) else 'array'} cannot be assigned: use memcpy(…)")
        self.store(type_, address, self.coerce(value, type_, node))

    def wanted(self, target: ast.AST) -> Scalar | None:
        """The type that a target already has, for a value made of constants only."""
        if isinstance(target, ast.Name):
            return self.variables.get(target.id, (None, ""))[0]
        return None

    def do_Assign(self, node: ast.Assign) -> None:
        first = node.targets[0]
        if isinstance(first, ast.Tuple):
            self.unpack(first, node)
            return
        value = self.expr(node.value, self.wanted(first))
        for target in node.targets:
            self.assign(target, value, node.value)

    def unpack(self, target: ast.Tuple, node: ast.Assign) -> None:
        """`a, b = x, y`, where all of the right side is evaluated first; or the several results of asm()."""
        if isinstance(node.value, ast.Tuple) and len(node.targets) == 1:
            sources: list[ast.AST] = list(node.value.elts)
            if len(sources) != len(target.elts):
                self.fail(target, f"{len(target.elts)} targets, {len(sources)} values")
            values = [self.expr(item, self.wanted(to)) for to, item in zip(target.elts, sources)]
        else:
            values = getattr(self.expr(node.value), "parts", [])
            if len(values) != len(target.elts) or len(node.targets) > 1:
                self.fail(target, f"the value does not have {len(target.elts)} parts")
            sources = [node.value] * len(values)
        for to, value, item in zip(target.elts, values, sources):
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
        """The place is evaluated once."""
        type_, address = self.place(node.target)
        value = self.arithmetic(node, self.load(type_, address), node.op, self.expr(node.value))
        self.store_place(node.target, type_, address, value, node.value)

    def do_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.expr(node.value)
        elif not (isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)):
            self.fail(node, "this expression has no effect")

    def do_Pass(self, node: ast.Pass) -> None:
        pass

    # ---- control flow

    def do_Return(self, node: ast.Return) -> None:
        result = self.fn.result
        if node.value is None or result.kind == "void":
            if node.value is not None or result is not void:
                self.fail(node, f"the function's result is {result}")
            self.end("ret void")
            return
        value = self.expr(node.value, result)
        if self.assigned is not None:  # else tail(…) has returned
            self.end(f"ret {result.llvm} {self.coerce(value, result, node.value)}")

    def do_If(self, node: ast.If) -> None:
        constant = self.constant(node.test)
        if constant is not NOT_CONSTANT:
            self.block(node.body if constant else node.orelse)
            return
        yes, no, end = self.new_labels("then", "else", "end")
        self.condition(node.test, yes, no)
        before, ends = self.reachable, []
        for label, body in ((yes, node.body), (no, node.orelse)):
            self.start(label, before)
            self.block(body)
            ends.append(self.goto(end))
        self.start(end, merge(*ends))

    def do_While(self, node: ast.While) -> None:
        self.no_else(node)
        constant = self.constant(node.test)
        if constant is not NOT_CONSTANT and not constant:
            return
        head, body, end = self.new_labels("while", "body", "end")
        self.start(head, self.goto(head))
        self.condition(node.test, body, end)
        before = self.reachable
        loop = Loop(head, end)
        self.loop_body(loop, body, before, node.body)
        self.goto(head)
        self.start(end, merge(*loop.ends, before if constant is NOT_CONSTANT else None))

    def loop_body(self, loop: Loop, label: str, state: State, body: list[ast.stmt]) -> None:
        self.start(label, state)
        self.loops.append(loop)
        self.block(body)
        self.loops.pop()

    def no_else(self, node: ast.While | ast.For) -> None:
        if node.orelse:
            self.fail(node.orelse[0], "a loop has no else")

    def do_For(self, node: ast.For) -> None:
        self.no_else(node)
        if isinstance(node.iter, ast.Call) and self.constant(node.iter.func) is range:
            self.count_loop(node, node.iter)
            return
        items = self.constant(node.iter)
        if items is NOT_CONSTANT or not hasattr(items, "__iter__"):
            self.fail(node.iter, "`for` needs range(…) or a constant collection")
        self.unroll(node, items)

    def count_loop(self, node: ast.For, call: ast.Call) -> None:
        """`for i in range(…)`: the counter is apart, so that the body may assign to `i`."""
        if not isinstance(node.target, ast.Name):
            self.fail(node.target, "the variable of range(…) is a plain name")
        if not 1 <= len(call.args) <= 3 or call.keywords:
            self.fail(call, "write range(end), range(start, end) or range(start, end, step)")
        step = self.constant(call.args[2]) if len(call.args) == 3 else 1
        if not isinstance(step, int) or step == 0:
            self.fail(call.args[2], "the step of range(…) is a constant, not zero")
        bounds = [Value(LITERAL, constant=0), *map(self.expr, call.args[:2])][-2:]
        type_ = self.wanted(node.target) or self.common_type(*bounds, call)
        type_ = u64 if type_ is LITERAL else type_
        if type_.kind != "int":
            self.fail(call, f"range(…) counts integers, not {type_}")
        first, last = (self.coerce(bound, type_, call) for bound in bounds)
        counter = self.slot(type_.size, type_.align, "counter")
        self.store(type_, counter, first)
        self.counted_loop(node, type_, counter, last, step)

    def counted_loop(self, node: ast.For, type_: Scalar, counter: str, last: str, step: int) -> None:
        head, body, following, end = self.new_labels("for", "body", "next", "end")
        assert isinstance(node.target, ast.Name)
        self.start(head, self.goto(head))
        value = self.load(type_, counter)
        before, sign = self.assigned, "s" if type_.signed else "u"
        test = self.define(f"icmp {sign}{'lt' if step > 0 else 'gt'} {type_.llvm} {value.text}, {last}")
        self.end(f"br i1 {test}, label %{body}, label %{end}")
        loop = Loop(following, end)
        self.start(body, before)
        self.assign_local(node.target, value, node.target)
        self.loop_body(loop, *self.enter("in"), node.body)
        self.start(following, merge(*loop.nexts, self.goto(following)))
        if self.assigned is not None:
            moved = self.define(f"add {type_.llvm} {value.text}, {step}")
            self.store(type_, counter, moved)
            # A step may pass the end of the type's range: then the loop is over too.
            onward = self.define(f"icmp {sign}{'gt' if step > 0 else 'lt'} {type_.llvm} {moved}, {value.text}")
            self.end(f"br i1 {onward}, label %{head}, label %{end}")
        self.start(end, merge(*loop.ends, before))

    def unroll(self, node: ast.For, items: Any) -> None:
        """`for x in CONSTANTS`: the body once per item, in which the variables are constants."""
        (end,) = self.new_labels("end")
        loop = Loop("", end)
        names = {name.id for name in ast.walk(node.target) if isinstance(name, ast.Name)}
        for name in names:
            if name in self.variables or name in self.unrolled:
                self.fail(node.target, f"local `{name}` exists already")
            self.check_name(name, node.target)
        for item in items:
            self.bind(node.target, item)
            loop.next_label, loop.nexts = self.new_labels("next")[0], []
            if self.assigned is not None:
                self.loop_body(loop, *self.enter("item"), node.body)
            self.start(loop.next_label, merge(*loop.nexts, self.goto(loop.next_label)))
        for name in names:
            self.unrolled.pop(name, None)
        self.start(end, merge(*loop.ends, self.goto(end)))

    def enter(self, prefix: str) -> tuple[str, State]:
        (label,) = self.new_labels(prefix)
        return label, self.goto(label)

    def bind(self, target: ast.AST, item: Any) -> None:
        if isinstance(target, ast.Name):
            self.unrolled[target.id] = item
            return
        if not isinstance(target, ast.Tuple):
            self.fail(target, "the variable of a `for` is a name or a tuple of names")
        parts = self.compute(target, tuple, item)
        if len(parts) != len(target.elts):
            self.fail(target, f"{len(target.elts)} names, {len(parts)} values")
        for part, value in zip(target.elts, parts):
            self.bind(part, value)

    def do_Break(self, node: ast.Break) -> None:
        loop = self.loops[-1]
        loop.ends.append(self.goto(loop.end_label))

    def do_Continue(self, node: ast.Continue) -> None:
        loop = self.loops[-1]
        loop.nexts.append(self.goto(loop.next_label))

    def do_Match(self, node: ast.Match) -> None:
        subject = self.constant(node.subject)
        cases = [(case, self.patterns(case)) for case in node.cases]
        if subject is not NOT_CONSTANT:
            chosen = (case.body for case, values in cases if values is None or subject in values)
            self.block(next(chosen, []))
            return
        value = self.expr(node.subject)
        if value.type.kind != "int":
            self.fail(node.subject, f"match needs an integer, not {value.type}")
        default, end = self.new_labels("default", "end")
        jumps, arms, seen = [], [], set()
        other: list[ast.stmt] = []
        for case, values in cases:
            if values is None:
                other = case.body
                continue
            label = self.new_labels("case")[0]
            arms.append((label, case.body))
            for constant in values:
                if constant in seen:
                    self.fail(case.pattern, f"case {constant} appears twice")
                seen.add(constant)
                jumps.append(f"{value.type.llvm} {self.literal_text(constant, value.type, case.pattern)}, label %{label}")
        state = self.end(f"switch {value.type.llvm} {value.text}, label %{default} [{' '.join(jumps)}]")
        ends = []
        for label, body in [*arms, (default, other)]:
            self.start(label, state)
            self.block(body)
            ends.append(self.goto(end))
        self.start(end, merge(*ends))

    def patterns(self, case: ast.match_case) -> list[int] | None:
        """The constants that a case matches; None for `_`."""
        if case.guard:
            self.fail(case.guard, "a case has no guard: use if")
        pattern = case.pattern
        if isinstance(pattern, ast.MatchAs) and pattern.name is None and pattern.pattern is None:
            return None
        values = []
        for part in pattern.patterns if isinstance(pattern, ast.MatchOr) else [pattern]:
            value = self.constant(part.value) if isinstance(part, ast.MatchValue) else NOT_CONSTANT
            value = getattr(value, "value", value)  # a member of an Enum
            if not isinstance(value, int):
                self.fail(part, "a pattern is a constant integer; a named one needs a dot, as in SYS.read")
            values.append(int(value))
        return values


UNSUPPORTED = {
    ast.FunctionDef: "a function cannot be defined inside a native function",
    ast.ClassDef: "a class cannot be defined inside a native function",
    ast.Try: "exceptions are not supported: return an error code",
    ast.Raise: "exceptions are not supported: return an error code",
    ast.Assert: "assert is not supported: use static_assert(…) or if",
    ast.Global: "use a Global instead of a global variable",
}
