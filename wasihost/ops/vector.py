"""Vector instructions on lanes, bits and integers (specification section 4.3.2, release 3.0): meanings as LLVM IR."""

from collections.abc import Iterable
from itertools import product

from wasihost.ops.lanes import (
    F32,
    F64,
    FLOATS,
    I8,
    I16,
    I32,
    I64,
    INTEGERS,
    NARROWER,
    PREFIX,
    Shape,
    broadcast,
    called,
    indices,
    part,
    splat,
    vector,
    x86,
)
from wasihost.ops.row import Op, op


# ----------------------------------------------------------------------------------------------- lanes, one at a time
def _splats() -> Iterable[Op]:
    for opcode, shape in enumerate((*INTEGERS, *FLOATS), 15):
        narrow, scalar = "", "%a"
        if shape.bits < 32:
            narrow, scalar = f"%low = trunc i32 %a to {shape.lane}\n", "%low"
        ir = narrow + broadcast(shape, scalar).replace("%all", "%z")
        yield vector(f"{shape.name}.splat", opcode, [shape.scalar], ir, shape)


def _extractions() -> Iterable[Op]:
    for shape, suffix, opcode, ir in (
        (I8, "_s", 21, "%lane = extractelement {} %x, i64 $0\n%r = sext i8 %lane to i32"),
        (I8, "_u", 22, "%lane = extractelement {} %x, i64 $0\n%r = zext i8 %lane to i32"),
        (I16, "_s", 24, "%lane = extractelement {} %x, i64 $0\n%r = sext i16 %lane to i32"),
        (I16, "_u", 25, "%lane = extractelement {} %x, i64 $0\n%r = zext i16 %lane to i32"),
        (I32, "", 27, "%r = extractelement {} %x, i64 $0"),
        (I64, "", 29, "%r = extractelement {} %x, i64 $0"),
        (F32, "", 31, "%lane = extractelement {} %x, i64 $0\n%r = opaque float %lane"),
        (F64, "", 33, "%lane = extractelement {} %x, i64 $0\n%r = opaque double %lane"),
    ):
        name = f"{shape.name}.extract_lane{suffix}"
        yield vector(name, opcode, [shape], ir.format(shape.vector), shape.scalar, imm="lane")


def _replacements() -> Iterable[Op]:
    for shape, opcode in zip((*INTEGERS, *FLOATS), (23, 26, 28, 30, 32, 34), strict=True):
        narrow, scalar = "", "%b"
        if shape.bits < 32:
            narrow, scalar = f"%low = trunc i32 %b to {shape.lane}\n", "%low"
        ir = f"{narrow}%z = insertelement {shape.vector} %x, {shape.lane} {scalar}, i64 $0"
        yield vector(f"{shape.name}.replace_lane", opcode, [shape, shape.scalar], ir, shape, imm="lane")


# -------------------------------------------------------------------------------------------------------- lanes moved
def permuted(index: str) -> str:
    """IR that makes %moved: its lane k is the lane of %x whose number, below 16, is in lane k of `index`."""
    lines, before = [], "poison"
    for k in range(16):
        lines += [
            f"%i{k} = extractelement <16 x i8> {index}, i64 {k}",
            f"%e{k} = extractelement <16 x i8> %x, i8 %i{k}",
            f"%v{k} = insertelement <16 x i8> {before}, i8 %e{k}, i64 {k}",
        ]
        before = f"%v{k}"
    return "\n".join(lines).replace("%v15", "%moved")


_SWIZZLE = f"""
    %low = and <16 x i8> %y, {splat(I8, 15)}
    {permuted("%low")}
    %inside = icmp ult <16 x i8> %y, {splat(I8, 16)}
    %z = select <16 x i1> %inside, <16 x i8> %moved, <16 x i8> zeroinitializer
"""
# pshufb zeroes a lane whose index has its highest bit set.  Adding 112 sets it for all indices of 16 and above.
_SWIZZLE_SSSE3 = f"""
    %index = {called("uadd.sat", I8, "%y", splat(I8, 112))}
    %z = call <16 x i8> @llvm.x86.ssse3.pshuf.b.128(<16 x i8> %x, <16 x i8> %index)
"""
_SWIZZLE_AARCH64 = "%z = call <16 x i8> @llvm.aarch64.neon.tbl1.v16i8(<16 x i8> %x, <16 x i8> %y)"


def _permutations() -> Iterable[Op]:
    shuffle = "%z = shufflevector <16 x i8> %x, <16 x i8> %y, $0"
    yield vector("i8x16.shuffle", 13, [I8, I8], shuffle, I8, imm="lanes")
    versions = {"ssse3": _SWIZZLE_SSSE3, "aarch64": _SWIZZLE_AARCH64}
    yield vector("i8x16.swizzle", 14, [I8, I8], _SWIZZLE, I8, on=versions)


