"""A first run gets better code while it runs."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.codegen.objects import on_x86_64
from tests.door import command, environ
from tests.wat import wat

pytestmark = on_x86_64

LOOPS = """(func $works (param $n i32) (result i32) (local $k i32)
  (loop $l (local.set $k (i32.add (i32.mul (local.get $k) (i32.const 5)) (local.get $n)))
    (br_if $l (local.tee $n (i32.sub (local.get $n) (i32.const 1))))) (local.get $k))"""
RECURSION = """(func $works (param $n i32) (result i32)
  (if (result i32) (i32.lt_u (local.get $n) (i32.const 2)) (then (local.get $n))
    (else (i32.add (call $works (i32.sub (local.get $n) (i32.const 1)))
                   (call $works (i32.sub (local.get $n) (i32.const 2)))))))"""
# Works in rounds until standard input ends; the exit status is the last result.
PROGRAM = """(module
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "{subscriptions}")
  {function}
  (func (export "_start") (local $result i32)
    (loop $rounds
      (local.set $result (call $works (i32.const {argument})))
      (drop (call $poll (i32.const 0) (i32.const 200) (i32.const 2) (i32.const 300)))
      ;; the first event is that of the clock, unless there is something to read
      (br_if $rounds (i32.and (i32.eq (i32.load (i32.const 300)) (i32.const 1))
                              (i32.eqz (i32.load8_u (i32.const 210))))))
    (call $exit (i32.and (local.get $result) (i32.const 63)))))"""


def subscriptions() -> str:
    """A clock that has already struck, and standard input."""
    clock = bytes(8) + bytes([0]) + bytes(7) + bytes([1, 0, 0, 0]) + bytes(4) + bytes(24)
    read = bytes([1]) + bytes(7) + bytes([1]) + bytes(39)
    return "".join(f"\\{byte:02x}" for byte in clock + read)


def has_better_code(process: int) -> bool:
    return "wasihost-code" in Path(f"/proc/{process}/maps").read_text()


@pytest.mark.parametrize("function, argument, status", [(RECURSION, 20, 6765 & 63), (LOOPS, 100_000, 16)])
def test_it_arrives_and_computes_the_same(tmp_path, function, argument, status):
    text = PROGRAM.format(function=function, argument=argument, subscriptions=subscriptions())
    (tmp_path / "m.wasm").write_bytes(wat(text))
    variables = environ(WASIHOST_CACHE_DIR=str(tmp_path / "cache"), WASIHOST_BACKGROUND="0.001")
    line = [*command("launcher"), "m.wasm"]
    with subprocess.Popen(line, cwd=tmp_path, env=variables, stdin=subprocess.PIPE, start_new_session=True) as run:
        try:
            end = time.monotonic() + 300
            while not has_better_code(run.pid):
                assert run.poll() is None and time.monotonic() < end
                time.sleep(0.05)
            assert run.stdin
            run.stdin.close()
            assert status == run.wait(60)
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


KEPT = ["--fuel 1000000000000", "--confine", "--no-background", "--no-cache", "--level baseline"]


@pytest.mark.parametrize("options", KEPT)
def test_some_runs_keep_their_code(tmp_path, options):
    (tmp_path / "m.wasm").write_bytes(
        wat(f"""(module {LOOPS}
        (func (export "_start") (drop (call $works (i32.const 2000000000)))))""")
    )
    variables = environ(WASIHOST_CACHE_DIR=str(tmp_path / "cache"), WASIHOST_BACKGROUND="0.001")
    line = [*command("launcher"), *options.split(), "m.wasm"]
    with subprocess.Popen(line, cwd=tmp_path, env=variables, stdin=subprocess.DEVNULL) as run:
        time.sleep(1)
        found = run.poll() is None and "wasihost-sampling" in Path(f"/proc/{run.pid}/maps").read_text()
        run.kill()

    assert not found
