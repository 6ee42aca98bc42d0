;; Make a command of the reactor ruby.wasm: `ruby.wasm -e PROGRAM`.
(module
  (import "program" "memory" (memory 1))

  (import "program" "cabi_realloc" (func $realloc (param i32 i32 i32 i32) (result i32)))
  (import "program" "ruby-init: func(args: list<string>) -> ()" (func $init (param i32 i32)))
  (import "program" "rb-eval-string-protect: func(str: string) -> tuple<handle<rb-abi-value>, s32>"
    (func $eval (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))

  ;; Resources are numbered by what they represent.
  (func (export "resource_new_rb-abi-value") (param i32) (result i32) (local.get 0))
  (func (export "resource_get_rb-abi-value") (param i32) (result i32) (local.get 0))
  (func (export "resource_drop_js-abi-value") (param i32))

  (data $texts "ruby.wasm\00-EUTF-8\00-e_=0\00$stdout.flush")

  ;; The program owns what it is given, and frees it: a copy of a text.
  (func $text (param $at i32) (param $size i32) (result i32)
    (local $copy i32)
    (local.set $copy (call $realloc (i32.const 0) (i32.const 0) (i32.const 1) (local.get $size)))
    (memory.copy (local.get $copy) (local.get $at) (local.get $size))
    (local.get $copy))

  (func $put (param $list i32) (param $at i32) (param $size i32)
    (i32.store (local.get $list) (call $text (local.get $at) (local.get $size)))
    (i32.store offset=4 (local.get $list) (local.get $size)))

  (func $length (param $at i32) (result i32)
    (local $end i32)
    (local.set $end (local.get $at))
    (loop $next
      (if (i32.load8_u (local.get $end))
        (then
          (local.set $end (i32.add (local.get $end) (i32.const 1)))
          (br $next))))
    (i32.sub (local.get $end) (local.get $at)))

  (func $run (param $at i32) (param $size i32)
    (if (i32.load offset=4 (call $eval (call $text (local.get $at) (local.get $size)) (local.get $size)))
      (then (call $exit (i32.const 1)))))

  (func (export "_start")
    (local $page i32) (local $list i32)

    (local.set $page (i32.shl (memory.grow (i32.const 1)) (i32.const 16)))
    (memory.init $texts (local.get $page) (i32.const 0) (i32.const 37))
    (local.set $list (call $realloc (i32.const 0) (i32.const 0) (i32.const 4) (i32.const 24)))
    (call $put (local.get $list) (local.get $page) (i32.const 10))
    (call $put (i32.add (local.get $list) (i32.const 8)) (i32.add (local.get $page) (i32.const 10)) (i32.const 8))
    (call $put (i32.add (local.get $list) (i32.const 16)) (i32.add (local.get $page) (i32.const 18)) (i32.const 6))
    (call $init (local.get $list) (i32.const 3))
    (drop (call $args_get (i32.add (local.get $page) (i32.const 64)) (i32.add (local.get $page) (i32.const 128))))
    (call $run (i32.load offset=72 (local.get $page)) (call $length (i32.load offset=72 (local.get $page))))
    (call $run (i32.add (local.get $page) (i32.const 24)) (i32.const 13))))
