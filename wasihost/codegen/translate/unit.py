"""Function bodies → the text of one LLVM module.  Contract of the code: wasihost.abi.

translate(bodies, funcidxs, options)       definitions of @f{funcidx}
entry_thunks(bodies, typeidxs, options)    definitions of @thunk{typeidx}
"""

from __future__ import annotations

from collections.abc import Sequence

from wasihost.abi import SLOT, VMContext
from wasihost.codegen.options import Options
from wasihost.codegen.translate import step as kinds
from wasihost.codegen.translate.calls import NOWHERE, Calls
from wasihost.codegen.translate.context import Context, Facts, Types
from wasihost.codegen.translate.convention import ENTRY_SYMBOL, TAIL_CC, pass_arguments, pass_results
from wasihost.codegen.translate.flow import Flow, Label
from wasihost.codegen.translate.fuel import meter
from wasihost.codegen.translate.step import Step
from wasihost.codegen.translate.template import FENCES, LLVM_TYPES, LOCATION, SCOPE, TYPE_NAMES, struct_type
from wasihost.wasm.body_validation import BodyValidator

# noinline: every call is a frame of the backtrace.  frame-pointer: the unwinder and backtraces walk frames.
# probe-stack: a large frame touches the guard page and not what lies below it.  disable-tail-calls: runaway recursion
# must trap and not loop.  null_pointer_is_valid: address 0 of a memory is an address.  no-builtins: there is no C
# library whose memset could do the work of a loop.
_ATTRIBUTES = (
    'noinline null_pointer_is_valid "no-builtins" '
    '"disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm"'
)
_ZERO = {"i32": "i32 0", "i64": "i64 0", "float": "float 0.0", "double": "double 0.0", "ptr": "ptr null"}
_ZERO["%v128"] = "%v128 zeroinitializer"
_HIDDEN_ZERO = {"float": "%zero.f32", "double": "%zero.f64"}  # see ops/float_.py
_FIRST_SCOPE = 8  # metadata numbers: the first subprogram


def translate(bodies: BodyValidator, funcidxs: Sequence[int], options: Options, facts: Facts) -> str:
    """`facts` are found once for all units of a module."""
    unit = Unit(_context(bodies, options, facts))
    for funcidx in funcidxs:
        unit.function(funcidx)
    return unit.text()


def entry_thunks(bodies: BodyValidator, typeidxs: Sequence[int], options: Options) -> str:
    """`void @thunk{typeidx}(ptr %vm, ptr %code, ptr %slots)` calls %code; arguments and results are in the slots."""
    unit = Unit(_context(bodies, options, Facts(None, None)))
    for typeidx in typeidxs:
        unit.thunk(typeidx)
    return unit.text()


_latest: Context | None = None


def _context(bodies: BodyValidator, options: Options, facts: Facts) -> Context:
    """What one unit prepared serves the next."""
    global _latest
    if _latest is None or (_latest.bodies, _latest.options, _latest.facts) != (bodies, options, facts):
        _latest = Context(bodies, options, facts)
    return _latest


