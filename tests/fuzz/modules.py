"""Run random modules of `wasm-tools smith` at every level of wasihost and under Wasmtime: `scripts/fuzz --help`.

Everything observable must be equal.  A module that shows a difference, or that crashes its process, is saved and
reduced, and can be replayed.  The exit status is 1 if there was one.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import local

from tests.fuzz.findings import Observations, Panel, Shrink, described, differences, keep
from tests.fuzz.reduce import reduce
from tests.fuzz.seeds import seed_options
from tests.fuzz.smith import smith
from tests.fuzz.workers import COUNTED, HOSTS, REFERENCE, SUBJECTS, TIME_LIMIT_S, serve
from tests.wat import binary

DEFAULT_PLACE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wasihost-fuzz"
REPORT_EVERY = 100


class Campaign:
    """Modules of many seeds, observed by panels, and what came of them."""

    def __init__(
        self,
        make: Callable[[int], bytes | None],
        panel: Callable[[], Panel],
        options: argparse.Namespace,
        shrink: Shrink = reduce,
    ) -> None:
        self.make = make
        self.shrink = shrink
        self.new_panel = panel
        self.options = options
        self.counts: Counter[str] = Counter()
        self.findings: list[Path] = []
        self.of_thread = local()
        self.panels: list[Panel] = []
        self.start = time.monotonic()

    def run(self) -> None:
        with ThreadPoolExecutor(self.options.jobs) as pool:
            waiting: set[Future[tuple[int, bytes | None, Observations]]] = set()
            for seed in self.seeds():
                waiting.add(pool.submit(self.observe, seed))
                if len(waiting) > 2 * self.options.jobs:
                    done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    self.take(done)
            self.take(waiting)
        for panel in self.panels:
            panel.close()

    def seeds(self) -> Iterator[int]:
        for seed in range(self.options.seed, self.options.seed + self.options.count):
            if self.options.seconds and time.monotonic() - self.start > self.options.seconds:
                return
            yield seed

    def observe(self, seed: int) -> tuple[int, bytes | None, Observations]:
        data = self.make(seed)
        if data is None:
            return seed, None, {}
        if not hasattr(self.of_thread, "panel"):
            self.of_thread.panel = self.new_panel()
            self.panels.append(self.of_thread.panel)
        return seed, data, self.of_thread.panel.observe(data)

    def take(self, done: set[Future[tuple[int, bytes | None, Observations]]]) -> None:
        for seed, data, found in (future.result() for future in done):
            if data is None:
                self.counts["seeds of which nothing can be made"] += 1
                continue
            self.counts["modules"] += 1
            self.count(next(iter(found.values())))
            if differences(found):
                self.report(seed, data, found)
            if self.counts["modules"] % REPORT_EVERY == 0 and sys.stdout.isatty():
                print(self.progress(), flush=True)

    def count(self, lines: list[str]) -> None:
        for line in lines:
            if line.startswith("call"):
                outcome = line.partition(" -> ")[2]
                self.counts["calls"] += 1
                self.counts["calls that returned"] += ":" in outcome or not outcome
            elif line.startswith(COUNTED):
                number, _, what = line.removeprefix(COUNTED).partition(" ")
                self.counts[what] += int(number)
        self.counts["modules that are refused"] += any(line.startswith("refused") for line in lines)
        self.counts["modules that do not start"] += any(line.startswith("instantiate") for line in lines)

    def report(self, seed: int, data: bytes, found: Observations) -> None:
        panel = self.panels[0]
        what, path = keep(self.options.out, data, found, panel, self.options.reduce, self.shrink)
        self.findings.append(path)
        print(f"seed {seed}: {what}\n  replay: {shlex.join([*panel.replaying(), str(path)])}", flush=True)

    def progress(self) -> str:
        seconds = time.monotonic() - self.start
        modules = self.counts["modules"]
        return f"{modules} modules, {modules / seconds:.1f} a second, {len(self.findings)} findings"

    def summary(self) -> str:
        return "\n".join([self.progress(), *(f"{count:9} {what}" for what, count in self.counts.items())])


def replay(path: Path, panel: Panel) -> str:
    """The differences that a saved module (text or binary) shows; empty if there are none."""
    try:
        return described(differences(panel.observe(binary(path))))
    finally:
        panel.close()


def command(
    description: str | None,
    make: Callable[[int], bytes | None],
    *,
    count: int = 1000,
    subjects: Iterable[str] = HOSTS,
    reference: str = REFERENCE,
    shrink: Shrink = reduce,
) -> int:
    """The command of a fuzzer whose seeds become modules; the exit status."""
    parser = seed_options(description, count)
    parser.add_argument("--jobs", type=int, default=1, help="number of modules that run at the same time")
    parser.add_argument("--seconds", type=float, help="start no module after this time")
    parser.add_argument(
        "--minutes", type=lambda text: 60 * float(text), dest="seconds", metavar="MINUTES", help="the same, in minutes"
    )
    parser.add_argument("--levels", default=",".join(subjects), help="hosts and levels to compare, separated by commas")
    parser.add_argument("--out", type=Path, default=DEFAULT_PLACE, help="directory for findings")
    parser.add_argument("--reduce", type=float, default=60, metavar="SECONDS", help="time to reduce a finding")
    parser.add_argument("--time-limit", type=int, default=TIME_LIMIT_S, help="processor time for a module, in seconds")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="run only this module")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.serve:
        serve(options.serve, options.time_limit)
        return 0
    if unknown := set(options.levels.split(",")) - SUBJECTS.keys():
        parser.error(f"no host or level `{min(unknown)}`; they are {', '.join(SUBJECTS)}")
    main = str(sys.modules["__main__"].__spec__.name)  # type: ignore[union-attr]

    def panel() -> Panel:
        return Panel(main, options.levels.split(","), reference, options.time_limit)

    if options.replay:
        what = replay(options.replay, panel())
        print(what or "no difference")
        return int(bool(what))
    campaign = Campaign(make, panel, options, shrink)
    campaign.run()
    print(campaign.summary())
    return int(bool(campaign.findings))


if __name__ == "__main__":
    sys.exit(command(__doc__, smith))
