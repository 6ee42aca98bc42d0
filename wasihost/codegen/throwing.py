"""Which functions may end in an exception: those that throw, those that may call anything, and all that call them.

A function that cannot throw needs no unwind information, and calls of it need no landing pad.
"""

from __future__ import annotations

import re

from wasihost.abi import ExternKind
from wasihost.codegen.tokens import body_code, split, unsigned
from wasihost.wasm.module import Module
from wasihost.wasm.types import REFERENCE_TYPES

_CALL, _SOURCES = 0x10, b"\x08\x0a\x11"  # throw, throw_ref, call_indirect
NEVER_THROWS = ("wasi_snapshot_preview1", "wasi_unstable")


def may_throw(module: Module) -> bytes | None:
    """A flag per function, or None if no function can throw."""
    if _is_closed(module):
        return None
    flags = bytearray(len(module.functions))
    imported = [i for i in module.imports if i.kind == ExternKind.FUNC]
    for funcidx, import_ in enumerate(imported):
        flags[funcidx] = import_.module not in NEVER_THROWS
    callers: dict[int, list[int]] = {}
    for funcidx, body in enumerate(module.bodies, module.imported_functions):
        for token in set(split(body_code(module, body)[1])):
            if token[0] == _CALL:
                callers.setdefault(unsigned(token, 1)[0], []).append(funcidx)
            elif token[0] in _SOURCES:
                flags[funcidx] = 1
    waiting = [funcidx for funcidx, flag in enumerate(flags) if flag]
    while waiting:
        for caller in callers.get(waiting.pop(), ()):
            if not flags[caller]:
                flags[caller] = 1
                waiting.append(caller)
    return bytes(flags)


def _is_closed(module: Module) -> bool:
    """No exception can be made here or come in through a function or a reference from outside."""
    imports = [i for i in module.imports if i.kind in (ExternKind.TABLE, ExternKind.GLOBAL) or i.module not in NEVER_THROWS]
    references = any(not REFERENCE_TYPES.isdisjoint(type_.params + type_.results) for type_ in module.types)
    tables = any(export.kind == ExternKind.TABLE for export in module.exports)
    return not (module.tags or imports or references or tables)
