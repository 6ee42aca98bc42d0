;; options: unguarded
;; Other threads let a shared memory grow and change what is in it: its length is read atomically; waiting is a call.
(module
  (memory 1 4 shared)
  (func $load (param i32) (result i32) (i32.load offset=8 (local.get 0)))
  (func $size (result i32) (memory.size))
  (func $wait (param i32 i32 i64) (result i32)
    (memory.atomic.wait32 (local.get 0) (local.get 1) (local.get 2)))
  (func $notify (param i32 i32) (result i32) (memory.atomic.notify (local.get 0) (local.get 1))))
