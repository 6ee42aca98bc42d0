"""Random expressions of floats, at every level of wasihost and under Wasmtime: `python -m tests.fuzz.floats --help`.

With canonical NaNs every bit of every value is determined, and must be the same.  `open_nans.py` does without them.
Expressions are over special values, as constants and parameters, and go through locals, memory and loops.
"""

from __future__ import annotations

import random
import struct
import sys
from collections.abc import Callable
from typing import NamedTuple

from tests.fuzz.modules import command
from tests.fuzz.workers import CANONICAL_HOSTS, CANONICAL_REFERENCE
from tests.fuzz.world import NAME
from wasihost.ops import ROWS, Op
from wasihost.wasm.text.module import parse_module

FUNCTIONS = 20  # of a module
DEPTH = 4
INPUTS = 32  # rows of parameters, of which a function that may trap takes one
INPUT_BYTES = 80
ELEMENTS, ELEMENT_COUNT = 0x1000, 130  # what loops go over: 16 bytes each
MADE = 0x2000  # what they make
SCRATCH = 0x3000
PARAMETERS = {"$a": "f32", "$b": "f32", "$c": "f64", "$d": "f64", "$i": "i32", "$j": "i64", "$v": "v128", "$w": "v128"}
OFFSETS = dict(zip(PARAMETERS, (0, 4, 8, 16, 24, 32, 48, 64), strict=True))
TAME = ("$a", "$c")  # never a NaN that is not canonical
PLACES = 3  # locals of each type
TYPES = ("f32", "f64", "v128", "i32", "i64")

# Zeros, ones, infinities, NaNs of both kinds and signs, subnormals, limits of numbers, of whole numbers, of integers.
SPECIAL = {
    "f32": (0x00000000, 0x80000000, 0x3F800000, 0xBF800000, 0x7F800000, 0xFF800000, 0x7FC00000, 0xFFC00000, 0x7FC00001,
            0xFFD55555, 0x7F800001, 0xFFA00000, 0x7FBFFFFF, 0x00000001, 0x80000001, 0x007FFFFF, 0x00800000, 0x7F7FFFFF,
            0xFF7FFFFF, 0x3F000000, 0xBF000000, 0x3EFFFFFF, 0x3FC00000, 0x40200000, 0xC0200000, 0x4AFFFFFF, 0x4B000001,
            0x4F000000, 0x4EFFFFFF, 0xCF000000, 0xCF000001, 0x4F800000, 0x4F7FFFFF, 0x5F000000, 0x5EFFFFFF, 0xDF000000,
            0xDF000001, 0x5F800000, 0x5F7FFFFF, 0x33800000, 0x34000000),
    "f64": (0, 1 << 63, 0x3FF << 52, 0xBFF << 52, 0x7FF << 52, 0xFFF << 52, 0x7FF8 << 48, 0xFFF8 << 48,
            0x7FF8000000000001, 0xFFFAAAAAAAAAAAAA, 0x7FF0000000000001, 0xFFF4 << 48, 0x7FF7FFFFFFFFFFFF,
            0x7FF0000020000000, 1, 1 << 63 | 1, 0xFFFFFFFFFFFFF, 1 << 52, 0x7FEFFFFFFFFFFFFF, 0xFFEFFFFFFFFFFFFF,
            0x3FE << 52, 0xBFE << 52,
            0x3FDFFFFFFFFFFFFF, 0x3FF8 << 48, 0x4004 << 48, 0xC004 << 48, 0x432FFFFFFFFFFFFF, 0x4330000000000001,
            0x41E << 52, 0x41DFFFFFFFC00000, 0x41DFFFFFFFFFFFFF, 0xC1E << 52, 0xC1E0000000200000, 0xC1E00000001FFFFF,
            0x41F << 52, 0x41EFFFFFFFE00000, 0x41EFFFFFFFFFFFFF, 0x43E << 52, 0x43DFFFFFFFFFFFFF, 0xC3E << 52,
            0xC3E0000000000001, 0x43F << 52, 0x43EFFFFFFFFFFFFF, 0x47EFFFFFE0000000, 0x47EFFFFFF0000000, 0x36A << 52,
            0x369 << 52, 0x380FFFFFC0000000, 0x3CA << 52),
    "i32": (0, 1, 0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0x01000001, 0x7FFFFF80, 0x7FC00000, 0x7F800001, 33, 0x3F800000),
    "i64": (0, 1, (1 << 64) - 1, (1 << 63) - 1, 1 << 63, (1 << 53) + 1, 0x7FFFFFBFFFFFFFFF, 0x7FF8 << 48,
            0x7FF0000000000001, 0x4000004000000001, 0x3FF << 52),
}  # fmt: skip
WIDTHS = {"i32": 32, "i64": 64, "f32": 32, "f64": 64}
EXPONENTS = {"f32": (23, 0xFF), "f64": (52, 0x7FF)}
SHAPES = ("f32x4", "f64x2")
LANES = {"f32x4": ("f32", 4), "f64x2": ("f64", 2)}

