"""The levels: compile time against speed of the code.

`codegen.llvm` adds LLVM's passes and flags for each.
"""

from __future__ import annotations

import os


class Level:
    def __init__(
        self,
        name: str,
        *,
        number: int = -1,
        budget: float | None = None,
        live_limit: int | None = None,
        block_calls: int | None = None,
        across_blocks: bool = False,
        loop_versioning: bool = False,
    ) -> None:
        self.name = name
        self.number = number  # in the header of an artifact; -1: never the level of a whole artifact
        self.budget = (
            budget  # seconds of processor time for the background process; None: it does not compile this level
        )
        # Live locals at labels, per instruction; a function with more keeps its locals in memory.  Real code has 2, the
        # worst known 22, for which LLVM takes ten times as long as usual.  With locals in memory it takes the usual
        # time, but the code is slower; optimising undoes it, so the other levels need no limit.
        self.live_limit = live_limit
        # Maximum calls in one block.  Without optimization, the register allocator visits every live value of the block
        # for each call.
        self.block_calls = block_calls
        self.across_blocks = across_blocks  # LLVM's passes work on more than one block at a time
        self.loop_versioning = loop_versioning  # see codegen/translate/actions/loop.py


# For functions that take too long at any other level: all values are in memory, and time is linear in the size.
UNOPTIMIZED = Level("unoptimized", live_limit=0, block_calls=16)
# The levels that a user can select, the fastest to compile first.
LEVELS = (
    Level("interpret", number=4),  # code of an interpreter, for systems that refuse to execute what was just made
    Level("baseline", number=3),  # by copying stencils, which takes nanoseconds where LLVM takes microseconds
    Level("fast", number=0, budget=600.0, live_limit=40),
    Level("balanced", number=1, budget=120.0, across_blocks=True),
    Level("max", number=2, budget=30.0, across_blocks=True, loop_versioning=True),
)
# Of artifacts that only the background process makes: the functions that runs spent their time in are at `max`, and the
# others at `baseline`.
MIXED = Level("mixed", number=5)
NAMES = tuple(level.name for level in LEVELS)
INTERPRET, BASELINE = LEVELS[:2]
OPTIMIZING = NAMES[2:]  # by LLVM
UNKEPT = NAMES[:2]  # not kept in the cache: making it again takes about as long as reading it
BY_NAME = {level.name: level for level in (UNOPTIMIZED, *LEVELS, MIXED)}
BY_NUMBER = {level.number: level for level in (*LEVELS, MIXED)}
FIRST = BASELINE.name if os.uname().machine in ("x86_64",) else "fast"  # of a first run; there are stencils for x86-64
# Requested level → levels whose artifacts in the cache are acceptable, in order of preference.
ACCEPTED: dict[str | None, tuple[str, ...]] = {None: ("max", MIXED.name, "balanced", "fast")} | dict.fromkeys(
    UNKEPT, ()
)
ACCEPTED |= {name: (name,) for name in OPTIMIZING}
