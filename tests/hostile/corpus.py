"""The hostile corpus: each guest or module, what it is run with, and how that has to end."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from bench.shapes import SHAPES, module_of
from tests.hostile import guests, modules
from tests.wat import wat

TRAPPED, TIMED_OUT, INVALID, FAILED = 134, 124, 126, 125
COMPILE_TIME = 20  # seconds
SLOW = ("--max-compile-time", f"{COMPILE_TIME}s", "--timeout", "5s")


class Case(NamedTuple):
    name: str
    module: Callable[[], bytes]
    options: tuple[str, ...] = ()
    status: tuple[int, ...] = (0,)
    says: str = ""  # a part of standard error
    seconds: float = 5  # from start to end, at most
    memory: int = 400  # megabytes of all its processes together, at most
    output: int = 0  # bytes


def _text(name: str, text: str, *options: str, status: int, says: str = "", **fields) -> Case:
    return Case(name, partial(wat, text), options, (status,), says, **fields)


TIME, LATE = ("--timeout", "300ms"), "error: the guest ran longer than 0.3 s (--timeout)\n"

QUICK = [
    # ------------------------------------------------------------------------------------------------------------ time
    _text("loop", guests.LOOP, *TIME, status=TIMED_OUT, says=LATE),
    _text("loop, invoked", guests.LOOP, *TIME, "--invoke", "_start", status=TIMED_OUT, says=LATE),
    _text("loop in the start function", guests.LOOP_AT_START, *TIME, status=TIMED_OUT, says=LATE),
    _text("tail calls", guests.TAIL_CALLS, *TIME, status=TIMED_OUT, says=LATE),
    _text("exceptions", guests.THROWS, *TIME, status=TIMED_OUT, says=LATE),
    _text("fills", guests.FILLS, *TIME, status=TIMED_OUT, says=LATE),
    _text("random numbers", guests.RANDOM, *TIME, status=TIMED_OUT, says=LATE),
    _text("random numbers from a seed", guests.RANDOM, "--seed", "1", *TIME, status=TIMED_OUT, says=LATE),
    _text("random numbers, and fuel", guests.RANDOM, "--fuel", "9", *TIME, status=TIMED_OUT, says=LATE),
    # How far it comes in its time depends on the machine: all tables together are 1.4 GB.
    _text("tables that begin full", guests.FILLS_TABLES, *TIME, status=TIMED_OUT, says=LATE, memory=1600),
    _text("yields", guests.YIELDS, *TIME, status=TIMED_OUT, says=LATE),
    _text("sleeps", guests.waits(clock=True), *TIME, status=TIMED_OUT, says=LATE),
    _text("waits for input", guests.waits(clock=False), *TIME, status=TIMED_OUT, says=LATE),
    _text("waits for threads", guests.WAITS_FOR_THREADS, *TIME, status=TIMED_OUT, says=LATE),
    _text("reads", guests.READS, *TIME, status=TIMED_OUT, says=LATE),
    _text("exceptions, and a large table", guests.LARGE_TABLE_OF_EXCEPTIONS, *TIME, status=TIMED_OUT, says=LATE),
    _text("reads through a table", guests.READS_BY_TABLE, *TIME, status=TIMED_OUT, says=LATE),
    # ------------------------------------------------------------------------------------------------------- the others
    _text("fuel", guests.LOOP, "--fuel", "100000000", status=TRAPPED,
        says="error: out of fuel: 100000000 used (--fuel)\n"),
    _text("recursion", guests.RECURSION, status=TRAPPED, says="error: wasm trap: call stack exhausted\n"),
    _text("deep recursion", guests.RECURSION, "--max-stack", "200M", status=TRAPPED, says="call stack exhausted\n"),
    _text("recursion through a table", guests.RECURSION_BY_TABLE, status=TRAPPED, says="call stack exhausted\n"),
    _text("grows", guests.GROWS, "--max-memory", "64M", status=1024 // 8),
    _text("grows by turns", guests.GROW_BY_TURNS, "--max-memory", "64M", status=1024 // 8),
    _text("grows a table", guests.GROWS_TABLE, "--max-table", "100", status=100),
    _text(
        "large memory", guests.LARGE_MEMORY, "--max-memory", "1000M",
        status=INVALID, says="a memory starts with 1.0 GiB, but all memories together may have at most "
        "1000.0 MiB (--max-memory)\n",
    ),
    _text("drops exceptions", guests.DROPS_EXCEPTIONS, "--max-memory", "1M", status=0, memory=120),
    _text(
        "keeps exceptions", guests.KEEPS_EXCEPTIONS, "--max-memory", "64M",
        status=TRAPPED, says="error: the guest needs more than 64.0 MiB of memory (--max-memory)\n", memory=200,
    ),
    *(_text(f"throws again, {level}", guests.THROWS_AGAIN, "--level", level, status=7)
        for level in ("fast", "balanced", "max")),
    _text("grows a table in memory", guests.GROWS_TABLE_FAR, "--max-memory", "16M", status=17),
    _text("large enough", guests.LARGE_MEMORY, "--max-memory", "1G", status=0),
    _text(
        "large table", guests.LARGE_TABLE, "--max-table", "1000",
        status=INVALID, says="a table starts with 9000000 entries, but all tables together may have at most "
        "1000 (--max-table)\n",
    ),
    _text(
        "output", guests.writes(1000), "--max-output", "1M",
        status=TRAPPED, output=1 << 20, says="error: the guest wrote more than 1.0 MiB (--max-output)\n",
    ),
    _text("opens", guests.OPENS, "--dir", ".", "--max-fds", "20", status=33),
    Case("compiles", lambda: module_of(SHAPES["ordinary"](2000), 300), ("--max-compile-time", "1s", "--level", "max"),
        (FAILED,), "error: compiling took longer than 1 s (--max-compile-time)\n", memory=800),
    # ---------------------------------------------------------------------------------------------------- modules
    Case("100 000 locals", partial(modules.locals_, 100_000), (), (INVALID,), "too many locals"),
    Case("50 000 parameters", partial(modules.parameters, 50_000), (), (INVALID,)),
    Case("65 536 memories", partial(modules.memories, 1 << 16), (), (INVALID,)),
    Case("10 000 blocks deep", partial(modules.nesting, 10_000)),
    Case("10 000 targets", partial(modules.targets, 10_000)),
    Case("4000 loops that branch past one another", partial(modules.loops_one_at_a_time, 4000), seconds=25, memory=800),
    Case("20 000 try_tables deep", partial(modules.tries, 20_000), seconds=25),
    Case("1000 clauses of one tag", partial(modules.clauses, 1000)),
    Case("10 000 data segments", partial(modules.data_segments, 10_000)),
    Case("function name of 1 MB", partial(modules.function_name, 1 << 20), (), (TRAPPED,), "unreachable"),
]  # fmt: skip

LONG = [
    Case("50 000 locals", partial(modules.locals_, 50_000), SLOW, seconds=25),
    Case("100 memories", partial(modules.memories, 100), SLOW),
    Case("100 000 blocks deep", partial(modules.nesting, 100_000), SLOW, seconds=25),
    Case("100 000 loops deep", partial(modules.nesting, 100_000, modules.LOOP), SLOW, seconds=25),
    Case("a million targets", partial(modules.targets, 1_000_000), SLOW, (0, FAILED), seconds=25, memory=4000),
    Case("a million functions", partial(modules.functions, 1_000_000), SLOW, (0, FAILED), seconds=25, memory=4000),
    Case("data of 100 MB", partial(modules.data, 100_000_000), SLOW, memory=1500, seconds=25),
    Case("100 000 data segments", partial(modules.data_segments, 100_000), SLOW, seconds=25, memory=800),
    Case("a million element segments", partial(modules.element_segments, 1_000_000), SLOW, (0, FAILED), seconds=25,
        memory=2000),
    Case("a table of 10 million", partial(modules.table, 10_000_000), SLOW),
    Case("a table of 4 billion", partial(modules.table, 0xFFFFFFFF), SLOW),
    Case("5000 tables of 4 billion", partial(modules.tables, 5000, 0xFFFFFFFF), SLOW, (FAILED,), "not enough memory"),
    Case("1000 tables of 10 million", partial(modules.tables, 1000, 10_000_000), SLOW, (0, FAILED), seconds=25),
    Case("a million globals", partial(modules.globals_, 1_000_000), SLOW, (0, FAILED), seconds=25, memory=2000),
    Case("function name of 10 MB", partial(modules.function_name, 10_000_000), SLOW, (TRAPPED,), "unreachable"),
    Case("import name of 10 MB", partial(modules.import_name, 10_000_000), SLOW, (INVALID,), "unknown import"),
    Case("export name of 10 MB", partial(modules.export_name, 10_000_000), SLOW, (INVALID,), "no command"),
    *(
        Case(f"{shape}, {level}", partial(lambda shape: module_of(SHAPES[shape](1_000_000)), shape),
             (*SLOW, "--level", level), (INVALID, FAILED), seconds=25, memory=4500)
        for shape in SHAPES
        for level in ("fast", "max")
    ),
]  # fmt: skip
