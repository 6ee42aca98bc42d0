"""The places of a stencil's operands and result, and its text for given registers and numbers.

    R   a register: of the operand stack, or one that holds a local
    L   a slot of the frame
    K   a constant

A stencil's parameters are the registers `a`, `b`, `c`, `r` (the result), the offsets in the frame `la`, `lb`, `lc`,
and numbers: `k` and `wide`, constants; `offset` and `reach` of an access; `slot`, in the instance.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from wasihost.codegen.stencils.x86_64 import BANKS, PARAMETERS
from wasihost.codegen.translate.template import LLVM_TYPES, Style, template
from wasihost.codegen.translate.values import operand
from wasihost.ops.row import OPERANDS, RESULTS

R, L, K = "RLK"
FLOATS = ("f32", "f64", "v128")
STYLE = Style(fences=False, located=False)
Sample = dict[str, int]  # parameters → register numbers, and numbers
Numbers = tuple[tuple[str, str], ...]  # parameter, range: see `samples`

# Where a meaning takes more lanes than this one by one, each is in a block of its own.  LLVM would otherwise keep all
# of them in registers, and move those of the stencil's parameters elsewhere.
_MANY = 16
_LANE = re.compile(r"^.*= insertelement .*$", re.MULTILINE)
_LANES = {"f32": ("<4 x float>", "float"), "f64": ("<2 x double>", "double")}


def bank(valtype: str) -> str:
    return "float" if valtype in FLOATS else "integer"


class Form(NamedTuple):
    """The kinds of the operands, and the register of the result: "r", one of its own, or that of an operand.

    In "all" both operands and the result are in one register.  In "ab" two results are in those of the first operands.
    """

    kinds: str
    result: str = ""

    def register(self, name: str) -> str:
        """The parameter that says which register an operand or the result is in."""
        if self.result == "all":
            return "a"
        return self.result[RESULTS.index(name)] if name in RESULTS and self.result else name

    @property
    def registers(self) -> tuple[str, ...]:
        """The parameters that are registers."""
        named = [name for name, kind in zip(OPERANDS, self.kinds, strict=False) if kind == R]
        return tuple(dict.fromkeys(map(self.register, named + ["r"] * bool(self.result))))

    @property
    def slots(self) -> tuple[str, ...]:
        return tuple(f"l{name}" for name, kind in zip(OPERANDS, self.kinds, strict=False) if kind == L)


class Variant(NamedTuple):
    """One row of the future library: a stencil for all registers and a range of numbers."""

    registers: tuple[tuple[str, str], ...]  # parameter, bank
    numbers: Numbers
    write: Callable[[Text], str]  # the body, by way of an empty Text
    form: Form
    hides: bool = False  # the constant must be hidden from LLVM

    @property
    def is_fixed(self) -> bool:
        """Whether the stencil is for the first registers of the stack only: a template has fields for three."""
        return len(self.form.result) == 2

    def text(self, sample: Sample, hides: bool) -> str:
        """The body for a sample; True hides the constant from LLVM."""
        return self.write(Text(self.form, sample, hides))


class Text:
    """The body of one stencil."""

    def __init__(self, form: Form, sample: Sample, hides: bool = False) -> None:
        self.form, self.sample, self.hides = form, sample, hides
        self.lines: list[str] = []
        self.traps: list[str] = []
        self.changed: dict[str, str] = {}
        self._count = 0

    def new(self, right: str) -> str:
        self._count += 1
        self.lines.append(f"%v{self._count} = {right}")
        return f"%v{self._count}"

    def operand(self, name: str, valtype: str) -> str:
        """A value with its type."""
        kind, type_ = self.form.kinds[OPERANDS.index(name)], LLVM_TYPES[valtype]
        if kind == K:
            return self.constant(valtype)
        if kind == L:
            value = self.new(f"load {type_}, ptr {self.field('l' + name, '%fp')}, align {slot_align(valtype)}")
            return f"{type_} {value}"
        return self.register(self.form.register(name), valtype)

    def register(self, name: str, valtype: str) -> str:
        whole = f"%{BANKS[bank(valtype)].letter}{self.sample[name]}"
        if valtype in _LANES:
            lanes, one = _LANES[valtype]
            vector = self.new(f"bitcast <2 x i64> {whole} to {lanes}")
            return f"{one} {self.new(f'extractelement {lanes} {vector}, i32 0')}"
        if valtype == "i32":
            return f"i32 {self.new(f'trunc i64 {whole} to i32')}"
        if valtype == "externref":
            return f"ptr {self.new(f'inttoptr i64 {whole} to ptr')}"
        return f"{LLVM_TYPES[valtype]} {whole}"

    def constant(self, valtype: str, name: str = "k") -> str:
        value = self.sample[name]
        if not self.hides:
            # LLVM does not fold a constant that was cast, except into an immediate operand.
            return f"{valtype} {self.new(f'bitcast {valtype} {value} to {valtype}')}"
        return self._moved(valtype, "movq" if valtype == "i64" else "movl", value)

    def wide(self, name: str = "wide") -> str:
        """A constant of 64 bits."""
        return self._moved("i64", "movabsq", self.sample[name])

    def _moved(self, valtype: str, instruction: str, value: int) -> str:
        """A constant that is hidden from LLVM."""
        right = f'call {valtype} asm "{instruction} $${value}, $0", "=r"()'
        return f"{valtype} {self.new(right)}"

    def lanes(self) -> str:
        """A pointer to the numbers of the lanes of a shuffle."""
        return self.new('call ptr asm "", "=r,0"(ptr @constant)')  # one reference for all

    def field(self, name: str, base: str = "%vm") -> str:
        """A pointer to the place that a number gives: in the instance, or in the frame."""
        return self.pointer(base, self.sample[name])

    def pointer(self, base: str, offset: int) -> str:
        return self.new(f"getelementptr i8, ptr {base}, i64 {offset}")

    def integer(self, pointer: str) -> str:
        """A pointer, given with its type, as an i64."""
        return self.new(f"ptrtoint {pointer} to i64")

    def load(self, type_: str, place: str) -> str:
        """A field of a structure of the runtime, which is 8 bytes wide."""
        return self.new(f"load {type_}, ptr {place}, align 8")

    def meaning(self, ir: str, arguments: dict[str, str], values: list[str], result: str, arithmetic: str = "") -> str:
        """Write the meaning of a row; the result with its type, of several the last one."""
        return (["", *self.meanings(ir, arguments, values, result, arithmetic)])[-1]

    def meanings(
        self, ir: str, arguments: dict[str, str], values: list[str], results: str, arithmetic: str = ""
    ) -> list[str]:
        """Write the meaning of a row; the results with their types."""
        made = template(ir, arguments, results, STYLE, arithmetic)
        self._count += 1
        first = 1000 * self._count
        lines = made.text(first, *values, 0)
        if ir.count("extractelement") > _MANY:
            lines = _LANE.sub(
                lambda lane: f"{lane[0]}\nbr label %lane{first}.{lane.start()}\nlane{first}.{lane.start()}:", lines
            )
        self.lines.append(lines)
        for trap in made.traps:
            self.trap(trap.name, trap.value)
        return [f"{type_} %{first + made.last - n}" for n, type_ in enumerate(results.split()[::-1])][::-1]

    def trap(self, name: str, value: int) -> str:
        block = f"trap.{name}:\n{go(f'trap.{value}')}"
        if block not in self.traps:
            self.traps.append(block)
        return f"trap.{name}"

    def trap_if(self, condition: str, name: str, value: int) -> None:
        label = self.trap(name, value)
        self._count += 1
        self.lines.append(f"br i1 {condition}, label %{label}, label %on{self._count}\non{self._count}:")

    def result(self, valtype: str, value: str, name: str = "r") -> None:
        """Put a value, given with its type, into the register of the result."""
        where, value = self.form.register(name), operand(value)
        if valtype in _LANES:
            lanes, one = _LANES[valtype]
            vector = self.new(f"insertelement {lanes} poison, {one} {value}, i32 0")
            value = self.new(f"bitcast {lanes} {vector} to <2 x i64>")
        elif valtype == "i32":
            value = self.new(f"zext i32 {value} to i64")
        elif valtype == "externref":
            value = self.new(f"ptrtoint ptr {value} to i64")
        self.changed[f"{BANKS[bank(valtype)].letter}{self.sample[where]}"] = value

    def body(self) -> str:
        return "\n".join([*self.lines, go("next", self.changed), *self.traps])

    def branch(self, condition: str, *, wanted: bool) -> str:
        """The body of a stencil that jumps where the condition, an i1, is as wanted."""
        # The block for a false condition comes first.  For the other order, LLVM would invert the condition and change
        # its constant by 1, which is wrong for the largest or smallest constant.
        ways = [f"no:\n{go('next')}", f"yes:\n{go('target')}"]
        jump = f"br {condition}, label %yes, label %no"
        if not wanted:
            ways.reverse()
            jump = f"br {condition}, label %no, label %yes"
        return "\n".join([*self.lines, jump, *ways, *self.traps])


def variant(
    form: Form, types: dict[str, str], numbers: Numbers, write: Callable[[Text], str], *, hides: bool = False
) -> Variant:
    """A stencil whose operands and result, `r`, have these types."""
    registers = tuple((name, bank(types[name])) for name in form.registers)
    return Variant(registers, numbers, write, form, hides)


def slot_align(valtype: str) -> int:
    """The alignment of a slot in the frame, in bytes."""
    return 16 if valtype == "v128" else 8


def go(to: str, changed: dict[str, str] | None = None) -> str:
    """The jump that ends a stencil, with new values for some registers."""
    values = ", ".join(f"{type_} {(changed or {}).get(name, '%' + name)}" for name, type_ in PARAMETERS)
    return f"musttail call ghccc void @{to}({values})\nret void\n"
