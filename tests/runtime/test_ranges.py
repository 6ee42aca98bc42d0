"""Time ends what host code does with the largest ranges that a guest can choose, each function by itself."""

import os
import socket
import time

import pytest

from tests.cli.guests import WASI
from tests.hostile import guests
from tests.wat import wat
from wasihost.engine import Engine
from wasihost.errors import TimedOut
from wasihost.host.guest import EMBEDDED, Limits, Program, Trace
from wasihost.host.instance import Store

TIMEOUT = 0.1
MOST = 0.5  # seconds of processor time; where nobody asks, these calls take one to thirty
LEVELS = ["fast", "balanced", "max"]
# Memory of 4 GiB less 64 KiB, where everything is zero: as buffers, empty ones.
BEYOND, PIECES = 0xFFFF0000, 0xFFFE0000 // 8
WIDTHS = {"i": "i32", "l": "i64"}


def calls(function: str, types: str, *arguments: int, first: str = "") -> str:
    """A module that calls a function of WASI once."""
    params = " ".join(WIDTHS[letter] for letter in types)
    pushed = " ".join(f"({WIDTHS[letter]}.const {value})" for letter, value in zip(types, arguments, strict=True))
    return f"""(module (import "{WASI}" "{function}" (func $f (param {params}) (result i32)))
      (memory (export "memory") 65535)
      (func (export "_start") {first} (drop (call $f {pushed}))))"""


def one_buffer(size: int) -> str:
    return f"(i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const {size}))"


def many_buffers(size: int) -> str:
    """As many as one transfer may have, all of them the same."""
    return f"""(loop $l
      (i32.store (local.get $at) (i32.const 65536)) (i32.store offset=4 (local.get $at) (i32.const {size}))
      (br_if $l (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 8))) (i32.const 8192))))"""


def transfers(function: str, types: str, fd: int, offset: tuple[int, ...] = ()) -> dict[str, str]:
    """With nothing but empty buffers, with one of gigabytes, and with as much in many."""
    result = BEYOND - 8
    many = calls(function, types, fd, 0, 1024, *offset, result, first=many_buffers(0xFFF00000))
    return {
        f"{function} empty": calls(function, types, fd, 0, PIECES, *offset, result),
        f"{function} one": calls(function, types, fd, 0, 1, *offset, result, first=one_buffer(0xFFF00000)),
        f"{function} many": many.replace('"_start")', '"_start") (local $at i32)'),
    }


FILE, SOCKET = 1, 2
ROWS = {
    "random_get": calls("random_get", "ii", 0, BEYOND - 65536),
    "random_get seeded": calls("random_get", "ii", 0, BEYOND - 65536),
    **transfers("fd_read", "iiii", FILE),
    **transfers("fd_write", "iiii", FILE),
    **transfers("fd_pread", "iiili", FILE, (0,)),
    **transfers("fd_pwrite", "iiili", FILE, (0,)),
    "sock_recv empty": calls("sock_recv", "iiiiii", SOCKET, 0, PIECES, 0, BEYOND - 8, BEYOND - 4),
    "sock_send empty": calls("sock_send", "iiiii", SOCKET, 0, PIECES, 0, BEYOND - 8),
    "sock_send one": calls("sock_send", "iiiii", SOCKET, 0, 1, 0, BEYOND - 8, first=one_buffer(0xFFF00000)),
    "poll_oneoff": calls("poll_oneoff", "iiii", 0, 0x10000000, 65536, BEYOND - 8),
    "memory.fill": """(module (memory 65535)
      (func (export "_start") (memory.fill (i32.const 0) (i32.const 1) (i32.const 0xffff0000))))""",
    "memory.copy": """(module (memory 65535)
      (func (export "_start") (memory.copy (i32.const 0) (i32.const 0x7fff0000) (i32.const 0x80000000))))""",
    "memory.copy backwards": """(module (memory 65535)
      (func (export "_start") (memory.copy (i32.const 0x7fff0000) (i32.const 0) (i32.const 0x80000000))))""",
    "table.fill": """(module (table $t 9000000 funcref) (elem declare func $f) (func $f (export "_start")
      (loop $l (table.fill $t (i32.const 0) (ref.func $f) (i32.const 9000000)) (br $l))))""",
    "table.grow": """(module (table $t 0 externref) (func (export "_start")
      (loop $l (drop (table.grow $t (ref.null extern) (i32.const 9000000))) (br $l))))""",
    "table.copy": f"""(module (table $a 9000000 funcref) (table $b 9000000 funcref)
      {"(elem (table $a) (i32.const 0) func)" * 16}
      (func (export "_start")
        (table.copy $b $a (i32.const 0) (i32.const 0) (i32.const 9000000)) (loop $l (br $l))))""",
    "table.init": f"""(module (table $t 1000000 funcref) (elem $e func {"$f " * 1_000_000})
      (func $f (export "_start") (loop $l
        (table.init $t $e (i32.const 0) (i32.const 0) (i32.const 1000000)) (br $l))))""",
    "tables that begin full": f"""(module {"(table 9000000 funcref (ref.func $f))" * 20}
      (func $f (export "_start") (loop $l (br $l))))""",
}


@pytest.fixture
def streams(tmp_path):
    """Standard input is a file that reads as 4 GiB, output a file, and standard error a socket that nobody reads."""
    here, there = socket.socketpair()
    with open(tmp_path / "f", "w+b") as file, here, there:
        file.truncate(1 << 32)
        yield -1, file.fileno(), here.fileno()


@pytest.fixture(scope="module", params=LEVELS)
def compiled(request):
    kept = {}

    def compile(text):
        return kept.setdefault(text, Engine(level=request.param, jobs=1).compile(wat(text)))

    return compile


@pytest.mark.parametrize("name", ROWS)
def test_time_ends_it(name, compiled, streams):
    module = compiled(ROWS[name])
    seed = {"given": int("seeded" in name), "value": 1}
    wasi = Program(argv=[b"m"], stdio=streams, options=EMBEDDED | {"seed": seed})
    store = Store(limits=Limits(timeout=TIMEOUT))
    start = time.thread_time()
    try:
        with store.limited_time():
            store.instantiate(module, wasi=wasi).exports["_start"].call_raw([])
    except TimedOut:
        pass
    spent = time.thread_time() - start

    assert spent < MOST


def test_timeout_ends_a_blocked_trace(compiled):
    """The descriptor blocks, or does not; then what is full is waited for."""
    module = compiled(guests.YIELDS)
    for blocks in (True, False):
        ours, theirs = os.pipe()
        os.set_blocking(theirs, blocks)
        store = Store(limits=Limits(timeout=TIMEOUT))
        wasi = Program(argv=[b"m"], stdio=(-1, -1, -1), trace=Trace(fd=theirs))
        with pytest.raises(TimedOut), store.limited_time():
            store.instantiate(module, wasi=wasi).exports["_start"].call_raw([])
        os.close(ours)
        os.close(theirs)
