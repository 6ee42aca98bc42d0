"""Control instructions and calls (specification section 4.6.8).  No row has a meaning: the code depends on context."""

from wasihost.ops.row import op

ROWS = (
    op("unreachable", 0x00, None),
    op("nop", 0x01, "->", fuel="none"),
    op("block", 0x02, None, imm="blocktype", fuel="none"),
    op("loop", 0x03, None, imm="blocktype", fuel="none"),
    op("if", 0x04, None, imm="blocktype"),
    op("else", 0x05, None, fuel="none"),
    op("end", 0x0B, None, fuel="none"),
    op("br", 0x0C, None, imm="labelidx"),
    op("br_if", 0x0D, None, imm="labelidx"),
    op("br_table", 0x0E, None, imm="labels"),
    op("return", 0x0F, None),
    op("call", 0x10, None, imm="funcidx"),
    op("call_indirect", 0x11, None, imm="typeidx tableidx", touches="table"),
    op("call_ref", 0x14, None, imm="typeidx"),
    op("return_call_ref", 0x15, None, imm="typeidx"),
    op("br_on_null", 0xD5, None, imm="labelidx"),
    op("br_on_non_null", 0xD6, None, imm="labelidx"),
    op("return_call", 0x12, None, imm="funcidx"),
    op("return_call_indirect", 0x13, None, imm="typeidx tableidx", touches="table"),
)
