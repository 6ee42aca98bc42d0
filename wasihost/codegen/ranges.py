"""Innermost loops whose accesses are checked once: the body as a plan, and the plan as LLVM IR text.

Memory accesses are volatile, because each of them may trap, with all earlier effects done and no later ones.  A loop
whose whole range of addresses lies inside the memory has no trap; there the accesses may be plain ones, and LLVM may
reorder and vectorise them.  So a loop that allows it is written twice.  Before it, the number of rounds is computed,
and the first and last address of each access are compared with the memory's length: once for all rounds.  If they fit,
the plain loop runs, else the exact one.

A loop allows it when it is one block that ends in a branch back, holds nothing that may trap or leave but loads and
stores, each of its addresses grows by a constant a round, and the number of rounds follows from its last comparison.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from wasihost.codegen import step as kinds
from wasihost.codegen.aot import Aot
from wasihost.codegen.flow import Flow, Label
from wasihost.codegen.step import Step
from wasihost.codegen.walk import Edge, Frame

if TYPE_CHECKING:
    from wasihost.codegen.unit import Unit

Terms = tuple[tuple[int, int], ...]  # (local, factor), ascending, no factor is zero

MOST_STEPS = 240  # of a body: a longer one gains little from fewer checks, and is written twice
MOST_GROUPS = 8  # of addresses that are checked
LEAST_ROUNDS = 64  # fewer are not worth the vector code that LLVM makes, nor the checks
MOST_ROUNDS = 1 << 31  # times a stride below 2**31 fits an i64


class Form(NamedTuple):
    """An i32 as a sum, modulo 2**32: locals as they are when the round begins, each times a factor, and a constant."""

    terms: Terms
    constant: int

    def plus(self, other: Form, factor: int = 1) -> Form:
        factors = dict(self.terms)
        for local, times in other.terms:
            factors[local] = _signed(factors.get(local, 0) + factor * times)
        terms = tuple(sorted((local, times) for local, times in factors.items() if times))
        return Form(terms, _signed(self.constant + factor * other.constant))

    def times(self, factor: int) -> Form:
        return Form((), 0).plus(self, factor)


class Access(NamedTuple):
    """A load or store: the byte at the group's pointer, plus a constant."""

    group: Terms
    constant: int  # of its address, and its static offset


class Group:
    """Accesses whose addresses differ by constants: the terms, what they grow by a round, and the range of the rest."""

    def __init__(self, stride: int) -> None:
        self.stride = stride
        self.low = 1 << 32  # the least constant of an address
        self.high = 0  # behind the last byte of the highest access


class Plan:
    """What is known of one loop."""

    def __init__(self, body: Sequence[Step]) -> None:
        self.body = body  # without the branch at the end
        self.accesses: dict[int, Access] = {}  # by position in the body
        self.groups: dict[Terms, Group] = {}
        self.inductions: dict[int, int] = {}  # locals that grow by a constant → that
        self.carried: list[int] = []  # other locals whose value one round takes from the round before
        self.assigned: list[int] = []
        self.predicate = ""  # the loop goes on while `left predicate right`
        self.left = self.right = Form((), 0)
        self.stride = 0  # of left - right


def _signed(value: int) -> int:
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


# ------------------------------------------------------------------------------------------------------------ plans
def find_plans(steps: Sequence[Step], ats: Sequence[object], types: Sequence[str]) -> dict[Label, Plan]:
    """The loops of a function that may be written twice; `types` are its locals'."""
    plans: dict[Label, Plan] = {}
    start = -1  # behind the loop that was opened last, if nothing but straight-line code came since
    for position, step in enumerate(steps):
        kind = step.kind
        if kind == kinds.LOOP:
            start = position + 1
        elif kind == kinds.TRY:
            return {}  # vector registers on the stack move it, and landing pads rely on its place
        elif kind == kinds.END and start > 0:
            label = ats[start - 1]
            if steps[position - 1].kind == kinds.BR_IF and isinstance(label, Label) and label.branches == 1:
                plan = _plan(label.step, steps[start : position - 1], types)
                if plan:
                    plans[label] = plan
            start = -1
        elif kind >= kinds.CALL and not (kind == kinds.BR_IF and step.index == 0):
            start = -1
    return plans


def _plan(loop: Step, body: Sequence[Step], types: Sequence[str]) -> Plan | None:
    if loop.params or loop.results or not 0 < len(body) <= MOST_STEPS:
        return None
    plan = Plan(body)
    reader = _Reader(plan, types)
    return plan if reader.read() and reader.finish() else None


