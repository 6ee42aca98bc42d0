"""Facts about functions that follow from all bodies together."""

from __future__ import annotations

from typing import NamedTuple

from wasihost.abi import PREVIEW1_MODULE, UNSTABLE_MODULE, ExternKind
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.module import Module
from wasihost.wasm.types import is_reference

NEVER_THROWS = (PREVIEW1_MODULE, UNSTABLE_MODULE)


class FunctionFacts(NamedTuple):
    """A flag per function, or None where none has it."""

    may_throw: bytes | None = None  # it may end in an exception; else it needs no unwind information, its calls no pads
    has_own_convention: bytes | None = None  # it makes a tail call or may be called by one: see `convention`


def find_facts(module: Module, bodies: BodyValidator) -> FunctionFacts:
    return FunctionFacts(_may_throw(module, bodies), _find_own_convention(module, bodies))


def _may_throw(module: Module, bodies: BodyValidator) -> bytes | None:
    """Functions that throw, those that may call anything, and all that call them."""
    if _is_closed(module):
        return None
    imported = [i for i in module.imports if i.kind == ExternKind.FUNC]
    return bodies.spread_throwing(i for i, import_ in enumerate(imported) if import_.module not in NEVER_THROWS)


def _is_closed(module: Module) -> bool:
    """No exception can be made here or come in through a function or a reference from outside.

    A module that stands for WASI may still throw into a function that is compiled as one that never throws.  The
    unwinder does not enter the frames of such a function or those around it: `runtime.exception.find_handler`.
    """
    imports = [
        i for i in module.imports if i.kind in (ExternKind.TABLE, ExternKind.GLOBAL) or i.module not in NEVER_THROWS
    ]
    references = any(is_reference(valtype) for type_ in module.types for valtype in type_.params + type_.results)
    tables = any(export.kind == ExternKind.TABLE for export in module.exports)
    globals_ = any(is_reference(global_.valtype) for global_ in module.globals)
    return not (module.tags or imports or references or tables or globals_)


def _find_own_convention(module: Module, bodies: BodyValidator) -> bytes | None:
    flags = bytearray(bodies.tails)
    if flags.pop():  # a tail call through a reference, which may be to any function that has escaped
        for funcidx in module.escaped_functions:
            flags[funcidx] = 1
    return bytes(flags) if any(flags) else None
