"""One pass over a body: its values, locals and labels become values and blocks of a tier (specification section 4.6.8).

A tier is a subclass.  It prepares each distinct instruction once (`Step`) and writes control transfers through the
methods that raise NotImplementedError here.  Straight-line instructions, nine tenths of all code, do not cost a method
call: the loop in `walk` splices the prepared text itself, which takes half the time of a call that finds its state in
attributes.  Values are text with their type, "i32 %7" or "i32 5".

Locals are values too.  Where paths meet, the label says which locals it carries (translate.flow); these, and the
results of the block, get phis.  What a label does not carry has one value on all paths, or nobody reads it.
"""

from __future__ import annotations

from collections import Counter
from itertools import count

from wasihost.codegen.translate.flow import Flow, Label
from wasihost.codegen.translate.step import (
    ACT,
    BINARY,
    CONST,
    LOAD,
    LOCAL_GET,
    LOCAL_SET,
    LOCAL_TEE,
    LOOP,
    STORE,
    UNARY,
    Step,
)
from wasihost.codegen.translate.template import STRIDE

Edge = tuple[str, list[str]]  # the block that a branch comes from, and the values it brings


class Frame:
    """An open block."""

    __slots__ = ("edges", "height", "label", "name", "name_else", "phis", "saved", "thrown")

    def __init__(self, label: Label, name: str, height: int) -> None:
        self.label = label
        self.name = name  # of the block that branches go to
        self.height = height  # of the value stack below the block's parameters
        self.edges: list[Edge] = []
        self.phis: list[tuple[int, int]] = []  # loop: (line, value number)
        self.name_else = ""
        self.saved: list[str] = []  # if: parameters and locals that `else` starts with
        self.thrown: list[Edge] = []  # try_table: calls that may end in an exception, and the locals there


