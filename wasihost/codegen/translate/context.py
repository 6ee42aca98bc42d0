"""A module as translation sees it: LLVM's types, what is constant, which calls may throw."""

from __future__ import annotations

from wasihost import ops
from wasihost.abi import ExternKind
from wasihost.codegen.options import Options
from wasihost.codegen.translate.facts import FunctionFacts
from wasihost.codegen.translate.template import LLVM_TYPES, Style, Template, runtime_function, template
from wasihost.levels import BY_NAME
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.types import holds_functions

Types = tuple[str, ...]  # of LLVM


class Context:
    def __init__(self, bodies: BodyValidator, options: Options, facts: FunctionFacts) -> None:
        self.bodies = bodies
        self.module = module = bodies.module
        self.options = options
        self.level = BY_NAME[options.level]
        self.layout = module.vm_layout
        self.features = options.features | ({"passes"} if options.has_passes else frozenset())
        self.style = Style(options.has_passes, options.debug_lines)
        self.facts = facts
        self.imported_globals = module.imported[ExternKind.GLOBAL]
        self._types: list[tuple[Types, Types]] = [(_llvm(type_.params), _llvm(type_.results)) for type_ in module.types]

    # --------------------------------------------------------------------------------------------------------- types
    def function_types(self, typeidx: int) -> tuple[Types, Types]:
        return self._types[typeidx]

    def block_types(self, block_type: str | int | None) -> tuple[Types, Types]:
        if block_type is None:
            return (), ()
        if isinstance(block_type, str):
            return (), (LLVM_TYPES[block_type],)
        return self._types[block_type]

    def tag_types(self, tagidx: int) -> Types:
        """Types of a tag's payload."""
        return self._types[self.module.tags[tagidx].typeidx][0]

    # --------------------------------------------------------------------------------------------------------- facts
    @property
    def any_may_throw(self) -> bool:
        """Whether a call of an unknown function may end in an exception."""
        return self.facts.may_throw is not None

    def may_throw(self, funcidx: int) -> bool:
        return self.facts.may_throw is not None and bool(self.facts.may_throw[funcidx])

    def has_own_convention(self, funcidx: int) -> bool:
        return self.facts.has_own_convention is not None and bool(self.facts.has_own_convention[funcidx])

    def is_guarded(self, memidx: int) -> bool:
        return self.options.variant.guarded and memidx == 0 and self.module.memories[0].can_be_guarded

    def memory_address(self, memidx: int) -> str:
        return LLVM_TYPES[self.module.memories[memidx].address]

    def table_address(self, tableidx: int) -> str:
        return LLVM_TYPES[self.module.tables[tableidx].type.address]

    def fixed_length(self, tableidx: int) -> int | None:
        """The length of a table that cannot grow."""
        limits = self.module.tables[tableidx].type.limits
        return limits.minimum if limits.minimum == limits.maximum else None

    def holds_functions(self, tableidx: int) -> bool:
        return holds_functions(self.module.tables[tableidx].type.element)

    # ----------------------------------------------------------------------------------------------------- templates
    def select(self, type_: str) -> Template:
        ir = ops.BY_NAME["select"].ir.replace("$t", type_)
        return template(ir, {"a": type_, "b": type_, "c": "i1"}, type_, self.style)

    def runtime_function(self, name: str) -> Template:
        """Loads the address of a runtime function; it is the last value."""
        return template("\n".join(runtime_function(name)), {}, "ptr", self.style)


def _llvm(types: tuple[str, ...]) -> Types:
    return tuple(LLVM_TYPES[type_] for type_ in types)
