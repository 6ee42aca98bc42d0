"""The running program as the process sees it: its code, where it is, and how it gets better code."""

from __future__ import annotations

import mmap
import os
import socket
import struct
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from select import select
from typing import Protocol

from wasihost import abi
from wasihost.abi import Section
from wasihost.baseline.x86_64 import NOP, NOP_SIZE
from wasihost.codegen.artifact import FUNCTION_SYMBOL
from wasihost.host.symbols import Artifact
from wasihost.lazy import cached_property
from wasihost.own import memory_file, seal
from wasihost.tiering.loops import Loop

_SAMPLES = abi.Sampling.offset("samples")
_CODE = abi.FunctionRecord.offset("code") // 4
FUNCTION_START = NOP.to_bytes(NOP_SIZE, "little")  # the instruction that baseline code of a function begins with


class Program:
    """The older code of a program, as its artifact has it."""

    def __init__(self, artifact: Artifact) -> None:
        self.artifact = artifact
        self.code = artifact.section(Section.CODE)

    @cached_property
    def function_starts(self) -> dict[int, int]:
        """Where each function that the module defines begins in the code, by its index."""
        records = array("I", bytes(self.artifact.section(Section.FUNCTIONS)))
        return dict(enumerate(records[_CODE :: abi.FunctionRecord.size // 4], self.artifact.header.vm.function_imports))

    def symbols(self, base: int) -> dict[str, int]:
        """The functions for a linker that counts from `base` to the start of the code."""
        return {FUNCTION_SYMBOL.format(funcidx): base + start for funcidx, start in self.function_starts.items()}

    @cached_property
    def optimized(self) -> frozenset[int]:
        """Functions whose code is not baseline code, but better."""
        if not self.artifact.header.optimized:
            return frozenset()
        size, code = len(FUNCTION_START), self.code
        return frozenset(
            funcidx for funcidx, start in self.function_starts.items() if code[start : start + size] != FUNCTION_START
        )

    @cached_property
    def _in_order(self) -> tuple[list[int], list[int]]:
        """The same, in the order of the code."""
        order = sorted((start, funcidx) for funcidx, start in self.function_starts.items())
        return [start for start, _ in order], [funcidx for _, funcidx in order]

    def place_of(self, offset: int) -> tuple[int, int] | None:
        """The function whose code has an offset, and the offset from its start."""
        starts, indices = self._in_order
        position = bisect_right(starts, offset) - 1
        if position < 0 or offset >= len(self.code):
            return None
        return indices[position], offset - starts[position]

    def agrees(self, funcidx: int, loop: Loop) -> bool:
        """Whether the code has the jumps of a loop where they were found."""
        start = self.function_starts[funcidx]
        return all(
            int.from_bytes(self.code[start + jump.place :][:4], "little", signed=True) == loop.start - jump.base
            for jump in loop.jumps
        )


class Receiver(Protocol):
    """A program in memory that can get better code."""

    program: Program

    @property
    def start(self) -> int:
        """The address of its code."""

    @property
    def room(self) -> range:
        """Addresses that better code can have."""

    def send(self, message: bytes, content: bytes) -> None:
        """Send an abi.BetterCode, and the content of its file.  OSError: the program has ended."""


class Run:
    """A program that runs in another process."""

    def __init__(self, memory: int, artifact: int, mail: int) -> None:
        """From descriptors: of the memory that both share, of the artifact, and of the socket."""
        self._memory = mmap.mmap(memory, abi.Sampling.size)
        self._mail = socket.socket(fileno=mail)
        self.program = Program(Artifact.from_fd(artifact))
        self._taken = self._sent = 0

    @property
    def start(self) -> int:
        return self._word("code")

    @property
    def room(self) -> range:
        low = self._word("room")
        return range(low, low + self._word("room_size"))

    def _word(self, field: str) -> int:
        return int.from_bytes(self._memory[abi.Sampling.offset(field) :][:8], "little")

    def has_ended(self, seconds: float) -> bool:
        """Wait for its end, but not longer."""
        return bool(select([self._mail], [], [], seconds)[0])

    def samples(self) -> Iterator[int]:
        """Where it was since the last call: offsets from the start of the older code."""
        count = self._word("count")
        first = max(self._taken, count - abi.SAMPLES)
        words = array("Q", self._memory[_SAMPLES : _SAMPLES + abi.SAMPLES * 8])
        for number in range(first, count):
            yield words[number % abi.SAMPLES] - self.start
        self._taken = count

    def send(self, message: bytes, content: bytes) -> None:
        file = better_code_file(content)
        try:
            socket.send_fds(self._mail, [message], [file])
        finally:
            os.close(file)
        self._sent += 1
        struct.pack_into("<I", self._memory, abi.Sampling.offset("sent"), self._sent)


def better_code_file(content: bytes) -> int:
    """A descriptor of a file in memory that nobody can change."""
    file = memory_file("wasihost-code")
    with open(file, "wb", closefd=False) as out:
        out.write(content)
    seal(file)
    return file
