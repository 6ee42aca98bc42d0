;; A one that LLVM computed while it compiled was multiplied by without quieting a NaN.
(module
  (func $quiet (param f64) (result i64)
    (i64.and (i64.reinterpret_f64 (local.get 0)) (i64.const 0x8000000000000)))
  (func (export "rounded") (param i64) (result i64)
    (call $quiet (f64.mul (f64.ceil (f64.const 0.5)) (f64.reinterpret_i64 (i64.const 0x7ff0000000000001)))))
  (func (export "sum") (param i64) (result i64)
    (call $quiet (f64.div (f64.reinterpret_i64 (i64.const 0x7ff0000000000001)) (f64.sub (f64.const 3) (f64.const 2))))))
