;; options: metered
;; A run of instructions pays before its first one; what works on a range pays for its length, too.
(module
  (memory 1)
  (func $leaf (result i32) (i32.const 1))
  (func $straight (param i32) (result i32) (i32.add (local.get 0) (i32.const 1)))
  (func $loop (param i32) (result i32)
    (local $sum i32)
    (loop $l
      (local.set $sum (i32.add (local.get $sum) (call $leaf)))
      (br_if $l (local.tee 0 (i32.sub (local.get 0) (i32.const 1)))))
    (local.get $sum))
  (func $branch (param i32) (result i32)
    (if (result i32) (local.get 0) (then (i32.const 1)) (else (i32.const 2))))
  (func $fill (param i32) (memory.fill (i32.const 0) (i32.const 1) (local.get 0))))
