"""How errors, traps and hints look: exception → lines on standard error.

error: app.wasm:0x1a4: func[3] `i32.add`: type mismatch: expected i32, found i64
hint: what to do next
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from wasihost.errors import Frame, InternalError, InvalidModule, TextError, Trap, WasihostError, system_reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FRAMES_KEPT = 64  # of a long backtrace: the innermost ones, behind which frames may be left out (`abi.FRAMES_KEPT`)
PERIOD = 8  # functions that may take turns in a recursion that is still shown folded
ERROR, WARNING, HINT, FAINT = "1;31", "1;33", "36", "2"  # SGR parameters (ECMA-48)


def failure(error: WasihostError, *, module: str | None = None, color: str = "auto") -> None:
    """The error, and for a trap where the guest stood."""
    message = error.message
    if isinstance(error, Trap):
        message = f"wasm trap: {message}" + (f": {error.detail}" if error.detail else "")
    elif isinstance(error, InvalidModule) and module is not None:
        message = located(error, module)
    lines = [("error", message)]
    if isinstance(error, Trap):
        lines += [("", line) for line in backtrace(error, os.path.basename(module or "module"))]
    _print(lines, error.hint, color)


def located(error: InvalidModule, module: str) -> str:
    """The message behind the file, and the byte or the line and column in it, that it is about."""
    if isinstance(error, TextError):
        excerpt = error.excerpt.replace("\t", " ")  # the caret stands below its column
        return f"{module}:{error.line}:{error.column}: {error.message}\n    {excerpt}\n    {' ' * error.caret}^"
    place = module if error.offset is None else f"{module}:{error.offset:#x}"
    return f"{place}: {error.message}"


@contextmanager
def about(module: str) -> Iterator[None]:
    """Around work on one module, for commands: its errors name the file."""
    try:
        yield
    except InvalidModule as error:
        raise InvalidModule(located(error, module), hint=error.hint) from None


def unexpected(error: Exception) -> None:
    """An exception that is no WasihostError: the system failed us, or there is a bug."""
    if isinstance(error, OSError):
        where = f"`{error.filename}`: " if error.filename is not None else ""
        failure(WasihostError(f"{where}{system_reason(error)}"))
        return
    if isinstance(error, MemoryError):
        failure(WasihostError("the host is out of memory"))
        return
    from traceback import format_exception

    failure(InternalError(f"unexpected {type(error).__name__}\n{''.join(format_exception(error)).rstrip()}"))


def warning(message: str, hint: str | None = None, *, color: str = "auto") -> None:
    _print([("warning", message)], hint, color)


def note(message: str, *, color: str = "auto") -> None:
    """What goes on, where nothing is wrong."""
    _print([("", message)], None, color)


def _print(lines: Sequence[tuple[str, str]], hint: str | None, color: str) -> None:
    if sys.stderr is None:
        return
    styled = use_color(color)
    if hint is not None:
        lines = [*lines, ("hint", hint)]
    text = "".join(f"{_label(label, styled)}{printable(message)}\n" for label, message in lines)
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # nobody is there to be told
        pass


def _label(label: str, styled: bool) -> str:
    styles = {"error": ERROR, "warning": WARNING, "hint": HINT}
    if not label:
        return ""
    return f"\x1b[{styles[label]}m{label}:\x1b[0m " if styled else f"{label}: "


def use_color(when: str) -> bool:
    """Whether standard error is coloured (https://no-color.org)."""
    if when == "auto":
        plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
        return not plain and sys.stderr is not None and sys.stderr.isatty()
    return when == "always"


def printable(text: str) -> str:
    """The text without control characters: names come from modules, which must not steer the user's terminal."""
    return "".join(
        c if c.isprintable() or c == "\n" else f"\\x{ord(c):02x}" if ord(c) < 256 else "\ufffd" for c in text
    )


# ------------------------------------------------------------------------------------------------------- backtraces
def backtrace(trap: Trap, module: str) -> Iterator[str]:
    """One line a frame, the innermost first; recursion is folded."""
    frames, gap = trap.frames, trap.omitted_frames
    inner = frames[:FRAMES_KEPT] if gap else frames
    yield from _fold(inner, 0, module)
    if gap:
        yield f"     … {gap} more frames"
        yield from _fold(frames[len(inner) :], len(inner) + gap, module)


def _fold(frames: Sequence[Frame], first: int, module: str) -> Iterator[str]:
    """Lines of frames numbered from `first` on."""
    places = [(frame.funcidx, frame.offset) for frame in frames]
    at = 0
    while at < len(frames):
        period, times = _repetition(places, at)
        for n in range(at, at + period):
            yield f"{first + n:3}: {_place(frames[n], module)}"
        if times > 1:
            what = "the same frame" if period == 1 else f"the same {period} frames"
            yield f"     … {what} {times - 1} more times"
        at += period * times


def _repetition(places: Sequence[tuple[int, int | None]], at: int) -> tuple[int, int]:
    """The shortest block from `at` on that comes at least three times in a row: its length, and how often."""
    for period in range(1, PERIOD + 1):
        block, times = places[at : at + period], 1
        while places[at + times * period : at + (times + 1) * period] == block:
            times += 1
        if times >= 3:
            return period, times
    return 1, 1


def _place(frame: Frame, module: str) -> str:
    name = f"{frame.name} (func[{frame.funcidx}])" if frame.name else f"func[{frame.funcidx}]"
    return f"{module}!{name}" + (f" at {frame.offset:#x}" if frame.offset is not None else "")
