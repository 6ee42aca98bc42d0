"""Bulk instructions on memories and tables (specification sections 4.6.6 and 4.6.7): the runtime does the work.

memory.init and table.init name their segment first, and the memory or table that they write to second.
"""

from wasihost.ops.row import Op, op

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


_FUEL = {"memory": "bytes", "table": "entries"}


def _bulk(name: str, opcode: int, signature: str, ir: str, imm: str) -> Op:
    space = name.partition(".")[0]
    return op(name, (0xFC, opcode), signature, ir.replace("SPACE", space), imm=imm, touches=space, fuel=_FUEL[space])


ROWS = (
    _bulk("memory.init", 8, "addr i32 i32 ->", _INIT, "dataidx memidx"),
    op("data.drop", (0xFC, 9), "->", "call void @data_drop(ptr %vm, i32 $0)", imm="dataidx"),
    _bulk("memory.copy", 10, "addr addr2 count ->", _COPY, "memidx memidx"),
    _bulk("memory.fill", 11, "addr i32 addr ->", _FILL, "memidx"),
    _bulk("table.init", 12, "addr i32 i32 ->", _INIT, "elemidx tableidx"),
    op("elem.drop", (0xFC, 13), "->", "call void @elem_drop(ptr %vm, i32 $0)", imm="elemidx"),
    _bulk("table.copy", 14, "addr addr2 count ->", _COPY, "tableidx tableidx"),
)
