"""Reference and table instructions (specification sections 4.6.5 and 4.6.6)."""

from wasihost.ops.row import op

ROWS = (
    op("table.get", 0x25, None, imm="tableidx", touches="table"),
    op("table.set", 0x26, None, imm="tableidx", touches="table"),
    op("ref.null", 0xD0, None, imm="reftype"),
    op("ref.is_null", 0xD1, None),
    op("ref.func", 0xD2, "-> funcref", imm="funcidx"),
    op("table.grow", (0xFC, 15), None, imm="tableidx", touches="table"),
    op("table.size", (0xFC, 16), "-> i32", imm="tableidx", touches="table"),
    op("table.fill", (0xFC, 17), None, imm="tableidx", touches="table"),
)
