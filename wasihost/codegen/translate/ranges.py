"""The ahead-of-time tier: loops whose accesses are checked once, as LLVM IR text.

Memory accesses are volatile, because each of them may trap, with all earlier effects done and no later ones.  A loop
whose whole range of addresses lies inside the memory has no trap; there the accesses may be plain ones, and LLVM may
reorder and vectorise them.  So a loop that allows it (translate.loop_plan) is written twice.  Before it, the number of
rounds is computed, and the first and last address of each access are compared with the memory's length: once for all
rounds.  If they fit, the plain loop runs, else the exact one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wasihost.codegen.translate import step as kinds
from wasihost.codegen.translate.aot import Aot
from wasihost.codegen.translate.flow import Flow, Label
from wasihost.codegen.translate.loop_plan import COUNTED, Form, Plan, Terms, find_plans
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.walk import Edge, Frame

if TYPE_CHECKING:
    from wasihost.codegen.translate.unit import Unit

LEAST_ROUNDS = 64  # fewer are not worth the vector code that LLVM makes, nor the checks
MOST_ROUNDS = 1 << 31  # times a stride below 2**31 fits an i64


class Ranges(Aot):
    """The tier's loops."""

    def __init__(self, unit: Unit, flow: Flow, locals_: list[str]) -> None:
        super().__init__(unit, flow, locals_)
        # With fuel, the payment of each round costs more than the checks that versioning saves.
        wanted = unit.context.level.loop_versioning and not unit.context.options.variant.metered
        self.plans = find_plans(flow.steps, flow.ats, self.local_types) if wanted else {}
        self.joins: dict[Label, tuple[str, Edge]] = {}  # where the two loops meet, and the plain one's end

    def loop(self, step: Step, label: Label) -> None:
        plan = self.plans.get(label)
        if plan:
            self.plain_loop(label, plan)
        super().loop(step, label)

    def close_loop(self, frame: Frame) -> None:
        super().close_loop(frame)
        plan = self.plans.get(frame.label)
        if plan:
            name, edge = self.joins.pop(frame.label)
            edges = [edge, (self.current, [self.locals[local] for local in plan.assigned])]
            self.jump(name)
            self.place(name)
            for position, local in enumerate(plan.assigned):
                self.locals[local] = self.choose(self.local_types[local], position, edges)

    def plain_loop(self, label: Label, plan: Plan) -> None:
        """The checks, the plain loop, and the block that the exact loop is entered from."""
        n = self.new()
        fast, slow, join = f"b{n}.1", f"b{n}.2", f"b{n}.3"
        rounds, fits = self.rounds(plan)  # one less than the number of rounds
        starts = {}
        length = self.value("load i64, ptr {}, align 8", self.length(0))
        fits += [
            self.value("icmp uge i64 {}, {}", rounds, LEAST_ROUNDS),
            self.value("icmp ult i64 {}, {}", rounds, MOST_ROUNDS),
        ]
        for terms, group in plan.groups.items():
            start = starts[terms] = self.value("zext i32 {} to i64", self.evaluate(Form(terms, 0)))
            last = self.value("add i64 {}, {}", start, self.value("mul i64 {}, {}", rounds, group.stride))
            lowest, highest = (start, last) if group.stride >= 0 else (last, start)
            low = self.value("add i64 {}, {}", lowest, group.low)
            high = self.value("add i64 {}, {}", highest, group.high)
            fits += [self.value("icmp sge i64 {}, 0", low), self.value("icmp sle i64 {}, {}", high, length)]
        condition = fits[0]
        for fit in fits[1:]:
            condition = self.value("and i1 {}, {}", condition, fit)
        base = self.memory(0)
        self.branch(f"i1 {condition}", fast, slow)
        self.place(fast)
        pointers = {
            terms: self.value("getelementptr i8, ptr {}, i64 {}", base, start) for terms, start in starts.items()
        }
        before = list(self.locals)
        self.write_plain(plan, rounds, pointers)
        self.jump(join)
        self.joins[label] = join, (self.current, [self.locals[local] for local in plan.assigned])
        self.locals[:] = before
        self.place(slow)

    def rounds(self, plan: Plan) -> tuple[str, list[str]]:
        """How many more rounds follow the first (an i64), and what must hold for that to be true."""
        left, right = self.evaluate(plan.left), self.evaluate(plan.right)
        step = abs(plan.stride)
        assert step, "a division by zero would let LLVM delete the function's end"
        if plan.predicate == "ne":
            grows = plan.stride > 0
            away = self.value("sub i32 {}, {}", *((right, left) if grows else (left, right)))
            rounds = self.value("zext i32 {} to i64", self.value("udiv i32 {}, {}", away, step))
            return rounds, [self.value("icmp eq i32 {}, 0", self.value("urem i32 {}, {}", away, step))]
        widen, limit = COUNTED[plan.predicate, plan.stride > 0]
        a, b = (self.value(f"{widen} i32 {{}} to i64", value) for value in (left, right))
        away = self.value("sub i64 {}, {}", *((b, a) if plan.stride > 0 else (a, b)))
        up = self.value("udiv i64 {}, {}", self.value("add i64 {}, {}", away, step - 1), step)
        rounds = self.value("select i1 {}, i64 {}, i64 0", self.value("icmp sgt i64 {}, 0", away), up)
        last = self.value("add i64 {}, {}", a, self.value("mul i64 {}, {}", rounds, plan.stride))
        return rounds, [self.value(f"icmp {'slt' if plan.stride > 0 else 'sge'} i64 {{}}, {limit}", last)]

    def write_plain(self, plan: Plan, rounds: str, pointers: dict[Terms, str]) -> None:
        entry, name, done = self.current, f"b{self.new()}", f"b{self.new()}"
        self.jump(name)
        self.place(name)
        counter = self.new()
        self.write(f"%{counter} = phi i64 [ 0, %{entry} ], [ %next{counter}, %{name} ]")
        phis = []
        for local in plan.carried:
            phis.append((len(self.lines), self.new(), self.locals[local]))
            self.write("")
            self.locals[local] = f"{self.local_types[local]} %{phis[-1][1]}"
        begin = len(self.lines)
        number = self.value("trunc i64 {} to i32", f"%{counter}")
        for local, by in plan.inductions.items():
            grown = self.value("mul i32 {}, {}", number, by)
            self.locals[local] = "i32 " + self.value("add i32 {}, {}", self.locals[local][4:], grown)
        places = {}
        for terms, group in plan.groups.items():
            away = self.value("mul nsw i64 {}, {}", f"%{counter}", group.stride)
            places[terms] = self.value("getelementptr i8, ptr {}, i64 {}", pointers[terms], away)
        for position, step in enumerate(plan.body):
            access = plan.accesses.get(position)
            if access:
                self.plain_access(
                    step, self.value("getelementptr i8, ptr {}, i64 {}", places[access.group], access.constant)
                )
            else:
                self.straight(step)
        self.stack.pop()  # the condition
        self.lines[begin:] = [line.replace(" volatile ", " ") for line in self.lines[begin:]]
        for (line, n, first), local in zip(phis, plan.carried, strict=True):
            self.lines[line] = self.phi(n, self.local_types[local], [(entry, first), (name, self.locals[local])])
        more = self.value("icmp ne i64 {}, {}", f"%{counter}", rounds)
        self.write(f"%next{counter} = add nuw nsw i64 %{counter}, 1")
        self.branch(f"i1 {more}", name, done)
        self.place(done)

    def plain_access(self, step: Step, pointer: str) -> None:
        value = [self.stack.pop()] if step.kind == kinds.STORE else []
        self.stack.pop()  # the address, which is known
        n = self.new()
        self.write(step.text(n, *value, pointer, 0))
        if step.kind == kinds.LOAD:
            self.stack.append(f"{step.result}{n + step.last}")

    def straight(self, step: Step) -> None:
        """A step that is no access: what the walker's loop has written out."""
        kind, stack = step.kind, self.stack
        if kind == kinds.LOCAL_GET:
            stack.append(self.locals[step.index])
        elif kind == kinds.LOCAL_SET:
            self.locals[step.index] = stack.pop()
        elif kind == kinds.LOCAL_TEE:
            self.locals[step.index] = stack[-1]
        elif kind == kinds.CONST:
            stack.append(step.result)
        elif kind in (kinds.BINARY, kinds.UNARY):
            self.splice(step, 0)
        else:
            step.act(self, step, 0)

    def evaluate(self, form: Form) -> str:
        """An i32 with the value of a form before the loop."""
        total = str(form.constant)
        for local, factor in form.terms:
            value = self.locals[local][4:]
            if factor != 1:
                value = self.value("mul i32 {}, {}", value, factor)
            total = value if total == "0" else self.value("add i32 {}, {}", total, value)
        return total

    def value(self, text: str, *operands: object) -> str:
        """Write the definition of a value; its name."""
        n = self.new()
        self.write(f"%{n} = {text.format(*operands)}")
        return f"%{n}"
