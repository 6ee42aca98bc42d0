"""Floats whose NaNs LLVM must not change (see ops/float_.py), and NaNs that are made canonical."""

from __future__ import annotations

from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.values import operand
from wasihost.codegen.translate.writer import Writer


def opaque_constant(w: Writer, instr: Instr, offset: int) -> None:
    """A float that LLVM must not see: one load or fence of it is enough for a block."""
    value = w.addresses.get(instr)
    if value is None:
        n = w.new()
        w.write(f"%{n} = {w.unit.opaque_constant(instr.result)}")
        value = w.addresses[instr] = f"{instr.params[0]} %{n}"
    w.stack.append(value)


def emit_opaque(w: Writer, instr: Instr, offset: int) -> None:
    """A float that must be opaque if it is made from a constant."""
    w.emit(instr if "%" in w.stack[-1] else instr.hidden, offset)


def promote(w: Writer, instr: Instr, offset: int) -> None:
    emit_opaque(w, instr, offset)
    w.promoted.add(w.stack[-1])


def demote(w: Writer, instr: Instr, offset: int) -> None:
    """Without fences nothing hides a promotion: LLVM may undo it right here, and its NaN would stay signalling."""
    value = w.stack[-1]
    if value in w.promoted:
        n = w.new()
        w.write(f"%{n} = call double @llvm.arithmetic.fence.f64({value})")
        w.stack[-1] = f"double %{n}"
    w.emit(instr, offset)


def emit_open(w: Writer, instr: Instr, offset: int) -> None:
    """With canonical NaNs: an instruction that takes any NaN gets its operands as they were before."""
    first = len(w.stack) - len(instr.params)
    w.stack[first:] = [w.open.get((instr.floats, value), value) for value in w.stack[first:]]
    w.emit(instr, offset)
    if instr.open:
        result = w.stack[-1]
        w.open[instr.arithmetic, result] = instr.open(int(operand(result)[1:]) - instr.last)
