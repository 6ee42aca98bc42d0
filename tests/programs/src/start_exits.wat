;; proc_exit inside the start function: the program ends there, before _start.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 64) "start\n_start\n")
  (data (i32.const 0) "\40\00\00\00\06\00\00\00\46\00\00\00\07\00\00\00")
  (func $first
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 24)))
    (call $proc_exit (i32.const 33))
    (unreachable))
  (start $first)
  (func (export "_start") (drop (call $fd_write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 24)))))
