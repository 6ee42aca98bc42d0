"""Integer instructions (specification section 4.3.2): each row's meaning as LLVM IR."""

from wasihost.ops.row import op

_MIN32, _MIN64 = -(1 << 31), -(1 << 63)


def _div_s(type_: str, minimum: int) -> str:
    return f"""
        %by_zero = icmp eq {type_} %b, 0
        trap %by_zero, INTEGER_DIVIDE_BY_ZERO
        %is_minimum = icmp eq {type_} %a, {minimum}
        %by_minus_one = icmp eq {type_} %b, -1
        %overflows = and i1 %is_minimum, %by_minus_one
        trap %overflows, INTEGER_OVERFLOW
        %r = sdiv {type_} %a, %b
    """


def _rem_s(type_: str) -> str:
    # Any number modulo -1 is 0, but LLVM's srem and x86's idiv overflow on the minimum: take it modulo 1.
    return f"""
        %by_zero = icmp eq {type_} %b, 0
        trap %by_zero, INTEGER_DIVIDE_BY_ZERO
        %by_minus_one = icmp eq {type_} %b, -1
        %divisor = select i1 %by_minus_one, {type_} 1, {type_} %b
        %r = srem {type_} %a, %divisor
    """


def _unsigned(instruction: str, type_: str) -> str:
    return f"""
        %by_zero = icmp eq {type_} %b, 0
        trap %by_zero, INTEGER_DIVIDE_BY_ZERO
        %r = {instruction} {type_} %a, %b
    """


def _shift(instruction: str, type_: str, mask: int) -> str:
    return f"""
        %count = and {type_} %b, {mask}
        %r = {instruction} {type_} %a, %count
    """


def _wide(instruction: str) -> str:
    """On integers of 128 bits, each of two operands: the low half, and the high one."""
    return f"""
        %low_a = zext i64 %a to i128
        %wide_b = zext i64 %b to i128
        %high_a = shl i128 %wide_b, 64
        %left = or i128 %low_a, %high_a
        %low_c = zext i64 %c to i128
        %wide_d = zext i64 %d to i128
        %high_c = shl i128 %wide_d, 64
        %right = or i128 %low_c, %high_c
        %whole = {instruction} i128 %left, %right
        {_HALVES}
    """


def _product(extension: str) -> str:
    return f"""
        %left = {extension} i64 %a to i128
        %right = {extension} i64 %b to i128
        %whole = mul i128 %left, %right
        {_HALVES}
    """


_HALVES = """%high = lshr i128 %whole, 64
        %r = trunc i128 %whole to i64
        %r2 = trunc i128 %high to i64"""

