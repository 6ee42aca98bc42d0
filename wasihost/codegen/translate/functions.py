"""Function bodies → the text of one LLVM module.  Contract of the code: wasihost.abi.

translate(bodies, funcidxs, options, facts)    definitions of @f{funcidx}
entry_thunks(bodies, typeidxs, options)        definitions of @thunk{typeidx}
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wasihost.abi import SLOT
from wasihost.codegen.options import Options
from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.actions.call import finish_call
from wasihost.codegen.translate.actions.loop_entry import LoopEntryWriter
from wasihost.codegen.translate.body import write_body
from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.convention import ENTRY_SYMBOL, function_head, pass_results
from wasihost.codegen.translate.facts import FunctionFacts
from wasihost.codegen.translate.flow import Flow
from wasihost.codegen.translate.fuel import add_payments
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.loop_plan import find_plans
from wasihost.codegen.translate.lowering import InstrCache
from wasihost.codegen.translate.lowering.maker import Tier
from wasihost.codegen.translate.template import LLVM_TYPES, SCOPE, struct_type
from wasihost.codegen.translate.tier import LLVM, LLVM_AT_LOOP
from wasihost.codegen.translate.unit import NOWHERE, CodegenUnit
from wasihost.codegen.translate.writer import Writer
from wasihost.wasm.body_validation import BodyValidator

_ZERO = {"i32": "i32 0", "i64": "i64 0", "float": "float 0.0", "double": "double 0.0", "ptr": "ptr null"}
_ZERO["%v128"] = "%v128 zeroinitializer"
_HIDDEN_ZERO = {"float": "%zero.f32", "double": "%zero.f64"}  # see ops/float_.py


def translate(bodies: BodyValidator, funcidxs: Sequence[int], options: Options, facts: FunctionFacts) -> str:
    """`facts` are found once for all units of a module."""
    cache = _cache(bodies, options, facts)
    unit = CodegenUnit(cache.context)
    for funcidx in funcidxs:
        _define_function(unit, cache, funcidx)
    return unit.text()


def entry_thunks(bodies: BodyValidator, typeidxs: Sequence[int], options: Options) -> str:
    """`void @thunk{typeidx}(ptr %vm, ptr %code, ptr %slots)` calls %code; arguments and results are in the slots."""
    unit = CodegenUnit(Context(bodies, options, FunctionFacts()))
    for typeidx in typeidxs:
        _define_thunk(unit, typeidx)
    return unit.text()


def translate_from_loop(bodies: BodyValidator, entry: LoopEntry, options: Options, facts: FunctionFacts) -> str:
    """`@{entry.symbol}(ptr %vm, ptr %frame)` continues a call of other code at a loop, up to the end of the call."""
    cache = _cache(bodies, options, facts, LLVM_AT_LOOP)
    unit = CodegenUnit(cache.context)
    _define_from_loop(unit, cache, entry)
    return unit.text()


_latest: dict[int, InstrCache] = {}  # of each tier


def _cache(bodies: BodyValidator, options: Options, facts: FunctionFacts, tier: Tier = LLVM) -> InstrCache:
    """What was lowered for one unit serves the next one."""
    latest = _latest.get(id(tier))
    context = latest and latest.context
    if not latest or not context or (context.bodies, context.options, context.facts) != (bodies, options, facts):
        latest = _latest[id(tier)] = InstrCache(Context(bodies, options, facts), tier)
    return latest


class LoopEntry(NamedTuple):
    """Where a call of other code continues: at a loop, with its locals and operands in that code's frame."""

    symbol: str
    funcidx: int
    loop: int  # offset of the loop in the module
    locals: tuple[int, ...]  # offset of each local from the frame pointer
    operands: tuple[tuple[int, bool], ...]  # of each operand below the loop: the same, or a constant's bits, and True

    @staticmethod
    def fits(results: tuple[str, ...]) -> bool:
        """Whether a function with results of these types can be continued: they are returned in registers."""
        return not pass_results(results).spilled


