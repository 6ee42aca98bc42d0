"""`--error-format json`: an error as one object with all keys; unknown values are null."""

from __future__ import annotations

from wasihost.cli.report import wording
from wasihost.errors import InvalidModule, TextError, WasihostError


def facts(error: WasihostError, module: str | None) -> dict[str, object]:
    """The keys of an error.  `offset` is a byte offset in the module; `line` and `column` are for text.

    The keys after them belong to traps, which `runtime.report` writes.
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
        "omitted_at": None,
    }
