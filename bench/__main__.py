"""Compare the speed of wasihost with that of other hosts: `scripts/bench [SUITE …]`.

Each round measures every case under every host in turn.  Figures are medians over the rounds.  A ratio is the median of
the ratios within each round, so a change in the speed of the machine during the measurement does not affect it.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import sys
from pathlib import Path
from statistics import median

from bench import plot
from bench.hosts import WASMTIME, WORK, Host
from bench.suites import SUITES, Suite

Figures = dict[str, dict[str, list[float]]]  # case → host → a figure for each round


def run(suite: Suite, rounds: int, chosen: list[str]) -> Figures:
    cases = [case for case in suite.cases() if not chosen or case in chosen]
    hosts = [host for host in suite.hosts if host.available()]
    figures: Figures = {case: {host.name: [] for host in hosts} for case in cases}
    for number in range(rounds):
        for case in cases:
            for host in hosts:
                if sys.stderr.isatty():
                    sys.stderr.write(f"\r\x1b[2K{suite.name} {number + 1}/{rounds}: {case}, {host.name}")
                figure = suite.measure(case, host)
                if figure is not None:
                    figures[case][host.name].append(figure)
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[2K")
    return figures


def ratio(figures: dict[str, list[float]], name: str) -> float | None:
    """Of a host to Wasmtime."""
    own, peer = figures.get(name), figures.get(WASMTIME.name)
    return median(a / b for a, b in zip(own, peer, strict=True)) if own and peer else None


def show(suite: Suite, figures: Figures) -> None:
    """A table; in brackets the ratio to Wasmtime."""
    hosts = [host for host in suite.hosts if host.available()]
    print(f"\n{suite.title} ({suite.unit}; in brackets: of Wasmtime's)")
    print(f"{'':<28}" + "".join(f"{host.name:>20}" for host in hosts))
    for case, row in figures.items():
        print(f"{case:<28}" + "".join(f"{_cell(row, host):>20}" for host in hosts))
    if suite.mean:
        print(f"{'geometric mean':<28}" + "".join(f"{_mean(figures, host):>20}" for host in hosts), flush=True)


def _cell(row: dict[str, list[float]], host: Host) -> str:
    if not row[host.name]:
        return "-"
    figure = f"{median(row[host.name]):,.{0 if median(row[host.name]) >= 100 else 2}f}".replace(",", " ")
    factor = None if host is WASMTIME else ratio(row, host.name)
    return figure if factor is None else f"{figure} ({factor:.2f})"


def _mean(figures: Figures, host: Host) -> str:
    factors = [factor for row in figures.values() if (factor := ratio(row, host.name))]
    return f"({math.exp(sum(map(math.log, factors)) / len(factors)):.2f})" if factors else "-"


def main() -> None:
    parser = argparse.ArgumentParser(
        "scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=", ".join(suite.name for suite in SUITES))
    parser.add_argument("--case", action="append", default=[], help="measure only this case; may be repeated")
    parser.add_argument("--rounds", type=int, help="number of rounds (default: that of the suite)")
    parser.add_argument("--json", type=Path, help="write all figures to this file")
    parser.add_argument("--svg", type=Path, help="draw a diagram of each suite into this directory")
    options = parser.parse_args()
    known = {suite.name for suite in SUITES}
    if unknown := set(options.suites) - known:
        parser.error(f"no suite `{min(unknown)}`; the suites are {', '.join(sorted(known))}")
    record: dict[str, object] = {"machine": platform.platform(), "processors": os.cpu_count()}
    try:
        for suite in SUITES:
            if options.suites and suite.name not in options.suites:
                continue
            figures = run(suite, options.rounds or suite.rounds, options.case)
            show(suite, figures)
            record[suite.name] = {"unit": suite.unit, "figures": figures}
            if options.svg:
                options.svg.mkdir(parents=True, exist_ok=True)
                (options.svg / f"{suite.name}.svg").write_text(
                    (plot.draw_lines if suite.lines else plot.draw)(suite.title, suite.unit, figures)
                )
            if options.json:
                options.json.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    finally:
        shutil.rmtree(WORK, ignore_errors=True)


if __name__ == "__main__":
    main()
