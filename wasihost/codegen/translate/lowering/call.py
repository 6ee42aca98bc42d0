"""Calls and tail calls."""

from __future__ import annotations

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower
from wasihost.ops import Op


def _call(m: InstrMaker, row: Op, funcidx: int) -> Instr:
    instr = m.callable(m.module.functions[funcidx])
    instr.index, instr.throws = funcidx, m.context.may_throw(funcidx)
    instr.target, instr.has_own_convention = f"@f{funcidx}(ptr %vm", m.context.has_own_convention(funcidx)
    return m.bind(instr, "call_imported" if funcidx < m.module.imported_functions else "call")


def _call_indirect(m: InstrMaker, row: Op, typeidx: int, tableidx: int) -> Instr:
    instr = m.callable(typeidx)
    instr.index, instr.table, instr.throws = typeidx, tableidx, m.context.any_may_throw
    return m.bind(instr, "call_indirect")


def _call_ref(m: InstrMaker, row: Op, typeidx: int) -> Instr:
    instr = m.callable(typeidx)
    instr.throws = m.context.any_may_throw
    return m.bind(instr, "call_ref")


def _return_call(m: InstrMaker, row: Op, *immediates: int) -> Instr:
    """Exceptions of the callee go to the caller, and not to a handler around the call."""
    instr = _CALLS[row.name.removeprefix("return_")](m, row, *immediates)
    instr.kind, instr.throws = kinds.STOP, False
    return m.bind(instr, f"return_{instr.action}")


_CALLS: dict[str, Lower] = {"call": _call, "call_indirect": _call_indirect, "call_ref": _call_ref}
LOWER: dict[str, Lower] = {**_CALLS, **dict.fromkeys([f"return_{name}" for name in _CALLS], _return_call)}
