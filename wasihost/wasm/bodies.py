"""Function bodies as sequences of instructions, exactly as the validator read them.  No other code reads their bytes.

A body is validated whenever it is read.  Equal instructions of a module have the same number, however their integers
are encoded, so facts about an instruction can be kept in a list indexed by its number.
"""

from __future__ import annotations

import ctypes
import secrets
import struct
from collections.abc import Callable
from typing import Any, NamedTuple

from wasihost.abi import VALTYPES
from wasihost.host.library import load
from wasihost.ops import ROWS, Op
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.validator.layout import (
    EMPTY_BLOCK_TYPE,
    RESULT_BLOCK_TYPE,
    Distinct,
    Recording,
    shape_index,
)

# A clause of try_table: tagidx, or None for catch_all; whether it also takes the exnref; labelidx.
Clause = tuple[int | None, bool, int]

_ROWS = {shape_index(row.prefix, row.opcode): row for row in ROWS}
_COUNTS = struct.Struct("<II")
_SMALLEST = 1 << 12  # initial capacity for distinct instructions


class Instruction(NamedTuple):
    """A row, and its immediates in the order of the binary format, with the values that `_VALUES` defines."""

    row: Op
    immediates: tuple[Any, ...]


class Body(NamedTuple):
    """Instruction numbers, the offset of each instruction in the module, and the local declarations."""

    numbers: list[int]
    offsets: list[int]
    locals: list[tuple[int, str]]  # count, value type; every reference type appears as "funcref"


class BodyReader:
    """Reads the bodies of one module.  `instructions[n]` is the instruction with number n."""

    def __init__(self, validator: BodyValidator) -> None:
        module = validator.module
        largest = max((body.end - body.start for body in module.bodies), default=0)
        self.instructions: list[Instruction] = []
        self._bodies = module.bodies
        self._check = validator.checker(0, len(module.bodies))
        # An instruction has at least one byte, and a group of locals at least two.
        self._numbers, self._offsets, self._locals = (ctypes.create_string_buffer(4 * (largest + 1)) for _ in range(3))
        self._recording = ctypes.create_string_buffer(
            Recording.pack(
                numbers=ctypes.addressof(self._numbers),
                offsets=ctypes.addressof(self._offsets),
                locals=ctypes.addressof(self._locals),
                multiplier=secrets.randbits(64) | 1,
            ),
            Recording.size,
        )
        self._room = 0
        self._distinct = self._immediates = self._slots = ctypes.create_string_buffer(0)

    def read(self, defined: int) -> Body:
        """The body of a defined function.  DecodeError or ValidationError: it is invalid."""
        body = self._bodies[defined]
        self._make_room(body.end - body.start)
        self._check(defined, defined + 1, self._recording)
        count, groups = _COUNTS.unpack_from(self._recording, Recording.offset("count"))
        self._take_new_instructions()
        locals_ = memoryview(self._locals).cast("B")[: 8 * groups].cast("I").tolist()
        return Body(
            memoryview(self._numbers).cast("B")[: 4 * count].cast("I").tolist(),
            memoryview(self._offsets).cast("B")[: 4 * count].cast("I").tolist(),
            [(n, _valtype(code)) for n, code in zip(locals_[::2], locals_[1::2], strict=True)],
        )

    def _make_room(self, size: int) -> None:
        """Reserve room for all instructions and immediates that a body of `size` bytes can have."""
        (used,) = struct.unpack_from("<I", self._recording, Recording.offset("immediate_count"))
        needed = max(len(self.instructions), used) + size
        if needed <= self._room:
            return
        self._room = room = max(2 * self._room, 1 << needed.bit_length(), _SMALLEST)
        slots = 2 * room  # at most half of the slots are used
        self._distinct = _enlarged(self._distinct, room * Distinct.size)
        self._immediates = _enlarged(self._immediates, room * 8)
        self._slots = ctypes.create_string_buffer(4 * slots)
        fields = Recording.unpack(self._recording.raw)
        fields.distinct, fields.immediates, fields.slots = map(
            ctypes.addressof, (self._distinct, self._immediates, self._slots)
        )
        fields.slot_mask = slots - 1
        ctypes.memmove(self._recording, Recording.encode(fields), Recording.size)
        load().index_instructions(self._recording)

    def _take_new_instructions(self) -> None:
        (count,) = struct.unpack_from("<I", self._recording, Recording.offset("distinct_count"))
        distinct = memoryview(self._distinct).cast("B")
        for number in range(len(self.instructions), count):
            found = Distinct.unpack(distinct, number * Distinct.size)
            at = 8 * found.first_immediate
            words = struct.unpack_from(f"<{found.immediate_count}Q", self._immediates, at)
            self.instructions.append(_instruction(_ROWS[found.shape], words))


def _enlarged(storage: ctypes.Array[ctypes.c_char], size: int) -> ctypes.Array[ctypes.c_char]:
    larger = ctypes.create_string_buffer(size)
    ctypes.memmove(larger, storage, len(storage))
    return larger


def _instruction(row: Op, words: tuple[int, ...]) -> Instruction:
    """Convert the words that the validator recorded for an instruction, according to the kinds of its immediates."""
    values = []
    for kind in row.immediates:
        size, value = _VALUES.get(kind, _INDEX)
        taken = len(words) if size is None else size
        values.append(value(*words[:taken]))
        words = words[taken:]
    return Instruction(row, tuple(values))


def _signed(word: int) -> int:
    return word - (1 << 64) if word >> 63 else word


def _block_type(word: int) -> str | int | None:
    """A type index, a result type, or None for a block without parameters and results."""
    if word >= EMPTY_BLOCK_TYPE:
        return None
    return _valtype(word - RESULT_BLOCK_TYPE) if word >= RESULT_BLOCK_TYPE else word


def _valtype(code: int) -> str:
    """The value type for a code.  All references look alike, because only the validator needs their heap types."""
    return VALTYPES.get(code, "funcref")


def _catches(*words: int) -> tuple[Clause, ...]:
    clauses: list[Clause] = []
    rest = list(reversed(words))
    while rest:
        kind = rest.pop()
        tagidx = rest.pop() if kind < 2 else None
        clauses.append((tagidx, bool(kind & 1), rest.pop()))
    return tuple(clauses)


# Kind of immediate → how many words the validator records (None: all that remain), and how to convert them.
_INDEX: tuple[int | None, Callable[..., Any]] = (1, int)
_VALUES: dict[str, tuple[int | None, Callable[..., Any]]] = {
    "blocktype": (1, _block_type),
    "i32": (1, _signed),
    "i64": (1, _signed),
    "v128": (2, lambda low, high: low | high << 64),
    "lanes": (16, lambda *lanes: lanes),
    "memarg": (2, lambda memidx, offset: (memidx, offset)),
    "labels": (None, lambda *labels: labels),  # the default label is last
    "catches": (None, _catches),
    "valtypes": (1, lambda code: (_valtype(code),)),
    "heaptype": (1, _valtype),
}
