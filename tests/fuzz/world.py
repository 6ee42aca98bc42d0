"""What random modules may import: one module of every kind of export, the same for every host.

Its functions stir their arguments into a global, so that a call with other arguments, or in another order, shows.
"""

from __future__ import annotations

NAME = "world"

# Functions, by what they take and give.
SIGNATURES = (
    "->",
    "i32 -> i32",
    "i64 f64 -> i64",
    "f32 -> f32 f64",
    "i32 i64 f32 f64 i32 i64 f32 f64 i32 i64 -> i32",
    "-> i64 i32 f32",
    "externref funcref -> funcref i32",
    "externref -> externref",
    "f64 f64 f64 f64 f64 f64 f64 f64 f64 f64 -> f64",
)
# Value type → what is stirred in of such a value, and how a result is made.
STIRRED = {
    "i32": "(i64.extend_i32_u {})",
    "i64": "{}",
    "f32": "(i64.extend_i32_u (i32.reinterpret_f32 {}))",
    "f64": "(i64.reinterpret_f64 {})",
    "externref": "(i64.extend_i32_u (ref.is_null {}))",
    "funcref": "(i64.extend_i32_u (ref.is_null {}))",
}
MADE = {
    "i32": "(i32.wrap_i64 (global.get $trace))",
    "i64": "(global.get $trace)",
    "f32": "(f32.convert_i64_s (global.get $trace))",
    "f64": "(f64.convert_i64_s (global.get $trace))",
    "externref": "(local.get 0)",
    "funcref": "(select (result funcref) (ref.func 1) (ref.null func) (i32.wrap_i64 (global.get $trace)))",
}
# Name → type, and what of the definition follows it.
OTHERS = {
    "memory": ("memory", "1 4", ""),
    "functions": ("table", "10 20 funcref", ""),
    "references": ("table", "5 9 externref", ""),
    "none": ("tag", "", ""),
    "some": ("tag", "(param i32 f64)", ""),
    "c32": ("global", "i32", "(i32.const 7)"),
    "c64": ("global", "i64", "(i64.const -7)"),
    "cf32": ("global", "f32", "(f32.const 1.5)"),
    "cf64": ("global", "f64", "(f64.const -0x1p-1000)"),
    "function": ("global", "funcref", "(ref.func 0)"),
    "m32": ("global", "(mut i32)", "(i32.const 1)"),
    "m64": ("global", "(mut i64)", "(i64.const 1)"),
    "mf64": ("global", "(mut f64)", "(f64.const 1)"),
    "mreference": ("global", "(mut externref)", "(ref.null extern)"),
    "trace": ("global", "(mut i64)", "(i64.const 7)"),
}
# `settle` makes a NaN of which the specification leaves bits open one that is the same everywhere, and counts those
# that it does not allow: all must be quiet, and canonical, of either sign, where `strict` is not 0.
_SETTLE = """(func $settle_{type} (export "settle_{type}") (param {type}) (param $strict i32) (result {type})
  (local $bits {int})
  (if (result {type}) ({type}.eq (local.get 0) (local.get 0)) (then (local.get 0)) (else
    (local.set $bits ({int}.reinterpret_{type} (local.get 0)))
    (global.set $wrong (i64.add (global.get $wrong) (i64.extend_i32_u (i32.or
      ({int}.eqz ({int}.and (local.get $bits) ({int}.const {quiet})))
      (i32.and (local.get $strict)
        ({int}.ne ({int}.const {canonical}) ({int}.and (local.get $bits) ({int}.const {magnitude}))))))))
    ({type}.const nan))))"""
_FLOATS: tuple[dict[str, str], ...] = (
    {"type": "f32", "int": "i32", "quiet": "0x400000", "canonical": "0x7FC00000", "magnitude": "0x7FFFFFFF"},
    {"type": "f64", "int": "i64", "quiet": "0x8000000000000", "canonical": "0x7FF8000000000000",
     "magnitude": "0x7FFFFFFFFFFFFFFF"},
)  # fmt: skip
_SHAPES = (("f32", 4), ("f64", 2))


def imports() -> str:
    """A module that imports all there is, for `wasm-tools smith` to choose from."""
    lines = [f'(import "{NAME}" "f{n}" (func {_typed(text)}))' for n, text in enumerate(SIGNATURES)]
    lines.append(f'(import "{NAME}" "thrower" (func (param i32 f64)))')
    lines += [f'(import "{NAME}" "{name}" ({kind} {type_}))' for name, (kind, type_, _) in OTHERS.items()]
    return f"(module {' '.join(lines)})"


def definition() -> str:
    """The module that provides them."""
    lines = [f'(func (export "f{n}") {_function(text)})' for n, text in enumerate(SIGNATURES)]
    lines.append("""(func (export "thrower") (param i32 f64)
        (if (i32.and (local.get 0) (i32.const 1)) (then (throw $some (local.get 0) (local.get 1)))))""")
    lines += [f'({kind} ${name} (export "{name}") {type_} {rest})' for name, (kind, type_, rest) in OTHERS.items()]
    lines.append('(global $wrong (export "wrong") (mut i64) (i64.const 0))')
    lines += [_SETTLE.format(**names) for names in _FLOATS] + [_settle_lanes(*shape) for shape in _SHAPES]
    lines.append('(elem (table $functions) (i32.const 2) func 0 1 2 3) (data (i32.const 100) "some bytes")')
    return f"(module {' '.join(lines)})"


def _settle_lanes(type_: str, count: int) -> str:
    """The same for each lane."""
    shape = f"{type_}x{count}"
    text = "(local.get 0)"
    for lane in range(count):
        settled = f"(call $settle_{type_} ({shape}.extract_lane {lane} (local.get 0)) (local.get 1))"
        text = f"({shape}.replace_lane {lane} {text} {settled})"
    return f'(func (export "settle_{shape}") (param v128 i32) (result v128) {text})'


def _typed(signature: str) -> str:
    params, results = (text.split() for text in signature.split("->"))
    return f"(param {' '.join(params)}) (result {' '.join(results)})"


def _function(signature: str) -> str:
    params, results = (text.split() for text in signature.split("->"))
    stirred = [STIRRED[type_].format(f"(local.get {n})") for n, type_ in enumerate(params)]
    trace = "(i64.mul (global.get $trace) (i64.const 33))"
    for value in stirred or ["(i64.const 1)"]:
        trace = f"(i64.mul (i64.add {trace} {value}) (i64.const 33))"
    return f"{_typed(signature)} (global.set $trace {trace}) {' '.join(MADE[type_] for type_ in results)}"
