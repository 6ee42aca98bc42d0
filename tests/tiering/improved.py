"""Modules whose baseline code was replaced: each function where it begins, or each at its loops."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable

from wasihost import stitching
from wasihost.codegen.compiler import CompileTask, Translation, compile_tasks, load
from wasihost.codegen.link.image import CompiledUnit
from wasihost.engine import Engine
from wasihost.host import library
from wasihost.host.instance import Module
from wasihost.host.symbols import Artifact
from wasihost.runtime.image import Image
from wasihost.tiering.better_code import BetterCode, ContinuedLoop
from wasihost.tiering.run import Program, better_code_file
from wasihost.tiering.worker import loops_to_continue

ROOM = 16 << 20  # bytes for better code
Choose = Callable[[int], str]  # a function's index → what is replaced: "functions", "loops" or neither


class Improved:
    """A module in this process, as `wasihost.tiering` sees a program."""

    def __init__(self, module: Module) -> None:
        self.program = Program(module.artifact)
        self.start = module.code
        assert module.image
        self._image = module.image
        low = ctypes.c_uint64.from_address(module.image + Image.offset("room")).value
        self.room = range(low, low + ROOM)

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
        file = stitching.compile_module(data, key=bytes(32), variant=self.variant)
        try:
            module = Module(file, Artifact.from_fd(file), ROOM)
        finally:
            os.close(file)
        self._improve(module, data)
        return module

    def _improve(self, module: Module, data: bytes) -> None:
        translation = Translation(*load(data), level=self.better, variant=self.variant, among_baseline=True)
        first = translation.module.imported_functions
        defined = range(first, first + len(translation.module.bodies))
        functions = [funcidx for funcidx in defined if self.choose(funcidx) == "functions"]
        run = Improved(module)
        loops = []
        for funcidx in defined:
            if self.choose(funcidx) == "loops":
                found = loops_to_continue(data, run.program, translation, funcidx)
                loops += [ContinuedLoop(funcidx, loop, found.bridge) for loop in found.loops] if found else []
        tasks = [CompileTask((), (), 0, loop=continued.loop.entry) for continued in loops]
        tasks += [CompileTask(tuple(functions), (), 0)] if functions else []
        if tasks:
            units = [CompiledUnit.from_bytes(result) for result in compile_tasks(translation, tasks, self.processes)]
            BetterCode(run).send(units, functions, loops)
