"""What the compiler refuses: each row is a function with a `¦` where the error must point, and the message."""

import pytest

from tests.native.library import define, functions, refusal
from wasihost.native import Array, CompileError, Fn, Global, Module, Struct, native, sdiv, u8, u32, u64
from wasihost.native.platform import SYS

HEADER = "@native\ndef f(a: u32, b: i32, c: u64, p: ptr, s: Pair, x: f64, t: bool_) -> u32:\n"


class Pair(Struct):
    first: u32
    second: u64


class Other(Struct):
    values: Array(u32, 4)


@native
def g(a: u32):
    pass


@native
def h(a: u32) -> u32:
    return a


def ordinary(value):
    return value + 1


NAMES = {
    "Pair": Pair, "Other": Other, "g": g, "h": h, "ordinary": ordinary, "SIZE": 3, "SYS": SYS,
    "INFINITY": float("inf"), "Step": Fn(u32, u32),
    "WORDS": Global(u32, 3), "TABLE": Global(table=[h]),
}  # fmt: skip


def body(*lines):
    """Statements as the body of a function with a parameter of each kind."""
    return HEADER + "".join(f"    {line}\n" for line in lines)


ROWS = {
    # ---- names
    "unknown name": (body("return ¦unknown"), "name `unknown` is not defined"),
    "unknown attribute": (body("return ¦SYS.unknown"), "`SYS.unknown` cannot be computed: AttributeError: "),
    "before assignment": (body("n = ¦m", "m = a", "return n"), "local `m` is used before it has a value"),
    "in its own assignment": (body("n: u32 = ¦n", "return n"), "local `n` may be used before it has a value"),
    "assigned on one path": (body("if a: n = a", "return ¦n"), "local `n` may be used before it has a value"),
    "assigned in a loop": (body("while a:", "    n = a", "    a = 0", "return ¦n"), "local `n` may be used"),
    "assigned in a counted loop": (body("for i in range(a): pass", "return u32(¦i)"), "local `i` may be used"),
    "assigned in one case": (body("match a:", "    case 1: n = a", "return ¦n"), "local `n` may be used"),
    "assigned before no break": (
        body("while True:", "    if t: break", "    n = a", "    if c: break", "return ¦n"),
        "local `n` may be used before it has a value",
    ),
    "augmented before assignment": (body("¦n += 1", "return a"), "local `n` is used before it has a value"),
    "unrolled variable after its loop": (body("for i in (1, 2): pass", "return ¦i"), "local `i` is used before"),
    "local hides a global": (body("¦SIZE = a", "return SIZE"), "local `SIZE` hides the module's `SIZE`"),
    "parameter hides a type": ("@native\ndef f(¦u32: u64): pass\n", "local `u32` hides the module's `u32`"),
    "loop variable hides": (body("for ¦SIZE in range(a): pass", "return a"), "local `SIZE` hides the module's `SIZE`"),
    # ---- signatures
    "parameter without a type": ("@native\ndef f(¦a): pass\n", "parameter `a` needs a type"),
    "parameter of a Python type": ("@native\ndef f(a: ¦int): pass\n", "int is not the type of a value"),
    "array parameter": ("@native\ndef f(a: ¦Array(u8, 4)): pass\n", "Array(u8, 4) is not the type of a value"),
    "void parameter": ("@native\ndef f(a: ¦void): pass\n", "void is not the type of a value"),
    "annotation in quotes": ("@native\ndef f(a: ¦'u32'): pass\n", "annotations are strings here"),
    "default": ("@native\ndef f(a: u32 = ¦1): pass\n", "a parameter has no default"),
    "star": ("@native\ndef f(*¦a: u32): pass\n", "only plain parameters are supported"),
    "double star": ("@native\ndef f(**¦a: u32): pass\n", "only plain parameters are supported"),
    "keyword-only": ("@native\ndef f(*, ¦a: u32): pass\n", "only plain parameters are supported"),
    "positional-only": ("@native\ndef f(¦a: u32, /): pass\n", "only plain parameters are supported"),
    "result of a Python type": ("@native\ndef f() -> ¦str: pass\n", "str is not the type of a value"),
    # ---- results
    "no return": (body("¦pass"), "the end of a function with result u32 can be reached"),
    "return on one path": (body("¦if a: return 1"), "the end of a function with result u32 can be reached"),
    "return in a loop": (body("¦while a: return 1"), "the end of a function with result u32 can be reached"),
    "return in some cases": (body("¦match a:", "    case 1: return 1"), "the end of a function with result u32"),
    "noreturn returns": ("@native\ndef f() -> noreturn:\n    ¦pass\n", "the end of a function with result noreturn"),
    "return from noreturn": ("@native\ndef f() -> noreturn:\n    ¦return\n", "the function's result is noreturn"),
    "return without value": (body("¦return"), "the function's result is u32"),
    "return from void": ("@native\ndef f(a: u32):\n    ¦return a\n", "the function's result is void"),
    "returned type": (body("return ¦c"), "u64 is not u32 without a cast: write u32(…)"),
    # ---- types of locals
    "bare constant": (body("¦n = 1", "return n"), "the type of `n` is not known: write n: u32 = … or n = u32(…)"),
    "bare None": (body("¦n = None", "return a"), "the type of `n` is not known"),
    "another type": (body("n = a", "n = ¦c", "return n"), "u64 is not u32 without a cast: write u32(…)"),
    "annotated twice": (body("n: u32 = a", "¦n: u64 = c", "return a"), "local `n` is u32 already"),
    "annotated with a value": (body("n: ¦5 = a", "return a"), "5 is not the type of a value"),
    "annotated with a string": (body("n: ¦'u32' = a", "return a"), "annotations are strings here"),
    "annotated field": (body("¦s.first: u32 = a", "return a"), "only a local can be annotated"),
    "nothing as a value": (body("n = ¦g(a)", "return a"), "a call without result is used as a value"),
    "nothing as an operand": (body("return ¦a + g(a)"), "a call without result is used as a value"),
    "nothing as an argument": (body("return h(¦g(a))"), "a call without result is used as a value"),
    # ---- conversions that could lose something
    "narrowing": (body("n: u8 = ¦a", "return a"), "u32 is not u8 without a cast: write u8(…)"),
    "unsigned to signed": (body("n: i32 = ¦a", "return a"), "u32 is not i32 without a cast"),
    "signed to unsigned": (body("n: u64 = ¦b", "return a"), "i32 is not u64 without a cast"),
    "int to float": (body("n: f64 = ¦a", "return a"), "u32 is not f64 without a cast"),
    "float to int": (body("n: u32 = ¦x", "return a"), "f64 is not u32 without a cast"),
    "float narrowing": (body("n: f32 = ¦x", "return a"), "f64 is not f32 without a cast"),
    "pointer to int": (body("n: u64 = ¦p", "return a"), "ptr is not u64 without a cast"),
    "int to pointer": (body("n: ptr = ¦c", "return a"), "u64 is not ptr without a cast"),
    "other struct": (body("n: Other = ¦s", "return a"), "Ptr(Pair) is not Ptr(Other) without a cast: write Other(…)"),
    "int to bool": (body("n: bool_ = ¦a", "return a"), "u32 is not bool_ without a cast"),
    "constant too large": (body("n: u8 = ¦256", "return a"), "constant 256 does not fit u8"),
    "constant too small": (body("n: i8 = ¦-129", "return a"), "constant -129 does not fit i8"),
    "negative constant": (body("n: u32 = ¦-1", "return a"), "constant -1 does not fit u32"),
    "float constant": (body("n: u32 = ¦1.5", "return a"), "constant 1.5 is not u32"),
    "float constant too large": (body("n: f32 = ¦1e300", "return a"), "constant 1e+300 does not fit f32"),
    "number as pointer": (body("n: ptr = ¦8", "return a"), "constant 8 is not ptr"),
    "number as bool": (body("n: bool_ = ¦1", "return a"), "constant 1 is not bool_"),
    "None as number": (body("n: u32 = ¦None", "return a"), "constant None is not u32"),
    "stored narrowing": (body("s.first = ¦c", "return a"), "u64 is not u32 without a cast"),
    "augmented narrowing": (body("s.first += ¦c", "return a"), "u64 is not u32 without a cast"),
    "cast to void": (body("¦void(a)", "return a"), "nothing can be cast to void"),
    "cast of float to pointer": (body("n = ptr(¦x)", "return a"), "f64 cannot be cast to ptr"),
    "cast of u128 to float": (body("n = f64(¦u128(a))", "return a"), "u128 cannot be cast to f64"),
    "cast of two": (body("return ¦u32(a, b)"), "u32(…) takes one value"),
    # ---- operators
    "mixed signs": (body("return u32(¦a + b)"), "operands have types u32 and i32: cast one of them"),
    "mixed kinds": (body("return u32(¦a + x)"), "operands have types u32 and f64: cast one of them"),
    "mixed comparison": (body("return u32(¦a < b)"), "operands have types u32 and i32: cast one of them"),
    "comparison with a constant outside": (body("return u32(¦a == -1)"), "constant -1 does not fit u32"),
    "signed floor division": (
        body("return u32(¦b // 2)"),
        "`//` on i32: Python floors, machines truncate: write sdiv(…)",
    ),
    "signed modulo": (body("return u32(¦b % 2)"), "`%` on i32: Python floors, machines truncate: write srem(…)"),
    "true division": (body("return ¦a / 2"), "`/` is not defined for u32: write //"),
    "division by zero": (body("return ¦a // 0"), "division by zero"),
    "constant division by zero": (body("return a + ¦1 // 0"), "`1 // 0` cannot be computed: ZeroDivisionError: "),
    "wide division": (body("return u32(¦u128(a) // 3)"), "`//` is not defined for u128"),
    "float modulo": (body("return u32(¦x % 2.0)"), "`%` is not defined for f64"),
    "float bits": (body("return u32(¦x & x)"), "`&` is not defined for f64"),
    "power": (body("return ¦a ** 2"), "`**` is not defined for u32"),
    "matrix product": (body("return ¦a @ a"), "`@` is not defined for u32"),
    "sum of bools": (body("return u32(¦t + t)"), "`+` is not defined for bool_"),
    "inverted float": (body("return u32(¦~x)"), "`~` is not defined for f64"),
    "negative bool": (body("return u32(¦-t)"), "`-` is not defined for bool_"),
    "shift of a bare constant": (body("return ¦1 << a"), "the type of the constant 1 is not known: write u32(1)"),
    "shift too far": (body("return ¦a << 32"), "shift by 32 in 32 bits"),
    "negative shift": (body("return ¦a >> -1"), "shift by -1 in 32 bits"),
    "shift by a float": (body("return ¦a >> x"), "shift by f64"),
    "shift of a pointer": (body("return u32(¦p >> 3)"), "`>>` is not defined for ptr"),
    "product of pointers": (body("return u32(¦p * p)"), "`*` is not defined for ptr"),
    "pointer plus float": (body("q = ¦p + x", "return a"), "f64 cannot be added to a pointer"),
    "struct pointer plus number": (
        body("q = ¦s + 8", "return a"),
        "arithmetic on Ptr(Pair): index it, or cast it to ptr",
    ),
    "is on numbers": (body("return u32(¦a is a)"), "`is` compares pointers: write == or !="),
    "pointer compared with a number": (body("return u32(¦p == 0)"), "constant 0 is not ptr"),
    "in a run-time value": (body("return u32(a in ¦p)"), "`in` needs a constant collection"),
    "chained in": (body("return u32(¦1 < a in (1, 2))"), "`in` cannot be chained"),
    "float as a condition": (body("if ¦x: pass", "return a"), "f64 is not a condition: compare it"),
    "two constant arms": (body("n = ¦1 if t else 2", "return a"), "both arms are bare constants"),
    "arms of two types": (body("n = ¦a if t else x", "return a"), "operands have types u32 and f64"),
    # ---- expressions and values that do not exist
    "string": (body("return ¦'text'"), "a Python str has no meaning in native code"),
    "module": (body("return ¦SYS"), "a Python SimpleNamespace has no meaning in native code"),
    "type as a value": (body("n = ¦u32", "return a"), "`u32` is a type, not a value"),
    "lambda": (body("n = ¦lambda: 1", "return a"), "unsupported expression Lambda"),
    "f-string": (body("n = ¦f'{a}'", "return a"), "unsupported expression JoinedStr"),
    "dict": (body("n = ¦{1: a}", "return a"), "unsupported expression Dict"),
    "comprehension": (body("n = ¦[i for i in (1, 2)]", "return a"), "unsupported expression ListComp"),
    "walrus": (body("if (¦n := a): return n", "return a"), "unsupported expression NamedExpr"),
    "tuple": (body("n = ¦(a, a)", "return a"), "unsupported expression Tuple"),
    # ---- memory
    "no such field": (body("return ¦s.third"), "struct Pair has no field `third`"),
    "field of a number": (body("return ¦a.first"), "`a` has type u32, which has no fields"),
    "field of a bare pointer": (body("return ¦p.first"), "`p` has type ptr, which has no fields"),
    "index of a number": (body("return ¦a[0]"), "`a` has type u32, which has no elements: write u32[p, i], …"),
    "index of a bare pointer": (body("return ¦p[0]"), "`p` has type ptr, which has no elements"),
    "float index": (body("return u32[p, ¦x]"), "an index is an integer, not f64"),
    "pointer index": (body("return s[¦p].first"), "an index is an integer, not ptr"),
    "index outside of a field": (body("return o.values[¦4]").replace("s: Pair", "o: Other"), "index 4 is outside of 4"),
    "index outside of a global": (body("return WORDS[¦-1]"), "index -1 is outside of 3 elements"),
    "index outside of a table": (body("q = TABLE[¦1]", "return a"), "index 1 is outside of 1 elements"),
    "load from a number": (body("return u32[¦c]"), "u32[…] needs a pointer, not u64"),
    "three indices": (body("return ¦u32[p, 1, 2]"), "write u32[pointer] or u32[pointer, index]"),
    "void in memory": (body("return ¦void[p]"), "a void cannot be in memory"),
    "whole struct": (body("¦s[0] = s[1]", "return a"), "a whole struct cannot be assigned: use memcpy(…)"),
    "whole array": (body("¦o.values = o.values", "return a").replace("s: Pair", "o: Other"), "a whole array cannot be"),
    "address of a value": (body("q = addr(¦a + 1)", "return a"), "`a + 1` is not in memory"),
    "store to a constant": (body("¦None.x = 1", "return a"), "`None` has type constant, which has no fields"),
    # ---- calls
    "too few arguments": (body("return ¦h()"), "`h` takes 1 arguments, not 0"),
    "too many arguments": (body("return ¦h(a, a)"), "`h` takes 1 arguments, not 2"),
    "argument type": (body("return h(¦c)"), "u64 is not u32 without a cast"),
    "keyword argument": (body("return h(¦a=a)"), "keyword arguments are not supported"),
    "keyword to Python": (body("return a + int('7', ¦base=8)"), "keyword arguments are not supported"),
    "starred argument": (body("return h(¦*(1,))"), "unsupported expression Starred"),
    "ordinary function": (body("return ¦ordinary(a)"), "`ordinary` is an ordinary Python function"),
    "ordinary builtin": (
        body("return ¦abs(b)"),
        "`abs` is an ordinary Python function: its arguments must be constant",
    ),
    "ordinary function fails": (body("return ¦ordinary('x')"), "`ordinary('x')` cannot be computed: TypeError: "),
    "not a function": (body("return ¦a(1)"), "`a` is not a native function"),
    "function type called": (body("return ¦Step(p)"), "`Step` is a function type: `Step(pointer)(arguments)` calls"),
    "function type's arguments": (body("return ¦Step(p)()"), "`Step(p)` takes 1 arguments, not 0"),
    "call of a pointer": (body("return ¦p(1)"), "`p` is not a native function"),
    # ---- statements
    "nested function": (body("¦def g(): pass", "return a"), "a function cannot be defined inside a native function"),
    "class": (body("¦class C: pass", "return a"), "a class cannot be defined inside a native function"),
    "try": (body("¦try: pass", "finally: pass", "return a"), "exceptions are not supported: return an error code"),
    "raise": (body("¦raise ValueError"), "exceptions are not supported: return an error code"),
    "assert": (body("¦assert a", "return a"), "assert is not supported: use static_assert(…) or if"),
    "global": (body("¦global SIZE", "return a"), "use a Global instead of a global variable"),
    "with": (body("¦with a: pass", "return a"), "unsupported statement With"),
    "import": (body("¦import os", "return a"), "unsupported statement Import"),
    "del": (body("¦del a", "return 1"), "unsupported statement Delete"),
    "no effect": (body("¦a == 1", "return a"), "this expression has no effect"),
    "loop else": (body("while a: a -= 1", "else: ¦pass", "return a"), "a loop has no else"),
    "for else": (body("for i in range(a): pass", "else: ¦pass", "return a"), "a loop has no else"),
    "for over a pointer": (body("for i in ¦p: pass", "return a"), "`for` needs range(…) or a constant collection"),
    "range of floats": (body("for i in ¦range(x): pass", "return a"), "range(…) counts integers, not f64"),
    "range without end": (body("for i in ¦range(): pass", "return a"), "write range(end), range(start, end) or"),
    "range with a variable step": (
        body("for i in range(0, a, ¦a): pass", "return a"),
        "the step of range(…) is a constant",
    ),
    "range that stands still": (
        body("for i in range(0, a, ¦0): pass", "return a"),
        "the step of range(…) is a constant",
    ),
    "range of two types": (body("for i in ¦range(a, b): pass", "return a"), "operands have types u32 and i32"),
    "range below zero": (body("for i in range(c, ¦-1, -1): pass", "return a"), "constant -1 does not fit u64"),
    "range into a field": (
        body("for ¦s.first in range(a): pass", "return a"),
        "the variable of range(…) is a plain name",
    ),
    "unrolled into a local": (body("n = a", "for ¦n in (1, 2): pass", "return a"), "local `n` exists already"),
    "unrolled into a field": (body("for ¦s.first in (1, 2): pass", "return a"), "the variable of a `for` is a name or"),
    "unrolled shape": (body("for ¦i, j in ((1, 2, 3),): pass", "return a"), "2 names, 3 values"),
    "unrolled numbers as tuples": (
        body("for ¦i, j in (1, 2): pass", "return a"),
        "`(i, j)` cannot be computed: TypeError",
    ),
    "unrolled constant assigned": (
        body("for i in (1, 2): ¦i = a", "return a"),
        "`i` is the constant of an unrolled loop",
    ),
    "unrolled constant augmented": (body("for i in (1, 2): ¦i += 1", "return a"), "`i` is the constant of an unrolled"),
    "tuple of other length": (body("n, m = ¦a, a, a", "return a"), "2 targets, but 3 values"),
    "tuple from one value": (body("n, m = ¦a", "return a"), "2 targets, but 0 values"),
    "tuple assigned twice": (body("n, m = ¦o = a, a", "return a"), "a tuple is assigned to one tuple of targets"),
    "list target": (body("¦[n] = a", "return a"), "cannot assign to List"),
    "starred target": (body("n, ¦*m = a, a", "return a"), "cannot assign to Starred"),
    # ---- match
    "match on a float": (body("match ¦x:", "    case 1: pass", "return a"), "match needs an integer, not f64"),
    "match a text": (body("match a:", "    case ¦'x': pass", "return a"), "a pattern is a constant integer"),
    "match a capture": (
        body("match a:", "    case ¦other: pass", "return a"),
        "a pattern is a constant integer; a named one",
    ),
    "match a class": (body("match a:", "    case ¦int(): pass", "return a"), "a pattern is a constant integer"),
    "match None": (body("match a:", "    case ¦None: pass", "return a"), "a pattern is a constant integer"),
    "guard": (body("match a:", "    case 1 if ¦t: pass", "return a"), "a case has no guard: use if"),
    "case twice": (body("match a:", "    case 1: pass", "    case ¦2 | 1: pass", "return a"), "case 1 appears twice"),
    "case outside of the type": (body("match a:", "    case ¦-1: pass", "return a"), "constant -1 does not fit u32"),
    # ---- builtins
    "wrong count": (body("return ¦clz(a, a)"), "wrong number of arguments: clz(x)"),
    "wrong count with options": (body("n = ¦new()", "return a"), "wrong number of arguments: new(type, count)"),
    "builtin as a value": (body("n = ¦clz", "return a"), "a Python Builtin has no meaning in native code"),
    "bits of a float": (body("return u32(clz(¦x))"), "an integer with a type is expected here, not f64"),
    "bits of a constant": (body("return clz(¦5)"), "an integer with a type is expected here, not constant"),
    "new of a value": (body("n = new(¦a)", "return a"), "a type is expected here"),
    "new of a variable count": (body("n = new(u8, ¦a)", "return a"), "a constant count is expected here"),
    "new of nothing": (body("n = new(u8, ¦0)", "return a"), "a constant count is expected here"),
    "cast of infinity": (body("return u32(¦INFINITY)"), "constant inf is not u32"),
    "cast of text": (body("return u32(¦'7')"), "a Python str has no meaning in native code"),
    "seven arguments": (body("syscall(0, 1, 2, 3, 4, 5, 6, ¦7)", "return a"), "a system call has at most 6 arguments"),
    "assembly from a variable": (body("asm(¦p)", "return a"), "constant text is expected here"),
    "assembly result": (body("n = asm('', '', ¦5)", "return a"), "a type or a tuple of types is expected here"),
    "memcpy of a number": (body("memcpy(¦c, p, 4)", "return a"), "u64 is not ptr without a cast"),
    "memcpy of a negative size": (body("memcpy(p, p, ¦-4)", "return a"), "constant -4 does not fit u64"),
    "bitcast of other size": (body("return u32(¦bitcast(u32, x))"), "f64 and u32 are not numbers of the same size"),
    "bitcast of a pointer": (body("return u32(¦bitcast(u64, p))"), "ptr and u64 are not numbers of the same size"),
    "sdiv of unsigned": (body("return ¦sdiv(a, 2)"), "sdiv is for signed integers, not u32"),
    "srem of mixed signs": (body("return u32(¦srem(a, b))"), "operands have types u32 and i32"),
    "srem by zero": (body("return u32(¦srem(b, 0))"), "division by zero"),
    "select of constants": (body("n = ¦select(t, 1, 2)", "return a"), "both operands are bare constants"),
    "min of floats": (body("return u32(¦min(x, 1.0))"), "min is for integers, not f64"),
    "volatile struct": (body("volatile_load(¦Pair, p)", "return a"), "a scalar type is expected here"),
    "atomic float": (body("atomic_load(¦f64, p)", "return a"), "f64 has no atomic access"),
    "atomic sum of pointers": (body("atomic_add(¦ptr, p, p)", "return a"), "an integer type is expected here"),
    "failed assertion": (body("¦static_assert(SIZE == 4, 'four')", "return a"), "four"),
    "failed silent assertion": (body("¦static_assert(SIZE == 4)", "return a"), "the condition does not hold"),
    "assertion at run time": (body("static_assert(¦a == 4)", "return a"), "a constant condition is expected here"),
    "tail of a value": (body("return tail(¦a)"), "a call is expected here"),
    "tail with other parameters": (body("return tail(¦h(a))"), "a tail call needs a function with the same parameters"),
    "naked statement": (
        "@native(naked=True)\ndef f():\n    asm('ret')\n    ¦pass\n",
        "a naked function contains only asm(…)",
    ),
}


