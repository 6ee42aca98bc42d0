;; A tail call is a jump; a function that others may reach by reference has an entry for them.
(module
  (type $t (func (param i32) (result i32)))
  (import "m" "f" (func $imported (type $t)))
  (table funcref (elem $plain $f))
  (func $plain (type $t) (local.get 0))
  (func $f (export "f") (type $t) (return_call $g (local.get 0) (i64.const 1)))
  (func $g (param i32 i64) (result i32) (return_call_indirect (type $t) (i32.wrap_i64 (local.get 1)) (local.get 0)))
  (func $h (type $t) (return_call $imported (local.get 0)))
  (func $many (param i32 i32 i32 i32 i32 i32) (result i32) (return_call $f (local.get 5)))
  (func $calls (type $t)
    (call $many (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 5) (local.get 0))))
