"""Guests that never end, or take all they can get, as text modules."""

from tests.cli.guests import WASI

LOOP = '(module (func (export "_start") (loop $l (br $l))))'
LOOP_AT_START = '(module (func $f (loop $l (br $l))) (start $f) (func (export "_start")))'
RECURSION = '(module (func $f (export "_start") (call $f)))'
RECURSION_BY_TABLE = """(module (table funcref (elem $f))
  (func $f (export "_start") (call_indirect (i32.const 0)) (call_indirect (i32.const 0))))"""
TAIL_CALLS = '(module (func $f (export "_start") (return_call $g)) (func $g (return_call $f)))'
THROWS = """(module (tag $t (param i64)) (func $f (throw $t (i64.const 1)))
  (func (export "_start") (loop $l (drop (block $h (result i64) (try_table (catch $t $h) (call $f)) (unreachable)))
    (br $l))))"""
# Nearly all of their time is the host's: a signal hardly ever finds them in wasm.
FILLS = """(module (memory 4096)
  (func (export "_start") (loop $l (memory.fill (i32.const 0) (i32.const 0) (i32.const 0x10000000)) (br $l))))"""
RANDOM = f"""(module (import "{WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 65535)
  (func (export "_start") (drop (call $random (i32.const 0) (i32.const 0xfffe0000)))))"""
FILLS_TABLES = (
    f"""(module {"(table 9000000 funcref (ref.func $f))" * 20} (func $f (export "_start") (loop $l (br $l))))"""
)
WAITS_FOR_THREADS = """(module (memory 1 1 shared)
  (func (export "_start")
    (loop $l (drop (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))) (br $l))))"""
YIELDS = f"""(module (import "{WASI}" "sched_yield" (func $yield (result i32)))
  (func (export "_start") (loop $l (drop (call $yield)) (br $l))))"""
# Ends with the number of pages, in eights.
GROWS = f"""(module (import "{WASI}" "proc_exit" (func $exit (param i32))) (memory 0)
  (func (export "_start")
    (loop $l (br_if $l (i32.ne (memory.grow (i32.const 1)) (i32.const -1))))
    (memory.fill (i32.const 0) (i32.const 1) (i32.mul (memory.size) (i32.const 65536)))
    (call $exit (i32.div_u (memory.size) (i32.const 8)))))"""
# Two memories that grow by turns.
GROW_BY_TURNS = f"""(module (import "{WASI}" "proc_exit" (func $exit (param i32))) (memory $a 0) (memory $b 0)
  (func (export "_start")
    (loop $l (br_if $l (i32.or (i32.ne (memory.grow $a (i32.const 1)) (i32.const -1))
                               (i32.ne (memory.grow $b (i32.const 1)) (i32.const -1)))))
    (call $exit (i32.div_u (i32.add (memory.size $a) (memory.size $b)) (i32.const 8)))))"""
GROWS_TABLE = f"""(module (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (table $a 1 funcref) (table $b 2 externref)
  (func (export "_start")
    (loop $l (br_if $l (i32.ne (table.grow $a (ref.null func) (i32.const 1)) (i32.const -1))))
    (call $exit (i32.add (table.size $a) (table.size $b)))))"""
# Ends with the megabytes that its entries take.
GROWS_TABLE_FAR = f"""(module (import "{WASI}" "proc_exit" (func $exit (param i32))) (table 0 funcref)
  (func (export "_start")
    (loop $l (br_if $l (i32.ne (table.grow (ref.null func) (i32.const 1024)) (i32.const -1))))
    (call $exit (i32.div_u (i32.add (table.size) (i32.const 2048)) (i32.const 131072)))))"""
# Exceptions without end: a reference to each is dropped, or the next one keeps it.
DROPS_EXCEPTIONS = """(module (tag $t (param v128 v128 v128 v128 v128 v128 v128 v128)) (memory 16)
  (func (export "_start") (local $n i32)
    (loop $l
      (drop (block $h (result exnref)
        (try_table (catch_all_ref $h)
          (v128.const i64x2 1 1) (v128.const i64x2 1 1) (v128.const i64x2 1 1) (v128.const i64x2 1 1)
          (v128.const i64x2 1 1) (v128.const i64x2 1 1) (v128.const i64x2 1 1) (v128.const i64x2 1 1) (throw $t))
        unreachable))
      (br_if $l (i32.lt_u (local.tee $n (i32.add (local.get $n) (i32.const 1))) (i32.const 5000000))))))"""
