"""Instructions made ready: a row and its immediates → a Step, once for each distinct instruction of a module.

Here the rows of `ops` meet the module, which knows the types that a row leaves open.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wasihost.codegen.constant import constant_value, fold
from wasihost.codegen.translate import step as kinds
from wasihost.codegen.translate.calls import Calls
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.template import LLVM_TYPES, struct_type
from wasihost.ops import Op
from wasihost.ops.atomic import PREFIX as ATOMIC_PREFIX
from wasihost.wasm.bodies import Body, BodyReader, Clause

if TYPE_CHECKING:
    from wasihost.codegen.translate.context import Context

# Comparisons and their opposites; those of floats hold for unordered operands too.
_INTEGER_INVERSE = {"eq": "ne", "slt": "sge", "sgt": "sle", "ult": "uge", "ugt": "ule"}
_INTEGER_INVERSE |= {opposite: predicate for predicate, opposite in _INTEGER_INVERSE.items()}
_FLOAT_INVERSE = {"oeq": "une", "une": "oeq", "olt": "uge", "ogt": "ule", "ole": "ugt", "oge": "ult"}

_ALGEBRA = ("i32.add", "i32.sub", "i32.mul", "i32.shl")
_PURE = {"nop": (0, 0), "drop": (1, 0), "select": (3, 1), "select t": (3, 1)}  # operands and results


class Steps:
    """The Steps of one module: of each instruction that its reader has met, under the instruction's number."""

    def __init__(self, context: Context, reader: BodyReader) -> None:
        self.context = context
        self.module = context.module
        self.reader = reader
        self._steps: list[Step] = []

    def of(self, body: Body) -> list[Step]:
        """The Steps of a body that has been read."""
        for row, immediates in self.reader.instructions[len(self._steps) :]:
            self._steps.append(self._prepare(row, immediates))
        return list(map(self._steps.__getitem__, body.numbers))

    def _prepare(self, row: Op, immediates: tuple[Any, ...]) -> Step:
        prepare = _PREPARE.get(row.name)
        if prepare is not None:
            return prepare(self, row, *immediates)
        if row.access_width is not None:
            return self._access(row, *immediates[0], *immediates[1:])
        if row.is_comparison:
            return self._comparison(row)
        return self._numeric(row, immediates)

    def _shape(self, row: Op, immediates: tuple[Any, ...] = ()) -> tuple[dict[str, str], str]:
        """Operands by name with their LLVM types, and the LLVM type of the result."""
        types = self._addresses(row, immediates) if row.touches else LLVM_TYPES
        params = tuple(types[type_] for type_ in row.params or ())
        return _named(params), types[row.results[0]] if row.results else ""

    def _addresses(self, row: Op, immediates: tuple[Any, ...]) -> dict[str, str]:
        """LLVM_TYPES, and the types of addresses of the memories or tables that an instruction names."""
        context = self.context
        of_kind: dict[str, Callable[[Any], str]] = {
            "memarg": lambda memarg: context.memory_address(memarg[0]),
            "memidx": context.memory_address,
            "tableidx": context.table_address,
        }
        types = [of_kind[kind](n) for kind, n in zip(row.immediates, immediates, strict=False) if kind in of_kind]
        if not types:
            return LLVM_TYPES
        return {**LLVM_TYPES, "addr": types[0], "addr2": types[-1], "count": min(types)}

    # ------------------------------------------------------------------------------------- what the signature tells
    def _shuffle(self, row: Op, lanes: tuple[int, ...]) -> Step:
        return self._numeric(row, (f"<16 x i32> <{', '.join(f'i32 {lane}' for lane in lanes)}>",))

    def _numeric(self, row: Op, immediates: tuple[int | str, ...]) -> Step:
        """Any row whose meaning is all there is."""
        arguments, result = self._shape(row, immediates)
        ir = row.meaning(self.context.features)
        for position, immediate in enumerate(immediates):
            ir = ir.replace(f"${position}", str(immediate))
        on_lanes = "v128" in (row.params or ())
        canonical = self.context.options.variant.canonical_nans
        arithmetic = row.arithmetic if canonical else ""
        template = self.context.template(ir, arguments, result, fences=on_lanes, arithmetic=arithmetic)
        step = Step(kinds.ACT, Calls.splice, params=tuple(arguments.values())).adopt(template)
        if result and not template.traps and len(arguments) in (1, 2):
            step.kind = kinds.UNARY if len(arguments) == 1 else kinds.BINARY
        if row.known:
            step.kind = kinds.KNOWN
            step.known = self.context.template(row.known, arguments, result).text
            step.settle = _SETTLE[row.settle, result]
        if not (row.touches or template.traps or "@" in row.ir.replace("@llvm.", "")):
            step.pure = len(arguments), int(bool(result))
        if row.name in _ALGEBRA:
            step.algebra = row.name[4:]
        if canonical and row.takes_any_nan:
            step.kind, step.act, step.floats, step.arithmetic = _open(row)
        elif not (self.context.style.fences or on_lanes):
            self._hide(step, row, arguments, result)
        return step

    def _hide(self, step: Step, row: Op, arguments: dict[str, str], result: str) -> None:
        """Without fences LLVM sees no further than one block, but there it may fold: see the methods named here."""
        if "opaque" in row.ir:
            template = self.context.template(row.ir, arguments, result, fences=True)
            step.hidden = Step(kinds.ACT, params=step.params).adopt(template)
            step.kind = kinds.ACT
            step.act = Calls.promote if row.name == "f64.promote_f32" else Calls.splice_opaque
        elif row.name == "f32.demote_f64":
            step.kind, step.act = kinds.ACT, Calls.demote

    def _comparison(self, row: Op) -> Step:
        """Three Steps: the i1 made an i32, the i1, and the i1 of the opposite."""
        arguments, _ = self._shape(row)
        arguments = arguments or {"a": "ptr"}  # ref.is_null
        ir = row.meaning(self.context.features)
        widened = ir.replace("%r =", "%truth =") + "\n%r = zext i1 %truth to i32"
        before, assignment, comparison = ir.rpartition("%r = ")
        instruction, predicate, operands = comparison.split(" ", 2)
        opposite = (_INTEGER_INVERSE if instruction == "icmp" else _FLOAT_INVERSE)[predicate]
        inverted = f"{before}{assignment}{instruction} {opposite} {operands}"
        kind = kinds.UNARY if len(arguments) == 1 else kinds.BINARY
        step, step_fused, step_inverse = (
            Step(kind, params=tuple(arguments.values())).adopt(self.context.template(ir, arguments, result))
            for ir, result in ((widened, "i32"), (ir, "i1"), (inverted, "i1"))
        )
        if self.context.options.variant.canonical_nans and row.takes_any_nan:
            for each in (step, step_fused, step_inverse):
                each.kind, each.act, each.floats, each.arithmetic = _open(row)
        step.fused, step.inverse = step_fused, step_inverse
        step.pure = len(arguments), 1
        if row.params and row.params[0] == "i32":
            step_fused.predicate, step_inverse.predicate = predicate, opposite
        step.is_not = row.name == "i32.eqz"
        return step

    # ----------------------------------------------------------------------------------------- what the module tells
    def _access(self, row: Op, memidx: int, offset: int, lane: int = 0) -> Step:
        """Loads, stores and atomics: the address leaves the stack first, to become `%p`."""
        arguments, result = self._shape(row, ((memidx, offset),))
        del arguments["a"]
        ir = self._meaning(row, memidx).replace("$1", str(lane))
        template = self.context.template(ir, arguments | {"p": ""}, result)
        guarded = self.context.is_guarded(memidx)
        step = Step(kinds.ACT, Calls.access if guarded else Calls.access_checked, params=tuple(arguments.values()))
        step.memory, step.offset, step.width = memidx, offset, 1 << (row.access_width or 0)
        # What other threads may change is no plain load or store to anybody (translate.loop_plan).
        plain = row.prefix != ATOMIC_PREFIX and not self.module.memories[memidx].shared
        if guarded and plain and len(arguments) == int(not result):
            step.kind = kinds.LOAD if result else kinds.STORE
        return step.adopt(template)

    def _meaning(self, row: Op, memidx: int) -> str:
        return (row.shared if self.module.memories[memidx].shared else "") or row.ir

    def _memory_size(self, row: Op, memidx: int) -> Step:
        _, result = self._shape(row, (memidx,))
        ir = self._meaning(row, memidx).replace("$shift", str(self.module.memories[memidx].page_shift))
        return Step(kinds.ACT, Calls.memory_size, index=memidx).adopt(self.context.template(ir, {"p": ""}, result))

    def _global_get(self, row: Op, globalidx: int) -> Step:
        type_ = LLVM_TYPES[self.module.globals[globalidx].valtype]
        constant = self._constant_global(globalidx)
        if constant is not None:
            return constant
        template = self.context.template(row.ir.replace("$t", type_), {"p": ""}, type_)
        return Step(kinds.ACT, Calls.global_, index=globalidx).adopt(template)

    def _constant_global(self, globalidx: int) -> Step | None:
        """An immutable global whose initial value is written in the module."""
        defined = globalidx - self.context.imported_globals
        type_ = self.module.globals[globalidx]
        value = None if type_.mutable or defined < 0 else constant_value(fold(self.module.global_inits[defined]))
        if value is None:
            return None
        if type_.valtype in ("i32", "i64"):
            return _constant_integer(type_.valtype, value)
        if type_.valtype == "v128":
            return _constant_vector(value)
        return _constant_float(LLVM_TYPES[type_.valtype], value)

    def _global_set(self, row: Op, globalidx: int) -> Step:
        type_ = LLVM_TYPES[self.module.globals[globalidx].valtype]
        template = self.context.template(row.ir.replace("$t", type_), {"a": type_, "p": ""}, "")
        return Step(kinds.ACT, Calls.global_, index=globalidx, params=(type_,)).adopt(template)

    def _table_access(self, row: Op, tableidx: int) -> Step:
        address = self.context.table_address(tableidx)
        operands = {"a": address} if row.name == "table.get" else {"a": address, "b": "ptr"}
        result = "ptr" if row.name == "table.get" else ""
        ir = row.ir.replace("addr ", f"{address} ")
        template = self.context.template(ir, {**operands, "table": "", "length": ""}, result)
        return Step(kinds.ACT, Calls.table_access, index=tableidx, params=tuple(operands.values())).adopt(template)

    def _table_size(self, row: Op, tableidx: int) -> Step:
        address = self.context.table_address(tableidx)
        template = self.context.template(row.ir.replace("addr ", f"{address} "), {"length": ""}, address)
        return Step(kinds.ACT, Calls.table_size, index=tableidx).adopt(template)

    def _table_of_any(self, row: Op, tableidx: int) -> Step:
        """table.grow and table.fill: what the signature leaves open is some reference."""
        address = self.context.table_address(tableidx)
        grows = row.name == "table.grow"
        types, result = (("ptr", address), address) if grows else ((address, "ptr", address), "")
        template = self.context.template(row.ir.replace("$0", str(tableidx)), _named(types), result)
        return Step(kinds.ACT, Calls.splice, params=types).adopt(template)

    def _function_reference(self, row: Op, funcidx: int) -> Step:
        return Step(kinds.ACT, Calls.function_reference, index=funcidx)

    # ----------------------------------------------------------------------------------------------------- constants
    def _integer(self, row: Op, value: int) -> Step:
        return _constant_integer(row.name[:3], value)

    def _float(self, row: Op, bits: int) -> Step:
        return _constant_float(LLVM_TYPES[row.name[:3]], bits)

    def _vector(self, row: Op, bits: int) -> Step:
        return _constant_vector(bits)

    def _null(self, row: Op, type_: str) -> Step:
        return Step(kinds.CONST, result="ptr null")

    # ------------------------------------------------------------------------------------------- control, by the walker
    def _act(self, row: Op, *immediates: Any) -> Step:
        kind, act = _ACTS[row.name]
        return Step(kind, act, pure=_PURE.get(row.name))

    def _local(self, row: Op, localidx: int) -> Step:
        kind, act = _ACTS[row.name]
        return Step(kind, index=localidx, bit=1 << localidx, spilled=Step(kinds.ACT, act, index=localidx))

    def _open(self, row: Op, block_type: Any, catches: Any = ()) -> Step:
        kind, act = _ACTS[row.name]
        params, results = self.context.block_types(block_type)
        return Step(kind, act, params=params, results=results, catches=catches)

    def _try(self, row: Op, block_type: Any, catches: tuple[Clause, ...]) -> Step:
        """Without the clauses that are never reached: an earlier one has their tag, or catches all."""
        reached: dict[int | None, Clause] = {}
        for clause in catches:
            reached.setdefault(clause[0], clause)
            if clause[0] is None:
                break
        return self._open(row, block_type, tuple(reached.values()))

    def _branch(self, row: Op, labelidx: int) -> Step:
        kind, act = _ACTS[row.name]
        return Step(kind, act, index=labelidx)

    def _branch_table(self, row: Op, labels: tuple[int, ...]) -> Step:
        return Step(kinds.BR_TABLE, Calls.br_table, labels=labels)

    def _throw(self, row: Op, tagidx: int) -> Step:
        return Step(kinds.THROW, Calls.throw, index=tagidx, params=self.context.tag_types(tagidx))

    def _call(self, row: Op, funcidx: int) -> Step:
        step = self.callable(self.module.functions[funcidx])
        step.act = Calls.call_imported if funcidx < self.module.imported_functions else Calls.call
        step.index, step.throws = funcidx, self.context.throws(funcidx)
        step.target, step.is_tail = f"@f{funcidx}(ptr %vm", self.context.is_in_tail_calls(funcidx)
        return step

    def _return_call(self, row: Op, funcidx: int) -> Step:
        step = self._call(row, funcidx)
        imported = funcidx < self.module.imported_functions
        step.kind, step.act = kinds.STOP, Calls.return_call_imported if imported else Calls.return_call
        step.throws = False  # to the caller, and not to a handler around it
        return step

    def _return_call_indirect(self, row: Op, typeidx: int, tableidx: int) -> Step:
        step = self._call_indirect(row, typeidx, tableidx)
        step.kind, step.act, step.throws = kinds.STOP, Calls.return_call_indirect, False
        return step

    def _call_indirect(self, row: Op, typeidx: int, tableidx: int) -> Step:
        step = self.callable(typeidx)
        step.act = Calls.call_indirect
        step.index, step.table, step.throws = typeidx, tableidx, self.context.facts.throwing is not None
        return step

    def _call_ref(self, row: Op, typeidx: int) -> Step:
        step = self.callable(typeidx)
        step.act, step.throws = Calls.call_ref, self.context.facts.throwing is not None
        return step

    def _return_call_ref(self, row: Op, typeidx: int) -> Step:
        step = self.callable(typeidx)
        step.kind, step.act = kinds.STOP, Calls.return_call_ref
        return step

    def _as_non_null(self, row: Op) -> Step:
        template = self.context.template(row.ir, {"a": "ptr"}, "")
        return Step(kinds.ACT, Calls.as_non_null, params=("ptr",)).adopt(template)

    def callable(self, typeidx: int) -> Step:
        """A call of a function of this type, but for the callee."""
        params, results = self.context.function_types(typeidx)
        return Step(kinds.CALL, params=params, results=results, result=struct_type(results))


