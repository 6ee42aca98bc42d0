"""Terminals of any width, and none; locales and encodings: what is said is said, and nothing fails because of them."""

import os

import pytest

from tests.cli import guests
from tests.cli.terminal import Terminal
from tests.door import compile_before
from tests.wat import wat

ODD = "\udcff\udcfe—µ….wasm"  # two bytes that are no UTF-8, and characters that not every encoding has
ENCODINGS = [
    {"LC_ALL": "C"},
    {"LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "de_DE.ISO-8859-1"},
    {"LC_ALL": "C.UTF-8"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "latin-1"},
    {"PYTHONIOENCODING": "utf-8:strict"},
    {"PYTHONUTF8": "1"},
]
LINES = [
    # arguments, exit status, what is said in ASCII
    (["--help"], 0, b"turn on the four options below, with seed 0"),
    (["-h"], 0, b"lists all options"),
    (["compile", "--help"], 0, b"Compile MODULE to"),
    (["gone-" + ODD], 127, b"cannot open module `gone-"),
    ([ODD], 134, b"more of f (func[0])"),
    (["--error-format", "json", "--level", "fast", ODD], 134, b'"omitted_frames": 2'),
    (["compile", "--level", "fast", ODD, "-o", "x-" + ODD], 0, b""),
    (["inspect", ODD], 0, b"functions by size: 3"),
    (["inspect", "--json", ODD], 0, b'"format": "module"'),
    (["inspect", "--wat", ODD], 0, b"(func $f"),
    (["cache", "ls"], 0, b".wasm\n"),
    (["--dir", ODD, ODD], 2, b"cannot preopen `"),
    (["--frob" + ODD, ODD], 2, b"unknown option `--frob"),
]


@pytest.mark.parametrize("encoding", ENCODINGS, ids=[" ".join(map("=".join, row.items())) for row in ENCODINGS])
def test_messages_print_under_any_encoding(wasihost, environ, tmp_path, encoding):
    (tmp_path / ODD).write_bytes(wat(guests.RECURSES))
    unset = {"LC_ALL": "", "LANG": "", "PYTHONIOENCODING": "", "PYTHONUTF8": "", "WASIHOST_CACHE_DIR": str(tmp_path)}

    for arguments, status, words in LINES:
        done = wasihost(*map(os.fsencode, arguments), environ={**unset, **encoding})

        said = done.stdout + done.stderr
        assert status == done.returncode, said
        assert words in said
        assert b"Traceback" not in said


SAID = [
    (["gone.wasm"], 127, b"cannot open module `gone.wasm`: no such file or directory\r\n"),
    (["traps.wasm"], 134, b"  0: traps.wasm!div (func[0]) at 0x2f\r\n"),
    (["inspect", "hello.wasm"], 0, b"  wasi_snapshot_preview1::fd_write   func  (i32, i32, i32, i32) -> (i32)\r\n"),
    (["hello.wasm"], 0, b"hello\r\n"),
]


def shown_at_any_width(command, environ, directory):
    """The exit status, and what is shown, if that is the same at each width."""
    shown = set()
    for columns in (20, 40, 200):
        with Terminal(command, environ={**environ, "COLUMNS": ""}, directory=directory, columns=columns) as terminal:
            shown.add((terminal.end(), terminal.shown))
    assert 1 == len(shown)
    return shown.pop()


@pytest.mark.parametrize("arguments, status, words", SAID, ids=[" ".join(row[0]) for row in SAID])
def test_lines_are_left_to_the_terminal_to_fold(variables, place, arguments, status, words):
    """What was folded here could be neither searched nor copied."""
    ended, shown = shown_at_any_width(["wasihost", *arguments], variables, place)

    assert status == ended
    assert words in shown


def test_lines_of_the_cache_are_left_to_the_terminal_to_fold(variables, place, tmp_path):
    """In a cache of its own: there, content has the path of whichever test compiled it last."""
    environ = {**variables, "WASIHOST_CACHE_DIR": str(tmp_path / "cache")}
    compile_before(place / "hello.wasm", tmp_path / "cache")

    ended, shown = shown_at_any_width(["wasihost", "cache", "ls"], environ, place)

    assert 0 == ended
    assert b"hello.wasm\r\n" in shown


@pytest.mark.parametrize(
    "extra, options, coloured",
    [
        ({}, [], True),
        ({"NO_COLOR": "1"}, [], False),
        ({"TERM": "dumb"}, [], False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, [], True),
        ({}, ["--color", "never"], False),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
    ],
)
def test_color_follows_terminal_environment_and_option(variables, place, extra, options, coloured):
    command = ["wasihost", *options, "gone.wasm"]
    with Terminal(command, environ={**variables, **extra}, directory=place) as terminal:
        assert 127 == terminal.end()

    assert coloured == (b"\x1b[" in terminal.shown)


@pytest.mark.parametrize("columns", [20, 40, 80])
def test_a_compilation_leaves_nothing_on_the_terminal(variables, place, columns):
    (place / "slow.wasm").write_bytes(wat(guests.slow(4000)))
    command = ["wasihost", "--no-cache", "slow.wasm"]
    environ = {**variables, "COLUMNS": ""}
    with Terminal(command, environ=environ, directory=place, columns=columns) as terminal:
        assert 0 == terminal.end()

    if terminal.shown:  # it took longer than half a second
        assert b"%" in terminal.shown or b"functions" in terminal.shown
        assert terminal.shown.count(b"\n") == 1  # the last one, which is taken back
        assert terminal.shown.endswith(b"\r\x1b[1A\x1b[2K")
        assert b"\x1b[?25l" not in terminal.shown  # which hides the cursor, also from a shell that comes back by Ctrl-Z
