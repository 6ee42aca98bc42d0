"""Exceptions of plain WebAssembly, without a language's runtime: what a throw costs, by the frames it passes."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

from bench.hosts import Host, Wasihost
from tests.wat import wat

CASES = {"1 frame": 1, "10 frames": 10, "100 frames": 100}
COUNT = 20_000  # throws of a call

_MODULE = """(module
  (tag $e (param i32))
  (func $down (param $depth i32) (param $x i32)
    (if (local.get $depth)
      (then (call $down (i32.sub (local.get $depth) (i32.const 1)) (local.get $x)))
      (else (throw $e (local.get $x)))))
  (func (export "run") (param $frames i32) (param $count i32) (result i32)
    (local $sum i32)
    (loop $again
      (local.set $sum (i32.add (local.get $sum)
        (block $caught (result i32)
          (try_table (catch $e $caught)
            (call $down (i32.sub (local.get $frames) (i32.const 1)) (local.get $count)))
          (unreachable))))
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (local.get $sum)))"""


@cache
def runner(host: Host) -> Callable[[int, int], object]:
    """Throws through so many frames, so many times."""
    data = wat(_MODULE)
    if isinstance(host, Wasihost):
        from wasihost.engine import Engine
        from wasihost.host.instance import Store

        exports = Store().instantiate(Engine(cache=None, level=host.level).compile(data), {}).exports
        return lambda frames, count: exports["run"].call_raw([frames, count])
    import wasmtime

    config = wasmtime.Config()
    config.wasm_exceptions = True
    store = wasmtime.Store(wasmtime.Engine(config))
    run = wasmtime.Instance(store, wasmtime.Module(store.engine, data), []).exports(store)["run"]
    return lambda frames, count: run(store, frames, count)


def measure(case: str, host: Host) -> float:
    """Nanoseconds for each throw."""
    run = runner(host)
    run(CASES[case], 1)
    start = time.perf_counter()
    run(CASES[case], COUNT)
    return (time.perf_counter() - start) / COUNT * 1e9
