"""Control flow of a body, and what it means for locals: instructions → the reachable ones, and what labels carry.

A label *carries* a local when paths that meet there may have assigned it and later code reads it: only then does the
local need a phi.  One pass forward drops unreachable code and notes an event per branch.  Passes backward over the
events, repeated until loops agree, find the live locals.  Sets of locals are bits of an integer.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr

_MAX_PRODUCT = 1 << 26  # locals times labels; above it, finding the live locals would take too long as well
_MAX_PASSES = 16  # over the events; real code needs 5, nested loops written for the purpose any number


class Label:
    """A block, loop, if, try_table or the function: what the forward pass notes about it, and what follows."""

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
        "instr",
        "live",  # locals that are read after the label before they are assigned
        "live_else",
        "live_handler",
        "outer_try",  # try_table: the one around it
        "then_falls",  # `else` is reached from above
        "throws",  # try_table: how many calls and throws it guards
    )

    def __init__(self, instr: Instr, outer_try: Label | None = None) -> None:
        self.instr = instr
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
        return any(tagidx is None for tagidx, _, _ in self.instr.catches)


# Kind of the instruction, its Label (br_table: a list of them), the locals read and assigned since the event before.
Event = tuple[int, Any, int, int]


class Flow:
    """The analysis of one body, given its instructions and the offset of each in the module.

    Both lists are changed in place: unreachable instructions are removed, and comparisons are fused with the branches
    that they decide.  LLVM's time grows with locals times labels: where there are too many, locals live in memory.
    """

    def __init__(self, function: Instr, instrs: list[Instr], offsets: list[int], local_count: int, limit: int) -> None:
        """`limit` is how many locals may be live at labels, summed over the labels, per instruction."""
        self.function = Label(function)
        self.instrs = instrs
        self.offsets = offsets
        self.live_at_entry = -1  # locals whose first value is read; here all of them
        self.labels: list[Label] = []  # of the blocks, in the order in which they open
        self._open = [self.function]
        self._try: Label | None = None
        self._events: list[Event] = []
        self._gaps: list[tuple[int, int]] = []  # ranges of instructions to remove
        self._scan()
        too_many = local_count * len(self.labels) > _MAX_PRODUCT
        self.locals_in_memory = too_many or not self._find_live(limit * len(instrs))
        if self.locals_in_memory:
            instrs[:] = [instr.spilled if instr.kind <= kinds.LOCAL_TEE else instr for instr in instrs]
        else:
            self._find_carried()
        if self._gaps:
            _cut(self.instrs, self._gaps)
            _cut(self.offsets, self._gaps)

    def label_at(self, offset: int) -> Label:
        """The block that begins with the instruction at an offset in the module."""
        kinds_ = [(at, instr.kind) for at, instr in zip(self.offsets, self.instrs, strict=True)]
        begins = [at for at, kind in kinds_ if kinds.BLOCK <= kind <= kinds.TRY]
        return self.labels[begins.index(offset)]

    # ------------------------------------------------------------------------------------------------------- forward
    def _scan(self) -> None:
        read = assigned = 0
        positions = enumerate(self.instrs)
        for position, instr in positions:
            kind = instr.kind
            if kind <= kinds.LOCAL_TEE:
                if kind:
                    assigned |= instr.bit
                else:
                    read |= instr.bit & ~assigned
            elif kind == kinds.SELECT:
                self._fuse_comparison(position)
            elif kind > kinds.CALL or (kind == kinds.CALL and instr.throws and self._try):
                reached = self._control(position, instr, read, assigned)
                read = assigned = 0
                if not reached:
                    self._skip(position + 1, positions)

    def _control(self, position: int, instr: Instr, read: int, assigned: int) -> bool:
        """Note one control instruction; returns whether what follows can be reached."""
        kind = instr.kind
        if kind == kinds.END or kind == kinds.ELSE:
            return self._close(kind, True, read, assigned)
        if kind == kinds.IF or kind == kinds.BR_IF:
            self._fuse_comparison(position)
        if kinds.BLOCK <= kind <= kinds.TRY:
            self._open_label(instr, read, assigned)
            return True
        label: Any = None
        if kind == kinds.BR or kind == kinds.BR_IF:
            label = self._open[-1 - instr.index]
            label.branches += 1
        elif kind == kinds.BR_TABLE:
            label = [self._open[-1 - index] for index in instr.labels]
            for target in label:
                target.branches += 1
        elif kind != kinds.STOP:  # CALL, THROW
            label = self._try
            if label:
                label.throws += 1
        self._note(kind, label, read, assigned)
        return kind == kinds.BR_IF or kind == kinds.CALL

    def _note(self, kind: int, label: Any, read: int, assigned: int) -> None:
        self._open[-1].assigned |= assigned
        self._events.append((kind, label, read, assigned))

    def _open_label(self, instr: Instr, read: int, assigned: int) -> None:
        label = Label(instr, self._try)
        self._note(instr.kind, label, read, assigned)
        if instr.kind == kinds.TRY:
            # The clauses' labels are counted from outside the try_table.
            label.caught_at = [self._open[-1 - labelidx] for _, _, labelidx in instr.catches]
            self._try = label
        self._open.append(label)
        self.labels.append(label)

    def _close(self, kind: int, falls: bool, read: int, assigned: int) -> bool:
        """`else` or `end`, reached from above or not."""
        label = self._open[-1]
        self._note(kind, label, read, assigned)
        if kind == kinds.ELSE:
            label.has_else, label.then_falls = True, falls
            label.assigned_then = label.assigned
            return True
        label.falls = falls
        self._open.pop()
        if not self._open:
            return True
        self._open[-1].assigned |= label.assigned
        opened = label.instr.kind
        if opened == kinds.TRY:
            self._close_try(label)
        if falls or opened == kinds.LOOP:
            return falls
        return label.branches > 0 or label.then_falls or (opened == kinds.IF and not label.has_else)

    def _close_try(self, label: Label) -> None:
        self._try = label.outer_try
        if label.throws:
            for target in label.caught_at:
                target.branches += 1
            if label.outer_try and not label.catches_all:
                label.outer_try.throws += 1

    def _skip(self, start: int, positions: Iterator[tuple[int, Instr]]) -> None:
        """Remove unreachable instructions, from `start` to the `else` or `end` where reachable code continues."""
        depth = 0
        for position, instr in positions:
            kind = instr.kind
            if kinds.BLOCK <= kind <= kinds.TRY:
                depth += 1
            elif depth:
                depth -= kind == kinds.END
            elif kind == kinds.END or kind == kinds.ELSE:
                if start < position:
                    self._gaps.append((start, position))
                if self._close(kind, False, 0, 0):
                    return
                start = position + 1

    def _fuse_comparison(self, position: int) -> None:
        """A comparison right before the branch or select that consumes it need not become an i32 first."""
        instrs = self.instrs
        last = position - 1
        if last < 0:
            return
        inverse = instrs[last - 1].inverse if last and instrs[last].is_not else None
        if inverse:
            self._gaps.append((last, position))
            instrs[last - 1] = inverse
        else:
            instrs[last] = instrs[last].fused or instrs[last]

    # ------------------------------------------------------------------------------------------------------ backward
    def _find_live(self, most: int) -> bool:
        """Whether the live locals could be found, and are at most so many at all labels together."""
        has_loops = any(label.instr.kind == kinds.LOOP for label in self.labels)
        for _ in range(_MAX_PASSES if most else 0):
            if not (self._pass_backward() and has_loops):
                return sum(bin(label.live).count("1") for label in self.labels) <= most
        self.live_at_entry = -1
        return False

    def _pass_backward(self) -> bool:
        """Returns whether more became live at the start of a loop, which changes what is live before branches to it."""
        changed = False
        live = 0
        for kind, label, read, assigned in reversed(self._events):
            if kind == kinds.BR_IF:
                live |= label.live
            elif kind == kinds.END:
                if label.instr.kind != kinds.LOOP:
                    label.live = live
                if label.instr.kind == kinds.TRY:
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
        for label in self.labels:
            if label.branches or label.instr.kind == kinds.IF:
                label.carried = members(label.live & label.assigned)
            if label.has_else:
                label.carried_else = members(label.live_else & label.assigned_then)
            if label.throws:
                label.carried_handler = members(label.live_handler & label.assigned)


def _cut(items: list[Any], gaps: list[tuple[int, int]]) -> None:
    """Remove ranges, given in rising order."""
    kept = []
    start = 0
    for first, end in gaps:
        kept += items[start:first]
        start = end
    items[:] = kept + items[start:]


def members(bits: int) -> tuple[int, ...]:
    """The locals of a set, ascending."""
    found = []
    while bits:
        lowest = bits & -bits
        found.append(lowest.bit_length() - 1)
        bits ^= lowest
    return tuple(found)
