"""`--error-format json`: an error as one object, in which every key is there, with null for what is not known."""

from __future__ import annotations

from wasihost.cli.report import wording
from wasihost.errors import InvalidModule, TextError, WasihostError


def facts(error: WasihostError, module: str | None) -> dict[str, object]:
    """`offset` is a byte of the module; `line` and `column` are those of a text.

    The keys behind them are those of a trap, which `runtime.report` writes.
    """
    text = error if isinstance(error, TextError) else None
    return {
        "kind": "error",
        "message": "\n".join((wording.message(error), *error.lines)),
        "hint": wording.hint(error),
        "status": error.exit_status,
        "module": module,
        "offset": error.offset if isinstance(error, InvalidModule) else None,
        "line": text.line if text else None,
        "column": text.column if text else None,
        "code": None,
        "backtrace": [],
        "omitted_frames": 0,
        "omitted_at": 0,
    }