KEEPS_EXCEPTIONS = """(module (tag $t (param exnref)) (func (export "_start") (local $kept exnref)
  (loop $l
    (local.set $kept (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t (local.get $kept))) unreachable))
    (br $l))))"""
# What it throws a second time was caught without a reference in between.
THROWS_AGAIN = f"""(module (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (type $nine (func (param i64 i64 i64 i64 i64 i64 i64 i64 i64))) (tag $t (type $nine))
  (global $kept (mut exnref) (ref.null exn))
  (func $keep
    (block $h (result i64 i64 i64 i64 i64 i64 i64 i64 i64 exnref)
      (try_table (catch_ref $t $h)
        (throw $t (i64.const 1) (i64.const 2) (i64.const 3) (i64.const 4) (i64.const 5)
                  (i64.const 6) (i64.const 7) (i64.const 8) (i64.const 9)))
      unreachable)
    (global.set $kept) drop drop drop drop drop drop drop drop drop)
  (func $catch (block $h (try_table (catch_all $h) (throw_ref (global.get $kept)))))
  (func (export "_start") (call $keep) (call $catch) (call $catch) (call $keep) (call $exit (i32.const 7))))"""
LARGE_MEMORY = '(module (memory 16384) (func (export "_start")))'
# Each collection of exceptions looks at all entries.
LARGE_TABLE_OF_EXCEPTIONS = """(module (tag $t) (table 0xffffffff exnref) (global $kept (mut exnref) (ref.null exn))
  (func (export "_start")
    (loop $l
      (global.set $kept (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t)) unreachable))
      (br $l))))"""
LARGE_TABLE = '(module (table 9000000 funcref) (func (export "_start")))'


def writes(chunk: int, count: int = 1) -> str:
    """Without end, `chunk` bytes in each of `count` buffers, to stdout and stderr by turns."""
    vectors = "".join(
        f"(i32.store (i32.const {8 * n}) (i32.const 4096)) (i32.store (i32.const {8 * n + 4}) (i32.const {chunk}))"
        for n in range(count)
    )
    return f"""(module (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 32)
      (func (export "_start") (local $fd i32) {vectors}
        (loop $l
          (local.set $fd (i32.xor (local.get $fd) (i32.const 1)))
          (drop (call $write (i32.add (local.get $fd) (i32.const 1)) (i32.const 0) (i32.const {count}) (i32.const 512)))
          (br $l))))"""


# Opens its preopen again and again; ends with the errno.
OPENS = f"""(module
  (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1) (data (i32.const 0) ".")
  (func (export "_start") (local $error i32)
    (loop $l
      (local.set $error (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0) (i64.const 0)
        (i64.const 0) (i32.const 0) (i32.const 16)))
      (br_if $l (i32.eqz (local.get $error))))
    (call $exit (local.get $error))))"""

READS = f"""(module (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")
    (i32.store (i32.const 0) (i32.const 64)) (i32.store (i32.const 4) (i32.const 64))
    (loop $l (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16))) (br $l))))"""
# Through a table, where no check comes before the call.
READS_BY_TABLE = (
    READS.replace("(memory", "(table funcref (elem $read)) (memory")
    .replace("(call $read", "(call_indirect (param i32 i32 i32 i32) (result i32)")
    .replace("(i32.const 16))) (br $l)", "(i32.const 16) (i32.const 0))) (br $l)")
)


def waits(clock: bool) -> str:
    """For a clock that takes its time, or for standard input."""
    subscription = (
        "(i32.store (i32.const 16) (i32.const 1)) (i64.store (i32.const 24) (i64.const 9000000000000000000))"
        if clock
        else "(i32.store8 (i32.const 8) (i32.const 1))"
    )
    return f"""(module (import "{WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start") {subscription}
        (loop $l (drop (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128))) (br $l))))"""
