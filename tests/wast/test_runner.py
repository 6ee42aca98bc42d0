"""Every command of a script does what it says, and one that does not is found out."""

import pytest

from tests.codegen.objects import in_worker
from wasihost.wasm.text.script import parse_script
from wasihost.wast.runner import MODULE_MISSING, Report, run_script
from wasihost.wast.scripts import pack, unpack

MODULE = """
(module $m
  (func (export "id") (param i32) (result i32) (local.get 0))
  (func (export "div") (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
  (func $deep (export "deep") (call $deep))
  (tag $t) (func (export "throw") (throw $t))
  (global (export "g") i64 (i64.const 7)))
"""
PASSING = [
    '(assert_return (invoke "id" (i32.const 3)) (i32.const 3))',
    '(assert_return (invoke $m "id" (i32.const 3)) (either (i32.const 2) (i32.const 3)))',
    '(assert_return (get "g") (i64.const 7))',
    '(invoke "id" (i32.const 3))',
    '(assert_trap (invoke "div" (i32.const 0)) "integer divide by zero")',
    '(assert_exhaustion (invoke "deep") "call stack exhausted")',
    '(assert_exception (invoke "throw"))',
    '(assert_trap (module (func $f unreachable) (start $f)) "unreachable")',
    '(assert_uninstantiable (module (func $f unreachable) (start $f)) "unreachable")',
    '(assert_invalid (module (func (result i32))) "type mismatch")',
    '(assert_malformed (module quote "(func") "unexpected token")',
    '(assert_malformed (module binary "") "unexpected end")',
    '(assert_unlinkable (module (import "spectest" "nothing" (func))) "unknown import")',
    '(register "m" $m) (module (import "m" "id" (func (param i32) (result i32))))',
    '(module definition $d (global (export "g") i32 (i32.const 1))) (module instance $i $d)'
    ' (assert_return (get $i "g") (i32.const 1))',
]
# A command, and what is found wrong with it.
FAILING = [
    ('(assert_return (invoke $typo "id" (i32.const 3)) (i32.const 3))', "no module is named `$typo`"),
    ('(assert_trap (invoke $typo "div" (i32.const 0)) "integer divide by zero")', "no module is named `$typo`"),
    ('(invoke $typo "id" (i32.const 3))', "no module is named `$typo`"),
    ('(assert_return (get $typo "g") (i64.const 7))', "no module is named `$typo`"),
    ('(register "typo" $typo)', "no module is named `$typo`"),
    ("(module instance $i $typo)", "no module is named `$typo`"),
    ('(assert_return (invoke "id" (i32.const 3)) (i32.const 4))', "expected i32.const 0x4, got i32 0x3"),
    ('(assert_return (invoke "id" (i32.const 3)))', "expected nothing, got i32 0x3"),
    ('(assert_return (invoke "id" (i32.const 3)) (i64.const 3))', "expected i64.const 0x3, got i32 0x3"),
    ('(assert_return (invoke "nothing"))', "no function is exported as `nothing`"),
    ('(assert_return (invoke "g"))', "no function is exported as `g`"),
    ('(assert_return (get "id"))', "no global is exported as `id`"),
    ('(invoke "id")', "`id` takes 1 arguments, 0 given"),
    ('(invoke "id" (i64.const 3))', "`id` takes i32, `i64.const 0x3` given"),
    ('(invoke "id" (ref.extern 1))', "`id` takes i32, `ref.extern 0x1` given"),
    ('(assert_return (invoke "div" (i32.const 0)))', "Trap: integer divide by zero"),
    ('(assert_trap (invoke "div" (i32.const 1)) "integer divide by zero")', "but nothing failed"),
    (
        '(assert_trap (invoke "div" (i32.const 0)) "unreachable")',
        "expected `unreachable`, got `integer divide by zero`",
    ),
    ('(assert_exception (invoke "id" (i32.const 1)))', "but nothing failed"),
    ('(assert_exhaustion (invoke "id" (i32.const 1)) "call stack exhausted")', "but nothing failed"),
    ('(assert_invalid (module) "type mismatch")', "expected ValidationError"),
    ('(assert_malformed (module quote "") "unexpected token")', "expected DecodeError"),
    ('(assert_malformed (module (func (result i32))) "")', "ValidationError: "),
    ('(assert_unlinkable (module) "unknown import")', "expected LinkError"),
    ('(module (import "spectest" "nothing" (func)))', "LinkError: unknown import"),
    ('(module quote "(func")', "TextError: "),
    ("(module (func $f unreachable) (start $f))", "Trap: unreachable"),
]