class _Reader:
    """Runs a body once on forms; None stands for a value that has none."""

    def __init__(self, plan: Plan, types: Sequence[str]) -> None:
        self.plan = plan
        self.types = types
        self.stack: list[Form | None] = []
        self.locals: dict[int, Form | None] = {}  # those that are assigned
        self.read_first: set[int] = set()
        self.addresses: dict[int, tuple[Form, Step]] = {}
        self.loads_float = self.stores_integer = False

    def read(self) -> bool:
        """Whether the body has nothing that is not allowed."""
        stack, last = self.stack, len(self.plan.body) - 1
        for position, step in enumerate(self.plan.body):
            kind = step.kind
            if kind == kinds.LOCAL_GET:
                if step.index not in self.locals:
                    self.read_first.add(step.index)
                start = Form(((step.index, 1),), 0) if self.types[step.index] == "i32" else None
                stack.append(self.locals.get(step.index, start))
            elif kind == kinds.LOCAL_SET:
                self.locals[step.index] = stack.pop()
            elif kind == kinds.LOCAL_TEE:
                self.locals[step.index] = stack[-1]
            elif kind == kinds.CONST:
                is_i32 = step.result.startswith("i32 ")
                stack.append(Form((), _signed(int(step.result[4:]))) if is_i32 else None)
            elif kind == kinds.LOAD:
                self.loads_float |= step.result.startswith(("float", "double"))
                if not self.access(position, step, stack.pop()):
                    return False
                stack.append(None)
            elif kind == kinds.STORE:
                self.stores_integer |= step.params[-1].startswith("i")
                stack.pop()
                if not self.access(position, step, stack.pop()):
                    return False
            elif position == last and step.predicate:
                self.compare(step)
                return len(stack) == 0
            elif not step.pure:
                return False
            else:
                self.compute(step)
        if len(stack) != 1 or stack[0] is None:
            return False
        self.plan.predicate, self.plan.left = "ne", stack[0]
        return True

    def access(self, position: int, step: Step, address: Form | None) -> bool:
        if address is None:
            return False
        self.addresses[position] = address, step
        return True

    def compute(self, step: Step) -> None:
        assert step.pure
        takes, gives = step.pure
        operands = [self.stack.pop() for _ in range(takes)][::-1]
        form = None
        if step.algebra and None not in operands:
            a, b = operands
            assert a is not None and b is not None
            if step.algebra == "add":
                form = a.plus(b)
            elif step.algebra == "sub":
                form = a.plus(b, -1)
            elif not b.terms:
                form = a.times(1 << (b.constant & 31) if step.algebra == "shl" else b.constant)
            elif step.algebra == "mul" and not a.terms:
                form = b.times(a.constant)
        self.stack += [form] * gives

    def compare(self, step: Step) -> None:
        right = self.stack.pop() if len(step.params) == 2 else Form((), 0)
        left = self.stack.pop()
        if left is not None and right is not None and not self.stack:
            self.plan.predicate, self.plan.left, self.plan.right = step.predicate, left, right

    def finish(self) -> bool:
        """Whether the number of rounds and all addresses follow from the locals before the loop."""
        plan = self.plan
        if not plan.predicate or not self.addresses or (self.loads_float and self.stores_integer):
            # An integer, stored and loaded as a float, would be a float constant that LLVM sees: see ops/float_.py.
            return False
        plan.assigned = sorted(self.locals)
        for local in plan.assigned:
            if local in self.read_first:
                form = self.locals[local]
                if form and form.terms == ((local, 1),):
                    plan.inductions[local] = form.constant
                else:
                    plan.carried.append(local)
        for position, (address, step) in self.addresses.items():
            stride = self.stride(address)
            if stride is None:
                return False
            group = plan.groups.setdefault(address.terms, Group(stride))
            group.low = min(group.low, address.constant)
            group.high = max(group.high, address.constant + step.offset + step.width)
            plan.accesses[position] = Access(address.terms, address.constant + step.offset)
        return len(plan.groups) <= MOST_GROUPS and self.counts()

    def stride(self, form: Form) -> int | None:
        """What a form grows by a round; None where it is no constant."""
        stride = 0
        for local, factor in form.terms:
            if local in self.plan.inductions:
                stride += factor * self.plan.inductions[local]
            elif local in self.plan.carried or (local in self.locals and local in self.read_first):
                return None
        return _signed(stride)

    def counts(self) -> bool:
        plan = self.plan
        left, right = self.stride(plan.left), self.stride(plan.right)
        if left is None or right is None:
            return False
        plan.stride = _signed(left - right)
        if plan.predicate == "ne":
            return plan.stride not in (0, -(1 << 31))
        return right == 0 and (plan.predicate, plan.stride > 0) in _COUNTED and plan.stride != -(1 << 31)


# Predicates other than `ne`, and whether the left side must grow: how it is widened, and what it must not pass.
_COUNTED = {
    ("ult", True): ("zext", 1 << 32),
    ("slt", True): ("sext", 1 << 31),
    ("ugt", False): ("zext", 0),
    ("sgt", False): ("sext", -(1 << 31)),
}


# ---------------------------------------------------------------------------------------------------------- writing
class Ranges(Aot):
    """The tier's loops."""

    def __init__(self, unit: Unit, flow: Flow, locals_: list[str]) -> None:
        super().__init__(unit, flow, locals_)
        self.plans = find_plans(flow.steps, flow.ats, self.local_types) if unit.context.options.level == "max" else {}
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
        if plan.predicate == "ne":
            grows = plan.stride > 0
            away = self.value("sub i32 {}, {}", *((right, left) if grows else (left, right)))
            rounds = self.value("zext i32 {} to i64", self.value("udiv i32 {}, {}", away, step))
            return rounds, [self.value("icmp eq i32 {}, 0", self.value("urem i32 {}, {}", away, step))]
        widen, limit = _COUNTED[plan.predicate, plan.stride > 0]
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