_ACTS: dict[str, tuple[int, Callable[..., None] | None]] = {
    "nop": (kinds.ACT, Calls.nop),
    "drop": (kinds.ACT, Calls.drop),
    "select": (kinds.SELECT, Calls.select),
    "select t": (kinds.SELECT, Calls.select),
    "local.get": (kinds.LOCAL_GET, Calls.load_local),
    "local.set": (kinds.LOCAL_SET, Calls.store_local),
    "local.tee": (kinds.LOCAL_TEE, Calls.tee_local),
    "block": (kinds.BLOCK, Calls.block),
    "loop": (kinds.LOOP, Calls.loop),
    "if": (kinds.IF, Calls.if_),
    "try_table": (kinds.TRY, Calls.try_table),
    "else": (kinds.ELSE, Calls.else_),
    "end": (kinds.END, Calls.end),
    "br": (kinds.BR, Calls.br),
    "br_if": (kinds.BR_IF, Calls.br_if),
    "br_on_null": (kinds.BR_IF, Calls.br_on_null),
    "br_on_non_null": (kinds.BR_IF, Calls.br_on_non_null),
    "return": (kinds.STOP, Calls.return_),
    "unreachable": (kinds.STOP, Calls.unreachable),
    "throw_ref": (kinds.THROW, Calls.throw_ref),
}
_PREPARE: dict[str, Callable[..., Step]] = {
    **dict.fromkeys(_ACTS, Steps._act),
    **dict.fromkeys(("local.get", "local.set", "local.tee"), Steps._local),
    **dict.fromkeys(("block", "loop", "if"), Steps._open),
    "try_table": Steps._try,
    **dict.fromkeys(("br", "br_if", "br_on_null", "br_on_non_null"), Steps._branch),
    **dict.fromkeys(("i32.const", "i64.const"), Steps._integer),
    **dict.fromkeys(("f32.const", "f64.const"), Steps._float),
    **dict.fromkeys(("table.get", "table.set"), Steps._table_access),
    **dict.fromkeys(("table.grow", "table.fill"), Steps._table_of_any),
    "v128.const": Steps._vector,
    "i8x16.shuffle": Steps._shuffle,
    "br_table": Steps._branch_table,
    "throw": Steps._throw,
    "call": Steps._call,
    "call_indirect": Steps._call_indirect,
    "call_ref": Steps._call_ref,
    "return_call_ref": Steps._return_call_ref,
    "ref.as_non_null": Steps._as_non_null,
    "return_call": Steps._return_call,
    "return_call_indirect": Steps._return_call_indirect,
    "memory.size": Steps._memory_size,
    "global.get": Steps._global_get,
    "global.set": Steps._global_set,
    "table.size": Steps._table_size,
    "ref.func": Steps._function_reference,
    "ref.null": Steps._null,
}


