"""Random bodies of all instructions, valid by their making, in integers of random lengths.

Most operands are missing in a random sequence of instructions.  Behind `unreachable` they may be: it is written
wherever the next instruction needs what is not there.  So a body needs to know few types, and every instruction, every
kind of immediate and every length of an integer comes soon.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tests.fuzz.encoding import EMPTY, HEAPTYPES, REF_NULL, VALTYPES, Instruction, fewest_bytes, leb128, most_bytes
from tests.wasm.binary import (
    CODE,
    DATA,
    DATA_COUNT,
    ELEMENT,
    FUNCTION,
    GLOBAL,
    IMPORT,
    MEMORY,
    TABLE,
    TAG,
    TYPE,
    functype,
    module,
    name,
    section,
    u32,
    vector,
)
from wasihost.ops import BY_NAME, ROWS, Op
from wasihost.ops.atomic import PREFIX as ATOMIC_PREFIX

Types = tuple[str, ...]

CODES = {type_: code for code, type_ in (VALTYPES | HEAPTYPES).items()}
NAMES = tuple(CODES)
NUMBERS = tuple(VALTYPES.values())
REFERENCES = tuple(HEAPTYPES.values())
UNKNOWN = "?"  # on the stack: of a type that nobody keeps track of
MOST_LOCALS = 20
DEEPEST = 12
LONGEST = 30  # instructions of a body, without those that make it valid
CLAUSES = (0, 1, 2, 3, 5, 6, 7, 12, 130)
LABELS = (0, 1, 2, 3, 5, 40, 95, 96, 97, 127, 128, 300)


class World:
    """What bodies may name, more than a number of one byte can say of each kind; the same for all bodies of a seed."""

    IMPORTED = 140  # functions

    def __init__(self, source: random.Random) -> None:
        def some(most: int) -> Types:
            return tuple(source.choices(NAMES, k=source.randint(0, most)))

        # Numbers of types that look like value types (64 to 127), and that take two bytes, have all kinds of types.
        self.types: list[tuple[Types, Types]] = [((), ())]
        self.types += [source.choice([((), ()), ((), some(2)), (some(2), some(2)), (some(2), ())]) for _ in range(149)]
        self.functions = [source.randrange(len(self.types)) for _ in range(self.IMPORTED)]
        self.tables = [("funcref", "i32"), ("funcref", "i64"), ("externref", "i32"), ("exnref", "i64")]
        self.tables += [("funcref", "i32")] * 90
        self.memories = [source.choice(("i32", "i64")) for _ in range(100)]
        self.globals = [source.choice(NAMES) for _ in range(140)]
        self.tags = [n for n, (_, results) in enumerate(self.types) if not results] * 4
        self.elements = [source.choice(("funcref", "externref", "exnref")) for _ in range(130)]
        self.datas = 140
        self.by_params: dict[Types, list[int]] = {}
        for tag, typeidx in enumerate(self.tags):
            self.by_params.setdefault(self.types[typeidx][0], []).append(tag)
        self.returning_nothing = [n for n, typeidx in enumerate(self.functions) if not self.types[typeidx][1]]
        self.types_returning_nothing = [n for n, (_, results) in enumerate(self.types) if not results]

    def module(self, bodies: Sequence[bytes], before: bytes = b"") -> bytes:
        """A module of these bodies, which take nothing and return nothing, behind other sections."""
        flags = {"i32": 0, "i64": 4}
        zeros = {type_: bytes([0x41 + n]) + bytes((1, 1, 4, 8)[n]) for n, type_ in enumerate(NUMBERS[:4])}
        zeros["v128"] = b"\xfd\x0c" + bytes(16)
        zeros |= {type_: bytes([0xD0, CODES[type_]]) for type_ in REFERENCES}
        return module(
            before,
            section(TYPE, vector([functype(*([CODES[t] for t in types] for types in type_)) for type_ in self.types])),
            section(IMPORT, vector([name("") + name("") + b"\0" + u32(typeidx) for typeidx in self.functions])),
            section(FUNCTION, vector([0] * len(bodies))),
            section(TABLE, vector([bytes([CODES[type_], flags[address], 1]) for type_, address in self.tables])),
            section(MEMORY, vector([bytes([flags[address], 1]) for address in self.memories])),
            section(TAG, vector([b"\0" + u32(typeidx) for typeidx in self.tags])),
            section(GLOBAL, vector([bytes([CODES[type_], 1]) + zeros[type_] + b"\x0b" for type_ in self.globals])),
            section(
                ELEMENT,
                vector(
                    [
                        b"\5" + bytes([CODES[type_]]) + vector([zeros[type_] + b"\x0b"] * (type_ != "funcref"))
                        if type_ != "funcref"
                        else b"\1\0" + vector(map(u32, range(self.IMPORTED)))
                        for type_ in self.elements
                    ]
                ),
            ),
            section(DATA_COUNT, u32(self.datas)),
            section(CODE, vector([u32(len(body)) + body for body in bodies])),
            section(DATA, vector([b"\1\0"] * self.datas)),
        )


class Frame(NamedTuple):
    opener: str
    params: Types
    results: Types
    below: list[str]  # operands outside of the block
    unreachable: bool  # so the code outside

    @property
    def label(self) -> Types:
        return self.params if self.opener == "loop" else self.results


class Writer:
    """One body: `data` is its bytes, `instructions` what they say."""

    def __init__(self, source: random.Random, world: World) -> None:
        self.random = source
        self.world = world
        self.share = source.choice((0, 0.1, 0.5, 1))  # of numbers that are longer than they must be
        self.data = bytearray()
        self.instructions: list[Instruction] = []
        self.stack: list[str] = []
        self.is_polymorphic = False
        self.frames = [Frame("", (), (), [], False)]
        self.locals: list[str] = []
        self.declarations: list[tuple[int, str]] = []

    def body(self) -> bytes:
        self.declare()
        for _ in range(self.random.randint(0, LONGEST)):
            getattr(self, f"_{self.random.choice(_KINDS)}")()
        while self.frames:
            self._end()
        return bytes(self.data)

    # ------------------------------------------------------------------------------------------------------- encoding
    def number(self, value: int, bits: int = 32, signed: bool = False) -> int:
        width = fewest_bytes(value, signed)
        if self.share and self.random.random() < self.share:
            width = self.random.randint(width, most_bytes(bits))
        self.data += leb128(value, width)
        return value

    def index(self, count: int) -> int:
        return self.number(self.random.randrange(count))

    def valtype(self, type_: str) -> str:
        """A reference in its short form, or as a reference to a heap type; one to functions may be of any type."""
        if type_ in REFERENCES and self.random.random() < 0.3:
            self.data.append(REF_NULL)
        self.data.append(CODES[type_])
        return type_

    def declare(self) -> None:
        groups = self.random.randint(0, 3)
        self.number(groups)
        for _ in range(groups):
            count = self.number(self.random.randint(0, 200))
            type_ = self.valtype(self.random.choice(NAMES))
            self.declarations.append((count, type_))
            self.locals += [type_] * count

    def write(self, row: Op | str, *immediates: Callable[[], Any]) -> tuple[Any, ...]:
        """An instruction; each of `immediates` writes one and returns it as readers will give it."""
        row = BY_NAME[row] if isinstance(row, str) else row
        at = len(self.data)
        if row.prefix:
            self.data.append(row.prefix)
            self.number(row.opcode)
        else:
            self.data.append(row.opcode)
        values = tuple([write() for write in immediates])
        self.instructions.append(Instruction(at, row, values))
        return values

    # --------------------------------------------------------------------------------------------------------- types
    def need(self, types: Types) -> None:
        """These operands, which the next instruction takes, are on the stack, or may be missing."""
        count = min(len(types), len(self.stack))
        if (count < len(types) and not self.is_polymorphic) or (count and tuple(self.stack[-count:]) != types[-count:]):
            self._unreachable()
        elif count:
            del self.stack[-count:]

    def push(self, types: Types) -> None:
        self.stack += types

    def stop(self) -> None:
        self.stack, self.is_polymorphic = [], True

    # -------------------------------------------------------------------------------------------------- instructions
    def _unreachable(self) -> None:
        self.write("unreachable")
        self.stop()

    def _plain(self) -> None:
        """Whatever has a signature and no immediates."""
        row = self.random.choice(_PLAIN)
        self.need(row.params or ())
        self.write(row)
        self.push(row.results or ())

    def _constant(self) -> None:
        kind = self.random.choice(("i32", "i64", "f32", "f64", "v128"))
        if kind in ("i32", "i64"):
            bits = int(kind[1:])
            value = self.random.getrandbits(bits) - (1 << bits - 1) >> self.random.randrange(bits)
            self.write(f"{kind}.const", lambda: self.number(value, bits, signed=True))
        else:
            self.write(f"{kind}.const", lambda: self.little_endian(int(kind[1:]) // 8))
        self.push((kind,))

    def little_endian(self, size: int) -> int:
        data = self.random.choice((self.random.randbytes(size), bytes([0x0B] * size), bytes(size), b"\xff" * size))
        self.data += data
        return int.from_bytes(data, "little")

    def _access(self) -> None:
        row = self.random.choice(_ACCESSES)
        memidx = self.random.choice((0, self.random.randrange(len(self.world.memories))))
        address = self.world.memories[memidx]

        def memarg() -> tuple[int, int]:
            natural = row.access_width or 0
            alignment = natural if row.prefix == ATOMIC_PREFIX else self.random.randint(0, natural)
            if memidx or self.random.random() < 0.2:
                self.number(alignment | 0x40)
                self.number(memidx)
            else:
                self.number(alignment)
            bits = int(address[1:])
            return memidx, self.number(self.random.getrandbits(bits) >> self.random.randrange(bits), 64)

        self.need(tuple(address if type_ == "addr" else type_ for type_ in row.params or ()))
        self.write(row, memarg, *([lambda: self.lane(row.lanes)] if "lane" in row.immediates else []))
        self.push(row.results or ())

    def lane(self, lanes: int) -> int:
        self.data.append(self.random.randrange(lanes))
        return self.data[-1]

    def _lane(self) -> None:
        row = self.random.choice(_LANES)
        self.need(row.params or ())
        if row.immediates == ("lanes",):
            self.write(row, lambda: tuple([self.lane(32) for _ in range(16)]))
        else:
            self.write(row, lambda: self.lane(row.lanes))
        self.push(row.results or ())

    def _bulk(self) -> None:
        """Instructions on memories, tables and segments, whose addresses have the types of those."""
        row = self.random.choice(_BULK)
        world = self.world
        kinds = {"memidx": world.memories, "tableidx": [address for _, address in world.tables]}
        values: list[int] = []
        for kind in row.immediates:
            if kind in kinds:
                values.append(self.random.randrange(len(kinds[kind])))
            else:
                values.append(self.random.randrange(world.datas if kind == "dataidx" else len(world.elements)))
        if row.name == "table.copy":  # of the same type
            alike = [n for n, (type_, _) in enumerate(world.tables) if type_ == world.tables[values[0]][0]]
            values[1] = self.random.choice(alike)
        elif row.name == "table.init":
            alike = [n for n, (type_, _) in enumerate(world.tables) if type_ == world.elements[values[0]]]
            values[1] = self.random.choice(alike)
        found = [kinds[kind][value] for kind, value in zip(row.immediates, values, strict=True) if kind in kinds]
        found = found or ["i32"]
        addresses = {"addr": found[0], "addr2": found[-1], "count": min(found)}
        self.need(tuple(addresses.get(type_, type_) for type_ in row.params or ()))
        self.write(row, *[lambda value=value: self.number(value) for value in values])  # type: ignore[misc]
        self.push(tuple(addresses.get(type_, type_) for type_ in row.results or ()))

    def _table(self) -> None:
        table = self.random.randrange(len(self.world.tables))
        element, address = self.world.tables[table]
        row, params, results = self.random.choice(
            (
                ("table.get", (address,), (element,)),
                ("table.set", (address, element), ()),
                ("table.grow", (element, address), (address,)),
                ("table.fill", (address, element, address), ()),
            )
        )
        self.need(params)
        self.write(row, lambda: self.number(table))
        self.push(results)

    def _variable(self) -> None:
        if self.locals and self.random.random() < 0.6:
            index = self.random.randrange(len(self.locals))
            type_, row = self.locals[index], self.random.choice(("local.get", "local.set", "local.tee"))
        else:
            index = self.random.randrange(len(self.world.globals))
            type_, row = self.world.globals[index], self.random.choice(("global.get", "global.set"))
        if not row.endswith("get"):
            self.need((type_,))
        self.write(row, lambda: self.number(index))
        if not row.endswith("set"):
            self.push((type_,))

    def _parametric(self) -> None:
        row, type_ = self.random.choice(("drop", "select", "select t", "nop", "fence")), self.random.choice(NAMES)
        if row == "nop":
            self.write("nop")
        elif row == "fence":
            self.write("atomic.fence", lambda: self.lane(1))
        elif row == "drop":
            if not (self.stack or self.is_polymorphic):
                self._unreachable()
            self.write("drop")
            del self.stack[-1:]
        elif row == "select":
            type_ = self.random.choice(NUMBERS)
            self.need((type_, type_, "i32"))
            self.write("select")
            self._unreachable()  # of an unknown type, where operands were missing
        else:
            self.need((type_, type_, "i32"))
            self.write("select t", lambda: (self.number(1) and self.valtype(type_),))
            self.push((type_,))

    def _reference(self) -> None:
        row = self.random.choice(("ref.null", "ref.null", "ref.is_null", "ref.func", "ref.as_non_null"))
        if row == "ref.null":
            type_ = self.random.choice((*REFERENCES, UNKNOWN))

            def heaptype() -> str:
                if type_ == UNKNOWN:
                    self.number(self.random.randrange(len(self.world.types)), 33, signed=True)
                    return "funcref"
                self.data.append(CODES[type_])
                return type_

            self.write(row, heaptype)
            self.push((type_,))
        elif row == "ref.func":
            self.write(row, lambda: self.index(self.world.IMPORTED))
            self.push((UNKNOWN,))
        else:
            if self.stack or not self.is_polymorphic:
                self._unreachable()
            self.write(row)
            self.push(("i32" if row == "ref.is_null" else UNKNOWN,))

    # ------------------------------------------------------------------------------------------------------- control
    def _block(self) -> None:
        if len(self.frames) > DEEPEST:
            return
        opener = self.random.choice(("block", "loop", "if", "try_table", "try_table"))
        params, results, write = self.blocktype()
        self.need((*params, *(("i32",) if opener == "if" else ())))
        self.write(opener, write, *([self.catches] if opener == "try_table" else []))
        self.frames.append(Frame(opener, params, results, self.stack, self.is_polymorphic))
        self.stack, self.is_polymorphic = list(params), False

    def blocktype(self) -> tuple[Types, Types, Callable[[], Any]]:
        kind = self.random.random()
        if kind < 0.2:
            return (), (), self.empty
        if kind < 0.4:
            type_ = self.random.choice(NAMES)
            return (), (type_,), lambda: self.valtype(type_)
        index = self.random.randrange(len(self.world.types))
        return *self.world.types[index], lambda: self.number(index, 33, signed=True)

    def empty(self) -> None:
        self.data.append(EMPTY)

    def catches(self) -> tuple[tuple[int | None, bool, int], ...]:
        """Clauses whose labels take what they carry; the label of the function takes nothing."""
        clauses = []
        for _ in range(self.number(self.random.choice(CLAUSES))):
            label = self.random.randrange(len(self.frames))
            choices = self.clauses(label)
            if not choices:
                label = len(self.frames) - 1
                choices = self.clauses(label)
            kind, tags = self.random.choice(choices)
            self.data.append(kind)
            tag = self.number(self.random.choice(tags)) if tags else None
            clauses.append((tag, bool(kind & 1), self.number(label)))
        return tuple(clauses)

    def clauses(self, label: int) -> list[tuple[int, list[int]]]:
        types, by_params = self.frames[-1 - label].label, self.world.by_params
        found = [(0, by_params[types])] if types in by_params else []
        if types[-1:] == ("exnref",) and types[:-1] in by_params:
            found.append((1, by_params[types[:-1]]))
        return found + [(kind, []) for kind, wanted in ((2, ()), (3, ("exnref",))) if types == wanted]

    def _end(self) -> None:
        """Of a block, or of the body where there is no block; what results are missing, are so in unreachable code."""
        frame = self.frames[-1]
        if self.stack or (frame.results and not self.is_polymorphic):
            self._unreachable()
        if frame.opener == "if" and (frame.params != frame.results or self.random.random() < 0.5):
            self.write("else")
            self.stack, self.is_polymorphic = list(frame.params), False
            if self.stack != [*frame.results]:
                self._unreachable()
        self.write("end")
        self.frames.pop()
        self.stack, self.is_polymorphic = frame.below, frame.unreachable
        self.push(frame.results)

    def _close(self) -> None:
        if len(self.frames) > 1:
            self._end()

    def _branch(self) -> None:
        row = self.random.choice(("br", "br_if", "br_table", "br_table", "return", "br_on_null", "br_on_non_null"))
        label = self.random.randrange(len(self.frames))
        types = self.frames[-1 - label].label
        if row == "br_on_non_null" and not (types and types[-1] in REFERENCES):
            return
        self._unreachable()
        if row == "return":
            self.write(row)
        elif row == "br_table":
            alike = [n for n, frame in enumerate(reversed(self.frames)) if len(frame.label) == len(types)]
            count = self.random.choice(LABELS)

            def labels() -> tuple[int, ...]:
                self.number(count)
                return tuple([self.number(self.random.choice(alike)) for _ in range(count + 1)])

            self.write(row, labels)
        else:
            self.write(row, lambda: self.number(label))
        if row == "br_if":
            self.push(types)
        elif row.startswith("br_on"):
            self._unreachable()
        else:
            self.stop()

    def _call(self) -> None:
        world = self.world
        row = self.random.choice(("call", "call_indirect", "call_ref"))
        returns = self.random.random() < 0.3
        if row == "call":
            index = self.random.choice(world.returning_nothing if returns else range(world.IMPORTED))
            type_ = world.types[world.functions[index]]
        else:
            index = self.random.choice(world.types_returning_nothing if returns else range(len(world.types)))
            type_ = world.types[index]
        self._unreachable()
        immediates: list[Callable[[], Any]] = [lambda: self.number(index)]
        if row == "call_indirect":
            immediates.append(lambda: self.number(self.random.choice(_FUNCTION_TABLES)))
        self.write(f"return_{row}" if returns else row, *immediates)
        if returns:
            self.stop()
        else:
            self.push(type_[1])

    def _throw(self) -> None:
        if self.random.random() < 0.3:
            self.need(("exnref",))
            self.write("throw_ref")
        else:
            tag = self.random.randrange(len(self.world.tags))
            self.need(self.world.types[self.world.tags[tag]][0])
            self.write("throw", lambda: self.number(tag))
        self.stop()


_FUNCTION_TABLES = (0, 1, 4, 60, 93)
_PLAIN = tuple(row for row in ROWS if row.params is not None and not row.immediates and row.name != "nop")
_ACCESSES = tuple(row for row in ROWS if "memarg" in row.immediates)
_LANES = tuple(row for row in ROWS if row.immediates in (("lane",), ("lanes",)))
_BULK = tuple(
    row for row in ROWS if row.params is not None and row.immediates and row.immediates[0] in
    ("memidx", "tableidx", "dataidx", "elemidx")
)  # fmt: skip
_KINDS = (
    *("plain", "plain", "constant", "access", "access", "lane", "bulk", "table", "variable", "parametric"),
    *("reference", "block", "block", "close", "branch", "call", "throw"),
)
