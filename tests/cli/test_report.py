"""What errors look like: exception → the lines on standard error."""

import pytest

from wasihost import errors
from wasihost.abi import FRAMES_KEPT, Trap
from wasihost.cli import report
from wasihost.errors import Frame


def shown(capsys, error, **options):
    report.failure(error, **{"color": "never", **options})
    out, err = capsys.readouterr()
    assert out == ""
    return err


def trap(*frames: tuple[int, str | None, int | None], omitted: int = 0) -> errors.Trap:
    return errors.Trap(
        "integer divide by zero", Trap.INTEGER_DIVIDE_BY_ZERO, tuple(Frame(*f) for f in frames), omitted, FRAMES_KEPT
    )


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
def test_message(capsys, error, module, text):
    assert text == shown(capsys, error, module=module)


F, G, MAIN, START = (3, "f", 0x50), (4, "g", 0x60), (7, "main", 0x2F0), (8, "_start", 0x300)
BACKTRACES = [
    ("no frame", trap(), ""),
    (
        "named",
        trap((7, "div", 0x1A3), (12, "main", 0x2F0)),
        "  0: a.wasm!div (func[7]) at 0x1a3\n  1: a.wasm!main (func[12]) at 0x2f0\n",
    ),
    ("a name with a newline", trap((7, "f\nhint: do it", 0x1A3)), "  0: a.wasm!f\\x0ahint: do it (func[7]) at 0x1a3\n"),
    ("without a name", trap((7, None, 0x1A3)), "  0: a.wasm!func[7] at 0x1a3\n"),
    ("without a place", trap((7, "div", None)), "  0: a.wasm!div (func[7])\n"),
    ("twice is not folded", trap(F, F), "  0: a.wasm!f (func[3]) at 0x50\n  1: a.wasm!f (func[3]) at 0x50\n"),
    (
        "recursion",
        trap(*[F] * 20, MAIN),
        "  0: a.wasm!f (func[3]) at 0x50\n     … 19 more of f (func[3]) …\n 20: a.wasm!main (func[7]) at 0x2f0\n",
    ),
    (
        "recursion from different places",
        trap(F, *[(3, "f", 0x58), F, F] * 6, MAIN),
        "  0: a.wasm!f (func[3]) at 0x50\n     … 18 more of f (func[3]) …\n 19: a.wasm!main (func[7]) at 0x2f0\n",
    ),
    (
        "recursion over two functions",
        trap(F, *[G, F] * 10, MAIN),
        "  0: a.wasm!f (func[3]) at 0x50\n  1: a.wasm!g (func[4]) at 0x60\n"
        "     … 19 more of f (func[3]), g (func[4]) …\n"
        " 21: a.wasm!main (func[7]) at 0x2f0\n",
    ),
    (
        "recursion over four functions, begun from inside",
        trap(MAIN, *[F, G, START, (9, None, 1)] * 3, MAIN),
        "  0: a.wasm!main (func[7]) at 0x2f0\n  1: a.wasm!f (func[3]) at 0x50\n  2: a.wasm!g (func[4]) at 0x60\n"
        "  3: a.wasm!_start (func[8]) at 0x300\n  4: a.wasm!func[9] at 0x1\n"
        "     … 8 more of f (func[3]), g (func[4]), _start (func[8]), func[9] …\n 13: a.wasm!main (func[7]) at 0x2f0\n",
    ),
    (
        "frames left out of a recursion",
        trap(*[F] * (FRAMES_KEPT + 14), MAIN, START, omitted=100_000),
        "  0: a.wasm!f (func[3]) at 0x50\n     … 100 077 more of f (func[3]) …\n"
        "100078: a.wasm!main (func[7]) at 0x2f0\n100079: a.wasm!_start (func[8]) at 0x300\n",
    ),
    (
        "frames left out of a recursion over two functions, in step",
        trap(*[F, G] * (FRAMES_KEPT // 2), *[G, F] * 7, MAIN, omitted=1001),
        "  0: a.wasm!f (func[3]) at 0x50\n  1: a.wasm!g (func[4]) at 0x60\n"
        "     … 1 077 more of f (func[3]), g (func[4]) …\n1079: a.wasm!main (func[7]) at 0x2f0\n",
    ),
    (
        "frames left out, and out of step behind them",
        trap(*[F, G] * (FRAMES_KEPT // 2), *[F, G] * 7, MAIN, omitted=1001),
        "  0: a.wasm!f (func[3]) at 0x50\n  1: a.wasm!g (func[4]) at 0x60\n"
        "     … 62 more of f (func[3]), g (func[4]) …\n     … 1 001 more …\n"
        "1065: a.wasm!f (func[3]) at 0x50\n1066: a.wasm!g (func[4]) at 0x60\n"
        "     … 12 more of f (func[3]), g (func[4]) …\n1079: a.wasm!main (func[7]) at 0x2f0\n",
    ),
    (
        "frames left out of something else",
        trap(*[F] * (FRAMES_KEPT - 1), G, *[F] * 3, MAIN, omitted=5),
        "  0: a.wasm!f (func[3]) at 0x50\n     … 62 more of f (func[3]) …\n 63: a.wasm!g (func[4]) at 0x60\n"
        "     … 5 more …\n 69: a.wasm!f (func[3]) at 0x50\n     … 2 more of f (func[3]) …\n"
        " 72: a.wasm!main (func[7]) at 0x2f0\n",
    ),
    (
        "mangled names",
        trap((1, "_ZN3foo3barEv", None), (2, "_ZN4core3fmt5write17h0123456789abcdefE", 5)),
        "  0: a.wasm!foo::bar (func[1])\n  1: a.wasm!core::fmt::write (func[2]) at 0x5\n",
    ),
]


@pytest.mark.parametrize("error, lines", [row[1:] for row in BACKTRACES], ids=[row[0] for row in BACKTRACES])
def test_backtrace(capsys, error, lines):
    assert f"error: wasm trap: integer divide by zero\n{lines}" == shown(capsys, error, module="path/to/a.wasm")


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
def test_color(monkeypatch, capsys, when, environ, terminal, expected):
    for name in ("NO_COLOR", "TERM", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stderr.isatty", lambda: terminal)

    text = shown(capsys, errors.WasihostError("x", hint="y"), color=when)

    assert text == ("\x1b[1;31merror:\x1b[0m x\n\x1b[36mhint:\x1b[0m y\n" if expected else "error: x\nhint: y\n")


def test_nothing_is_said_without_standard_error(monkeypatch):
    monkeypatch.setattr("sys.stderr", None)

    report.failure(errors.WasihostError("x"))


def test_a_bug_shows_where_it_is(capsys):
    try:
        raise KeyError("x")
    except KeyError as error:
        report.unexpected(error)

    err = capsys.readouterr().err
    assert err.startswith("error: unexpected KeyError\n  Traceback (most recent call last):\n")
    assert err.endswith("hint: this is a bug in wasihost: please report it with the module that shows it\n")


def test_a_failing_system_is_no_bug(capsys):
    report.unexpected(OSError(24, "Too many open files", "x.wasm"))

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
def test_what_is_to_be_typed_is_quoted(words, text):
    assert text == errors.to_type(*words)
