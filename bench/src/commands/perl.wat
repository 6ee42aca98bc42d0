;; Make a command of the reactor zeroperl, which takes the arguments of `perl`.  The host calls `_initialize`.
(module
  (import "program" "memory" (memory 1))
  (import "program" "zeroperl_init_with_args" (func $init (param i32 i32) (result i32)))
  (import "program" "zeroperl_flush" (func $flush (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))

  (func (export "_start")
    (local $page i32) (local $argv i32) (local $failed i32)
    (local.set $page (i32.shl (memory.grow (i32.const 1)) (i32.const 16)))
    (local.set $argv (i32.add (local.get $page) (i32.const 8)))
    (drop (call $args_sizes_get (local.get $page) (i32.add (local.get $page) (i32.const 4))))
    (drop (call $args_get (local.get $argv) (i32.add (local.get $argv) (i32.const 256))))
    (local.set $failed (call $init (i32.load (local.get $page)) (local.get $argv)))
    (drop (call $flush))
    (if (local.get $failed) (then (call $exit (i32.const 1))))))
