"""Print warnings about probable mistakes on the command line."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from wasihost.options.doubts import OTHER_NAME, SAME_NAME, hidden, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wasihost.cli.report.reporter import Reporter
    from wasihost.options.table import Grant, RunOptions


def tell(options: RunOptions, report: Reporter) -> None:
    if options.quiet:
        return
    if options.misspelt and sys.stderr is not None and sys.stderr.isatty():
        word = options.arguments[0].partition("=")[0]
        report.warning(
            f"`{word}` is passed to the program: did you mean `{options.misspelt}`?",
            "write `--` after MODULE if this is intended",
        )
    tell_hidden(options.dir, report)


def tell_hidden(grants: Sequence[Grant], report: Reporter) -> None:
    for first, later in hidden(grants):
        report.warning(f"{shown(first)} is hidden by {shown(later)}: {SAME_NAME}", OTHER_NAME)
