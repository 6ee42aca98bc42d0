"""Bulk instructions on memories and tables (specification sections 4.6.6 and 4.6.7): the runtime does the work.

memory.init and table.init name their segment first and what they write to second.
"""

from wasihost.ops.row import op

_COPY = """
    %to = address %a
    %from = address %b
    %count = address %c
    call void @SPACE_copy(ptr %vm, i32 $0, i32 $1, i64 %to, i64 %from, i64 %count)
"""
_FILL = """
    %to = address %a
    %count = address %c
    call void @memory_fill(ptr %vm, i32 $0, i64 %to, i32 %b, i64 %count)
"""
_INIT = """
    %to = address %a
    call void @SPACE_init(ptr %vm, i32 $1, i32 $0, i64 %to, i32 %b, i32 %c)
"""


def _of(space: str, ir: str) -> str:
    return ir.replace("SPACE", space)


# fmt: off
ROWS = (
    op("memory.init", (0xFC, 8), "addr i32 i32 ->", _of("memory", _INIT), imm="dataidx memidx", touches="memory"),
    op("data.drop", (0xFC, 9), "->", "call void @data_drop(ptr %vm, i32 $0)", imm="dataidx"),
    op("memory.copy", (0xFC, 10), "addr addr2 count ->", _of("memory", _COPY), imm="memidx memidx", touches="memory"),
    op("memory.fill", (0xFC, 11), "addr i32 addr ->", _FILL, imm="memidx", touches="memory"),
    op("table.init", (0xFC, 12), "addr i32 i32 ->", _of("table", _INIT), imm="elemidx tableidx", touches="table"),
    op("elem.drop", (0xFC, 13), "->", "call void @elem_drop(ptr %vm, i32 $0)", imm="elemidx"),
    op("table.copy", (0xFC, 14), "addr addr2 count ->", _of("table", _COPY), imm="tableidx tableidx", touches="table"),
)
# fmt: on
