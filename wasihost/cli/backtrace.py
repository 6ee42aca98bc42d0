"""Where a guest stood when it trapped: frames → lines, with recursion folded and names as they were written.

  0: app.wasm!fib (func[3]) at 0x1a3
     … 12 345 more of fib (func[3]) …
12346: app.wasm!main (func[12]) at 0x2f0
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wasihost.cli.demangle import demangle
from wasihost.errors import Frame, Trap

PERIOD = 8  # functions that may take turns in a recursion that is still shown folded
TIMES = 3  # what comes so often in a row is folded


def lines(trap: Trap, module: str) -> Iterator[str]:
    """One line a frame, the innermost first; in front of a fold as many as take turns in it."""
    number = 0
    for cycle, run in pieces(trap):
        for n, frame in enumerate(cycle, number):
            yield f"{n:3}: {place(frame, module)}"
        if more := run - len(cycle):
            names = ", ".join(label(frame) for frame in cycle)
            yield f"     … {count(more)} more{' of ' if names else ''}{names} …"
        number += run


def pieces(trap: Trap) -> list[tuple[Sequence[Frame], int]]:
    """Frames that take turns, once, and for how many they stand; those that were left out are nobody's.

    Functions that take turns at the end of the innermost frames and still do, in step, at the start of the outermost
    ones are taken to have done so in between.
    """
    gap, outer = trap.omitted_frames, trap.frames[trap.omitted_at :]
    found = list(blocks(trap.frames[: trap.omitted_at]))
    if found and gap:
        cycle, run = found[-1]
        again = _steps(outer, cycle, run + gap) if run > len(cycle) else 0
        if again:
            found[-1] = cycle, run + gap + again
            return found + list(blocks(outer[again:]))
    if gap:
        found.append(((), gap))
    return found + list(blocks(outer))


def blocks(frames: Sequence[Frame]) -> Iterator[tuple[Sequence[Frame], int]]:
    """The frames in pieces: functions that take turns, once, and how many frames they make; else a single one."""
    at = 0
    while at < len(frames):
        cycle, run = frames[at : at + 1], 1
        for period in range(1, PERIOD + 1):
            steps = _steps(frames[at:], frames[at : at + period], 0)
            if steps >= TIMES * period:
                cycle, run = frames[at : at + period], steps
                break
        yield cycle, run
        at += run


def _steps(frames: Sequence[Frame], cycle: Sequence[Frame], phase: int) -> int:
    """For how many frames a cycle goes on that has taken `phase` steps already."""
    steps = 0
    while steps < len(frames) and frames[steps].funcidx == cycle[(phase + steps) % len(cycle)].funcidx:
        steps += 1
    return steps


def place(frame: Frame, module: str) -> str:
    return f"{module}!{label(frame)}" + (f" at {frame.offset:#x}" if frame.offset is not None else "")


def label(frame: Frame) -> str:
    return f"{demangle(frame.name)} (func[{frame.funcidx}])" if frame.name else f"func[{frame.funcidx}]"


def count(number: int) -> str:
    """`12 345`."""
    return f"{number:,}".replace(",", " ")
