"""What a compilation shows: to whom, when, and how it ends."""

import io
import re
import sys
from types import SimpleNamespace

import pytest

from wasihost.cli.report import progress
from wasihost.cli.report.reporter import Reporter
from wasihost.codegen import compiler, llvm
from wasihost.codegen.compiler import CompileTask, Meter, Progress

STEPS = [
    Progress("decode"),
    *(Progress("compile", 100 * n, 400_000, (4000 - n) / 50) for n in range(0, 4001, 500)),
    Progress("link"),
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
        with progress.show("a\x1b.wasm", "fast", Reporter(color=color), quiet=quiet) as update:
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
    assert "50 % of 400 k instructions" in shown
    assert "0:40 left" in shown
    assert "first run only" not in shown
    assert shown.rstrip("\r").endswith("\x1b[2K")


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_the_bar_is_one_line_that_fits(compile, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))

    shown = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", compile(1, True))

    pictures = shown.strip("\r\n").split("\r")
    assert len(pictures) > 5 and "%" in shown
    assert [] == [picture for picture in pictures if len(picture) > columns or "\n" in picture]


def test_a_dumb_terminal_is_shown_one_line(compile, monkeypatch):
    assert "compiling a\\x1b.wasm: 400 k instructions, level fast\n" == compile(1, True, terminal_type="dumb")


@pytest.mark.parametrize("terminal", [True, False])
def test_quiet_prints_no_progress(compile, terminal):
    assert "" == compile(1, terminal, quiet=True)


def test_the_bar_is_gone_after_an_error_too(monkeypatch):
    stream = Stream(True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "DELAY", 0)

    with pytest.raises(KeyError), progress.show("a.wasm", "fast", Reporter(color="never"), quiet=False) as update:
        update(STEPS[3])
        raise KeyError

    assert stream.getvalue().rstrip("\r").endswith("\x1b[2K")


# ------------------------------------------------------------------------------------------------- how far it is
SIZES = [400_000, 100_000, 100_000]  # instructions of units


@pytest.fixture
def meter(monkeypatch):
    """A meter of units of SIZES for two workers, a clock, and what is reported."""
    clock, reports = [0.0], []
    monkeypatch.setattr(compiler, "monotonic", lambda: clock[0])
    tasks = [CompileTask((n,), (), size) for n, size in enumerate(SIZES)]
    options = SimpleNamespace(level="fast")
    return SimpleNamespace(
        tasks=tasks, clock=clock, reports=reports,
        new=lambda known=(): Meter(SimpleNamespace(options=options), tasks, dict.fromkeys(known), 2, reports.append),
    )  # fmt: skip


def test_progress_counts_running_units_and_predicts_the_rest(meter):
    it = meter.new()
    first, *_ = meter.reports
    assert ("compile", 0, 600_000) == first[:3]
    assert pytest.approx(600_000 * llvm.PIPELINES["fast"].share / 1e6 / 2) == first.left

    done = []
    for second in (0.2, 0.4, 0.8, 60):
        meter.clock[0] = second
        it.wait([(meter.tasks[0], second), (meter.tasks[1], second)])
        done.append(meter.reports[-1].done)
    assert 0 < done[0] < done[1] < done[2] < done[3] < 500_000


def test_it_never_shows_more_than_all(meter):
    it = meter.new()
    for second, task in enumerate(meter.tasks, 1):
        meter.clock[0] = second
        it.finish(task)
        it.wait([(other, 99) for other in meter.tasks[second:]])

    assert (600_000, 600_000, pytest.approx(0)) == meter.reports[-1][1:]


def test_units_of_an_earlier_attempt_do_not_affect_the_prediction(meter):
    known, fresh = meter.new(meter.tasks[:1]), meter.new()
    known.finish(meter.tasks[0])
    meter.clock[0] = 100
    known.wait([])
    rest = meter.reports[-1]
    fresh.wait([])

    assert 400_000 == rest.done
    assert pytest.approx(meter.reports[-1].left / 3) == rest.left  # as slow, for a third of the work


def test_a_unit_that_is_divided_is_worth_as_much(meter):
    it = meter.new()
    half = meter.tasks[0]._replace(size=200_000)
    for part in (half, half._replace(unoptimized=True), *meter.tasks[1:]):
        it.finish(part)
    it.wait([])

    assert (600_000, 600_000) == meter.reports[-1][1:3]


def test_first_run_says_that_later_runs_are_faster(compile, monkeypatch):
    stream = Stream(True)
    monkeypatch.setattr(sys, "stderr", stream)
    monkeypatch.setattr(progress, "DELAY", 0)
    with progress.show("a.wasm", "fast", Reporter(color="never"), quiet=False, once=True) as update:
        update(STEPS[3])

    assert "compiling a.wasm (first run only)" in stream.getvalue()


@pytest.mark.parametrize(
    "count, text", [(7, "7"), (999, "999"), (1000, "1.0 k"), (12_345, "12 k"), (9_800_000, "9.8 M")]
)
def test_counts_are_shortened(count, text):
    assert text == progress._short(count)
