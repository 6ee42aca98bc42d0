"""Immediates of an instruction: text → the binary format (specification section 6.5), by their kinds in `ops`.

Their order in the text, where some indices may be omitted, differs from that in the binary format and in `ops`.
"""

from __future__ import annotations

from collections.abc import Callable

from wasihost.wasm import writer
from wasihost.wasm.text import types
from wasihost.wasm.text.numbers import float_bytes, integer, natural
from wasihost.wasm.text.parser import Parser
from wasihost.wasm.text.tokens import Fault

Read = Callable[[Parser, int], bytes]  # the second argument: log2 of the bytes that the instruction accesses

_ACCESS_OPTIONS = ("offset=", "align=")
SHAPES = {"i8x16": (8, 16), "i16x8": (16, 8), "i32x4": (32, 4), "i64x2": (64, 2), "f32x4": (32, 4), "f64x2": (64, 2)}
CATCHES = {"catch": 0, "catch_ref": 1, "catch_all": 2, "catch_all_ref": 3}


# ----------------------------------------------------------------------------------------------------------- indices
def _index(space: str) -> Read:
    def read(p: Parser, width: int) -> bytes:
        p.pos += 1
        return p.spaces[space][p.tokens[p.pos - 1]]

    return read


def _optional(space: str) -> Read:
    """An index that is 0 if omitted."""
    return lambda p, width: p.index(space) if p.at_index() else b"\0"


def _segment(segment: str, space: str) -> Read:
    """`memory.init x? y`: the segment comes last in the text, and first in the binary format."""

    def read(p: Parser, width: int) -> bytes:
        target = b"\0"
        if p.at_index() and p.at_index(1):
            target = p.index(space)
        return READ[segment,](p, width) + target

    return read


def _pair(space: str) -> Read:
    """Two indices of one space, or none."""
    return lambda p, width: p.index(space) + p.index(space) if p.at_index() else b"\0\0"


def _local(p: Parser, width: int) -> bytes:
    p.pos += 1
    return p.locals[p.tokens[p.pos - 1]]


def _label(p: Parser, width: int) -> bytes:
    return writer.unsigned(p.labels.index(p.take()))


def _labels(p: Parser, width: int) -> bytes:
    found = []
    while p.at_index():
        found.append(_label(p, width))
    if not found:
        raise Fault("unexpected token: expected a label", p.pos)
    return writer.vector(found[:-1]) + found[-1]


def _data(p: Parser, width: int) -> bytes:
    p.uses_data = True
    return p.index("data")


def _field(p: Parser, width: int) -> bytes:
    """A type and one of its fields.  Field names are local to their type."""
    typeidx = p.spaces["type"].index(p.take())
    token = p.take()
    fields = p.fields.get(typeidx)
    if fields is None and token[:1] == "$":
        raise Fault(f"unknown field `{token}`: type {typeidx} is not a struct")
    return writer.unsigned(typeidx) + (writer.unsigned(natural(token, 32)) if fields is None else fields[token])


def _indirect(p: Parser, width: int) -> bytes:
    table = p.index("table") if p.at_index() else b"\0"
    return writer.unsigned(types.type_use(p, named=False)) + table


# ------------------------------------------------------------------------------------------------------------ memory
def memarg(p: Parser, width: int) -> bytes:
    """`x? offset=… align=…` → log2 of the alignment (bit 6: a memory index follows), the index, the offset."""
    memory = p.index("memory") if p.at_index() else b"\0"
    offset, align = 0, width
    token = p.tokens[p.pos]
    if token.startswith("offset="):
        p.pos += 1
        offset = natural(token[7:], 64)
        token = p.tokens[p.pos]
    if token.startswith("align="):
        p.pos += 1
        size = natural(token[6:], 64)
        if not size or size & (size - 1):
            raise Fault("alignment must be a power of 2")
        align = size.bit_length() - 1
    if memory == b"\0":
        return writer.unsigned(align) + writer.unsigned(offset)
    return writer.unsigned(align | 0x40) + memory + writer.unsigned(offset)


def _memarg_lane(p: Parser, width: int) -> bytes:
    """Of two numbers, the first is a memory; a single number is the lane."""
    following = p.tokens[p.pos + 1]
    if p.at_index() and not (following[:1].isdecimal() or following.startswith(_ACCESS_OPTIONS)):
        return writer.unsigned(width) + b"\0" + _lane(p, width)
    return memarg(p, width) + _lane(p, width)


