"""Memory instructions (specification section 4.6.7)."""

from wasihost.ops.row import op

ROWS = (
    op("i32.load", 0x28, "i32 -> i32", imm="memarg", touches="memory", width=2),
    op("i64.load", 0x29, "i32 -> i64", imm="memarg", touches="memory", width=3),
    op("f32.load", 0x2A, "i32 -> f32", imm="memarg", touches="memory", width=2),
    op("f64.load", 0x2B, "i32 -> f64", imm="memarg", touches="memory", width=3),
    op("i32.load8_s", 0x2C, "i32 -> i32", imm="memarg", touches="memory", width=0),
    op("i32.load8_u", 0x2D, "i32 -> i32", imm="memarg", touches="memory", width=0),
    op("i32.load16_s", 0x2E, "i32 -> i32", imm="memarg", touches="memory", width=1),
    op("i32.load16_u", 0x2F, "i32 -> i32", imm="memarg", touches="memory", width=1),
    op("i64.load8_s", 0x30, "i32 -> i64", imm="memarg", touches="memory", width=0),
    op("i64.load8_u", 0x31, "i32 -> i64", imm="memarg", touches="memory", width=0),
    op("i64.load16_s", 0x32, "i32 -> i64", imm="memarg", touches="memory", width=1),
    op("i64.load16_u", 0x33, "i32 -> i64", imm="memarg", touches="memory", width=1),
    op("i64.load32_s", 0x34, "i32 -> i64", imm="memarg", touches="memory", width=2),
    op("i64.load32_u", 0x35, "i32 -> i64", imm="memarg", touches="memory", width=2),
    op("i32.store", 0x36, "i32 i32 ->", imm="memarg", touches="memory", width=2),
    op("i64.store", 0x37, "i32 i64 ->", imm="memarg", touches="memory", width=3),
    op("f32.store", 0x38, "i32 f32 ->", imm="memarg", touches="memory", width=2),
    op("f64.store", 0x39, "i32 f64 ->", imm="memarg", touches="memory", width=3),
    op("i32.store8", 0x3A, "i32 i32 ->", imm="memarg", touches="memory", width=0),
    op("i32.store16", 0x3B, "i32 i32 ->", imm="memarg", touches="memory", width=1),
    op("i64.store8", 0x3C, "i32 i64 ->", imm="memarg", touches="memory", width=0),
    op("i64.store16", 0x3D, "i32 i64 ->", imm="memarg", touches="memory", width=1),
    op("i64.store32", 0x3E, "i32 i64 ->", imm="memarg", touches="memory", width=2),
    op("memory.size", 0x3F, "-> i32", imm="memidx", touches="memory"),
    op("memory.grow", 0x40, "i32 -> i32", imm="memidx", touches="memory"),
)
