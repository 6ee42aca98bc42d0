"""Lowering: a row of `ops` and its immediates → an Instr, once for each distinct instruction of a module.

The module decides what a row leaves open: types, the callee's convention, whether a memory is guarded.  An Instr names
its action; the tier, which is the code generator that writes the instructions, has the functions of these names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from wasihost.codegen.constant import constant_value, fold
from wasihost.codegen.translate import constants, kinds
from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.instr import Action, Instr
from wasihost.codegen.translate.template import LLVM_TYPES, Style, Template, struct_type
from wasihost.codegen.translate.values import is_constant, operand
from wasihost.ops import Op
from wasihost.ops.atomic import PREFIX as ATOMIC_PREFIX
from wasihost.wasm.bodies import Body, BodyReader, Clause

# Comparisons and their opposites; those of floats hold for unordered operands too.
_INTEGER_INVERSE = {"eq": "ne", "slt": "sge", "sgt": "sle", "ult": "uge", "ugt": "ule"}
_INTEGER_INVERSE |= {opposite: predicate for predicate, opposite in _INTEGER_INVERSE.items()}
_FLOAT_INVERSE = {"oeq": "une", "une": "oeq", "olt": "uge", "ogt": "ule", "ole": "ugt", "oge": "ult"}

_ALGEBRA = ("i32.add", "i32.sub", "i32.mul", "i32.shl")


class MakeTemplate(Protocol):
    """Meaning, operands by name with their types, type of the result → what the tier writes for it."""

    def __call__(
        self, ir: str, arguments: dict[str, str], result: str, style: Style, arithmetic: str = ""
    ) -> Template: ...


class Tier(NamedTuple):
    """A code generator, as far as lowering depends on it."""

    actions: Mapping[str, Action]
    template: MakeTemplate


class InstrCache:
    """The Instrs of one module for one tier: of each instruction that its reader has met, under its number."""

    def __init__(self, context: Context, tier: Tier) -> None:
        self.context = context
        self.module = context.module
        self.reader = BodyReader(context.bodies)
        self._tier = tier
        self._instrs: list[Instr] = []

    def of(self, body: Body) -> list[Instr]:
        """The Instrs of a body that has been read."""
        for row, immediates in self.reader.instructions[len(self._instrs) :]:
            instr = _lower(self, row, immediates)
            instr.fuel = row.fuel
            self._instrs.append(instr)
        return list(map(self._instrs.__getitem__, body.numbers))

    def make(self, kind: int, action: str, **fields: Any) -> Instr:
        """An Instr that the tier's function called `action` writes."""
        return self.bind(Instr(kind, **fields), action)

    def bind(self, instr: Instr, action: str) -> Instr:
        instr.action, instr.handler = action, self._tier.actions[action]
        return instr

    def template(
        self, ir: str, arguments: dict[str, str], result: str, *, fences: bool = False, arithmetic: str = ""
    ) -> Template:
        style = self.context.style._replace(fences=True) if fences else self.context.style
        return self._tier.template(ir, arguments, result, style, arithmetic)

    def callable(self, typeidx: int) -> Instr:
        """A call of a function of this type, without the callee and the action."""
        params, results = self.context.function_types(typeidx)
        return Instr(kinds.CALL, params=params, results=results, result=struct_type(results))


def _lower(c: InstrCache, row: Op, immediates: tuple[Any, ...]) -> Instr:
    lower = _LOWER.get(row.name)
    if lower is not None:
        return lower(c, row, *immediates)
    if row.access_width is not None:
        return _access(c, row, *immediates[0], *immediates[1:])
    if row.is_comparison:
        return _comparison(c, row)
    return _numeric(c, row, immediates)


def _shape(c: InstrCache, row: Op, immediates: tuple[Any, ...] = ()) -> tuple[dict[str, str], str]:
    """Operands by name with their LLVM types, and the LLVM type of the result."""
    types = _address_types(c, row, immediates) if row.touches else LLVM_TYPES
    params = tuple(types[type_] for type_ in row.params or ())
    return _named(params), types[row.results[0]] if row.results else ""