def _open(row: Op) -> tuple[int, Callable[..., None], str, str]:
    """What makes a Step one that takes any NaN."""
    return kinds.ACT, Calls.splice_open, row.takes_any_nan, row.arithmetic


def _named(types: tuple[str, ...]) -> dict[str, str]:
    return dict(zip("abc", types, strict=False))


def _constant_integer(type_: str, value: int) -> Step:
    bits = int(type_[1:])
    value &= (1 << bits) - 1
    return Step(kinds.CONST, result=f"{type_} {value - (1 << bits) if value >> bits - 1 else value}")


def _constant_float(type_: str, bits: int) -> Step:
    """Hidden from LLVM: see ops/float_.py."""
    text = f"{type_} 0x{_widen(bits) if type_ == 'float' else bits:016X}"
    return Step(kinds.ACT, Calls.opaque_constant, result=text, params=(type_,), pure=(0, 1))


def _constant_vector(bits: int) -> Step:
    low, high = bits & (1 << 64) - 1, bits >> 64
    return Step(kinds.CONST, result=f"%v128 <i64 {low}, i64 {high}>")


def _widen(bits: int) -> int:
    """The bits of the f64 that LLVM writes an f32 as: the same number, or a NaN with the same payload at the top."""
    sign, fraction = bits >> 31, bits & 0x7FFFFF
    if bits >> 23 & 0xFF == 0xFF:
        return sign << 63 | 0x7FF << 52 | fraction << 29
    (number,) = struct.unpack("<f", bits.to_bytes(4, "little"))
    return int.from_bytes(struct.pack("<d", number), "little")


def _settle_divisor(value: str) -> str | None:
    return None if value[4] == "%" or value[4:] in ("0", "-1") else value


def _settle_modulo_32(value: str) -> str | None:
    return None if value[4] == "%" else f"i32 {int(value[4:]) & 31}"


def _settle_modulo_64(value: str) -> str | None:
    return None if value[4] == "%" else f"i64 {int(value[4:]) & 63}"


_SETTLE = {
    ("divisor", "i32"): _settle_divisor,
    ("divisor", "i64"): _settle_divisor,
    ("modulo", "i32"): _settle_modulo_32,
    ("modulo", "i64"): _settle_modulo_64,
}
