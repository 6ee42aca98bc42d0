"""Operators: an operator and values in, an instruction on their common type out."""

from __future__ import annotations

import ast

from wasihost.layout import Scalar, bool_, i64, u8, u128

from .emitter import LITERAL, Emitter, Value

# operator: (symbol, for unsigned integers, for signed integers, for floats); "" = not allowed
ARITHMETIC: dict[type, tuple[str, str, str, str]] = {
    ast.Add: ("+", "add", "add", "fadd"),
    ast.Sub: ("-", "sub", "sub", "fsub"),
    ast.Mult: ("*", "mul", "mul", "fmul"),
    ast.Div: ("/", "", "", "fdiv"),
    ast.FloorDiv: ("//", "udiv", "", ""),
    ast.Mod: ("%", "urem", "", ""),
    ast.BitAnd: ("&", "and", "and", ""),
    ast.BitOr: ("|", "or", "or", ""),
    ast.BitXor: ("^", "xor", "xor", ""),
    ast.LShift: ("<<", "shl", "shl", ""),
    ast.RShift: (">>", "lshr", "ashr", ""),
    ast.Pow: ("**", "", "", ""),
    ast.MatMult: ("@", "", "", ""),
}

# comparison: (for unsigned integers and addresses, for signed integers, for floats)
COMPARISONS: dict[type, tuple[str, str, str]] = {
    ast.Eq: ("eq", "eq", "oeq"),
    ast.NotEq: ("ne", "ne", "une"),
    ast.Lt: ("ult", "slt", "olt"),
    ast.LtE: ("ule", "sle", "ole"),
    ast.Gt: ("ugt", "sgt", "ogt"),
    ast.GtE: ("uge", "sge", "oge"),
    ast.Is: ("eq", "eq", ""),
    ast.IsNot: ("ne", "ne", ""),
}


class Operators(Emitter):
    def unary(self, node: ast.UnaryOp, value: Value) -> Value:
        type_, text = value.type, value.text
        if type_.kind in ("int", "float") and isinstance(node.op, ast.UAdd):
            return value
        if type_.kind == "float" and isinstance(node.op, ast.USub):
            return Value(type_, self.define(f"fneg {type_.llvm} {text}"))
        if type_.kind == "int" and isinstance(node.op, ast.USub):
            return Value(type_, self.define(f"sub {type_.llvm} 0, {text}"))
        if type_.kind == "int" and isinstance(node.op, ast.Invert):
            return Value(type_, self.define(f"xor {type_.llvm} {text}, -1"))
        self.fail(node, f"`{'~' if isinstance(node.op, ast.Invert) else '-'}` is not defined for {type_}")

    def arithmetic(self, node: ast.AST, left: Value, op: ast.operator, right: Value) -> Value:
        if left.type.kind == "ptr" and isinstance(op, (ast.Add, ast.Sub)):
            return self.pointer_arithmetic(node, left, op, right)
        if isinstance(op, (ast.LShift, ast.RShift)):
            return self.shift(node, left, op, right)
        type_ = self.common_type(left, right, node)
        name = self.operation(node, op, type_)
        if isinstance(op, ast.BitAnd):
            left, right = (_wrapped(value, type_) for value in (left, right))
        a, b = self.coerce(left, type_, node), self.coerce(right, type_, node)
        if name in ("udiv", "urem") and b == "0":
            self.fail(node, "division by zero")
        return Value(type_, self.define(f"{name} {type_.llvm} {a}, {b}"))

    def operation(self, node: ast.AST, op: ast.operator, type_: Scalar) -> str:
        """The LLVM instruction for an operator on a type."""
        symbol, unsigned, signed, floating = ARITHMETIC[type(op)]
        if type_.kind == "bool" and symbol in ("&", "|", "^"):
            return unsigned
        name = {"int": signed if type_.signed else unsigned, "float": floating}.get(type_.kind, "")
        if name and not (type_ is u128 and name in ("udiv", "urem")):
            return name
        if type_.signed and unsigned:
            repair = "sdiv" if symbol == "//" else "srem"
            self.fail(node, f"`{symbol}` on {type_}: Python floors, machines truncate: write {repair}(…)")
        hint = ": write //" if symbol == "/" and type_.kind == "int" else ""
        self.fail(node, f"`{symbol}` is not defined for {type_}{hint}")

    def shift(self, node: ast.AST, left: Value, op: ast.operator, right: Value) -> Value:
        """A shift has the type of the left operand, and takes the amount modulo the width, as machines do."""
        type_ = left.type
        if type_ is LITERAL:
            self.fail(node, f"the type of the constant {left.constant} is not known: write u32({left.constant})")
        bits = 8 * type_.size
        name = self.operation(node, op, type_)
        if right.type is LITERAL:
            if right.constant not in range(bits):
                self.fail(node, f"shift by {right.constant} in {bits} bits")
            return Value(type_, self.define(f"{name} {type_.llvm} {left.text}, {int(right.constant)}"))
        if right.type.kind != "int":
            self.fail(node, f"shift by {right.type}")
        amount = self.define(f"and {type_.llvm} {self.cast(right, type_, node)}, {bits - 1}")
        return Value(type_, self.define(f"{name} {type_.llvm} {left.text}, {amount}"))

    def pointer_arithmetic(self, node: ast.AST, left: Value, op: ast.operator, right: Value) -> Value:
        if isinstance(op, ast.Sub) and right.type.kind == "ptr":
            a, b = self.cast(left, i64, node), self.cast(right, i64, node)
            return Value(i64, self.define(f"sub i64 {a}, {b}"))
        if left.type.elem not in (None, u8):
            self.fail(node, f"arithmetic on {left.type}: index it, or cast it to ptr to count bytes")
        if right.type.kind != "int" and not (right.type is LITERAL and isinstance(right.constant, int)):
            self.fail(node, f"{right.type} cannot be added to a pointer")
        offset = self.cast(right, i64, node)
        if isinstance(op, ast.Sub):
            offset = self.define(f"sub i64 0, {offset}")
        return Value(left.type, self.define(f"getelementptr i8, ptr {left.text}, i64 {offset}"))

    def compare(self, node: ast.AST, left: Value, op: ast.cmpop, right: Value) -> Value:
        type_ = self.common_type(left, right, node)
        unsigned, signed, floating = COMPARISONS[type(op)]
        if isinstance(op, (ast.Is, ast.IsNot)) and type_.kind != "ptr":
            self.fail(node, "`is` compares pointers: write == or !=")
        a, b = self.coerce(left, type_, node), self.coerce(right, type_, node)
        if type_.kind == "float":
            return Value(bool_, self.define(f"fcmp {floating} {type_.llvm} {a}, {b}"))
        return Value(bool_, self.define(f"icmp {signed if type_.signed else unsigned} {type_.llvm} {a}, {b}"))


def _wrapped(value: Value, type_: Scalar) -> Value:
    """Truncate a negative constant to an unsigned type, for `x & ~15`: its upper bits would have no effect."""
    constant = value.constant
    if isinstance(constant, int) and constant < 0 and not type_.signed and ~constant in type_.limits:
        return Value(LITERAL, constant=type_(constant))
    return value
