"""Modules whose baseline code was replaced: functions, in memory or in the file, or calls at their loops."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Sequence

from wasihost import stitching
from wasihost.codegen.compiler import CompileTask, Translation, compile_tasks, load
from wasihost.codegen.link.image import CompiledUnit
from wasihost.engine import Engine
from wasihost.host import library
from wasihost.host.instance import Module
from wasihost.host.symbols import Artifact
from wasihost.own import memory_file, seal
from wasihost.runtime.image import Image
from wasihost.tiering.better_code import BetterCode, ContinuedLoop
from wasihost.tiering.mixed import write_mixed
from wasihost.tiering.run import Program, better_code_file
from wasihost.tiering.worker import loops_to_continue

ROOM = 16 << 20  # bytes for better code
Choose = Callable[[int], str]  # a function's index → what is replaced: "functions", "loops", "mixed" or none of them


class Improved:
    """A module in this process, as `wasihost.tiering` sees a program."""

    def __init__(self, module: Module, room: int = ROOM) -> None:
        self.program = Program(module.artifact)
        self.start = module.code
        assert module.image
        self._image = module.image
        low = ctypes.c_uint64.from_address(module.image + Image.offset("room")).value
        self.room = range(low, low + room)

    def send(self, message: bytes, content: bytes) -> None:
        file = better_code_file(content)
        assert library.load().use_better_code(ctypes.c_void_p(self._image), file, message) & 1
        os.close(file)


class ImprovingEngine(Engine):
    """Compiles at `baseline`, and replaces what `choose` says by code of a level of LLVM."""

    def __init__(self, choose: Choose, level: str = "fast", processes: int = 1) -> None:
        """`processes`: that run LLVM; 0: this one."""
        super().__init__(level="baseline", cache=None, jobs=0)
        self.choose, self.better, self.processes = choose, level, processes

    def compile(self, data: bytes, name: str = "module") -> Module:
        file = stitching.compile_module(data, key=bytes(32), variant=self.variant, keeps_module=True)
        file = self._mixed(file, data)
        try:
            module = Module(file, Artifact.from_fd(file), ROOM)
        finally:
            os.close(file)
        self._improve(module, data)
        return module

    def _mixed(self, older: int, data: bytes) -> int:
        """Another artifact, in which the functions that are replaced in the file have better code."""
        translation = self._translation(data)
        functions = [funcidx for funcidx in defined(translation) if self.choose(funcidx) == "mixed"]
        if not functions:
            return older
        units = self._compile(translation, [CompileTask(tuple(functions), (), 0)])
        file = memory_file("mixed")
        with os.fdopen(older, "rb"), open(file, "wb", closefd=False) as out:
            write_mixed(Program(Artifact.from_fd(older)), units, functions, bytes(32), out)
        seal(file)
        return file

    def _translation(self, data: bytes) -> Translation:
        return Translation(*load(data), level=self.better, variant=self.variant, among_baseline=True)

    def _compile(self, translation: Translation, tasks: Sequence[CompileTask]) -> list[CompiledUnit]:
        return [CompiledUnit.from_bytes(result) for result in compile_tasks(translation, tasks, self.processes)]

    def _improve(self, module: Module, data: bytes) -> None:
        translation = self._translation(data)
        functions = [funcidx for funcidx in defined(translation) if self.choose(funcidx) == "functions"]
        run = Improved(module)
        loops = []
        for funcidx in defined(translation):
            if self.choose(funcidx) == "loops":
                found = loops_to_continue(data, run.program, translation, funcidx)
                loops += [ContinuedLoop(funcidx, loop, found.bridge) for loop in found.loops] if found else []
        tasks = [CompileTask((), (), 0, loop=continued.loop.entry) for continued in loops]
        tasks += [CompileTask(tuple(functions), (), 0)] if functions else []
        if tasks:
            BetterCode(run).send(self._compile(translation, tasks), functions, loops)


def defined(translation: Translation) -> range:
    """The functions that the module defines."""
    first = translation.module.imported_functions
    return range(first, first + len(translation.module.bodies))
