"""Fuel: a sequence of instructions is paid for before its first one, as in codegen.translate.fuel (native subset)."""

from wasihost.baseline.emit import NEGATED, emit, find
from wasihost.baseline.moves import Place, materialise
from wasihost.baseline.shapes import I64, Fuel, Shape
from wasihost.baseline.state import State, here
from wasihost.baseline.stencils import operation
from wasihost.codegen.stencils.layout import Row
from wasihost.native import Global, native, u32

PAY = operation("pay")
_SIZED = [operation(f"pay {unit} {type_}") for unit in ("bytes", "entries") for type_ in ("i32", "i64")]
PAY_SIZE = Global(u32, data=b"".join(map(u32.encode, _SIZED)))


@native(inline=False)
def pay(s: State, shape: Shape):
    """Charge for an instruction that is about to be compiled."""
    if s.payment == 0:
        row = find(s, PAY, u32(Place.NEAR_CONSTANT), 0)
        stencil = s.stencils[Row(s.rows)[row].template]
        s.payment, s.cost = here(s) + stencil.places[1], 0
        s.negates = stencil.flags & NEGATED
        emit(s, row, 0, 0, 0, 0, 0, 0)
    if shape.fuel >= Fuel.BYTES:
        materialise(s, s.top - 1)
        size = s.operands[s.top - 1]
        kind = 2 * u32(shape.fuel - Fuel.BYTES) + u32(size.type == I64)
        emit(s, find(s, PAY_SIZE[kind], 0, size.register), size.register, 0, 0, 0, 0, 0)
    if shape.fuel != Fuel.NONE:
        pay_one(s)
    if shape.ends:
        s.payment = 0


@native
def pay_one(s: State):
    """Add 1 to what the current sequence costs."""
    s.cost += 1
    u32[s.code + s.payment] = u32(0) - s.cost if s.negates else s.cost
