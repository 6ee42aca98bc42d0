"""Vector instructions on floats, and conversions (specification section 4.3.2, release 3.0): meanings as LLVM IR.

LLVM may know any vector from its block (`x xor x` is as good as a constant), so arithmetic hides its operands at every
level.  ops/float_.py says why.
"""

from collections.abc import Iterable

from wasihost.ops.float_ import choose
from wasihost.ops.lanes import BITS_OF, F32, F64, FLOATS, I32, Shape, called, indices, part, renamed, vector
from wasihost.ops.rounding import rounding
from wasihost.ops.row import Op

# ------------------------------------------------------------------------------------------------------------- floats
_PREDICATES = {"eq": "oeq", "ne": "une", "lt": "olt", "gt": "ogt", "le": "ole", "ge": "oge"}
_ROUNDINGS = {"ceil": (103, 116), "floor": (104, 117), "trunc": (105, 122), "nearest": (106, 148)}
_INSTRUCTIONS = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}  # in opcode order


def hidden(shape: Shape) -> str:
    """IR that makes %p and %q, copies of %x and %y that are opaque to LLVM."""
    return f"%p = opaque {shape.vector} %x\n%q = opaque {shape.vector} %y\n"


def _comparisons() -> Iterable[Op]:
    for shape, first in ((F32, 65), (F64, 71)):
        mask = BITS_OF[shape]
        for opcode, (name, predicate) in enumerate(_PREDICATES.items(), first):
            ir = f"""
                %truth = fcmp {predicate} {shape.vector} %x, %y
                %z = sext {shape.truth} %truth to {mask.vector}
            """
            yield vector(f"{shape.name}.{name}", opcode, [shape, shape], ir, mask)


def _choose_avx512(shape: Shape, name: str) -> str:
    """min and max of %p and %q.  The instruction orders -0 below +0, but prefers a number to a NaN."""
    vec, suffix = shape.vector, {F32: "ps", F64: "pd"}[shape]
    choice = {"min": 0b0100, "max": 0b0101}[name]  # the sign is the chosen operand's
    return f"""
        %number = call {vec} @llvm.x86.avx512.mask.range.{suffix}.128({vec} %p, {vec} %q, i32 {choice}, {vec} %p, i8 -1)
        %is_nan = fcmp uno {vec} %p, %q
        %nan = fadd {vec} %p, %q
        %z = select {shape.truth} %is_nan, {vec} %nan, {vec} %number
    """


def _floats() -> Iterable[Op]:
    for position, shape in enumerate(FLOATS):
        vec, first = shape.vector, shape.first
        for name, opcodes in _ROUNDINGS.items():
            ir, versions = rounding(name, vec)
            ir, on = renamed(ir), {feature: renamed(version) for feature, version in versions.items()}
            yield vector(f"{shape.name}.{name}", opcodes[position], [shape], ir, shape, arithmetic=True, on=on)
        yield vector(f"{shape.name}.abs", first, [shape], f"%z = {called('fabs', shape, '%x')}", shape)
        yield vector(f"{shape.name}.neg", first + 1, [shape], f"%z = fneg {vec} %x", shape)
        yield vector(
            f"{shape.name}.sqrt", first + 3, [shape], f"%z = {called('sqrt', shape, '%x')}", shape, arithmetic=True
        )
        for opcode, (name, instruction) in enumerate(_INSTRUCTIONS.items(), first + 4):
            ir = hidden(shape) + f"%z = {instruction} {vec} %p, %q"
            yield vector(f"{shape.name}.{name}", opcode, [shape, shape], ir, shape, arithmetic=True)
        for opcode, name, predicate, merge in ((first + 8, "min", "olt", "or"), (first + 9, "max", "ogt", "and")):
            ir = choose(vec, BITS_OF[shape].vector, predicate, merge, shape.truth)
            ir = hidden(shape) + renamed(ir, a="%p", b="%q")
            on = {"avx512dq": hidden(shape) + _choose_avx512(shape, name)}
            yield vector(f"{shape.name}.{name}", opcode, [shape, shape], ir, shape, arithmetic=True, on=on)
        for opcode, name, less in ((first + 10, "pmin", "%y, %x"), (first + 11, "pmax", "%x, %y")):
            ir = f"%other = fcmp olt {vec} {less}\n%z = select {shape.truth} %other, {vec} %y, {vec} %x"
            yield vector(f"{shape.name}.{name}", opcode, [shape, shape], ir, shape)