def _address_types(c: InstrCache, row: Op, immediates: tuple[Any, ...]) -> dict[str, str]:
    """LLVM_TYPES, and the types of addresses of the memories or tables that an instruction names."""
    context = c.context
    of_immediate: dict[str, Callable[[Any], str]] = {
        "memarg": lambda memarg: context.memory_address(memarg[0]),
        "memidx": context.memory_address,
        "tableidx": context.table_address,
    }
    pairs = zip(row.immediates, immediates, strict=False)
    types = [of_immediate[immediate](n) for immediate, n in pairs if immediate in of_immediate]
    if not types:
        return LLVM_TYPES
    return {**LLVM_TYPES, "addr": types[0], "addr2": types[-1], "count": min(types)}


def _named(types: tuple[str, ...]) -> dict[str, str]:
    return dict(zip("abc", types, strict=False))


# ------------------------------------------------------------------------------------------------------------- numeric
def _numeric(c: InstrCache, row: Op, immediates: tuple[int | str, ...]) -> Instr:
    """Any row whose meaning is all there is."""
    arguments, result = _shape(c, row, immediates)
    ir = row.meaning(c.context.features)
    for position, immediate in enumerate(immediates):
        ir = ir.replace(f"${position}", str(immediate))
    on_lanes = "v128" in (row.params or ())
    canonical = c.context.options.variant.canonical_nans
    template = c.template(ir, arguments, result, fences=on_lanes, arithmetic=row.arithmetic if canonical else "")
    instr = c.make(kinds.ACTION, "emit", params=tuple(arguments.values())).adopt(template)
    if result and not template.traps and len(arguments) in (1, 2):
        instr.kind = kinds.UNARY if len(arguments) == 1 else kinds.BINARY
    if row.known:
        instr.kind = kinds.KNOWN
        instr.known = c.template(row.known, arguments, result).text
        instr.settle = _SETTLE[row.settle, result]
    if not (row.touches or template.traps or "@" in row.ir.replace("@llvm.", "")):
        instr.pure = len(arguments), int(bool(result))
    if row.name in _ALGEBRA:
        instr.algebra = row.name.partition(".")[2]
    if canonical and row.takes_any_nan:
        _take_any_nan(c, instr, row)
    elif not (c.context.style.fences or on_lanes):
        _hide(c, instr, row, arguments, result)
    return instr


def _take_any_nan(c: InstrCache, instr: Instr, row: Op) -> None:
    instr.kind, instr.floats, instr.arithmetic = kinds.ACTION, row.takes_any_nan, row.arithmetic
    c.bind(instr, "emit_open")


def _hide(c: InstrCache, instr: Instr, row: Op, arguments: dict[str, str], result: str) -> None:
    """Without fences LLVM sees no further than one block, but there it may fold: see the actions in `float_`."""
    if "opaque" in row.ir:
        template = c.template(row.ir, arguments, result, fences=True)
        instr.hidden = Instr(kinds.ACTION, params=instr.params).adopt(template)
        instr.kind = kinds.ACTION
        c.bind(instr, "promote" if row.name == "f64.promote_f32" else "emit_opaque")
    elif row.name == "f32.demote_f64":
        instr.kind = kinds.ACTION
        c.bind(instr, "demote")


def _comparison(c: InstrCache, row: Op) -> Instr:
    """Three Instrs: the i1 made an i32, the i1, and the i1 of the opposite."""
    arguments, _ = _shape(c, row)
    arguments = arguments or {"a": "ptr"}  # ref.is_null
    ir = row.meaning(c.context.features)
    widened = ir.replace("%r =", "%truth =") + "\n%r = zext i1 %truth to i32"
    before, assignment, comparison = ir.rpartition("%r = ")
    instruction, predicate, operands = comparison.split(" ", 2)
    opposite = (_INTEGER_INVERSE if instruction == "icmp" else _FLOAT_INVERSE)[predicate]
    inverted = f"{before}{assignment}{instruction} {opposite} {operands}"
    kind = kinds.UNARY if len(arguments) == 1 else kinds.BINARY
    instr, fused, inverse = (
        Instr(kind, params=tuple(arguments.values())).adopt(c.template(ir, arguments, result))
        for ir, result in ((widened, "i32"), (ir, "i1"), (inverted, "i1"))
    )
    if c.context.options.variant.canonical_nans and row.takes_any_nan:
        for each in (instr, fused, inverse):
            _take_any_nan(c, each, row)
    instr.fused, instr.inverse = fused, inverse
    instr.pure = len(arguments), 1
    if row.params and row.params[0] == "i32":
        fused.predicate, inverse.predicate = predicate, opposite
    instr.is_not = row.name == "i32.eqz"
    return instr


