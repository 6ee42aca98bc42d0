;; Atomic accesses are checked for alignment, then sequentially consistent.
(module
  (memory 1)
  (func $load (param i32) (result i32) (i32.atomic.load offset=4 (local.get 0)))
  (func $add (param i32 i64) (result i64) (i64.atomic.rmw8.add_u (local.get 0) (local.get 1)))
  (func $exchange (param i32 i32 i32) (result i32)
    (i32.atomic.rmw.cmpxchg (local.get 0) (local.get 1) (local.get 2)))
  (func $fence (atomic.fence)))
