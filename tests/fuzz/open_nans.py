"""The expressions of `floats.py` without canonical NaNs: `python -m tests.fuzz.open_nans --help`.

The specification leaves bits of the NaNs that arithmetic makes open.  Where something would look at them, the NaN is
made the same everywhere, and whether it is one that is allowed is counted: see `settle` in `world.py`.
"""

from __future__ import annotations

import sys

from tests.fuzz.floats import Writer
from tests.fuzz.modules import command


def module(seed: int) -> bytes:
    return Writer(seed, settles=True).module()


if __name__ == "__main__":
    sys.exit(command(__doc__, module))