ARITHMETIC = {"add", "sub", "mul", "div", "min", "max", "sqrt", "ceil", "floor", "trunc", "nearest"}
CONVERTED = {"demote_f64", "promote_f32", "demote_f64x2_zero", "promote_low_f32x4"}
COMPARISONS = {"eq", "ne", "lt", "gt", "le", "ge"}
# Of those that are not about floats, some that hold an expression together.
GLUE = {"i32.add", "i32.xor", "i64.sub", "i64.rotl", "i64.extend_i32_u", "i32.wrap_i64", "v128.bitselect", "v128.not",
        "v128.and", "v128.xor", "v128.any_true", "i32x4.bitmask", "i64x2.add"}  # fmt: skip


class Text(NamedTuple):
    """An expression."""

    text: str
    shape: str  # type or shape, as which all its NaNs are canonical, of either sign; or nothing


def _is_about_floats(row: Op) -> bool:
    words = f"{row.name} {row.params} {row.results}"
    computes = row.ir and row.params and row.results and not row.touches and "relaxed" not in row.name
    return bool(computes) and ("f32" in words or "f64" in words)


CHOICES = {type_: [row for row in ROWS if (_is_about_floats(row) or row.name in GLUE) and row.results == (type_,)]
           for type_ in TYPES}  # fmt: skip


def operation(row: Op) -> tuple[str, str]:
    shape, _, name = row.name.partition(".")
    return shape, name


def is_arithmetic(row: Op) -> bool:
    """Whether it may make a NaN, whose bits are then open."""
    shape, name = operation(row)
    return shape[0] == "f" and name in ARITHMETIC | CONVERTED


def is_blind(row: Op) -> bool:
    """Whether its result, if it is not an open NaN, does not depend on what kind of NaN an operand is."""
    shape, name = operation(row)
    return is_arithmetic(row) or "trunc" in name or (shape[0] == "f" and name in COMPARISONS)


def operand_shape(row: Op) -> str:
    """Type or shape of its float operands."""
    name = row.name
    sources = [shape for shape in ("f32x4", "f64x2", "f32", "f64") if shape in operation(row)[1]]
    return sources[0] if sources else name.partition(".")[0]


