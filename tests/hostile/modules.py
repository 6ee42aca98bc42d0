"""Modules that are costly to read, check, compile or start, as binaries; each exports `_start`."""

from tests.wasm.binary import (
    CODE,
    DATA,
    ELEMENT,
    EXPORT,
    FUNCREF,
    FUNCTION,
    GLOBAL,
    I32,
    IMPORT,
    MEMORY,
    TABLE,
    TAG,
    TYPE,
    body,
    functype,
    module,
    name,
    section,
    u32,
    vector,
)

NOP, UNREACHABLE, BLOCK, LOOP, BR, BR_TABLE, CALL, DROP, GET = 0x01, 0x00, 0x02, 0x03, 0x0C, 0x0E, 0x10, 0x1A, 0x20
CONST, END, EMPTY, TRY_TABLE, IF = 0x41, 0x0B, 0x40, 0x1F, 0x04
START = section(EXPORT, vector([name("_start") + b"\0\0"]))
ZERO = bytes([CONST, 0])


def program(code: bytes, *, locals_=(), before: bytes = b"", between: bytes = b"", after: bytes = b"") -> bytes:
    """One function; sections before its export, before and behind the code."""
    types, functions = section(TYPE, vector([functype()])), section(FUNCTION, vector([0]))
    return module(types, functions, before, START, between, section(CODE, vector([body(code, locals_)])), after)


def targets(count: int) -> bytes:
    """A br_table, with labels of two blocks by turns so that no two neighbours are the same case."""
    labels = (b"\0\1" * (count // 2 + 1))[: count + 1]
    blocks = bytes([BLOCK, EMPTY, BLOCK, EMPTY])
    return program(blocks + ZERO + bytes([BR_TABLE]) + u32(count) + labels + bytes([END, END]))


def locals_(count: int) -> bytes:
    return program(bytes([NOP]), locals_=[(count, I32)])


def parameters(count: int) -> bytes:
    types = section(TYPE, vector([functype(bytes([I32]) * count)]))
    return module(types, section(FUNCTION, vector([0])), START, section(CODE, vector([body(b"")])))


def functions(count: int) -> bytes:
    types, indices = section(TYPE, vector([functype()])), section(FUNCTION, u32(count) + bytes(count))
    return module(types, indices, START, section(CODE, u32(count) + body(b"") * count))


def nesting(depth: int, block: int = BLOCK) -> bytes:
    return program(bytes([block, EMPTY]) * depth + bytes([END]) * depth)


def data(size: int) -> bytes:
    """One segment."""
    memory = section(MEMORY, vector([b"\0" + u32((size >> 16) + 1)]))
    segment = b"\0" + ZERO + bytes([END]) + u32(size) + b"\xa5" * size
    return program(b"", before=memory, after=section(DATA, u32(1) + segment))


def data_segments(count: int) -> bytes:
    segment = b"\0" + ZERO + bytes([END]) + name("x")
    return program(b"", before=section(MEMORY, vector([b"\0\1"])), after=section(DATA, u32(count) + segment * count))


def element_segments(count: int) -> bytes:
    segment = b"\0" + ZERO + bytes([END]) + vector([0])
    table = section(TABLE, vector([bytes([FUNCREF, 0, 1])]))
    return program(b"", before=table, between=section(ELEMENT, u32(count) + segment * count))


def table(entries: int) -> bytes:
    return program(b"", before=section(TABLE, vector([bytes([FUNCREF, 0]) + u32(entries)])))


def tables(count: int, entries: int) -> bytes:
    return program(b"", before=section(TABLE, u32(count) + (bytes([FUNCREF, 0]) + u32(entries)) * count))


def memories(count: int) -> bytes:
    return program(b"", before=section(MEMORY, u32(count) + b"\0\1" * count))


def globals_(count: int) -> bytes:
    return program(b"", before=section(GLOBAL, u32(count) + (bytes([I32, 1]) + ZERO + bytes([END])) * count))


def function_name(size: int) -> bytes:
    """Of a function that traps."""
    names = name("name") + section(1, vector([b"\0" + name("n" * size)]))
    return program(bytes([UNREACHABLE]), after=section(0, names))


def import_name(size: int) -> bytes:
    """Of a function that nobody provides."""
    return module(
        section(TYPE, vector([functype()])), section(IMPORT, vector([name("m") + name("n" * size) + b"\0\0"]))
    )


def export_name(size: int) -> bytes:
    """And no `_start`."""
    exports = section(EXPORT, vector([name("n" * size) + b"\0\0"]))
    types, indices = section(TYPE, vector([functype()])), section(FUNCTION, vector([0]))
    return module(types, indices, exports, section(CODE, vector([body(b"")])))


def chain(size: int) -> bytes:
    """Loops nested in loops with a local that all of them change."""
    depth = 1000
    inside = bytes([GET, 0, CONST, 1, 0x6A, 0x22, 0, 0x0D, 0])  # local.tee, br_if
    nest = bytes([LOOP, EMPTY]) * depth + (inside + bytes([END])) * depth
    return program(nest * (size // len(nest)), locals_=[(50, I32)])


def loops_one_at_a_time(depth: int) -> bytes:
    """Nested loops, each of which is branched to from the loop in the loop in it."""
    first = bytes([LOOP, EMPTY, GET, 0, DROP, LOOP, EMPTY])
    nest = (bytes([LOOP, EMPTY]) + ZERO + bytes([0x0D, 1])) * depth
    return program(first + nest + bytes([END]) * (depth + 2), locals_=[(1, I32)])


def tries(depth: int) -> bytes:
    """Nested try_tables around a call."""
    nest = bytes([BLOCK, EMPTY]) + bytes([TRY_TABLE, EMPTY, 1, 2, 0]) * depth
    tags = section(TAG, vector([b"\0\0"]))
    return program(ZERO + bytes([IF, EMPTY]) + nest + bytes([CALL, 0]) + bytes([END]) * (depth + 2), before=tags)


def clauses(count: int) -> bytes:
    """A try_table whose clauses all catch the same tag, with a payload of a thousand values."""
    types = section(TYPE, vector([functype(), functype([I32] * 1000), functype((), [I32] * 1000)]))
    catch = bytes([BLOCK, 2, TRY_TABLE, EMPTY]) + vector([b"\0\0\0"] * count) + bytes([CALL, 0, END, UNREACHABLE, END])
    code = ZERO + bytes([IF, EMPTY]) + catch + bytes([DROP]) * 1000 + bytes([END])
    return module(
        types,
        section(FUNCTION, vector([0])),
        section(TAG, vector([b"\0\1"])),
        START,
        section(CODE, vector([body(code)])),
    )
