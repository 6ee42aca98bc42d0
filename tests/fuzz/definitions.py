"""Random definitions in odd encodings, and what must become of them: `python -m tests.fuzz.definitions`.

Globals, tables, memories and segments of every kind with constant expressions, each number in more bytes than it needs,
sections of nothing, segments at the ends of what they fill.  A model computes each global, entry and byte without
reading what it wrote; decoder, validator, artifact and runtime must come to the same.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from ctypes import string_at
from functools import cache
from typing import NamedTuple

from tests.fuzz.encoding import HEADER, TYPE_EACH, TYPE_FOR_ALL, fewest_bytes, leb128, most_bytes
from tests.wat import wat
from wasihost import abi, errors
from wasihost.engine import Engine
from wasihost.host.instance import Extern, Func, Global, Instance, Memory, Module, Store
from wasihost.runtime.state import Instance as State

HOST = """(module
  (func) (func) (func) (func) (func) (func) (func) (func) (func)
  (func $f (export "f") (result i32) (i32.const 1000))
  (global (export "i32") i32 (i32.const 40)) (global (export "i64") i64 (i64.const -3))
  (global (export "f32") f32 (f32.const nan:0x200001)) (global (export "f64") f64 (f64.const -0))
  (global (export "v128") v128 (v128.const i64x2 0x123456789abcdef -2))
  (global (export "funcref") funcref (ref.func $f)) (global (export "externref") externref (ref.null extern))
  (table (export "table") 6 20 funcref) (memory (export "memory") 1 3))"""
HOST_FUNCTION = 9
PAGE = 1 << 16
CODES = {"i32": 0x7F, "i64": 0x7E, "f32": 0x7D, "f64": 0x7C, "v128": 0x7B, "funcref": 0x70, "externref": 0x6F}
BITS = {"i32": 32, "i64": 64, "f32": 32, "f64": 64, "v128": 128}
IMPORTED = {
    "i32": 40, "i64": (1 << 64) - 3, "f32": 0x7FA00001, "f64": 1 << 63,
    "v128": 0x123456789ABCDEF | ((1 << 64) - 2) << 64, "funcref": ("host", HOST_FUNCTION), "externref": None,
}  # fmt: skip
OPERATIONS = {"add": (0x6A, 0x7C), "sub": (0x6B, 0x7D), "mul": (0x6C, 0x7E)}
FUNCTIONS = 5  # of type () -> i32, behind the imported one
EDGES = (0, 1, 2, 5, 6, 7, 63, 64, 127, 128, 4095, 4096, PAGE - 1, PAGE, 2**31 - 1, 2**31, 2**32 - 1)

LATER = 0.4  # how often a number takes more bytes than it needs
NAMES = (b"", b"name", b"producers", b"metadata.code.branch_hint", b"\0", "ö\0é".encode(), b"target_features")

Value = int | tuple[str, int] | None  # bits, or a function of `host` or `own`, or null


class Encoder:
    """`plain`: everything as short as it can be, and nothing that means nothing."""

    def __init__(self, rng: random.Random, *, plain: bool = False) -> None:
        self.rng = rng
        self.plain = plain

    def u(self, value: int, bits: int) -> bytes:
        """Unsigned LEB128, in up to as many bytes as `bits` allow."""
        return self._number(value, bits, signed=False)

    def s(self, value: int, bits: int) -> bytes:
        """Signed LEB128."""
        return self._number(value, bits, signed=True)

    def _number(self, value: int, bits: int, *, signed: bool) -> bytes:
        least, most = fewest_bytes(value, signed), most_bytes(bits)
        if self.plain or self.rng.random() >= LATER:
            return leb128(value, least)
        return leb128(value, self.rng.choice((most, self.rng.randint(least, most))))

    def name(self, raw: str | bytes) -> bytes:
        raw = raw.encode() if isinstance(raw, str) else raw
        return self.u(len(raw), 32) + raw

    def vector(self, items: Sequence[bytes]) -> bytes:
        return self.u(len(items), 32) + b"".join(items)

    def section(self, section_id: int, content: bytes) -> bytes:
        return bytes([section_id]) + self.name(content)

    def likes_empty(self) -> bool:
        """Whether a section without entries is there."""
        return not self.plain and self.rng.random() < 0.3

    def padding(self) -> bytes:
        """Custom sections of any content, now and then."""
        if self.plain or self.rng.random() < 0.7:
            return b""
        return b"".join(
            self.section(0, self.name(self.rng.choice(NAMES)) + self.rng.randbytes(self.rng.choice((0, 1, 9, 40))))
            for _ in range(self.rng.randint(1, 3))
        )


class Trap(Exception):
    """In the model: `memory` or `table`."""


class Made(NamedTuple):
    data: bytes
    steps: list[tuple[str, list[int]]]  # exports to call
    globals: list[tuple[str, Value]]
    # A trap or "", then memories and tables; at first, and behind each step.
    states: list[tuple[str, list[bytes], list[list[Value]]]]


class Maker:
    """One module, and its model."""

    def __init__(self, seed: int, *, plain: bool) -> None:
        self.rng = random.Random(seed)
        self.code = Encoder(random.Random(seed + 1), plain=plain)
        self.globals: list[tuple[str, Value, bool]] = []  # type, value, mutable
        self.memories: list[tuple[bytearray, bool]] = []  # contents, 64 bits
        self.tables: list[tuple[list[Value], bool, str]] = []  # entries, 64 bits, type
        self.elements: list[tuple[list[Value], str]] = []
        self.datas: list[bytes] = []
        self.sections: dict[int, list[bytes]] = {}
        self.imports: list[tuple[bytes, bytes]] = []  # name, kind and type
        self.exports: list[bytes] = []
        self.bodies: list[tuple[int, bytes]] = []  # type index, code
        self.types = [self.functype([], ["i32"]), self.functype([], ["i32"])]
        self.actives: list[Callable[[], None]] = []
        self.drops: list[list[object]] = []

    # ------------------------------------------------------------------------------------------------- the encoding
    def functype(self, params: list[str], results: list[str]) -> bytes:
        return b"\x60" + b"".join(self.code.vector([bytes([CODES[t]]) for t in types]) for types in (params, results))

    def type_of(self, params: list[str], results: list[str]) -> int:
        self.types.append(self.functype(params, results))
        return len(self.types) - 1

    def chosen(self, most: int) -> int:
        """A number that likes to be at an edge of 0..most."""
        return max(0, min(most, self.rng.choice((0, 0, most, most - 1, most + 1, self.rng.randint(0, max(most, 1))))))

    def expression(self, valtype: str, visible: int, depth: int = 0) -> tuple[bytes, Value]:
        code, value = self.operand(valtype, visible, depth)
        return code + b"\x0b", value

    def operand(self, valtype: str, visible: int, depth: int) -> tuple[bytes, Value]:
        rng, encode = self.rng, self.code
        known = [n for n, (t, _, mutable) in enumerate(self.globals[:visible]) if t == valtype and not mutable]
        if known and rng.random() < 0.4:
            index = rng.choice(known)
            return b"\x23" + encode.u(index, 32), self.globals[index][1]
        if valtype in ("i32", "i64"):
            bits = BITS[valtype]
            if depth < 4 and rng.random() < 0.4:
                (left, a), (right, b) = (self.operand(valtype, visible, depth + 1) for _ in range(2))
                name = rng.choice(list(OPERATIONS))
                assert isinstance(a, int) and isinstance(b, int)
                result = {"add": a + b, "sub": a - b, "mul": a * b}[name] % (1 << bits)
                return left + right + bytes([OPERATIONS[name][bits == 64]]), result
            value = rng.choice((rng.choice(EDGES), rng.randrange(1 << bits)))
            signed = value - (1 << bits if value >> (bits - 1) else 0)
            return bytes([0x41 if bits == 32 else 0x42]) + encode.s(signed, bits), value
        if valtype in BITS:
            value = rng.randrange(1 << BITS[valtype])
            head = {"f32": b"\x43", "f64": b"\x44", "v128": b"\xfd" + encode.u(12, 32)}[valtype]
            return head + value.to_bytes(BITS[valtype] // 8, "little"), value
        if valtype == "externref" or rng.random() < 0.3:
            heap = b"\x6f" if valtype == "externref" else rng.choice((b"\x70", encode.s(rng.randrange(2), 33)))
            return b"\xd0" + heap, None
        index = rng.randrange(FUNCTIONS + 1)
        return b"\xd2" + encode.u(index, 32), self.function(index)

    def function(self, index: int) -> Value:
        return ("host", HOST_FUNCTION) if index == 0 else ("own", index)

    def offset(self, wide: bool, room: int, size: int) -> tuple[bytes, int]:
        """An offset that mostly leaves room for so much."""
        valtype, rng = ("i64" if wide else "i32"), self.rng
        if rng.random() < 0.1:
            code, value = self.expression(valtype, len(self.globals))
            assert isinstance(value, int)
            return code, value
        value = self.chosen(max(room - size, 0)) if rng.random() < 0.95 else rng.choice((room - size + 1, room, 2**32))
        bits = BITS[valtype]
        value %= 1 << bits
        if rng.random() < 0.5:  # from what is only known when it runs
            known = [n for n, (t, _, m) in enumerate(self.globals) if t == valtype and not m]
            if known:
                index = rng.choice(known)
                base = self.globals[index][1]
                assert isinstance(base, int)
                rest = (value - base) % (1 << bits)
                rest -= 1 << bits if rest >> (bits - 1) else 0
                const = bytes([0x41 if bits == 32 else 0x42]) + self.code.s(rest, bits)
                get, add = b"\x23" + self.code.u(index, 32), bytes([OPERATIONS["add"][bits == 64]])
                return rng.choice((get + const, const + get)) + add + b"\x0b", value
        signed = value - (1 << bits if value >> (bits - 1) else 0)
        return bytes([0x41 if bits == 32 else 0x42]) + self.code.s(signed, bits) + b"\x0b", value

    # ------------------------------------------------------------------------------------------------- definitions
    def import_(self, name: str, kind: int, type_: bytes) -> None:
        self.imports.append((self.code.name(name), bytes([kind]) + type_))

    def import_entries(self) -> list[bytes]:
        """One for each import; or, now and then, for several, each with its type, or all with one."""
        encode, waiting, entries = self.code, list(self.imports), []
        while waiting:
            module, type_ = encode.name("host"), waiting[0][1]
            if encode.plain or self.rng.random() < 0.5:
                entries.append(module + b"".join(waiting.pop(0)))
                continue
            count = self.rng.randint(0, 3)
            several, waiting = waiting[:count], waiting[count:]
            module += encode.name("")
            if all(other == type_ for _, other in several):
                entries.append(module + bytes([TYPE_FOR_ALL]) + type_ + encode.vector([name for name, _ in several]))
            else:
                entries.append(module + bytes([TYPE_EACH]) + encode.vector([name + each for name, each in several]))
        return entries

    def add(self, section: int, entry: bytes) -> None:
        self.sections.setdefault(section, []).append(entry)

    def export(self, name: str, kind: int, index: int) -> None:
        self.exports.append(self.code.name(name) + bytes([kind]) + self.code.u(index, 32))

    def function_export(self, name: str, params: list[str], results: list[str], code: bytes) -> None:
        self.bodies.append((self.type_of(params, results), code))
        self.export(name, 0, FUNCTIONS + len(self.bodies))

    def limits(self, wide: bool, minimum: int, maximum: int | None, more: int = 0) -> bytes:
        flags = bytes([more | 4 * wide | (maximum is not None)])
        return flags + self.code.u(minimum, 64) + (b"" if maximum is None else self.code.u(maximum, 64))

    def make(self) -> Made:
        rng, encode = self.rng, self.code
        self.import_("f", 0, encode.u(rng.randrange(2), 32))
        for valtype in rng.sample(list(CODES), rng.randrange(4)):
            self.import_(valtype, 3, bytes([CODES[valtype], 0]))
            self.globals.append((valtype, IMPORTED[valtype], False))
        if rng.random() < 0.3:
            self.import_("table", 1, b"\x70" + self.limits(False, rng.randrange(7), rng.choice((20, 99, None))))
            self.tables.append(([None] * 6, False, "funcref"))
        if rng.random() < 0.3:
            self.import_("memory", 2, self.limits(False, rng.randrange(2), rng.choice((3, 65536, None))))
            self.memories.append((bytearray(PAGE), False))
        imported_globals = len(self.globals)
        for _ in range(rng.randrange(3)):
            self.table(imported_globals)
        for _ in range(rng.choice((0, 1, 1, 2))):
            self.memory()
        for _ in range(rng.randrange(8)):
            self.global_()
        for _ in range(rng.randrange(6)):
            self.element()
        for _ in range(rng.randrange(6)):
            self.data()
        return self.finish()

    def table(self, visible: int) -> None:
        rng = self.rng
        wide, size, valtype = rng.random() < 0.3, rng.choice((0, 1, 5, 6, 64, 65)), rng.choice(("funcref", "externref"))
        maximum = rng.choice((None, size, size + 1, 2**32 - 1, 2**64 - 1 if wide else 2**32 - 1))
        type_ = bytes([CODES[valtype]])
        if valtype == "funcref" and rng.random() < 0.3:
            valtype, type_ = "typed", b"\x63" + self.code.s(rng.randrange(2), 33)
        value: Value = None
        entry = type_ + self.limits(wide, size, maximum)
        if rng.random() < 0.4:
            code, value = self.reference(valtype, visible)
            entry = b"\x40\x00" + entry + code
        self.add(4, entry)
        self.tables.append(([value] * size, wide, valtype))

    def reference(self, valtype: str, visible: int) -> tuple[bytes, Value]:
        if valtype != "typed":
            return self.expression(valtype, visible)
        index = self.rng.randrange(FUNCTIONS + 1)
        if self.rng.random() < 0.3:
            return b"\xd0" + self.code.s(self.rng.randrange(2), 33) + b"\x0b", None
        return b"\xd2" + self.code.u(index, 32) + b"\x0b", self.function(index)

    def memory(self) -> None:
        rng = self.rng
        wide, small = rng.random() < 0.3, rng.random() < 0.3
        size = rng.choice((0, 1, 2, 7, 100, 4096, PAGE, 5 * PAGE // 4)) if small else rng.choice((0, 1, 1, 2))
        largest = (2**64 if wide else 2**32) >> (0 if small else 16)
        maximum = rng.choice((None, size, size + 1, min(largest, 2**64 - 1, 2**32 - 1 if not wide else largest)))
        entry = self.limits(wide, size, maximum, 8 * small) + (self.code.u(0, 32) if small else b"")
        self.add(5, entry)
        self.memories.append((bytearray(size if small else size * PAGE), wide))

    def global_(self) -> None:
        valtype, mutable = self.rng.choice(list(CODES)), self.rng.random() < 0.3
        code, value = self.expression(valtype, len(self.globals))
        self.add(6, bytes([CODES[valtype], mutable]) + code)
        self.globals.append((valtype, value, mutable))

    # --------------------------------------------------------------------------------------------------- segments
    def element(self) -> None:
        rng, encode = self.rng, self.code
        flags, count = rng.randrange(8), rng.choice((0, 1, 2, 3, 6))
        table, valtype, head = 0, "funcref", b""
        if not flags & 1:
            usable = [n for n, (_, _, t) in enumerate(self.tables) if flags & 2 or (n == 0 and t != "externref")]
            usable = [n for n in usable if flags & 4 or self.tables[n][2] == "funcref"]
            usable = [n for n in usable if flags != 4 or self.tables[n][2] == "funcref"]
            if not usable:
                flags |= 1
            else:
                table = rng.choice(usable)
                valtype = self.tables[table][2] if flags == 6 else "funcref"
        if flags in (5, 7):
            valtype = rng.choice(("funcref", "externref", "typed"))
        items = [self.reference(valtype, len(self.globals)) for _ in range(count)]
        if not flags & 4:
            functions = [rng.randrange(FUNCTIONS + 1) for _ in range(count)]
            items = [(encode.u(index, 32), self.function(index)) for index in functions]
        values = [value for _, value in items]
        if not flags & 1:
            entries, wide, _ = self.tables[table]
            code, at = self.offset(wide, len(entries), count)
            head = (encode.u(table, 32) if flags & 2 else b"") + code
            self.actives.append(lambda: fill(entries, at, values, 0, count, "table"))
        if flags & 3:
            kinds = {"funcref": b"\x70", "externref": b"\x6f", "typed": b"\x63" + encode.s(rng.randrange(2), 33)}
            head += kinds[valtype] if flags & 4 else b"\0"
        self.add(9, encode.u(flags, 32) + head + encode.vector([code for code, _ in items]))
        segment = values if flags & 3 == 1 else []
        self.elements.append((segment, valtype))
        if flags & 1 == 0:
            self.drops.append(segment)

    def data(self) -> None:
        rng, encode = self.rng, self.code
        flags = rng.randrange(3) if self.memories else 1
        contents = rng.randbytes(rng.choice((0, 1, 2, 5, 64, 200)))
        memory = rng.randrange(len(self.memories)) if flags == 2 else 0
        head = encode.u(memory, 32) if flags == 2 else b""
        if flags != 1:
            target, wide = self.memories[memory]
            code, at = self.offset(wide, len(target), len(contents))
            head += code
            self.actives.append(lambda: fill(target, at, contents, 0, len(contents), "memory"))
        self.add(11, encode.u(flags, 32) + head + encode.name(contents))
        self.datas.append(contents if flags == 1 else b"")

    # ------------------------------------------------------------------------------------------------ the whole of it
    def finish(self) -> Made:
        rng, encode = self.rng, self.code
        steps: list[tuple[str, list[int]]] = []
        effects: list[Callable[[], None]] = []
        for n, (entries, wide, _) in enumerate(self.tables):
            self.export(f"t{n}", 1, n)
            for e, (values, valtype) in enumerate(self.elements):
                if valtype == self.tables[n][2] or (valtype == "typed" and self.tables[n][2] == "funcref"):
                    self.init(f"e{e}t{n}", wide, b"\xfc" + encode.u(12, 32) + encode.u(e, 32) + encode.u(n, 32))
                    for _ in range(2):
                        to, start, count = self.range(len(entries), len(values))
                        steps.append((f"e{e}t{n}", [to, start, count]))
                        effects.append(
                            lambda t=entries, a=to, v=values, s=start, c=count: fill(t, a, v, s, c, "table")  # type: ignore[misc]
                        )
        for n, (contents, wide) in enumerate(self.memories):
            self.export(f"m{n}", 2, n)
            for d, data in enumerate(self.datas):
                self.init(f"d{d}m{n}", wide, b"\xfc" + encode.u(8, 32) + encode.u(d, 32) + encode.u(n, 32))
                for _ in range(2):
                    to, start, count = self.range(len(contents), len(data))
                    steps.append((f"d{d}m{n}", [to, start, count]))
                    effects.append(
                        lambda t=contents, a=to, v=data, s=start, c=count: fill(t, a, v, s, c, "memory")  # type: ignore[misc]
                    )
        for n, (_, wide, valtype) in enumerate(self.tables):
            type_ = "externref" if valtype == "externref" else "funcref"
            code = b"\x20\x00\x25" + encode.u(n, 32)
            self.function_export(f"get{n}", ["i64" if wide else "i32"], [type_], code)
        for n, (valtype, _, _) in enumerate(self.globals):
            self.export(f"g{n}", 3, n)
            self.function_export(f"value{n}", [], [valtype], b"\x23" + encode.u(n, 32))
        order = list(range(len(steps)))
        rng.shuffle(order)
        order = order[:12]
        states = self.states([effects[n] for n in order])
        data = self.binary()
        return Made(data, [steps[n] for n in order], [(t, v) for t, v, _ in self.globals], states)

    def range(self, room: int, size: int) -> tuple[int, int, int]:
        start = self.chosen(size)
        count = self.chosen(size - start) if start <= size else self.rng.randrange(3)
        return self.chosen(max(room - count, 0)), start, count

    def init(self, name: str, wide: bool, code: bytes) -> None:
        self.function_export(name, ["i64" if wide else "i32", "i32", "i32"], [], b"\x20\0\x20\1\x20\2" + code)

    def states(self, effects: list[Callable[[], None]]) -> list[tuple[str, list[bytes], list[list[Value]]]]:
        found = []

        def note(trap: str) -> None:
            found.append((trap, [bytes(m) for m, _ in self.memories], [list(t) for t, _, _ in self.tables]))

        try:
            for active in self.actives:
                active()
        except Trap as trap:
            note(str(trap))
            return found
        note("")
        for effect in effects:
            try:
                effect()
                note("")
            except Trap as trap:
                note(str(trap))
        return found

    def binary(self) -> bytes:
        encode, sections = self.code, self.sections
        functions = [0, 1, 0, 1, 0] + [type_ for type_, _ in self.bodies]
        constants = [b"\x41" + encode.s(n, 32) for n in range(1, FUNCTIONS + 1)]
        code = [encode.name(b"\0" + body + b"\x0b") for body in [*constants, *(body for _, body in self.bodies)]]
        all_sections = {
            1: self.types, 2: self.import_entries(), 3: [encode.u(t, 32) for t in functions], 4: sections.get(4, []),
            5: sections.get(5, []), 6: sections.get(6, []), 7: self.exports, 9: sections.get(9, []), 10: code,
            11: sections.get(11, []),
        }  # fmt: skip
        data = HEADER
        for section in (1, 2, 3, 4, 5, 6, 7, 9, 12, 10, 11):
            data += encode.padding()
            if section == 12 and self.datas:
                data += encode.section(12, encode.u(len(self.datas), 32))
            elif section != 12 and (all_sections[section] or encode.likes_empty()):
                data += encode.section(section, encode.vector(all_sections[section]))
        return data + encode.padding()


def fill(target: list[Value] | bytearray, at: int, values: object, start: int, count: int, what: str) -> None:
    """A segment's part into a memory or table, or Trap."""
    assert isinstance(values, (list, bytes))
    if start + count > len(values) or at + count > len(target):
        raise Trap(what)
    target[at : at + count] = values[start : start + count]  # type: ignore[assignment]


