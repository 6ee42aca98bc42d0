"""Instructions of a body: bytes → one bytes object per instruction, and from each its row and immediates (section 5.4).

The regular expression is made from the rows' immediates.  Bodies have been validated, so every byte belongs to one
instruction; what the expression does not match (a long vector of labels, an opcode in more bytes than it needs) is
measured by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from wasihost.abi import VALTYPES
from wasihost.errors import InternalError
from wasihost.ops import BY_CODE, ROWS, Op
from wasihost.wasm.module import Body, Module
from wasihost.wasm.types import NULLABLE_REFERENCE, REFERENCE

Clause = tuple[
    int | None, bool, int
]  # of try_table: tagidx, or None for catch_all; whether the exnref is wanted; labelidx

_LEB = rb"[\x80-\xff]*."  # one number: greedy, so the byte behind is the last one, below 0x80
_VALTYPE = rb"(?:[\x63\x64]%s|%s)" % (_LEB, _LEB)
_SHORT = 96  # vectors up to this length are in the expression
_MEMIDX_FLAG = 0x40  # in a memarg's alignment: a memory index follows


def _labels() -> bytes:
    """vec(labelidx) and the default: the count, then that many and one more."""
    return b"(?:" + b"|".join(re.escape(bytes([n])) + b"(?:%s){%d}" % (_LEB, n + 1) for n in range(_SHORT)) + b")"


def _catches() -> bytes:
    clause = rb"(?:[\x00\x01]%s%s|[\x02\x03]%s)" % (_LEB, _LEB, _LEB)
    return b"(?:" + b"|".join(re.escape(bytes([n])) + clause * n for n in range(6)) + b")"


# How each kind of immediate looks; any other is one LEB128 number.
_PATTERNS = {
    "f32": rb".{4}",
    "f64": rb".{8}",
    "memarg": rb"(?:[\x00-\x3f]%s|[\x40-\x7f]%s%s)" % (_LEB, _LEB, _LEB),
    "labels": _labels(),
    "valtypes": rb"\x01" + _VALTYPE,
    "blocktype": _VALTYPE,  # or a number, which looks like one of those
    "v128": rb".{16}",
    "lanes": rb".{16}",
    "lane": rb".",
    "catches": _catches(),
}


def _expression() -> bytes:
    """One alternative per sequence of immediates, the most frequent in real code first."""
    tails: dict[tuple[int, bytes], list[bytes]] = {}
    for row in ROWS:
        tail = b"".join(_PATTERNS.get(kind, _LEB) for kind in row.immediates)
        opcode = row.opcode
        if row.prefix and opcode > 0x7F:  # a number of two bytes
            opcode, tail = opcode & 0x7F | 0x80, re.escape(bytes([opcode >> 7])) + tail
        tails.setdefault((row.prefix, tail), []).append(b"\\x%02x" % opcode)
    common = sorted(tails.items(), key=lambda item: (item[0][0], item[0][1] != _LEB, -len(item[1])))
    alternatives = []
    for (prefix, tail), opcodes in common:
        before = re.escape(bytes([prefix])) if prefix else b""
        alternatives.append(before + b"[" + b"".join(opcodes) + b"]" + tail)
    return b"|".join(alternatives)


_TOKEN = re.compile(_expression(), re.DOTALL)


def body_code(module: Module, body: Body) -> tuple[list[tuple[int, str]], bytes, int]:
    """The local declarations of a body as (count, type), its instructions, and where in the module these begin."""
    data = module.data
    groups, position = unsigned(data, body.start)
    declarations = []
    for _ in range(groups):
        count, position = unsigned(data, position)
        valtype, position = _valtype(data, position)
        declarations.append((count, valtype))
    return declarations, data[position : body.end], position


def split(code: bytes) -> list[bytes]:
    """The instructions of an expression, its final `end` included."""
    tokens = _TOKEN.findall(code)
    # findall skips what it cannot match, so what it found then falls short.
    return tokens if len(b"".join(tokens)) == len(code) else _split_by_hand(code)


def _split_by_hand(code: bytes) -> list[bytes]:
    tokens, position = [], 0
    while position < len(code):
        match = _TOKEN.match(code, position)
        end = match.end() if match else _read_at(code, position)[2]
        tokens.append(code[position:end])
        position = end
    return tokens


def read(token: bytes) -> tuple[Op, tuple[Any, ...]]:
    """The row of one instruction and its immediates, as the readers below give them."""
    row, immediates, _ = _read_at(token, 0)
    return row, immediates


def _read_at(code: bytes, position: int) -> tuple[Op, tuple[Any, ...], int]:
    """The instruction at `position`, and where it ends."""
    start, first = position, code[position]
    if (0, first) in BY_CODE:
        code_point, position = (0, first), position + 1
    else:  # behind a prefix the opcode is a number, and may be written with more bytes than it needs
        opcode, position = unsigned(code, position + 1)
        code_point = first, opcode
    row = BY_CODE.get(code_point)
    if row is None:
        raise InternalError(f"no instruction begins with byte {first:#04x} at {start} of a valid body")
    immediates = []
    for kind in row.immediates:
        value, position = _READERS.get(kind, unsigned)(code, position)
        immediates.append(value)
    return row, tuple(immediates), position


def unsigned(data: bytes, position: int) -> tuple[int, int]:
    """LEB128 at `position`, and where it ends."""
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def _signed(data: bytes, position: int) -> tuple[int, int]:
    start = position
    value, position = unsigned(data, position)
    bits = 7 * (position - start)
    return value - (1 << bits) if value >> bits - 1 else value, position


def _block_type(data: bytes, position: int) -> tuple[str | int | None, int]:
    """A type index, one result type, or None where there is neither parameter nor result."""
    if data[position] == 0x40:
        return None, position + 1
    if 0x40 < data[position] < 0x80:
        return _valtype(data, position)
    return _signed(data, position)


def _valtype(data: bytes, position: int) -> tuple[str, int]:
    """What a reference refers to is the validator's business: here all of them are alike."""
    if data[position] in (NULLABLE_REFERENCE, REFERENCE):
        return "funcref", unsigned(data, position + 1)[1]
    return VALTYPES[data[position]], position + 1


