;; The interface under its first name, wasi_unstable, whose seek and file status differ in layout; no data beyond that.
(module
  (import "wasi_unstable" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_unstable" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "hello from 2019\n")
  (data (i32.const 0) "\40\00\00\00\10\00\00\00")
  (func (export "_start")
    (if (call $args_sizes_get (i32.const 16) (i32.const 20)) (then (unreachable)))
    (if (i32.ne (i32.load (i32.const 16)) (i32.const 3)) (then (unreachable)))
    (if (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 24)) (then (unreachable)))
    (if (i32.ne (i32.load (i32.const 24)) (i32.const 16)) (then (unreachable)))))
