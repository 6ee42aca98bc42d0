"""Small guests as text modules: each does one thing that a test of the command looks at."""

WASI = "wasi_snapshot_preview1"


def exits(code: int) -> str:
    return f"""(module
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func (export "_start") (call $exit (i32.const {code}))))"""


def says(text: str, fd: int = 1) -> str:
    """Writes the text, and exits with the errno of that."""
    data = "".join(f"\\{byte:02x}" for byte in text.encode())
    return f"""(module
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\10\\00\\00\\00\\{len(text.encode()):02x}\\00\\00\\00")
      (data (i32.const 16) "{data}")
      (func (export "_start")
        (call $exit (call $write (i32.const {fd}) (i32.const 0) (i32.const 1) (i32.const 8)))))"""


def repeats(what: str) -> str:
    """Writes its `args` or its `environ`, each with its NUL."""
    return f"""(module
      (import "{WASI}" "{what}_sizes_get" (func $sizes (param i32 i32) (result i32)))
      (import "{WASI}" "{what}_get" (func $get (param i32 i32) (result i32)))
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (memory (export "memory") 1)
      (func (export "_start")
        (drop (call $sizes (i32.const 0) (i32.const 4)))
        (drop (call $get (i32.const 1024) (i32.const 8192)))
        (i32.store (i32.const 0) (i32.const 8192))
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"""


def opens(path: str, fd: int, then: str) -> str:
    """Removes and opens a path in a descriptor, and ends as `then` says."""
    return f"""(module
      (import "{WASI}" "path_open"
        (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
      (import "{WASI}" "path_unlink_file" (func $unlink (param i32 i32 i32) (result i32)))
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "{path}")
      (func (export "_start")
        (drop (call $unlink (i32.const {fd}) (i32.const 0) (i32.const {len(path)})))
        (drop (call $open (i32.const {fd}) (i32.const 0) (i32.const 0) (i32.const {len(path)}) (i32.const 0)
          (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 100)))
        {then}))"""


def accepts(fd: int) -> str:
    """Writes a byte, accepts from a descriptor, and exits with the errno of that."""
    return f"""(module
      (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
      (import "{WASI}" "sock_accept" (func $accept (param i32 i32 i32) (result i32)))
      (import "{WASI}" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (data (i32.const 0) "\\10\\00\\00\\00\\01\\00\\00\\00")
      (func (export "_start")
        (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
        (call $exit (call $accept (i32.const {fd}) (i32.const 0) (i32.const 8)))))"""


PREOPENS = f"""(module
  (import "{WASI}" "fd_prestat_get" (func $get (param i32 i32) (result i32)))
  (import "{WASI}" "fd_prestat_dir_name" (func $name (param i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $fd i32)
    (local.set $fd (i32.const 3))
    (block $done (loop $next
      (br_if $done (call $get (local.get $fd) (i32.const 0)))
      (drop (call $name (local.get $fd) (i32.const 64) (i32.load (i32.const 4))))
      (i32.store8 (i32.add (i32.const 64) (i32.load (i32.const 4))) (i32.const 10))
      (i32.store (i32.const 8) (i32.const 64))
      (i32.store (i32.const 12) (i32.add (i32.load (i32.const 4)) (i32.const 1)))
      (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))
      (local.set $fd (i32.add (local.get $fd) (i32.const 1)))
      (br $next)))))"""

EMPTY = '(module (func (export "_start")))'
SPINS = f"""(module
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\01\\00\\00\\00")
  (func (export "_start")
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (loop $l (br $l))))"""
FOREVER = f"""(module
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\01\\00\\00\\00")
  (func (export "_start")
    (loop $l (br_if $l (i32.eqz (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))))"""
# Standard input to standard output, as it comes; exits with the errno of what fails.
COPIES = f"""(module
  (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $check (param $errno i32) (if (local.get $errno) (then (call $exit (local.get $errno)))))
  (func (export "_start")
    (loop $next
      (i32.store (i32.const 0) (i32.const 16))
      (i32.store (i32.const 4) (i32.const 40000))
      (call $check (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 4)))
      (if (i32.eqz (i32.load (i32.const 4))) (then return))
      (loop $rest
        (call $check (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
        (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.load (i32.const 8))))
        (i32.store (i32.const 4) (i32.sub (i32.load (i32.const 4)) (i32.load (i32.const 8))))
        (br_if $rest (i32.load (i32.const 4))))
      (br $next))))"""
