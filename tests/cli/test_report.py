"""What errors look like: exception → the lines on standard error."""

import pytest

from wasihost import errors
from wasihost.cli.report.reporter import Reporter


def shown(capsys, error, *, color="never", **options):
    Reporter(color=color).failure(error, **options)
    out, err = capsys.readouterr()
    assert out == ""
    return err


MESSAGES = [
    # exception, module, what is printed
    (errors.UsageError("unknown option `--x`", hint="see"), None, "error: unknown option `--x`\nhint: see\n"),
    (errors.WasihostError("no room"), "a.wasm", "error: no room\n"),
    (errors.DecodeError("malformed section id", offset=0x1A4), "a.wasm", "error: a.wasm:0x1a4: malformed section id\n"),
    (errors.ValidationError("type mismatch", offset=7), "d/a.wasm", "error: d/a.wasm:0x7: type mismatch\n"),
    (errors.InvalidModule("no `_start`", hint="try"), "a.wasm", "error: a.wasm: no `_start`\nhint: try\n"),
    (errors.LinkError("unknown import"), "a.wasm", "error: a.wasm: unknown import\n"),
    (errors.DecodeError("bad name \x1b[31m\x07", offset=1), "a", "error: a:0x1: bad name \\x1b[31m\\x07\n"),
    (
        errors.TextError("unknown local `$x`", line=3, column=8, excerpt="\t(local.get $x)\x1b", caret=12),
        "a.wat",
        "error: a.wat:3:8: unknown local `$x`\n     (local.get $x)\\x1b\n" + " " * 16 + "^\n",
    ),
    (errors.WasihostError("a name\nhint: do it"), None, "error: a name\\x0ahint: do it\n"),
    (errors.WasihostError("all", lines=["  one\ntwo", "  three"]), None, "error: all\n  one\\x0atwo\n  three\n"),
    (errors.InvalidModule("bad"), "a\nhint: b", "error: a\\x0ahint: b: bad\n"),
    (errors.UsageError("bad", hint="`x\ny`"), None, "error: bad\nhint: `x\\x0ay`\n"),
    (errors.WasihostError("not utf-8: \udcff"), None, "error: not utf-8: \ufffd\n"),
]


@pytest.mark.parametrize("error, module, text", MESSAGES, ids=[row[2][:30] for row in MESSAGES])
def test_error_is_printed_with_module_and_hint(capsys, error, module, text):
    assert text == shown(capsys, error, module=module)


COLOR = [
    # --color, variables, is a terminal, coloured
    ("auto", {}, True, True),
    ("auto", {}, False, False),
    ("auto", {"NO_COLOR": "1"}, True, False),
    ("auto", {"NO_COLOR": ""}, True, True),
    ("auto", {"TERM": "dumb"}, True, False),
    ("auto", {"FORCE_COLOR": "1"}, False, True),
    ("auto", {"FORCE_COLOR": "0"}, False, False),
    ("auto", {"CLICOLOR_FORCE": "1", "TERM": "dumb"}, False, True),
    ("auto", {"CLICOLOR_FORCE": "1", "NO_COLOR": "1"}, True, False),
    ("never", {"FORCE_COLOR": "1"}, True, False),
    ("always", {"NO_COLOR": "1"}, False, True),
    ("never", {}, True, False),
]


@pytest.mark.parametrize("when, environ, terminal, expected", COLOR)
def test_color_depends_on_terminal_and_environment(monkeypatch, capsys, when, environ, terminal, expected):
    for name in ("NO_COLOR", "TERM", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)

    text = shown(capsys, errors.WasihostError("x", hint="y"), color=when)

    assert text == ("\x1b[1;31merror:\x1b[0m x\n\x1b[36mhint:\x1b[0m y\n" if expected else "error: x\nhint: y\n")


def test_failure_without_standard_error_prints_nothing(monkeypatch):
    monkeypatch.setattr("sys.stderr", None)

    Reporter().failure(errors.WasihostError("x"))


def test_a_bug_shows_where_it_is(capsys):
    try:
        raise KeyError("x")
    except KeyError as error:
        Reporter().unexpected(error)

    err = capsys.readouterr().err
    assert err.startswith("error: unexpected KeyError\n  Traceback (most recent call last):\n")
    assert err.endswith("hint: this is a bug in wasihost: please report it with the module that shows it\n")


def test_a_failing_system_is_no_bug(capsys):
    Reporter().unexpected(OSError(24, "Too many open files", "x.wasm"))

    assert "error: `x.wasm`: too many open files\n" == capsys.readouterr().err


@pytest.mark.parametrize(
    "words, text",
    [
        (("wasihost", "a.wasm"), "`wasihost a.wasm`"),
        (("chmod", "go-w", "a; touch PWNED #"), "`chmod go-w 'a; touch PWNED #'`"),
        (("--dir", "a b::`c`"), "`--dir 'a b::`c`'`"),
        (("rm", "it's", ""), """`rm 'it'"'"'s' ''`"""),
    ],
)
def test_suggested_commands_are_quoted_for_a_shell(words, text):
    assert text == errors.to_type(*words)
