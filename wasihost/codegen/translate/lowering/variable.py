"""Locals, globals, drop and select."""

from __future__ import annotations

from typing import Any

from wasihost.codegen.constant import constant_value, fold
from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.constant import constant
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower
from wasihost.codegen.translate.template import LLVM_TYPES
from wasihost.ops import Op

_LOCALS = {
    "local.get": (kinds.LOCAL_GET, "load_local"),
    "local.set": (kinds.LOCAL_SET, "store_local"),
    "local.tee": (kinds.LOCAL_TEE, "tee_local"),
}


def _local(m: InstrMaker, row: Op, localidx: int) -> Instr:
    kind, action = _LOCALS[row.name]
    spilled = m.make(kinds.ACTION, action, index=localidx)
    return Instr(kind, index=localidx, bit=1 << localidx, spilled=spilled)


def _drop(m: InstrMaker, row: Op) -> Instr:
    return m.make(kinds.ACTION, "drop", pure=(1, 0))


def _select(m: InstrMaker, row: Op, *types: Any) -> Instr:
    return m.make(kinds.SELECT, "select", pure=(3, 1))


def _global_get(m: InstrMaker, row: Op, globalidx: int) -> Instr:
    valtype = m.module.globals[globalidx].valtype
    value = _immutable_value(m, globalidx)
    if value is not None:
        return constant(m, valtype, value)
    type_ = LLVM_TYPES[valtype]
    template = m.template(row.ir.replace("$t", type_), {"p": ""}, type_)
    return m.make(kinds.ACTION, "access_global", index=globalidx).adopt(template)


def _immutable_value(m: InstrMaker, globalidx: int) -> int | None:
    """The value of an immutable global that the module itself initialises with a constant."""
    defined = globalidx - m.context.imported_globals
    if m.module.globals[globalidx].mutable or defined < 0:
        return None
    return constant_value(fold(m.module.global_inits[defined]))


def _global_set(m: InstrMaker, row: Op, globalidx: int) -> Instr:
    type_ = LLVM_TYPES[m.module.globals[globalidx].valtype]
    template = m.template(row.ir.replace("$t", type_), {"a": type_, "p": ""}, "")
    return m.make(kinds.ACTION, "access_global", index=globalidx, params=(type_,)).adopt(template)


LOWER: dict[str, Lower] = {
    "drop": _drop,
    **dict.fromkeys(("select", "select t"), _select),
    **dict.fromkeys(_LOCALS, _local),
    "global.get": _global_get,
    "global.set": _global_set,
}
