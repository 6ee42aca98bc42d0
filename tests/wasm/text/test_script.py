"""Test scripts: each command as a value, and modules that are translated when they are asked for."""

import pytest

from wasihost.errors import TextError
from wasihost.wasm.text.script import (
    Assertion,
    Either,
    Get,
    Instance,
    Invoke,
    Module,
    ModuleSource,
    Register,
    Thread,
    Value,
    Wait,
    parse_script,
)

COMMANDS = [
    # text, command
    ("(module (func))", Module(1, ModuleSource(1, None, "(module (func))"), False)),
    ("(module $m binary \"\\00a\" \"sm\")", Module(1, ModuleSource(1, "$m", b"\0asm"), False)),
    ("(module quote \"(fu\" \"nc)\")", Module(1, ModuleSource(1, None, b"(func)", True), False)),
    ("(module definition $m (func))", Module(1, ModuleSource(1, "$m", "(module            $m (func))"), True)),
    ("(module definition binary)", Module(1, ModuleSource(1, None, b""), True)),
    ("(module instance $i $m)", Instance(1, "$i", "$m")),
    ("(module instance)", Instance(1, None, None)),
    ("(register \"é\" $m)", Register(1, "é", "$m")),
    ("(register \"a\")", Register(1, "a", None)),
    ("(invoke $m \"f\" (i32.const -1) (i64.const 2))",
     Invoke(1, "$m", "f", (Value("i32", (0xFFFFFFFF,)), Value("i64", (2,))))),
    ("(get \"g\")", Get(1, None, "g")),
    ("(thread $t (shared (module $m)) (get \"g\") (register \"a\"))",
     Thread(1, "$t", "$m", (Get(1, None, "g"), Register(1, "a", None)))),
    ("(thread)", Thread(1, None, None, ())),
    ("(wait $t)", Wait(1, "$t")),
    ("(assert_return (get \"g\"))", Assertion(1, "assert_return", Get(1, None, "g"), "", ())),
    ("(assert_trap (invoke \"f\") \"unreachable\")",
     Assertion(1, "assert_trap", Invoke(1, None, "f", ()), "unreachable", ())),
    ("(assert_trap (module) \"out\")", Assertion(1, "assert_trap", ModuleSource(1, None, "(module)"), "out", ())),
    ("(assert_exhaustion (invoke \"f\") \"deep\")",
     Assertion(1, "assert_exhaustion", Invoke(1, None, "f", ()), "deep", ())),
    ("(assert_exception (invoke \"f\"))", Assertion(1, "assert_exception", Invoke(1, None, "f", ()), "", ())),
    *((f"({keyword} (module quote \"x\") \"why\")",
       Assertion(1, keyword, ModuleSource(1, None, b"x", True), "why", ()))
      for keyword in ("assert_invalid", "assert_malformed", "assert_unlinkable", "assert_invalid_custom",
                      "assert_malformed_custom")),
    ("(assert_return_canonical_nan (invoke \"f\"))",
     Assertion(1, "assert_return_canonical_nan", Invoke(1, None, "f", ()), "", (Value("float", ("nan:canonical",)),))),
]  # fmt: skip


@pytest.mark.parametrize("text, command", COMMANDS, ids=[row[0] for row in COMMANDS])
def test_commands_are_parsed(text, command):
    assert [command] == parse_script(text)


RESULTS = [
    # text, pattern
    ("(f32.const nan:canonical)", Value("f32", ("nan:canonical",))),
    ("(f64.const nan:arithmetic)", Value("f64", ("nan:arithmetic",))),
    ("(f32.const nan:0x1)", Value("f32", (0x7F800001,))),
    ("(v128.const i32x4 1 2 3 -1)", Value("i32x4", (1, 2, 3, 0xFFFFFFFF))),
    ("(v128.const f64x2 nan:canonical 1)", Value("f64x2", ("nan:canonical", 0x3FF0000000000000))),
    ("(ref.null)", Value("ref.null", ())),
    ("(ref.null func)", Value("ref.null", ("func",))),
    ("(ref.extern 3)", Value("ref.extern", (3,))),
    ("(ref.host 3)", Value("ref.host", (3,))),
    ("(ref.func)", Value("ref.func", ())),
    ("(ref.struct)", Value("ref.struct", ())),
    ("(either (i32.const 1) (i32.const 2))", Either((Value("i32", (1,)), Value("i32", (2,))))),
]


@pytest.mark.parametrize("text, pattern", RESULTS, ids=[row[0] for row in RESULTS])
def test_result_patterns_are_parsed(text, pattern):
    (command,) = parse_script(f'(assert_return (invoke "f") {text} {text})')

    assert (pattern, pattern) == command.expected


def test_commands_have_lines_and_comments_between_them():
    script = ';; one\n(module)\n(; two\n;)(register "a") (@x)\n\n(assert_invalid\n  (module (func)) "x")'

    assert [2, 4, 6] == [command.line for command in parse_script(script)]


def test_a_text_of_fields_is_one_module():
    (command,) = parse_script("(func)\n(memory 1)")

    assert command.source.binary() == parse_script("(module (func) (memory 1))")[0].source.binary()


def test_a_malformed_module_costs_its_own_command():
    malformed, good = parse_script("(module\n (func i32.what))\n(module)")

    assert good.source.binary()
    with pytest.raises(TextError, match="unknown operator") as caught:
        malformed.source.binary()
    assert (2, 8) == (caught.value.line, caught.value.column)


def test_errors_in_asserted_modules_have_their_own_line():
    (command,) = parse_script('(assert_invalid\n  (module\n    (fun)) "x")')

    assert 1 == command.line
    with pytest.raises(TextError) as caught:
        command.subject.binary()
    assert (3, 6) == (caught.value.line, caught.value.column)


def test_columns_of_a_definition_are_those_of_the_script():
    (command,) = parse_script("(module definition $m (fun))")

    with pytest.raises(TextError) as caught:
        command.source.binary()
    assert (1, 24) == (caught.value.line, caught.value.column)


def test_a_quoted_module_that_is_no_utf8_is_malformed():
    (command,) = parse_script('(module quote "(func \\ff)")')

    with pytest.raises(TextError, match="malformed UTF-8 encoding"):
        command.source.binary()


FAULTS = [
    # text, message
    ("(module) x", "expected"),
    ("(module) (what)", "not a script command"),
    ("(module", "unclosed parenthesis"),
    ("(assert_return (module))", "expected invoke or get"),
    ("(assert_return (invoke \"f\") (i32.load))", "expected a constant"),
    ("(assert_trap (invoke \"f\"))", "expected a string"),
    ("(invoke \"f\" (v128.const i8 1))", "expected a shape"),
    ("(invoke \"f\" (f32.const x))", "expected a number"),
    ("(register)", "expected a string"),
    ("(thread (thread))", "`thread` inside a `thread`"),
    ("(thread (shared (func)))", "expected"),
]  # fmt: skip


@pytest.mark.parametrize("text, message", FAULTS, ids=[row[0] for row in FAULTS])
def test_malformed_scripts_are_rejected(text, message):
    with pytest.raises(TextError, match=message):
        parse_script(text)