# -------------------------------------------------------------------------------------------------------- comparisons
_PREDICATES = {"eq": "eq", "ne": "ne", "lt_s": "slt", "lt_u": "ult", "gt_s": "sgt", "gt_u": "ugt"}
_PREDICATES |= {"le_s": "sle", "le_u": "ule", "ge_s": "sge", "ge_u": "uge"}
_SIGNED = [name for name in _PREDICATES if not name.endswith("_u")]


def _comparisons() -> Iterable[Op]:
    for shape, first, names in (
        (I8, 35, _PREDICATES),
        (I16, 45, _PREDICATES),
        (I32, 55, _PREDICATES),
        (I64, 214, _SIGNED),
    ):
        for opcode, name in enumerate(names, first):
            ir = f"""
                %truth = icmp {_PREDICATES[name]} {shape.vector} %x, %y
                %z = sext {shape.truth} %truth to {shape.vector}
            """
            yield vector(f"{shape.name}.{name}", opcode, [shape, shape], ir, shape)


# --------------------------------------------------------------------------------------------------------------- bits
BITSELECT = """
    %differing = xor <2 x i64> %x, %y
    %chosen = and <2 x i64> %differing, %w
    %z = xor <2 x i64> %chosen, %y
"""


def _bitwise() -> Iterable[Op]:
    yield vector("v128.not", 77, [I64], "%z = xor <2 x i64> %x, splat (i64 -1)", I64)
    yield vector("v128.and", 78, [I64, I64], "%z = and <2 x i64> %x, %y", I64)
    yield vector(
        "v128.andnot", 79, [I64, I64], "%others = xor <2 x i64> %y, splat (i64 -1)\n%z = and <2 x i64> %x, %others", I64
    )
    yield vector("v128.or", 80, [I64, I64], "%z = or <2 x i64> %x, %y", I64)
    yield vector("v128.xor", 81, [I64, I64], "%z = xor <2 x i64> %x, %y", I64)
    yield vector("v128.bitselect", 82, [I64, I64, I64], BITSELECT, I64)
    yield vector("v128.any_true", 83, [I64], "%bits = bitcast <2 x i64> %x to i128\n%r = icmp ne i128 %bits, 0", "i32")


def _reductions() -> Iterable[Op]:
    for shape in INTEGERS:
        vec, n = shape.vector, shape.lanes
        all_true = f"""
            %is_zero = icmp eq {vec} %x, zeroinitializer
            %zeros = bitcast {shape.truth} %is_zero to i{n}
            %r = icmp eq i{n} %zeros, 0
        """
        # LLVM would test the mask with `kortest`, which takes longer than `vptest`.
        tested = f"""
            %is_zero = icmp eq {vec} %x, zeroinitializer
            %zeros = sext {shape.truth} %is_zero to {vec}
            %seen = bitcast {vec} %zeros to <4 x float>
            %hidden = opaque <4 x float> %seen
            %bits = bitcast <4 x float> %hidden to <2 x i64>
            %none = call i32 @llvm.x86.sse41.ptestz(<2 x i64> %bits, <2 x i64> %bits)
            %r = icmp ne i32 %none, 0
        """
        on = {"avx512vl passes": tested}
        yield vector(f"{shape.name}.all_true", shape.first + 3, [shape], all_true, "i32", on=on)
        bitmask = f"""
            %is_negative = icmp slt {vec} %x, zeroinitializer
            %signs = bitcast {shape.truth} %is_negative to i{n}
            %r = zext i{n} %signs to i32
        """
        yield vector(f"{shape.name}.bitmask", shape.first + 4, [shape], bitmask, "i32")