# ----------------------------------------------------------------------------------------------------------- functions
def _define_function(unit: CodegenUnit, cache: InstrCache, funcidx: int) -> None:
    context, module = unit.context, unit.context.module
    params, results = context.function_types(module.functions[funcidx])
    body = cache.reader.read(funcidx - module.imported_functions)
    types = list(params)
    for count, type_ in body.locals:
        types += [LLVM_TYPES[type_]] * count
    instrs, offsets = cache.of(body), body.offsets
    metered = context.options.variant.metered
    if metered:
        instrs, offsets = add_payments(cache.maker, instrs, offsets)
    limit = len(types) if context.level.live_limit is None else context.level.live_limit
    flow = Flow(Instr(kinds.BLOCK, results=results), instrs, offsets, len(types), limit)
    # With fuel, the payment of each iteration costs more than the checks that versioning saves.
    plans = find_plans(flow, types) if context.level.loop_versioning and not metered else {}
    has_own_convention = context.has_own_convention(funcidx)
    head, values, entry = function_head(f"f{funcidx}", params, results, has_own_convention=has_own_convention)
    values += _initial_values(types, len(params), flow.live_at_entry)
    entry += _entry(unit, values, types if flow.locals_in_memory else [])
    writer = Writer(unit, flow, values, plans, has_own_convention=has_own_convention)
    write_body(writer)
    _finish(unit, head, funcidx, writer, entry)
    unit.defined.add(funcidx)
    if has_own_convention and funcidx in module.escaped_functions:
        _define_entry(unit, cache, funcidx)


def _define_from_loop(unit: CodegenUnit, cache: InstrCache, entry: LoopEntry) -> None:
    context, module = unit.context, unit.context.module
    params, results = context.function_types(module.functions[entry.funcidx])
    body = cache.reader.read(entry.funcidx - module.imported_functions)
    types = list(params)
    for count, type_ in body.locals:
        types += [LLVM_TYPES[type_]] * count
    flow = Flow(Instr(kinds.BLOCK, results=results), cache.of(body), body.offsets, len(types), 0)
    has_own_convention = context.has_own_convention(entry.funcidx)
    head, (frame,), lines = function_head(entry.symbol, ("ptr",), results, has_own_convention=has_own_convention)
    writer = LoopEntryWriter(unit, flow, [_ZERO[type_] for type_ in types], {}, has_own_convention=has_own_convention)
    writer.begin(flow.label_at(entry.loop))
    write_body(writer)
    writer.lines[0] = f"br label %{writer.target}"
    _finish(unit, head, entry.funcidx, writer, lines + _load_frame(entry, frame, types, writer))


def _load_frame(entry: LoopEntry, frame: str, types: list[str], writer: LoopEntryWriter) -> list[str]:
    """Take the locals and operands from the frame of the other code."""
    lines = []
    for local, (type_, offset) in enumerate(zip(types, entry.locals, strict=True)):
        lines += [f"%local{local} = alloca {type_}"]
        lines += _load(f"%first{local}", type_, frame, (offset, False))
        lines += [f"store {type_} %first{local}, ptr %local{local}"]
    for position, type_ in writer.operands.items():
        lines += [f"%operand{position} = alloca {type_}"]
    height = len(entry.operands) - len(writer.parameters)
    for position, place in enumerate(entry.operands):
        type_ = writer.operands[position] if position < height else writer.parameters[position - height]
        lines += _load(f"%from{position}", type_, frame, place)
        if position < height:
            lines += [f"store {type_} %from{position}, ptr %operand{position}"]
    return lines


def _load(name: str, type_: str, frame: str, place: tuple[int, bool]) -> list[str]:
    value, is_constant = place
    if is_constant:
        bits = {"i32": 32, "float": 32}.get(type_, 64)
        cast = "inttoptr" if type_ == "ptr" else "bitcast"
        return [f"{name} = {cast} i{bits} {value & (1 << bits) - 1} to {type_}"]
    return [f"{name}.at = getelementptr i8, {frame}, i64 {value}", f"{name} = load {type_}, ptr {name}.at, align 1"]


