"""Rows that their signature and meaning describe completely, and comparisons."""

from __future__ import annotations

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.lowering.maker import InstrMaker, Lower
from wasihost.codegen.translate.values import is_constant, operand
from wasihost.ops import Op

# Comparisons and their opposites; those of floats hold for unordered operands too.
_INTEGER_INVERSE = {"eq": "ne", "slt": "sge", "sgt": "sle", "ult": "uge", "ugt": "ule"}
_INTEGER_INVERSE |= {opposite: predicate for predicate, opposite in _INTEGER_INVERSE.items()}
_FLOAT_INVERSE = {"oeq": "une", "une": "oeq", "olt": "uge", "ogt": "ule", "ole": "ugt", "oge": "ult"}

_ALGEBRA = ("i32.add", "i32.sub", "i32.mul", "i32.shl")


def numeric(m: InstrMaker, row: Op, immediates: tuple[int | str, ...]) -> Instr:
    """A row that its meaning describes completely."""
    arguments, result = m.shape(row, immediates)
    ir = row.meaning(m.context.features)
    for position, immediate in enumerate(immediates):
        ir = ir.replace(f"${position}", str(immediate))
    on_lanes = "v128" in (row.params or ())
    canonical = m.context.options.variant.canonical_nans
    template = m.template(ir, arguments, result, fences=on_lanes, arithmetic=row.arithmetic if canonical else "")
    results = tuple(result.split())
    action = "emit" if len(results) < 2 else "emit_pair"
    instr = m.make(kinds.ACTION, action, params=tuple(arguments.values()), results=results).adopt(template)
    if template.result and not template.traps and len(arguments) in (1, 2):
        instr.kind = kinds.UNARY if len(arguments) == 1 else kinds.BINARY
    if row.known:
        instr.kind = kinds.KNOWN
        instr.known = m.template(row.known, arguments, result).text
        instr.settle = _SETTLE[row.settle, result]
    if not (row.touches or template.traps or "@" in row.ir.replace("@llvm.", "")):
        instr.pure = len(arguments), len(results)
    if row.name in _ALGEBRA:
        instr.algebra = row.name.partition(".")[2]
    if canonical and row.takes_any_nan:
        _take_any_nan(m, instr, row)
    elif not (m.context.style.fences or on_lanes):
        _hide(m, instr, row, arguments, result)
    return instr


def _take_any_nan(m: InstrMaker, instr: Instr, row: Op) -> None:
    instr.kind, instr.floats, instr.arithmetic = kinds.ACTION, row.takes_any_nan, row.arithmetic
    m.bind(instr, "emit_open")


def _hide(m: InstrMaker, instr: Instr, row: Op, arguments: dict[str, str], result: str) -> None:
    """Without fences LLVM sees no further than one block, but there it may fold: see the actions in `float_`."""
    if "opaque" in row.ir:
        template = m.template(row.ir, arguments, result, fences=True)
        instr.hidden = Instr(kinds.ACTION, params=instr.params).adopt(template)
        instr.kind = kinds.ACTION
        m.bind(instr, "promote" if row.name == "f64.promote_f32" else "emit_opaque")
    elif row.name == "f32.demote_f64":
        instr.kind = kinds.ACTION
        m.bind(instr, "demote")


def comparison(m: InstrMaker, row: Op) -> Instr:
    """Three Instrs: the i1 made an i32, the i1, and the i1 of the opposite."""
    arguments, _ = m.shape(row)
    arguments = arguments or {"a": "ptr"}  # ref.is_null
    ir = row.meaning(m.context.features)
    widened = ir.replace("%r =", "%truth =") + "\n%r = zext i1 %truth to i32"
    before, assignment, comparison = ir.rpartition("%r = ")
    instruction, predicate, operands = comparison.split(" ", 2)
    opposite = (_INTEGER_INVERSE if instruction == "icmp" else _FLOAT_INVERSE)[predicate]
    inverted = f"{before}{assignment}{instruction} {opposite} {operands}"
    kind = kinds.UNARY if len(arguments) == 1 else kinds.BINARY
    instr, fused, inverse = (
        Instr(kind, params=tuple(arguments.values())).adopt(m.template(ir, arguments, result))
        for ir, result in ((widened, "i32"), (ir, "i1"), (inverted, "i1"))
    )
    if m.context.options.variant.canonical_nans and row.takes_any_nan:
        for each in (instr, fused, inverse):
            _take_any_nan(m, each, row)
    instr.fused, instr.inverse = fused, inverse
    instr.pure = len(arguments), 1
    if row.params and row.params[0] == "i32":
        fused.predicate, inverse.predicate = predicate, opposite
    instr.is_not = row.name == "i32.eqz"
    return instr


def _shuffle(m: InstrMaker, row: Op, lanes: tuple[int, ...]) -> Instr:
    return numeric(m, row, (f"<16 x i32> <{', '.join(f'i32 {lane}' for lane in lanes)}>",))


def _settle_divisor(value: str) -> str | None:
    return None if not is_constant(value) or operand(value) in ("0", "-1") else value


def _settle_modulo_32(value: str) -> str | None:
    return f"i32 {int(operand(value)) & 31}" if is_constant(value) else None


def _settle_modulo_64(value: str) -> str | None:
    return f"i64 {int(operand(value)) & 63}" if is_constant(value) else None


_SETTLE = {
    ("divisor", "i32"): _settle_divisor,
    ("divisor", "i64"): _settle_divisor,
    ("modulo", "i32"): _settle_modulo_32,
    ("modulo", "i64"): _settle_modulo_64,
}


LOWER: dict[str, Lower] = {"i8x16.shuffle": _shuffle}
