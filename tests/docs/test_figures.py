"""Every figure that a page gives for speed follows from `docs/bench/figures.json`, and names the bench behind it.

`scripts/bench --json docs/bench/figures.json` measures all of them again; then this says which sentences to change.
"""

import json
import math
import re
from statistics import median

import pytest

from tests.door import ROOT

SUITES = set(re.findall(r'Suite\(\s*"(\w+)"', (ROOT / "bench" / "suites.py").read_text()))  # it imports what few have
RECORD = json.loads((ROOT / "docs" / "bench" / "figures.json").read_text())


def of(suite, case, host):
    """The median of a case."""
    return median(RECORD[suite]["figures"][case][host])


def ratio(suite, case, host, peer="Wasmtime"):
    row = RECORD[suite]["figures"][case]
    return median(a / b for a, b in zip(row[host], row[peer], strict=True))


def mean(suite, host, peer="Wasmtime"):
    factors = [ratio(suite, case, host, peer) for case in RECORD[suite]["figures"]]
    return math.exp(sum(map(math.log, factors)) / len(factors))


def shown(value):
    """Two digits behind the point, or two in all where there are more before it."""
    return f"{value:.2f}" if value < 1.1 else f"{value:.1f}" if value < 10 else f"{value:.0f}"


def several(*values):
    return ", ".join(map(shown, values))


def slower(level):
    """How many times as long as `fast` a level takes to compile: the least and the most of real programs."""
    factors = [ratio("compile", case, level, "fast") for case in RECORD["compile"]["figures"] if case != "nothing"]
    return f"in {min(factors):.1f} to {max(factors):.1f} times that"


def instructions():
    """Compiled in a second by one core, to one digit."""
    rates = [1e6 / of("compile", case, "fast") for case in RECORD["compile"]["figures"] if case != "nothing"]
    return f"{float(f'{median(rates):.0e}'):,.0f}".replace(",", " ")


RUNS = "1 000 runs of hello"
LEVELS = ("baseline", "fast", "max")
NANS = [ratio("nans", case, "max, canonical-nans", "max") for case in ("nbody", "mandelbrot", "matrix")]
STATEMENTS = [
    # page, what it says, the suite that measures it
    ("docs/compile.md", f"about {instructions()} instructions a second on each core", "compile"),
    ("docs/compile.md", f"takes {shown(mean('kernels', 'baseline'))} of Wasmtime's time", "kernels"),
    ("docs/compile.md", f"takes {shown(mean('kernels', 'fast'))} of Wasmtime's time", "kernels"),
    ("docs/compile.md", f"| {slower('balanced')} | {shown(mean('kernels', 'balanced'))} |", "compile"),
    ("docs/compile.md", f"| {slower('max')} | the fastest: {shown(mean('kernels', 'max'))} |", "kernels"),
    ("docs/script.md",
     f"native program ({shown(ratio('start', 'nothing', 'launcher', 'native'))} of its time)", "start"),
    ("docs/script.md", "{:.1f}, {:.1f} and {:.1f}".format(*NANS), "nans"),
    ("README.md", f"`baseline`, `fast`, `max` | {several(*(mean('kernels', level) for level in LEVELS))} |", None),
    ("README.md", f"`baseline`, `fast`, `max` | {several(*(mean('vectors', level) for level in LEVELS))} |", None),
    ("README.md", "matrix product, interpreter | "
     f"{several(*(ratio('kernels', n, 'max') for n in ('matrix', 'interpreter')))} |", None),
    ("README.md", "of nextpnr, of CPython with NumPy: time | "
     f"{several(*(ratio('first', n, 'launcher') for n in ('nothing', 'nextpnr', 'python')))} |", None),
    ("README.md", "memory of these | "
     f"{several(*(ratio('first_memory', n, 'launcher') for n in ('nothing', 'nextpnr', 'python')))} |", None),
    ("README.md", f"`yosys -V`, compiled before: time, memory | "
     f"{several(ratio('start', 'yosys', 'fast'), ratio('memory', 'yosys', 'fast'))} |", None),
    ("README.md", f"through Python: time, memory | "
     f"{several(ratio('start', 'nothing', 'fast'), ratio('memory', 'nothing', 'fast'))} |", None),
    ("README.md", f"in a loop of `sh` (native ones: {shown(ratio('loop', RUNS, 'static'))}) | "
     f"{shown(ratio('loop', RUNS, 'launcher'))} |", None),
    ("README.md", "by characters "
     f"(native: {several(ratio('pipe', 'blocks', 'native'), ratio('pipe', 'stdio', 'native'))}) | "
     f"{several(ratio('pipe', 'blocks', 'launcher, max'), ratio('pipe', 'stdio', 'launcher, max'))} |", None),
    ("README.md", f"compiling nextpnr, processor time: `fast`, `max` | "
     f"{several(ratio('compile', 'nextpnr', 'fast'), ratio('compile', 'nextpnr', 'max'))} |", None),
]  # fmt: skip


@pytest.mark.parametrize("page, statement, suite", STATEMENTS)
def test_figures_follow_from_the_recorded_measurements(page, statement, suite):
    text = " ".join((ROOT / page).read_text().split())

    assert statement in text
    assert f"scripts/bench {suite or ''}".rstrip() in text


UNMEASURED = re.compile(r"[0-9.]+ (?:[kMG]B|ms|µs|ns) (?:a|per|each) |\b(?:MB|GB)/s|[0-9] times as (?:long|fast)")


@pytest.mark.parametrize("page", ["README.md", *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))])
def test_no_page_gives_a_rate_without_its_bench(page):
    for paragraph in re.sub(r"```.*?```", "", (ROOT / page).read_text(), flags=re.DOTALL).split("\n\n"):
        assert not UNMEASURED.search(paragraph) or "scripts/bench" in paragraph


def test_every_bench_that_a_page_names_is_there():
    named = {
        name
        for page in (*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "RATIONALE.md")
        for name in re.findall(r"`scripts/bench ([a-z_]+)`", page.read_text())
    }

    assert named <= SUITES
    assert SUITES - {"confine"} <= named | set(RECORD)
