"""A row's meaning → a Python function that writes it out for given values (the legend of meanings is ops/row.py).

The function is an f-string, compiled once: Python's fastest template.  An instruction uses up to `STRIDE` value
numbers, starting at its first argument `n` (LLVM wants rising numbers and allows gaps).  Values carry their type, "i32
%7" or "i32 5": where the text names the type, the value is inserted unchanged, elsewhere without its type.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from wasihost.abi import BUILTIN_INDEX, Trap, VMContext
from wasihost.ops.row import RESULTS
from wasihost.wasm.types import is_reference

STRIDE = 16
SCOPE = "!scope"  # stands for the subprogram until a function is finished
LOCATION = f", !dbg !DILocation(line: {{offset}}, scope: {SCOPE})"


class _Types(dict[str, str]):
    def __missing__(self, valtype: str) -> str:
        if not is_reference(valtype):
            raise KeyError(valtype)
        return "ptr"


# By value type.  The type of vectors has spaces, so every unit begins with a name for it.
LLVM_TYPES = _Types({"i32": "i32", "i64": "i64", "f32": "float", "f64": "double", "v128": "%v128"})
TYPE_NAMES = "%v128 = type <2 x i64>"

_VALUE = re.compile(r"(?:(%v128|\b(?:i1|i32|i64|float|double|ptr)) )?%(\w+)")
RUNTIME = re.compile(r"@(\w+)\(")
FENCES = {"float": "llvm.arithmetic.fence.f32", "double": "llvm.arithmetic.fence.f64"}
FENCES |= {"<4 x float>": "llvm.arithmetic.fence.v4f32", "<2 x double>": "llvm.arithmetic.fence.v2f64"}
# Type of floats → that of its comparisons, and the canonical NaN, which LLVM writes as an f64 even where it is an f32.
_NAN = "0x7FF8000000000000"
NANS = {"float": ("i1", _NAN), "double": ("i1", _NAN)}
NANS |= {"<4 x float>": ("<4 x i1>", f"splat (float {_NAN})"), "<2 x double>": ("<2 x i1>", f"splat (double {_NAN})")}


def struct_type(types: tuple[str, ...]) -> str:
    """LLVM's type of a function's results."""
    return "void" if not types else types[0] if len(types) == 1 else f"{{ {', '.join(types)} }}"


class Template:
    """`text(n, *arguments, offset)` → IR; the result is value number `n + last`, written `result` + number.

    Several results have the numbers up to that one, and `result` is empty.

    With `traps` the text ends in another block: `b{n}.{number of traps}`.  `open(n)` is the result before its NaNs
    became canonical, for instructions that take any NaN.
    """

    __slots__ = ("last", "open", "result", "text", "traps")

    def __init__(
        self,
        text: Callable[..., str],
        result: str,
        last: int,
        traps: tuple[Trap, ...],
        open_: Callable[[int], str] | None,
    ) -> None:
        self.open = open_
        self.text = text
        self.result = result
        self.last = last
        self.traps = traps


class Style(NamedTuple):
    """How the text of a unit is written."""

    fences: bool  # passes will run that would see through `opaque` without a fence
    located: bool  # accesses, calls and traps have a location, so each trap has its own block


def trap_label(number: int, index: int, trap: Trap, style: Style) -> str:
    """Where the trap `index` of the instruction with value `number` is raised."""
    return f"trap{number}.{index}" if style.located else f"trap.{trap.name}"


_compiled: dict[tuple[object, ...], Template] = {}


def template(ir: str, arguments: dict[str, str], result: str, style: Style, arithmetic: str = "") -> Template:
    """`compile_template`, once for each meaning."""
    key = (ir, tuple(arguments.items()), result, style, arithmetic)
    found = _compiled.get(key)
    if found is None:
        found = _compiled[key] = compile_template(ir, arguments, result, style, arithmetic)
    return found


def compile_template(ir: str, arguments: dict[str, str], result: str, style: Style, arithmetic: str = "") -> Template:
    """`arguments` are the parameters of the meaning: operands with their LLVM types, context with none.

    `result` is the type of the result, or those of several with spaces between them.

    With `arithmetic`, the type of a result that is a float or lanes, NaNs become canonical.
    """
    parts = _Parts(arguments, result, style)
    lines = _with_runtime_calls(ir)
    if arithmetic:
        lines = [*(line.replace("%r = ", "%open = ") for line in lines), *_canonical(arithmetic, result, style)]
    for line in lines:
        parts.add(line)
    source = "\n".join(parts.lines).replace("\n", "\\n")
    text = eval(f'lambda {", ".join(("n", *arguments, "offset"))}: f"{source}"')
    open_ = eval(f'lambda n: f"{result} {parts.names["open"]}"') if arithmetic else None
    one = bool(result) and " " not in result
    return Template(text, f"{result} %" if one else "", parts.count - 1, tuple(parts.traps), open_)


def _canonical(type_: str, result: str, style: Style) -> list[str]:
    """IR that makes %r of %open."""
    truth, nan = NANS[type_]
    lines = [f"%floats = bitcast {result} %open to {type_}"] if result != type_ else []
    open_, made = ("%floats", "%replaced") if lines else ("%open", "%r")
    if style.fences:  # LLVM knows that a root may be a NaN, and would use any NaN
        lines.append(f"%canonical = call {type_} @{FENCES[type_]}({type_} {nan})")
        nan = "%canonical"
    lines.append(f"%is_open = fcmp uno {type_} {open_}, {open_}")
    lines.append(f"{made} = select {truth} %is_open, {type_} {nan}, {type_} {open_}")
    return [*lines, f"%r = bitcast {type_} {made} to {result}"] if made != "%r" else lines


def _with_runtime_calls(ir: str) -> list[str]:
    """Calls of `@name` of the runtime become calls through the table that VMContext.builtins points to."""
    lines = []
    for line in ir.splitlines():
        call = RUNTIME.search(line)
        if call and call[1] in BUILTIN_INDEX:
            lines += runtime_function(call[1])
            line = line.replace(f"@{call[1]}(", "%code(")
        lines.append(line)
    return lines


def runtime_function(name: str) -> list[str]:
    """IR that loads the address of a runtime function into `%code`."""
    return [
        f"%place = getelementptr i8, ptr %vm, i64 {VMContext.offset('builtins')}",
        "%builtins = load ptr, ptr %place, align 8, !invariant.load !0",
        f"%entry = getelementptr i8, ptr %builtins, i64 {8 * BUILTIN_INDEX[name]}",
        "%code = load ptr, ptr %entry, align 8, !invariant.load !0",
    ]


class _Parts:
    """The lines of one template as its f-string will hold them."""

    def __init__(self, arguments: dict[str, str], result: str, style: Style) -> None:
        self.lines: list[str] = []
        self.result = result
        self.traps: list[Trap] = []
        self.count = 0  # value numbers taken
        self.style = style
        self.types = arguments
        self.names = {
            name: f"{{{name}[{len(type_) + 1}:]}}" if type_ else f"{{{name}}}" for name, type_ in arguments.items()
        }

    def add(self, line: str) -> None:
        line = line.replace("{", "{{").replace("}", "}}")
        words = line.split()
        if words[0] == "trap":
            self._trap(words[1].rstrip(","), Trap[words[2]])
            return
        if words[2:3] == ["address"]:
            name = words[3][1:]
            if self.types[name] == "i64":
                self.names[words[0][1:]] = self.names[name]
                return
            line = f"{words[0]} = zext i32 %{name} to i64"
        elif words[2:3] == ["from_address"]:
            if self.result == "i64":  # what it was made from is the last value
                return
            line = f"{words[0]} = trunc i64 {words[3]} to i32"
        elif words[2:3] == ["opaque"]:
            type_, value = " ".join(words[3:-1]), words[-1]
            if not self.style.fences:  # without passes, LLVM does not look
                self.names[words[0][1:]] = self.names[value[1:]]
                return
            line = f"{words[0]} = call {type_} @{FENCES[type_]}({type_} {value})"
        place = (
            LOCATION if self.style.located and ("volatile" in line or "call void %" in line or "%code(" in line) else ""
        )
        if words[1:2] == ["="]:
            right = self._spliced(line.split(" = ", 1)[1])
            self.lines.append(f"{self._define(words[0][1:])} = {right}{place}")
        else:
            self.lines.append(self._spliced(line) + place)

    def _define(self, name: str) -> str:
        """A value number; values beyond `STRIDE` get names, except for the results."""
        if self.count >= STRIDE - len(self.result.split()) and name not in RESULTS:
            self.names[name] = f"%{name}.{{n}}"
        else:
            self.names[name] = f"%{{n+{self.count}}}" if self.count else "%{n}"
            self.count += 1
        return self.names[name]

    def _spliced(self, text: str) -> str:
        return _VALUE.sub(self._value, text)

    def _value(self, match: re.Match[str]) -> str:
        type_, name = match.groups()
        if name in ("vm", "v128"):
            return match[0]
        if type_ is not None and self.types.get(name) == type_:
            return f"{{{name}}}"
        return f"{type_} {self.names[name]}" if type_ else self.names[name]

    def _trap(self, condition: str, trap: Trap) -> None:
        self.traps.append(trap)
        index = len(self.traps)
        label = trap_label(0, index, trap, self.style).replace("trap0", "trap{n}")
        next_ = f"b{{n}}.{index}"
        self.lines.append(f"br i1 {self._spliced(condition)}, label %{label}, label %{next_}\n{next_}:")
