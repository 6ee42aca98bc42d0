"""Run the whole hostile corpus, and print a line for each case: `python -m tests.hostile [--door DOOR] [NAME …]`."""

from __future__ import annotations

import argparse
import sys

from tests import door
from tests.hostile.corpus import LONG, QUICK
from tests.hostile.run import run


def main() -> int:
    parser = argparse.ArgumentParser("python -m tests.hostile", description=__doc__)
    parser.add_argument("wanted", nargs="*", metavar="NAME", help="run the cases whose names contain NAME")
    parser.add_argument(
        "--door", choices=door.DOORS, default="python", help="start the command this way (default: python)"
    )
    options = parser.parse_args()
    faults = 0
    for case in [*QUICK, *LONG]:
        if options.wanted and not any(word in case.name for word in options.wanted):
            continue
        outcome = run(case, door.command(options.door))
        fault = outcome.fault()
        faults += bool(fault)
        verdict = f"WRONG: {fault}\n{outcome.stderr[:400]}" if fault else "ok"
        print(
            f"{case.name:<28}{outcome.status:>5}{outcome.seconds:>8.2f} s{outcome.memory:>6} MB  {verdict}", flush=True
        )
    print(f"{faults} wrong")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