def _shuffle(c: InstrCache, row: Op, lanes: tuple[int, ...]) -> Instr:
    return _numeric(c, row, (f"<16 x i32> <{', '.join(f'i32 {lane}' for lane in lanes)}>",))


# ----------------------------------------------------------------------------------------------------------- constants
def _constant(c: InstrCache, valtype: str, value: int) -> Instr:
    if valtype in ("i32", "i64"):
        return Instr(kinds.CONST, result=constants.integer(valtype, value))
    if valtype == "v128":
        return Instr(kinds.CONST, result=constants.vector(value))
    type_ = LLVM_TYPES[valtype]  # hidden from LLVM: see ops/float_.py
    text = constants.floating(type_, value)
    return c.make(kinds.ACTION, "opaque_constant", result=text, params=(type_,), pure=(0, 1))


def _const(c: InstrCache, row: Op, value: int) -> Instr:
    return _constant(c, row.name.partition(".")[0], value)


def _ref_null(c: InstrCache, row: Op, type_: str) -> Instr:
    return Instr(kinds.CONST, result="ptr null")


# -------------------------------------------------------------------------------------------------- memory and globals
def _access(c: InstrCache, row: Op, memidx: int, static_offset: int, lane: int = 0) -> Instr:
    """Loads, stores and atomics: the address leaves the stack first, to become `%p`."""
    arguments, result = _shape(c, row, ((memidx, static_offset),))
    del arguments["a"]
    ir = _memory_meaning(c, row, memidx).replace("$1", str(lane))
    template = c.template(ir, arguments | {"p": ""}, result)
    guarded = c.context.is_guarded(memidx)
    instr = c.make(kinds.ACTION, "access" if guarded else "access_checked", params=tuple(arguments.values()))
    instr.memory, instr.static_offset, instr.width = memidx, static_offset, 1 << (row.access_width or 0)
    # What other threads may change is no plain load or store (`loop_plan`).
    plain = row.prefix != ATOMIC_PREFIX and not c.module.memories[memidx].shared
    if guarded and plain and len(arguments) == int(not result):
        instr.kind = kinds.LOAD if result else kinds.STORE
    return instr.adopt(template)


def _memory_meaning(c: InstrCache, row: Op, memidx: int) -> str:
    return (row.shared if c.module.memories[memidx].shared else "") or row.ir


def _memory_size(c: InstrCache, row: Op, memidx: int) -> Instr:
    _, result = _shape(c, row, (memidx,))
    ir = _memory_meaning(c, row, memidx).replace("$shift", str(c.module.memories[memidx].page_shift))
    return c.make(kinds.ACTION, "memory_size", index=memidx).adopt(c.template(ir, {"p": ""}, result))


def _global_get(c: InstrCache, row: Op, globalidx: int) -> Instr:
    valtype = c.module.globals[globalidx].valtype
    value = _immutable_value(c, globalidx)
    if value is not None:
        return _constant(c, valtype, value)
    type_ = LLVM_TYPES[valtype]
    template = c.template(row.ir.replace("$t", type_), {"p": ""}, type_)
    return c.make(kinds.ACTION, "access_global", index=globalidx).adopt(template)


def _immutable_value(c: InstrCache, globalidx: int) -> int | None:
    """The value of an immutable global that the module itself initialises with a constant."""
    defined = globalidx - c.context.imported_globals
    if c.module.globals[globalidx].mutable or defined < 0:
        return None
    return constant_value(fold(c.module.global_inits[defined]))


