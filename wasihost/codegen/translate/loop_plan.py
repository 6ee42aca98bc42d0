"""Loop versioning, the analysis: innermost loops whose accesses may be checked once for all iterations.

Such a loop is one block that ends in a branch back.  Only loads and stores in it may trap, each address grows by a
constant per iteration, and the trip count follows from the last comparison.  What is done with them: actions.loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.flow import Flow, Label
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.values import operand, type_of

_MAX_INSTRS = 240  # of a body: a longer one gains little from fewer checks, and is written twice
_MAX_GROUPS = 8  # of addresses that are checked
# Predicates other than `ne`, and whether the left side grows: how it is widened, and its limit.
COUNTED = {
    ("ult", True): ("zext", 1 << 32),
    ("slt", True): ("sext", 1 << 31),
    ("ugt", False): ("zext", 0),
    ("sgt", False): ("sext", -(1 << 31)),
}

Terms = tuple[tuple[int, int], ...]  # (local, factor), ascending, no factor is zero


class AffineForm(NamedTuple):
    """An i32 as a sum, modulo 2**32: locals as they are when an iteration begins, each times a factor; a constant."""

    terms: Terms
    constant: int

    def plus(self, other: AffineForm, factor: int = 1) -> AffineForm:
        factors = dict(self.terms)
        for local, times in other.terms:
            factors[local] = _signed(factors.get(local, 0) + factor * times)
        terms = tuple(sorted((local, times) for local, times in factors.items() if times))
        return AffineForm(terms, _signed(self.constant + factor * other.constant))

    def times(self, factor: int) -> AffineForm:
        return AffineForm((), 0).plus(self, factor)


class Access(NamedTuple):
    """A load or store: the byte at the group's pointer, plus a constant."""

    group: Terms
    constant: int  # of its address, and its static offset


class Group:
    """Accesses whose addresses differ by constants: growth per iteration, and the range of the constants."""

    def __init__(self, stride: int) -> None:
        self.stride = stride
        self.low = 1 << 32  # the smallest constant of an address
        self.high = 0  # past the last byte of the highest access


class LoopPlan:
    """What is known of one loop."""

    def __init__(self, body: Sequence[Instr]) -> None:
        self.body = body  # without the branch at the end
        self.accesses: dict[int, Access] = {}  # by position in the body
        self.groups: dict[Terms, Group] = {}
        self.inductions: dict[int, int] = {}  # locals that grow by a constant → that constant
        self.carried: list[int] = []  # other locals whose value an iteration takes from the previous one
        self.assigned: list[int] = []
        self.predicate = ""  # the loop goes on while `left predicate right`
        self.left = self.right = AffineForm((), 0)
        self.stride = 0  # of left - right


def _signed(value: int) -> int:
    value &= 0xFFFFFFFF
    return value - (1 << 32) if value >> 31 else value


def find_plans(flow: Flow, types: Sequence[str]) -> dict[Label, LoopPlan]:
    """The loops of a function that may be written twice; `types` are its locals'."""
    plans: dict[Label, LoopPlan] = {}
    next_label = iter(flow.labels).__next__
    start = -1  # of the body of the loop that was opened last, if only straight-line code has followed
    label = flow.function  # of that loop
    for position, instr in enumerate(flow.instrs):
        kind = instr.kind
        if kind == kinds.LOOP:
            start, label = position + 1, next_label()
        elif kind == kinds.TRY:
            return {}  # vector registers on the stack move it, and landing pads rely on its place
        elif kind == kinds.END and start > 0:
            if flow.instrs[position - 1].kind == kinds.BR_IF and label.branches == 1:
                plan = _plan(label.instr, flow.instrs[start : position - 1], types)
                if plan:
                    plans[label] = plan
            start = -1
        elif kind >= kinds.CALL and not (kind == kinds.BR_IF and instr.index == 0):
            start = -1
            if kinds.BLOCK <= kind <= kinds.IF:
                next_label()
    return plans


def _plan(loop: Instr, body: Sequence[Instr], types: Sequence[str]) -> LoopPlan | None:
    if loop.params or loop.results or not 0 < len(body) <= _MAX_INSTRS:
        return None
    plan = LoopPlan(body)
    reader = _Reader(plan, types)
    return plan if reader.read() and reader.finish() else None


