"""The command `wasihost`: arguments → exit status.

A warm run uses this file, `options.command_line` and `cli.run.run`, and imports nothing unnecessary.
"""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from errno import EBADF, EDQUOT, EFBIG, EIO, ENOSPC
from typing import TYPE_CHECKING

from wasihost.cli.report.reporter import Reporter
from wasihost.cli.run import signals
from wasihost.cli.session import Session
from wasihost.errors import ModuleNotFound, UsageError, WasihostError, system_reason
from wasihost.options.command_line import error_format, parse
from wasihost.options.table import BACKGROUND, COMMANDS, STREAMS_VARIABLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

HOST_FAILURE = 125


def main() -> NoReturn:
    """The main function of the process."""
    signals.act_natively()
    session = Session(_standard_streams())
    status = _flush(command(sys.argv[1:], session), session)
    os._exit(
        status
    )  # finalizing the interpreter takes a sixth of a warm run, and frees only what the kernel frees anyway


def command(argv: Sequence[str], session: Session) -> int:
    """Execute the command line.  Returns the exit status.  Errors become messages here."""
    try:
        name = argv[0] if argv else ""
        if argv[:2] == ["completions", "--words"]:
            from wasihost.cli.completion.shells import answer

            return answer(argv[2:])
        if tuple(argv[:2]) == BACKGROUND:
            from wasihost import background

            background.main(*argv[2:])
            return 0
        if name in COMMANDS and name != "run":
            from wasihost.cli.commands.dispatch import dispatch

            session.report.error_format, rest = error_format(argv, os.environ)
            return dispatch(rest, session)
        return _run(argv[1:] if name == "run" else argv, session, top=name != "run")
    except UsageError as error:
        with suppress(UsageError):  # the option itself may be wrong
            session.report.error_format, _ = error_format(argv, os.environ)
        session.report.failure(error)
        return error.exit_status
    except WasihostError as error:
        session.report.failure(error)
        return error.exit_status
    except Exception as error:
        if isinstance(error, OSError) and _is_of_output(error):
            return _lost(error, session)
        session.report.unexpected(error)
        return HOST_FAILURE


def _run(argv: Sequence[str], session: Session, *, top: bool) -> int:
    options = parse(argv, os.environ)
    session.report = Reporter(options.error_format, options.color)
    if options.help or options.version:
        from wasihost.cli.manual import help

        sys.stdout.write(help.text(top=top, short=options.short_help) if options.help else help.version())
        return 0
    from wasihost.cli.run.run import run

    try:
        return run(options, session)
    except WasihostError as error:
        if isinstance(error, ModuleNotFound):
            error.hint = _command_meant(options.module) or error.hint
        session.report.failure(error, module=options.module)
        return error.exit_status


def _command_meant(module: str) -> str | None:
    """A hint if MODULE was probably meant as a command."""
    if module in COMMANDS:
        return f"a command must come before all options: `wasihost {module} …`"
    from wasihost.options.foreign import command_meant

    return command_meant(module, COMMANDS)


def _standard_streams() -> tuple[int, int, int]:
    """The descriptors of the streams; -1 for a closed stream.

    The launcher has moved directories to other numbers.  A closed stream is occupied first; otherwise, the next file to
    be opened would be the guest's standard input, or would receive our output.  The occupying descriptor is open in the
    wrong direction, so that using it fails.  Output that cannot be encoded is written as code points.
    """
    streams = [0, 1, 2]
    moved = [int(fd) for fd in os.environ.pop(STREAMS_VARIABLE, "0,1,2").split(",")]
    for fd in streams:
        try:
            os.fstat(fd)
        except OSError:
            os.open(os.devnull, os.O_RDONLY if fd else os.O_WRONLY)  # gets the lowest free number, which is this one
            streams[fd] = -1
        if moved[fd] != fd and fd == 0:
            os.dup2(moved[fd], fd)  # Python has started; MODULE may be `-`
            os.close(moved[fd])
            streams[fd] = fd
        elif moved[fd] != fd:
            os.set_inheritable(moved[fd], False)
            streams[fd] = moved[fd]
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w")
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return streams[0], streams[1], streams[2]


def _is_of_output(error: OSError) -> bool:
    """Whether printing has failed.  Errors of other files have a file name, or are reported elsewhere."""
    return error.filename is None and error.errno in (EBADF, EDQUOT, EFBIG, EIO, ENOSPC)


def _lost(error: OSError, session: Session) -> int:
    """Report, once, that output was lost."""
    session.report.failure(WasihostError(f"cannot write the output: {system_reason(error)}"))
    sys.stdout = io.StringIO()  # for later output; a confined process cannot open files
    return HOST_FAILURE


def _flush(status: int, session: Session) -> int:
    """Flush the output.  If it cannot be written, for example because the disk is full, that is a failure."""
    try:
        sys.stdout.flush()
    except OSError as error:
        lost = _lost(error, session)
        return status or lost
    return status