def _memarg(data: bytes, position: int) -> tuple[tuple[int, int], int]:
    """(memidx, offset); the alignment is a hint that nothing uses."""
    flags, position = unsigned(data, position)
    memidx = 0
    if flags & _MEMIDX_FLAG:
        memidx, position = unsigned(data, position)
    offset, position = unsigned(data, position)
    return (memidx, offset), position


def _fixed(size: int) -> Callable[[bytes, int], tuple[int, int]]:
    """A number of so many bytes."""
    return lambda data, position: (int.from_bytes(data[position : position + size], "little"), position + size)


def _read_lanes(data: bytes, position: int) -> tuple[str, int]:
    """The mask of a shuffle, as LLVM writes it."""
    lanes = ", ".join(f"i32 {lane}" for lane in data[position : position + 16])
    return f"<16 x i32> <{lanes}>", position + 16


def _read_labels(data: bytes, position: int) -> tuple[tuple[int, ...], int]:
    """Label indices, the default last."""
    count, position = unsigned(data, position)
    labels = []
    for _ in range(count + 1):
        label, position = unsigned(data, position)
        labels.append(label)
    return tuple(labels), position


def _read_catches(data: bytes, position: int) -> tuple[tuple[Clause, ...], int]:
    count, position = unsigned(data, position)
    clauses: list[Clause] = []
    for _ in range(count):
        kind = data[position]
        tagidx, position = unsigned(data, position + 1) if kind < 2 else (None, position + 1)
        label, position = unsigned(data, position)
        clauses.append((tagidx, bool(kind & 1), label))
    return tuple(clauses), position


def _valtypes(data: bytes, position: int) -> tuple[tuple[str, ...], int]:
    count, position = unsigned(data, position)
    valtypes = []
    for _ in range(count):
        valtype, position = _valtype(data, position)
        valtypes.append(valtype)
    return tuple(valtypes), position


_READERS: dict[str, Callable[[bytes, int], tuple[Any, int]]] = {
    "blocktype": _block_type,
    "i32": _signed,
    "i64": _signed,
    "f32": _fixed(4),
    "f64": _fixed(8),
    "v128": _fixed(16),
    "lane": _fixed(1),
    "lanes": _read_lanes,
    "memarg": _memarg,
    "labels": _read_labels,
    "catches": _read_catches,
    "valtypes": _valtypes,
}
