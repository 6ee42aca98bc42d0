;; A test script of the specification's form: `wasihost wast examples/integers.wast`.

(module
  (func (export "gcd") (param $a i64) (param $b i64) (result i64)
    (loop $again (result i64)
      (if (result i64) (i64.eqz (local.get $b))
        (then (local.get $a))
        (else
          (local.get $b)
          (local.set $b (i64.rem_u (local.get $a) (local.get $b)))
          (local.set $a)
          (br $again)))))
  (func (export "div") (param i32 i32) (result i32)
    (i32.div_s (local.get 0) (local.get 1))))

(assert_return (invoke "gcd" (i64.const 48) (i64.const 180)) (i64.const 12))
(assert_return (invoke "gcd" (i64.const 17) (i64.const 0)) (i64.const 17))
(assert_return (invoke "div" (i32.const -7) (i32.const 2)) (i32.const -3))
(assert_trap (invoke "div" (i32.const 1) (i32.const 0)) "integer divide by zero")
(assert_trap (invoke "div" (i32.const 0x8000_0000) (i32.const -1)) "integer overflow")
(assert_invalid (module (func (result i32) (i64.const 1))) "type mismatch")
