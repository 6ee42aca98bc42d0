"""Texts made to exhaust a reader: each is answered in time and memory in proportion to its length, never by a crash."""

import time
import tracemalloc

import pytest

from wasihost.errors import TextError
from wasihost.wasm.text.module import parse_module
from wasihost.wasm.text.printer import print_module

MANY = 100_000

ACCEPTED = {
    "nested comments": "(;" * MANY + ";)" * MANY,
    "comments in a row": "(;(;;);)" * MANY,
    "nested annotations": "(@a" * MANY + ")" * MANY,
    "space": " " * MANY * 10,
    "nested folded instructions": f"(func {'(drop ' * MANY}{')' * MANY})",
    "nested folded blocks": f"(func {'(block ' * MANY}{')' * MANY})",
    "nested blocks": f"(func {'block $l ' * MANY}br $l {'end ' * MANY})",
    "nested conditions": f"(func {'(if ' * MANY}{'(then))' * MANY})",
    "a long string": '(data "' + "a" * MANY * 10 + '")',
    "many escapes": r'(data "' + r"\00" * MANY * 3 + '")',
    "an integer with many zeros": f"(func i32.const {'0' * MANY * 10}1)",
    "a decimal float with many digits": f"(func f32.const {'1' * 30}.{'3' * MANY * 3})",
    "a hexadecimal float with many digits": f"(func f64.const 0x1.{'3' * MANY * 3})",
    "an exponent with many digits": f"(func f64.const 0x1p-{'3' * MANY})",
    "an identifier of many": f"(func ${'a' * MANY * 10})",
    "many functions": "(func (param i32))" * (MANY // 4),
    "an identifier of dollars": f"(func ${'$' * MANY * 4})",
    "identifiers of dollars, and a quoted one": f'(func ${"$" * MANY * 4}) (func $"a")',
    "dollars in a string": f'(func $a) (memory 1) (data "{"$" * MANY * 4}")',
    "many labels": f"(func br_table {'0 ' * MANY})",
    "many locals": f"(func (local {'i32 ' * MANY}))",
}


@pytest.mark.parametrize("text", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_read_in_time(text):
    start = time.thread_time()

    parse_module(text)
    assert 2 > time.thread_time() - start


REFUSED = {
    "open comments": ("(;" * MANY, "unclosed comment"),
    "open comments with text between": ("(; a " * MANY, "unclosed comment"),
    "half-open comments": ("(" * MANY + ";" * MANY, "unclosed comment|unexpected"),
    "open annotations": ("(@a" * MANY, "unclosed annotation"),
    "open parentheses": ("(" * MANY * 10, "unexpected token"),
    "closed parentheses": (")" * MANY * 10, "unexpected token"),
    "open fields": ("(func " * MANY, "unexpected end"),
    "open blocks": (f"(func {'block ' * MANY})", "expected `end`"),
    "open strings": ('"' * MANY + "a", "unexpected token"),
    "lone quotes": ('"\n' * MANY, "unclosed string"),
    "an open string of quotes": ('"' + '\\"' * MANY * 4, "unclosed string"),
    "an open string of quotes, and a nested comment": ('(;(;;);)"' + '\\"' * MANY * 4, "unclosed string"),
    "an open string of quotes in an identifier": ('(func $"' + '\\"' * MANY * 4, "unclosed string"),
    "an open string of quotes in an annotation": ('(@a "' + '\\"' * MANY * 4, "unclosed string"),
    "an open string of quotes that names an annotation": ('(@"' + '\\"' * MANY * 4, "unclosed string"),
    "open strings, each on its line": ('"\\"\n' * MANY * 2, "unclosed string"),
    "backslashes": ('"' + "\\" * (MANY + 1), "unclosed string"),
    "an integer of many digits": (f"(func i64.const {'9' * MANY * 10})", "out of range"),
    "a float of many digits": (f"(func f64.const {'9' * MANY * 3})", "out of range"),
    "an exponent of many digits": (f"(func f32.const 1e{'9' * MANY})", "out of range"),
    "a payload of many digits": (f"(func f32.const nan:0x{'9' * MANY})", "out of range"),
    "an escape of many digits": (r'(data "\u{' + "1" * MANY + '}")', "malformed escape"),
    "a long word": ("x" * MANY * 10, "unexpected token"),
    "a long operator": (f"(func {'x' * MANY * 10})", "unknown operator"),
    "NUL": ("\0" * MANY, "illegal character"),
}


@pytest.mark.parametrize("text, message", REFUSED.values(), ids=REFUSED.keys())
def test_refused_in_time(text, message):
    start = time.thread_time()

    with pytest.raises(TextError, match=message) as caught:
        parse_module(text)
    assert 2 > time.thread_time() - start
    assert len(caught.value.message) + len(caught.value.excerpt) < 300


def test_printing_deep_blocks_takes_text_in_proportion():
    depth = 20_000
    binary = parse_module(f"(func {'block ' * depth}{'end ' * depth})")

    assert sum(map(len, print_module(binary))) < 300 * depth


def test_memory_is_in_proportion_to_the_text():
    text = "(func nop) " * 20_000
    tracemalloc.start()
    try:
        parse_module(text)
        assert tracemalloc.get_traced_memory()[1] < 40 * len(text)
    finally:
        tracemalloc.stop()
