"""Reference and table instructions (specification sections 4.6.5 and 4.6.6): each row's meaning as LLVM IR.

A reference is a pointer, null is null.  Entries are volatile for the reason that memory is.
"""

from wasihost.ops.row import op

_ENTRY = """
    %outside = icmp uge addr %a, %length
    trap %outside, TABLE_OUT_OF_BOUNDS
    %index = address %a
    %entry = getelementptr ptr, ptr %table, i64 %index
"""

ROWS = (
    op(
        "table.get", 0x25, None, _ENTRY + "%r = load volatile ptr, ptr %entry, align 8", imm="tableidx", touches="table"
    ),
    op("table.set", 0x26, None, _ENTRY + "store volatile ptr %b, ptr %entry, align 8", imm="tableidx", touches="table"),
    op("ref.null", 0xD0, None, imm="heaptype"),
    op("ref.is_null", 0xD1, None, "%r = icmp eq ptr %a, null"),
    op("ref.func", 0xD2, None, imm="funcidx"),
    op("ref.as_non_null", 0xD4, None, "%null = icmp eq ptr %a, null\ntrap %null, NULL_REFERENCE"),
    op(
        "table.grow",
        (0xFC, 15),
        None,
        """
        %delta = address %b
        %old = call i64 @table_grow(ptr %vm, i32 $0, ptr %a, i64 %delta)
        %r = from_address %old
        """,
        imm="tableidx",
        touches="table",
        fuel="entries",
    ),
    op("table.size", (0xFC, 16), "-> addr", "%r = add addr %length, 0", imm="tableidx", touches="table"),
    op(
        "table.fill",
        (0xFC, 17),
        None,
        """
        %to = address %a
        %count = address %c
        call void @table_fill(ptr %vm, i32 $0, i64 %to, ptr %b, i64 %count)
        """,
        imm="tableidx",
        touches="table",
        fuel="entries",
    ),
)
