"""Texts of stencils → machine code and its references."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from typing import NamedTuple

from wasihost import pool
from wasihost.abi import Trap
from wasihost.codegen import llvm
from wasihost.codegen.link.elf import STT_SECTION, Object, read_object
from wasihost.codegen.stencils import x86_64
from wasihost.codegen.translate.template import TYPE_NAMES
from wasihost.errors import InternalError

CHUNK = 1500  # functions in one LLVM module; the time of larger modules grows faster than their size
HEAD = ", ".join(f"{type_} %{name}" for name, type_ in x86_64.PARAMETERS)
TARGETS = ("target", "constant")  # names of references that the stitcher fills
_DECLARED = ("next", "target", *(f"trap.{trap.value}" for trap in Trap))
# Stencils that end in a branch are optimized for size: only then does LLVM jump to `target` directly.
_ATTRIBUTES = """
attributes #0 = { nounwind null_pointer_is_valid }
attributes #1 = { nounwind null_pointer_is_valid optsize }
@constant = external hidden constant <2 x i64>
"""


class Reference(NamedTuple):
    """A 4-byte distance from the end of its instruction, which is `past` bytes after the first byte of the distance."""

    place: int
    name: str  # "next", which is the stencil's end, one of TARGETS, "trap.N", or "pool." and the bytes of a constant
    past: int


class Code(NamedTuple):
    """The code of one stencil as LLVM compiled it, without the jump at its end."""

    bytes: bytes
    references: tuple[Reference, ...]


class _Chunk(NamedTuple):
    first: int
    bodies: Sequence[str]

    @property
    def size(self) -> int:
        return len(self.bodies)

    def __str__(self) -> str:
        return f"stencils from {self.first} on"


def compile_bodies(bodies: Sequence[str], target: llvm.Target) -> list[Code]:
    """Compile in separate processes, because LLVM's flags differ from those for wasm."""
    if not bodies:
        return []
    size = max(1, min(CHUNK, -(-len(bodies) // pool.processors())))
    chunks = [_Chunk(first, bodies[first : first + size]) for first in range(0, len(bodies), size)]

    def work(chunk: _Chunk) -> bytes:
        return pickle.dumps(_compile(chunk.bodies, target))

    return [code for result in pool.run(chunks, work, jobs=pool.processors()) for code in pickle.loads(result)]


def _compile(bodies: Sequence[str], target: llvm.Target) -> list[Code]:
    text = f"{TYPE_NAMES}\n{_ATTRIBUTES}"
    text += "".join(f"declare hidden ghccc void @{name}({HEAD})\n" for name in _DECLARED)
    text += "".join(
        f"define ghccc void @s{number}({HEAD}) #{int('@target(' in body)} {{\n{body}}}\n"
        if "musttail" in body
        else f"define void @s{number}() naked nounwind {{\n{body}}}\n"
        for number, body in enumerate(bodies)
    )
    obj = read_object(llvm.compile_stencils(text, target))
    section = obj.find(".text")
    assert section is not None
    places = {symbol.name: symbol for symbol in obj.symbols if symbol.section == section}
    found = [places[f"s{number}"] for number in range(len(bodies))]
    references: list[dict[int, Reference]] = [{} for _ in found]
    starts = sorted((symbol.value, number) for number, symbol in enumerate(found))
    at = 0
    for offset, type_, symbol, addend in sorted(obj.relocations(section)):
        while at + 1 < len(starts) and starts[at + 1][0] <= offset:
            at += 1
        start, number = starts[at]
        references[number][offset - start] = _reference(obj, offset - start, type_, symbol, addend)
    data = obj.sections[section].data
    return [
        _cut(data[symbol.value : symbol.value + symbol.size], refers)
        for symbol, refers in zip(found, references, strict=True)
    ]


def _reference(obj: Object, place: int, type_: int, index: int, addend: int) -> Reference:
    symbol = obj.symbols[index]
    if type_ not in (x86_64.PC32, x86_64.PLT32):
        raise InternalError(f"a stencil refers to `{symbol.name}` by a relocation of type {type_}")
    name = symbol.name
    if name not in (*_DECLARED, "constant"):
        section = obj.sections[symbol.section]
        if not section.name.startswith(".rodata.cst"):
            raise InternalError(f"a stencil refers to `{name}`, which is no constant")
        size = int(section.name.removeprefix(".rodata.cst"))
        start = symbol.value
        past = -addend
        if symbol.type == STT_SECTION:  # the addend says where in the section
            raise InternalError("a stencil refers to a constant by its section")
        return Reference(place, "pool." + section.data[start : start + size].ljust(16, b"\0").hex(), past)
    return Reference(place, name, -addend)


def _cut(code: bytes, references: dict[int, Reference]) -> Code:
    """Remove the final jump, so that the code falls through to the next stencil."""
    size = len(code)
    last = references.get(size - 4)
    if last is not None and code[size - 5] == x86_64.JUMP:
        before = references.get(size - 9)
        if last.name == "next":
            size -= 5
            del references[size + 1]
        elif last.name == "target" and before and before.name == "next" and code[size - 11] == x86_64.CONDITIONAL:
            # jcc next; jmp target → the opposite jcc target
            del references[size - 4], references[size - 9]
            size -= 5
            code = code[: size - 5] + bytes([code[size - 5] ^ 1]) + code[size - 4 : size]
            references[size - 4] = last._replace(place=size - 4)
    return Code(code[:size], tuple(references.values()))
