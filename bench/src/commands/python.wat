;; Make a command of the reactor python.wasm, which reads the command line itself.
(module

  (import "program" "run" (func $run (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (func (export "_start")

    (call $exit (call $run))))
