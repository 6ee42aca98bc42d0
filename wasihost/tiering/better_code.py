"""Compiled functions → the file that a run maps: their code, and pages of the older code that jump to it.

A function replaces an older one where that begins.  Code for the rest of a call at a loop replaces it where jumps lead
to the loop: they lead to a bridge instead, which calls that code.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from mmap import PAGESIZE as PAGE
from typing import NamedTuple

from wasihost import abi
from wasihost.abi import HOST_PAGE
from wasihost.codegen.artifact import FUNCTION_SYMBOL, Part, build_part
from wasihost.codegen.link.image import CompiledUnit, Image, link_image
from wasihost.tiering.loops import Bridge, Loop
from wasihost.tiering.run import FUNCTION_START, Receiver

JUMP = 0xE9  # of x86-64, before a distance of 4 bytes


class ContinuedLoop(NamedTuple):
    """A loop of the older code at which better code continues."""

    funcidx: int
    loop: Loop
    bridge: Bridge


class BetterCode:
    """All better code of one program."""

    def __init__(self, run: Receiver) -> None:
        self.run = run
        self._next = run.room.start
        self._pages: dict[int, bytearray] = {}  # by number: pages of the older code that have changed

    def send(self, units: Sequence[CompiledUnit], functions: Sequence[int], loops: Sequence[ContinuedLoop]) -> bool:
        """Have the run use these functions, and continue at these loops.  False: there is no more room."""
        run, at = self.run, self._next
        # The code follows the header page.  Offsets count from its start.
        older = run.start - (at + HOST_PAGE)
        image = link_image(units, run.program.symbols(older))
        parts = [Part(funcidx, image.symbols[FUNCTION_SYMBOL.format(funcidx)]) for funcidx in functions]
        entries = [image.symbols[continued.loop.entry.symbol] for continued in loops]
        bridges = _add_bridges(image, [continued.bridge for continued in loops], entries)
        parts += [
            Part(continued.funcidx, start, bridge)
            for continued, start, bridge in zip(loops, entries, bridges, strict=True)
        ]
        content = build_part(image, parts)
        if at + len(content) > run.room.stop:
            return False
        changed = set[int]()
        for part in parts[: len(functions)]:
            place = run.program.function_starts[part.funcidx]
            changed |= self._write(place, entry_jump(place, part.start - older))
        for continued, bridge in zip(loops, bridges, strict=True):
            function = run.program.function_starts[continued.funcidx]
            for jump in continued.loop.jumps:
                target = bridge - older - (function + jump.base)
                changed |= self._write(function + jump.place, _distance(target))
        size = len(content)
        content += self._changed_pages(sorted(changed), size)
        run.send(abi.BetterCode.pack(address=at, size=size, pages=size, page_count=len(changed)), content)
        self._next = at + size
        return True

    def _write(self, place: int, code: bytes) -> set[int]:
        """Write into copies of the older code; the numbers of the pages that it changes."""
        for offset, byte in enumerate(code, place):
            number = offset // PAGE
            if number not in self._pages:
                self._pages[number] = bytearray(self.run.program.code[number * PAGE : (number + 1) * PAGE])
            self._pages[number][offset % PAGE] = byte
        return {place // PAGE, (place + len(code) - 1) // PAGE}

    def _changed_pages(self, numbers: Sequence[int], at: int) -> bytes:
        """Their PatchedPages, then their contents, at an offset in the file."""
        table_size = len(numbers) * abi.PatchedPages.size
        first = (at + table_size + PAGE - 1) // PAGE * PAGE
        table = b"".join(
            abi.PatchedPages.pack(address=self.run.start + number * PAGE, offset=first + index * PAGE, size=PAGE)
            for index, number in enumerate(numbers)
        )
        return table + bytes(first - at - table_size) + b"".join(self._pages[number] for number in numbers)


def entry_jump(place: int, target: int) -> bytes:
    """The instruction for the start of older code."""
    return bytes([JUMP]) + _distance(target - (place + len(FUNCTION_START)))


def _distance(value: int) -> bytes:
    return value.to_bytes(4, "little", signed=True)


def _add_bridges(image: Image, bridges: Sequence[Bridge], entries: Sequence[int]) -> list[int]:
    """Append bridges to the code, which call these entries; where they are."""
    starts = list[int]()
    for bridge, entry in zip(bridges, entries, strict=True):
        start = len(image.code)
        code = bytearray(bridge.code)
        code[bridge.call : bridge.call + 4] = _distance(entry - (start + bridge.call + 4))
        code += bytes(-len(code) % 16)
        image.code.extend(code)
        image.unwind_functions.extend(
            array("I", [start, start + len(code), bridge.saved, len(image.unwind_sites) // 3, 0])
        )
        starts.append(start)
    image.code.extend(bytes(-len(image.code) % PAGE))
    return starts
