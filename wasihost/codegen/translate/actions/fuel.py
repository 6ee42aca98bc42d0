"""Payments of fuel, where `fuel` puts them."""

from __future__ import annotations

from wasihost.abi import Limits, Store, Trap, VMContext
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.values import operand, type_of
from wasihost.codegen.translate.writer import Writer

_FUEL = Store.offset("limits") + Limits.offset("fuel")


def charge_fuel(w: Writer, instr: Instr, offset: int) -> None:
    """An amount that is known here."""
    _charge(w, instr.result, offset)


def charge_fuel_by_size(w: Writer, instr: Instr, offset: int) -> None:
    """1 for each 2**index bytes or entries that the next instruction works on; their number is on the stack."""
    size = w.stack[-1]
    n = w.new()
    wide = operand(size)
    if type_of(size) == "i32":
        wide = f"%{n}"
        w.write(f"{wide} = zext {size} to i64")
    w.write(f"%{n + 1} = lshr i64 {wide}, {instr.index}")
    _charge(w, f"%{n + 1}", offset)


def _charge(w: Writer, cost: str, offset: int) -> None:
    store = w.hoist_load("fuel.store", VMContext.offset("store"))
    left = w.hoist("fuel", f"getelementptr i8, ptr {store}, i64 {_FUEL}")
    n = w.new()
    w.write(
        f"%{n} = load i64, ptr {left}, align 8\n%{n + 1} = icmp ult i64 %{n}, {cost}\n%{n + 2} = sub i64 %{n}, {cost}"
    )
    w.trap_if(f"i1 %{n + 1}", Trap.OUT_OF_FUEL, offset)
    w.write(f"store i64 %{n + 2}, ptr {left}, align 8")
