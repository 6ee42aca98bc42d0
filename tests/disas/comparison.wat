;; A comparison becomes an i32 only where no branch or select consumes it; i32.eqz turns it round.
(module
  (func $value (param i32 i32) (result i32) (i32.lt_s (local.get 0) (local.get 1)))
  (func $branch (param i64 i64)
    (block (br_if 0 (i64.ge_u (local.get 0) (local.get 1))) (unreachable)))
  (func $inverted (param f64 f64) (result i32)
    (if (result i32) (i32.eqz (f64.lt (local.get 0) (local.get 1))) (then (i32.const 1)) (else (i32.const 2))))
  (func $select (param i32 i64 i64) (result i64)
    (select (local.get 1) (local.get 2) (i32.eqz (local.get 0))))
  (func $plain (param i32) (result i32)
    (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2))))
  (func $is_null (param funcref) (result i32) (ref.is_null (local.get 0))))
