;; Clauses behind one that catches all are never reached.  They counted as branches all the same: code behind the label
;; of such a clause was translated though no path leads there, with values on the stack that LLVM did not take.
(module
  (tag $t)
  (global $g (export "g") (mut i64) (i64.const 1))
  (func (export "f")
    (block $reached
      i64.const 5
      (block $unreached
        ref.null extern
        (try_table (catch_all $reached) (catch_all $unreached) (throw $t))
        unreachable)
      global.get $g
      i64.xor
      global.set $g)
    (global.set $g (i64.mul (global.get $g) (i64.const 3)))))
