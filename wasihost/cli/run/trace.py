"""`--trace` and related options → where a trace is written."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wasihost.errors import UsageError, WasihostError, system_reason
from wasihost.host import imports
from wasihost.host.guest import Trace

if TYPE_CHECKING:
    from wasihost.options.table import RunOptions


def wanted(options: RunOptions) -> Trace:
    name = None if options.trace_filter is None else imports.misnamed(options.trace_filter)
    if name is not None:
        near = imports.near(name)
        hint = "names are those of preview1, with `*` and `?`: `path_*,fd_write`"
        hint = f"did you mean `{near}`?" if near else hint
        raise UsageError(f"`--trace-filter`: WASI has no function `{name}`", hint=hint)
    names = None if options.trace_filter is None else os.fsencode(options.trace_filter)
    return Trace(fd=_open(options.trace), summary=options.trace_summary, filter=names)


def _open(path: str | None) -> int | None:
    """Open a file in append mode: existing content stays, and lines of several processes do not mix."""
    if not path:
        return None if path is None else 2
    try:
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOCTTY, 0o666)
    except OSError as error:
        raise WasihostError(f"cannot write the trace to `{path}`: {system_reason(error)}") from None