@pytest.mark.parametrize("marked, message", ROWS.values(), ids=ROWS)
def test_errors_have_message_line_and_column(marked, message):
    before, _, after = marked.partition("¦")

    error = refusal(before + after, **NAMES)

    assert message in error.message
    assert before.count("\n") + 1 == error.line
    assert len(before) - before.rfind("\n") == error.column
    assert "f" == error.function


def test_an_error_shows_the_line_with_a_caret():
    error = refusal("@native\ndef größe(a: u32) -> u32:\n    return a + ok(a, 'ä', bad) + 1\n", ok=h)

    assert (3, 16) == (error.line, error.column)
    assert str(error).splitlines()[1:] == ["        return a + ok(a, 'ä', bad) + 1", "                   ^"]
    assert str(error).startswith(error.path + ":3:16: in größe: ")


def test_columns_count_characters_and_carets_keep_tabs():
    error = refusal("@native\ndef f(a: u32) -> u32:\n\treturn a + ok(b'\\xff', 'äöü', a)\n", ok=h)
    late = refusal("@native\ndef f(a: u32) -> u32:\n\tif 'äöü' != bad: return 1\n")

    assert str(error).splitlines()[2] == "    \t           ^"
    assert (3, 14) == (late.line, late.column)
    assert str(late).splitlines()[2] == "    \t            ^"


