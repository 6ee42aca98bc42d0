"""Instructions: the binary format → text (specification sections 5.4 and 6.5), one per line, not folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from wasihost.errors import DecodeError
from wasihost.wasm.reader import Reader
from wasihost.wasm.text import types
from wasihost.wasm.text.immediates import CATCHES
from wasihost.wasm.text.instructions import BY_CODE
from wasihost.wasm.text.numbers import float_text

Identifiers = Mapping[int, str]  # index → identifier; an index without one is written as a number

_NUMBERS = {code: name for name, code in (types.NUMBERS | types.REFERENCES).items()}
_HEAP_TYPES = {code - 0x80: name for name, code in types.HEAP_TYPES.items()}
_CATCHES = {code: name for name, code in CATCHES.items()}
_OPENS = ("block", "loop", "if", "try_table")
_ELSE, _END = (0, 0x05), (0, 0x0B)
_DEEPEST_INDENT = (
    40  # blocks; deeper ones get the same indent, otherwise the text would grow with the square of the depth
)


class Disassembler:
    """Writes the types and instructions of one module as text.

    `spaces`: index space → its identifiers; `fields`: the same for the fields of each struct type.  `locals` and
    `labels` belong to the current body.
    """

    def __init__(self, spaces: Mapping[str, Identifiers], fields: Mapping[int, Identifiers]) -> None:
        self.spaces = spaces
        self.fields = fields
        self.locals: Identifiers = {}
        self.labels: Identifiers = {}
        self._open: list[tuple[int, bool]] = []  # enclosing blocks: number, whether an `else` may follow

    # -------------------------------------------------------------------------------------------------------- types
    def value_type(self, reader: Reader) -> str:
        at = reader.pos
        code = reader.byte()
        if code in _NUMBERS:
            return _NUMBERS[code]
        if code not in (types.REF, types.REF_NULL):
            raise DecodeError("malformed value type", offset=at)
        return f"(ref {'null ' if code == types.REF_NULL else ''}{self.heap_type(reader)})"

    def reference_type(self, reader: Reader) -> str:
        at = reader.pos
        found = self.value_type(reader)
        if found in types.NUMBERS:
            raise DecodeError("malformed reference type", offset=at)
        return found

    def heap_type(self, reader: Reader) -> str:
        at = reader.pos
        code = reader.heap_type()
        if code >= 0:
            return self.name("type", code)
        if code not in _HEAP_TYPES:
            raise DecodeError("malformed heap type", offset=at)
        return _HEAP_TYPES[code]

    def name(self, space: str, index: int) -> str:
        return self.spaces[space].get(index) or str(index)

    def index(self, space: str, reader: Reader) -> str:
        return self.name(space, reader.u32())

    # -------------------------------------------------------------------------------------------------- expressions
    def expression(self, reader: Reader) -> str:
        """A constant expression up to its `end`, on one line; a single instruction is in parentheses."""
        self._open, self.labels = [], {}
        found = [text for text, _ in self._instructions(reader)]
        return f"({found[0]})" if len(found) == 1 else " ".join(found)

    def body(self, reader: Reader, labels: Identifiers) -> Iterator[str]:
        """The instructions of a function without the last `end`, one per line, indented by blocks."""
        self._open, self.labels = [], labels
        for text, depth in self._instructions(reader):
            comment = (
                f"  ;; @{self._open[-1][0]}" if text.startswith(_OPENS) and self._open[-1][0] not in labels else ""
            )
            yield "  " * min(depth, _DEEPEST_INDENT) + text + comment

    def _instructions(self, reader: Reader) -> Iterator[tuple[str, int]]:
        """Each instruction, and its depth."""
        blocks = 0
        while True:
            at = reader.pos
            key = reader.opcode()
            if key == _END:
                if not self._open:
                    return
                self._open.pop()
                yield "end", len(self._open)
                continue
            row = BY_CODE.get(key)
            if row is None:
                prefix, opcode = key
                raise DecodeError(f"illegal opcode {prefix or opcode:02x}", offset=at)
            depth = len(self._open)
            if key == _ELSE:
                self._divide(at)
                yield row.name, depth - 1
            elif not row.immediates:
                yield row.name, depth
            elif row.immediates[0] != "blocktype":
                yield self._with_immediates(row.name, row.immediates, reader, row.width), depth
            else:
                operands = self._block(reader, row.immediates)
                self._open.append((blocks, row.name == "if"))
                label = self.labels.get(blocks)
                blocks += 1
                yield " ".join(filter(None, (row.name, label, *operands))), depth

    def _divide(self, at: int) -> None:
        block, may_divide = self._open[-1] if self._open else (0, False)
        if not may_divide:
            raise DecodeError("unexpected `else`", offset=at)
        self._open[-1] = block, False

    def _with_immediates(self, name: str, kinds: tuple[str, ...], reader: Reader, width: int) -> str:
        operands = _WRITE[kinds](self, reader, width)
        keyword, _, variant = name.partition(" ")
        if variant == "null":
            operands = f"(ref null {operands})"
        elif kinds == ("heaptype",) and name != "ref.null":
            operands = f"(ref {operands})"
        return f"{keyword} {operands}" if operands else keyword

    def _block(self, reader: Reader, kinds: tuple[str, ...]) -> list[str]:
        operands = [self._block_type(reader)]
        if "catches" in kinds:
            operands += [self._catch(reader) for _ in range(reader.count("catch clauses", 1 << 20))]
        return operands

    def _block_type(self, reader: Reader) -> str:
        code = reader.data[reader.pos] if reader.pos < reader.end else 0x40
        if code == 0x40:
            reader.byte()
            return ""
        if code in _NUMBERS or code in (types.REF, types.REF_NULL):
            return f"(result {self.value_type(reader)})"
        at = reader.pos
        index = reader.s33()
        if index < 0:
            raise DecodeError("malformed block type", offset=at)
        return f"(type {self.name('type', index)})"

    def _catch(self, reader: Reader) -> str:
        at = reader.pos
        kind = reader.byte()
        if kind not in _CATCHES:
            raise DecodeError("malformed catch clause", offset=at)
        tag = f" {self.index('tag', reader)}" if kind < 2 else ""
        return f"({_CATCHES[kind]}{tag} {self.label(reader)})"

    def label(self, reader: Reader) -> str:
        depth = reader.u32()
        if depth >= len(self._open):
            return str(depth)
        block, _ = self._open[-1 - depth]
        return self.labels.get(block) or str(depth)

    # --------------------------------------------------------------------------------------------------- immediates
    def labels_(self, reader: Reader, width: int) -> str:
        count = reader.count("labels", 1 << 30)
        return " ".join([self.label(reader) for _ in range(count + 1)])

    def memarg(self, reader: Reader, width: int) -> str:
        at = reader.pos
        align = reader.u32()
        memory = _unless_zero("memory")(self, reader, width) if align & 0x40 else ""
        align &= ~0x40
        if align > 63:
            raise DecodeError("malformed memop flags", offset=at)
        offset = reader.u64()
        parts = (memory, f"offset={offset}" if offset else "", f"align={1 << align}" if align != width else "")
        return " ".join(filter(None, parts))

    def field(self, reader: Reader, width: int) -> str:
        typeidx, field = reader.u32(), reader.u32()
        return f"{self.name('type', typeidx)} {self.fields.get(typeidx, {}).get(field) or field}"

    def casts(self, reader: Reader, width: int) -> str:
        at = reader.pos
        flags = reader.byte()
        if flags > 3:
            raise DecodeError("malformed cast flags", offset=at)
        label = self.label(reader)
        types_ = [f"(ref {'null ' if flags >> n & 1 else ''}{self.heap_type(reader)})" for n in range(2)]
        return f"{label} {' '.join(types_)}"


Write = Callable[[Disassembler, Reader, int], str]


def _each(*spaces: str) -> Write:
    return lambda d, reader, width: " ".join([d.index(space, reader) for space in spaces])


def _unless_zero(*spaces: str) -> Write:
    """Indices that are omitted if all are 0."""

    def write(d: Disassembler, reader: Reader, width: int) -> str:
        found = [reader.u32() for _ in spaces]
        return (
            " ".join([d.name(space, index) for space, index in zip(spaces, found, strict=True)]) if any(found) else ""
        )

    return write


def _turned(first: str, second: str, form: str = "{}") -> Write:
    """Two indices in reverse order: in the text the second comes first, and is omitted if it is 0."""

    def write(d: Disassembler, reader: Reader, width: int) -> str:
        named = form.format(d.index(first, reader))
        index = reader.u32()
        return f"{d.name(second, index)} {named}" if index else named

    return write


def _fixed(reader: Reader, size: int) -> bytes:
    start = reader.skip(size)
    return reader.data[start : start + size]


def _local(d: Disassembler, reader: Reader, width: int) -> str:
    index = reader.u32()
    return d.locals.get(index) or str(index)


def _zero(d: Disassembler, reader: Reader, width: int) -> str:
    if reader.byte():
        raise DecodeError("zero byte expected", offset=reader.pos - 1)
    return ""


def _select_types(d: Disassembler, reader: Reader, width: int) -> str:
    found = [d.value_type(reader) for _ in range(reader.count("types", 1 << 20))]
    return f"(result {' '.join(found)})" if found else "(result)"


def _vector(d: Disassembler, reader: Reader, width: int) -> str:
    raw = _fixed(reader, 16)
    return "i32x4 " + " ".join([f"{int.from_bytes(raw[n : n + 4], 'little'):#010x}" for n in range(0, 16, 4)])


# Kind of immediate, as in `ops` → writer.
_WRITE: dict[tuple[str, ...], Write] = {
    ("labelidx",): lambda d, reader, width: d.label(reader),
    ("labels",): Disassembler.labels_,
    ("funcidx",): _each("func"),
    ("typeidx",): _each("type"),
    ("tagidx",): _each("tag"),
    ("localidx",): _local,
    ("globalidx",): _each("global"),
    ("elemidx",): _each("elem"),
    ("dataidx",): _each("data"),
    ("tableidx",): _unless_zero("table"),
    ("memidx",): _unless_zero("memory"),
    ("tableidx", "tableidx"): _unless_zero("table", "table"),
    ("memidx", "memidx"): _unless_zero("memory", "memory"),
    ("elemidx", "tableidx"): _turned("elem", "table"),
    ("dataidx", "memidx"): _turned("data", "memory"),
    ("typeidx", "tableidx"): _turned("type", "table", "(type {})"),
    ("typeidx", "fieldidx"): Disassembler.field,
    ("typeidx", "typeidx"): _each("type", "type"),
    ("typeidx", "u32"): lambda d, reader, width: f"{d.index('type', reader)} {reader.u32()}",
    ("typeidx", "dataidx"): _each("type", "data"),
    ("typeidx", "elemidx"): _each("type", "elem"),
    ("memarg",): Disassembler.memarg,
    ("memarg", "lane"): lambda d, reader, width: f"{d.memarg(reader, width)} {reader.byte()}".lstrip(),
    ("lane",): lambda d, reader, width: str(reader.byte()),
    ("lanes",): lambda d, reader, width: " ".join([str(byte) for byte in _fixed(reader, 16)]),
    ("i32",): lambda d, reader, width: str(reader.s32()),
    ("i64",): lambda d, reader, width: str(reader.s64()),
    ("f32",): lambda d, reader, width: float_text(_fixed(reader, 4)),
    ("f64",): lambda d, reader, width: float_text(_fixed(reader, 8)),
    ("v128",): _vector,
    ("reftype",): lambda d, reader, width: d.heap_type(reader),
    ("heaptype",): lambda d, reader, width: d.heap_type(reader),
    ("valtypes",): _select_types,
    ("zero",): _zero,
    ("labelidx", "reftype", "reftype"): Disassembler.casts,
}
