"""Instances of one module in one process: what the next one costs, by the number of functions and of signatures."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

from bench.hosts import WASMTIME, Host
from tests.wasm import binary
from tests.wasm.binary import section, u32, vector

# functions, all of them in a table, and signatures
CASES = {"500 functions": (500, 40), "50 000 functions": (50_000, 40), "50 000 functions, no table": (50_000, 0)}
COUNT = 20


def module(functions: int, signatures: int) -> bytes:
    types = [b"\x60" + vector([b"\x7f"] * (n // 2)) + vector([b"\x7e"] * (n % 2)) for n in range(max(1, signatures))]
    body = [b"\x04\x00\x42\x00\x0b" if index % len(types) % 2 else b"\x02\x00\x0b" for index in range(functions)]
    elements = b"\x00\x41\x00\x0b" + vector([u32(index) for index in range(functions)])
    return binary.module(
        section(1, vector(types)),
        section(3, vector([u32(index % len(types)) for index in range(functions)])),
        section(4, vector([b"\x70\x00" + u32(functions)])) if signatures else b"",
        section(5, vector([b"\x00\x01"])),
        section(9, vector([elements])) if signatures else b"",
        section(10, vector(body)),
    )


@cache
def maker(case: str, peer: bool) -> Callable[[], object]:
    """Makes one instance in a store of its own."""
    data = module(*CASES[case])
    if peer:
        import wasmtime

        engine = wasmtime.Engine()
        compiled = wasmtime.Module(engine, data)
        return lambda: wasmtime.Instance(wasmtime.Store(engine), compiled, [])
    from wasihost.engine import Engine
    from wasihost.host.instance import Store

    ours = Engine(cache=None).compile(data)
    return lambda: Store().instantiate(ours, {})


def measure(case: str, host: Host) -> float:
    """Microseconds, the best of some."""
    make = maker(case, host is WASMTIME)
    make()
    times = []
    for _ in range(COUNT):
        start = time.perf_counter()
        instance = make()
        times.append(time.perf_counter() - start)
        del instance
    return min(times) * 1e6
