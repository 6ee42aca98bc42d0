"""Bodies made to exhaust a validator: each is answered in time and memory in proportion to its bytes."""

import time

import pytest

from tests.wasm.binary import (
    CODE,
    FUNCTION,
    GLOBAL,
    I32,
    I64,
    TYPE,
    body,
    functype,
    module,
    section,
    u32,
    vector,
)
from wasihost.errors import DecodeError
from wasihost.wasm import limits

MEGABYTE = 1 << 20
MANY = [I32] * limits.PARAMETERS
I32_CONST, DROP, UNREACHABLE, END = b"\x41\0", b"\x1a", b"\0", b"\x0b"


def code_of(code: bytes, *types: bytes, functions: int = 1) -> bytes:
    """Functions of type 0, the first with that code, the others unreachable."""
    codes = [body(code), *[body(UNREACHABLE)] * (functions - 1)]
    return module(
        section(TYPE, vector([functype(), *types])),
        section(FUNCTION, vector([0, *[1] * (functions - 1)])),
        section(CODE, vector(codes)),
    )


def branch_table(labels: bytes, count: int) -> bytes:
    return b"\x0e" + u32(count - 1) + labels


ACCEPTED = {
    "blocks in a row": code_of(b"\x02\x40\x0b" * MEGABYTE),
    "blocks inside each other": code_of(b"\x02\x40" * 500_000 + END * 500_000),
    "operands": code_of(I32_CONST * 500_000 + DROP * 500_000),
    "a long branch table": code_of(b"\x02\x40" + I32_CONST + branch_table(b"\0\1" * MEGABYTE, 2 * MEGABYTE) + END),
    "a branch table that carries a thousand values": code_of(
        b"\x02\1\x02\1" + UNREACHABLE + branch_table(b"\0\1" * MEGABYTE, 2 * MEGABYTE) + END + b"\0\x0b\0",
        functype([], MANY),
    ),
    "a branch table of two types": code_of(
        b"\x02\1\x02\2" + UNREACHABLE + branch_table(b"\0\1" * (MEGABYTE // 8), MEGABYTE // 4) + END + b"\0\x0b\0",
        functype([], MANY),
        functype([], [*MANY]),
    ),
    "calls that move a thousand values": code_of(
        b"\x41\0" * 1000 + b"\x10\1" * (MEGABYTE // 8) + DROP * 1000, functype(MANY, MANY), functions=2
    ),
    "blocks that take a thousand values": code_of(
        I32_CONST * 1000 + b"\x02\1\x0b" * (MEGABYTE // 8) + DROP * 1000, functype(MANY, MANY)
    ),
    "dead code": code_of(UNREACHABLE + b"\x6a\x1a" * MEGABYTE),
    "many functions with many locals": module(
        section(TYPE, vector([functype()])),
        section(FUNCTION, vector([0] * 20_000)),
        section(CODE, vector([body(b"", [(limits.LOCALS, I64)])] * 20_000)),
    ),
    "many custom sections and globals": module(
        section(GLOBAL, vector([bytes([I32, 0]) + I32_CONST + END] * 30_000)), section(0, b"\0") * 100_000
    ),
    "globals that name each other": module(
        section(GLOBAL, vector([bytes([I32, 0]) + code + END for code in [I32_CONST, *[b"\x23\0"] * 30_000]]))
    ),
    "a long constant expression": module(
        section(GLOBAL, vector([bytes([I32, 0]) + I32_CONST + (I32_CONST + b"\x6a") * 30_000 + END]))
    ),
}


@pytest.mark.parametrize("data", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_answered_in_time(check, data):
    start = time.thread_time()

    check(data)
    assert 2 > time.thread_time() - start


REFUSED = {
    "too deep": (code_of(b"\x02\x40" * (limits.NESTING + 1)), "blocks nested too deep"),
    "too many operands": (
        code_of(b"\x10\1" * (limits.OPERANDS // 1000 + 2000), functype([], MANY), functions=2),
        "too many operands on the stack",
    ),
    "a branch table of nothing": (code_of(I32_CONST + b"\x0e\xff\xff\xff\xff\x0f"), "unexpected end"),
    "clauses of nothing": (code_of(b"\x1f\x40\xff\xff\xff\xff\x0f"), "unexpected end"),
}


@pytest.mark.parametrize("data, message", REFUSED.values(), ids=REFUSED.keys())
def test_refused_in_time(check, data, message):
    start = time.thread_time()

    with pytest.raises(DecodeError, match=message):
        check(data)
    assert 1 > time.thread_time() - start