# ----------------------------------------------------------------------------------------------- integers of one width
_ALL, _NARROW, _UP_TO_32, _FROM_16 = INTEGERS, (I8, I16), (I8, I16, I32), (I16, I32, I64)
# Offset of the opcode from the shape's first, name, shapes that have it, meaning.
_BINARY = (
    (14, "add", _ALL, "%z = add {vector} %x, %y"),
    (15, "add_sat_s", _NARROW, "%z = call {vector} @llvm.sadd.sat.{suffix}({vector} %x, {vector} %y)"),
    (16, "add_sat_u", _NARROW, "%z = call {vector} @llvm.uadd.sat.{suffix}({vector} %x, {vector} %y)"),
    (17, "sub", _ALL, "%z = sub {vector} %x, %y"),
    (18, "sub_sat_s", _NARROW, "%z = call {vector} @llvm.ssub.sat.{suffix}({vector} %x, {vector} %y)"),
    (19, "sub_sat_u", _NARROW, "%z = call {vector} @llvm.usub.sat.{suffix}({vector} %x, {vector} %y)"),
    (21, "mul", _FROM_16, "%z = mul {vector} %x, %y"),
    (22, "min_s", _UP_TO_32, "%z = call {vector} @llvm.smin.{suffix}({vector} %x, {vector} %y)"),
    (23, "min_u", _UP_TO_32, "%z = call {vector} @llvm.umin.{suffix}({vector} %x, {vector} %y)"),
    (24, "max_s", _UP_TO_32, "%z = call {vector} @llvm.smax.{suffix}({vector} %x, {vector} %y)"),
    (25, "max_u", _UP_TO_32, "%z = call {vector} @llvm.umax.{suffix}({vector} %x, {vector} %y)"),
    (
        27,
        "avgr_u",
        _NARROW,
        """
        %common = or {vector} %x, %y
        %differing = xor {vector} %x, %y
        %half = lshr {vector} %differing, splat ({lane} 1)
        %z = sub {vector} %common, %half
        """,
    ),
)
_UNARY = (
    (0, "abs", _ALL, "%z = call {vector} @llvm.abs.{suffix}({vector} %x, i1 false)"),
    (1, "neg", _ALL, "%z = sub {vector} zeroinitializer, %x"),
    (2, "popcnt", (I8,), "%z = call {vector} @llvm.ctpop.{suffix}({vector} %x)"),
)


def _integers() -> Iterable[Op]:
    for operands, table in ((2, _BINARY), (1, _UNARY)):
        for offset, name, shapes, ir in table:
            for shape in shapes:
                meaning = ir.format(vector=shape.vector, suffix=shape.suffix, lane=shape.lane)
                yield vector(f"{shape.name}.{name}", shape.first + offset, [shape] * operands, meaning, shape)


def _shifts() -> Iterable[Op]:
    for shape in INTEGERS:
        resize = {8: "trunc i32 %low to i8", 16: "trunc i32 %low to i16", 64: "zext i32 %low to i64"}.get(shape.bits)
        count = f"%low = and i32 %b, {shape.bits - 1}\n"
        count += f"%count = {resize}\n" if resize else ""
        for offset, (name, instruction) in enumerate((("shl", "shl"), ("shr_s", "ashr"), ("shr_u", "lshr")), 11):
            ir = f"""
                {count}{broadcast(shape, "%count" if resize else "%low")}
                %z = {instruction} {shape.vector} %x, %all
            """
            yield vector(f"{shape.name}.{name}", shape.first + offset, [shape, "i32"], ir, shape)


# ------------------------------------------------------------------------------------------- integers of two widths
_EXTENSIONS = {"s": "sext", "u": "zext"}


def _widenings() -> Iterable[Op]:
    for wide, narrow in NARROWER.items():
        shorter = f"<{wide.lanes} x {narrow.lane}>"
        halves = {"low": range(wide.lanes), "high": range(wide.lanes, narrow.lanes)}
        for number, (sign, which) in enumerate(product("su", halves)):
            extend = f"{_EXTENSIONS[sign]} {shorter}"
            positions = halves[which]
            ir = f"%half = {part(narrow, '%x', positions)}\n%z = {extend} %half to {wide.vector}"
            name = f"{which}_{narrow.name}_{sign}"
            yield vector(f"{wide.name}.extend_{name}", wide.first + 7 + number, [narrow], ir, wide)
            ir = f"""
                %x_half = {part(narrow, "%x", positions)}
                %y_half = {part(narrow, "%y", positions)}
                %x_wide = {extend} %x_half to {wide.vector}
                %y_wide = {extend} %y_half to {wide.vector}
                %z = mul {wide.vector} %x_wide, %y_wide
            """
            yield vector(f"{wide.name}.extmul_{name}", wide.first + 28 + number, [narrow, narrow], ir, wide)


def _narrowings() -> Iterable[Op]:
    """Join two vectors into one with lanes half as wide, saturated."""
    for wide, narrow, packs in (
        (I16, I8, {"s": ("x86_64", "sse2.packsswb.128"), "u": ("x86_64", "sse2.packuswb.128")}),
        (I32, I16, {"s": ("x86_64", "sse2.packssdw.128"), "u": ("sse4.1", "sse41.packusdw")}),
    ):
        both = f"<{narrow.lanes} x {wide.lane}>"
        suffix = f"v{narrow.lanes}{wide.lane}"
        for number, sign, lowest, highest in (
            (5, "s", -(1 << narrow.bits - 1), (1 << narrow.bits - 1) - 1),
            (6, "u", 0, (1 << narrow.bits) - 1),
        ):
            ir = f"""
                %both = shufflevector {wide.vector} %x, {wide.vector} %y, {indices(range(narrow.lanes))}
                %above = call {both} @llvm.smax.{suffix}({both} %both, {both} {splat(wide, lowest)})
                %inside = call {both} @llvm.smin.{suffix}({both} %above, {both} {splat(wide, highest)})
                %z = trunc {both} %inside to {narrow.vector}
            """
            feature, pack = packs[sign]
            on = {feature: x86(pack, narrow, wide, "%x", "%y")}
            name = f"{narrow.name}.narrow_{wide.name}_{sign}"
            yield vector(name, narrow.first + number, [wide, wide], ir, narrow, on=on)


