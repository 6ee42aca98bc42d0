"""References and tables."""

from __future__ import annotations

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower, named
from wasihost.ops import Op


def _table_access(m: InstrMaker, row: Op, tableidx: int) -> Instr:
    """table.get and table.set."""
    address = m.context.table_address(tableidx)
    operands = {"a": address} if row.name == "table.get" else {"a": address, "b": "ptr"}
    result = "ptr" if row.name == "table.get" else ""
    ir = row.ir.replace("addr ", f"{address} ")
    template = m.template(ir, {**operands, "table": "", "length": ""}, result)
    return m.make(kinds.ACTION, "table_access", index=tableidx, params=tuple(operands.values())).adopt(template)


def _table_size(m: InstrMaker, row: Op, tableidx: int) -> Instr:
    address = m.context.table_address(tableidx)
    template = m.template(row.ir.replace("addr ", f"{address} "), {"length": ""}, address)
    return m.make(kinds.ACTION, "table_size", index=tableidx).adopt(template)


def _table_of_any(m: InstrMaker, row: Op, tableidx: int) -> Instr:
    """table.grow and table.fill: the signature leaves open the type of the reference."""
    address = m.context.table_address(tableidx)
    grows = row.name == "table.grow"
    types, result = (("ptr", address), address) if grows else ((address, "ptr", address), "")
    template = m.template(row.ir.replace("$0", str(tableidx)), named(types), result)
    return m.make(kinds.ACTION, "emit", params=types).adopt(template)


def _ref_func(m: InstrMaker, row: Op, funcidx: int) -> Instr:
    return m.make(kinds.ACTION, "ref_func", index=funcidx)


def _ref_as_non_null(m: InstrMaker, row: Op) -> Instr:
    return m.make(kinds.ACTION, "ref_as_non_null", params=("ptr",)).adopt(m.template(row.ir, {"a": "ptr"}, ""))


LOWER: dict[str, Lower] = {
    **dict.fromkeys(("table.get", "table.set"), _table_access),
    **dict.fromkeys(("table.grow", "table.fill"), _table_of_any),
    "table.size": _table_size,
    "ref.func": _ref_func,
    "ref.as_non_null": _ref_as_non_null,
}
