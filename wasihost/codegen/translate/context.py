"""A module as the translator sees it: types in LLVM's terms, what is constant, which calls may throw."""

from __future__ import annotations

from typing import NamedTuple

from wasihost import ops
from wasihost.abi import ExternKind
from wasihost.codegen.options import Options
from wasihost.codegen.translate.prepare import Steps
from wasihost.codegen.translate.template import LLVM_TYPES, Style, Template, compile_template, runtime_function
from wasihost.levels import BY_NAME
from wasihost.wasm.bodies import BodyReader
from wasihost.wasm.body_validation import BodyValidator
from wasihost.wasm.types import holds_functions

Types = tuple[str, ...]  # of LLVM


class Facts(NamedTuple):
    """What all bodies together tell of each function: a flag per function, or None where it holds for none."""

    throwing: bytes | None  # it may end in an exception
    tails: bytes | None  # it takes part in tail calls


_compiled: dict[tuple[object, ...], Template] = {}


class Context:
    def __init__(self, bodies: BodyValidator, options: Options, facts: Facts) -> None:
        self.bodies = bodies
        self.module = module = bodies.module
        self.options = options
        self.level = BY_NAME[options.level]
        self.layout = module.vm_layout
        self.features = options.features | ({"passes"} if options.has_passes else frozenset())
        self.style = Style(options.has_passes, options.debug_lines)
        self.facts = facts
        self.imported_globals = module.imported[ExternKind.GLOBAL]
        self.reader = BodyReader(bodies)
        self.steps = Steps(self, self.reader)
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
    def throws(self, funcidx: int) -> bool:
        return self.facts.throwing is not None and bool(self.facts.throwing[funcidx])

    def is_in_tail_calls(self, funcidx: int) -> bool:
        """Whether a defined function passes values as translate.convention says."""
        return self.facts.tails is not None and bool(self.facts.tails[funcidx])

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
    def template(
        self, ir: str, arguments: dict[str, str], result: str, *, fences: bool = False, arithmetic: str = ""
    ) -> Template:
        style = self.style._replace(fences=True) if fences else self.style
        key = (ir, tuple(arguments.items()), result, style, arithmetic)
        template = _compiled.get(key)
        if template is None:
            template = _compiled[key] = compile_template(ir, arguments, result, style, arithmetic)
        return template

    def select(self, type_: str) -> Template:
        return self.template(ops.BY_NAME["select"].ir.replace("$t", type_), {"a": type_, "b": type_, "c": "i1"}, type_)

    def runtime_function(self, name: str) -> Template:
        """Loads the address of a runtime function; it is the last value."""
        return self.template("\n".join(runtime_function(name)), {}, "ptr")


def _llvm(types: tuple[str, ...]) -> Types:
    return tuple(LLVM_TYPES[type_] for type_ in types)