# -------------------------------------------------------------------------------------------------------- conversions
# x86's conversions return -2**31 for what does not fit; LLVM's portable conversions work lane by lane.
_TO_SIGNED_X86 = """
    %is_number = fcmp ord <4 x float> %x, %x
    %number = select <4 x i1> %is_number, <4 x float> %x, <4 x float> zeroinitializer
    %converted = call <4 x i32> @llvm.x86.sse2.cvttps2dq(<4 x float> %number)
    %too_large = fcmp oge <4 x float> %number, splat (float 0x41E0000000000000)
    %ones = sext <4 x i1> %too_large to <4 x i32>
    %z = xor <4 x i32> %converted, %ones
"""
# The part above 2**31, if any, is converted separately and added.
_TO_UNSIGNED_X86 = """
    %is_positive = fcmp ogt <4 x float> %x, zeroinitializer
    %number = select <4 x i1> %is_positive, <4 x float> %x, <4 x float> zeroinitializer
    %beyond = fsub <4 x float> %number, splat (float 0x41E0000000000000)
    %too_large = fcmp oge <4 x float> %beyond, splat (float 0x41E0000000000000)
    %ones = sext <4 x i1> %too_large to <4 x i32>
    %beyond_converted = call <4 x i32> @llvm.x86.sse2.cvttps2dq(<4 x float> %beyond)
    %saturated = xor <4 x i32> %beyond_converted, %ones
    %more = call <4 x i32> @llvm.smax.v4i32(<4 x i32> %saturated, <4 x i32> zeroinitializer)
    %converted = call <4 x i32> @llvm.x86.sse2.cvttps2dq(<4 x float> %number)
    %z = add <4 x i32> %converted, %more
"""
_DOUBLE_TO_SIGNED_X86 = """
    %is_number = fcmp ord <2 x double> %x, %x
    %highest = select <2 x i1> %is_number, <2 x double> splat (double 2147483647.0), <2 x double> zeroinitializer
    %below = fcmp olt <2 x double> %x, %highest
    %number = select <2 x i1> %below, <2 x double> %x, <2 x double> %highest
    %z = call <4 x i32> @llvm.x86.sse2.cvttpd2dq(<2 x double> %number)
"""
# 2**52 plus a whole number below it has that number in its low bits.
_DOUBLE_TO_UNSIGNED_X86 = f"""
    %is_positive = fcmp ogt <2 x double> %x, zeroinitializer
    %positive = select <2 x i1> %is_positive, <2 x double> %x, <2 x double> zeroinitializer
    %below = fcmp olt <2 x double> %positive, splat (double 4294967295.0)
    %number = select <2 x i1> %below, <2 x double> %positive, <2 x double> splat (double 4294967295.0)
    %whole = {called("trunc", F64, "%number")}
    %moved = fadd <2 x double> %whole, splat (double 4503599627370496.0)
    %words = bitcast <2 x double> %moved to <4 x i32>
    %z = shufflevector <4 x i32> %words, <4 x i32> zeroinitializer, {indices((0, 2, 4, 5))}
"""


def truncated(signed: bool, source: Shape) -> str:
    """IR that makes %z, four integers of 32 bits; after two doubles, the other two are zero."""
    suffix = f"v{source.lanes}i32.{source.suffix}"
    to = f"<{source.lanes} x i32>"
    ir = f"%short = call {to} @llvm.fpto{'s' if signed else 'u'}i.sat.{suffix}({source.vector} %x)\n"
    if source is F32:
        return ir.replace("%short", "%z")
    return ir + f"%z = shufflevector {to} %short, {to} zeroinitializer, {indices(range(4))}"


TRUNCATED_ON = {
    (True, F32): {"x86_64": _TO_SIGNED_X86},
    (False, F32): {"x86_64": _TO_UNSIGNED_X86},
    (True, F64): {"x86_64": _DOUBLE_TO_SIGNED_X86},
    (False, F64): {"sse4.1": _DOUBLE_TO_UNSIGNED_X86},
}


def _conversions() -> Iterable[Op]:
    for opcode, name, source, signed in (
        (248, "trunc_sat_f32x4_s", F32, True),
        (249, "trunc_sat_f32x4_u", F32, False),
        (252, "trunc_sat_f64x2_s_zero", F64, True),
        (253, "trunc_sat_f64x2_u_zero", F64, False),
    ):
        ir, on = truncated(signed, source), TRUNCATED_ON[signed, source]
        yield vector(f"i32x4.{name}", opcode, [source], ir, I32, on=on)
    for opcode, sign in ((250, "s"), (251, "u")):
        ir = f"%z = {sign}itofp <4 x i32> %x to <4 x float>"
        yield vector(f"f32x4.convert_i32x4_{sign}", opcode, [I32], ir, F32)
    for opcode, sign in ((254, "s"), (255, "u")):
        ir = f"%low = {part(I32, '%x', range(2))}\n%z = {sign}itofp <2 x i32> %low to <2 x double>"
        yield vector(f"f64x2.convert_low_i32x4_{sign}", opcode, [I32], ir, F64)
    demote = f"""
        %p = opaque <2 x double> %x
        %short = fptrunc <2 x double> %p to <2 x float>
        %z = shufflevector <2 x float> %short, <2 x float> zeroinitializer, {indices(range(4))}
    """
    yield vector("f32x4.demote_f64x2_zero", 94, [F64], demote, F32, arithmetic=True)
    promote = f"%low = {part(F32, '%x', range(2))}\n%z = fpext <2 x float> %low to <2 x double>"
    yield vector("f64x2.promote_low_f32x4", 95, [F32], promote, F64, arithmetic=True)


ROWS = (*_comparisons(), *_floats(), *_conversions())
