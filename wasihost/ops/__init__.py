"""Every instruction once: encoding, immediates, signature, meaning as LLVM IR.  `row.py` is the legend.

BY_NAME["i32.add"], BY_CODE[0x00, 0x6A], ROWS
"""

from wasihost.ops import (
    atomic,
    bulk,
    control,
    conversion,
    exception,
    float_,
    integer,
    memory,
    reference,
    relaxed,
    variable,
    vector,
    vector_float,
    vector_memory,
)
from wasihost.ops.row import Op

__all__ = ["BY_CODE", "BY_NAME", "ROWS", "Op"]

_TABLES = (
    *(control, exception, variable, memory, integer, float_, conversion, reference, bulk, atomic),
    *(vector_memory, vector, vector_float, relaxed),
)
BY_CODE: dict[tuple[int, int], Op] = {(row.prefix, row.opcode): row for table in _TABLES for row in table.ROWS}
ROWS: tuple[Op, ...] = tuple(BY_CODE[code] for code in sorted(BY_CODE))
BY_NAME: dict[str, Op] = {row.name: row for row in ROWS}