def _global_set(c: InstrCache, row: Op, globalidx: int) -> Instr:
    type_ = LLVM_TYPES[c.module.globals[globalidx].valtype]
    template = c.template(row.ir.replace("$t", type_), {"a": type_, "p": ""}, "")
    return c.make(kinds.ACTION, "access_global", index=globalidx, params=(type_,)).adopt(template)


# ----------------------------------------------------------------------------------------------- references and tables
def _table_access(c: InstrCache, row: Op, tableidx: int) -> Instr:
    """table.get and table.set."""
    address = c.context.table_address(tableidx)
    operands = {"a": address} if row.name == "table.get" else {"a": address, "b": "ptr"}
    result = "ptr" if row.name == "table.get" else ""
    ir = row.ir.replace("addr ", f"{address} ")
    template = c.template(ir, {**operands, "table": "", "length": ""}, result)
    return c.make(kinds.ACTION, "table_access", index=tableidx, params=tuple(operands.values())).adopt(template)


def _table_size(c: InstrCache, row: Op, tableidx: int) -> Instr:
    address = c.context.table_address(tableidx)
    template = c.template(row.ir.replace("addr ", f"{address} "), {"length": ""}, address)
    return c.make(kinds.ACTION, "table_size", index=tableidx).adopt(template)


def _table_of_any(c: InstrCache, row: Op, tableidx: int) -> Instr:
    """table.grow and table.fill: the signature leaves open the type of the reference."""
    address = c.context.table_address(tableidx)
    grows = row.name == "table.grow"
    types, result = (("ptr", address), address) if grows else ((address, "ptr", address), "")
    template = c.template(row.ir.replace("$0", str(tableidx)), _named(types), result)
    return c.make(kinds.ACTION, "emit", params=types).adopt(template)


def _ref_func(c: InstrCache, row: Op, funcidx: int) -> Instr:
    return c.make(kinds.ACTION, "ref_func", index=funcidx)


def _ref_as_non_null(c: InstrCache, row: Op) -> Instr:
    return c.make(kinds.ACTION, "ref_as_non_null", params=("ptr",)).adopt(c.template(row.ir, {"a": "ptr"}, ""))


# -------------------------------------------------------------------------------------------------- locals and control
def _local(c: InstrCache, row: Op, localidx: int) -> Instr:
    kind, action = _LOCALS[row.name]
    spilled = c.make(kinds.ACTION, action, index=localidx)
    return Instr(kind, index=localidx, bit=1 << localidx, spilled=spilled)


def _parametric(c: InstrCache, row: Op, *immediates: Any) -> Instr:
    kind, action, pure = _PARAMETRIC[row.name]
    return c.make(kind, action, pure=pure)


def _block(c: InstrCache, row: Op, block_type: Any, catches: tuple[Clause, ...] = ()) -> Instr:
    params, results = c.context.block_types(block_type)
    return c.make(_CONTROL[row.name], row.name, params=params, results=results, catches=catches)


def _try_table(c: InstrCache, row: Op, block_type: Any, catches: tuple[Clause, ...]) -> Instr:
    """Without the clauses that are never reached: an earlier one has their tag, or catches all."""
    reached: dict[int | None, Clause] = {}
    for clause in catches:
        reached.setdefault(clause[0], clause)
        if clause[0] is None:
            break
    return _block(c, row, block_type, tuple(reached.values()))


def _control(c: InstrCache, row: Op) -> Instr:
    return c.make(_CONTROL[row.name], row.name)


def _branch(c: InstrCache, row: Op, labelidx: int) -> Instr:
    return c.make(_CONTROL[row.name], row.name, index=labelidx)


def _br_table(c: InstrCache, row: Op, labels: tuple[int, ...]) -> Instr:
    return c.make(kinds.BR_TABLE, row.name, labels=labels)


def _throw(c: InstrCache, row: Op, tagidx: int) -> Instr:
    return c.make(kinds.THROW, row.name, index=tagidx, params=c.context.tag_types(tagidx))


