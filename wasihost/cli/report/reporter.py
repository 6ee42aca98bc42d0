"""Print errors, traps and hints: exception → lines on standard error, for people or for scripts.

error: app.wasm:0x1a4: func[3] `i32.add`: type mismatch: expected i32, found i64
hint: what to do next

{"kind": "error", "message": "func[3] `i32.add`: type mismatch: …", "module": "app.wasm", "offset": 420, …}
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from wasihost.characters import printable, shortened
from wasihost.cli.report import wording
from wasihost.errors import InternalError, InvalidModule, PrecompiledModule, TextError, WasihostError, system_reason

if TYPE_CHECKING:
    from collections.abc import Iterator

ERROR, WARNING, HINT = "1;31", "1;33", "36"  # SGR parameters (ECMA-48)


class Reporter:
    """Prints on standard error.  `error_format`: text or json; `color`: auto, always or never."""

    def __init__(self, error_format: str = "text", color: str = "auto") -> None:
        self.error_format = error_format
        self.color = color

    def colored(self, color: str) -> Reporter:
        """The same in colors, or without."""
        return Reporter(self.error_format, color)

    def failure(self, error: WasihostError, *, module: str | None = None) -> None:
        """An error; traps are reported by `runtime.report`, which does it alike."""
        module = error.module or module
        if self.is_json:
            self._write_facts(error, module)
            return
        message = wording.message(error)
        if isinstance(error, InvalidModule) and module is not None:
            message = f"{_place(error, module)}: {message}"
        lines = [("error", message), *(("", line) for line in error.lines)]
        if isinstance(error, TextError) and module is not None:
            excerpt = error.excerpt.replace("\t", " ")  # so that the caret is below its column
            lines += [("", f"    {excerpt}"), ("", f"    {' ' * error.caret}^")]
        if (hint := wording.hint(error)) is not None:
            lines.append(("hint", hint))
        self._write_lines(*lines)

    def unexpected(self, error: Exception) -> None:
        """An exception that is no WasihostError: the system failed us, or there is a bug."""
        if isinstance(error, OSError):
            where = f"`{error.filename}`: " if error.filename is not None else ""
            self.failure(WasihostError(f"{where}{system_reason(error)}"))
            return
        if isinstance(error, MemoryError):
            self.failure(WasihostError("the host is out of memory"))
            return
        from traceback import format_exception

        lines = "".join(format_exception(error)).rstrip().split("\n")
        self.failure(InternalError(f"unexpected {type(error).__name__}", lines=[f"  {line}" for line in lines]))

    def warning(self, message: str, hint: str | None = None) -> None:
        if self.is_json:
            self._write_facts(WasihostError(message, hint=hint), None, kind="warning", status=None)
        else:
            self._write_lines(("warning", message), *([] if hint is None else [("hint", hint)]))

    def announcement(self, message: str) -> None:
        """What whoever started the run waits for, scripts too."""
        if self.is_json:
            self._write_facts(WasihostError(message), None, kind="note", status=None)
        else:
            self.note(message)

    def note(self, *lines: str) -> None:
        """What goes on, where nothing is wrong; scripts need not know."""
        if not self.is_json:
            self._write_lines(*(("", line) for line in lines))

    def suggestion(self, command: str) -> None:
        """What to try next, for a person."""
        if is_terminal():
            self.note(f"try this next: {command}")

    @property
    def is_json(self) -> bool:
        return self.error_format == "json"

    def _write_lines(self, *lines: tuple[str, str]) -> None:
        styled = use_color(self.color)
        _write("".join(f"{_label(label, styled)}{printable(shortened(message))}\n" for label, message in lines))

    def _write_facts(self, error: WasihostError, module: str | None, **others: object) -> None:
        from json import dumps

        from wasihost.cli.report.structured import facts

        _write(dumps({**facts(error, module), **others}) + "\n")


def _place(error: InvalidModule, module: str) -> str:
    """The file, and the offset or the line and column in it, that an error is about."""
    if isinstance(error, TextError):
        return f"{module}:{error.line}:{error.column}"
    return module if error.offset is None else f"{module}:{error.offset:#x}"


@contextmanager
def about(module: str) -> Iterator[None]:
    """A context for work on one module in commands: its errors name the file, and suggest no run of it."""
    try:
        yield
    except InvalidModule as error:
        error.module = module
        if isinstance(error, PrecompiledModule):
            error.runnable = False
        raise


def _write(text: str) -> None:
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:  # nobody reads it
        pass


def _label(label: str, styled: bool) -> str:
    styles = {"error": ERROR, "warning": WARNING, "hint": HINT}
    if not label:
        return ""
    return f"\x1b[{styles[label]}m{label}:\x1b[0m " if styled else f"{label}: "


def use_color(when: str) -> bool:
    """Whether to color standard error (https://no-color.org, https://bixense.com/clicolors, https://force-color.org)."""
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if any(os.environ.get(name, "") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return os.environ.get("TERM") != "dumb" and is_terminal()


def is_terminal() -> bool:
    """Whether standard error is one."""
    return sys.stderr is not None and sys.stderr.isatty()