class Walker:
    def __init__(self, flow: Flow, locals_: list[str]) -> None:
        self.flow = flow
        self.locals = locals_
        self.local_types = [value[: value.index(" ")] for value in locals_]
        self.stack: list[str] = []
        self.frames = [Frame(flow.function, "", 0)]
        self.lines: list[str] = []
        self.write = self.lines.append
        self.new = count(STRIDE * (len(locals_) // STRIDE + 1), STRIDE).__next__
        self.current = "entry"  # the block being written
        self.addresses: dict[object, str] = {}  # what is known in this block: see `locate`

    # ---------------------------------------------------------------------------------------------- what a tier does
    def place(self, name: str) -> None:
        """Begin the block `name`."""
        raise NotImplementedError

    def jump(self, name: str) -> None:
        raise NotImplementedError

    def branch(self, condition: str, yes: str, no: str) -> None:
        raise NotImplementedError

    def switch(self, index: str, names: list[str], default: str) -> None:
        raise NotImplementedError

    def condition(self) -> str:
        """Pop an i32 as a truth value."""
        raise NotImplementedError

    def is_null(self, reference: str, *, null: bool) -> str:
        """A truth value: whether the reference is null, or is not."""
        raise NotImplementedError

    def phi(self, number: int, type_: str, edges: list[tuple[str, str]]) -> str:
        """The line that defines value `number` as one of (block, value)."""
        raise NotImplementedError

    def leave_function(self) -> None:
        """Return the results on top of the stack."""
        raise NotImplementedError

    def locate(self, address: str, offset: int) -> str:
        """Pointer to byte `address` + `offset` of memory 0; what it finds it keeps in `addresses`."""
        raise NotImplementedError

    def handle(self, frame: Frame) -> None:
        """Write the landing pad of a try_table that has just been closed."""
        raise NotImplementedError

    # ------------------------------------------------------------------------------------------------------ the loop
    def walk(self) -> None:
        stack, locals_, addresses = self.stack, self.locals, self.addresses
        push, pop, write, new, locate = stack.append, stack.pop, self.write, self.new, self.locate
        for step, at in zip(self.flow.steps, self.flow.ats, strict=True):
            kind = step.kind
            if kind == LOCAL_GET:
                push(locals_[step.index])
            elif kind == CONST:
                push(step.result)
            elif kind >= ACT:
                step.act(self, step, at)
            elif kind == BINARY:
                b = pop()
                n = new()
                write(step.text(n, pop(), b, at))
                push(f"{step.result}{n + step.last}")
            elif kind == LOAD:
                address = pop()
                pointer = addresses.get((address, step.offset)) or locate(address, step.offset)
                n = new()
                write(step.text(n, pointer, at))
                push(f"{step.result}{n + step.last}")
            elif kind == LOCAL_SET:
                locals_[step.index] = pop()
            elif kind == LOCAL_TEE:
                locals_[step.index] = stack[-1]
            elif kind == STORE:
                value = pop()
                address = pop()
                pointer = addresses.get((address, step.offset)) or locate(address, step.offset)
                write(step.text(new(), value, pointer, at))
            elif kind == UNARY:
                n = new()
                write(step.text(n, pop(), at))
                push(f"{step.result}{n + step.last}")
            else:  # KNOWN
                settled = step.settle(stack[-1])
                if settled is None:
                    step.act(self, step, at)
                else:
                    pop()
                    n = new()
                    write(step.known(n, pop(), settled, at))
                    push(f"{step.result}{n}")

    # ------------------------------------------------------------------------------------------------------- blocks
    def block(self, step: Step, label: Label) -> None:
        self.frames.append(Frame(label, f"b{self.new()}", len(self.stack) - len(step.params)))

    def loop(self, step: Step, label: Label) -> None:
        self.block(step, label)
        if not label.branches:
            return
        frame = self.frames[-1]
        self.leave(frame)
        self.jump(frame.name)
        self.place(frame.name)
        del self.stack[frame.height :]
        values = []
        for type_ in self.types(frame):
            n = self.new()
            frame.phis.append((len(self.lines), n))
            self.write("")  # written when all branches to the loop are known
            values.append(f"{type_} %{n}")
        self.take(frame, values)

    def if_(self, step: Step, label: Label) -> None:
        condition = self.condition()
        self.block(step, label)
        frame = self.frames[-1]
        then = f"b{self.new()}"
        if label.has_else:
            frame.name_else = f"b{self.new()}"
            frame.saved = self.stack[frame.height :] + [self.locals[x] for x in label.carried_else]
            self.branch(condition, then, frame.name_else)
        else:
            self.leave(frame)
            self.branch(condition, then, frame.name)
        self.place(then)

    def else_(self, step: Step, at: int) -> None:
        frame = self.frames[-1]
        label = frame.label
        if label.then_falls:
            self.leave(frame)
            self.jump(frame.name)
        self.place(frame.name_else)
        parameters = len(label.step.params)
        self.stack[frame.height :] = frame.saved[:parameters]
        for local, value in zip(label.carried_else, frame.saved[parameters:], strict=True):
            self.locals[local] = value

    def end(self, step: Step, at: int) -> None:
        frame = self.frames.pop()
        label = frame.label
        if not self.frames:
            if label.falls:
                self.leave_function()
            return
        if label.step.kind == LOOP:
            if label.branches:
                self.close_loop(frame)
            return
        if label.throws:
            self.handle(frame)
        if label.falls:
            if not frame.edges:
                return  # nobody branches here: the code goes on in the same block
            self.leave(frame)
            self.jump(frame.name)
        if frame.edges:
            self.place(frame.name)
            self.meet(frame)

    def close_loop(self, frame: Frame) -> None:
        """Behind a loop that was branched to: its values at the start are known now."""
        for position, ((line, n), type_) in enumerate(zip(frame.phis, self.types(frame), strict=True)):
            self.lines[line] = self.phi(n, type_, [(block, values[position]) for block, values in frame.edges])

    def types(self, frame: Frame) -> list[str]:
        """Types of the values that a branch to `frame` brings: block parameters or results, then locals."""
        step = frame.label.step
        results = step.params if step.kind == LOOP else step.results
        return [*results, *(self.local_types[x] for x in frame.label.carried)]

    def leave(self, frame: Frame) -> None:
        """Note a branch to `frame` from here, with the values it brings."""
        label = frame.label
        arity = len(label.step.params if label.step.kind == LOOP else label.step.results)
        values = self.stack[len(self.stack) - arity :]
        values += [self.locals[x] for x in label.carried]
        frame.edges.append((self.current, values))

    def meet(self, frame: Frame) -> None:
        """Go on with the values that the branches to `frame` brought."""
        edges = frame.edges
        values = edges[0][1]
        if len(edges) > 1:
            values = [self.choose(type_, k, edges) for k, type_ in enumerate(self.types(frame))]
        del self.stack[frame.height :]
        self.take(frame, values)

    def take(self, frame: Frame, values: list[str]) -> None:
        arity = len(values) - len(frame.label.carried)
        self.stack += values[:arity]
        for local, value in zip(frame.label.carried, values[arity:], strict=True):
            self.locals[local] = value

    def choose(self, type_: str, position: int, edges: list[Edge]) -> str:
        """The value number `position` of every edge: a phi unless they are all the same."""
        values = [edge[1][position] for edge in edges]
        if values.count(values[0]) == len(values):
            return values[0]
        n = self.new()
        self.write(self.phi(n, type_, [(edge[0], value) for edge, value in zip(edges, values, strict=True)]))
        return f"{type_} %{n}"

    # ------------------------------------------------------------------------------------------------------ branches
    def br(self, step: Step, at: int) -> None:
        self.go(self.frames[-1 - step.index])

    def go(self, frame: Frame) -> None:
        """Branch to `frame` and end the block."""
        if frame.name:
            self.leave(frame)
            self.jump(frame.name)
        else:
            self.leave_function()

    def br_if(self, step: Step, at: int) -> None:
        condition = self.condition()
        frame = self.frames[-1 - step.index]
        following = f"b{self.new()}"
        if frame.name:
            self.leave(frame)
            self.branch(condition, frame.name, following)
        else:
            away = f"b{self.new()}"
            self.branch(condition, away, following)
            self.place(away)
            self.leave_function()
        self.place(following)

    def br_on_null(self, step: Step, at: int) -> None:
        """Without the reference where it is null, with it where the code goes on."""
        reference = self.stack.pop()
        self.branch_on_null(reference, step, null=True)
        self.stack.append(reference)

    def br_on_non_null(self, step: Step, at: int) -> None:
        self.branch_on_null(self.stack[-1], step, null=False)
        self.stack.pop()

    def branch_on_null(self, reference: str, step: Step, *, null: bool) -> None:
        """br_if, where the reference is null or is not."""
        stack = list(self.stack)
        self.stack.append(self.is_null(reference, null=null))
        self.br_if(step, 0)
        self.stack[:] = stack

    def br_table(self, step: Step, at: int) -> None:
        """Targets that several indices share, or that end the function, get a block between: one edge each."""
        index = self.stack.pop()
        uses: Counter[int] = Counter(step.labels)
        names: dict[int, str] = {}
        between: list[tuple[str, Frame]] = []
        for label in uses:
            frame = self.frames[-1 - label]
            if frame.name and uses[label] == 1:
                self.leave(frame)
                names[label] = frame.name
            else:
                names[label] = f"b{self.new()}"
                between.append((names[label], frame))
        self.switch(index, [names[label] for label in step.labels[:-1]], names[step.labels[-1]])
        for name, frame in between:
            self.place(name)
            self.go(frame)

    def return_(self, step: Step, at: int) -> None:
        self.leave_function()

    # ---------------------------------------------------------------------------------------------------- parametric
    def drop(self, step: Step, at: int) -> None:
        self.stack.pop()

    def nop(self, step: Step, at: int) -> None:
        pass