class Writer:
    """One module: each export `e0` … takes the number of a row of parameters, and gives a digest."""

    def __init__(self, seed: int, *, settles: bool = False) -> None:
        self.random = random.Random(seed)
        self.settles = settles  # NaNs are made the same everywhere before it shows what they are

    def module(self) -> bytes:
        functions = "\n".join(self.function(number) for number in range(FUNCTIONS))
        shapes = ("f32", "f64", *SHAPES) if self.settles else ()
        imports = "\n".join(
            f'(import "{NAME}" "settle_{shape}" (func $settle_{shape} (param {t} i32) (result {t})))'
            for shape in shapes
            for t in ["v128" if shape in SHAPES else shape]
        )
        return parse_module(f"""(module {imports}
          (memory 1)
          (data (i32.const 0) "{_escaped(b"".join(self.input() for _ in range(INPUTS)))}")
          (data (i32.const {ELEMENTS}) "{_escaped(b"".join(self.element() for _ in range(ELEMENT_COUNT)))}")
          {functions})""")

    # ------------------------------------------------------------------------------------------------------ values
    def bits(self, type_: str, *, tame: bool = False) -> int:
        if type_ == "v128":
            lane, count = self.random.choice([("f32", 4), ("f64", 2), ("i32", 4)])
            return sum(self.bits(lane) << number * WIDTHS[lane] for number in range(count))
        while True:
            found = self.random.choice(SPECIAL[type_])
            if self.random.random() < 0.4:
                found = self.random.getrandbits(WIDTHS[type_])
                if type_[0] == "f" and self.random.random() < 0.8:  # where neither all nor nothing of a sum is lost
                    fraction, exponents = EXPONENTS[type_]
                    exponent = exponents // 2 + self.random.randint(-12, 12)
                    found = found & ~(exponents << fraction) | exponent << fraction
            if not tame or _is_tame(type_, found):
                return found

    def input(self) -> bytes:
        row = bytearray(INPUT_BYTES)
        for name, type_ in PARAMETERS.items():
            size = 16 if type_ == "v128" else WIDTHS[type_] // 8
            row[OFFSETS[name] : OFFSETS[name] + size] = self.bits(type_, tame=name in TAME).to_bytes(size, "little")
        return bytes(row)

    def element(self) -> bytes:
        return struct.pack("<IIQ", self.bits("f32"), self.bits("f32"), self.bits("f64"))

    # ------------------------------------------------------------------------------------------------- expressions
    def constant(self, type_: str) -> Text:
        bits = self.bits(type_)
        if type_ == "v128":
            return Text(f"(v128.const i64x2 {bits & (1 << 64) - 1:#x} {bits >> 64:#x})", "")
        return Text(f"({type_}.const {_literal(type_, bits)})", type_ if _is_tame(type_, bits) else "")

    def leaf(self, type_: str) -> Text:
        chance = self.random.random()
        if self.known[type_] and chance < 0.3:
            return self.random.choice(self.known[type_])
        if chance < 0.55:
            return self.constant(type_)
        name = self.random.choice([name for name, t in PARAMETERS.items() if t == type_])
        return Text(f"(local.get {name})", type_ if name in TAME else "")

    def value(self, type_: str, depth: int) -> Text:
        """An expression whose bits are determined."""
        if depth <= 0 or self.random.random() < 0.12:
            return self.leaf(type_)
        if self.random.random() < 0.08:
            one, other = self.value(type_, depth - 1), self.value(type_, depth - 2)
            text = f"(select {one.text} {other.text} {self.value('i32', depth - 2).text})"
            return Text(text, one.shape if one.shape == other.shape else "")
        row = self.choose(type_)
        return self.settled(self.applied(row, depth), row) if is_arithmetic(row) else self.applied(row, depth)

    def loose(self, shape: str, depth: int) -> Text:
        """An expression that may be an open NaN, for who does not look."""
        type_ = "v128" if shape in SHAPES else shape
        if type_[0] in "fv" and depth > 0 and self.random.random() < 0.7:
            rows = [row for row in CHOICES[type_] if is_arithmetic(row) and operation(row)[0] == shape]
            return self.applied(self.random.choice(rows), depth)
        return self.value(type_, depth)

    def choose(self, type_: str) -> Op:
        """A row; the few that trap end all there is, and come seldom."""
        rows = CHOICES[type_]
        if self.random.random() < 0.5:  # there are many comparisons
            rows = [row for row in rows if operation(row)[1] not in COMPARISONS]
        row = self.random.choice(rows)
        while "trap" in row.ir and not (self.may_trap and self.random.random() < 0.5):
            row = self.random.choice(rows)
        return row

    def applied(self, row: Op, depth: int) -> Text:
        """The instruction on operands; an open NaN if it is arithmetic."""
        shape = operand_shape(row)
        operands = []
        for type_ in row.params or ():
            if is_blind(row) and type_ == ("v128" if shape in SHAPES else shape):
                operands.append(self.loose(shape, depth - 1))
            else:
                operands.append(self.value(type_, depth - 1))
        lanes = [self.random.randrange(row.lanes) for kind in row.immediates if kind == "lane"]
        text = f"({' '.join([row.name, *map(str, lanes), *(operand.text for operand in operands)])})"
        own = operation(row)[0]
        if is_arithmetic(row):
            return Text(text, own if all(operand.shape == shape for operand in operands) else "")
        keeps = own[0] == "f" and operation(row)[1] in ("neg", "abs", "copysign")
        return Text(text, own if "convert" in row.name or (keeps and operands[0].shape == own) else "")

    def settled(self, loose: Text, row: Op) -> Text:
        shape = operation(row)[0]
        if not self.settles:
            return Text(loose.text, shape)
        return Text(f"(call $settle_{shape} {loose.text} (i32.const {int(bool(loose.shape))}))", shape)

    # -------------------------------------------------------------------------------------------------- statements
    def function(self, number: int) -> str:
        self.may_trap = self.random.random() < 0.25
        self.known: dict[str, list[Text]] = {type_: [] for type_ in TYPES}
        self.places = dict.fromkeys(TYPES, 0)
        body = "\n".join(self.statement() for _ in range(self.random.randint(3, 6)))
        params = " ".join(f"(param {name} {type_})" for name, type_ in PARAMETERS.items())
        places = " ".join(f"(local ${type_}_{n} {type_})" for type_ in TYPES for n in range(PLACES))
        arguments = " ".join(f"({t}.load offset={OFFSETS[name]} (local.get $at))" for name, t in PARAMETERS.items())
        again = "" if self.may_trap else "(br_if $next (i32.lt_u (local.get $row) (i32.const 31)))"
        return f"""(func $f{number} {params} (result i64) (local $h i64) (local $p i32) {places}
            {body}
            (local.get $h))
          (func (export "e{number}") (param $row i32) (result i64) (local $h i64) (local $at i32)
            (local.set $row (i32.sub (i32.and (local.get $row) (i32.const 31)) (i32.const 1)))
            (loop $next
              (local.set $row (i32.add (local.get $row) (i32.const 1)))
              (local.set $at (i32.mul (local.get $row) (i32.const {INPUT_BYTES})))
              (local.set $h (i64.add (i64.rotl (local.get $h) (i64.const 9)) (call $f{number} {arguments})))
              {again})
            (local.get $h))"""

    def statement(self) -> str:
        makers: list[Callable[[], str]] = [self.shown, self.shown, self.kept, self.through_memory]
        return self.random.choice([*makers, self.map_loop, self.sum_loop])()

    def shown(self) -> str:
        type_ = self.random.choice(TYPES)
        return _stirred(type_, self.value(type_, DEPTH).text)

    def kept(self) -> str:
        """In a local, which what follows may use."""
        type_ = self.random.choice(TYPES)
        place = f"${type_}_{self.places[type_]}"
        if self.places[type_] == PLACES - 1:
            return self.shown()
        self.places[type_] += 1
        value = self.value(type_, DEPTH)
        self.known[type_].append(Text(f"(local.get {place})", value.shape))
        return f"(local.set {place} {value.text})"

    def through_memory(self) -> str:
        one, other = (self.random.choice(TYPES) for _ in range(2))
        value, place = self.value(one, DEPTH - 1).text, SCRATCH + 16 * self.random.randrange(3)
        load = f"({other}.load (i32.const {place + self.random.choice((0, 0, 4))}))"
        self.known[other].append(Text(load, ""))
        return f"({one}.store (i32.const {place}) {value}) {_stirred(other, load)}"

    def arithmetic_of(self, type_: str, operand: str, depth: int) -> str:
        """Arithmetic on operands that are arithmetic, the given one, or leaves."""
        row = self.random.choice([row for row in CHOICES[type_] if is_arithmetic(row) and row.params[0] == type_])  # type: ignore[index]
        operands = []
        for _ in row.params or ():
            chance = self.random.random()
            if depth > 0 and chance < 0.4:
                operands.append(self.arithmetic_of(type_, operand, depth - 1))
            else:
                operands.append(operand if chance < 0.75 else self.leaf(type_).text)
        return f"({row.name} {' '.join(operands)})"

    def map_loop(self) -> str:
        """Elements → what is made of each, which LLVM may do with vectors."""
        type_ = self.random.choice(("f32", "f64"))
        size = WIDTHS[type_] // 8
        count = self.random.choice((3, 64, 65, 100, 128))
        offset = self.random.choice((0, 0, size))
        element = f"({type_}.load offset={ELEMENTS + offset} (local.get $p))"
        value = self.arithmetic_of(type_, element, 2)
        made = f"({type_}.load offset={MADE} (local.get $p))"
        if self.settles:
            made = f"(call $settle_{type_} {made} (i32.const 0))"
        end = (
            f"(br_if 0 (i32.ne (local.tee $p (i32.add (local.get $p) (i32.const {size}))) (i32.const {size * count})))"
        )
        return f"""(local.set $p (i32.const 0))
            (loop ({type_}.store offset={MADE} (local.get $p) {value}) {end})
            (local.set $p (i32.const 0))
            (loop {_stirred(type_, made)} {end})"""

    def sum_loop(self) -> str:
        """A local, and what is made of it and each element in turn."""
        type_ = self.random.choice(("f32", "f64"))
        size, place = WIDTHS[type_] // 8, f"${type_}_{PLACES - 1}"
        count = self.random.choice((1, 2, 64, 100))
        element = f"({type_}.load offset={ELEMENTS} (local.get $p))"
        row = self.random.choice([row for row in CHOICES[type_] if is_arithmetic(row) and row.params == (type_, type_)])
        value = f"({row.name} (local.get {place}) {self.arithmetic_of(type_, element, 1)})"
        result = f"(local.get {place})"
        if self.settles:
            result = f"(call $settle_{type_} {result} (i32.const 0))"
        return f"""(local.set $p (i32.const 0)) (local.set {place} {self.leaf(type_).text})
            (loop (local.set {place} {value})
              (br_if 0 (i32.ne (local.tee $p (i32.add (local.get $p) (i32.const {size}))) (i32.const {size * count}))))
            {_stirred(type_, result)}"""


