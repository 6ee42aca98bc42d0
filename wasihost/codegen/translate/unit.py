"""An LLVM module under construction: definitions of functions, and declarations that they need."""

from __future__ import annotations

from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.convention import function_head
from wasihost.codegen.translate.template import FENCES, LOCATION, TYPE_NAMES
from wasihost.codegen.translate.values import type_of

NOWHERE = -1  # the offset of code that stands for no instruction
_FIRST_SCOPE = 8  # metadata numbers: the first subprogram
# noinline: every call is a frame of the backtrace.  frame-pointer: the unwinder and backtraces walk frames.
# probe-stack: a large frame touches the guard page and not what lies below it.  disable-tail-calls: runaway recursion
# must trap and not loop.  null_pointer_is_valid: address 0 of a memory is an address.  no-builtins: there is no C
# library whose memset could do the work of a loop.
_ATTRIBUTES = (
    'noinline null_pointer_is_valid "no-builtins" '
    '"disable-tail-calls"="true" "frame-pointer"="all" "probe-stack"="inline-asm"'
)


class CodegenUnit:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.definitions: list[str] = []
        self.defined: set[int] = set()
        self.subprograms = 0  # functions with a location
        self.called: set[int] = set()
        self.hidden_constants: dict[str, str] = {}  # definition of a float constant → its name
        self.has_pads = False

    def next_scope(self) -> int:
        """Metadata number of the next function's subprogram."""
        return _FIRST_SCOPE + self.subprograms

    def location(self, offset: int) -> str:
        """What tells the backtrace which instruction a line belongs to."""
        return LOCATION.format(offset=offset) if self.context.style.located and offset != NOWHERE else ""

    def opaque_constant(self, constant: str) -> str:
        """The right side of a definition of a float constant that LLVM must not see."""
        type_ = type_of(constant)
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
        head, _, _ = function_head(
            f"f{funcidx}", params, results, has_own_convention=context.has_own_convention(funcidx)
        )
        return head.replace("define", "declare", 1) + ("" if context.may_throw(funcidx) else " #2")

    def _debug_information(self) -> list[str]:
        """One compile unit, one subprogram per definition; only line tables are wanted."""
        subprogram = "distinct !DISubprogram(file: !3, type: !4, unit: !2, spFlags: DISPFlagDefinition)"
        return [
            "!llvm.module.flags = !{!1}",
            "!llvm.dbg.cu = !{!2}",
            '!1 = !{i32 2, !"Debug Info Version", i32 3}',
            "!2 = distinct !DICompileUnit(language: DW_LANG_C, file: !3, emissionKind: LineTablesOnly)",
            '!3 = !DIFile(filename: "wasm", directory: "")',
            "!4 = !DISubroutineType(types: !0)",
            *(f"!{scope} = {subprogram}" for scope in range(_FIRST_SCOPE, self.next_scope())),
        ]