class Unit:
    """One LLVM module in the making."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.definitions: list[str] = []
        self.defined: set[int] = set()
        self.called: set[int] = set()
        self.hidden_constants: dict[str, str] = {}  # definition of a float constant → its name
        self.has_pads = False

    # ------------------------------------------------------------------------------------------------------ functions
    def function(self, funcidx: int) -> None:
        context = self.context
        module = context.module
        params, results = context.function_types(module.functions[funcidx])
        body = context.reader.read(funcidx - module.imported_functions)
        types = list(params)
        for count, type_ in body.locals:
            types += [LLVM_TYPES[type_]] * count
        steps, offsets = context.steps.of(body), body.offsets
        if context.options.variant.metered:
            rows = [context.reader.instructions[number].row for number in body.numbers]
            steps, offsets = meter(rows, steps, offsets)
        ats: list[int | Label] = [*offsets]
        limit = context.level.live_limit
        limit = len(types) if limit is None else limit
        flow = Flow(Step(kinds.BLOCK, results=results), steps, ats, len(types), limit)
        is_tail = context.is_in_tail_calls(funcidx)
        head, values, entry = self._parameters(f"f{funcidx}", params, results, is_tail=is_tail)
        values += _initial_values(types, len(params), flow.live_at_entry)
        entry += self._entry(values, types if flow.locals_in_memory else [])
        writer = Calls(self, flow, values)
        writer.is_tail = is_tail
        writer.walk()
        self.define(head, funcidx, writer, entry)
        if is_tail and funcidx in module.escaped_functions:
            self.define_entry(funcidx)

    def define_entry(self, funcidx: int) -> None:
        """A function that takes part in tail calls, for those who call it by reference."""
        step = self.context.steps.callable(self.context.module.functions[funcidx])
        head, values, _ = self._parameters(ENTRY_SYMBOL.format(funcidx), step.params, step.results)
        writer = Calls(self, Flow(Step(kinds.BLOCK, results=step.results), [], [], 0, 0), values)
        writer.stack += values
        writer.finish_call(f"@f{funcidx}(ptr %vm", step, NOWHERE, is_tail=True)
        writer.leave_function()
        text = "\n".join(writer.blocks([]))
        self.definitions.append(f"{head} #{int(self.context.throws(funcidx))} {{\n{text}\n}}\n")

    def _parameters(
        self, name: str, params: Types, results: Types, *, is_tail: bool = False
    ) -> tuple[str, list[str], list[str]]:
        """The beginning of a definition, the values of its parameters, and the lines that make those."""
        names = [f"%{index}" for index in range(len(params))]
        passed, returned, lines = tuple(range(len(params))), struct_type(results), list[str]()
        if is_tail:
            names = [f"%parameter{index}" for index in range(len(params))]
            passed, spilled = pass_arguments(params)
            returned = struct_type(tuple(results[number] for number in pass_results(results).in_registers))
            if spilled:
                lines += [f"%store.at = getelementptr i8, ptr %vm, i64 {VMContext.offset('store')}"]
                lines += ["%store = load ptr, ptr %store.at, align 8"]
            for number, offset in spilled:
                lines += [f"{names[number]}.at = getelementptr i8, ptr %store, i64 {offset}"]
                lines += [f"{names[number]} = load {params[number]}, ptr {names[number]}.at, align 8"]
        arguments = "".join(f", {params[number]} {names[number]}" for number in passed)
        head = f"define hidden {TAIL_CC if is_tail else ''}{returned} @{name}(ptr %vm{arguments})"
        return head, [f"{type_} {name}" for type_, name in zip(params, names, strict=True)], lines

    def _entry(self, values: list[str], types_in_memory: list[str]) -> list[str]:
        """What the entry block does for the locals."""
        lines = [
            f"{name} = {self.opaque_constant(_ZERO[type_])}"
            for type_, name in _HIDDEN_ZERO.items()
            if f"{type_} {name}" in values
        ]
        lines += [f"%local{local} = alloca {type_}" for local, type_ in enumerate(types_in_memory)]
        lines += [f"store {values[local]}, ptr %local{local}" for local in range(len(types_in_memory))]
        return lines

    def define(self, head: str, funcidx: int, writer: Calls, entry: list[str]) -> None:
        context = self.context
        attributes = f"#{int(context.throws(funcidx))}"
        if writer.has_pads:
            # A landing pad finds the stack pointer by its distance from the frame pointer: no vector that LLVM keeps on
            # the stack may move it.
            attributes += ' "no-realign-stack" personality ptr @wasm_personality'
            self.has_pads = True
        text = "\n".join(writer.blocks(entry))
        if context.style.located:
            scope = _FIRST_SCOPE + len(self.defined)
            attributes += f" !dbg !{scope}"
            text = text.replace(SCOPE, f"!{scope}")
        self.defined.add(funcidx)
        self.definitions.append(f"{head} {attributes} {{\n{text}\n}}\n")

    def thunk(self, typeidx: int) -> None:
        params, results = self.context.function_types(typeidx)
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
        self.definitions.append(
            f"define hidden void @thunk{typeidx}(ptr %vm, ptr %code, ptr %slots) #1 {{\n{body}\n}}\n"
        )

    # ---------------------------------------------------------------------------------------------- what bodies ask for
    def location(self, at: int) -> str:
        return LOCATION.format(at=at) if self.context.style.located and at != NOWHERE else ""

    def opaque_constant(self, constant: str) -> str:
        """The right side of a definition of a float constant that LLVM must not see."""
        type_ = constant[: constant.index(" ")]
        if self.context.style.fences:
            return f"call {type_} @{FENCES[type_]}({constant})"
        # A fence is a call, for which FastISel gives up; a load costs what the constant would.
        name = self.hidden_constants.setdefault(constant, f"@constant{len(self.hidden_constants)}")
        return f"load volatile {type_}, ptr {name}"

    # ------------------------------------------------------------------------------------------------------ the whole
    def text(self) -> str:
        options = self.context.options
        lines = [f'target triple = "{options.triple}"', f'target datalayout = "{options.datalayout}"', TYPE_NAMES]
        lines += [f"{name} = internal constant {constant}" for constant, name in self.hidden_constants.items()]
        lines += self.definitions
        lines += [self._declaration(funcidx) for funcidx in sorted(self.called - self.defined)]
        if self.has_pads:
            lines.append("declare hidden i32 @wasm_personality(...)")
        lines += [f"attributes #0 = {{ nounwind {_ATTRIBUTES} }}", f"attributes #1 = {{ {_ATTRIBUTES} }}"]
        lines.append("attributes #2 = { nounwind }\n!0 = !{}")
        if self.context.style.located:
            lines += self._debug_information()
        return "\n".join(lines) + "\n"

    def _declaration(self, funcidx: int) -> str:
        context = self.context
        params, results = context.function_types(context.module.functions[funcidx])
        is_tail = context.is_in_tail_calls(funcidx)
        head, _, _ = self._parameters(f"f{funcidx}", params, results, is_tail=is_tail)
        return head.replace("define", "declare", 1) + ("" if context.throws(funcidx) else " #2")

    def _debug_information(self) -> list[str]:
        """One compile unit, one subprogram per definition; only line tables are wanted."""
        scopes = range(_FIRST_SCOPE, _FIRST_SCOPE + len(self.defined))
        subprogram = "distinct !DISubprogram(file: !3, type: !4, unit: !2, spFlags: DISPFlagDefinition)"
        return [
            "!llvm.module.flags = !{!1}",
            "!llvm.dbg.cu = !{!2}",
            '!1 = !{i32 2, !"Debug Info Version", i32 3}',
            "!2 = distinct !DICompileUnit(language: DW_LANG_C, file: !3, emissionKind: LineTablesOnly)",
            '!3 = !DIFile(filename: "wasm", directory: "")',
            "!4 = !DISubroutineType(types: !0)",
            *(f"!{scope} = {subprogram}" for scope in scopes),
        ]


def _initial_values(types: list[str], first: int, live: int) -> list[str]:
    """Of the declared locals: zero, and hidden where it is a float that is read."""
    return [
        f"{type_} {_HIDDEN_ZERO[type_]}" if type_ in _HIDDEN_ZERO and live >> local & 1 else _ZERO[type_]
        for local, type_ in enumerate(types[first:], first)
    ]
