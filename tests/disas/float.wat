;; Floats are exact: constants and conversions are hidden from LLVM, min and max are written out.
(module
  (func $times_one (param f64) (result f64) (f64.mul (local.get 0) (f64.const 1)))
  (func $times_three (param f64) (result f64) (f64.mul (local.get 0) (f64.const 3)))
  (func $local_zero (param f32) (result f32) (local f32) (f32.sub (local.get 0) (local.get 1)))
  (func $min (param f32 f32) (result f32) (f32.min (local.get 0) (local.get 1)))
  (func $promote_demote (param f32) (result f32) (f32.demote_f64 (f64.promote_f32 (local.get 0))))
  (func $convert_constant (param f64) (result f64) (f64.mul (local.get 0) (f64.convert_i32_s (i32.const 1))))
  (func $reinterpret (param i64) (result f64) (f64.reinterpret_i64 (local.get 0)))
  (func $nan_payload (result f32) (f32.const -nan:0x200001))
  (func $nearest (param f64) (result f64) (f64.nearest (local.get 0)))
  (func $copysign (param f32 f32) (result f32) (f32.copysign (local.get 0) (local.get 1)))
  (func $trunc (param f64) (result i32) (i32.trunc_f64_u (local.get 0)))
  (func $trunc_sat (param f32) (result i64) (i64.trunc_sat_f32_s (local.get 0))))