# --------------------------------------------------------------------------------------------------------------- calls
def _call(c: InstrCache, row: Op, funcidx: int) -> Instr:
    instr = c.callable(c.module.functions[funcidx])
    instr.index, instr.throws = funcidx, c.context.may_throw(funcidx)
    instr.target, instr.uses_tailcc = f"@f{funcidx}(ptr %vm", c.context.uses_tailcc(funcidx)
    return c.bind(instr, "call_imported" if funcidx < c.module.imported_functions else "call")


def _call_indirect(c: InstrCache, row: Op, typeidx: int, tableidx: int) -> Instr:
    instr = c.callable(typeidx)
    instr.index, instr.table, instr.throws = typeidx, tableidx, c.context.any_may_throw
    return c.bind(instr, "call_indirect")


def _call_ref(c: InstrCache, row: Op, typeidx: int) -> Instr:
    instr = c.callable(typeidx)
    instr.throws = c.context.any_may_throw
    return c.bind(instr, "call_ref")


def _return_call(c: InstrCache, row: Op, *immediates: int) -> Instr:
    """Exceptions of the callee go to the caller, and not to a handler around the call."""
    instr = _CALLS[row.name](c, row, *immediates)
    instr.kind, instr.throws = kinds.STOP, False
    return c.bind(instr, f"return_{instr.action}")


_LOCALS = {
    "local.get": (kinds.LOCAL_GET, "load_local"),
    "local.set": (kinds.LOCAL_SET, "store_local"),
    "local.tee": (kinds.LOCAL_TEE, "tee_local"),
}
# Kind, action, and the numbers of operands and results.
_PARAMETRIC = {
    "nop": (kinds.ACTION, "nop", (0, 0)),
    "drop": (kinds.ACTION, "drop", (1, 0)),
    "select": (kinds.SELECT, "select", (3, 1)),
    "select t": (kinds.SELECT, "select", (3, 1)),
}
# Their actions have the names of the rows.
_CONTROL = {
    "block": kinds.BLOCK,
    "loop": kinds.LOOP,
    "if": kinds.IF,
    "try_table": kinds.TRY,
    "else": kinds.ELSE,
    "end": kinds.END,
    "br": kinds.BR,
    "br_if": kinds.BR_IF,
    "br_on_null": kinds.BR_IF,
    "br_on_non_null": kinds.BR_IF,
    "return": kinds.STOP,
    "unreachable": kinds.STOP,
    "throw_ref": kinds.THROW,
}
_CALLS: dict[str, Callable[..., Instr]] = {
    "return_call": _call,
    "return_call_indirect": _call_indirect,
    "return_call_ref": _call_ref,
}
# Rows whose signature and meaning are not all there is.
_LOWER: dict[str, Callable[..., Instr]] = {
    **dict.fromkeys(_LOCALS, _local),
    **dict.fromkeys(_PARAMETRIC, _parametric),
    **dict.fromkeys(("block", "loop", "if"), _block),
    "try_table": _try_table,
    **dict.fromkeys(("else", "end", "return", "unreachable", "throw_ref"), _control),
    **dict.fromkeys(("br", "br_if", "br_on_null", "br_on_non_null"), _branch),
    "br_table": _br_table,
    "throw": _throw,
    "call": _call,
    "call_indirect": _call_indirect,
    "call_ref": _call_ref,
    **dict.fromkeys(_CALLS, _return_call),
    **dict.fromkeys(("i32.const", "i64.const", "f32.const", "f64.const", "v128.const"), _const),
    "i8x16.shuffle": _shuffle,
    "memory.size": _memory_size,
    "global.get": _global_get,
    "global.set": _global_set,
    **dict.fromkeys(("table.get", "table.set"), _table_access),
    **dict.fromkeys(("table.grow", "table.fill"), _table_of_any),
    "table.size": _table_size,
    "ref.func": _ref_func,
    "ref.null": _ref_null,
    "ref.as_non_null": _ref_as_non_null,
}


# ------------------------------------------------------------------------------------------------- constant operands b
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
