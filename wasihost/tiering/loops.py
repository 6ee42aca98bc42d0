"""The loops of a function in the run's code: where they are, and how better code continues there."""

from __future__ import annotations

import ctypes
from collections.abc import Container
from typing import NamedTuple

from wasihost import abi
from wasihost.baseline.layout import BRIDGE, Entry, LoopJump, Loops, Options
from wasihost.baseline.layout import Loop as LoopRecord
from wasihost.baseline.moves import Place
from wasihost.codegen.translate.functions import LoopEntry
from wasihost.host.library import load
from wasihost.variant import CompileVariant

SYMBOL = "f{}.loop{}"  # function index, offset of the loop in the module
LIMIT = 1 << 14  # loops, jumps, operands and locals of a function that is continued at a loop


class Jump(NamedTuple):
    """A distance in the code that leads to a loop."""

    place: int
    base: int  # what it counts from


class Loop(NamedTuple):
    """Offsets count from the start of the function."""

    entry: LoopEntry
    start: int
    end: int  # of its last jump back
    jumps: tuple[Jump, ...]


class Bridge(NamedTuple):
    """Code that calls the better code, and returns from the function."""

    code: bytes
    call: int  # place of the distance to the better code
    saved: int  # abi.UnwindFunction.saved


class FunctionLoops(NamedTuple):
    loops: tuple[Loop, ...]
    bridge: Bridge

    def around(self, offset: int, others: Container[str]) -> Loop | None:
        """The innermost loop, except `others`, whose code has an offset from the start of the function."""
        found = [loop for loop in self.loops if loop.start <= offset < loop.end and loop.entry.symbol not in others]
        return max(found, key=lambda loop: loop.start, default=None)


def find_loops(data: bytes, vm: abi.VMRecord, funcidx: int, variant: CompileVariant) -> FunctionLoops | None:
    """The loops of a function of a valid module; None: it has too much of something."""
    storage = {
        "loops": ctypes.create_string_buffer(LIMIT * LoopRecord.size),
        "jumps": ctypes.create_string_buffer(LIMIT * LoopJump.size),
        "operands": ctypes.create_string_buffer(LIMIT * Entry.size),
        "locals": ctypes.create_string_buffer(LIMIT * 4),
        "bridge": ctypes.create_string_buffer(BRIDGE),
    }
    addresses = {name: ctypes.addressof(buffer) for name, buffer in storage.items()}
    found = ctypes.create_string_buffer(Loops.pack(limit=LIMIT, **addresses), Loops.size)
    options = Options.pack(**vars(variant))
    size, index = ctypes.c_uint64(len(data)), ctypes.c_uint32(funcidx)
    if not load().baseline_loops(data, size, options, abi.VMRecord.encode(vm), index, found):
        return None
    facts = Loops.unpack(found.raw)
    if max(facts.loop_count, facts.jump_count, facts.operand_count, facts.local_count) > LIMIT:
        return None
    operands = _records(storage["operands"], Entry, facts.operand_count)
    if not all(entry.place != Place.REGISTER and not entry.is_local for entry in operands):
        return None
    places = [_place(entry) for entry in operands]
    locals_ = tuple(map(_signed, memoryview(storage["locals"]).cast("B")[: 4 * facts.local_count].cast("I")))
    jumps: dict[int, list[Jump]] = {}
    for jump in _records(storage["jumps"], LoopJump, facts.jump_count):
        jumps.setdefault(jump.loop, []).append(Jump(jump.place - facts.start, jump.base - facts.start))
    loops = tuple(
        Loop(
            LoopEntry(
                SYMBOL.format(funcidx, record.offset),
                funcidx,
                record.offset,
                locals_,
                tuple(places[record.first : record.first + record.count]),
            ),
            record.start - facts.start,
            record.end - facts.start,
            tuple(jumps.get(number, ())),
        )
        for number, record in enumerate(_records(storage["loops"], LoopRecord, facts.loop_count))
    )
    return FunctionLoops(loops, Bridge(storage["bridge"].raw[: facts.bridge_size], facts.call, facts.saved))


def _records(buffer, struct, count: int):  # type: ignore[no-untyped-def]
    return [struct.unpack(buffer.raw, index * struct.size) for index in range(count)]


def _place(entry) -> tuple[int, bool]:  # type: ignore[no-untyped-def]
    """As in LoopEntry.operands."""
    if entry.place in (Place.NEAR_CONSTANT, Place.FAR_CONSTANT):
        return entry.value, True
    return _signed(entry.value & 0xFFFFFFFF), False


def _signed(value: int) -> int:
    return value - (1 << 32) if value >> 31 else value
