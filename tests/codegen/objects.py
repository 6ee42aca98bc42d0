"""What tests of code generation start from: objects and assembly made by LLVM, and machine code that can be called."""

import ctypes
import functools
import mmap
import platform
from typing import NamedTuple

import pytest

from wasihost import pool
from wasihost.codegen import llvm

HOST = platform.machine()
LEVELS = sorted(llvm.PIPELINES)
on_x86_64 = pytest.mark.skipif(HOST != "x86_64", reason="runs x86-64 code")


class Unit(NamedTuple):
    size: int = 0


@functools.cache
def compile(ir: str, level: str = "fast", architecture: str = HOST, emit: str = "obj"):
    """Compile IR text in a worker, because the flags of a level stay in its process."""

    def work(_: Unit) -> bytes:
        result = llvm.compile_ir(ir, level, emit=emit, target=llvm.baseline_target(architecture))
        return result if emit == "obj" else result.encode()

    result = pool.run([Unit()], work, jobs=1)[0]
    return result if emit == "obj" else result.decode()


def in_worker(work) -> bytes:
    """Run a function that would change this process for good."""
    return pool.run([Unit()], lambda _: work(), jobs=1)[0]


class Code:
    """An image of machine code in memory; `code.call(offset, *integers)` calls a function in it."""

    def __init__(self, image: bytes) -> None:
        self.memory = mmap.mmap(-1, len(image), prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        self.memory.write(bytes(image))
        self.address = ctypes.addressof(ctypes.c_char.from_buffer(self.memory))

    def call(self, offset: int, *args: int, result=ctypes.c_int64) -> int | float:
        function = ctypes.CFUNCTYPE(result, *[ctypes.c_int64] * len(args))(self.address + offset)
        return function(*args)