ROWS = (
    op("i32.const", 0x41, "-> i32", imm="i32"),
    op("i64.const", 0x42, "-> i64", imm="i64"),
    op("i32.eqz", 0x45, "i32 -> i32", "%r = icmp eq i32 %a, 0"),
    op("i32.eq", 0x46, "i32 i32 -> i32", "%r = icmp eq i32 %a, %b"),
    op("i32.ne", 0x47, "i32 i32 -> i32", "%r = icmp ne i32 %a, %b"),
    op("i32.lt_s", 0x48, "i32 i32 -> i32", "%r = icmp slt i32 %a, %b"),
    op("i32.lt_u", 0x49, "i32 i32 -> i32", "%r = icmp ult i32 %a, %b"),
    op("i32.gt_s", 0x4A, "i32 i32 -> i32", "%r = icmp sgt i32 %a, %b"),
    op("i32.gt_u", 0x4B, "i32 i32 -> i32", "%r = icmp ugt i32 %a, %b"),
    op("i32.le_s", 0x4C, "i32 i32 -> i32", "%r = icmp sle i32 %a, %b"),
    op("i32.le_u", 0x4D, "i32 i32 -> i32", "%r = icmp ule i32 %a, %b"),
    op("i32.ge_s", 0x4E, "i32 i32 -> i32", "%r = icmp sge i32 %a, %b"),
    op("i32.ge_u", 0x4F, "i32 i32 -> i32", "%r = icmp uge i32 %a, %b"),
    op("i64.eqz", 0x50, "i64 -> i32", "%r = icmp eq i64 %a, 0"),
    op("i64.eq", 0x51, "i64 i64 -> i32", "%r = icmp eq i64 %a, %b"),
    op("i64.ne", 0x52, "i64 i64 -> i32", "%r = icmp ne i64 %a, %b"),
    op("i64.lt_s", 0x53, "i64 i64 -> i32", "%r = icmp slt i64 %a, %b"),
    op("i64.lt_u", 0x54, "i64 i64 -> i32", "%r = icmp ult i64 %a, %b"),
    op("i64.gt_s", 0x55, "i64 i64 -> i32", "%r = icmp sgt i64 %a, %b"),
    op("i64.gt_u", 0x56, "i64 i64 -> i32", "%r = icmp ugt i64 %a, %b"),
    op("i64.le_s", 0x57, "i64 i64 -> i32", "%r = icmp sle i64 %a, %b"),
    op("i64.le_u", 0x58, "i64 i64 -> i32", "%r = icmp ule i64 %a, %b"),
    op("i64.ge_s", 0x59, "i64 i64 -> i32", "%r = icmp sge i64 %a, %b"),
    op("i64.ge_u", 0x5A, "i64 i64 -> i32", "%r = icmp uge i64 %a, %b"),
    op("i32.clz", 0x67, "i32 -> i32", "%r = call i32 @llvm.ctlz.i32(i32 %a, i1 false)"),
    op("i32.ctz", 0x68, "i32 -> i32", "%r = call i32 @llvm.cttz.i32(i32 %a, i1 false)"),
    op("i32.popcnt", 0x69, "i32 -> i32", "%r = call i32 @llvm.ctpop.i32(i32 %a)"),
    op("i32.add", 0x6A, "i32 i32 -> i32", "%r = add i32 %a, %b"),
    op("i32.sub", 0x6B, "i32 i32 -> i32", "%r = sub i32 %a, %b"),
    op("i32.mul", 0x6C, "i32 i32 -> i32", "%r = mul i32 %a, %b"),
    op("i32.div_s", 0x6D, "i32 i32 -> i32", _div_s("i32", _MIN32), known="%r = sdiv i32 %a, %b", settle="divisor"),
    op("i32.div_u", 0x6E, "i32 i32 -> i32", _unsigned("udiv", "i32"), known="%r = udiv i32 %a, %b", settle="divisor"),
    op("i32.rem_s", 0x6F, "i32 i32 -> i32", _rem_s("i32"), known="%r = srem i32 %a, %b", settle="divisor"),
    op("i32.rem_u", 0x70, "i32 i32 -> i32", _unsigned("urem", "i32"), known="%r = urem i32 %a, %b", settle="divisor"),
    op("i32.and", 0x71, "i32 i32 -> i32", "%r = and i32 %a, %b"),
    op("i32.or", 0x72, "i32 i32 -> i32", "%r = or i32 %a, %b"),
    op("i32.xor", 0x73, "i32 i32 -> i32", "%r = xor i32 %a, %b"),
    op("i32.shl", 0x74, "i32 i32 -> i32", _shift("shl", "i32", 31), known="%r = shl i32 %a, %b", settle="modulo"),
    op("i32.shr_s", 0x75, "i32 i32 -> i32", _shift("ashr", "i32", 31), known="%r = ashr i32 %a, %b", settle="modulo"),
    op("i32.shr_u", 0x76, "i32 i32 -> i32", _shift("lshr", "i32", 31), known="%r = lshr i32 %a, %b", settle="modulo"),
    op("i32.rotl", 0x77, "i32 i32 -> i32", "%r = call i32 @llvm.fshl.i32(i32 %a, i32 %a, i32 %b)"),
    op("i32.rotr", 0x78, "i32 i32 -> i32", "%r = call i32 @llvm.fshr.i32(i32 %a, i32 %a, i32 %b)"),
    op("i64.clz", 0x79, "i64 -> i64", "%r = call i64 @llvm.ctlz.i64(i64 %a, i1 false)"),
    op("i64.ctz", 0x7A, "i64 -> i64", "%r = call i64 @llvm.cttz.i64(i64 %a, i1 false)"),
    op("i64.popcnt", 0x7B, "i64 -> i64", "%r = call i64 @llvm.ctpop.i64(i64 %a)"),
    op("i64.add", 0x7C, "i64 i64 -> i64", "%r = add i64 %a, %b"),
    op("i64.sub", 0x7D, "i64 i64 -> i64", "%r = sub i64 %a, %b"),
    op("i64.mul", 0x7E, "i64 i64 -> i64", "%r = mul i64 %a, %b"),
    op("i64.div_s", 0x7F, "i64 i64 -> i64", _div_s("i64", _MIN64), known="%r = sdiv i64 %a, %b", settle="divisor"),
    op("i64.div_u", 0x80, "i64 i64 -> i64", _unsigned("udiv", "i64"), known="%r = udiv i64 %a, %b", settle="divisor"),
    op("i64.rem_s", 0x81, "i64 i64 -> i64", _rem_s("i64"), known="%r = srem i64 %a, %b", settle="divisor"),
    op("i64.rem_u", 0x82, "i64 i64 -> i64", _unsigned("urem", "i64"), known="%r = urem i64 %a, %b", settle="divisor"),
    op("i64.and", 0x83, "i64 i64 -> i64", "%r = and i64 %a, %b"),
    op("i64.or", 0x84, "i64 i64 -> i64", "%r = or i64 %a, %b"),
    op("i64.xor", 0x85, "i64 i64 -> i64", "%r = xor i64 %a, %b"),
    op("i64.shl", 0x86, "i64 i64 -> i64", _shift("shl", "i64", 63), known="%r = shl i64 %a, %b", settle="modulo"),
    op("i64.shr_s", 0x87, "i64 i64 -> i64", _shift("ashr", "i64", 63), known="%r = ashr i64 %a, %b", settle="modulo"),
    op("i64.shr_u", 0x88, "i64 i64 -> i64", _shift("lshr", "i64", 63), known="%r = lshr i64 %a, %b", settle="modulo"),
    op("i64.rotl", 0x89, "i64 i64 -> i64", "%r = call i64 @llvm.fshl.i64(i64 %a, i64 %a, i64 %b)"),
    op("i64.rotr", 0x8A, "i64 i64 -> i64", "%r = call i64 @llvm.fshr.i64(i64 %a, i64 %a, i64 %b)"),
    # Wide arithmetic (proposal).
    op("i64.add128", (0xFC, 19), "i64 i64 i64 i64 -> i64 i64", _wide("add")),
    op("i64.sub128", (0xFC, 20), "i64 i64 i64 i64 -> i64 i64", _wide("sub")),
    op("i64.mul_wide_s", (0xFC, 21), "i64 i64 -> i64 i64", _product("sext")),
    op("i64.mul_wide_u", (0xFC, 22), "i64 i64 -> i64 i64", _product("zext")),
)