# Needs a part of WebAssembly that is not there, and so does what uses it.
SKIPPING = """
(module $a (type $s (struct)) (func (export "f")))
(invoke "f")
(invoke $a "f")
(register "a")
(module (import "a" "f" (func)))
(module definition $d (type $s (struct)))
(module instance $i $d)
(assert_return (invoke "f"))
"""


def run(text: str) -> Report:
    """In a process of its own: LLVM's flags stay with a process."""

    return unpack(in_worker(lambda: pack(run_script(text.encode(), "fast"))))


@pytest.mark.parametrize("command", PASSING)
def test_command_passes(command):
    text = MODULE + command

    assert Report(len(parse_script(text)), (), {}) == run(text)


@pytest.mark.parametrize("command, message", FAILING)
def test_command_fails_with_a_message(command, message):
    report = run(f'{MODULE}\n{command}\n(assert_return (invoke $m "id" (i32.const 1)) (i32.const 1))')

    (failure,) = report.failures
    assert failure.line == 9
    assert message in failure.message
    assert report.passed == 2  # what comes before and behind is not lost


# One thread waits until the other wakes it; neither sees what is no memory.
THREADS = """
(module $m (memory (export "memory") 1 1 shared) (func (export "f")))
(thread $t (shared (module $m))
  (register "m" $m)
  (module (memory (import "m" "memory") 1 1 shared)
    (func (export "wait") (result i32) (memory.atomic.wait32 (i32.const 0) (i32.const 0) (i64.const -1))))
  (assert_return (invoke "wait") (i32.const {woken})))
(thread (shared (module $m))
  (register "m" $m)
  (assert_unlinkable (module (import "m" "f" (func))) "unknown import")
  (module (memory (import "m" "memory") 1 1 shared)
    (func (export "notify")
      (loop (br_if 0 (i32.eqz (memory.atomic.notify (i32.const 0) (i32.const 1)))))))
  (invoke "notify"))
(wait $t)
(module (func (export "g") (result i32) (i32.const 1)))
(assert_return (invoke "g") (i32.const 1))
"""


def test_threads_share_memories():
    assert Report(13, (), {}) == run(THREADS.format(woken=0))


def test_failures_in_threads_are_reported():
    report = run(THREADS.format(woken=1) + "(wait $nobody)")

    assert [(7, "assert_return"), (18, "wait")] == [failure[:2] for failure in report.failures]
    assert "expected i32.const 0x1, got i32 0x0" in report.failures[0].message
    assert report.passed == 12


@pytest.mark.parametrize("command", ['(invoke "f")', '(register "m")', "(module instance)"])
def test_a_script_that_begins_with_something_else_than_a_module(command):
    (failure,) = run(command).failures
    assert failure.message == "no module comes before this"


def test_unsupported_features_are_skipped():
    assert Report(0, (), {"garbage collection": 2, MODULE_MISSING: 6}) == run(SKIPPING)


@pytest.mark.parametrize("text, line", [("(module)\n(modul)", 2), ("(module)\n(invoke)", 2), ("\n\n)", 3)])
def test_text_that_is_no_script(text, line):
    report = run(text)

    assert [line] == [failure.line for failure in report.failures]
    assert report.passed == 0


def test_bytes_that_are_no_text():
    (failure,) = run_script(b"(module)\n\xff", "fast").failures

    assert (2, "malformed UTF-8 encoding") == (failure.line, failure.message)
