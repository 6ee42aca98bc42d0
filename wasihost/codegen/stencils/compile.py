"""Texts of stencils → machine code and its references."""

from __future__ import annotations

import pickle
import re
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from wasihost import pool
from wasihost.abi import Trap
from wasihost.codegen import llvm
from wasihost.codegen.link.elf import STT_SECTION, Object, read_object
from wasihost.codegen.stencils import x86_64
from wasihost.codegen.translate.template import TYPE_NAMES
from wasihost.errors import InternalError

CHUNK = 1500  # functions in one LLVM module; the time of larger modules grows faster than their size
GROUP = 50  # bodies in one function
HEAD = ", ".join(f"{type_} %{name}" for name, type_ in x86_64.PARAMETERS)
TARGETS = ("target", "constant")  # names of references that the stitcher fills
_VALUE = re.compile(rf"%(?!(?:v128|{'|'.join(name for name, _ in x86_64.PARAMETERS)})\b)([\w.]+)")
_DECLARED = ("next", "target", *(f"trap.{trap.value}" for trap in Trap))
# Stencils that end in a branch are optimized for size: only then does LLVM jump to `target` directly.
_ATTRIBUTES = """
attributes #0 = { nounwind null_pointer_is_valid "no-realign-stack" }
attributes #1 = { nounwind null_pointer_is_valid "no-realign-stack" optsize }
@constant = external hidden constant <2 x i64>
@which = external hidden global ptr
!llvm.module.flags = !{!0}
!0 = !{i32 1, !"override-stack-alignment", i32 8}
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
    """Compile bodies without branches in functions that they share, except those that cannot be told apart there."""
    alone = [n for n, body in enumerate(bodies) if "\nbr " in f"\n{body}"]
    shared = sorted(set(range(len(bodies))) - set(alone))
    found: dict[int, Code] = {}
    while shared or alone:
        groups = [shared[n : n + GROUP] for n in range(0, len(shared), GROUP)]
        made, alone = _compile_module(bodies, groups, alone, target)
        found |= made
        shared = [n for n in shared if n not in found and n not in alone]
    return [found[n] for n in range(len(bodies))]


def _compile_module(
    bodies: Sequence[str], groups: Sequence[Sequence[int]], alone: Sequence[int], target: llvm.Target
) -> tuple[dict[int, Code], list[int]]:
    """Code by number; and the bodies because of which there is no code of their groups."""
    text = module_text({n: bodies[n] for n in alone}, [{n: bodies[n] for n in group} for group in groups])
    obj = read_object(llvm.compile_stencils(text, target))
    section = obj.find(".text")
    assert section is not None
    symbols = {symbol.name: symbol for symbol in obj.symbols if symbol.section == section}
    code = obj.sections[section].data
    spans = {n: (symbols[f"s{n}"].value, symbols[f"s{n}"].value + symbols[f"s{n}"].size) for n in alone}
    for number, group in enumerate(groups):
        start, size = symbols[f"g{number}"].value, symbols[f"g{number}"].size
        places = [*(symbols[f"s{n}"].value for n in group), start + size]
        if code[start : start + len(x86_64.JUMP_TO)] == x86_64.JUMP_TO and places[0] == start + len(x86_64.JUMP_TO) + 4:
            spans |= zip(group, pairwise(places), strict=True)
    relocations = sorted(obj.relocations(section))
    found = {}
    for n, (start, end) in spans.items():
        some = relocations[bisect_left(relocations, (start,)) : bisect_left(relocations, (end,))]
        references = tuple(_reference(obj, offset - start, *rest) for offset, *rest in some)
        found[n] = Code(code[start:end], references)
    suspects = []
    for group in groups:
        parts = [n for n in group if n not in found or not _is_whole(found[n])]
        suspects += parts
        for n in group if parts else ():
            found.pop(n, None)
    return {n: _cut(each) for n, each in found.items()}, suspects


def module_text(alone: dict[int, str], groups: Sequence[dict[int, str]] = ()) -> str:
    """IR of functions that have one body, and of such that have several."""
    text = [f"{TYPE_NAMES}\n{_ATTRIBUTES}"]
    text += (f"declare hidden ghccc void @{name}({HEAD})\n" for name in _DECLARED)
    text += (_group(number, group) for number, group in enumerate(groups))
    text += (f"define ghccc void @s{n}({HEAD}) #{int('@target(' in body)} {{\n{body}}}\n" for n, body in alone.items())
    return "".join(text)


def _group(number: int, bodies: dict[int, str]) -> str:
    """A function that begins with a jump to any of the bodies, each of which begins with a symbol.

    LLVM takes most of the time for each function, whatever its size.
    """
    labels = ", ".join(f"label %s{n}" for n in bodies)
    parts = (f's{n}:\ncall void asm sideeffect "s{n}:", ""()\n{_renamed(body, n)}' for n, body in bodies.items())
    jump = f"%which = load volatile ptr, ptr @which\nindirectbr ptr %which, [{labels}]"
    return f"define ghccc void @g{number}({HEAD}) #0 {{\n{jump}\n{''.join(parts)}}}\n"


def _renamed(body: str, number: int) -> str:
    return _VALUE.sub(lambda value: f"%s{number}.{value[1]}", body)


def _is_whole(code: Code) -> bool:
    """Whether code that shares a function ends in the only jump out of it, so it has no part of another one's."""
    last = len(code.bytes) - 4
    return code.bytes[last - 1] == x86_64.JUMP and [each.place for each in code.references if each.name == "next"] == [
        last
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


def _cut(whole: Code) -> Code:
    """Remove the final jump, so that the code falls through to the next stencil."""
    code, references = whole.bytes, {each.place: each for each in whole.references}
    if x86_64.SAVED.search(code):
        raise InternalError("a stencil uses a register for something else that belongs to the frame or the instance")
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
