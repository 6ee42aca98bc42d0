"""Loops, and loop versioning.

Memory accesses are volatile, because each of them may trap, with all earlier effects done and no later ones.  A loop
whose accesses are all in bounds cannot trap: they need not be volatile, and LLVM may reorder and vectorise them.  So a
loop that permits it (`loop_plan`) is written twice.  The code before it computes the trip count and compares the first
and the last address of each access with the memory's length, once for all iterations.  If all are in bounds, the fast
loop runs, else the exact one.
"""

from __future__ import annotations

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.actions.memory import base, length
from wasihost.codegen.translate.flow import Label
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.loop_plan import COUNTED, AffineForm, LoopPlan, Terms
from wasihost.codegen.translate.values import operand
from wasihost.codegen.translate.writer import Frame, Writer, phi

MIN_TRIP_COUNT = 64  # fewer iterations are not worth the vector code that LLVM makes, nor the checks
_MAX_TRIP_COUNT = 1 << 31  # times a stride below 2**31 fits an i64


def loop(w: Writer, instr: Instr, offset: int) -> None:
    label = w.next_label()
    plan = w.plans.get(label)
    if plan:
        _fast_loop(w, label, plan)
    frame = w.push_frame(instr, label)
    if not label.branches:
        return
    w.add_edge(frame)
    w.jump(frame.name)
    w.start_block(frame.name)
    del w.stack[frame.height :]
    values = []
    for type_ in w.edge_types(frame):
        n = w.new()
        frame.phis.append((len(w.lines), n))
        w.write("")  # written when all branches to the loop are known
        values.append(f"{type_} %{n}")
    w.take(frame, values)


def close_loop(w: Writer, frame: Frame) -> None:
    """After a loop that is branched to: its values at the start are known now."""
    for position, ((line, n), type_) in enumerate(zip(frame.phis, w.edge_types(frame), strict=True)):
        w.lines[line] = phi(n, type_, [(block, values[position]) for block, values in frame.edges])
    plan = w.plans.get(frame.label)
    if plan:
        name, edge = w.joins.pop(frame.label)
        edges = [edge, (w.current, [w.locals[local] for local in plan.assigned])]
        w.jump(name)
        w.start_block(name)
        for position, local in enumerate(plan.assigned):
            w.locals[local] = w.merge(w.local_types[local], position, edges)


# ---------------------------------------------------------------------------------------------------------- versioning
def _fast_loop(w: Writer, label: Label, plan: LoopPlan) -> None:
    """The checks, the fast loop, and the block from which the exact loop is entered."""
    n = w.new()
    fast, slow, join = f"b{n}.1", f"b{n}.2", f"b{n}.3"
    trips, fits = _trip_count(w, plan)
    starts = {}
    size = w.define("load i64, ptr {}, align 8", length(w, 0))
    fits += [
        w.define("icmp uge i64 {}, {}", trips, MIN_TRIP_COUNT),
        w.define("icmp ult i64 {}, {}", trips, _MAX_TRIP_COUNT),
    ]
    for terms, group in plan.groups.items():
        start = starts[terms] = w.define("zext i32 {} to i64", _evaluate(w, AffineForm(terms, 0)))
        last = w.define("add i64 {}, {}", start, w.define("mul i64 {}, {}", trips, group.stride))
        lowest, highest = (start, last) if group.stride >= 0 else (last, start)
        low = w.define("add i64 {}, {}", lowest, group.low)
        high = w.define("add i64 {}, {}", highest, group.high)
        fits += [w.define("icmp sge i64 {}, 0", low), w.define("icmp sle i64 {}, {}", high, size)]
    condition = fits[0]
    for fit in fits[1:]:
        condition = w.define("and i1 {}, {}", condition, fit)
    memory = base(w, 0)
    w.branch(f"i1 {condition}", fast, slow)
    w.start_block(fast)
    pointers = {terms: w.define("getelementptr i8, ptr {}, i64 {}", memory, start) for terms, start in starts.items()}
    before = list(w.locals)
    _write_fast_loop(w, plan, trips, pointers)
    w.jump(join)
    w.joins[label] = join, (w.current, [w.locals[local] for local in plan.assigned])
    w.locals[:] = before
    w.start_block(slow)


