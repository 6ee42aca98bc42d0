"""How rows of vector instructions are written: shapes, and IR on lanes (specification section 2.4.1, release 3.0).

A v128 has one LLVM type, `%v128`.  Instructions cast it to lanes, which costs nothing.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from wasihost.ops.row import Op, op

PREFIX = 0xFD


class Shape(NamedTuple):
    name: str
    scalar: str  # value type of a lane outside of the vector
    lane: str  # LLVM type
    lanes: int
    first: int  # of the opcodes of arithmetic

    @property
    def vector(self) -> str:
        return f"<{self.lanes} x {self.lane}>"

    @property
    def suffix(self) -> str:
        """In names of intrinsics."""
        return f"v{self.lanes}{self.lane.replace('float', 'f32').replace('double', 'f64')}"

    @property
    def truth(self) -> str:
        """The type of comparisons."""
        return f"<{self.lanes} x i1>"

    @property
    def bits(self) -> int:
        return 128 // self.lanes


I8, I16, I32, I64 = INTEGERS = (
    Shape("i8x16", "i32", "i8", 16, 0x60),
    Shape("i16x8", "i32", "i16", 8, 0x80),
    Shape("i32x4", "i32", "i32", 4, 0xA0),
    Shape("i64x2", "i64", "i64", 2, 0xC0),
)
F32, F64 = FLOATS = (Shape("f32x4", "f32", "float", 4, 0xE0), Shape("f64x2", "f64", "double", 2, 0xEC))
BITS_OF = {F32: I32, F64: I64}  # the integers as wide as a float shape's lanes
NARROWER = {I16: I8, I32: I16, I64: I32}


def vector(
    name: str,
    opcode: int,
    shapes: Iterable[Shape | str],
    ir: str,
    result: Shape | str,
    imm: str = "",
    *,
    arithmetic: bool = False,
    on: dict[str, str] | None = None,
) -> Op:
    """A row with operands of these `shapes`; its meaning calls vectors %x %y %w, other operands %a %b %c.

    Its result is %z, a vector of the shape `result`; or %r where `result` is another value type.
    """
    shapes = list(shapes)
    params = " ".join("v128" if isinstance(shape, Shape) else shape for shape in shapes)
    seen = [
        f"%{lanes} = bitcast %v128 %{name} to {shape.vector}"
        for name, lanes, shape in zip("abc", "xyw", shapes, strict=False)
        if isinstance(shape, Shape)
    ]

    def whole(meaning: str) -> str:
        back = [f"%r = bitcast {result.vector} %z to %v128"] if isinstance(result, Shape) else []
        return "\n".join([*seen, meaning, *back])

    valtype = "v128" if isinstance(result, Shape) else result
    versions = {feature: whole(meaning) for feature, meaning in (on or {}).items()}
    floats = result.vector if arithmetic and isinstance(result, Shape) else ""
    return op(name, (PREFIX, opcode), f"{params} -> {valtype}", whole(ir), imm=imm, arithmetic=floats, on=versions)


def splat(shape: Shape, value: object) -> str:
    """A constant, without its type."""
    return f"splat ({shape.lane} {value})"


def broadcast(shape: Shape, scalar: str) -> str:
    """IR that makes %all of a scalar."""
    return f"""
        %one = insertelement {shape.vector} poison, {shape.lane} {scalar}, i64 0
        %all = shufflevector {shape.vector} %one, {shape.vector} poison, <{shape.lanes} x i32> zeroinitializer
    """


def called(intrinsic: str, shape: Shape, *operands: str) -> str:
    """A call of an intrinsic on vectors of one shape."""
    arguments = ", ".join(f"{shape.vector} {operand}" for operand in operands)
    return f"call {shape.vector} @llvm.{intrinsic}.{shape.suffix}({arguments})"


def x86(intrinsic: str, result: Shape, of: Shape, a: str, b: str, made: str = "%z") -> str:
    """IR that makes a vector with an x86 instruction."""
    return f"{made} = call {result.vector} @llvm.x86.{intrinsic}({of.vector} {a}, {of.vector} {b})\n"


def indices(positions: Iterable[int]) -> str:
    """The mask of a shufflevector."""
    each = [f"i32 {position}" for position in positions]
    return f"<{len(each)} x i32> <{', '.join(each)}>"


def part(of: Shape, value: str, positions: Iterable[int]) -> str:
    """Some lanes of a vector, as a shorter one."""
    return f"shufflevector {of.vector} {value}, {of.vector} poison, {indices(positions)}"


def renamed(ir: str, a: str = "%x", b: str = "%y") -> str:
    """The meaning of a scalar row, applied to lanes."""
    names = {"%a": a, "%b": b, "%r": "%z"}
    return re.sub(r"%[abr]\b", lambda match: names[match[0]], ir)