def made(seed: int, *, plain: bool = False) -> Made:
    return Maker(seed, plain=plain).make()


# ------------------------------------------------------------------------------------------------------- what there is
@cache
def _host(level: str, jobs: int) -> Module:
    return Engine(level=level, jobs=jobs).compile(wat(HOST))


def check(seed: int, level: str = "fast", *, guarded: bool = True, jobs: int = 1) -> str:
    """How the module ended; AssertionError: not as the model says."""
    expected = made(seed)
    module = Engine(level=level, jobs=jobs, guarded=guarded).compile(expected.data)
    store = Store()
    host = store.instantiate(_host(level, jobs))
    imports: dict[tuple[str, str], Extern] = {("host", name): extern for name, extern in host.exports.items()}
    trap, memories, tables = expected.states[0]
    try:
        instance = store.instantiate(module, imports)
    except errors.Trap as error:
        assert trap and trap in error.message, (seed, trap, error)
        return f"{trap} trap"
    assert not trap, (seed, "no trap", trap)
    for n, (valtype, value) in enumerate(expected.globals):
        extern, get = instance.exports[f"g{n}"], instance.exports[f"value{n}"]
        assert isinstance(extern, Global) and isinstance(get, Func)
        for raw in (extern.raw, *get.call_raw([])):
            found = raw if valtype in BITS else function_at(raw, instance)
            assert found == value, (seed, f"global {n}: {valtype}", value, found)
    compare(seed, instance, memories, tables)
    for (name, arguments), (trap, memories, tables) in zip(expected.steps, expected.states[1:], strict=True):
        call = instance.exports[name]
        assert isinstance(call, Func)
        try:
            call.call_raw(arguments)
            found = ""
        except errors.Trap as error:
            found = "memory" if "memory" in error.message else "table"
        assert found == trap, (seed, name, arguments, trap, found)
        compare(seed, instance, memories, tables)
    return "ran"


