"""Statements with branches: if, while, for and match.  Where paths join, so does the state of the locals."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from wasihost.layout import Scalar, u64

from .constants import NOT_CONSTANT, plain
from .emitter import LITERAL, merge
from .statements import Statements

if TYPE_CHECKING:
    from .emitter import State
    from .symbols import Symbols
from .types import Native


class Loop:
    """The targets of `continue` and `break`, and the states at these statements."""

    def __init__(self, next_label: str, end_label: str) -> None:
        self.next_label, self.end_label = next_label, end_label
        self.nexts: list[State] = []
        self.ends: list[State] = []


class ControlFlow(Statements):
    def __init__(self, module: Symbols, fn: Native) -> None:
        super().__init__(module, fn)
        self.loops: list[Loop] = []

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
        self.locate(node)
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
        """`for i in range(…)`: the counter is a separate variable, so that the body may assign to `i`."""
        if not isinstance(node.target, ast.Name):
            self.fail(node.target, "the variable of range(…) is a plain name")
        if not 1 <= len(call.args) <= 3 or call.keywords:
            self.fail(call, "write range(end), range(start, end) or range(start, end, step)")
        step = self.constant(call.args[2]) if len(call.args) == 3 else 1
        if not isinstance(step, int) or step == 0:
            self.fail(call.args[2], "the step of range(…) is a constant, not zero")
        nodes: list[ast.expr] = [ast.copy_location(ast.Constant(0), call), *call.args[:2]][-2:]
        first, last = map(self.expr, nodes)
        type_ = self.wanted(node.target) or self.common_type(first, last, call)
        type_ = u64 if type_ is LITERAL else type_
        if type_.kind != "int":
            self.fail(call, f"range(…) counts integers, not {type_}")
        counter = self.slot(type_.size, type_.align, "counter")
        self.store(type_, counter, self.coerce(first, type_, nodes[0]))
        self.counted_loop(node, node.target, type_, counter, self.coerce(last, type_, nodes[1]), step)

    def counted_loop(self, node: ast.For, target: ast.Name, type_: Scalar, counter: str, last: str, step: int) -> None:
        head, body, following, end = self.new_labels("for", "body", "next", "end")
        self.start(head, self.goto(head))
        value = self.load(type_, counter)
        before, sign = self.assigned, "s" if type_.signed else "u"
        test = self.define(f"icmp {sign}{'lt' if step > 0 else 'gt'} {type_.llvm} {value.text}, {last}")
        self.end(f"br i1 {test}, label %{body}, label %{end}")
        loop = Loop(following, end)
        self.start(body, before)
        self.assign_local(target, value, target)
        self.loop_body(loop, *self.enter("in"), node.body)
        self.start(following, merge(*loop.nexts, self.goto(following)))
        self.locate(node)
        if self.assigned is not None:
            moved = self.define(f"add {type_.llvm} {value.text}, {step}")
            self.store(type_, counter, moved)
            onward = "true"
            if abs(step) > 1:  # a step may overflow the type, which also ends the loop
                onward = self.define(f"icmp {sign}{'gt' if step > 0 else 'lt'} {type_.llvm} {moved}, {value.text}")
            self.end(f"br i1 {onward}, label %{head}, label %{end}")
        self.start(end, merge(*loop.ends, before))

    def unroll(self, node: ast.For, items: Any) -> None:
        """`for x in CONSTANTS`: repeat the body for each item; the variables are constants in it."""
        (end,) = self.new_labels("end")
        loop = Loop("", end)
        for item in items:
            outside = self.unrolled
            self.unrolled = outside | self.bind(node.target, item)
            loop.next_label, loop.nexts = self.new_labels("next")[0], []
            if self.assigned is not None:
                self.loop_body(loop, *self.enter("item"), node.body)
            self.start(loop.next_label, merge(*loop.nexts, self.goto(loop.next_label)))
            self.unrolled = outside
        self.start(end, merge(*loop.ends, self.goto(end)))

    def enter(self, prefix: str) -> tuple[str, State]:
        (label,) = self.new_labels(prefix)
        return label, self.goto(label)

    def bind(self, target: ast.AST, item: Any) -> dict[str, Any]:
        """The names in a target → the parts of an item."""
        if isinstance(target, ast.Name):
            if target.id in self.variables or target.id in self.unrolled:
                self.fail(target, f"local `{target.id}` exists already")
            self.check_name(target.id, target)
            return {target.id: item}
        if not isinstance(target, ast.Tuple):
            self.fail(target, "the variable of a `for` is a name or a tuple of names")
        parts = self.compute(target, tuple, item)
        if len(parts) != len(target.elts):
            self.fail(target, f"{len(target.elts)} names, {len(parts)} values")
        bound: dict[str, Any] = {}
        for part, value in zip(target.elts, parts, strict=True):
            bound |= self.bind(part, value)
        return bound

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
            chosen = (case.body for case, values in cases if values is None or plain(subject) in values)
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
                number = self.literal_text(constant, value.type, case.pattern)
                jumps.append(f"{value.type.llvm} {number}, label %{label}")
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
            value = plain(self.constant(part.value)) if isinstance(part, ast.MatchValue) else NOT_CONSTANT
            if not isinstance(value, int):
                self.fail(part, "a pattern is a constant integer; a named one needs a dot, as in SYS.read")
            values.append(int(value))
        return values
