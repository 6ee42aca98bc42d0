"""All handlers as one piece of machine code, which can lie anywhere; kept in the user's cache like the stencils."""

from __future__ import annotations

import fcntl
import os
import struct
from collections.abc import Callable, Sequence
from typing import NamedTuple

from wasihost import pool
from wasihost.abi import Trap
from wasihost.codegen import llvm
from wasihost.codegen.handlers.catalog import catalog
from wasihost.codegen.handlers.text import HEAD
from wasihost.codegen.link.image import CompiledUnit, link_image, prepare
from wasihost.codegen.native_image import write
from wasihost.codegen.stencils.library import target
from wasihost.codegen.translate.template import TYPE_NAMES
from wasihost.host import library

# The sources of a set.
SOURCES = (
    *("abi", "elf.py", "layout.py", "ops", "codegen/stencils", "codegen/handlers", "codegen/link", "codegen/llvm.py"),
    *("codegen/translate/template.py", "runtime/image.py"),
)
HEADER = 64  # bytes that precede the code
CHUNK = 500  # functions in one LLVM module
ATTRIBUTES = "attributes #0 = { nounwind null_pointer_is_valid }\n!0 = !{}\n"


class _Chunk(NamedTuple):
    first: int
    texts: Sequence[str]

    @property
    def size(self) -> int:
        return len(self.texts)

    def __str__(self) -> str:
        return f"handlers from {self.first} on"


def texts(name: str) -> list[str]:
    """The IR of all handlers for a set of CPUs."""
    features = llvm.features(target(name))
    return [handler.write(features) for handler in catalog()]


def module_text(first: int, bodies: Sequence[str]) -> str:
    traps = "".join(
        f"define internal ghccc void @trap.{trap.value}({HEAD}) #0 {{\n"
        f"call void @llvm.ubsantrap(i8 {trap.value})\nunreachable\n}}\n"
        for trap in Trap
    )
    handlers = "".join(
        f"define ghccc void @h{first + n}({HEAD}) #0 {{\nentry:\n{body}\n}}\n" for n, body in enumerate(bodies)
    )
    return f"{TYPE_NAMES}\n{ATTRIBUTES}{traps}{handlers}"


def _compiled(bodies: Sequence[str], work: Callable[[str], bytes]) -> list[bytes]:
    """What `work` makes of each LLVM module, in separate processes, because LLVM's flags differ from those for wasm."""
    chunks = [_Chunk(first, bodies[first : first + CHUNK]) for first in range(0, len(bodies), CHUNK)]
    return pool.run(chunks, lambda chunk: work(module_text(chunk.first, chunk.texts)), jobs=pool.processors())


def assembly(name: str) -> str:
    """All handlers of a set in the assembler's syntax; the label of each is `h` and its number."""
    done = _compiled(texts(name), lambda text: llvm.compile_stencils(text, target(name), emit="asm").encode())
    return b"".join(done).decode()


def build(name: str) -> bytes:
    """The number of handlers (u32), the offset of each (u32), and the code."""
    bodies = texts(name)
    done = _compiled(bodies, lambda text: prepare(llvm.compile_stencils(text, target(name))).to_bytes())
    image = link_image([CompiledUnit.from_bytes(unit) for unit in done])
    offsets = [HEADER + image.symbols[f"h{n}"] for n in range(len(bodies))]
    code = struct.pack("<Q", HEADER + len(image.code)).ljust(HEADER, b"\0") + bytes(image.code)
    return struct.pack(f"<I{len(offsets)}I", len(offsets), *offsets) + code


def code(name: str) -> bytes:
    """The code; its first 8 bytes are its size."""
    data = load(name)
    return data[4 + 4 * int.from_bytes(data[:4], "little") :]


def offsets(name: str) -> bytes:
    """u32 of each handler."""
    data = load(name)
    return data[4 : 4 + 4 * int.from_bytes(data[:4], "little")]


def path(name: str) -> str:
    digest = library.digest(SOURCES, llvm.VERSION.encode())
    return library.cache_path(f"handlers-{name}-{digest}")


def load(name: str) -> bytes:
    """A set, which may have to be built first."""
    with open(library.open_built(ensure(name)), "rb") as file:
        return file.read()


def ensure(name: str) -> str:
    """Build a set unless it exists; if several processes want it, one builds it.  The path of its file."""
    where = path(name)
    if not os.path.exists(where):
        os.makedirs(folder := os.path.dirname(where), mode=0o700, exist_ok=True)
        lock = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not os.path.exists(where):
                write(where, build(name), 0o644)
        finally:
            os.close(lock)
    return where
