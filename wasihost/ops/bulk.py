"""Bulk instructions on memories and tables (specification sections 4.6.6 and 4.6.7): the runtime does the work."""

from wasihost.ops.row import op

ROWS = (
    op("memory.init", (0xFC, 8), "i32 i32 i32 ->", imm="dataidx memidx", touches="memory"),
    op("data.drop", (0xFC, 9), "->", imm="dataidx"),
    op("memory.copy", (0xFC, 10), "i32 i32 i32 ->", imm="memidx memidx", touches="memory"),
    op("memory.fill", (0xFC, 11), "i32 i32 i32 ->", imm="memidx", touches="memory"),
    op("table.init", (0xFC, 12), "i32 i32 i32 ->", imm="elemidx tableidx", touches="table"),
    op("elem.drop", (0xFC, 13), "->", imm="elemidx"),
    op("table.copy", (0xFC, 14), "i32 i32 i32 ->", imm="tableidx tableidx", touches="table"),
)
