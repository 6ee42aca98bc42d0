"""Exceptions (specification section 4.6.8, release 3.0).  No row has a meaning: the code depends on context."""

from wasihost.ops.row import op

ROWS = (
    op("throw", 0x08, None, imm="tagidx"),
    op("throw_ref", 0x0A, None),
    op("try_table", 0x1F, None, imm="blocktype catches", fuel="none"),
)
