"""The ahead-of-time tier: try_table, throw and throw_ref of one body as LLVM IR text (specification section 4.6.8).

Exceptions cost nothing until one is thrown.  A call that may throw inside a try_table is an `invoke`; all of a
try_table's lead to one landing pad, behind the other blocks, that compares tags and branches to the clauses' labels.
The unwinder leaves a pointer to the exception object in the first register of the pad.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

from wasihost.abi import CONVENTIONS, EXCEPTION_REFERENCED, SLOT, Exception_
from wasihost.codegen.translate.flow import Flow, Label
from wasihost.codegen.translate.ranges import Ranges
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.template import STRIDE
from wasihost.codegen.translate.walk import Frame

if TYPE_CHECKING:
    from wasihost.codegen.translate.unit import Unit

NEVER = "never"  # the block that follows what does not return
_COLD = 1 << 30  # first value number of blocks behind all others: numbers must rise


class Exceptions(Ranges):
    def __init__(self, unit: Unit, flow: Flow, locals_: list[str]) -> None:
        super().__init__(unit, flow, locals_)
        self.tries: list[Frame] = []  # open try_tables that guard something
        self.has_pads = False
        self.has_never = False
        self.new_cold = count(_COLD, STRIDE).__next__

    def try_table(self, step: Step, label: Label) -> None:
        self.block(step, label)
        if label.throws:
            self.tries.append(self.frames[-1])

    # -------------------------------------------------------------------------------------------------------- raising
    def throw(self, step: Step, at: int) -> None:
        self.runtime_call("exception_new", f"i32 {step.index}", at, result="ptr")
        exception = self.stack.pop()
        first = len(self.stack) - len(step.params)
        for position, value in enumerate(self.stack[first:]):
            n = self.new()
            self.write(f"%{n} = getelementptr i8, {exception}, i64 {Exception_.size + SLOT * position}")
            self.write(f"store {value}, ptr %{n}, align 8")
        del self.stack[first:]
        self.throw_again(exception, at)

    def throw_ref(self, step: Step, at: int) -> None:
        self.throw_again(self.stack.pop(), at)

    def throw_again(self, exception: str, at: int) -> None:
        code = self.runtime_function("exception_throw")
        text = f"void {code}(ptr %vm, {exception})"
        if self.tries:
            self.invoke("", text, at, following=NEVER)
        else:
            self.write(f"call {text}{self.unit.location(at)}\nunreachable")

    def invoke(self, define: str, text: str, at: int, following: str = "") -> None:
        """A call whose exceptions go to the innermost try_table."""
        frame = self.tries[-1]
        if not self.context.style.fences:
            # FastISel leaves all of a block that has an invoke to the slow selector: give it its own.
            own = f"b{self.new()}"
            self.jump(own)
            self.write(f"{own}:")
            self.current = own
        frame.thrown.append((self.current, [self.locals[x] for x in frame.label.carried_handler]))
        next_ = following or f"b{self.new()}"
        self.write(f"{define}invoke {text} to label %{next_} unwind label %pad.{frame.name}{self.unit.location(at)}")
        if following:
            self.has_never = True
        else:
            self.place(next_)

    def runtime_function(self, name: str) -> str:
        template = self.context.runtime_function(name)
        n = self.new()
        self.write(template.text(n, 0))
        return f"%{n + template.last}"

    def runtime_call(self, name: str, arguments: str, at: int, result: str = "void") -> None:
        code = self.runtime_function(name)
        n = self.new()
        define = "" if result == "void" else f"%{n} = "
        convention = f"{CONVENTIONS[name]} " if name in CONVENTIONS else ""
        self.write(f"{define}call {convention}{result} {code}(ptr %vm, {arguments}){self.unit.location(at)}")
        if define:
            self.stack.append(f"{result} %{n}")

    # -------------------------------------------------------------------------------------------------------- catching
    def handle(self, frame: Frame) -> None:
        """Write the landing pad of a try_table that has just been closed, behind all other blocks."""
        assert self.tries.pop() is frame
        if not frame.thrown:
            return
        self.has_pads = True
        carried = frame.label.carried_handler
        saved = [self.locals[x] for x in carried]
        with self.behind_all_others(f"pad.{frame.name}"):
            for position, local in enumerate(carried):
                self.locals[local] = self.choose(self.local_types[local], position, frame.thrown)
            n = self.new()
            self.write(f"%{n} = landingpad {{ ptr, i32 }} cleanup")
            self.write(f"%{n + 1} = extractvalue {{ ptr, i32 }} %{n}, 0")
            self.catch(frame, f"ptr %{n + 1}")
        for local, value in zip(carried, saved, strict=True):
            self.locals[local] = value

    @contextmanager
    def behind_all_others(self, name: str) -> Iterator[None]:
        """Write a block, and those that follow it, where code is that hardly ever runs; then go on as before."""
        write, new, block, addresses = self.write, self.new, self.current, dict(self.addresses)
        self.write, self.new = self.cold.append, self.new_cold
        self.place(name)
        yield
        self.write, self.new, self.current = write, new, block
        self.addresses.clear()
        self.addresses.update(addresses)

    def catch(self, frame: Frame, exception: str) -> None:
        """Branch to the first clause whose tag is the exception's."""
        tag = ""
        for tagidx, wants_reference, labelidx in frame.label.step.catches:
            following = ""
            types: tuple[str, ...] = ()
            if tagidx is not None:
                if not tag:
                    tag = f"%{self.new()}"
                    self.write(f"{tag} = load ptr, {exception}, align 8")
                mine = self.constant_field(self.layout.tag(tagidx))
                n = self.new()
                matching, following = f"b{n}.1", f"b{n}.2"
                self.write(f"%{n} = icmp eq ptr {tag}, {mine}")
                self.branch(f"i1 %{n}", matching, following)
                self.place(matching)
                types = self.context.tag_types(tagidx)
            self.deliver(self.frames[-1 - labelidx], exception, types, wants_reference)
            if not following:
                return
            self.place(following)
        self.throw_again(exception, 0)

    def deliver(self, target: Frame, exception: str, types: tuple[str, ...], wants_reference: bool) -> None:
        """Branch to a clause's label with the payload, and with the reference if it is wanted."""
        height = len(self.stack)
        for position, type_ in enumerate(types):
            n = self.new()
            self.write(f"%{n} = getelementptr i8, {exception}, i64 {Exception_.size + SLOT * position}")
            self.write(f"%{n + 1} = load {type_}, ptr %{n}, align 8")
            self.stack.append(f"{type_} %{n + 1}")
        if wants_reference:
            n = self.new()
            self.write(f"%{n} = getelementptr i8, {exception}, i64 {Exception_.offset('mark')}")
            self.write(f"store i32 {EXCEPTION_REFERENCED}, ptr %{n}, align 8")
            self.stack.append(exception)
        else:
            self.runtime_call("exception_caught", exception, 0)
        self.go(target)
        del self.stack[height:]

    def blocks(self, entry: list[str]) -> list[str]:
        if self.has_never:
            self.cold.append(f"{NEVER}:\nunreachable")
        return super().blocks(entry)
