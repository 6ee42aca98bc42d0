;; options: debug
;; The line of a location is the instruction's offset in the module; each trap has its own block then.
(module
  (memory 1)
  (func $callee)
  (func $f (param i32) (result i32)
    (call $callee)
    (i32.div_u (i32.load (local.get 0)) (local.get 0))))
