;; options: unguarded
;; Without a guard the last byte is compared with the length of the memory, in 64 bits.
(module
  (memory 1)
  (func $load (param i32) (result i32) (i32.load offset=8 (local.get 0)))
  (func $store (param i32 i64) (i64.store offset=4294967295 (local.get 0) (local.get 1))))