# Writes the bits of the numbers 0/0 and the root of -1, of an f64 and of lanes, as hexadecimal digits.
NANS = f"""(module
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\11\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00\\00----------------\\n")
  (func $print (param $bits i64) (local $at i32) (local $digit i32)
    (local.set $at (i32.const 31))
    (loop $next
      (local.set $digit (i32.and (i32.wrap_i64 (local.get $bits)) (i32.const 15)))
      (i32.store8 (local.get $at) (i32.add (local.get $digit)
        (select (i32.const 48) (i32.const 87) (i32.lt_u (local.get $digit) (i32.const 10)))))
      (local.set $bits (i64.shr_u (local.get $bits) (i64.const 4)))
      (local.set $at (i32.sub (local.get $at) (i32.const 1)))
      (br_if $next (i32.ge_u (local.get $at) (i32.const 16))))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8))))
  (func (export "_start")
    (call $print (i64.reinterpret_f64 (f64.div (f64.const 0) (f64.const 0))))
    (call $print (i64.reinterpret_f64 (f64.neg (f64.sqrt (f64.const -1)))))
    (call $print (i64x2.extract_lane 1 (f32x4.sqrt (v128.const f32x4 0 0 -1 -nan:0x1))))))"""
CANONICAL = b"7ff8000000000000\nfff8000000000000\n7fc000007fc00000\n"  # what it says where NaNs are canonical
# Reads each clock twice, waits by each of the first two, takes random bytes, and writes all that it was told.
LOOKS = f"""(module
  (import "{WASI}" "clock_time_get" (func $time (param i32 i64 i32) (result i32)))
  (import "{WASI}" "clock_res_get" (func $res (param i32 i32) (result i32)))
  (import "{WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (import "{WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_filestat_get" (func $stat (param i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $look (param $clock i32) (local $to i32)
    (local.set $to (i32.add (i32.const 1024) (i32.mul (local.get $clock) (i32.const 64))))
    (drop (call $time (local.get $clock) (i64.const 0) (local.get $to)))
    (drop (call $res (local.get $clock) (i32.add (local.get $to) (i32.const 8))))
    (i32.store (i32.const 216) (local.get $clock))
    (i64.store (i32.const 224) (i64.const 5000000000))
    (i32.store (i32.add (local.get $to) (i32.const 24))
      (call $poll (i32.const 200) (i32.const 300) (i32.const 1) (i32.const 400)))
    (drop (call $random (i32.add (local.get $to) (i32.const 32)) (i32.const 16)))
    (drop (call $time (local.get $clock) (i64.const 0) (i32.add (local.get $to) (i32.const 16)))))
  (func (export "_start")
    (call $look (i32.const 0)) (call $look (i32.const 1)) (call $look (i32.const 2)) (call $look (i32.const 3))
    (i32.store (i32.const 0) (i32.const 1024))
    (i32.store (i32.const 4) (i32.const 256))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))))"""
# Creates `f` in the first directory, and exits with the errno of that.
CREATES = f"""(module
  (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1) (data (i32.const 16) "f")
  (func (export "_start")
    (call $exit (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 1)
                            (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 32)))))"""
# Opens the FIFO `f` for writing, says so, waits for a byte, and exits with the errno of a write to the FIFO.
WRITES_TO_A_FIFO = f"""(module
  (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "\\10\\00\\00\\00\\01\\00\\00\\00")
  (data (i32.const 16) "f")
  (func (export "_start")
    (drop (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 1) (i32.const 0)
                      (i64.const 64) (i64.const 0) (i32.const 0) (i32.const 32)))
    (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    (call $exit (call $write (i32.load (i32.const 32)) (i32.const 0) (i32.const 1) (i32.const 8)))))"""
DIVIDES = """(module
  (func $div (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func $main (drop (call $div (i32.const 1) (i32.const 0))))
  (func (export "_start") (call $main)))"""
RECURSES = '(module (func $f (call $f) (call $f)) (func $main (call $f)) (func (export "_start") (call $main)))'
MATH = """(module
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "add64") (param i64 i64) (result i64) (i64.add (local.get 0) (local.get 1)))
  (func (export "half32") (param f32) (result f32) (f32.mul (local.get 0) (f32.const 0.5)))
  (func (export "half64") (param f64) (result f64) (f64.mul (local.get 0) (f64.const 0.5)))
  (func (export "swap") (param i32 f64) (result f64 i32) (local.get 1) (local.get 0))
  (func (export "null") (param externref) (result externref) (local.get 0))
  (func (export "nothing"))
  (func (export "divide") (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func (export "double") (param v128) (result v128) (i64x2.add (local.get 0) (local.get 0))))"""
REACTOR = """(module
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $ready (i32.const 42)))
  (func (export "ready") (result i32) (global.get $ready)))"""
LACKS = """(module
  (import "env" "log" (func (param i32 i32)))
  (import "env" "now" (func $now (result i64)))
  (func (export "_start") (drop (call $now))))"""


def slow(functions: int = 6000) -> str:
    """Takes seconds to compile."""
    body = "".join(f"(local.set 0 (i32.mul (i32.xor (local.get 0) (i32.const {n})) (local.get 1)))" for n in range(40))
    return (
        f'(module (func (export "_start")) {f"(func (param i32 i32) (result i32) {body} (local.get 0))" * functions})'
    )
