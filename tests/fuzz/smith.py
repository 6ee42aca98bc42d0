"""Random modules of `wasm-tools smith`: a seed in, a module of what wasihost supports out."""

from __future__ import annotations

import os
import random
import subprocess
from functools import cache
from typing import NamedTuple

from tests.fuzz import world
from tests.wat import tool, wat


class Feature(NamedTuple):
    supported: bool
    smith: str | None  # option of `wasm-tools smith`; None: modules have it in any case
    wasmtime: str | None  # attribute of `wasmtime.Config`; None: Wasmtime has it in any case


# A feature that arrives changes its line.
FEATURES = {
    "sign extension": Feature(True, "sign-extension-ops-enabled", None),
    "saturating conversions": Feature(True, "saturating-float-to-int-enabled", None),
    "multiple values": Feature(True, "multi-value-enabled", "wasm_multi_value"),
    "bulk memory": Feature(True, "bulk-memory-enabled", "wasm_bulk_memory"),
    "reference types": Feature(True, "reference-types-enabled", "wasm_reference_types"),
    "extended constants": Feature(True, "extended-const-enabled", None),
    "exceptions": Feature(True, "exceptions-enabled", "wasm_exceptions"),
    "threads": Feature(True, None, "wasm_threads"),  # in some modules, see SHARES; none of them waits
    "shared memories": Feature(True, None, "shared_memory"),
    "tail calls": Feature(True, "tail-call-enabled", "wasm_tail_call"),
    "multiple memories": Feature(True, None, "wasm_multi_memory"),  # as many as MAXIMA say
    "64-bit memories": Feature(True, "memory64-enabled", "wasm_memory64"),
    "SIMD": Feature(True, "simd-enabled", "wasm_simd"),
    "relaxed SIMD": Feature(False, "relaxed-simd-enabled", "wasm_relaxed_simd"),
    "typed function references": Feature(False, None, "wasm_function_references"),
    "garbage collection": Feature(False, "gc-enabled", "wasm_gc"),
    "custom descriptors": Feature(False, "custom-descriptors-enabled", None),
    "custom page sizes": Feature(True, "custom-page-sizes-enabled", "wasm_custom_page_sizes"),
    "wide arithmetic": Feature(True, "wide-arithmetic-enabled", "wasm_wide_arithmetic"),
    "compact imports": Feature(False, "compact-imports-enabled", None),  # not in Wasmtime's package
    "shared everything": Feature(False, "shared-everything-threads-enabled", None),
}
# Small enough that filling or copying all of it takes no time, and that growing never fails for want of memory.
MAXIMA = {
    "max-memories": 3 if FEATURES["multiple memories"].supported else 1,
    "max-memory32-bytes": 1 << 20,
    "max-memory64-bytes": 1 << 20,
    "max-table-elements": 100,
    "max-tables": 4,
    "max-imports": 6,
    "max-instructions": 300,
    "max-data-segments": 6,
    "max-element-segments": 6,
}
ALWAYS = {
    "export-everything": "true",
    "canonicalize-nans": "true",  # otherwise memories may differ where the specification leaves the bits open
    "memory-max-size-required": "true",
    "table-max-size-required": "true",
    "min-types": 5,
    "min-funcs": 3,
    "min-exports": 0,
    "generate-custom-sections": "true",
    "fuel": 300,  # loops and calls until the module traps
    **MAXIMA,
}
# Kinds of modules that take turns.  Without traps deeper code runs.
SHARES: tuple[dict[str, str], ...] = (
    {},
    {"disallow-traps": "true"},
    {"disallow-traps": "true", "allow-floats": "false"},
    {"threads-enabled": "true"},
)
SEED_BYTES = (300, 1000, 3000, 6000, 12000)


@cache
def _imports() -> int:
    """Descriptor of a file with the imports that there are."""
    fd = os.memfd_create("imports")
    os.write(fd, wat(world.imports()))
    return fd


def smith(seed: int) -> bytes | None:
    """The module of a seed; None where nothing can be made of its bytes."""
    source = random.Random(seed)
    options: dict[str, object] = {"threads-enabled": "false", **ALWAYS, **SHARES[seed % len(SHARES)]}
    options |= {row.smith: str(row.supported).lower() for row in FEATURES.values() if row.smith}
    options["available-imports"] = f"/proc/self/fd/{_imports()}"
    command = [str(tool()), "smith", "--ensure-termination", *(f"--{name}={value}" for name, value in options.items())]
    data = source.randbytes(source.choice(SEED_BYTES))
    done = subprocess.run(command, input=data, capture_output=True, pass_fds=[_imports()])
    return done.stdout if done.returncode == 0 else None
