;; Plain operations become one instruction; what LLVM leaves undefined is guarded, and not where a constant needs no guard.
(module
  (func $add (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func $shift_by_constant (param i32) (result i32) (i32.shl (local.get 0) (i32.const 35)))
  (func $shift (param i64 i64) (result i64) (i64.shr_u (local.get 0) (local.get 1)))
  (func $div_s (param i32 i32) (result i32) (i32.div_s (local.get 0) (local.get 1)))
  (func $div_s_by_constant (param i32) (result i32) (i32.div_s (local.get 0) (i32.const 10)))
  (func $div_s_by_minus_one (param i32) (result i32) (i32.div_s (local.get 0) (i32.const -1)))
  (func $rem_s (param i64 i64) (result i64) (i64.rem_s (local.get 0) (local.get 1)))
  (func $rotl (param i32 i32) (result i32) (i32.rotl (local.get 0) (local.get 1)))
  (func $clz (param i64) (result i64) (i64.clz (local.get 0)))
  (func $extend8_s (param i32) (result i32) (i32.extend8_s (local.get 0))))