def compare(seed: int, instance: Instance, memories: list[bytes], tables: list[list[Value]]) -> None:
    for n, contents in enumerate(memories):
        memory = instance.exports[f"m{n}"]
        assert isinstance(memory, Memory) and memory.size == len(contents), (seed, f"memory {n}")
        assert memory.read(0, len(contents)) == contents, (seed, f"memory {n}")
    for n, entries in enumerate(tables):
        get = instance.exports[f"get{n}"]
        assert isinstance(get, Func)
        found = [function_at(get.call_raw([i])[0], instance) for i in range(len(entries))]
        assert found == entries, (seed, f"table {n}", entries, found)


def function_at(address: int, instance: Instance) -> Value:
    if not address:
        return None
    ref = abi.FuncRef.unpack(string_at(address, abi.FuncRef.size))
    own = instance.address <= ref.vmctx < instance.address + _size(instance)
    return "own" if own else "host", ref.funcidx


def _size(instance: Instance) -> int:
    return int.from_bytes(string_at(instance.address + State.offset("size"), 8), "little")


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.fuzz.definitions", description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=time.time_ns() & 0xFFFFFF)
    parser.add_argument("--level", choices=("fast", "balanced", "max"), default="fast")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    for seed in range(options.seed, options.seed + options.count):
        counts[check(seed, options.level, guarded=seed % 4 != 0, jobs=0)] += 1
    print(dict(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
