"""`--error-format json`: an error as one object, in which every key is there, with null for what is not known."""

from __future__ import annotations

from wasihost import abi
from wasihost.cli.demangle import demangle
from wasihost.errors import Frame, InvalidModule, TextError, Trap, WasihostError


def facts(error: WasihostError, module: str | None) -> dict[str, object]:
    """`offset` is a byte of the module; `line` and `column` are those of a text; `code` is the kind of a trap."""
    trap = error if isinstance(error, Trap) else None
    text = error if isinstance(error, TextError) else None
    detail = f": {trap.detail}" if trap and trap.detail else ""
    first = trap.frames[0].offset if trap and trap.frames else None
    return {
        "kind": "trap" if trap else "error",
        "message": "\n".join((error.message + detail, *error.lines)),
        "hint": error.hint,
        "status": error.exit_status,
        "module": module,
        "offset": error.offset if isinstance(error, InvalidModule) else first,
        "line": text.line if text else None,
        "column": text.column if text else None,
        "code": abi.Trap(trap.code).name.lower() if trap else None,
        "backtrace": [_frame(frame) for frame in trap.frames] if trap else [],
        "omitted_frames": trap.omitted_frames if trap else 0,  # behind the first `omitted_at` of the backtrace
        "omitted_at": trap.omitted_at if trap else 0,
    }


def _frame(frame: Frame) -> dict[str, object]:
    return {
        "function": frame.name and demangle(frame.name),
        "index": frame.funcidx,
        "offset": frame.offset,
        "file": None,  # modules are not asked for their debugging information
        "line": None,
    }
