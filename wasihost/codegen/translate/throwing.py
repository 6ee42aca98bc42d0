"""Which functions may end in an exception: those that throw, those that may call anything, and all that call them.

A function that cannot throw needs no unwind information, and calls of it need no landing pad.
"""

from __future__ import annotations

from wasihost.abi import ExternKind
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.module import Module
from wasihost.wasm.types import is_reference

NEVER_THROWS = ("wasi_snapshot_preview1", "wasi_unstable")


def may_throw(module: Module, bodies: BodyValidator) -> bytes | None:
    """A flag per function, or None if no function can throw."""
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