def test_an_error_in_a_function_that_is_called_names_that_function():
    error = refusal("@native\ndef inner() -> u32:\n    return 1.5\n\n@native\ndef outer() -> u32: return inner()\n")

    assert ("inner", 3) == (error.function, error.line)


def test_python_itself_refuses_jumps_outside_of_loops():
    with pytest.raises(SyntaxError, match="outside"):
        define("@native\ndef f():\n    break\n")


def test_future_annotations_are_named():
    error = refusal("from __future__ import annotations\n@native\ndef f(a: u32): pass\n")

    assert "annotations are strings here: remove `from __future__ import annotations`" == error.message


def test_a_function_without_source_is_refused():
    namespace = {}
    exec("def f(): pass", namespace)

    with pytest.raises(CompileError, match="source is not available"):
        Module(memory_functions=False).add(native(namespace["f"]))


def test_native_code_does_not_run_in_python():
    with pytest.raises(TypeError, match="`h` is native code"):
        h(1)
    with pytest.raises(TypeError, match="`sdiv` exists only inside native functions"):
        sdiv(1, 2)


@pytest.mark.parametrize("types", [(int,), (u32, None), (u32, Array(u8, 4)), ("u32",)])
def test_function_types_are_made_of_value_types(types):
    with pytest.raises(TypeError, match="a function's types are those of values"):
        Fn(*types)


def test_two_exports_cannot_share_a_name():
    source = "@native(export=True, name='same')\ndef {}(): pass\n"
    found = functions(define(source.format("a") + source.format("b")))

    with pytest.raises(ValueError, match="two definitions of `same`"):
        Module().add(*found)


def test_only_native_things_are_added():
    with pytest.raises(TypeError, match="is not a native function or global"):
        Module().add(ordinary)
