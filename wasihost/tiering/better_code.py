"""Compiled functions → the file that a run maps: their code, and pages of the older code that jump to it."""

from __future__ import annotations

from collections.abc import Sequence
from mmap import PAGESIZE as PAGE

from wasihost import abi
from wasihost.abi import HOST_PAGE
from wasihost.codegen.artifact import FUNCTION_SYMBOL, build_part
from wasihost.codegen.link.image import CompiledUnit, link_image
from wasihost.tiering.run import Run

JUMP = 0xE9  # of x86-64, before a distance of 4 bytes
JUMP_SIZE = 5  # of the instruction that every function begins with (baseline.x86_64.begin_code)


class BetterCode:
    """All better code of one run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self._next = run.room.start
        self._pages: dict[int, bytearray] = {}  # by number: pages of the older code that have jumps

    def send(self, units: Sequence[CompiledUnit], functions: Sequence[int]) -> bool:
        """Have the run use these functions.  False: there is no more room."""
        run, at = self.run, self._next
        # The code follows the header page.  Offsets count from its start.
        older = run.start - (at + HOST_PAGE)
        others = {FUNCTION_SYMBOL.format(funcidx): older + place for funcidx, place in run.function_starts.items()}
        image = link_image(units, others)
        starts = {funcidx: image.symbols[FUNCTION_SYMBOL.format(funcidx)] for funcidx in functions}
        content = build_part(image, starts)
        if at + len(content) > run.room.stop:
            return False
        changed = set[int]()
        for funcidx, start in starts.items():
            place = run.function_starts[funcidx]
            changed |= self._patch(place, start - older - (place + JUMP_SIZE))
        size = len(content)
        content += self._changed_pages(sorted(changed), size)
        message = abi.BetterCode.pack(address=at, size=size, pages=size, page_count=len(changed))
        run.send(message, content)
        self._next = at + size
        return True

    def _patch(self, place: int, distance: int) -> set[int]:
        """Write a jump into the older code; the numbers of the pages that it changes."""
        jump = bytes([JUMP]) + distance.to_bytes(4, "little", signed=True)
        for offset, byte in enumerate(jump, place):
            number = offset // PAGE
            if number not in self._pages:
                self._pages[number] = bytearray(self.run.code[number * PAGE : (number + 1) * PAGE])
            self._pages[number][offset % PAGE] = byte
        return {place // PAGE, (place + JUMP_SIZE - 1) // PAGE}

    def _changed_pages(self, numbers: Sequence[int], at: int) -> bytes:
        """Their PatchedPages, then their contents, at an offset in the file."""
        table_size = len(numbers) * abi.PatchedPages.size
        first = (at + table_size + PAGE - 1) // PAGE * PAGE
        table = b"".join(
            abi.PatchedPages.pack(address=self.run.start + number * PAGE, offset=first + index * PAGE, size=PAGE)
            for index, number in enumerate(numbers)
        )
        return table + bytes(first - at - table_size) + b"".join(self._pages[number] for number in numbers)
