"""Values, conversions and basic blocks of one function, written as LLVM IR text."""

from __future__ import annotations

import ast
import math
import struct
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

from wasihost.layout import Array, Ptr, Scalar, bool_, f32, i64, ptr, type_name, u8, u128, void

from .source import Source
from .symbols import Symbols
from .types import is_struct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .types import Native

LITERAL = Scalar(
    "constant", "", 0, "literal"
)  # the type of a Python constant that has not been combined with a typed operand

NO_VALUE = "a call without result is used as a value"

State: TypeAlias = "frozenset[str] | None"  # locals that have a value on every path; None: unreachable


class Value:
    """An operand: a type and IR text, or the Python constant of a LITERAL, or the `parts` of several results."""

    __slots__ = ("constant", "parts", "text", "type")

    def __init__(self, type: Scalar, text: str = "", *, constant: Any = None, parts: Sequence[Value] = ()) -> None:
        self.type, self.text, self.constant, self.parts = type, text, constant, parts


class Emitter:
    """Writes instructions.  `assigned` follows the control flow: the locals that have a value at this point."""

    def __init__(self, module: Symbols, fn: Native) -> None:
        self.module, self.fn, self.source = module, fn, Source(fn)
        self.entry: list[str] = []  # stack slots, which precede all other instructions
        self.lines: list[str] = []
        self.serial = 0
        self.block_label = "entry"
        self.assigned: State = frozenset()
        self.debug = ""  # ", !dbg !N" for the statement being compiled

    def fail(self, node: ast.AST, message: str) -> NoReturn:
        raise self.source.error(node, message) from None

    # ---- instructions and blocks

    def emit(self, text: str) -> None:
        self.lines.append(f"  {text}{self.debug}")

    def define(self, text: str) -> str:
        """Write an instruction with a result.  Returns the name of the result."""
        name = self.new_name("t")
        self.emit(f"{name} = {text}")
        return name

    def new_name(self, prefix: str) -> str:
        self.serial += 1
        return f"%{prefix if prefix.isascii() else 'v'}.{self.serial}"

    def new_labels(self, *prefixes: str) -> list[str]:
        return [self.new_name(prefix)[1:] for prefix in prefixes]

    def start(self, label: str, state: State) -> None:
        """Begin a block, unless it is unreachable."""
        self.assigned, self.block_label = state, label
        if state is not None:
            self.lines.append(f"{label}:")

    def end(self, text: str) -> State:
        """End the block with this instruction, unless it has ended.  Returns the state at this point."""
        state, self.assigned = self.assigned, None
        if state is not None:
            self.emit(text)
        return state

    def goto(self, label: str) -> State:
        return self.end(f"br label %{label}")

    def slot(self, size: int, align: int, prefix: str = "slot") -> str:
        """Allocate stack storage that lives until the function returns."""
        name = self.new_name(prefix)
        self.entry.append(f"  {name} = alloca [{size} x i8], align {align}")
        return name

    def intrinsic(self, name: str, result: str, *args: str) -> str:
        """Call an LLVM intrinsic.  `args` have the form 'type value'."""
        self.module.declare(f"{result} @{name}({', '.join(arg.split(' ')[0] for arg in args)})")
        call = f"call {result} @{name}({', '.join(args)})"
        if result != void.llvm:
            return self.define(call)
        self.emit(call)
        return ""

    # ---- memory: a bool_ takes one byte, and every access may be unaligned

    def load(self, type_: Any, address: str, how: str = "") -> Value:
        """Load the value at an address; for a struct or an array, the value is a pointer to it."""
        if isinstance(type_, Array):
            return Value(Ptr(type_.elem), address)
        if is_struct(type_):
            return Value(Ptr(type_), address)
        if type_ is bool_:
            byte = self.define(f"load {how}i8, ptr {address}")
            return Value(bool_, self.define(f"icmp ne i8 {byte}, 0"))
        return Value(type_, self.define(f"load {how}{type_.llvm}, ptr {address}, align 1"))

    def store(self, type_: Scalar, address: str, text: str, how: str = "") -> None:
        if type_ is bool_:
            text = self.define(f"zext i1 {text} to i8")
            type_ = u8
        self.emit(f"store {how}{type_.llvm} {text}, ptr {address}, align 1")

    # ---- conversions

    def coerce(self, value: Value, type_: Scalar, node: ast.AST) -> str:
        """The IR text of a value converted to `type_`, if the conversion preserves every value."""
        source = value.type
        if source is type_:
            return value.text
        if source is LITERAL:
            return self.literal_text(value.constant, type_, node)
        kinds = source.kind, type_.kind
        if kinds == ("bool", "int"):
            return self.define(f"zext i1 {value.text} to {type_.llvm}")
        if kinds == ("int", "int") and _widens(source, type_):
            extend = "sext" if source.signed else "zext"
            return self.define(f"{extend} {source.llvm} {value.text} to {type_.llvm}")
        if kinds == ("float", "float") and source.size < type_.size:
            return self.define(f"fpext float {value.text} to double")
        if kinds == ("ptr", "ptr") and ptr in (source, type_):
            return value.text
        if source.kind == "void":
            self.fail(node, NO_VALUE)
        self.fail(node, f"{source} is not {type_} without a cast: write {_cast_name(type_)}(…)")

    def literal_text(self, constant: Any, type_: Scalar, node: ast.AST) -> str:
        if type_.kind == "int" and isinstance(constant, int):
            if constant in type_.limits:
                return str(int(constant))
            self.fail(node, f"constant {constant} does not fit {type_}")
        if type_.kind == "float" and isinstance(constant, (int, float)):
            try:
                number = struct.unpack("<f", struct.pack("<f", constant))[0] if type_ is f32 else float(constant)
            except OverflowError:
                self.fail(node, f"constant {constant} does not fit {type_}")
            return f"0x{struct.pack('>d', number).hex().upper()}"
        if type_.kind == "bool" and isinstance(constant, bool):
            return str(constant).lower()
        if type_.kind == "ptr" and constant is None:
            return "null"
        self.fail(node, f"constant {constant} is not {type_}")

    def cast(self, value: Value, type_: Scalar, node: ast.AST) -> str:
        """The IR text of `T(value)`: integers wrap, floats saturate, addresses and integers convert to each other."""
        source, text = value.type, value.text
        if source is LITERAL:
            return self.literal_cast(value.constant, type_, node)
        match source.kind, type_.kind:
            case (a, b) if source is type_ or a == b == "ptr" or (a == b == "int" and source.size == type_.size):
                return text
            case ("int" | "ptr", "bool"):
                return self.truth(value, node)
            case ("int", "int") | ("bool", "int"):
                op = "trunc" if source.size > type_.size else "sext" if source.signed else "zext"
            case ("ptr", "int"):
                op = "ptrtoint"
            case ("int", "ptr"):
                op = "inttoptr"
            case ("int", "float") if source is not u128:
                op = "sitofp" if source.signed else "uitofp"
            case ("float", "int") if type_ is not u128:
                convert = f"llvm.fpto{'s' if type_.signed else 'u'}i.sat.{type_.llvm}.f{8 * source.size}"
                return self.intrinsic(convert, type_.llvm, f"{source.llvm} {text}")
            case ("float", "float"):
                op = "fpext" if type_.size > source.size else "fptrunc"
            case _:
                self.fail(node, f"{source} cannot be cast to {type_}")
        return self.define(f"{op} {source.llvm} {text} to {type_.llvm}")

    def literal_cast(self, constant: Any, type_: Scalar, node: ast.AST) -> str:
        if type_.kind == "int" and constant is None:
            return "0"
        if type_.kind == "int" and (isinstance(constant, int) or math.isfinite(constant)):
            return str(type_(constant))
        if isinstance(constant, int) and type_.kind == "ptr":
            return f"inttoptr (i64 {i64(constant)} to ptr)" if constant else "null"
        if isinstance(constant, int) and type_.kind == "bool":
            return str(constant != 0).lower()
        return self.literal_text(constant, type_, node)

    def common_type(self, a: Value, b: Value, node: ast.AST) -> Scalar:
        """The type for an operation on two operands; a constant takes the type of the other one."""
        if a.type is b.type or b.type is LITERAL:
            return a.type
        if a.type is LITERAL:
            return b.type
        kinds = a.type.kind, b.type.kind
        if kinds == ("ptr", "ptr"):
            return ptr
        if kinds in (("int", "int"), ("float", "float")):
            low, high = sorted((a.type, b.type), key=lambda type_: type_.size)
            if kinds == ("float", "float") or _widens(low, high):
                return high
        if "void" in kinds:
            self.fail(node, NO_VALUE)
        self.fail(node, f"operands have types {a.type} and {b.type}: cast one of them")

    def truth(self, value: Value, node: ast.AST) -> str:
        """The i1 text of a value used as a condition."""
        if value.type.kind == "bool":
            return value.text
        if value.type.kind in ("int", "ptr"):
            zero = "null" if value.type.kind == "ptr" else "0"
            return self.define(f"icmp ne {value.type.llvm} {value.text}, {zero}")
        if value.type is LITERAL:
            return "true" if value.constant else "false"
        self.fail(node, f"{type_name(value.type)} is not a condition: compare it")


def _widens(low: Scalar, high: Scalar) -> bool:
    """Whether `high` can represent every value of the integer type `low`."""
    return low.size < high.size and (not low.signed or high.signed)


def _cast_name(type_: Scalar) -> str:
    return type_name(type_.elem) if is_struct(type_.elem) else type_.name


def merge(*states: State) -> State:
    """The locals that have a value on all of these paths; unreachable paths are ignored."""
    reached = [state for state in states if state is not None]
    return frozenset.intersection(*reached) if reached else None