# ---------------------------------------------------------------------------------------------------------- literals
def _i32(p: Parser, width: int) -> bytes:
    p.pos += 1
    return p.integers[32][p.tokens[p.pos - 1]]


def _i64(p: Parser, width: int) -> bytes:
    p.pos += 1
    return p.integers[64][p.tokens[p.pos - 1]]


def _lane(p: Parser, width: int) -> bytes:
    token = p.take()
    if not token[:1].isdecimal():
        raise Fault("unexpected token: expected a lane")
    value = natural(token, 32)
    if value > 0xFF:
        raise Fault("malformed lane index")
    return bytes([value])


def _lanes(p: Parser, width: int) -> bytes:
    return b"".join(_lane(p, width) for _ in range(16))


def vector_lanes(p: Parser, read: Callable[[str, str, int], bytes]) -> bytes:
    """A shape and its lanes.

    `read` converts a lane to bytes; its arguments are the token, `i` or `f`, and the width in bits.
    """
    shape = p.take()
    if shape not in SHAPES:
        raise Fault("unexpected token: expected a shape")
    bits, count = SHAPES[shape]
    return b"".join(read(p.take(), shape[0], bits) for _ in range(count))


def lane_bytes(token: str, kind: str, bits: int) -> bytes:
    if token in ("(", ")", ""):
        raise Fault("wrong number of lane literals")
    if kind == "f":
        return float_bytes(token, bits)
    return (integer(token, bits) & ((1 << bits) - 1)).to_bytes(bits // 8, "little")


# ------------------------------------------------------------------------------------------------------------- types
def _value_types(p: Parser, width: int) -> bytes:
    """The `(result …)*` of a `select` with types."""
    found: list[bytes] = []
    while p.opens("result"):
        found += types.value_types(p)
    return writer.vector(found)


def _casts(p: Parser, width: int) -> bytes:
    """`br_on_cast l t1 t2`: flags tell which of the types are nullable."""
    label = _label(p, width)
    from_null, source = types.reference_parts(p)
    to_null, target = types.reference_parts(p)
    return bytes([from_null | to_null << 1]) + label + source + target


def catches(p: Parser) -> bytes:
    """The clauses of try_table (section 6.5.1)."""
    found = []
    while p.tokens[p.pos] == "(" and p.tokens[p.pos + 1] in CATCHES:
        kind = CATCHES[p.tokens[p.pos + 1]]
        p.pos += 2
        tag = p.index("tag") if kind < 2 else b""
        found.append(bytes([kind]) + tag + _label(p, 0))
        p.close()
    return writer.vector(found)


# Kind of immediate, as in `ops` → reader.  `body` handles those of blocks.
READ: dict[tuple[str, ...], Read] = {
    ("labelidx",): _label,
    ("labels",): _labels,
    ("funcidx",): _index("func"),
    ("typeidx",): _index("type"),
    ("tagidx",): _index("tag"),
    ("localidx",): _local,
    ("globalidx",): _index("global"),
    ("elemidx",): _index("elem"),
    ("dataidx",): _data,
    ("tableidx",): _optional("table"),
    ("memidx",): _optional("memory"),
    ("tableidx", "tableidx"): _pair("table"),
    ("memidx", "memidx"): _pair("memory"),
    ("elemidx", "tableidx"): _segment("elemidx", "table"),
    ("dataidx", "memidx"): _segment("dataidx", "memory"),
    ("typeidx", "tableidx"): _indirect,
    ("typeidx", "fieldidx"): _field,
    ("typeidx", "typeidx"): lambda p, width: p.index("type") + p.index("type"),
    ("typeidx", "u32"): lambda p, width: p.index("type") + writer.unsigned(natural(p.take(), 32)),
    ("typeidx", "dataidx"): lambda p, width: p.index("type") + _data(p, width),
    ("typeidx", "elemidx"): lambda p, width: p.index("type") + p.index("elem"),
    ("memarg",): memarg,
    ("memarg", "lane"): _memarg_lane,
    ("lane",): _lane,
    ("lanes",): _lanes,
    ("i32",): _i32,
    ("i64",): _i64,
    ("f32",): lambda p, width: float_bytes(p.take(), 32),
    ("f64",): lambda p, width: float_bytes(p.take(), 64),
    ("v128",): lambda p, width: vector_lanes(p, lane_bytes),
    ("reftype",): lambda p, width: types.heap_type(p),
    ("heaptype",): lambda p, width: types.heap_type(p),
    ("valtypes",): _value_types,
    ("zero",): lambda p, width: b"\0",
    ("labelidx", "reftype", "reftype"): _casts,
}
