;; A loop that is checked once: at max it is there twice, and one of them has no volatile access and is vectorised.
(module
  (memory 1)
  (func $axpy (param $x i32) (param $y i32) (param $n i32) (param $a f64) (local $i i32)
    (loop
      (f64.store (i32.add (local.get $y) (local.get $i))
        (f64.add (f64.load (i32.add (local.get $y) (local.get $i)))
                 (f64.mul (local.get $a) (f64.load (i32.add (local.get $x) (local.get $i))))))
      (br_if 0 (i32.ne (local.tee $i (i32.add (local.get $i) (i32.const 8))) (local.get $n))))))