def _trip_count(w: Writer, plan: LoopPlan) -> tuple[str, list[str]]:
    """How many iterations follow the first (an i64), and the conditions (i1) under which that is right."""
    left, right = _evaluate(w, plan.left), _evaluate(w, plan.right)
    step = abs(plan.stride)
    assert step, "a division by zero would let LLVM delete the function's end"
    if plan.predicate == "ne":
        grows = plan.stride > 0
        distance = w.define("sub i32 {}, {}", *((right, left) if grows else (left, right)))
        trips = w.define("zext i32 {} to i64", w.define("udiv i32 {}, {}", distance, step))
        return trips, [w.define("icmp eq i32 {}, 0", w.define("urem i32 {}, {}", distance, step))]
    widen, limit = COUNTED[plan.predicate, plan.stride > 0]
    a, b = (w.define(f"{widen} i32 {{}} to i64", value) for value in (left, right))
    distance = w.define("sub i64 {}, {}", *((b, a) if plan.stride > 0 else (a, b)))
    up = w.define("udiv i64 {}, {}", w.define("add i64 {}, {}", distance, step - 1), step)
    trips = w.define("select i1 {}, i64 {}, i64 0", w.define("icmp sgt i64 {}, 0", distance), up)
    last = w.define("add i64 {}, {}", a, w.define("mul i64 {}, {}", trips, plan.stride))
    return trips, [w.define(f"icmp {'slt' if plan.stride > 0 else 'sge'} i64 {{}}, {limit}", last)]


def _write_fast_loop(w: Writer, plan: LoopPlan, trips: str, pointers: dict[Terms, str]) -> None:
    entry, name, done = w.current, f"b{w.new()}", f"b{w.new()}"
    w.jump(name)
    w.start_block(name)
    counter = w.new()
    w.write(f"%{counter} = phi i64 [ 0, %{entry} ], [ %next{counter}, %{name} ]")
    phis = []
    for local in plan.carried:
        phis.append((len(w.lines), w.new(), w.locals[local]))
        w.write("")
        w.locals[local] = f"{w.local_types[local]} %{phis[-1][1]}"
    begin = len(w.lines)
    number = w.define("trunc i64 {} to i32", f"%{counter}")
    for local, by in plan.inductions.items():
        grown = w.define("mul i32 {}, {}", number, by)
        w.locals[local] = "i32 " + w.define("add i32 {}, {}", operand(w.locals[local]), grown)
    starts = {}
    for terms, group in plan.groups.items():
        distance = w.define("mul nsw i64 {}, {}", f"%{counter}", group.stride)
        starts[terms] = w.define("getelementptr i8, ptr {}, i64 {}", pointers[terms], distance)
    for position, instr in enumerate(plan.body):
        access = plan.accesses.get(position)
        if access:
            pointer = w.define("getelementptr i8, ptr {}, i64 {}", starts[access.group], access.constant)
            _write_access(w, instr, pointer)
        else:
            _write_straight(w, instr)
    w.stack.pop()  # the condition
    w.lines[begin:] = [line.replace(" volatile ", " ") for line in w.lines[begin:]]
    for (line, n, first), local in zip(phis, plan.carried, strict=True):
        w.lines[line] = phi(n, w.local_types[local], [(entry, first), (name, w.locals[local])])
    more = w.define("icmp ne i64 {}, {}", f"%{counter}", trips)
    w.write(f"%next{counter} = add nuw nsw i64 %{counter}, 1")
    w.branch(f"i1 {more}", name, done)
    w.start_block(done)


def _write_access(w: Writer, instr: Instr, pointer: str) -> None:
    value = [w.stack.pop()] if instr.kind == kinds.STORE else []
    w.stack.pop()  # the address, which is known
    n = w.new()
    w.write(instr.text(n, *value, pointer, 0))
    if instr.kind == kinds.LOAD:
        w.stack.append(f"{instr.result}{n + instr.last}")


def _write_straight(w: Writer, instr: Instr) -> None:
    """An instruction that is no access: what the loop in `body` has written out."""
    kind, stack = instr.kind, w.stack
    if kind == kinds.LOCAL_GET:
        stack.append(w.locals[instr.index])
    elif kind == kinds.LOCAL_SET:
        w.locals[instr.index] = stack.pop()
    elif kind == kinds.LOCAL_TEE:
        w.locals[instr.index] = stack[-1]
    elif kind == kinds.CONST:
        stack.append(instr.result)
    elif kind in (kinds.BINARY, kinds.UNARY):
        w.emit(instr, 0)
    else:
        instr.handler(w, instr, 0)


def _evaluate(w: Writer, form: AffineForm) -> str:
    """An i32 with the value of a form before the loop."""
    total = str(form.constant)
    for local, factor in form.terms:
        value = operand(w.locals[local])
        if factor != 1:
            value = w.define("mul i32 {}, {}", value, factor)
        total = value if total == "0" else w.define("add i32 {}, {}", total, value)
    return total
