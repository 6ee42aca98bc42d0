"""What a body's control flow means for its locals: steps → the reachable ones, and what each label must carry.

A label *carries* a local when paths that meet there may have assigned it and somebody behind reads it: only then does
the local need a phi.  One pass forward drops unreachable code and notes an event per branch; passes backward over the
events, as many as loops need to agree, find the live locals.  Sets of locals are bits of an integer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Union

from wasihost.codegen import step as kinds
from wasihost.codegen.step import Step


class Label:
    """A block, loop, if, try_table or the function: what the analysis notes about it, then what it finds."""

    __slots__ = (
        "assigned",  # locals assigned inside
        "assigned_then",  # likewise, before `else`
        "branches",  # how many branches and catch clauses name it
        "carried",  # locals that need one value where branches to the label meet
        "carried_else",  # locals to put back at `else`
        "carried_handler",  # locals that need one value where exceptions arrive
        "caught_at",  # try_table: the labels that its clauses name, in order
        "falls",  # its end is reached from above
        "has_else",
        "live",  # locals that are read behind the label before they are assigned
        "live_else",
        "live_handler",
        "outer_try",  # try_table: the one around it
        "step",
        "then_falls",  # `else` is reached from above
        "throws",  # try_table: how many calls and throws it guards
    )

    def __init__(self, step: Step, outer_try: Label | None = None) -> None:
        self.step = step
        self.outer_try = outer_try
        self.assigned = self.assigned_then = self.live = self.live_else = self.live_handler = 0
        self.branches = self.throws = 0
        self.falls = self.then_falls = self.has_else = False
        self.carried: tuple[int, ...] = ()
        self.carried_else: tuple[int, ...] = ()
        self.carried_handler: tuple[int, ...] = ()
        self.caught_at: list[Label] = []

    @property
    def catches_all(self) -> bool:
        return any(tagidx is None for tagidx, _, _ in self.step.catches)


Item = tuple[Step, Union[int, Label]]  # a step and its offset in the module; a step that opens a block has its label
Event = tuple[int, Union[Label, list[Label], None], int, int]  # kind, label, locals read and assigned since the last event


class Flow:
    """The analysis of one body: `items` are what can be reached, `live_at_entry` the locals whose first value is read."""

    def __init__(self, function: Step, items: Iterable[tuple[Step, int]], *, locals_in_memory: bool = False) -> None:
        self.function = Label(function)
        self.items: list[Item] = []
        self.live_at_entry = -1  # all of them
        self._labels: list[Label] = []
        self._open = [self.function]
        self._try: Label | None = None
        self._events: list[Event] = []
        self._scan(iter(items), locals_in_memory)
        if not locals_in_memory:
            self._find_live()
            self._find_carried()

    # ------------------------------------------------------------------------------------------------------- forward
    def _scan(self, items: Iterator[tuple[Step, int]], locals_in_memory: bool) -> None:
        keep = self.items.append
        read = assigned = 0
        for item in items:
            step = item[0]
            kind = step.kind
            if kind <= kinds.LOCAL_TEE:
                if locals_in_memory:
                    item = (step.spilled, item[1])
                elif kind:
                    assigned |= step.bit
                else:
                    read |= step.bit & ~assigned
                keep(item)
            elif kind < kinds.NOP or kind == kinds.CALL and not (step.throws and self._try):
                keep(item)
            elif kind == kinds.SELECT:
                self._fuse_comparison()
                keep(item)
            elif kind != kinds.NOP:
                reached = self._control(item, read, assigned)
                read = assigned = 0
                while not reached:
                    reached = self._close(_skip_unreachable(items), False, 0, 0)

    def _control(self, item: tuple[Step, int], read: int, assigned: int) -> bool:
        """Note one control instruction; returns whether what follows can be reached."""
        step = item[0]
        kind = step.kind
        if kind in (kinds.END, kinds.ELSE):
            return self._close(item, True, read, assigned)
        if kind in (kinds.BLOCK, kinds.LOOP, kinds.IF, kinds.TRY):
            self._open_label(step, read, assigned)
            return True
        if kind == kinds.BR_IF:
            self._fuse_comparison()
        self.items.append(item)
        label: Label | list[Label] | None = None
        if kind in (kinds.BR, kinds.BR_IF):
            label = self._open[-1 - step.index]
            label.branches += 1
        elif kind == kinds.BR_TABLE:
            label = [self._open[-1 - index] for index in step.labels]
            for target in label:
                target.branches += 1
        elif kind in (kinds.CALL, kinds.THROW):
            label = self._try
            if label:
                label.throws += 1
        self._note(kind, label, read, assigned)
        return kind in (kinds.BR_IF, kinds.CALL)

    def _note(self, kind: int, label: Label | list[Label] | None, read: int, assigned: int) -> None:
        self._open[-1].assigned |= assigned
        self._events.append((kind, label, read, assigned))

    def _open_label(self, step: Step, read: int, assigned: int) -> None:
        if step.kind == kinds.IF:
            self._fuse_comparison()
        label = Label(step, self._try)
        self._note(step.kind, label, read, assigned)
        if step.kind == kinds.TRY:
            # The clauses' labels are counted from outside the try_table.
            label.caught_at = [self._open[-1 - labelidx] for _, _, labelidx in step.catches]
            self._try = label
        self._open.append(label)
        self._labels.append(label)
        self.items.append((step, label))

    def _close(self, item: tuple[Step, int], falls: bool, read: int, assigned: int) -> bool:
        """`else` or `end`, reached from above or not."""
        label = self._open[-1]
        self.items.append(item)
        self._note(item[0].kind, label, read, assigned)
        if item[0].kind == kinds.ELSE:
            label.has_else, label.then_falls = True, falls
            label.assigned_then = label.assigned
            return True
        self._open.pop()
        if not self._open:
            label.falls = falls
            return True
        label.falls = falls
        self._open[-1].assigned |= label.assigned
        if label.step.kind == kinds.TRY:
            self._close_try(label)
        if label.step.kind == kinds.LOOP:
            return falls
        return falls or label.then_falls or label.branches > 0 or (label.step.kind == kinds.IF and not label.has_else)

    def _close_try(self, label: Label) -> None:
        self._try = label.outer_try
        if label.throws:
            for target in label.caught_at:
                target.branches += 1
            if label.outer_try and not label.catches_all:
                label.outer_try.throws += 1

    def _fuse_comparison(self) -> None:
        """A comparison right before the branch or select that consumes it need not become an i32 first."""
        items = self.items
        while len(items) > 1 and items[-1][0].is_not and items[-2][0].fused:
            items.pop()
            inverse = items[-1][0].inverse
            assert inverse is not None
            items[-1] = (inverse, items[-1][1])
        if items and items[-1][0].fused:
            items[-1] = (items[-1][0].fused, items[-1][1])

    # ------------------------------------------------------------------------------------------------------ backward
    def _find_live(self) -> None:
        has_loops = any(label.step.kind == kinds.LOOP for label in self._labels)
        while self._pass_backward() and has_loops:
            pass

    def _pass_backward(self) -> bool:
        """Returns whether more became live at the start of a loop, which changes what is live before branches to it."""
        changed = False
        live = 0
        for kind, label, read, assigned in reversed(self._events):
            if kind == kinds.BR_IF:
                live |= label.live
            elif kind == kinds.END:
                if label.step.kind != kinds.LOOP:
                    label.live = live
                if label.step.kind == kinds.TRY:
                    self._enter_handler(label)
            elif kind == kinds.BR:
                live = label.live
            elif kind == kinds.LOOP:
                if live != label.live:
                    label.live = live
                    changed = True
            elif kind == kinds.IF:
                live |= label.live_else if label.has_else else label.live
            elif kind == kinds.ELSE:
                label.live_else = live
                live = label.live
            elif kind == kinds.CALL:
                live |= label.live_handler
            elif kind == kinds.BR_TABLE:
                live = 0
                for target in label:
                    live |= target.live
            elif kind in (kinds.STOP, kinds.THROW):
                live = label.live_handler if label else 0
            live = live & ~assigned | read
        self.live_at_entry = live
        return changed

    @staticmethod
    def _enter_handler(label: Label) -> None:
        live = 0 if label.catches_all or not label.outer_try else label.outer_try.live_handler
        for target in label.caught_at:
            live |= target.live
        label.live_handler = live

    def _find_carried(self) -> None:
        for label in self._labels:
            if label.branches or label.step.kind == kinds.IF:
                label.carried = members(label.live & label.assigned)
            if label.has_else:
                label.carried_else = members(label.live_else & label.assigned_then)
            if label.throws:
                label.carried_handler = members(label.live_handler & label.assigned)


def _skip_unreachable(items: Iterator[tuple[Step, int]]) -> tuple[Step, int]:
    """Up to the `else` or `end` of the innermost open block, which is returned."""
    depth = 0
    for item in items:
        kind = item[0].kind
        if kinds.BLOCK <= kind <= kinds.TRY:
            depth += 1
        elif kind == kinds.END:
            if not depth:
                return item
            depth -= 1
        elif kind == kinds.ELSE and not depth:
            return item
    raise AssertionError("a body ends in `end`")


def members(bits: int) -> tuple[int, ...]:
    """The locals of a set, ascending."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return tuple(found)
