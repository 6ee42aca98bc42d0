;; Immutable globals with a constant value are that value; writing one is volatile; imported ones lie behind a pointer.
(module
  (import "env" "g" (global $imported (mut i64)))
  (global $constant i32 (i32.const 42))
  (global $one f32 (f32.const 1))
  (global $variable (mut i32) (i32.const 0))
  (func $fold (result i32) (i32.add (global.get $constant) (global.get $variable)))
  (func $fold_special (param f32) (result f32) (f32.mul (local.get 0) (global.get $one)))
  (func $set (param i32) (global.set $variable (local.get 0)))
  (func $increment (global.set $imported (i64.add (global.get $imported) (i64.const 1)))))
