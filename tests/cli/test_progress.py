"""What a compilation shows: to whom, when, and how it ends."""

import io
import re
import sys

import pytest

from wasihost.cli import progress
from wasihost.codegen.compiler import Progress

STEPS = [
    Progress("decode"),
    *(Progress("compile", n, 4000, 100 * n, 400_000) for n in range(0, 4001, 500)),
    Progress("link", 4000, 4000, 1, 1),
]


class Stream(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.fixture
def compile(monkeypatch):
    """`compile(seconds, terminal, …)`: what is on standard error after steps that take so long each."""

    def compile(seconds, terminal, quiet=False, color="never", terminal_type="xterm"):
        clock = iter(range(10**6))
        stream = Stream(terminal)
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(progress, "monotonic", lambda: next(clock) * seconds)
        monkeypatch.setenv("TERM", terminal_type)
        with progress.show("a\x1b.wasm", "fast", quiet=quiet, color=color) as update:
            for step in STEPS:
                if update:
                    update(step)
        return stream.getvalue()

    return compile


def test_half_a_second_shows_nothing(compile):
    assert compile(0.01, True) == compile(0.01, False) == ""


def test_nothing_where_there_is_no_terminal(compile):
    assert "" == compile(1, False)


def test_a_bar_on_a_terminal_that_is_gone_at_the_end(compile):
    shown = compile(1, True)

    assert "compiling a\\x1b.wasm" in shown
    assert "2000/4000 functions" in shown
    assert shown.rstrip("\r").endswith("\x1b[2K")


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_the_bar_is_one_line_that_fits(compile, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))

    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", compile(1, True))

    pictures = shown.strip("\r\n").split("\r")
    assert (len(pictures) > 5 and "%" in shown) or "functions" in shown
    assert [] == [picture for picture in pictures if len(picture) > columns or "\n" in picture]


def test_a_dumb_terminal_is_shown_one_line(compile, monkeypatch):
    assert "compiling a\\x1b.wasm: 4000 functions, level fast\n" == compile(1, True, terminal_type="dumb")


@pytest.mark.parametrize("terminal", [True, False])
def test_quiet(compile, terminal):
    assert "" == compile(1, terminal, quiet=True)


def test_the_bar_is_gone_after_an_error_too(monkeypatch):
    stream = Stream(True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "DELAY", 0)

    with pytest.raises(KeyError), progress.show("a.wasm", "fast", quiet=False, color="never") as update:
        update(STEPS[3])
        raise KeyError

    assert stream.getvalue().rstrip("\r").endswith("\x1b[2K")
