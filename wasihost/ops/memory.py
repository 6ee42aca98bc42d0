"""Memory instructions (specification section 4.6.7): each row's meaning as LLVM IR.

Accesses are volatile, so that LLVM neither drops, merges nor moves one across another: each may trap.
`%p` is a pointer to host memory, whose bounds are already checked where necessary; for memory.size, to Memory.length.
"""

from wasihost.ops.row import Op, op


def _load(name: str, opcode: int, result: str, width: int, ir: str) -> Op:
    return op(name, opcode, f"addr -> {result}", ir, imm="memarg", touches="memory", width=width)


def _narrow(bits: str, extend: str, result: str) -> str:
    return f"%narrow = load volatile {bits}, ptr %p, align 1\n%r = {extend} {bits} %narrow to {result}"


def _store(name: str, opcode: int, value: str, width: int, ir: str) -> Op:
    return op(name, opcode, f"addr {value} ->", ir, imm="memarg", touches="memory", width=width)


def _truncate(bits: str, value: str) -> str:
    return f"%narrow = trunc {value} %b to {bits}\nstore volatile {bits} %narrow, ptr %p, align 1"


ROWS = (
    _load("i32.load", 0x28, "i32", 2, "%r = load volatile i32, ptr %p, align 1"),
    _load("i64.load", 0x29, "i64", 3, "%r = load volatile i64, ptr %p, align 1"),
    _load("f32.load", 0x2A, "f32", 2, "%r = load volatile float, ptr %p, align 1"),
    _load("f64.load", 0x2B, "f64", 3, "%r = load volatile double, ptr %p, align 1"),
    _load("i32.load8_s", 0x2C, "i32", 0, _narrow("i8", "sext", "i32")),
    _load("i32.load8_u", 0x2D, "i32", 0, _narrow("i8", "zext", "i32")),
    _load("i32.load16_s", 0x2E, "i32", 1, _narrow("i16", "sext", "i32")),
    _load("i32.load16_u", 0x2F, "i32", 1, _narrow("i16", "zext", "i32")),
    _load("i64.load8_s", 0x30, "i64", 0, _narrow("i8", "sext", "i64")),
    _load("i64.load8_u", 0x31, "i64", 0, _narrow("i8", "zext", "i64")),
    _load("i64.load16_s", 0x32, "i64", 1, _narrow("i16", "sext", "i64")),
    _load("i64.load16_u", 0x33, "i64", 1, _narrow("i16", "zext", "i64")),
    _load("i64.load32_s", 0x34, "i64", 2, _narrow("i32", "sext", "i64")),
    _load("i64.load32_u", 0x35, "i64", 2, _narrow("i32", "zext", "i64")),
    _store("i32.store", 0x36, "i32", 2, "store volatile i32 %b, ptr %p, align 1"),
    _store("i64.store", 0x37, "i64", 3, "store volatile i64 %b, ptr %p, align 1"),
    _store("f32.store", 0x38, "f32", 2, "store volatile float %b, ptr %p, align 1"),
    _store("f64.store", 0x39, "f64", 3, "store volatile double %b, ptr %p, align 1"),
    _store("i32.store8", 0x3A, "i32", 0, _truncate("i8", "i32")),
    _store("i32.store16", 0x3B, "i32", 1, _truncate("i16", "i32")),
    _store("i64.store8", 0x3C, "i64", 0, _truncate("i8", "i64")),
    _store("i64.store16", 0x3D, "i64", 1, _truncate("i16", "i64")),
    _store("i64.store32", 0x3E, "i64", 2, _truncate("i32", "i64")),
    op(
        "memory.size",
        0x3F,
        "-> addr",
        """
        %bytes = load i64, ptr %p, align 8
        %pages = lshr i64 %bytes, $shift
        %r = from_address %pages
        """,
        imm="memidx",
        touches="memory",
        shared="""
        %bytes = load atomic i64, ptr %p seq_cst, align 8
        %pages = lshr i64 %bytes, $shift
        %r = from_address %pages
        """,
    ),
    op(
        "memory.grow",
        0x40,
        "addr -> addr",
        """
        %delta = address %a
        %old = call i64 @memory_grow(ptr %vm, i32 $0, i64 %delta)
        %r = from_address %old
        """,
        imm="memidx",
        touches="memory",
    ),
)
