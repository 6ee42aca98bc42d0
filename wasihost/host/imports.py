"""The functions that WASI provides, and the errors for imports that it does not provide."""

from __future__ import annotations

import os
from ctypes import c_int64, c_uint64, create_string_buffer
from typing import TYPE_CHECKING

from wasihost import abi, errors
from wasihost.host import library

if TYPE_CHECKING:
    from wasihost.host.symbols import Artifact, Import


def import_failure(artifact: Artifact, import_index: int, fault: int) -> errors.LinkError:
    """The error for all missing imports, or for the import whose type differs."""
    if fault == abi.InstantiationFault.INCOMPATIBLE_IMPORT:
        wrong = artifact.imports[import_index]
        return errors.LinkError(
            f"incompatible import type: `{wrong.path}` is {wrong.type_text()}",
            hint=f"in preview 1 it is function {signature(wrong.name)}"
            if wrong.module == abi.PREVIEW1_MODULE
            else None,
        )
    return missing_imports([i for i in artifact.imports if not provided(i.module, i.name, i.kind)])


def check_imports(imports: list[Import]) -> None:
    """Raises errors.LinkError for all imports that WASI does not provide.  Linking checks their types."""
    if missing := [i for i in imports if not provided(i.module, i.name, i.kind)]:
        raise missing_imports(missing)


WASI = (abi.PREVIEW1_MODULE, abi.UNSTABLE_MODULE)


def missing_imports(missing: list[Import]) -> errors.UnknownImports:
    several = len(missing) > 1
    why = "WASI preview 1 does not have" if all(i.module in WASI for i in missing) else None
    why = f"{why} {'them' if several else 'it'}" if why else f"wasihost provides `{abi.PREVIEW1_MODULE}` only"
    return errors.UnknownImports(
        f"unknown import{'s' if several else ''}: {why}",
        lines=[f"  `{i.path}`: {i.type_text()}" for i in missing],
        replaceable=all(i.kind == abi.ExternKind.FUNC for i in missing),
    )


def provided(module: str, name: str, kind: int) -> bool:
    """Whether WASI has a function with this name."""
    raw_module, raw_name = module.encode(), name.encode()
    return kind == abi.ExternKind.FUNC and bool(
        library.load().wasi_lookup(
            raw_module, c_uint64(len(raw_module)), raw_name, c_uint64(len(raw_name)), create_string_buffer(64)
        )
    )


def misnamed(filter: str) -> str | None:
    """The first name in the filter of a trace that matches no WASI function."""
    raw, find = os.fsencode(filter), library.load().wasi_trace_misnamed
    find.restype = c_int64
    at = find(raw)
    return None if at < 0 else os.fsdecode(raw[at:].partition(b",")[0])


def near(name: str) -> str | None:
    """The WASI function with the most similar name."""
    from wasihost.wasi.preview1 import FUNCTIONS

    return errors.nearest(name, (row[0].name for row in FUNCTIONS))


def signature(name: str) -> str:
    """The signature of a WASI function: `(i32, i64) -> (i32)`."""
    from wasihost.wasi.preview1 import FUNCTIONS

    types = next(row[1] for row in FUNCTIONS if row[0].name == name)
    return " -> ".join(f"({', '.join(side.split())})" for side in types.split("->"))
