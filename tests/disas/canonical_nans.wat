;; options: canonical-nans
;; What arithmetic makes is replaced if it is a NaN, also when it is known while compiling, unless only arithmetic sees it;
;; what moves bits is left alone.
(module
  (memory 1)
  (func $add (param f64 f64) (result f64) (f64.add (local.get 0) (local.get 1)))
  (func $add_lanes (param v128 v128) (result v128) (f32x4.add (local.get 0) (local.get 1)))
  (func $chain (param f64 f64) (result i32)
    (f64.lt (f64.sub (f64.sqrt (f64.mul (local.get 0) (local.get 1))) (local.get 0)) (local.get 1)))
  (func $max (param f32 f32) (result f32) (f32.max (local.get 0) (local.get 1)))
  (func $nearest (param f32) (result f32) (f32.nearest (local.get 0)))
  (func $promote (param f32) (result f64) (f64.promote_f32 (local.get 0)))
  (func $invalid (result f64) (f64.div (f64.const 0) (f64.const 0)))
  (func $signaling (result f32) (f32.mul (f32.const nan:0x200000) (f32.const 1)))
  (func $negate (param f64) (result f64) (f64.neg (f64.copysign (local.get 0) (f64.const nan:0x1))))
  (func $pmin (param v128 v128) (result v128) (f64x2.pmin (local.get 0) (local.get 1)))
  (func $loop (param i32 i32)
    (loop
      (f32.store (local.get 0) (f32.sqrt (f32.load (local.get 0))))
      (br_if 0 (i32.ne (local.tee 0 (i32.add (local.get 0) (i32.const 4))) (local.get 1))))))