def pairwise(wide: Shape, narrow: Shape, value: str, sign: str, made: str) -> str:
    """IR that adds neighbouring lanes, widened."""
    shorter = f"<{wide.lanes} x {narrow.lane}>"
    return f"""
        %even = {part(narrow, value, range(0, narrow.lanes, 2))}
        %odd = {part(narrow, value, range(1, narrow.lanes, 2))}
        %even_wide = {_EXTENSIONS[sign]} {shorter} %even to {wide.vector}
        %odd_wide = {_EXTENSIONS[sign]} {shorter} %odd to {wide.vector}
        {made} = add {wide.vector} %even_wide, %odd_wide
    """


# Sums of products of pairs, where one factor is 1.
_PAIRS_X86 = {
    124: {"ssse3": x86("ssse3.pmadd.ub.sw.128", I16, I8, splat(I8, 1), "%x")},  # the first factor is unsigned
    125: {"ssse3": x86("ssse3.pmadd.ub.sw.128", I16, I8, "%x", splat(I8, 1))},
    126: {"x86_64": x86("sse2.pmadd.wd", I32, I16, "%x", splat(I16, 1))},
}


def _pairs() -> Iterable[Op]:
    for opcode, wide, sign in ((124, I16, "s"), (125, I16, "u"), (126, I32, "s"), (127, I32, "u")):
        narrow = NARROWER[wide]
        ir = pairwise(wide, narrow, "%x", sign, "%z")
        name = f"{wide.name}.extadd_pairwise_{narrow.name}_{sign}"
        yield vector(name, opcode, [narrow], ir, wide, on=_PAIRS_X86.get(opcode))
    evens, odds = range(0, 8, 2), range(1, 8, 2)
    dot = f"""
        %x_even = {part(I16, "%x", evens)}
        %y_even = {part(I16, "%y", evens)}
        %x_odd = {part(I16, "%x", odds)}
        %y_odd = {part(I16, "%y", odds)}
        %x_even_wide = sext <4 x i16> %x_even to <4 x i32>
        %y_even_wide = sext <4 x i16> %y_even to <4 x i32>
        %x_odd_wide = sext <4 x i16> %x_odd to <4 x i32>
        %y_odd_wide = sext <4 x i16> %y_odd to <4 x i32>
        %even = mul <4 x i32> %x_even_wide, %y_even_wide
        %odd = mul <4 x i32> %x_odd_wide, %y_odd_wide
        %z = add <4 x i32> %even, %odd
    """
    on = {"x86_64": x86("sse2.pmadd.wd", I32, I16, "%x", "%y")}
    yield vector("i32x4.dot_i16x8_s", 186, [I16, I16], dot, I32, on=on)
    saturate = f"""
        %overflows = icmp eq <8 x i16> %product, {splat(I16, -(1 << 15))}
        %ones = sext <8 x i1> %overflows to <8 x i16>
        %z = xor <8 x i16> %product, %ones
    """
    on = {feature: ir + saturate for feature, ir in PRODUCT_ON.items()}
    yield vector("i16x8.q15mulr_sat_s", 130, [I16, I16], PRODUCT + saturate, I16, on=on)


# The rounded product of fixed-point numbers with 15 fraction bits; -1 times -1, which does not fit, is -1.
PRODUCT = f"""
    %x_wide = sext <8 x i16> %x to <8 x i32>
    %y_wide = sext <8 x i16> %y to <8 x i32>
    %whole = mul <8 x i32> %x_wide, %y_wide
    %up = add <8 x i32> %whole, {splat(I32, 0x4000)}
    %rounded = lshr <8 x i32> %up, {splat(I32, 15)}
    %product = trunc <8 x i32> %rounded to <8 x i16>
"""
PRODUCT_ON = {"ssse3": x86("ssse3.pmul.hr.sw.128", I16, I16, "%x", "%y", made="%product")}


ROWS = (
    op("v128.const", (PREFIX, 12), "-> v128", imm="v128"),
    *_splats(),
    *_extractions(),
    *_replacements(),
    *_permutations(),
    *_comparisons(),
    *_bitwise(),
    *_reductions(),
    *_integers(),
    *_shifts(),
    *_widenings(),
    *_narrowings(),
    *_pairs(),
)
