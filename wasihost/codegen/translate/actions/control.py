"""Blocks and branches (specification section 4.6.8)."""

from __future__ import annotations

from collections import Counter

from wasihost.abi import Trap
from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.actions.exception import write_handler
from wasihost.codegen.translate.actions.loop import close_loop
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.writer import Frame, Writer, raise_trap


def unreachable(w: Writer, instr: Instr, offset: int) -> None:
    w.write(f"{raise_trap(Trap.UNREACHABLE)}{w.unit.location(offset)}\nunreachable")


def nop(w: Writer, instr: Instr, offset: int) -> None:
    pass


# -------------------------------------------------------------------------------------------------------------- blocks
def block(w: Writer, instr: Instr, offset: int) -> None:
    w.push_frame(instr, w.next_label())


def if_(w: Writer, instr: Instr, offset: int) -> None:
    condition = w.condition()
    frame = w.push_frame(instr, w.next_label())
    label = frame.label
    then = f"b{w.new()}"
    if label.has_else:
        frame.name_else = f"b{w.new()}"
        frame.saved = w.stack[frame.height :] + [w.locals[x] for x in label.carried_else]
        w.branch(condition, then, frame.name_else)
    else:
        w.add_edge(frame)
        w.branch(condition, then, frame.name)
    w.start_block(then)


def else_(w: Writer, instr: Instr, offset: int) -> None:
    frame = w.frames[-1]
    label = frame.label
    if label.then_falls:
        w.add_edge(frame)
        w.jump(frame.name)
    w.start_block(frame.name_else)
    parameters = len(label.instr.params)
    w.stack[frame.height :] = frame.saved[:parameters]
    for local, value in zip(label.carried_else, frame.saved[parameters:], strict=True):
        w.locals[local] = value


def end(w: Writer, instr: Instr, offset: int) -> None:
    frame = w.frames.pop()
    label = frame.label
    if not w.frames:
        if label.falls:
            w.return_results()
        return
    if label.instr.kind == kinds.LOOP:
        if label.branches:
            close_loop(w, frame)
        return
    if label.throws:
        write_handler(w, frame)
    if label.falls:
        if not frame.edges:
            return  # nobody branches here: the code continues in the same block
        w.add_edge(frame)
        w.jump(frame.name)
    if frame.edges:
        w.start_block(frame.name)
        w.join(frame)


# ------------------------------------------------------------------------------------------------------------ branches
def br(w: Writer, instr: Instr, offset: int) -> None:
    w.branch_to(w.frames[-1 - instr.index])


def br_if(w: Writer, instr: Instr, offset: int) -> None:
    condition = w.condition()
    frame = w.frames[-1 - instr.index]
    following = f"b{w.new()}"
    if frame.name:
        w.add_edge(frame)
        w.branch(condition, frame.name, following)
    else:
        away = f"b{w.new()}"
        w.branch(condition, away, following)
        w.start_block(away)
        w.return_results()
    w.start_block(following)


def br_on_null(w: Writer, instr: Instr, offset: int) -> None:
    """The branch brings no reference; the code that follows gets it."""
    reference = w.stack.pop()
    _branch_on_null(w, reference, instr, null=True)
    w.stack.append(reference)


def br_on_non_null(w: Writer, instr: Instr, offset: int) -> None:
    """The branch brings the reference."""
    _branch_on_null(w, w.stack[-1], instr, null=False)
    w.stack.pop()


def _branch_on_null(w: Writer, reference: str, instr: Instr, *, null: bool) -> None:
    stack = list(w.stack)
    w.stack.append(w.is_null(reference, null=null))
    br_if(w, instr, 0)
    w.stack[:] = stack


def br_table(w: Writer, instr: Instr, offset: int) -> None:
    """Targets that several indices share, or that end the function, get a block between: one edge each."""
    index = w.stack.pop()
    uses: Counter[int] = Counter(instr.labels)
    names: dict[int, str] = {}
    between: list[tuple[str, Frame]] = []
    for label in uses:
        frame = w.frames[-1 - label]
        if frame.name and uses[label] == 1:
            w.add_edge(frame)
            names[label] = frame.name
        else:
            names[label] = f"b{w.new()}"
            between.append((names[label], frame))
    cases = " ".join(f"i32 {k}, label %{names[label]}" for k, label in enumerate(instr.labels[:-1]))
    w.write(f"switch {index}, label %{names[instr.labels[-1]]} [ {cases} ]")
    for name, frame in between:
        w.start_block(name)
        w.branch_to(frame)


def return_(w: Writer, instr: Instr, offset: int) -> None:
    w.return_results()