class _Reader:
    """Interprets a body once with forms as values; None is a value without one."""

    def __init__(self, plan: LoopPlan, types: Sequence[str]) -> None:
        self.plan = plan
        self.types = types
        self.stack: list[AffineForm | None] = []
        self.locals: dict[int, AffineForm | None] = {}  # those that are assigned
        self.read_first: set[int] = set()
        self.addresses: dict[int, tuple[AffineForm, Instr]] = {}
        self.loads_float = self.stores_integer = False

    def read(self) -> bool:
        """Whether the body has only permitted instructions."""
        stack, last = self.stack, len(self.plan.body) - 1
        for position, instr in enumerate(self.plan.body):
            kind = instr.kind
            if kind == kinds.LOCAL_GET:
                if instr.index not in self.locals:
                    self.read_first.add(instr.index)
                start = AffineForm(((instr.index, 1),), 0) if self.types[instr.index] == "i32" else None
                stack.append(self.locals.get(instr.index, start))
            elif kind == kinds.LOCAL_SET:
                self.locals[instr.index] = stack.pop()
            elif kind == kinds.LOCAL_TEE:
                self.locals[instr.index] = stack[-1]
            elif kind == kinds.CONST:
                is_i32 = type_of(instr.result) == "i32"
                stack.append(AffineForm((), _signed(int(operand(instr.result)))) if is_i32 else None)
            elif kind == kinds.LOAD:
                self.loads_float |= instr.result.startswith(("float", "double"))
                if not self.access(position, instr, stack.pop()):
                    return False
                stack.append(None)
            elif kind == kinds.STORE:
                self.stores_integer |= not instr.params[-1].startswith(("float", "double"))
                stack.pop()
                if not self.access(position, instr, stack.pop()):
                    return False
            elif position == last and instr.predicate:
                self.compare(instr)
                return len(stack) == 0
            elif not instr.pure:
                return False
            else:
                self.compute(instr)
        if len(stack) != 1 or stack[0] is None:
            return False
        self.plan.predicate, self.plan.left = "ne", stack[0]
        return True

    def access(self, position: int, instr: Instr, address: AffineForm | None) -> bool:
        if address is None:
            return False
        self.addresses[position] = address, instr
        return True

    def compute(self, instr: Instr) -> None:
        assert instr.pure
        takes, gives = instr.pure
        operands = [self.stack.pop() for _ in range(takes)][::-1]
        form = None
        if instr.algebra and None not in operands:
            a, b = operands
            assert a is not None and b is not None
            if instr.algebra == "add":
                form = a.plus(b)
            elif instr.algebra == "sub":
                form = a.plus(b, -1)
            elif not b.terms:
                form = a.times(1 << (b.constant & 31) if instr.algebra == "shl" else b.constant)
            elif instr.algebra == "mul" and not a.terms:
                form = b.times(a.constant)
        self.stack += [form] * gives

    def compare(self, instr: Instr) -> None:
        right = self.stack.pop() if len(instr.params) == 2 else AffineForm((), 0)
        left = self.stack.pop()
        if left is not None and right is not None and not self.stack:
            self.plan.predicate, self.plan.left, self.plan.right = instr.predicate, left, right

    def finish(self) -> bool:
        """Whether the trip count and all addresses follow from the locals before the loop."""
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
        for position, (address, instr) in self.addresses.items():
            stride = self.stride(address)
            if stride is None:
                return False
            group = plan.groups.setdefault(address.terms, Group(stride))
            group.low = min(group.low, address.constant)
            group.high = max(group.high, address.constant + instr.static_offset + instr.width)
            plan.accesses[position] = Access(address.terms, address.constant + instr.static_offset)
        return len(plan.groups) <= _MAX_GROUPS and self.counts()

    def stride(self, form: AffineForm) -> int | None:
        """The growth of a form per iteration; None if that is no constant."""
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
        # The trip count is a division by the stride: by 0 it is undefined, and LLVM deletes what follows.
        if plan.stride in (0, -(1 << 31)):
            return False
        return plan.predicate == "ne" or (right == 0 and (plan.predicate, plan.stride > 0) in COUNTED)