def _stirred(type_: str, text: str) -> str:
    """Its bits go into the digest."""
    if type_ == "v128":
        place = f"$v128_{PLACES - 1}"
        lanes = [f"(i64x2.extract_lane {lane} (local.get {place}))" for lane in range(2)]
        return " ".join([f"(local.set {place} {text})", *(_stirred("i64", lane) for lane in lanes)])
    whole = {
        "i64": "{}",
        "i32": "(i64.extend_i32_u {})",
        "f64": "(i64.reinterpret_f64 {})",
        "f32": "(i64.extend_i32_u (i32.reinterpret_f32 {}))",
    }[type_].format(text)
    return f"(local.set $h (i64.xor (i64.mul (local.get $h) (i64.const 0x100000001b3)) {whole}))"


def _is_tame(type_: str, bits: int) -> bool:
    """A number, or a canonical NaN."""
    if type_[0] != "f":
        return True
    fraction, exponents = EXPONENTS[type_]
    payload = bits & (1 << fraction) - 1
    return bits >> fraction & exponents != exponents or payload in (0, 1 << fraction - 1)


def _literal(type_: str, bits: int) -> str:
    """As the text format has it."""
    if type_[0] == "i":
        return f"{bits:#x}"
    fraction, exponents = EXPONENTS[type_]
    sign, payload = "-" if bits >> WIDTHS[type_] - 1 else "", bits & (1 << fraction) - 1
    if bits >> fraction & exponents == exponents:
        return f"{sign}nan:{payload:#x}" if payload else f"{sign}inf"
    layout = {"f32": "<f", "f64": "<d"}[type_]
    (number,) = struct.unpack(layout, bits.to_bytes(WIDTHS[type_] // 8, "little"))
    return float(number).hex()


def _escaped(data: bytes) -> str:
    return "".join(f"\\{byte:02x}" for byte in data)


def module(seed: int) -> bytes:
    return Writer(seed).module()


if __name__ == "__main__":
    sys.exit(command(__doc__, module, subjects=CANONICAL_HOSTS, reference=CANONICAL_REFERENCE))
