"""Makes Instrs, for a module and the tier that will write them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from wasihost.codegen.translate import kinds
from wasihost.codegen.translate.context import Context
from wasihost.codegen.translate.instr import Action, Instr
from wasihost.codegen.translate.template import LLVM_TYPES, Style, Template, struct_type
from wasihost.ops import Op
from wasihost.ops.row import OPERANDS


class MakeTemplate(Protocol):
    """Meaning, operands by name with their types, type of the result → what the tier writes for it."""

    def __call__(
        self, ir: str, arguments: dict[str, str], result: str, style: Style, arithmetic: str = ""
    ) -> Template: ...


class Tier(NamedTuple):
    """A code generator, as far as lowering depends on it."""

    actions: Mapping[str, Action]
    template: MakeTemplate


class InstrMaker:
    def __init__(self, context: Context, tier: Tier) -> None:
        self.context = context
        self.module = context.module
        self._tier = tier

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

    def shape(self, row: Op, immediates: tuple[Any, ...] = ()) -> tuple[dict[str, str], str]:
        """Operands by name with their LLVM types, and the LLVM type of the result, or those of several."""
        types = self._address_types(row, immediates) if row.touches else LLVM_TYPES
        params = tuple(types[type_] for type_ in row.params or ())
        return named(params), " ".join(types[type_] for type_ in row.results or ())

    def _address_types(self, row: Op, immediates: tuple[Any, ...]) -> dict[str, str]:
        """LLVM_TYPES, and the types of addresses of the memories or tables that an instruction names."""
        context = self.context
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


# Called with the maker, the row and its immediates.
Lower = Callable[..., Instr]


def named(types: tuple[str, ...]) -> dict[str, str]:
    """Operands by the names that meanings give them."""
    return dict(zip(OPERANDS, types, strict=False))
