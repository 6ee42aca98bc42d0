"""Fuel: a sequence of instructions is paid for before its first one, as in codegen.translate.fuel (native subset)."""

from wasihost.baseline.shapes import I64, Fuel, Shape
from wasihost.baseline.state import State, here
from wasihost.interpret.emit import put_number, put_operand, put_word, release, take_slot
from wasihost.interpret.shapes import handler, handlers
from wasihost.native import native, u32

PAY = handler("pay")
PAY_SIZE = handlers(*(f"pay {unit} {type_}" for unit in ("bytes", "entries") for type_ in ("i32", "i64")))


@native(inline=False)
def pay(s: State, shape: Shape):
    """Charge for an instruction that is about to be compiled."""
    if s.payment == 0:
        put_number(s, PAY)
        s.payment, s.cost = here(s), 0
        put_word(s, 0)
        s.made_end = 0
    if shape.fuel >= Fuel.BYTES:
        release(s)
        take_slot(s, s.top - 1, 0)
        put_number(s, PAY_SIZE[2 * u32(shape.fuel - Fuel.BYTES) + u32(s.operands[s.top - 1].type == I64)])
        put_operand(s, 0)
    if shape.fuel != Fuel.NONE:
        s.cost += 1
        u32[s.code + s.payment] = s.cost
    if shape.ends:
        s.payment = 0
