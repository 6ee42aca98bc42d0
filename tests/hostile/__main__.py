"""The whole hostile corpus, with a line for each case: `python -m tests.hostile [NAME …]`."""

from __future__ import annotations

import sys

from tests.hostile.corpus import LONG, QUICK
from tests.hostile.run import run


def main(*wanted: str) -> int:
    faults = 0
    for case in [*QUICK, *LONG]:
        if wanted and not any(word in case.name for word in wanted):
            continue
        outcome = run(case)
        fault = outcome.fault()
        faults += bool(fault)
        verdict = f"WRONG: {fault}\n{outcome.stderr[:400]}" if fault else "as it should"
        print(
            f"{case.name:<28}{outcome.status:>5}{outcome.seconds:>8.2f} s{outcome.memory:>6} MB  {verdict}", flush=True
        )
    print(f"{faults} wrong")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
