"""Blocks of a function that is entered at a loop: how they keep the operands below them.

Such a function continues a call of other code, in whose frame the locals and operands are.  Its usual beginning cannot
be reached, but code around the loop can, through an outer loop.  So an operand may have one value on the way through
the entry, and another on the way through that code.  Such operands live in memory: a block that contains the loop
stores those below it where it begins, and they are loaded again at its label.
"""

from __future__ import annotations

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.actions import control, exception, loop
from wasihost.codegen.translate.flow import Label
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.values import type_of
from wasihost.codegen.translate.writer import Frame, Writer

ENTRY, USUAL = "entry", "usual"  # blocks: of the entry at the loop, and of the beginning that nothing reaches


class LoopEntryWriter(Writer):
    """A writer for a function that is entered at one of its loops."""

    containing: frozenset[Label]  # the blocks around the loop, and the loop
    opened: int  # blocks that have begun
    operands: dict[int, str]  # types of the operands that live in memory, by position
    parameters: tuple[str, ...]  # types of the loop's
    target: str  # the block of the loop

    def begin(self, loop: Label) -> None:
        """Prepare for the first instruction."""
        self.opened, self.operands, self.target = 0, {}, ""
        loop.branches += 1  # from the entry; no other may be reached
        self.containing = frozenset(_around(self.flow.instrs, self.flow.labels, loop))
        self.write("")  # the entry's jump to the loop
        self.start_block(USUAL)

    def is_containing(self) -> bool:
        """Whether the block that begins now contains the loop."""
        self.opened += 1
        return self.flow.labels[self.opened - 1] in self.containing

    def store_operands(self, height: int) -> None:
        for position, value in enumerate(self.stack[:height]):
            self.operands[position] = type_of(value)
            self.write(f"store {value}, ptr %operand{position}")

    def load_operands(self, frame: Frame) -> None:
        if frame.label in self.containing:
            for position in range(frame.height):
                n = self.new()
                self.write(f"%{n} = load {self.operands[position]}, ptr %operand{position}")
                self.stack[position] = f"{self.operands[position]} %{n}"


def _around(instrs: list[Instr], labels: list[Label], loop: Label) -> list[Label]:
    """The blocks that are open where a loop begins, and the loop."""
    open_ = list[Label]()
    following = iter(labels)
    for instr in instrs:
        if kinds.BLOCK <= instr.kind <= kinds.TRY:
            open_.append(next(following))
            if open_[-1] is loop:
                break
        elif instr.kind == kinds.END and open_:
            open_.pop()
    return open_


def block(w: LoopEntryWriter, instr: Instr, offset: int) -> None:
    if w.is_containing():
        w.store_operands(len(w.stack) - len(instr.params))
    control.block(w, instr, offset)


def try_table(w: LoopEntryWriter, instr: Instr, offset: int) -> None:
    if w.is_containing():
        w.store_operands(len(w.stack) - len(instr.params))
    exception.try_table(w, instr, offset)


def if_(w: LoopEntryWriter, instr: Instr, offset: int) -> None:
    if w.is_containing():
        w.store_operands(len(w.stack) - len(instr.params) - 1)
    control.if_(w, instr, offset)


def else_(w: LoopEntryWriter, instr: Instr, offset: int) -> None:
    control.else_(w, instr, offset)
    w.load_operands(w.frames[-1])


def loop_(w: LoopEntryWriter, instr: Instr, offset: int) -> None:
    is_containing = w.is_containing()
    if is_containing:
        w.store_operands(len(w.stack) - len(instr.params))
    loop.loop(w, instr, offset)
    frame = w.frames[-1]
    if is_containing and frame.label.branches:
        w.load_operands(frame)
        if len(w.frames) - 1 == len(w.containing):  # this is the loop
            w.target, w.parameters = frame.name, tuple(instr.params)
            frame.edges.append((ENTRY, [f"{type_} %from{i}" for i, type_ in enumerate(instr.params, frame.height)]))


def end(w: LoopEntryWriter, instr: Instr, offset: int) -> None:
    frame = w.frames[-1]
    control.end(w, instr, offset)
    if frame.edges and frame.label.instr.kind != kinds.LOOP:
        w.load_operands(frame)


ACTIONS = {"block": block, "loop": loop_, "if": if_, "else": else_, "end": end, "try_table": try_table}