def _initial_values(types: list[str], first: int, live: int) -> list[str]:
    """Of the declared locals: zero, and hidden where it is a float that is read."""
    return [
        f"{type_} {_HIDDEN_ZERO[type_]}" if type_ in _HIDDEN_ZERO and live >> local & 1 else _ZERO[type_]
        for local, type_ in enumerate(types[first:], first)
    ]


def _entry(unit: CodegenUnit, values: list[str], types_in_memory: list[str]) -> list[str]:
    """What the entry block does for the locals."""
    lines = [
        f"{name} = {unit.opaque_constant(_ZERO[type_])}"
        for type_, name in _HIDDEN_ZERO.items()
        if f"{type_} {name}" in values
    ]
    lines += [f"%local{local} = alloca {type_}" for local, type_ in enumerate(types_in_memory)]
    lines += [f"store {values[local]}, ptr %local{local}" for local in range(len(types_in_memory))]
    return lines


def _finish(unit: CodegenUnit, head: str, funcidx: int, writer: Writer, entry: list[str]) -> None:
    attributes = f"#{int(unit.context.may_throw(funcidx))}"
    if writer.has_pads:
        # A landing pad finds the stack pointer by its distance from the frame pointer: no vector that LLVM keeps on
        # the stack may move it.
        attributes += ' "no-realign-stack" personality ptr @wasm_personality'
        unit.has_pads = True
    text = "\n".join(writer.body(entry))
    if unit.context.style.located:
        scope = unit.next_scope()
        attributes += f" !dbg !{scope}"
        text = text.replace(SCOPE, f"!{scope}")
        unit.subprograms += 1
    unit.definitions.append(f"{head} {attributes} {{\n{text}\n}}\n")


def _define_entry(unit: CodegenUnit, cache: InstrCache, funcidx: int) -> None:
    """The entry point in C's convention of a function that has a convention of its own."""
    instr = cache.maker.callable(unit.context.module.functions[funcidx])
    head, values, _ = function_head(ENTRY_SYMBOL.format(funcidx), instr.params, instr.results)
    flow = Flow(Instr(kinds.BLOCK, results=instr.results), [], [], 0, 0)
    writer = Writer(unit, flow, values, {}, has_own_convention=False)
    writer.stack += values
    finish_call(writer, f"@f{funcidx}(ptr %vm", instr, NOWHERE, has_own_convention=True)
    writer.return_results()
    text = "\n".join(writer.body([]))
    unit.definitions.append(f"{head} #{int(unit.context.may_throw(funcidx))} {{\n{text}\n}}\n")


# -------------------------------------------------------------------------------------------------------------- thunks
def _define_thunk(unit: CodegenUnit, typeidx: int) -> None:
    params, results = unit.context.function_types(typeidx)
    lines, arguments = ["entry:"], ["ptr %vm"]
    for position, type_ in enumerate(params):
        lines.append(f"%at{position} = getelementptr i8, ptr %slots, i64 {SLOT * position}")
        lines.append(f"%argument{position} = load {type_}, ptr %at{position}, align 8")
        arguments.append(f"{type_} %argument{position}")
    call = f"call {struct_type(results)} %code({', '.join(arguments)})"
    lines.append(f"%result = {call}" if results else call)
    for position, type_ in enumerate(results):
        value = "%result"
        if len(results) > 1:
            value = f"%result{position}"
            lines.append(f"{value} = extractvalue {struct_type(results)} %result, {position}")
        lines.append(f"%to{position} = getelementptr i8, ptr %slots, i64 {SLOT * position}")
        lines.append(f"store {type_} {value}, ptr %to{position}, align 8")
    lines.append("ret void")
    body = "\n".join(lines)
    unit.definitions.append(f"define hidden void @thunk{typeidx}(ptr %vm, ptr %code, ptr %slots) #1 {{\n{body}\n}}\n")
