"""All that can be seen of a module, as lines that compare: accepted or not, each call, what it left behind.

A host answers the same questions as any other; which ones there are follows from the module.  What stands behind a tab
in a line is for readers and does not count.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from wasihost.abi import ExternKind
from wasihost.errors import WasihostError
from wasihost.wasm.decoder import decode
from wasihost.wasm.module import Module

ROUNDS = 6  # instances of a module; in each another function is called first, with all the fuel there is
EXHAUSTED = "call stack exhausted"  # the size of a stack is not specified: nothing that follows compares

# Arguments, as bits.  References: 0 is null, others are what a host makes of the number; functions are always null.
VALUES = {
    "i32": (0, 1, 0xFFFFFFFF, 0x80000000, 0x7FFFFFFF, 0x10000, 100, 0xFFFF8000),
    "i64": (0, 1, (1 << 64) - 1, 1 << 63, (1 << 63) - 1, 1 << 32, 100, 0xFFFFFFFF80000000),
    "f32": (0, 0x80000000, 0x3F800000, 0x7F800000, 0xFF800000, 0x7FC00000, 1, 0x4F000000, 0xCF000001),
    "f64": (0, 1 << 63, 0x3FF0 << 48, 0x7FF0 << 48, 0xFFF0 << 48, 0x7FF8 << 48, 1, 0x41E0 << 48, 0xC3E0 << 48 | 1),
    "funcref": (0,),
    "externref": (0, 1, 2),
}
# The exponent of a NaN, and what all NaNs are compared as: the specification leaves most of their bits open.
NANS = {"f32": (0x7F800000, 0x7FFFFFFF, 0x7FC00000), "f64": (0x7FF << 52, (1 << 63) - 1, 0x7FF8 << 48)}


class Failure(Exception):
    """What a host said instead of doing what it should: `refused`, `unlinkable`, or a trap in our words."""


class Function(NamedTuple):
    name: str
    params: tuple[str, ...]
    results: tuple[str, ...]


class Host(Protocol):
    """A module under a host, in a state that `instantiate` makes new.  Everything raises Failure.

    Values are bits; a function as a value is 1 if it is not null.  `""` is the module, `world` what it imports from.
    """

    def accept(self, data: bytes) -> None: ...
    def instantiate(self) -> None: ...
    def call(self, function: Function, args: Sequence[int]) -> Sequence[int]: ...
    def memory(self, of: str, name: str) -> bytes: ...
    def global_(self, of: str, name: str, type_: str) -> int: ...
    def table(self, of: str, name: str, type_: str) -> Sequence[int]: ...


class Surface(NamedTuple):
    """What of a module can be called and looked at."""

    functions: list[Function]
    memories: list[str]
    globals: list[tuple[str, str]]
    tables: list[tuple[str, str]]


def surface(data: bytes) -> Surface:
    """Exports, but for those with types that cannot be had outside of wasm.  WasihostError: malformed."""
    module = decode(data)
    functions = [
        Function(export.name, *module.function_type(export.index))
        for export in module.exports
        if export.kind == ExternKind.FUNC
    ]
    return Surface(
        [function for function in functions if VALUES.keys() >= {*function.params, *function.results}],
        [export.name for export in module.exports if export.kind == ExternKind.MEMORY],
        _typed(module, ExternKind.GLOBAL, [global_.valtype for global_ in module.globals]),
        _typed(module, ExternKind.TABLE, [table.type.element for table in module.tables]),
    )


def _typed(module: Module, kind: ExternKind, types: Sequence[str]) -> list[tuple[str, str]]:
    exports = [(export.name, types[export.index]) for export in module.exports if export.kind == kind]
    return [(name, type_) for name, type_ in exports if type_ in VALUES]


# ------------------------------------------------------------------------------------------------------- the questions
def observe(host: Host, data: bytes, world: Surface) -> Iterator[str]:
    """Lines.  `world` is what the module may import from, which it may change."""
    try:
        host.accept(data)
    except Failure as failure:
        yield str(failure)
        return
    yield "accepted"
    try:
        module = surface(data)
    except WasihostError:
        return  # the other host says that it is refused
    for turn in range(max(1, min(ROUNDS, len(module.functions)))):
        yield from _instance(host, module, world, turn)


def _instance(host: Host, module: Surface, world: Surface, turn: int) -> Iterator[str]:
    try:
        host.instantiate()
    except Failure as failure:
        yield f"instantiate: {failure}"
        if EXHAUSTED not in str(failure):
            yield from _state(host, "world", world)
        return
    yield from _state(host, "", module)
    for function in module.functions[turn:] + module.functions[:turn]:
        args = [VALUES[type_][(turn * 5 + n * 3) % len(VALUES[type_])] for n, type_ in enumerate(function.params)]
        try:
            results = host.call(function, args)
            outcome = " ".join(map(_shown, function.results, results))
        except Failure as failure:
            outcome = str(failure)
        yield f"call {function.name!r} {' '.join(map(_shown, function.params, args))} -> {outcome}"
        if EXHAUSTED in outcome:
            return
    yield from _state(host, "", module)
    yield from _state(host, "world", world)


def _state(host: Host, of: str, what: Surface) -> Iterator[str]:
    for name in what.memories:
        data = host.memory(of, name)
        yield f"memory {of}{name!r}: {len(data)} bytes, {hashlib.sha256(data).hexdigest()[:16]}"
    for name, type_ in what.globals:
        yield f"global {of}{name!r}: {_shown(type_, host.global_(of, name, type_))}"
    for name, type_ in what.tables:
        entries = host.table(of, name, type_)
        digest = hashlib.sha256(struct.pack(f"<{len(entries)}Q", *entries)).hexdigest()[:16]
        yield f"table {of}{name!r}: {len(entries)} {type_}, {sum(map(bool, entries))} not null, {digest}"


def _shown(type_: str, bits: int) -> str:
    if type_ in NANS:
        exponent, magnitude, canonical = NANS[type_]
        if bits & magnitude > exponent:
            bits = canonical
    return f"{type_}:{bits:#x}"
