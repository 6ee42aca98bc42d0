"""Which handlers an instruction has: ops.ROWS → one Form per opcode, and numbers of others (native subset)."""

from enum import IntEnum
from functools import cache

from wasihost.baseline.shapes import SHAPES as _SHAPES
from wasihost.codegen.handlers import catalog
from wasihost.codegen.stencils.catalog import is_numeric
from wasihost.codegen.stencils.memory import calls_runtime as waits
from wasihost.layout import Struct, u8, u16
from wasihost.native import Global
from wasihost.ops import ROWS, Op
from wasihost.wasm.validator.layout import PREFIXES, shape_index


@cache
def _index() -> dict[str, int]:
    return catalog.index()


def handler(name: str) -> int:
    """The number of a handler."""
    return _index()[name]


def handlers(*names: str) -> Global:
    return Global(u16, data=b"".join(u16.encode(handler(name)) for name in names))


class Places(IntEnum):
    """Where operands of handlers may be (codegen.handlers.catalog)."""

    SLOTS = 0  # all in slots, and the result too
    UNARY = 1
    BINARY = 2


class Form(Struct):
    first: u16  # the number of the first handler, or of the first one for guarded memories
    canonical: u16  # with canonical NaNs
    branch: u16  # of a comparison: the first handler that branches if it holds; those for `unless` follow
    other: u16  # the first handler for memories that are not guarded
    places: u8
    keeps: u8  # 1: the result may stay in the accumulator
    space: u8  # of what calls the runtime: what it names, 1 a memory, 2 a table
    is_init: u8  # 1: a segment comes first
    pad3: u16
    pad4: u16


# The handlers of a binary operation, by the place of the first operand and, counted in threes, of the second.
_KINDS = "LKR"
NO_HANDLER = 0xFF
BINARY_KINDS = Global(
    data=bytes(catalog.BINARY.index(a + b) if a + b in catalog.BINARY else NO_HANDLER for a in _KINDS for b in _KINDS)
)
BINARY_COUNT = len(catalog.BINARY)
STORED_KINDS = Global(
    data=bytes(catalog.STORED.index(a + b) if a + b in catalog.STORED else NO_HANDLER for a in _KINDS for b in _KINDS)
)


def form(row: Op) -> bytes:
    lane = " 0" if "lane" in row.immediates else ""
    if is_numeric(row):
        kinds = catalog.forms(row)
        scalar = catalog.is_scalar(row)
        first = handler(f"{row.name}{lane} {kinds[0]} {'R' if scalar else 'L' * len(row.results or ())}")
        slots = "L" * len(row.params or ())
        canonical = handler(f"canonical {row.name} {slots} L") if row.arithmetic else first
        places = {1: Places.SLOTS, 2: Places.UNARY, len(catalog.BINARY): Places.BINARY}[len(kinds)]
        branch = handler(f"if {row.name} {kinds[0]}") if row.is_comparison and scalar else 0
        return Form.pack(first=first, canonical=canonical, branch=branch, places=places, keeps=scalar)
    if row.access_width is not None:
        if waits(row):
            return Form.pack(first=handler(f"{row.name} guarded"))
        names = [f"{row.name}{lane} guarded {kinds} {to}".strip() for kinds, to in catalog.access_forms(row, "guarded")]
        ((kinds, to),) = catalog.access_forms(row, "checked")
        other = handler(f"{row.name}{lane} checked {kinds} {to}".strip())
        plain = len(names) > 1
        places = Places.SLOTS if not plain else Places.UNARY if row.results else Places.BINARY
        return Form.pack(
            first=handler(names[0]),
            other=other,
            places=places,
            keeps=plain and len(names) == 2 * len(catalog.ADDRESSES),
        )
    if catalog.calls_runtime(row):
        space = 0 if not row.touches else 1 if row.touches == "memory" else 2
        return Form.pack(first=handler(f"{row.name} i32 i32"), space=space, is_init=row.name.endswith(".init"))
    return Form.pack()


def _table() -> bytes:
    rows = [Form.pack()] * max(indices.stop for indices in PREFIXES.values())
    for row in ROWS:
        rows[shape_index(row.prefix, row.opcode)] = form(row)
    return b"".join(rows)


FORMS = Global(Form, data=_table())
SHAPES = _SHAPES
