"""Functions of shapes that are costly to compile, as bytes: SHAPES[name](size) → body of about `size` instructions.

Each has the type [i32 i32] → [i32].
"""

from __future__ import annotations

import random

from tests.wasm.binary import module, section, u32, vector

GET, SET, CONST, ADD, LT, LOAD, STORE, END, BR_IF = (
    b"\x20",
    b"\x21",
    b"\x41",
    b"\x6a",
    b"\x48",
    b"\x28",
    b"\x36",
    b"\x0b",
    b"\x0d",
)
BLOCK, LOOP, IF, ELSE, BR_TABLE, CALL, DROP = b"\x02\x40", b"\x03\x40", b"\x04\x40", b"\x05", b"\x0e", b"\x10", b"\x1a"


def get(local: int) -> bytes:
    return GET + u32(local)


def put(local: int) -> bytes:
    return SET + u32(local)


def _body(locals_: int, code: bytes) -> bytes:
    declarations = b"\x01" + u32(locals_) + b"\x7f" if locals_ else b"\x00"
    return declarations + code + get(0) + END


def module_of(body: bytes, count: int = 1, *, export: bool = False) -> bytes:
    """A module with a memory and `count` functions of this body, the first of them exported as `f` if it is to run."""
    return module(
        section(1, vector([b"\x60\x02\x7f\x7f\x01\x7f"])),
        section(3, vector([b"\x00"] * count)),
        section(5, vector([b"\x00\x10"])),
        section(7, vector([b"\x01f\x00\x00"])) if export else b"",
        section(10, vector([u32(len(body)) + body] * count)),
    )


def straight(size: int) -> bytes:
    """One block."""
    return _body(0, (get(0) + get(1) + ADD + put(0)) * (size // 4))


def stores(size: int) -> bytes:
    """One block of loads and stores at changing addresses."""
    part = [get(0) + get(1) + LOAD + b"\x02" + u32(4 * n) + STORE + b"\x02" + u32(4 * n) for n in range(size // 4)]
    return _body(0, b"".join(part))


def branches(size: int) -> bytes:
    """Many small blocks one behind the other, and a local that each may assign."""
    return _body(0, (BLOCK + get(0) + BR_IF + b"\0" + get(1) + put(0) + END) * (size // 6))


def many_locals(size: int) -> bytes:
    """Hundreds of locals, all of them live at each of many labels."""
    count = 500
    rounds = size // 8
    parts = [
        BLOCK + get(1) + BR_IF + b"\0" + get(2 + n % count) + get(1) + ADD + put(2 + n * 7 % count) + END
        for n in range(rounds)
    ]
    tail = b"".join(get(2 + n) + get(0) + ADD + put(0) for n in range(count))
    return _body(count, b"".join(parts) + tail)


def loops(size: int) -> bytes:
    """Loops nested a hundred deep, with locals that all of them change."""
    depth = 100
    inside = b"".join(get(2 + n) + get(0) + ADD + put(2 + n) for n in range(20))
    nest = LOOP * depth + (inside + get(1) + BR_IF + b"\0" + END) * depth
    return _body(20, nest * max(1, size // (depth * 84)))


def interpreter(size: int) -> bytes:
    """A loop around a br_table with a case for each of many opcodes, and ten registers."""
    cases = max(1, size // 12)
    rng = random.Random(1)
    code = (
        LOOP + BLOCK * cases + get(0) + BR_TABLE + u32(cases) + b"".join(map(u32, range(cases))) + u32(cases - 1) + END
    )
    for n in range(cases - 1):
        a, b, c = (2 + rng.randrange(10) for _ in range(3))
        code += get(a) + get(b) + ADD + put(c) + get(0) + CONST + b"\x01" + ADD + put(0)
        code += b"\x0c" + u32(cases - 2 - n + 0) + END
    return _body(10, code + get(1) + BR_IF + b"\0" + END)


def nested(size: int) -> bytes:
    """Ifs in ifs, as deep as there are instructions for."""
    depth = size // 8
    return _body(1, (get(0) + IF + get(0) + get(1) + ADD + put(2) + ELSE) * depth + END * depth)


def calls(size: int) -> bytes:
    """Calls, whose results stay on the stack till the end."""
    count = size // 4
    return _body(0, (get(0) + get(1) + CALL + b"\0") * count + ADD * (count - 1) + put(0))


def ordinary(size: int) -> bytes:
    """Loops, branches and memory in the mix of compiled C."""
    part = (
        BLOCK + LOOP + get(2) + get(1) + LT + b"\x45" + BR_IF + b"\x01"
        + get(0) + get(2) + ADD + LOAD + b"\x02\x08" + get(3) + ADD + put(3)
        + get(0) + get(3) + STORE + b"\x02\x04" + get(2) + CONST + b"\x01" + ADD + put(2)
        + b"\x0c\x00" + END + END
    )  # fmt: skip
    return _body(2, part * max(1, size // 27))


SHAPES = {f.__name__: f for f in (straight, stores, branches, many_locals, loops, interpreter, nested, calls, ordinary)}
