"""Parametric and variable instructions (specification sections 4.6.2 and 4.6.3): shape only, the walker acts."""

from wasihost.ops.row import op

ROWS = (
    op("drop", 0x1A, None),
    op("select", 0x1B, None),
    op("select t", 0x1C, None, imm="valtypes"),
    op("local.get", 0x20, None, imm="localidx"),
    op("local.set", 0x21, None, imm="localidx"),
    op("local.tee", 0x22, None, imm="localidx"),
    op("global.get", 0x23, None, imm="globalidx", touches="global"),
    op("global.set", 0x24, None, imm="globalidx", touches="global"),
)
