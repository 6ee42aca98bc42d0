"""Function bodies → the text of one LLVM module.  Contract of the code: wasihost.abi.

translate(bodies, funcidxs, options, facts)    definitions of @f{funcidx}
entry_thunks(bodies, typeidxs, options)        definitions of @thunk{typeidx}
"""

from __future__ import annotations

from collections.abc import Sequence

from wasihost.abi import SLOT
from wasihost.codegen.options import Options
from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.actions.call import finish_call
from wasihost.codegen.translate.body import write_body
from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.convention import ENTRY_SYMBOL, function_head
from wasihost.codegen.translate.facts import FunctionFacts
from wasihost.codegen.translate.flow import Flow
from wasihost.codegen.translate.fuel import add_payments
from wasihost.codegen.translate.instr import Instr
from wasihost.codegen.translate.loop_plan import find_plans
from wasihost.codegen.translate.lowering import InstrCache
from wasihost.codegen.translate.template import LLVM_TYPES, SCOPE, struct_type
from wasihost.codegen.translate.tier import LLVM
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


_latest: InstrCache | None = None


def _cache(bodies: BodyValidator, options: Options, facts: FunctionFacts) -> InstrCache:
    """What was lowered for one unit serves the next one."""
    global _latest
    context = _latest and _latest.context
    if not context or (context.bodies, context.options, context.facts) != (bodies, options, facts):
        _latest = InstrCache(Context(bodies, options, facts), LLVM)
    assert _latest
    return _latest


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
    uses_tailcc = context.uses_tailcc(funcidx)
    head, values, entry = function_head(f"f{funcidx}", params, results, uses_tailcc=uses_tailcc)
    values += _initial_values(types, len(params), flow.live_at_entry)
    entry += _entry(unit, values, types if flow.locals_in_memory else [])
    writer = Writer(unit, flow, values, plans, uses_tailcc=uses_tailcc)
    write_body(writer)
    _finish(unit, head, funcidx, writer, entry)
    if uses_tailcc and funcidx in module.escaped_functions:
        _define_entry(unit, cache, funcidx)


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
    unit.defined.add(funcidx)
    unit.definitions.append(f"{head} {attributes} {{\n{text}\n}}\n")


def _define_entry(unit: CodegenUnit, cache: InstrCache, funcidx: int) -> None:
    """The entry point in C's convention of a function that uses `tailcc`."""
    instr = cache.maker.callable(unit.context.module.functions[funcidx])
    head, values, _ = function_head(ENTRY_SYMBOL.format(funcidx), instr.params, instr.results)
    flow = Flow(Instr(kinds.BLOCK, results=instr.results), [], [], 0, 0)
    writer = Writer(unit, flow, values, {}, uses_tailcc=False)
    writer.stack += values
    finish_call(writer, f"@f{funcidx}(ptr %vm", instr, NOWHERE, uses_tailcc=True)
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
