;; A vector access is one volatile instruction; lanes, splats and extensions access what they need and no more.
(module
  (memory 1)
  (func $load (param i32) (result v128) (v128.load offset=16 (local.get 0)))
  (func $store (param i32 v128) (v128.store offset=16 (local.get 0) (local.get 1)))
  (func $load8x8 (param i32) (result v128) (v128.load8x8_u (local.get 0)))
  (func $load32x2 (param i32) (result v128) (v128.load32x2_s (local.get 0)))
  (func $load8_splat (param i32) (result v128) (v128.load8_splat (local.get 0)))
  (func $load64_splat (param i32) (result v128) (v128.load64_splat (local.get 0)))
  (func $load32_zero (param i32) (result v128) (v128.load32_zero (local.get 0)))
  (func $load16_lane (param i32 v128) (result v128) (v128.load16_lane offset=4 3 (local.get 0) (local.get 1)))
  (func $store8_lane (param i32 v128) (v128.store8_lane offset=4 15 (local.get 0) (local.get 1)))
  (func $saxpy (param $x i32) (param $y i32) (param $n i32) (param $a v128)
    (loop $next
      (v128.store (local.get $y)
        (f32x4.add (f32x4.mul (local.get $a) (v128.load (local.get $x))) (v128.load (local.get $y))))
      (local.set $x (i32.add (local.get $x) (i32.const 16)))
      (local.set $y (i32.add (local.get $y) (i32.const 16)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))
