"""Tokens: what space is, what strings stand for, and where a fault is."""

import pytest

from wasihost.errors import TextError
from wasihost.wasm.text.tokens import END, Source, decode, string


def tokens(text: str) -> list[str]:
    found = Source(text).tokens
    return found[: found.index(END)]


SPACE = [
    # text, tokens
    ("", []),
    (" \t\r\n", []),
    ("a(b)c", ["a", "(", "b", ")", "c"]),
    ("a;;b\nc", ["a", "c"]),
    ("a;;b\rc", ["a", "c"]),
    ("a(;b;)c", ["a", "c"]),
    ("a(;b(;c;)d;)e", ["a", "e"]),
    ("a(;;b\n;)c", ["a", "c"]),
    ('a(;(;";);)b', ["a", "b"]),
    ('"(;"(;(;;);)a ";)"', ['"(;"', "a", '";)"']),
    (";;(;\na", ["a"]),
    ("a(@b c)d", ["a", "d"]),
    ('a(@b (c ")" (@d)) ,[{;)e', ["a", "e"]),
    ('(@"quoted" x)a', ["a"]),
    ("( @a)", ["(", "@a", ")"]),
    ("(;(;;);)(@a)b", ["b"]),
    ('$"a"', ["$a"]),
    ('$"a b\\n"', ["$a b\n"]),
    ('0$"a"', ['0$"a"']),
    ("!#$%&'*+-./:<=>?@\\^_`|~", ["!#$%&'*+-./:<=>?@\\^_`|~"]),
]


@pytest.mark.parametrize("text, expected", SPACE, ids=[row[0] for row in SPACE])
def test_text_is_split_into_tokens(text, expected):
    assert expected == tokens(text)


STRINGS = [
    # token, bytes
    ('""', b""),
    ('"a b"', b"a b"),
    ('"\\t\\n\\r\\"\\\'\\\\"', b"\t\n\r\"'\\"),
    ('"\\00\\ff\\41b"', b"\0\xffAb"),
    ('"\\u{41}\\u{0_0e9}\\u{10ffff}"', "A\u00e9\U0010ffff".encode()),
    ('"é\U0001f600"', "é\U0001f600".encode()),
]


@pytest.mark.parametrize("token, expected", STRINGS, ids=[row[0] for row in STRINGS])
def test_strings_are_unescaped(token, expected):
    assert expected == string(tokens(token)[0])


FAULTS = [
    # text, message, line, column
    ("a\n (; (; ;)", "unclosed comment", 2, 2),
    ("\n(@a (b)", "unclosed annotation", 2, 1),
    ("(@)", "empty annotation id", 1, 1),
    ('(@"" a)', "empty annotation id", 1, 1),
    ('(@"\\ff")', "malformed UTF-8 encoding", 1, 1),
    ("(@a \x01)", "illegal character", 1, 5),
    ("(@a é)", "illegal character", 1, 5),
    ('(@a " )', "unclosed string", 1, 5),
    ('(@a "b\\")', "unclosed string", 1, 5),
    ('(@a x"b)', "unclosed string", 1, 5),
    ('(@a (@"b)', "unclosed string", 1, 5),
    ('(@a "b""c)', "unclosed string", 1, 5),
    ('a $"a', "unclosed string", 1, 3),
    ('a\n"b\\"', "unclosed string", 2, 1),
    ('a\r\n $""', "empty identifier", 2, 2),
    ('$"\\ff"', "malformed UTF-8 encoding", 1, 1),
    ('a $b"c"', "unknown operator: missing space between identifier and string", 1, 3),
    ('$"a""b"', "unknown operator: missing space between strings", 1, 1),
]


@pytest.mark.parametrize("text, message, line, column", FAULTS, ids=[row[0] for row in FAULTS])
def test_a_fault_has_a_place(text, message, line, column):
    with pytest.raises(TextError) as caught:
        Source(text)

    assert (message, line, column) == (caught.value.message, caught.value.line, caught.value.column)


@pytest.mark.parametrize(
    "text, offset, excerpt, caret",
    [
        ("one\n two\nthree", 5, " two", 1),
        ("one\r\ntwo", 2, "one", 2),
        ("x" * 1000, 500, "x" * 100, 50),
        ("", 0, "", 0),
    ],
)
def test_an_error_shows_its_line_or_a_part_of_it(text, offset, excerpt, caret):
    error = Source(text).error_at("wrong", offset)

    assert (excerpt, caret) == (error.excerpt, error.caret)


def test_text_that_is_no_utf8_is_refused_with_its_place():
    with pytest.raises(TextError) as caught:
        decode(b"(module\n  \xc3\xa9\xff)\nrest")

    error = caught.value
    assert ("malformed UTF-8 encoding", 2, 4) == (error.message, error.line, error.column)
    assert ("  é\ufffd)", 3) == (error.excerpt, error.caret)
