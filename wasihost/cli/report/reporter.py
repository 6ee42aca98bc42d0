"""How errors, traps and hints look: exception → lines on standard error, for people or for scripts.

error: app.wasm:0x1a4: func[3] `i32.add`: type mismatch: expected i32, found i64
hint: what to do next

{"kind": "error", "message": "func[3] `i32.add`: type mismatch: …", "module": "app.wasm", "offset": 420, …}
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager

from wasihost import cli
from wasihost.characters import printable, shortened
from wasihost.cli.report import wording
from wasihost.errors import InternalError, InvalidModule, TextError, WasihostError, system_reason

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ERROR, WARNING, HINT = "1;31", "1;33", "36"  # SGR parameters (ECMA-48)


def failure(error: WasihostError, *, module: str | None = None, color: str = "auto") -> None:
    """An error; traps are reported by `runtime.report`, which does it alike."""
    module = error.module or module
    if cli.error_format == "json":
        from wasihost.cli.report.structured import facts

        _write_json(facts(error, module))
        return
    message = wording.message(error)
    if isinstance(error, InvalidModule) and module is not None:
        message = f"{_place(error, module)}: {message}"
    lines = [("error", message), *(("", line) for line in error.lines)]
    if isinstance(error, TextError) and module is not None:
        excerpt = error.excerpt.replace("\t", " ")  # the caret stands below its column
        lines += [("", f"    {excerpt}"), ("", f"    {' ' * error.caret}^")]
    _print(lines, wording.hint(error), color)


def _place(error: InvalidModule, module: str) -> str:
    """The file, and the byte or the line and column in it, that an error is about."""
    if isinstance(error, TextError):
        return f"{module}:{error.line}:{error.column}"
    return module if error.offset is None else f"{module}:{error.offset:#x}"


@contextmanager
def about(module: str) -> Iterator[None]:
    """Around work on one module, for commands: its errors name the file."""
    try:
        yield
    except InvalidModule as error:
        error.module = module
        raise


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

    lines = "".join(format_exception(error)).rstrip().split("\n")
    failure(InternalError(f"unexpected {type(error).__name__}", lines=[f"  {line}" for line in lines]))


def warning(message: str, hint: str | None = None, *, color: str = "auto") -> None:
    if cli.error_format == "json":
        from wasihost.cli.report.structured import facts

        _write_json({**facts(WasihostError(message, hint=hint), None), "kind": "warning", "status": None})
        return
    _print([("warning", message)], hint, color)


def hint(text: str, *, color: str = "auto") -> None:
    """What may help with a failure that the program itself has told about."""
    if cli.error_format == "json":
        warning("the program failed", text)
    else:
        _print([], text, color)


def note(*lines: str, color: str = "auto") -> None:
    """What goes on, where nothing is wrong; scripts need not know."""
    if cli.error_format == "text":
        _print([("", line) for line in lines], None, color)


def suggestion(command: str, *, color: str = "auto") -> None:
    """What to try next, for a person."""
    if sys.stderr is not None and sys.stderr.isatty():
        note(f"try this next: {command}", color=color)


def announcement(message: str, *, color: str = "auto") -> None:
    """What whoever started the run waits for, scripts too."""
    if cli.error_format == "json":
        from wasihost.cli.report.structured import facts

        _write_json({**facts(WasihostError(message), None), "kind": "note", "status": None})
    else:
        note(message, color=color)


def _print(lines: Sequence[tuple[str, str]], hint: str | None, color: str) -> None:
    styled = use_color(color)
    if hint is not None:
        lines = [*lines, ("hint", hint)]
    _write("".join(f"{_label(label, styled)}{printable(shortened(message))}\n" for label, message in lines))


def _write_json(facts: dict[str, object]) -> None:
    from json import dumps

    _write(dumps(facts) + "\n")


def _write(text: str) -> None:
    if sys.stderr is None:
        return
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
    """Whether standard error is coloured (https://no-color.org, https://bixense.com/clicolors, https://force-color.org)."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR") or sys.stderr is None:
        return False
    if any(os.environ.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("TERM") != "dumb" and sys.stderr.isatty()
